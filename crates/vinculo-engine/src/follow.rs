//! Projections follow the change log by sequence number.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError, TryLockError};
use std::time::Duration;

use rayon::prelude::*;
use vinculo_record::RecordKey;
use vinculo_search::{Change, SearchIndex};
use vinculo_store::{LogEntry, RecordId, RecordStore, Seq, Store, faults};

use crate::document::search_document;
use crate::engine::{Engine, Found, read_stored};
use crate::error::{EngineError, Result};
use crate::matching::Patience;
use crate::quiet;

/// Log entries taken over at a time. Bounds memory; moves no result.
const STEP: usize = 5_000;
/// So many changed records are taken over by whoever comes across them; more are left to the
/// background where there is one. Judgement: these take some hundredths of a second.
pub(crate) const LITTLE: usize = 500;
/// Between two looks whether another has taken over a little.
const LOOK: Duration = Duration::from_millis(1);

/// Opens the index for writing; one that no longer fits begins anew and follows
/// the whole log again.
pub(crate) fn open_index(dir: &Path) -> Result<SearchIndex> {
    match SearchIndex::open(dir) {
        Err(error) if error.needs_rebuild() => Ok(SearchIndex::create(dir)?),
        opened => Ok(opened?),
    }
}

impl Engine {
    /// Brings the index, and the profiles if they are in use, up to the log's end.
    /// Returns how many entries were taken over.
    ///
    /// # Errors
    /// When a projection cannot be written or the store cannot be read.
    pub fn follow(&self) -> Result<u64> {
        self.follow_with(&mut |_, _| {})
    }

    /// As [`follow`](Self::follow), telling the entries taken over and their total
    /// from time to time.
    ///
    /// # Errors
    /// As [`follow`](Self::follow).
    pub fn follow_with(&self, told: &mut dyn FnMut(u64, u64)) -> Result<u64> {
        let turn = self.following.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = self.follow_index(told)?;
        drop(turn);
        self.follow_to_compare(Patience::Unlimited)?;
        Ok(taken)
    }

    /// Says that somebody calls [`follow`](Self::follow) in the background from now on.
    /// Writes, searches and comparisons then wait for little: where a batch has changed many
    /// records, a search is answered as of before it, and says so, and so is a comparison.
    /// What was erased or is under protection hold is gone for all of them all the same.
    pub fn is_followed_in_background(&self) {
        self.is_followed.store(true, Ordering::Release);
    }

    /// As [`follow`](Self::follow), after a write that is done whatever comes of this. Much is
    /// left to the background where there is one, unless the write `hides` a record: that is
    /// gone when this returns.
    pub(crate) fn follow_later(&self, hides: bool) {
        let followed = match self.is_followed.load(Ordering::Acquire) && !hides {
            true => self.follow_to_search().and_then(|()| self.follow_to_compare(Patience::None)),
            false => self.follow().map(|_| ()),
        };
        if let Err(error) = followed {
            tracing::error!(%error, "index and profiles could not follow the log");
        }
    }

    /// Brings the index alone up to the log's end, unless that is much and somebody does so
    /// in the background.
    pub(crate) fn follow_to_search(&self) -> Result<()> {
        let from = || self.index_seq.load(Ordering::Acquire);
        while from() < self.store.last_seq()? {
            let turn = self.following.try_lock();
            if self.is_left_to_background(from())? {
                return Ok(());
            }
            if !matches!(turn, Err(TryLockError::WouldBlock)) {
                return self.follow_index(&mut |_, _| {}).map(|_| ());
            }
            std::thread::sleep(LOOK);
        }
        Ok(())
    }

    /// Whether so much has changed since that it is left to the background.
    pub(crate) fn is_left_to_background(&self, since: Seq) -> Result<bool> {
        Ok(self.is_followed.load(Ordering::Acquire)
            && self.store.count_changes(since, LITTLE + 1)? > LITTLE)
    }

    /// Brings the profiles, if they are in use, up to the log's end.
    fn follow_to_compare(&self, patience: Patience) -> Result<()> {
        let in_use = self.matching.read().unwrap_or_else(PoisonError::into_inner).is_some();
        if in_use { self.bring_up_matching(patience) } else { Ok(()) }
    }

    /// Throws the index away and fills it again from the log; compares all pictures anew.
    ///
    /// # Errors
    /// As [`follow`](Self::follow).
    pub fn reindex(&self, told: &mut dyn FnMut(u64, u64)) -> Result<u64> {
        {
            let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
            *index = None; // releases its lock
            *index = Some(Arc::new(SearchIndex::create(&self.store.layout().index())?));
            self.index_seq.store(0, Ordering::Release);
        }
        let taken = self.follow_with(told)?;
        self.store.forget_picture_pairs()?;
        self.forget_pictures();
        self.compare_pictures()?;
        Ok(taken)
    }

    fn follow_index(&self, told: &mut dyn FnMut(u64, u64)) -> Result<u64> {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(index) = index else { return Ok(0) };
        let taken = self.feed(&index, told);
        if matches!(taken, Err(EngineError::Search(_))) {
            // Its writer may have ended with the error: the next look begins anew.
            index.reset()?;
        }
        taken
    }

    fn feed(&self, index: &SearchIndex, told: &mut dyn FnMut(u64, u64)) -> Result<u64> {
        let from = self.index_seq.load(Ordering::Acquire);
        let until = self.store.last_seq()?;
        let total = until.saturating_sub(from).unsigned_abs();
        let (mut at, mut is_changed) = (from, false);
        if quiet::gives_way() && self.is_left_to_background(from)? {
            // Its threads then give way as the one that begins them anew.
            index.reset()?;
        }
        while let Some(step) = Step::next(&self.store, at, until)? {
            if faults::is_broken("index") {
                // For a test only: the number before what it stands for.
                index.commit(step.last.unsigned_abs())?;
                faults::reached("index.number_first");
            }
            // A batch may have changed many more records than these are places of the log.
            for some in step.changed.chunks(STEP) {
                is_changed = true;
                let changes: Vec<Change> = self.install(|| {
                    some.par_iter().map(|entry| self.change(entry)).collect::<Result<Vec<_>>>()
                })?;
                index.apply(&changes)?;
            }
            at = step.last;
            told((at - from).unsigned_abs(), total);
        }
        // What a batch stages changes nothing yet: while it does, nobody waits for the disk.
        if is_changed {
            faults::reached("index.before_commit");
            index.commit(at.unsigned_abs())?;
            faults::reached("index.after_commit");
        }
        self.index_seq.store(at, Ordering::Release);
        Ok((at - from).unsigned_abs())
    }

    fn change(&self, entry: &LogEntry) -> Result<Change> {
        let found = current(&self.store, entry.id)?;
        Ok(match found.filter(|found| !found.record.protection_hold) {
            Some(found) => Change::Upsert(search_document(&found.record, found.stored.version)),
            // Under protection hold, or erased.
            None => Change::Delete(entry.key.clone()),
        })
    }
}

/// Some places of the log, as whoever follows it takes them over.
pub(crate) struct Step {
    /// The last change of each record whose current version changed, in order.
    pub changed: Vec<LogEntry>,
    /// The last of the places.
    pub last: Seq,
}

impl Step {
    /// The next places after one, up to another (who follows a log that is being written
    /// would else never end); `None` where there are none. Where nothing has changed, as
    /// while a batch stages its rows, they are not read.
    pub fn next(store: &Store, after: Seq, until: Seq) -> Result<Option<Self>> {
        if after >= until {
            return Ok(None);
        }
        if store.count_changes(after, 1)? == 0 {
            return Ok(Some(Self { changed: Vec::new(), last: until }));
        }
        // Places have no gaps.
        let places = usize::try_from(until - after).map_or(STEP, |places| places.min(STEP));
        let entries = store.changes_since(after, places)?;
        let Some(last) = entries.last().map(|entry| entry.seq) else { return Ok(None) };
        let changes = entries.into_iter().filter(|entry| entry.op.changes_current());
        let latest: BTreeMap<RecordId, LogEntry> = changes.map(|entry| (entry.id, entry)).collect();
        let mut changed: Vec<LogEntry> = latest.into_values().collect();
        changed.sort_by_key(|entry| entry.seq);
        Ok(Some(Self { changed, last }))
    }

    /// Each record that has changed, as it is now; `None` where it was erased.
    pub fn read(&self, store: &Store) -> Result<Vec<(RecordKey, Option<Found>)>> {
        let read = |entry: &LogEntry| Ok((entry.key.clone(), current(store, entry.id)?));
        self.changed.iter().map(read).collect()
    }
}

pub(crate) fn current(store: &Store, id: RecordId) -> Result<Option<Found>> {
    store.get_by_id(id)?.map(read_stored).transpose()
}
