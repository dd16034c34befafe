//! Who may open a store, and what else lies in its folder.

use std::sync::Arc;

use vinculo_record::Kind;
use vinculo_store::{RecordStore, Store};

use crate::{assert_sound, fixture, key, record};

/// A folder that nobody else may enter, as a store's must be.
fn private_folder(dir: &std::path::Path) {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).unwrap();
}

#[test]
fn a_folder_without_store_is_refused_and_init_makes_one_once() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("new/store");
    for error in [Store::open_writer(&dir, "x").err(), Store::open_reader(&dir).err()] {
        let error = error.unwrap();
        assert!(error.is_not_a_store(), "{error}");
        assert!(error.to_string().contains("vinculo init"), "{error}");
    }
    assert!(!Store::exists(&dir));
    assert!(!dir.exists(), "opening creates nothing");
    Store::init(&dir).unwrap();
    assert!(Store::exists(&dir));
    assert!(Store::init(&dir).unwrap_err().is_already_a_store());
    assert_sound(&Store::open_reader(&dir).unwrap());
}

#[test]
fn a_second_writer_is_told_who_holds_the_store() {
    let fixture = fixture();
    let error = Store::open_writer(&fixture.dir, "import").unwrap_err();
    assert!(error.is_locked());
    let holder = format!("process {} (test)", std::process::id());
    assert!(error.to_string().contains(&holder), "{error}");
    assert!(Store::init(&fixture.dir).unwrap_err().is_locked());
    drop(fixture.store);
    Store::open_writer(&fixture.dir, "import").unwrap();
}

#[test]
fn readers_see_each_acknowledged_write_of_the_writer_beside_them() {
    let fixture = fixture();
    let writer = Arc::new(fixture.store);
    let reader = Arc::new(Store::open_reader(&fixture.dir).unwrap());
    assert!(reader.is_read_only() && !writer.is_read_only());
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (writer, reader) = (Arc::clone(&writer), Arc::clone(&reader));
            scope.spawn(move || {
                for n in 0..25 {
                    let key = key(Kind::Notice, "ORG", &format!("{thread}-{n}"));
                    let seq = writer.put(&record(&key, "a", "")).unwrap().seq;
                    assert_eq!(reader.get(&key).unwrap().unwrap().seq, seq);
                    assert_eq!(writer.get(&key).unwrap().unwrap().seq, seq);
                }
            });
        }
    });
    assert_eq!(reader.last_seq().unwrap(), 100);
    assert_sound(&writer);
}

#[test]
fn a_backup_is_a_whole_database_in_one_file() {
    let fixture = fixture();
    let key = key(Kind::Notice, "ORG", "1");
    fixture.store.put(&record(&key, "a", "")).unwrap();
    let copy = fixture.dir.with_file_name("copy");
    private_folder(&copy);
    fixture.store.backup_to(copy.join("store.db")).unwrap();
    fixture.store.put(&record(&key, "b", "")).unwrap();
    assert_eq!(std::fs::read_dir(&copy).unwrap().count(), 1, "one file");
    let error = fixture.store.backup_to(copy.join("store.db")).unwrap_err();
    assert!(error.is_target_exists(), "{error}");
    let restored = Store::open_writer(&copy, "test").unwrap();
    assert!(restored.get(&key).unwrap().unwrap().content.contains("\"a\""));
    assert_sound(&restored);
}

#[test]
fn blobs_are_part_of_what_verify_reads() {
    let fixture = fixture();
    let name = fixture.store.blobs().filling().put(b"photo").unwrap();
    assert_eq!(fixture.store.verify().unwrap().blobs, 1);
    std::fs::write(fixture.store.blobs().path(&name), b"phot0").unwrap();
    let report = fixture.store.verify().unwrap();
    assert_eq!(report.blobs, 0);
    assert!(report.findings[0].to_string().starts_with("blob_changed: "), "{report:?}");
    let reader = Store::open_reader(&fixture.dir).unwrap();
    assert!(reader.blobs().get(&name).unwrap_err().is_corrupt());
}

#[test]
fn a_store_is_shared_between_threads() {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<Store>();
    is_shared::<Arc<dyn RecordStore>>();
}
