//! A copy of the database as one file.

use std::fs::{self, File};
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use crate::Store;
use crate::blobs::sync_folder;
use crate::error::{Result, StoreError};

impl Store {
    /// Copies the database, as of one moment, to a new file that can be put in
    /// place as `store.db`. Others may read and write meanwhile. The blobs are
    /// files of their own, which never change: copy them after this.
    ///
    /// # Errors
    /// [`StoreError::TargetExists`]; [`StoreError::DiskFull`]. The file has its
    /// name only when it is whole.
    pub fn backup_to(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        if path.exists() {
            return Err(StoreError::TargetExists { path: path.to_owned() });
        }
        let mut temporary = path.as_os_str().to_owned();
        temporary.push(".partial");
        let temporary = Path::new(&temporary);
        let copied = self.copy_to(temporary, path);
        if copied.is_err() {
            let _ = fs::remove_file(temporary);
        }
        copied
    }

    fn copy_to(&self, temporary: &Path, path: &Path) -> Result<()> {
        let io = || StoreError::writing("write the backup");
        match fs::remove_file(temporary) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(io()(e)),
            _ => {}
        }
        let mut target = Connection::open(temporary)?;
        // All pages in one step: one moment, and no start again after each write.
        let reader = self.reader()?;
        Backup::new(&reader, &mut target)?.run_to_completion(i32::MAX, Duration::ZERO, None)?;
        // One file alone, without a write-ahead log beside it.
        target.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
        target.close().map_err(|(_, e)| e)?;
        File::open(temporary).and_then(|file| file.sync_all()).map_err(io())?;
        fs::rename(temporary, path).map_err(io())?;
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
        sync_folder(folder.unwrap_or(Path::new("."))).map_err(io())
    }
}
