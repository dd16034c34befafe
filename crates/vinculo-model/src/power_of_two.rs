//! Powers of two of a weight, the same on every platform.
//!
//! `f64::exp2` may differ in its last digit between systems, and with it a
//! written probability. Weights are whole thousandths of a bit, so a table of a
//! thousand mantissas, made by integer arithmetic at compile time, replaces it.

use crate::millibits::Millibits;

/// 2^(1/1000) × 2^63, rounded.
const STEP: u64 = 9_229_767_407_387_847_701;

/// 2^(i/1000) × 2^63 for i from 0 to 999; relative error below 2^-53.
static MANTISSAS: [u64; 1000] = mantissas();

/// Largest exponent, either sign, that [`power_of_two`] tells apart.
const EXPONENT_LIMIT: i32 = 900;

/// A power of two as `mantissa × 2^(exponent − 63)`, with the mantissa's top bit set.
#[derive(Clone, Copy)]
pub(crate) struct Scaled {
    pub mantissa: u64,
    pub exponent: i32,
}

/// 2^weight, split.
pub(crate) fn scaled_power_of_two(weight: Millibits) -> Scaled {
    Scaled {
        mantissa: MANTISSAS[weight.0.rem_euclid(1000) as usize],
        exponent: weight.0.div_euclid(1000),
    }
}

/// 2^weight: the likelihood ratio of a weight. Held within 2^±900.
pub(crate) fn power_of_two(weight: Millibits) -> f64 {
    let limit = Millibits(EXPONENT_LIMIT * 1000);
    let Scaled { mantissa, exponent } = scaled_power_of_two(weight.clamp_to(limit));
    mantissa as f64 * exact_power(exponent - 63)
}

/// 2^exponent for an exponent from −1022 to 1023, without rounding.
pub(crate) fn exact_power(exponent: i32) -> f64 {
    debug_assert!((-1022..=1023).contains(&exponent));
    f64::from_bits(((exponent + 1023) as u64) << 52)
}

const fn mantissas() -> [u64; 1000] {
    let mut table = [1 << 63; 1000];
    let mut i = 1;
    while i < 1000 {
        let product = table[i - 1] as u128 * STEP as u128 + (1 << 62);
        table[i] = (product >> 63) as u64;
        i += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_exp2(weight in -850_000i32..=850_000) {
            let expected = (f64::from(weight) / 1000.0).exp2();
            let found = power_of_two(Millibits(weight));
            // The exponent's own rounding in the reference: 850 × 2^-53 × ln 2.
            prop_assert!((found / expected - 1.0).abs() < 1e-13, "{found} {expected}");
        }
    }

    #[test]
    fn whole_bits_are_exact() {
        let check = |bits: i32, expected: f64| {
            assert_eq!(power_of_two(Millibits(bits * 1000)), expected);
        };
        check(0, 1.0);
        check(10, 1024.0);
        check(-3, 0.125);
        assert_eq!(power_of_two(Millibits(i32::MAX)), power_of_two(Millibits(900_000)));
        assert!(power_of_two(Millibits(i32::MIN)) > 0.0);
    }

    #[test]
    fn half_a_bit_is_the_square_root_of_two() {
        assert!((power_of_two(Millibits(500)) - std::f64::consts::SQRT_2).abs() < 4e-16);
    }
}
