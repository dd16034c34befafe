//! The error of this crate.

use std::io;

use crate::mapping::MappingProblems;

/// Why a file could not be read, understood or written. Files are named by their
/// name, cells by line and column; values never appear.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The operating system refused.
    #[error("{file}: {action} failed: {source}")]
    Io {
        /// Name of the file.
        file: String,
        /// What was being done.
        action: &'static str,
        /// The system's error.
        source: io::Error,
    },
    /// The file is larger than allowed.
    #[error("{file}: larger than the limit of {limit} bytes; split it")]
    TooLarge {
        /// Name of the file.
        file: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// The file has no content.
    #[error("{file}: the file is empty")]
    Empty {
        /// Name of the file.
        file: String,
    },
    /// The content is of no format that can be read.
    #[error("{file}: {found}; expected CSV, XLSX, XLS, ODS, NDJSON, Parquet or PFIF")]
    Format {
        /// Name of the file.
        file: String,
        /// What it looks like.
        found: &'static str,
    },
    /// The file has the format's mark but cannot be read to its end.
    #[error("{file}: damaged or cut {format} file{place}: {detail}")]
    Damaged {
        /// Name of the file.
        file: String,
        /// The format.
        format: &'static str,
        /// ` at line N`, or nothing.
        place: String,
        /// What is wrong, without content.
        detail: String,
    },
    /// A compressed file that grows beyond the limits.
    #[error("{file}: refused, because it would grow to {what} when unpacked (limit {limit})")]
    Inflation {
        /// Name of the file.
        file: String,
        /// What grew.
        what: &'static str,
        /// The limit.
        limit: u64,
    },
    /// A sheet was asked for that is not there.
    #[error("{file}: no sheet {wanted}; the workbook has: {available}")]
    NoSheet {
        /// Name of the file.
        file: String,
        /// Name or number asked for.
        wanted: String,
        /// The sheets that are there.
        available: String,
    },
    /// There is no header.
    #[error("{file}: no header at line {line}: {detail}")]
    HeaderMissing {
        /// Name of the file.
        file: String,
        /// Where it was looked for.
        line: u64,
        /// What was expected there.
        detail: String,
    },
    /// Two columns have one name.
    #[error(
        "{file}: line {line}: columns {first} and {second} have the same header '{name}'; rename one, or set duplicate_headers = \"number\" in a mapping file"
    )]
    HeaderTwice {
        /// Name of the file.
        file: String,
        /// Line of the header.
        line: u64,
        /// The header.
        name: String,
        /// First column, from 1.
        first: usize,
        /// Second column, from 1.
        second: usize,
    },
    /// The header has more columns than allowed.
    #[error("{file}: line {line}: more than {limit} columns")]
    TooManyColumns {
        /// Name of the file.
        file: String,
        /// Line of the header.
        line: u64,
        /// The limit.
        limit: usize,
    },
    /// A Parquet column of a type that has no flat form.
    #[error(
        "{file}: column '{column}' has type {found}; expected text, number, date, timestamp, boolean or a list of these"
    )]
    ColumnType {
        /// Name of the file.
        file: String,
        /// The column.
        column: String,
        /// Its type.
        found: String,
    },
    /// Columns that the mapping names are not in the sheet.
    #[error(
        "{file}: the sheet has no column {missing}; its columns at line {line} are: {available}. correct the mapping or mark a column optional = true"
    )]
    ColumnsMissing {
        /// Name of the file.
        file: String,
        /// Line of the header.
        line: u64,
        /// The columns that are not there.
        missing: String,
        /// The columns that are there.
        available: String,
    },
    /// The mapping file breaks rules.
    #[error(transparent)]
    Mapping(#[from] MappingProblems),
    /// Nothing tells how to name the records.
    #[error("{file}: {detail}")]
    Key {
        /// Name of the file.
        file: String,
        /// What is missing and what to do.
        detail: String,
    },
    /// A format that can be read and not written.
    #[error("{file}: {format} is read, not written; write CSV, NDJSON, Parquet or XLSX")]
    ReadOnly {
        /// Name of the file.
        file: String,
        /// The format.
        format: crate::Format,
    },
    /// A value that the format to be written cannot hold.
    #[error("{file}: row {row}, column {column}: {detail}")]
    Unwritable {
        /// Name of the file.
        file: String,
        /// Row, from 1.
        row: u64,
        /// The column.
        column: String,
        /// The rule and what to do.
        detail: String,
    },
}

impl ExchangeError {
    /// Whether the input is to blame, not the machine: nothing is gained by
    /// trying again with the same file.
    pub const fn is_bad_input(&self) -> bool {
        !matches!(self, Self::Io { .. })
    }

    pub(crate) fn io(file: &str, action: &'static str) -> impl FnOnce(io::Error) -> Self + use<> {
        let file = file.to_owned();
        move |source| Self::Io { file, action, source }
    }

    pub(crate) fn damaged(file: &str, format: &'static str, detail: impl Into<String>) -> Self {
        Self::Damaged { file: file.to_owned(), format, place: String::new(), detail: detail.into() }
    }
}
