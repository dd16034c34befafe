//! A store in memory: for tests of what stands above, and the oracle of the
//! database's own. Plain and slow on purpose: it scans where the database seeks.

mod decisions;
mod notifications;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use vinculo_record::{Kind, RecordKey, RecordRef};

use crate::error::{Result, StoreError};
use crate::limits::MAX_PAGE;
use crate::{
    Batch, BatchCounts, BatchId, BatchRow, BatchState, Change, ChunkOutcome, Decision, Digest,
    Erasure, ErasureOrder, ListFilter, LogEntry, LogOp, NewBatch, Page, PictureNo, PutOutcome,
    PutPicture, PutRecord, RecordId, RecordStore, RowAction, RowFilter, RowProblem, RowResult,
    RowStatus, Seq, Shape, StoredRecord, VersionInfo, VersionPicture, freshness,
};

/// A [`RecordStore`] that ends with the process.
#[derive(Default)]
pub struct MemoryStore {
    contents: Mutex<Contents>,
}

#[derive(Clone, Default)]
struct Contents {
    /// Records by their number: the first has number 1.
    records: Vec<MemoryRecord>,
    log: Vec<LogEntry>,
    /// Places of the log where a batch succeeded.
    successes: BTreeMap<Seq, BatchId>,
    batches: Vec<MemoryBatch>,
    decisions: Vec<Decision>,
    outbox: notifications::MemoryOutbox,
    /// Pictures by their number, the first has number 1; none where one was erased.
    pictures: Vec<Option<Digest>>,
}

#[derive(Clone)]
struct MemoryRecord {
    key: RecordKey,
    versions: Vec<MemoryVersion>,
    /// A later date with which a version came again.
    confirmed: Option<(Seq, String)>,
    erased: Option<(Seq, ErasureOrder)>,
}

#[derive(Clone)]
struct MemoryVersion {
    stored: StoredRecord,
    private: String,
    batch: Option<BatchId>,
    /// The batch that brought it has not succeeded: nobody sees it.
    is_pending: bool,
    pictures: Vec<PutPicture>,
}

#[derive(Clone)]
struct MemoryBatch {
    batch: Batch,
    rows: Vec<RowResult>,
    /// What its rows put, in their order: done when it has succeeded.
    puts: Vec<(PutRecord, PutOutcome)>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn read(&self) -> MutexGuard<'_, Contents> {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works on a copy, so that an error leaves nothing behind.
    fn write<T>(&self, work: impl FnOnce(&mut Contents) -> Result<T>) -> Result<T> {
        let mut contents = self.read();
        let mut copy = contents.clone();
        let done = work(&mut copy)?;
        *contents = copy;
        Ok(done)
    }
}

impl Contents {
    /// A record that is not erased, whoever sees it.
    fn record(&self, key: &RecordKey) -> Option<&MemoryRecord> {
        self.records.iter().find(|r| r.key == *key && r.erased.is_none())
    }

    /// The version of a record that counts for everybody.
    fn current(&self, key: &RecordKey) -> Option<&StoredRecord> {
        self.record(key)?.current()
    }

    fn version(&self, key: &RecordKey, version: u32) -> Option<&MemoryVersion> {
        self.record(key)?.shown().find(|v| v.stored.version == version)
    }

    /// Current versions, in the order of their keys.
    fn currents(&self) -> Vec<&StoredRecord> {
        let live = self.records.iter().filter(|r| r.erased.is_none());
        let mut all: Vec<_> = live.filter_map(MemoryRecord::current).collect();
        all.sort_by(|a, b| a.key.cmp(&b.key));
        all
    }

    fn put(&mut self, put: &PutRecord, batch: Option<BatchId>) -> Result<PutOutcome> {
        let outcome = self.put_version(put, batch)?;
        match batch {
            Some(id) => self.batch_mut(id)?.puts.push((put.clone(), outcome)),
            None => self.make_known(put, outcome),
        }
        Ok(outcome)
    }

    /// What storing a record does beside its version.
    fn make_known(&mut self, put: &PutRecord, outcome: PutOutcome) {
        if outcome.change.is_of_content() && put.is_told_of() {
            self.outbox.reconcile(&put.key, &put.outbound);
        }
        let record = self.records.iter_mut().find(|record| record.key == put.key);
        if let Some(record) = record.filter(|_| outcome.change == Change::Unchanged) {
            let later = freshness::later(record.confirmed_at(), put.updated_at.as_deref());
            record.confirmed = later.map(|later| (outcome.seq, later.to_owned()));
        }
    }

    /// Tells of what a batch that has succeeded put, as far as it is current.
    fn settle(&mut self, id: BatchId) -> Result<()> {
        for (put, outcome) in std::mem::take(&mut self.batch_mut(id)?.puts) {
            if self.current(&put.key).is_some_and(|current| current.seq == outcome.seq) {
                self.make_known(&put, outcome);
            }
        }
        Ok(())
    }

    /// The records that a batch changed.
    fn changed_by(&self, id: BatchId) -> Result<Vec<(RecordId, RecordKey)>> {
        let changed = [RowStatus::Created, RowStatus::Updated];
        let rows = self.batch(id)?.rows.iter().filter(|row| changed.contains(&row.status));
        let keys = rows.filter_map(|row| row.key.clone());
        Ok(keys.map(|key| (self.id(&key), key)).collect())
    }

    fn note_success(&mut self, id: BatchId) -> Result<()> {
        if let Some((record, key)) = self.changed_by(id)?.into_iter().next() {
            let entry = self.note(record, key, None, LogOp::Succeed);
            self.successes.insert(entry.seq, id);
        }
        Ok(())
    }

    fn note(&mut self, id: RecordId, key: RecordKey, version: Option<u32>, op: LogOp) -> LogEntry {
        let (seq, recorded_at) = (self.log.len() as Seq + 1, now());
        let entry = LogEntry { seq, id, key, version, op, recorded_at };
        self.log.push(entry.clone());
        entry
    }

    fn id(&self, key: &RecordKey) -> RecordId {
        let place = self.records.iter().position(|record| record.key == *key);
        RecordId(place.map_or(0, |place| place as i64 + 1))
    }

    fn put_version(&mut self, put: &PutRecord, batch: Option<BatchId>) -> Result<PutOutcome> {
        let Some(index) = self.records.iter().position(|r| r.key == put.key) else {
            self.records.push(MemoryRecord {
                key: put.key.clone(),
                versions: Vec::new(),
                confirmed: None,
                erased: None,
            });
            return Ok(self.append(self.records.len() - 1, put, Change::Created, batch));
        };
        let record = &self.records[index];
        if record.erased.is_some() {
            return Err(StoreError::Erased { key: put.key.clone() });
        }
        let Some(current) = record.current() else {
            return Ok(self.append(index, put, Change::Created, batch));
        };
        let digest = put.basis_digest();
        if current.digest == digest {
            return Ok(outcome(Change::Unchanged, current, false));
        }
        if freshness::is_older(put.updated_at.as_deref(), record.confirmed_at()) {
            if let Some(known) = record.shown().find(|v| v.stored.digest == digest) {
                return Ok(outcome(Change::Older, &known.stored, false));
            }
            return Ok(self.append(index, put, Change::Older, batch));
        }
        Ok(self.append(index, put, Change::Updated, batch))
    }

    fn append(
        &mut self,
        index: usize,
        put: &PutRecord,
        change: Change,
        batch: Option<BatchId>,
    ) -> PutOutcome {
        let op = match change {
            Change::Older => LogOp::Older,
            _ if batch.is_some() => LogOp::Stage,
            Change::Created => LogOp::Create,
            Change::Updated | Change::Unchanged => LogOp::Update,
        };
        let id = RecordId(index as i64 + 1);
        let version = self.records[index].versions.len() as u32 + 1;
        let LogEntry { seq, recorded_at, .. } = self.note(id, put.key.clone(), Some(version), op);
        let stored = StoredRecord {
            id,
            key: put.key.clone(),
            version,
            seq,
            superseded: op == LogOp::Older,
            updated_at: put.updated_at.clone(),
            digest: put.basis_digest(),
            recorded_at,
            content: put.content.clone(),
        };
        let outcome = outcome(change, &stored, true);
        let (private, pictures) = (put.private.clone(), put.pictures.clone());
        let is_pending = batch.is_some();
        let version = MemoryVersion { stored, private, batch, is_pending, pictures };
        self.records[index].versions.push(version);
        for picture in &put.pictures {
            let digest = Some(picture.content.digest);
            if !self.pictures.contains(&digest) {
                self.pictures.push(digest);
            }
        }
        outcome
    }

    fn erase(&mut self, key: &RecordKey, order: &ErasureOrder) -> Result<Erasure> {
        let Some(index) = self.records.iter().position(|r| r.key == *key) else {
            let RecordKey { kind, source, local_id } = key.clone();
            let reference = RecordRef { kind: Some(kind), source, local_id };
            return Err(StoreError::RecordNotFound { reference });
        };
        if self.records[index].erased.is_none() {
            let id = RecordId(index as i64 + 1);
            let seq = self.note(id, key.clone(), None, LogOp::Erase).seq;
            let record = &mut self.records[index];
            record.erased = Some((seq, order.clone()));
            record.versions.iter_mut().for_each(MemoryVersion::empty);
            self.forget_unshown_pictures();
            let of_record = |row: &&mut RowResult| row.key.as_ref() == Some(key);
            let rows = self.batches.iter_mut().flat_map(|batch| &mut batch.rows);
            for problem in rows.filter(of_record).flat_map(|row| &mut row.problems) {
                problem.shape = Shape::default();
            }
            self.erase_traces(key);
        }
        let erased = self.erasure(&self.records[index]);
        erased.ok_or_else(|| StoreError::corrupt("an erasure is gone"))
    }

    fn forget_unshown_pictures(&mut self) {
        let versions = self.records.iter().flat_map(|record| &record.versions);
        let shown: Vec<Digest> =
            versions.flat_map(|v| &v.pictures).map(|p| p.content.digest).collect();
        for picture in &mut self.pictures {
            *picture = picture.filter(|digest| shown.contains(digest));
        }
    }

    fn erasure(&self, record: &MemoryRecord) -> Option<Erasure> {
        let (seq, order) = record.erased.clone()?;
        let entry = self.log.iter().find(|entry| entry.seq == seq)?;
        Some(Erasure {
            seq,
            key: record.key.clone(),
            versions: record.versions.len() as u32,
            reason: order.reason(),
            by: order.by().to_owned(),
            erased_at: entry.recorded_at,
            // Nothing of it goes anywhere: the secret may be any.
            digest: Digest::keyed(&[0; 32], record.key.qualified().as_bytes()),
            purged: true,
            listed: true,
        })
    }

    fn batch_mut(&mut self, id: BatchId) -> Result<&mut MemoryBatch> {
        let found = self.batches.iter_mut().find(|b| b.batch.id == id);
        found.ok_or(StoreError::BatchNotFound { id })
    }

    fn batch(&self, id: BatchId) -> Result<&MemoryBatch> {
        let found = self.batches.iter().find(|b| b.batch.id == id);
        found.ok_or(StoreError::BatchNotFound { id })
    }

    fn unfinished(&mut self, id: BatchId) -> Result<&mut Batch> {
        let batch = &mut self.batch_mut(id)?.batch;
        match batch.state {
            state if state.is_finished() => Err(StoreError::BatchClosed { id, state }),
            _ => Ok(batch),
        }
    }

    fn enqueue(&mut self, new: &NewBatch) -> Batch {
        let identity = new.identity();
        let mut batches = self.batches.iter().map(|b| &b.batch);
        if let Some(open) = batches.find(|b| b.identity == identity && !b.state.is_finished()) {
            return open.clone();
        }
        let batch = Batch {
            id: BatchId::generate(),
            identity,
            kind: new.kind,
            source: new.source.clone(),
            file_extension: new.safe_extension(),
            file_sha256: new.file_sha256,
            state: BatchState::Enqueued,
            counts: BatchCounts::default(),
            created_at: now(),
            started_at: None,
            finished_at: None,
            error: None,
        };
        let (rows, puts) = (Vec::new(), Vec::new());
        self.batches.push(MemoryBatch { batch: batch.clone(), rows, puts });
        batch
    }

    fn start(&mut self, id: BatchId) -> Result<Batch> {
        let batch = self.unfinished(id)?;
        batch.state = BatchState::Processing;
        batch.started_at.get_or_insert_with(now);
        Ok(batch.clone())
    }

    fn end(&mut self, id: BatchId, state: BatchState, error: Option<&str>) -> Result<Batch> {
        let batch = self.unfinished(id)?;
        batch.state = state;
        batch.finished_at = Some(now());
        batch.error = error.map(str::to_owned);
        let ended = batch.clone();
        let versions = self.records.iter_mut().flat_map(|record| &mut record.versions);
        for version in versions.filter(|version| version.batch == Some(id)) {
            match state {
                BatchState::Succeeded => version.is_pending = false,
                _ => version.empty(),
            }
        }
        match state {
            BatchState::Succeeded => {
                self.note_success(id)?;
                self.settle(id)?;
            }
            _ => self.forget_unshown_pictures(),
        }
        Ok(ended)
    }

    fn apply_row(&mut self, id: BatchId, row: &BatchRow) -> Result<RowResult> {
        let expected = self.batch(id)?.batch.next_ordinal();
        if row.ordinal != expected {
            return Err(StoreError::RowsOutOfOrder { id, expected, found: row.ordinal });
        }
        let mut result = RowResult {
            ordinal: row.ordinal,
            line: row.line,
            status: RowStatus::Rejected,
            key: None,
            version: None,
            duplicate_of: None,
            problems: row.problems.clone(),
        };
        match &row.action {
            RowAction::Reject { key } => result.key.clone_from(key),
            RowAction::Put(put) => {
                result.key = Some(put.key.clone());
                self.put_row(id, put, &mut result)?;
            }
        }
        let batch = self.batch_mut(id)?;
        batch.batch.counts.add(&result);
        batch.rows.push(result.clone());
        Ok(result)
    }

    fn put_row(&mut self, id: BatchId, put: &PutRecord, result: &mut RowResult) -> Result<()> {
        let is_live = self.record(&put.key).is_some();
        let seen = first_accepted(&self.batch(id)?.rows, &put.key).filter(|_| is_live);
        let Some((ordinal, version)) = seen.and_then(|row| Some((row.ordinal, row.version?)))
        else {
            let outcome = match self.put(put, Some(id)) {
                Err(StoreError::Erased { .. }) => {
                    result.problems.push(RowProblem::erased());
                    return Ok(());
                }
                stored => stored?,
            };
            result.status = outcome.change.into();
            result.version = Some(outcome.version);
            return Ok(());
        };
        result.duplicate_of = Some(ordinal);
        let earlier = self.record(&put.key).and_then(|record| record.any(version));
        if earlier.is_some_and(|earlier| earlier.stored.digest == put.basis_digest()) {
            result.status = RowStatus::Unchanged;
            result.version = Some(version);
        } else {
            result.problems.push(RowProblem::duplicate_id());
        }
        Ok(())
    }
}

impl MemoryRecord {
    fn shown(&self) -> impl DoubleEndedIterator<Item = &MemoryVersion> {
        self.versions.iter().filter(|version| !version.is_pending)
    }

    /// A version, pending or not.
    fn any(&self, version: u32) -> Option<&MemoryVersion> {
        self.versions.iter().find(|known| known.stored.version == version)
    }

    fn current(&self) -> Option<&StoredRecord> {
        self.shown().map(|version| &version.stored).rfind(|stored| !stored.superseded)
    }

    /// The latest date with which the current content came.
    fn confirmed_at(&self) -> Option<&str> {
        let current = self.current()?;
        match &self.confirmed {
            Some((seq, at)) if *seq == current.seq => Some(at),
            _ => current.updated_at.as_deref(),
        }
    }
}

impl MemoryVersion {
    fn empty(&mut self) {
        self.stored.content.clear();
        self.private.clear();
        self.pictures.clear();
    }
}

fn first_accepted<'a>(rows: &'a [RowResult], key: &RecordKey) -> Option<&'a RowResult> {
    rows.iter().find(|row| row.status != RowStatus::Rejected && row.key.as_ref() == Some(key))
}

fn outcome(change: Change, stored: &StoredRecord, is_new_version: bool) -> PutOutcome {
    PutOutcome { change, version: stored.version, seq: stored.seq, is_new_version }
}

/// To the millisecond, as the database keeps it.
fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

impl RecordStore for MemoryStore {
    fn put(&self, record: &PutRecord) -> Result<PutOutcome> {
        self.write(|c| c.put(record, None))
    }

    fn put_all(&self, records: &[PutRecord]) -> Result<Vec<PutOutcome>> {
        self.write(|c| records.iter().map(|r| c.put(r, None)).collect())
    }

    fn preview(&self, record: &PutRecord) -> Result<PutOutcome> {
        self.read().clone().put(record, None)
    }

    fn get(&self, key: &RecordKey) -> Result<Option<StoredRecord>> {
        Ok(self.read().current(key).cloned())
    }

    fn get_by_id(&self, id: RecordId) -> Result<Option<StoredRecord>> {
        let contents = self.read();
        let index = usize::try_from(id.0 - 1).ok();
        let found = index.and_then(|i| contents.records.get(i)).filter(|r| r.erased.is_none());
        Ok(found.and_then(|r| r.current().cloned()))
    }

    fn versions(&self, key: &RecordKey) -> Result<Vec<VersionInfo>> {
        let contents = self.read();
        let Some(record) = contents.record(key) else { return Ok(Vec::new()) };
        let current = record.current().map(|current| current.seq);
        let info = |version: &MemoryVersion| VersionInfo {
            version: version.stored.version,
            seq: version.stored.seq,
            current: Some(version.stored.seq) == current,
            superseded: version.stored.superseded,
            updated_at: version.stored.updated_at.clone(),
            digest: version.stored.digest,
            recorded_at: version.stored.recorded_at,
            batch: version.batch,
        };
        Ok(record.shown().map(info).collect())
    }

    fn version(&self, key: &RecordKey, version: u32) -> Result<Option<StoredRecord>> {
        Ok(self.read().version(key, version).map(|v| v.stored.clone()))
    }

    fn private(&self, key: &RecordKey, version: u32) -> Result<Option<String>> {
        Ok(self.read().version(key, version).map(|v| v.private.clone()))
    }

    fn pictures(&self, seq: Seq) -> Result<Vec<VersionPicture>> {
        let contents = self.read();
        let versions = contents.records.iter().flat_map(MemoryRecord::shown);
        let of_seq = versions.filter(|v| v.stored.seq == seq).flat_map(|v| &v.pictures);
        let shown = of_seq.filter_map(|p| {
            let place =
                contents.pictures.iter().position(|known| *known == Some(p.content.digest))?;
            Some(VersionPicture {
                item: p.item,
                label: p.label.clone(),
                picture: PictureNo(place as i64 + 1),
                digest: p.content.digest,
                has_file: p.content.has_file,
            })
        });
        Ok(shown.collect())
    }

    fn list(&self, filter: &ListFilter, after: Option<&RecordKey>, limit: usize) -> Result<Page> {
        let limit = limit.clamp(1, MAX_PAGE);
        let contents = self.read();
        let mut records: Vec<StoredRecord> = contents
            .currents()
            .into_iter()
            .filter(|r| filter.kind.is_none_or(|kind| kind == r.key.kind))
            .filter(|r| filter.source.as_ref().is_none_or(|source| *source == r.key.source))
            .filter(|r| after.is_none_or(|after| r.key > *after))
            .cloned()
            .collect();
        let more = records.len() > limit;
        records.truncate(limit);
        let next = records.last().filter(|_| more).map(|r| r.key.clone());
        Ok(Page { records, next })
    }

    fn for_each_current(
        &self,
        kind: Kind,
        visit: &mut dyn FnMut(StoredRecord) -> ControlFlow<()>,
    ) -> Result<Seq> {
        // A copy, so that the visitor may use the store.
        let contents = self.read().clone();
        for record in contents.currents().into_iter().filter(|r| r.key.kind == kind) {
            if visit(record.clone()).is_break() {
                break;
            }
        }
        Ok(contents.log.len() as Seq)
    }

    fn counts(&self) -> Result<BTreeMap<Kind, u64>> {
        let contents = self.read();
        let count = |kind| contents.currents().iter().filter(|r| r.key.kind == kind).count() as u64;
        Ok(Kind::ALL.into_iter().map(|kind| (kind, count(kind))).collect())
    }

    fn count_changes(&self, after: Seq, most: usize) -> Result<usize> {
        let (mut at, mut count) = (after, 0);
        loop {
            let entries = self.changes_since(at, MAX_PAGE)?;
            let Some(last) = entries.last().map(|entry| entry.seq) else { break };
            count += entries.iter().filter(|entry| entry.op.changes_current()).count();
            at = last;
        }
        Ok(count.min(most))
    }

    fn changes_since(&self, after: Seq, limit: usize) -> Result<Vec<LogEntry>> {
        let contents = self.read();
        let mut changes = Vec::new();
        let places = contents.log.iter().filter(|entry| entry.seq > after);
        for entry in places.take(limit.min(MAX_PAGE)) {
            let Some(batch) = contents.successes.get(&entry.seq) else {
                changes.push(entry.clone());
                continue;
            };
            let records = contents.changed_by(*batch)?.into_iter();
            changes.extend(records.map(|(id, key)| LogEntry { id, key, ..entry.clone() }));
        }
        Ok(changes)
    }

    fn last_seq(&self) -> Result<Seq> {
        Ok(self.read().log.len() as Seq)
    }

    fn erase(&self, key: &RecordKey, order: &ErasureOrder) -> Result<Erasure> {
        self.write(|c| c.erase(key, order))
    }

    fn erasures(&self, after: Seq, limit: usize) -> Result<Vec<Erasure>> {
        let contents = self.read();
        let mut erasures: Vec<Erasure> =
            contents.records.iter().filter_map(|record| contents.erasure(record)).collect();
        erasures.retain(|erasure| erasure.seq > after);
        erasures.sort_by_key(|erasure| erasure.seq);
        erasures.truncate(limit.min(MAX_PAGE));
        Ok(erasures)
    }

    fn enqueue_batch(&self, new: &NewBatch) -> Result<Batch> {
        self.write(|c| Ok(c.enqueue(new)))
    }

    fn begin_batch(&self, new: &NewBatch) -> Result<Batch> {
        self.write(|c| {
            let id = c.enqueue(new).id;
            c.start(id)
        })
    }

    fn start_batch(&self, id: BatchId) -> Result<Batch> {
        self.write(|c| c.start(id))
    }

    fn apply_chunk(&self, id: BatchId, rows: &[BatchRow]) -> Result<ChunkOutcome> {
        self.write(|c| {
            let state = c.batch(id)?.batch.state;
            if state != BatchState::Processing {
                return Err(StoreError::BatchClosed { id, state });
            }
            let rows = rows.iter().map(|row| c.apply_row(id, row)).collect::<Result<Vec<_>>>()?;
            Ok(ChunkOutcome { batch: c.batch(id)?.batch.clone(), rows })
        })
    }

    fn batch_version(&self, id: BatchId, key: &RecordKey) -> Result<Option<StoredRecord>> {
        let contents = self.read();
        let seen = first_accepted(&contents.batch(id)?.rows, key).and_then(|row| row.version);
        let found = seen.and_then(|version| contents.record(key)?.any(version));
        Ok(found.map(|version| version.stored.clone()))
    }

    fn finish_batch(&self, id: BatchId) -> Result<Batch> {
        self.write(|c| c.end(id, BatchState::Succeeded, None))
    }

    fn fail_batch(&self, id: BatchId, error: &str) -> Result<Batch> {
        self.write(|c| c.end(id, BatchState::Failed, Some(error)))
    }

    fn cancel_batch(&self, id: BatchId) -> Result<Batch> {
        self.write(|c| c.end(id, BatchState::Canceled, None))
    }

    fn batch(&self, id: BatchId) -> Result<Batch> {
        Ok(self.read().batch(id)?.batch.clone())
    }

    fn list_batches(&self, before: Option<BatchId>, limit: usize) -> Result<Vec<Batch>> {
        let contents = self.read();
        let end = match before {
            Some(id) => contents
                .batches
                .iter()
                .position(|b| b.batch.id == id)
                .ok_or(StoreError::BatchNotFound { id })?,
            None => contents.batches.len(),
        };
        let newest_first = contents.batches[..end].iter().rev();
        Ok(newest_first.take(limit.min(MAX_PAGE)).map(|b| b.batch.clone()).collect())
    }

    fn unfinished_batches(&self) -> Result<Vec<Batch>> {
        let contents = self.read();
        let open = contents.batches.iter().filter(|b| !b.batch.state.is_finished());
        Ok(open.map(|b| b.batch.clone()).collect())
    }

    fn batch_rows(
        &self,
        id: BatchId,
        after: u32,
        limit: usize,
        filter: RowFilter,
    ) -> Result<Vec<RowResult>> {
        let contents = self.read();
        let rows = contents.batch(id)?.rows.iter();
        let wanted = rows.filter(|row| row.ordinal > after && filter.takes(row));
        Ok(wanted.take(limit.min(MAX_PAGE)).cloned().collect())
    }
}
