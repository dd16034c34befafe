//! The candidates of a whole batch, record by record.

use std::collections::BTreeSet;
use std::path::Path;

use vinculo_exchange::Format;
use vinculo_record::{Lang, Link};
use vinculo_store::{BatchId, RecordId, RecordStore, Seq};

use super::Desk;
use super::compare::other;
use crate::candidate_table::{CandidateWriter, Shown};
use crate::candidates::links_of;
use crate::error::Result;

/// What is wanted of a batch.
#[derive(Clone, Copy, Debug)]
pub struct BatchMatch {
    /// The batch.
    pub batch: BatchId,
    /// The link.
    pub link: Link,
    /// The places of each record's list that are wanted.
    pub top: usize,
    /// The columns.
    pub shown: Shown,
    /// The file's format.
    pub format: Format,
    /// The language of reasons.
    pub lang: Lang,
}

/// How far a batch has been matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MatchProgress {
    /// Records whose lists are written.
    pub done: u64,
    /// Records of the batch.
    pub records: u64,
}

impl Desk<'_> {
    /// Writes the candidates of every record of a batch to a file, whole or not at all. Each
    /// list is that of [`candidates_of`](Self::candidates_of), in the order of the rows; a
    /// pair of two records of the batch stands once. `go_on` hears of each record before it
    /// is compared, may take its time, and ends the work by answering no.
    ///
    /// Returns the number of candidates; `None` when `go_on` ended it.
    ///
    /// # Errors
    /// As [`batch`](Self::batch); a link that the batch's kind has no part in; a file that
    /// cannot be written.
    pub fn match_batch(
        &self,
        wanted: &BatchMatch,
        file: &Path,
        go_on: &mut dyn FnMut(MatchProgress) -> bool,
    ) -> Result<Option<u64>> {
        let batch = self.batch(wanted.batch)?;
        let (link, asking) = links_of(batch.kind, Some(wanted.link))?[0];
        let keys = self.engine.batch_keys(wanted.batch)?;
        let records = keys.len() as u64;
        let none = self.engine.no_candidates(link)?;
        let keys = if self.sees_some(other(link, asking)) { keys } else { BTreeSet::new() };
        let mut told = BTreeSet::new();
        let mut writer = CandidateWriter::create(file, wanted.format, &none, wanted.shown)?;
        for (done, key) in (0..).zip(&keys) {
            if !go_on(MatchProgress { done, records }) {
                return Ok(None);
            }
            // A record may have been held or erased since.
            let Some(found) = self.engine.get(key)?.and_then(|found| self.see(found)) else {
                continue;
            };
            let (record, row) = (&found.record, &found.row);
            let seen = self.list_of(record, row, link, asking, wanted.top, wanted.lang)?;
            let mut list = seen.list;
            list.rows.retain(|row| {
                let within = keys.contains(&row.left) && keys.contains(&row.right);
                !within || told.insert(BTreeSet::from([row.left.clone(), row.right.clone()]))
            });
            writer.write(&list)?;
        }
        let written = writer.finish()?;
        Ok(go_on(MatchProgress { done: records, records }).then_some(written))
    }

    /// Whether the records of a batch and those that were noted as its candidates still exist
    /// for the caller, as far as the change log tells after `seq`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn still_exist(
        &self,
        batch: BatchId,
        noted: &BTreeSet<RecordId>,
        seq: Seq,
    ) -> Result<bool> {
        const STEP: usize = 10_000;
        if self.engine.store.last_seq()? <= seq {
            return Ok(true);
        }
        let own = self.engine.batch_keys(batch)?;
        let mut at = seq;
        loop {
            let entries = self.engine.store.changes_since(at, STEP)?;
            let Some(last) = entries.last() else { return Ok(true) };
            at = last.seq;
            let concerns = |id, key| noted.contains(id) || own.contains(key);
            for entry in entries.iter().filter(|entry| concerns(&entry.id, &entry.key)) {
                if !self.exists(&entry.key)? {
                    return Ok(false);
                }
            }
        }
    }
}
