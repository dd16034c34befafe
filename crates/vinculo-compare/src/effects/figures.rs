//! The numbers of the comparison of clothing and effects. Judgement where nothing is said.

/// Items compared of one record; the rest is left out.
pub const MAX_ITEMS: usize = 12;
/// Fewest digits of a number that is nobody else's (a phone, a document).
pub const UNIQUE_DIGITS: usize = 6;
/// Last digits by which a number is known: a phone of Central America without its
/// country code.
pub const LOCAL_DIGITS: usize = 8;
/// Fewest digits of a number that may have one wrong.
pub const ONE_OFF_DIGITS: usize = 7;
/// Fewest characters of a number with letters (CURP, passport) that is nobody else's.
pub const UNIQUE_CODE: usize = 8;
/// Fewest words of an inscription that is nobody else's.
pub const UNIQUE_WORDS: usize = 2;
/// Share of an item that has no sort: what has no common name is rare.
pub const OTHER_SHARE: f64 = 0.02;
/// Share of a brand or of a word of the description.
pub const DETAIL_SHARE: f64 = 0.05;
/// Share of a size among things of one sort.
pub const SIZE_SHARE: f64 = 0.25;
/// The least frequency of an agreement.
pub const MIN_FREQUENCY: f64 = 1e-6;
/// The frequency of a unique number in common, and of one with a digit wrong.
pub const UNIQUE_SHARE: f64 = 1e-6;
/// See [`UNIQUE_SHARE`].
pub const ONE_OFF_SHARE: f64 = 3e-5;
/// Shoes differ by more than these millimetres of foot: other shoes. A number that may
/// be of two systems gets twice as much.
pub const SHOE_MM: i32 = 12;
/// Waists differ by more than these inches, letters by more than one: other clothes.
pub const WAIST: i32 = 2;
/// Millimetres of foot of a US men's and women's size 0 (unverified: MX 27 is US 9, EU 42).
pub const US_MEN_MM: i32 = 180;
/// Fewest letters of a word that may be misspelt.
pub const MISSPELT_LETTERS: usize = 5;
