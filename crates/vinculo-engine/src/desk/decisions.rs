//! Decisions, from and for what the caller sees.

use vinculo_exchange::TableReader;
use vinculo_record::vocab::DecisionState;
use vinculo_record::{RecordKey, RecordRef};
use vinculo_store::{Decision, DecisionNo, PairKey};

use super::Desk;
use crate::decisions::{
    Conflict, DecideRequest, DecisionPage, ImportedRuledOut, PairHistory, RecordDecisions, Told,
};
use crate::error::Result;

impl Desk<'_> {
    /// Takes a decision on a pair.
    ///
    /// # Errors
    /// As [`Engine::decide`](crate::Engine::decide).
    pub fn decide(&self, request: &DecideRequest) -> Result<Decision> {
        let decided = self.engine.decide(self.caller, self.scope, request)?;
        self.note_pair(&decided.pair)?;
        Ok(decided)
    }

    /// The decisions on a pair.
    ///
    /// # Errors
    /// As [`Engine::pair_history`](crate::Engine::pair_history).
    pub fn pair_history(&self, a: &RecordRef, b: &RecordRef) -> Result<PairHistory> {
        let history = self.engine.pair_history(self.caller, self.scope, a, b)?;
        if matches!(history.told, Told::Decisions(_)) {
            self.note_pair(&history.pair)?;
        }
        Ok(history)
    }

    /// The last decision of each pair with a record.
    ///
    /// # Errors
    /// As [`Engine::decisions_of`](crate::Engine::decisions_of).
    pub fn decisions_of(&self, record: &RecordRef) -> Result<RecordDecisions> {
        let found = self.engine.decisions_of(self.caller, self.scope, record)?;
        self.note_all(&found.decisions)?;
        Ok(found)
    }

    /// A page of the last decisions of pairs.
    ///
    /// # Errors
    /// As [`Engine::decision_page`](crate::Engine::decision_page).
    pub fn decision_page(
        &self,
        states: &[DecisionState],
        after: DecisionNo,
        limit: usize,
    ) -> Result<DecisionPage> {
        let page = self.engine.decision_page(self.caller, states, after, limit)?;
        self.note_all(&page.decisions)?;
        Ok(page)
    }

    /// Decisions that contradict each other.
    ///
    /// # Errors
    /// As [`Engine::conflicts`](crate::Engine::conflicts).
    pub fn conflicts(&self) -> Result<Vec<Conflict>> {
        let conflicts = self.engine.conflicts(self.caller)?;
        for claim in conflicts.iter().flat_map(|conflict| &conflict.claims) {
            self.note_pair(&claim.pair)?;
        }
        Ok(conflicts)
    }

    /// Brings in pairs that were ruled out elsewhere.
    ///
    /// # Errors
    /// As [`Engine::import_ruled_out`](crate::Engine::import_ruled_out).
    pub fn import_ruled_out(&self, table: TableReader) -> Result<ImportedRuledOut> {
        let done = self.engine.import_ruled_out(self.caller, table)?;
        done.imported.iter().try_for_each(|pair| self.note_pair(pair))?;
        Ok(done)
    }

    fn note_all(&self, decisions: &[Decision]) -> Result<()> {
        decisions.iter().try_for_each(|decision| self.note_pair(&decision.pair))
    }

    /// Both records of a pair stand in the answer.
    fn note_pair(&self, pair: &PairKey) -> Result<()> {
        self.note(&pair.left)?;
        self.note(&pair.right)
    }

    fn note(&self, key: &RecordKey) -> Result<()> {
        if let Some(found) = self.engine.get_seen(self.caller, self.scope, key)? {
            self.trail.shown(&found);
        }
        Ok(())
    }
}
