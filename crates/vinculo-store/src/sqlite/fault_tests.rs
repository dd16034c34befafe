//! What happens when something breaks: full disk, an error in mid-chunk, damage,
//! a killed writer, a medium that cannot be written.

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use vinculo_record::vocab::DecisionState;
use vinculo_record::{Kind, RecordKey};

use super::connection::{ReadMode, open_for_reading};
use crate::{
    Addressee, BatchRow, DecidedBy, DecisionKey, DecisionStore, Digest, FindingCode, Layout,
    NewBatch, NewDecision, NewNotification, Note, NotificationEvent, NotificationFilter, Outbox,
    PairKey, PutRecord, RecordStore, RowAction, Store, StoreError,
};

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("store");
    Store::init(&dir).unwrap();
    let store = Store::open_writer(&dir, "test").unwrap();
    (folder, store)
}

fn key(id: u32) -> RecordKey {
    RecordKey::new(Kind::Remains, "ORG", format!("r{id:05}")).unwrap()
}

fn record(id: u32, size: usize) -> PutRecord {
    PutRecord::new(key(id), format!("{{\"clothing\":\"{}\"}}", "x".repeat(size)))
}

fn new_batch() -> NewBatch {
    NewBatch {
        kind: Kind::Remains,
        source: Some("ORG".to_owned()),
        file_extension: "csv".to_owned(),
        file_sha256: Digest::of(b"file"),
        settings: Digest::of(b""),
    }
}

fn rows(ordinals: std::ops::RangeInclusive<u32>, size: usize) -> Vec<BatchRow> {
    let row = |ordinal| BatchRow {
        ordinal,
        line: Some(ordinal + 1),
        action: RowAction::Put(record(ordinal, size)),
        problems: Vec::new(),
    };
    ordinals.map(row).collect()
}

/// Opens the database beside the store, without any of its guards.
fn tamper(store: &Store, sql: &str) {
    let connection = Connection::open(store.layout().database()).unwrap();
    connection
        .execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
        .unwrap();
    connection.execute_batch(sql).unwrap();
}

fn findings(store: &Store) -> Vec<FindingCode> {
    store.verify().unwrap().findings.into_iter().map(|f| f.code).collect()
}

fn copy_folder(from: &Path, to: &Path) {
    crate::sqlite::store::make_private(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

#[test]
fn a_full_disk_writes_nothing_and_the_store_goes_on_when_there_is_room() {
    let (_folder, store) = store();
    let batch = store.begin_batch(&new_batch()).unwrap();
    store.apply_chunk(batch.id, &rows(1..=5, 100)).unwrap();
    let pages: i64 =
        store.with_writer(|c| c.query_row("PRAGMA page_count", [], |r| r.get(0)).unwrap());
    let limit = |pages: i64| {
        store.with_writer(|c| {
            c.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).unwrap();
        });
    };
    limit(pages + 4);
    let error = store.apply_chunk(batch.id, &rows(6..=60, 4000)).unwrap_err();
    assert!(error.is_disk_full(), "{error}");
    let error = store.put(&record(999, 100_000)).unwrap_err();
    assert!(error.is_disk_full(), "{error}");
    assert_eq!(store.batch(batch.id).unwrap().next_ordinal(), 6);
    assert_eq!(store.last_seq().unwrap(), 5);
    assert!(store.batch_version(batch.id, &key(6)).unwrap().is_none());
    assert!(store.verify().unwrap().is_sound());
    limit(1_000_000);
    store.apply_chunk(batch.id, &rows(6..=60, 4000)).unwrap();
    assert_eq!(store.last_seq().unwrap(), 60);
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn an_error_in_mid_chunk_leaves_nothing_of_the_chunk() {
    let (_folder, store) = store();
    let batch = store.begin_batch(&new_batch()).unwrap();
    store.apply_chunk(batch.id, &rows(1..=3, 10)).unwrap();
    let mut broken = rows(4..=8, 10);
    broken[3].ordinal = 9;
    let error = store.apply_chunk(batch.id, &broken).unwrap_err();
    assert!(error.is_out_of_order(), "{error}");
    assert_eq!(store.batch(batch.id).unwrap().counts.rows_seen, 3);
    let of_batch = |id| store.batch_version(batch.id, &key(id)).unwrap().is_some();
    assert_eq!((store.last_seq().unwrap(), of_batch(3), of_batch(4)), (3, true, false));
    store.apply_chunk(batch.id, &rows(4..=8, 10)).unwrap();
    store.finish_batch(batch.id).unwrap();
    assert_eq!(store.counts().unwrap()[&Kind::Remains], 8);
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn a_panic_in_mid_write_rolls_back_and_the_writer_goes_on() {
    let (_folder, store) = store();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        store.write(|tx| {
            super::put::put(tx, &record(1, 10), None)?;
            panic!("in mid write");
            #[allow(unreachable_code)]
            Ok::<(), StoreError>(())
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(store.last_seq().unwrap(), 0);
    store.put(&record(1, 10)).unwrap();
    assert_eq!(store.last_seq().unwrap(), 1);
}

#[test]
fn what_was_acknowledged_is_there_after_a_kill_and_the_batch_resumes() {
    let (folder, store) = store();
    let batch = store.begin_batch(&new_batch()).unwrap();
    store.apply_chunk(batch.id, &rows(1..=5, 10)).unwrap();
    // The files as a killed process leaves them: write-ahead log not taken in.
    let copy = folder.path().join("killed");
    copy_folder(store.layout().dir(), &copy);
    assert!(Layout::new(&copy).write_ahead_log().metadata().unwrap().len() > 0);

    let reader = Store::open_reader(&copy).unwrap();
    assert_eq!(reader.last_seq().unwrap(), 5);
    drop(reader);
    let store = Store::open_writer(&copy, "test").unwrap();
    let resumed = store.begin_batch(&new_batch()).unwrap();
    assert_eq!((resumed.id, resumed.next_ordinal()), (batch.id, 6));
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn a_write_that_was_cut_off_in_the_journal_never_happened() {
    let (folder, store) = store();
    store.put(&record(1, 10)).unwrap();
    let log = |dir: &Path| Layout::new(dir).write_ahead_log();
    let before = log(store.layout().dir()).metadata().unwrap().len();
    store.put(&record(2, 10)).unwrap();
    let copy = folder.path().join("killed");
    copy_folder(store.layout().dir(), &copy);
    let file = fs::OpenOptions::new().write(true).open(log(&copy)).unwrap();
    file.set_len(before + 1000).unwrap();
    drop(file);
    let store = Store::open_writer(&copy, "test").unwrap();
    assert_eq!(store.last_seq().unwrap(), 1);
    assert!(store.get(&key(2)).unwrap().is_none());
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn a_medium_without_writing_is_read_as_it_is() {
    let (_folder, store) = store();
    store.put(&record(1, 10)).unwrap();
    let layout = store.layout().clone();
    drop(store);
    assert!(!layout.write_ahead_log().exists(), "an orderly end leaves one file");
    let connection = open_for_reading(&layout, ReadMode::Immutable).unwrap();
    assert_eq!(super::log::last_seq(&connection).unwrap(), 1);
    assert!(!layout.write_ahead_log().exists());
    let refused: StoreError = connection.execute("DELETE FROM records", []).unwrap_err().into();
    assert!(refused.is_read_only(), "{refused}");
}

#[test]
fn a_reader_cannot_write() {
    let (_folder, store) = store();
    let reader = Store::open_reader(store.layout().dir()).unwrap();
    assert!(reader.put(&record(1, 10)).unwrap_err().is_read_only());
    assert!(reader.begin_batch(&new_batch()).unwrap_err().is_read_only());
    assert!(reader.blobs().filling().put(b"x").unwrap_err().is_read_only());
    let refused = reader.reader().unwrap().execute("DELETE FROM log", []).unwrap_err();
    assert!(StoreError::from(refused).is_read_only());
}

#[test]
fn versions_and_log_refuse_to_be_changed() {
    let (_folder, store) = store();
    store.put(&record(1, 10)).unwrap();
    for sql in
        ["UPDATE versions SET content = '{}'", "UPDATE log SET recorded_at = 0", "DELETE FROM log"]
    {
        let refused = store.write(|tx| Ok(tx.execute(sql, [])?)).unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{sql}: {refused}");
    }
}

/// What is found beside the triggers that were dropped, each of which is found too.
fn findings_beside(dropped: &str, store: &Store) -> Vec<FindingCode> {
    let (guards, found): (Vec<_>, Vec<_>) =
        findings(store).into_iter().partition(|code| *code == FindingCode::SchemaChanged);
    assert_eq!(guards.len(), dropped.matches("DROP TRIGGER").count());
    found
}

#[test]
fn verify_finds_each_kind_of_damage() {
    use FindingCode::{
        BatchMiscounted, BrokenReference, LogGap, LogMismatch, VersionChanged, VersionGap,
        WrongCurrent,
    };
    let no_guard = "DROP TRIGGER versions_are_never_changed; DROP TRIGGER log_is_never_changed;
                    DROP TRIGGER log_is_never_shortened;";
    let cases: &[(&str, &[FindingCode])] = &[
        ("", &[]),
        ("UPDATE versions SET content = '{}' WHERE seq = 1", &[VersionChanged]),
        ("UPDATE versions SET private = 'x' WHERE seq = 1", &[VersionChanged]),
        (
            "UPDATE records SET local_id = 'zz' WHERE record_id = 1",
            &[VersionChanged, VersionChanged],
        ),
        ("UPDATE records SET current_seq = 1 WHERE record_id = 1", &[WrongCurrent]),
        ("UPDATE log SET version = 7 WHERE seq = 4", &[LogMismatch]),
        ("UPDATE log SET op = 'older' WHERE seq = 4", &[LogMismatch]),
        ("DELETE FROM log WHERE seq = 2", &[BrokenReference, LogMismatch, LogGap]),
        ("DELETE FROM versions WHERE seq = 1", &[VersionGap, LogMismatch, BrokenReference]),
        ("UPDATE batches SET created = 2", &[BatchMiscounted]),
        ("DELETE FROM batch_rows WHERE ordinal = 3", &[BatchMiscounted]),
    ];
    for (sql, expected) in cases {
        let (_folder, store) = store();
        let batch = store.begin_batch(&new_batch()).unwrap();
        store.apply_chunk(batch.id, &rows(1..=3, 10)).unwrap();
        store.put(&record(1, 20)).unwrap();
        tamper(&store, &format!("{no_guard} {sql}"));
        let mut expected = expected.to_vec();
        expected.sort();
        let mut found = findings_beside(no_guard, &store);
        found.sort();
        assert_eq!(found, expected, "{sql}");
    }
}

/// Two records, a decision that a consulate was told of, and one that takes it back.
fn decided(store: &Store) {
    let notice = RecordKey::new(Kind::Notice, "ORG", "n").unwrap();
    let pair = PairKey { left: notice.clone(), right: key(1) };
    store.put(&PutRecord::new(notice, "{}")).unwrap();
    store.put(&record(1, 10)).unwrap();
    let new = |state, notify, retract| NewDecision {
        pair: pair.clone(),
        state,
        reason: None,
        signed_for: None,
        left_version: 1,
        right_version: 1,
        model: None,
        seen: Default::default(),
        key: DecisionKey([3; 32]),
        score_visible: Some(true),
        by: DecidedBy { kind: "person".into(), code: "ana".into(), organisation: "O".into() },
        imported: false,
        note: Some(Note("nota".to_owned())),
        notify,
        retract,
    };
    let event = NotificationEvent::Identified;
    let told = NewNotification { event, child: false, to: Addressee::UnknownNationality };
    store.decide(&[(new(DecisionState::Identified, vec![told], vec![]), 0)]).unwrap();
    let all = store.notifications(&NotificationFilter::default(), 0, 9).unwrap();
    store.deliver(&[all[0].id]).unwrap();
    store.decide(&[(new(DecisionState::Reopened, vec![], vec![event]), 1)]).unwrap();
}

#[test]
fn verify_finds_each_kind_of_damage_to_decisions_and_notifications() {
    use FindingCode::{DecisionChanged, DecisionGap, NotificationMismatch, WrongLastDecision};
    let no_guard = "DROP TRIGGER decisions_are_never_changed;
                    DROP TRIGGER decisions_are_never_deleted;";
    let cases: &[(&str, &[FindingCode])] = &[
        ("", &[]),
        ("UPDATE decisions SET reason = 'dna' WHERE decision_no = 2", &[DecisionChanged]),
        ("UPDATE decisions SET by_code = 'eva' WHERE decision_no = 1", &[DecisionChanged]),
        ("UPDATE decision_private SET note = 'otra' WHERE decision_no = 1", &[DecisionChanged]),
        ("DELETE FROM decision_private", &[]),
        ("UPDATE pairs SET current_no = 1", &[WrongLastDecision]),
        (
            "UPDATE pairs SET current_no = 1; DELETE FROM decision_private WHERE decision_no = 2;
             DELETE FROM decisions WHERE decision_no = 2",
            &[DecisionGap],
        ),
        (
            "UPDATE notifications SET decision_no = 2 WHERE event = 'identified'",
            &[NotificationMismatch],
        ),
        (
            "UPDATE notifications SET delivered_at = NULL WHERE event = 'identified'",
            &[NotificationMismatch],
        ),
        ("DELETE FROM notifications WHERE event = 'retracted'", &[NotificationMismatch]),
    ];
    for (sql, expected) in cases {
        let (_folder, store) = store();
        decided(&store);
        tamper(&store, &format!("{no_guard} {sql}"));
        assert_eq!(findings_beside(no_guard, &store), *expected, "{sql}");
    }
}

#[test]
fn decisions_refuse_to_be_changed() {
    let (_folder, store) = store();
    decided(&store);
    for sql in ["UPDATE decisions SET state = 'possible'", "DELETE FROM decisions"] {
        let refused = store.write(|tx| Ok(tx.execute(sql, [])?)).unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{sql}: {refused}");
    }
}

#[test]
fn a_decision_that_was_cut_off_in_the_journal_told_nobody() {
    let (folder, store) = store();
    let log = |dir: &Path| Layout::new(dir).write_ahead_log();
    store.put(&record(7, 10)).unwrap();
    decided(&store);
    let whole = log(store.layout().dir()).metadata().unwrap().len();
    let copy = folder.path().join("killed");
    // Wherever the journal ends, a decision and what is told of it stand or fall together.
    for cut in (4_096..whole).step_by(4_096 + 24) {
        copy_folder(store.layout().dir(), &copy);
        let file = fs::OpenOptions::new().write(true).open(log(&copy)).unwrap();
        file.set_len(cut).unwrap();
        drop(file);
        let killed = Store::open_writer(&copy, "test").unwrap();
        let decisions = killed.decisions_since(0, 9).unwrap().len();
        let all = NotificationFilter { with_retracted: true, ..Default::default() };
        let told = killed.notifications(&all, 0, 9).unwrap();
        let retracted = told.iter().filter(|it| it.retracts.is_some()).count();
        let expected = [(0, 0, 0), (1, 1, 0), (2, 2, 1)][decisions];
        assert_eq!((decisions, told.len(), retracted), expected, "cut at {cut}");
        assert!(killed.verify().unwrap().is_sound(), "cut at {cut}");
        drop(killed);
        fs::remove_dir_all(&copy).unwrap();
    }
}

#[test]
fn a_flipped_bit_in_a_page_is_found_and_no_panic() {
    let (folder, store) = store();
    store.put_all(&(1..=200).map(|id| record(id, 300)).collect::<Vec<_>>()).unwrap();
    let layout = store.layout().clone();
    drop(store);
    let whole = fs::read(layout.database()).unwrap();
    // The header's first bytes decide whether it is a store at all; go beyond them.
    for place in (4096..whole.len()).step_by(7919) {
        let mut flipped = whole.clone();
        flipped[place] ^= 0x40;
        let dir = folder.path().join("flipped");
        crate::sqlite::store::make_private(&dir).unwrap();
        fs::write(Layout::new(&dir).database(), &flipped).unwrap();
        let Ok(store) = Store::open_reader(&dir) else { continue };
        let free = free_byte(&whole, place);
        match store.verify() {
            Ok(report) => assert!(free || !report.is_sound(), "byte {place} went unnoticed"),
            Err(e) => assert!(!e.to_string().contains("xxx"), "{e}"),
        }
    }
}

/// Whether a byte is unused space, or `recorded_at`, which no checksum covers:
/// unused space is zero in a fresh database.
fn free_byte(whole: &[u8], place: usize) -> bool {
    whole[place] == 0
}

#[test]
fn a_file_that_is_no_database_is_a_clear_error() {
    let (_folder, store) = store();
    let layout = store.layout().clone();
    drop(store);
    fs::write(layout.database(), b"not a database at all, but long enough".repeat(50)).unwrap();
    assert!(Store::open_writer(layout.dir(), "test").unwrap_err().is_corrupt());
    assert!(Store::open_reader(layout.dir()).unwrap_err().is_corrupt());
    fs::write(layout.database(), b"").unwrap();
    assert!(Store::open_reader(layout.dir()).unwrap_err().is_not_a_store());
    Store::init(layout.dir()).unwrap();
    assert!(Store::open_reader(layout.dir()).is_ok(), "an empty file can be made a store");
}
