//! Taking out of the files what erased records left there.

use rusqlite::Connection;

use crate::Store;
use crate::error::Result;
use crate::faults;
use crate::ledger::{BackupFolders, Ledger};
use crate::snapshot::Snapshot;
use crate::sqlite::erase;
use crate::{Digest, Erasure, Residue, Seq};

impl Store {
    /// The erasures of which something is still to be done, oldest first: after a
    /// crash, or while something stood in the way.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn unfinished_erasures(&self) -> Result<Vec<Erasure>> {
        erase::unfinished(&*self.reader()?)
    }

    /// Removes what erased records left in the files of this crate: blobs that nobody
    /// else uses, unused space and stale pages of the database (it is written anew:
    /// that takes its size on the disk and in memory), the write-ahead log, copies of
    /// a killed backup. Tells what stood in the way: call it again later.
    ///
    /// # Errors
    /// When the store cannot be written; [`StoreError::DiskFull`](crate::StoreError::DiskFull).
    pub fn purge_files(&self) -> Result<Vec<Residue>> {
        let mut residue = Vec::new();
        if !self.remove_unnamed_blobs()? {
            residue.push(Residue::Blobs);
        }
        if !Snapshot::remove_stale(self.layout())? {
            residue.push(Residue::Snapshot);
        }
        let truncated = self.on_writer(|connection| {
            // Rows that moved between pages left copies that `secure_delete` misses.
            faults::reached("purge.before_rewriting");
            connection.execute_batch("VACUUM")?;
            faults::reached("purge.before_truncating");
            truncate_log(connection)
        })?;
        if !truncated {
            residue.push(Residue::WriteAheadLog);
        }
        Ok(residue)
    }

    /// Adds the erasures up to a log entry to the list beside every backup.
    ///
    /// # Errors
    /// When the store cannot be read or written. A folder that cannot be reached is
    /// told, and asked again the next time.
    pub fn list_erasures(&self, up_to: Seq) -> Result<Vec<Residue>> {
        let erasures = self.listed_erasures()?;
        let mut residue = Vec::new();
        for folder in BackupFolders::of(self.layout()).read()? {
            if Ledger::in_folder(&folder).add(&erasures).is_err() {
                residue.push(Residue::BackupFolder(folder));
            }
        }
        if residue.is_empty() {
            let sql = "UPDATE erasures SET listed = 1 WHERE seq <= ?1 AND listed = 0";
            self.write(|tx| Ok(tx.execute(sql, [up_to])?))?;
        }
        Ok(residue)
    }

    /// Notes that nothing is left of the records erased up to a log entry.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn mark_purged(&self, up_to: Seq) -> Result<()> {
        let sql = "UPDATE erasures SET purged = 1 WHERE seq <= ?1 AND purged = 0";
        self.write(|tx| Ok(tx.execute(sql, [up_to])?)).map(|_| ())
    }

    /// Removes the photos that no record names: those of versions that were emptied, and
    /// those that an import brought and then stored no record with. False if an import is
    /// running that may be about to name one: call it again when that is over.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn remove_unnamed_blobs(&self) -> Result<bool> {
        self.blobs().sweep(|name| is_named(&*self.reader()?, name))?;
        let names: Vec<Digest> = {
            let reader = self.reader()?;
            let mut statement = reader.prepare_cached("SELECT digest FROM erased_blobs")?;
            let names = statement.query_map([], |row| super::rows::digest(row, 0))?;
            names.collect::<Result<_, _>>()?
        };
        let mut all = true;
        for name in names {
            self.write(|tx| {
                if self.blobs().remove_unnamed(&name, || is_named(tx, &name))? {
                    tx.prepare_cached("DELETE FROM erased_blobs WHERE digest = ?1")?
                        .execute([name.as_bytes()])?;
                } else {
                    all = false;
                }
                Ok(())
            })?;
        }
        Ok(all)
    }
}

/// Whether a version of any record shows a picture whose file is this.
fn is_named(connection: &Connection, name: &Digest) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM pictures WHERE digest = ?1 AND has_file)";
    Ok(connection.prepare_cached(sql)?.query_row([name.as_bytes()], |row| row.get(0))?)
}

/// Takes the write-ahead log into the database and empties it; false if a reader
/// needs it.
fn truncate_log(connection: &Connection) -> Result<bool> {
    let busy: i64 =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    Ok(busy == 0)
}
