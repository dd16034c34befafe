//! Reading records.

use vinculo_access::{Reach, RecordFacts};
use vinculo_record::{RecordKey, RecordRef};
use vinculo_store::{ListFilter, VersionInfo};

use super::{Desk, through};
use crate::engine::Found;
use crate::error::{EngineError, Result};
use crate::listing::RecordPage;

/// Stored records looked at for one page at most: who sees few of many gets a short page
/// and goes on from there. Judgement.
const MAX_LOOKED_AT: usize = 20_000;
/// Stored records read at a time while a page is filled.
const STEP: usize = 500;

impl Desk<'_> {
    /// The current version of a record.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn get(&self, key: &RecordKey) -> Result<Option<Found>> {
        let found = self.engine.get(key)?.and_then(|found| self.see(found));
        found.iter().for_each(|found| self.trail.opened(found));
        Ok(found)
    }

    /// The current version of the record that was named, for evidence.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], or an ambiguous reference.
    pub(super) fn find(&self, reference: &RecordRef) -> Result<Found> {
        let found = self.engine.find_seen(self.caller, self.scope, reference)?;
        let found = self.see(found).ok_or_else(|| EngineError::NotFound(reference.clone()))?;
        self.trail.opened(&found);
        Ok(found)
    }

    /// Whether a record exists for the caller; noted nowhere.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn exists(&self, key: &RecordKey) -> Result<bool> {
        Ok(self.engine.get(key)?.and_then(|found| self.see(found)).is_some())
    }

    /// One version of a record, with what is seen both of it and of the current one.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn version(&self, key: &RecordKey, version: u32) -> Result<Option<Found>> {
        let (Some(current), Some(found)) =
            (self.engine.get(key)?, self.engine.version(key, version)?)
        else {
            return Ok(None);
        };
        let sight = |found: &Found| self.caller.sight(&RecordFacts::of(&found.record, self.today));
        let (Some(now), Some(then)) = (sight(&current), sight(&found)) else { return Ok(None) };
        let found = through(found, now.and(then));
        self.trail.opened(&found);
        Ok(Some(found))
    }

    /// The versions of a record, oldest first; `None` if it does not exist for the caller.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn versions(&self, key: &RecordKey) -> Result<Option<Vec<VersionInfo>>> {
        if self.get(key)?.is_none() {
            return Ok(None);
        }
        let Some(mut versions) = self.engine.versions(key)? else { return Ok(None) };
        let mut failed = None;
        versions.retain(|info| match self.engine.version(key, info.version) {
            Ok(found) => found.and_then(|found| self.see(found)).is_some(),
            Err(error) => {
                failed.get_or_insert(error);
                false
            }
        });
        failed.map_or(Ok(Some(versions)), Err)
    }

    /// A page of the records that the caller sees, after a key. It can be shorter than asked
    /// for, even empty, and yet have a next one.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn list(
        &self,
        filter: &ListFilter,
        after: Option<RecordKey>,
        limit: usize,
    ) -> Result<RecordPage> {
        let Some(filter) = self.within_reach(filter) else {
            return Ok(RecordPage { records: Vec::new(), next: None });
        };
        let (mut records, mut after, mut looked_at) = (Vec::new(), after, 0);
        loop {
            let step = STEP.min(limit.max(1));
            let page = self.engine.list(&filter, after.clone(), step)?;
            looked_at += step;
            for found in page.records {
                let key = found.record.key.clone();
                records.extend(self.see(found));
                after = Some(key);
                if records.len() == limit {
                    break;
                }
            }
            let full = records.len() == limit || looked_at >= MAX_LOOKED_AT;
            if full || page.next.is_none() {
                records.iter().for_each(|found| self.trail.shown(found));
                let next = if full { self.following(&filter, after)? } else { None };
                return Ok(RecordPage { records, next });
            }
        }
    }

    /// The key to go on from, if anything comes after it that is in no hold.
    fn following(
        &self,
        filter: &ListFilter,
        after: Option<RecordKey>,
    ) -> Result<Option<RecordKey>> {
        let more = !self.engine.list(filter, after.clone(), 1)?.records.is_empty();
        Ok(after.filter(|_| more))
    }

    /// The filter, narrowed where all that the caller sees is of its own organisation or of
    /// one kind; `None` where nothing can be left.
    fn within_reach(&self, filter: &ListFilter) -> Option<ListFilter> {
        let Some(mut reaches) = self.caller.reaches() else { return Some(filter.clone()) };
        reaches.retain(|(kind, _)| filter.kind.is_none_or(|only| only == *kind));
        let mut narrowed = filter.clone();
        let first = reaches.first()?.0;
        if reaches.iter().all(|(kind, _)| *kind == first) {
            narrowed.kind = Some(first);
        }
        if reaches.iter().all(|(_, reach)| *reach == Reach::Own) {
            let own = &self.caller.organisation;
            if filter.source.as_ref().is_some_and(|source| source != own) {
                return None;
            }
            narrowed.source = Some(own.clone());
        }
        Some(narrowed)
    }
}
