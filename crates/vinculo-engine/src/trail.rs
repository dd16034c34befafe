//! What a request has read and written, for the audit log.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use vinculo_record::Kind;
use vinculo_store::{BatchId, RecordId, Touched};

use crate::engine::Found;

/// What one request or command has read and written so far. It holds numbers, no content,
/// and is shared between the threads that work on the request.
#[derive(Debug, Default)]
pub struct Trail(Mutex<Noted>);

#[derive(Debug, Default)]
struct Noted {
    touched: Touched,
    opened: BTreeSet<RecordId>,
}

impl Trail {
    /// A record stands in the answer, if only by a line of a list.
    pub fn shown(&self, found: &Found) {
        self.noted().touched.records.insert((found.stored.id, found.stored.version));
    }

    /// A record was opened: read whole, or laid out as evidence.
    pub fn opened(&self, found: &Found) {
        self.shown(found);
        self.noted().opened.insert(found.stored.id);
    }

    /// A version of a record was written.
    pub fn written(&self, id: RecordId, version: u32) {
        self.noted().touched.records.insert((id, version));
    }

    /// A batch was begun, read or ended.
    pub fn batch(&self, id: BatchId) {
        self.noted().touched.batches.insert(id);
    }

    /// All records of a kind were read.
    pub fn whole_kind(&self, kind: Kind) {
        self.noted().touched.kinds.insert(kind);
    }

    /// What was read for this answer before, as another trail has it.
    pub fn add(&self, before: &Touched) {
        let touched = &mut self.noted().touched;
        touched.records.extend(&before.records);
        touched.batches.extend(&before.batches);
        touched.kinds.extend(&before.kinds);
    }

    /// What was read and written.
    pub fn touched(&self) -> Touched {
        self.noted().touched.clone()
    }

    /// The records that were opened, each once.
    pub fn case_files(&self) -> BTreeSet<RecordId> {
        self.noted().opened.clone()
    }

    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
