//! Tables as an XLSX workbook of one sheet. It is held in memory until it is whole.

use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use crate::ExchangeError;
use crate::flat::{encode_list, guard_formula};
use crate::write::value::{Field, FieldType, Value, float_text, unwritable};

/// Rows of a sheet, header included, by the format.
const MAX_ROWS: u64 = 1_048_576;
/// UTF-16 units of a cell, by the format.
const MAX_CELL: usize = 32_767;
/// Columns of a sheet, by the format.
const MAX_COLUMNS: usize = 16_384;

/// Writes rows as XLSX.
pub struct WorkbookSink<W: Write> {
    out: W,
    book: Workbook,
    text: Format,
    guarded: Format,
    rows: u32,
}

impl<W: Write> WorkbookSink<W> {
    /// Begins with a bold header that stays in view.
    pub fn new(out: W, file: &str, fields: &[Field]) -> Result<Self, ExchangeError> {
        if fields.len() > MAX_COLUMNS {
            let limit = MAX_COLUMNS;
            return Err(ExchangeError::TooManyColumns { file: file.to_owned(), line: 1, limit });
        }
        let mut book = Workbook::new();
        // A date of its own would make every file another one.
        let fixed = ExcelDateTime::from_ymd(2000, 1, 1).map_err(refused(file, 0, "#"))?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&fixed));
        let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
        let guarded = Format::new().set_num_format("@").set_quote_prefix();
        let sheet = book.add_worksheet();
        for (i, field) in fields.iter().enumerate() {
            sheet.write_string_with_format(0, i as u16, &field.name, &bold).map_err(refused(
                file,
                0,
                &field.name,
            ))?;
        }
        sheet.set_freeze_panes(1, 0).map_err(refused(file, 0, "#"))?;
        Ok(Self { out, book, text, guarded, rows: 1 })
    }

    /// Adds a row that fits the fields.
    pub fn write(
        &mut self,
        file: &str,
        fields: &[Field],
        row: &[Value],
    ) -> Result<(), ExchangeError> {
        let at = u64::from(self.rows);
        if at >= MAX_ROWS {
            let detail = "a sheet holds 1,048,575 rows; write CSV, NDJSON or Parquet";
            return Err(unwritable(file, at, "#", detail));
        }
        let Self { book, text: text_format, guarded, rows, .. } = self;
        let sheet = book.worksheet_from_index(0).map_err(refused(file, at, "#"))?;
        for (i, (field, value)) in fields.iter().zip(row).enumerate() {
            let column = i as u16;
            let text = match value {
                Value::Null => continue,
                Value::Text(text) => text.clone(),
                Value::TextList(items) => encode_list(items),
                Value::Integer(number) => number.to_string(),
                Value::Boolean(flag) => {
                    sheet.write_boolean(*rows, column, *flag).map_err(refused(
                        file,
                        at,
                        &field.name,
                    ))?;
                    continue;
                }
                Value::Float(number) => {
                    let decimals = match field.kind {
                        FieldType::Float { decimals } => decimals,
                        _ => u8::MAX,
                    };
                    let number = float_text(*number, decimals).parse().unwrap_or(*number);
                    sheet.write_number(*rows, column, number).map_err(refused(
                        file,
                        at,
                        &field.name,
                    ))?;
                    continue;
                }
            };
            if text.encode_utf16().count() > MAX_CELL {
                let detail = "a cell holds 32,767 characters; write CSV, NDJSON or Parquet";
                return Err(unwritable(file, at, &field.name, detail));
            }
            // A guard that the program shows as a quote, and that is not part of the text.
            let is_guarded = guard_formula(&text).len() != text.len();
            let format = if is_guarded { &*guarded } else { &*text_format };
            sheet.write_string_with_format(*rows, column, text, format).map_err(refused(
                file,
                at,
                &field.name,
            ))?;
        }
        self.rows += 1;
        Ok(())
    }

    /// Writes the workbook and gives the stream back.
    pub fn finish(mut self) -> io::Result<W> {
        let bytes = self.book.save_to_buffer().map_err(|error| match error {
            XlsxError::IoError(error) => error,
            _ => io::Error::other("the workbook could not be put together"),
        })?;
        self.out.write_all(&bytes)?;
        Ok(self.out)
    }
}

/// The library's own message may tell of the content: it is not passed on.
fn refused(file: &str, row: u64, column: &str) -> impl FnOnce(XlsxError) -> ExchangeError {
    let (file, column) = (file.to_owned(), column.to_owned());
    move |_| unwritable(&file, row, &column, "XLSX cannot hold this value")
}
