//! Photo blobs: files named by the SHA-256 of their content.
//!
//! A blob is written before the record that names it, and that record may never be stored:
//! its row is rejected, its batch stopped, its writer killed. Such a blob could not be erased
//! with anybody, so it goes when the last [`Filling`] is over, or at the next opening.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::digest::Digest;
use crate::error::{Result, StoreError};
use crate::faults;

/// The file that stands among the unfinished blobs while a blob may have no record: who opens
/// the store after a crash knows by it that there is something to look for.
const FILLING: &str = "filling";

/// The blobs of a store, under `blobs/ab/cd/abcd…`. A blob is written whole and
/// flushed before it has its name, and is checked against its name when read.
#[derive(Debug)]
pub struct Blobs {
    dir: PathBuf,
    writable: bool,
    next_temporary: AtomicU64,
    awaited: Mutex<Awaited>,
}

/// What was put by whoever still fills the store.
#[derive(Debug, Default)]
struct Awaited {
    fillings: usize,
    names: HashSet<Digest>,
    /// What was put by a killed writer, or just before a backup that was restored, may be any
    /// of the blobs.
    any: bool,
}

/// Puts blobs and then stores the records that name them. As long as one lasts, no blob that
/// any of them put is removed.
#[derive(Debug)]
pub struct Filling<'a>(&'a Blobs);

impl Filling<'_> {
    /// Stores bytes and gives their name. Bytes that are there already cost a read.
    ///
    /// # Errors
    /// When the store is read-only or the disk full: then nothing has the name.
    pub fn put(&self, bytes: &[u8]) -> Result<Digest> {
        self.0.put(bytes)
    }
}

impl Drop for Filling<'_> {
    fn drop(&mut self) {
        self.0.awaited().fillings -= 1;
    }
}

impl Blobs {
    /// For the holder of the writer's lock: also removes the unfinished files of a killed
    /// writer.
    pub(crate) fn for_writer(dir: PathBuf) -> Result<Self> {
        let blobs = Self::new(dir, true);
        // Backups have no unfinished files.
        blobs.awaited().any = blobs.mark().exists() || !blobs.temporary().exists();
        blobs.clear_temporary().map_err(StoreError::writing("clear unfinished blobs"))?;
        Ok(blobs)
    }

    pub(crate) fn for_reader(dir: PathBuf) -> Self {
        Self::new(dir, false)
    }

    fn new(dir: PathBuf, writable: bool) -> Self {
        let (next_temporary, awaited) = (AtomicU64::new(0), Mutex::default());
        Self { dir, writable, next_temporary, awaited }
    }

    /// Begins to put blobs, until what is given is dropped. Then
    /// [`Store::remove_unnamed_blobs`](crate::Store::remove_unnamed_blobs) takes what came to
    /// no record.
    pub fn filling(&self) -> Filling<'_> {
        self.awaited().fillings += 1;
        Filling(self)
    }

    fn put(&self, bytes: &[u8]) -> Result<Digest> {
        if !self.writable {
            return Err(StoreError::opened_for_reading());
        }
        let name = Digest::of(bytes);
        self.await_name(name).map_err(StoreError::writing("write a blob"))?;
        if self.get(&name).is_ok_and(|found| found.is_some()) {
            return Ok(name);
        }
        let number = self.next_temporary.fetch_add(1, Ordering::Relaxed);
        let temporary = self.temporary().join(format!("{name}.{number}"));
        let written = self.write(&temporary, &self.path(&name), bytes);
        if written.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        written.map_err(StoreError::writing("write a blob"))?;
        match self.get(&name)? {
            Some(_) => Ok(name),
            None => Err(StoreError::corrupt(format!("blob {name} is gone after writing"))),
        }
    }

    /// The bytes of a blob, or `None` if there is none of that name.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the bytes are not those of the name.
    pub fn get(&self, name: &Digest) -> Result<Option<Vec<u8>>> {
        let bytes = match fs::read(self.path(name)) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            read => read.map_err(StoreError::reading("read a blob"))?,
        };
        if Digest::of(&bytes) != *name {
            return Err(StoreError::corrupt(format!("blob {name} has other content")));
        }
        Ok(Some(bytes))
    }

    /// Whether there is a blob of that name; its content is not checked.
    pub fn contains(&self, name: &Digest) -> bool {
        self.path(name).is_file()
    }

    /// Removes a blob that no record names, by what `is_named` says; one that is not there is
    /// no error. False if somebody may be about to name it.
    pub(crate) fn remove_unnamed(
        &self,
        name: &Digest,
        is_named: impl FnOnce() -> Result<bool>,
    ) -> Result<bool> {
        let awaited = self.awaited();
        if awaited.fillings > 0 && awaited.names.contains(name) {
            return Ok(false);
        }
        if !is_named()? {
            self.remove(name)?;
        }
        Ok(true)
    }

    /// Removes what was put and came to no record, by what `is_named` says, unless somebody
    /// still fills the store; of a store that was not closed in order among all blobs.
    pub(crate) fn sweep(&self, is_named: impl Fn(&Digest) -> Result<bool>) -> Result<()> {
        let mut awaited = self.awaited();
        if awaited.fillings > 0 || (awaited.names.is_empty() && !awaited.any) {
            return Ok(());
        }
        if awaited.any {
            let files = self.files().map_err(StoreError::reading("list the blobs"))?;
            awaited.names.extend(files.iter().filter_map(|path| named_by(path)));
        }
        for name in &awaited.names {
            if !is_named(name)? {
                self.remove(name)?;
            }
        }
        match fs::remove_file(self.mark()) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => {
                return Err(StoreError::writing("end the writing of blobs")(e));
            }
            _ => {}
        }
        *awaited = Awaited::default();
        Ok(())
    }

    fn remove(&self, name: &Digest) -> Result<()> {
        let path = self.path(name);
        match fs::remove_file(&path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
            removed => removed.map_err(StoreError::writing("remove a blob"))?,
        }
        sync_folder(path.parent().unwrap_or(&self.dir))
            .map_err(StoreError::writing("remove a blob"))
    }

    /// Where a blob is, or would be.
    pub fn path(&self, name: &Digest) -> PathBuf {
        let name = name.to_string();
        self.dir.join(&name[..2]).join(&name[2..4]).join(name)
    }

    /// Reads every blob: how many are sound, and the paths (inside the blob
    /// folder) of those that are not what their name says.
    pub(crate) fn check(&self) -> Result<(u64, Vec<String>)> {
        let mut sound = 0;
        let mut wrong = Vec::new();
        for path in self.files().map_err(StoreError::reading("list the blobs"))? {
            if self.is_sound(&path).map_err(StoreError::reading("read a blob"))? {
                sound += 1;
            } else {
                let inside = path.strip_prefix(&self.dir).unwrap_or(&path);
                wrong.push(inside.display().to_string());
            }
        }
        Ok((sound, wrong))
    }

    fn temporary(&self) -> PathBuf {
        self.dir.join("tmp")
    }

    fn mark(&self) -> PathBuf {
        self.temporary().join(FILLING)
    }

    fn awaited(&self) -> MutexGuard<'_, Awaited> {
        self.awaited.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a name that a record may soon hold; the first one leaves a mark on the disk.
    fn await_name(&self, name: Digest) -> io::Result<()> {
        let mut awaited = self.awaited();
        if awaited.names.is_empty() {
            File::create(self.mark())?;
            sync_folder(&self.temporary())?;
        }
        awaited.names.insert(name);
        Ok(())
    }

    /// Removes unfinished files, but for the mark.
    fn clear_temporary(&self) -> io::Result<()> {
        fs::create_dir_all(self.temporary())?;
        for entry in fs::read_dir(self.temporary())? {
            let path = entry?.path();
            if path != self.mark() {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    fn write(&self, temporary: &Path, target: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = File::create_new(temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        drop(file);
        let folder = target.parent().unwrap_or(&self.dir);
        fs::create_dir_all(folder)?;
        faults::reached("blob.before_rename");
        fs::rename(temporary, target)?;
        // The new folders must last as well as the new name.
        for dir in folder.ancestors().take_while(|dir| dir.starts_with(&self.dir)) {
            sync_folder(dir)?;
        }
        Ok(())
    }

    fn is_sound(&self, path: &Path) -> io::Result<bool> {
        match named_by(path) {
            Some(name) if self.path(&name) == path => {
                Ok(Digest::of_reader(File::open(path)?)? == name)
            }
            _ => Ok(false),
        }
    }

    /// The paths of all blobs, in order.
    pub(crate) fn files(&self) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        let mut folders = vec![self.dir.clone()];
        while let Some(folder) = folders.pop() {
            let entries = match fs::read_dir(&folder) {
                Err(e) if e.kind() == io::ErrorKind::NotFound => continue,
                entries => entries?,
            };
            for entry in entries {
                let entry = entry?;
                if entry.file_type()?.is_dir() {
                    folders.extend((entry.path() != self.temporary()).then(|| entry.path()));
                } else {
                    files.push(entry.path());
                }
            }
        }
        files.sort();
        Ok(files)
    }
}

/// The name that a path ends with, if it is a blob's.
fn named_by(path: &Path) -> Option<Digest> {
    path.file_name()?.to_str()?.parse().ok()
}

/// Makes new names in a folder last through a power cut.
pub(crate) fn sync_folder(dir: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(dir)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = dir;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blobs() -> (tempfile::TempDir, Blobs) {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::for_writer(dir.path().join("blobs")).unwrap();
        (dir, blobs)
    }

    #[test]
    fn a_blob_is_found_by_its_digest_and_stored_once() {
        let (_dir, blobs) = blobs();
        let name = blobs.filling().put(b"photo").unwrap();
        assert_eq!(name, Digest::of(b"photo"));
        assert_eq!(blobs.filling().put(b"photo").unwrap(), name);
        assert_eq!(blobs.get(&name).unwrap().as_deref(), Some(&b"photo"[..]));
        assert!(blobs.contains(&name));
        assert_eq!(blobs.get(&Digest::of(b"none")).unwrap(), None);
        assert_eq!(blobs.check().unwrap(), (1, vec![]));
        blobs.sweep(|_| Ok(true)).unwrap();
        assert_eq!(fs::read_dir(blobs.temporary()).unwrap().count(), 0);
    }

    #[test]
    fn a_changed_blob_is_found_out_and_put_right_by_the_same_bytes() {
        let (_dir, blobs) = blobs();
        let name = blobs.filling().put(b"photo").unwrap();
        fs::write(blobs.path(&name), b"phot0").unwrap();
        assert!(blobs.get(&name).unwrap_err().is_corrupt());
        assert_eq!(blobs.check().unwrap().1.len(), 1);
        assert_eq!(blobs.filling().put(b"photo").unwrap(), name);
        assert_eq!(blobs.check().unwrap(), (1, vec![]));
    }

    #[test]
    fn a_file_that_is_no_blob_is_reported() {
        let (_dir, blobs) = blobs();
        fs::write(blobs.dir.join("notes.txt"), b"x").unwrap();
        assert_eq!(blobs.check().unwrap(), (0, vec!["notes.txt".to_owned()]));
    }

    #[test]
    fn what_a_killed_writer_left_is_cleared_and_a_reader_writes_nothing() {
        let (dir, blobs) = blobs();
        fs::write(blobs.temporary().join("half"), b"x").unwrap();
        let reader = Blobs::for_reader(dir.path().join("blobs"));
        assert!(reader.filling().put(b"photo").unwrap_err().is_read_only());
        let blobs = Blobs::for_writer(dir.path().join("blobs")).unwrap();
        assert_eq!(fs::read_dir(blobs.temporary()).unwrap().count(), 0);
    }

    #[test]
    fn a_blob_without_a_record_goes_when_nobody_fills_the_store_any_more() {
        let (_dir, blobs) = blobs();
        let (first, second) = (blobs.filling(), blobs.filling());
        let named = first.put(b"named").unwrap();
        let unnamed = first.put(b"unnamed").unwrap();
        let is_named = |name: &Digest| Ok(*name == named);
        drop(first);
        blobs.sweep(is_named).unwrap();
        assert!(!blobs.remove_unnamed(&unnamed, || Ok(false)).unwrap());
        assert!(blobs.contains(&unnamed), "the other may have found it there");
        drop(second);
        blobs.sweep(is_named).unwrap();
        assert_eq!((blobs.contains(&named), blobs.contains(&unnamed)), (true, false));
        assert!(blobs.remove_unnamed(&named, || Ok(true)).unwrap());
        assert!(blobs.contains(&named));
        assert!(blobs.remove_unnamed(&named, || Ok(false)).unwrap());
        assert!(!blobs.contains(&named));
    }

    #[test]
    fn a_killed_writer_s_blobs_without_a_record_go_at_the_next_opening() {
        let (dir, blobs) = blobs();
        let filling = blobs.filling();
        let named = filling.put(b"named").unwrap();
        let unnamed = filling.put(b"unnamed").unwrap();
        let blobs = Blobs::for_writer(dir.path().join("blobs")).unwrap();
        blobs.sweep(|name| Ok(*name == named)).unwrap();
        assert_eq!((blobs.contains(&named), blobs.contains(&unnamed)), (true, false));
        // Nobody looks at all of them again, but in a copy that a backup made.
        blobs.sweep(|_| unreachable!("the store was closed in order")).unwrap();
        fs::remove_dir_all(blobs.temporary()).unwrap();
        let blobs = Blobs::for_writer(dir.path().join("blobs")).unwrap();
        blobs.sweep(|_| Ok(false)).unwrap();
        assert!(!blobs.contains(&named));
    }
}
