//! The pairs that a model is trained on.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use vinculo_model::{Millibits, Prior, Probability, TrainingFinding, TrainingPairs};

use crate::features::NULL;
use crate::scorer::Scorer;

/// Pairs per parallel task, large enough to hide its cost.
const TASK_PAIRS: usize = 8_192;

impl Scorer<'_> {
    /// The findings on so many pairs of different records drawn at random with
    /// replacement, each pair equally likely; on all pairs if there are no more. The
    /// same seed and records give the same pairs.
    pub fn random_findings(&self, seed: u64, most: usize) -> TrainingPairs {
        let (left, right) = (active(self.left()), active(self.right()));
        let is_pair = |(left, right): &(u32, u32)| !(self.is_same() && left == right);
        if left.len().saturating_mul(right.len()) <= most {
            let of_left =
                |left: &u32| right.iter().map(|right| (*left, *right)).collect::<Vec<_>>();
            let all: Vec<_> = left.iter().flat_map(of_left).filter(is_pair).collect();
            return self.findings(&all);
        }
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let draw = || (left[below(&mut rng, left.len())], right[below(&mut rng, right.len())]);
        let drawn: Vec<_> = std::iter::repeat_with(draw).filter(is_pair).take(most).collect();
        self.findings(&drawn)
    }

    /// The findings on every pair whose posterior odds are at least so many bits,
    /// at most so many pairs, the heaviest. Of one kind, each pair once.
    pub fn likely_findings(&self, prior: &Prior, odds_bits: f64, most: usize) -> TrainingPairs {
        self.expect_all();
        let least = Millibits::from_bits(odds_bits) - prior.weight();
        let mut likely: Vec<(Millibits, u32, u32)> = (0..self.left().len() as u32)
            .into_par_iter()
            .map_init(
                || self.buffers(),
                |buffers, left| {
                    if !self.left().is_active(left) {
                        return Vec::new();
                    }
                    self.row(left, buffers);
                    let from = if self.is_same() { left + 1 } else { 0 };
                    (from..self.right().len() as u32)
                        .filter(|right| self.right().is_active(*right))
                        .map(|right| (buffers.weights[right as usize], left, right))
                        .filter(|(weight, ..)| *weight >= least)
                        .collect()
                },
            )
            .flatten_iter()
            .collect();
        if likely.len() > most {
            likely.select_nth_unstable_by_key(most, |(weight, left, right)| {
                (std::cmp::Reverse(*weight), *left, *right)
            });
            likely.truncate(most);
            likely.sort_unstable_by_key(|(_, left, right)| (*left, *right));
        }
        let pairs: Vec<(u32, u32)> =
            likely.into_iter().map(|(_, left, right)| (left, right)).collect();
        self.findings(&pairs)
    }

    /// The findings on these pairs, in order.
    fn findings(&self, pairs: &[(u32, u32)]) -> TrainingPairs {
        let parts: Vec<TrainingPairs> = pairs
            .par_chunks(TASK_PAIRS)
            .map(|pairs| {
                let mut found = TrainingPairs::new(self.width());
                let mut findings = Vec::with_capacity(self.width());
                for (left, right) in pairs {
                    findings.clear();
                    findings
                        .extend((0..self.width()).map(|place| self.finding(place, *left, *right)));
                    found.push((*left, *right), &findings);
                }
                found
            })
            .collect();
        let mut all = TrainingPairs::new(self.width());
        parts.into_iter().for_each(|mut part| all.append(&mut part));
        all
    }

    /// What the model's comparison at `place` found on a pair.
    fn finding(&self, place: usize, left: u32, right: u32) -> TrainingFinding {
        let of_suite = self.suite_index(place);
        let (left_column, right_column) =
            (&self.left().columns[of_suite], &self.right().columns[of_suite]);
        let ids = (left_column.ids()[left as usize], right_column.ids()[right as usize]);
        if ids.0 == NULL || ids.1 == NULL {
            return None;
        }
        let comparison = &self.suite().comparisons()[of_suite];
        let found = comparison.find(left_column.as_ref(), ids.0, right_column.as_ref(), ids.1)?;
        let name = comparison.levels()[usize::from(found.level)].name;
        let level = self.model().comparisons()[place].level_index(name)?;
        let frequency = found.frequency.and_then(|f| Probability::new(f64::from(f)).ok());
        Some((level, frequency))
    }

    /// The comparisons of the model.
    fn width(&self) -> usize {
        self.model().comparisons().len()
    }
}

fn active(profiles: &crate::Profiles) -> Vec<u32> {
    (0..profiles.len() as u32).filter(|place| profiles.is_active(*place)).collect()
}

/// A whole number below `n`; the bias is below n / 2^32.
fn below(rng: &mut ChaCha8Rng, n: usize) -> usize {
    ((rng.next_u64() >> 32).wrapping_mul(n as u64) >> 32) as usize
}
