//! A store from a backup, without what was erased since.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Component, Path, PathBuf};

use age::secrecy::SecretString;
use age::{DecryptError, Decryptor, Identity, IdentityFile, scrypt};
use vinculo_store::{
    BackupFolders, Digest, ErasureOrder, ErasureReason, Ledger, RecordStore, StoreError,
};

use crate::backup::{BackupError, FORMAT, FORMAT_FILE, secret};
use crate::engine::Engine;
use crate::error::Result;

/// Who erases what a list names: stands in the tombstones.
const RESTORER: &str = "vinculo restore";
/// The first bytes of an encrypted file.
const AGE: &[u8] = b"age-encryption.org/";

/// Most work for a passphrase, as the binary logarithm of scrypt's N: takes a gigabyte of
/// memory. Writing takes what lasts a second, so a slower machine must bear more. Judgement.
const MAX_WORK_FACTOR: u8 = 20;

/// What opens a backup.
pub enum Unlock {
    /// Identities of recipients.
    Identities(Vec<Box<dyn Identity>>),
    /// A passphrase.
    Passphrase(SecretString),
    /// Nothing: for a backup that is not encrypted.
    Nothing,
}

/// Which erasures a restore applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Erasures {
    /// Those of the list beside the backup.
    Beside,
    /// Those of the list in this file.
    In(PathBuf),
    /// None: what was erased since the backup comes back.
    None,
}

/// What a restore did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Records in the store now.
    pub records: u64,
    /// Records of the backup that had been erased since, and are gone again.
    pub erased_again: u64,
}

impl Unlock {
    /// The identities in the text of an identity file of age.
    ///
    /// # Errors
    /// [`BackupError::NoIdentity`].
    pub fn identities(text: &str) -> Result<Self, BackupError> {
        let file = IdentityFile::from_buffer(text.as_bytes()).ok();
        let found = file.and_then(|file| file.into_identities().ok()).unwrap_or_default();
        if found.is_empty() {
            return Err(BackupError::NoIdentity);
        }
        let plain = |identity: Box<dyn Identity + Send + Sync>| -> Box<dyn Identity> { identity };
        Ok(Unlock::Identities(found.into_iter().map(plain).collect()))
    }

    /// A passphrase: the first line of a text.
    ///
    /// # Errors
    /// [`BackupError::NoPassphrase`].
    pub fn passphrase(text: &str) -> Result<Self, BackupError> {
        Ok(Unlock::Passphrase(secret(text)?))
    }
}

/// Makes a store of a backup in a folder that does not exist or is empty. What the
/// list of erasures names is erased again, the projections are made, everything is
/// verified; only then the folder has its name.
///
/// # Errors
/// [`BackupError`], or when the folder cannot be written: then nothing is there.
pub fn restore(dir: &Path, file: &Path, unlock: &Unlock, erasures: &Erasures) -> Result<Restored> {
    if fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) || dir.is_file() {
        return Err(BackupError::NotEmpty { dir: dir.to_owned() }.into());
    }
    let ledger = match erasures {
        Erasures::Beside => Some(Ledger::in_folder(folder_of(file))),
        Erasures::In(path) => Some(Ledger::at(path)),
        Erasures::None => None,
    };
    let erased = match &ledger {
        Some(ledger) => ledger
            .read()?
            .ok_or_else(|| BackupError::NoErasureList { path: ledger.path().to_owned() })?,
        None => BTreeMap::new(),
    };
    let staging = staging_of(dir);
    let placed = fill(&staging, file, unlock, &erased, ledger.as_ref()).and_then(|restored| {
        put_in_place(&staging, dir).map_err(writing)?;
        Ok(restored)
    });
    if placed.is_err() {
        let _ = fs::remove_dir_all(&staging);
    }
    placed
}

fn fill(
    staging: &Path,
    file: &Path,
    unlock: &Unlock,
    erased: &BTreeMap<Digest, ErasureReason>,
    ledger: Option<&Ledger>,
) -> Result<Restored> {
    private_folder(staging).map_err(writing)?;
    unpack(file, unlock, staging)?;
    let engine = Engine::open_writer(staging, "restore")?;
    if let Some(ledger) = ledger {
        // From here on its erasures go to that list as well.
        BackupFolders::of(engine.store.layout()).add(folder_of(ledger.path()))?;
    }
    let erased_again = erase_again(&engine, erased)?;
    engine.follow()?;
    engine.finish_erasures()?;
    let verified = engine.verify()?;
    let wrong = verified.store.findings.iter().map(ToString::to_string);
    let wrong: Vec<String> = wrong.chain(verified.findings).collect();
    match wrong.first() {
        Some(first) => Err(BackupError::Unsound(first.clone()).into()),
        None => Ok(Restored { records: verified.store.records, erased_again }),
    }
}

/// Erases what a list names, and remembers what the backup did not hold.
fn erase_again(engine: &Engine, erased: &BTreeMap<Digest, ErasureReason>) -> Result<u64> {
    if erased.is_empty() {
        return Ok(0);
    }
    let named = engine.store.named_in(erased)?;
    for (key, reason) in &named {
        engine.store.erase(key, &ErasureOrder::new(RESTORER, *reason)?)?;
    }
    engine.store.refuse_erased(erased)?;
    Ok(named.len() as u64)
}

fn unpack(file: &Path, unlock: &Unlock, staging: &Path) -> Result<()> {
    let opened =
        File::open(file).map_err(|source| StoreError::Io { what: "open the backup", source })?;
    let mut reader = BufReader::new(opened);
    let start = reader.fill_buf().map_err(BackupError::Damaged)?;
    if !start.starts_with(AGE) {
        return extract(reader, staging);
    }
    let decryptor = Decryptor::new_buffered(reader).map_err(refused)?;
    let reader = match unlock {
        Unlock::Identities(identities) => decryptor.decrypt(identities.iter().map(|i| i.as_ref())),
        Unlock::Passphrase(passphrase) => {
            let mut identity = scrypt::Identity::new(passphrase.clone());
            identity.set_max_work_factor(MAX_WORK_FACTOR);
            decryptor.decrypt(std::iter::once(&identity as &dyn Identity))
        }
        Unlock::Nothing => return Err(BackupError::Locked.into()),
    };
    extract(BufReader::new(reader.map_err(refused)?), staging)
}

fn refused(error: DecryptError) -> BackupError {
    match error {
        DecryptError::Io(error) => BackupError::Damaged(error),
        DecryptError::InvalidHeader | DecryptError::InvalidMac | DecryptError::UnknownFormat => {
            BackupError::NotABackup
        }
        _ => BackupError::WrongKey,
    }
}

/// Writes the files of an archive that a store has, and refuses every other.
fn extract(reader: impl BufRead, staging: &Path) -> Result<()> {
    let no_backup = |_| BackupError::NotABackup;
    let unpacked = zstd::Decoder::with_buffer(reader).map_err(no_backup)?;
    let mut archive = tar::Archive::new(unpacked);
    let mut entries = archive.entries().map_err(no_backup)?;
    let mut format = String::new();
    let first = entries.next().ok_or(BackupError::NotABackup)?;
    let first = first.map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => BackupError::Damaged(error),
        _ => BackupError::NotABackup,
    })?;
    let is_ours = first.path().is_ok_and(|path| path == Path::new(FORMAT_FILE));
    first.take(16).read_to_string(&mut format).map_err(no_backup)?;
    if !is_ours || format != FORMAT {
        return Err(BackupError::NotABackup.into());
    }
    for entry in entries {
        let mut entry = entry.map_err(BackupError::Damaged)?;
        let path = entry.path().map_err(BackupError::Damaged)?.into_owned();
        if !entry.header().entry_type().is_file() || !belongs(&path) {
            return Err(BackupError::NotABackup.into());
        }
        let target = staging.join(&path);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(writing)?;
        }
        let mut file = File::create_new(&target).map_err(writing)?;
        copy(&mut entry, &mut file)?;
        file.sync_all().map_err(writing)?;
    }
    // To the end, so that a file that was cut behind its last entry is found out.
    let mut rest = archive.into_inner();
    io::copy(&mut rest, &mut io::sink()).map_err(BackupError::Damaged)?;
    Ok(())
}

/// Copies, telling a damaged backup from a disk that cannot be written.
fn copy(from: &mut impl Read, to: &mut impl io::Write) -> Result<()> {
    let mut buffer = vec![0; 1 << 16];
    loop {
        match from.read(&mut buffer).map_err(BackupError::Damaged)? {
            0 => return Ok(()),
            n => to.write_all(&buffer[..n]).map_err(writing)?,
        }
    }
}

/// Whether a path is that of a file which a backup holds: never one outside.
fn belongs(path: &Path) -> bool {
    let plain = |component| match component {
        Component::Normal(name) => name.to_str().map(str::to_owned),
        _ => None,
    };
    let parts: Option<Vec<String>> = path.components().map(plain).collect();
    match parts.unwrap_or_default().iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["store.db" | "access.db" | "feed.db"] | ["uploads", _] => true,
        ["blobs", one, two, name] => {
            name.parse::<Digest>().is_ok() && name[..2] == *one && name[2..4] == *two
        }
        _ => false,
    }
}

fn put_in_place(staging: &Path, dir: &Path) -> io::Result<()> {
    File::open(staging)?.sync_all()?;
    // An empty folder is replaced.
    fs::rename(staging, dir)?;
    File::open(folder_of(dir))?.sync_all()
}

/// A folder beside the target: a rename puts it in place.
fn staging_of(dir: &Path) -> PathBuf {
    let mut name = dir.file_name().map_or_else(|| OsString::from("store"), ToOwned::to_owned);
    name.push(format!(".restoring-{}", std::process::id()));
    folder_of(dir).join(name)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn private_folder(dir: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

fn writing(source: io::Error) -> StoreError {
    StoreError::of_writing("write the restored store", source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_a_store_are_written() {
        let blob = Digest::of(b"x").to_string();
        let good = format!("blobs/{}/{}/{blob}", &blob[..2], &blob[2..4]);
        for path in ["store.db", "access.db", "feed.db", "uploads/a.csv", &good] {
            assert!(belongs(Path::new(path)), "{path}");
        }
        for path in [
            "../store.db",
            "/etc/passwd",
            "uploads/../../x",
            "uploads/a/b",
            "blobs/00/00/x",
            "index/meta.json",
            "./../store.db",
            "",
        ] {
            assert!(!belongs(Path::new(path)), "{path}");
        }
    }
}
