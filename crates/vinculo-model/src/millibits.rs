//! Match weights as whole thousandths of a bit.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use crate::constants::WEIGHT_CAP_BITS;

/// A match weight: log2 of a Bayes factor, in thousandths of a bit.
///
/// Weights are rounded once, when they are made, so that sums are exact and do
/// not depend on their order. Addition saturates; with weights capped at
/// [`Millibits::CAP`] that needs more than 35 000 comparisons.
///
/// ```
/// use vinculo_model::Millibits;
/// let sum = Millibits::from_bits(3.25) + Millibits::from_bits(-1.0);
/// assert_eq!(sum.to_string(), "+2.250");
/// assert_eq!(sum, Millibits(2250));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millibits(
    /// Thousandths of a bit.
    pub i32,
);

impl Millibits {
    /// No evidence: what a value that is not recorded weighs.
    pub const ZERO: Millibits = Millibits(0);

    /// The largest weight of one comparison, either sign.
    pub const CAP: Millibits = Millibits(WEIGHT_CAP_BITS * 1000);

    /// Rounds bits to thousandths, half away from zero. Saturates; a NaN is no evidence: 0.
    pub fn from_bits(bits: f64) -> Millibits {
        Millibits((bits * 1000.0).round() as i32)
    }

    /// Weight of a log10 likelihood ratio, rounded as [`Millibits::from_bits`] does.
    pub fn from_log10_lr(log10_lr: f64) -> Millibits {
        Millibits::from_bits(log10_lr / std::f64::consts::LOG10_2)
    }

    /// The weight in bits.
    pub fn bits(self) -> f64 {
        f64::from(self.0) / 1000.0
    }

    /// The weight as log10 of the likelihood ratio (bits × log10 2).
    pub fn log10_lr(self) -> f64 {
        self.bits() * std::f64::consts::LOG10_2
    }

    /// The weight held within ±`limit` (the sign of `limit` does not matter).
    pub fn clamp_to(self, limit: Millibits) -> Millibits {
        let limit = limit.0.saturating_abs();
        Millibits(self.0.clamp(-limit, limit))
    }

    /// The weight held within ±[`Millibits::CAP`].
    pub fn capped(self) -> Millibits {
        self.clamp_to(Millibits::CAP)
    }
}

impl fmt::Display for Millibits {
    /// Bits with sign and three decimals: `+3.250`, `-0.004`, `+0.000`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { '-' } else { '+' };
        let size = self.0.unsigned_abs();
        f.pad(&format!("{sign}{}.{:03}", size / 1000, size % 1000))
    }
}

impl Add for Millibits {
    type Output = Millibits;

    fn add(self, other: Millibits) -> Millibits {
        Millibits(self.0.saturating_add(other.0))
    }
}

impl Sub for Millibits {
    type Output = Millibits;

    fn sub(self, other: Millibits) -> Millibits {
        Millibits(self.0.saturating_sub(other.0))
    }
}

impl Neg for Millibits {
    type Output = Millibits;

    fn neg(self) -> Millibits {
        Millibits(self.0.saturating_neg())
    }
}

impl AddAssign for Millibits {
    fn add_assign(&mut self, other: Millibits) {
        *self = *self + other;
    }
}

impl SubAssign for Millibits {
    fn sub_assign(&mut self, other: Millibits) {
        *self = *self - other;
    }
}

impl Sum for Millibits {
    fn sum<I: Iterator<Item = Millibits>>(parts: I) -> Millibits {
        parts.fold(Millibits::ZERO, Add::add)
    }
}

impl<'a> Sum<&'a Millibits> for Millibits {
    fn sum<I: Iterator<Item = &'a Millibits>>(parts: I) -> Millibits {
        parts.copied().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rounds_half_away_from_zero() {
        let check = |bits: f64, expected: i32| {
            assert_eq!(Millibits::from_bits(bits), Millibits(expected), "{bits}");
        };
        check(0.0005, 1);
        check(-0.0005, -1);
        check(0.000_499, 0);
        check(1.0, 1000);
        check(-2.5, -2500);
        check(f64::NAN, 0);
        check(f64::INFINITY, i32::MAX);
        check(f64::NEG_INFINITY, i32::MIN);
    }

    #[test]
    fn prints_sign_and_three_decimals() {
        let check = |value: i32, text: &str| assert_eq!(Millibits(value).to_string(), text);
        check(3250, "+3.250");
        check(-4, "-0.004");
        check(0, "+0.000");
        check(-60_000, "-60.000");
        check(i32::MIN, "-2147483.648");
        assert_eq!(format!("{:>9}", Millibits(3250)), "   +3.250");
    }

    #[test]
    fn ten_bits_is_a_thousandfold() {
        assert!((Millibits(10_000).log10_lr() - 1024f64.log10()).abs() < 1e-12);
        assert_eq!(Millibits::from_log10_lr(2.0), Millibits(6644));
    }

    #[test]
    fn clamps_to_either_sign_of_a_limit() {
        assert_eq!(Millibits(70_000).capped(), Millibits::CAP);
        assert_eq!(Millibits(-70_000).capped(), -Millibits::CAP);
        assert_eq!(Millibits(5).clamp_to(Millibits(-3)), Millibits(3));
    }

    proptest! {
        #[test]
        fn sums_do_not_depend_on_order(mut parts in prop::collection::vec(-60_000i32..=60_000, 0..40)) {
            let forward: Millibits = parts.iter().map(|p| Millibits(*p)).sum();
            parts.sort_unstable();
            let sorted: Millibits = parts.iter().map(|p| Millibits(*p)).sum();
            prop_assert_eq!(forward, sorted);
            prop_assert_eq!(forward.0, parts.iter().sum::<i32>());
        }

        #[test]
        fn printed_weight_reads_back(value in any::<i32>()) {
            let text = Millibits(value).to_string();
            prop_assert_eq!(Millibits::from_bits(text.parse::<f64>().unwrap()), Millibits(value));
        }

        #[test]
        fn bits_read_back(value in any::<i32>()) {
            prop_assert_eq!(Millibits::from_bits(Millibits(value).bits()), Millibits(value));
        }
    }
}
