//! The change log.

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, params};

use crate::error::Result;
use crate::limits::MAX_PAGE;
use crate::sqlite::rows;
use crate::{LogEntry, LogOp, RecordId, Seq};

/// Adds an entry and gives its place.
pub(super) fn append(
    tx: &Transaction<'_>,
    id: RecordId,
    version: Option<u32>,
    op: LogOp,
    at: Timestamp,
) -> Result<Seq> {
    tx.prepare_cached(
        "INSERT INTO log (record_id, version, op, recorded_at) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![id.0, version, op.as_str(), at.as_millisecond()])?;
    Ok(tx.last_insert_rowid())
}

/// The log after an entry, up to where a batch that has succeeded is still being settled.
pub(super) fn changes_since(
    connection: &Connection,
    after: Seq,
    limit: usize,
) -> Result<Vec<LogEntry>> {
    let mut statement = connection.prepare_cached(
        "SELECT l.seq, l.record_id, r.kind, r.source, r.local_id, l.version, l.op, l.recorded_at
         FROM log l JOIN records r ON r.record_id = l.record_id
         WHERE l.seq > ?1
           AND l.seq <= coalesce((SELECT min(settling_from) FROM batches
                                  WHERE settling_from IS NOT NULL), l.seq)
         ORDER BY l.seq LIMIT ?2",
    )?;
    let entries = statement.query_map(params![after, limit.min(MAX_PAGE) as i64], |row| {
        Ok(LogEntry {
            seq: row.get(0)?,
            id: RecordId(row.get(1)?),
            key: rows::key(row, 2)?,
            version: row.get(5)?,
            op: rows::word(row, 6)?,
            recorded_at: rows::time(row, 7)?,
        })
    })?;
    Ok(entries.collect::<Result<_, _>>()?)
}

pub(super) fn last_seq(connection: &Connection) -> Result<Seq> {
    let mut statement = connection.prepare_cached("SELECT coalesce(max(seq), 0) FROM log")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}
