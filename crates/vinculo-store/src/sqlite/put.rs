//! Storing one record: first what would be done, then doing it.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, named_params, params};
use vinculo_record::RecordKey;

use crate::error::{Result, StoreError};
use crate::picture::seal;
use crate::sqlite::{notifications, rows};
use crate::{Change, Digest, LogOp, PutOutcome, PutRecord, RecordId, freshness};

/// A record and the part of its current version that decides.
pub(super) struct Current {
    pub(super) id: RecordId,
    pub(super) version: u32,
    seq: i64,
    digest: Digest,
    confirmed_at: Option<String>,
    newest_version: u32,
    pub(super) is_erased: bool,
}

/// What storing a record means, given what is there.
enum Plan {
    Create,
    Update(Current),
    Unchanged(Current),
    /// Older, and not seen before.
    Older(Current),
    /// Older, and kept already as this version.
    OlderAgain(u32, i64),
}

/// Stores a record within a transaction; also gives the record's number.
pub(super) fn put(
    tx: &Transaction<'_>,
    record: &PutRecord,
    batch_no: Option<i64>,
) -> Result<(RecordId, PutOutcome)> {
    let current = current(tx, &record.key)?;
    let known = current.as_ref().map(|current| current.id);
    let plan = plan(tx, record, current)?;
    let id = match known {
        Some(id) => id,
        None => insert_record(tx, &record.key)?,
    };
    let write = |version, op| write_version(tx, id, record, version, op, batch_no);
    let outcome = match plan {
        Plan::Create => {
            let seq = write(1, LogOp::Create)?;
            set_current(tx, id, seq, record.updated_at.as_deref())?;
            outcome(Change::Created, 1, seq, true)
        }
        Plan::Update(current) => {
            let version = current.newest_version + 1;
            let seq = write(version, LogOp::Update)?;
            set_current(tx, id, seq, record.updated_at.as_deref())?;
            outcome(Change::Updated, version, seq, true)
        }
        Plan::Unchanged(current) => {
            let (before, now) = (current.confirmed_at.as_deref(), record.updated_at.as_deref());
            let confirmed = freshness::later(before, now);
            if confirmed != before {
                set_current(tx, id, current.seq, confirmed)?;
            }
            outcome(Change::Unchanged, current.version, current.seq, false)
        }
        Plan::Older(current) => {
            let version = current.newest_version + 1;
            outcome(Change::Older, version, write(version, LogOp::Older)?, true)
        }
        Plan::OlderAgain(version, seq) => outcome(Change::Older, version, seq, false),
    };
    if matches!(outcome.change, Change::Created | Change::Updated) && record.is_told_of() {
        notifications::reconcile(tx, id, &record.outbound)?;
    }
    Ok((id, outcome))
}

/// What [`put`] would do.
pub(super) fn preview(connection: &Connection, record: &PutRecord) -> Result<PutOutcome> {
    let next_seq = super::log::last_seq(connection)? + 1;
    Ok(match plan(connection, record, current(connection, &record.key)?)? {
        Plan::Create => outcome(Change::Created, 1, next_seq, true),
        Plan::Update(c) => outcome(Change::Updated, c.newest_version + 1, next_seq, true),
        Plan::Unchanged(c) => outcome(Change::Unchanged, c.version, c.seq, false),
        Plan::Older(c) => outcome(Change::Older, c.newest_version + 1, next_seq, true),
        Plan::OlderAgain(version, seq) => outcome(Change::Older, version, seq, false),
    })
}

/// The current state of a record.
pub(super) fn current(connection: &Connection, key: &RecordKey) -> Result<Option<Current>> {
    let mut statement = connection.prepare_cached(
        "SELECT r.record_id, v.version, v.seq, v.basis_digest, r.confirmed_at,
                (SELECT max(version) FROM versions WHERE record_id = r.record_id),
                r.erased_seq IS NOT NULL
         FROM records r JOIN versions v ON v.seq = r.current_seq
         WHERE r.kind = ?1 AND r.source = ?2 AND r.local_id = ?3",
    )?;
    let found = statement
        .query_row(params![key.kind.as_str(), key.source, key.local_id], |row| {
            Ok(Current {
                id: RecordId(row.get(0)?),
                version: row.get(1)?,
                seq: row.get(2)?,
                digest: rows::digest(row, 3)?,
                confirmed_at: row.get(4)?,
                newest_version: row.get(5)?,
                is_erased: row.get(6)?,
            })
        })
        .optional()?;
    Ok(found)
}

/// Everything that is stored of a version, for its checksum.
pub(super) struct Sealed<'a> {
    pub(super) key: &'a RecordKey,
    pub(super) version: u32,
    pub(super) seq: i64,
    pub(super) recorded_at_ms: i64,
    pub(super) superseded: bool,
    pub(super) updated_at: Option<&'a str>,
    pub(super) basis: Digest,
    pub(super) content: &'a str,
    pub(super) private: &'a str,
    /// What [`seal`] says of its pictures.
    pub(super) pictures: &'a str,
}

impl Sealed<'_> {
    /// The checksum that `verify` recomputes.
    pub(super) fn checksum(&self) -> Digest {
        let flags = [u8::from(self.superseded), u8::from(self.updated_at.is_some())];
        let (version, seq) = (self.version.to_le_bytes(), self.seq.to_le_bytes());
        let (key, recorded_at) = (self.key.qualified(), self.recorded_at_ms.to_le_bytes());
        let mut parts: Vec<&[u8]> = vec![
            key.as_bytes(),
            &version,
            &seq,
            &recorded_at,
            &flags,
            self.updated_at.unwrap_or_default().as_bytes(),
            self.basis.as_bytes(),
            self.content.as_bytes(),
            self.private.as_bytes(),
        ];
        // Versions without pictures are sealed as before there were any.
        if !self.pictures.is_empty() {
            parts.push(self.pictures.as_bytes());
        }
        Digest::of_parts(&parts)
    }
}

fn plan(connection: &Connection, record: &PutRecord, current: Option<Current>) -> Result<Plan> {
    let Some(current) = current else {
        return match super::erase::is_refused(connection, &record.key)? {
            true => Err(StoreError::Erased { key: record.key.clone() }),
            false => Ok(Plan::Create),
        };
    };
    if current.is_erased {
        return Err(StoreError::Erased { key: record.key.clone() });
    }
    let digest = record.basis_digest();
    if digest == current.digest {
        return Ok(Plan::Unchanged(current));
    }
    if !freshness::is_older(record.updated_at.as_deref(), current.confirmed_at.as_deref()) {
        return Ok(Plan::Update(current));
    }
    let mut statement = connection.prepare_cached(
        "SELECT version, seq FROM versions WHERE record_id = ?1 AND basis_digest = ?2
         ORDER BY version LIMIT 1",
    )?;
    let known = statement
        .query_row(params![current.id.0, digest.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(known.map_or(Plan::Older(current), |(version, seq)| Plan::OlderAgain(version, seq)))
}

fn insert_record(tx: &Transaction<'_>, key: &RecordKey) -> Result<RecordId> {
    // Its current version follows within the transaction: the reference is deferred.
    tx.prepare_cached(
        "INSERT INTO records (kind, source, local_id, current_seq) VALUES (?1, ?2, ?3, 0)",
    )?
    .execute(params![key.kind.as_str(), key.source, key.local_id])?;
    Ok(RecordId(tx.last_insert_rowid()))
}

fn write_version(
    tx: &Transaction<'_>,
    id: RecordId,
    record: &PutRecord,
    version: u32,
    op: LogOp,
    batch_no: Option<i64>,
) -> Result<i64> {
    let recorded_at = Timestamp::now();
    let seq = super::log::append(tx, id, Some(version), op, recorded_at)?;
    let of_pictures = record.pictures.iter();
    let pictures = seal(of_pictures.map(|p| (p.item, p.label.as_str(), p.content.digest)));
    let sealed = Sealed {
        key: &record.key,
        version,
        seq,
        recorded_at_ms: recorded_at.as_millisecond(),
        superseded: op == LogOp::Older,
        updated_at: record.updated_at.as_deref(),
        basis: record.basis_digest(),
        content: &record.content,
        private: &record.private,
        pictures: &pictures,
    };
    tx.prepare_cached(
        "INSERT INTO versions (seq, record_id, version, superseded, updated_at, basis_digest,
                               checksum, content, private, batch_no)
         VALUES (:seq, :record_id, :version, :superseded, :updated_at, :basis_digest,
                 :checksum, :content, :private, :batch_no)",
    )?
    .execute(named_params! {
        ":seq": seq,
        ":record_id": id.0,
        ":version": version,
        ":superseded": sealed.superseded,
        ":updated_at": sealed.updated_at,
        ":basis_digest": sealed.basis.as_bytes(),
        ":checksum": sealed.checksum().as_bytes(),
        ":content": sealed.content,
        ":private": sealed.private,
        ":batch_no": batch_no,
    })?;
    super::pictures::put(tx, seq, &record.pictures)?;
    Ok(seq)
}

fn set_current(
    tx: &Transaction<'_>,
    id: RecordId,
    seq: i64,
    confirmed_at: Option<&str>,
) -> Result<()> {
    let changed = tx
        .prepare_cached(
            "UPDATE records SET current_seq = ?2, confirmed_at = ?3 WHERE record_id = ?1",
        )?
        .execute(params![id.0, seq, confirmed_at])?;
    match changed {
        1 => Ok(()),
        _ => Err(StoreError::corrupt(format!("record number {} is gone", id.0))),
    }
}

fn outcome(change: Change, version: u32, seq: i64, is_new_version: bool) -> PutOutcome {
    PutOutcome { change, version, seq, is_new_version }
}
