//! The queue of leads.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vinculo_engine::{MatchProgress, SeenLead};
use vinculo_model::Support;
use vinculo_record::Lang;

use super::or_nothing;
use super::record::RecordSummaryDto;

/// Which part of the queue.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct LeadParams {
    /// Most leads on the page, 1 to 200; 50 if absent.
    pub limit: Option<usize>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Leave out what tells how strong a lead is. The order still tells it.
    pub evidence_first: Option<bool>,
}

/// A page of the queue: pairs that nobody has reviewed, children first, the strongest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct LeadListDto {
    /// The leads.
    pub leads: Vec<LeadDto>,
    /// When the queue was made; absent before the first time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made_at: Option<String>,
    /// How far the next making is; absent if none is under way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coming: Option<ProgressDto>,
    /// `cursor` of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// How far something is.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProgressDto {
    /// Records that were compared.
    done: u64,
    /// Records in all; 0 while it waits.
    records: u64,
}

impl From<MatchProgress> for ProgressDto {
    fn from(MatchProgress { done, records }: MatchProgress) -> Self {
        Self { done, records }
    }
}

/// A pair that nobody has reviewed.
#[derive(Serialize, ToSchema)]
pub(crate) struct LeadDto {
    /// The link, such as `notice-shelter`.
    link: String,
    /// Whether it may be about a child.
    child: bool,
    /// The notice.
    left: RecordSummaryDto,
    /// The record in a shelter or a morgue.
    right: RecordSummaryDto,
    /// How strong it is; absent where the evidence is to be read first.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = or_nothing::<LeadScoreDto>)]
    score: Option<LeadScoreDto>,
}

/// How strong a lead is.
#[derive(Serialize, ToSchema)]
pub(crate) struct LeadScoreDto {
    /// Sum of all weights in bits, without the prior.
    match_weight: f64,
    /// The same on a verbal scale, as a stable word.
    support: String,
    /// The same on a verbal scale, in words.
    verbal: String,
    /// Probability of the pair taken alone: for ordering work.
    probability: f64,
}

impl LeadDto {
    pub(crate) fn new(seen: &SeenLead, evidence_first: bool, lang: Lang) -> Self {
        let lead = &seen.lead;
        let support = Support::of(lead.match_weight.log10_lr());
        let score = LeadScoreDto {
            match_weight: lead.match_weight.bits(),
            support: support.code().to_owned(),
            verbal: support.text(lang),
            probability: lead.probability.get(),
        };
        Self {
            link: lead.link.to_string(),
            child: lead.child,
            left: RecordSummaryDto::new(&seen.left, lang),
            right: RecordSummaryDto::new(&seen.right, lang),
            score: (!evidence_first).then_some(score),
        }
    }
}
