//! The store in SQLite: one writer behind a lock, any number of readers.

mod backup;
mod batches;
mod connection;
mod log;
mod migrate;
mod pictures;
mod put;
mod read;
mod readers;
mod rows;
mod store;
mod trait_impl;
mod verify;

#[cfg(test)]
mod fault_tests;

pub use migrate::SCHEMA_VERSION;
pub use store::Store;
pub use verify::{Finding, FindingCode, VerifyReport};
