//! A file that appears whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::ExchangeError;
use crate::input::CHUNK;

/// A file that is written beside its target and renamed over it when it is whole.
/// Dropped before that, it goes away and the target stays as it was.
///
/// The file is readable by its owner alone: rows of people are private until
/// someone decides otherwise. A target that is a pipe or a device is written to
/// directly.
pub struct AtomicFile {
    name: String,
    target: PathBuf,
    out: BufWriter<Place>,
}

enum Place {
    Beside(NamedTempFile),
    Direct(File),
}

impl Write for Place {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Place::Beside(file) => file.write(bytes),
            Place::Direct(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Place::Beside(file) => file.flush(),
            Place::Direct(file) => file.flush(),
        }
    }
}

impl AtomicFile {
    /// Begins a file.
    ///
    /// # Errors
    /// When nothing can be written in the folder of the target.
    pub fn create(path: &Path) -> Result<Self, ExchangeError> {
        let name = file_name(path);
        // A link is followed, or the file behind it would stay as it was.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let kind = fs::metadata(&target).map(|meta| meta.file_type()).ok();
        if kind.is_some_and(|kind| kind.is_dir()) {
            let is_folder = io::Error::from(io::ErrorKind::IsADirectory);
            return Err(ExchangeError::io(&name, "creating")(is_folder));
        }
        let place = if kind.is_some_and(|kind| !kind.is_file()) {
            let file = File::options().write(true).open(&target);
            Place::Direct(file.map_err(ExchangeError::io(&name, "opening for writing"))?)
        } else {
            let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
            let file = tempfile::Builder::new()
                .prefix(".vinculo-")
                .suffix(".part")
                .tempfile_in(folder.unwrap_or(Path::new(".")));
            Place::Beside(file.map_err(ExchangeError::io(&name, "creating it in its folder"))?)
        };
        Ok(Self { name, target, out: BufWriter::with_capacity(CHUNK, place) })
    }

    /// Puts the file in its place, for good: content and directory are on disk.
    ///
    /// # Errors
    /// When the disk is full or refuses; the target then stays as it was.
    pub fn commit(self) -> Result<(), ExchangeError> {
        let Self { name, target, out } = self;
        let place = out
            .into_inner()
            .map_err(|error| ExchangeError::io(&name, "writing")(error.into_error()))?;
        let Place::Beside(file) = place else { return Ok(()) };
        file.as_file().sync_all().map_err(ExchangeError::io(&name, "writing to disk"))?;
        file.persist(&target)
            .map_err(|error| ExchangeError::io(&name, "putting it in place")(error.error))?;
        #[cfg(unix)]
        if let Some(folder) = target.parent() {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            File::open(folder)
                .and_then(|folder| folder.sync_all())
                .map_err(ExchangeError::io(&name, "writing its folder to disk"))?;
        }
        Ok(())
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The name of a file in messages.
pub fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
