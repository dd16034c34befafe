//! From rows of the database to our types. What is in the file and is none of
//! our words is damage, not a panic.

use std::str::FromStr;

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::types::{FromSqlError, Type};
use vinculo_record::{Kind, RecordKey};

use crate::Digest;

pub(super) type SqlResult<T> = rusqlite::Result<T>;

/// A text that is one of a list of words.
pub(super) fn word<T: FromStr>(row: &Row<'_>, column: usize) -> SqlResult<T> {
    let text = row.get_ref(column)?.as_str().map_err(|_| unexpected(column))?;
    text.parse().map_err(|_| unexpected(column))
}

pub(super) fn digest(row: &Row<'_>, column: usize) -> SqlResult<Digest> {
    row.get::<_, [u8; 32]>(column).map(Digest::from_bytes)
}

pub(super) fn time(row: &Row<'_>, column: usize) -> SqlResult<Timestamp> {
    Timestamp::from_millisecond(row.get(column)?).map_err(|_| unexpected(column))
}

pub(super) fn optional_time(row: &Row<'_>, column: usize) -> SqlResult<Option<Timestamp>> {
    row.get::<_, Option<i64>>(column)?
        .map(|ms| Timestamp::from_millisecond(ms).map_err(|_| unexpected(column)))
        .transpose()
}

/// A key from three columns: kind, source, local id.
pub(super) fn key(row: &Row<'_>, first: usize) -> SqlResult<RecordKey> {
    Ok(RecordKey {
        kind: word::<Kind>(row, first)?,
        source: row.get(first + 1)?,
        local_id: row.get(first + 2)?,
    })
}

pub(super) fn unexpected(column: usize) -> rusqlite::Error {
    let reason = Box::new(FromSqlError::InvalidType);
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, reason)
}
