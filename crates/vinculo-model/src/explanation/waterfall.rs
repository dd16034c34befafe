//! From findings to the waterfall: prior, one row per comparison, caps, total.

use std::fmt;

use crate::error::ModelError;
use crate::group_cap::cap_adjustment;
use crate::millibits::Millibits;
use crate::model::{ComparisonModel, LevelModel, LinkModel};
use crate::posterior::{Prior, match_weight, posterior_odds_bits, probability};
use crate::probability::Probability;
use crate::verbal::Support;

/// What one comparison found, in words and with the two values. Holds personal
/// data: its `Debug` shows only what the model knows.
#[derive(Clone, PartialEq)]
pub struct ShownFinding {
    /// Name of the comparison in the model.
    pub comparison: String,
    /// Name of the comparison for people; the model's where it is empty.
    pub comparison_label: String,
    /// Name of the level in the model; `None` if the values could not be compared.
    pub level: Option<String>,
    /// Name of the level for people.
    pub level_label: String,
    /// Value of the left record, for people.
    pub left: String,
    /// Value of the right record, for people.
    pub right: String,
    /// Frequency of the value agreed on, where it matters.
    pub frequency: Option<Probability>,
    /// Why this level, in words.
    pub reason: String,
    /// Code of a physical impossibility.
    pub exclusion: Option<String>,
}

/// The explanation of a pair: the same numbers as its score. Holds personal
/// data: it neither prints nor serialises itself; see
/// [`render_text`](crate::render_text) and [`WaterfallDto`](crate::WaterfallDto).
#[derive(Clone, PartialEq)]
pub struct Waterfall {
    /// The prior: share and set size, and its weight as the first row.
    pub prior: Prior,
    /// One row per comparison that was made, in the model's order.
    pub rows: Vec<Row>,
    /// One row per group with a cap, in the order of their names.
    pub cap_rows: Vec<CapRow>,
    /// Sum of all weights, adjustments and caps, without the prior.
    pub match_weight: Millibits,
    /// The same as log10 of the likelihood ratio.
    pub log10_lr: f64,
    /// The same in words.
    pub verbal: Support,
    /// log2 of the posterior odds: prior plus match weight, the last running total.
    pub posterior_odds: Millibits,
    /// The probability of the pair taken alone.
    pub probability: Probability,
}

/// One comparison of a waterfall.
#[derive(Clone, PartialEq)]
pub struct Row {
    /// Name of the comparison in the model.
    pub comparison: String,
    /// Name of the comparison for people.
    pub comparison_label: String,
    /// Name of the level in the model; `None` for the null level, which weighs 0.
    pub level: Option<String>,
    /// Name of the level for people.
    pub level_label: String,
    /// Value of the left record.
    pub left: String,
    /// Value of the right record.
    pub right: String,
    /// P(level given one person); `None` for the null level.
    pub m: Option<Probability>,
    /// P(level given different people); `None` for the null level.
    pub u: Option<Probability>,
    /// log2(m/u).
    pub weight: Millibits,
    /// What the frequency of the value adds or takes away.
    pub tf_adjustment: Millibits,
    /// Prior plus everything down to this row.
    pub running_total: Millibits,
    /// Why this level, in words.
    pub reason: String,
    /// Code of a physical impossibility.
    pub exclusion: Option<String>,
}

/// The cap of a group of dependent comparisons, as a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapRow {
    /// Name of the group.
    pub group: String,
    /// Sum of its rows, adjustments included.
    pub group_sum: Millibits,
    /// Largest sum allowed, either sign.
    pub cap: Millibits,
    /// What is added to keep the cap; 0 if the sum is within it.
    pub adjustment: Millibits,
    /// Prior plus everything down to this row.
    pub running_total: Millibits,
}

impl Waterfall {
    /// Lays out the findings of a pair. A comparison without a finding has no row
    /// and weighs 0, as one that could not be made.
    ///
    /// # Errors
    /// A finding of a comparison or level that the model does not have, or two of one comparison.
    pub fn new(
        model: &LinkModel,
        prior: &Prior,
        findings: &[ShownFinding],
    ) -> Result<Waterfall, ModelError> {
        let mut rows = Vec::with_capacity(findings.len());
        for finding in findings {
            let (place, row) = row(model, finding)?;
            if rows.iter().any(|(known, _)| *known == place) {
                return Err(ModelError::RepeatedComparison {
                    comparison: finding.comparison.clone(),
                });
            }
            rows.push((place, row));
        }
        rows.sort_by_key(|(place, _)| *place);
        let mut running_total = prior.weight();
        for (_, row) in &mut rows {
            running_total += row.total();
            row.running_total = running_total;
        }
        let cap_rows = cap_rows(model, &rows, running_total);
        let rows = rows.into_iter().map(|(_, row)| row).collect();
        Ok(Waterfall::total(*prior, rows, cap_rows))
    }

    fn total(prior: Prior, rows: Vec<Row>, cap_rows: Vec<CapRow>) -> Waterfall {
        let parts = rows.iter().map(Row::total);
        let match_weight = match_weight(parts.chain(cap_rows.iter().map(|cap| cap.adjustment)));
        let log10_lr = match_weight.log10_lr();
        Waterfall {
            prior,
            rows,
            cap_rows,
            match_weight,
            log10_lr,
            verbal: Support::of(log10_lr),
            posterior_odds: posterior_odds_bits(&prior, match_weight),
            probability: probability(&prior, match_weight),
        }
    }

    /// Codes of the physical impossibilities found, in the model's order.
    pub fn exclusions(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().filter_map(|row| row.exclusion.as_deref())
    }
}

impl Row {
    /// Weight and adjustment together: the column `w_<comparison>` of a candidate.
    pub fn total(&self) -> Millibits {
        self.weight + self.tf_adjustment
    }
}

fn row(model: &LinkModel, finding: &ShownFinding) -> Result<(usize, Row), ModelError> {
    let place = model
        .index_of(&finding.comparison)
        .ok_or_else(|| ModelError::UnknownComparison { comparison: finding.comparison.clone() })?;
    let level = level_of(&model.comparisons()[place], finding)?;
    let tf = |level: &LevelModel| finding.frequency.map(|frequency| level.tf_adjustment(frequency));
    let label = if finding.comparison_label.is_empty() {
        &finding.comparison
    } else {
        &finding.comparison_label
    };
    let row = Row {
        comparison: finding.comparison.clone(),
        comparison_label: label.clone(),
        level: finding.level.clone(),
        level_label: finding.level_label.clone(),
        left: finding.left.clone(),
        right: finding.right.clone(),
        m: level.map(LevelModel::m),
        u: level.map(LevelModel::u),
        weight: level.map_or(Millibits::ZERO, LevelModel::weight),
        tf_adjustment: level.and_then(tf).unwrap_or_default(),
        running_total: Millibits::ZERO,
        reason: finding.reason.clone(),
        exclusion: finding.exclusion.clone(),
    };
    Ok((place, row))
}

fn level_of<'a>(
    comparison: &'a ComparisonModel,
    finding: &ShownFinding,
) -> Result<Option<&'a LevelModel>, ModelError> {
    let Some(level) = &finding.level else { return Ok(None) };
    match comparison.level_index(level) {
        Some(index) => Ok(Some(&comparison.levels()[index])),
        None => Err(ModelError::UnknownLevel {
            comparison: finding.comparison.clone(),
            level: level.clone(),
        }),
    }
}

fn cap_rows(model: &LinkModel, rows: &[(usize, Row)], mut running_total: Millibits) -> Vec<CapRow> {
    let mut caps = Vec::with_capacity(model.groups().len());
    for group in model.groups() {
        let members = rows.iter().filter(|(place, _)| group.members().contains(place));
        let group_sum = members.map(|(_, row)| row.total()).sum();
        let adjustment = cap_adjustment(group_sum, group.cap());
        running_total += adjustment;
        caps.push(CapRow {
            group: group.name().to_owned(),
            group_sum,
            cap: group.cap(),
            adjustment,
            running_total,
        });
    }
    caps
}

impl fmt::Debug for ShownFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("ShownFinding");
        out.field("comparison", &self.comparison).field("level", &self.level);
        out.field("exclusion", &self.exclusion).finish_non_exhaustive()
    }
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Row");
        out.field("comparison", &self.comparison).field("level", &self.level);
        out.field("weight", &self.weight).field("tf_adjustment", &self.tf_adjustment);
        out.field("exclusion", &self.exclusion).finish_non_exhaustive()
    }
}

impl fmt::Debug for Waterfall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Waterfall");
        out.field("prior", &self.prior).field("rows", &self.rows).field("cap_rows", &self.cap_rows);
        out.field("match_weight", &self.match_weight).field("probability", &self.probability);
        out.finish_non_exhaustive()
    }
}
