//! Children in shelters who resemble the person of a notice: found by following the log.

use std::collections::BTreeSet;

use vinculo_link::{Asking, Profiles, Scorer, rank_one};
use vinculo_model::Probability;
use vinculo_record::{Kind, Link, Record, RecordKey};
use vinculo_store::{
    Examined, LogEntry, NewMatch, NotificationEvent, Outbox, PairKey, RecordStore, Seq,
};

use super::of_pair;
use crate::decisions::{Decided, RuledOut};
use crate::document::today;
use crate::engine::{Engine, Found, read_stored};
use crate::error::Result;
use crate::matching::Matching;

/// The probability of a pair, with the prior of the compared set, from which a consulate is
/// told. *Judgement*: nine in ten by the model's own reckoning, since a consulate cannot look
/// at the evidence; a lower one tells more consulates of more children who are others.
pub const MATCHED_PROBABILITY: f64 = 0.9;
/// Records examined in one transaction: little is repeated after a crash, and other
/// writers wait for a moment only.
const STEP: usize = 50;
/// Places of the log looked through for them. Bounds memory, but for a batch in one place.
const PLACES: usize = 5_000;
/// Most matches of one record that are told. *Judgement*: more than one above the threshold
/// is rare, and at most one can be right.
const MOST: usize = 5;
/// The link of living people. Of a body that resembles a child nobody is told before an
/// authority has identified it.
const LINK: Link = Link::NoticeShelter;

/// What examining some entries of the log has brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MatchesExamined {
    /// Up to which entry the log is examined.
    pub seq: Seq,
    /// Notifications that were written.
    pub written: u64,
    /// Whether entries are left.
    pub more: bool,
}

/// The next records to be examined, and how far the log is examined with them.
fn next_keys(entries: &[LogEntry], examined: Examined) -> (BTreeSet<&RecordKey>, Examined) {
    let (mut keys, mut done) = (BTreeSet::new(), examined);
    for entry in entries.iter().skip(examined.further as usize) {
        if keys.len() == STEP {
            return (keys, done);
        }
        if entry.op.changes_current() && entry.key.kind != Kind::Remains {
            keys.insert(&entry.key);
        }
        // Places have no gaps: another one begins, and the one before is done.
        done = match entry.seq == done.seq + 1 {
            true => Examined { further: done.further + 1, ..done },
            false => Examined { seq: entry.seq - 1, further: 1 },
        };
    }
    // No place is cut off at the end of a page.
    let last = entries.last().map_or(examined.seq, |entry| entry.seq);
    (keys, Examined { seq: last, further: 0 })
}

impl Engine {
    /// Examines the next entries of the log: each child that was received and each notice is
    /// compared with the other side, and matches above the threshold are told to consulates,
    /// in one transaction with how far the log is examined. Call it until nothing is left.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn examine_matches(&self, threshold: f64) -> Result<MatchesExamined> {
        let examined = self.store.matches_examined()?;
        let entries = self.store.changes_since(examined.seq, PLACES)?;
        let (keys, done) = next_keys(&entries, examined);
        let mut found = Vec::new();
        for key in keys {
            if let Some(record) = self.get(key)? {
                found.extend(self.matches_of(&record, threshold)?);
            }
        }
        let written = match done > examined {
            true => self.store.note_matches(&found, done)?,
            false => 0,
        };
        Ok(MatchesExamined { seq: done.seq, written, more: done.seq < self.store.last_seq()? })
    }

    fn matches_of(&self, found: &Found, threshold: f64) -> Result<Vec<NewMatch>> {
        // Of an adult in a shelter nobody is told. A notice may be of anybody: the match says.
        let is_child = found.record.is_presumed_minor(today());
        if found.record.key.kind == Kind::Shelter && !is_child {
            return Ok(Vec::new());
        }
        let decided = self.decided(LINK, Some(&found.record.key), RuledOut::LeftOut)?;
        let likely = self
            .with_matching(|matching| self.likely(matching, &found.record, &decided, threshold))?;
        let mut matches = Vec::new();
        for other in likely {
            let Some(other) = self.store.get(&other)?.map(read_stored).transpose()? else {
                continue;
            };
            let (left, right) = match found.record.key.kind {
                Kind::Notice => (found, &other),
                _ => (&other, found),
            };
            let event = NotificationEvent::Matched;
            let mut notify = of_pair(event, &left.record, &right.record, today());
            notify.retain(|notification| notification.child);
            let pair = PairKey { left: left.record.key.clone(), right: right.record.key.clone() };
            let (left_version, right_version) = (left.stored.version, right.stored.version);
            matches.push(NewMatch { pair, left_version, right_version, notify });
        }
        Ok(matches)
    }

    /// The records of the other side that are above the threshold.
    fn likely(
        &self,
        matching: &Matching,
        record: &Record,
        decided: &Decided,
        threshold: f64,
    ) -> Result<Vec<RecordKey>> {
        let model = self.model.link(LINK)?;
        let one = Profiles::compile(matching.suite(), [(record, 0)]);
        let (asking, left, right) = match record.key.kind {
            Kind::Notice => (Asking::Left, &one, matching.profiles(LINK.right())),
            _ => (Asking::Right, matching.profiles(LINK.left()), &one),
        };
        let scorer = Scorer::new(matching.suite(), model, left, right)?;
        let (prior, left_out) = (matching.prior(model)?, decided.left_out(&scorer));
        let ranked = rank_one(&scorer, &prior, MOST, asking, &left_out);
        let is_likely = |probability: Probability| probability.get() >= threshold;
        let likely = ranked
            .into_iter()
            .filter(|candidate| candidate.exclusions.is_empty())
            .filter(|candidate| is_likely(candidate.probability))
            .map(|candidate| match asking {
                Asking::Left => scorer.right().key(candidate.right).clone(),
                Asking::Right => scorer.left().key(candidate.left).clone(),
            });
        Ok(likely.collect())
    }
}
