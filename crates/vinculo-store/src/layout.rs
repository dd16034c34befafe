//! The files and folders of a store.

use std::path::{Path, PathBuf};

/// The paths inside a store's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    dir: PathBuf,
}

impl Layout {
    /// The layout of the store in this folder, whether or not there is one.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into() }
    }

    /// The folder itself.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        self.dir.join("store.db")
    }

    /// The database's write-ahead log, which exists while somebody has it open.
    pub fn write_ahead_log(&self) -> PathBuf {
        self.dir.join("store.db-wal")
    }

    /// Tokens and the audit log: a database of its own.
    pub fn access(&self) -> PathBuf {
        self.dir.join("access.db")
    }

    /// The ids of what was ever published: a database of its own.
    pub fn feed(&self) -> PathBuf {
        self.dir.join("feed.db")
    }

    /// The photo blobs.
    pub fn blobs(&self) -> PathBuf {
        self.dir.join("blobs")
    }

    /// The lock that the one writer holds.
    pub fn writer_lock(&self) -> PathBuf {
        self.dir.join("writer.lock")
    }

    /// Uploaded files that wait to be read: another crate's folder.
    pub fn uploads(&self) -> PathBuf {
        self.dir.join("uploads")
    }

    /// A copy of the store that a backup is made of.
    pub fn snapshot(&self) -> PathBuf {
        self.dir.join("snapshot")
    }

    /// The lock of whoever uses the snapshot.
    pub fn snapshot_lock(&self) -> PathBuf {
        self.dir.join("snapshot.lock")
    }

    /// The list of the folders that hold backups.
    pub fn backup_folders(&self) -> PathBuf {
        self.dir.join("backup-folders.txt")
    }

    /// The search index: another crate's folder.
    pub fn index(&self) -> PathBuf {
        self.dir.join("index")
    }
}
