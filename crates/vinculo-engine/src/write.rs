//! One record written under a condition, without lifting a protection hold.

use vinculo_record::{CellProblem, Kind, RecordKey, Row};
use vinculo_store::{PutOutcome, RecordStore, StoreError, StoredRecord, VersionInfo};

use crate::engine::{Engine, read_stored};
use crate::error::Result;
use crate::pictures::kept_pictures;
use crate::put::{key_of, put_record};

/// What must be so for a write to take place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Nothing.
    None,
    /// There is no such record.
    Absent,
    /// There is one.
    Present,
    /// There is one, and this is its current version.
    Version(u32),
}

/// What came of a write under a condition.
#[derive(Debug)]
pub enum Written {
    /// It was stored.
    Stored {
        /// The record.
        key: RecordKey,
        /// What was done.
        outcome: PutOutcome,
        /// What could not be read of it.
        problems: Vec<CellProblem>,
        /// Whether the record is under protection hold now.
        held: bool,
    },
    /// The condition does not hold: nothing was written.
    Refused,
}

impl Engine {
    /// Stores one record if a condition holds, as [`put`](Self::put).
    ///
    /// For a condition a record under protection hold does not exist. The condition is read and the record written in
    /// two steps: callers that need them as one take turns.
    ///
    /// # Errors
    /// As [`put`](Self::put).
    pub fn put_if(&self, kind: Kind, row: &Row, condition: Condition) -> Result<Written> {
        let key = key_of(kind, row)?;
        let current = self.store().get(&key)?.map(read_stored).transpose()?;
        let seen = current.as_ref().filter(|found| !found.record.protection_hold);
        let may = match condition {
            Condition::None => true,
            Condition::Absent => seen.is_none(),
            Condition::Present => seen.is_some(),
            Condition::Version(version) => {
                seen.is_some_and(|found| found.stored.version == version)
            }
        };
        if !may {
            return Ok(Written::Refused);
        }
        let (key, outcome, problems) = self.put(kind, row)?;
        let held = self.get(&key)?.is_none();
        Ok(Written::Stored { key, outcome, problems, held })
    }

    /// Writes a version that differs from the current one in what `change` does and nothing
    /// else; what its organisation alone sees and its pictures stay. Index and profiles do not
    /// follow yet. `None` if there is no such record; one under hold exists here.
    pub(crate) fn revise(
        &self,
        key: &RecordKey,
        change: impl FnOnce(&mut Row),
    ) -> Result<Option<StoredRecord>> {
        let Some(stored) = self.store.get(key)? else { return Ok(None) };
        let pictures = kept_pictures(&self.store, &stored)?;
        let mut row = read_stored(stored)?.row;
        change(&mut row);
        let private = self.private_of(key)?;
        self.store.put(&put_record(key.clone(), &row, private, pictures))?;
        Ok(self.store.get(key)?)
    }

    /// The versions of a record, oldest first, without those under protection
    /// hold; `None` if there is no such record or it is held.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn versions(&self, key: &RecordKey) -> Result<Option<Vec<VersionInfo>>> {
        if self.get(key)?.is_none() {
            return Ok(None);
        }
        let mut versions = self.store().versions(key)?;
        let mut failed = None;
        versions.retain(|info| match self.is_open_version(key, info.version) {
            Ok(open) => open,
            Err(error) => {
                failed.get_or_insert(error);
                false
            }
        });
        failed.map_or(Ok(Some(versions)), Err)
    }

    fn is_open_version(&self, key: &RecordKey, version: u32) -> Result<bool> {
        let stored: Option<StoredRecord> = self.store().version(key, version)?;
        let found = stored.map(read_stored).transpose()?;
        Ok(found.is_some_and(|found| !found.record.protection_hold))
    }

    /// Whether a batch is in the store and has ended; `None` if there is none.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn has_batch_ended(&self, id: vinculo_store::BatchId) -> Result<Option<bool>> {
        match self.store().batch(id) {
            Ok(batch) => Ok(Some(batch.state.is_finished())),
            Err(StoreError::BatchNotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}
