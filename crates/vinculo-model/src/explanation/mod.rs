//! The explanation of a pair: the numbers of its score, laid out for a person.

mod account;
mod bar;
mod dto;
mod text;
mod waterfall;

pub use account::{Account, AccountFinding, NextStep, NotCompared, render_account};
pub use dto::{CapRowDto, PriorDto, RowDto, WaterfallDto};
pub use text::render_text;
pub use waterfall::{CapRow, Row, ShownFinding, Waterfall};

#[cfg(test)]
mod tests;
