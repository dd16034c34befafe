//! How much a group of dependent comparisons may say, by what it says of different
//! people.
//!
//! Evidence misleads rarely: of pairs of different people, at most one in k reaches
//! a likelihood ratio of k (Royall, *J. Am. Stat. Assoc.* 95:760, 2000; the empirical
//! bounds of Vergeer et al., *Sci. Justice* 56:482, 2016, rest on the same). Where a
//! sum of weights is reached more often than that, its parts depend on each other:
//! relatives share surnames and village, companions the place and the day. The sum is
//! capped at the weight where the observed tail crosses 1/k.

use super::pairs::TrainingPairs;
use super::settings::MIN_MISLED;
use super::weigh::PairWeigher;
use crate::millibits::Millibits;
use crate::model::{LinkModel, LinkSpec};

/// Caps every group at what its random pairs support, each pair as far as it is of
/// different people; where too few of them reach a sum to tell, the published cap stays.
pub(super) fn learn_caps(
    model: &LinkModel,
    published: &LinkSpec,
    spec: &mut LinkSpec,
    random: &TrainingPairs,
    different: &[f64],
) {
    let weigher = PairWeigher::new(model);
    for (place, group) in model.groups().iter().enumerate() {
        let sums = random.iter().map(|pair| weigher.group_sum(pair, place));
        let cap = supported(sums.zip(different.iter().copied()));
        let known = published.groups.get(group.name());
        let (Some(published), Some(spec)) = (known, spec.groups.get_mut(group.name())) else {
            continue;
        };
        spec.clone_from(published);
        if let Some(cap) = cap {
            spec.cap_bits = (cap.bits() * 100.0).round() / 100.0;
            spec.source = format!(
                "trained: beyond this, more of {} random pairs of different people reach a sum than its likelihood ratio allows; published {} ({})",
                random.len(),
                published.cap_bits,
                published.source
            );
        }
    }
}

/// The least weight that more pairs of different people reach than its likelihood
/// ratio allows; `None` if there is none that [`MIN_MISLED`] pairs reach.
fn supported(sums: impl Iterator<Item = (Millibits, f64)>) -> Option<Millibits> {
    let mut sums: Vec<(Millibits, f64)> = sums.collect();
    let all: f64 = sums.iter().map(|(_, part)| part).sum();
    sums.retain(|(sum, _)| *sum > Millibits::ZERO);
    sums.sort_by_key(|(sum, _)| std::cmp::Reverse(*sum));
    let mut cap = None;
    let mut reached = 0.0;
    for same in sums.chunk_by(|a, b| a.0 == b.0) {
        reached += same.iter().map(|(_, part)| part).sum::<f64>();
        let weight = same[0].0;
        if reached >= MIN_MISLED && weight > Millibits::from_bits((all / reached).log2()) {
            cap = Some(weight);
        }
    }
    cap
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(groups: &[(i32, usize)], expected: Option<i32>) {
        let sums = groups.iter().flat_map(|(bits, n)| vec![(Millibits(bits * 1000), 1.0); *n]);
        assert_eq!(supported(sums), expected.map(|bits| Millibits(bits * 1000)));
    }

    #[test]
    fn a_tail_as_thin_as_its_weight_says_is_not_capped() {
        // 1 in 4 reaches 2 bits, 1 in 16 reaches 4: what a likelihood ratio may
        check(&[(-1, 75_000), (2, 18_750), (4, 6_250)], None);
        check(&[], None);
        check(&[(-1, 10)], None);
    }

    #[test]
    fn a_thick_tail_is_capped_where_it_begins() {
        // 100 in 100,000 (10 bits) reach 12 and more: the least of them is the cap
        check(&[(-1, 99_000), (5, 900), (12, 60), (15, 40)], Some(12));
        // too few to say
        check(&[(-1, 99_990), (30, 10)], None);
    }
}
