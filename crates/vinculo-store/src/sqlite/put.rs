//! Storing one record: first what would be done, then doing it.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, named_params, params};
use vinculo_record::RecordKey;

use crate::error::{Result, StoreError};
use crate::picture::seal;
use crate::sqlite::{notifications, rows};
use crate::{Change, Digest, LogOp, PutOutcome, PutRecord, RecordId, freshness};

/// A key that has versions, whoever sees them.
pub(super) struct Known {
    pub(super) id: RecordId,
    pub(super) is_erased: bool,
    newest_version: u32,
    /// `None` while all its versions are pending.
    current: Option<Current>,
}

/// A record and the part of its current version that decides.
pub(super) struct Current {
    pub(super) id: RecordId,
    pub(super) version: u32,
    seq: i64,
    digest: Digest,
    confirmed_at: Option<String>,
}

impl Current {
    /// Notes a later date with which its content came again.
    pub(super) fn confirm(&self, tx: &Transaction<'_>, updated_at: Option<&str>) -> Result<()> {
        let before = self.confirmed_at.as_deref();
        let later = freshness::later(before, updated_at);
        if later == before {
            return Ok(());
        }
        let sql = "UPDATE records SET confirmed_at = ?2, confirmed_seq = ?3 WHERE record_id = ?1";
        tx.prepare_cached(sql)?.execute(params![self.id.0, later, self.seq])?;
        Ok(())
    }
}

/// The batch that brings a record.
#[derive(Clone, Copy)]
pub(super) struct Bringer {
    pub(super) batch_no: i64,
    /// Nobody sees what it brings before it has succeeded.
    pub(super) stages: bool,
}

/// What storing a record means, given what is there.
enum Plan {
    Create,
    Update,
    Unchanged(Current),
    /// Older, and not seen before.
    Older,
    /// Older, and kept already as this version.
    OlderAgain(u32, i64),
}

/// Stores a record within a transaction; also gives the record's number. What a batch
/// stages confirms nothing and is told to nobody: that is done when it is settled.
pub(super) fn put(
    tx: &Transaction<'_>,
    record: &PutRecord,
    bringer: Option<Bringer>,
) -> Result<(RecordId, PutOutcome)> {
    let known = known(tx, &record.key)?;
    let (id, version) = (known.as_ref().map(|known| known.id), next_version(known.as_ref()));
    let plan = plan(tx, record, known)?;
    let id = match id {
        Some(id) => id,
        None => insert_record(tx, &record.key)?,
    };
    let stages = bringer.is_some_and(|bringer| bringer.stages);
    let batch_no = bringer.map(|bringer| bringer.batch_no);
    let write = |op| write_version(tx, id, record, version, op, batch_no);
    let outcome = match plan {
        Plan::Create => {
            let seq = write(if stages { LogOp::Stage } else { LogOp::Create })?;
            outcome(Change::Created, version, seq, true)
        }
        Plan::Update => {
            let seq = write(if stages { LogOp::Stage } else { LogOp::Update })?;
            outcome(Change::Updated, version, seq, true)
        }
        Plan::Unchanged(current) => {
            if !stages {
                current.confirm(tx, record.updated_at.as_deref())?;
            }
            outcome(Change::Unchanged, current.version, current.seq, false)
        }
        Plan::Older => outcome(Change::Older, version, write(LogOp::Older)?, true),
        Plan::OlderAgain(version, seq) => outcome(Change::Older, version, seq, false),
    };
    if outcome.change.is_of_content() {
        set_current(tx, id, outcome.seq)?;
        if !stages && record.is_told_of() {
            notifications::reconcile(tx, id, &record.outbound)?;
        }
    }
    Ok((id, outcome))
}

/// What [`put`] would do.
pub(super) fn preview(connection: &Connection, record: &PutRecord) -> Result<PutOutcome> {
    let next_seq = super::log::last_seq(connection)? + 1;
    let known = known(connection, &record.key)?;
    let next = next_version(known.as_ref());
    Ok(match plan(connection, record, known)? {
        Plan::Create => outcome(Change::Created, next, next_seq, true),
        Plan::Update => outcome(Change::Updated, next, next_seq, true),
        Plan::Unchanged(c) => outcome(Change::Unchanged, c.version, c.seq, false),
        Plan::Older => outcome(Change::Older, next, next_seq, true),
        Plan::OlderAgain(version, seq) => outcome(Change::Older, version, seq, false),
    })
}

fn next_version(known: Option<&Known>) -> u32 {
    known.map_or(1, |known| known.newest_version + 1)
}

/// The current state of a record, erased or not; `None` if there is none for anybody.
pub(super) fn current(connection: &Connection, key: &RecordKey) -> Result<Option<Current>> {
    Ok(known(connection, key)?.and_then(|known| known.current))
}

/// What is known of a key, pending versions included.
pub(super) fn known(connection: &Connection, key: &RecordKey) -> Result<Option<Known>> {
    let mut statement = connection.prepare_cached(
        "SELECT r.record_id, r.erased_seq IS NOT NULL,
                (SELECT max(version) FROM versions WHERE record_id = r.record_id),
                v.seq, v.version, v.basis_digest,
                CASE WHEN r.confirmed_seq = v.seq THEN r.confirmed_at ELSE v.updated_at END
         FROM shown_records r LEFT JOIN versions v ON v.seq = r.shown_seq
         WHERE r.kind = ?1 AND r.source = ?2 AND r.local_id = ?3",
    )?;
    let found = statement
        .query_row(params![key.kind.as_str(), key.source, key.local_id], |row| {
            let id = RecordId(row.get(0)?);
            let current = match row.get::<_, Option<i64>>(3)? {
                Some(seq) => Some(Current {
                    id,
                    version: row.get(4)?,
                    seq,
                    digest: rows::digest(row, 5)?,
                    confirmed_at: row.get(6)?,
                }),
                None => None,
            };
            let (is_erased, newest_version) = (row.get(1)?, row.get(2)?);
            Ok(Known { id, is_erased, newest_version, current })
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

/// What is pending counts for nothing here: it may never be seen.
fn plan(connection: &Connection, record: &PutRecord, known: Option<Known>) -> Result<Plan> {
    if known.as_ref().is_some_and(|known| known.is_erased) {
        return Err(StoreError::Erased { key: record.key.clone() });
    }
    let Some(current) = known.and_then(|known| known.current) else {
        return match super::erase::is_refused(connection, &record.key)? {
            true => Err(StoreError::Erased { key: record.key.clone() }),
            false => Ok(Plan::Create),
        };
    };
    let digest = record.basis_digest();
    if digest == current.digest {
        return Ok(Plan::Unchanged(current));
    }
    if !freshness::is_older(record.updated_at.as_deref(), current.confirmed_at.as_deref()) {
        return Ok(Plan::Update);
    }
    let mut statement = connection.prepare_cached(
        "SELECT version, seq FROM shown_versions WHERE record_id = ?1 AND basis_digest = ?2
         ORDER BY version LIMIT 1",
    )?;
    let known = statement
        .query_row(params![current.id.0, digest.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(known.map_or(Plan::Older, |(version, seq)| Plan::OlderAgain(version, seq)))
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

fn set_current(tx: &Transaction<'_>, id: RecordId, seq: i64) -> Result<()> {
    let changed = tx
        .prepare_cached("UPDATE records SET current_seq = ?2 WHERE record_id = ?1")?
        .execute([id.0, seq])?;
    match changed {
        1 => Ok(()),
        _ => Err(StoreError::corrupt(format!("record number {} is gone", id.0))),
    }
}

fn outcome(change: Change, version: u32, seq: i64, is_new_version: bool) -> PutOutcome {
    PutOutcome { change, version, seq, is_new_version }
}
