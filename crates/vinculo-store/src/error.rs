//! What can go wrong with a store.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use rusqlite::ErrorCode;
use vinculo_record::{Kind, RecordKey, RecordRef};

use crate::{BadToken, BatchId, BatchState, LockHolder};

/// A result of this crate.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Why the store could not do what was asked. No message carries record content.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The folder holds no store.
    #[error("{} is not a store: create one with 'vinculo init --store DIR'", .dir.display())]
    NotAStore {
        /// The folder.
        dir: PathBuf,
    },
    /// The folder already holds a store.
    #[error("{} is already a store: open it, or name another folder", .dir.display())]
    AlreadyAStore {
        /// The folder.
        dir: PathBuf,
    },
    /// A later version of the program wrote the store.
    #[error(
        "the store has version {found} and this program reads up to {supported}: use the newer program that wrote it"
    )]
    NewerVersion {
        /// The store's version.
        found: i64,
        /// The highest version this program knows.
        supported: i64,
    },
    /// An earlier version wrote the store and only a writer may raise it.
    #[error(
        "the store has version {found} and this program needs {needed}: open it once for writing (for example 'vinculo reindex') to raise it"
    )]
    OlderVersion {
        /// The store's version.
        found: i64,
        /// The version this program needs.
        needed: i64,
    },
    /// Writing is not possible: opened for reading, or the medium refuses.
    #[error("the store is read-only: {why}")]
    ReadOnly {
        /// What makes it so.
        why: &'static str,
    },
    /// No room is left on the disk; nothing of the operation was written.
    #[error(
        "the disk is full, or refuses to be written: nothing was written; free space and run it again"
    )]
    DiskFull,
    /// Another process writes to the store.
    #[error("the store is being written by {holder}: wait for it to end, or stop it")]
    Locked {
        /// Who holds the lock.
        holder: LockHolder,
    },
    /// The database stayed busy for longer than the program waits.
    #[error("the database stayed busy: another program keeps it locked; try again")]
    Busy,
    /// The database or a blob is damaged.
    #[error(
        "the store is damaged ({detail}): restore a backup; 'vinculo verify' tells what is wrong"
    )]
    Corrupt {
        /// What was found, without content.
        detail: String,
    },
    /// A reference without kind names records of several kinds.
    #[error("{reference} names a record of each of these kinds: {}; write the kind in front, as in '{}:{reference}'", words(.kinds), first_word(.kinds))]
    Ambiguous {
        /// The reference.
        reference: RecordRef,
        /// The kinds that have such a record.
        kinds: Vec<Kind>,
    },
    /// There is no such record.
    #[error("there is no record {reference} in the store")]
    RecordNotFound {
        /// The reference.
        reference: RecordRef,
    },
    /// The record was erased: its key takes no record any more.
    #[error("{key} was erased and is not stored again: what is a new case needs a new id")]
    Erased {
        /// The key.
        key: RecordKey,
    },
    /// Who orders something is not named.
    #[error("name the person who orders this: 1 to {limit} characters, no control characters")]
    BadPerson {
        /// Most characters.
        limit: usize,
    },
    /// There is no such batch.
    #[error("there is no batch {id} in the store")]
    BatchNotFound {
        /// The batch.
        id: BatchId,
    },
    /// Somebody decided on the pair in the meantime.
    #[error(
        "the pair stands at decision {found}, not at {expected}: read its decisions again and decide on what they say"
    )]
    StaleDecision {
        /// The decision that the caller had seen; 0 is none.
        expected: u32,
        /// The last decision.
        found: u32,
    },
    /// A record has changed since it was looked at.
    #[error("{key} has version {found} and version {seen} was looked at: look at it again")]
    StaleRecord {
        /// The record.
        key: RecordKey,
        /// The version that was looked at.
        seen: u32,
        /// The current version.
        found: u32,
    },
    /// The batch takes no more rows.
    #[error("batch {id} is {state} and takes no more rows")]
    BatchClosed {
        /// The batch.
        id: BatchId,
        /// Its state.
        state: BatchState,
    },
    /// The rows do not continue where the batch stands.
    #[error("batch {id} continues at row {expected}, not at row {found}: read its state again")]
    RowsOutOfOrder {
        /// The batch.
        id: BatchId,
        /// The row it needs next.
        expected: u32,
        /// The row it was given.
        found: u32,
    },
    /// Others may enter the store's folder.
    #[error(
        "{} may be entered by other users of the machine (mode {mode:03o}): run 'chmod 700 {}'", .dir.display(), .dir.display()
    )]
    Loose {
        /// The folder.
        dir: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// What was read or written could not be recorded.
    #[error("the audit log could not be written, so nothing is answered: {0}")]
    Audit(#[source] Arc<StoreError>),
    /// No such token can be.
    #[error(transparent)]
    Token(#[from] BadToken),
    /// The target of a backup exists.
    #[error("{} exists already: name a file that does not", .path.display())]
    TargetExists {
        /// The file.
        path: PathBuf,
    },
    /// A file operation failed.
    #[error("could not {what}: {source}")]
    Io {
        /// What was being done.
        what: &'static str,
        /// The system's reason.
        source: io::Error,
    },
    /// The database refused for another reason.
    #[error("the database failed: {source}")]
    Database {
        /// Its reason.
        source: rusqlite::Error,
    },
}

impl StoreError {
    /// The folder holds no store.
    pub fn is_not_a_store(&self) -> bool {
        matches!(self, Self::NotAStore { .. })
    }

    /// The folder already holds a store.
    pub fn is_already_a_store(&self) -> bool {
        matches!(self, Self::AlreadyAStore { .. })
    }

    /// The store was written by a newer program.
    pub fn is_newer_version(&self) -> bool {
        matches!(self, Self::NewerVersion { .. })
    }

    /// The store is older and must first be opened for writing.
    pub fn is_older_version(&self) -> bool {
        matches!(self, Self::OlderVersion { .. })
    }

    /// The store cannot be written.
    pub fn is_read_only(&self) -> bool {
        matches!(self, Self::ReadOnly { .. })
    }

    /// No room is left.
    pub fn is_disk_full(&self) -> bool {
        matches!(self, Self::DiskFull)
    }

    /// Another writer holds the store.
    pub fn is_locked(&self) -> bool {
        matches!(self, Self::Locked { .. })
    }

    /// The database was busy: the same call may succeed later.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Busy)
    }

    /// The store is damaged.
    pub fn is_corrupt(&self) -> bool {
        matches!(self, Self::Corrupt { .. })
    }

    /// A reference needs its kind.
    pub fn is_ambiguous(&self) -> bool {
        matches!(self, Self::Ambiguous { .. })
    }

    /// There is no such record or batch.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::RecordNotFound { .. } | Self::BatchNotFound { .. })
    }

    /// Something was written in the meantime: the caller must look again.
    pub fn is_stale(&self) -> bool {
        matches!(self, Self::StaleDecision { .. } | Self::StaleRecord { .. })
    }

    /// The record was erased.
    pub fn is_erased(&self) -> bool {
        matches!(self, Self::Erased { .. })
    }

    /// The batch was finished, failed or canceled.
    pub fn is_batch_closed(&self) -> bool {
        matches!(self, Self::BatchClosed { .. })
    }

    /// The rows do not continue where the batch stands.
    pub fn is_out_of_order(&self) -> bool {
        matches!(self, Self::RowsOutOfOrder { .. })
    }

    /// Others may enter the store's folder.
    pub fn is_loose(&self) -> bool {
        matches!(self, Self::Loose { .. })
    }

    /// The audit log could not be written.
    pub fn is_audit(&self) -> bool {
        matches!(self, Self::Audit(_))
    }

    /// The target of a backup exists.
    pub fn is_target_exists(&self) -> bool {
        matches!(self, Self::TargetExists { .. })
    }

    pub(crate) fn corrupt(detail: impl Into<String>) -> Self {
        Self::Corrupt { detail: detail.into() }
    }

    pub(crate) fn opened_for_reading() -> Self {
        Self::ReadOnly { why: "it was opened for reading only" }
    }

    /// For `map_err`: what was being read when a file operation failed.
    pub(crate) fn reading(what: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { what, source }
    }

    /// A file that could not be written: a full or read-only disk is told apart.
    pub fn of_writing(what: &'static str, source: io::Error) -> Self {
        Self::writing(what)(source)
    }

    /// For `map_err`: what was being written when a file operation failed.
    pub(crate) fn writing(what: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| match source.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Self::DiskFull,
            io::ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnly { why: "its file system is mounted read-only" }
            }
            io::ErrorKind::PermissionDenied => {
                Self::ReadOnly { why: "this user may not write to its folder" }
            }
            _ => Self::Io { what, source },
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(source: rusqlite::Error) -> Self {
        use rusqlite::Error as E;
        match &source {
            E::FromSqlConversionFailure(column, ..) | E::IntegralValueOutOfRange(column, _) => {
                return Self::corrupt(format!("unexpected value in column {column} of a result"));
            }
            E::InvalidColumnType(_, name, _) => {
                return Self::corrupt(format!("unexpected type in column {name}"));
            }
            _ => {}
        }
        match source.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            // A write that was cut short: a quota, or a limit on the size of files.
            Some(ErrorCode::SystemIoFailure) if is_refused_write(&source) => Self::DiskFull,
            Some(ErrorCode::ReadOnly) => {
                Self::ReadOnly { why: "its database file or folder cannot be written" }
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt) => Self::corrupt("the database is malformed"),
            Some(ErrorCode::NotADatabase) => Self::corrupt("store.db is not a database"),
            _ => Self::Database { source },
        }
    }
}

fn is_refused_write(source: &rusqlite::Error) -> bool {
    source.sqlite_error().is_some_and(|e| e.extended_code == rusqlite::ffi::SQLITE_IOERR_WRITE)
}

fn words(kinds: &[Kind]) -> String {
    kinds.iter().map(|k| k.as_str()).collect::<Vec<_>>().join(", ")
}

fn first_word(kinds: &[Kind]) -> &'static str {
    kinds.first().map_or("kind", |k| k.as_str())
}
