//! Comparisons: two values in, an agreement level with a reason out.
//!
//! Each module holds one [`Comparison`]. All are pure: no I/O, no clock, no
//! randomness. What m- and u-probability a level has is the model's matter.

mod age;
mod assignment;
mod blood_group;
mod build;
mod comparison;
mod death;
mod dental;
mod documents;
mod effects;
mod figures;
mod gazetteer;
mod geo;
mod growth;
mod kinship;
mod marks;
mod medical;
mod meetings;
mod names;
mod origin;
mod picture;
mod pigmentation;
mod place;
mod relatives;
mod sex;
mod span;
mod stature;
#[cfg(test)]
mod testing;
mod time;

pub use age::{AgeComparison, AgeFeature, compare_dates};
pub use blood_group::BloodGroupComparison;
pub use build::{BuildComparison, BuildFeature};
pub use comparison::{Comparison, Exclusion, Finding, Level};
pub use dental::{DentalComparison, DentalFeature};
pub use documents::{DocumentsComparison, DocumentsFeature};
pub use effects::{EffectsComparison, EffectsFeature};
pub use kinship::{
    Elder, KinshipEffect, KinshipExaminer, KinshipFinding, KinshipReport, KinshipStep,
    KinshipVerdict, Relation,
};
pub use marks::{MarkCounts, MarkFrequencies, MarksComparison, MarksFeature, compare_marks};
pub use medical::{MedicalComparison, MedicalFeature};
pub use meetings::Meetings;
pub use names::{
    FullName, FullNames, FullNamesFinding, GivenNamesComparison, GivenNamesFeature, NameCounts,
    NameFrequencies, SurnameGroup, SurnamesComparison, SurnamesFeature, surname_group,
};
pub use origin::{OriginComparison, OriginFeature};
pub use picture::{
    PictureComparison, PictureFeature, Region, SharedPicture, SharedPictures, SharedSide,
};
pub use pigmentation::{PigmentationComparison, PigmentationFeature};
pub use place::{PlaceComparison, PlaceFeature, compare_places};
pub use relatives::{RelativesComparison, RelativesFeature};
pub use sex::{SexComparison, SexFeature};
pub use stature::{StatureComparison, StatureFeature};
pub use time::{TimeComparison, TimeFeature};
