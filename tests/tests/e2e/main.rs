//! From a partner's sheet to explained candidates, through the command line and
//! HTTP alone: what a user sees, and nothing that a user cannot see.

mod support;

mod bad;
mod cli;
mod crash;
mod demo;
mod dice;
mod evaluate;
mod http;
mod matching;
mod picture;
mod pictures;
mod privacy;
mod real;
mod search;
mod server;
mod synth;
mod train;
