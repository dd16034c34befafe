//! Levels kept in order: a stronger agreement never weighs less than a weaker one.

/// The m nearest to these (in likelihood) of which m/u does not rise along the
/// levels: neighbours out of order are pooled, each then having their common
/// Σm/Σu (Robertson, Wright and Dykstra, *Order restricted statistical inference*,
/// 1988: the pool-adjacent-violators solution of the ordered multinomial). Sums to
/// the same as `m`.
pub(super) fn ordered(m: &[f64], u: &[f64]) -> Vec<f64> {
    let mut blocks: Vec<(f64, f64, usize)> = Vec::with_capacity(m.len());
    for (m, u) in m.iter().zip(u) {
        let mut block = (*m, *u, 1);
        while let Some(before) = blocks.pop_if(|before| before.0 * block.1 < block.0 * before.1) {
            block = (block.0 + before.0, block.1 + before.1, block.2 + before.2);
        }
        blocks.push(block);
    }
    let ratios = blocks.iter().flat_map(|(m, u, levels)| std::iter::repeat_n(m / u, *levels));
    ratios.zip(u).map(|(ratio, u)| ratio * u).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(m: &[f64], u: &[f64], expected: &[f64]) {
        let found = ordered(m, u);
        let near = found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12);
        assert!(near && found.len() == expected.len(), "{found:?} instead of {expected:?}");
    }

    #[test]
    fn neighbours_out_of_order_are_pooled() {
        check(&[0.7, 0.2, 0.1], &[0.1, 0.2, 0.7], &[0.7, 0.2, 0.1]);
        // ratios 1, 4: pooled to (0.1 + 0.8) / (0.1 + 0.2) = 3
        check(&[0.1, 0.8, 0.1], &[0.1, 0.2, 0.7], &[0.3, 0.6, 0.1]);
        // the last outweighs all before it: one ratio for all
        check(&[0.1, 0.2, 0.7], &[0.4, 0.4, 0.2], &[0.4, 0.4, 0.2]);
    }

    proptest! {
        #[test]
        fn sums_stay_and_ratios_fall(pairs in prop::collection::vec((0.001..1.0f64, 0.001..1.0f64), 2..9)) {
            let (m, u): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
            let found = ordered(&m, &u);
            prop_assert!((found.iter().sum::<f64>() - m.iter().sum::<f64>()).abs() < 1e-9);
            let ratios: Vec<f64> = found.iter().zip(&u).map(|(m, u)| m / u).collect();
            prop_assert!(ratios.windows(2).all(|pair| pair[1] <= pair[0] * (1.0 + 1e-9)), "{:?}", ratios);
        }
    }
}
