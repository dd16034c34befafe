//! What every format is read into before anything is understood of it.

use std::fmt;

use jiff::civil::DateTime;

use crate::import::ImportCode;

/// A cell as the file has it.
#[derive(Clone, PartialEq, Eq, Default)]
pub enum RawCell {
    /// Nothing.
    #[default]
    Empty,
    /// A text; numbers and booleans as their text.
    Text(String),
    /// A cell that the format itself types as a date.
    Date(DateTime),
    /// A list that the format itself knows.
    List(Vec<String>),
    /// A value that has no flat form: an object, a spreadsheet error.
    Unreadable,
}

impl RawCell {
    /// Whether nothing is in it.
    pub fn is_blank(&self) -> bool {
        match self {
            RawCell::Empty => true,
            RawCell::Text(text) => text.trim().is_empty(),
            RawCell::List(items) => items.iter().all(|item| item.trim().is_empty()),
            RawCell::Date(_) | RawCell::Unreadable => false,
        }
    }

    /// The text: a date in ISO form, with its time if it has one; the items of a
    /// list in the flat encoding.
    pub fn to_text(&self) -> String {
        match self {
            RawCell::Empty | RawCell::Unreadable => String::new(),
            RawCell::Text(text) => text.clone(),
            RawCell::Date(date) if date.time() == jiff::civil::Time::midnight() => {
                date.date().to_string()
            }
            RawCell::Date(date) => date.to_string(),
            RawCell::List(items) => crate::flat::encode_list(items),
        }
    }
}

impl fmt::Debug for RawCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            RawCell::Empty => "Empty",
            RawCell::Text(_) => "Text(withheld)",
            RawCell::Date(_) => "Date(withheld)",
            RawCell::List(_) => "List(withheld)",
            RawCell::Unreadable => "Unreadable",
        })
    }
}

/// Something wrong with a row as a whole, seen while it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// What.
    pub code: ImportCode,
    /// In which column, from 0, if it is one's.
    pub column: Option<usize>,
}

/// A row as the file has it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct RawRow {
    /// Line in a text file, row in a workbook, position in a Parquet file; from 1.
    pub line: u64,
    /// The cells, as many as the header has once a header is known.
    pub cells: Vec<RawCell>,
    /// What is wrong with the row.
    pub faults: Vec<RowFault>,
}

impl RawRow {
    /// Whether all cells are blank and nothing is wrong.
    pub fn is_blank(&self) -> bool {
        self.faults.is_empty() && self.cells.iter().all(RawCell::is_blank)
    }
}
