//! The public notices, page by page.

use jiff::civil::Date;
use vinculo_record::{Kind, RecordKey};
use vinculo_store::{ListFilter, RecordStore};

use crate::document::today;
use crate::engine::{Engine, Found, read_stored};
use crate::error::Result;
use crate::publication::{PublicNotice, public_notice};

/// Records read at a time while looking for public ones.
const STEP: usize = 500;

/// A page of public notices.
pub struct NoticePage {
    /// The notices, by source and id.
    pub notices: Vec<PublicNotice>,
    /// Where the next page starts; `None` if this one is the last.
    pub next: Option<RecordKey>,
}

/// A page of records.
pub struct RecordPage {
    /// The records.
    pub records: Vec<Found>,
    /// Where the next page starts; `None` if this one is the last.
    pub next: Option<RecordKey>,
}

impl Engine {
    /// A page of public notices after a key.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn public_notices(
        &self,
        country: Option<&str>,
        minors: bool,
        after: Option<RecordKey>,
        limit: usize,
    ) -> Result<NoticePage> {
        let today = today();
        let wanted = |notice: &PublicNotice| {
            let of_country = country.is_none_or(|code| {
                notice.nationality.iter().any(|own| own.eq_ignore_ascii_case(code))
            });
            of_country && (!minors || notice.minor == Some(true))
        };
        let (mut notices, mut after) = (Vec::new(), after);
        loop {
            let filter = ListFilter { kind: Some(Kind::Notice), source: None };
            let page = self.store.list(&filter, after.as_ref(), STEP)?;
            for stored in page.records {
                let found = read_stored(stored)?;
                if let Some(notice) = public_notice(&found.record, today).filter(wanted) {
                    notices.push(notice);
                }
                if notices.len() == limit {
                    return Ok(NoticePage { notices, next: Some(found.record.key) });
                }
            }
            if page.next.is_none() {
                return Ok(NoticePage { notices, next: None });
            }
            after = page.next;
        }
    }

    /// One public notice; `None` if there is none that is public.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn public_notice(&self, key: &RecordKey) -> Result<Option<PublicNotice>> {
        let today: Date = today();
        Ok(self.get(key)?.and_then(|found| public_notice(&found.record, today)))
    }

    /// A page of current records after a key.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn list(
        &self,
        filter: &ListFilter,
        after: Option<RecordKey>,
        limit: usize,
    ) -> Result<RecordPage> {
        let (mut records, mut after) = (Vec::new(), after);
        loop {
            let page = self.store.list(filter, after.as_ref(), limit - records.len())?;
            for stored in page.records {
                let found = read_stored(stored)?;
                if !found.record.protection_hold {
                    records.push(found);
                }
            }
            // Held records leave no gap: pages are filled from what comes after.
            if records.len() == limit || page.next.is_none() {
                return Ok(RecordPage { records, next: page.next });
            }
            after = page.next;
        }
    }
}
