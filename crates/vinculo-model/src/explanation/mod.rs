//! The explanation of a pair: the numbers of its score, laid out for a person.

mod waterfall;

pub use waterfall::{CapRow, Finding, Row, Waterfall};
