//! Photo blobs: files named by the SHA-256 of their content.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::digest::Digest;
use crate::error::{Result, StoreError};

/// The blobs of a store, under `blobs/ab/cd/abcd…`. A blob is written whole and
/// flushed before it has its name, and is checked against its name when read.
#[derive(Debug)]
pub struct Blobs {
    dir: PathBuf,
    writable: bool,
    next_temporary: AtomicU64,
}

impl Blobs {
    /// For the holder of the writer's lock: also removes what a killed writer left.
    pub(crate) fn for_writer(dir: PathBuf) -> Result<Self> {
        let blobs = Self { dir, writable: true, next_temporary: AtomicU64::new(0) };
        let temporary = blobs.temporary();
        match fs::remove_dir_all(&temporary) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => {
                return Err(StoreError::writing("clear unfinished blobs")(e));
            }
            _ => {}
        }
        fs::create_dir_all(&temporary).map_err(StoreError::writing("create the blob folder"))?;
        Ok(blobs)
    }

    pub(crate) fn for_reader(dir: PathBuf) -> Self {
        Self { dir, writable: false, next_temporary: AtomicU64::new(0) }
    }

    /// Stores bytes and gives their name. Bytes that are there already cost a read.
    ///
    /// # Errors
    /// When the store is read-only or the disk full: then nothing has the name.
    pub fn put(&self, bytes: &[u8]) -> Result<Digest> {
        if !self.writable {
            return Err(StoreError::opened_for_reading());
        }
        let name = Digest::of(bytes);
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

    /// Removes a blob; one that is not there is no error.
    ///
    /// # Errors
    /// When the store is read-only or the file cannot be removed.
    pub fn remove(&self, name: &Digest) -> Result<()> {
        if !self.writable {
            return Err(StoreError::opened_for_reading());
        }
        match fs::remove_file(self.path(name)) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => {
                Err(StoreError::writing("remove a blob")(e))
            }
            _ => Ok(()),
        }
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

    fn write(&self, temporary: &Path, target: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = File::create_new(temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        drop(file);
        let folder = target.parent().unwrap_or(&self.dir);
        fs::create_dir_all(folder)?;
        fs::rename(temporary, target)?;
        // The new folders must last as well as the new name.
        for dir in folder.ancestors().take_while(|dir| dir.starts_with(&self.dir)) {
            sync_folder(dir)?;
        }
        Ok(())
    }

    fn is_sound(&self, path: &Path) -> io::Result<bool> {
        let named = path.file_name().and_then(|n| n.to_str()).and_then(|n| n.parse().ok());
        match named {
            Some(name) if self.path(&name) == path => {
                Ok(Digest::of_reader(File::open(path)?)? == name)
            }
            _ => Ok(false),
        }
    }

    fn files(&self) -> io::Result<Vec<PathBuf>> {
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
        let name = blobs.put(b"photo").unwrap();
        assert_eq!(name, Digest::of(b"photo"));
        assert_eq!(blobs.put(b"photo").unwrap(), name);
        assert_eq!(blobs.get(&name).unwrap().as_deref(), Some(&b"photo"[..]));
        assert!(blobs.contains(&name));
        assert_eq!(blobs.get(&Digest::of(b"none")).unwrap(), None);
        assert_eq!(blobs.check().unwrap(), (1, vec![]));
        assert_eq!(fs::read_dir(blobs.temporary()).unwrap().count(), 0);
    }

    #[test]
    fn a_changed_blob_is_found_out_and_put_right_by_the_same_bytes() {
        let (_dir, blobs) = blobs();
        let name = blobs.put(b"photo").unwrap();
        fs::write(blobs.path(&name), b"phot0").unwrap();
        assert!(blobs.get(&name).unwrap_err().is_corrupt());
        assert_eq!(blobs.check().unwrap().1.len(), 1);
        assert_eq!(blobs.put(b"photo").unwrap(), name);
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
        assert!(reader.put(b"photo").unwrap_err().is_read_only());
        let blobs = Blobs::for_writer(dir.path().join("blobs")).unwrap();
        assert_eq!(fs::read_dir(blobs.temporary()).unwrap().count(), 0);
    }
}
