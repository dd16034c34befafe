//! Pictures that stand for no photograph: logos, silhouettes, blank forms.

use std::collections::BTreeSet;

use crate::{Code, STRONG_RADIUS, Stored};

/// Unrelated records that show one picture before it counts as a placeholder. A photograph of one person travels
/// through a handful of institutions; a logo through hundreds of people's records. *Judgement.*
pub const PLACEHOLDER_RECORDS: usize = 8;

/// The list of known placeholder pictures, by code. What matches one is never evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placeholders {
    codes: BTreeSet<Code>,
}

impl Placeholders {
    /// An empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a code. Says whether it is new.
    pub fn add(&mut self, code: Code) -> bool {
        self.codes.insert(code)
    }

    /// Takes a code off the list. Says whether it was on it.
    pub fn remove(&mut self, code: &Code) -> bool {
        self.codes.remove(code)
    }

    /// The codes, in order.
    pub fn codes(&self) -> impl Iterator<Item = &Code> {
        self.codes.iter()
    }

    /// Whether a code is one of these, within the strong radius.
    pub fn holds(&self, code: &Code) -> bool {
        self.codes.iter().any(|known| known.distance(code) <= STRONG_RADIUS)
    }

    /// Whether any of a query's codes is one of these.
    pub fn holds_any(&self, codes: &[Code]) -> bool {
        codes.iter().any(|code| self.holds(code))
    }

    /// Whether a stored picture, taken whole, is one of these.
    pub fn holds_picture(&self, stored: &Stored) -> bool {
        self.holds(&stored.code())
    }

    /// Puts a picture on the list when more than [`PLACEHOLDER_RECORDS`] unrelated records show it; `records` is
    /// their number, and the caller's to judge, for it alone knows which records are known to belong together.
    /// Says whether it is on the list now.
    pub fn learn(&mut self, code: Code, records: usize) -> bool {
        if records > PLACEHOLDER_RECORDS {
            self.add(code);
        }
        self.holds(&code)
    }
}

impl FromIterator<Code> for Placeholders {
    fn from_iter<I: IntoIterator<Item = Code>>(codes: I) -> Self {
        Self { codes: codes.into_iter().collect() }
    }
}
