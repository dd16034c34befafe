//! Any table as rows of texts: candidate files, truth, lists of pairs.

use std::path::Path;

use crate::mapping::Layout;
use crate::sheet::Sheet;
use crate::sheet::row::{RawCell, RawRow};
use crate::{ExchangeError, Input, Limits};

/// Reads a table of any format row by row. A cell is `None` where nothing is in it;
/// a row that is not whole ends the reading with an error, for a table of results
/// that lost cells is not to be counted with.
pub struct TableReader {
    file: String,
    sheet: Sheet,
    ended: bool,
}

impl TableReader {
    /// Opens a file.
    ///
    /// # Errors
    /// When it cannot be read, has no header, or a header twice.
    pub fn open(path: &Path) -> Result<Self, ExchangeError> {
        let limits = Limits::default();
        Self::read(&Input::open(path, &limits)?, &limits)
    }

    /// Reads an input under limits.
    ///
    /// # Errors
    /// As [`TableReader::open`].
    pub fn read(input: &Input, limits: &Limits) -> Result<Self, ExchangeError> {
        let sheet = Sheet::open(input, &Layout::default(), limits)?;
        Ok(Self { file: input.name().to_owned(), sheet, ended: false })
    }

    /// The names of the columns, in the order of the cells.
    pub fn columns(&self) -> &[String] {
        self.sheet.header()
    }

    /// The place of a column.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns().iter().position(|column| column == name)
    }

    fn cells(&self, row: RawRow) -> Result<Vec<Option<String>>, ExchangeError> {
        if let Some(fault) = row.faults.first() {
            return Err(ExchangeError::Damaged {
                file: self.file.clone(),
                format: self.sheet.facts().format.as_str(),
                place: format!(" at line {}", row.line),
                detail: fault.code.message(vinculo_record::Lang::En).to_owned(),
            });
        }
        let text = |cell: RawCell| Some(cell.to_text()).filter(|text| !text.is_empty());
        Ok(row.cells.into_iter().map(text).collect())
    }
}

impl Iterator for TableReader {
    type Item = Result<Vec<Option<String>>, ExchangeError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let cells = self.sheet.next().map(|row| row.and_then(|row| self.cells(row)));
        self.ended = !matches!(cells, Some(Ok(_)));
        cells
    }
}
