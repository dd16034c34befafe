//! What can go wrong with an index, without any personal value in the message.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError};

/// Why an index must be filled again from the change log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RebuildReason {
    /// There is none yet.
    Missing,
    /// It was written with another schema.
    Schema,
    /// It was written with other analyzers or phonetic keys.
    Format,
    /// It does not open.
    Damaged,
}

/// An error of the search index.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The index must be rebuilt: [`SearchIndex::create`](crate::SearchIndex::create),
    /// then replay the log from its start.
    #[error("the search index in {dir} must be rebuilt ({reason:?}): run `vinculo reindex`")]
    NeedsRebuild {
        /// Folder of the index.
        dir: PathBuf,
        /// What was found.
        reason: RebuildReason,
    },
    /// Another process writes to this index.
    #[error("the search index in {dir} is being written by another process: stop it or read only")]
    Locked {
        /// Folder of the index.
        dir: PathBuf,
    },
    /// The index was opened without its writer.
    #[error("the search index was opened for reading: open it for writing to change it")]
    ReadOnly,
    /// A filter of a query contradicts itself.
    #[error("{filter}: the lower end must not be above the upper end")]
    Filter {
        /// The filter, by its name in the query.
        filter: &'static str,
    },
    /// Files could not be read or written.
    #[error("the search index in {dir} cannot be read or written: check rights and free space")]
    Io {
        /// Folder of the index.
        dir: PathBuf,
        /// What the system said.
        source: Arc<io::Error>,
    },
    /// The index library failed.
    #[error("the search index failed: if it persists, run `vinculo reindex`")]
    Index(#[source] Box<TantivyError>),
}

impl SearchError {
    /// Whether the remedy is to fill the index again.
    pub fn needs_rebuild(&self) -> bool {
        matches!(self, SearchError::NeedsRebuild { .. })
    }

    /// Whether another process holds the writer.
    pub fn is_locked(&self) -> bool {
        matches!(self, SearchError::Locked { .. })
    }
}

impl From<TantivyError> for SearchError {
    fn from(error: TantivyError) -> Self {
        SearchError::Index(Box::new(error))
    }
}

impl From<io::Error> for SearchError {
    fn from(error: io::Error) -> Self {
        TantivyError::from(error).into()
    }
}

/// The error of an index that does not open: a lock, a right that is missing, or
/// content that only a rebuild mends.
pub(crate) fn on_open(dir: &Path, error: TantivyError) -> SearchError {
    let dir = dir.to_owned();
    match &error {
        TantivyError::LockFailure(LockError::LockBusy, _) => SearchError::Locked { dir },
        _ => match io_cause(&error).filter(|e| is_access(e)) {
            Some(source) => SearchError::Io { dir, source },
            None => SearchError::NeedsRebuild { dir, reason: RebuildReason::Damaged },
        },
    }
}

/// The error of a write: files that cannot be written, or the library's own.
pub(crate) fn on_write(dir: &Path, error: TantivyError) -> SearchError {
    match io_cause(&error).filter(|e| is_access(e)) {
        Some(source) => SearchError::Io { dir: dir.to_owned(), source },
        None => error.into(),
    }
}

fn io_cause(error: &TantivyError) -> Option<Arc<io::Error>> {
    match error {
        TantivyError::IoError(source)
        | TantivyError::LockFailure(LockError::IoError(source), _)
        | TantivyError::OpenReadError(OpenReadError::IoError { io_error: source, .. })
        | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError {
            io_error: source, ..
        }) => Some(Arc::clone(source)),
        _ => None,
    }
}

/// Errors that a rebuild would not mend.
fn is_access(error: &io::Error) -> bool {
    use io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem | StorageFull | QuotaExceeded)
        || error.raw_os_error() == Some(24) // too many open files
}
