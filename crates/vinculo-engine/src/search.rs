//! Searching records by text and filters.

use std::ops::ControlFlow;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use vinculo_record::Kind;
use vinculo_search::{Change, FacetCounts, Hit, Query, SearchIndex};
use vinculo_store::RecordStore;

use crate::document::search_document;
use crate::engine::{Engine, Found, read_stored};
use crate::error::Result;

/// A page of results.
pub struct SearchPage {
    /// Records that match, on all pages.
    pub total: u64,
    /// Those that match every word.
    pub total_all_words: u64,
    /// The hits of this page, best first, each with its record.
    pub hits: Vec<(Hit, Found)>,
    /// Counts over all matches.
    pub facets: FacetCounts,
    /// Whether the end of the text was not looked at.
    pub truncated: bool,
    /// Log entries that the index has not taken over yet.
    pub behind: u64,
}

impl Engine {
    /// Searches. An index that is behind the log catches up first where nobody
    /// else writes to it, or does so in the background.
    ///
    /// # Errors
    /// When a filter contradicts itself or the index cannot be read.
    pub fn search(&self, query: &Query) -> Result<SearchPage> {
        let (index, behind) = self.current_index()?;
        let page = index.search(query)?;
        let all = page.hits.len();
        let mut hits = Vec::with_capacity(all);
        for hit in page.hits {
            // A record that was held a moment ago is not shown.
            if let Some(found) = self.get(&hit.key)? {
                hits.push((hit, found));
            }
        }
        let total = page.total.saturating_sub((all - hits.len()) as u64);
        Ok(SearchPage {
            total,
            total_all_words: page.total_all_words.min(total),
            hits,
            facets: page.facets,
            truncated: page.truncated,
            behind,
        })
    }

    fn current_index(&self) -> Result<(Arc<SearchIndex>, u64)> {
        let held = self.index.read().unwrap_or_else(PoisonError::into_inner).clone();
        if !self.store.is_read_only() {
            self.follow_to_search()?;
        } else if let Some(index) = &held {
            index.reload()?;
        }
        let behind = |index: &SearchIndex| -> Result<u64> {
            let at = match self.store.is_read_only() {
                true => index.last_seq()?.cast_signed(),
                false => self.index_seq.load(Ordering::Acquire),
            };
            let last = self.store.last_seq()?;
            // What a batch stages is not to be found yet.
            let is_behind = at < last && self.store.count_changes(at, 1)? > 0;
            Ok(if is_behind { last.abs_diff(at) } else { 0 })
        };
        if let Some(index) = held {
            let missing = behind(&index)?;
            if missing == 0 || !self.store.is_read_only() {
                return Ok((index, missing));
            }
            if self.catch_up().is_err() {
                // Another process writes and will catch up, or nothing can be written.
                return Ok((index, missing));
            }
        } else if let Err(error) = self.catch_up() {
            if !error.is_unwritable() {
                return Err(error);
            }
            let index = Arc::new(self.index_in_memory()?);
            let mut held = self.index.write().unwrap_or_else(PoisonError::into_inner);
            *held = Some(Arc::clone(&index));
            return Ok((index, 0));
        }
        let index = Arc::new(SearchIndex::open_reader(&self.store.layout().index())?);
        *self.index.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&index));
        let missing = behind(&index)?;
        Ok((index, missing))
    }

    /// An index of a store on a medium where none can be opened.
    fn index_in_memory(&self) -> Result<SearchIndex> {
        let index = SearchIndex::in_memory()?;
        let (mut seq, mut failed) = (0, None);
        for kind in Kind::ALL {
            seq = self.store.for_each_current(kind, &mut |stored| {
                let taken = read_stored(stored).and_then(|found| {
                    if found.record.protection_hold {
                        return Ok(());
                    }
                    let document = search_document(&found.record, found.stored.version);
                    Ok(index.apply(&[Change::Upsert(document)])?)
                });
                failed = taken.err();
                if failed.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })?;
            if let Some(error) = failed {
                return Err(error);
            }
        }
        index.commit(seq.unsigned_abs())?;
        Ok(index)
    }

    /// Becomes the writer for a moment and brings the index up to the log.
    fn catch_up(&self) -> Result<()> {
        let dir = self.store.layout().dir().to_owned();
        let writer = Engine::open_writer(&dir, "index")?;
        writer.follow()?;
        Ok(())
    }
}
