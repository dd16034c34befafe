//! Idempotency keys of uploads.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use crate::error::Result;
use crate::limits::KEEP_UPLOAD_KEYS;
use crate::sqlite::{batches, rows};
use crate::{BatchId, Digest, Store};

impl Store {
    /// The request that came with an idempotency key, and the batch that it became.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn upload_key(&self, key: &Digest) -> Result<Option<(Digest, BatchId)>> {
        let reader = self.reader()?;
        let mut statement = reader.prepare_cached(
            "SELECT k.request, b.batch_id FROM upload_keys k
             JOIN batches b ON b.batch_no = k.batch_no WHERE k.key_digest = ?1",
        )?;
        let found = statement
            .query_row([key.as_bytes()], |row| Ok((rows::digest(row, 0)?, rows::word(row, 1)?)))
            .optional()?;
        Ok(found)
    }

    /// Notes what came with an idempotency key, for a week at least; forgets keys that
    /// are older.
    ///
    /// # Errors
    /// [`StoreError::BatchNotFound`](crate::StoreError::BatchNotFound); when the store
    /// cannot be written.
    pub fn note_upload_key(&self, key: &Digest, request: &Digest, batch: BatchId) -> Result<()> {
        let now = Timestamp::now().as_millisecond();
        let old = now - KEEP_UPLOAD_KEYS.as_millis() as i64;
        self.write(|tx| {
            let no = batches::find(tx, batch)?.no;
            tx.execute("DELETE FROM upload_keys WHERE noted_at < ?1", [old])?;
            let sql = "INSERT OR REPLACE INTO upload_keys VALUES (?1, ?2, ?3, ?4)";
            tx.execute(sql, params![key.as_bytes(), request.as_bytes(), no, now])?;
            Ok(())
        })
    }
}
