//! Recording what was read and written, and reading the record of it.

use vinculo_access::Caller;
use vinculo_record::{Kind, RecordKey};
use vinculo_store::{
    AuditEvent, AuditReport, ChainedEvent, Outcome, RecordId, RecordStore, Subject,
};

use crate::engine::{Engine, Found};
use crate::error::Result;
use crate::trail::Trail;

impl Engine {
    /// Records what a caller did. When this returns the event survives a power cut: only
    /// then may the answer leave.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn record(
        &self,
        caller: &Caller,
        action: &str,
        outcome: Outcome,
        trail: &Trail,
        request: Option<&str>,
    ) -> Result<i64> {
        let event = AuditEvent::new(caller, action, outcome, &trail.touched());
        let event = match request {
            Some(id) => event.of_request(id),
            None => event,
        };
        Ok(self.store.access()?.audit().append(event)?)
    }

    /// Records that a caller read all records of some kinds, as
    /// [`record`](Self::record).
    ///
    /// # Errors
    /// As there.
    pub fn record_kinds(
        &self,
        caller: &Caller,
        action: &str,
        kinds: impl IntoIterator<Item = Kind>,
    ) -> Result<i64> {
        let trail = Trail::default();
        kinds.into_iter().for_each(|kind| trail.whole_kind(kind));
        self.record(caller, action, Outcome::Done, &trail, None)
    }

    /// Records that a caller read some records, as [`record`](Self::record).
    ///
    /// # Errors
    /// As there.
    pub fn record_found<'a>(
        &self,
        caller: &Caller,
        action: &str,
        found: impl IntoIterator<Item = &'a Found>,
    ) -> Result<i64> {
        let trail = Trail::default();
        found.into_iter().for_each(|found| trail.shown(found));
        self.record(caller, action, Outcome::Done, &trail, None)
    }

    /// Events after a number, of one record if it is named: those that read or wrote it, the
    /// batches that brought its versions, and those that read all records of its kind.
    ///
    /// A record that is under protection hold or not there has no events here: whether it
    /// exists is not for auditors. Its number, which stands in events, names it still.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn audit_events(
        &self,
        record: Option<&AuditedRecord>,
        after: i64,
        limit: usize,
    ) -> Result<Vec<ChainedEvent>> {
        let subjects = match record {
            None => Vec::new(),
            Some(AuditedRecord::Number(id)) => vec![Subject::Record(*id)],
            Some(AuditedRecord::Key(key)) => match self.get(key)? {
                Some(found) => self.subjects_of(found.stored.id, key)?,
                None => return Ok(Vec::new()),
            },
        };
        Ok(self.store.access()?.audit().events(&subjects, after, limit)?)
    }

    fn subjects_of(&self, id: RecordId, key: &RecordKey) -> Result<Vec<Subject>> {
        let batches = self.store.versions(key)?.into_iter().filter_map(|info| info.batch);
        let kind: Kind = key.kind;
        let mut subjects = vec![Subject::Record(id), Subject::Kind(kind)];
        subjects.extend(batches.map(Subject::Batch));
        Ok(subjects)
    }

    /// Recomputes the chain of the audit log.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn verify_audit(&self, noted: Option<vinculo_store::AuditHead>) -> Result<AuditReport> {
        Ok(self.store.access()?.verify_audit(noted)?)
    }
}

/// The record whose events are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditedRecord {
    /// By its key.
    Key(RecordKey),
    /// By the store's own number, as events name it.
    Number(RecordId),
}
