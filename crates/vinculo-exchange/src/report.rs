//! The report of an import: what was lost or is doubtful, without a value.

use std::path::Path;

use vinculo_record::Lang;

use crate::import::{Doubt, ImportedRow, Outcome};
use crate::write::{Field, FieldType, TableWriter, Value};
use crate::{ExchangeError, Format};

/// The columns of a report.
const COLUMNS: [(&str, FieldType); 12] = [
    ("file", FieldType::Text),
    ("row", FieldType::Integer),
    ("line", FieldType::Integer),
    ("column", FieldType::Text),
    ("canonical", FieldType::Text),
    ("item", FieldType::Integer),
    ("shape", FieldType::Text),
    ("code", FieldType::Text),
    ("severity", FieldType::Text),
    ("action", FieldType::Text),
    ("other_line", FieldType::Integer),
    ("reason", FieldType::Text),
];

/// Writes a CSV report of rejected rows and doubtful cells: one line for each doubt,
/// with the place in the file, the value's shape, the rule and what was done. It
/// names no record and holds no value: whoever has the file finds the cell by file,
/// line and column.
pub struct ReportWriter {
    table: TableWriter,
    lang: Lang,
}

impl ReportWriter {
    /// Begins a report in a language.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn create(path: &Path, lang: Lang) -> Result<Self, ExchangeError> {
        let fields = COLUMNS.iter().map(|(name, kind)| Field::new(*name, *kind)).collect();
        Ok(Self { table: TableWriter::create(path, Format::Csv, fields)?, lang })
    }

    /// Adds what is to be said of a row of a file; nothing for a row without doubts.
    ///
    /// # Errors
    /// When writing fails.
    pub fn write(&mut self, file: &str, row: &ImportedRow) -> Result<(), ExchangeError> {
        let doubts: &[Doubt] = match &row.outcome {
            Outcome::Accepted(accepted) => &accepted.doubts,
            Outcome::Rejected(rejected) => &rejected.doubts,
            Outcome::Filtered => &[],
        };
        doubts.iter().try_for_each(|doubt| self.doubt(file, row.ordinal, doubt))
    }

    fn doubt(&mut self, file: &str, ordinal: u64, doubt: &Doubt) -> Result<(), ExchangeError> {
        let text = |text: &str| Value::Text(text.to_owned());
        let number = |number: u64| i64::try_from(number).map_or(Value::Null, Value::Integer);
        self.table.write(&[
            text(file),
            number(ordinal),
            number(doubt.line),
            doubt.column.as_deref().map_or(Value::Null, text),
            doubt.canonical.map_or(Value::Null, |column| text(column.name())),
            doubt.list_item.map_or(Value::Null, |item| number(item as u64 + 1)),
            text(&doubt.shape),
            text(doubt.code.code()),
            text(doubt.severity().as_str()),
            text(doubt.action().as_str()),
            doubt.other_line.map_or(Value::Null, number),
            text(&doubt.reason(self.lang)),
        ])
    }

    /// Completes the report and puts it in its place. Gives the number of lines.
    ///
    /// # Errors
    /// When the disk is full or refuses.
    pub fn finish(self) -> Result<u64, ExchangeError> {
        self.table.finish()
    }
}
