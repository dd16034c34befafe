//! The numbers of relatives.

/// Relatives compared of one record; the rest is left out. Judgement: sheets have
/// one to three.
pub(crate) const MAX_RELATIVES: usize = 6;
/// Least frequency of an agreement. A brother or sister has the same parents,
/// siblings and cousins, and families travel together: where two records agree
/// enough to be looked at, this share of different people is taken to be of one
/// family. Judgement; it holds the evidence of relatives below about 10 bits, so
/// that it cannot tell siblings apart by itself.
pub(crate) const ONE_FAMILY: f32 = 1e-3;
/// Share of relatives who live in a given place that is not the person's own.
/// Judgement: they live where migrants go, in a few dozen towns.
pub(crate) const SAME_PLACE: f32 = 0.03;
/// Share of people whose agreeing given name tells no frequency. Judgement: as
/// common as a common name.
pub(crate) const UNKNOWN_NAME: f32 = 0.02;
/// Share of people from which on a word counts as a known given name: above what
/// the comparison of names gives to words that stand in no table. Judgement.
pub(crate) const KNOWN_GIVEN_NAME: f32 = 1e-5;
