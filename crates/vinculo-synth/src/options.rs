//! What a population is asked to be.

use std::fmt;
use std::str::FromStr;

/// The most people that are generated in one run: local ids are distinct up to here.
/// A national register has under ten million entries.
pub const MAX_PEOPLE: u32 = 10_000_000;

/// How badly the records are spoiled; the rates are in [`crate::rates`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Corruption {
    /// Records of careful institutions with documents at hand.
    Low,
    /// What a region's institutions hold between them.
    #[default]
    Medium,
    /// Records made in haste, from memory or against the person's will.
    High,
}

impl Corruption {
    /// All levels, ascending.
    pub const ALL: [Corruption; 3] = [Corruption::Low, Corruption::Medium, Corruption::High];

    /// The word in arguments.
    pub const fn as_str(self) -> &'static str {
        match self {
            Corruption::Low => "low",
            Corruption::Medium => "medium",
            Corruption::High => "high",
        }
    }
}

/// A word that is no level of corruption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown corruption: expected one of low, medium, high")]
pub struct UnknownCorruption;

impl FromStr for Corruption {
    type Err = UnknownCorruption;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Corruption::ALL.into_iter().find(|level| level.as_str() == text).ok_or(UnknownCorruption)
    }
}

impl fmt::Display for Corruption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A population to generate. Equal options give equal bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SynthOptions {
    /// Any number: another seed is another population.
    pub seed: u64,
    /// How many people, 1 to [`MAX_PEOPLE`]; some of them have no record at all.
    pub people: u32,
    /// How badly their records are spoiled.
    pub corruption: Corruption,
}
