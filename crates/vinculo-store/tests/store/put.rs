//! What storing a record does.

use vinculo_record::Kind;
use vinculo_store::{Change, LogOp, MemoryStore, RecordStore};

use crate::{assert_sound, fixture, key, record};

/// Stores the first ones, then the last, and compares outcome, current text and
/// number of versions, in the database and in memory.
fn check(steps: &[(&str, &str)], change: Change, version: u32, current: &str, versions: usize) {
    let fixture = fixture();
    let memory = MemoryStore::new();
    for store in [&fixture.store as &dyn RecordStore, &memory] {
        let key = key(Kind::Notice, "ORG", "1");
        let (last, first) = steps.split_last().unwrap();
        for (text, updated_at) in first {
            store.put(&record(&key, text, updated_at)).unwrap();
        }
        let seq_before = store.last_seq().unwrap();
        let last = record(&key, last.0, last.1);
        let preview = store.preview(&last).unwrap();
        assert_eq!(store.last_seq().unwrap(), seq_before, "a preview writes nothing");
        let outcome = store.put(&last).unwrap();
        assert_eq!(preview, outcome, "{steps:?}");
        assert_eq!((outcome.change, outcome.version), (change, version), "{steps:?}");
        let stored = store.get(&key).unwrap().unwrap();
        assert!(
            stored.content.contains(&format!("\"{current}\"")),
            "{steps:?}: {}",
            stored.content
        );
        let all = store.versions(&key).unwrap();
        assert_eq!(all.len(), versions, "{steps:?}");
        assert_eq!(all.iter().filter(|v| v.current).count(), 1);
        assert_eq!(store.last_seq().unwrap(), versions as i64, "one log entry per version");
        assert_eq!(outcome.is_new_version, store.last_seq().unwrap() > seq_before);
    }
    assert_sound(&fixture.store);
}

#[test]
fn versions_grow_only_by_what_has_changed_and_is_not_older() {
    use Change::{Created, Older, Unchanged, Updated};
    check(&[("a", "")], Created, 1, "a", 1);
    check(&[("a", ""), ("a", "")], Unchanged, 1, "a", 1);
    check(&[("a", ""), ("b", "")], Updated, 2, "b", 2);
    check(&[("a", ""), ("b", ""), ("a", "")], Updated, 3, "a", 3);
    // updated_at alone makes no version, in either direction.
    check(&[("a", "2021"), ("a", "2022")], Unchanged, 1, "a", 1);
    check(&[("a", "2022"), ("a", "2021")], Unchanged, 1, "a", 1);
    // An older one is kept and never current; the same again adds nothing.
    check(&[("a", "2022"), ("b", "2021")], Older, 2, "a", 2);
    check(&[("a", "2022"), ("b", "2021"), ("b", "2021")], Older, 2, "a", 2);
    check(&[("a", "2022"), ("b", "2021"), ("c", "2020")], Older, 3, "a", 3);
    check(&[("a", "2021"), ("b", "2022"), ("a", "2021")], Older, 1, "b", 2);
    // After an older one the next is numbered after it.
    check(&[("a", "2022"), ("b", "2021"), ("c", "2023")], Updated, 3, "c", 3);
    // Only what is certainly older stays back.
    check(&[("a", "2021-03"), ("b", "2021-03-01")], Updated, 2, "b", 2);
    check(&[("a", "2021-03-05"), ("b", "")], Updated, 2, "b", 2);
    check(&[("a", ""), ("b", "2021")], Updated, 2, "b", 2);
    check(&[("a", "2022"), ("b", "ayer")], Updated, 2, "b", 2);
    // The same content with a later date holds off what is older than that date.
    check(&[("a", "2020"), ("a", "2023"), ("b", "2021")], Older, 2, "a", 2);
    check(&[("a", "2020"), ("a", "2023"), ("b", "2024")], Updated, 2, "b", 2);
}

#[test]
fn a_version_keeps_what_was_given_and_its_private_part_apart() {
    let fixture = fixture();
    let key = key(Kind::Shelter, "ORG", "niño/1");
    let put = record(&key, "a", "2021-03-05");
    let outcome = fixture.store.put(&put).unwrap();
    let stored = fixture.store.version(&key, 1).unwrap().unwrap();
    assert_eq!(fixture.store.get(&key).unwrap().unwrap(), stored);
    assert_eq!(fixture.store.get_by_id(stored.id).unwrap().unwrap(), stored);
    assert_eq!(
        (&stored.key, &stored.content, &stored.updated_at),
        (&key, &put.content, &put.updated_at)
    );
    assert_eq!((stored.version, stored.seq, stored.superseded), (1, outcome.seq, false));
    assert_eq!(fixture.store.private(&key, 1).unwrap().as_ref(), Some(&put.private));
    assert_eq!(fixture.store.private(&key, 2).unwrap(), None);
    assert_eq!(fixture.store.version(&key, 2).unwrap(), None);
    assert!(!format!("{put:?} {stored:?}").contains("circumstances"), "Debug shows no content");
}

#[test]
fn the_log_tells_every_version_in_order() {
    let fixture = fixture();
    let (a, b) = (key(Kind::Notice, "ORG", "1"), key(Kind::Remains, "ORG", "1"));
    let puts = [
        record(&a, "x", "2022"),
        record(&b, "x", ""),
        record(&a, "x", "2022"),
        record(&a, "y", "2021"),
        record(&a, "z", "2023"),
    ];
    fixture.store.put_all(&puts).unwrap();
    let log = fixture.store.changes_since(0, 100).unwrap();
    let told: Vec<_> =
        log.iter().map(|e| (e.seq, e.key.qualified(), e.version.unwrap(), e.op)).collect();
    let expected = [
        (1, a.qualified(), 1, LogOp::Create),
        (2, b.qualified(), 1, LogOp::Create),
        (3, a.qualified(), 2, LogOp::Older),
        (4, a.qualified(), 3, LogOp::Update),
    ];
    assert_eq!(told, expected);
    assert_eq!(fixture.store.changes_since(2, 1).unwrap(), log[2..3]);
    assert_eq!(fixture.store.changes_since(4, 10).unwrap(), []);
}
