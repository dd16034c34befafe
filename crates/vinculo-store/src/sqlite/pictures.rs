//! Pictures of versions, and the pairs that were found to be the same.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::error::Result;
use crate::picture::seal;
use crate::sqlite::rows::{self, SqlResult};
use crate::{
    Digest, PictureContent, PictureNo, PicturePair, PutPicture, RecordId, Seq, Store, StoreError,
    VersionPicture,
};

/// Stores the pictures of a version.
pub(super) fn put(tx: &Transaction<'_>, seq: Seq, pictures: &[PutPicture]) -> Result<()> {
    for picture in pictures {
        let no = put_content(tx, &picture.content)?;
        tx.prepare_cached(
            "INSERT INTO version_pictures (seq, item, label, picture_no) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![seq, picture.item, picture.label, no.0])?;
    }
    Ok(())
}

/// Stores a picture, or makes what is known of it anew where that was made otherwise.
fn put_content(tx: &Transaction<'_>, content: &PictureContent) -> Result<PictureNo> {
    let mut statement =
        tx.prepare_cached("SELECT picture_no, algorithm FROM pictures WHERE digest = ?1")?;
    let found: Option<(i64, String)> = statement
        .query_row([content.digest.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((no, algorithm)) = found {
        if algorithm != content.algorithm {
            recode(tx, PictureNo(no), content)?;
        }
        return Ok(PictureNo(no));
    }
    let PictureContent { digest, has_file, algorithm, form } = content;
    tx.prepare_cached(
        "INSERT INTO pictures (digest, has_file, algorithm, form, checksum)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        digest.as_bytes(),
        has_file,
        algorithm,
        form,
        content.checksum().as_bytes()
    ])?;
    Ok(PictureNo(tx.last_insert_rowid()))
}

/// Replaces what is known of a picture; it is then to be compared again.
fn recode(tx: &Transaction<'_>, no: PictureNo, content: &PictureContent) -> Result<()> {
    let PictureContent { digest: _, has_file, algorithm, form } = content;
    tx.prepare_cached(
        "UPDATE pictures SET has_file = ?2, algorithm = ?3, form = ?4, checksum = ?5,
                             compared = 0
         WHERE picture_no = ?1",
    )?
    .execute(params![no.0, has_file, algorithm, form, content.checksum().as_bytes()])?;
    tx.prepare_cached("DELETE FROM picture_pairs WHERE first_no = ?1 OR second_no = ?1")?
        .execute([no.0])?;
    Ok(())
}

/// Takes from a version what it showed, and removes the pictures that nobody else shows.
/// Gives the names of their files.
pub(super) fn take_off(tx: &Transaction<'_>, seq: Seq) -> Result<Vec<Digest>> {
    let mut statement =
        tx.prepare_cached("SELECT DISTINCT picture_no FROM version_pictures WHERE seq = ?1")?;
    let shown = statement.query_map([seq], |row| row.get::<_, i64>(0))?;
    let shown = shown.collect::<Result<Vec<_>, _>>()?;
    tx.prepare_cached("DELETE FROM version_pictures WHERE seq = ?1")?.execute([seq])?;
    let mut files = Vec::new();
    for no in shown {
        let is_shown = "SELECT EXISTS (SELECT 1 FROM version_pictures WHERE picture_no = ?1)";
        if tx.prepare_cached(is_shown)?.query_row([no], |row| row.get(0))? {
            continue;
        }
        let file = "SELECT digest FROM pictures WHERE picture_no = ?1 AND has_file";
        let file = tx.prepare_cached(file)?.query_row([no], |row| rows::digest(row, 0));
        files.extend(file.optional()?);
        // Its pairs go with it.
        tx.prepare_cached("DELETE FROM pictures WHERE picture_no = ?1")?.execute([no])?;
    }
    Ok(files)
}

/// The pictures of the version that a log entry announced, in their order.
pub(super) fn of_version(connection: &Connection, seq: Seq) -> Result<Vec<VersionPicture>> {
    let mut statement = connection.prepare_cached(
        "SELECT v.item, v.label, p.picture_no, p.digest, p.has_file
         FROM version_pictures v JOIN pictures p ON p.picture_no = v.picture_no
         WHERE v.seq = ?1 ORDER BY v.item",
    )?;
    let found = statement.query_map([seq], |row| {
        Ok(VersionPicture {
            item: row.get(0)?,
            label: row.get(1)?,
            picture: PictureNo(row.get(2)?),
            digest: rows::digest(row, 3)?,
            has_file: row.get(4)?,
        })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// What the seal of a version says of its pictures.
pub(super) fn sealed(connection: &Connection, seq: Seq) -> Result<String> {
    let pictures = of_version(connection, seq)?;
    Ok(seal(pictures.iter().map(|p| (p.item, p.label.as_str(), p.digest))))
}

const CONTENT: &str = "SELECT digest, has_file, algorithm, form FROM pictures";

fn content(row: &Row<'_>) -> SqlResult<PictureContent> {
    Ok(PictureContent {
        digest: rows::digest(row, 0)?,
        has_file: row.get(1)?,
        algorithm: row.get(2)?,
        form: row.get(3)?,
    })
}

/// The pictures that were changed since they were stored, or whose blob is gone.
pub(super) fn check(
    connection: &Connection,
    has_blob: impl Fn(&Digest) -> bool,
    changed: &mut dyn FnMut(PictureNo),
    gone: &mut dyn FnMut(Digest),
) -> Result<u64> {
    let mut statement = connection
        .prepare("SELECT digest, has_file, algorithm, form, checksum, picture_no FROM pictures")?;
    let mut found = statement.query([])?;
    let mut count = 0;
    while let Some(row) = found.next()? {
        count += 1;
        let content = content(row)?;
        if content.checksum() != rows::digest(row, 4)? {
            changed(PictureNo(row.get(5)?));
        }
        if content.has_file && !has_blob(&content.digest) {
            gone(content.digest);
        }
    }
    Ok(count)
}

impl Store {
    /// What is known of a picture.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn picture(&self, no: PictureNo) -> Result<Option<PictureContent>> {
        let reader = self.reader()?;
        let mut statement = reader.prepare_cached(&format!("{CONTENT} WHERE picture_no = ?1"))?;
        Ok(statement.query_row([no.0], content).optional()?)
    }

    /// Replaces the form of a picture, made anew from its file.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn recode_picture(&self, no: PictureNo, content: &PictureContent) -> Result<()> {
        self.write(|tx| recode(tx, no, content))
    }

    /// The records whose current version shows pictures, in the order of their numbers.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn records_with_pictures(&self) -> Result<Vec<RecordId>> {
        let reader = self.reader()?;
        let mut statement = reader.prepare_cached(
            "SELECT DISTINCT r.record_id FROM version_pictures p
             JOIN versions v ON v.seq = p.seq
             JOIN shown_records r ON r.record_id = v.record_id AND r.shown_seq = v.seq
             ORDER BY r.record_id",
        )?;
        let found = statement.query_map([], |row| Ok(RecordId(row.get(0)?)))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// The pictures that were not yet compared with those that were so before them, in
    /// order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn uncompared_pictures(&self) -> Result<Vec<PictureNo>> {
        let reader = self.reader()?;
        let mut statement = reader.prepare_cached(
            "SELECT picture_no FROM pictures WHERE compared = 0 ORDER BY picture_no",
        )?;
        let found = statement.query_map([], |row| Ok(PictureNo(row.get(0)?)))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Notes pictures as compared, with the pairs that were found, in one transaction.
    /// What was erased meanwhile is left out.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn put_picture_pairs(&self, compared: &[PictureNo], pairs: &[PicturePair]) -> Result<()> {
        self.write(|tx| {
            for pair in pairs {
                if pair.first >= pair.second {
                    return Err(StoreError::corrupt("a picture pair out of order"));
                }
                tx.prepare_cached(
                    "INSERT OR REPLACE INTO picture_pairs (first_no, second_no, finding)
                     SELECT ?1, ?2, ?3
                     WHERE (SELECT count(*) FROM pictures WHERE picture_no IN (?1, ?2)) = 2",
                )?
                .execute(params![pair.first.0, pair.second.0, pair.finding])?;
            }
            for no in compared {
                tx.prepare_cached("UPDATE pictures SET compared = 1 WHERE picture_no = ?1")?
                    .execute([no.0])?;
            }
            Ok(())
        })
    }

    /// Every pair of pictures that were found to be the same, in order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn picture_pairs(&self) -> Result<Vec<PicturePair>> {
        let reader = self.reader()?;
        let mut statement = reader.prepare_cached(
            "SELECT first_no, second_no, finding FROM picture_pairs ORDER BY first_no, second_no",
        )?;
        let found = statement.query_map([], |row| {
            Ok(PicturePair {
                first: PictureNo(row.get(0)?),
                second: PictureNo(row.get(1)?),
                finding: row.get(2)?,
            })
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Forgets which pictures are the same: all are to be compared again.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn forget_picture_pairs(&self) -> Result<()> {
        self.write(|tx| {
            tx.execute("DELETE FROM picture_pairs", [])?;
            tx.execute("UPDATE pictures SET compared = 0", [])?;
            Ok(())
        })
    }
}
