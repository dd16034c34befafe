//! What follows on the end of a batch. Its rows became visible together, or are never to be
//! seen; what is left to do takes time, so it is done in chunks, and goes on at the next
//! opening where it was cut off.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::error::{Result, StoreError};
use crate::faults;
use crate::limits::SETTLE_ROWS;
use crate::sqlite::{batches, empty, log, notifications, put, rows};
use crate::{Batch, BatchId, BatchState, LogOp, Outbound, RecordId, RowStatus, Store};

/// A batch that has ended, of which something is to be done.
struct Unsettled {
    batch_no: i64,
    state: BatchState,
    /// Rows that are settled, and all of its rows.
    settled: u32,
    rows_seen: u32,
}

impl Store {
    /// Ends a batch, by which its rows are seen at once or never, and settles it.
    pub(super) fn end_batch(
        &self,
        id: BatchId,
        state: BatchState,
        error: Option<&str>,
    ) -> Result<Batch> {
        let ended = self.write(|tx| batches::end(tx, id, state, error))?;
        faults::reached("batch.before_settling");
        self.settle_batches()?;
        Ok(ended)
    }

    /// Does what batches that have ended left to be done, a chunk of rows at a time: their
    /// records are told to those who follow the log and to consulates; what batches without
    /// success had written is emptied. Nothing is left of it when a batch was ended without
    /// an error; after a crash the next opening does it.
    ///
    /// # Errors
    /// When the store cannot be written: the batches stay ended, and followers of the log
    /// wait. Call it again.
    pub fn settle_batches(&self) -> Result<()> {
        while unsettled(&*self.reader()?)?.is_some() {
            self.write(settle_some)?;
            faults::reached("batch.within_settling");
        }
        Ok(())
    }
}

/// What a staged row has to keep for its settling.
#[derive(Default)]
pub(super) struct Kept<'a> {
    /// With which date it brought what was stored already.
    pub(super) confirms: Option<&'a str>,
    /// What consulates shall have been told of its record.
    pub(super) outbound: Option<&'a Outbound>,
}

/// Takes from the rows of a record what they kept for their settling.
pub(super) fn forget(tx: &Transaction<'_>, id: RecordId) -> Result<()> {
    tx.prepare_cached(
        "UPDATE batch_rows SET confirms = NULL, outbound = NULL
         WHERE record_id = ?1
           AND batch_no IN (SELECT batch_no FROM batches WHERE pending = 1 OR settled < rows_seen)",
    )?
    .execute([id.0])?;
    Ok(())
}

fn unsettled(connection: &Connection) -> Result<Option<Unsettled>> {
    let mut statement = connection.prepare_cached(
        "SELECT batch_no, state, settled, rows_seen FROM batches
         WHERE settled < rows_seen AND state IN ('succeeded', 'failed', 'canceled')
         ORDER BY batch_no LIMIT 1",
    )?;
    let found = statement.query_row([], |row| {
        let (batch_no, state) = (row.get(0)?, rows::word(row, 1)?);
        Ok(Unsettled { batch_no, state, settled: row.get(2)?, rows_seen: row.get(3)? })
    });
    Ok(found.optional()?)
}

/// Settles the next rows of a batch.
fn settle_some(tx: &Transaction<'_>) -> Result<()> {
    let Some(batch) = unsettled(tx)? else { return Ok(()) };
    let last = batch.rows_seen.min(batch.settled + SETTLE_ROWS);
    match batch.state {
        BatchState::Succeeded => tell(tx, &batch, last)?,
        _ => discard(tx, &batch, last)?,
    }
    tx.prepare_cached(
        "UPDATE batch_rows SET confirms = NULL, outbound = NULL
         WHERE batch_no = ?1 AND ordinal > ?2 AND ordinal <= ?3
           AND (confirms IS NOT NULL OR outbound IS NOT NULL)",
    )?
    .execute(params![batch.batch_no, batch.settled, last])?;
    tx.prepare_cached(
        "UPDATE batches
         SET settled = ?2, settling_from = CASE WHEN ?2 < rows_seen THEN settling_from END
         WHERE batch_no = ?1",
    )?
    .execute(params![batch.batch_no, last])?;
    Ok(())
}

/// Tells of the rows whose versions are the current ones: what was written after them has
/// been told by itself.
fn tell(tx: &Transaction<'_>, batch: &Unsettled, last: u32) -> Result<()> {
    let mut statement = tx.prepare_cached(
        "SELECT r.kind, r.source, r.local_id, w.record_id, w.status, w.confirms, w.outbound
         FROM batch_rows w
         JOIN shown_records r ON r.record_id = w.record_id
         JOIN versions v ON v.seq = r.shown_seq AND v.version = w.version
         WHERE w.batch_no = ?1 AND w.ordinal > ?2 AND w.ordinal <= ?3
           AND w.duplicate_of IS NULL AND r.erased_seq IS NULL
           AND (w.status IN ('created', 'updated') OR w.confirms IS NOT NULL)
         ORDER BY w.ordinal",
    )?;
    let found = statement.query_map(params![batch.batch_no, batch.settled, last], |row| {
        let (id, status) = (RecordId(row.get(3)?), rows::word::<RowStatus>(row, 4)?);
        let kept: [Option<String>; 2] = [row.get(5)?, row.get(6)?];
        Ok((rows::key(row, 0)?, id, status, kept))
    })?;
    for row in found.collect::<Result<Vec<_>, _>>()? {
        let (key, id, status, [confirms, outbound]) = row;
        if status == RowStatus::Unchanged {
            if let Some(current) = put::current(tx, &key)? {
                current.confirm(tx, confirms.as_deref())?;
            }
            continue;
        }
        log::append(tx, id, None, LogOp::Settle, Timestamp::now())?;
        if let Some(text) = outbound {
            let unreadable = || StoreError::corrupt("what a row shall tell cannot be read");
            let shall = Outbound::from_json(&text).ok_or_else(unreadable)?;
            notifications::reconcile(tx, id, &shall)?;
        }
    }
    Ok(())
}

/// Empties what the rows had written: nobody will ever see it, so nobody could erase it.
fn discard(tx: &Transaction<'_>, batch: &Unsettled, last: u32) -> Result<()> {
    let mut statement = tx.prepare_cached(
        "SELECT r.kind, r.source, r.local_id, v.seq
         FROM batch_rows w
         JOIN versions v ON v.record_id = w.record_id AND v.version = w.version
         JOIN records r ON r.record_id = w.record_id
         WHERE w.batch_no = ?1 AND w.ordinal > ?2 AND w.ordinal <= ?3
           AND v.batch_no = w.batch_no AND w.duplicate_of IS NULL AND r.erased_seq IS NULL
         ORDER BY w.ordinal",
    )?;
    let found = statement.query_map(params![batch.batch_no, batch.settled, last], |row| {
        Ok((rows::key(row, 0)?, row.get(3)?))
    })?;
    for (key, seq) in found.collect::<Result<Vec<_>, _>>()? {
        // The files of its photos stay, as those of a killed import do: another import may be
        // about to name them.
        empty::empty(tx, &key, seq)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use vinculo_record::{Kind, RecordKey};

    use super::*;
    use crate::{BatchRow, Digest, FindingCode, NewBatch, PutRecord, RecordStore, RowAction, Seq};

    const ROWS: u32 = SETTLE_ROWS * 2 + 1;

    fn key(number: u32) -> RecordKey {
        RecordKey::new(Kind::Notice, "ORG", format!("{number:05}")).unwrap()
    }

    /// A store with a batch whose rows are written.
    fn staged() -> (tempfile::TempDir, Store, BatchId) {
        let folder = crate::sqlite::store::private_tempdir();
        let dir = folder.path().join("store");
        Store::init(&dir).unwrap();
        let store = Store::open_writer(&dir, "test").unwrap();
        store.put(&PutRecord::new(key(1), "{}")).unwrap();
        let new = NewBatch {
            kind: Kind::Notice,
            source: None,
            file_extension: "csv".to_owned(),
            file_sha256: Digest::of(b"file"),
            settings: Digest::of(b""),
        };
        let id = store.begin_batch(&new).unwrap().id;
        let row = |ordinal| {
            let record = PutRecord::new(key(ordinal), "{\"sex\":\"female\"}");
            BatchRow { ordinal, line: None, action: RowAction::Put(record), problems: Vec::new() }
        };
        store.apply_chunk(id, &(1..=ROWS).map(row).collect::<Vec<_>>()).unwrap();
        (folder, store, id)
    }

    fn told(store: &Store, after: Seq) -> usize {
        let entries = store.changes_since(after, 10_000).unwrap();
        entries.iter().filter(|entry| entry.op.changes_current()).count()
    }

    #[test]
    fn followers_wait_until_all_of_a_batch_is_told_and_an_opening_tells_the_rest() {
        let (_folder, store, id) = staged();
        let dir = store.layout().dir().to_owned();
        let staged = store.last_seq().unwrap();
        assert_eq!(store.counts().unwrap()[&Kind::Notice], 1);
        store.write(|tx| batches::end(tx, id, BatchState::Succeeded, None)).unwrap();
        assert_eq!(store.counts().unwrap()[&Kind::Notice], u64::from(ROWS));
        store.write(settle_some).unwrap();
        store.put(&PutRecord::new(key(2), "{\"sex\":\"male\"}")).unwrap();
        assert_eq!(store.changes_since(staged, 10).unwrap(), []);
        assert!(store.verify().unwrap().is_sound(), "in the middle of it, too");
        // As after a kill: what is left is done by the next writer.
        drop(store);
        let reader = Store::open_reader(&dir).unwrap();
        assert_eq!(told(&reader, staged), 0);
        let store = Store::open_writer(&dir, "test").unwrap();
        assert_eq!(told(&store, staged), ROWS as usize + 1);
        assert_eq!(told(&reader, staged), ROWS as usize + 1);
        assert!(store.verify().unwrap().is_sound());
    }

    #[test]
    fn of_a_batch_without_success_no_content_is_left() {
        let (_folder, store, id) = staged();
        store.write(|tx| batches::end(tx, id, BatchState::Canceled, None)).unwrap();
        store.write(settle_some).unwrap();
        assert!(store.verify().unwrap().is_sound(), "in the middle of it, too");
        store.settle_batches().unwrap();
        let left = "SELECT count(*) FROM versions WHERE content <> ''";
        let left: i64 = store.with_writer(|c| c.query_row(left, [], |row| row.get(0)).unwrap());
        assert_eq!(left, 1, "the record that was there before");
        assert!(store.verify().unwrap().is_sound());
        // Only what nobody may see can be emptied.
        let sql = "UPDATE versions SET content = '', private = '' WHERE seq = 1";
        assert!(store.write(|tx| Ok(tx.execute(sql, [])?)).is_err());
    }

    #[test]
    fn verify_finds_what_is_not_settled() {
        for (state, sql) in [
            (BatchState::Succeeded, "UPDATE batches SET settled = 1000"),
            (BatchState::Succeeded, "UPDATE batches SET settling_from = 3"),
            (BatchState::Failed, "UPDATE batches SET settled = rows_seen"),
        ] {
            let (_folder, store, id) = staged();
            store.write(|tx| batches::end(tx, id, state, None)).unwrap();
            if state == BatchState::Succeeded {
                store.settle_batches().unwrap();
            }
            store.write(|tx| Ok(tx.execute(sql, [])?)).unwrap();
            let found = store.verify().unwrap().findings;
            let unsettled = found.iter().all(|it| it.code == FindingCode::BatchUnsettled);
            assert!(!found.is_empty() && unsettled, "{sql}: {found:?}");
        }
    }
}
