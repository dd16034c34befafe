//! The numbers of kinship.

/// Years by which a parent is older than a child, least and most. Judgement,
/// unverified: births outside are rare, and dates that say so are mostly wrong.
pub(super) const PARENT_YEARS: (f64, f64) = (12.0, 60.0);
/// The same of a grandparent: two generations. Judgement.
pub(super) const GRANDPARENT_YEARS: (f64, f64) = (26.0, 100.0);
/// Years by which brothers and sisters are apart at most: one woman's fertile years.
/// Judgement, unverified; half-siblings by the father may be further apart.
pub(super) const SIBLING_YEARS: f64 = 33.0;
/// Years beyond those bounds that an error of a stated age may explain. Judgement:
/// two years is the usual error of ages.
pub(super) const AGE_ERROR_YEARS: f64 = 2.0;
/// Slack on each side, in years, where an age has no date that it refers to.
/// Judgement.
pub(super) const UNDATED_YEARS: f64 = 3.0;
/// A name that more people than this bear says little. Judgement: with a thousand
/// records, one of them bears it by chance.
pub(super) const COMMON_NAME: f32 = 1e-3;
/// A surname that more people than this bear says little. Judgement: one in 200.
pub(super) const COMMON_SURNAME: f32 = 5e-3;
/// Fewest letters and digits of a document number that is looked for in text.
/// Judgement: shorter ones stand in text by chance.
pub(super) const DOCUMENT_CHARS: usize = 6;
