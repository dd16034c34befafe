//! Decisions on pairs: codes, versions and digests; the note for those who review.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vinculo_engine::{Changed, Conflict, ImportedRuledOut, PairHistory, RecordDecisions, Told};
use vinculo_record::vocab::{DecisionReason, DecisionState};
use vinculo_record::{Kind, Lang};
use vinculo_store::Decision;

use crate::problem::{Problem, Words};

/// A decision to be taken.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecideBody {
    /// One record: `SOURCE/LOCAL_ID`, with `kind:` in front where it is ambiguous.
    pub left: String,
    /// The other one.
    pub right: String,
    /// `possible`, `unsure`, `ruled_out`, `referred`, `identified`, `premature`,
    /// `same_person`, `located`, `released` or `reopened`.
    state: String,
    /// Why, as a code; needed for `ruled_out`, `identified`, `premature`, `located` and
    /// `reopened`.
    reason: Option<String>,
    /// Of an identification: the record that the signature is for, `notice` or `remains`.
    signed_for: Option<String>,
    /// The reviewer's note, at most 2,000 characters; needed for the reason `other`.
    pub note: Option<String>,
    /// Whether the score was visible when the evidence was read.
    pub score_visible: bool,
}

impl DecideBody {
    pub(crate) fn state(&self) -> Result<DecisionState, Problem> {
        parse_state(&self.state, "/state")
    }

    pub(crate) fn reason(&self) -> Result<Option<DecisionReason>, Problem> {
        let codes = || DecisionReason::ALL.iter().map(|r| r.code()).collect::<Vec<_>>().join(", ");
        let parse = |text: &String| {
            DecisionReason::parse(text)
                .ok_or_else(|| Problem::invalid("/reason", "reason", Words::same(codes())))
        };
        self.reason.as_ref().map(parse).transpose()
    }

    pub(crate) fn signed_for(&self) -> Result<Option<Kind>, Problem> {
        let invalid = |_| Problem::invalid("/signed_for", "kind", Words::same("notice, remains"));
        self.signed_for.as_ref().map(|text| text.parse().map_err(invalid)).transpose()
    }
}

fn parse_state(text: &str, pointer: &str) -> Result<DecisionState, Problem> {
    let codes = || DecisionState::ALL.iter().map(|s| s.code()).collect::<Vec<_>>().join(", ");
    DecisionState::parse(text)
        .ok_or_else(|| Problem::invalid(pointer, "state", Words::same(codes())))
}

/// Which decisions to list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct DecisionParams {
    /// Only pairs in these states, with commas between them; those that wait for somebody if
    /// absent.
    state: Option<String>,
    /// Most decisions on the page, 1 to 200; 50 if absent.
    pub limit: Option<usize>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

impl DecisionParams {
    pub(crate) fn states(&self) -> Result<Vec<DecisionState>, Problem> {
        let Some(state) = &self.state else { return Ok(Vec::new()) };
        state.split(',').map(|text| parse_state(text, "state")).collect()
    }
}

/// Which pair.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PairParams {
    /// One record: `SOURCE/LOCAL_ID`, with `kind:` in front where it is ambiguous.
    pub left: String,
    /// The other one.
    pub right: String,
}

/// A decision: one version of what is decided about a pair.
#[derive(Serialize, ToSchema)]
pub(crate) struct DecisionDto {
    /// The left record, as `kind:SOURCE/LOCAL_ID`.
    left: String,
    /// The right record, as `kind:SOURCE/LOCAL_ID`.
    right: String,
    /// The version among the pair's decisions, from 1 on.
    version: u32,
    /// What the pair was from then on, as a code.
    state: String,
    /// The same, in words.
    state_label: String,
    /// Why, as a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// Of a signature: the record that it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    signed_for: Option<String>,
    /// The version of the left record that was looked at.
    left_version: u32,
    /// The version of the right record that was looked at.
    right_version: u32,
    /// The digest of the model; absent for a decision that was imported.
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<String>,
    /// By comparison: keyed digests of what it was given of the left and of the right record.
    seen: BTreeMap<String, Vec<Option<String>>>,
    /// Whether the score was visible; absent where nobody knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    score_visible: Option<bool>,
    /// The code of who decided; empty for those who do not review.
    by: String,
    /// Their organisation.
    organisation: String,
    /// It was taken elsewhere and brought in.
    imported: bool,
    /// When it was recorded.
    recorded_at: String,
    /// The note, for those who review; absent once erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl DecisionDto {
    pub(crate) fn new(decision: Decision, lang: Lang) -> Self {
        Self {
            left: decision.pair.left.qualified(),
            right: decision.pair.right.qualified(),
            version: decision.version,
            state: decision.state.code().to_owned(),
            state_label: decision.state.label(lang).to_owned(),
            reason: decision.reason.map(|reason| reason.code().to_owned()),
            signed_for: decision.signed_for.map(|kind| kind.to_string()),
            left_version: decision.left_version,
            right_version: decision.right_version,
            model: decision.model,
            seen: decision.seen.into_iter().map(|(name, both)| (name, both.to_vec())).collect(),
            score_visible: decision.score_visible,
            by: decision.by.code,
            organisation: decision.by.organisation,
            imported: decision.imported,
            recorded_at: decision.recorded_at.to_string(),
            note: decision.note.map(|note| note.0),
        }
    }
}

/// A page of decisions.
#[derive(Serialize, ToSchema)]
pub(crate) struct DecisionListDto {
    /// The last decision of each pair, in the order in which they were taken.
    pub decisions: Vec<DecisionDto>,
    /// `cursor` of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A comparison that would be given something else than when it was decided.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChangedDto {
    /// `left` or `right`: the record that has changed.
    side: String,
    /// The comparison, as in the model.
    comparison: String,
}

impl From<&Changed> for ChangedDto {
    fn from(changed: &Changed) -> Self {
        let side = changed.side.as_str().to_owned();
        Self { side, comparison: changed.comparison.clone() }
    }
}

/// A pair with what was decided of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct PairDto {
    /// The link, such as `notice-remains`.
    link: String,
    /// What the pair is: a state, `unreviewed`, or `ask_child_protection` and nothing more.
    state: String,
    /// The decisions, oldest first.
    decisions: Vec<DecisionDto>,
    /// Of a pair that was ruled out: why it is back in the lists. Empty while it is not.
    back: Vec<ChangedDto>,
}

impl PairDto {
    pub(crate) fn new(history: PairHistory, lang: Lang) -> Self {
        let link = history.link.to_string();
        let Told::Decisions(decisions) = history.told else {
            let state = "ask_child_protection".to_owned();
            return Self { link, state, decisions: Vec::new(), back: Vec::new() };
        };
        Self {
            link,
            state: decisions.last().map_or("unreviewed", |last| last.state.code()).to_owned(),
            decisions: decisions.into_iter().map(|d| DecisionDto::new(d, lang)).collect(),
            back: history.back.iter().map(Into::into).collect(),
        }
    }
}

/// What was decided of the pairs with a record.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecordDecisionsDto {
    /// The last decision of each pair, in the order in which they were taken.
    decisions: Vec<DecisionDto>,
    /// Somebody was located: child protection can say more, and nobody else.
    ask_child_protection: bool,
}

impl RecordDecisionsDto {
    pub(crate) fn new(found: RecordDecisions, lang: Lang) -> Self {
        let decisions = found.decisions.into_iter().map(|d| DecisionDto::new(d, lang)).collect();
        Self { decisions, ask_child_protection: found.ask_child_protection }
    }
}

/// Decisions that contradict each other.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConflictListDto {
    /// The conflicts, the gravest kind first.
    conflicts: Vec<ConflictDto>,
}

/// Decisions that cannot all be right.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConflictDto {
    /// `claimed_twice`, `shared_lead` or `contradiction`.
    kind: String,
    /// The records that it is about, as `kind:SOURCE/LOCAL_ID`.
    records: Vec<String>,
    /// The decisions.
    claims: Vec<ClaimDto>,
}

/// A decision that has a part in a conflict.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClaimDto {
    /// The left record, as `kind:SOURCE/LOCAL_ID`.
    left: String,
    /// The right record, as `kind:SOURCE/LOCAL_ID`.
    right: String,
    /// What the pair is, as a code.
    state: String,
    /// The version of the decision.
    version: u32,
}

impl ConflictListDto {
    pub(crate) fn new(conflicts: Vec<Conflict>) -> Self {
        Self { conflicts: conflicts.into_iter().map(ConflictDto::new).collect() }
    }
}

impl ConflictDto {
    fn new(conflict: Conflict) -> Self {
        let claims = conflict.claims.into_iter().map(|claim| ClaimDto {
            left: claim.pair.left.qualified(),
            right: claim.pair.right.qualified(),
            state: claim.state.code().to_owned(),
            version: claim.version,
        });
        Self {
            kind: conflict.kind.as_str().to_owned(),
            records: conflict.records.iter().map(|key| key.qualified()).collect(),
            claims: claims.collect(),
        }
    }
}

/// What became of a table of pairs.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportedDto {
    /// Pairs that are ruled out from now on.
    imported: u64,
    /// Pairs that were ruled out already.
    unchanged: u64,
    /// Rows that were not taken.
    rejected: Vec<RejectedPairDto>,
}

/// A row that was not taken.
#[derive(Serialize, ToSchema)]
pub(crate) struct RejectedPairDto {
    /// The row, from 1; the header does not count.
    row: u64,
    /// Why, as a code: `key`, `kind`, `reason`, `needs_reason`, `needs_note`,
    /// `no_such_record`, `ambiguous`, `no_link`, `decided_otherwise` or `changed_meanwhile`.
    code: String,
}

impl ImportedDto {
    pub(crate) fn new(done: ImportedRuledOut) -> Self {
        let rejected = done
            .rejected
            .into_iter()
            .map(|problem| RejectedPairDto { row: problem.row, code: problem.code.to_owned() });
        Self {
            imported: done.imported.len() as u64,
            unchanged: done.unchanged,
            rejected: rejected.collect(),
        }
    }
}
