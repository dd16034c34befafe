//! The store in SQLite: one writer behind a lock, any number of readers.

mod backup;
mod batches;
mod connection;
mod decisions;
mod empty;
mod erase;
mod log;
mod migrate;
mod notifications;
mod pictures;
mod purge;
mod put;
mod read;
mod readers;
mod rows;
mod settle;
mod store;
mod trait_impl;
mod upload_keys;
mod verify;

#[cfg(test)]
mod fault_tests;

pub use erase::KeyDigests;
pub use migrate::SCHEMA_VERSION;
pub use store::Store;
pub use verify::{Finding, FindingCode, VerifyReport};
