//! CSV, XLSX, NDJSON and Parquet in and out, PFIF in; mapping files; row-level reports.
//!
//! An [`Importer`] reads a file of any format through a [`Mapping`] into canonical
//! rows, one by one in bounded memory, and says of each cell that it could not read
//! what was done about it. Nothing here knows of a store or of HTTP, and neither
//! errors nor reports carry a value of a cell: only its shape. A [`RecordWriter`] and a
//! [`TableWriter`] write files that appear whole or not at all.

mod draft;
mod error;
mod flat;
mod format;
mod import;
mod input;
mod limits;
mod mapping;
mod photos;
mod report;
mod sheet;
mod table_reader;
mod values;
mod write;

pub use draft::{Draft, draft_mapping};
pub use error::ExchangeError;
pub use flat::{decode_list, encode_list, guard_formula, unguard_formula};
pub use format::Format;
pub use import::{
    Accepted, Action, Doubt, DoubtCode, ImportCode, ImportOptions, ImportedRow, Importer, Outcome,
    Rejected, Severity,
};
pub use input::Input;
pub use limits::Limits;
pub use mapping::{
    ColumnRule, Compare, Filter, IdRule, Layout, Mapping, MappingProblems, Segment, SheetChoice,
    Targets, Template, Unlisted, Unmapped,
};
pub use photos::{PhotoFault, Photos, Upload};
pub use report::ReportWriter;
pub use sheet::row::{RawCell, RawRow, RowFault};
pub use sheet::serial::serial_to_datetime;
pub use sheet::text::TextEncoding;
pub use sheet::{Grid, RawRows, Sheet, SheetFacts};
pub use table_reader::TableReader;
pub use values::coordinate::read_coordinate;
pub use values::date::{DateOrder, DateStyle, Serial};
pub use values::marks::describe_mark;
pub use values::measure::Unit;
pub use write::{Field, FieldType, RecordWriter, TableWriter, Value};
