//! Decisions on pairs of records.

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{
    Connection, OptionalExtension, Row, Transaction, named_params, params, params_from_iter,
};
use vinculo_record::vocab::{DecisionReason, DecisionState};
use vinculo_record::{Kind, RecordKey};

use crate::decision::{DecidedBy, DecisionKey, Note, Seen};
use crate::error::{Result, StoreError};
use crate::limits::MAX_PAGE;
use crate::sqlite::rows::{self, SqlResult};
use crate::sqlite::{notifications, put};
use crate::{
    Decision, DecisionFilter, DecisionNo, DecisionStore, Digest, NewDecision, PairKey, RecordId,
    Store,
};

const SELECT: &str = "SELECT d.decision_no, l.kind, l.source, l.local_id, r.kind, r.source, \
    r.local_id, d.version, d.state, d.reason, d.signed_for, d.left_version, d.right_version, \
    d.model, d.seen, s.key, d.score_visible, d.by_kind, d.by_code, d.by_organisation, \
    d.imported, s.note, d.recorded_at, d.note_digest, d.checksum \
    FROM decisions d JOIN pairs p ON p.pair_no = d.pair_no \
    JOIN records l ON l.record_id = p.left_id JOIN records r ON r.record_id = p.right_id \
    LEFT JOIN decision_private s ON s.decision_no = d.decision_no";

impl DecisionStore for Store {
    fn decide(&self, new: &[(NewDecision, u32)]) -> Result<Vec<Decision>> {
        self.write(|tx| new.iter().map(|(new, expected)| decide(tx, new, *expected)).collect())
    }

    fn decisions(&self, pair: &PairKey) -> Result<Vec<Decision>> {
        let reader = self.reader()?;
        let Some((pair_no, _)) = find_pair(&reader, pair)? else { return Ok(Vec::new()) };
        let sql = format!("{SELECT} WHERE d.pair_no = ?1 ORDER BY d.version");
        let mut statement = reader.prepare_cached(&sql)?;
        let found = statement.query_map([pair_no], decision)?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    fn current_decisions(
        &self,
        filter: &DecisionFilter,
        after: DecisionNo,
        limit: usize,
    ) -> Result<Vec<Decision>> {
        let reader = self.reader()?;
        let mut values: Vec<Value> = vec![after.into(), (limit.min(MAX_PAGE) as i64).into()];
        let mut sql = format!("{SELECT} WHERE d.decision_no = p.current_no AND d.decision_no > ?1");
        if !filter.states.is_empty() {
            let marks = (1..=filter.states.len()).map(|i| format!("?{}", values.len() + i));
            sql.push_str(&format!(" AND d.state IN ({})", marks.collect::<Vec<_>>().join(", ")));
            values.extend(filter.states.iter().map(|state| Value::from(state.code().to_owned())));
        }
        if let Some(record) = &filter.record {
            let Some(current) = put::current(&reader, record)? else { return Ok(Vec::new()) };
            // Two look-ups by index; an OR over both sides would walk through all pairs.
            values.push(current.id.0.into());
            let id = values.len();
            sql.push_str(&format!(
                " AND p.pair_no IN (SELECT pair_no FROM pairs WHERE left_id = ?{id}
                                    UNION ALL SELECT pair_no FROM pairs WHERE right_id = ?{id})"
            ));
        }
        sql.push_str(" ORDER BY d.decision_no LIMIT ?2");
        let mut statement = reader.prepare_cached(&sql)?;
        let found = statement.query_map(params_from_iter(values), decision)?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    fn decisions_since(&self, after: DecisionNo, limit: usize) -> Result<Vec<Decision>> {
        let reader = self.reader()?;
        let sql = format!("{SELECT} WHERE d.decision_no > ?1 ORDER BY d.decision_no LIMIT ?2");
        let mut statement = reader.prepare_cached(&sql)?;
        let found = statement.query_map(params![after, limit.min(MAX_PAGE) as i64], decision)?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    fn erase_traces(&self, record: &RecordKey) -> Result<u64> {
        self.write(|tx| match put::current(tx, record)? {
            Some(current) => erase_traces(tx, current.id),
            None => Ok(0),
        })
    }
}

/// Takes notes and keys out of the decisions on a record, and retracts what consulates were
/// told of it: what its erasure does to pairs.
pub(super) fn erase_traces(tx: &Transaction<'_>, id: RecordId) -> Result<u64> {
    let erased = tx
        .prepare_cached(
            "DELETE FROM decision_private WHERE decision_no IN
             (SELECT d.decision_no FROM decisions d JOIN pairs p ON p.pair_no = d.pair_no
              WHERE p.left_id = ?1 OR p.right_id = ?1)",
        )?
        .execute([id.0])?;
    notifications::retract_all(tx, id)?;
    Ok(erased as u64)
}

/// The pair's number and the number of its last decision.
fn find_pair(connection: &Connection, pair: &PairKey) -> Result<Option<(i64, i64)>> {
    let sides = (put::current(connection, &pair.left)?, put::current(connection, &pair.right)?);
    let (Some(left), Some(right)) = sides else { return Ok(None) };
    let mut statement = connection.prepare_cached(
        "SELECT pair_no, current_no FROM pairs WHERE left_id = ?1 AND right_id = ?2",
    )?;
    let found = statement.query_row([left.id.0, right.id.0], |r| Ok((r.get(0)?, r.get(1)?)));
    Ok(found.optional()?)
}

/// Stores one decision within a transaction.
fn decide(tx: &Transaction<'_>, new: &NewDecision, expected: u32) -> Result<Decision> {
    let left = seen_record(tx, &new.pair.left, new.left_version)?;
    let right = seen_record(tx, &new.pair.right, new.right_version)?;
    let known = find_pair(tx, &new.pair)?;
    let found: u32 = match known {
        Some((_, current)) => tx
            .prepare_cached("SELECT version FROM decisions WHERE decision_no = ?1")?
            .query_row([current], |row| row.get(0))?,
        None => 0,
    };
    if found != expected {
        return Err(StoreError::StaleDecision { expected, found });
    }
    let pair_no = match known {
        Some((pair_no, _)) => pair_no,
        None => {
            tx.prepare_cached(
                "INSERT INTO pairs (left_id, right_id, current_no) VALUES (?1, ?2, 0)",
            )?
            .execute([left.0, right.0])?;
            tx.last_insert_rowid()
        }
    };
    let no = insert(tx, pair_no, new, expected + 1)?;
    tx.prepare_cached("UPDATE pairs SET current_no = ?2 WHERE pair_no = ?1")?
        .execute([pair_no, no])?;
    notifications::retract_of_pair(tx, left, right, &new.retract)?;
    for notification in &new.notify {
        notifications::insert(tx, right, Some(left), *notification, Some(no))?;
    }
    read(tx, no)
}

/// The number of a record, if it is at the version that was looked at.
fn seen_record(tx: &Transaction<'_>, key: &RecordKey, seen: u32) -> Result<RecordId> {
    let current = put::current(tx, key)?
        .ok_or_else(|| StoreError::RecordNotFound { reference: key.clone().into() })?;
    if current.version != seen {
        let (seen, found) = (seen, current.version);
        return Err(StoreError::StaleRecord { key: key.clone(), seen, found });
    }
    Ok(current.id)
}

fn insert(tx: &Transaction<'_>, pair_no: i64, new: &NewDecision, version: u32) -> Result<i64> {
    let recorded_at_ms = Timestamp::now().as_millisecond();
    let seen = seen_json(&new.seen)?;
    let note_digest = new.note.as_ref().map(|note| new.key.digest(&[&note.0]));
    let sealed = Sealed {
        pair: &new.pair,
        version,
        state: new.state,
        reason: new.reason,
        signed_for: new.signed_for,
        versions: [new.left_version, new.right_version],
        model: new.model.as_deref(),
        seen: &seen,
        score_visible: new.score_visible,
        by: &new.by,
        imported: new.imported,
        recorded_at_ms,
        note_digest,
    };
    tx.prepare_cached(
        "INSERT INTO decisions (pair_no, version, state, reason, signed_for, left_version,
             right_version, model, seen, score_visible, by_kind, by_code, by_organisation,
             imported, recorded_at, note_digest, checksum)
         VALUES (:pair_no, :version, :state, :reason, :signed_for, :left_version,
             :right_version, :model, :seen, :score_visible, :by_kind, :by_code,
             :by_organisation, :imported, :recorded_at, :note_digest, :checksum)",
    )?
    .execute(named_params! {
        ":pair_no": pair_no,
        ":version": version,
        ":state": new.state.code(),
        ":reason": new.reason.map(DecisionReason::code),
        ":signed_for": new.signed_for.map(Kind::as_str),
        ":left_version": new.left_version,
        ":right_version": new.right_version,
        ":model": new.model,
        ":seen": seen,
        ":score_visible": new.score_visible,
        ":by_kind": new.by.kind,
        ":by_code": new.by.code,
        ":by_organisation": new.by.organisation,
        ":imported": new.imported,
        ":recorded_at": recorded_at_ms,
        ":note_digest": note_digest.as_ref().map(Digest::as_bytes),
        ":checksum": sealed.checksum().as_bytes(),
    })?;
    let no = tx.last_insert_rowid();
    tx.prepare_cached("INSERT INTO decision_private (decision_no, key, note) VALUES (?1, ?2, ?3)")?
        .execute(params![no, new.key.0, new.note.as_ref().map(|note| &note.0)])?;
    Ok(no)
}

fn read(connection: &Connection, no: DecisionNo) -> Result<Decision> {
    let sql = format!("{SELECT} WHERE d.decision_no = ?1");
    Ok(connection.prepare_cached(&sql)?.query_row([no], decision)?)
}

fn seen_json(seen: &Seen) -> Result<String> {
    serde_json::to_string(seen).map_err(|e| StoreError::Io {
        what: "write a decision's digests as JSON",
        source: e.into(),
    })
}

fn decision(row: &Row<'_>) -> SqlResult<Decision> {
    Ok(verified(row)?.0)
}

/// A decision, and whether it is what was stored.
fn verified(row: &Row<'_>) -> SqlResult<(Decision, bool)> {
    let word = |column| -> SqlResult<Option<String>> { row.get(column) };
    let of_table = |column| move || rows::unexpected(column);
    let state: String = row.get(8)?;
    let reason = word(9)?.map(|text| by_code(DecisionReason::ALL, |r| r.code(), &text));
    let signed_for = word(10)?.map(|text| text.parse::<Kind>().ok());
    let seen: String = row.get(14)?;
    let decision = Decision {
        no: row.get(0)?,
        pair: PairKey { left: rows::key(row, 1)?, right: rows::key(row, 4)? },
        version: row.get(7)?,
        state: by_code(DecisionState::ALL, |s| s.code(), &state).ok_or_else(of_table(8))?,
        reason: reason.map(|reason| reason.ok_or_else(of_table(9))).transpose()?,
        signed_for: signed_for.map(|kind| kind.ok_or_else(of_table(10))).transpose()?,
        left_version: row.get(11)?,
        right_version: row.get(12)?,
        model: row.get(13)?,
        seen: serde_json::from_str(&seen).map_err(|_| rows::unexpected(14))?,
        key: row.get::<_, Option<[u8; 32]>>(15)?.map(DecisionKey),
        score_visible: row.get(16)?,
        by: DecidedBy { kind: row.get(17)?, code: row.get(18)?, organisation: row.get(19)? },
        imported: row.get(20)?,
        note: word(21)?.map(Note),
        recorded_at: rows::time(row, 22)?,
    };
    let note_digest = row.get::<_, Option<[u8; 32]>>(23)?.map(Digest::from_bytes);
    let sealed = Sealed {
        pair: &decision.pair,
        version: decision.version,
        state: decision.state,
        reason: decision.reason,
        signed_for: decision.signed_for,
        versions: [decision.left_version, decision.right_version],
        model: decision.model.as_deref(),
        seen: &seen,
        score_visible: decision.score_visible,
        by: &decision.by,
        imported: decision.imported,
        recorded_at_ms: row.get(22)?,
        note_digest,
    };
    let whole = sealed.checksum() == rows::digest(row, 24)?;
    // What is erased cannot be checked any more; what is there must be what was written.
    let note = match (&decision.key, &decision.note) {
        (Some(key), Some(note)) => note_digest == Some(key.digest(&[&note.0])),
        (Some(_), None) => note_digest.is_none(),
        (None, _) => true,
    };
    Ok((decision, whole && note))
}

fn by_code<T: Copy>(all: &[T], code: impl Fn(T) -> &'static str, text: &str) -> Option<T> {
    all.iter().copied().find(|term| code(*term) == text)
}

/// Everything of a decision that is never changed, for its checksum.
struct Sealed<'a> {
    pair: &'a PairKey,
    version: u32,
    state: DecisionState,
    reason: Option<DecisionReason>,
    signed_for: Option<Kind>,
    versions: [u32; 2],
    model: Option<&'a str>,
    seen: &'a str,
    score_visible: Option<bool>,
    by: &'a DecidedBy,
    imported: bool,
    recorded_at_ms: i64,
    note_digest: Option<Digest>,
}

impl Sealed<'_> {
    fn checksum(&self) -> Digest {
        let (left, right) = (self.pair.left.qualified(), self.pair.right.qualified());
        let score: u8 = self.score_visible.map_or(2, u8::from);
        let flags = [score, u8::from(self.imported), u8::from(self.model.is_some())];
        let note = self.note_digest.as_ref().map_or(&[][..], |digest| digest.as_bytes());
        Digest::of_parts(&[
            left.as_bytes(),
            right.as_bytes(),
            &self.version.to_le_bytes(),
            self.state.code().as_bytes(),
            self.reason.map_or("", DecisionReason::code).as_bytes(),
            self.signed_for.map_or("", Kind::as_str).as_bytes(),
            &self.versions[0].to_le_bytes(),
            &self.versions[1].to_le_bytes(),
            self.model.unwrap_or_default().as_bytes(),
            self.seen.as_bytes(),
            &flags,
            self.by.kind.as_bytes(),
            self.by.code.as_bytes(),
            self.by.organisation.as_bytes(),
            &self.recorded_at_ms.to_le_bytes(),
            note,
        ])
    }
}

/// Visits every decision with whether it is what was stored.
pub(super) fn check(connection: &Connection, visit: &mut dyn FnMut(&Decision, bool)) -> Result<()> {
    let mut statement = connection.prepare(&format!("{SELECT} ORDER BY d.decision_no"))?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        let (decision, whole) = verified(row)?;
        visit(&decision, whole);
    }
    Ok(())
}
