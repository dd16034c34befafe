//! Comparisons: two values in, an agreement level with a reason out.
//!
//! Each module holds one [`Comparison`]. All are pure: no I/O, no clock, no
//! randomness. What m- and u-probability a level has is the model's matter.

mod age;
mod comparison;
mod corridor;
mod death;
mod figures;
mod gazetteer;
mod geo;
mod growth;
mod place;
mod span;
mod stature;
#[cfg(test)]
mod testing;
mod time;

pub use age::{AgeComparison, AgeFeature, compare_dates};
pub use comparison::{Comparison, Exclusion, Finding, Level};
pub use place::{PlaceComparison, PlaceFeature, compare_places};
pub use stature::{StatureComparison, StatureFeature};
pub use time::{TimeComparison, TimeFeature};
