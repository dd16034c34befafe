//! From a partner's sheet to explained candidates, through the command line and
//! HTTP alone: what a user sees, and nothing that a user cannot see.

mod support;

mod access;
mod bad;
mod cli;
mod crash;
mod decisions;
mod demo;
mod disk;
mod erase;
mod evaluate;
mod http;
#[cfg(feature = "faults")]
mod kill;
mod matching;
mod privacy;
mod public;
mod real;
mod search;
mod server;
mod synth;
mod train;
