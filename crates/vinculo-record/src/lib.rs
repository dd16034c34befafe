//! Record types, controlled vocabularies, EDTF dates, intervals and validation.
//!
//! A [`Row`] is what files, the store and interfaces exchange: canonical
//! [`Column`]s with text [`Cell`]s. A [`Record`] is what comparisons read: the
//! same content with every value parsed and checked. Nothing here does I/O, and
//! no type prints or serialises personal values unless asked by name.

mod column;
mod edtf;
mod fold;
mod interval;
pub mod items;
mod key;
mod kind;
mod lang;
mod observed;
mod problem;
mod read;
mod record;
mod row;
pub mod vocab;

pub use column::Column;
pub use edtf::{Edtf, EdtfError, Precision};
pub use fold::{each_bare, fold, shape};
pub use interval::Interval;
pub use key::{KeyError, MAX_LOCAL_ID_BYTES, MAX_SOURCE_BYTES, RecordKey, RecordRef};
pub use kind::{Kind, Link, UnknownWord};
pub use lang::Lang;
pub use observed::{NONE, NOT_OBSERVABLE, Observed};
pub use problem::{CellProblem, ProblemCode};
pub use read::{MAX_CELL_CHARS, Reading};
pub use record::{
    Body, Coordinate, Event, Identity, MAJORITY_YEARS, MAX_AGE_YEARS, Place, Publication, Record,
    RemainsDetails, ShelterDetails, days_between, years_between,
};
pub use row::{Cell, JsonError, Row};
