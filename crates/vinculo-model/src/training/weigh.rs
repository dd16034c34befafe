//! The posterior of each pair under a model.

use std::collections::BTreeMap;

use vinculo_record::Link;

use super::pairs::{PairFindings, TrainingPairs};
use super::settings::MAX_PARTNERS;
use crate::millibits::Millibits;
use crate::model::LinkModel;
use crate::posterior::{Prior, probability};

/// The probability of each pair taken alone, in order.
pub(super) fn probabilities(model: &LinkModel, prior: &Prior, pairs: &TrainingPairs) -> Vec<f64> {
    let weigher = PairWeigher::new(model);
    pairs.iter().map(|pair| probability(prior, weigher.weight(pair)).get()).collect()
}

/// The probability of each pair beside the others of its two records: at most
/// [`MAX_PARTNERS`] times its share of either's odds. A true pair stands out of its
/// lists; the pairs of a cluster of one village, age and sex share what one person
/// can have.
pub(super) fn competing(
    link: Link,
    model: &LinkModel,
    prior: &Prior,
    pairs: &TrainingPairs,
) -> Vec<f64> {
    let alone = probabilities(model, prior, pairs);
    // odds are p / (1 − p); certainty is held back to what a double can tell from 1
    let odds: Vec<f64> = alone.iter().map(|p| p / (1.0 - p).max(f64::EPSILON)).collect();
    let mut of_left: BTreeMap<u32, f64> = BTreeMap::new();
    let mut of_right: BTreeMap<u32, f64> = BTreeMap::new();
    for ((left, right), odds) in pairs.records().iter().zip(&odds) {
        *of_left.entry(*left).or_default() += odds;
        // of one kind, a record has one list, whichever side it stands on
        let of_right = if link.is_same_kind() { &mut of_left } else { &mut of_right };
        *of_right.entry(*right).or_default() += odds;
    }
    let of_right = if link.is_same_kind() { &of_left } else { &of_right };
    let shares = pairs.records().iter().zip(&odds).zip(alone);
    shares
        .map(|(((left, right), odds), alone)| {
            let most = of_left[left].max(of_right[right]);
            alone.min(MAX_PARTNERS * odds / (1.0 + most))
        })
        .collect()
}

/// Weighs findings as the ranking does: levels, frequencies, caps of groups.
pub(super) struct PairWeigher<'a> {
    model: &'a LinkModel,
    /// Comparisons by group: those of none first, then those of each group with its cap.
    groups: Vec<(Option<Millibits>, Vec<usize>)>,
}

impl<'a> PairWeigher<'a> {
    pub(super) fn new(model: &'a LinkModel) -> Self {
        let alone = model.comparisons().iter().enumerate().filter(|(_, c)| c.group().is_none());
        let mut groups = vec![(None, alone.map(|(place, _)| place).collect())];
        groups.extend(model.groups().iter().map(|g| (Some(g.cap()), g.members().to_vec())));
        Self { model, groups }
    }

    fn weight(&self, pair: PairFindings<'_>) -> Millibits {
        let sums = self.groups.iter().map(|(cap, members)| {
            let sum: Millibits = members.iter().map(|place| self.part(pair, *place)).sum();
            cap.map_or(sum, |cap| sum.clamp_to(cap))
        });
        sums.sum()
    }

    /// The sum of a group of the model, without its cap.
    pub(super) fn group_sum(&self, pair: PairFindings<'_>, group: usize) -> Millibits {
        self.model.groups()[group].members().iter().map(|place| self.part(pair, *place)).sum()
    }

    fn part(&self, pair: PairFindings<'_>, place: usize) -> Millibits {
        let Some(level) = pair.level(place) else { return Millibits::ZERO };
        let level = &self.model.comparisons()[place].levels()[level];
        let adjustment = pair.frequency(place).map(|frequency| level.tf_adjustment(frequency));
        level.weight() + adjustment.unwrap_or(Millibits::ZERO)
    }
}
