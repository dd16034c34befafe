//! Tokens and the audit log: `access.db` beside the database of records.
//!
//! A database of its own for two reasons. A read is recorded before its answer leaves, and
//! must not wait for the one writer of records, who may be in the middle of a large chunk.
//! And a token is created or revoked, and a command beside a running server recorded, by a
//! process that does not hold the writer's lock: several processes write here in turns.

mod audit;
mod audit_log;
mod event;
mod token;
mod tokens;

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::error::{Result, StoreError};
use crate::layout::Layout;
use crate::limits::{ACCESS_APPLICATION_ID, BUSY_TIMEOUT, JOURNAL_SIZE_LIMIT, STATEMENT_CACHE};

pub use audit::{AuditHead, AuditReport};
pub use audit_log::AuditLog;
pub use event::{AuditEvent, ChainedEvent, Outcome, Subject, Touched};
pub use token::{BadToken, NewToken, Secret, Token, TokenState};

/// One file per version, in order. A file that was released never changes.
const MIGRATIONS: [&str; 1] = [include_str!("../../migrations/access/0001_tokens_and_audit.sql")];

/// The tokens and the audit log of a store. Opening it creates it.
pub struct Access {
    path: PathBuf,
    connection: Mutex<Connection>,
    log: AuditLog,
}

impl Access {
    /// Opens tokens and audit log of the store in this folder, for reading and writing.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where nothing can be written: without an audit log nothing
    /// personal is read either. [`StoreError::NewerVersion`].
    pub fn open(layout: &Layout) -> Result<Self> {
        let path = layout.access();
        create_private(&path)?;
        let connection = connect(&path)?;
        let log = AuditLog::new(connect(&path)?);
        Ok(Self { path, connection: Mutex::new(connection), log })
    }

    /// The audit log.
    pub fn audit(&self) -> &AuditLog {
        &self.log
    }

    /// The database file, for backups.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Copies tokens and audit log, as of one moment, to a new file that can be put in place as
    /// `access.db`. Others may read and write meanwhile.
    ///
    /// # Errors
    /// [`StoreError::TargetExists`]; [`StoreError::DiskFull`].
    pub fn backup_to(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        if path.exists() {
            return Err(StoreError::TargetExists { path: path.to_owned() });
        }
        create_private(path)?;
        let mut target = Connection::open(path)?;
        let connection = self.connection();
        Backup::new(&connection, &mut target)?.run_to_completion(i32::MAX, Duration::ZERO, None)?;
        drop(connection);
        // One file alone, without a write-ahead log beside it.
        target.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
        target.close().map_err(|(_, error)| error)?;
        let synced = File::open(path).and_then(|file| file.sync_all());
        synced.map_err(StoreError::writing("write the backup"))
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Creates the file for this user alone before SQLite would for everybody.
fn create_private(path: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(StoreError::writing("open the audit log"))
}

fn connect(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENT_CACHE);
    connection.execute_batch(
        "PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;
         PRAGMA temp_store = MEMORY;",
    )?;
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(StoreError::ReadOnly { why: "its audit log cannot be written" });
    }
    connection.execute_batch("PRAGMA synchronous = FULL;")?;
    connection.pragma_update(None, "journal_size_limit", JOURNAL_SIZE_LIMIT)?;
    migrate(&mut connection)?;
    Ok(connection)
}

fn migrate(connection: &mut Connection) -> Result<()> {
    let version = |connection: &Connection| -> Result<i64> {
        Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
    };
    let supported = MIGRATIONS.len() as i64;
    match version(connection)? {
        found if found > supported => return Err(StoreError::NewerVersion { found, supported }),
        found if found == supported => return Ok(()),
        _ => {}
    }
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have done it while this one waited.
    let from = usize::try_from(version(&tx)?).unwrap_or_default();
    for (script, version) in MIGRATIONS.iter().zip(1i64..).skip(from) {
        tx.execute_batch(script)?;
        tx.pragma_update(None, "user_version", version)?;
    }
    tx.pragma_update(None, "application_id", ACCESS_APPLICATION_ID)?;
    Ok(tx.commit()?)
}
