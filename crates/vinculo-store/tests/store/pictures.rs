//! Pictures of versions, and the pairs that were found to be the same.

use vinculo_record::Kind;
use vinculo_store::{FindingCode, PicturePair, PutRecord, RecordStore};

use crate::{assert_sound, fixture, key, picture, record};

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
    assert_eq!(store.picture_pairs().unwrap(), [pair.clone()]);
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
    let mut put = with_pictures("1", "a", &["x"]);
    let name = store.blobs().put(b"photo").unwrap();
    put.pictures[0].content.digest = name;
    put.pictures[0].content.has_file = true;
    store.put(&put).unwrap();
    assert_sound(store);
    store.blobs().remove(&name).unwrap();
    let findings = store.verify().unwrap().findings;
    assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), [FindingCode::BlobMissing]);
}

#[test]
fn pictures_that_nobody_bears_are_removed_with_their_blobs() {
    let fixture = fixture();
    let store = &fixture.store;
    store.put(&with_pictures("1", "a", &["x"])).unwrap();
    assert_eq!(store.remove_unused_pictures().unwrap(), 0);
    assert_eq!(store.verify().unwrap().pictures, 1);
}
