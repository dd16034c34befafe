//! The comparisons of the product, in the order in which they are shown.

use std::sync::Arc;

use vinculo_compare::{
    AgeComparison, DocumentsComparison, GivenNamesComparison, NameFrequencies, OriginComparison,
    PlaceComparison, SexComparison, StatureComparison, SurnamesComparison, TimeComparison,
};
use vinculo_link::Suite;

/// All comparisons, with the frequencies of names.
pub(crate) fn suite(names: Arc<NameFrequencies>) -> Suite {
    Suite::empty()
        .with(GivenNamesComparison::new(Arc::clone(&names)))
        .with(SurnamesComparison::new(names))
        .with(DocumentsComparison)
        .with(SexComparison)
        .with(AgeComparison)
        .with(OriginComparison)
        .with(TimeComparison)
        .with(PlaceComparison)
        .with(StatureComparison)
}
