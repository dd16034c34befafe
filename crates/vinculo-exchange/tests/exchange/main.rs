//! The crate through its public interface.

mod bad_files;
mod bad_input;
mod draft;
mod fixtures;
mod formats;
mod report;
mod round_trip;
mod support;
mod tables;
mod ugly;
