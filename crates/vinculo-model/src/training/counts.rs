//! How often each level was found, each pair as far as it counts.

use super::pairs::TrainingPairs;
use crate::model::LinkModel;

/// Sums over pairs, each with a part between 0 and 1.
pub(super) struct LevelCounts {
    levels: Vec<Vec<f64>>,
    /// By comparison: Σ part² over the pairs that it could compare.
    clear: Vec<f64>,
    expected: f64,
    expected_clear: f64,
}

impl LevelCounts {
    /// Sums in the order of the pairs: the same on every machine.
    pub(super) fn of(model: &LinkModel, pairs: &TrainingPairs, parts: &[f64]) -> Self {
        let comparisons = model.comparisons();
        let mut counts = Self {
            levels: comparisons.iter().map(|c| vec![0.0; c.levels().len()]).collect(),
            clear: vec![0.0; comparisons.len()],
            expected: parts.iter().sum(),
            expected_clear: parts.iter().map(|part| part * part).sum(),
        };
        for (pair, part) in pairs.iter().zip(parts) {
            for place in 0..pairs.width() {
                if let Some(level) = pair.level(place) {
                    counts.levels[place][level] += part;
                    counts.clear[place] += part * part;
                }
            }
        }
        counts
    }

    /// By level of a comparison: the sum of the parts.
    pub(super) fn levels(&self, comparison: usize) -> &[f64] {
        &self.levels[comparison]
    }

    /// How many pairs as clear as certainty what a comparison could compare is worth.
    pub(super) fn clear(&self, comparison: usize) -> f64 {
        self.clear[comparison]
    }

    /// The sum of all parts: the expected matches, where parts are probabilities.
    pub(super) fn expected(&self) -> f64 {
        self.expected
    }

    /// Σp²/Σp: 1 if every pair is certain, near 0 if the sum is made of doubt.
    pub(super) fn clarity(&self) -> f64 {
        if self.expected > 0.0 { self.expected_clear / self.expected } else { 0.0 }
    }
}
