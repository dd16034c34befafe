//! Whole exchanges through the router, without a socket.

mod audit;
mod batches;
mod console;
mod decisions;
mod description;
mod held;
mod listening;
mod matching;
mod notices;
mod notifications;
mod pictures;
mod problems;
mod records;
mod publication;
mod roles;
mod tokens;
mod world;
