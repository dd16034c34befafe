//! What can go wrong while a population is generated and written.

use std::path::PathBuf;

use crate::MAX_PEOPLE;

/// Why a population was not generated or not written.
#[derive(Debug, thiserror::Error)]
pub enum SynthError {
    /// The number of people is 0 or too large.
    #[error("the number of people must be 1 to {MAX_PEOPLE}: ask for another number")]
    People,
    /// A folder or file could not be written.
    #[error("could not write {path}: check that the folder exists, is writable and has space")]
    Write {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A key that is not valid: an error in the generator's own tables.
    #[error("the generator made an invalid record key")]
    Key(#[from] vinculo_record::KeyError),
}
