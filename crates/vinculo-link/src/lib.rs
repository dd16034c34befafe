//! Compiled profiles and exact ranking over all pairs.
//!
//! A [`Suite`] holds the comparisons. [`Profiles`] are records of one kind
//! compiled by it: each comparison's distinct values once, and for each record
//! which of them it has. A [`Scorer`] joins two profiles with a link's model;
//! [`rank_all`] scores every pair, [`rank_one`] one record's list, [`explain`]
//! lays out one pair in the same numbers. No pair is left out, and nothing here
//! does I/O.

mod account;
mod columns;
mod error;
mod explain;
mod features;
mod left_out;
mod profiles;
mod rank;
mod reason;
mod scorer;
mod suite;
mod top;
mod training;
mod weigher;
mod whole;

#[cfg(test)]
mod tests;

pub use account::{account, explained_levels};
pub use columns::{ComparedColumns, compared_columns, comparison_names};
pub use error::LinkError;
pub use explain::{comparison_label, explain};
pub use left_out::LeftOut;
pub use profiles::Profiles;
pub use rank::{Asking, Candidate, rank_all, rank_one};
pub use scorer::{ExclusionSet, PairScore, RowBuffers, Scorer};
pub use suite::Suite;
