//! Rows out: typed tables and canonical records, written beside the target and moved
//! over it when they are whole.

mod atomic;
mod csv;
mod ndjson;
mod parquet;
mod record;
mod table;
mod value;
mod workbook;

pub use record::RecordWriter;
pub use table::TableWriter;
pub use value::{Field, FieldType, Value};
