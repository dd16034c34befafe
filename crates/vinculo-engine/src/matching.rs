//! All records compiled for matching.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use rayon::prelude::*;
use vinculo_compare::{MarkCounts, MarkFrequencies, NameCounts, NameFrequencies, SharedPictures};
use vinculo_link::{Profiles, Scorer, Suite};
use vinculo_model::{LinkModel, Prior};
use vinculo_record::{Kind, Link, Record, RecordKey};
use vinculo_store::{Digest, RecordStore, Seq, Store};

use crate::engine::{Engine, Found, read_stored};
use crate::error::Result;
use crate::follow::Step;
use crate::suite::suite;

/// The records of all kinds, compiled; records under protection hold are not here.
pub(crate) struct Matching {
    suite: Suite,
    profiles: BTreeMap<Kind, Profiles>,
    names: Arc<NameFrequencies>,
    marks: Arc<MarkFrequencies>,
    pictures: Arc<SharedPictures>,
    frequencies: String,
    /// Records when the frequencies were counted.
    counted: usize,
    seq: Seq,
    /// The engine's number when this was compiled.
    collection: u64,
}

/// How long somebody waits for the profiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Patience {
    /// Until they are at the log's end.
    Unlimited,
    /// For little, and for the compilation of few records; those in use serve otherwise.
    Little,
    /// Not even for those who compare.
    None,
}

/// Profiles are compiled anew when they hold this many times the records whose names
/// were counted (and [`GROWTH_RECORDS`] more): the frequencies are then of another
/// collection. Judgement.
const GROWTH: usize = 2;
/// See [`GROWTH`].
const GROWTH_RECORDS: usize = 100;
/// So many records are compiled while somebody waits. Judgement: that takes a second.
const FEW_RECORDS: usize = 5_000;

impl Matching {
    /// Compiles the current records of a store and the pictures that they share.
    pub fn compile(store: &Store, pictures: Arc<SharedPictures>) -> Result<Self> {
        let mut seq = Seq::MAX;
        let mut read: BTreeMap<Kind, Vec<(Record, u32)>> = BTreeMap::new();
        for kind in Kind::ALL {
            let mut stored = Vec::new();
            // The lowest: what changed while reading comes again by the log.
            seq = seq.min(store.for_each_current(kind, &mut |record| {
                stored.push(record);
                ControlFlow::Continue(())
            })?);
            let records = stored
                .into_par_iter()
                .map(|stored| {
                    let found = read_stored(stored)?;
                    Ok((found.record, found.stored.version))
                })
                .collect::<Result<Vec<_>>>()?;
            read.insert(kind, records.into_iter().filter(|(r, _)| !r.protection_hold).collect());
        }
        let (mut names, mut marks) = (NameCounts::default(), MarkCounts::default());
        for (record, _) in read.values().flatten() {
            names.add(record);
            marks.add(record);
        }
        let names = NameFrequencies::reference().with_counts(&names);
        let marks = MarkFrequencies::reference().with_counts(&marks);
        Ok(Self::of(names, marks, pictures, read, seq))
    }

    /// No records, and the frequencies of the reference tables.
    pub fn empty() -> Self {
        let (names, marks) = (NameFrequencies::reference(), MarkFrequencies::reference());
        let none = Kind::ALL.into_iter().map(|kind| (kind, Vec::new())).collect();
        Self::of(names, marks, Arc::default(), none, 0)
    }

    fn of(
        names: NameFrequencies,
        marks: MarkFrequencies,
        pictures: Arc<SharedPictures>,
        records: BTreeMap<Kind, Vec<(Record, u32)>>,
        seq: Seq,
    ) -> Self {
        let (names, marks) = (Arc::new(names), Arc::new(marks));
        let frequencies = digest(&names, &marks);
        let suite = suite(Arc::clone(&names), Arc::clone(&marks), Arc::clone(&pictures));
        let profiles: BTreeMap<Kind, Profiles> = records
            .into_iter()
            .map(|(kind, records)| {
                let records = records.iter().map(|(record, version)| (record, *version));
                (kind, Profiles::compile(&suite, records))
            })
            .collect();
        let counted = counted(&profiles);
        Self { suite, profiles, names, marks, pictures, frequencies, counted, seq, collection: 0 }
    }

    /// The last log entry that is taken over.
    pub fn seq(&self) -> Seq {
        self.seq
    }

    /// The frequencies of names: of these records, shrunk towards the reference.
    pub fn names(&self) -> &Arc<NameFrequencies> {
        &self.names
    }

    /// The comparisons.
    pub fn suite(&self) -> &Suite {
        &self.suite
    }

    /// The digest of the value frequencies.
    pub fn frequencies(&self) -> &str {
        &self.frequencies
    }

    /// The profiles of a kind.
    pub fn profiles(&self, kind: Kind) -> &Profiles {
        &self.profiles[&kind]
    }

    /// Scores every pair of a link.
    pub fn scorer<'a>(&'a self, model: &'a LinkModel) -> Result<Scorer<'a>> {
        let link = model.link();
        let (left, right) = (self.profiles(link.left()), self.profiles(link.right()));
        Ok(Scorer::new(&self.suite, model, left, right)?)
    }

    /// What is assumed of a pair of a link before any comparison: its set is all
    /// right records, for a link of one kind all others.
    pub fn prior(&self, model: &LinkModel) -> Result<Prior> {
        let link: Link = model.link();
        let right = self.profiles(link.right()).active_len() as u64;
        let others = right.saturating_sub(u64::from(link.is_same_kind()));
        Ok(model.prior(others.max(1))?)
    }

    /// Takes over what has changed up to an entry.
    pub fn apply(&mut self, changed: &[(RecordKey, Option<Found>)], seq: Seq) {
        for (key, found) in changed {
            match found {
                Some(found) => self.put(&found.record, found.stored.version),
                None => self.remove(key),
            }
        }
        match changed.is_empty() {
            true => self.seq = seq,
            false => self.settle(seq),
        }
    }

    /// Takes over a record; call [`Matching::settle`] after the last.
    fn put(&mut self, record: &Record, version: u32) {
        if record.protection_hold {
            return self.remove(&record.key);
        }
        if let Some(profiles) = self.profiles.get_mut(&record.key.kind) {
            profiles.put(&self.suite, record, version);
        }
    }

    /// Takes a record out.
    fn remove(&mut self, key: &RecordKey) {
        if let Some(profiles) = self.profiles.get_mut(&key.kind) {
            profiles.remove(key);
        }
    }

    /// Takes over the pictures that records share, and the records of which that now
    /// says something else.
    pub fn share(&mut self, store: &Store, pictures: Arc<SharedPictures>) -> Result<()> {
        if Arc::ptr_eq(&self.pictures, &pictures) {
            return Ok(());
        }
        let changed = pictures.changed_since(&self.pictures);
        self.suite = suite(Arc::clone(&self.names), Arc::clone(&self.marks), Arc::clone(&pictures));
        self.pictures = pictures;
        for key in changed {
            if let Some(stored) = store.get(&key)? {
                let found = read_stored(stored)?;
                self.put(&found.record, found.stored.version);
            }
        }
        self.settle(self.seq);
        Ok(())
    }

    /// Whether these are the pictures that are taken over.
    pub fn has_shared(&self, pictures: &Arc<SharedPictures>) -> bool {
        Arc::ptr_eq(&self.pictures, pictures)
    }

    /// Every entry up to `seq` was taken over.
    fn settle(&mut self, seq: Seq) {
        self.profiles.values_mut().for_each(Profiles::settle);
        self.seq = seq;
    }

    /// Whether so many records came that the frequencies are of another collection.
    pub fn is_outgrown(&self) -> bool {
        counted(&self.profiles) > GROWTH * self.counted + GROWTH_RECORDS
    }

    /// Keys and versions of the records of a kind, in order.
    pub fn versions(&self, kind: Kind) -> BTreeMap<RecordKey, u32> {
        let profiles = self.profiles(kind);
        (0..profiles.len() as u32)
            .filter(|place| profiles.is_active(*place))
            .map(|place| (profiles.key(place).clone(), profiles.version(place)))
            .collect()
    }
}

fn digest(names: &NameFrequencies, marks: &MarkFrequencies) -> String {
    Digest::of_parts(&[names.digest().as_bytes(), marks.digest().as_bytes()]).to_string()
}

fn counted(profiles: &BTreeMap<Kind, Profiles>) -> usize {
    profiles.values().map(Profiles::active_len).sum()
}

impl Engine {
    /// Does work with the profiles, compiled at first use and up to the log's end, but for
    /// what is left to the background. Their lock is taken out here and never by work on the
    /// pool's threads: a task that waited for it there could keep its holder from ending.
    pub(crate) fn with_matching<T: Send>(
        &self,
        work: impl FnOnce(&Matching) -> Result<T> + Send,
    ) -> Result<T> {
        self.bring_up_matching(Patience::Little)?;
        let matching = self.matching.read().unwrap_or_else(PoisonError::into_inner);
        match matching.as_ref() {
            Some(matching) => self.install(|| work(matching)),
            None => {
                let pictures = self.shared_pictures()?;
                self.install(|| work(&Matching::compile(&self.store, pictures)?))
            }
        }
    }

    /// Leaves the profiles to be compiled anew when they are next needed, or in the
    /// background.
    pub(crate) fn forget_matching(&self) {
        self.collection.fetch_add(1, Ordering::AcqRel);
    }

    /// Compiles the profiles, or takes over what has changed since.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn prepare_matching(&self) -> Result<()> {
        self.bring_up_matching(Patience::Unlimited)
    }

    /// Compiles the profiles, or takes over what has changed since, as far as somebody waits
    /// for it.
    pub(crate) fn bring_up_matching(&self, patience: Patience) -> Result<()> {
        if self.store.is_read_only() {
            // Nobody else does, where a writer was killed before it had.
            self.compare_pictures()?;
        }
        let serves =
            || -> Result<bool> { Ok(patience != Patience::Unlimited && self.serves_as_it_is()?) };
        while !serves()? {
            let pictures = self.shared_pictures()?;
            let is_done =
                self.is_matching_current(&pictures)? || self.take_over(&pictures, patience)?;
            // A batch may have ended meanwhile.
            if is_done || patience == Patience::None || serves()? {
                return Ok(());
            }
            let compiling = self.compiling.lock().unwrap_or_else(PoisonError::into_inner);
            // Another may have done so meanwhile.
            if self.needs_compiling()? {
                let collection = self.collection.load(Ordering::Acquire);
                let mut compiled = self.install_compilation(|| {
                    Matching::compile(&self.store, Arc::clone(&pictures))
                })?;
                compiled.collection = collection;
                let mut held = self.matching.write().unwrap_or_else(PoisonError::into_inner);
                let old = held.replace(compiled);
                // Taking it down takes time.
                drop(held);
                drop(old);
            }
            drop(compiling);
        }
        Ok(())
    }

    /// Whether more is to be done than anybody waits for, and it is done in the background.
    fn serves_as_it_is(&self) -> Result<bool> {
        let held = self.matching.read().unwrap_or_else(PoisonError::into_inner);
        let are_many = held.as_ref().is_some_and(|it| it.counted > FEW_RECORDS);
        drop(held);
        let is_followed = self.is_followed.load(Ordering::Acquire);
        Ok(is_followed && are_many && self.needs_compiling()?)
    }

    fn is_matching_current(&self, pictures: &Arc<SharedPictures>) -> Result<bool> {
        let last = self.store.last_seq()?;
        let held = self.matching.read().unwrap_or_else(PoisonError::into_inner);
        Ok(held.as_ref().is_some_and(|matching| {
            matching.seq() >= last
                && matching.has_shared(pictures)
                && self.is_of_collection(matching)
        }))
    }

    fn is_of_collection(&self, matching: &Matching) -> bool {
        matching.collection == self.collection.load(Ordering::Acquire) && !matching.is_outgrown()
    }

    /// Whether there is more to take over than can be without compiling all anew.
    fn needs_compiling(&self) -> Result<bool> {
        let held = self.matching.read().unwrap_or_else(PoisonError::into_inner);
        let Some(matching) = held.as_ref() else { return Ok(true) };
        Ok(!self.is_of_collection(matching) || self.is_left_to_background(matching.seq())?)
    }

    /// Takes over what has changed since, if that is little. Whether that is all there is to
    /// do.
    fn take_over(&self, pictures: &Arc<SharedPictures>, patience: Patience) -> Result<bool> {
        let held = self.matching.read().unwrap_or_else(PoisonError::into_inner);
        let Some(seq) = held.as_ref().map(Matching::seq) else { return Ok(false) };
        drop(held);
        let until = self.store.last_seq()?;
        if self.is_left_to_background(seq)? {
            return Ok(false);
        }
        // Read before anybody is kept from comparing.
        let (mut changes, mut at) = (Vec::new(), seq);
        while let Some(step) = Step::next(&self.store, at, until)? {
            changes.extend(step.read(&self.store)?);
            at = step.last;
        }
        let mut held = match patience {
            Patience::None => match self.matching.try_write() {
                Ok(held) => held,
                Err(_) => return Ok(false),
            },
            _ => self.matching.write().unwrap_or_else(PoisonError::into_inner),
        };
        let Some(known) = held.as_mut() else { return Ok(false) };
        if known.seq() != seq {
            // Another was faster: what is left is looked at again.
            return Ok(false);
        }
        known.apply(&changes, at);
        known.share(&self.store, Arc::clone(pictures))?;
        Ok(self.is_of_collection(known))
    }
}
