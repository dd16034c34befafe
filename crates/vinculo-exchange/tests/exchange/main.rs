//! The crate through its public interface.

mod bad_input;
mod fixtures;
mod formats;
mod report;
mod round_trip;
mod support;
mod tables;
