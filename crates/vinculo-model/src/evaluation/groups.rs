//! Whether some groups of people are found worse than others, by more than chance.

use std::collections::BTreeMap;

use statrs::distribution::{Discrete, Hypergeometric};
use statrs::statistics::{Max, Min};

use super::Ratio;
use crate::calibration::cllr;
use crate::constants::{GROUP_RECALL_AT, SIGNIFICANCE};
use crate::millibits::Millibits;

/// A true pair with the groups that it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupedPair {
    /// By dimension (country, sex …): the group.
    pub groups: BTreeMap<&'static str, String>,
    /// Where the right record stands in the left record's list; `None` if it was not written.
    pub rank: Option<u32>,
    /// Its match weight.
    pub weight: Millibits,
    /// Weights of the left record against people that it is not.
    pub different: Vec<Millibits>,
}

/// How one group fares beside all others of its dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupFigures {
    /// The dimension: country, sex …
    pub dimension: &'static str,
    /// The group.
    pub group: String,
    /// True pairs found at once.
    pub recall_1: Ratio,
    /// True pairs within the first ten.
    pub recall_10: Ratio,
    /// The rank of the true partner: median and 90th percentile; `None` if that one was not written.
    pub ranks: [Option<u32>; 2],
    /// Cllr of the group's pairs; `None` if it has none of different people.
    pub cllr: Option<f64>,
    /// Recall within ten less that of everyone else of the dimension.
    pub gap: f64,
    /// The probability of a gap as large by chance: Fisher's exact test, two-sided,
    /// corrected for the number of groups (Holm, *Scand. J. Stat.* 6:65, 1979).
    pub p_value: f64,
}

impl GroupFigures {
    /// Whether the gap exceeds chance.
    pub fn exceeds_chance(&self) -> bool {
        self.p_value < SIGNIFICANCE
    }
}

/// The figures of every group, by dimension and name. Groups of which everybody or
/// nobody is a member have no gap.
pub fn group_figures(pairs: &[GroupedPair]) -> Vec<GroupFigures> {
    let mut members: BTreeMap<(&'static str, &str), Vec<&GroupedPair>> = BTreeMap::new();
    for pair in pairs {
        for (dimension, group) in &pair.groups {
            members.entry((dimension, group)).or_default().push(pair);
        }
    }
    let mut figures: Vec<GroupFigures> = members
        .iter()
        .map(|((dimension, group), of_group)| {
            let others =
                pairs.iter().filter(|p| p.groups.get(dimension).is_some_and(|g| g != group));
            of(dimension, group, of_group, &others.collect::<Vec<_>>())
        })
        .collect();
    holm(&mut figures);
    figures
}

fn of(
    dimension: &'static str,
    group: &str,
    members: &[&GroupedPair],
    others: &[&GroupedPair],
) -> GroupFigures {
    let recall_10 = recall(members, GROUP_RECALL_AT);
    let rest = recall(others, GROUP_RECALL_AT);
    let weights = |of: &[Millibits]| of.iter().map(|w| w.log10_lr()).collect::<Vec<_>>();
    let same = weights(&members.iter().map(|pair| pair.weight).collect::<Vec<_>>());
    let different = weights(&members.iter().flat_map(|p| p.different.clone()).collect::<Vec<_>>());
    GroupFigures {
        dimension,
        group: group.to_owned(),
        recall_1: recall(members, 1),
        recall_10,
        ranks: [0.5, 0.9].map(|quantile| rank_at(members, quantile)),
        cllr: cllr(&same, &different).ok(),
        gap: if rest.of == 0 { 0.0 } else { recall_10.share() - rest.share() },
        p_value: fisher(recall_10, rest),
    }
}

fn recall(pairs: &[&GroupedPair], k: u32) -> Ratio {
    let found = pairs.iter().filter(|pair| pair.rank.is_some_and(|rank| rank <= k)).count();
    Ratio { hits: found as u64, of: pairs.len() as u64 }
}

/// The rank that this share of the pairs reaches; those not written come last.
fn rank_at(pairs: &[&GroupedPair], quantile: f64) -> Option<u32> {
    let mut ranks: Vec<u32> = pairs.iter().map(|pair| pair.rank.unwrap_or(u32::MAX)).collect();
    ranks.sort_unstable();
    let place = (quantile * ranks.len() as f64).ceil() as usize;
    ranks.get(place.saturating_sub(1)).copied().filter(|rank| *rank != u32::MAX)
}

/// Fisher's exact test of two shares, two-sided: the probability, with the sums as
/// they are, of all tables no likelier than this one. 1 if either side is empty.
fn fisher(group: Ratio, rest: Ratio) -> f64 {
    let (all, hits) = (group.of + rest.of, group.hits + rest.hits);
    let Ok(tables) = Hypergeometric::new(all, hits, group.of) else { return 1.0 };
    // in logarithms, for the factors of a table overflow; equally likely but for rounding counts
    let limit = tables.ln_pmf(group.hits) + 1e-7;
    let likelihoods = (tables.min()..=tables.max()).map(|hits| tables.ln_pmf(hits));
    let sum: f64 = likelihoods.filter(|ln| *ln <= limit).map(f64::exp).sum();
    sum.min(1.0)
}

/// Holm's step-down correction, in place.
fn holm(figures: &mut [GroupFigures]) {
    let mut order: Vec<usize> = (0..figures.len()).collect();
    order.sort_by(|a, b| figures[*a].p_value.total_cmp(&figures[*b].p_value));
    let mut largest = 0.0_f64;
    for (step, place) in order.iter().enumerate() {
        let corrected = figures[*place].p_value * (figures.len() - step) as f64;
        largest = largest.max(corrected.min(1.0));
        figures[*place].p_value = largest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(hits: u64, of: u64) -> Ratio {
        Ratio { hits, of }
    }

    #[test]
    fn fisher_by_hand() {
        // the lady tasting tea: 3 of 4 against 1 of 4; tables 0..4 have 1, 16, 36, 16, 1 of 70
        assert!((fisher(ratio(3, 4), ratio(1, 4)) - 34.0 / 70.0).abs() < 1e-9);
        assert!((fisher(ratio(4, 4), ratio(0, 4)) - 2.0 / 70.0).abs() < 1e-9);
        assert!((fisher(ratio(2, 4), ratio(2, 4)) - 1.0).abs() < 1e-9);
        assert_eq!(fisher(ratio(0, 0), ratio(2, 4)), 1.0);
    }

    #[test]
    fn large_tables_do_not_overflow() {
        let p = fisher(ratio(970, 971), ratio(443, 443));
        assert!((p - 1.0).abs() < 1e-6, "{p}");
        let p = fisher(ratio(900, 1_000), ratio(5_000, 5_000));
        assert!(p > 0.0 && p < 1e-60, "{p}");
    }

    fn pair(country: &str, rank: Option<u32>) -> GroupedPair {
        GroupedPair {
            groups: [("country", country.to_owned())].into_iter().collect(),
            rank,
            weight: Millibits(5000),
            different: vec![Millibits(-5000)],
        }
    }

    #[test]
    fn a_group_that_is_lost_is_told() {
        let mut pairs = vec![pair("HN", None); 12];
        pairs.extend(vec![pair("GT", Some(1)); 30]);
        pairs.extend(vec![pair("SV", Some(2)); 30]);
        let figures = group_figures(&pairs);
        let of = |group: &str| figures.iter().find(|f| f.group == group).unwrap();
        assert!(of("HN").exceeds_chance() && of("HN").gap == -1.0);
        assert_eq!(of("HN").ranks, [None, None]);
        assert_eq!((of("SV").recall_1, of("SV").recall_10), (ratio(0, 30), ratio(30, 30)));
        assert_eq!(of("SV").ranks, [Some(2), Some(2)]);
        assert!(of("GT").cllr.unwrap() < 0.1);
    }

    #[test]
    fn chance_is_not_told_as_a_gap() {
        let mut pairs: Vec<_> = (0..50).map(|i| pair("GT", Some(1 + i % 12))).collect();
        pairs.extend((0..40).map(|i| pair("SV", Some(1 + i % 12))));
        assert!(group_figures(&pairs).iter().all(|f| !f.exceeds_chance()));
    }

    #[test]
    fn holm_by_hand() {
        let mut figures = group_figures(&[pair("A", Some(1)), pair("B", Some(1)), pair("C", None)]);
        [0.01, 0.04, 0.03].iter().zip(&mut figures).for_each(|(p, f)| f.p_value = *p);
        holm(&mut figures);
        let corrected: Vec<f64> = figures.iter().map(|f| f.p_value).collect();
        assert_eq!(corrected, [0.03, 0.06, 0.06]);
    }
}
