//! Uploaded files, kept until their batch has ended so that a restart resumes it.
//!
//! In the store's folder `uploads`: `<batch>.<ext>` is the file and `<batch>.job`
//! what else the batch needs. Both are flushed, and the folder with them, before
//! an upload is acknowledged. `incoming-*` is what is still arriving.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use vinculo_record::Lang;
use vinculo_store::{Batch, BatchId, faults};

/// File endings that are kept: they hint at the format. Others may be part of a
/// name.
const ENDINGS: [&str; 13] = [
    "csv", "tsv", "txt", "ndjson", "jsonl", "json", "xlsx", "xls", "ods", "parquet", "xml", "pfif",
    "zip",
];
const JOB: &str = "job";
const INCOMING: &str = "incoming-";

/// The folder of uploaded files.
#[derive(Clone)]
pub(crate) struct Uploads {
    dir: PathBuf,
}

/// What a batch needs beside its file.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Job {
    /// The text of the mapping file.
    pub mapping: Option<String>,
    /// The language of its uploader, `es` or `en`.
    pub lang: String,
    /// The organisation whose rows alone are taken, if the uploader may store no others.
    #[serde(default)]
    pub only: Option<String>,
}

impl Job {
    pub(crate) fn lang(&self) -> Lang {
        self.lang.parse().unwrap_or_default()
    }
}

/// A file that is arriving; gone when dropped, unless it was kept.
pub(crate) struct Incoming {
    dir: PathBuf,
    path: PathBuf,
}

impl Uploads {
    pub(crate) fn new(store: &Path) -> Self {
        Self { dir: store.join("uploads") }
    }

    /// A place for a file that arrives. It is called `upload` in messages: the
    /// name that its owner gave it may be somebody's.
    pub(crate) fn incoming(&self, ending: &str) -> io::Result<(Incoming, File)> {
        let dir = self.dir.join(format!("{INCOMING}{}", Uuid::now_v7()));
        private_dir(&dir)?;
        let path = dir.join(with_ending("upload", ending));
        let incoming = Incoming { dir, path };
        let file = File::create_new(&incoming.path)?;
        Ok((incoming, file))
    }

    /// Keeps a file, flushed, for a batch; one that is there already stays.
    pub(crate) fn keep(&self, incoming: Incoming, batch: &Batch, job: &Job) -> io::Result<()> {
        if self.find(batch)?.is_some() {
            return Ok(());
        }
        File::open(&incoming.path)?.sync_all()?;
        let draft = incoming.dir.join(JOB);
        let mut file = File::create(&draft)?;
        file.write_all(&serde_json::to_vec(job)?)?;
        file.sync_all()?;
        // The job comes last: with it the upload is whole.
        faults::reached("upload.before_keeping");
        fs::rename(&incoming.path, self.file(batch))?;
        faults::reached("upload.half_kept");
        fs::rename(&draft, self.job(batch.id))?;
        File::open(&self.dir)?.sync_all()?;
        faults::reached("upload.kept");
        Ok(())
    }

    /// The file and the job of a batch.
    pub(crate) fn find(&self, batch: &Batch) -> io::Result<Option<(PathBuf, Job)>> {
        let path = self.file(batch);
        match fs::read(self.job(batch.id)) {
            Ok(text) if path.exists() => Ok(Some((path, serde_json::from_slice(&text)?))),
            Ok(_) => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Removes what was kept for a batch.
    pub(crate) fn remove(&self, batch: &Batch) -> io::Result<()> {
        for path in [self.job(batch.id), self.file(batch)] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// Removes what never arrived whole, and files of batches that are `over`.
    pub(crate) fn sweep(&self, over: impl Fn(BatchId) -> bool) -> io::Result<()> {
        let entries = match fs::read_dir(&self.dir) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with(INCOMING) {
                fs::remove_dir_all(entry.path())?;
                continue;
            }
            let stem = name.split('.').next().unwrap_or_default();
            if stem.parse().is_ok_and(&over) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    fn file(&self, batch: &Batch) -> PathBuf {
        self.dir.join(with_ending(&batch.id.to_string(), &batch.file_extension))
    }

    fn job(&self, id: BatchId) -> PathBuf {
        self.dir.join(format!("{id}.{JOB}"))
    }
}

impl Incoming {
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// A place beside it that goes away with it.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        // Nothing is lost where this fails: the next start sweeps.
        let _ = fs::remove_dir_all(&self.dir);
    }
}

/// The ending of a file name, if it is one of a format that is read; else empty.
pub(crate) fn ending_of(name: &str) -> &'static str {
    let end = name.rsplit_once('.').map_or_else(String::new, |(_, end)| end.to_ascii_lowercase());
    ENDINGS.into_iter().find(|ending| *ending == end).unwrap_or_default()
}

fn with_ending(stem: &str, ending: &str) -> String {
    if ending.is_empty() { stem.to_owned() } else { format!("{stem}.{ending}") }
}

/// A folder that only the server's user can enter.
fn private_dir(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ending_never_carries_a_name() {
        for (name, ending) in [
            ("a.CSV", "csv"),
            ("b.parquet", "parquet"),
            ("juan.perez", ""),
            ("x", ""),
            ("y.ods", "ods"),
        ] {
            assert_eq!(ending_of(name), ending, "{name}");
        }
    }

    #[test]
    fn what_is_dropped_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let uploads = Uploads::new(folder.path());
        let (incoming, mut file) = uploads.incoming("csv").unwrap();
        file.write_all(b"x").unwrap();
        let path = incoming.path().to_owned();
        assert!(path.exists());
        drop(incoming);
        assert!(!path.exists());
    }
}
