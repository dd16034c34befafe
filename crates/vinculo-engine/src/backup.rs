//! A backup: the store as of one moment in one encrypted file.
//!
//! The file is an age stream (age-encryption.org/v1) over zstd over tar, so that
//! it can be opened without this program, too. Beside it lies the list of erasures
//! ([`Ledger`]): [`restore`](crate::restore) applies it, so that what was erased after
//! the backup does not come back.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use age::secrecy::SecretString;
use age::{Encryptor, x25519};
use vinculo_store::{BackupFolders, Ledger, Snapshot, SnapshotFile, StoreError};

use crate::engine::Engine;
use crate::error::Result;

/// The first file of the archive; its content is [`FORMAT`].
pub(crate) const FORMAT_FILE: &str = "vinculo-backup";
/// The format of the archive.
pub(crate) const FORMAT: &str = "1";
/// The compression level: zstd's own default, at which it is faster than a disk.
const LEVEL: i32 = 3;

/// Who can open a backup.
pub enum Lock {
    /// Holders of the identities of these recipients.
    Recipients(Vec<x25519::Recipient>),
    /// Who knows the passphrase.
    Passphrase(SecretString),
    /// Anybody who has the file.
    Open,
}

/// Why a backup could not be written or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BackupError {
    /// A text is no recipient.
    #[error("recipient number {number} is none of age's: it begins with age1")]
    Recipient {
        /// Which, from 1.
        number: usize,
    },
    /// A passphrase is blank.
    #[error("the passphrase is empty")]
    NoPassphrase,
    /// A file holds no identity.
    #[error("the identity file holds no identity of age: it begins with AGE-SECRET-KEY-1")]
    NoIdentity,
    /// The backup is encrypted and nothing to open it was given.
    #[error("the backup is encrypted: name the identity file or the file with the passphrase")]
    Locked,
    /// The key or passphrase does not open it.
    #[error("the backup is not encrypted for this identity, or with this passphrase")]
    WrongKey,
    /// The file is no backup.
    #[error("the file is no backup of a store, or of a later version of this program")]
    NotABackup,
    /// The file is damaged or cut.
    #[error("the backup is damaged or cut: {0}")]
    Damaged(#[source] io::Error),
    /// There is no list of erasures.
    #[error(
        "there is no list of erasures at {}: what was erased since would come back; name the list, or say that there is none", .path.display()
    )]
    NoErasureList {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The target holds something.
    #[error("{} is not empty: restore into a folder that does not exist", .dir.display())]
    NotEmpty {
        /// The folder.
        dir: PathBuf,
    },
    /// What was restored is not sound; nothing was put in place.
    #[error("the restored store is not sound ({0}): nothing was put in place; use another backup")]
    Unsound(String),
}

impl Lock {
    /// A lock for recipients (`age1…`).
    ///
    /// # Errors
    /// [`BackupError::Recipient`] when one is not valid or there is none.
    pub fn recipients<T: AsRef<str>>(texts: &[T]) -> Result<Self, BackupError> {
        let parse = |(place, text): (usize, &T)| {
            let number = place + 1;
            text.as_ref().trim().parse().map_err(|_| BackupError::Recipient { number })
        };
        let recipients = texts.iter().enumerate().map(parse).collect::<Result<Vec<_>, _>>()?;
        match recipients.is_empty() {
            true => Err(BackupError::Recipient { number: 1 }),
            false => Ok(Lock::Recipients(recipients)),
        }
    }

    /// A lock that a passphrase opens.
    ///
    /// # Errors
    /// [`BackupError::NoPassphrase`].
    pub fn passphrase(text: &str) -> Result<Self, BackupError> {
        Ok(Lock::Passphrase(secret(text)?))
    }

    /// `None` for what shall not be encrypted, and only for that.
    fn encryptor(&self) -> io::Result<Option<Encryptor>> {
        match self {
            Lock::Recipients(recipients) => {
                Encryptor::with_recipients(recipients.iter().map(|r| r as _))
                    .map(Some)
                    .map_err(io::Error::other)
            }
            Lock::Passphrase(passphrase) => {
                Ok(Some(Encryptor::with_user_passphrase(passphrase.clone())))
            }
            Lock::Open => Ok(None),
        }
    }
}

/// A passphrase: the first line of a text.
pub(crate) fn secret(text: &str) -> Result<SecretString, BackupError> {
    match text.lines().next().map(str::trim).filter(|line| !line.is_empty()) {
        Some(line) => Ok(SecretString::from(line.to_owned())),
        None => Err(BackupError::NoPassphrase),
    }
}

impl Engine {
    /// Writes a backup to a file that does not exist yet, beside a writer if there is
    /// one, and brings the list of erasures beside it up to date. The folder is
    /// remembered: later erasures are listed there, too.
    ///
    /// # Errors
    /// When the file exists or cannot be written. It has its name only when it is whole.
    pub fn backup(&self, path: &Path, lock: &Lock) -> Result<()> {
        if path.exists() {
            return Err(StoreError::TargetExists { path: path.to_owned() }.into());
        }
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        // First the folder: an erasure from now on is listed there.
        BackupFolders::of(self.store.layout()).add(folder)?;
        Ledger::in_folder(folder).add(&self.store.listed_erasures()?)?;
        let snapshot = Snapshot::take(&self.store)?;
        let mut temporary = path.as_os_str().to_owned();
        temporary.push(".partial");
        let temporary = Path::new(&temporary);
        let written = write(temporary, lock, &snapshot.files()?)
            .and_then(|()| fs::rename(temporary, path))
            .and_then(|()| File::open(folder)?.sync_all());
        if written.is_err() {
            let _ = fs::remove_file(temporary);
        }
        Ok(written.map_err(|source| StoreError::of_writing("write the backup", source))?)
    }
}

fn write(path: &Path, lock: &Lock, files: &[SnapshotFile]) -> io::Result<()> {
    let file = BufWriter::new(private_file(path)?);
    let file = match lock.encryptor()? {
        Some(encryptor) => archive(encryptor.wrap_output(file)?, files)?.finish()?,
        None => archive(file, files)?,
    };
    file.into_inner()?.sync_all()
}

/// Writes the files, compressed, and gives the writer back.
fn archive<W: Write>(out: W, files: &[SnapshotFile]) -> io::Result<W> {
    let mut packed = zstd::Encoder::new(out, LEVEL)?;
    packed.include_checksum(true)?;
    let mut archive = tar::Builder::new(packed);
    append(&mut archive, Path::new(FORMAT_FILE), FORMAT.len() as u64, FORMAT.as_bytes())?;
    for file in files {
        let open = match File::open(&file.path) {
            // A blob whose record has just been erased.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            open => open?,
        };
        append(&mut archive, &file.inside, open.metadata()?.len(), open)?;
    }
    archive.into_inner()?.finish()
}

fn append<W: Write>(
    archive: &mut tar::Builder<W>,
    inside: &Path,
    size: u64,
    content: impl io::Read,
) -> io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(size);
    header.set_mode(0o600);
    archive.append_data(&mut header, inside, content)
}

/// A new file that only this user can read.
fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
