//! Opening a store, and who may do what with it.

use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use rusqlite::{Connection, DropBehavior, Transaction, TransactionBehavior};

use crate::access::Access;
use crate::blobs::{Blobs, sync_folder};
use crate::error::{Result, StoreError};
use crate::faults;
use crate::layout::Layout;
use crate::lock::WriterLock;
use crate::sqlite::connection;
use crate::sqlite::readers::{Reader, Readers};

/// A store in a folder. Shared between threads as it is (`Arc<Store>`): writes
/// take turns, reads run beside each other and beside the writer.
pub struct Store {
    // Dropped in this order: the writer's connection closes last and takes the
    // write-ahead log into the database; then the lock is released.
    readers: Readers,
    writer: Option<Mutex<Connection>>,
    blobs: Blobs,
    layout: Layout,
    access: OnceLock<Access>,
    _lock: Option<WriterLock>,
}

impl Store {
    /// Creates a store in this folder, which is created if it does not exist. A
    /// creation that was interrupted can be repeated.
    ///
    /// # Errors
    /// [`StoreError::AlreadyAStore`] when the folder holds one or its `store.db`
    /// is something else.
    pub fn init(dir: impl AsRef<Path>) -> Result<()> {
        let layout = Layout::new(dir.as_ref());
        make_private(layout.dir())?;
        let _lock = WriterLock::acquire(&layout.writer_lock(), "init")?;
        connection::create(&layout).map_err(connection::explain_unwritable)?;
        fs::create_dir_all(layout.blobs())
            .map_err(StoreError::writing("create the blob folder"))?;
        Access::open(&layout)?;
        sync_folder(layout.dir()).map_err(StoreError::writing("flush the store's folder"))
    }

    /// Whether the folder has a database by the name of a store's; opening tells
    /// whether it is one.
    pub fn exists(dir: impl AsRef<Path>) -> bool {
        Layout::new(dir.as_ref()).database().is_file()
    }

    /// Opens a store for reading and writing, raising it to this program's
    /// version and settling what batches left. `purpose` is what a second writer is told (`import`, `serve`).
    ///
    /// # Errors
    /// [`StoreError::NotAStore`], [`StoreError::Locked`] with the holder,
    /// [`StoreError::NewerVersion`], [`StoreError::ReadOnly`].
    pub fn open_writer(dir: impl AsRef<Path>, purpose: &str) -> Result<Self> {
        let layout = Self::existing(dir.as_ref())?;
        let lock = WriterLock::acquire(&layout.writer_lock(), purpose)?;
        let writer = connection::open_writer(&layout).map_err(connection::explain_unwritable)?;
        let (reader, mode) = connection::open_reader(&layout)?;
        let store = Self {
            readers: Readers::new(layout.clone(), mode, reader),
            writer: Some(Mutex::new(writer)),
            blobs: Blobs::for_writer(layout.blobs())?,
            layout,
            access: OnceLock::new(),
            _lock: Some(lock),
        };
        match store.settle_batches() {
            // It is done when there is room.
            Err(error) if error.is_disk_full() => {}
            settled => settled?,
        }
        Ok(store)
    }

    /// Opens a store for reading, beside a writer if there is one.
    ///
    /// On a medium where nothing can be written the database is read as a file
    /// that nobody changes.
    ///
    /// # Errors
    /// [`StoreError::NotAStore`], [`StoreError::NewerVersion`],
    /// [`StoreError::OlderVersion`].
    pub fn open_reader(dir: impl AsRef<Path>) -> Result<Self> {
        let layout = Self::existing(dir.as_ref())?;
        let (reader, mode) = connection::open_reader(&layout)?;
        Ok(Self {
            readers: Readers::new(layout.clone(), mode, reader),
            writer: None,
            blobs: Blobs::for_reader(layout.blobs()),
            layout,
            access: OnceLock::new(),
            _lock: None,
        })
    }

    /// The store's files and folders.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Tokens and the audit log; opened, and where it is missing created, at first use.
    ///
    /// # Errors
    /// When it cannot be written: then nothing personal may be read either.
    pub fn access(&self) -> Result<&Access> {
        if let Some(access) = self.access.get() {
            return Ok(access);
        }
        let opened = Access::open(&self.layout).map_err(connection::explain_unwritable)?;
        Ok(self.access.get_or_init(|| opened))
    }

    /// The photo blobs.
    pub fn blobs(&self) -> &Blobs {
        &self.blobs
    }

    /// Whether it was opened for reading only.
    pub fn is_read_only(&self) -> bool {
        self.writer.is_none()
    }

    pub(super) fn reader(&self) -> Result<Reader<'_>> {
        self.readers.get()
    }

    /// Runs a write as one transaction: all of it, or after an error nothing.
    pub(super) fn write<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let writer = self.writer.as_ref().ok_or_else(StoreError::opened_for_reading)?;
        // A panic inside left an unfinished transaction, which was rolled back.
        let mut connection = writer.lock().unwrap_or_else(PoisonError::into_inner);
        if faults::is_broken("commit") {
            return write_before_commit(&mut connection, work);
        }
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&tx)?;
        faults::reached("write.before_commit");
        tx.commit()?;
        faults::reached("write.after_commit");
        Ok(done)
    }

    /// Does something with the writer's connection that cannot stand in a transaction.
    pub(super) fn on_writer<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let writer = self.writer.as_ref().ok_or_else(StoreError::opened_for_reading)?;
        work(&writer.lock().unwrap_or_else(PoisonError::into_inner))
    }

    #[cfg(test)]
    pub(super) fn with_writer<T>(&self, work: impl FnOnce(&Connection) -> T) -> T {
        work(&self.writer.as_ref().unwrap().lock().unwrap())
    }

    fn existing(dir: &Path) -> Result<Layout> {
        let layout = Layout::new(dir);
        match layout.database().try_exists() {
            Ok(true) => check_private(dir).map(|()| layout),
            Ok(false) => Err(StoreError::NotAStore { dir: dir.to_owned() }),
            Err(e) => Err(StoreError::reading("look for the store")(e)),
        }
    }
}

/// Makes a store's folder for this user alone; an empty one is taken over.
pub(super) fn make_private(dir: &Path) -> Result<()> {
    let io = || StoreError::writing("create the store's folder");
    fs::create_dir_all(dir).map_err(io())?;
    #[cfg(unix)]
    if fs::read_dir(dir).map_err(io())?.next().is_none() {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(dir, fs::Permissions::from_mode(0o700)).map_err(io())?;
    }
    check_private(dir)
}

/// A folder for tests that nobody else may enter.
#[cfg(test)]
pub(crate) fn private_tempdir() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    make_private(dir.path()).unwrap();
    dir
}

/// Refuses a folder that others may enter.
#[cfg(unix)]
fn check_private(dir: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let found = fs::metadata(dir).map_err(StoreError::reading("look at the store's folder"))?;
    let mode = found.permissions().mode() & 0o777;
    if mode & 0o077 == 0 { Ok(()) } else { Err(StoreError::Loose { dir: dir.to_owned(), mode }) }
}

/// Other systems keep their folders private by means that this program does not know.
#[cfg(not(unix))]
fn check_private(_: &Path) -> Result<()> {
    Ok(())
}

/// For a test only: says that a write is done before it is, which the next one sees to.
fn write_before_commit<T>(
    connection: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> Result<T>,
) -> Result<T> {
    if !connection.is_autocommit() {
        // Time for the answer to leave; nothing else can write meanwhile.
        std::thread::sleep(std::time::Duration::from_millis(300));
        faults::reached("write.answered_first");
        connection.execute_batch("COMMIT")?;
    }
    let mut tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = work(&tx)?;
    tx.set_drop_behavior(DropBehavior::Ignore);
    Ok(done)
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("dir", &self.layout.dir())
            .field("read_only", &self.is_read_only())
            .finish_non_exhaustive()
    }
}
