//! Erasing a record: one transaction after which nobody can read it. What its
//! content left in the files goes with [`Store::purge_files`].

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use vinculo_record::{RecordKey, RecordRef};

use crate::error::{Result, StoreError};
use crate::limits::MAX_PAGE;
use crate::sqlite::empty::empty;
use crate::sqlite::put::known;
use crate::sqlite::rows::{self, SqlResult};
use crate::{
    Digest, Erasure, ErasureOrder, ErasureReason, ListedErasure, LogOp, RecordId, RowProblem, Seq,
    Shape, Store,
};

const SELECT: &str = "SELECT e.seq, r.kind, r.source, r.local_id,
        (SELECT count(*) FROM versions v WHERE v.record_id = r.record_id),
        e.reason, e.erased_by, l.recorded_at, e.purged, e.listed
    FROM erasures e JOIN records r ON r.record_id = e.record_id JOIN log l ON l.seq = e.seq";

/// Erases a record within a transaction; one that is erased already stays as it is.
pub(super) fn erase(
    tx: &Transaction<'_>,
    key: &RecordKey,
    order: &ErasureOrder,
) -> Result<Erasure> {
    let Some(known) = known(tx, key)? else {
        return Err(StoreError::RecordNotFound { reference: reference(key) });
    };
    let id = known.id;
    if !known.is_erased {
        let seq = super::log::append(tx, id, None, LogOp::Erase, Timestamp::now())?;
        tx.prepare_cached(
            "UPDATE records SET erased_seq = ?2, confirmed_at = NULL WHERE record_id = ?1",
        )?
        .execute(params![id.0, seq])?;
        empty_versions(tx, id, key)?;
        blank_row_shapes(tx, id, key)?;
        super::settle::forget(tx, id)?;
        super::decisions::erase_traces(tx, id)?;
        tx.prepare_cached(
            "INSERT INTO erasures (seq, record_id, reason, erased_by) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![seq, id.0, order.reason().as_str(), order.by()])?;
    }
    let sql = format!("{SELECT} WHERE e.record_id = ?1");
    let secret = secret(tx)?;
    let found =
        tx.prepare_cached(&sql)?.query_row([id.0], |row| erasure(row, &secret)).optional()?;
    found.ok_or_else(|| StoreError::corrupt(format!("record number {} has no erasure", id.0)))
}

/// The erasures after a log entry, in order.
pub(super) fn list(connection: &Connection, after: Seq, limit: usize) -> Result<Vec<Erasure>> {
    let sql = format!("{SELECT} WHERE e.seq > ?1 ORDER BY e.seq LIMIT ?2");
    let secret = secret(connection)?;
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement
        .query_map(params![after, limit.min(MAX_PAGE) as i64], |row| erasure(row, &secret))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The erasures of which something is still to be done.
pub(super) fn unfinished(connection: &Connection) -> Result<Vec<Erasure>> {
    let sql = format!("{SELECT} WHERE e.purged = 0 OR e.listed = 0 ORDER BY e.seq");
    let secret = secret(connection)?;
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_map([], |row| erasure(row, &secret))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The key of the digests in lists of erasures: it stays with the store's content.
pub(super) fn secret(connection: &Connection) -> Result<[u8; 32]> {
    let mut statement =
        connection.prepare_cached("SELECT value FROM secrets WHERE name = 'erasures'")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// Makes digests of what is published, under the store's secret.
pub struct KeyDigests([u8; 32]);

impl KeyDigests {
    /// The digest whose digits are the public id of a notice: the same whatever becomes of
    /// the record, in every copy of the store, and of no use to find out its key.
    pub fn public_id(&self, key: &RecordKey) -> Digest {
        let text = format!("public notice\0{}", key.qualified());
        Digest::keyed(&self.0, text.as_bytes())
    }

    /// The digest of what is published of a notice: without the store's secret nobody can
    /// try what it is of.
    pub fn published(&self, content: &[u8]) -> Digest {
        let mut text = b"published content\0".to_vec();
        text.extend_from_slice(content);
        Digest::keyed(&self.0, &text)
    }
}

fn listed_digest(secret: &[u8; 32], key: &RecordKey) -> Digest {
    Digest::keyed(secret, key.qualified().as_bytes())
}

/// Whether a key that has no record stands in a list of erasures that was applied.
pub(super) fn is_refused(connection: &Connection, key: &RecordKey) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM erased_keys)";
    if !connection.prepare_cached(sql)?.query_row([], |row| row.get(0))? {
        return Ok(false);
    }
    let digest = listed_digest(&secret(connection)?, key);
    let sql = "SELECT EXISTS (SELECT 1 FROM erased_keys WHERE digest = ?1)";
    Ok(connection.prepare_cached(sql)?.query_row([digest.as_bytes()], |row| row.get(0))?)
}

impl Store {
    /// What makes digests under this store's secret.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn key_digests(&self) -> Result<KeyDigests> {
        Ok(KeyDigests(secret(&*self.reader()?)?))
    }

    /// The records that a list of erasures names, those that nobody sees yet included.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn named_in(
        &self,
        erased: &BTreeMap<Digest, ErasureReason>,
    ) -> Result<Vec<(RecordKey, ErasureReason)>> {
        let reader = self.reader()?;
        let secret = secret(&reader)?;
        let sql = "SELECT kind, source, local_id FROM records WHERE erased_seq IS NULL";
        let mut statement = reader.prepare_cached(sql)?;
        let mut named = Vec::new();
        for key in statement.query_map([], |row| rows::key(row, 0))? {
            let key = key?;
            if let Some(reason) = erased.get(&listed_digest(&secret, &key)) {
                named.push((key, *reason));
            }
        }
        Ok(named)
    }

    /// Remembers the erasures of a list, so that what they name is not stored even if
    /// this store never held it.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn refuse_erased(&self, erased: &BTreeMap<Digest, ErasureReason>) -> Result<()> {
        self.write(|tx| {
            let sql = "INSERT OR IGNORE INTO erased_keys (digest, reason) VALUES (?1, ?2)";
            let mut insert = tx.prepare_cached(sql)?;
            for (digest, reason) in erased {
                insert.execute(params![digest.as_bytes(), reason.as_str()])?;
            }
            Ok(())
        })
    }

    /// Every erasure as lists beside backups hold it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn listed_erasures(&self) -> Result<Vec<ListedErasure>> {
        let reader = self.reader()?;
        let secret = secret(&reader)?;
        let mut statement = reader.prepare_cached(
            "SELECT e.reason, r.kind, r.source, r.local_id
             FROM erasures e JOIN records r ON r.record_id = e.record_id ORDER BY e.seq",
        )?;
        let own = statement.query_map([], |row| {
            let digest = listed_digest(&secret, &rows::key(row, 1)?);
            Ok(ListedErasure { digest, reason: rows::word(row, 0)? })
        })?;
        let mut listed = own.collect::<Result<Vec<_>, _>>()?;
        let mut statement = reader.prepare_cached("SELECT digest, reason FROM erased_keys")?;
        let others = statement.query_map([], |row| {
            Ok(ListedErasure { digest: rows::digest(row, 0)?, reason: rows::word(row, 1)? })
        })?;
        for other in others {
            listed.push(other?);
        }
        Ok(listed)
    }
}

fn erasure(row: &Row<'_>, secret: &[u8; 32]) -> SqlResult<Erasure> {
    let key = rows::key(row, 1)?;
    Ok(Erasure {
        seq: row.get(0)?,
        versions: row.get(4)?,
        reason: rows::word(row, 5)?,
        by: row.get(6)?,
        erased_at: rows::time(row, 7)?,
        digest: listed_digest(secret, &key),
        purged: row.get(8)?,
        listed: row.get(9)?,
        key,
    })
}

fn empty_versions(tx: &Transaction<'_>, id: RecordId, key: &RecordKey) -> Result<()> {
    let mut statement = tx.prepare_cached("SELECT seq FROM versions WHERE record_id = ?1")?;
    let versions = statement.query_map([id.0], |row| row.get(0))?;
    for seq in versions.collect::<Result<Vec<Seq>, _>>()? {
        empty(tx, key, seq)?;
    }
    Ok(())
}

/// Takes from the results of batches what the record's cells looked like; the codes
/// and counts stay.
fn blank_row_shapes(tx: &Transaction<'_>, id: RecordId, key: &RecordKey) -> Result<()> {
    let mut statement = tx.prepare_cached(
        "SELECT batch_no, ordinal, problems FROM batch_rows
         WHERE problems IS NOT NULL AND (record_id = ?1 OR rejected_key = ?2)",
    )?;
    let found = statement
        .query_map(params![id.0, key.qualified()], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    let mut update = tx.prepare_cached(
        "UPDATE batch_rows SET problems = ?3 WHERE batch_no = ?1 AND ordinal = ?2",
    )?;
    for (batch_no, ordinal, problems) in found {
        let unreadable = |_| StoreError::corrupt("the problems of a row are no JSON");
        let mut problems: Vec<RowProblem> = serde_json::from_str(&problems).map_err(unreadable)?;
        problems.iter_mut().for_each(|problem| problem.shape = Shape::default());
        let blank = serde_json::to_string(&problems).map_err(unreadable)?;
        update.execute(params![batch_no, ordinal, blank])?;
    }
    Ok(())
}

fn reference(key: &RecordKey) -> RecordRef {
    RecordRef { kind: Some(key.kind), source: key.source.clone(), local_id: key.local_id.clone() }
}
