//! Tables as Parquet, the same bytes for the same rows.

use std::io::{self, Write};
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanBuilder, Float64Builder, Int64Builder, ListBuilder, RecordBatch, StringBuilder,
};
use arrow::datatypes::{DataType, Field as ArrowField, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use crate::write::value::{Field, FieldType, Value, float_text};

/// Rows that are encoded together.
const BATCH_ROWS: usize = 4096;
/// Rows of a row group: what a reader must hold at once. Judgement: a group of
/// candidates is then some megabytes.
const GROUP_ROWS: usize = 65_536;
/// The program that the file names: without a version, the bytes stay the same.
const CREATED_BY: &str = "vinculo";

/// Writes rows as Parquet.
pub struct ParquetSink<W: Write + Send> {
    out: ArrowWriter<W>,
    schema: SchemaRef,
    columns: Vec<Builder>,
    rows: usize,
}

impl<W: Write + Send> ParquetSink<W> {
    /// Begins a file.
    pub fn new(out: W, fields: &[Field]) -> io::Result<Self> {
        let schema = Schema::new(fields.iter().map(arrow_field).collect::<Vec<_>>());
        let schema = Arc::new(schema);
        let properties = WriterProperties::builder()
            .set_created_by(CREATED_BY.to_owned())
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(Some(GROUP_ROWS))
            .build();
        let out = ArrowWriter::try_new(out, schema.clone(), Some(properties)).map_err(io_error)?;
        let columns = fields.iter().map(|field| Builder::new(field.kind)).collect();
        Ok(Self { out, schema, columns, rows: 0 })
    }

    /// Adds a row that fits the fields.
    pub fn write(&mut self, row: &[Value]) -> io::Result<()> {
        for (column, value) in self.columns.iter_mut().zip(row) {
            column.push(value);
        }
        self.rows += 1;
        if self.rows == BATCH_ROWS { self.encode() } else { Ok(()) }
    }

    fn encode(&mut self) -> io::Result<()> {
        if self.rows == 0 {
            return Ok(());
        }
        self.rows = 0;
        let arrays = self.columns.iter_mut().map(Builder::finish).collect();
        let batch = RecordBatch::try_new(self.schema.clone(), arrays).map_err(io::Error::other)?;
        self.out.write(&batch).map_err(io_error)
    }

    /// Writes the footer and gives the stream back.
    pub fn finish(mut self) -> io::Result<W> {
        self.encode()?;
        self.out.into_inner().map_err(io_error)
    }
}

fn arrow_field(field: &Field) -> ArrowField {
    let kind = match field.kind {
        FieldType::Text => DataType::Utf8,
        FieldType::Integer => DataType::Int64,
        FieldType::Float { .. } => DataType::Float64,
        FieldType::Boolean => DataType::Boolean,
        FieldType::TextList => DataType::new_list(DataType::Utf8, true),
    };
    ArrowField::new(&field.name, kind, true)
}

/// The values of one column that are not yet encoded.
enum Builder {
    Text(StringBuilder),
    Integer(Int64Builder),
    Float(Float64Builder, u8),
    Boolean(BooleanBuilder),
    List(ListBuilder<StringBuilder>),
}

impl Builder {
    fn new(kind: FieldType) -> Self {
        match kind {
            FieldType::Text => Builder::Text(StringBuilder::new()),
            FieldType::Integer => Builder::Integer(Int64Builder::new()),
            FieldType::Float { decimals } => Builder::Float(Float64Builder::new(), decimals),
            FieldType::Boolean => Builder::Boolean(BooleanBuilder::new()),
            FieldType::TextList => Builder::List(ListBuilder::new(StringBuilder::new())),
        }
    }

    /// Adds a value; one of another type, which the table refuses before, as null.
    fn push(&mut self, value: &Value) {
        match (self, value) {
            (Builder::Text(column), Value::Text(text)) => column.append_value(text),
            (Builder::Text(column), _) => column.append_null(),
            (Builder::Integer(column), Value::Integer(number)) => column.append_value(*number),
            (Builder::Integer(column), _) => column.append_null(),
            (Builder::Float(column, decimals), Value::Float(number)) => {
                // The number that the text formats write, and no other.
                let written = float_text(*number, *decimals);
                column.append_value(written.parse().unwrap_or(*number));
            }
            (Builder::Float(column, _), _) => column.append_null(),
            (Builder::Boolean(column), Value::Boolean(flag)) => column.append_value(*flag),
            (Builder::Boolean(column), _) => column.append_null(),
            (Builder::List(column), Value::TextList(items)) => {
                column.append_value(items.iter().map(Some));
            }
            (Builder::List(column), _) => column.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Builder::Text(column) => Arc::new(column.finish()),
            Builder::Integer(column) => Arc::new(column.finish()),
            Builder::Float(column, _) => Arc::new(column.finish()),
            Builder::Boolean(column) => Arc::new(column.finish()),
            Builder::List(column) => Arc::new(column.finish()),
        }
    }
}

fn io_error(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(source) => match source.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}
