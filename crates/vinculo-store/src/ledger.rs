//! The lists of erasures that lie beside backups, so that what was erased does not
//! come back with an older backup.
//!
//! A list is a text file of lines `DIGEST REASON`. The digest is of the record's
//! key, made with a secret that only the store and its backups hold: the list names
//! nobody. Lines are only added; several stores may share a list.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use fs4::fs_std::FileExt;

use crate::blobs::sync_folder;
use crate::error::{Result, StoreError};
use crate::layout::Layout;
use crate::{Digest, ErasureReason, ListedErasure};

/// A list of erasures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    path: PathBuf,
}

impl Ledger {
    /// The file's name in a folder with backups.
    pub const FILE_NAME: &str = "vinculo-erasures.txt";

    /// The list of a folder with backups, whether or not there is one.
    pub fn in_folder(folder: &Path) -> Self {
        Self::at(folder.join(Self::FILE_NAME))
    }

    /// The list in a file.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds the erasures that are not in it, flushed to the disk; makes it if there
    /// is none, but not its folder.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(&self, erasures: &[ListedErasure]) -> Result<()> {
        self.append(erasures).map_err(StoreError::writing("write the list of erasures"))
    }

    /// The digests in it with their reasons; `None` if there is no such file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(&self) -> Result<Option<BTreeMap<Digest, ErasureReason>>> {
        match fs::read_to_string(&self.path) {
            Ok(text) => Ok(Some(entries(&text))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::reading("read the list of erasures")(error)),
        }
    }

    fn append(&self, erasures: &[ListedErasure]) -> io::Result<()> {
        let is_new = !self.path.exists();
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(&self.path)?;
        FileExt::lock_exclusive(&file)?;
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        let known = entries(&text);
        let mut lines = String::new();
        // The last line may have been cut by a crash.
        if !text.is_empty() && !text.ends_with('\n') {
            lines.push('\n');
        }
        for erasure in erasures.iter().filter(|erasure| !known.contains_key(&erasure.digest)) {
            lines.push_str(&format!("{} {}\n", erasure.digest, erasure.reason));
        }
        file.write_all(lines.as_bytes())?;
        file.sync_all()?;
        if is_new { sync_folder(self.path.parent().unwrap_or(Path::new("."))) } else { Ok(()) }
    }
}

/// What is no line of ours is passed over: a line that was cut, a comment.
fn entries(text: &str) -> BTreeMap<Digest, ErasureReason> {
    let entry = |line: &str| {
        let mut words = line.split(' ');
        let digest = words.next()?.parse().ok()?;
        // A reason that this program does not know is no reason to bring the record back.
        let reason = words.next().and_then(|word| word.parse().ok());
        Some((digest, reason.unwrap_or(ErasureReason::LegalOrder)))
    };
    text.lines().filter_map(entry).collect()
}

/// The folders that hold backups of a store, remembered in its folder: each has a
/// list of erasures that is to be kept up to date.
#[derive(Debug)]
pub struct BackupFolders {
    path: PathBuf,
}

impl BackupFolders {
    /// Those of a store.
    pub fn of(layout: &Layout) -> Self {
        Self { path: layout.backup_folders() }
    }

    /// The folders, in order.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn read(&self) -> Result<Vec<PathBuf>> {
        match fs::read_to_string(&self.path) {
            Ok(text) => Ok(folders(&text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(StoreError::reading("read the list of backup folders")(error)),
        }
    }

    /// Remembers a folder, flushed to the disk.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(&self, folder: &Path) -> Result<()> {
        let failed = StoreError::writing("write the list of backup folders");
        let add = || -> io::Result<()> {
            let folder = fs::canonicalize(folder)?;
            let mut file =
                OpenOptions::new().read(true).append(true).create(true).open(&self.path)?;
            FileExt::lock_exclusive(&file)?;
            let mut text = String::new();
            file.read_to_string(&mut text)?;
            if !folders(&text).contains(&folder) {
                writeln!(file, "{}", folder.display())?;
                file.sync_all()?;
                sync_parent(&self.path)?;
            }
            Ok(())
        };
        add().map_err(failed)
    }
}

fn folders(text: &str) -> Vec<PathBuf> {
    let all: BTreeSet<PathBuf> =
        text.lines().filter(|line| !line.is_empty()).map(PathBuf::from).collect();
    all.into_iter().collect()
}

fn sync_parent(path: &Path) -> io::Result<()> {
    sync_folder(path.parent().unwrap_or(Path::new(".")))
}

/// Opens a file and waits for its lock, which the system releases with the process.
pub(crate) fn locked(path: &Path, wait: bool) -> io::Result<Option<File>> {
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
    if wait {
        FileExt::lock_exclusive(&file)?;
        return Ok(Some(file));
    }
    Ok(FileExt::try_lock_exclusive(&file)?.then_some(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn erasure(id: &str) -> ListedErasure {
        ListedErasure { digest: Digest::of(id.as_bytes()), reason: ErasureReason::PersonRequest }
    }

    #[test]
    fn a_list_grows_by_what_it_lacks() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::in_folder(folder.path());
        assert_eq!(ledger.read().unwrap(), None);
        ledger.add(&[erasure("a")]).unwrap();
        ledger.add(&[erasure("a"), erasure("b")]).unwrap();
        let text = fs::read_to_string(ledger.path()).unwrap();
        assert_eq!(text.lines().count(), 2);
        assert_eq!(ledger.read().unwrap().unwrap().len(), 2);
    }

    #[test]
    fn a_line_that_was_cut_spoils_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::in_folder(folder.path());
        ledger.add(&[erasure("a"), erasure("b")]).unwrap();
        let text = fs::read_to_string(ledger.path()).unwrap();
        fs::write(ledger.path(), &text[..text.len() - 40]).unwrap();
        ledger.add(&[erasure("b"), erasure("c")]).unwrap();
        let found = ledger.read().unwrap().unwrap();
        let expected = ["a", "b", "c"].map(|id| Digest::of(id.as_bytes()));
        assert!(expected.iter().all(|digest| found.contains_key(digest)));
    }

    #[test]
    fn folders_are_remembered_once() {
        let folder = tempfile::tempdir().unwrap();
        let folders = BackupFolders::of(&Layout::new(folder.path()));
        assert_eq!(folders.read().unwrap(), Vec::<PathBuf>::new());
        folders.add(folder.path()).unwrap();
        folders.add(&folder.path().join(".")).unwrap();
        assert_eq!(folders.read().unwrap().len(), 1);
        assert!(folders.add(&folder.path().join("nowhere")).is_err());
    }
}
