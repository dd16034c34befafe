//! Seeded synthetic populations with known truth.
//!
//! [`generate`] invents people, gives each a journey and a fate, and writes what
//! families, forensic services and shelters would have recorded of them, with the
//! mistakes that real records have. Which records are one person is known and kept
//! as [`TruthPair`]s. The same [`SynthOptions`] give the same bytes on every machine.
//!
//! It does not compare, score or read records, and it shares no code or table with
//! the comparisons: an error there must not be repeated here. No person is real;
//! names are drawn from public frequency tables and document numbers use series
//! that no registry issues.

mod dice;
mod error;
mod family;
mod journey;
mod nickname;
mod options;
mod origin;
mod person;
pub mod pictures;
mod population;
mod publication;
mod rates;
mod record;
mod spoil;
mod tables;
mod truth;
mod words;
mod write;

pub use error::SynthError;
pub use nickname::{Nickname, is_held_out, nicknames};
pub use options::{Corruption, MAX_PEOPLE, SynthOptions, UnknownCorruption};
pub use population::{Made, People, Population, generate, people};
pub use rates::{Fate, Rate, Rates, fate_shares, rates};
pub use truth::{Stratum, TruthPair};
pub use write::{Counts, columns, write_population};
