//! The outbox: what is written with a record, a decision or an examined log, and what is
//! taken back. Each claim is held against the database and the store in memory.

use vinculo_record::vocab::{Country, DecisionState};
use vinculo_record::{Kind, RecordKey};
use vinculo_store::{
    Addressee, DecidedBy, DecisionKey, DecisionStore, Examined, MemoryStore, NewDecision, NewMatch,
    NewNotification, Notification, NotificationEvent, NotificationFilter, Outbound, Outbox,
    PairKey, PutRecord, RecordStore, Seq,
};

use crate::{assert_sound, fixture, key};

trait Whole: RecordStore + DecisionStore + Outbox {}
impl<T: RecordStore + DecisionStore + Outbox> Whole for T {}

fn both(claim: impl Fn(&dyn Whole)) {
    claim(&MemoryStore::new());
    let fixture = fixture();
    claim(&fixture.store);
    assert_sound(&fixture.store);
}

fn consulate(code: &str) -> Addressee {
    Addressee::Consulate(Country::parse(code).unwrap())
}

fn tell(event: NotificationEvent, code: &str) -> NewNotification {
    NewNotification { event, child: true, to: consulate(code) }
}

fn child() -> RecordKey {
    key(Kind::Shelter, "ALBERGUE", "S1")
}

fn notice() -> RecordKey {
    key(Kind::Notice, "ORG", "N1")
}

/// Stores a record with what shall have been told of it.
fn put(store: &dyn Whole, key: &RecordKey, text: &str, received: &[&str], held: bool) {
    let received = received.iter().map(|code| tell(NotificationEvent::Received, code)).collect();
    let mut put = PutRecord::new(key.clone(), format!("{{\"circumstances\":\"{text}\"}}"));
    put.outbound = Outbound { received, held };
    store.put(&put).unwrap();
}

fn up_to(seq: Seq, further: u32) -> Examined {
    Examined { seq, further }
}

/// `received GT`, with `!` behind what is acknowledged.
fn told(store: &dyn Whole, filter: &NotificationFilter) -> Vec<String> {
    let line = |n: &Notification| {
        let mark = if n.acknowledged.is_some() { "!" } else { "" };
        format!("{} {}{mark}", n.event, n.to.code())
    };
    store.notifications(filter, 0, 100).unwrap().iter().map(line).collect()
}

fn open(store: &dyn Whole) -> Vec<String> {
    told(store, &NotificationFilter::default())
}

fn ids(store: &dyn Whole) -> Vec<vinculo_store::NotificationId> {
    let all = store.notifications(&NotificationFilter::default(), 0, 100).unwrap();
    all.iter().map(|n| n.id).collect()
}

fn pair() -> PairKey {
    PairKey { left: notice(), right: child() }
}

fn matched(left_version: u32, right_version: u32) -> NewMatch {
    let notify = vec![tell(NotificationEvent::Matched, "HN")];
    NewMatch { pair: pair(), left_version, right_version, notify }
}

fn decision(state: DecisionState) -> NewDecision {
    NewDecision {
        pair: pair(),
        state,
        reason: None,
        signed_for: None,
        left_version: 1,
        right_version: 1,
        model: None,
        seen: Default::default(),
        key: DecisionKey([1; 32]),
        score_visible: None,
        by: DecidedBy { kind: "person".into(), code: "ana".into(), organisation: "O".into() },
        imported: false,
        note: None,
        notify: Vec::new(),
        retract: Vec::new(),
    }
}

#[test]
fn a_child_is_told_of_once_to_each_country_and_corrections_are_followed() {
    both(|store| {
        put(store, &child(), "a", &["GT", "HN"], false);
        assert_eq!(open(store), ["received GT", "received HN"]);
        let one = store.notifications(&NotificationFilter::default(), 0, 1).unwrap().remove(0);
        let other = store.notifications(&NotificationFilter::default(), one.no, 9).unwrap();
        assert_eq!(one.case_no, other[0].case_no, "one record has one case number");
        assert!(!one.case_no.contains("S1") && !one.case_no.contains("ALBERGUE"));
        assert_eq!((one.record.clone(), one.other.clone()), (child(), None));
        put(store, &child(), "a", &["GT", "HN"], false);
        put(store, &child(), "b", &["HN", "SV"], false);
        assert_eq!(open(store), ["received HN", "received SV"]);
        // Guatemala was not given it: it never learns of it.
        let all = NotificationFilter { with_retracted: true, ..Default::default() };
        assert_eq!(told(store, &all), ["received GT", "received HN", "received SV"]);
        put(store, &child(), "no child any more", &[], false);
        assert!(open(store).is_empty());
    });
}

#[test]
fn a_hold_takes_everything_back_and_tells_who_was_given_it() {
    both(|store| {
        put(store, &notice(), "n", &[], false);
        put(store, &child(), "a", &["GT", "HN"], false);
        store.note_matches(&[matched(1, 1)], up_to(2, 0)).unwrap();
        let given = ids(store)[0];
        store.deliver(&[given]).unwrap();
        put(store, &child(), "held", &["GT"], true);
        assert_eq!(open(store), ["retracted GT"]);
        let retraction = store.notifications(&NotificationFilter::default(), 0, 9).unwrap();
        assert_eq!(retraction[0].retracts, Some(given));
        assert!(store.acknowledge(given, "x").unwrap().is_none(), "it holds no longer");
        assert!(store.acknowledge(retraction[0].id, "x").unwrap().is_some());
        // Released again, it is told again, and may be taken back again.
        put(store, &child(), "free", &["GT"], false);
        assert_eq!(open(store), ["retracted GT!", "received GT"]);
        store.deliver(&ids(store)).unwrap();
        put(store, &child(), "held again", &[], true);
        assert_eq!(open(store), ["retracted GT!", "retracted GT"]);
    });
}

#[test]
fn a_hold_on_the_notice_takes_the_match_back() {
    both(|store| {
        put(store, &notice(), "n", &[], false);
        put(store, &child(), "a", &["HN"], false);
        assert_eq!(store.note_matches(&[matched(1, 1)], up_to(2, 0)).unwrap(), 1);
        assert_eq!(open(store), ["received HN", "matched HN"]);
        put(store, &notice(), "held", &[], true);
        assert_eq!(open(store), ["received HN"]);
        store.erase_traces(&child()).unwrap();
        assert!(open(store).is_empty());
    });
}

#[test]
fn a_match_of_versions_that_have_passed_is_not_told_but_the_log_counts_as_examined() {
    both(|store| {
        put(store, &notice(), "n", &[], false);
        put(store, &child(), "a", &["HN"], false);
        put(store, &child(), "held", &[], true);
        // It was compared before the hold and comes to be told after it.
        assert_eq!(store.note_matches(&[matched(1, 1)], up_to(2, 0)).unwrap(), 0);
        assert!(open(store).is_empty());
        assert_eq!(store.matches_examined().unwrap(), up_to(2, 0));
        for (examined, then) in [((1, 7), (2, 0)), ((2, 3), (2, 3)), ((2, 1), (2, 3))] {
            store.note_matches(&[], up_to(examined.0, examined.1)).unwrap();
            let found = store.matches_examined().unwrap();
            assert_eq!(found, up_to(then.0, then.1), "it never goes back");
        }
    });
}

#[test]
fn a_decision_tells_and_takes_back_in_its_own_transaction() {
    both(|store| {
        put(store, &notice(), "n", &[], false);
        put(store, &child(), "a", &[], false);
        store.note_matches(&[matched(1, 1)], up_to(2, 0)).unwrap();
        let located = NewDecision {
            notify: vec![tell(NotificationEvent::Located, "HN")],
            ..decision(DecisionState::Located)
        };
        // Refused as a whole: nobody is told of what was not decided.
        assert!(store.decide(&[(located.clone(), 3)]).unwrap_err().is_stale());
        assert_eq!(open(store), ["matched HN"]);
        let no = store.decide(&[(located, 0)]).unwrap()[0].no;
        assert_eq!(open(store), ["matched HN", "located HN"]);
        let told = store.notifications(&NotificationFilter::default(), 0, 9).unwrap();
        assert_eq!((told[0].decision, told[1].decision), (None, Some(no)));
        let retract = vec![NotificationEvent::Located, NotificationEvent::Matched];
        let reopened = NewDecision { retract, ..decision(DecisionState::Reopened) };
        store.decide(&[(reopened, 1)]).unwrap();
        assert!(open(store).is_empty());
    });
}

#[test]
fn delivery_and_acknowledgement_are_noted_once_and_found_by_filter() {
    both(|store| {
        put(store, &child(), "a", &["GT", "HN"], false);
        let [guatemala, honduras] = ids(store)[..] else { panic!("two") };
        let first = store.acknowledge(guatemala, "person:ana@GT").unwrap().unwrap();
        let again = store.acknowledge(guatemala, "person:luis@GT").unwrap().unwrap();
        assert_eq!(first, again);
        assert!(first.delivered_at.is_some(), "who acknowledges it was given it");
        let filtered = |acknowledged, to, child, before| {
            let filter =
                NotificationFilter { acknowledged, to, child, before, ..Default::default() };
            told(store, &filter)
        };
        assert_eq!(filtered(Some(false), None, None, None), ["received HN"]);
        assert_eq!(filtered(Some(true), None, None, None), ["received GT!"]);
        assert_eq!(filtered(None, Some(consulate("HN")), None, None), ["received HN"]);
        assert_eq!(filtered(None, Some(Addressee::UnknownNationality), None, None), [""; 0]);
        assert_eq!(filtered(None, None, Some(false), None), [""; 0]);
        let long_ago = "2020-01-01T00:00:00Z".parse().unwrap();
        assert_eq!(filtered(None, None, None, Some(long_ago)), [""; 0]);
        let found = store.notification(honduras).unwrap().unwrap();
        assert_eq!((found.delivered_at, found.acknowledged), (None, None));
    });
}
