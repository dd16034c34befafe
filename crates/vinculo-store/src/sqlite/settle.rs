//! What follows on the end of a batch. Its rows became visible together, or are never to be
//! seen; what is left to do takes time, so it is done in chunks, and goes on at the next
//! opening where it was cut off.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::error::{Result, StoreError};
use crate::faults;
use crate::limits::SETTLE_ROWS;
use crate::sqlite::{batches, empty, notifications, put, rows};
use crate::{Batch, BatchId, BatchState, Outbound, RecordId, Store};

/// A batch that has ended, of which something is to be done.
struct Unsettled {
    batch_no: i64,
    state: BatchState,
    /// Rows that are settled, and all of its rows.
    settled: u32,
    rows_seen: u32,
}

impl Store {
    /// Ends a batch, by which its rows are seen at once or never, and settles it if it was not
    /// canceled.
    pub(super) fn end_batch(
        &self,
        id: BatchId,
        state: BatchState,
        error: Option<&str>,
    ) -> Result<Batch> {
        let ended = self.write(|tx| batches::end(tx, id, state, error))?;
        faults::reached("batch.before_settling");
        // Whoever stops a batch does not wait until it is emptied.
        if state != BatchState::Canceled {
            self.settle_batches()?;
        }
        Ok(ended)
    }

    /// Does what batches that have ended left to be done, a chunk of rows at a time:
    /// consulates are told, what batches without success had written is emptied, and photos
    /// that no record names are removed. Nothing is left of it when a batch was ended without an
    /// error, unless it was canceled; after a crash the next opening does it.
    ///
    /// # Errors
    /// When the store cannot be written: the batches stay ended. Call it again.
    pub fn settle_batches(&self) -> Result<()> {
        while self.is_settling()? {
            self.write(settle_some)?;
            faults::reached("batch.within_settling");
        }
        self.remove_unnamed_blobs().map(|_| ())
    }

    /// Whether something is left to be done of a batch that has ended.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn is_settling(&self) -> Result<bool> {
        Ok(unsettled(&*self.reader()?)?.is_some())
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
    let last = match batch.state {
        BatchState::Succeeded => tell(tx, &batch)?,
        _ => discard(tx, &batch)?,
    };
    tx.prepare_cached(
        "UPDATE batch_rows SET confirms = NULL, outbound = NULL
         WHERE batch_no = ?1 AND ordinal > ?2 AND ordinal <= ?3
           AND (confirms IS NOT NULL OR outbound IS NOT NULL)",
    )?
    .execute(params![batch.batch_no, batch.settled, last])?;
    tx.prepare_cached("UPDATE batches SET settled = ?2 WHERE batch_no = ?1")?
        .execute(params![batch.batch_no, last])?;
    Ok(())
}

/// Does what rows kept for now, where their versions are the current ones: what was written
/// after them has told of itself. Gives the last row that is done.
fn tell(tx: &Transaction<'_>, batch: &Unsettled) -> Result<u32> {
    let mut statement = tx.prepare_cached(
        "SELECT w.ordinal, r.kind, r.source, r.local_id, w.confirms, w.outbound,
                r.erased_seq IS NULL AND v.version IS w.version
         FROM batch_rows w
         JOIN shown_records r ON r.record_id = w.record_id
         LEFT JOIN versions v ON v.seq = r.shown_seq
         WHERE w.batch_no = ?1 AND w.ordinal > ?2
           AND (w.confirms IS NOT NULL OR w.outbound IS NOT NULL)
         ORDER BY w.ordinal LIMIT ?3",
    )?;
    let found =
        statement.query_map(params![batch.batch_no, batch.settled, SETTLE_ROWS], |row| {
            let kept: [Option<String>; 2] = [row.get(4)?, row.get(5)?];
            Ok((row.get::<_, u32>(0)?, rows::key(row, 1)?, kept, row.get::<_, bool>(6)?))
        })?;
    let found = found.collect::<Result<Vec<_>, _>>()?;
    let is_rest = found.len() < SETTLE_ROWS as usize;
    let last = found.last().filter(|_| !is_rest).map_or(batch.rows_seen, |row| row.0);
    for (_, key, [confirms, outbound], _) in found.into_iter().filter(|row| row.3) {
        let Some(current) = put::current(tx, &key)? else { continue };
        if confirms.is_some() {
            current.confirm(tx, confirms.as_deref())?;
        }
        if let Some(text) = outbound {
            let unreadable = || StoreError::corrupt("what a row shall tell cannot be read");
            let shall = Outbound::from_json(&text).ok_or_else(unreadable)?;
            notifications::reconcile(tx, current.id, &shall)?;
        }
    }
    Ok(last)
}

/// Empties what the rows had written: nobody will ever see it, so nobody could erase it.
/// Gives the last row that is done.
fn discard(tx: &Transaction<'_>, batch: &Unsettled) -> Result<u32> {
    let last = batch.rows_seen.min(batch.settled + SETTLE_ROWS);
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
        empty::empty(tx, &key, seq)?;
    }
    Ok(last)
}

#[cfg(test)]
mod tests {
    use vinculo_record::{Kind, RecordKey};

    use super::*;
    use crate::{
        Addressee, BatchRow, Digest, ErasureOrder, ErasureReason, FindingCode, NewBatch,
        NewNotification, NotificationEvent, NotificationFilter, Outbox, PutRecord, RecordStore,
        RowAction,
    };

    const ROWS: u32 = SETTLE_ROWS * 2 + 1;

    fn key(number: u32) -> RecordKey {
        RecordKey::new(Kind::Shelter, "ORG", format!("{number:05}")).unwrap()
    }

    /// A store with a batch whose rows are written.
    fn staged() -> (tempfile::TempDir, Store, BatchId) {
        let folder = crate::sqlite::store::private_tempdir();
        let dir = folder.path().join("store");
        Store::init(&dir).unwrap();
        let store = Store::open_writer(&dir, "test").unwrap();
        store.put(&PutRecord::new(key(1), "{}")).unwrap();
        let new = NewBatch {
            kind: Kind::Shelter,
            source: None,
            file_extension: "csv".to_owned(),
            file_sha256: Digest::of(b"file"),
            settings: Digest::of(b""),
        };
        let id = store.begin_batch(&new).unwrap().id;
        let row = |ordinal| {
            let mut record = PutRecord::new(key(ordinal), "{\"sex\":\"female\"}");
            record.outbound.received.push(NewNotification {
                event: NotificationEvent::Received,
                child: true,
                to: Addressee::UnknownNationality,
            });
            BatchRow { ordinal, line: None, action: RowAction::Put(record), problems: Vec::new() }
        };
        store.apply_chunk(id, &(1..=ROWS).map(row).collect::<Vec<_>>()).unwrap();
        (folder, store, id)
    }

    /// Notifications that hold.
    fn told(store: &Store) -> usize {
        store.notifications(&NotificationFilter::default(), 0, 10_000).unwrap().len()
    }

    #[test]
    fn a_batch_is_seen_whole_by_whoever_follows_and_the_next_opening_tells_the_rest() {
        let (_folder, store, id) = staged();
        let dir = store.layout().dir().to_owned();
        let staged = store.last_seq().unwrap();
        assert_eq!((store.counts().unwrap()[&Kind::Shelter], told(&store)), (1, 0));
        store.write(|tx| batches::end(tx, id, BatchState::Succeeded, None)).unwrap();
        assert_eq!(store.counts().unwrap()[&Kind::Shelter], u64::from(ROWS));
        let changes = store.changes_since(staged, 1).unwrap();
        assert_eq!((changes.len(), store.last_seq().unwrap()), (ROWS as usize, staged + 1));
        // Somebody writes and erases before all are told.
        store.write(settle_some).unwrap();
        store.put(&PutRecord::new(key(ROWS), "{\"sex\":\"male\"}")).unwrap();
        let order = ErasureOrder::new("tester", ErasureReason::PersonRequest).unwrap();
        store.erase(&key(ROWS - 1), &order).unwrap();
        assert_eq!(told(&store), SETTLE_ROWS as usize);
        assert!(store.verify().unwrap().is_sound(), "in the middle of it, too");
        // As after a kill: what is left is done by the next writer.
        drop(store);
        let store = Store::open_writer(&dir, "test").unwrap();
        assert_eq!(told(&store), ROWS as usize - 2);
        assert!(store.verify().unwrap().is_sound());
    }

    #[test]
    fn of_a_batch_without_success_no_content_is_left() {
        let (_folder, store, id) = staged();
        store.cancel_batch(id).unwrap();
        assert!(store.is_settling().unwrap(), "nobody waits for it");
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
        let untold = "DELETE FROM log WHERE op = 'succeed'";
        let left = "UPDATE batches SET settled = rows_seen";
        for (state, sql, place) in
            [(BatchState::Succeeded, untold, "batch"), (BatchState::Failed, left, "row 1")]
        {
            let (_folder, store, id) = staged();
            store.write(|tx| batches::end(tx, id, state, None)).unwrap();
            store.with_writer(|c| {
                c.execute_batch(&format!("DROP TRIGGER log_is_never_shortened; {sql}")).unwrap();
            });
            let found = store.verify().unwrap().findings.into_iter();
            let found: Vec<_> = found.filter(|it| it.code == FindingCode::BatchUnsettled).collect();
            assert!(found.iter().any(|it| it.subject.contains(place)), "{sql}: {found:?}");
        }
    }
}
