//! Parquet files through Arrow, as rows of texts.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow::array::{
    Array, ArrayRef, GenericListArray, OffsetSizeTrait, RecordBatch, RecordBatchReader,
};
use arrow::datatypes::{DataType, SchemaRef};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use jiff::civil::{Date, DateTime};
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use crate::import::ImportCode;
use crate::sheet::row::{RawCell, RawRow, RowFault};
use crate::{ExchangeError, Input, Limits};

/// Rows that are decoded together.
const BATCH_ROWS: usize = 1024;

/// The rows of a Parquet file.
pub struct ParquetRows {
    file: String,
    limits: Limits,
    reader: ParquetRecordBatchReader,
    batch: Vec<RawRow>,
    line: u64,
    ended: bool,
}

/// Opens a file: its column names and rows.
///
/// # Errors
/// When the file is damaged, too large, or a column has a type without flat form.
pub fn open(input: &Input, limits: &Limits) -> Result<(Vec<String>, ParquetRows), ExchangeError> {
    let file = input.file()?;
    let name = input.name();
    let reader = guarded(name, || build(name, file, limits))??;
    let schema = reader.schema();
    check_types(name, &schema)?;
    let header: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
    if header.len() > limits.columns {
        let (file, limit) = (name.to_owned(), limits.columns);
        return Err(ExchangeError::TooManyColumns { file, line: 0, limit });
    }
    let (file, limits) = (name.to_owned(), limits.clone());
    let rows = ParquetRows { file, limits, reader, batch: Vec::new(), line: 0, ended: false };
    Ok((header, rows))
}

fn build(
    name: &str,
    file: File,
    limits: &Limits,
) -> Result<ParquetRecordBatchReader, ExchangeError> {
    let damaged = |_| ExchangeError::damaged(name, "Parquet", "its footer cannot be read");
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(damaged)?;
    let groups = builder.metadata().row_groups();
    let inflated: i64 =
        groups.iter().fold(0, |sum, group| sum.saturating_add(group.total_byte_size().max(0)));
    if inflated as u64 > limits.inflated_bytes {
        return Err(ExchangeError::Inflation {
            file: name.to_owned(),
            what: "too many bytes",
            limit: limits.inflated_bytes,
        });
    }
    builder.with_batch_size(BATCH_ROWS).build().map_err(damaged)
}

/// The Parquet reader panics on some damaged files: that is an error like any other.
fn guarded<T>(name: &str, work: impl FnOnce() -> T) -> Result<T, ExchangeError> {
    catch_unwind(AssertUnwindSafe(work))
        .map_err(|_| ExchangeError::damaged(name, "Parquet", "its parts contradict each other"))
}

fn check_types(name: &str, schema: &SchemaRef) -> Result<(), ExchangeError> {
    for field in schema.fields() {
        let supported = match field.data_type() {
            DataType::List(item) | DataType::LargeList(item) => is_scalar(item.data_type()),
            other => is_scalar(other),
        };
        if !supported {
            return Err(ExchangeError::ColumnType {
                file: name.to_owned(),
                column: field.name().clone(),
                found: field.data_type().to_string(),
            });
        }
    }
    Ok(())
}

fn is_scalar(data_type: &DataType) -> bool {
    use DataType as T;
    match data_type {
        T::Null | T::Boolean | T::Utf8 | T::LargeUtf8 | T::Utf8View => true,
        T::Date32 | T::Date64 | T::Timestamp(_, _) => true,
        T::Float16 | T::Decimal128(_, _) | T::Decimal256(_, _) => true,
        T::Dictionary(_, value) => is_scalar(value),
        other => other.is_numeric(),
    }
}

impl Iterator for ParquetRows {
    type Item = Result<RawRow, ExchangeError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.batch.is_empty() && !self.ended {
            if let Err(error) = self.load() {
                self.ended = true;
                return Some(Err(error));
            }
        }
        self.batch.pop().map(Ok)
    }
}

impl ParquetRows {
    /// Decodes the next rows, the first of them last.
    fn load(&mut self) -> Result<(), ExchangeError> {
        let line = self.line;
        let (reader, limits) = (&mut self.reader, &self.limits);
        let place = format!(" after row {line}");
        let damaged = |detail: &str| ExchangeError::Damaged {
            file: self.file.clone(),
            format: "Parquet",
            place: place.clone(),
            detail: detail.to_owned(),
        };
        let decoded = guarded(&self.file, || match reader.next() {
            None => Ok(None),
            Some(Ok(batch)) => rows_of(&batch, line, limits).map(Some),
            Some(Err(error)) => Err(error),
        })?;
        match decoded.map_err(|_| damaged("a page cannot be decoded"))? {
            None => self.ended = true,
            Some(mut rows) => {
                self.line += rows.len() as u64;
                rows.reverse();
                self.batch = rows;
            }
        }
        Ok(())
    }
}

fn rows_of(
    batch: &RecordBatch,
    line: u64,
    limits: &Limits,
) -> Result<Vec<RawRow>, arrow::error::ArrowError> {
    let mut rows: Vec<RawRow> = (0..batch.num_rows())
        .map(|i| RawRow { line: line + i as u64 + 1, ..RawRow::default() })
        .collect();
    for (column, array) in batch.columns().iter().enumerate() {
        for (row, cell) in rows.iter_mut().zip(cells_of(array)?) {
            if cell.to_text().len() > limits.cell_bytes {
                let fault = RowFault { code: ImportCode::CellTooLarge, column: Some(column) };
                row.faults.push(fault);
                row.cells.push(RawCell::Empty);
            } else {
                row.cells.push(cell);
            }
        }
    }
    Ok(rows)
}

fn cells_of(array: &ArrayRef) -> Result<Vec<RawCell>, arrow::error::ArrowError> {
    if let Some(list) = array.as_any().downcast_ref::<GenericListArray<i32>>() {
        return lists_of(list);
    }
    if let Some(list) = array.as_any().downcast_ref::<GenericListArray<i64>>() {
        return lists_of(list);
    }
    let typed_date = match array.data_type() {
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(_, None) => date_cell,
        // Programs that know no plain dates write midnight in UTC.
        DataType::Timestamp(_, Some(_)) => midnight_cell,
        _ => text_cell,
    };
    Ok(texts_of(array)?.into_iter().map(typed_date).collect())
}

fn text_cell(text: String) -> RawCell {
    if text.is_empty() { RawCell::Empty } else { RawCell::Text(text) }
}

fn date_cell(text: String) -> RawCell {
    match text.parse::<DateTime>().or_else(|_| text.parse::<Date>().map(DateTime::from)) {
        Ok(date) => RawCell::Date(date),
        Err(_) => text_cell(text),
    }
}

fn midnight_cell(text: String) -> RawCell {
    match text.split_once("T00:00:00").map(|(date, _)| date.parse::<Date>()) {
        Some(Ok(date)) => RawCell::Date(date.into()),
        _ => text_cell(text),
    }
}

fn lists_of<O: OffsetSizeTrait>(
    list: &GenericListArray<O>,
) -> Result<Vec<RawCell>, arrow::error::ArrowError> {
    (0..list.len())
        .map(|i| {
            if list.is_null(i) || list.value(i).is_empty() {
                return Ok(RawCell::Empty);
            }
            texts_of(&list.value(i)).map(RawCell::List)
        })
        .collect()
}

fn texts_of(array: &ArrayRef) -> Result<Vec<String>, arrow::error::ArrowError> {
    let options = FormatOptions::default()
        .with_null("")
        .with_timestamp_format(Some("%Y-%m-%dT%H:%M:%S"))
        .with_timestamp_tz_format(Some("%Y-%m-%dT%H:%M:%S%:z"))
        .with_datetime_format(Some("%Y-%m-%d"));
    let formatter = ArrayFormatter::try_new(array, &options)?;
    (0..array.len())
        .map(|i| {
            let mut text = String::new();
            formatter.value(i).write(&mut text)?;
            Ok(text)
        })
        .collect()
}
