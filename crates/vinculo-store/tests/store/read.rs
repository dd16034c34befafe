//! Finding and listing records.

use std::ops::ControlFlow;

use vinculo_record::{Kind, RecordRef};
use vinculo_store::{ListFilter, PutRecord, RecordStore};

use crate::{fixture, key, record};

#[test]
fn a_reference_without_kind_must_be_unambiguous() {
    let store = fixture();
    let store = &store.store;
    store.put(&record(&key(Kind::Notice, "ORG", "1"), "a", "")).unwrap();
    store.put(&record(&key(Kind::Shelter, "ORG", "1"), "b", "")).unwrap();
    store.put(&record(&key(Kind::Remains, "ORG", "2/x"), "c", "")).unwrap();
    let find = |text: &str| store.find(&text.parse::<RecordRef>().unwrap());
    assert_eq!(find("ORG/2/x").unwrap().key.kind, Kind::Remains);
    assert_eq!(find("shelter:ORG/1").unwrap().key.kind, Kind::Shelter);
    let error = find("ORG/1").unwrap_err();
    assert!(error.is_ambiguous());
    assert_eq!(
        error.to_string(),
        "ORG/1 names a record of each of these kinds: notice, shelter; \
         write the kind in front, as in 'notice:ORG/1'"
    );
    let error = find("remains:ORG/1").unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.to_string(), "there is no record remains:ORG/1 in the store");
}

#[test]
fn pages_cover_every_record_once_in_the_order_of_keys() {
    let fixture = fixture();
    let mut keys = Vec::new();
    for kind in Kind::ALL {
        for source in ["B", "A", "Ñ", "a"] {
            for id in ["2", "10", "é", "1"] {
                keys.push(key(kind, source, id));
            }
        }
    }
    let puts: Vec<_> = keys.iter().map(|k| PutRecord::new(k.clone(), "{}")).collect();
    fixture.store.put_all(&puts).unwrap();
    keys.sort();
    for (kind, source) in [
        (None, None),
        (Some(Kind::Remains), None),
        (None, Some("A")),
        (Some(Kind::Notice), Some("Ñ")),
    ] {
        let filter = ListFilter { kind, source: source.map(str::to_owned) };
        let expected: Vec<_> = keys
            .iter()
            .filter(|k| kind.is_none_or(|kind| k.kind == kind))
            .filter(|k| source.is_none_or(|source| k.source == source))
            .cloned()
            .collect();
        for limit in [1, 3, 4, 1000] {
            let mut listed = Vec::new();
            let mut after = None;
            loop {
                let page = fixture.store.list(&filter, after.as_ref(), limit).unwrap();
                assert!(page.records.len() <= limit);
                listed.extend(page.records.into_iter().map(|r| r.key));
                assert!(listed.len() <= expected.len(), "{filter:?} by {limit} goes round");
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(listed, expected, "{filter:?} by {limit}");
        }
    }
}

#[test]
fn a_stream_shows_one_moment_and_its_place_in_the_log() {
    let fixture = fixture();
    let put = |id: &str| {
        fixture.store.put(&record(&key(Kind::Notice, "ORG", id), "a", "")).unwrap();
    };
    ["3", "1", "2"].into_iter().for_each(put);
    let mut seen = Vec::new();
    let seq = fixture
        .store
        .for_each_current(Kind::Notice, &mut |record| {
            // Written meanwhile: belongs to the log after `seq`.
            put(&format!("9{}", record.key.local_id));
            assert!(fixture.store.get(&record.key).unwrap().is_some(), "may read as well");
            seen.push(record.key.local_id);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!((seq, seen), (3, vec!["1".to_owned(), "2".to_owned(), "3".to_owned()]));
    assert_eq!(fixture.store.changes_since(seq, 10).unwrap().len(), 3);
    let mut visits = 0;
    fixture
        .store
        .for_each_current(Kind::Notice, &mut |_| {
            visits += 1;
            ControlFlow::Break(())
        })
        .unwrap();
    assert_eq!(visits, 1);
}

#[test]
fn counts_name_every_kind() {
    let fixture = fixture();
    fixture.store.put(&record(&key(Kind::Remains, "ORG", "1"), "a", "")).unwrap();
    fixture.store.put(&record(&key(Kind::Remains, "ORG", "1"), "b", "")).unwrap();
    let counts: Vec<_> = fixture.store.counts().unwrap().into_iter().collect();
    assert_eq!(counts, [(Kind::Notice, 0), (Kind::Remains, 1), (Kind::Shelter, 0)]);
}
