//! What every store of records offers, whatever database it stands on.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use vinculo_record::{Kind, RecordKey, RecordRef};

use crate::error::{Result, StoreError};
use crate::{
    Batch, BatchId, BatchRow, ChunkOutcome, Erasure, ErasureOrder, ListFilter, LogEntry, NewBatch,
    Page, PutOutcome, PutRecord, RecordId, RowFilter, RowResult, Seq, StoredRecord, VersionInfo,
    VersionPicture,
};

/// A store of records: append-only versions, a change log and batches.
///
/// Every method blocks: call it off the async threads. Each writing method is
/// one transaction, and what it returned survives a crash. Reads see what was
/// committed before they began, but nothing of a batch that has not succeeded.
/// Limits above 10 000 are cut to that.
pub trait RecordStore: Send + Sync {
    /// Stores one record.
    ///
    /// The same digest as the current version's changes nothing. A changed record
    /// becomes a new version; if its `updated_at` is certainly older than the
    /// current one's, that version is kept but does not become current.
    ///
    /// # Errors
    /// [`StoreError::Erased`] when the key's record was erased; when the store cannot be
    /// written.
    fn put(&self, record: &PutRecord) -> Result<PutOutcome>;

    /// Stores several records in one transaction: all or none, in order.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn put_all(&self, records: &[PutRecord]) -> Result<Vec<PutOutcome>>;

    /// What [`put`](Self::put) would do, without doing it; `version` and `seq`
    /// of a version not yet written are those it would have if it came next.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn preview(&self, record: &PutRecord) -> Result<PutOutcome>;

    /// The current version of a record.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn get(&self, key: &RecordKey) -> Result<Option<StoredRecord>>;

    /// The current version of a record, by the store's own number.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn get_by_id(&self, id: RecordId) -> Result<Option<StoredRecord>>;

    /// The current version of the record that a user named.
    ///
    /// # Errors
    /// [`StoreError::RecordNotFound`], or [`StoreError::Ambiguous`] when the kind
    /// was left out and several kinds have such a record.
    fn find(&self, reference: &RecordRef) -> Result<StoredRecord> {
        let mut found = Vec::new();
        for kind in Kind::ALL.into_iter().filter(|k| reference.kind.is_none_or(|only| only == *k)) {
            let RecordRef { source, local_id, .. } = reference.clone();
            found.extend(self.get(&RecordKey { kind, source, local_id })?);
        }
        if found.len() > 1 {
            let kinds = found.iter().map(|r| r.key.kind).collect();
            return Err(StoreError::Ambiguous { reference: reference.clone(), kinds });
        }
        found.pop().ok_or_else(|| StoreError::RecordNotFound { reference: reference.clone() })
    }

    /// The versions of a record, oldest first; empty if there is no such record.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn versions(&self, key: &RecordKey) -> Result<Vec<VersionInfo>>;

    /// One version of a record.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn version(&self, key: &RecordKey, version: u32) -> Result<Option<StoredRecord>>;

    /// The private part of one version: only for the organisation that uploaded it.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn private(&self, key: &RecordKey, version: u32) -> Result<Option<String>>;

    /// The pictures of the version that a log entry announced, pending or not, in their
    /// order.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn pictures(&self, seq: Seq) -> Result<Vec<VersionPicture>>;

    /// A page of current records, ordered by kind, source and local id, after a key.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn list(&self, filter: &ListFilter, after: Option<&RecordKey>, limit: usize) -> Result<Page>;

    /// Visits every current record of a kind, ordered by source and local id, as
    /// of one moment, until `visit` breaks. Returns the last log entry of that
    /// moment: a projection built from this follows the log from there.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn for_each_current(
        &self,
        kind: Kind,
        visit: &mut dyn FnMut(StoredRecord) -> ControlFlow<()>,
    ) -> Result<Seq>;

    /// How many records there are of each kind, zeros included.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn counts(&self) -> Result<BTreeMap<Kind, u64>>;

    /// The log after an entry, in order: at most `limit` places of it. The place where a
    /// batch succeeded is given once for each record that it changed, all of them however
    /// many, so that whoever follows takes the whole batch at once.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn changes_since(&self, after: Seq, limit: usize) -> Result<Vec<LogEntry>>;

    /// How many changes of a current record stand in the log after an entry, those of a
    /// batch by themselves; counts no further than `most`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn count_changes(&self, after: Seq, most: usize) -> Result<usize>;

    /// The last entry of the log; 0 if it is empty.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn last_seq(&self) -> Result<Seq>;

    /// Erases a record: the content of all its versions, and what else was kept of it.
    /// Its key, version numbers and keyed digests stay, and the key takes no record any
    /// more. One that is erased already stays as it was erased.
    ///
    /// What the content left in files goes in steps of its own: see
    /// `Store::purge_files`.
    ///
    /// # Errors
    /// [`StoreError::RecordNotFound`].
    fn erase(&self, key: &RecordKey, order: &ErasureOrder) -> Result<Erasure>;

    /// The erasures after a log entry, in order.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn erasures(&self, after: Seq, limit: usize) -> Result<Vec<Erasure>>;

    /// Notes an upload to be begun later, or gives the unfinished one of the same
    /// identity.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn enqueue_batch(&self, new: &NewBatch) -> Result<Batch>;

    /// Begins an upload, or resumes the unfinished one of the same identity at
    /// [`Batch::next_ordinal`].
    ///
    /// # Errors
    /// When the store cannot be written.
    fn begin_batch(&self, new: &NewBatch) -> Result<Batch>;

    /// Begins or resumes a batch that is in the store.
    ///
    /// # Errors
    /// [`StoreError::BatchNotFound`] or [`StoreError::BatchClosed`].
    fn start_batch(&self, id: BatchId) -> Result<Batch>;

    /// Stores the next rows of a batch in one transaction: records, versions, log,
    /// results and counts together. What they write is pending: nobody sees it before
    /// [`finish_batch`](Self::finish_batch). Each row is held against what others see.
    ///
    /// An id that an accepted row of the batch already has is `unchanged` with the
    /// same content, and rejected as [`DUPLICATE_ID_IN_FILE`] with another.
    ///
    /// [`DUPLICATE_ID_IN_FILE`]: crate::DUPLICATE_ID_IN_FILE
    ///
    /// # Errors
    /// [`StoreError::RowsOutOfOrder`] when the rows do not continue where the
    /// batch stands, [`StoreError::BatchClosed`] when it is not being processed.
    fn apply_chunk(&self, id: BatchId, rows: &[BatchRow]) -> Result<ChunkOutcome>;

    /// The version that the first accepted row of the batch with this key holds, pending or
    /// not: for the batch itself, and for nobody else to see.
    ///
    /// # Errors
    /// [`StoreError::BatchNotFound`].
    fn batch_version(&self, id: BatchId, key: &RecordKey) -> Result<Option<StoredRecord>>;

    /// Ends a batch whose rows were all read, by one small transaction after which every
    /// read and whoever follows the log see all of them; of versions of one record the
    /// newest counts, as ever. Then consulates are told, in transactions of their own.
    ///
    /// # Errors
    /// [`StoreError::BatchNotFound`] or [`StoreError::BatchClosed`]. After another error
    /// [`batch`](Self::batch) says whether it has ended; who is left to be told is told later.
    fn finish_batch(&self, id: BatchId) -> Result<Batch>;

    /// Ends a batch that could not be read to its end: nobody ever sees its rows, and what
    /// they had written is emptied. Their results stay. The message must carry no personal
    /// value.
    ///
    /// # Errors
    /// As [`finish_batch`](Self::finish_batch).
    fn fail_batch(&self, id: BatchId, error: &str) -> Result<Batch>;

    /// Stops a batch: nobody ever sees its rows. What they had written is emptied later, by
    /// [`Store::settle_batches`](crate::Store::settle_batches) or at the next opening, so that
    /// nobody waits for it.
    ///
    /// # Errors
    /// As [`finish_batch`](Self::finish_batch).
    fn cancel_batch(&self, id: BatchId) -> Result<Batch>;

    /// A batch.
    ///
    /// # Errors
    /// [`StoreError::BatchNotFound`].
    fn batch(&self, id: BatchId) -> Result<Batch>;

    /// Batches, newest first, older than `before`.
    ///
    /// # Errors
    /// [`StoreError::BatchNotFound`] when there is no batch `before`.
    fn list_batches(&self, before: Option<BatchId>, limit: usize) -> Result<Vec<Batch>>;

    /// Batches that have not ended, oldest first: what a restart resumes.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn unfinished_batches(&self) -> Result<Vec<Batch>>;

    /// The results of a batch's rows after an ordinal, in order.
    ///
    /// # Errors
    /// [`StoreError::BatchNotFound`].
    fn batch_rows(
        &self,
        id: BatchId,
        after: u32,
        limit: usize,
        filter: RowFilter,
    ) -> Result<Vec<RowResult>>;
}
