//! Reading records.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use rusqlite::{Connection, OptionalExtension, Row, params};
use vinculo_record::{Kind, RecordKey};

use crate::error::Result;
use crate::limits::MAX_PAGE;
use crate::sqlite::rows::{self, SqlResult};
use crate::{ListFilter, Page, RecordId, Seq, StoredRecord, VersionInfo};

/// A version with its record; the private part is not among the columns.
const COLUMNS: &str = "SELECT r.record_id, r.kind, r.source, r.local_id, v.version, v.seq, \
    v.superseded, v.updated_at, v.basis_digest, l.recorded_at, v.content";
const CURRENT: &str = "FROM shown_records r JOIN versions v ON v.seq = r.shown_seq \
    JOIN log l ON l.seq = v.seq";
const EVERY: &str = "FROM records r JOIN shown_versions v ON v.record_id = r.record_id \
    JOIN log l ON l.seq = v.seq";
/// Of an erased record nothing is read.
const OF_KEY: &str =
    "WHERE r.kind = ?1 AND r.source = ?2 AND r.local_id = ?3 AND r.erased_seq IS NULL";

pub(super) fn get(connection: &Connection, key: &RecordKey) -> Result<Option<StoredRecord>> {
    let mut statement = connection.prepare_cached(&format!("{COLUMNS} {CURRENT} {OF_KEY}"))?;
    let parameters = params![key.kind.as_str(), key.source, key.local_id];
    Ok(statement.query_row(parameters, stored).optional()?)
}

pub(super) fn get_by_id(connection: &Connection, id: RecordId) -> Result<Option<StoredRecord>> {
    let sql = format!("{COLUMNS} {CURRENT} WHERE r.record_id = ?1 AND r.erased_seq IS NULL");
    Ok(connection.prepare_cached(&sql)?.query_row([id.0], stored).optional()?)
}

pub(super) fn version(
    connection: &Connection,
    key: &RecordKey,
    version: u32,
) -> Result<Option<StoredRecord>> {
    let sql = format!("{COLUMNS} {EVERY} {OF_KEY} AND v.version = ?4");
    let parameters = params![key.kind.as_str(), key.source, key.local_id, version];
    Ok(connection.prepare_cached(&sql)?.query_row(parameters, stored).optional()?)
}

/// A version of a record, pending ones included.
pub(super) fn any_version(
    connection: &Connection,
    id: RecordId,
    version: u32,
) -> Result<Option<StoredRecord>> {
    let sql = format!(
        "{COLUMNS} FROM records r JOIN versions v ON v.record_id = r.record_id
         JOIN log l ON l.seq = v.seq
         WHERE r.record_id = ?1 AND v.version = ?2 AND r.erased_seq IS NULL"
    );
    let parameters = params![id.0, version];
    Ok(connection.prepare_cached(&sql)?.query_row(parameters, stored).optional()?)
}

pub(super) fn private(
    connection: &Connection,
    key: &RecordKey,
    version: u32,
) -> Result<Option<String>> {
    let sql = format!("SELECT v.private {EVERY} {OF_KEY} AND v.version = ?4");
    let parameters = params![key.kind.as_str(), key.source, key.local_id, version];
    Ok(connection.prepare_cached(&sql)?.query_row(parameters, |row| row.get(0)).optional()?)
}

pub(super) fn versions(connection: &Connection, key: &RecordKey) -> Result<Vec<VersionInfo>> {
    let sql = format!(
        "SELECT v.version, v.seq, v.seq = r.shown_seq, v.superseded, v.updated_at,
                v.basis_digest, l.recorded_at, b.batch_id
         FROM shown_records r JOIN shown_versions v ON v.record_id = r.record_id
         JOIN log l ON l.seq = v.seq LEFT JOIN batches b ON b.batch_no = v.batch_no {OF_KEY} ORDER BY v.version"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let found =
        statement.query_map(params![key.kind.as_str(), key.source, key.local_id], |row| {
            Ok(VersionInfo {
                version: row.get(0)?,
                seq: row.get(1)?,
                current: row.get(2)?,
                superseded: row.get(3)?,
                updated_at: row.get(4)?,
                digest: rows::digest(row, 5)?,
                recorded_at: rows::time(row, 6)?,
                batch: match row.get_ref(7)? {
                    rusqlite::types::ValueRef::Null => None,
                    _ => Some(rows::word(row, 7)?),
                },
            })
        })?;
    Ok(found.collect::<Result<_, _>>()?)
}

pub(super) fn list(
    connection: &Connection,
    filter: &ListFilter,
    after: Option<&RecordKey>,
    limit: usize,
) -> Result<Page> {
    let limit = limit.clamp(1, MAX_PAGE);
    // One moment for all kinds; it only reads, so that dropping it loses nothing.
    let tx = connection.unchecked_transaction()?;
    let mut records = Vec::new();
    for kind in Kind::ALL {
        let wanted = filter.kind.is_none_or(|only| only == kind)
            && after.is_none_or(|after| after.kind <= kind);
        // One more than asked for tells whether there is a next page.
        let missing = limit + 1 - records.len();
        if wanted && missing > 0 {
            let after = after.filter(|after| after.kind == kind);
            records.extend(list_kind(&tx, kind, filter.source.as_deref(), after, missing)?);
        }
    }
    let more = records.len() > limit;
    records.truncate(limit);
    let next = records.last().filter(|_| more).map(|last| last.key.clone());
    Ok(Page { records, next })
}

fn list_kind(
    connection: &Connection,
    kind: Kind,
    source: Option<&str>,
    after: Option<&RecordKey>,
    limit: usize,
) -> Result<Vec<StoredRecord>> {
    // Two statements, so that each can use the index on the key.
    let (of_source, source) = match source {
        Some(source) => ("r.source = ?5", source),
        None => ("?5 = ''", ""),
    };
    let sql = format!(
        "{COLUMNS} {CURRENT} WHERE r.kind = ?1 AND r.erased_seq IS NULL AND {of_source}
           AND (r.source, r.local_id) > (?2, ?3)
         ORDER BY r.source, r.local_id LIMIT ?4"
    );
    let (after_source, after_id) =
        after.map_or(("", ""), |k| (k.source.as_str(), k.local_id.as_str()));
    let mut statement = connection.prepare_cached(&sql)?;
    let parameters = params![kind.as_str(), after_source, after_id, limit as i64, source];
    let found = statement.query_map(parameters, stored)?;
    Ok(found.collect::<Result<_, _>>()?)
}

pub(super) fn for_each_current(
    connection: &Connection,
    kind: Kind,
    visit: &mut dyn FnMut(StoredRecord) -> ControlFlow<()>,
) -> Result<Seq> {
    let tx = connection.unchecked_transaction()?;
    let seq = super::log::last_seq(&tx)?;
    let sql = format!(
        "{COLUMNS} {CURRENT} WHERE r.kind = ?1 AND r.erased_seq IS NULL
         ORDER BY r.source, r.local_id"
    );
    let mut statement = tx.prepare_cached(&sql)?;
    for record in statement.query_map([kind.as_str()], stored)? {
        if visit(record?).is_break() {
            break;
        }
    }
    Ok(seq)
}

pub(super) fn counts(connection: &Connection) -> Result<BTreeMap<Kind, u64>> {
    let mut counts: BTreeMap<Kind, u64> = Kind::ALL.into_iter().map(|kind| (kind, 0)).collect();
    let mut statement = connection.prepare_cached(
        "SELECT kind, count(*) FROM shown_records
         WHERE erased_seq IS NULL AND shown_seq IS NOT NULL GROUP BY kind",
    )?;
    let found =
        statement.query_map([], |row| Ok((rows::word::<Kind>(row, 0)?, row.get::<_, i64>(1)?)))?;
    for row in found {
        let (kind, count) = row?;
        counts.insert(kind, count.unsigned_abs());
    }
    Ok(counts)
}

fn stored(row: &Row<'_>) -> SqlResult<StoredRecord> {
    Ok(StoredRecord {
        id: RecordId(row.get(0)?),
        key: rows::key(row, 1)?,
        version: row.get(4)?,
        seq: row.get(5)?,
        superseded: row.get(6)?,
        updated_at: row.get(7)?,
        digest: rows::digest(row, 8)?,
        recorded_at: rows::time(row, 9)?,
        content: row.get(10)?,
    })
}
