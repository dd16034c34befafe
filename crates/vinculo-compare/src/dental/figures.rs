//! The numbers of the comparison of teeth.

use super::Class;

/// Agreements that are many, in bits (-log₂ of how many people share them).
/// Judgement: one in a thousand.
pub const MANY_BITS: f32 = 10.0;
/// Agreements that are several, in bits. Judgement: one in thirty.
pub const SEVERAL_BITS: f32 = 5.0;
/// Agreements that are few, in bits. Judgement: one in three.
pub const FEW_BITS: f32 = 1.5;
/// What a change that time explains takes from the agreements, in bits.
/// Judgement.
pub const EXPLAINED_BITS: f32 = 0.7;
/// What sound teeth count of their bits: they go together in one mouth, and a
/// whole sound mouth must not count more than some two bits. Judgement.
pub const SOUND_DEPENDENCE: f32 = 0.3;
/// What treated and lost teeth count of their bits. Judgement.
pub const TREATED_DEPENDENCE: f32 = 0.7;
/// Share of fillings of a tooth that have the same surfaces. Judgement.
pub const SAME_SURFACES: f32 = 0.35;
/// Agreements a swapped chart must have to explain a contradiction, in bits.
/// Judgement.
pub const SWAPPED_BITS: f32 = 6.0;
/// The least frequency. Judgement: charts of other people are seldom told apart
/// better, and treatment differs by country.
pub const MIN_FREQUENCY: f32 = 1e-6;

/// Share of people of the region whose tooth in this position of the jaw is in
/// this class. Unverified: treatment is rare among the poor; to be replaced by
/// counts of a population.
pub const fn share(class: Class, position: u8, deciduous: bool) -> f32 {
    if deciduous {
        return match class {
            Class::Sound => 0.85,
            Class::Lost => 0.3,
            Class::Unerupted => 0.02,
            Class::Filled => 0.05,
            Class::RootFilled | Class::Crown => 0.02,
        };
    }
    match (class, position) {
        (Class::Unerupted, 8) => 0.35,
        (Class::Unerupted, _) => 0.02,
        (Class::Sound, 1..=3) => 0.92,
        (Class::Sound, 4 | 5) => 0.82,
        (Class::Sound, 8) => 0.40,
        (Class::Sound, _) => 0.62,
        (Class::Filled, 1..=3) => 0.03,
        (Class::Filled, 4 | 5) => 0.07,
        (Class::Filled, _) => 0.17,
        (Class::RootFilled, _) => 0.015,
        (Class::Crown, 1..=3) => 0.03,
        (Class::Crown, _) => 0.015,
        (Class::Lost, 1..=3) => 0.03,
        (Class::Lost, 4 | 5) => 0.08,
        (Class::Lost, _) => 0.17,
    }
}
