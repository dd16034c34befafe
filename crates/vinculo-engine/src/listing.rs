//! Records, page by page.

use vinculo_record::RecordKey;
use vinculo_store::{ListFilter, RecordStore};

use crate::engine::{Engine, Found, read_stored};
use crate::error::Result;

/// A page of records.
pub struct RecordPage {
    /// The records.
    pub records: Vec<Found>,
    /// Where the next page starts; `None` if this one is the last.
    pub next: Option<RecordKey>,
}

impl Engine {
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
