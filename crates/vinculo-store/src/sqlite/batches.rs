//! Batches and the results of their rows.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params, params};
use vinculo_record::{RecordKey, RecordRef};

use crate::error::{Result, StoreError};
use crate::faults;
use crate::limits::MAX_PAGE;
use crate::sqlite::put::{Bringer, known, put};
use crate::sqlite::read;
use crate::sqlite::rows::{self, SqlResult};
use crate::sqlite::settle::Kept;
use crate::{
    Batch, BatchCounts, BatchId, BatchRow, BatchState, ChunkOutcome, Digest, NewBatch, Outbound,
    PutRecord, RecordId, RowAction, RowFilter, RowProblem, RowResult, RowStatus, StoredRecord,
};

const SELECT: &str = "SELECT batch_no, batch_id, identity, kind, source, file_extension, \
    file_sha256, state, rows_seen, created, updated, unchanged, older, rejected, doubtful, \
    created_at, started_at, finished_at, error, pending FROM batches";

/// A batch with its number in the database.
pub(super) struct Numbered {
    pub(super) no: i64,
    pub(super) batch: Batch,
    /// Nobody sees what it brings.
    is_pending: bool,
}

/// The unfinished batch of the same identity, or a new one.
pub(super) fn enqueue(tx: &Transaction<'_>, new: &NewBatch) -> Result<Numbered> {
    let sql = format!("{SELECT} WHERE identity = ?1 AND state IN ('enqueued', 'processing')");
    let identity = new.identity();
    let found = tx.prepare_cached(&sql)?.query_row([identity.as_bytes()], numbered).optional()?;
    if let Some(found) = found {
        return Ok(found);
    }
    let id = BatchId::generate();
    tx.prepare_cached(
        "INSERT INTO batches (batch_id, identity, kind, source, file_extension, file_sha256,
                              state, created_at, pending, settled)
         VALUES (:id, :identity, :kind, :source, :extension, :sha256, 'enqueued', :now, :pending, 0)",
    )?
    .execute(named_params! {
        ":id": id.to_string(),
        ":identity": identity.as_bytes(),
        ":kind": new.kind.as_str(),
        ":source": new.source,
        ":extension": new.safe_extension(),
        ":sha256": new.file_sha256.as_bytes(),
        ":now": Timestamp::now().as_millisecond(),
        // Only a test's broken order shows rows before the end.
        ":pending": !faults::is_broken("batch"),
    })?;
    find(tx, id)
}

/// Begins a batch that waits; one that is being processed stays so.
pub(super) fn start(tx: &Transaction<'_>, id: BatchId) -> Result<Batch> {
    let found = unfinished(tx, id)?;
    tx.prepare_cached(
        "UPDATE batches SET state = 'processing', started_at = coalesce(started_at, ?2)
         WHERE batch_no = ?1",
    )?
    .execute(params![found.no, Timestamp::now().as_millisecond()])?;
    Ok(find(tx, id)?.batch)
}

/// Ends a batch: from here on everybody sees its rows, or nobody ever does.
pub(super) fn end(
    tx: &Transaction<'_>,
    id: BatchId,
    state: BatchState,
    error: Option<&str>,
) -> Result<Batch> {
    let (found, now) = (unfinished(tx, id)?, Timestamp::now());
    tx.prepare_cached(
        "UPDATE batches
         SET state = ?2, finished_at = ?3, error = ?4, pending = pending AND ?2 <> 'succeeded'
         WHERE batch_no = ?1",
    )?
    .execute(params![found.no, state.as_str(), now.as_millisecond(), error])?;
    if found.is_pending && state == BatchState::Succeeded {
        super::log::append_success(tx, found.no, now)?;
    }
    Ok(find(tx, id)?.batch)
}

pub(super) fn apply_chunk(
    tx: &Transaction<'_>,
    id: BatchId,
    chunk: &[BatchRow],
) -> Result<ChunkOutcome> {
    let Numbered { no, mut batch, is_pending } = find(tx, id)?;
    if batch.state != BatchState::Processing {
        return Err(StoreError::BatchClosed { id, state: batch.state });
    }
    let bringer = Bringer { batch_no: no, stages: is_pending };
    let mut results = Vec::with_capacity(chunk.len());
    for row in chunk {
        let expected = batch.next_ordinal();
        if row.ordinal != expected {
            return Err(StoreError::RowsOutOfOrder { id, expected, found: row.ordinal });
        }
        let result = apply_row(tx, bringer, row)?;
        batch.counts.add(&result);
        results.push(result);
    }
    write_counts(tx, no, &batch.counts)?;
    Ok(ChunkOutcome { batch, rows: results })
}

fn apply_row(tx: &Transaction<'_>, bringer: Bringer, row: &BatchRow) -> Result<RowResult> {
    let mut result = RowResult {
        ordinal: row.ordinal,
        line: row.line,
        status: RowStatus::Rejected,
        key: None,
        version: None,
        duplicate_of: None,
        problems: row.problems.clone(),
    };
    let (mut id, mut kept) = (None, Kept::default());
    match &row.action {
        RowAction::Reject { key } => result.key.clone_from(key),
        RowAction::Put(record) => {
            result.key = Some(record.key.clone());
            id = put_row(tx, bringer, record, &mut result)?;
            if bringer.stages && result.duplicate_of.is_none() {
                kept = to_keep(record, result.status);
            }
        }
    }
    insert_row(tx, bringer.batch_no, id, &result, &kept)?;
    Ok(result)
}

fn to_keep(record: &PutRecord, status: RowStatus) -> Kept<'_> {
    match status {
        RowStatus::Created | RowStatus::Updated if record.is_told_of() => {
            Kept { outbound: Some(&record.outbound), ..Kept::default() }
        }
        RowStatus::Unchanged => Kept { confirms: record.updated_at.as_deref(), ..Kept::default() },
        _ => Kept::default(),
    }
}

fn put_row(
    tx: &Transaction<'_>,
    bringer: Bringer,
    record: &PutRecord,
    result: &mut RowResult,
) -> Result<Option<RecordId>> {
    let Some(seen) = seen(tx, bringer.batch_no, &record.key)? else {
        let (id, outcome) = match put(tx, record, Some(bringer)) {
            Err(StoreError::Erased { .. }) => {
                result.problems.push(RowProblem::erased());
                return Ok(None);
            }
            stored => stored?,
        };
        result.status = outcome.change.into();
        result.version = Some(outcome.version);
        return Ok(Some(id));
    };
    result.duplicate_of = Some(seen.ordinal);
    if seen.digest == record.basis_digest() {
        result.status = RowStatus::Unchanged;
        result.version = Some(seen.version);
        return Ok(Some(seen.id));
    }
    result.problems.push(RowProblem::duplicate_id());
    Ok(None)
}

/// The first accepted row of a batch that has a key, and what it stored.
struct Seen {
    id: RecordId,
    ordinal: u32,
    version: u32,
    digest: Digest,
}

fn seen(connection: &Connection, batch_no: i64, key: &RecordKey) -> Result<Option<Seen>> {
    let Some(known) = known(connection, key)?.filter(|known| !known.is_erased) else {
        return Ok(None);
    };
    let mut statement = connection.prepare_cached(
        "SELECT b.ordinal, b.version, v.basis_digest
         FROM batch_rows b
         JOIN versions v ON v.record_id = b.record_id AND v.version = b.version
         WHERE b.batch_no = ?1 AND b.record_id = ?2 ORDER BY b.ordinal LIMIT 1",
    )?;
    let found = statement
        .query_row(params![batch_no, known.id.0], |row| {
            Ok(Seen {
                id: known.id,
                ordinal: row.get(0)?,
                version: row.get(1)?,
                digest: rows::digest(row, 2)?,
            })
        })
        .optional()?;
    Ok(found)
}

fn insert_row(
    tx: &Transaction<'_>,
    batch_no: i64,
    record: Option<RecordId>,
    result: &RowResult,
    kept: &Kept<'_>,
) -> Result<()> {
    let rejected_key = match record {
        Some(_) => None,
        None => result.key.as_ref().map(RecordKey::qualified),
    };
    let problems = match result.problems.as_slice() {
        [] => None,
        problems => Some(serde_json::to_string(problems).map_err(|e| StoreError::Io {
            what: "write the problems of a row as JSON",
            source: e.into(),
        })?),
    };
    tx.prepare_cached(
        "INSERT INTO batch_rows (batch_no, ordinal, line, status, record_id, version,
                                 rejected_key, duplicate_of, problems, confirms, outbound)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(params![
        batch_no,
        result.ordinal,
        result.line,
        result.status.as_str(),
        record.map(|id| id.0),
        result.version,
        rejected_key,
        result.duplicate_of,
        problems,
        kept.confirms,
        kept.outbound.map(Outbound::to_json),
    ])?;
    Ok(())
}

fn write_counts(tx: &Transaction<'_>, no: i64, counts: &BatchCounts) -> Result<()> {
    let BatchCounts { rows_seen, created, updated, unchanged, older, rejected, doubtful } = counts;
    tx.prepare_cached(
        "UPDATE batches SET rows_seen = ?2, created = ?3, updated = ?4, unchanged = ?5,
                            older = ?6, rejected = ?7, doubtful = ?8
         WHERE batch_no = ?1",
    )?
    .execute(params![no, rows_seen, created, updated, unchanged, older, rejected, doubtful])?;
    Ok(())
}

/// The version that the first accepted row of a batch with a key holds.
pub(super) fn version_of(
    connection: &Connection,
    id: BatchId,
    key: &RecordKey,
) -> Result<Option<StoredRecord>> {
    let no = find(connection, id)?.no;
    let Some(seen) = seen(connection, no, key)? else { return Ok(None) };
    read::any_version(connection, seen.id, seen.version)
}

pub(super) fn find(connection: &Connection, id: BatchId) -> Result<Numbered> {
    let sql = format!("{SELECT} WHERE batch_id = ?1");
    let found =
        connection.prepare_cached(&sql)?.query_row([id.to_string()], numbered).optional()?;
    found.ok_or(StoreError::BatchNotFound { id })
}

fn unfinished(tx: &Transaction<'_>, id: BatchId) -> Result<Numbered> {
    let found = find(tx, id)?;
    match found.batch.state {
        state if state.is_finished() => Err(StoreError::BatchClosed { id, state }),
        _ => Ok(found),
    }
}

pub(super) fn list(
    connection: &Connection,
    before: Option<BatchId>,
    limit: usize,
) -> Result<Vec<Batch>> {
    let before = match before {
        Some(id) => find(connection, id)?.no,
        None => i64::MAX,
    };
    let sql = format!("{SELECT} WHERE batch_no < ?1 ORDER BY batch_no DESC LIMIT ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_map(params![before, limit.min(MAX_PAGE) as i64], numbered)?;
    Ok(found.map(|row| row.map(|n| n.batch)).collect::<Result<_, _>>()?)
}

pub(super) fn list_unfinished(connection: &Connection) -> Result<Vec<Batch>> {
    let sql = format!("{SELECT} WHERE state IN ('enqueued', 'processing') ORDER BY batch_no");
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_map([], numbered)?;
    Ok(found.map(|row| row.map(|n| n.batch)).collect::<Result<_, _>>()?)
}

pub(super) fn rows(
    connection: &Connection,
    id: BatchId,
    after: u32,
    limit: usize,
    filter: RowFilter,
) -> Result<Vec<RowResult>> {
    let no = find(connection, id)?.no;
    let which = match filter {
        RowFilter::All => "",
        RowFilter::Rejected => "AND b.status = 'rejected'",
        RowFilter::Doubtful => "AND b.problems IS NOT NULL AND b.status <> 'rejected'",
    };
    let sql = format!(
        "SELECT b.ordinal, b.line, b.status, b.version, b.rejected_key, b.duplicate_of,
                b.problems, r.kind, r.source, r.local_id
         FROM batch_rows b LEFT JOIN records r ON r.record_id = b.record_id
         WHERE b.batch_no = ?1 AND b.ordinal > ?2 {which} ORDER BY b.ordinal LIMIT ?3"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_map(params![no, after, limit.min(MAX_PAGE) as i64], row_result)?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn row_result(row: &Row<'_>) -> SqlResult<RowResult> {
    let status: RowStatus = rows::word(row, 2)?;
    let key = match status {
        RowStatus::Rejected => {
            row.get::<_, Option<String>>(4)?.map(|text| qualified_key(&text)).transpose()?
        }
        _ => Some(rows::key(row, 7)?),
    };
    let problems: Vec<RowProblem> = match row.get::<_, Option<String>>(6)? {
        Some(text) => serde_json::from_str(&text).map_err(|_| rows::unexpected(6))?,
        None => Vec::new(),
    };
    Ok(RowResult {
        ordinal: row.get(0)?,
        line: row.get(1)?,
        status,
        key,
        version: row.get(3)?,
        duplicate_of: row.get(5)?,
        problems,
    })
}

fn qualified_key(text: &str) -> SqlResult<RecordKey> {
    let reference: RecordRef = text.parse().map_err(|_| rows::unexpected(4))?;
    let kind = reference.kind.ok_or_else(|| rows::unexpected(4))?;
    Ok(RecordKey { kind, source: reference.source, local_id: reference.local_id })
}

fn numbered(row: &Row<'_>) -> SqlResult<Numbered> {
    let batch = Batch {
        id: rows::word(row, 1)?,
        identity: rows::digest(row, 2)?,
        kind: rows::word(row, 3)?,
        source: row.get(4)?,
        file_extension: row.get(5)?,
        file_sha256: rows::digest(row, 6)?,
        state: rows::word(row, 7)?,
        counts: BatchCounts {
            rows_seen: row.get(8)?,
            created: row.get(9)?,
            updated: row.get(10)?,
            unchanged: row.get(11)?,
            older: row.get(12)?,
            rejected: row.get(13)?,
            doubtful: row.get(14)?,
        },
        created_at: rows::time(row, 15)?,
        started_at: rows::optional_time(row, 16)?,
        finished_at: rows::optional_time(row, 17)?,
        error: row.get(18)?,
    };
    Ok(Numbered { no: row.get(0)?, batch, is_pending: row.get(19)? })
}
