//! Decisions on pairs: versions, optimistic concurrency, erasable notes. Each claim is held
//! against the database and the store in memory.

use std::sync::Barrier;

use vinculo_record::vocab::{DecisionReason, DecisionState};
use vinculo_record::{Kind, RecordKey};
use vinculo_store::{
    DecidedBy, Decision, DecisionFilter, DecisionKey, DecisionStore, MemoryStore, NewDecision,
    Note, PairKey, PutRecord, RecordStore, Store, StoreError,
};

use crate::{assert_sound, fixture, key};

/// Records and decisions together.
pub trait Whole: RecordStore + DecisionStore {}
impl<T: RecordStore + DecisionStore> Whole for T {}

/// Runs a claim on both stores; the database must be sound after it.
fn both(claim: impl Fn(&dyn Whole)) {
    claim(&MemoryStore::new());
    let fixture = fixture();
    claim(&fixture.store);
    assert_sound(&fixture.store);
}

fn put(store: &dyn Whole, key: &RecordKey, text: &str) {
    store.put(&PutRecord::new(key.clone(), format!("{{\"circumstances\":\"{text}\"}}"))).unwrap();
}

fn pair(left: &str, right: &str) -> PairKey {
    PairKey { left: key(Kind::Notice, "ORG", left), right: key(Kind::Remains, "LAB", right) }
}

fn new(pair: &PairKey, state: DecisionState) -> NewDecision {
    let key = DecisionKey([7; 32]);
    let seen = [("sex".to_owned(), [Some("ab".to_owned()), None])];
    NewDecision {
        pair: pair.clone(),
        state,
        reason: Some(DecisionReason::Dna),
        signed_for: None,
        left_version: 1,
        right_version: 1,
        model: Some("model".to_owned()),
        seen: seen.into(),
        key,
        score_visible: Some(false),
        by: DecidedBy { kind: "person".into(), code: "ana".into(), organisation: "ORG".into() },
        imported: false,
        note: Some(Note("la madre reconoce el anillo".to_owned())),
        notify: Vec::new(),
        retract: Vec::new(),
    }
}

/// Two notices and two remains.
fn people(store: &dyn Whole) -> [PairKey; 3] {
    let pairs = [pair("N1", "R1"), pair("N2", "R1"), pair("N1", "R2")];
    for pair in &pairs {
        put(store, &pair.left, "x");
        put(store, &pair.right, "x");
    }
    pairs
}

fn states(decisions: &[Decision]) -> Vec<(u32, DecisionState)> {
    decisions.iter().map(|decision| (decision.version, decision.state)).collect()
}

#[test]
fn decisions_are_versions_and_come_back_as_they_were_given() {
    both(|store| {
        let [pair, ..] = people(store);
        assert_eq!(store.decisions(&pair).unwrap(), []);
        let first =
            NewDecision { signed_for: Some(Kind::Notice), ..new(&pair, DecisionState::Signed) };
        let stored = store.decide(&[(first.clone(), 0)]).unwrap().remove(0);
        let second = NewDecision {
            note: None,
            model: None,
            score_visible: None,
            imported: true,
            ..new(&pair, DecisionState::Reopened)
        };
        store.decide(&[(second, 1)]).unwrap();
        let read = store.decisions(&pair).unwrap();
        assert_eq!(read[0], stored);
        assert_eq!(states(&read), [(1, DecisionState::Signed), (2, DecisionState::Reopened)]);
        let Decision { reason, signed_for, seen, key, note, by, model, score_visible, .. } =
            read[0].clone();
        assert_eq!((reason, signed_for), (first.reason, first.signed_for));
        assert_eq!((seen, key, note), (first.seen, Some(first.key), first.note));
        assert_eq!((by, model, score_visible), (first.by, first.model, first.score_visible));
        assert!(read[1].imported && read[1].model.is_none() && read[1].note.is_none());
    });
}

#[test]
fn who_has_seen_an_older_decision_or_record_is_refused_and_nothing_is_written() {
    both(|store| {
        let [pair, other, _] = people(store);
        store.decide(&[(new(&pair, DecisionState::Possible), 0)]).unwrap();
        let stale = store.decide(&[(new(&pair, DecisionState::RuledOut), 0)]).unwrap_err();
        assert!(matches!(stale, StoreError::StaleDecision { expected: 0, found: 1 }), "{stale}");
        // All of a transaction or none of it.
        let both =
            [(new(&other, DecisionState::Possible), 0), (new(&pair, DecisionState::Unsure), 0)];
        assert!(store.decide(&both).unwrap_err().is_stale());
        assert_eq!(store.decisions(&other).unwrap(), []);
        put(store, &pair.left, "changed");
        let stale = store.decide(&[(new(&pair, DecisionState::Unsure), 1)]).unwrap_err();
        assert!(matches!(stale, StoreError::StaleRecord { seen: 1, found: 2, .. }), "{stale}");
        let gone = self::pair("N9", "R1");
        let missing = store.decide(&[(new(&gone, DecisionState::Possible), 0)]).unwrap_err();
        assert!(missing.is_not_found(), "{missing}");
        assert_eq!(states(&store.decisions(&pair).unwrap()), [(1, DecisionState::Possible)]);
        assert_eq!(store.decisions_since(0, 10).unwrap().len(), 1);
    });
}

#[test]
fn of_two_reviewers_at_once_one_wins_and_the_other_is_told() {
    let fixture = fixture();
    let [pair, ..] = people(&fixture.store);
    let barrier = Barrier::new(2);
    let decide = |state| {
        barrier.wait();
        fixture.store.decide(&[(new(&pair, state), 0)])
    };
    let (one, other) = std::thread::scope(|scope| {
        let one = scope.spawn(|| decide(DecisionState::Possible));
        let other = scope.spawn(|| decide(DecisionState::RuledOut));
        (one.join().unwrap(), other.join().unwrap())
    });
    assert_ne!(one.is_ok(), other.is_ok());
    let refused = one.err().or(other.err()).unwrap();
    assert!(matches!(refused, StoreError::StaleDecision { expected: 0, found: 1 }), "{refused}");
    assert_eq!(fixture.store.decisions(&pair).unwrap().len(), 1);
    assert_sound(&fixture.store);
}

#[test]
fn the_last_decision_of_each_pair_is_listed_by_state_and_record() {
    both(|store| {
        let pairs = people(store);
        for pair in &pairs {
            store.decide(&[(new(pair, DecisionState::Possible), 0)]).unwrap();
        }
        store.decide(&[(new(&pairs[0], DecisionState::RuledOut), 1)]).unwrap();
        let list = |filter: &DecisionFilter, after, limit| {
            let found = store.current_decisions(filter, after, limit).unwrap();
            found.iter().map(|d| (d.no, d.pair.clone(), d.state)).collect::<Vec<_>>()
        };
        let all = DecisionFilter::default();
        let possible = DecisionState::Possible;
        let last = (4, pairs[0].clone(), DecisionState::RuledOut);
        assert_eq!(
            list(&all, 0, 9),
            [(2, pairs[1].clone(), possible), (3, pairs[2].clone(), possible), last.clone()]
        );
        assert_eq!(list(&all, 2, 1), [(3, pairs[2].clone(), possible)]);
        let states = vec![DecisionState::RuledOut, DecisionState::Referred];
        assert_eq!(
            list(&DecisionFilter { states, record: None }, 0, 9),
            std::slice::from_ref(&last)
        );
        let of =
            |record: &RecordKey| DecisionFilter { states: vec![], record: Some(record.clone()) };
        assert_eq!(list(&of(&pairs[0].right), 0, 9), [(2, pairs[1].clone(), possible), last]);
        assert_eq!(list(&of(&key(Kind::Notice, "ORG", "N9")), 0, 9), []);
        assert_eq!(store.decisions_since(1, 2).unwrap().len(), 2);
    });
}

#[test]
fn erasing_takes_note_and_key_and_leaves_the_decision() {
    both(|store| {
        let pairs = people(store);
        for pair in &pairs {
            store.decide(&[(new(pair, DecisionState::Possible), 0)]).unwrap();
        }
        assert_eq!(store.erase_traces(&pairs[0].right).unwrap(), 2);
        assert_eq!(store.erase_traces(&pairs[0].right).unwrap(), 0);
        for pair in &pairs {
            let decision = store.decisions(pair).unwrap().remove(0);
            let erased = pair.right == pairs[0].right;
            assert_eq!(decision.note.is_none() && decision.key.is_none(), erased, "{pair}");
            assert_eq!((decision.state, decision.seen.len()), (DecisionState::Possible, 1));
        }
    });
}

#[test]
fn a_note_that_was_erased_is_in_no_file_of_the_store() {
    const MARK: &str = "marca-7f3a91";
    let fixture = fixture();
    let [pair, ..] = people(&fixture.store);
    let note = Some(Note(format!("dice {MARK}")));
    let marked = NewDecision { note, ..new(&pair, DecisionState::Possible) };
    fixture.store.decide(&[(marked, 0)]).unwrap();
    fixture.store.erase_traces(&pair.left).unwrap();
    // The end of the writer takes the write-ahead log into the database.
    drop(fixture.store);
    for entry in std::fs::read_dir(&fixture.dir).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            let bytes = std::fs::read(entry.path()).unwrap();
            let found = bytes.windows(MARK.len()).any(|window| window == MARK.as_bytes());
            assert!(!found, "{:?}", entry.file_name());
        }
    }
    assert_sound(&Store::open_reader(&fixture.dir).unwrap());
}

#[test]
fn notes_and_keys_do_not_print() {
    let pair = pair("N1", "R1");
    let printed = format!("{:?}", new(&pair, DecisionState::Possible));
    assert!(!printed.contains("anillo") && !printed.contains("7, 7"), "{printed}");
}
