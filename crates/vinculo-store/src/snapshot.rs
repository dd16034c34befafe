//! A store as of one moment, for a backup.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::Store;
use crate::error::{Result, StoreError};
use crate::layout::Layout;
use crate::ledger::locked;

/// Copies of the databases, and links to what else makes up the store. It lies in the
/// store's folder, for it is as private as the store, and goes when dropped; what a
/// killed process left goes with the next snapshot or erasure.
#[derive(Debug)]
pub struct Snapshot {
    dir: PathBuf,
    blobs: Vec<PathBuf>,
    blob_folder: PathBuf,
    _lock: File,
}

/// A file of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its place in a store's folder.
    pub inside: PathBuf,
}

impl Snapshot {
    /// Takes a snapshot, beside a writer if there is one. Waits for another one that
    /// is being used.
    ///
    /// # Errors
    /// When the folder cannot be written, or the disk is full.
    pub fn take(store: &Store) -> Result<Self> {
        let layout = store.layout();
        let writing = || StoreError::writing("copy the store for a backup");
        let Some(lock) = locked(&layout.snapshot_lock(), true).map_err(writing())? else {
            return Err(StoreError::Busy);
        };
        let dir = layout.snapshot();
        clear(&dir).map_err(writing())?;
        private_folder(&dir).map_err(writing())?;
        let mut snapshot =
            Self { dir, blobs: Vec::new(), blob_folder: layout.blobs(), _lock: lock };
        // Uploads first: one that ends meanwhile is then merely swept later.
        snapshot.link_uploads(&layout.uploads()).map_err(writing())?;
        store.backup_to(snapshot.database())?;
        store.access()?.backup_to(snapshot.access())?;
        crate::feed_ledger::copy(layout, &snapshot.feed())?;
        // Blobs last: what a version names was written before the version.
        snapshot.blobs = store.blobs().files().map_err(StoreError::reading("list the blobs"))?;
        Ok(snapshot)
    }

    /// The files, the databases first.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn files(&self) -> Result<Vec<SnapshotFile>> {
        let database = SnapshotFile { path: self.database(), inside: "store.db".into() };
        let access = SnapshotFile { path: self.access(), inside: "access.db".into() };
        let mut files = vec![database, access];
        // There is none before anything was published.
        if self.feed().exists() {
            files.push(SnapshotFile { path: self.feed(), inside: "feed.db".into() });
        }
        let uploads = self.dir.join("uploads");
        for path in entries(&uploads).map_err(StoreError::reading("list the uploads"))? {
            let name = path.file_name().unwrap_or_default();
            files.push(SnapshotFile { inside: Path::new("uploads").join(name), path });
        }
        for path in &self.blobs {
            let inside = path.strip_prefix(&self.blob_folder).unwrap_or(path);
            files
                .push(SnapshotFile { inside: Path::new("blobs").join(inside), path: path.clone() });
        }
        Ok(files)
    }

    /// Removes what a killed process left; false if a snapshot is being used.
    pub(crate) fn remove_stale(layout: &Layout) -> Result<bool> {
        let writing = || StoreError::writing("remove a copy of the store");
        if !layout.snapshot().exists() {
            return Ok(true);
        }
        let Some(_lock) = locked(&layout.snapshot_lock(), false).map_err(writing())? else {
            return Ok(false);
        };
        clear(&layout.snapshot()).map_err(writing())?;
        Ok(true)
    }

    fn database(&self) -> PathBuf {
        self.dir.join("store.db")
    }

    fn access(&self) -> PathBuf {
        self.dir.join("access.db")
    }

    fn feed(&self) -> PathBuf {
        self.dir.join("feed.db")
    }

    /// Links the uploads that arrived whole; those that are arriving have folders.
    fn link_uploads(&self, uploads: &Path) -> io::Result<()> {
        let target = self.dir.join("uploads");
        fs::create_dir(&target)?;
        for path in entries(uploads)? {
            let linked = fs::hard_link(&path, target.join(path.file_name().unwrap_or_default()));
            match linked {
                // Its batch has just ended.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                linked => linked?,
            }
        }
        Ok(())
    }
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        let _ = clear(&self.dir);
    }
}

/// The files of a folder that need not exist, in order.
fn entries(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

fn clear(dir: &Path) -> io::Result<()> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// A folder that only this user can enter.
fn private_folder(dir: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}
