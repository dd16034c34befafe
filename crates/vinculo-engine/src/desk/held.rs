//! Records under protection hold: reading, searching, holding and releasing.

use vinculo_access::{Deed, RecordFacts};
use vinculo_record::{Column, Kind, Lang, Link, RecordKey};
use vinculo_search::Query;
use vinculo_store::RecordStore;

use super::compare::SeenCandidates;
use super::{Desk, through};
use crate::engine::{Found, read_stored};
use crate::error::Result;
use crate::listing::RecordPage;
use crate::search::SearchPage;

impl Desk<'_> {
    /// A record under protection hold; `None` if there is none, or the caller is not child
    /// protection.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn held(&self, key: &RecordKey) -> Result<Option<Found>> {
        let found = self.held_unnoted(key)?;
        found.iter().for_each(|found| self.trail.opened(found));
        Ok(found)
    }

    fn held_unnoted(&self, key: &RecordKey) -> Result<Option<Found>> {
        // Nothing is looked up for others, so not even the time tells them.
        if !self.caller.may(Deed::Hold) {
            return Ok(None);
        }
        let found = self.engine.store.get(key)?.map(read_stored).transpose()?;
        Ok(found.and_then(|found| {
            let facts = RecordFacts::of(&found.record, self.today);
            let sight = self.caller.sight_of_held(&facts)?;
            Some(through(found, sight))
        }))
    }

    /// A page of the held records, after a key.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn list_held(
        &self,
        kind: Option<Kind>,
        after: Option<&RecordKey>,
        limit: usize,
    ) -> Result<RecordPage> {
        if !self.caller.may(Deed::Hold) {
            return Ok(RecordPage { records: Vec::new(), next: None });
        }
        let mut keys = self.engine.held_keys(kind, after, limit + 1)?;
        let more = keys.len() > limit;
        keys.truncate(limit);
        let next = keys.last().filter(|_| more).cloned();
        let mut records = Vec::with_capacity(keys.len());
        for key in keys {
            records.extend(self.held_unnoted(&key)?);
        }
        records.iter().for_each(|found| self.trail.shown(found));
        Ok(RecordPage { records, next })
    }

    /// Searches the held records.
    ///
    /// # Errors
    /// When a filter contradicts itself.
    pub fn search_held(&self, query: &Query) -> Result<SearchPage> {
        let mut query = query.clone();
        if !self.caller.may(Deed::Hold) {
            query.scope = Some(Vec::new());
        }
        let page = self.engine.search_held(&query)?;
        let mut hits = Vec::with_capacity(page.hits.len());
        for hit in page.hits {
            if let Some(found) = self.held_unnoted(&hit.key)? {
                self.trail.shown(&found);
                hits.push((hit, found));
            }
        }
        Ok(SearchPage {
            total: page.total,
            total_all_words: page.total_all_words,
            hits,
            facets: page.facets,
            truncated: page.truncated,
            behind: 0,
        })
    }

    /// The candidates of a held record among those that are not held; `None` if there is no
    /// such record for the caller.
    ///
    /// # Errors
    /// A link that the record's kind has no part in.
    pub fn candidates_of_held(
        &self,
        key: &RecordKey,
        link: Option<Link>,
        top: usize,
        lang: Lang,
    ) -> Result<Option<Vec<SeenCandidates>>> {
        let Some(found) = self.held(key)? else { return Ok(None) };
        self.lists(&found.record, &found.row, link, top, lang).map(Some)
    }

    /// Puts a record under protection hold, with a reason, or releases it: a new version that
    /// differs in that alone. `None` if there is no such record for the caller.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn set_hold(&self, key: &RecordKey, hold: Option<&str>) -> Result<Option<Found>> {
        if !self.caller.may(Deed::Hold) {
            return Ok(None);
        }
        let stored = self.engine.revise(key, |row| match hold {
            Some(reason) => {
                row.insert_text(Column::ProtectionHold, "true");
                row.insert_text(Column::HoldReason, reason);
            }
            None => {
                row.remove(Column::ProtectionHold);
                row.remove(Column::HoldReason);
            }
        })?;
        self.engine.follow()?;
        if let Some(stored) = &stored {
            self.trail.written(stored.id, stored.version);
        }
        stored.map(read_stored).transpose()
    }
}
