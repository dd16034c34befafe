//! Storing records.

use vinculo_record::{Column, Kind, Publication, RecordKey, RecordRef, Row};
use vinculo_store::{Erasure, ErasureOrder, RecordStore};

use super::Desk;
use crate::error::Result;
use crate::publication::Published;
use crate::put::key_of;
use crate::write::{Condition, Written};

impl Desk<'_> {
    /// Whether the caller may store a record under this key. It tells nothing of whether
    /// there is one.
    pub fn may_write(&self, key: &RecordKey) -> bool {
        self.caller.may_write(key)
    }

    /// Stores one record if a condition holds. Columns that the caller does not see of the
    /// record and does not give stay as they are: what one does not see one cannot mean to
    /// erase. Check [`may_write`](Self::may_write) before.
    ///
    /// # Errors
    /// As [`Engine::put_if`](crate::Engine::put_if).
    pub fn put_if(&self, kind: Kind, row: &Row, condition: Condition) -> Result<Written> {
        let key = key_of(kind, row)?;
        let mut row = row.clone();
        if let Some(seen) = self.engine.get(&key)?.and_then(|found| self.see(found)) {
            self.keep_unseen(&key, &seen.withheld, &mut row)?;
        }
        let written = self.engine.put_if(kind, &row, condition)?;
        if let Written::Stored { key, outcome, .. } = &written
            && let Some(stored) = self.engine.store.get(key)?
        {
            self.trail.written(stored.id, outcome.version);
        }
        Ok(written)
    }

    /// Erases a record that the caller sees; check [`Deed::Erase`](vinculo_access::Deed::Erase)
    /// before.
    ///
    /// # Errors
    /// As [`Engine::erase`](crate::Engine::erase).
    pub fn erase(&self, record: &RecordRef, order: &ErasureOrder) -> Result<Erasure> {
        let found = self.find(record)?;
        let erased = self.engine.erase(&found.record.key, order)?;
        self.trail.written(found.stored.id, found.stored.version);
        Ok(erased)
    }

    /// Publishes a notice of the caller's organisation; check
    /// [`Deed::Publish`](vinculo_access::Deed::Publish) before.
    ///
    /// # Errors
    /// As [`Engine::publish`](crate::Engine::publish).
    pub fn publish(&self, key: &RecordKey, publication: &Publication) -> Result<Published> {
        if !self.is_own_notice(key)? {
            return Ok(Published::NotFound);
        }
        let published = self.engine.publish(key, publication)?;
        if matches!(published, Published::As(_)) {
            self.note_written(key)?;
        }
        Ok(published)
    }

    /// Takes down a notice of the caller's organisation; check the deed before. Whether there
    /// is such a notice.
    ///
    /// # Errors
    /// As [`Engine::withdraw`](crate::Engine::withdraw).
    pub fn withdraw(&self, key: &RecordKey) -> Result<bool> {
        let withdrawn = self.is_own_notice(key)? && self.engine.withdraw(key)?;
        if withdrawn {
            self.note_written(key)?;
        }
        Ok(withdrawn)
    }

    fn is_own_notice(&self, key: &RecordKey) -> Result<bool> {
        let may = key.kind == Kind::Notice && self.caller.writes_as(&key.source);
        Ok(may && self.exists(key)?)
    }

    fn note_written(&self, key: &RecordKey) -> Result<()> {
        let stored = self.engine.store.get(key)?;
        stored.iter().for_each(|stored| self.trail.written(stored.id, stored.version));
        Ok(())
    }

    fn keep_unseen(&self, key: &RecordKey, unseen: &[Column], row: &mut Row) -> Result<()> {
        let Some(current) = self.engine.get(key)? else { return Ok(()) };
        for column in unseen {
            if !row.contains(*column)
                && let Some(cell) = current.row.get(*column)
            {
                row.insert(*column, cell.clone());
            }
        }
        Ok(())
    }
}
