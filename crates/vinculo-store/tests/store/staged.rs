//! The rows of a batch become visible together, or never. Each claim is held against the
//! database and the store in memory.

use std::ops::ControlFlow;

use vinculo_record::{Kind, RecordKey};
use vinculo_store::{
    Addressee, BatchCounts, BatchId, ErasureOrder, ErasureReason, ListFilter, MemoryStore,
    NewNotification, NotificationEvent, NotificationFilter, Outbound, Outbox, PutRecord,
    RecordStore, Store,
};

use crate::{assert_sound, fixture, key, new_batch, picture, put_row, record};

trait Whole: RecordStore + Outbox {}
impl<T: RecordStore + Outbox> Whole for T {}

fn both(claim: impl Fn(&dyn Whole)) {
    claim(&MemoryStore::new());
    let fixture = fixture();
    claim(&fixture.store);
    assert_sound(&fixture.store);
}

fn child(id: &str) -> RecordKey {
    key(Kind::Shelter, "ORG", id)
}

/// A child of whom a consulate is told, with a picture.
fn row_of(id: &str, text: &str) -> PutRecord {
    let mut put = record(&child(id), text, "");
    put.pictures.push(picture(0, text));
    put.outbound = Outbound {
        received: vec![NewNotification {
            event: NotificationEvent::Received,
            child: true,
            to: Addressee::UnknownNationality,
        }],
        held: false,
    };
    put
}

/// What every kind of read gives.
fn seen(store: &dyn Whole) -> String {
    let mut text = format!("{:?}\n", store.counts().unwrap());
    for id in ["old", "new", "same"] {
        let versions = store.versions(&child(id)).unwrap();
        let versions: Vec<_> = versions.iter().map(|v| (v.version, v.current)).collect();
        let current = store.get(&child(id)).unwrap();
        let found = store.find(&child(id).into()).map(|found| found.version).ok();
        let by_id = current.as_ref().and_then(|c| store.get_by_id(c.id).unwrap());
        let pictures = current.as_ref().map(|c| store.pictures(c.seq).unwrap());
        let of = |n| {
            let version = store.version(&child(id), n).unwrap().map(|v| v.content);
            (version, store.private(&child(id), n).unwrap())
        };
        text += &format!("{id} {versions:?} {found:?} {:?} {:?} ", of(1), of(2));
        text += &format!("{:?} {:?} {pictures:?}\n", current.map(|c| c.content), by_id.is_some());
    }
    store
        .for_each_current(Kind::Shelter, &mut |stored| {
            text += &format!("{} {}\n", stored.key.qualified(), stored.content);
            ControlFlow::Continue(())
        })
        .unwrap();
    let page = store.list(&ListFilter::default(), None, 10).unwrap();
    text += &format!("{:?}\n", page.records.iter().map(|r| r.version).collect::<Vec<_>>());
    let changed = store.changes_since(0, 100).unwrap().into_iter();
    let changed = changed.filter(|entry| entry.op.changes_current());
    text += &format!("{:?}\n", changed.map(|entry| entry.key.local_id).collect::<Vec<_>>());
    let all = NotificationFilter { with_retracted: true, ..NotificationFilter::default() };
    text + &format!("{} told", store.notifications(&all, 0, 100).unwrap().len())
}

fn stage(store: &dyn Whole, file: &str, puts: &[PutRecord]) -> BatchId {
    let id = store.begin_batch(&new_batch(file)).unwrap().id;
    // One by one: a batch has many transactions.
    for (put, ordinal) in puts.iter().zip(1..) {
        store.apply_chunk(id, &[put_row(ordinal, put.clone())]).unwrap();
    }
    id
}

#[test]
fn no_read_gives_a_row_before_its_batch_has_succeeded_and_then_all_do() {
    both(|store| {
        for id in ["old", "same"] {
            store.put(&row_of(id, "a")).unwrap();
        }
        let before = seen(store);
        let rows = [row_of("new", "b"), row_of("old", "b"), row_of("same", "a")];
        let batch = stage(store, "file", &rows);
        assert_eq!(seen(store), before);
        let counts = store.batch(batch).unwrap().counts;
        assert_eq!((counts.created, counts.updated, counts.unchanged), (1, 1, 1));
        assert_eq!(store.batch_rows(batch, 0, 9, Default::default()).unwrap().len(), 3);
        store.finish_batch(batch).unwrap();
        let after = seen(store);
        assert_ne!(after, before);
        assert!(after.contains("[\"old\", \"same\", \"new\", \"old\"]"), "{after}");
        assert!(after.ends_with("3 told"), "{after}");
        assert_eq!(store.get(&child("new")).unwrap().unwrap().version, 1);
        assert_eq!(store.get(&child("old")).unwrap().unwrap().version, 2);
    });
}

#[test]
fn nothing_of_a_stopped_batch_is_seen_and_the_same_file_again_goes_in_whole() {
    both(|store| {
        store.put(&row_of("old", "a")).unwrap();
        let before = seen(store);
        let rows = [row_of("new", "b"), row_of("old", "b")];
        let stopped = stage(store, "file", &rows[..1]);
        store.cancel_batch(stopped).unwrap();
        let failed = stage(store, "file", &rows);
        store.fail_batch(failed, "the file ends in mid row").unwrap();
        assert_eq!(seen(store), before);
        let again = stage(store, "file", &rows);
        let BatchCounts { created, updated, .. } = store.batch(again).unwrap().counts;
        assert_eq!((created, updated), (1, 1));
        store.finish_batch(again).unwrap();
        for id in ["new", "old"] {
            let stored = store.get(&child(id)).unwrap().unwrap();
            assert!(stored.content.contains("\"b\""), "{id}");
            assert_eq!(store.pictures(stored.seq).unwrap().len(), 1);
        }
    });
}

/// What befalls a record.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// Written by itself: its text and date.
    Put(&'static str, &'static str),
    /// Brought by a batch.
    Stage(&'static str, &'static str, &'static str),
    Finish(&'static str),
    Cancel(&'static str),
    Erase,
}

/// Runs the steps on one record, and compares the text that everybody then reads.
fn check(steps: &[Step], expected: Option<&str>) {
    both(|store| {
        let key = key(Kind::Notice, "ORG", "1");
        let batch = |file| store.begin_batch(&new_batch(file)).unwrap().id;
        for step in steps {
            match *step {
                Step::Put(text, at) => drop(store.put(&record(&key, text, at)).unwrap()),
                Step::Stage(file, text, at) => {
                    let row = put_row(1, record(&key, text, at));
                    store.apply_chunk(batch(file), &[row]).unwrap();
                }
                Step::Finish(file) => drop(store.finish_batch(batch(file)).unwrap()),
                Step::Cancel(file) => drop(store.cancel_batch(batch(file)).unwrap()),
                Step::Erase => {
                    let order = ErasureOrder::new("tester", ErasureReason::PersonRequest).unwrap();
                    store.erase(&key, &order).unwrap();
                }
            }
        }
        let found = store.get(&key).unwrap().map(|stored| stored.content);
        let text = found.as_ref().and_then(|content| content.split('"').nth(3));
        assert_eq!(text, expected, "{steps:?}");
        let current = store.versions(&key).unwrap().into_iter().filter(|v| v.current).count();
        assert_eq!(current, usize::from(expected.is_some()), "{steps:?}");
    });
}

#[test]
fn what_else_happens_to_a_record_meanwhile() {
    use Step::{Cancel, Finish, Put, Stage};
    let (a, b, c) = (Put("a", ""), Stage("A", "b", ""), Put("c", ""));
    check(&[b], None);
    check(&[b, Finish("A")], Some("b"));
    check(&[b, Cancel("A")], None);
    check(&[a, b], Some("a"));
    check(&[a, b, Finish("A")], Some("b"));
    check(&[a, b, Cancel("A")], Some("a"));
    // Whatever was written last counts, once it is seen.
    check(&[a, b, c], Some("c"));
    check(&[a, b, c, Finish("A")], Some("c"));
    check(&[b, c, Finish("A")], Some("c"));
    check(&[b, a, Cancel("A"), c], Some("c"));
    let d = Stage("B", "d", "");
    check(&[b, d, Finish("B")], Some("d"));
    check(&[b, d, Finish("B"), Finish("A")], Some("d"));
    check(&[b, d, Finish("A")], Some("b"));
    check(&[b, d, Finish("A"), Finish("B")], Some("d"));
    check(&[b, d, Finish("A"), Cancel("B")], Some("b"));
    check(&[a, b, Cancel("A"), d, Finish("B")], Some("d"));
    // The same content as a batch that never succeeded is no repetition.
    check(&[a, b, Cancel("A"), Stage("B", "b", ""), Finish("B")], Some("b"));
    check(&[a, b, Put("b", ""), Cancel("A")], Some("b"));
}

#[test]
fn what_is_pending_makes_nothing_older() {
    use Step::{Cancel, Finish, Put, Stage};
    let (a, c) = (Put("a", "2021"), Put("c", "2022"));
    let (changed, same) = (Stage("A", "b", "2023"), Stage("A", "a", "2023"));
    check(&[a, changed, c], Some("c"));
    check(&[a, changed, Cancel("A"), c], Some("c"));
    check(&[a, changed, Finish("A"), c], Some("b"));
    check(&[a, same, c], Some("c"));
    check(&[a, same, Cancel("A"), c], Some("c"));
    check(&[a, same, Finish("A"), c], Some("a"));
    check(&[a, same, c, Finish("A"), Put("d", "2022")], Some("d"));
    check(&[a, Stage("A", "b", "2020"), Finish("A")], Some("a"));
    check(&[a, Stage("A", "b", "2020"), Finish("A"), Put("b", "2020")], Some("a"));
}

#[test]
fn an_erasure_takes_what_is_pending_too() {
    use Step::{Cancel, Erase, Finish, Put, Stage};
    let (a, b) = (Put("a", ""), Stage("A", "b", "2023"));
    check(&[a, b, Erase, Finish("A")], None);
    check(&[a, b, Erase, Cancel("A")], None);
    check(&[b, Erase, Finish("A")], None);
    check(&[b, Cancel("A"), Erase], None);
    check(&[a, Stage("A", "a", "2023"), Erase, Finish("A")], None);
}

#[test]
fn a_list_of_erasures_names_what_is_pending_in_a_restored_copy() {
    let fixture = fixture();
    let batch = stage(&fixture.store, "file", &[row_of("new", "b")]);
    let dir = fixture.dir.with_file_name("restored");
    Store::init(&dir).unwrap();
    std::fs::remove_file(dir.join("store.db")).unwrap();
    fixture.store.backup_to(dir.join("store.db")).unwrap();
    let order = ErasureOrder::new("tester", ErasureReason::PersonRequest).unwrap();
    fixture.store.erase(&child("new"), &order).unwrap();
    let listed = fixture.store.listed_erasures().unwrap().into_iter();
    let erased = listed.map(|it| (it.digest, it.reason)).collect();

    let restored = Store::open_writer(&dir, "test").unwrap();
    let named = restored.named_in(&erased).unwrap();
    assert_eq!(named, [(child("new"), ErasureReason::PersonRequest)]);
    restored.erase(&named[0].0, &order).unwrap();
    restored.finish_batch(batch).unwrap();
    assert!(restored.get(&child("new")).unwrap().is_none());
    assert_sound(&restored);
}

#[test]
fn consulates_are_told_when_rows_are_seen_and_of_what_is_current_then() {
    let open = |store: &dyn Whole| {
        store.notifications(&NotificationFilter::default(), 0, 9).unwrap().len()
    };
    both(|store| {
        let batch = stage(store, "file", &[row_of("new", "a"), row_of("old", "a")]);
        assert_eq!(open(store), 0);
        // Somebody wrote another version meanwhile, of which nothing is to be told.
        store.put(&record(&child("old"), "c", "")).unwrap();
        store.finish_batch(batch).unwrap();
        assert_eq!(open(store), 1);
        let held = Outbound { held: true, received: Vec::new() };
        let hold = PutRecord { outbound: held, ..record(&child("new"), "held", "") };
        let batch = stage(store, "holds", &[hold]);
        assert_eq!(open(store), 1);
        store.finish_batch(batch).unwrap();
        assert_eq!(open(store), 0);
    });
}
