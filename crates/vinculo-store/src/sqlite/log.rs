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

/// Adds the entry of a batch that has succeeded, if it changed anything.
pub(super) fn append_success(tx: &Transaction<'_>, batch_no: i64, at: Timestamp) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO log (record_id, op, recorded_at, batch_no)
         SELECT record_id, ?2, ?3, batch_no FROM batch_rows
         WHERE batch_no = ?1 AND status IN ('created', 'updated') ORDER BY ordinal LIMIT 1",
    )?
    .execute(params![batch_no, LogOp::Succeed.as_str(), at.as_millisecond()])?;
    Ok(())
}

/// The log after an entry; that of a batch once for each record that it changed, in the order
/// of its rows.
pub(super) fn changes_since(
    connection: &Connection,
    after: Seq,
    limit: usize,
) -> Result<Vec<LogEntry>> {
    let mut statement = connection.prepare_cached(
        "SELECT l.seq, r.record_id, r.kind, r.source, r.local_id, l.version, l.op, l.recorded_at
         FROM (SELECT * FROM log WHERE seq > ?1 ORDER BY seq LIMIT ?2) l
         LEFT JOIN batch_rows w
                ON w.batch_no = l.batch_no AND w.status IN ('created', 'updated')
         JOIN records r ON r.record_id = coalesce(w.record_id, l.record_id)
         ORDER BY l.seq, w.ordinal",
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

/// How many changes of a current record stand in the log after an entry, up to `most`.
pub(super) fn count_changes(connection: &Connection, after: Seq, most: usize) -> Result<usize> {
    let current = LogOp::ALL.into_iter().filter(|op| op.changes_current());
    let words: Vec<String> = current.map(|op| format!("'{}'", op.as_str())).collect();
    let mut statement = connection.prepare_cached(&format!(
        "SELECT count(*) FROM (
             SELECT 1 FROM log l
             LEFT JOIN batch_rows w
                    ON w.batch_no = l.batch_no AND w.status IN ('created', 'updated')
             WHERE l.seq > ?1 AND l.op IN ({}) LIMIT ?2)",
        words.join(", ")
    ))?;
    let count = statement.query_row(params![after, most as i64], |row| row.get::<_, i64>(0))?;
    Ok(count.unsigned_abs() as usize)
}

pub(super) fn last_seq(connection: &Connection) -> Result<Seq> {
    let mut statement = connection.prepare_cached("SELECT coalesce(max(seq), 0) FROM log")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}
