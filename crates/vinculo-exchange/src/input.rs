//! A file to read: on disk, or spooled there from a stream.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use crate::{ExchangeError, Limits};

/// Bytes read at a time.
pub(crate) const CHUNK: usize = 64 * 1024;

/// A file to read. Cloning is cheap and gives an independent reading position.
#[derive(Clone)]
pub struct Input {
    name: String,
    place: Arc<Place>,
    bytes: u64,
    photos_beside: bool,
}

enum Place {
    Path(std::path::PathBuf),
    Spooled(NamedTempFile),
}

impl Input {
    /// A file on disk. Messages name it by its file name.
    ///
    /// # Errors
    /// When it cannot be opened, is empty or larger than the limit.
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, ExchangeError> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let file = File::open(path).map_err(ExchangeError::io(&name, "opening"))?;
        let meta = file.metadata().map_err(ExchangeError::io(&name, "opening"))?;
        if !meta.is_file() {
            return Err(ExchangeError::Format { file: name, found: "not a regular file" });
        }
        Self::checked(name, Place::Path(path.to_owned()), meta.len(), limits)
    }

    /// A stream, spooled to a temporary file that goes away with the last clone.
    /// `name` serves messages and, by its ending, as a hint of the format.
    ///
    /// # Errors
    /// When reading or spooling fails, or the stream is empty or too long.
    pub fn from_reader(
        name: &str,
        reader: impl Read,
        limits: &Limits,
    ) -> Result<Self, ExchangeError> {
        let mut spool = NamedTempFile::new().map_err(ExchangeError::io(name, "spooling"))?;
        let bytes = io::copy(&mut reader.take(limits.file_bytes + 1), &mut spool)
            .map_err(ExchangeError::io(name, "spooling"))?;
        spool.flush().map_err(ExchangeError::io(name, "spooling"))?;
        Self::checked(name.to_owned(), Place::Spooled(spool), bytes, limits)
    }

    fn checked(
        name: String,
        place: Place,
        bytes: u64,
        limits: &Limits,
    ) -> Result<Self, ExchangeError> {
        if bytes == 0 {
            return Err(ExchangeError::Empty { file: name });
        }
        if bytes > limits.file_bytes {
            return Err(ExchangeError::TooLarge { file: name, limit: limits.file_bytes });
        }
        Ok(Self { name, place: Arc::new(place), bytes, photos_beside: false })
    }

    /// Lets the photos that the sheet names be read from its own folder. Only for a
    /// file that its user chose on this machine: an upload lies beside others'.
    #[must_use]
    pub fn with_photos_beside(mut self) -> Self {
        self.photos_beside = true;
        self
    }

    /// The folder from which photos may be read.
    pub(crate) fn photo_folder(&self) -> Option<&Path> {
        match &*self.place {
            Place::Path(path) if self.photos_beside => path.parent(),
            _ => None,
        }
    }

    /// The name for messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The size in bytes.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// A new reading position at the start.
    pub(crate) fn file(&self) -> Result<File, ExchangeError> {
        let file = match &*self.place {
            Place::Path(path) => File::open(path),
            Place::Spooled(spool) => spool.reopen(),
        };
        file.map_err(ExchangeError::io(&self.name, "opening"))
    }

    /// A buffered reading position at the start.
    pub(crate) fn reader(&self) -> Result<BufReader<File>, ExchangeError> {
        Ok(BufReader::with_capacity(CHUNK, self.file()?))
    }

    /// The first bytes, at most `max`.
    pub(crate) fn head(&self, max: u64) -> Result<Vec<u8>, ExchangeError> {
        let mut head = Vec::new();
        let mut file = self.file()?;
        file.seek(SeekFrom::Start(0))
            .and_then(|_| file.take(max).read_to_end(&mut head))
            .map_err(ExchangeError::io(&self.name, "reading"))?;
        Ok(head)
    }

    /// SHA-256 of the content, as 64 hexadecimal digits. Reads the whole file.
    ///
    /// # Errors
    /// When reading fails.
    pub fn digest(&self) -> Result<String, ExchangeError> {
        let mut hash = Sha256::new();
        let mut reader = self.file()?;
        let mut chunk = vec![0; CHUNK];
        loop {
            match reader.read(&mut chunk).map_err(ExchangeError::io(&self.name, "reading"))? {
                0 => break,
                n => hash.update(&chunk[..n]),
            }
        }
        Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}
