//! New pictures are compared with all others, once.

use std::collections::BTreeSet;
use std::sync::{MutexGuard, PoisonError};

use rayon::prelude::*;
use vinculo_image::{ALGORITHM, PictureIndex, Placeholders, Query, Stored, verify};
use vinculo_store::{PictureContent, PictureNo, PicturePair, Store};

use super::likeness::Likeness;
use super::photo::asked_of;
use super::{Pictures, number, stored_form};
use crate::engine::Engine;
use crate::error::Result;

/// Pictures decoded and compared at a time: what is lost when the process is killed,
/// and what a search waits for at most. Judgement.
const CHUNK: usize = 32;
/// Most pictures that are verified for one: a photo travels through a handful of
/// institutions, and what matches more is a template. Judgement.
pub(super) const MOST_LEADS: usize = 64;

/// A picture to be compared: `None` where nothing of it can be read.
struct Asked {
    picture: PictureNo,
    views: Option<(Stored, Query)>,
}

impl Engine {
    /// Compares every picture that a record shows and that was not compared yet with
    /// those that were, and keeps which are the same. Returns how many were new.
    ///
    /// A search or a match that runs meanwhile goes on with what is known so far. The
    /// result does not depend on the number of threads.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn compare_pictures(&self) -> Result<u64> {
        self.compare_in_turn(self.comparing.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The same, unless it is being done: who does it goes on until nothing is left.
    pub(crate) fn compare_pictures_if_free(&self) -> Result<()> {
        match self.comparing.try_lock() {
            Ok(turn) => self.compare_in_turn(turn).map(|_| ()),
            Err(_) => Ok(()),
        }
    }

    fn compare_in_turn(&self, _turn: MutexGuard<'_, ()>) -> Result<u64> {
        let mut compared = 0;
        loop {
            let chunk = self.with_pictures(|pictures, _| Ok(pictures.next_to_compare()))?;
            if chunk.is_empty() {
                return Ok(compared);
            }
            compared += chunk.len() as u64;
            self.compare_chunk(chunk)?;
        }
    }

    fn compare_chunk(&self, chunk: Vec<PictureNo>) -> Result<()> {
        let asked: Vec<Asked> = self.install(|| {
            chunk.par_iter().map(|picture| self.ask(*picture)).collect::<Result<_>>()
        })?;
        let mut held = self.pictures.write().unwrap_or_else(PoisonError::into_inner);
        // Another version of the store took its place: the next chunk begins anew.
        let Some(pictures) = held.as_mut() else { return Ok(()) };
        pictures.prepare_index(&self.store)?;
        for asked in &asked {
            if let (Some((stored, _)), Some(index)) = (&asked.views, &mut pictures.index) {
                index.insert(number(asked.picture)?, stored);
            }
        }
        let placeholders =
            pictures.drawn.take().map(|drawn| drawn.placeholders).unwrap_or_default();
        let found = match &pictures.index {
            Some(index) => {
                let of = |asked: &Asked| same_as(&self.store, index, &placeholders, asked, &chunk);
                self.install(|| asked.par_iter().map(of).collect::<Result<Vec<_>>>())?
            }
            None => Vec::new(),
        };
        let found: Vec<(PictureNo, PictureNo, Likeness)> = found.into_iter().flatten().collect();
        if self.store.is_read_only() {
            pictures.done.extend(&chunk);
        } else {
            let pair = |(first, second, likeness): &(PictureNo, PictureNo, Likeness)| PicturePair {
                first: *first,
                second: *second,
                finding: likeness.write(),
            };
            let pairs: Vec<PicturePair> = found.iter().map(pair).collect();
            self.store.put_picture_pairs(&chunk, &pairs)?;
        }
        for (first, second, likeness) in found {
            pictures.join(first, second, likeness);
        }
        for picture in &chunk {
            pictures.uncompared.remove(picture);
        }
        pictures.drawn = None;
        Ok(())
    }

    /// Reads a picture, made anew where another version of this program made its form.
    fn ask(&self, picture: PictureNo) -> Result<Asked> {
        let Some(content) = self.store.picture(picture)? else {
            return Ok(Asked { picture, views: None });
        };
        let views = asked_of(&self.store, &content)?;
        if content.algorithm != ALGORITHM
            && let Some((stored, _)) = &views
            && !self.store.is_read_only()
        {
            let algorithm = ALGORITHM.to_owned();
            let renewed = PictureContent { algorithm, form: stored.to_bytes(), ..content };
            self.store.recode_picture(picture, &renewed)?;
        }
        Ok(Asked { picture, views })
    }
}

/// The pictures that are the same as this one, among those that were compared before
/// and those of the chunk that come before it; the smaller number first.
fn same_as(
    store: &Store,
    index: &PictureIndex,
    placeholders: &Placeholders,
    asked: &Asked,
    chunk: &[PictureNo],
) -> Result<Vec<(PictureNo, PictureNo, Likeness)>> {
    let Some((_, query)) = &asked.views else { return Ok(Vec::new()) };
    let later: BTreeSet<PictureNo> =
        chunk.iter().copied().filter(|other| *other >= asked.picture).collect();
    let mut found = Vec::new();
    for lead in index.leads(query, placeholders, MOST_LEADS + later.len()) {
        let other = PictureNo(i64::from(lead.picture));
        if later.contains(&other) {
            continue;
        }
        let Some(stored) = stored_form(store, other)? else { continue };
        if let Some(likeness) = Likeness::of(&verify(query, &stored), asked.picture, other) {
            found.push((asked.picture.min(other), asked.picture.max(other), likeness));
        }
    }
    Ok(found)
}

impl Pictures {
    fn next_to_compare(&self) -> Vec<PictureNo> {
        self.to_compare().take(CHUNK).copied().collect()
    }

    /// How many pictures that records show are to be compared yet.
    pub(super) fn waiting(&self) -> usize {
        self.to_compare().count()
    }

    fn to_compare(&self) -> impl Iterator<Item = &PictureNo> {
        self.uncompared.iter().filter(|no| self.borne_by.contains_key(*no))
    }
}
