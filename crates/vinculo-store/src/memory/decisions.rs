//! Decisions in memory.

use vinculo_record::RecordKey;

use super::{Contents, MemoryStore, now};
use crate::error::{Result, StoreError};
use crate::limits::MAX_PAGE;
use crate::{Decision, DecisionFilter, DecisionNo, DecisionStore, NewDecision, PairKey};

impl Contents {
    /// The last decision on a pair.
    fn last_decision(&self, pair: &PairKey) -> Option<&Decision> {
        self.decisions.iter().rev().find(|decision| decision.pair == *pair)
    }

    fn decide(&mut self, new: &NewDecision, expected: u32) -> Result<Decision> {
        let sides = [(&new.pair.left, new.left_version), (&new.pair.right, new.right_version)];
        for (key, seen) in sides {
            let current = self.current(key);
            let current = current
                .ok_or_else(|| StoreError::RecordNotFound { reference: key.clone().into() })?;
            let found = current.version;
            if found != seen {
                return Err(StoreError::StaleRecord { key: key.clone(), seen, found });
            }
        }
        let found = self.last_decision(&new.pair).map_or(0, |decision| decision.version);
        if found != expected {
            return Err(StoreError::StaleDecision { expected, found });
        }
        let decision = Decision {
            no: self.decisions.len() as DecisionNo + 1,
            pair: new.pair.clone(),
            version: expected + 1,
            state: new.state,
            reason: new.reason,
            signed_for: new.signed_for,
            left_version: new.left_version,
            right_version: new.right_version,
            model: new.model.clone(),
            seen: new.seen.clone(),
            key: Some(new.key),
            score_visible: new.score_visible,
            by: new.by.clone(),
            imported: new.imported,
            note: new.note.clone(),
            recorded_at: now(),
        };
        self.decisions.push(decision.clone());
        self.outbox.retract_where(|told| {
            new.retract.contains(&told.event)
                && told.record == new.pair.right
                && told.other.as_ref() == Some(&new.pair.left)
        });
        for notification in &new.notify {
            let other = Some(new.pair.left.clone());
            self.outbox.insert(&new.pair.right, other, *notification, Some(decision.no));
        }
        Ok(decision)
    }
}

impl Contents {
    /// What the erasure of a record does to decisions and to what consulates were told.
    pub(super) fn erase_traces(&mut self, record: &RecordKey) -> u64 {
        self.outbox.retract_where(|told| told.concerns(record));
        let mut erased = 0;
        for decision in &mut self.decisions {
            let concerns = decision.pair.left == *record || decision.pair.right == *record;
            if concerns && decision.key.is_some() {
                decision.key = None;
                decision.note = None;
                erased += 1;
            }
        }
        erased
    }
}

impl DecisionStore for MemoryStore {
    fn decide(&self, new: &[(NewDecision, u32)]) -> Result<Vec<Decision>> {
        self.write(|c| new.iter().map(|(new, expected)| c.decide(new, *expected)).collect())
    }

    fn decisions(&self, pair: &PairKey) -> Result<Vec<Decision>> {
        Ok(self.read().decisions.iter().filter(|d| d.pair == *pair).cloned().collect())
    }

    fn current_decisions(
        &self,
        filter: &DecisionFilter,
        after: DecisionNo,
        limit: usize,
    ) -> Result<Vec<Decision>> {
        let contents = self.read();
        let wanted = |decision: &&Decision| {
            decision.no > after
                && contents.last_decision(&decision.pair).is_some_and(|last| last.no == decision.no)
                && (filter.states.is_empty() || filter.states.contains(&decision.state))
                && filter.record.as_ref().is_none_or(|record| {
                    *record == decision.pair.left || *record == decision.pair.right
                })
        };
        let found = contents.decisions.iter().filter(wanted);
        Ok(found.take(limit.min(MAX_PAGE)).cloned().collect())
    }

    fn decisions_since(&self, after: DecisionNo, limit: usize) -> Result<Vec<Decision>> {
        let contents = self.read();
        let found = contents.decisions.iter().filter(|decision| decision.no > after);
        Ok(found.take(limit.min(MAX_PAGE)).cloned().collect())
    }

    fn erase_traces(&self, record: &RecordKey) -> Result<u64> {
        self.write(|c| Ok(c.erase_traces(record)))
    }
}
