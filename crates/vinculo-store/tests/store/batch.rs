//! Uploading in chunks, and going on after an interruption.

use vinculo_record::Kind;
use vinculo_store::{
    BatchCounts, BatchRow, BatchState, DUPLICATE_ID_IN_FILE, LogOp, MemoryStore, RecordStore,
    RowAction, RowFilter, RowStatus, Severity, Store,
};

use crate::{assert_sound, fixture, key, new_batch, problem, put_row, record};

/// A file with every fate a row can have, over records that are there before.
fn rows() -> Vec<BatchRow> {
    let of = |id: &str, text: &str, at: &str| record(&key(Kind::Notice, "ORG", id), text, at);
    let mut rows = vec![
        put_row(1, of("new", "a", "")),
        put_row(2, of("same", "a", "")),
        put_row(3, of("changed", "b", "")),
        put_row(4, of("older", "b", "2020")),
        BatchRow {
            ordinal: 5,
            line: Some(6),
            action: RowAction::Reject { key: None },
            problems: vec![problem("no_id", Severity::Error)],
        },
        put_row(6, of("doubtful", "a", "")),
        put_row(7, of("new", "a", "2021")),
        put_row(8, of("new", "other", "")),
        put_row(9, of("older", "b", "2020")),
        put_row(10, of("new", "a", "")),
    ];
    rows[5].problems = vec![problem("impossible_date", Severity::Warning)];
    rows
}

fn load_earlier(store: &dyn RecordStore) {
    for (id, at) in [("same", ""), ("changed", ""), ("older", "2022")] {
        store.put(&record(&key(Kind::Notice, "ORG", id), "a", at)).unwrap();
    }
}

fn expected_counts() -> BatchCounts {
    BatchCounts {
        rows_seen: 10,
        created: 2,
        updated: 1,
        unchanged: 4,
        older: 1,
        rejected: 2,
        doubtful: 1,
    }
}

/// What is in a store, without ids of batches and times.
fn dump(store: &dyn RecordStore) -> String {
    let mut text = String::new();
    for entry in store.changes_since(0, 1000).unwrap() {
        let (seq, key, op) = (entry.seq, entry.key.qualified(), entry.op);
        let version = entry.version.map(|version| store.version(&entry.key, version).unwrap());
        let content = version.map(|version| version.unwrap().content);
        text += &format!("{seq} {key} {op} {:?} {content:?}\n", entry.version);
    }
    for batch in store.list_batches(None, 100).unwrap() {
        text += &format!("{} {:?}\n", batch.state, batch.counts);
        for row in store.batch_rows(batch.id, 0, 1000, RowFilter::All).unwrap() {
            text += &format!("{row:?}\n");
        }
    }
    text
}

#[test]
fn each_row_gets_its_result() {
    let fixture = fixture();
    let memory = MemoryStore::new();
    for store in [&fixture.store as &dyn RecordStore, &memory] {
        load_earlier(store);
        let batch = store.begin_batch(&new_batch("file")).unwrap();
        assert_eq!((batch.state, batch.next_ordinal()), (BatchState::Processing, 1));
        let done = store.apply_chunk(batch.id, &rows()).unwrap();
        assert_eq!(done.batch.counts, expected_counts());
        assert_eq!(store.batch(batch.id).unwrap(), done.batch);
        assert_eq!(store.batch_rows(batch.id, 0, 100, RowFilter::All).unwrap(), done.rows);

        use RowStatus::{Created, Older, Rejected, Unchanged, Updated};
        let statuses: Vec<_> = done.rows.iter().map(|r| r.status).collect();
        let expected = [
            Created, Unchanged, Updated, Older, Rejected, Created, Unchanged, Rejected, Unchanged,
            Unchanged,
        ];
        assert_eq!(statuses, expected);
        let duplicates: Vec<_> = done.rows.iter().map(|r| r.duplicate_of).collect();
        assert_eq!(duplicates[6..], [Some(1), Some(1), Some(4), Some(1)]);
        let rejected = &done.rows[7];
        assert_eq!(rejected.problems[0].code, DUPLICATE_ID_IN_FILE);
        assert_eq!(
            (rejected.key.clone(), rejected.version),
            (Some(key(Kind::Notice, "ORG", "new")), None)
        );
        assert_eq!(done.rows[8].version, Some(2), "unchanged against the older version it is");

        let of = |filter| store.batch_rows(batch.id, 0, 100, filter).unwrap();
        assert_eq!(of(RowFilter::Rejected).iter().map(|r| r.ordinal).collect::<Vec<_>>(), [5, 8]);
        assert_eq!(of(RowFilter::Doubtful).iter().map(|r| r.ordinal).collect::<Vec<_>>(), [6]);
        let page = store.batch_rows(batch.id, 5, 2, RowFilter::All).unwrap();
        assert_eq!(page.iter().map(|r| r.ordinal).collect::<Vec<_>>(), [6, 7]);
        let of_batch = |id| store.batch_version(batch.id, &key(Kind::Notice, "ORG", id)).unwrap();
        let version = |id| of_batch(id).map(|stored| stored.version);
        assert_eq!((version("new"), version("older"), version("none")), (Some(1), Some(2), None));
        let finished = store.finish_batch(batch.id).unwrap();
        assert_eq!(finished.state, BatchState::Succeeded);
        assert!(finished.finished_at >= finished.started_at);
        let versions = store.versions(&key(Kind::Notice, "ORG", "changed")).unwrap();
        assert_eq!(versions.iter().map(|v| v.batch).collect::<Vec<_>>(), [None, Some(batch.id)]);
    }
    assert_eq!(dump(&fixture.store), dump(&memory));
    assert_sound(&fixture.store);
}

#[test]
fn an_interruption_between_any_two_chunks_leaves_no_trace() {
    let run = |chunk: usize, stop_after: Option<usize>| {
        let fixture = fixture();
        let dir = fixture.dir.clone();
        let mut store = fixture.store;
        load_earlier(&store);
        for (done, rows) in rows().chunks(chunk).enumerate() {
            if stop_after == Some(done) {
                drop(store);
                store = Store::open_writer(&dir, "test").unwrap();
            }
            let batch = store.begin_batch(&new_batch("file")).unwrap();
            assert_eq!(batch.next_ordinal(), rows[0].ordinal);
            store.apply_chunk(batch.id, rows).unwrap();
        }
        let id = store.begin_batch(&new_batch("file")).unwrap().id;
        store.finish_batch(id).unwrap();
        assert_sound(&store);
        dump(&store)
    };
    let never = run(100, None);
    assert!(never.contains("rows_seen: 10"), "{never}");
    for chunk in 1..=5 {
        for stop_after in 0..=10_usize.div_ceil(chunk) {
            assert_eq!(
                run(chunk, Some(stop_after)),
                never,
                "chunks of {chunk}, after {stop_after}"
            );
        }
    }
}

#[test]
fn the_same_file_again_changes_nothing() {
    let fixture = fixture();
    let store = &fixture.store;
    load_earlier(store);
    let first = store.begin_batch(&new_batch("file")).unwrap();
    store.apply_chunk(first.id, &rows()).unwrap();
    store.finish_batch(first.id).unwrap();
    let seq = store.last_seq().unwrap();
    let second = store.begin_batch(&new_batch("file")).unwrap();
    assert_ne!(first.id, second.id);
    assert_eq!(second.next_ordinal(), 1);
    let done = store.apply_chunk(second.id, &rows()).unwrap();
    assert_eq!(store.last_seq().unwrap(), seq);
    let BatchCounts { created, updated, unchanged, older, .. } = done.batch.counts;
    assert_eq!((created, updated, unchanged, older), (0, 0, 7, 1));
    let newest = store.list_batches(None, 1).unwrap();
    assert_eq!(newest[0].id, second.id);
    assert_eq!(store.list_batches(Some(second.id), 10).unwrap()[0].id, first.id);
    assert_eq!(store.unfinished_batches().unwrap().len(), 1);
}

#[test]
fn a_batch_takes_rows_only_while_it_is_processed_and_in_order() {
    let fixture = fixture();
    let memory = MemoryStore::new();
    for store in [&fixture.store as &dyn RecordStore, &memory] {
        let queued = store.enqueue_batch(&new_batch("file")).unwrap();
        assert_eq!((queued.state, queued.started_at), (BatchState::Enqueued, None));
        assert_eq!(store.enqueue_batch(&new_batch("file")).unwrap(), queued);
        assert!(store.apply_chunk(queued.id, &rows()).unwrap_err().is_batch_closed());
        let begun = store.start_batch(queued.id).unwrap();
        assert_eq!(store.begin_batch(&new_batch("file")).unwrap(), begun);
        assert!(store.apply_chunk(begun.id, &rows()[1..]).unwrap_err().is_out_of_order());
        store.apply_chunk(begun.id, &rows()[..2]).unwrap();
        assert!(store.apply_chunk(begun.id, &rows()[..2]).unwrap_err().is_out_of_order());
        let failed = store.fail_batch(begun.id, "the file ends in mid row").unwrap();
        assert_eq!(failed.error.as_deref(), Some("the file ends in mid row"));
        assert_eq!(failed.counts.rows_seen, 2, "results stay");
        for error in [
            store.apply_chunk(begun.id, &rows()[2..]).unwrap_err(),
            store.finish_batch(begun.id).unwrap_err(),
            store.start_batch(begun.id).unwrap_err(),
        ] {
            assert!(error.is_batch_closed(), "{error}");
        }
        let again = store.begin_batch(&new_batch("file")).unwrap();
        assert_ne!(again.id, begun.id);
        assert_eq!(store.cancel_batch(again.id).unwrap().state, BatchState::Canceled);
        let unknown = uuid_of_nothing();
        assert!(store.batch(unknown).unwrap_err().is_not_found());
        assert!(store.batch_rows(unknown, 0, 1, RowFilter::All).unwrap_err().is_not_found());
        assert!(store.list_batches(Some(unknown), 1).unwrap_err().is_not_found());
    }
}

#[test]
fn log_of_a_batch_has_one_entry_per_written_version_and_one_for_its_success() {
    let fixture = fixture();
    load_earlier(&fixture.store);
    let batch = fixture.store.begin_batch(&new_batch("file")).unwrap();
    fixture.store.apply_chunk(batch.id, &rows()).unwrap();
    let log = |after| fixture.store.changes_since(after, 100).unwrap();
    let ops: Vec<_> = log(3).into_iter().map(|e| (e.op, e.version)).collect();
    use LogOp::{Older, Stage, Succeed};
    assert_eq!(ops, [(Stage, Some(1)), (Stage, Some(2)), (Older, Some(2)), (Stage, Some(1))]);
    fixture.store.finish_batch(batch.id).unwrap();
    let told: Vec<_> = log(7).into_iter().map(|e| (e.seq, e.op, e.key.local_id)).collect();
    let of = |id: &str| (8, Succeed, id.to_owned());
    assert_eq!(told, [of("new"), of("changed"), of("doubtful")], "in one place of the log");
    assert_eq!(fixture.store.changes_since(7, 1).unwrap().len(), 3, "all of it or nothing");
}

fn uuid_of_nothing() -> vinculo_store::BatchId {
    "01890000-0000-7000-8000-000000000000".parse().unwrap()
}
