//! How good likelihood ratios are as likelihood ratios.
//!
//! `Cllr = ½ [mean over pairs of one person of log2(1 + 1/LR) + mean over pairs of
//! different people of log2(1 + LR)]`: 0 is perfect, 1 what a system that always
//! says LR = 1 gets (Brümmer and du Preez 2006). No value is good in itself:
//! compare systems on the same data. `Cllr − Cllr_min` is what better
//! calibration, without better ranking, would gain.

use std::f64::consts::{LN_2, LOG10_2};

use crate::error::ModelError;

/// Cllr of the log10 likelihood ratios of pairs of one person and of pairs of
/// different people. Infinite if an infinite ratio is on the wrong side.
///
/// ```
/// use vinculo_model::cllr;
/// assert_eq!(cllr(&[0.0, 0.0], &[0.0]).unwrap(), 1.0);
/// assert!(cllr(&[6.0], &[-6.0]).unwrap() < 0.001);
/// assert!(cllr(&[], &[0.0]).is_err());
/// ```
///
/// # Errors
/// If either list is empty or holds a NaN.
pub fn cllr(one_person: &[f64], different_people: &[f64]) -> Result<f64, ModelError> {
    check("Cllr", one_person, different_people)?;
    let towards = mean(one_person.iter().map(|log10_lr| log2_one_plus_exp2(-log10_lr / LOG10_2)));
    let against =
        mean(different_people.iter().map(|log10_lr| log2_one_plus_exp2(log10_lr / LOG10_2)));
    Ok((towards + against) / 2.0)
}

/// The Cllr that the best monotone recalibration of these values would have on
/// these same pairs (pool adjacent violators): what is left is loss of ranking.
/// Equal values stay equal. From 0 to 1; sorts, so n log n.
///
/// # Errors
/// If either list is empty or holds a NaN.
pub fn cllr_min(one_person: &[f64], different_people: &[f64]) -> Result<f64, ModelError> {
    check("Cllr_min", one_person, different_people)?;
    let (same, different) = (one_person.len() as f64, different_people.len() as f64);
    let loss = |block: &Block| {
        let (m, u) = (block.same as f64 / same, block.different as f64 / different);
        // A side without pairs in the block has ratio 0 or ∞ there and costs nothing.
        let towards = if m > 0.0 { m * (1.0 + u / m).log2() } else { 0.0 };
        let against = if u > 0.0 { u * (1.0 + m / u).log2() } else { 0.0 };
        towards + against
    };
    let blocks = pool_adjacent_violators(equal_values(one_person, different_people));
    Ok(blocks.iter().map(loss).sum::<f64>() / 2.0)
}

/// Pairs that share a value, or that were pooled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Block {
    same: u64,
    different: u64,
}

impl Block {
    /// Whether the share of `same` here is at least that of `later`: out of order.
    fn violates(self, later: Block) -> bool {
        let cross = |a: Block, b: Block| u128::from(a.same) * u128::from(b.different);
        cross(self, later) >= cross(later, self)
    }
}

/// One block per distinct value, from the lowest.
fn equal_values(one_person: &[f64], different_people: &[f64]) -> Vec<Block> {
    let same = one_person.iter().map(|value| (*value, true));
    let mut values: Vec<(f64, bool)> =
        same.chain(different_people.iter().map(|value| (*value, false))).collect();
    values.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let blocks = values.chunk_by(|a, b| a.0 == b.0).map(|equal| {
        let same = equal.iter().filter(|(_, same)| *same).count() as u64;
        Block { same, different: equal.len() as u64 - same }
    });
    blocks.collect()
}

/// Joins neighbours until the share of `same` rises from block to block.
fn pool_adjacent_violators(blocks: Vec<Block>) -> Vec<Block> {
    let mut pooled: Vec<Block> = Vec::with_capacity(blocks.len());
    for mut block in blocks {
        while let Some(before) = pooled.pop_if(|before| before.violates(block)) {
            block = Block {
                same: before.same + block.same,
                different: before.different + block.different,
            };
        }
        pooled.push(block);
    }
    pooled
}

/// log2(1 + 2^x), exact for large |x|.
fn log2_one_plus_exp2(x: f64) -> f64 {
    if x > 0.0 { x + (-x).exp2().ln_1p() / LN_2 } else { x.exp2().ln_1p() / LN_2 }
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len() as f64;
    values.sum::<f64>() / count
}

fn check(
    what: &'static str,
    one_person: &[f64],
    different_people: &[f64],
) -> Result<(), ModelError> {
    if one_person.is_empty() {
        return Err(ModelError::Empty { what, of: "pair of one person" });
    }
    if different_people.is_empty() {
        return Err(ModelError::Empty { what, of: "pair of different people" });
    }
    if one_person.iter().chain(different_people).any(|value| value.is_nan()) {
        return Err(ModelError::OutOfRange {
            what: "a log10 likelihood ratio",
            value: f64::NAN,
            rule: "a number",
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9, "{found} instead of {expected}");
    }

    #[test]
    fn cllr_by_hand() {
        // LR 3 and 1 for one person: log2(4/3), log2(2); LR 1/7 for different: log2(8/7).
        let (three, seventh) = (3f64.log10(), (1.0 / 7.0f64).log10());
        let expected = (((4.0f64 / 3.0).log2() + 1.0) / 2.0 + (8.0f64 / 7.0).log2()) / 2.0;
        near(cllr(&[three, 0.0], &[seventh]).unwrap(), expected);
        // LR 1/3 for one person: log2(1 + 3) = 2; LR 3 for different: 2.
        near(cllr(&[-three], &[three]).unwrap(), 2.0);
    }

    #[test]
    fn cllr_of_extremes() {
        near(cllr(&[f64::INFINITY], &[f64::NEG_INFINITY]).unwrap(), 0.0);
        assert_eq!(cllr(&[f64::NEG_INFINITY], &[0.0]).unwrap(), f64::INFINITY);
        // 10^400 does not fit a float, its logarithm does: log2(1 + 10^400) = 400 / log10(2).
        near(cllr(&[0.0], &[400.0]).unwrap(), (1.0 + 400.0 / LOG10_2) / 2.0);
    }

    #[test]
    fn cllr_min_by_hand() {
        // Perfect order: no loss, however badly calibrated.
        near(cllr_min(&[-1.0, -2.0], &[-5.0, -3.0]).unwrap(), 0.0);
        // All equal: one block with ratio 1.
        near(cllr_min(&[2.0, 2.0], &[2.0]).unwrap(), 1.0);
        // Reversed: pooled into one block.
        near(cllr_min(&[-1.0], &[1.0]).unwrap(), 1.0);
        // From low to high: different | different and same, crossed (1 < 2) | same.
        // Blocks (0 same, 1 different), (1, 1), (1, 0); the middle has ratio 1: ½ + ½ of 1 bit, halved.
        near(cllr_min(&[1.0, 3.0], &[0.0, 2.0]).unwrap(), 0.5);
        // Blocks (0,1), (1,2), (1,0) of 2 and 3: m = 1/2, u = 2/3 in the middle:
        // ½·log2(1 + 4/3) + ⅔·log2(1 + 3/4), halved.
        let expected = (0.5 * (7.0f64 / 3.0).log2() + (2.0 / 3.0) * (7.0f64 / 4.0).log2()) / 2.0;
        near(cllr_min(&[1.0, 9.0], &[0.0, 2.0, 3.0]).unwrap(), expected);
    }

    #[test]
    fn empty_and_not_a_number_are_refused() {
        assert!(cllr(&[], &[1.0]).is_err());
        assert!(cllr_min(&[1.0], &[]).is_err());
        assert!(cllr(&[f64::NAN], &[1.0]).is_err());
    }

    fn values() -> impl Strategy<Value = Vec<f64>> {
        prop::collection::vec((-8i32..8).prop_map(|v| f64::from(v) / 2.0), 1..30)
    }

    proptest! {
        #[test]
        fn recalibration_never_loses(same in values(), different in values()) {
            let (raw, best) = (cllr(&same, &different).unwrap(), cllr_min(&same, &different).unwrap());
            prop_assert!(best <= raw + 1e-9, "{} {}", best, raw);
            prop_assert!((-1e-9..=1.0 + 1e-9).contains(&best), "{}", best);
        }

        #[test]
        fn cllr_min_depends_on_order_alone(same in values(), different in values()) {
            let stretch = |values: &[f64]| values.iter().map(|v| v * 3.0 + 1.0).collect::<Vec<_>>();
            let (plain, stretched) = (cllr_min(&same, &different).unwrap(), cllr_min(&stretch(&same), &stretch(&different)).unwrap());
            prop_assert_eq!(plain, stretched);
        }

        #[test]
        fn pooled_shares_rise(same in values(), different in values()) {
            let blocks = pool_adjacent_violators(equal_values(&same, &different));
            let share = |b: &Block| b.same as f64 / (b.same + b.different) as f64;
            prop_assert!(blocks.windows(2).all(|pair| share(&pair[0]) < share(&pair[1])));
        }
    }
}
