//! Whether the store is what it should be.

use std::collections::BTreeSet;
use std::fmt;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use crate::Store;
use crate::error::{Result, StoreError};
use crate::sqlite::put::Sealed;
use crate::sqlite::{decisions, migrate, rows};

/// What `verify` read and what it found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// How many records were checked.
    pub records: u64,
    /// How many records were erased.
    pub erased: u64,
    /// How many versions were recomputed.
    pub versions: u64,
    /// How many log entries were checked.
    pub log_entries: u64,
    /// How many batches were counted again.
    pub batches: u64,
    /// How many decisions were recomputed.
    pub decisions: u64,
    /// How many notifications were checked.
    pub notifications: u64,
    /// How many pictures were recomputed.
    pub pictures: u64,
    /// How many blobs are what their name says.
    pub blobs: u64,
    /// What is wrong; empty if nothing is.
    pub findings: Vec<Finding>,
}

impl VerifyReport {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    fn note(&mut self, code: FindingCode, subject: impl Into<String>) {
        self.findings.push(Finding { code, subject: subject.into() });
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub code: FindingCode,
    /// With what: a key and version, a log entry, a batch, a blob; never content.
    pub subject: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.as_str(), self.subject)
    }
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingCode {
    /// SQLite finds the file itself damaged.
    DatabaseDamaged,
    /// A row refers to one that does not exist.
    BrokenReference,
    /// A version is not what was stored.
    VersionChanged,
    /// The versions of a record are not numbered 1, 2, 3 …
    VersionGap,
    /// A version and the log do not agree.
    LogMismatch,
    /// Entries of the log are missing.
    LogGap,
    /// The current version of a record is not the one that should be.
    WrongCurrent,
    /// A batch's counts are not those of its rows.
    BatchMiscounted,
    /// The log does not tell of a batch that has succeeded, or one without success left
    /// content.
    BatchUnsettled,
    /// A decision is not what was stored.
    DecisionChanged,
    /// Decisions are missing, of a pair or among all.
    DecisionGap,
    /// The last decision of a pair is not the one that should be.
    WrongLastDecision,
    /// A notification does not agree with what caused it or with what it takes back.
    NotificationMismatch,
    /// A table, index or trigger is not as this program makes it.
    SchemaChanged,
    /// An erased record still has content, or erasures, records and log do not agree.
    ErasureMismatch,
    /// What is known of a picture is not what was stored.
    PictureChanged,
    /// The file of a picture is not among the blobs.
    BlobMissing,
    /// A blob's content is not what its name says, or a file is no blob.
    BlobChanged,
}

impl FindingCode {
    /// A stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            FindingCode::DatabaseDamaged => "database_damaged",
            FindingCode::BrokenReference => "broken_reference",
            FindingCode::VersionChanged => "version_changed",
            FindingCode::VersionGap => "version_gap",
            FindingCode::LogMismatch => "log_mismatch",
            FindingCode::LogGap => "log_gap",
            FindingCode::WrongCurrent => "wrong_current",
            FindingCode::BatchMiscounted => "batch_miscounted",
            FindingCode::BatchUnsettled => "batch_unsettled",
            FindingCode::DecisionChanged => "decision_changed",
            FindingCode::DecisionGap => "decision_gap",
            FindingCode::WrongLastDecision => "wrong_last_decision",
            FindingCode::NotificationMismatch => "notification_mismatch",
            FindingCode::SchemaChanged => "schema_changed",
            FindingCode::ErasureMismatch => "erasure_mismatch",
            FindingCode::PictureChanged => "picture_changed",
            FindingCode::BlobMissing => "blob_missing",
            FindingCode::BlobChanged => "blob_changed",
        }
    }
}

impl Store {
    /// Reads everything and recomputes what can be: the file's structure, its
    /// references, every version's checksum, log against versions, current
    /// versions, counts of batches and the blobs. Takes as long as reading it all.
    ///
    /// # Errors
    /// When reading fails for a reason other than damage; damage is a finding.
    pub fn verify(&self) -> Result<VerifyReport> {
        let mut report = VerifyReport::default();
        match self.verify_database(&mut report) {
            Err(StoreError::Corrupt { detail }) => {
                report.note(FindingCode::DatabaseDamaged, detail);
            }
            checked => checked?,
        }
        let (sound, wrong) = self.blobs().check()?;
        report.blobs = sound;
        for path in wrong {
            report.note(FindingCode::BlobChanged, path);
        }
        Ok(report)
    }

    fn verify_database(&self, report: &mut VerifyReport) -> Result<()> {
        let reader = self.reader()?;
        let moment = reader.unchecked_transaction()?;
        let records = "SELECT count(*) FROM shown_records
                       WHERE erased_seq IS NULL AND shown_seq IS NOT NULL";
        report.records = count(&moment, records)?;
        report.erased = count(&moment, "SELECT count(*) FROM erasures")?;
        report.log_entries = count(&moment, "SELECT count(*) FROM log")?;
        report.batches = count(&moment, "SELECT count(*) FROM batches")?;
        report.notifications = count(&moment, "SELECT count(*) FROM notifications")?;
        check_file(&moment, report)?;
        check_schema(&moment, report)?;
        check_versions(&moment, report)?;
        check_decisions(&moment, report)?;
        self.verify_pictures(&moment, report)?;
        for (code, sql) in QUERIES {
            find(&moment, code, sql, report)?;
        }
        Ok(())
    }
}

/// Holds tables, indexes and triggers to those of a new database.
fn check_schema(connection: &Connection, report: &mut VerifyReport) -> Result<()> {
    let schema = |connection: &Connection| -> Result<BTreeSet<(String, Option<String>)>> {
        let mut statement = connection.prepare("SELECT name, sql FROM sqlite_schema")?;
        let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(found.collect::<Result<_, _>>()?)
    };
    let mut new = Connection::open_in_memory()?;
    migrate::migrate(&mut new)?;
    let (expected, found) = (schema(&new)?, schema(connection)?);
    for (name, _) in expected.symmetric_difference(&found) {
        report.note(FindingCode::SchemaChanged, name.clone());
    }
    Ok(())
}

impl Store {
    fn verify_pictures(&self, moment: &Connection, report: &mut VerifyReport) -> Result<()> {
        let mut findings = Vec::new();
        let mut gone = Vec::new();
        report.pictures = super::pictures::check(
            moment,
            |digest| self.blobs().contains(digest),
            &mut |no| findings.push(no),
            &mut |digest| gone.push(digest),
        )?;
        for no in findings {
            report.note(FindingCode::PictureChanged, format!("picture {}", no.0));
        }
        for digest in gone {
            report.note(FindingCode::BlobMissing, digest.to_string());
        }
        Ok(())
    }
}

/// Each selects what should not be there.
const QUERIES: [(FindingCode, &str); 15] = [
    (
        FindingCode::VersionGap,
        "SELECT r.kind || ':' || r.source || '/' || r.local_id
         FROM records r LEFT JOIN versions v ON v.record_id = r.record_id
         GROUP BY r.record_id
         HAVING count(v.seq) = 0 OR min(v.version) <> 1 OR max(v.version) <> count(v.seq)",
    ),
    (
        FindingCode::LogMismatch,
        "SELECT 'log entry ' || coalesce(l.seq, v.seq)
         FROM log l FULL JOIN versions v ON v.seq = l.seq
         WHERE (l.seq IS NULL)
            OR (l.version IS NOT NULL AND v.seq IS NULL)
            OR (l.version IS NULL) <> (l.op IN ('succeed', 'erase'))
            OR (v.seq IS NOT NULL
                AND (l.record_id <> v.record_id OR l.version IS NOT v.version
                     OR (l.op = 'older') <> v.superseded
                     OR (v.version = 1 AND l.op NOT IN ('create', 'stage'))
                     OR (l.op = 'create' AND EXISTS
                         (SELECT 1 FROM log e WHERE e.record_id = l.record_id
                          AND e.version < l.version AND e.op <> 'stage'))
                     OR (l.op = 'stage') <> (NOT v.superseded AND EXISTS
                         (SELECT 1 FROM batches b
                          WHERE b.batch_no = v.batch_no AND b.settled IS NOT NULL))))",
    ),
    (
        FindingCode::LogGap,
        "SELECT 'last entry ' || last || ', entries ' || entries || ', given out ' || given
         FROM (SELECT coalesce(max(seq), 0) AS last, count(*) AS entries,
                      coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'log'), 0) AS given
               FROM log)
         WHERE last <> entries OR last <> given",
    ),
    (
        FindingCode::WrongCurrent,
        "SELECT r.kind || ':' || r.source || '/' || r.local_id FROM records r
         WHERE r.current_seq IS NOT
               (SELECT max(seq) FROM versions v WHERE v.record_id = r.record_id AND NOT superseded)",
    ),
    (
        FindingCode::BatchMiscounted,
        "SELECT 'batch ' || b.batch_id
         FROM batches b LEFT JOIN batch_rows w ON w.batch_no = b.batch_no
         GROUP BY b.batch_no
         HAVING b.rows_seen <> count(w.ordinal) OR b.rows_seen <> coalesce(max(w.ordinal), 0)
             OR b.created <> count(*) FILTER (WHERE w.status = 'created')
             OR b.updated <> count(*) FILTER (WHERE w.status = 'updated')
             OR b.unchanged <> count(*) FILTER (WHERE w.status = 'unchanged')
             OR b.older <> count(*) FILTER (WHERE w.status = 'older')
             OR b.rejected <> count(*) FILTER (WHERE w.status = 'rejected')
             OR b.doubtful <> count(*) FILTER
                (WHERE w.status <> 'rejected' AND w.problems IS NOT NULL)",
    ),
    (
        FindingCode::BatchUnsettled,
        "SELECT 'batch ' || b.batch_id || ' row ' || w.ordinal
         FROM batches b JOIN batch_rows w ON w.batch_no = b.batch_no AND w.ordinal <= b.settled
         JOIN versions v ON v.record_id = w.record_id AND v.version = w.version
                        AND v.batch_no = b.batch_no
         JOIN records r ON r.record_id = w.record_id
         WHERE w.duplicate_of IS NULL AND r.erased_seq IS NULL
           AND b.pending = 1 AND (v.content <> '' OR v.private <> '')",
    ),
    (
        FindingCode::BatchUnsettled,
        "SELECT 'batch ' || batch_id FROM batches
         WHERE (state = 'succeeded' AND settled IS NOT NULL AND created + updated > 0)
               <> (batch_no IN (SELECT batch_no FROM log WHERE op = 'succeed'))",
    ),
    (
        FindingCode::BrokenReference,
        "SELECT 'batch ' || b.batch_id || ' row ' || w.ordinal
         FROM batch_rows w JOIN batches b ON b.batch_no = w.batch_no
         LEFT JOIN versions v ON v.record_id = w.record_id AND v.version = w.version
         WHERE w.record_id IS NOT NULL AND v.seq IS NULL",
    ),
    (
        FindingCode::DecisionGap,
        "SELECT 'last decision ' || last || ', decisions ' || decisions || ', given out ' || given
         FROM (SELECT coalesce(max(decision_no), 0) AS last, count(*) AS decisions,
                      coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'decisions'), 0)
                          AS given
               FROM decisions)
         WHERE last <> decisions OR last <> given",
    ),
    (
        FindingCode::DecisionGap,
        "SELECT 'pair ' || p.pair_no FROM pairs p LEFT JOIN decisions d ON d.pair_no = p.pair_no
         GROUP BY p.pair_no
         HAVING count(d.decision_no) = 0 OR min(d.version) <> 1
             OR max(d.version) <> count(d.decision_no)",
    ),
    (
        FindingCode::WrongLastDecision,
        "SELECT 'pair ' || p.pair_no FROM pairs p
         WHERE p.current_no IS NOT
               (SELECT d.decision_no FROM decisions d WHERE d.pair_no = p.pair_no
                ORDER BY d.version DESC LIMIT 1)",
    ),
    (
        FindingCode::NotificationMismatch,
        "SELECT 'notification ' || n.notification_no FROM notifications n
         LEFT JOIN notifications t ON t.notification_no = n.retracts
         LEFT JOIN decisions d ON d.decision_no = n.decision_no
         LEFT JOIN pairs p ON p.pair_no = d.pair_no
         WHERE (n.event IN ('located', 'identified')
                AND (d.state IS NOT n.event OR p.right_id <> n.record_id
                     OR p.left_id IS NOT n.other_id))
            OR (n.event = 'retracted'
                AND (t.retracted_at IS NULL OR t.delivered_at IS NULL
                     OR t.record_id <> n.record_id OR t.country <> n.country))
            OR (n.retracted_at IS NOT NULL AND n.delivered_at IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM notifications r
                                WHERE r.retracts = n.notification_no))",
    ),
    (
        FindingCode::ErasureMismatch,
        "SELECT r.kind || ':' || r.source || '/' || r.local_id
         FROM records r LEFT JOIN erasures e ON e.record_id = r.record_id
         LEFT JOIN log l ON l.seq = r.erased_seq
         WHERE r.erased_seq IS NOT e.seq
            OR (r.erased_seq IS NOT NULL AND (l.op IS NOT 'erase' OR l.record_id <> r.record_id
                OR EXISTS (SELECT 1 FROM versions v WHERE v.record_id = r.record_id
                           AND (v.content <> '' OR v.private <> '' OR v.updated_at IS NOT NULL
                                OR EXISTS (SELECT 1 FROM version_pictures p
                                           WHERE p.seq = v.seq)))))",
    ),
    (
        FindingCode::ErasureMismatch,
        "SELECT 'log entry ' || l.seq FROM log l LEFT JOIN erasures e ON e.seq = l.seq
         WHERE (l.op = 'erase') <> (e.seq IS NOT NULL)",
    ),
    (
        FindingCode::ErasureMismatch,
        "SELECT 'picture ' || p.picture_no FROM pictures p
         WHERE NOT EXISTS (SELECT 1 FROM version_pictures v WHERE v.picture_no = p.picture_no)",
    ),
];

fn find(
    connection: &Connection,
    code: FindingCode,
    sql: &str,
    report: &mut VerifyReport,
) -> Result<()> {
    let mut statement = connection.prepare(sql)?;
    for subject in statement.query_map([], |row| row.get::<_, String>(0))? {
        report.note(code, subject?);
    }
    Ok(())
}

fn check_file(connection: &Connection, report: &mut VerifyReport) -> Result<()> {
    let mut statement = connection.prepare("PRAGMA integrity_check")?;
    for line in statement.query_map([], |row| row.get::<_, String>(0))? {
        let line = line?;
        if line != "ok" {
            report.note(FindingCode::DatabaseDamaged, line);
        }
    }
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let broken = statement.query_map([], |row| {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        Ok(match row.get_ref(1)? {
            ValueRef::Integer(number) => format!("{table} row {number} to {parent}"),
            _ => format!("{table} to {parent}"),
        })
    })?;
    for subject in broken {
        report.note(FindingCode::BrokenReference, subject?);
    }
    Ok(())
}

fn check_versions(connection: &Connection, report: &mut VerifyReport) -> Result<()> {
    let mut statement = connection.prepare(
        "SELECT r.kind, r.source, r.local_id, v.version, v.superseded, v.updated_at,
                v.basis_digest, v.content, v.private, v.checksum, v.seq, l.recorded_at
         FROM versions v JOIN records r ON r.record_id = v.record_id
         JOIN log l ON l.seq = v.seq ORDER BY v.seq",
    )?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        report.versions += 1;
        let key = rows::key(row, 0)?;
        let updated_at: Option<String> = row.get(5)?;
        let (content, private): (String, String) = (row.get(7)?, row.get(8)?);
        let pictures = super::pictures::sealed(connection, row.get(10)?)?;
        let sealed = Sealed {
            key: &key,
            version: row.get(3)?,
            seq: row.get(10)?,
            recorded_at_ms: row.get(11)?,
            superseded: row.get(4)?,
            updated_at: updated_at.as_deref(),
            basis: rows::digest(row, 6)?,
            content: &content,
            private: &private,
            pictures: &pictures,
        };
        if sealed.checksum() != rows::digest(row, 9)? {
            report.note(
                FindingCode::VersionChanged,
                format!("{} version {}", key.qualified(), sealed.version),
            );
        }
    }
    Ok(())
}

fn check_decisions(connection: &Connection, report: &mut VerifyReport) -> Result<()> {
    let mut changed = Vec::new();
    let mut checked = 0;
    decisions::check(connection, &mut |decision, whole| {
        checked += 1;
        if !whole {
            changed.push(format!("{} decision {}", decision.pair, decision.version));
        }
    })?;
    report.decisions = checked;
    changed.into_iter().for_each(|subject| report.note(FindingCode::DecisionChanged, subject));
    Ok(())
}

fn count(connection: &Connection, sql: &str) -> Result<u64> {
    let count: i64 = connection.query_row(sql, [], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}
