//! The queue of work: pairs that nobody has reviewed, children first, the strongest first.
//!
//! Each record in a shelter or a morgue that the caller sees is compared with all notices; its
//! best are leads. Whoever shows them looks again at each: a record may have been held, erased
//! or decided on since.
//!
//! | Constant | Value | Meaning | Source |
//! | --- | --- | --- | --- |
//! | `OF_EACH` | 3 | leads of one record | judgement: past the third, its own list is the place to look |
//! | `MOST` | 5 000 | leads that are kept | judgement: weeks of work |
//! | `STEP` | 500 | records read at a time | bounds memory, moves no result |

use vinculo_model::{Millibits, Probability};
use vinculo_record::{Kind, Lang, Link, RecordKey};
use vinculo_store::{DecisionStore, ListFilter, PairKey};

use super::compare::other;
use super::{Desk, MatchProgress};
use crate::candidates::links_of;
use crate::engine::Found;
use crate::error::Result;

const OF_EACH: usize = 3;
const MOST: usize = 5_000;
const STEP: usize = 500;

/// A pair that nobody has reviewed, with evidence for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Lead {
    /// The link.
    pub link: Link,
    /// The records.
    pub pair: PairKey,
    /// Whether it may be about a child: the person of the notice, or the one in the shelter.
    pub child: bool,
    /// The sum of all weights, as the caller sees the records.
    pub match_weight: Millibits,
    /// With the prior of all records.
    pub probability: Probability,
}

/// A lead with its records as the caller sees them now.
pub struct SeenLead {
    /// The lead.
    pub lead: Lead,
    /// The notice.
    pub left: Found,
    /// The record in a shelter or a morgue.
    pub right: Found,
}

impl Desk<'_> {
    /// The leads of all records that the caller sees: children first, then by probability.
    /// `go_on` hears of each record before it is compared, may take its time, and ends the
    /// work by answering no: then `None`.
    ///
    /// # Errors
    /// When the store cannot be read or the model does not fit.
    pub fn leads(&self, go_on: &mut dyn FnMut(MatchProgress) -> bool) -> Result<Option<Vec<Lead>>> {
        let keys = self.keys_of(&[Kind::Shelter, Kind::Remains])?;
        let records = keys.len() as u64;
        let mut leads = Vec::new();
        for (done, key) in (0..).zip(&keys) {
            if !go_on(MatchProgress { done, records }) {
                return Ok(None);
            }
            // A record may have been held or erased since.
            if let Some(found) = self.engine.get(key)?.and_then(|found| self.see(found)) {
                leads.extend(self.leads_of(&found)?);
            }
            if leads.len() >= 2 * MOST {
                cut(&mut leads);
            }
        }
        cut(&mut leads);
        Ok(Some(leads))
    }

    /// The records of some kinds that the caller sees: no others are counted, for a count
    /// would tell of them.
    fn keys_of(&self, kinds: &[Kind]) -> Result<Vec<RecordKey>> {
        let mut keys = Vec::new();
        for kind in kinds {
            let filter = ListFilter { kind: Some(*kind), source: None };
            let mut after = None;
            loop {
                let page = self.list(&filter, after, STEP)?;
                keys.extend(page.records.into_iter().map(|found| found.record.key));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
        }
        Ok(keys)
    }

    fn leads_of(&self, found: &Found) -> Result<Vec<Lead>> {
        let key = &found.record.key;
        let links = links_of(key.kind, None)?.into_iter();
        let links = links.filter(|(link, asking)| other(*link, *asking) == Kind::Notice);
        let mut leads = Vec::new();
        for (link, asking) in links {
            let (record, row) = (&found.record, &found.row);
            let seen = self.list_of(record, row, link, asking, OF_EACH, Lang::default())?;
            for (row, notice) in seen.list.rows.iter().zip(&seen.others) {
                let candidate = &row.candidate;
                let for_it = candidate.match_weight.bits() > 0.0 && candidate.exclusions.is_empty();
                if for_it && row.decision.is_none() {
                    let living = key.kind == Kind::Shelter;
                    let is_minor = |found: &Found| found.record.is_presumed_minor(self.today);
                    leads.push(Lead {
                        link,
                        pair: PairKey { left: row.left.clone(), right: row.right.clone() },
                        child: is_minor(notice) || living && is_minor(found),
                        match_weight: candidate.match_weight,
                        probability: candidate.probability,
                    });
                }
            }
        }
        Ok(leads)
    }

    /// The leads from a place on that still are leads, at most so many, and where the next
    /// ones start.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn seen_leads(
        &self,
        leads: &[Lead],
        from: usize,
        limit: usize,
    ) -> Result<(Vec<SeenLead>, Option<usize>)> {
        let mut seen = Vec::new();
        for (place, lead) in leads.iter().enumerate().skip(from) {
            if seen.len() == limit {
                return Ok((seen, Some(place)));
            }
            let see =
                |key| Ok::<_, crate::EngineError>(self.engine.get(key)?.and_then(|f| self.see(f)));
            let (Some(left), Some(right)) = (see(&lead.pair.left)?, see(&lead.pair.right)?) else {
                continue;
            };
            if self.engine.store.decisions(&lead.pair)?.is_empty() {
                self.trail.shown(&left);
                self.trail.shown(&right);
                seen.push(SeenLead { lead: lead.clone(), left, right });
            }
        }
        Ok((seen, None))
    }
}

/// Orders leads and keeps the first.
fn cut(leads: &mut Vec<Lead>) {
    leads.sort_by(|a, b| {
        let by_key = || (&a.pair.left, &a.pair.right).cmp(&(&b.pair.left, &b.pair.right));
        (b.child.cmp(&a.child))
            .then(b.probability.get().total_cmp(&a.probability.get()))
            .then(b.match_weight.cmp(&a.match_weight))
            .then_with(by_key)
    });
    leads.truncate(MOST);
}
