//! Pictures, within what the caller sees.

use vinculo_record::{Column, RecordKey};

use super::Desk;
use crate::error::Result;
use crate::pictures::{PictureAsked, PictureSearch};

impl Desk<'_> {
    /// Looks for a picture among the photos that the caller sees; at most so many records.
    ///
    /// # Errors
    /// As [`Engine::search_picture`](crate::Engine::search_picture).
    pub fn search_picture(&self, asked: &PictureAsked<'_>, limit: usize) -> Result<PictureSearch> {
        let mut search = self.engine.search_picture(asked, usize::MAX)?;
        let mut hits = Vec::new();
        for hit in std::mem::take(&mut search.hits) {
            if hits.len() == limit {
                break;
            }
            let Some(found) = self.engine.get(&hit.key)?.and_then(|found| self.see(found)) else {
                continue;
            };
            if found.stored.version == hit.version && !found.withheld.contains(&Column::Photos) {
                self.trail.shown(&found);
                hits.push(hit);
            }
        }
        // How many others show it is not told to those who see none of them.
        search.is_template &= hits.iter().any(|hit| hit.is_template);
        search.hits = hits;
        Ok(search)
    }

    /// A small JPEG of a record's photo, made from its pixels alone; `None` where the caller
    /// does not see the record or its photos, or the record does not show one.
    ///
    /// # Errors
    /// As [`Engine::thumbnail`](crate::Engine::thumbnail).
    pub fn thumbnail(&self, key: &RecordKey, item: u32, side: u32) -> Result<Option<Vec<u8>>> {
        match self.get(key)? {
            Some(found) if !found.withheld.contains(&Column::Photos) => {
                self.engine.thumbnail(key, item, side)
            }
            _ => Ok(None),
        }
    }
}
