//! What was decided of the pairs that a list of candidates would show.

use std::collections::BTreeMap;

use vinculo_link::comparison_names;
use vinculo_record::vocab::{DecisionReason, DecisionState};
use vinculo_record::{Link, RecordKey};
use vinculo_store::{Decision, DecisionFilter, DecisionStore, PairKey, RecordStore};

use super::history::STEP;
use super::seen::{self, Changed};
use crate::engine::{Engine, read_stored};
use crate::error::Result;

/// What becomes of pairs that were ruled out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuledOut {
    /// They stand in no list, until a compared field of either record changes.
    LeftOut,
    /// They are listed with what was decided.
    Listed,
}

/// What was decided of a pair that is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairState {
    /// The state.
    pub state: DecisionState,
    /// Why.
    pub reason: Option<DecisionReason>,
    /// The version of the decision.
    pub version: u32,
    /// Of a pair that was ruled out and is back: what has changed since.
    pub back: Vec<Changed>,
}

/// What was decided of pairs.
#[derive(Default)]
pub(crate) struct Decided {
    /// Pairs that stand in no list.
    pub out: Vec<PairKey>,
    /// The others that somebody decided on.
    pub listed: BTreeMap<PairKey, PairState>,
}

impl Engine {
    /// What was decided of the pairs of a link, of all or with one record.
    pub(crate) fn decided(
        &self,
        link: Link,
        record: Option<&RecordKey>,
        ruled_out: RuledOut,
    ) -> Result<Decided> {
        let filter = DecisionFilter { states: Vec::new(), record: record.cloned() };
        let mut decided = Decided::default();
        let mut after = 0;
        loop {
            let page = self.store.current_decisions(&filter, after, STEP)?;
            let Some(last) = page.last() else { return Ok(decided) };
            after = last.no;
            for decision in page {
                let kinds = (decision.pair.left.kind, decision.pair.right.kind);
                if kinds != (link.left(), link.right()) {
                    continue;
                }
                let is_out = decision.state == DecisionState::RuledOut;
                let back = if is_out { self.changed_since(&decision)? } else { Vec::new() };
                if is_out && back.is_empty() && ruled_out == RuledOut::LeftOut {
                    decided.out.push(decision.pair);
                    continue;
                }
                let Decision { pair, state, reason, version, .. } = decision;
                decided.listed.insert(pair, PairState { state, reason, version, back });
            }
        }
    }

    /// What the comparisons would be given now and were not when it was decided.
    fn changed_since(&self, decision: &Decision) -> Result<Vec<Changed>> {
        let current = |key: &RecordKey| self.store.get(key);
        let (Some(left), Some(right)) =
            (current(&decision.pair.left)?, current(&decision.pair.right)?)
        else {
            return Ok(Vec::new());
        };
        if (left.version, right.version) == (decision.left_version, decision.right_version) {
            return Ok(Vec::new());
        }
        let (left, right) = (read_stored(left)?, read_stored(right)?);
        Ok(seen::changed(comparison_names(), decision, &left.row, &right.row))
    }
}
