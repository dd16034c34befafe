//! What pays before all records of a collection are compared, and changes no result.

use std::sync::OnceLock;

use vinculo_compare::Meetings;

use crate::features::{AnyComparison, FeatureRow, FeatureSet, NULL};

/// Weights of kept rows of one comparison at most, 4 bytes each. Moves memory against
/// time, never results.
const MAX_KEPT_WEIGHTS: usize = 1 << 23;

/// One comparison of two whole columns.
pub(crate) struct Whole {
    /// Which features may have anything in common.
    pub meetings: Option<Meetings>,
    /// By left id: its row, made once, where most left records share their feature with
    /// others and the rows fit; else empty.
    kept: Vec<OnceLock<FeatureRow>>,
}

impl Whole {
    pub fn of(
        comparison: &dyn AnyComparison,
        left: &dyn FeatureSet,
        right: &dyn FeatureSet,
    ) -> Self {
        let distinct =
            |column: &dyn FeatureSet| column.ids().iter().max().map_or(0, |id| *id as usize);
        let (lefts, rights) = (distinct(left), distinct(right));
        let uses = left.ids().iter().filter(|id| **id != NULL).count();
        let pays = uses >= lefts + lefts / 2 && lefts * rights <= MAX_KEPT_WEIGHTS;
        let kept = if pays { lefts + 1 } else { 0 };
        Self {
            meetings: comparison.meetings(left, right),
            kept: std::iter::repeat_with(OnceLock::new).take(kept).collect(),
        }
    }

    /// The kept row of a left id, made now if it was not.
    pub fn row(&self, left_id: u32, make: impl FnOnce(&mut FeatureRow)) -> Option<&FeatureRow> {
        let kept = self.kept.get(left_id as usize)?;
        Some(kept.get_or_init(|| {
            let mut row = FeatureRow::default();
            make(&mut row);
            row
        }))
    }
}
