//! From a partner's sheet to explained candidates, through the command line and
//! HTTP alone: what a user sees, and nothing that a user cannot see.

mod support;

mod access;
mod bad;
mod cli;
mod crash;
mod decisions;
mod demo;
mod dice;
mod disk;
mod erase;
mod evaluate;
mod http;
mod kill;
mod matching;
mod picture;
mod pictures;
mod privacy;
mod public;
mod real;
mod search;
mod server;
mod synth;
mod train;
