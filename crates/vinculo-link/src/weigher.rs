//! From a finding to its weight, by the model.

use vinculo_compare::{Finding, Level};
use vinculo_model::{ComparisonModel, LevelModel, Millibits, Probability};

/// The levels of one comparison in the order of its code, with their weights.
pub(crate) struct Weigher {
    levels: Vec<LevelModel>,
}

impl Weigher {
    /// `None` when the model lacks a level that the code gives.
    pub fn new(model: &ComparisonModel, levels: &[Level]) -> Option<Self> {
        let levels: Option<Vec<LevelModel>> = levels
            .iter()
            .map(|level| model.level_index(level.name).map(|i| model.levels()[i].clone()))
            .collect();
        levels.map(|levels| Self { levels })
    }

    /// The level of a finding.
    pub fn level(&self, finding: &Finding) -> &LevelModel {
        &self.levels[usize::from(finding.level)]
    }

    /// The adjustment for how frequent the agreeing value is.
    pub fn tf_adjustment(&self, finding: &Finding) -> Millibits {
        finding
            .frequency
            .and_then(|frequency| Probability::new(f64::from(frequency)).ok())
            .map_or(Millibits::ZERO, |frequency| self.level(finding).tf_adjustment(frequency))
    }

    /// Level weight and adjustment together.
    pub fn weight(&self, finding: &Finding) -> Millibits {
        self.level(finding).weight() + self.tf_adjustment(finding)
    }
}
