//! Pictures: which record shows which, and which are the same.
//!
//! A projection of the change log, held in memory: who bears which picture follows the
//! log entry by entry; which pictures are the same is found out once for each new
//! picture and kept in the store, so that opening it compares nothing again.

mod compare;
mod folders;
mod likeness;
mod photo;
mod search;
mod shared;
mod verify;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError};

use vinculo_compare::SharedPictures;
use vinculo_image::{PictureIndex, Placeholders, Stored};
use vinculo_record::vocab::PhotoSubject;
use vinculo_record::{Record, RecordKey};
use vinculo_store::{PictureNo, RecordId, RecordStore, Seq, Store};

pub use self::folders::{FolderPair, FolderPairs, same_pictures};
use self::likeness::Likeness;
pub(crate) use self::photo::{RowPictures, kept_pictures, read_photos};
pub use self::search::{
    PictureAsked, PictureCluster, PictureHit, PictureSearch, picture_code_of_file,
};
use crate::engine::{Engine, Found};
use crate::error::{EngineError, Result};
use crate::follow::{LITTLE, Step, current};

/// A record that shows pictures.
#[derive(Clone, PartialEq)]
struct Bearer {
    id: RecordId,
    version: u32,
    /// Whom the organisation says it is: records of one person are related.
    person: String,
    pictures: Vec<Borne>,
}

/// A picture as a record shows it.
#[derive(Clone, PartialEq)]
struct Borne {
    item: u32,
    label: String,
    subject: Option<PhotoSubject>,
    picture: PictureNo,
}

/// Which record shows which picture, and which pictures are the same. Records under
/// protection hold are not here.
#[derive(Default)]
pub(crate) struct Pictures {
    seq: Seq,
    bearers: BTreeMap<RecordKey, Bearer>,
    borne_by: BTreeMap<PictureNo, BTreeSet<RecordKey>>,
    pairs: BTreeMap<PictureNo, BTreeMap<PictureNo, Likeness>>,
    /// Pictures that were not compared yet, those that nobody shows among them.
    uncompared: BTreeSet<PictureNo>,
    /// Pictures that were compared here and could not be noted in the store.
    done: BTreeSet<PictureNo>,
    /// Made when something is looked for.
    index: Option<PictureIndex>,
    /// What follows from the above; `None` after a change.
    drawn: Option<Drawn>,
    /// The pictures that records shared when it was last drawn.
    shared: Arc<SharedPictures>,
}

/// What is drawn from bearers and pairs.
struct Drawn {
    shared: Arc<SharedPictures>,
    /// Pictures that stand for no photograph.
    templates: BTreeSet<PictureNo>,
    placeholders: Placeholders,
}

impl Pictures {
    /// Takes the current records of a store over.
    fn compile(store: &Store) -> Result<Self> {
        // What changes while this reads comes again by the log.
        let mut pictures = Self { seq: store.last_seq()?, ..Self::of_pairs(store)? };
        for id in store.records_with_pictures()? {
            if let Some(found) = current(store, id)? {
                pictures.put(store, &found)?;
            }
        }
        Ok(pictures)
    }

    /// No records yet, and the pairs that the store holds.
    fn of_pairs(store: &Store) -> Result<Self> {
        let mut pictures = Self::default();
        pictures.look_for_new(store)?;
        for pair in store.picture_pairs()? {
            let likeness = Likeness::read(&pair)?;
            pictures.join(pair.first, pair.second, likeness);
        }
        Ok(pictures)
    }

    /// Takes over what has changed since.
    fn follow(&mut self, store: &Store) -> Result<()> {
        let until = store.last_seq()?;
        while let Some(step) = Step::next(store, self.seq, until)? {
            self.look_for_new(store)?;
            let bear = match step.changed.len() > LITTLE {
                // Of many records few bear a picture: the others need not be read.
                true => Some(BTreeSet::from_iter(store.records_with_pictures()?)),
                false => None,
            };
            for entry in &step.changed {
                let bears = bear.as_ref().is_none_or(|bear| bear.contains(&entry.id));
                match if bears { current(store, entry.id)? } else { None } {
                    Some(found) => self.put(store, &found)?,
                    None => self.remove(&entry.key),
                }
            }
            self.seq = step.last;
        }
        Ok(())
    }

    fn look_for_new(&mut self, store: &Store) -> Result<()> {
        let new = store.uncompared_pictures()?.into_iter();
        self.uncompared = new.filter(|no| !self.done.contains(no)).collect();
        Ok(())
    }

    /// Takes a record out.
    fn remove(&mut self, key: &RecordKey) {
        let Some(bearer) = self.bearers.remove(key) else { return };
        self.drawn = None;
        for borne in &bearer.pictures {
            self.take_off(key, borne.picture);
        }
    }

    /// Takes over the current version of a record.
    fn put(&mut self, store: &Store, found: &Found) -> Result<()> {
        let key = &found.record.key;
        let borne = match found.record.protection_hold {
            true => Vec::new(),
            false => store.pictures(found.stored.seq)?,
        };
        let before = self.bearers.remove(key);
        if before.is_none() && borne.is_empty() {
            return Ok(());
        }
        self.drawn = None;
        for old in before.iter().flat_map(|bearer| &bearer.pictures) {
            self.take_off(key, old.picture);
        }
        if borne.is_empty() {
            return Ok(());
        }
        let mut pictures = Vec::with_capacity(borne.len());
        for picture in borne {
            self.put_on(store, key, picture.picture)?;
            pictures.push(Borne {
                item: picture.item,
                subject: PhotoSubject::parse(&picture.label),
                label: picture.label,
                picture: picture.picture,
            });
        }
        let bearer = Bearer {
            id: found.stored.id,
            version: found.stored.version,
            person: person(&found.record),
            pictures,
        };
        self.bearers.insert(key.clone(), bearer);
        Ok(())
    }

    fn put_on(&mut self, store: &Store, key: &RecordKey, picture: PictureNo) -> Result<()> {
        let of_picture = self.borne_by.entry(picture).or_default();
        let is_first = of_picture.is_empty();
        of_picture.insert(key.clone());
        if is_first
            && !self.uncompared.contains(&picture)
            && let Some(index) = &mut self.index
            && let Some(stored) = stored_form(store, picture)?
        {
            index.insert(number(picture)?, &stored);
        }
        Ok(())
    }

    fn take_off(&mut self, key: &RecordKey, picture: PictureNo) {
        let Some(of_picture) = self.borne_by.get_mut(&picture) else { return };
        of_picture.remove(key);
        if of_picture.is_empty() {
            self.borne_by.remove(&picture);
            if let (Some(index), Ok(number)) = (&mut self.index, number(picture)) {
                index.remove(number);
            }
        }
    }

    fn join(&mut self, first: PictureNo, second: PictureNo, likeness: Likeness) {
        self.pairs.entry(second).or_default().insert(first, likeness.turned());
        self.pairs.entry(first).or_default().insert(second, likeness);
        self.drawn = None;
    }

    /// The index of the pictures that somebody shows and that were compared.
    fn prepare_index(&mut self, store: &Store) -> Result<()> {
        if self.index.is_some() {
            return Ok(());
        }
        let mut read = Vec::new();
        for picture in self.borne_by.keys().filter(|no| !self.uncompared.contains(*no)) {
            if let Some(stored) = stored_form(store, *picture)? {
                read.push((number(*picture)?, stored));
            }
        }
        self.index = Some(PictureIndex::build(read.iter().map(|(no, stored)| (*no, stored))));
        Ok(())
    }

    /// Keys and versions of the records here.
    fn versions(&self) -> BTreeMap<RecordKey, u32> {
        self.bearers.iter().map(|(key, bearer)| (key.clone(), bearer.version)).collect()
    }
}

/// What is stored of a picture, if this program made it.
fn stored_form(store: &Store, picture: PictureNo) -> Result<Option<Stored>> {
    let content = store.picture(picture)?;
    Ok(content.and_then(|content| Stored::from_bytes(&content.form).ok()))
}

fn number(picture: PictureNo) -> Result<u32> {
    u32::try_from(picture.0).ok().filter(|number| *number != u32::MAX).ok_or_else(|| {
        EngineError::request("pictures", "a store holds at most four thousand million pictures")
    })
}

fn person(record: &Record) -> String {
    let RecordKey { kind, source, local_id } = &record.key;
    match &record.person_group {
        Some(group) => format!("{source}/group/{group}"),
        None => format!("{source}/{kind}/{local_id}"),
    }
}

impl Engine {
    /// Brings the pictures up to the log's end, without comparing any.
    pub(crate) fn follow_pictures(&self) -> Result<()> {
        let last = self.store.last_seq()?;
        let held = self.pictures.read().unwrap_or_else(PoisonError::into_inner);
        let is_current =
            held.as_ref().is_some_and(|pictures| pictures.seq >= last && pictures.drawn.is_some());
        drop(held);
        if is_current {
            return Ok(());
        }
        let mut held = self.pictures.write().unwrap_or_else(PoisonError::into_inner);
        let mut pictures = match held.take() {
            Some(mut known) => {
                known.follow(&self.store)?;
                known
            }
            None => Pictures::compile(&self.store)?,
        };
        pictures.draw(&self.store)?;
        *held = Some(pictures);
        Ok(())
    }

    /// The pictures that records share, as far as they were compared.
    pub(crate) fn shared_pictures(&self) -> Result<Arc<SharedPictures>> {
        self.with_pictures(|_, drawn| Ok(Arc::clone(&drawn.shared)))
    }

    /// Does work with the pictures at the log's end.
    fn with_pictures<T>(&self, work: impl FnOnce(&Pictures, &Drawn) -> Result<T>) -> Result<T> {
        loop {
            self.follow_pictures()?;
            let held = self.pictures.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(pictures) = held.as_ref()
                && let Some(drawn) = &pictures.drawn
            {
                return work(pictures, drawn);
            }
        }
    }

    /// Leaves the pictures to be read anew when they are next needed.
    pub(crate) fn forget_pictures(&self) {
        *self.pictures.write().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
