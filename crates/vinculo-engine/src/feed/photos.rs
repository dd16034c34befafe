//! The photos of published notices: which file each shows, and what was made of it.
//!
//! | Constant | Value | Meaning | Source |
//! | --- | --- | --- | --- |
//! | `KEPT_BYTES` | 64 MiB | photos kept as they are served | judgement: a thousand notices at both sizes |

use std::collections::HashMap;
use std::sync::Arc;

use vinculo_image::{Limits, Picture};
use vinculo_public::{PhotoSize, PublicId};
use vinculo_store::{Digest, KeyDigests};

use crate::engine::Engine;
use crate::error::Result;

const KEPT_BYTES: usize = 64 << 20;
/// Digits of a photo's tag: 64 bits tell one photo of a notice from the next.
const TAG_DIGITS: usize = 16;

/// A photo as it is served.
type Made = Arc<[u8]>;

/// The photos that are published now. What was made of them is in memory alone, and goes with
/// the notice.
#[derive(Default)]
pub(super) struct Photos {
    files: HashMap<PublicId, Digest>,
    made: HashMap<(PublicId, PhotoSize), Made>,
    made_bytes: usize,
}

impl Photos {
    /// Shows a file with a notice. Gives the photo's tag.
    pub(super) fn show(&mut self, id: &PublicId, file: Digest, digests: &KeyDigests) -> String {
        let tag = digests.published(file.as_bytes()).to_string();
        if self.files.get(id) != Some(&file) {
            self.hide(id);
            self.files.insert(id.clone(), file);
        }
        tag.chars().take(TAG_DIGITS).collect()
    }

    /// Takes down what a notice showed.
    pub(super) fn hide(&mut self, id: &PublicId) {
        self.files.remove(id);
        for size in PhotoSize::ALL {
            let made = self.made.remove(&(id.clone(), size));
            self.made_bytes -= made.map_or(0, |made| made.len());
        }
    }

    fn keep(&mut self, id: &PublicId, size: PhotoSize, made: &Made) {
        if self.made_bytes + made.len() <= KEPT_BYTES {
            let before = self.made.insert((id.clone(), size), Arc::clone(made));
            self.made_bytes += made.len();
            self.made_bytes -= before.map_or(0, |before| before.len());
        }
    }
}

/// What is there of a photo.
enum Photo {
    Made(Made),
    File(Digest),
}

impl Engine {
    /// The photo of a published notice: a JPEG made from the pixels alone, without anything
    /// that the original's file says; `None` where none is published.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn public_photo(&self, id: &PublicId, size: PhotoSize) -> Result<Option<Made>> {
        let found = self.with_feed(|feed| {
            let made = feed.photos.made.get(&(id.clone(), size));
            let made = made.map(|made| Photo::Made(Arc::clone(made)));
            made.or_else(|| feed.photos.files.get(id).map(|file| Photo::File(*file)))
        })?;
        let file = match found {
            None => return Ok(None),
            Some(Photo::Made(made)) => return Ok(Some(made)),
            Some(Photo::File(file)) => file,
        };
        let Some(bytes) = self.store.blobs().get(&file)? else { return Ok(None) };
        let picture = Picture::decode(&bytes, &Limits::default())?;
        let made: Made = picture.thumbnail(size.side()).into();
        // It may have been taken down meanwhile.
        self.with_feed(|feed| {
            let is_shown = feed.photos.files.get(id) == Some(&file);
            is_shown.then(|| {
                feed.photos.keep(id, size, &made);
                made
            })
        })
    }
}
