//! Record types, controlled vocabularies, EDTF dates, intervals and validation.
//!
//! A [`Row`] is what files, the store and interfaces exchange: canonical
//! [`Column`]s with text [`Cell`]s. A [`Record`] is what comparisons read: the
//! same content with every value parsed and checked. Nothing here does I/O, and
//! no type prints or serialises personal values unless asked by name.

mod column;
mod interval;
mod key;
mod kind;
mod lang;
mod row;

pub use column::Column;
pub use interval::Interval;
pub use key::{KeyError, MAX_LOCAL_ID_BYTES, MAX_SOURCE_BYTES, RecordKey, RecordRef};
pub use kind::{Kind, Link, UnknownWord};
pub use lang::Lang;
pub use row::{Cell, JsonError, Row};
