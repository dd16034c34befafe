//! Candidates of a record or a description.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vinculo_engine::{CandidateRow, Candidates, PairState, SeenCandidates};
use vinculo_link::comparison_label;
use vinculo_model::Support;
use vinculo_record::Lang;

use super::decision::ChangedDto;
use super::or_nothing;
use super::record::RecordSummaryDto;

/// Which candidates of a record.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CandidateParams {
    /// Only of this link, such as `notice-shelter`; else of every link of the kind.
    pub link: Option<String>,
    /// Most candidates of each link, 1 to 100; 20 if absent.
    pub top: Option<usize>,
    /// Leave out everything that tells how strong a candidate is, and order them by key.
    pub evidence_first: Option<bool>,
}

/// The lists of a record, one for each link.
#[derive(Serialize, ToSchema)]
pub(crate) struct CandidateListsDto {
    /// The lists.
    pub links: Vec<CandidateListDto>,
}

/// The candidates of one link: leads, not identifications.
#[derive(Serialize, ToSchema)]
pub(crate) struct CandidateListDto {
    /// The link, such as `notice-shelter`.
    link: String,
    /// The model and the frequencies that made the weights.
    model: String,
    /// The candidates, best first; after them those that something makes
    /// impossible, by the rest of their evidence.
    candidates: Vec<CandidateDto>,
    /// Whether a child in a shelter was left out who had evidence for it: child protection
    /// can say more, and nobody else.
    ask_child_protection: bool,
}

/// A candidate.
#[derive(Serialize, ToSchema)]
pub(crate) struct CandidateDto {
    /// The record.
    record: RecordSummaryDto,
    /// What was decided of the pair.
    decision: CandidateDecisionDto,
    /// Whether something makes the pair impossible.
    excluded: bool,
    /// What does, as stable codes.
    exclusion_codes: Vec<String>,
    /// How strong it is; absent where the evidence is to be read first.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = or_nothing::<ScoreDto>)]
    score: Option<ScoreDto>,
}

/// What was decided of a pair.
#[derive(Serialize, ToSchema)]
pub(crate) struct CandidateDecisionDto {
    /// The state, as a code; `unreviewed` if nobody has decided.
    state: String,
    /// Why, as a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The version of the pair's decisions, for `If-Match`; 0 if there is none.
    version: u32,
    /// Of a pair that was ruled out: what has changed since, so that it is back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    back: Vec<ChangedDto>,
}

impl CandidateDecisionDto {
    fn new(decision: Option<&PairState>) -> Self {
        Self {
            state: decision.map_or("unreviewed", |d| d.state.code()).to_owned(),
            reason: decision.and_then(|d| d.reason).map(|reason| reason.code().to_owned()),
            version: decision.map_or(0, |d| d.version),
            back: decision.iter().flat_map(|d| &d.back).map(Into::into).collect(),
        }
    }
}

/// How strong a candidate is.
#[derive(Serialize, ToSchema)]
pub(crate) struct ScoreDto {
    /// The place in the list, from 1; those excluded count for themselves.
    rank: u32,
    /// Sum of all weights in bits, without the prior.
    match_weight: f64,
    /// The same as log10 of the likelihood ratio.
    log10_lr: f64,
    /// The same on a verbal scale, as a stable word.
    support: String,
    /// The same on a verbal scale, in words.
    verbal: String,
    /// Probability of the pair taken alone: for ordering work.
    probability: f64,
    /// Probability within the list, where at most one can be right.
    probability_set: f64,
    /// The evidence in one line.
    reason: String,
    /// The weight of each comparison; 0 where the two cannot be compared.
    weights: Vec<WeightDto>,
    /// What groups of dependent comparisons lose to their cap.
    caps: Vec<CapDto>,
}

/// The weight of a comparison.
#[derive(Serialize, ToSchema)]
pub(crate) struct WeightDto {
    /// The comparison, as in the model.
    comparison: String,
    /// The comparison, in words.
    label: String,
    /// Its weight in bits.
    weight: f64,
}

/// What the cap of a group takes away.
#[derive(Serialize, ToSchema)]
pub(crate) struct CapDto {
    /// The group, as in the model.
    group: String,
    /// What is added, in bits; not 0.
    adjustment: f64,
}

impl CandidateListDto {
    /// The same without what tells how strong the candidates are, their order included.
    pub(crate) fn evidence_first(mut self) -> Self {
        self.candidates.iter_mut().for_each(|candidate| candidate.score = None);
        self.candidates.sort_by(|a, b| a.record.key().cmp(&b.record.key()));
        self
    }

    /// A list, with the records that are candidates.
    pub(crate) fn new(seen: &SeenCandidates, lang: Lang) -> Self {
        let list = &seen.list;
        let candidates = list.rows.iter().zip(&seen.others).map(|(row, found)| {
            CandidateDto::new(list, row, RecordSummaryDto::new(found, lang), lang)
        });
        Self {
            link: list.link.to_string(),
            model: list.model.clone(),
            candidates: candidates.collect(),
            ask_child_protection: seen.ask_child_protection,
        }
    }
}

impl CandidateDto {
    fn new(list: &Candidates, row: &CandidateRow, record: RecordSummaryDto, lang: Lang) -> Self {
        let candidate = &row.candidate;
        Self {
            record,
            decision: CandidateDecisionDto::new(row.decision.as_ref()),
            excluded: !candidate.exclusions.is_empty(),
            exclusion_codes: candidate.exclusions.iter().map(|e| e.code().to_owned()).collect(),
            score: Some(ScoreDto::new(list, row, lang)),
        }
    }
}

impl ScoreDto {
    fn new(list: &Candidates, row: &CandidateRow, lang: Lang) -> Self {
        let candidate = &row.candidate;
        let log10_lr = candidate.match_weight.log10_lr();
        let support = Support::of(log10_lr);
        let weights = list.comparisons.iter().zip(&row.score.weights);
        let caps = list.groups.iter().zip(&row.score.caps).filter(|(_, cap)| cap.bits() != 0.0);
        Self {
            rank: candidate.rank,
            match_weight: candidate.match_weight.bits(),
            log10_lr,
            support: support.code().to_owned(),
            verbal: support.text(lang),
            probability: candidate.probability.get(),
            probability_set: candidate.probability_set.get(),
            reason: row.reason.clone(),
            weights: weights
                .map(|(name, weight)| WeightDto {
                    comparison: (*name).to_owned(),
                    label: comparison_label(name, lang).to_owned(),
                    weight: weight.bits(),
                })
                .collect(),
            caps: caps
                .map(|(group, cap)| CapDto { group: group.clone(), adjustment: cap.bits() })
                .collect(),
        }
    }
}
