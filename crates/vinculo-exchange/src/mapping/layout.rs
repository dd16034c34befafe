//! Where the table stands in a file.

use std::fmt;

use crate::sheet::text::TextEncoding;

/// A sheet of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetChoice {
    /// By its name.
    Name(String),
    /// By its place, from 1.
    Number(usize),
}

impl fmt::Display for SheetChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SheetChoice::Name(name) => write!(f, "'{name}'"),
            SheetChoice::Number(number) => write!(f, "number {number}"),
        }
    }
}

/// Where the table stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The sheet; without one, the first that holds anything.
    pub sheet: Option<SheetChoice>,
    /// Line of the header; without one, the first that is not blank.
    pub header_row: Option<u64>,
    /// Rows that the header takes: 1 or 2, which are joined with ` / `.
    pub header_rows: u8,
    /// Rows between header and data.
    pub skip_rows: u64,
    /// Beginnings of the first cell of a footer, in their loose form.
    pub footer_words: Vec<String>,
    /// So many blank rows end the table.
    pub footer_blank_rows: Option<u64>,
    /// Delimiter of a CSV file; else it is found out.
    pub delimiter: Option<u8>,
    /// Encoding of a text file; else it is found out.
    pub encoding: Option<TextEncoding>,
    /// Whether a header that stands twice is numbered (`X`, `X (2)`) or refused.
    pub number_duplicates: bool,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            sheet: None,
            header_row: None,
            header_rows: 1,
            skip_rows: 0,
            footer_words: Vec::new(),
            footer_blank_rows: None,
            delimiter: None,
            encoding: None,
            number_duplicates: false,
        }
    }
}
