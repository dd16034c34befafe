//! A notice published with its family's consent, and withdrawn.

use std::sync::Arc;

use vinculo_public::{Entry, NotPublic, PublicId, PublicNotice};
use vinculo_record::{Cell, Column, Publication, Record, RecordKey, Row};

use crate::document::today;
use crate::engine::Engine;
use crate::error::{EngineError, Result};

/// What came of publishing.
#[derive(Debug)]
pub enum Published {
    /// There is no such notice.
    NotFound,
    /// Nothing was written, for the notice would not be published.
    Refused(NotPublic),
    /// What the public sees now.
    As(Arc<Entry>),
}

impl Engine {
    /// Marks a notice public with what the family agreed to. Nothing is written that would
    /// not publish it.
    ///
    /// # Errors
    /// When a field is none that can be released, or the store cannot be written.
    pub fn publish(&self, key: &RecordKey, publication: &Publication) -> Result<Published> {
        if !PublicNotice::can_release(&publication.public_fields) {
            return Err(EngineError::request("public_fields", "must be columns to release"));
        }
        let Some(found) = self.get(key)? else { return Ok(Published::NotFound) };
        let mut row = found.row;
        write(&mut row, publication);
        let (record, _) = Record::from_row(key.clone(), &row);
        if let Some(obstacle) = PublicNotice::obstacle(&record, today()) {
            return Ok(Published::Refused(obstacle));
        }
        self.revise(key, |row| write(row, publication))?;
        self.follow_later(false);
        let entry = self.feed_entry(&self.public_id(key)?)?;
        Ok(entry.map_or(Published::NotFound, Published::As))
    }

    /// Takes a notice down: the consent stays recorded, the mark goes. Whether there is such a
    /// notice.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn withdraw(&self, key: &RecordKey) -> Result<bool> {
        if self.get(key)?.is_none() {
            return Ok(false);
        }
        self.revise(key, |row| drop(row.remove(Column::Public)))?;
        self.follow_later(false);
        Ok(true)
    }

    /// The id under which a notice is or would be published.
    ///
    /// # Errors
    /// When the store's key cannot be read.
    pub fn public_id(&self, key: &RecordKey) -> Result<PublicId> {
        let digests = self.store.key_digests()?;
        Ok(PublicId::of_digest(digests.public_id(key).as_bytes()))
    }
}

/// Every column of a publication, as it says: what it leaves out is not recorded.
fn write(row: &mut Row, publication: &Publication) {
    let Publication {
        public,
        public_fields,
        public_until,
        searcher_only,
        consent_by,
        consent_date,
        consent_authority,
        contact,
    } = publication;
    let flag = |is_so: &bool| is_so.then(|| "true".to_owned());
    let texts = [
        (Column::Public, flag(public)),
        (Column::PublicUntil, public_until.map(|day| day.to_string())),
        (Column::SearcherOnly, flag(searcher_only)),
        (Column::ConsentBy, consent_by.clone()),
        (Column::ConsentDate, consent_date.map(|day| day.to_string())),
        (Column::ConsentAuthority, consent_authority.clone()),
        (Column::Contact, contact.clone()),
    ];
    for (column, text) in texts {
        row.remove(column);
        if let Some(text) = text {
            row.insert_text(column, text);
        }
    }
    row.remove(Column::PublicFields);
    if !public_fields.is_empty() {
        row.insert(Column::PublicFields, Cell::List(public_fields.clone()));
    }
}
