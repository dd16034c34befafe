//! Reading what was decided, as far as the caller may know.

use vinculo_access::{Caller, Deed};
use vinculo_link::comparison_names;
use vinculo_record::vocab::DecisionState;
use vinculo_record::{Link, RecordKey, RecordRef};
use vinculo_store::{Decision, DecisionFilter, DecisionNo, DecisionStore, PairKey};

use super::pair_of;
use super::seen::{self, Changed};
use crate::engine::Engine;
use crate::error::{EngineError, Result};
use crate::scope::Scope;

/// Decisions read at a time. Bounds memory; moves no result.
pub(super) const STEP: usize = 1_000;

/// What a caller is told of a pair.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// The decisions, oldest first; without notes and people for who does not review.
    Decisions(Vec<Decision>),
    /// A living person was located and is not released: that is all.
    AskChildProtection,
}

/// The decisions on a pair.
#[derive(Clone, Debug, PartialEq)]
pub struct PairHistory {
    /// The link.
    pub link: Link,
    /// The pair.
    pub pair: PairKey,
    /// The version of the last decision; 0 if there is none.
    pub version: u32,
    /// What the caller is told.
    pub told: Told,
    /// Of a pair that was ruled out: what has changed since.
    pub back: Vec<Changed>,
}

/// The last decision of each pair with a record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecordDecisions {
    /// The decisions, in the order in which they were taken.
    pub decisions: Vec<Decision>,
    /// Somebody was located who is not released: child protection knows more.
    pub ask_child_protection: bool,
}

/// A page of the last decisions of pairs.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionPage {
    /// The decisions, in the order in which they were taken.
    pub decisions: Vec<Decision>,
    /// Where the next page starts; `None` if this one is the last.
    pub next: Option<DecisionNo>,
}

impl Engine {
    /// The decisions on a pair, in whichever order its records are named.
    ///
    /// # Errors
    /// [`crate::EngineError::NotFound`] for a record that the caller does not see, or
    /// [`crate::EngineError::NoLink`].
    pub fn pair_history(
        &self,
        caller: &Caller,
        scope: Scope,
        a: &RecordRef,
        b: &RecordRef,
    ) -> Result<PairHistory> {
        let (link, left, right) = self.pair_seen(caller, scope, a, b)?;
        let pair = PairKey { left: left.record.key.clone(), right: right.record.key.clone() };
        let decisions = self.store.decisions(&pair)?;
        let version = decisions.last().map_or(0, |last| last.version);
        let ruled_out = decisions.last().filter(|last| last.state == DecisionState::RuledOut);
        let back = ruled_out.map_or_else(Vec::new, |last| {
            seen::changed(comparison_names(), last, &left.row, &right.row)
        });
        let withheld = decisions.last().is_some_and(|last| is_withheld(caller, last.state));
        let told = match withheld {
            true => Told::AskChildProtection,
            false => Told::Decisions(decisions.into_iter().map(|d| as_told(caller, d)).collect()),
        };
        Ok(PairHistory { link, pair, version, told, back })
    }

    /// The last decision of each pair with a record.
    ///
    /// # Errors
    /// [`crate::EngineError::NotFound`] for a record that the caller does not see.
    pub fn decisions_of(
        &self,
        caller: &Caller,
        scope: Scope,
        record: &RecordRef,
    ) -> Result<RecordDecisions> {
        let key = self.find_seen(caller, scope, record)?.record.key;
        let filter = DecisionFilter { states: Vec::new(), record: Some(key.clone()) };
        let mut found = RecordDecisions::default();
        let mut after = 0;
        loop {
            let page = self.store.current_decisions(&filter, after, STEP)?;
            let Some(last) = page.last() else { return Ok(found) };
            after = last.no;
            for decision in page {
                let other = other_of(&decision.pair, &key);
                let seen = self.get_seen(caller, scope, other)?.is_some();
                // A record under protection hold leaves no trace, not even this.
                if is_withheld(caller, decision.state) {
                    found.ask_child_protection |= seen || self.get(other)?.is_some();
                } else if seen {
                    found.decisions.push(as_told(caller, decision));
                }
            }
        }
    }

    /// A page of the last decisions of pairs: the queue of work, where the states are those
    /// that wait for somebody. Pairs of which the caller does not see both records are left
    /// out.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn decision_page(
        &self,
        caller: &Caller,
        states: &[DecisionState],
        after: DecisionNo,
        limit: usize,
    ) -> Result<DecisionPage> {
        let filter = DecisionFilter { states: states.to_vec(), record: None };
        let (mut decisions, mut after) = (Vec::new(), after);
        loop {
            let page = self.store.current_decisions(&filter, after, STEP)?;
            if page.is_empty() {
                return Ok(DecisionPage { decisions, next: None });
            }
            for decision in page {
                if decisions.len() == limit {
                    return Ok(DecisionPage { decisions, next: Some(after) });
                }
                after = decision.no;
                if !is_withheld(caller, decision.state) && self.sees_pair(caller, &decision.pair)? {
                    decisions.push(as_told(caller, decision));
                }
            }
        }
    }

    /// Refuses evidence of a pair of which the caller is to ask child protection.
    pub(crate) fn check_told(&self, caller: &Caller, a: &RecordKey, b: &RecordKey) -> Result<()> {
        let Some((_, pair)) = pair_of(a, b) else { return Ok(()) };
        let last = self.store.decisions(&pair)?.pop();
        match last.filter(|last| is_withheld(caller, last.state)) {
            Some(_) => Err(EngineError::AskChildProtection),
            None => Ok(()),
        }
    }

    /// Whether both records of a pair exist for a caller.
    pub(super) fn sees_pair(&self, caller: &Caller, pair: &PairKey) -> Result<bool> {
        let sees = |key| Ok::<_, EngineError>(self.get_seen(caller, Scope::Open, key)?.is_some());
        Ok(sees(&pair.left)? && sees(&pair.right)?)
    }
}

/// Whether the caller is to ask child protection and learns nothing else.
pub(crate) fn is_withheld(caller: &Caller, state: DecisionState) -> bool {
    state == DecisionState::Located
        && !caller.may(Deed::LocateAdult)
        && !caller.may(Deed::LocateChild)
}

/// A decision as a caller is told it: notes and names are for those who review.
fn as_told(caller: &Caller, mut decision: Decision) -> Decision {
    decision.key = None;
    if !caller.may(Deed::Judge) {
        decision.note = None;
        decision.by.code = String::new();
    }
    decision
}

/// The other record of a pair.
pub(super) fn other_of<'a>(pair: &'a PairKey, key: &RecordKey) -> &'a RecordKey {
    if pair.left == *key { &pair.right } else { &pair.left }
}
