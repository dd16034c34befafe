//! All comparisons together, in the order in which they are shown.

use vinculo_compare::Comparison;
use vinculo_model::{ExpectedComparison, LinkModel};

use crate::LinkError;
use crate::features::AnyComparison;

/// The comparisons that every pair goes through. Those that do not apply to a
/// kind of record find nothing there and weigh 0.
pub struct Suite {
    comparisons: Vec<Box<dyn AnyComparison>>,
}

impl Suite {
    /// A suite without comparisons.
    pub fn empty() -> Self {
        Self { comparisons: Vec::new() }
    }

    /// Adds a comparison after the others.
    #[must_use]
    pub fn with<C: Comparison + 'static>(mut self, comparison: C) -> Self
    where
        C::Feature: 'static,
    {
        self.comparisons.push(Box::new(comparison));
        self
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.comparisons.iter().map(|comparison| comparison.name())
    }

    pub(crate) fn comparisons(&self) -> &[Box<dyn AnyComparison>] {
        &self.comparisons
    }

    /// Holds a model against this code: comparisons, levels and code versions.
    ///
    /// # Errors
    /// With every difference.
    pub fn check(&self, model: &LinkModel) -> Result<(), LinkError> {
        let levels: Vec<Vec<&str>> = self
            .comparisons
            .iter()
            .map(|comparison| comparison.levels().iter().map(|level| level.name).collect())
            .collect();
        let expected: Vec<ExpectedComparison> = self
            .comparisons
            .iter()
            .zip(&levels)
            .map(|(comparison, levels)| ExpectedComparison {
                name: comparison.name(),
                code_version: comparison.code_version(),
                levels,
            })
            .collect();
        Ok(model.expect(&expected)?)
    }
}
