//! The evidence of a pair.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vinculo_engine::{Explanation, Kinship};
use vinculo_model as model;
use vinculo_record::Lang;

use super::kinship::KinshipDto;
use super::record::RecordSummaryDto;

/// Two records to be compared.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExplainRequest {
    /// One record: `SOURCE/LOCAL_ID`, with `kind:` in front where it is ambiguous.
    pub left: String,
    /// The other one.
    pub right: String,
    /// Whether to examine kinship between their persons as well; both must be of
    /// living people.
    #[serde(default)]
    pub kinship: bool,
}

/// The evidence of a pair: a lead, not an identification.
#[derive(Serialize, ToSchema)]
pub(crate) struct ExplanationDto {
    /// The link.
    link: String,
    /// The left record of the link.
    left: RecordSummaryDto,
    /// The right record of the link.
    right: RecordSummaryDto,
    /// The model and the frequencies that made the weights.
    model: String,
    /// The evidence, comparison by comparison.
    waterfall: WaterfallDto,
    /// The same in words, with what to check next.
    account: AccountDto,
    /// Kinship between the persons, if it was asked for: each relation examined, best
    /// supported first.
    #[serde(skip_serializing_if = "Option::is_none")]
    kinship: Option<Vec<KinshipDto>>,
}

impl ExplanationDto {
    pub(crate) fn new(explanation: &Explanation, kinship: Option<&Kinship>, lang: Lang) -> Self {
        let Explanation { link, left, right, waterfall, account, model } = explanation;
        Self {
            link: link.to_string(),
            left: RecordSummaryDto::new(left, lang),
            right: RecordSummaryDto::new(right, lang),
            model: model.clone(),
            waterfall: model::WaterfallDto::new(waterfall, lang).into(),
            account: account.clone().into(),
            kinship: kinship.map(|kinship| {
                kinship.reports.iter().map(|report| KinshipDto::new(report, lang)).collect()
            }),
        }
    }
}

/// From the prior through each comparison to the total. Weights are in bits.
#[derive(Serialize, ToSchema)]
pub(crate) struct WaterfallDto {
    /// What was assumed before any comparison.
    prior: PriorDto,
    /// One per comparison, in the model's order.
    rows: Vec<WaterfallRowDto>,
    /// One per group with a cap.
    caps: Vec<WaterfallCapDto>,
    /// Sum of weights, adjustments and caps, without the prior.
    match_weight: f64,
    /// The same as log10 of the likelihood ratio.
    log10_lr: f64,
    /// The same on a verbal scale, as a stable word.
    support: String,
    /// The same on a verbal scale, in words.
    verbal: String,
    /// The evidence under both hypotheses.
    sentence: String,
    /// log2 of the posterior odds: prior plus match weight.
    posterior_odds_bits: f64,
    /// The probability of the pair taken alone.
    probability: f64,
    /// What makes the pair impossible, as stable codes.
    exclusions: Vec<String>,
}

/// What is assumed before any comparison.
#[derive(Serialize, ToSchema)]
pub(crate) struct PriorDto {
    /// Share of people expected to be in the compared set.
    share: f64,
    /// Number of records of the set.
    set_size: u64,
    /// log2 of the prior odds.
    weight: f64,
}

/// A comparison in the waterfall.
#[derive(Serialize, ToSchema)]
pub(crate) struct WaterfallRowDto {
    /// Name in the model.
    comparison: String,
    /// Name for people.
    comparison_label: String,
    /// Level in the model; absent if the values could not be compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<String>,
    /// Level for people.
    level_label: String,
    /// Value of the left record.
    left: String,
    /// Value of the right record.
    right: String,
    /// P(level given one person).
    #[serde(skip_serializing_if = "Option::is_none")]
    m: Option<f64>,
    /// P(level given different people).
    #[serde(skip_serializing_if = "Option::is_none")]
    u: Option<f64>,
    /// m/u.
    #[serde(skip_serializing_if = "Option::is_none")]
    bayes_factor: Option<f64>,
    /// log2(m/u).
    weight: f64,
    /// What the value's frequency adds or takes away.
    tf_adjustment: f64,
    /// Prior plus everything down to this row.
    running_total: f64,
    /// Why this level.
    reason: String,
    /// Code of a physical impossibility.
    #[serde(skip_serializing_if = "Option::is_none")]
    exclusion: Option<String>,
}

/// The cap of a group in the waterfall.
#[derive(Serialize, ToSchema)]
pub(crate) struct WaterfallCapDto {
    /// Name of the group.
    group: String,
    /// Sum of its rows.
    group_sum: f64,
    /// Largest sum allowed, either sign.
    cap: f64,
    /// What is added to keep the cap.
    adjustment: f64,
    /// Prior plus everything down to this row.
    running_total: f64,
}

impl From<model::WaterfallDto> for WaterfallDto {
    fn from(it: model::WaterfallDto) -> Self {
        let model::PriorDto { share, set_size, weight } = it.prior;
        Self {
            prior: PriorDto { share, set_size, weight },
            rows: it.rows.into_iter().map(WaterfallRowDto::from).collect(),
            caps: it.caps.into_iter().map(WaterfallCapDto::from).collect(),
            match_weight: it.match_weight,
            log10_lr: it.log10_lr,
            support: it.support.to_owned(),
            verbal: it.verbal,
            sentence: it.sentence,
            posterior_odds_bits: it.posterior_odds_bits,
            probability: it.probability,
            exclusions: it.exclusions,
        }
    }
}

impl From<model::RowDto> for WaterfallRowDto {
    fn from(it: model::RowDto) -> Self {
        Self {
            comparison: it.comparison,
            comparison_label: it.comparison_label,
            level: it.level,
            level_label: it.level_label,
            left: it.left,
            right: it.right,
            m: it.m,
            u: it.u,
            bayes_factor: it.bayes_factor,
            weight: it.weight,
            tf_adjustment: it.tf_adjustment,
            running_total: it.running_total,
            reason: it.reason,
            exclusion: it.exclusion,
        }
    }
}

impl From<model::CapRowDto> for WaterfallCapDto {
    fn from(it: model::CapRowDto) -> Self {
        let model::CapRowDto { group, group_sum, cap, adjustment, running_total } = it;
        Self { group, group_sum, cap, adjustment, running_total }
    }
}

/// The evidence in words. It adds none and identifies no one.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccountDto {
    /// What agrees, heaviest first.
    agrees: Vec<AccountFindingDto>,
    /// What disagrees, heaviest first.
    disagrees: Vec<AccountFindingDto>,
    /// What could not be compared, in the model's order.
    not_comparable: Vec<NotComparedDto>,
    /// What to check next, what could decide most first.
    next: Vec<NextStepDto>,
}

/// What one comparison found, in words.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccountFindingDto {
    /// Name in the model.
    comparison: String,
    /// Name for people.
    label: String,
    /// Level in the model.
    level: String,
    /// What was found.
    text: String,
    /// Weight in bits, adjusted for the value's frequency.
    weight: f64,
    /// The same as how much more likely the finding is under one hypothesis.
    likelihood: String,
    /// How the difference, or the agreement, may come about otherwise.
    explanations: Vec<String>,
    /// What makes the pair physically impossible, unless a record has an error.
    #[serde(skip_serializing_if = "Option::is_none")]
    exclusion: Option<String>,
}

/// A comparison that could not be made.
#[derive(Serialize, ToSchema)]
pub(crate) struct NotComparedDto {
    /// Name in the model; `dna` and `fingerprints` are in none.
    comparison: String,
    /// Name for people.
    label: String,
    /// Why, as a stable word.
    why: String,
    /// Why, in words.
    text: String,
}

/// Something to check.
#[derive(Serialize, ToSchema)]
pub(crate) struct NextStepDto {
    /// A stable word.
    code: String,
    /// What to do, and whom to ask.
    text: String,
    /// The comparison that it would allow or settle.
    #[serde(skip_serializing_if = "Option::is_none")]
    comparison: Option<String>,
    /// Most bits that the comparison can weigh, either way.
    #[serde(skip_serializing_if = "Option::is_none")]
    could_decide: Option<f64>,
    /// Whether it is a primary identifier: DNA, fingerprints, teeth.
    primary: bool,
}

impl From<model::Account> for AccountDto {
    fn from(it: model::Account) -> Self {
        Self {
            agrees: it.agrees.into_iter().map(AccountFindingDto::from).collect(),
            disagrees: it.disagrees.into_iter().map(AccountFindingDto::from).collect(),
            not_comparable: it.not_comparable.into_iter().map(NotComparedDto::from).collect(),
            next: it.next.into_iter().map(NextStepDto::from).collect(),
        }
    }
}

impl From<model::AccountFinding> for AccountFindingDto {
    fn from(it: model::AccountFinding) -> Self {
        Self {
            comparison: it.comparison,
            label: it.label,
            level: it.level,
            text: it.text,
            weight: it.weight,
            likelihood: it.likelihood,
            explanations: it.explanations,
            exclusion: it.exclusion,
        }
    }
}

impl From<model::NotCompared> for NotComparedDto {
    fn from(it: model::NotCompared) -> Self {
        let model::NotCompared { comparison, label, why, text } = it;
        Self { comparison, label, why: why.to_owned(), text }
    }
}

impl From<model::NextStep> for NextStepDto {
    fn from(it: model::NextStep) -> Self {
        let model::NextStep { code, text, comparison, could_decide, primary } = it;
        Self { code: code.to_owned(), text, comparison, could_decide, primary }
    }
}
