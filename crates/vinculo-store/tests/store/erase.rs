//! Erasure: nothing of a record is left in any file of the store's folder.

use std::fs;
use std::path::Path;

use vinculo_record::Kind;
use vinculo_store::{
    BackupFolders, Digest, ERASED_RECORD, ErasureOrder, ErasureReason, Ledger, LogOp, PutRecord,
    RecordStore, Residue, RowFilter, RowStatus, Severity, Snapshot, Store,
};

use crate::{assert_sound, fixture, key, new_batch, picture_with_file, problem, put_row, record};

const MARKER: &str = "MARCAXOLTZOC";

fn order() -> ErasureOrder {
    ErasureOrder::new("A. Pérez", ErasureReason::PersonRequest).unwrap()
}

/// Files under a folder that hold some bytes.
pub(crate) fn holding(dir: &Path, wanted: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, wanted));
        } else if fs::read(&path).unwrap().windows(wanted.len()).any(|bytes| bytes == wanted) {
            found.push(path.display().to_string());
        }
    }
    found
}

fn marked(store: &Store, id: &str, photo: &str) -> PutRecord {
    let mut put = record(&key(Kind::Notice, "ORG", id), MARKER, "2021");
    put.content = format!("{{\"circumstances\":\"{MARKER} {}\"}}", "x".repeat(900));
    put.pictures.push(picture_with_file(store, 0, photo));
    put
}

#[test]
fn nothing_of_an_erased_record_is_left_in_any_file() {
    let fixture = fixture();
    let store = &fixture.store;
    let photo = format!("photo of {MARKER}");
    // Between others, so that rows move from page to page, and with two versions.
    for i in 0..60 {
        let other = key(Kind::Notice, "ORG", &format!("n{i}"));
        store.put(&record(&other, &"y".repeat(700), "2021")).unwrap();
    }
    let erased = marked(store, "n300", &photo);
    store.put(&erased).unwrap();
    for i in 60..120 {
        let other = key(Kind::Notice, "ORG", &format!("n{i}"));
        store.put(&record(&other, &"y".repeat(700), "2021")).unwrap();
    }
    let mut second = marked(store, "n300", &photo);
    second.digest_basis.push_str("other");
    store.put(&second).unwrap();
    let shared = "photo of two people";
    store.put(&marked(store, "n301", shared)).unwrap();
    let mut other = record(&key(Kind::Notice, "ORG", "n302"), "text", "2021");
    other.pictures.push(picture_with_file(store, 0, shared));
    store.put(&other).unwrap();
    assert!(holding(&fixture.dir, MARKER.as_bytes()).len() >= 2);

    let done = store.erase(&erased.key, &order()).unwrap();
    assert_eq!((done.versions, done.purged, done.reason), (2, false, ErasureReason::PersonRequest));
    store.erase(&key(Kind::Notice, "ORG", "n301"), &order()).unwrap();
    assert!(store.get(&erased.key).unwrap().is_none());
    assert_eq!(store.versions(&erased.key).unwrap(), []);
    assert!(store.version(&erased.key, 1).unwrap().is_none());
    assert_eq!(store.private(&erased.key, 1).unwrap(), None);
    assert_eq!(store.counts().unwrap()[&Kind::Notice], 121);

    assert_eq!(store.purge_files().unwrap(), []);
    store.mark_purged(store.last_seq().unwrap()).unwrap();
    store.list_erasures(store.last_seq().unwrap()).unwrap();
    assert!(store.unfinished_erasures().unwrap().is_empty());
    assert_eq!(holding(&fixture.dir, MARKER.as_bytes()), Vec::<String>::new());
    assert!(
        store.blobs().contains(&Digest::of(shared.as_bytes())),
        "a blob that another record uses stays"
    );
    assert_eq!(store.changes_since(0, 1000).unwrap().last().unwrap().op, LogOp::Erase);
    assert_sound_with_erasures(store, 2);
    // The same order again changes nothing.
    assert_eq!(store.erase(&erased.key, &order()).unwrap().seq, done.seq);
}

fn assert_sound_with_erasures(store: &Store, erased: u64) {
    assert_sound(store);
    assert_eq!(store.verify().unwrap().erased, erased);
}

#[test]
fn an_erased_record_is_not_stored_again() {
    let fixture = fixture();
    let store = &fixture.store;
    let put = record(&key(Kind::Notice, "ORG", "1"), "text", "2021");
    assert!(store.erase(&put.key, &order()).unwrap_err().is_not_found());
    let batch = store.begin_batch(&new_batch("first")).unwrap();
    let mut row = put_row(1, put.clone());
    row.problems.push(problem("impossible_date", Severity::Warning));
    store.apply_chunk(batch.id, &[row]).unwrap();
    store.finish_batch(batch.id).unwrap();
    store.erase(&put.key, &order()).unwrap();
    let rows = store.batch_rows(batch.id, 0, 10, RowFilter::Doubtful).unwrap();
    assert_eq!(rows[0].problems[0].shape.as_str(), "", "what its cell looked like is gone");

    let error = store.put(&put).unwrap_err();
    assert!(error.is_erased() && !error.to_string().contains("text"), "{error}");
    assert!(store.preview(&put).unwrap_err().is_erased());
    let again = store.begin_batch(&new_batch("second")).unwrap();
    let other = record(&key(Kind::Notice, "ORG", "2"), "text", "");
    let chunk = store.apply_chunk(again.id, &[put_row(1, put), put_row(2, other)]).unwrap();
    let status: Vec<RowStatus> = chunk.rows.iter().map(|row| row.status).collect();
    assert_eq!(status, [RowStatus::Rejected, RowStatus::Created]);
    assert_eq!(chunk.rows[0].problems[0].code, ERASED_RECORD);
    assert_sound_with_erasures(store, 1);
}

#[test]
fn an_erasure_survives_a_restart_and_is_finished_then() {
    let fixture = fixture();
    let put = record(&key(Kind::Notice, "ORG", "1"), MARKER, "");
    fixture.store.put(&put).unwrap();
    fixture.store.erase(&put.key, &order()).unwrap();
    let dir = fixture.dir.clone();
    drop(fixture.store);
    let store = Store::open_writer(&dir, "test").unwrap();
    assert_eq!(store.unfinished_erasures().unwrap().len(), 1);
    assert_eq!(store.purge_files().unwrap(), []);
    assert_eq!(holding(&dir, MARKER.as_bytes()), Vec::<String>::new());
}

#[test]
fn a_backup_that_is_being_written_is_waited_for() {
    let fixture = fixture();
    let put = record(&key(Kind::Notice, "ORG", "1"), MARKER, "");
    fixture.store.put(&put).unwrap();
    let reader = Store::open_reader(&fixture.dir).unwrap();
    let snapshot = Snapshot::take(&reader).unwrap();
    fixture.store.erase(&put.key, &order()).unwrap();
    assert_eq!(fixture.store.purge_files().unwrap(), [Residue::Snapshot]);
    drop(snapshot);
    // What a killed backup left goes as well.
    std::mem::forget(fs::create_dir(fixture.store.layout().snapshot()));
    fs::write(fixture.store.layout().snapshot().join("store.db"), MARKER).unwrap();
    assert_eq!(fixture.store.purge_files().unwrap(), []);
    assert_eq!(holding(&fixture.dir, MARKER.as_bytes()), Vec::<String>::new());
}

#[test]
fn erasures_stand_beside_every_backup() {
    let fixture = fixture();
    let backups = tempfile::tempdir().unwrap();
    let gone = tempfile::tempdir().unwrap();
    let folders = BackupFolders::of(fixture.store.layout());
    folders.add(backups.path()).unwrap();
    folders.add(gone.path()).unwrap();
    let gone_path = fs::canonicalize(gone.path()).unwrap();
    drop(gone);
    let put = record(&key(Kind::Notice, "ORG", "1"), "text", "");
    fixture.store.put(&put).unwrap();
    let done = fixture.store.erase(&put.key, &order()).unwrap();
    let residue = fixture.store.list_erasures(done.seq).unwrap();
    assert_eq!(residue, [Residue::BackupFolder(gone_path.clone())]);
    assert!(!fixture.store.unfinished_erasures().unwrap()[0].listed);
    let listed = Ledger::in_folder(backups.path()).read().unwrap().unwrap();
    assert_eq!(listed.get(&done.digest), Some(&ErasureReason::PersonRequest));
    fs::create_dir(&gone_path).unwrap();
    assert_eq!(fixture.store.list_erasures(done.seq).unwrap(), []);
    assert!(fixture.store.unfinished_erasures().unwrap()[0].listed);
    fs::remove_dir_all(gone_path).unwrap();
}
