//! Batches of the caller's organisation.

use vinculo_record::RecordKey;
use vinculo_store::{Batch, BatchId, RecordStore, RowFilter, RowResult, StoreError};

use super::Desk;
use crate::error::Result;

impl Desk<'_> {
    /// Whether a batch exists for the caller: one of its organisation, of a kind that it
    /// stores.
    fn is_own(&self, batch: &Batch) -> bool {
        let own = batch.source.as_deref().is_some_and(|source| self.caller.writes_as(source));
        self.caller.is_local() || (own && self.caller.may_write_kind(batch.kind))
    }

    /// A batch.
    ///
    /// # Errors
    /// [`StoreError::BatchNotFound`], also for one of another organisation.
    pub fn batch(&self, id: BatchId) -> Result<Batch> {
        let batch = self.engine.store.batch(id)?;
        if !self.is_own(&batch) {
            return Err(StoreError::BatchNotFound { id }.into());
        }
        self.trail.batch(id);
        Ok(batch)
    }

    /// A page of batches, newest first, and whether there are more.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn list_batches(
        &self,
        before: Option<BatchId>,
        limit: usize,
    ) -> Result<(Vec<Batch>, bool)> {
        let (mut batches, mut before) = (Vec::new(), before);
        loop {
            let page = self.engine.store.list_batches(before, limit + 1)?;
            let last = page.last().map(|batch| batch.id);
            let whole = page.len() <= limit;
            batches.extend(page.into_iter().filter(|batch| self.is_own(batch)));
            if batches.len() > limit || whole {
                let more = batches.len() > limit;
                batches.truncate(limit);
                batches.iter().for_each(|batch| self.trail.batch(batch.id));
                return Ok((batches, more));
            }
            before = last;
        }
    }

    /// Rows of a batch.
    ///
    /// # Errors
    /// As [`batch`](Self::batch).
    pub fn batch_rows(
        &self,
        id: BatchId,
        after: u32,
        limit: usize,
        filter: RowFilter,
    ) -> Result<Vec<RowResult>> {
        self.batch(id)?;
        Ok(self.engine.store.batch_rows(id, after, limit, filter)?)
    }

    /// The key of a row's record, if the record exists for the caller: for the rest its line
    /// in the file is enough.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn row_key(&self, row: &RowResult) -> Result<Option<RecordKey>> {
        let Some(key) = &row.key else { return Ok(None) };
        Ok(self.exists(key)?.then(|| key.clone()))
    }

    /// Stops a batch.
    ///
    /// # Errors
    /// As [`batch`](Self::batch); [`StoreError::BatchClosed`].
    pub fn cancel_batch(&self, id: BatchId) -> Result<Batch> {
        self.batch(id)?;
        Ok(self.engine.store.cancel_batch(id)?)
    }

    /// Notes that a batch was accepted.
    pub fn accepted(&self, id: BatchId) {
        self.trail.batch(id);
    }
}
