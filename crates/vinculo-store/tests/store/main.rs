//! Behaviour of the store through its public interface.

mod access;
mod audit;
mod batch;
mod decisions;
mod erase;
mod notifications;
mod oracle;
mod pictures;
mod put;
mod read;
mod staged;
mod tokens;

use vinculo_record::{Kind, RecordKey};
use vinculo_store::{
    BatchRow, Digest, NewBatch, Outbound, PictureContent, PutPicture, PutRecord, RecordStore,
    RowAction, RowProblem, Severity, Shape, Store,
};

struct Fixture {
    store: Store,
    dir: std::path::PathBuf,
    _folder: tempfile::TempDir,
}

fn fixture() -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("store");
    Store::init(&dir).unwrap();
    let store = Store::open_writer(&dir, "test").unwrap();
    Fixture { store, dir, _folder: folder }
}

fn key(kind: Kind, source: &str, local_id: &str) -> RecordKey {
    RecordKey::new(kind, source, local_id).unwrap()
}

/// A record whose content says `text`, updated at a date (empty: not said).
fn record(key: &RecordKey, text: &str, updated_at: &str) -> PutRecord {
    PutRecord {
        key: key.clone(),
        content: format!("{{\"circumstances\":\"{text}\",\"updated_at\":\"{updated_at}\"}}"),
        private: format!("{{\"obs\":\"{text}\"}}"),
        updated_at: (!updated_at.is_empty()).then(|| updated_at.to_owned()),
        digest_basis: format!("{{\"circumstances\":\"{text}\"}}"),
        outbound: Outbound::default(),
        pictures: Vec::new(),
    }
}

/// A picture without a file, known by its form alone.
fn picture(item: u32, form: &str) -> PutPicture {
    let content = PictureContent {
        digest: Digest::of(form.as_bytes()),
        has_file: false,
        algorithm: "test-1".to_owned(),
        form: form.as_bytes().to_vec(),
    };
    PutPicture { item, label: "face".to_owned(), content }
}

/// A picture whose file is among the blobs.
fn picture_with_file(store: &Store, item: u32, file: &str) -> PutPicture {
    let mut picture = picture(item, &format!("FORM OF {file}"));
    picture.content.digest = store.blobs().filling().put(file.as_bytes()).unwrap();
    picture.content.has_file = true;
    picture
}

fn new_batch(file: &str) -> NewBatch {
    NewBatch {
        kind: Kind::Notice,
        source: Some("ORG".to_owned()),
        file_extension: "csv".to_owned(),
        file_sha256: Digest::of(file.as_bytes()),
        settings: Digest::of(b"no mapping"),
    }
}

fn put_row(ordinal: u32, record: PutRecord) -> BatchRow {
    BatchRow {
        ordinal,
        line: Some(ordinal + 1),
        action: RowAction::Put(record),
        problems: Vec::new(),
    }
}

fn problem(code: &str, severity: Severity) -> RowProblem {
    RowProblem {
        column: Some("event_date".to_owned()),
        item: None,
        code: code.to_owned(),
        shape: Shape::of("31/02/2021"),
        severity,
        action: "absent".to_owned(),
    }
}

fn assert_sound(store: &Store) {
    let report = store.verify().unwrap();
    assert!(report.is_sound(), "{:?}", report.findings);
    assert_eq!(report.log_entries, store.last_seq().unwrap().unsigned_abs());
}
