//! Canonical records in any format.

use std::path::Path;

use vinculo_record::{Cell, Column, Kind, RecordKey, Row};

use crate::write::atomic::file_name;
use crate::write::table::TableWriter;
use crate::write::value::{Field, FieldType, Value, unwritable};
use crate::{ExchangeError, Format};

/// Writes records of one kind with all canonical columns that it may have, in
/// their order. What is written reads back to the same rows in every format.
///
/// Cells are texts and lists of texts in all formats: a partial date or an id with
/// leading zeros has no other type that keeps it.
pub struct RecordWriter {
    table: TableWriter,
    columns: Vec<Column>,
    kind: Kind,
    file: String,
    rows: u64,
}

impl RecordWriter {
    /// Begins a file.
    ///
    /// # Errors
    /// When the folder cannot be written to, or the format only be read.
    pub fn create(path: &Path, format: Format, kind: Kind) -> Result<Self, ExchangeError> {
        let columns: Vec<Column> =
            Column::ALL.iter().copied().filter(|column| column.applies_to(kind)).collect();
        let field = |column: &Column| {
            let kind = if column.is_list() { FieldType::TextList } else { FieldType::Text };
            Field::new(column.name(), kind)
        };
        let fields = columns.iter().map(field).collect();
        let table = TableWriter::create_sparse(path, format, fields)?;
        Ok(Self { table, columns, kind, file: file_name(path), rows: 0 })
    }

    /// Adds a record. The key columns are the key's, whatever the row says.
    ///
    /// # Errors
    /// When the record is of another kind, has a column that its kind has not, or
    /// writing fails.
    pub fn write(&mut self, key: &RecordKey, row: &Row) -> Result<(), ExchangeError> {
        self.rows += 1;
        let refuse = |column: Column, detail: &str| {
            Err(unwritable(&self.file, self.rows, column.name(), detail))
        };
        if key.kind != self.kind {
            return refuse(Column::Kind, "the file holds records of another kind");
        }
        for (column, cell) in row.iter() {
            if !column.applies_to(self.kind) {
                return refuse(column, "the kind has no such column");
            }
            if !column.is_list() && cell.items().len() != 1 {
                return refuse(column, "the column holds one value, not a list");
            }
        }
        let values: Vec<Value> =
            self.columns.iter().map(|column| value(*column, key, row)).collect();
        self.table.write(&values)
    }

    /// Completes the file and puts it in its place. Gives the number of records.
    ///
    /// # Errors
    /// When the disk is full or refuses; the target then stays as it was.
    pub fn finish(self) -> Result<u64, ExchangeError> {
        self.table.finish()
    }
}

fn value(column: Column, key: &RecordKey, row: &Row) -> Value {
    match column {
        Column::LocalId => Value::Text(key.local_id.clone()),
        Column::Source => Value::Text(key.source.clone()),
        Column::Kind => Value::Text(key.kind.as_str().to_owned()),
        _ => match row.get(column) {
            None => Value::Null,
            Some(cell) if column.is_list() => Value::TextList(cell.items().to_vec()),
            Some(Cell::Text(text)) => Value::Text(text.clone()),
            Some(Cell::List(items)) => items.first().cloned().map_or(Value::Null, Value::Text),
        },
    }
}
