//! Whether the audit log is what was recorded.

use std::fmt;
use std::str::FromStr;

use super::Access;
use super::audit_log::{event_row, head};
use super::event::{AuditEvent, GENESIS, chain};
use crate::Digest;
use crate::error::Result;

/// The end of the audit log at a moment. A chain cannot tell that its end was cut off: who
/// notes the head elsewhere can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditHead {
    /// The number of the last event; 0 if there is none.
    pub seq: i64,
    /// Its hash.
    pub hash: Digest,
}

impl fmt::Display for AuditHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.seq, self.hash)
    }
}

impl FromStr for AuditHead {
    type Err = &'static str;

    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        let rule = "a head of the audit log is NUMBER:HASH, as 'vinculo verify' prints it";
        let (seq, hash) = text.split_once(':').ok_or(rule)?;
        let seq = seq.parse().map_err(|_| rule)?;
        Ok(Self { seq, hash: hash.parse().map_err(|_| rule)? })
    }
}

/// What was found of the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditReport {
    /// How many events were checked.
    pub events: u64,
    /// The end of the log.
    pub head: AuditHead,
    /// The first event that is not what was recorded, and why; `None` if all are.
    pub broken: Option<(i64, &'static str)>,
}

impl Access {
    /// Recomputes the chain from its first event, and looks for a head that was noted
    /// elsewhere. Takes as long as reading the log.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn verify_audit(&self, noted: Option<AuditHead>) -> Result<AuditReport> {
        let connection = self.connection();
        let (seq, hash) = head(&connection)?;
        let mut report = AuditReport { events: 0, head: AuditHead { seq, hash }, broken: None };
        let mut statement =
            connection.prepare("SELECT seq, event, hash FROM events ORDER BY seq")?;
        let mut subjects =
            connection.prepare("SELECT count(*) FROM event_subjects WHERE seq = ?1")?;
        let mut rows = statement.query([])?;
        let mut before = GENESIS;
        while let Some(row) = rows.next()? {
            let event = event_row(row)?;
            report.events += 1;
            let known: i64 = subjects.query_row([event.seq], |row| row.get(0))?;
            let wrong = if event.seq != report.events.cast_signed() {
                Some("an event before it is missing")
            } else if event.hash != chain(&before, &event.text) {
                Some("it is not what was recorded, or the one before is not")
            } else if event.event().as_ref().map(|e: &AuditEvent| e.seq) != Some(event.seq) {
                Some("it says to be another event")
            } else if event.event().map(|e| e.subjects().len()) != usize::try_from(known).ok() {
                Some("its subjects are not those that were recorded")
            } else if noted.is_some_and(|head| head.seq == event.seq && head.hash != event.hash) {
                Some("it is not the head that was noted")
            } else {
                None
            };
            if let Some(why) = wrong {
                report.broken = Some((event.seq, why));
                return Ok(report);
            }
            before = event.hash;
        }
        if noted.is_some_and(|head| head.seq > seq) {
            report.broken = Some((seq + 1, "events up to the head that was noted are missing"));
        }
        Ok(report)
    }
}
