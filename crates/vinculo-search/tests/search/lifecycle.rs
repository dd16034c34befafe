//! Writing, opening again, reading beside a writer, and what a damaged index says.

use std::fs;
use std::path::Path;

use vinculo_record::Kind;
use vinculo_search::{Change, Query, RebuildReason, SearchError, SearchIndex};

use crate::people::{everyone, ids, key, person, search};

fn put(index: &SearchIndex, seq: u64, documents: Vec<vinculo_search::SearchDocument>) {
    let changes: Vec<Change> = documents.into_iter().map(Change::Upsert).collect();
    index.apply(&changes).expect("applied");
    index.commit(seq).expect("committed");
}

fn reason(result: Result<SearchIndex, SearchError>) -> RebuildReason {
    match result {
        Err(SearchError::NeedsRebuild { reason, .. }) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_changed_record_replaces_itself() {
    let index = SearchIndex::in_memory().expect("an index");
    put(&index, 1, vec![person("1", "Juan", "Xol"), person("2", "Juan", "Caal")]);
    let mut changed = person("1", "Juan", "Batz");
    changed.version = 2;
    put(&index, 2, vec![changed.clone(), changed]);
    assert_eq!(search(&index, "Xol").total, 0);
    let page = search(&index, "Batz");
    assert_eq!((page.total, page.hits[0].version), (1, 2));
    assert_eq!(index.len(), 2);
}

#[test]
fn a_deleted_record_is_gone() {
    let index = SearchIndex::in_memory().expect("an index");
    put(&index, 1, vec![person("1", "Juan", "Xol"), person("2", "Ana", "Xol")]);
    let shelter = key(Kind::Shelter, "2");
    index
        .apply(&[Change::Delete(key(Kind::Notice, "1")), Change::Delete(shelter)])
        .expect("applied");
    assert_eq!(search(&index, "Xol").total, 2, "not before it is committed");
    index.commit(2).expect("committed");
    let page = search(&index, "Xol");
    assert_eq!((ids(&page), page.total), (vec!["2"], 1));
    assert_eq!(page.facets["kind"], [("notice".to_owned(), 1)]);
}

#[test]
fn a_change_history_leaves_no_trace_in_the_scores() {
    let direct = SearchIndex::in_memory().expect("an index");
    put(&direct, 1, everyone());
    let edited = SearchIndex::in_memory().expect("an index");
    for round in 0..3 {
        let mut others: Vec<_> =
            (0..20).map(|n| person(&format!("X{n}"), "Juan", "Caal")).collect();
        others.extend(everyone().into_iter().rev());
        others[25].surnames = vec!["Caal".to_owned()];
        put(&edited, round * 2 + 1, others);
        let gone: Vec<Change> =
            (0..20).map(|n| Change::Delete(key(Kind::Notice, &format!("X{n}")))).collect();
        edited.apply(&gone).expect("applied");
        put(&edited, round * 2 + 2, everyone());
    }
    for text in ["Juan Caal", "Lopez", "María Guadalupe Xol", "herna"] {
        let (a, b) = (search(&direct, text), search(&edited, text));
        assert!(a.hits == b.hits && a.total == b.total && a.facets == b.facets, "{text}");
    }
}

#[test]
fn the_last_sequence_number_survives() {
    let dir = tempfile::tempdir().expect("a folder");
    let index = SearchIndex::open(dir.path()).expect("a new index");
    assert_eq!(index.last_seq().expect("a number"), 0);
    put(&index, 41, everyone());
    index.commit(42).expect("committed without changes");
    index.apply(&[Change::Upsert(person("lost", "Lucía", "Perdomo"))]).expect("applied");
    drop(index); // as in a crash: not committed
    let index = SearchIndex::open(dir.path()).expect("the same index");
    assert_eq!(index.last_seq().expect("a number"), 42);
    assert_eq!(index.len(), everyone().len() as u64);
    assert_eq!(search(&index, "Perdomo").total, 0);
    assert_eq!(ids(&search(&index, "Domingo Caal"))[0], "N32");
}

#[test]
fn readers_work_beside_the_writer_and_a_second_writer_does_not() {
    let dir = tempfile::tempdir().expect("a folder");
    assert_eq!(reason(SearchIndex::open_reader(dir.path())), RebuildReason::Missing);
    let writer = SearchIndex::open(dir.path()).expect("a new index");
    let reader = SearchIndex::open_reader(dir.path()).expect("a reader");
    assert!(SearchIndex::open(dir.path()).is_err_and(|e| e.is_locked()));
    assert!(SearchIndex::create(dir.path()).is_err_and(|e| e.is_locked()));
    put(&writer, 7, everyone());
    assert!(reader.is_empty(), "a reader stays where it is until it reloads");
    reader.reload().expect("reloaded");
    assert_eq!((reader.len(), reader.last_seq().expect("a number")), (writer.len(), 7));
    assert!(matches!(reader.apply(&[]), Err(SearchError::ReadOnly)));
    assert!(matches!(reader.commit(8), Err(SearchError::ReadOnly)));
    drop(writer);
    SearchIndex::open(dir.path()).expect("the lock ends with its holder");
    assert_eq!(ids(&search(&reader, "Domingo Caal"))[0], "N32");
}

#[test]
fn purging_removes_what_was_deleted_from_the_files() {
    let dir = tempfile::tempdir().expect("a folder");
    let index = SearchIndex::open(dir.path()).expect("a new index");
    let mut secret = person("1", "Abundio", "Zacapaneco");
    secret.narrative.push("lunarsecreto".to_owned());
    put(&index, 1, [everyone(), vec![secret]].concat());
    assert!(folder_holds(dir.path(), b"zacapaneco"));
    index.apply(&[Change::Delete(key(Kind::Notice, "1"))]).expect("applied");
    index.commit(2).expect("committed");
    assert!(folder_holds(dir.path(), b"zacapaneco"), "a deletion alone only marks the record");
    index.purge().expect("purged");
    assert!(!folder_holds(dir.path(), b"zacapaneco") && !folder_holds(dir.path(), b"lunarsecreto"));
    assert_eq!(index.last_seq().expect("a number"), 2);
    assert_eq!(index.len(), everyone().len() as u64);
    assert_eq!(ids(&search(&index, "Domingo Caal"))[0], "N32");
    index.purge().expect("nothing to do");
}

fn folder_holds(dir: &Path, word: &[u8]) -> bool {
    fs::read_dir(dir).expect("a folder").any(|entry| {
        let bytes = fs::read(entry.expect("an entry").path()).expect("a file");
        bytes.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word))
    })
}

#[test]
fn the_contents_can_be_held_against_the_store() {
    let index = SearchIndex::in_memory().expect("an index");
    put(&index, 1, everyone());
    let mut changed = person("N01", "Juan", "Xol");
    changed.version = 5;
    put(&index, 2, vec![changed]);
    index.apply(&[Change::Delete(key(Kind::Notice, "N02"))]).expect("applied");
    index.commit(3).expect("committed");
    let records = index.records().expect("the contents");
    assert_eq!(records.len(), everyone().len() - 1);
    assert_eq!(records[&key(Kind::Notice, "N01")], 5);
    assert_eq!(records[&key(Kind::Notice, "N03")], 1);
    assert!(!records.contains_key(&key(Kind::Notice, "N02")));
}

#[test]
fn a_changed_byte_is_noticed() {
    let dir = tempfile::tempdir().expect("a folder");
    put(&SearchIndex::open(dir.path()).expect("a new index"), 5, everyone());
    SearchIndex::open(dir.path()).expect("whole").check_files().expect("nothing wrong");
    let store = fs::read_dir(dir.path())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .find(|path| path.extension().is_some_and(|kind| kind == "store"))
        .expect("a file of stored records");
    let mut bytes = fs::read(&store).expect("a file");
    bytes[20] ^= 1;
    fs::write(&store, bytes).expect("written");
    let index = SearchIndex::open(dir.path()).expect("it opens all the same");
    assert!(index.check_files().is_err_and(|e| e.needs_rebuild()));
}

#[test]
fn an_index_of_another_make_asks_to_be_rebuilt() {
    let dir = tempfile::tempdir().expect("a folder");
    put(&SearchIndex::open(dir.path()).expect("a new index"), 5, everyone());
    let meta = dir.path().join("meta.json");
    let good = fs::read_to_string(&meta).expect("meta");
    let check = |content: &str, expected| {
        fs::write(&meta, content).expect("written");
        assert_eq!(reason(SearchIndex::open(dir.path())), expected);
        assert_eq!(reason(SearchIndex::open_reader(dir.path())), expected);
    };
    check(&good.replace("format=1 ", "format=99 "), RebuildReason::Format);
    check(&good.replace("format=1 seq=5", "hello"), RebuildReason::Format);
    check(&good.replace("\"phonetic\"", "\"sounds\""), RebuildReason::Schema);
    check(&good[..good.len() / 2], RebuildReason::Damaged);
    check("", RebuildReason::Damaged);

    fs::write(dir.path().join("notes.txt"), "mine").expect("written");
    let index = SearchIndex::create(dir.path()).expect("a new one in its place");
    assert_eq!((index.len(), index.last_seq().expect("a number")), (0, 0));
    put(&index, 6, everyone());
    assert_eq!(search(&index, "Caal").total, 3);
    assert!(dir.path().join("notes.txt").exists());
}

#[test]
fn truncated_files_ask_to_be_rebuilt_and_never_panic() {
    let dir = tempfile::tempdir().expect("a folder");
    put(&SearchIndex::open(dir.path()).expect("a new index"), 5, everyone());
    let is_segment = |path: &Path| path.file_stem().is_some_and(|stem| stem.len() == 32);
    let files: Vec<_> = fs::read_dir(dir.path())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| is_segment(path))
        .collect();
    assert!(files.len() > 4);
    for file in files {
        let good = fs::read(&file).expect("a file");
        for length in [0, 1, good.len() / 2, good.len() - 1] {
            fs::write(&file, &good[..length]).expect("written");
            let opened = SearchIndex::open(dir.path());
            assert!(opened.is_err_and(|e| e.needs_rebuild()), "{file:?} {length}");
        }
        fs::remove_file(&file).expect("removed");
        // No field has positions: that file has nothing in it that could be missed.
        let needed = file.extension().is_some_and(|kind| kind != "pos");
        let opened = SearchIndex::open(dir.path());
        assert!(opened.map_or_else(|e| e.needs_rebuild(), |_| !needed), "{file:?}");
        fs::write(&file, &good).expect("written");
    }
    assert_eq!(SearchIndex::open(dir.path()).expect("whole again").len(), 32);
}

#[test]
fn an_empty_index_answers() {
    let index = SearchIndex::in_memory().expect("an index");
    for text in ["", "Caal", "pantalón azul"] {
        let page = index.search(&Query::text(text)).expect("a page");
        assert!(page.total == 0 && page.hits.is_empty() && page.facets.is_empty());
    }
}
