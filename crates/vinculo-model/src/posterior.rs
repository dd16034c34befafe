//! Two of the three numbers: the weight of a pair, and its probability taken alone.

use crate::error::ModelError;
use crate::millibits::Millibits;
use crate::power_of_two::power_of_two;
use crate::probability::Probability;

/// What is assumed before any comparison: how likely the person is to be in the
/// compared set at all, and how many records the set has.
///
/// The prior odds of one pair are `share / set_size`. (Exactly, the prior
/// probability is `share / set_size` and the odds a little higher; with a set of
/// a hundred records and a share of 0.3 they differ by 0.3 %.)
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prior {
    share: Probability,
    set_size: u64,
    weight: Millibits,
}

impl Prior {
    /// A prior from the share of people expected to be in the set (more than 0,
    /// less than 1) and the number of records of the set (at least 1; for a link
    /// of one kind, the records other than the one compared).
    ///
    /// # Errors
    /// [`ModelError::OutOfRange`] outside these ranges.
    pub fn new(share: Probability, set_size: u64) -> Result<Prior, ModelError> {
        let value = share.get();
        if value <= 0.0 || value >= 1.0 {
            let rule = "more than 0 and less than 1";
            return Err(ModelError::OutOfRange { what: "the prior's share", value, rule });
        }
        if set_size == 0 {
            let rule = "at least 1";
            return Err(ModelError::OutOfRange { what: "the prior's set size", value: 0.0, rule });
        }
        let weight = Millibits::from_bits((value / set_size as f64).log2());
        Ok(Prior { share, set_size, weight })
    }

    /// Share of people expected to be in the set.
    pub const fn share(&self) -> Probability {
        self.share
    }

    /// Number of records of the set.
    pub const fn set_size(&self) -> u64 {
        self.set_size
    }

    /// log2 of the prior odds: the first row of the waterfall.
    pub const fn weight(&self) -> Millibits {
        self.weight
    }
}

/// The weight of a pair: the sum of the weights of its comparisons, of their
/// term-frequency adjustments and of the caps of groups, without the prior.
///
/// ```
/// use vinculo_model::{Millibits, match_weight};
/// assert_eq!(match_weight([Millibits(3250), Millibits(-1000)]), Millibits(2250));
/// ```
pub fn match_weight(parts: impl IntoIterator<Item = Millibits>) -> Millibits {
    parts.into_iter().sum()
}

/// log2 of the posterior odds: prior plus match weight.
pub fn posterior_odds_bits(prior: &Prior, match_weight: Millibits) -> Millibits {
    prior.weight() + match_weight
}

/// The probability of a pair taken alone, from its prior odds and its weight.
///
/// ```
/// use vinculo_model::{Millibits, Prior, Probability, probability};
/// let prior = Prior::new(Probability::new(0.25).unwrap(), 1).unwrap(); // odds 1 : 4
/// let p = probability(&prior, Millibits(2000)); // likelihood ratio 4
/// assert_eq!(p.get(), 0.5);
/// ```
pub fn probability(prior: &Prior, match_weight: Millibits) -> Probability {
    probability_of_odds(posterior_odds_bits(prior, match_weight))
}

/// Odds o, as log2, to the probability o/(1 + o).
pub(crate) fn probability_of_odds(odds: Millibits) -> Probability {
    let against = power_of_two(-odds);
    Probability::rounded_into_range(1.0 / (1.0 + against))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn prior(share: f64, set_size: u64) -> Prior {
        Prior::new(Probability::new(share).unwrap(), set_size).unwrap()
    }

    /// The table of priors and thresholds in the domain reference, from its formula:
    /// log10 LR = log10(p/(1−p)) − log10(0.3/N).
    #[test]
    fn thresholds_of_the_domain_reference() {
        let check = |set_size: u64, posterior: f64, log10_lr: f64| {
            let found =
                probability(&prior(0.3, set_size), Millibits::from_log10_lr(log10_lr)).get();
            assert!((found - posterior).abs() < 0.001, "{set_size} {log10_lr}: {found}");
        };
        check(1_000, 0.5, 3.5229);
        check(1_000, 0.1, 2.5686);
        check(10_000, 0.9, 5.4771);
        check(10_000, 0.99, 6.5185);
        check(100_000, 0.5, 5.5229);
    }

    #[test]
    fn prior_weight_is_log2_of_share_over_size() {
        assert_eq!(prior(0.5, 512).weight(), Millibits(-10_000));
        assert_eq!(prior(0.25, 1).weight(), Millibits(-2_000));
        assert_eq!(prior(0.3, 1000).weight(), Millibits(-11_703)); // log2(0.0003) = -11.70275
    }

    #[test]
    fn refuses_a_certain_or_impossible_share_and_an_empty_set() {
        assert!(Prior::new(Probability::ZERO, 5).is_err());
        assert!(Prior::new(Probability::ONE, 5).is_err());
        let empty = Prior::new(Probability::new(0.3).unwrap(), 0).unwrap_err();
        assert_eq!(empty.to_string(), "the prior's set size must be at least 1, not 0");
    }

    #[test]
    fn extreme_weights_stay_in_range() {
        assert_eq!(probability(&prior(0.3, 10), Millibits(i32::MAX)), Probability::ONE);
        let least = probability(&prior(0.3, 10), Millibits(i32::MIN)).get();
        assert!((0.0..1e-200).contains(&least));
    }

    proptest! {
        #[test]
        fn probability_grows_with_weight(a in -90_000i32..90_000, b in -90_000i32..90_000) {
            let prior = prior(0.3, 4405);
            let (low, high) = (a.min(b), a.max(b));
            prop_assert!(probability(&prior, Millibits(low)) <= probability(&prior, Millibits(high)));
        }

        #[test]
        fn opposite_odds_have_complementary_probabilities(odds in -40_000i32..40_000) {
            let sum = probability_of_odds(Millibits(odds)).get() + probability_of_odds(Millibits(-odds)).get();
            prop_assert!((sum - 1.0).abs() < 1e-12);
        }
    }
}
