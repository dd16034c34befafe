//! Pages of the public feed as they were last written. Whoever copies the feed asks for the same
//! pages as everybody else; they are written again when an entry of theirs has changed.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use vinculo_engine::FeedPage;

use crate::limits::RENDERED_PAGES;
use crate::problem::Problem;

/// What was written for which address, and of which entries.
#[derive(Default)]
pub(crate) struct Rendered(Mutex<HashMap<String, (u64, Arc<str>)>>);

impl Rendered {
    /// The text of an address for a page of the feed: as it was written before, if its entries
    /// are still the same and of the same times, else as `write` gives it.
    pub(crate) fn page(
        &self,
        address: String,
        page: &FeedPage,
        write: impl FnOnce() -> Result<String, Problem>,
    ) -> Result<Arc<str>, Problem> {
        let state = state_of(page);
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, text)) = known().get(&address).filter(|(of, _)| *of == state) {
            return Ok(Arc::clone(text));
        }
        let text: Arc<str> = write()?.into();
        let mut known = known();
        if known.len() >= RENDERED_PAGES {
            known.clear();
        }
        known.insert(address, (state, Arc::clone(&text)));
        Ok(text)
    }
}

/// Whatever changes of an entry, its time does, and the feed's.
fn state_of(page: &FeedPage) -> u64 {
    let mut hasher = DefaultHasher::new();
    page.changed_at.hash(&mut hasher);
    page.next.hash(&mut hasher);
    for entry in &page.entries {
        (&entry.id, entry.at, entry.notice.is_some()).hash(&mut hasher);
    }
    hasher.finish()
}
