//! Pictures of versions, and the pairs that were found to be the same.

use vinculo_record::Kind;
use vinculo_store::{
    Digest, ErasureOrder, ErasureReason, FindingCode, PicturePair, PutRecord, RecordStore, Residue,
    Store,
};

use crate::erase::holding;
use crate::{assert_sound, fixture, key, picture, picture_with_file, record};

fn with_pictures(id: &str, text: &str, forms: &[&str]) -> PutRecord {
    let mut put = record(&key(Kind::Notice, "ORG", id), text, "");
    put.pictures = forms.iter().zip(0..).map(|(forms, item)| picture(item, forms)).collect();
    put.digest_basis.push_str(&forms.join(","));
    put
}

#[test]
fn a_picture_stands_once_and_each_version_keeps_its_own() {
    let fixture = fixture();
    let store = &fixture.store;
    let first = store.put(&with_pictures("1", "a", &["x", "y"])).unwrap();
    let other = store.put(&with_pictures("2", "b", &["x"])).unwrap();
    let second = store.put(&with_pictures("1", "a", &["y"])).unwrap();
    let of = |seq| store.pictures(seq).unwrap();
    assert_eq!(of(first.seq).len(), 2);
    assert_eq!(of(first.seq)[0].picture, of(other.seq)[0].picture);
    assert_eq!(of(second.seq)[0].picture, of(first.seq)[1].picture);
    assert_eq!(second.version, 2);
    let content = store.picture(of(other.seq)[0].picture).unwrap().unwrap();
    assert_eq!(content, picture(0, "x").content);
    assert_sound(store);
}

#[test]
fn pairs_are_kept_until_they_are_forgotten_or_a_picture_is_made_anew() {
    let fixture = fixture();
    let store = &fixture.store;
    let put = store.put(&with_pictures("1", "a", &["x", "y"])).unwrap();
    let no: Vec<_> = store.pictures(put.seq).unwrap().into_iter().map(|p| p.picture).collect();
    assert_eq!(store.uncompared_pictures().unwrap(), no);
    let pair = PicturePair { first: no[0], second: no[1], finding: "{}".to_owned() };
    store.put_picture_pairs(&no, std::slice::from_ref(&pair)).unwrap();
    assert_eq!(store.uncompared_pictures().unwrap(), []);
    assert_eq!(store.picture_pairs().unwrap(), std::slice::from_ref(&pair));
    store.recode_picture(no[0], &picture(0, "x").content).unwrap();
    assert_eq!(store.picture_pairs().unwrap(), []);
    assert_eq!(store.uncompared_pictures().unwrap(), no[..1]);
    store.put_picture_pairs(&no, &[pair]).unwrap();
    store.forget_picture_pairs().unwrap();
    assert_eq!(store.picture_pairs().unwrap(), []);
    assert_eq!(store.uncompared_pictures().unwrap(), no);
}

#[test]
fn a_picture_without_its_file_is_found_out() {
    let fixture = fixture();
    let store = &fixture.store;
    store.put(&with_file(store, "1", &["photo"])).unwrap();
    assert_sound(store);
    std::fs::remove_file(store.blobs().path(&Digest::of(b"photo"))).unwrap();
    let findings = store.verify().unwrap().findings;
    assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), [FindingCode::BlobMissing]);
}

/// A record that shows pictures whose files are among the blobs.
fn with_file(store: &Store, id: &str, files: &[&str]) -> PutRecord {
    let mut put = with_pictures(id, "a", files);
    put.pictures =
        files.iter().zip(0..).map(|(file, item)| picture_with_file(store, item, file)).collect();
    put
}

#[test]
fn an_erased_record_leaves_no_picture_that_nobody_else_shows() {
    let fixture = fixture();
    let store = &fixture.store;
    let erased = with_file(store, "1", &["FACE", "TATTOO"]);
    store.put(&erased).unwrap();
    let mut second = with_file(store, "1", &["TATTOO"]);
    second.digest_basis.push_str("second");
    store.put(&second).unwrap();
    let other = store.put(&with_file(store, "2", &["TATTOO"])).unwrap();
    let no = store.uncompared_pictures().unwrap();
    let pair = PicturePair { first: no[0], second: no[1], finding: "FOUND".to_owned() };
    store.put_picture_pairs(&no, &[pair]).unwrap();
    let order = ErasureOrder::new("A. Pérez", ErasureReason::PersonRequest).unwrap();
    store.erase(&erased.key, &order).unwrap();
    assert_eq!(store.picture(no[0]).unwrap(), None);
    assert_eq!(store.picture_pairs().unwrap(), []);
    assert_eq!(store.pictures(1).unwrap(), []);
    assert_eq!(store.pictures(other.seq).unwrap()[0].picture, no[1]);
    assert_eq!(store.purge_files().unwrap(), []);
    for gone in [b"FACE".as_slice(), b"FORM OF FACE", b"FOUND"] {
        assert_eq!(holding(&fixture.dir, gone), Vec::<String>::new());
    }
    assert!(store.blobs().contains(&Digest::of(b"TATTOO")), "another record shows it");
    assert_sound(store);
    assert_eq!(store.verify().unwrap().pictures, 1);
}

#[test]
fn a_file_that_is_being_imported_again_outlives_the_record_that_is_erased() {
    let fixture = fixture();
    let store = &fixture.store;
    let erased = with_file(store, "1", &["FACE"]);
    store.put(&erased).unwrap();
    let filling = store.blobs().filling();
    let face = filling.put(b"FACE").unwrap();
    let order = ErasureOrder::new("A. Pérez", ErasureReason::PersonRequest).unwrap();
    store.erase(&erased.key, &order).unwrap();
    assert_eq!(store.purge_files().unwrap(), [Residue::Blobs]);
    store.put(&with_file(store, "2", &["FACE"])).unwrap();
    drop(filling);
    assert_eq!(store.purge_files().unwrap(), []);
    assert!(store.blobs().contains(&face));
    assert_sound(store);
}
