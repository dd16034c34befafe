//! What [`RecordStore`] asks for, each a read or one transaction.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use vinculo_record::{Kind, RecordKey};

use crate::error::Result;
use crate::sqlite::{batches, erase, log, pictures, put, read};
use crate::{
    Batch, BatchId, BatchRow, BatchState, ChunkOutcome, Erasure, ErasureOrder, ListFilter,
    LogEntry, NewBatch, Page, PutOutcome, PutRecord, RecordId, RecordStore, RowFilter, RowResult,
    Seq, Store, StoredRecord, VersionInfo, VersionPicture,
};

impl RecordStore for Store {
    fn put(&self, record: &PutRecord) -> Result<PutOutcome> {
        self.write(|tx| Ok(put::put(tx, record, None)?.1))
    }

    fn put_all(&self, records: &[PutRecord]) -> Result<Vec<PutOutcome>> {
        self.write(|tx| records.iter().map(|r| Ok(put::put(tx, r, None)?.1)).collect())
    }

    fn preview(&self, record: &PutRecord) -> Result<PutOutcome> {
        let reader = self.reader()?;
        put::preview(&*reader.unchecked_transaction()?, record)
    }

    fn get(&self, key: &RecordKey) -> Result<Option<StoredRecord>> {
        read::get(&*self.reader()?, key)
    }

    fn get_by_id(&self, id: RecordId) -> Result<Option<StoredRecord>> {
        read::get_by_id(&*self.reader()?, id)
    }

    fn versions(&self, key: &RecordKey) -> Result<Vec<VersionInfo>> {
        read::versions(&*self.reader()?, key)
    }

    fn version(&self, key: &RecordKey, version: u32) -> Result<Option<StoredRecord>> {
        read::version(&*self.reader()?, key, version)
    }

    fn private(&self, key: &RecordKey, version: u32) -> Result<Option<String>> {
        read::private(&*self.reader()?, key, version)
    }

    fn pictures(&self, seq: Seq) -> Result<Vec<VersionPicture>> {
        pictures::of_version(&*self.reader()?, seq)
    }

    fn list(&self, filter: &ListFilter, after: Option<&RecordKey>, limit: usize) -> Result<Page> {
        read::list(&*self.reader()?, filter, after, limit)
    }

    fn for_each_current(
        &self,
        kind: Kind,
        visit: &mut dyn FnMut(StoredRecord) -> ControlFlow<()>,
    ) -> Result<Seq> {
        read::for_each_current(&*self.reader()?, kind, visit)
    }

    fn counts(&self) -> Result<BTreeMap<Kind, u64>> {
        read::counts(&*self.reader()?)
    }

    fn changes_since(&self, after: Seq, limit: usize) -> Result<Vec<LogEntry>> {
        log::changes_since(&*self.reader()?, after, limit)
    }

    fn count_changes(&self, after: Seq, most: usize) -> Result<usize> {
        log::count_changes(&*self.reader()?, after, most)
    }

    fn last_seq(&self) -> Result<Seq> {
        log::last_seq(&*self.reader()?)
    }

    fn erase(&self, key: &RecordKey, order: &ErasureOrder) -> Result<Erasure> {
        self.write(|tx| erase::erase(tx, key, order))
    }

    fn erasures(&self, after: Seq, limit: usize) -> Result<Vec<Erasure>> {
        erase::list(&*self.reader()?, after, limit)
    }

    fn enqueue_batch(&self, new: &NewBatch) -> Result<Batch> {
        self.write(|tx| Ok(batches::enqueue(tx, new)?.batch))
    }

    fn begin_batch(&self, new: &NewBatch) -> Result<Batch> {
        self.write(|tx| {
            let id = batches::enqueue(tx, new)?.batch.id;
            batches::start(tx, id)
        })
    }

    fn start_batch(&self, id: BatchId) -> Result<Batch> {
        self.write(|tx| batches::start(tx, id))
    }

    fn apply_chunk(&self, id: BatchId, rows: &[BatchRow]) -> Result<ChunkOutcome> {
        self.write(|tx| batches::apply_chunk(tx, id, rows))
    }

    fn batch_version(&self, id: BatchId, key: &RecordKey) -> Result<Option<StoredRecord>> {
        batches::version_of(&*self.reader()?, id, key)
    }

    fn finish_batch(&self, id: BatchId) -> Result<Batch> {
        self.end_batch(id, BatchState::Succeeded, None)
    }

    fn fail_batch(&self, id: BatchId, error: &str) -> Result<Batch> {
        self.end_batch(id, BatchState::Failed, Some(error))
    }

    fn cancel_batch(&self, id: BatchId) -> Result<Batch> {
        self.end_batch(id, BatchState::Canceled, None)
    }

    fn batch(&self, id: BatchId) -> Result<Batch> {
        Ok(batches::find(&*self.reader()?, id)?.batch)
    }

    fn list_batches(&self, before: Option<BatchId>, limit: usize) -> Result<Vec<Batch>> {
        batches::list(&*self.reader()?, before, limit)
    }

    fn unfinished_batches(&self) -> Result<Vec<Batch>> {
        batches::list_unfinished(&*self.reader()?)
    }

    fn batch_rows(
        &self,
        id: BatchId,
        after: u32,
        limit: usize,
        filter: RowFilter,
    ) -> Result<Vec<RowResult>> {
        batches::rows(&*self.reader()?, id, after, limit, filter)
    }
}
