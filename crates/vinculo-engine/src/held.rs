//! Records under protection hold, for child protection alone.
//!
//! They are in no projection that others read. This one stands apart: in memory, made when
//! child protection first asks, so that no file tells that there are such records.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::PoisonError;

use vinculo_record::{Kind, RecordKey};
use vinculo_search::{Change, Page, Query, SearchIndex};
use vinculo_store::{RecordStore, Seq};

use crate::document::search_document;
use crate::engine::{Engine, read_stored};
use crate::error::Result;
use crate::follow::Step;

/// The column that a held record always has: rows without it need not be read.
const MARK: &str = "\"protection_hold\"";

/// The held records as of a log entry.
pub(crate) struct HeldRecords {
    index: SearchIndex,
    versions: BTreeMap<RecordKey, u32>,
    seq: Seq,
}

impl HeldRecords {
    fn read(engine: &Engine) -> Result<Self> {
        let index = SearchIndex::in_memory()?;
        let mut held = Self { index, versions: BTreeMap::new(), seq: Seq::MAX };
        for kind in Kind::ALL {
            let mut failed = None;
            let seq = engine.store.for_each_current(kind, &mut |stored| {
                if !stored.content.contains(MARK) {
                    return ControlFlow::Continue(());
                }
                let taken = read_stored(stored).and_then(|found| held.take(&found));
                failed = taken.err();
                if failed.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })?;
            if let Some(error) = failed {
                return Err(error);
            }
            // The lowest: what changed while reading comes again by the log.
            held.seq = held.seq.min(seq);
        }
        held.index.commit(held.seq.unsigned_abs())?;
        Ok(held)
    }

    fn take(&mut self, found: &crate::Found) -> Result<()> {
        let (key, version) = (&found.record.key, found.stored.version);
        if !found.record.protection_hold {
            return self.drop(key);
        }
        self.versions.insert(key.clone(), version);
        Ok(self.index.apply(&[Change::Upsert(search_document(&found.record, version))])?)
    }

    fn drop(&mut self, key: &RecordKey) -> Result<()> {
        if self.versions.remove(key).is_some() {
            self.index.apply(&[Change::Delete(key.clone())])?;
        }
        Ok(())
    }

    fn follow(&mut self, engine: &Engine) -> Result<()> {
        let (from, until) = (self.seq, engine.store.last_seq()?);
        while let Some(step) = Step::next(&engine.store, self.seq, until)? {
            for entry in &step.changed {
                match engine.store.get_by_id(entry.id)?.map(read_stored).transpose()? {
                    Some(found) => self.take(&found)?,
                    None => self.drop(&entry.key)?,
                }
            }
            self.seq = step.last;
        }
        if self.seq > from {
            self.index.commit(self.seq.unsigned_abs())?;
        }
        Ok(())
    }
}

impl Engine {
    /// Keys of held records after one, in order.
    pub(crate) fn held_keys(
        &self,
        kind: Option<Kind>,
        after: Option<&RecordKey>,
        limit: usize,
    ) -> Result<Vec<RecordKey>> {
        self.with_held(|held| {
            let wanted = |key: &&RecordKey| kind.is_none_or(|kind| key.kind == kind);
            let later = |key: &&RecordKey| after.is_none_or(|after| *key > after);
            Ok(held.versions.keys().filter(wanted).filter(later).take(limit).cloned().collect())
        })
    }

    /// Searches the held records.
    pub(crate) fn search_held(&self, query: &Query) -> Result<Page> {
        self.with_held(|held| Ok(held.index.search(query)?))
    }

    fn with_held<T>(&self, work: impl FnOnce(&HeldRecords) -> Result<T>) -> Result<T> {
        let mut slot = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let mut held = match slot.take() {
            Some(held) => held,
            None => HeldRecords::read(self)?,
        };
        held.follow(self)?;
        work(slot.insert(held))
    }
}
