//! Names: words, what they sound like, how frequent they are, and the comparisons
//! of given names and surnames.

mod cuts;
mod edits;
mod frequencies;
mod full;
mod given;
mod group;
mod home;
mod hypocorisms;
mod meeting;
mod mending;
mod pairing;
mod parts;
mod phonetic;
mod said;
mod signature;
mod surnames;
mod token;
mod words;

pub use frequencies::{NameCounts, NameFrequencies};
pub(crate) use frequencies::{is_given_name, reference_shares};
pub(crate) use phonetic::phonetic_key;
pub(crate) use token::hash_of;

pub use full::{FullName, FullNames, FullNamesFinding};
pub use given::{GivenNamesComparison, GivenNamesFeature};
pub use group::{SurnameGroup, surname_group};
pub use surnames::{SurnamesComparison, SurnamesFeature};
