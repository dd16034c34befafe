//! What training did, for a person to read and for the sources in the model.

use super::TrainingData;
use super::carries;
use super::counts::LevelCounts;
use super::settings::{CONVERGED_BITS, SETTLED};
use crate::model::{ComparisonSpec, LinkSpec, PriorSpec};

/// One round of training.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainingReport {
    /// Random pairs that u was counted on.
    pub random_pairs: u64,
    /// Pairs that m was learnt from, each by its probability.
    pub likely_pairs: u64,
    /// Steps taken.
    pub iterations: u32,
    /// Largest change of a level's weight in the last step, in bits.
    pub last_change_bits: f64,
    /// The expected number of matches.
    pub expected_matches: f64,
    /// Σp²/Σp over the likely pairs.
    pub clarity: f64,
    /// By comparison, in the order of the model.
    pub comparisons: Vec<ComparisonReport>,
}

/// What was learnt of one comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonReport {
    /// Its name.
    pub name: String,
    /// Expected matches that it could compare.
    pub matches: f64,
    /// As many certain ones: Σp².
    pub clear_matches: f64,
    /// Whether its m and u were learnt; else both published values stay.
    pub m_learnt: bool,
    random_pairs: u64,
}

impl TrainingReport {
    pub(super) fn new(published: &LinkSpec, data: &TrainingData<'_>) -> Self {
        let random_pairs = data.random.len() as u64;
        let comparison = |spec: &ComparisonSpec| ComparisonReport {
            name: spec.name.clone(),
            matches: 0.0,
            clear_matches: 0.0,
            m_learnt: false,
            random_pairs,
        };
        Self {
            random_pairs,
            likely_pairs: data.likely.len() as u64,
            iterations: 0,
            last_change_bits: f64::INFINITY,
            expected_matches: 0.0,
            clarity: 0.0,
            comparisons: published.comparisons.iter().map(comparison).collect(),
        }
    }

    /// Whether the last step changed next to nothing.
    pub fn converged(&self) -> bool {
        self.last_change_bits < CONVERGED_BITS
    }

    /// Whether another round came to the same: the expected matches differ by less
    /// than [`SETTLED`].
    pub fn is_near(&self, other: &TrainingReport) -> bool {
        let (this, other) = (self.expected_matches, other.expected_matches);
        (this - other).abs() <= SETTLED * this.max(other)
    }

    pub(super) fn step(&mut self, iteration: u32, change: f64, counts: &LevelCounts) {
        self.iterations = iteration;
        self.last_change_bits = change;
        self.expected_matches = counts.expected();
        self.clarity = counts.clarity();
        for (place, comparison) in self.comparisons.iter_mut().enumerate() {
            comparison.matches = counts.levels(place).iter().sum();
            comparison.clear_matches = counts.clear(place);
            comparison.m_learnt = carries(counts, place);
        }
    }

    pub(super) fn share_source(&self, published: &PriorSpec) -> String {
        format!(
            "trained: {:.0} expected matches beside the published {} ({})",
            self.expected_matches, published.share, published.source
        )
    }
}

impl ComparisonReport {
    pub(super) fn source(&self, published: &ComparisonSpec) -> String {
        if self.m_learnt {
            format!(
                "trained: m by EM on {:.0} expected matches ({:.0} clear), u counted on {} random pairs, both beside the published values ({})",
                self.matches, self.clear_matches, self.random_pairs, published.source
            )
        } else {
            format!(
                "published ({}): {:.0} clear matches are too few to learn m from, and u stays with it",
                published.source, self.clear_matches
            )
        }
    }
}
