//! Erasing records, and what is to be done until nothing of them is left.

use std::fs;
use std::ops::ControlFlow;
use std::sync::PoisonError;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use vinculo_record::{Column, Kind, RecordKey};
use vinculo_store::{Batch, Erasure, ErasureOrder, ErasureReason, RecordStore, Residue, faults};

use crate::document::today;
use crate::engine::{Engine, read_stored};
use crate::error::Result;

/// For how long an import that was cut off waits for somebody to go on with it. Judgement: a
/// week of work.
const ABANDONED_AFTER: SignedDuration = SignedDuration::from_hours(7 * 24);

impl Engine {
    /// Erases a record, under protection hold or not: when this returns, nobody can
    /// read, find or match it any more. What is left of it in files goes with
    /// [`finish_erasures`](Self::finish_erasures), by one call for many records.
    ///
    /// # Errors
    /// When there is no such record, or the store cannot be written.
    pub fn erase(&self, key: &RecordKey, order: &ErasureOrder) -> Result<Erasure> {
        let erasure = self.store.erase(key, order)?;
        self.follow_later(true);
        Ok(erasure)
    }

    /// The records whose `retain_until` has passed, in order; those under protection
    /// hold as well.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn expired(&self, today: Date) -> Result<Vec<RecordKey>> {
        let mut expired = Vec::new();
        let mut failed = None;
        for kind in Kind::ALL {
            self.store.for_each_current(kind, &mut |stored| {
                // Few records have one: the others need not be read.
                if !stored.content.contains(Column::RetainUntil.name()) {
                    return ControlFlow::Continue(());
                }
                match read_stored(stored) {
                    Ok(found) => {
                        let has_passed = |until: Date| until < today;
                        if found.record.retain_until.is_some_and(has_passed) {
                            expired.push(found.record.key);
                        }
                        ControlFlow::Continue(())
                    }
                    Err(error) => {
                        failed = Some(error);
                        ControlFlow::Break(())
                    }
                }
            })?;
        }
        failed.map_or(Ok(expired), Err)
    }

    /// Erases what has expired, by order of `by`, stops imports that were cut off a week ago
    /// or earlier, and finishes what earlier erasures left. Gives what was erased, and what
    /// stands in the way of the rest.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn erase_expired(&self, by: &str) -> Result<(Vec<RecordKey>, Vec<Residue>)> {
        let order = ErasureOrder::new(by, ErasureReason::RetentionEnded)?;
        let expired = self.expired(today())?;
        for key in &expired {
            self.erase(key, &order)?;
        }
        self.stop_abandoned(Timestamp::now() - ABANDONED_AFTER)?;
        Ok((expired, self.finish_erasures()?))
    }

    /// Removes what erased records left: their entries in the index, blobs that nobody
    /// else uses, stale pages of the database and of its log; and notes the erasures
    /// beside every backup. Tells what stood in the way: then call it again later, as
    /// every opening for writing does. Costs a rewriting of the database, if there is
    /// anything to do.
    ///
    /// # Errors
    /// When the store cannot be written. What is done stays done.
    pub fn finish_erasures(&self) -> Result<Vec<Residue>> {
        let unfinished = self.store.unfinished_erasures()?;
        let Some(last) = unfinished.last() else { return Ok(Vec::new()) };
        let mut residue = self.store.list_erasures(last.seq)?;
        if unfinished.iter().any(|erasure| !erasure.purged) {
            let left = self.purge(last)?;
            if left.is_empty() {
                self.store.mark_purged(last.seq)?;
            }
            residue.extend(left);
        }
        Ok(residue)
    }

    fn purge(&self, last: &Erasure) -> Result<Vec<Residue>> {
        self.follow()?;
        // Their names were counted.
        self.forget_matching();
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(index) = index {
            index.purge()?;
        }
        faults::reached("erase.before_files");
        let mut residue = self.store.purge_files()?;
        faults::reached("erase.after_files");
        let uploads = self.uploads_before(last.erased_at)?;
        if uploads > 0 {
            residue.push(Residue::Uploads(uploads));
        }
        Ok(residue)
    }

    /// Uploaded files that came before a moment and wait to be read: an erased record
    /// may stand in them.
    fn uploads_before(&self, moment: Timestamp) -> Result<usize> {
        Ok(self.unfinished_before(moment)?.iter().filter(|(_, is_kept)| *is_kept).count())
    }

    /// Stops the imports of the command line that began before a moment, were cut off and
    /// that nobody has gone on with. Nobody sees what they had written, so nobody could
    /// erase it.
    fn stop_abandoned(&self, moment: Timestamp) -> Result<()> {
        for (batch, is_kept) in self.unfinished_before(moment)? {
            if !is_kept {
                self.store.cancel_batch(batch.id)?;
                tracing::warn!(batch = %batch.id, "an import that was cut off was stopped");
            }
        }
        Ok(self.store.settle_batches()?)
    }

    /// The unfinished batches that came before a moment, each with whether its file is kept.
    fn unfinished_before(&self, moment: Timestamp) -> Result<Vec<(Batch, bool)>> {
        let folder = self.store.layout().uploads();
        let names: Vec<String> = match fs::read_dir(folder) {
            Ok(entries) => entries
                .flatten()
                .map(|entry| entry.file_name().to_string_lossy().into_owned())
                .collect(),
            Err(_) => Vec::new(),
        };
        let is_kept = |id: String| names.iter().any(|name| name.starts_with(&id));
        let batches = self.store.unfinished_batches()?.into_iter();
        let earlier = batches.filter(|batch| batch.created_at <= moment);
        let with_file = earlier.map(|batch| {
            let is_kept = is_kept(batch.id.to_string());
            (batch, is_kept)
        });
        Ok(with_file.collect())
    }

    /// What an earlier process could not finish is tried again; what cannot be done
    /// keeps nobody from working.
    pub(crate) fn resume_erasures(&self) {
        match self.finish_erasures() {
            Ok(residue) if residue.is_empty() => {}
            Ok(residue) => tracing::warn!(?residue, "something of erased records is left"),
            Err(error) => tracing::warn!(%error, "what erased records left was not removed"),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use vinculo_record::Row;
    use vinculo_search::Query;
    use vinculo_store::{BatchRow, BatchState, Digest, NewBatch, PutRecord, RowAction};

    use super::*;

    const MARKER: &str = "Xquicmarca";

    fn engine() -> (tempfile::TempDir, Engine) {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("store");
        Engine::init(&dir).unwrap();
        let engine = Engine::open_writer(&dir, "test").unwrap();
        (folder, engine)
    }

    fn put(engine: &Engine, id: &str, name: &str, more: &[(Column, &str)]) -> RecordKey {
        let mut row = Row::default();
        row.insert_text(Column::Source, "ORG");
        row.insert_text(Column::LocalId, id);
        row.insert_text(Column::GivenNames, name);
        row.insert_text(Column::EventDate, "2021-02-03");
        for (column, text) in more {
            row.insert_text(*column, *text);
        }
        engine.put(Kind::Shelter, &row).unwrap().0
    }

    fn hits(engine: &Engine, text: &str) -> u64 {
        engine.search(&Query { text: text.to_owned(), ..Query::default() }).unwrap().total
    }

    fn holding(dir: &std::path::Path) -> Vec<std::path::PathBuf> {
        let mut found = Vec::new();
        for entry in fs::read_dir(dir).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                found.extend(holding(&path));
                continue;
            }
            let bytes = fs::read(&path).unwrap().to_ascii_lowercase();
            let marker = MARKER.to_ascii_lowercase();
            if bytes.windows(marker.len()).any(|window| window == marker.as_bytes()) {
                found.push(path);
            }
        }
        found
    }

    #[test]
    fn an_erased_record_is_nowhere_to_be_found() {
        let (_folder, engine) = engine();
        let dir = engine.store().layout().dir().to_owned();
        engine.prepare_matching().unwrap();
        let marks = format!("tattoo@arm_upper/left:{MARKER}");
        let key =
            put(&engine, "1", MARKER, &[(Column::Marks, &marks), (Column::Circumstances, MARKER)]);
        put(&engine, "1", &format!("{MARKER} Ana"), &[(Column::Circumstances, MARKER)]);
        put(&engine, "2", "Rosa", &[]);
        assert_eq!(hits(&engine, MARKER), 1);
        assert!(holding(&dir).len() >= 2, "in the database and in the index");
        let order = ErasureOrder::new("tester", ErasureReason::ConsentWithdrawn).unwrap();
        engine.erase(&key, &order).unwrap();
        assert_eq!(hits(&engine, MARKER), 0);
        assert!(engine.get(&key).unwrap().is_none());
        assert_eq!(engine.finish_erasures().unwrap(), []);
        assert_eq!(holding(&dir), Vec::<std::path::PathBuf>::new());
        let verified = engine.verify().unwrap();
        assert!(verified.is_sound(), "{:?} {:?}", verified.store.findings, verified.findings);
        assert_eq!((verified.indexed, verified.profiles, verified.store.erased), (1, 1, 1));
    }

    #[test]
    fn what_a_crash_left_goes_at_the_next_opening() {
        let (_folder, engine) = engine();
        let dir = engine.store().layout().dir().to_owned();
        let key = put(&engine, "1", MARKER, &[]);
        let order = ErasureOrder::new("tester", ErasureReason::LegalOrder).unwrap();
        // Only the transaction: as if killed right after it.
        engine.store().erase(&key, &order).unwrap();
        drop(engine);
        assert!(!holding(&dir).is_empty());
        let engine = Engine::open_writer(&dir, "test").unwrap();
        assert_eq!(holding(&dir), Vec::<std::path::PathBuf>::new());
        assert!(engine.store().unfinished_erasures().unwrap().is_empty());
    }

    #[test]
    fn records_expire_after_their_last_day() {
        let (_folder, engine) = engine();
        let until = |day| [(Column::RetainUntil, day)];
        let gone = put(&engine, "1", "Ana", &until("2024-05-31"));
        put(&engine, "2", "Luis", &until("2024-06-01"));
        put(&engine, "3", "Rosa", &[]);
        let held = put(
            &engine,
            "4",
            "Xun",
            &[(Column::RetainUntil, "2020-01-01"), (Column::ProtectionHold, "true")],
        );
        assert_eq!(engine.expired(date(2024, 6, 1)).unwrap(), [gone, held]);
    }

    #[test]
    fn an_import_that_nobody_goes_on_with_is_stopped_after_a_while() {
        let (_folder, engine) = engine();
        let new = NewBatch {
            kind: Kind::Shelter,
            source: None,
            file_extension: "csv".to_owned(),
            file_sha256: Digest::of(b"file"),
            settings: Digest::of(b""),
        };
        let begin = |settings: &[u8]| {
            let new = NewBatch { settings: Digest::of(settings), ..new.clone() };
            engine.store().begin_batch(&new).unwrap()
        };
        let [cut_off, uploaded] = [begin(b"by the command line"), begin(b"by the server")];
        let key = RecordKey::new(Kind::Shelter, "ORG", "1").unwrap();
        let action = RowAction::Put(PutRecord::new(key, "{}"));
        let row = BatchRow { ordinal: 1, line: None, action, problems: Vec::new() };
        engine.store().apply_chunk(cut_off.id, &[row]).unwrap();
        let uploads = engine.store().layout().uploads();
        fs::create_dir_all(&uploads).unwrap();
        fs::write(uploads.join(format!("{}.csv", uploaded.id)), "").unwrap();

        let unfinished = || engine.store().unfinished_batches().unwrap().len();
        engine.stop_abandoned(cut_off.created_at - SignedDuration::from_secs(1)).unwrap();
        assert_eq!(unfinished(), 2, "somebody may still go on with it");
        engine.stop_abandoned(Timestamp::now()).unwrap();
        assert_eq!(unfinished(), 1);
        assert_eq!(engine.store().batch(cut_off.id).unwrap().state, BatchState::Canceled);
        assert!(!engine.store().is_settling().unwrap());
        assert!(engine.verify().unwrap().is_sound());
    }
}
