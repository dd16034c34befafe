//! The database against the store in memory, over random operations with
//! reopenings between them.

use std::ops::ControlFlow;

use proptest::prelude::*;
use vinculo_record::{Kind, RecordKey};
use vinculo_store::{
    Addressee, Batch, BatchId, BatchRow, Erasure, ErasureOrder, ErasureReason, ListFilter,
    MemoryStore, NewNotification, NotificationEvent, NotificationFilter, Outbox, PutRecord,
    RecordStore, RowAction, RowFilter, Severity, Store, StoreError, StoredRecord,
};

use crate::{assert_sound, fixture, key, new_batch, picture, problem, record};

#[derive(Clone, Debug)]
enum Operation {
    Put(Vec<Row>),
    Begin(u8),
    /// The next rows of a batch; a wrong ordinal with `skip`.
    Chunk {
        batch: u8,
        rows: Vec<Row>,
        skip: bool,
    },
    End {
        batch: u8,
        how: u8,
    },
    Erase(u8),
    Reopen,
}

/// Few keys, texts and dates, so that they meet often.
#[derive(Clone, Debug)]
struct Row {
    id: u8,
    text: u8,
    date: u8,
    fate: u8,
}

fn row() -> impl Strategy<Value = Row> {
    (0..6u8, 0..3u8, 0..5u8, 0..6u8).prop_map(|(id, text, date, fate)| Row { id, text, date, fate })
}

fn operation() -> impl Strategy<Value = Operation> {
    let rows = || prop::collection::vec(row(), 0..6);
    prop_oneof![
        4 => rows().prop_map(Operation::Put),
        2 => (0..3u8).prop_map(Operation::Begin),
        6 => (0..4u8, rows(), prop::bool::weighted(0.1))
            .prop_map(|(batch, rows, skip)| Operation::Chunk { batch, rows, skip }),
        2 => (0..4u8, 0..4u8).prop_map(|(batch, how)| Operation::End { batch, how }),
        1 => (0..6u8).prop_map(Operation::Erase),
        1 => Just(Operation::Reopen),
    ]
}

fn key_of(row: &Row) -> RecordKey {
    let kind = Kind::ALL[usize::from(row.id % 3)];
    key(kind, if row.id < 4 { "A" } else { "B" }, &format!("{}", row.id / 2))
}

fn put_of(row: &Row) -> PutRecord {
    let date = ["", "2020", "2021-06", "2022-01-01T00:00:00Z", "ayer"][usize::from(row.date)];
    let mut put = record(&key_of(row), &format!("text {}", row.text), date);
    // The same picture stands in several records, and in several versions of one.
    put.pictures = (0..u32::from(row.text)).map(|i| picture(i, &format!("form {i}"))).collect();
    // Some are children of whom a consulate is told, some are held.
    if put.key.kind == Kind::Shelter && row.text > 0 {
        put.outbound.held = row.date == 4;
        put.outbound.received.extend((row.date < 4).then_some(NewNotification {
            event: NotificationEvent::Received,
            child: row.text == 1,
            to: Addressee::UnknownNationality,
        }));
    }
    put
}

fn batch_row(row: &Row, ordinal: u32) -> BatchRow {
    let action = match row.fate {
        0 => RowAction::Reject { key: None },
        1 => RowAction::Reject { key: Some(key_of(row)) },
        _ => RowAction::Put(put_of(row)),
    };
    let problems = match row.fate {
        2 => vec![problem("impossible_date", Severity::Warning)],
        _ => Vec::new(),
    };
    BatchRow { ordinal, line: None, action, problems }
}

/// What two stores have in common: ids of batches and times are their own.
fn same_batch(a: &Batch, b: &Batch) {
    assert_eq!((a.identity, a.state, a.counts), (b.identity, b.state, b.counts));
    assert_eq!((a.kind, &a.source, &a.error), (b.kind, &b.source, &b.error));
    assert_eq!(a.started_at.is_some(), b.started_at.is_some());
    assert_eq!(a.finished_at.is_some(), b.finished_at.is_some());
}

/// The same was done, or both refused because the record was erased.
fn same_outcome<T: PartialEq + std::fmt::Debug>(
    a: Result<T, StoreError>,
    b: Result<T, StoreError>,
) {
    match (a, b) {
        (Ok(a), Ok(b)) => assert_eq!(a, b),
        (a, b) => assert!(a.unwrap_err().is_erased() && b.unwrap_err().is_erased()),
    }
}

fn same_erasure(a: &Erasure, b: &Erasure) {
    assert_eq!(
        (a.seq, &a.key, a.versions, a.reason, &a.by),
        (b.seq, &b.key, b.versions, b.reason, &b.by)
    );
}

fn timeless(record: StoredRecord) -> (String, u32, i64, bool, Option<String>, String) {
    let StoredRecord { key, version, seq, superseded, updated_at, content, .. } = record;
    (key.qualified(), version, seq, superseded, updated_at, content)
}

/// What consulates were told, and whether it still holds.
fn told(store: &dyn Outbox) -> Vec<(String, NotificationEvent, bool, bool)> {
    let all = NotificationFilter { with_retracted: true, ..NotificationFilter::default() };
    let told = store.notifications(&all, 0, 1_000).unwrap().into_iter();
    told.map(|it| (it.record.qualified(), it.event, it.child, it.retracted_at.is_none())).collect()
}

struct Pair {
    store: Option<Store>,
    dir: std::path::PathBuf,
    memory: MemoryStore,
    /// The same batch in both.
    batches: Vec<(BatchId, BatchId)>,
}

impl Pair {
    fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    fn apply(&mut self, operation: &Operation) {
        match operation {
            Operation::Put(rows) => {
                let puts: Vec<_> = rows.iter().map(put_of).collect();
                for put in &puts {
                    let previews = (self.store().preview(put), self.memory.preview(put));
                    same_outcome(previews.0, previews.1);
                }
                let done = (self.store().put_all(&puts), self.memory.put_all(&puts));
                same_outcome(done.0, done.1);
            }
            Operation::Begin(file) => {
                let new = new_batch(&format!("file {file}"));
                let (a, b) = (
                    self.store().begin_batch(&new).unwrap(),
                    self.memory.begin_batch(&new).unwrap(),
                );
                same_batch(&a, &b);
                if !self.batches.contains(&(a.id, b.id)) {
                    self.batches.push((a.id, b.id));
                }
            }
            Operation::Chunk { batch, rows, skip } => self.chunk(*batch, rows, *skip),
            Operation::End { batch, how } => {
                let Some((a, b)) = self.pick(*batch) else { return };
                let end = |store: &dyn RecordStore, id| match how {
                    0 => store.fail_batch(id, "broken file"),
                    1 => store.cancel_batch(id),
                    _ => store.finish_batch(id),
                };
                // What is pending until now is seen by neither.
                self.compare();
                match (end(self.store(), a), end(&self.memory, b)) {
                    (Ok(a), Ok(b)) => same_batch(&a, &b),
                    (a, b) => assert!(
                        a.unwrap_err().is_batch_closed() && b.unwrap_err().is_batch_closed()
                    ),
                }
                // The one in memory empties a stopped batch at once.
                self.store().settle_batches().unwrap();
            }
            Operation::Erase(id) => {
                let key = key_of(&Row { id: *id, text: 0, date: 0, fate: 0 });
                let order = ErasureOrder::new("tester", ErasureReason::PersonRequest).unwrap();
                match (self.store().erase(&key, &order), self.memory.erase(&key, &order)) {
                    (Ok(a), Ok(b)) => same_erasure(&a, &b),
                    (a, b) => {
                        assert!(a.unwrap_err().is_not_found() && b.unwrap_err().is_not_found());
                    }
                }
            }
            Operation::Reopen => {
                self.store = None;
                self.store = Some(Store::open_writer(&self.dir, "test").unwrap());
            }
        }
    }

    fn chunk(&self, batch: u8, rows: &[Row], skip: bool) {
        let Some((a, b)) = self.pick(batch) else { return };
        let first = self.memory.batch(b).unwrap().next_ordinal() + u32::from(skip);
        let rows: Vec<_> = rows.iter().zip(first..).map(|(row, n)| batch_row(row, n)).collect();
        match (self.store().apply_chunk(a, &rows), self.memory.apply_chunk(b, &rows)) {
            (Ok(a), Ok(b)) => {
                same_batch(&a.batch, &b.batch);
                assert_eq!(a.rows, b.rows);
            }
            (a, b) => {
                let (a, b) = (a.unwrap_err(), b.unwrap_err());
                assert_eq!(
                    (a.is_batch_closed(), a.is_out_of_order()),
                    (b.is_batch_closed(), b.is_out_of_order())
                );
            }
        }
    }

    fn pick(&self, batch: u8) -> Option<(BatchId, BatchId)> {
        self.batches.get(usize::from(batch) % self.batches.len().max(1)).copied()
    }

    fn compare(&self) {
        let all = |store: &dyn RecordStore| {
            let mut text = String::new();
            for kind in Kind::ALL {
                let seq = store.for_each_current(kind, &mut |record| {
                    text += &format!("{:?}\n", timeless(record));
                    ControlFlow::Continue(())
                });
                text += &format!("{kind} {}\n", seq.unwrap());
            }
            for entry in store.changes_since(0, 10_000).unwrap() {
                let version = entry.version.unwrap_or_default();
                let Some(stored) = store.version(&entry.key, version).unwrap() else {
                    text += &format!("{} {} not seen\n", entry.seq, entry.op);
                    continue;
                };
                let private = store.private(&entry.key, version).unwrap();
                text += &format!("{:?}\n", store.pictures(entry.seq).unwrap());
                let current = store.get_by_id(entry.id).unwrap().unwrap().version;
                let (seq, op) = (entry.seq, entry.op);
                text += &format!("{seq} {op} {:?} {private:?} {current}\n", timeless(stored));
                for info in store.versions(&entry.key).unwrap() {
                    text += &format!("{} {} {}\n", info.version, info.current, info.superseded);
                }
            }
            let filter = ListFilter { kind: None, source: Some("A".to_owned()) };
            let page = store.list(&filter, None, 2).unwrap();
            let next = store.list(&filter, page.next.as_ref(), 2).unwrap();
            text += &format!("{:?} {:?} {:?}", page.next, next.next, store.counts().unwrap());
            text + &page
                .records
                .into_iter()
                .chain(next.records)
                .map(|r| r.key.qualified())
                .collect::<String>()
        };
        assert_eq!(all(self.store()), all(&self.memory));
        assert_eq!(told(self.store()), told(&self.memory));
        let erasures = |store: &dyn RecordStore| store.erasures(0, 100).unwrap();
        let (a, b) = (erasures(self.store()), erasures(&self.memory));
        assert_eq!(a.len(), b.len());
        a.iter().zip(&b).for_each(|(a, b)| same_erasure(a, b));
        for (a, b) in &self.batches {
            same_batch(&self.store().batch(*a).unwrap(), &self.memory.batch(*b).unwrap());
            for filter in [RowFilter::All, RowFilter::Rejected, RowFilter::Doubtful] {
                let rows =
                    |store: &dyn RecordStore, id| store.batch_rows(id, 1, 100, filter).unwrap();
                assert_eq!(rows(self.store(), *a), rows(&self.memory, *b));
            }
            for id in 0..6 {
                let key = key_of(&Row { id, text: 0, date: 0, fate: 0 });
                let of_batch = |store: &dyn RecordStore, id| {
                    store.batch_version(id, &key).unwrap().map(|stored| {
                        // What was emptied has another digest, and nothing reads it.
                        let (key, version, seq, superseded, ..) = timeless(stored);
                        (key, version, seq, superseded)
                    })
                };
                assert_eq!(of_batch(self.store(), *a), of_batch(&self.memory, *b));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_database_does_what_the_store_in_memory_does(
        operations in prop::collection::vec(operation(), 1..40)
    ) {
        let fixture = fixture();
        let dir = fixture.dir.clone();
        let mut pair = Pair {
            store: Some(fixture.store),
            dir,
            memory: MemoryStore::new(),
            batches: Vec::new(),
        };
        for operation in &operations {
            pair.apply(operation);
        }
        pair.compare();
        assert_sound(pair.store());
    }
}
