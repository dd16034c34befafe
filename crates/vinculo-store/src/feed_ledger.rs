//! What was ever published: `feed.db` beside the database of records.
//!
//! The public feed is a projection of the records; this is what of it cannot be made again
//! from them. Once a notice was published its id stays here with the time of its last change,
//! so that the feed can say of a withdrawn or erased one that it is gone, in the same place
//! after a restart. It holds no content and no key of a record.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, params};

use crate::Digest;
use crate::error::{Result, StoreError};
use crate::layout::Layout;
use crate::limits::{BUSY_TIMEOUT, FEED_APPLICATION_ID};

/// One file per version, in order. A file that was released never changes.
const MIGRATIONS: [&str; 1] = [include_str!("../migrations/feed/0001_published.sql")];

/// What was published under an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The opaque id: digits of [`KeyDigests::public_id`](crate::KeyDigests::public_id).
    pub public_id: String,
    /// The id under which another registry published it, if it came from one.
    pub original_id: Option<String>,
    /// When it last changed in the feed.
    pub changed_at: Timestamp,
    /// Keyed digest of what is published; `None` if it is no longer.
    pub digest: Option<Digest>,
}

/// What was ever published from a store.
pub struct FeedLedger {
    connection: Mutex<Connection>,
    read_only: bool,
}

impl FeedLedger {
    /// Opens the ledger of a store, creating it unless it is only read; `None` where it is
    /// only read and nothing was published yet.
    ///
    /// # Errors
    /// When it cannot be opened; [`StoreError::NewerVersion`].
    pub fn open(layout: &Layout, read_only: bool) -> Result<Option<Self>> {
        let path = layout.feed();
        if read_only && !path.exists() {
            return Ok(None);
        }
        let access = match read_only {
            true => OpenFlags::SQLITE_OPEN_READ_ONLY,
            false => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        };
        let mut connection =
            Connection::open_with_flags(&path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.execute_batch(
            "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA synchronous = FULL;",
        )?;
        if !migrate(&mut connection, read_only)? {
            return Ok(None);
        }
        Ok(Some(Self { connection: Mutex::new(connection), read_only }))
    }

    /// Everything, by id.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn load(&self) -> Result<Vec<Published>> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let mut statement = connection.prepare_cached(
            "SELECT public_id, original_id, changed_at, digest FROM published ORDER BY public_id",
        )?;
        let rows = statement.query_map([], |row| {
            let at: i64 = row.get(2)?;
            Ok(Published {
                public_id: row.get(0)?,
                original_id: row.get(1)?,
                changed_at: Timestamp::from_millisecond(at).unwrap_or_default(),
                digest: row.get::<_, Option<[u8; 32]>>(3)?.map(Digest::from_bytes),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Writes what changed, in one transaction. Where the ledger is only read, nothing.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save(&self, changed: &[Published]) -> Result<()> {
        if changed.is_empty() || self.read_only {
            return Ok(());
        }
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let tx = connection.transaction()?;
        let mut statement = tx.prepare_cached(
            "INSERT INTO published (public_id, original_id, changed_at, digest)
             VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (public_id) DO UPDATE SET
                original_id = excluded.original_id, changed_at = excluded.changed_at,
                digest = excluded.digest",
        )?;
        for row in changed {
            let at = row.changed_at.as_millisecond();
            let digest = row.digest.as_ref().map(Digest::as_bytes);
            statement.execute(params![row.public_id, row.original_id, at, digest])?;
        }
        drop(statement);
        Ok(tx.commit()?)
    }
}

/// Copies a ledger, as of one moment, to a new file; false if there is none.
pub(crate) fn copy(layout: &Layout, path: &Path) -> Result<bool> {
    if !layout.feed().exists() {
        return Ok(false);
    }
    let source = Connection::open_with_flags(layout.feed(), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    source.busy_timeout(BUSY_TIMEOUT)?;
    source.execute("VACUUM INTO ?1", [path.to_string_lossy()])?;
    Ok(true)
}

/// Brings it to the newest version; false if it is only read and has none yet.
fn migrate(connection: &mut Connection, read_only: bool) -> Result<bool> {
    let supported = MIGRATIONS.len() as i64;
    let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > supported {
        return Err(StoreError::NewerVersion { found, supported });
    }
    if found == supported || read_only {
        return Ok(found == supported);
    }
    let tx = connection.transaction()?;
    let from = usize::try_from(found).unwrap_or_default();
    for (script, version) in MIGRATIONS.iter().zip(1i64..).skip(from) {
        tx.execute_batch(script)?;
        tx.pragma_update(None, "user_version", version)?;
    }
    tx.pragma_update(None, "application_id", FEED_APPLICATION_ID)?;
    tx.commit()?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(id: char, ms: i64, digest: Option<u8>) -> Published {
        Published {
            public_id: id.to_string().repeat(24),
            original_id: (id == 'b').then(|| "other.example.org/1".to_owned()),
            changed_at: Timestamp::from_millisecond(ms).unwrap(),
            digest: digest.map(|byte| Digest::from_bytes([byte; 32])),
        }
    }

    #[test]
    fn what_is_saved_is_there_at_the_next_opening() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::new(folder.path());
        assert!(FeedLedger::open(&layout, true).unwrap().is_none(), "reading creates nothing");
        assert!(!layout.feed().exists());
        let ledger = FeedLedger::open(&layout, false).unwrap().unwrap();
        ledger.save(&[published('a', 5, Some(1)), published('b', 6, Some(2))]).unwrap();
        ledger.save(&[published('a', 7, None)]).unwrap();
        drop(ledger);
        let reader = FeedLedger::open(&layout, true).unwrap().unwrap();
        let expected = [published('a', 7, None), published('b', 6, Some(2))];
        assert_eq!(reader.load().unwrap(), expected);
        reader.save(&[published('c', 8, None)]).unwrap();
        assert_eq!(reader.load().unwrap(), expected, "a reader writes nothing");
        let copied = folder.path().join("copy.db");
        assert!(copy(&layout, &copied).unwrap());
        std::fs::rename(&copied, layout.feed()).unwrap();
        assert_eq!(FeedLedger::open(&layout, false).unwrap().unwrap().load().unwrap(), expected);
    }
}
