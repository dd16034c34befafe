//! The lock that keeps a store to one writer.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use fs4::fs_std::FileExt;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::{Result, StoreError};

/// Who writes to a store, as the holder of its lock wrote it down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockHolder {
    /// The process id; `None` if the lock file could not be read.
    pub pid: Option<u32>,
    /// What it is doing, as it was named on opening.
    pub purpose: String,
    /// Since when.
    pub since: Option<Timestamp>,
}

impl fmt::Display for LockHolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.pid {
            Some(pid) => write!(f, "process {pid} ({})", self.purpose)?,
            None => f.write_str("another process")?,
        }
        self.since.map_or(Ok(()), |since| write!(f, " since {since:.0}"))
    }
}

/// The held lock. The system releases it when the process ends, however it ends.
pub(crate) struct WriterLock {
    file: File,
}

impl WriterLock {
    /// Takes the lock, or tells who has it.
    pub(crate) fn acquire(path: &Path, purpose: &str) -> Result<Self> {
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(StoreError::writing("open the writer's lock"))?;
        let taken = FileExt::try_lock_exclusive(&file)
            .map_err(StoreError::writing("take the writer's lock"))?;
        if !taken {
            return Err(StoreError::Locked { holder: read_holder(&mut file) });
        }
        let holder = LockHolder {
            pid: Some(std::process::id()),
            purpose: purpose.to_owned(),
            since: Some(Timestamp::now()),
        };
        write_holder(&mut file, &holder).map_err(StoreError::writing("write the writer's lock"))?;
        Ok(Self { file })
    }
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        // An empty file holds nobody's name; the lock itself goes with the file.
        let _ = self.file.set_len(0);
        let _ = FileExt::unlock(&self.file);
    }
}

fn read_holder(file: &mut File) -> LockHolder {
    let mut text = String::new();
    match file.read_to_string(&mut text) {
        Ok(_) => serde_json::from_str(&text).unwrap_or_default(),
        Err(_) => LockHolder::default(),
    }
}

fn write_holder(file: &mut File, holder: &LockHolder) -> std::io::Result<()> {
    file.set_len(0)?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&serde_json::to_vec(holder)?)?;
    file.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn second_writer_learns_who_holds_the_lock() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("writer.lock");
        let lock = WriterLock::acquire(&path, "import").unwrap();
        let error = WriterLock::acquire(&path, "serve").err().unwrap();
        let StoreError::Locked { holder } = &error else { panic!("{error}") };
        assert_eq!((holder.pid, holder.purpose.as_str()), (Some(std::process::id()), "import"));
        assert!(error.to_string().contains(&format!("process {} (import)", std::process::id())));
        drop(lock);
        WriterLock::acquire(&path, "serve").unwrap();
    }

    #[test]
    fn unreadable_lock_file_still_holds() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("writer.lock");
        let _lock = WriterLock::acquire(&path, "import").unwrap();
        std::fs::write(&path, [0xff, 0xfe]).unwrap();
        let error = WriterLock::acquire(&path, "serve").err().unwrap();
        assert!(error.is_locked());
        assert!(error.to_string().contains("another process"), "{error}");
    }
}
