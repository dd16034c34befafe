//! Emptying a version: of an erased record, or of a batch that did not succeed.

use rusqlite::{Transaction, params};
use vinculo_record::RecordKey;

use crate::error::Result;
use crate::sqlite::put::Sealed;
use crate::sqlite::{erase, pictures, rows};
use crate::{Digest, Seq};

/// Leaves of a version its numbers and a keyed digest of what it held, and of the pictures
/// that it showed those that somebody else shows. The files of the rest are noted for
/// [`Store::remove_unnamed_blobs`](crate::Store::remove_unnamed_blobs).
pub(super) fn empty(tx: &Transaction<'_>, key: &RecordKey, seq: Seq) -> Result<()> {
    let mut note = tx.prepare_cached("INSERT OR IGNORE INTO erased_blobs (digest) VALUES (?1)")?;
    for file in pictures::take_off(tx, seq)? {
        note.execute([file.as_bytes()])?;
    }
    let secret = erase::secret(tx)?;
    let mut statement = tx.prepare_cached(
        "SELECT v.version, v.superseded, v.basis_digest, l.recorded_at
         FROM versions v JOIN log l ON l.seq = v.seq WHERE v.seq = ?1",
    )?;
    let (basis, checksum) = statement.query_row([seq], |row| {
        let basis = Digest::keyed(&secret, rows::digest(row, 2)?.as_bytes());
        let sealed = Sealed {
            key,
            version: row.get(0)?,
            seq,
            recorded_at_ms: row.get(3)?,
            superseded: row.get(1)?,
            updated_at: None,
            basis,
            content: "",
            private: "",
            pictures: "",
        };
        Ok((basis, sealed.checksum()))
    })?;
    tx.prepare_cached(
        "UPDATE versions SET content = '', private = '', updated_at = NULL, basis_digest = ?2,
                             checksum = ?3 WHERE seq = ?1",
    )?
    .execute(params![seq, basis.as_bytes(), checksum.as_bytes()])?;
    Ok(())
}
