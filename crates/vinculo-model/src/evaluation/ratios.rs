//! Likelihood ratios held against the truth: how far they can be believed.

use vinculo_record::Link;

use super::Ratio;
use crate::calibration::{cllr, cllr_min};
use crate::constants::{RELIABILITY_BIN_BANS, THRESHOLD_POSTERIORS};
use crate::error::ModelError;
use crate::millibits::Millibits;
use crate::posterior::Prior;

/// Match weights of pairs of one person and of pairs of different people.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RatioPairs {
    /// Of the true pairs.
    pub same: Vec<Millibits>,
    /// Of pairs of different people.
    pub different: Vec<Millibits>,
    /// Whether the pairs of different people are only those that a candidate file
    /// lists: the best of each list, a biased sample.
    pub listed_only: bool,
}

/// What the weights of a link say of themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// The link.
    pub link: Link,
    /// The pairs it was measured on.
    pub pairs: RatioPairs,
    /// Cllr: 0 is perfect, 1 says nothing.
    pub cllr: f64,
    /// The Cllr of the best monotone recalibration: the loss of ranking alone.
    pub cllr_min: f64,
    /// Rates of error at thresholds.
    pub thresholds: Vec<Threshold>,
}

/// Rates of error when pairs of at least a weight are taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Threshold {
    /// The posterior probability that the weight gives under the prior; `None` for
    /// the weight of the best F1.
    pub posterior: Option<f64>,
    /// Least weight taken.
    pub weight: Millibits,
    /// Pairs of different people taken: expected if the ratios are right, and found.
    pub false_positive: Rate,
    /// Pairs of one person not taken.
    pub false_negative: Rate,
}

/// A rate as the likelihood ratios themselves predict it, and as it was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// What right likelihood ratios would give: of false positives the mean over true
    /// pairs of 1/LR where taken, of false negatives the mean over pairs of different
    /// people of LR where not taken (P(E|H2) = P(E|H1)/LR, and the reverse).
    pub expected: f64,
    /// What was found.
    pub observed: Ratio,
}

impl Rate {
    /// Wilson's interval of 95 % of the observed rate (J. Am. Stat. Assoc. 22:209, 1927).
    pub fn interval(&self) -> (f64, f64) {
        const Z: f64 = 1.959_964;
        let (n, p) = (self.observed.of as f64, self.observed.share());
        if n == 0.0 {
            return (0.0, 1.0);
        }
        let centre = p + Z * Z / (2.0 * n);
        let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + Z * Z / n;
        (((centre - half) / scale).max(0.0), ((centre + half) / scale).min(1.0))
    }
}

/// Pairs whose claimed weight lies in one bin, and what they turned out to say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReliabilityBin {
    /// Middle of the bin: the claimed log10 likelihood ratio.
    pub claimed: f64,
    /// True pairs in it.
    pub same: u64,
    /// Pairs of different people in it.
    pub different: u64,
    /// The log10 likelihood ratio found; `None` where one of the two is missing.
    pub found: Option<f64>,
}

/// Measures the weights of a link. `best` is the weight of the best F1, if known.
///
/// # Errors
/// If there are no pairs of one person or none of different people.
pub fn calibration(
    link: Link,
    pairs: RatioPairs,
    prior: &Prior,
    best: Option<Millibits>,
) -> Result<Calibration, ModelError> {
    let log10 = |weights: &[Millibits]| weights.iter().map(|w| w.log10_lr()).collect::<Vec<_>>();
    let (same, different) = (log10(&pairs.same), log10(&pairs.different));
    let at = |posterior: f64| {
        let odds = Millibits::from_bits((posterior / (1.0 - posterior)).log2());
        (Some(posterior), odds - prior.weight())
    };
    let weights = THRESHOLD_POSTERIORS.into_iter().map(at).chain(best.map(|weight| (None, weight)));
    let thresholds = weights.map(|(posterior, weight)| threshold(&pairs, posterior, weight));
    Ok(Calibration {
        link,
        cllr: cllr(&same, &different)?,
        cllr_min: cllr_min(&same, &different)?,
        thresholds: thresholds.collect(),
        pairs,
    })
}

impl Calibration {
    /// Claimed against found likelihood ratios, in bins of [`RELIABILITY_BIN_BANS`].
    pub fn reliability(&self) -> Vec<ReliabilityBin> {
        let bin = |weight: &Millibits| (weight.log10_lr() / RELIABILITY_BIN_BANS).floor() as i64;
        let mut bins: std::collections::BTreeMap<i64, (u64, u64)> = Default::default();
        self.pairs.same.iter().for_each(|w| bins.entry(bin(w)).or_default().0 += 1);
        self.pairs.different.iter().for_each(|w| bins.entry(bin(w)).or_default().1 += 1);
        let (all_same, all_different) = (self.pairs.same.len(), self.pairs.different.len());
        let found = |same: u64, different: u64| {
            let (m, u) = (same as f64 / all_same as f64, different as f64 / all_different as f64);
            (same > 0 && different > 0).then(|| (m / u).log10())
        };
        bins.into_iter()
            .map(|(bin, (same, different))| ReliabilityBin {
                claimed: (bin as f64 + 0.5) * RELIABILITY_BIN_BANS,
                same,
                different,
                found: found(same, different),
            })
            .collect()
    }
}

fn threshold(pairs: &RatioPairs, posterior: Option<f64>, weight: Millibits) -> Threshold {
    let lr = |w: &Millibits| w.bits().exp2();
    let mean = |sum: f64, of: usize| if of == 0 { 0.0 } else { sum / of as f64 };
    let taken = |w: &&Millibits| **w >= weight;
    let left = |w: &&Millibits| **w < weight;
    let count = |found: usize, of: &[Millibits]| Ratio { hits: found as u64, of: of.len() as u64 };
    let (same, different) = (&pairs.same, &pairs.different);
    Threshold {
        posterior,
        weight,
        false_positive: Rate {
            expected: mean(same.iter().filter(taken).map(|w| 1.0 / lr(w)).sum(), same.len()),
            observed: count(different.iter().filter(taken).count(), different),
        },
        false_negative: Rate {
            expected: mean(different.iter().filter(left).map(lr).sum(), different.len()),
            observed: count(same.iter().filter(left).count(), same),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probability::Probability;

    fn bits(weights: &[f64]) -> Vec<Millibits> {
        weights.iter().map(|w| Millibits::from_bits(*w)).collect()
    }

    fn measured() -> Calibration {
        let pairs = RatioPairs {
            same: bits(&[4.0, 2.0, 2.0, -1.0]),
            different: bits(&[-1.0, -1.0, -3.0, 2.0, -3.0]),
            listed_only: false,
        };
        let prior = Prior::new(Probability::new(0.5).unwrap(), 1).unwrap(); // odds 1/2
        calibration(Link::NoticeShelter, pairs, &prior, Some(Millibits(2000))).unwrap()
    }

    #[test]
    fn thresholds_by_hand() {
        let found = measured();
        let half = found.thresholds.iter().find(|t| t.posterior == Some(0.5)).unwrap();
        assert_eq!(half.weight, Millibits(1000)); // odds 1/2 · LR 2 = 1
        // taken: 4, 2, 2 of one person (1/LR: 1/16 + 1/4 + 1/4), 2 of different people
        assert!((half.false_positive.expected - (0.5 + 1.0 / 16.0) / 4.0).abs() < 1e-12);
        assert_eq!(half.false_positive.observed, Ratio { hits: 1, of: 5 });
        // not taken: -1 of one person; -1, -1, -3, -3 of different people (LR ½ ½ ⅛ ⅛)
        assert!((half.false_negative.expected - 1.25 / 5.0).abs() < 1e-12);
        assert_eq!(half.false_negative.observed, Ratio { hits: 1, of: 4 });
        assert_eq!(found.thresholds.last().unwrap().posterior, None);
    }

    #[test]
    fn wilson_by_hand() {
        let rate = Rate { expected: 0.0, observed: Ratio { hits: 0, of: 10 } };
        let (low, high) = rate.interval();
        assert!(low == 0.0 && (high - 0.2775).abs() < 0.0005, "{low} {high}");
        let rate = Rate { expected: 0.0, observed: Ratio { hits: 5, of: 10 } };
        let (low, high) = rate.interval();
        assert!((low - 0.2366).abs() < 0.0005 && (high - 0.7634).abs() < 0.0005, "{low} {high}");
    }

    #[test]
    fn bins_hold_every_pair() {
        let bins = measured().reliability();
        assert_eq!(bins.iter().map(|b| b.same).sum::<u64>(), 4);
        assert_eq!(bins.iter().map(|b| b.different).sum::<u64>(), 5);
        // 2 bits are 0.6 bans: two of four against one of five
        let bin = bins.iter().find(|b| (b.claimed - 0.75).abs() < 1e-9).unwrap();
        assert!((bin.found.unwrap() - 2.5f64.log10()).abs() < 1e-9);
    }
}
