//! The audit log: durable before it returns, chained, the same for every process.

use std::collections::BTreeSet;

use rusqlite::Connection;
use vinculo_access::{Caller, Purpose, Role, Who};
use vinculo_record::Kind;
use vinculo_store::{Access, AuditEvent, AuditHead, Outcome, RecordId, Store, Subject, Touched};

use crate::{Fixture, fixture};

fn event(action: &str, touched: &Touched) -> AuditEvent {
    let who = Who::person("mlopez").unwrap();
    let caller = Caller::new(who, "CNB", [Role::Search].into(), None, Purpose::Family);
    AuditEvent::new(&caller, action, Outcome::Done, touched).of_request("r-1")
}

fn records(ids: &[i64]) -> Touched {
    Touched { records: ids.iter().map(|id| (RecordId(*id), 1)).collect(), ..Touched::default() }
}

fn access(fixture: &Fixture) -> &Access {
    fixture.store.access().unwrap()
}

/// The log as somebody who owns the file could change it.
fn tamper(fixture: &Fixture, sql: &str) {
    let connection = Connection::open(fixture.store.layout().access()).unwrap();
    let triggers = "DROP TRIGGER events_are_never_changed; DROP TRIGGER events_are_never_removed;";
    connection.execute_batch(triggers).unwrap();
    connection.execute_batch(sql).unwrap();
}

#[test]
fn events_are_numbered_chained_and_found_by_what_they_are_about() {
    let fixture = fixture();
    let log = access(&fixture).audit();
    assert_eq!(log.append(event("read_record", &records(&[7]))).unwrap(), 1);
    assert_eq!(log.append(event("search", &records(&[7, 9]))).unwrap(), 2);
    let all = Touched { kinds: BTreeSet::from([Kind::Notice]), ..Touched::default() };
    assert_eq!(log.append(event("export", &all)).unwrap(), 3);
    let about = |subjects: &[Subject]| -> Vec<i64> {
        log.events(subjects, 0, 100).unwrap().iter().map(|event| event.seq).collect()
    };
    assert_eq!(about(&[]), [1, 2, 3]);
    assert_eq!(about(&[Subject::Record(RecordId(7))]), [1, 2]);
    assert_eq!(about(&[Subject::Record(RecordId(9)), Subject::Kind(Kind::Notice)]), [2, 3]);
    let line = log.events(&[], 1, 1).unwrap()[0].to_line();
    assert!(line.starts_with("{\"event\":{\"seq\":2,") && line.contains("person:mlopez"), "{line}");
    let report = access(&fixture).verify_audit(None).unwrap();
    assert_eq!((report.events, report.broken, report.head.seq), (3, None, 3));
}

#[test]
fn many_at_once_and_two_processes_make_one_chain() {
    let fixture = fixture();
    let beside = Store::open_reader(&fixture.dir).unwrap();
    let numbers = std::sync::Mutex::new(BTreeSet::new());
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let store = if thread % 2 == 0 { &fixture.store } else { &beside };
            let numbers = &numbers;
            scope.spawn(move || {
                for n in 0..25 {
                    let seq = store.access().unwrap().audit().append(event("x", &records(&[n])));
                    numbers.lock().unwrap().insert(seq.unwrap());
                }
            });
        }
    });
    assert_eq!(numbers.into_inner().unwrap(), (1..=200).collect());
    let report = access(&fixture).verify_audit(None).unwrap();
    assert_eq!((report.events, report.broken), (200, None));
}

#[test]
fn whoever_changes_the_log_is_found_out_at_the_first_broken_link() {
    for (sql, first) in [
        ("UPDATE events SET event = replace(event, 'mlopez', 'otra') WHERE seq = 3", 3),
        ("UPDATE events SET hash = zeroblob(32) WHERE seq = 2", 2),
        ("DELETE FROM event_subjects WHERE seq = 4; DELETE FROM events WHERE seq = 4", 5),
        ("DELETE FROM event_subjects WHERE seq = 4", 4),
        ("INSERT INTO event_subjects VALUES ('record:99', 1)", 1),
    ] {
        let fixture = fixture();
        for n in 1..=5 {
            access(&fixture).audit().append(event("read_record", &records(&[n]))).unwrap();
        }
        tamper(&fixture, sql);
        let report = access(&fixture).verify_audit(None).unwrap();
        assert_eq!(report.broken.map(|(seq, _)| seq), Some(first), "{sql}: {report:?}");
    }
}

#[test]
fn a_head_noted_elsewhere_shows_a_log_that_was_cut_or_written_anew() {
    let fixture = fixture();
    for n in 1..=3 {
        access(&fixture).audit().append(event("read_record", &records(&[n]))).unwrap();
    }
    let head = access(&fixture).verify_audit(None).unwrap().head;
    let noted: AuditHead = head.to_string().parse().unwrap();
    assert_eq!(noted, head);
    assert_eq!(access(&fixture).verify_audit(Some(noted)).unwrap().broken, None);
    tamper(&fixture, "DELETE FROM event_subjects WHERE seq > 2; DELETE FROM events WHERE seq > 2");
    assert_eq!(access(&fixture).verify_audit(None).unwrap().broken, None, "a chain cannot tell");
    let broken = access(&fixture).verify_audit(Some(noted)).unwrap().broken;
    assert_eq!(broken.map(|(seq, _)| seq), Some(3));
    // Another third event in its place.
    access(&fixture).audit().append(event("read_record", &records(&[77]))).unwrap();
    assert_eq!(access(&fixture).verify_audit(Some(noted)).unwrap().broken.unwrap().0, 3);
}

#[test]
fn a_copy_holds_tokens_and_log_and_goes_on() {
    let fixture = fixture();
    access(&fixture).audit().append(event("read_record", &records(&[1]))).unwrap();
    let copy = fixture.dir.with_file_name("copy");
    Store::init(&copy).unwrap();
    std::fs::remove_file(copy.join("access.db")).unwrap();
    access(&fixture).backup_to(copy.join("access.db")).unwrap();
    assert!(access(&fixture).backup_to(copy.join("access.db")).unwrap_err().is_target_exists());
    let copied = Store::open_reader(&copy).unwrap();
    assert_eq!(copied.access().unwrap().audit().append(event("x", &records(&[]))).unwrap(), 2);
    let report = copied.access().unwrap().verify_audit(None).unwrap();
    assert_eq!((report.events, report.broken), (2, None));
}

#[test]
fn an_event_holds_no_key_of_a_record() {
    let fixture = fixture();
    access(&fixture).audit().append(event("search", &records(&[1]))).unwrap();
    let text = access(&fixture).audit().events(&[], 0, 1).unwrap()[0].text.clone();
    let known = [
        "seq",
        "at",
        "who",
        "organisation",
        "roles",
        "purpose",
        "action",
        "outcome",
        "request",
        "records",
    ];
    let event: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text).unwrap();
    assert_eq!(event.keys().map(String::as_str).collect::<BTreeSet<_>>(), known.into());
}
