//! Tables as CSV: UTF-8, commas, LF, cells guarded against formulas.

use std::io::{self, Write};

use crate::flat::{encode_list, guard_formula};
use crate::write::value::{Field, FieldType, Value, float_text};

/// Writes rows as CSV.
pub struct CsvSink<W: Write> {
    out: csv::Writer<W>,
}

impl<W: Write> CsvSink<W> {
    /// Begins with the header.
    pub fn new(out: W, fields: &[Field]) -> io::Result<Self> {
        let mut out = csv::WriterBuilder::new().from_writer(out);
        let header = fields.iter().map(|field| guard_formula(&field.name).into_owned());
        out.write_record(header).map_err(io_error)?;
        Ok(Self { out })
    }

    /// Adds a row that fits the fields.
    pub fn write(&mut self, fields: &[Field], row: &[Value]) -> io::Result<()> {
        for (field, value) in fields.iter().zip(row) {
            self.out.write_field(flat_text(field.kind, value)).map_err(io_error)?;
        }
        self.out.write_record(None::<&[u8]>).map_err(io_error)
    }

    /// Gives the stream back.
    pub fn finish(self) -> io::Result<W> {
        self.out.into_inner().map_err(|error| {
            let error = error.error();
            io::Error::new(error.kind(), error.to_string())
        })
    }
}

/// A value in one guarded cell.
fn flat_text(kind: FieldType, value: &Value) -> String {
    match (kind, value) {
        (_, Value::Null) => String::new(),
        (_, Value::Text(text)) => guard_formula(text).into_owned(),
        (_, Value::TextList(items)) => guard_formula(&encode_list(items)).into_owned(),
        (_, Value::Integer(number)) => number.to_string(),
        (_, Value::Boolean(flag)) => flag.to_string(),
        (FieldType::Float { decimals }, Value::Float(number)) => float_text(*number, decimals),
        (_, Value::Float(number)) => number.to_string(),
    }
}

fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        _ => io::Error::other("the row has another width than the header"),
    }
}
