//! The engine's promises that no edge can keep for it: holds, resumed batches,
//! projections that follow.

use std::io::Cursor;
use std::path::Path;

use tempfile::TempDir;
use vinculo_engine::store::{
    BatchRow, Digest, ErasureOrder, ErasureReason, ListFilter, NewBatch, PutRecord, RecordStore,
    RowAction,
};
use vinculo_engine::{Engine, EngineError, ImportRequest, Input, Limits, MatchOptions};
use vinculo_record::{Kind, Lang, Link, RecordKey, RecordRef, Row};

fn engine() -> (TempDir, Engine) {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    (folder, engine)
}

fn open(folder: &Path) -> Engine {
    let dir = folder.join("store");
    if !Engine::exists(&dir) {
        Engine::init(&dir).unwrap();
    }
    Engine::open_writer(&dir, "test").unwrap()
}

fn row(json: &str) -> Row {
    Row::from_json(json).unwrap()
}

fn request(kind: Kind) -> ImportRequest {
    ImportRequest { source: Some("ORG".to_owned()), ..ImportRequest::new(kind, Lang::En) }
}

fn import(engine: &Engine, kind: Kind, csv: &str) -> vinculo_engine::ImportSummary {
    let input =
        Input::from_reader("x.csv", Cursor::new(csv.to_owned()), &Limits::default()).unwrap();
    engine.import(&input, &request(kind), None, &mut |_| {}).unwrap()
}

fn found(engine: &Engine, text: &str) -> Vec<String> {
    let page = engine.search(&vinculo_search::Query::text(text)).unwrap();
    page.hits.iter().map(|(hit, _)| hit.key.local_id.clone()).collect()
}

fn reference(text: &str) -> RecordRef {
    text.parse().unwrap()
}

const PERSON: &str =
    r#""given_names":"Ixchel","paternal_surname":"Xol","sex":"female","age_min":9"#;

#[test]
fn a_held_record_does_not_exist() {
    let (_folder, engine) = engine();
    let notice = format!(r#"{{"source":"ORG","local_id":"N1",{PERSON}}}"#);
    engine.put(Kind::Notice, &row(&notice)).unwrap();
    let intake = format!(r#"{{"source":"ORG","local_id":"S1",{PERSON}}}"#);
    engine.put(Kind::Shelter, &row(&intake)).unwrap();
    let candidates = |engine: &Engine| {
        let lists = engine.candidates_of(&reference("notice:ORG/N1"), None, 5, Lang::En).unwrap();
        lists.iter().map(|list| list.rows.len()).sum::<usize>()
    };
    assert_eq!((candidates(&engine), found(&engine, "ixchel").len()), (1, 2));

    let held = intake.replace("{\"source\"", "{\"protection_hold\":true,\"source\"");
    engine.put(Kind::Shelter, &row(&held)).unwrap();
    assert_eq!((candidates(&engine), found(&engine, "ixchel")), (0, vec!["N1".to_owned()]));
    assert!(matches!(engine.find(&reference("ORG/S1")), Err(EngineError::NotFound(_))));
    let missing = engine.explain(&reference("ORG/N1"), &reference("ORG/S1"), Lang::En);
    assert!(missing.is_err_and(|error| error.is_not_found()));
    assert_eq!(engine.list(&ListFilter::default(), None, 10).unwrap().records.len(), 1);
    assert!(engine.verify().unwrap().is_sound());

    // Neither a plain write nor a sheet lifts the hold.
    engine.put(Kind::Shelter, &row(&intake)).unwrap();
    import(&engine, Kind::Shelter, "local_id,given_names\nS1,Ixchel\n");
    assert!(engine.find(&reference("ORG/S1")).is_err_and(|error| error.is_not_found()));
    assert!(engine.verify().unwrap().is_sound());
}

#[test]
fn importing_again_changes_nothing_and_a_changed_row_is_a_version() {
    let (_folder, engine) = engine();
    let first =
        import(&engine, Kind::Notice, "local_id,given_names,updated_at\n1,Ana,2021\n2,Eva,2021\n");
    assert_eq!((first.counts.created, first.counts.rejected), (2, 0));
    let again = import(
        &engine,
        Kind::Notice,
        "local_id,given_names,updated_at\n1,Ana,2022\n2,Eva María,2022\n",
    );
    assert_eq!((again.counts.unchanged, again.counts.updated), (1, 1));
    let older = import(&engine, Kind::Notice, "local_id,given_names,updated_at\n2,Evita,2020\n");
    assert_eq!(older.counts.older, 1);
    let record = engine.find(&reference("ORG/2")).unwrap();
    assert_eq!(record.record.identity.given_names.as_deref(), Some("Eva María"));
    assert_eq!(engine.store().versions(&record.record.key).unwrap().len(), 3);
    assert_eq!((found(&engine, "eva").len(), found(&engine, "evita").len()), (1, 0));
}

/// Rows of a sheet of two transactions.
const INTAKES: usize = 1_200;

/// A sheet of several transactions, whose first row is somebody whom a notice seeks.
fn intakes() -> Input {
    let mut csv = "local_id,given_names,paternal_surname,sex,age_min\n".to_owned();
    csv += "S1,Ixchel,Xol,female,9\n";
    for number in 2..=INTAKES {
        csv += &format!("S{number},Juan,Quispe,male,{}\n", number % 60);
    }
    Input::from_reader("x.csv", Cursor::new(csv), &Limits::default()).unwrap()
}

/// How many the search finds of whom the notice seeks, its candidates, and how many shelter
/// rows are listed.
fn seen(engine: &Engine) -> (usize, usize, usize) {
    let lists = engine.candidates_of(&reference("notice:ORG/N1"), None, 5, Lang::En).unwrap();
    let filter = ListFilter { kind: Some(Kind::Shelter), source: None };
    let listed = engine.list(&filter, None, 10_000).unwrap().records.len();
    (found(engine, "ixchel").len(), lists.iter().map(|list| list.rows.len()).sum(), listed)
}

#[test]
fn a_batch_is_searched_and_matched_when_it_is_whole_and_not_before() {
    let (_folder, engine) = engine();
    let notice = format!(r#"{{"source":"ORG","local_id":"N1",{PERSON}}}"#);
    engine.put(Kind::Notice, &row(&notice)).unwrap();
    assert_eq!(seen(&engine), (1, 0, 0));
    let mut looked = Vec::new();
    let shelter = request(Kind::Shelter);
    engine
        .import(&intakes(), &shelter, None, &mut |rows| looked.push((rows, seen(&engine))))
        .unwrap();
    let in_flight = (1, 0, 0);
    assert_eq!(looked, [(1_000, in_flight), (1_200, in_flight)]);
    let (found, candidates, listed) = seen(&engine);
    assert_eq!((found, listed), (2, INTAKES));
    assert!(candidates > 0);
    assert!(engine.verify().unwrap().is_sound());
}

/// A batch of notices that nobody has followed yet.
fn large_batch(engine: &Engine, rows: u32) {
    let new = NewBatch {
        kind: Kind::Notice,
        source: None,
        file_extension: "csv".to_owned(),
        file_sha256: Digest::of(b"large"),
        settings: Digest::of(b""),
    };
    let id = engine.store().begin_batch(&new).unwrap().id;
    let put = |ordinal: u32| {
        let key = RecordKey::new(Kind::Notice, "ORG", format!("L{ordinal}")).unwrap();
        let action = RowAction::Put(PutRecord::new(key, "{\"given_names\":\"Xochitl\"}"));
        BatchRow { ordinal, line: None, action, problems: Vec::new() }
    };
    engine.store().apply_chunk(id, &(1..=rows).map(put).collect::<Vec<_>>()).unwrap();
    engine.store().finish_batch(id).unwrap();
}

#[test]
fn much_is_left_to_the_background_and_what_is_hidden_is_gone_at_once() {
    let (_folder, engine) = engine();
    engine.is_followed_in_background();
    let put = |json: &str| engine.put(Kind::Shelter, &row(json)).unwrap().0;
    put(r#"{"source":"ORG","local_id":"S1","given_names":"Ixchel"}"#);
    assert_eq!(found(&engine, "ixchel"), ["S1"]);
    large_batch(&engine, 600);
    let before = engine.search(&vinculo_search::Query::text("ixchel xochitl")).unwrap();
    assert_eq!((before.total, before.behind > 0), (1, true));
    // A write does not wait for it either, but one that hides a record does.
    put(r#"{"source":"ORG","local_id":"S2","given_names":"Ixchel"}"#);
    assert_eq!(found(&engine, "ixchel"), ["S1"]);
    let held = r#"{"source":"ORG","local_id":"S1","given_names":"Ixchel","protection_hold":true}"#;
    put(held);
    assert_eq!(found(&engine, "ixchel"), ["S2"]);
    let page = engine.search(&vinculo_search::Query::text("xochitl")).unwrap();
    assert_eq!((page.total, page.behind), (600, 0));
    let key = RecordKey::new(Kind::Shelter, "ORG", "S2").unwrap();
    let order = ErasureOrder::new("tester", ErasureReason::PersonRequest).unwrap();
    engine.erase(&key, &order).unwrap();
    assert_eq!(found(&engine, "ixchel"), Vec::<String>::new());
    let verified = engine.verify().unwrap();
    assert!(verified.is_sound(), "{:?} {:?}", verified.store.findings, verified.findings);
}

#[test]
fn nothing_of_a_batch_that_was_stopped_is_left_and_its_file_can_be_sent_again() {
    let (_folder, engine) = engine();
    let notice = format!(r#"{{"source":"ORG","local_id":"N1",{PERSON}}}"#);
    engine.put(Kind::Notice, &row(&notice)).unwrap();
    let shelter = request(Kind::Shelter);
    let stopped = engine.import(&intakes(), &shelter, None, &mut |_| {
        let batch = &engine.store().unfinished_batches().unwrap()[0];
        engine.store().cancel_batch(batch.id).unwrap();
    });
    assert!(stopped.is_err());
    assert_eq!(seen(&engine), (1, 0, 0));
    assert!(engine.verify().unwrap().is_sound());
    let again = engine.import(&intakes(), &shelter, None, &mut |_| {}).unwrap();
    assert_eq!((again.counts.created as usize, again.resumed_at), (INTAKES, None));
    assert_eq!(seen(&engine).2, INTAKES);
    assert!(engine.verify().unwrap().is_sound());
}

#[test]
fn a_merging_row_is_laid_over_the_row_before_it_that_nobody_sees_yet() {
    let (_folder, engine) = engine();
    import(&engine, Kind::Notice, "local_id,given_names,sex\n1,Ana,female\n");
    let csv = "local_id,given_names,clothing\n1,,red shirt\n1,Ana,\n1,Eva,\n";
    let input = Input::from_reader("x.csv", Cursor::new(csv), &Limits::default()).unwrap();
    let mapping = r#"
        format = 1
        id = "local_id"
        merge = true
        [columns]
        given_names = "given_names"
        clothing = "clothing"
    "#;
    let merging = ImportRequest {
        mapping: Some(("m.toml".to_owned(), mapping.to_owned())),
        ..request(Kind::Notice)
    };
    let summary = engine.import(&input, &merging, None, &mut |_| {}).unwrap();
    let counts = summary.counts;
    assert_eq!((counts.updated, counts.unchanged, counts.rejected), (1, 1, 1));
    let record = engine.find(&reference("ORG/1")).unwrap().record;
    assert_eq!(record.identity.given_names.as_deref(), Some("Ana"));
    assert!(engine.verify().unwrap().is_sound());
}

#[test]
fn a_dry_run_stores_nothing() {
    let (_folder, engine) = engine();
    let input =
        Input::from_reader("x.csv", Cursor::new("local_id,sex\n1,zzz\n"), &Limits::default());
    let request = ImportRequest { dry_run: true, ..request(Kind::Remains) };
    let summary = engine.import(&input.unwrap(), &request, None, &mut |_| {}).unwrap();
    assert_eq!((summary.counts.created, summary.counts.doubtful), (1, 1));
    assert_eq!(engine.store().last_seq().unwrap(), 0);
}

#[test]
fn what_was_missed_after_a_crash_is_found_by_number() {
    let (folder, engine) = engine();
    engine
        .put(Kind::Notice, &row(r#"{"source":"ORG","local_id":"1","given_names":"Ana"}"#))
        .unwrap();
    // Written behind the projections' back, as by a process that died before following.
    let key = engine.find(&reference("ORG/1")).unwrap().record.key;
    let put = vinculo_engine::store::PutRecord::new(key, r#"{"given_names":"Yeimi"}"#);
    engine.store().put(&put).unwrap();
    drop(engine);
    let dir = folder.path().join("store");
    let reader = Engine::open_reader(&dir).unwrap();
    assert!(!reader.verify().unwrap().is_sound());
    assert_eq!(found(&reader, "yeimi"), ["1"], "a reader catches up");
    drop(reader);
    assert!(Engine::open_reader(&dir).unwrap().verify().unwrap().is_sound());
}

#[test]
fn profiles_that_followed_answer_as_those_compiled_anew() {
    let (folder, engine) = engine();
    engine.load_region(Lang::Es).unwrap();
    let options =
        |link| MatchOptions { link, top: 3, min_weight: None, batch: None, lang: Lang::Es };
    engine.match_link(&options(Link::NoticeShelter)).unwrap();
    let changed =
        r#"{"source":"ORG","local_id":"new","given_names":"Ana","paternal_surname":"Xol"}"#;
    engine.put(Kind::Notice, &row(changed)).unwrap();
    let pairs = |engine: &Engine, link| -> Vec<_> {
        let candidates = engine.match_link(&options(link)).unwrap();
        candidates.rows.into_iter().map(|row| (row.left, row.right, row.candidate.rank)).collect()
    };
    let followed: Vec<_> = Link::ALL.into_iter().map(|link| pairs(&engine, link).len()).collect();
    drop(engine);
    let anew = Engine::open_reader(&folder.path().join("store")).unwrap();
    let compiled: Vec<_> = Link::ALL.into_iter().map(|link| pairs(&anew, link).len()).collect();
    assert_eq!(followed, compiled);
    assert!(anew.verify().unwrap().is_sound());
}
