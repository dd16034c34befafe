//! The third number: the probability of a pair within one record's whole list,
//! where at most one record of the list can be right, and perhaps none is.

use crate::constants::SET_CAP_BITS;
use crate::millibits::Millibits;
use crate::posterior::Prior;
use crate::power_of_two::{Scaled, exact_power, power_of_two, scaled_power_of_two};
use crate::probability::Probability;

/// Fraction bits of the fixed-point sum.
const FRACTION_BITS: i32 = 128;

/// Sum over the whole list of one record, then the probability of each member:
///
/// `p_i = s/N·LR_i / ((1 − s) + Σ_j s/N·LR_j)`, with s the prior's share and N its set size.
///
/// The sum is an integer of 320 bits, 128 of them behind the point: exact to
/// 2⁻¹²⁸ per member, so it depends neither on the order of `add` nor on how a list was cut
/// into parts that were `merge`d, and it cannot overflow. Weights count within
/// ±[`SET_CAP_BITS`]. 64 bytes; `add` is a table look-up and a few integer operations.
///
/// ```
/// use vinculo_model::{Millibits, Prior, Probability, SetAccumulator};
/// let prior = Prior::new(Probability::new(0.5).unwrap(), 2).unwrap();
/// let mut set = SetAccumulator::new(&prior);
/// set.add(Millibits(3000)); // likelihood ratio 8
/// set.add(Millibits(1000)); // likelihood ratio 2
/// // 0.25·8 / (0.5 + 0.25·8 + 0.25·2) = 2/3
/// assert!((set.probability(Millibits(3000)).get() - 2.0 / 3.0).abs() < 1e-12);
/// assert!((set.none_of_them().get() - 0.5 / 3.0).abs() < 1e-12);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SetAccumulator {
    /// (1 − s)·N/s: the odds of 'none of them' in units of one member's likelihood ratio.
    none: f64,
    /// Σ LR, least significant first.
    sum: [u64; 5],
}

impl SetAccumulator {
    /// An empty list.
    pub fn new(prior: &Prior) -> SetAccumulator {
        let share = prior.share().get();
        let none = (1.0 - share) * prior.set_size() as f64 / share;
        SetAccumulator { none, sum: [0; 5] }
    }

    /// Adds a member of the list by its match weight.
    pub fn add(&mut self, match_weight: Millibits) {
        let Scaled { mantissa, exponent } = scaled_power_of_two(held(match_weight));
        let position = exponent - 63 + FRACTION_BITS;
        if position < 0 {
            self.add_at(0, mantissa >> -position, 0);
            return;
        }
        let wide = u128::from(mantissa) << (position % 64);
        self.add_at((position / 64) as usize, wide as u64, (wide >> 64) as u64);
    }

    /// Adds the members of another list of the same record.
    pub fn merge(&mut self, other: &SetAccumulator) {
        let mut carry = false;
        for (digit, more) in self.sum.iter_mut().zip(other.sum) {
            let (sum, over) = digit.overflowing_add(more);
            let (sum, over_again) = sum.overflowing_add(u64::from(carry));
            *digit = sum;
            carry = over || over_again;
        }
    }

    /// The probability of a member that was added.
    pub fn probability(&self, match_weight: Millibits) -> Probability {
        let ratio = power_of_two(held(match_weight));
        Probability::rounded_into_range(ratio / self.total())
    }

    /// The probability that none of the list is right.
    pub fn none_of_them(&self) -> Probability {
        Probability::rounded_into_range(self.none / self.total())
    }

    fn total(&self) -> f64 {
        let place = |i: usize| exact_power(64 * i as i32 - FRACTION_BITS);
        let sum = self.sum.iter().enumerate().map(|(i, digit)| *digit as f64 * place(i));
        self.none + sum.sum::<f64>()
    }

    fn add_at(&mut self, digit: usize, low: u64, high: u64) {
        let (sum, mut carry) = self.sum[digit].overflowing_add(low);
        self.sum[digit] = sum;
        let mut more = high;
        for digit in &mut self.sum[digit + 1..] {
            if more == 0 && !carry {
                return;
            }
            let (sum, over) = digit.overflowing_add(more);
            let (sum, over_again) = sum.overflowing_add(u64::from(carry));
            *digit = sum;
            carry = over || over_again;
            more = 0;
        }
    }
}

/// The probability of each member of one record's whole list, in the order
/// given, and that of 'none of them'. They add up to 1.
pub fn probability_set(
    prior: &Prior,
    match_weights: &[Millibits],
) -> (Vec<Probability>, Probability) {
    let mut set = SetAccumulator::new(prior);
    match_weights.iter().for_each(|weight| set.add(*weight));
    let members = match_weights.iter().map(|weight| set.probability(*weight)).collect();
    (members, set.none_of_them())
}

fn held(match_weight: Millibits) -> Millibits {
    match_weight.clamp_to(Millibits(SET_CAP_BITS * 1000))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn prior(share: f64, set_size: u64) -> Prior {
        Prior::new(Probability::new(share).unwrap(), set_size).unwrap()
    }

    #[test]
    fn by_hand() {
        // s = 0.3, N = 3; LR 16, 1, 1/4: 0.1·16 = 1.6, 0.1, 0.025; none 0.7; total 2.425.
        let weights = [Millibits(4000), Millibits(0), Millibits(-2000)];
        let (members, none) = probability_set(&prior(0.3, 3), &weights);
        let expected = [1.6 / 2.425, 0.1 / 2.425, 0.025 / 2.425];
        for (found, expected) in members.iter().zip(expected) {
            assert!((found.get() - expected).abs() < 1e-12, "{found} {expected}");
        }
        assert!((none.get() - 0.7 / 2.425).abs() < 1e-12);
    }

    #[test]
    fn two_equally_good_candidates_share() {
        let (members, _) = probability_set(&prior(0.3, 1000), &[Millibits(60_000); 2]);
        assert!((members[0].get() - 0.5).abs() < 1e-9);
        assert_eq!(members[0], members[1]);
    }

    #[test]
    fn extreme_weights_neither_overflow_nor_vanish() {
        let weights =
            [Millibits(i32::MAX), Millibits(i32::MAX), Millibits(i32::MIN), Millibits(-127_000)];
        let (members, none) = probability_set(&prior(0.3, 4), &weights);
        assert!((members[0].get() - 0.5).abs() < 1e-12);
        assert!(members[2].get() > 0.0);
        assert!(none.get() < 1e-30);
    }

    #[test]
    fn an_empty_list_has_no_right_one() {
        assert_eq!(probability_set(&prior(0.3, 4), &[]).1, Probability::ONE);
    }

    fn sum(weights: &[i32]) -> SetAccumulator {
        let mut set = SetAccumulator::new(&prior(0.3, 1000));
        weights.iter().for_each(|weight| set.add(Millibits(*weight)));
        set
    }

    proptest! {
        #[test]
        fn members_and_none_add_up_to_one(weights in prop::collection::vec(-127_000i32..127_000, 0..50)) {
            let weights: Vec<_> = weights.into_iter().map(Millibits).collect();
            let (members, none) = probability_set(&prior(0.3, 50), &weights);
            let total = members.iter().map(|p| p.get()).sum::<f64>() + none.get();
            prop_assert!((total - 1.0).abs() < 1e-9, "{total}");
        }

        #[test]
        fn order_and_cuts_change_no_bit(weights in prop::collection::vec(-200_000i32..200_000, 0..60), cut in 0usize..60) {
            let whole = sum(&weights);
            let (head, tail) = weights.split_at(cut.min(weights.len()));
            let mut merged = sum(tail);
            merged.merge(&sum(head));
            prop_assert_eq!(whole, merged);
            let mut sorted = weights.clone();
            sorted.sort_unstable();
            prop_assert_eq!(whole, sum(&sorted));
        }

        #[test]
        fn agrees_with_plain_floats(weights in prop::collection::vec(-40_000i32..40_000, 1..30)) {
            let lr = |w: &i32| (f64::from(*w) / 1000.0).exp2();
            let total = 0.7 + weights.iter().map(|w| 0.3 / 1000.0 * lr(w)).sum::<f64>();
            let set = sum(&weights);
            for weight in &weights {
                let expected = 0.3 / 1000.0 * lr(weight) / total;
                let found = set.probability(Millibits(*weight)).get();
                prop_assert!((found / expected - 1.0).abs() < 1e-9, "{} {}", found, expected);
            }
        }
    }
}
