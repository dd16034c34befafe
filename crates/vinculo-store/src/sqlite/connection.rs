//! Opening a connection with the settings that the store relies on.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::error::{Result, StoreError};
use crate::layout::Layout;
use crate::limits::{BUSY_TIMEOUT, JOURNAL_SIZE_LIMIT, STATEMENT_CACHE};
use crate::sqlite::migrate;

/// How readers open the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReadMode {
    /// Beside a writer, through the shared write-ahead log.
    Shared,
    /// From a medium on which nothing can be created and nobody writes.
    Immutable,
}

/// The writer's connection; raises an older store to this program's version.
pub(super) fn open_writer(layout: &Layout) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(layout.database(), flags)?;
    prepare(&connection)?;
    migrate::check_is_store(&connection, layout)?;
    migrate::check_not_newer(&connection)?;
    make_durable(&connection)?;
    migrate::migrate(&mut connection)?;
    Ok(connection)
}

/// A writer that cannot open the files beside the database cannot write.
pub(super) fn explain_unwritable(error: StoreError) -> StoreError {
    match error {
        StoreError::Database { ref source }
            if source.sqlite_error_code() == Some(ErrorCode::CannotOpen) =>
        {
            StoreError::ReadOnly { why: "its database file or folder cannot be opened for writing" }
        }
        other => other,
    }
}

/// The first connection of all: creates the database and its tables.
pub(super) fn create(layout: &Layout) -> Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(layout.database(), flags)?;
    prepare(&connection)?;
    if !migrate::is_blank(&connection)? {
        return Err(StoreError::AlreadyAStore { dir: layout.dir().to_owned() });
    }
    make_durable(&connection)?;
    migrate::migrate(&mut connection)
}

/// A reader's connection, and the mode in which it could be opened.
pub(super) fn open_reader(layout: &Layout) -> Result<(Connection, ReadMode)> {
    match open_for_reading(layout, ReadMode::Shared) {
        Ok(connection) => Ok((connection, ReadMode::Shared)),
        Err(error) if needs_writing(&error) => {
            // The write-ahead log may hold what the database file lacks, and only
            // somebody who may write can bring them together.
            if layout.write_ahead_log().exists() {
                return Err(StoreError::ReadOnly {
                    why: "and its last writer did not end in order: open it once where it can be written",
                });
            }
            Ok((open_for_reading(layout, ReadMode::Immutable)?, ReadMode::Immutable))
        }
        Err(e) => Err(e),
    }
}

/// A further connection of the same mode.
pub(super) fn open_for_reading(layout: &Layout, mode: ReadMode) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = match mode {
        ReadMode::Shared => Connection::open_with_flags(layout.database(), flags)?,
        ReadMode::Immutable => {
            let uri = immutable_uri(&layout.database());
            Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI)?
        }
    };
    prepare(&connection)?;
    migrate::check_is_store(&connection, layout)?;
    migrate::check_is_current(&connection)?;
    Ok(connection)
}

/// Settings of every connection. Plans do not depend on what is bound, or statements would be
/// prepared anew for each record. `trusted_schema` off and `cell_size_check` on
/// guard against a crafted file; temporary tables hold personal data, so they
/// stay in memory.
fn prepare(connection: &Connection) -> Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENT_CACHE);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.execute_batch(
        "PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;
         PRAGMA temp_store = MEMORY;",
    )?;
    Ok(())
}

/// Settings of the writer: an acknowledged write survives a power cut, and what
/// is deleted is overwritten.
fn make_durable(connection: &Connection) -> Result<()> {
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(StoreError::ReadOnly {
            why: "its file system cannot hold a write-ahead log (a network folder?)",
        });
    }
    connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;")?;
    connection.pragma_update(None, "journal_size_limit", JOURNAL_SIZE_LIMIT)?;
    Ok(())
}

/// Whether opening failed because the log beside the database cannot be made.
fn needs_writing(error: &StoreError) -> bool {
    match error {
        StoreError::ReadOnly { .. } => true,
        StoreError::Database { source } => {
            source.sqlite_error_code() == Some(ErrorCode::CannotOpen)
        }
        _ => false,
    }
}

fn immutable_uri(path: &Path) -> String {
    let path = path.to_string_lossy();
    let escaped = path.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    format!("file:{escaped}?immutable=1")
}
