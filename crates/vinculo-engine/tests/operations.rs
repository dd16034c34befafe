//! The engine's promises that no edge can keep for it: holds, resumed batches,
//! projections that follow.

use std::io::Cursor;
use std::path::Path;

use tempfile::TempDir;
use vinculo_engine::store::{ListFilter, RecordStore};
use vinculo_engine::{Engine, EngineError, ImportRequest, Input, Limits, MatchOptions};
use vinculo_record::{Kind, Lang, Link, RecordRef, Row};

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
    ImportRequest {
        kind,
        source: Some("ORG".to_owned()),
        only_source: None,
        mapping: None,
        dry_run: false,
        limits: Limits::default(),
        lang: Lang::En,
    }
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
