//! A typed table in any format.

use std::io::{self, Write};
use std::path::Path;

use crate::write::atomic::{AtomicFile, file_name};
use crate::write::csv::CsvSink;
use crate::write::ndjson::NdjsonSink;
use crate::write::parquet::ParquetSink;
use crate::write::value::{Field, Value, check_row};
use crate::write::workbook::WorkbookSink;
use crate::{ExchangeError, Format};

/// Writes a table of typed columns as CSV, NDJSON, Parquet or XLSX. The same rows
/// give the same bytes. The file appears when [`TableWriter::finish`] has returned;
/// dropped before, nothing is left behind and an older file stays as it was.
pub struct TableWriter {
    table: Table<AtomicFile>,
}

impl TableWriter {
    /// Begins a file.
    ///
    /// # Errors
    /// When the folder cannot be written to, or the format only be read.
    pub fn create(path: &Path, format: Format, fields: Vec<Field>) -> Result<Self, ExchangeError> {
        let name = file_name(path);
        Ok(Self { table: Table::new(AtomicFile::create(path)?, name, format, fields, false)? })
    }

    /// Begins a file whose empty NDJSON values are left out.
    pub(crate) fn create_sparse(
        path: &Path,
        format: Format,
        fields: Vec<Field>,
    ) -> Result<Self, ExchangeError> {
        let name = file_name(path);
        Ok(Self { table: Table::new(AtomicFile::create(path)?, name, format, fields, true)? })
    }

    /// The columns.
    pub fn fields(&self) -> &[Field] {
        &self.table.fields
    }

    /// Adds a row: one value for each column.
    ///
    /// # Errors
    /// When a value is not of its column's type, or writing fails.
    pub fn write(&mut self, row: &[Value]) -> Result<(), ExchangeError> {
        self.table.write(row)
    }

    /// Completes the file and puts it in its place. Gives the number of rows.
    ///
    /// # Errors
    /// When the disk is full or refuses; the target then stays as it was.
    pub fn finish(self) -> Result<u64, ExchangeError> {
        let rows = self.table.rows;
        self.table.finish()?.commit()?;
        Ok(rows)
    }
}

/// A table on any stream.
struct Table<W: Write + Send> {
    file: String,
    fields: Vec<Field>,
    sink: Sink<W>,
    rows: u64,
}

enum Sink<W: Write + Send> {
    Csv(Box<CsvSink<W>>),
    Ndjson(NdjsonSink<W>),
    Parquet(Box<ParquetSink<W>>),
    Workbook(Box<WorkbookSink<W>>),
}

impl<W: Write + Send> Table<W> {
    fn new(
        out: W,
        file: String,
        format: Format,
        fields: Vec<Field>,
        sparse: bool,
    ) -> Result<Self, ExchangeError> {
        let failed = writing(&file);
        let sink = match format {
            Format::Csv => Sink::Csv(Box::new(CsvSink::new(out, &fields).map_err(failed)?)),
            Format::Ndjson => Sink::Ndjson(NdjsonSink::new(out, &fields, sparse)),
            Format::Parquet => {
                Sink::Parquet(Box::new(ParquetSink::new(out, &fields).map_err(failed)?))
            }
            Format::Xlsx => Sink::Workbook(Box::new(WorkbookSink::new(out, &file, &fields)?)),
            Format::Xls | Format::Ods | Format::Pfif => {
                return Err(ExchangeError::ReadOnly { file, format });
            }
        };
        Ok(Self { file, fields, sink, rows: 0 })
    }

    fn write(&mut self, row: &[Value]) -> Result<(), ExchangeError> {
        let Self { file, fields, sink, rows } = self;
        check_row(file, *rows + 1, fields, row)?;
        let written = match sink {
            Sink::Csv(sink) => sink.write(fields, row),
            Sink::Ndjson(sink) => sink.write(fields, row),
            Sink::Parquet(sink) => sink.write(row),
            Sink::Workbook(sink) => {
                sink.write(file, fields, row)?;
                Ok(())
            }
        };
        written.map_err(writing(file))?;
        *rows += 1;
        Ok(())
    }

    fn finish(self) -> Result<W, ExchangeError> {
        let out = match self.sink {
            Sink::Csv(sink) => sink.finish(),
            Sink::Ndjson(sink) => Ok(sink.finish()),
            Sink::Parquet(sink) => sink.finish(),
            Sink::Workbook(sink) => sink.finish(),
        };
        out.map_err(writing(&self.file))
    }
}

fn writing(file: &str) -> impl FnOnce(io::Error) -> ExchangeError + use<> {
    ExchangeError::io(file, "writing")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::value::FieldType;

    /// A disk with so many bytes left.
    struct Disk(usize);

    impl Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.0 == 0 {
                return Err(io::Error::from(io::ErrorKind::StorageFull));
            }
            let taken = bytes.len().min(self.0);
            self.0 -= taken;
            Ok(taken)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn fill(disk: Disk, format: Format) -> Result<(), ExchangeError> {
        let fields = vec![Field::new("a", FieldType::Text), Field::new("b", FieldType::Integer)];
        let mut table = Table::new(disk, "out".to_owned(), format, fields, false)?;
        for i in 0..10_000_i64 {
            table.write(&[Value::Text(format!("{:x}", i * 7_919)), Value::Integer(i)])?;
        }
        table.finish().map(|_| ())
    }

    #[test]
    fn a_full_disk_is_an_error_wherever_it_fills() {
        for format in [Format::Csv, Format::Ndjson, Format::Parquet, Format::Xlsx] {
            assert!(fill(Disk(usize::MAX), format).is_ok(), "{format}");
            for bytes in [0, 10, 1_000, 8_500] {
                let error = fill(Disk(bytes), format).unwrap_err();
                assert!(!error.is_bad_input(), "{format} {bytes}");
                let text = error.to_string();
                assert!(text.starts_with("out: writing failed: "), "{format} {bytes}: {text}");
                assert!(text.contains("storage") || text.contains("space"), "{format}: {text}");
            }
        }
    }

    #[test]
    fn old_workbook_formats_are_only_read() {
        for format in [Format::Xls, Format::Ods, Format::Pfif] {
            let error = fill(Disk(usize::MAX), format).unwrap_err();
            assert!(matches!(error, ExchangeError::ReadOnly { .. }));
        }
    }
}
