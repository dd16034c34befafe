//! Pairs that were ruled out elsewhere, brought in from a sheet.

use std::collections::BTreeSet;

use vinculo_access::{Caller, Deed};
use vinculo_exchange::TableReader;
use vinculo_record::vocab::{DecisionReason, DecisionState};
use vinculo_record::{Kind, RecordRef};
use vinculo_store::{DecisionStore, NewDecision, Note, PairKey, StoreError};

use super::decide::standing;
use super::machine::{self, Asked, Refusal};
use crate::engine::Engine;
use crate::error::{EngineError, Result};
use crate::scope::Scope;

/// Rows stored in one transaction. Judgement: a flush to disk for each is then a small part
/// of the work.
const CHUNK_ROWS: usize = 500;

/// What came of a sheet of pairs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportedRuledOut {
    /// Pairs that are ruled out from now on.
    pub imported: Vec<PairKey>,
    /// Pairs that were ruled out already.
    pub unchanged: u64,
    /// Rows that were not taken, with why.
    pub rejected: Vec<RuledOutProblem>,
}

/// A row that was not taken. It repeats nothing of the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuledOutProblem {
    /// The row, from 1; the header does not count.
    pub row: u64,
    /// Why, as a stable code.
    pub code: &'static str,
}

/// A row that can be stored.
struct Ready {
    row: u64,
    decision: NewDecision,
    expected: u32,
}

/// What a row becomes.
enum Fate {
    Ready(Box<NewDecision>, u32),
    Unchanged,
    Rejected(&'static str),
}

impl Engine {
    /// Brings in pairs that were ruled out elsewhere: a table with the columns `left_source`,
    /// `left_id`, `right_source`, `right_id` and `reason`; `left_kind`, `right_kind` and `note`
    /// may stand beside them. A pair on which something else was decided here is left as it is
    /// and told. The same table again changes nothing.
    ///
    /// # Errors
    /// When the table cannot be read or lacks a column, or the caller may not.
    pub fn import_ruled_out(
        &self,
        caller: &Caller,
        table: TableReader,
    ) -> Result<ImportedRuledOut> {
        if !caller.may(Deed::ImportRuledOut) {
            return Err(EngineError::Refused(Refusal::NotAllowed(Deed::ImportRuledOut)));
        }
        let columns = Columns::of(&table)?;
        let mut done = ImportedRuledOut::default();
        let mut seen: BTreeSet<PairKey> = BTreeSet::new();
        let mut chunk: Vec<Ready> = Vec::new();
        for (row, cells) in (1..).zip(table) {
            let cells = cells?;
            match self.fate(caller, &columns, &cells)? {
                Fate::Ready(decision, _) if seen.contains(&decision.pair) => done.unchanged += 1,
                Fate::Ready(decision, expected) => {
                    seen.insert(decision.pair.clone());
                    chunk.push(Ready { row, decision: *decision, expected });
                }
                Fate::Unchanged => done.unchanged += 1,
                Fate::Rejected(code) => done.rejected.push(RuledOutProblem { row, code }),
            }
            if chunk.len() == CHUNK_ROWS {
                self.store_ruled_out(&mut chunk, &mut done)?;
            }
        }
        self.store_ruled_out(&mut chunk, &mut done)?;
        done.rejected.sort_by_key(|problem| problem.row);
        Ok(done)
    }

    fn fate(&self, caller: &Caller, columns: &Columns, cells: &Cells) -> Result<Fate> {
        let (left, right) = match (columns.left.of(cells), columns.right.of(cells)) {
            (Ok(left), Ok(right)) => (left, right),
            (Err(code), _) | (_, Err(code)) => return Ok(Fate::Rejected(code)),
        };
        let text = |place: Option<usize>| place.and_then(|at| cells.get(at).cloned().flatten());
        let Some(reason) = text(columns.reason).and_then(|text| DecisionReason::parse(&text))
        else {
            return Ok(Fate::Rejected("reason"));
        };
        let (link, left, right) = match self.pair_seen(caller, Scope::Open, &left, &right) {
            Ok(found) => found,
            Err(EngineError::NoLink { .. }) => return Ok(Fate::Rejected("no_link")),
            Err(error) if error.is_not_found() => return Ok(Fate::Rejected("no_such_record")),
            Err(error) if error.is_bad_request() => return Ok(Fate::Rejected("ambiguous")),
            Err(error) => return Err(error),
        };
        let note = text(columns.note).map(Note);
        let pair = PairKey { left: left.record.key.clone(), right: right.record.key.clone() };
        let before = self.store.decisions(&pair)?;
        let standing = standing(link, &before, &left, &right);
        match standing.state {
            None | Some(DecisionState::Reopened) => {}
            Some(DecisionState::RuledOut) => return Ok(Fate::Unchanged),
            Some(_) => return Ok(Fate::Rejected("decided_otherwise")),
        }
        let state = DecisionState::RuledOut;
        let asked =
            Asked { state, reason: Some(reason), has_note: note.is_some(), signed_for: None };
        // Its right is that of bringing in, which was asked above.
        match machine::next(&standing, &asked, caller) {
            Ok(_) | Err(Refusal::NotAllowed(_)) => {}
            Err(refusal) => return Ok(Fate::Rejected(refusal.code())),
        }
        let mut decision = self.new_decision(pair, state, caller, &left, &right);
        decision.reason = Some(reason);
        decision.note = note;
        decision.model = None;
        decision.imported = true;
        let expected = before.last().map_or(0, |last| last.version);
        Ok(Fate::Ready(Box::new(decision), expected))
    }

    /// Stores a chunk; where somebody decided on one of its pairs in the meantime, row by row.
    fn store_ruled_out(&self, chunk: &mut Vec<Ready>, done: &mut ImportedRuledOut) -> Result<()> {
        let rows = std::mem::take(chunk);
        let all: Vec<(NewDecision, u32)> =
            rows.iter().map(|ready| (ready.decision.clone(), ready.expected)).collect();
        match self.store.decide(&all) {
            Ok(stored) => {
                done.imported.extend(stored.into_iter().map(|decision| decision.pair));
                return Ok(());
            }
            Err(error) if error.is_stale() => {}
            Err(error) => return Err(error.into()),
        }
        for Ready { row, decision, expected } in rows {
            match self.store.decide(&[(decision, expected)]) {
                Ok(stored) => done.imported.extend(stored.into_iter().map(|d| d.pair)),
                Err(StoreError::StaleDecision { .. } | StoreError::StaleRecord { .. }) => {
                    done.rejected.push(RuledOutProblem { row, code: "changed_meanwhile" });
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

type Cells = [Option<String>];

/// Where the columns stand.
struct Columns {
    left: Reference,
    right: Reference,
    reason: Option<usize>,
    note: Option<usize>,
}

/// Where the columns that name a record stand.
struct Reference {
    kind: Option<usize>,
    source: usize,
    local_id: usize,
}

impl Columns {
    fn of(table: &TableReader) -> Result<Self> {
        let needed = |name: &str| {
            let missing = || EngineError::request(name, "the table lacks this column");
            table.position(name).ok_or_else(missing)
        };
        let side = |side: &str| -> Result<Reference> {
            Ok(Reference {
                kind: table.position(&format!("{side}_kind")),
                source: needed(&format!("{side}_source"))?,
                local_id: needed(&format!("{side}_id"))?,
            })
        };
        Ok(Self {
            left: side("left")?,
            right: side("right")?,
            reason: Some(needed("reason")?),
            note: table.position("note"),
        })
    }
}

impl Reference {
    fn of(&self, cells: &Cells) -> std::result::Result<RecordRef, &'static str> {
        let text = |at: usize| cells.get(at).cloned().flatten().unwrap_or_default();
        let kind = self.kind.map(text).filter(|kind| !kind.is_empty());
        let kind = kind.map(|kind| kind.parse::<Kind>()).transpose().map_err(|_| "kind")?;
        let reference = format!("{}/{}", text(self.source).trim(), text(self.local_id).trim());
        let named: RecordRef = reference.parse().map_err(|_| "key")?;
        Ok(RecordRef { kind, ..named })
    }
}
