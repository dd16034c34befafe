//! The waterfall as data for `--json` and interfaces, for a caller that asked
//! for an explanation. Holds personal data.

use serde::Serialize;
use vinculo_record::Lang;

use super::waterfall::{CapRow, Row, Waterfall};
use crate::verbal::lr_sentence;

/// A [`Waterfall`] for output. All weights are in bits; each is a whole number of thousandths.
#[derive(Clone, PartialEq, Serialize)]
pub struct WaterfallDto {
    /// What was assumed before any comparison.
    pub prior: PriorDto,
    /// One per comparison, in the model's order.
    pub rows: Vec<RowDto>,
    /// One per group with a cap.
    pub caps: Vec<CapRowDto>,
    /// Sum of weights, adjustments and caps, without the prior.
    pub match_weight: f64,
    /// The same as log10 of the likelihood ratio.
    pub log10_lr: f64,
    /// The same as a stable word: `strong`, `against_weak` ….
    pub support: &'static str,
    /// The same in words.
    pub verbal: String,
    /// The evidence under both hypotheses.
    pub sentence: String,
    /// log2 of the posterior odds: prior plus match weight.
    pub posterior_odds_bits: f64,
    /// The probability of the pair taken alone.
    pub probability: f64,
    /// Codes of the physical impossibilities found.
    pub exclusions: Vec<String>,
}

/// The prior of a [`WaterfallDto`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PriorDto {
    /// Share of people expected to be in the compared set.
    pub share: f64,
    /// Number of records of the set.
    pub set_size: u64,
    /// log2 of the prior odds, share / set size.
    pub weight: f64,
}

/// One comparison of a [`WaterfallDto`].
#[derive(Clone, PartialEq, Serialize)]
pub struct RowDto {
    /// Name in the model.
    pub comparison: String,
    /// Name for people.
    pub comparison_label: String,
    /// Level's name in the model; null if the values could not be compared.
    pub level: Option<String>,
    /// Level's name for people.
    pub level_label: String,
    /// Value of the left record.
    pub left: String,
    /// Value of the right record.
    pub right: String,
    /// P(level given one person).
    pub m: Option<f64>,
    /// P(level given different people).
    pub u: Option<f64>,
    /// m/u.
    pub bayes_factor: Option<f64>,
    /// log2(m/u).
    pub weight: f64,
    /// What the value's frequency adds or takes away.
    pub tf_adjustment: f64,
    /// Prior plus everything down to this row.
    pub running_total: f64,
    /// Why this level, in words.
    pub reason: String,
    /// Code of a physical impossibility.
    pub exclusion: Option<String>,
}

/// The cap of a group, as a row of a [`WaterfallDto`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CapRowDto {
    /// Name of the group.
    pub group: String,
    /// Sum of its rows.
    pub group_sum: f64,
    /// Largest sum allowed, either sign.
    pub cap: f64,
    /// What is added to keep the cap.
    pub adjustment: f64,
    /// Prior plus everything down to this row.
    pub running_total: f64,
}

impl WaterfallDto {
    /// The same numbers, with the words of a language.
    pub fn new(waterfall: &Waterfall, lang: Lang) -> WaterfallDto {
        let prior = &waterfall.prior;
        WaterfallDto {
            prior: PriorDto {
                share: prior.share().get(),
                set_size: prior.set_size(),
                weight: prior.weight().bits(),
            },
            rows: waterfall.rows.iter().map(row).collect(),
            caps: waterfall.cap_rows.iter().map(cap_row).collect(),
            match_weight: waterfall.match_weight.bits(),
            log10_lr: waterfall.log10_lr,
            support: waterfall.verbal.code(),
            verbal: waterfall.verbal.text(lang),
            sentence: lr_sentence(waterfall.log10_lr, lang),
            posterior_odds_bits: waterfall.posterior_odds.bits(),
            probability: waterfall.probability.get(),
            exclusions: waterfall.exclusions().map(str::to_owned).collect(),
        }
    }
}

fn row(row: &Row) -> RowDto {
    let bayes_factor = row.m.zip(row.u).map(|(m, u)| m.get() / u.get());
    RowDto {
        comparison: row.comparison.clone(),
        comparison_label: row.comparison_label.clone(),
        level: row.level.clone(),
        level_label: row.level_label.clone(),
        left: row.left.clone(),
        right: row.right.clone(),
        m: row.m.map(|m| m.get()),
        u: row.u.map(|u| u.get()),
        bayes_factor,
        weight: row.weight.bits(),
        tf_adjustment: row.tf_adjustment.bits(),
        running_total: row.running_total.bits(),
        reason: row.reason.clone(),
        exclusion: row.exclusion.clone(),
    }
}

fn cap_row(cap: &CapRow) -> CapRowDto {
    CapRowDto {
        group: cap.group.clone(),
        group_sum: cap.group_sum.bits(),
        cap: cap.cap.bits(),
        adjustment: cap.adjustment.bits(),
        running_total: cap.running_total.bits(),
    }
}
