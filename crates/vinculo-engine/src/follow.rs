//! Projections follow the change log by sequence number.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use rayon::prelude::*;
use vinculo_search::{Change, SearchIndex};
use vinculo_store::{LogEntry, RecordId, RecordStore, Seq, Store, faults};

use crate::document::search_document;
use crate::engine::{Engine, Found, read_stored};
use crate::error::{EngineError, Result};
use crate::matching::Matching;

/// Log entries taken over at a time. Bounds memory; moves no result.
const STEP: usize = 5_000;

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
        let _turn = self.following.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = self.follow_index(told)?;
        let last = self.store.last_seq()?;
        // Nobody who compares is kept waiting for nothing.
        let held = self.matching.read().unwrap_or_else(PoisonError::into_inner);
        let is_behind = held.as_ref().is_some_and(|matching| matching.seq() < last);
        drop(held);
        if is_behind {
            self.prepare_matching()?;
        }
        Ok(taken)
    }

    /// As [`follow`](Self::follow), after a write that is done whatever comes of this.
    pub(crate) fn follow_later(&self) {
        if let Err(error) = self.follow() {
            tracing::error!(%error, "index and profiles could not follow the log");
        }
    }

    /// Brings the index alone up to the log's end.
    pub(crate) fn follow_to_search(&self) -> Result<()> {
        if self.index_seq.load(Ordering::Acquire) < self.store.last_seq()? {
            let _turn = self.following.lock().unwrap_or_else(PoisonError::into_inner);
            self.follow_index(&mut |_, _| {})?;
        }
        Ok(())
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
        let total = self.store.last_seq()?.saturating_sub(from).unsigned_abs();
        let mut at = from;
        loop {
            let entries = self.store.changes_since(at, STEP)?;
            let Some(last) = entries.last().map(|entry| entry.seq) else { break };
            if faults::is_broken("index") {
                // For a test only: the number before what it stands for.
                index.commit(last.unsigned_abs())?;
                faults::reached("index.number_first");
            }
            // A batch may have changed many more records than these are places of the log.
            for some in changed_records(&entries).chunks(STEP) {
                let changes: Vec<Change> = self.install(|| {
                    some.par_iter().map(|entry| self.change(entry)).collect::<Result<Vec<_>>>()
                })?;
                index.apply(&changes)?;
            }
            at = last;
            told((at - from).unsigned_abs(), total);
        }
        if at > from {
            faults::reached("index.before_commit");
            index.commit(at.unsigned_abs())?;
            faults::reached("index.after_commit");
            self.index_seq.store(at, Ordering::Release);
        }
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

impl Matching {
    /// Takes over what has changed since.
    pub(crate) fn follow(&mut self, store: &Store) -> Result<Seq> {
        loop {
            let entries = store.changes_since(self.seq(), STEP)?;
            let Some(last) = entries.last().map(|entry| entry.seq) else { break };
            for entry in changed_records(&entries) {
                match current(store, entry.id)? {
                    Some(found) => self.put(&found.record, found.stored.version),
                    None => self.remove(&entry.key),
                }
            }
            self.settle(last);
        }
        Ok(self.seq())
    }
}

/// The last change of each record whose current version changed, in order.
pub(crate) fn changed_records(entries: &[LogEntry]) -> Vec<&LogEntry> {
    let changes = entries.iter().filter(|entry| entry.op.changes_current());
    let last: BTreeMap<RecordId, &LogEntry> = changes.map(|entry| (entry.id, entry)).collect();
    let mut records: Vec<&LogEntry> = last.into_values().collect();
    records.sort_by_key(|entry| entry.seq);
    records
}

pub(crate) fn current(store: &Store, id: RecordId) -> Result<Option<Found>> {
    store.get_by_id(id)?.map(read_stored).transpose()
}
