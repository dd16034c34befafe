//! Appending to the audit log, many callers in one flush.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::event::{AuditEvent, ChainedEvent, GENESIS, Subject, chain};
use crate::Digest;
use crate::error::{Result, StoreError};
use crate::limits::MAX_PAGE;

/// What came of an event: its number, or why none of its flush was written.
type Slot = OnceLock<std::result::Result<i64, Arc<StoreError>>>;

/// The audit log. Shared between threads as it is.
///
/// Whoever comes first writes what waits, in one transaction and one flush; who comes
/// meanwhile waits for the next. So a flush to disk serves as many reads as came during the
/// one before.
pub struct AuditLog {
    queue: Mutex<Queue>,
    written: Condvar,
    connection: Mutex<Connection>,
}

#[derive(Default)]
struct Queue {
    waiting: Vec<(AuditEvent, Arc<Slot>)>,
    /// Somebody is writing.
    led: bool,
}

impl AuditLog {
    pub(super) fn new(connection: Connection) -> Self {
        Self {
            queue: Mutex::new(Queue::default()),
            written: Condvar::new(),
            connection: Mutex::new(connection),
        }
    }

    /// Appends an event and gives its number; when this returns it survives a power cut.
    ///
    /// # Errors
    /// [`StoreError::Audit`] when it cannot be written: then the answer must not leave.
    pub fn append(&self, event: AuditEvent) -> Result<i64> {
        let slot = Arc::new(Slot::new());
        let mut queue = self.queue();
        queue.waiting.push((event, Arc::clone(&slot)));
        loop {
            if let Some(done) = slot.get() {
                return done.clone().map_err(StoreError::Audit);
            }
            if queue.led {
                queue = self.written.wait(queue).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            queue.led = true;
            let batch = std::mem::take(&mut queue.waiting);
            drop(queue);
            self.flush(batch);
            queue = self.queue();
            queue.led = false;
            self.written.notify_all();
        }
    }

    fn flush(&self, batch: Vec<(AuditEvent, Arc<Slot>)>) {
        let (events, slots): (Vec<AuditEvent>, Vec<Arc<Slot>>) = batch.into_iter().unzip();
        let done = write(&mut self.connection(), events).map_err(Arc::new);
        for (place, slot) in slots.iter().enumerate() {
            let own = done.as_ref().map(|first| first + place as i64);
            // Each slot is filled once: its batch was taken once.
            let _ = slot.set(own.map_err(Arc::clone));
        }
    }

    /// Events after a number, in order; of one of these subjects, if any are named.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn events(
        &self,
        subjects: &[Subject],
        after: i64,
        limit: usize,
    ) -> Result<Vec<ChainedEvent>> {
        let limit = limit.min(MAX_PAGE) as i64;
        let connection = self.connection();
        if subjects.is_empty() {
            let sql = "SELECT seq, event, hash FROM events WHERE seq > ?1 ORDER BY seq LIMIT ?2";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map(params![after, limit], event_row)?;
            return rows.map(|row| Ok(row?)).collect();
        }
        let names: Vec<String> = subjects.iter().map(Subject::to_string).collect();
        let names = serde_json::to_string(&names).map_err(|_| StoreError::corrupt("subjects"))?;
        let sql = "SELECT seq, event, hash FROM events WHERE seq IN (
                       SELECT seq FROM event_subjects
                       WHERE subject IN (SELECT value FROM json_each(?1)) AND seq > ?2
                   ) ORDER BY seq LIMIT ?3";
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![names, after, limit], event_row)?;
        rows.map(|row| Ok(row?)).collect()
    }

    pub(super) fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) fn event_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<ChainedEvent> {
    let hash: [u8; 32] = row.get(2)?;
    Ok(ChainedEvent { seq: row.get(0)?, text: row.get(1)?, hash: Digest::from_bytes(hash) })
}

/// Writes events after the last, in one transaction; gives the number of the first.
fn write(connection: &mut Connection, events: Vec<AuditEvent>) -> Result<i64> {
    // Other processes append too: the last event is read under the lock of the transaction.
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let (last, mut hash) = head(&tx)?;
    {
        let mut insert = tx.prepare_cached("INSERT INTO events VALUES (?1, ?2, ?3)")?;
        let mut subject = tx.prepare_cached("INSERT INTO event_subjects VALUES (?1, ?2)")?;
        for (mut event, seq) in events.into_iter().zip(last + 1..) {
            event.seq = seq;
            let text = serde_json::to_string(&event)
                .map_err(|_| StoreError::corrupt("an event that is no JSON"))?;
            hash = chain(&hash, &text);
            insert.execute(params![seq, text, hash.as_bytes()])?;
            for name in event.subjects() {
                subject.execute(params![name, seq])?;
            }
        }
    }
    tx.commit()?;
    Ok(last + 1)
}

/// The number and the hash of the last event.
pub(super) fn head(connection: &Connection) -> Result<(i64, Digest)> {
    let sql = "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1";
    let found = connection
        .prepare_cached(sql)?
        .query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, [u8; 32]>(1)?)))
        .optional()?;
    Ok(found.map_or((0, GENESIS), |(seq, hash)| (seq, Digest::from_bytes(hash))))
}
