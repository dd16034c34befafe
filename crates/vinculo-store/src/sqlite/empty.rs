//! Emptying a version: of an erased record, or of a batch that did not succeed.

use rusqlite::{Transaction, params};
use vinculo_record::RecordKey;

use crate::error::Result;
use crate::sqlite::put::Sealed;
use crate::sqlite::{erase, pictures, rows};
use crate::{Digest, Seq};

/// Hexadecimal digits of a blob's name.
const NAME_DIGITS: usize = 64;

/// Leaves of a version its numbers and a keyed digest of what it held, and of the pictures
/// that it showed those that somebody else shows. Gives the names of the files of the rest.
pub(super) fn empty(tx: &Transaction<'_>, key: &RecordKey, seq: Seq) -> Result<Vec<Digest>> {
    let files = pictures::take_off(tx, seq)?;
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
    Ok(files)
}

/// The names of blobs that a text may hold: content is not parsed, a name is a run of 64
/// hexadecimal digits that is a blob's.
pub(super) fn names_in(text: &str) -> impl Iterator<Item = Digest> + '_ {
    text.split(|c: char| !c.is_ascii_hexdigit())
        .filter(|run| run.len() == NAME_DIGITS)
        .filter_map(|run| run.to_ascii_lowercase().parse().ok())
}
