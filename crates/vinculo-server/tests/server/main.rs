//! Whole exchanges through the router, without a socket.

mod audit;
mod batches;
mod console;
mod decisions;
mod description;
mod held;
mod leads;
mod listening;
mod matching;
mod notices;
mod notifications;
mod pictures;
mod problems;
mod publication;
mod records;
mod roles;
mod tokens;
mod world;
