//! The public feed: a projection of the notices that may be published, and the placeholders
//! of those that may no longer.
//!
//! It follows the change log like every projection, and looks at all notices again when the
//! day changes, for consents run out. Entries are ordered by when they last changed; a client
//! that goes on from the last place it saw misses nothing. What cannot be made again from the
//! records (that something *was* published, under which id and until when) stands in the
//! store's [`FeedLedger`].

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::ops::ControlFlow;
use std::str::FromStr;
use std::sync::{Arc, PoisonError};

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use vinculo_public::{Entry, PublicId, PublicNotice};
use vinculo_record::vocab::Country;
use vinculo_record::{Column, Kind, Record, RecordKey};
use vinculo_store::{Digest, FeedLedger, KeyDigests, Published, RecordStore, Seq};

use crate::document::today;
use crate::engine::{Engine, read_stored};
use crate::error::Result;
use crate::feed::photos::Photos;
use crate::follow::Step;

mod photos;

/// A place in the feed: when an entry last changed, and its id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FeedPlace {
    at: Timestamp,
    id: PublicId,
}

/// A text that is no place in the feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a place in the feed")]
pub struct NotAPlace;

impl fmt::Display for FeedPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.at.as_millisecond(), self.id)
    }
}

impl FromStr for FeedPlace {
    type Err = NotAPlace;

    fn from_str(text: &str) -> Result<Self, NotAPlace> {
        let (ms, id) = text.rsplit_once('-').ok_or(NotAPlace)?;
        let ms: i64 = ms.parse().map_err(|_| NotAPlace)?;
        let at = Timestamp::from_millisecond(ms).map_err(|_| NotAPlace)?;
        Ok(Self { at, id: PublicId::parse(id).ok_or(NotAPlace)? })
    }
}

/// In which order entries are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FeedOrder {
    /// What changed last first: for readers.
    #[default]
    Newest,
    /// What changed first first: for copies, which go on where they stopped.
    Oldest,
}

/// Which entries of the feed to give.
#[derive(Clone, Debug, Default)]
pub struct FeedQuery {
    /// Of nationals of this country alone.
    pub country: Option<Country>,
    /// Of children alone.
    pub minors: bool,
    /// With the placeholders of what is no longer published. They tell neither country nor
    /// age, so that they stand in every selection.
    pub placeholders: bool,
    /// The order.
    pub order: FeedOrder,
    /// After this place, in the order.
    pub after: Option<FeedPlace>,
    /// What changed at this time or later.
    pub since: Option<Timestamp>,
    /// At most so many.
    pub limit: usize,
}

/// A page of the feed.
#[derive(Clone, Debug)]
pub struct FeedPage {
    /// The entries, in the order that was asked for.
    pub entries: Vec<Arc<Entry>>,
    /// Where the next page starts; `None` if nothing comes after this one.
    pub next: Option<FeedPlace>,
    /// The last change of anything in the feed.
    pub changed_at: Option<Timestamp>,
}

/// The feed as of a place in the log and a day.
pub(crate) struct Feed {
    entries: BTreeMap<FeedPlace, Arc<Entry>>,
    places: HashMap<PublicId, Timestamp>,
    photos: Photos,
    digests: KeyDigests,
    ledger: Option<FeedLedger>,
    unsaved: BTreeSet<PublicId>,
    seq: Seq,
    day: Date,
}

impl Engine {
    /// A page of the feed, at the log's end.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn feed_page(&self, query: &FeedQuery) -> Result<FeedPage> {
        self.with_feed(|feed| feed.page(query))
    }

    /// The entry of an id: a notice, or the placeholder of one that was published; `None` if
    /// there never was one.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn feed_entry(&self, id: &PublicId) -> Result<Option<Arc<Entry>>> {
        self.with_feed(|feed| feed.entry(id))
    }

    /// Looks at the feed as it is now.
    fn with_feed<T>(&self, look: impl FnOnce(&mut Feed) -> T) -> Result<T> {
        let mut held = self.feed.lock().unwrap_or_else(PoisonError::into_inner);
        let day = today();
        let feed = match held.take() {
            Some(feed) => held.insert(feed),
            None => held.insert(Feed::open(self, day)?),
        };
        feed.follow(self, day)?;
        Ok(look(feed))
    }
}

impl Feed {
    /// The feed as the ledger left it, brought to the records.
    fn open(engine: &Engine, day: Date) -> Result<Self> {
        let store = engine.store();
        let ledger = FeedLedger::open(store.layout(), store.is_read_only())?;
        let known = ledger.as_ref().map_or(Ok(Vec::new()), FeedLedger::load)?;
        let mut feed = Self {
            entries: BTreeMap::new(),
            places: HashMap::new(),
            photos: Photos::default(),
            digests: store.key_digests()?,
            ledger,
            unsaved: BTreeSet::new(),
            seq: 0,
            day,
        };
        let mut digests = HashMap::new();
        for Published { public_id, original_id, changed_at, digest } in known {
            let Some(id) = PublicId::parse(&public_id) else { continue };
            digests.extend(digest.map(|digest| (id.clone(), digest)));
            feed.set(Entry { id, original_id, at: changed_at, notice: None });
        }
        feed.look_at_all(engine, day, &digests)?;
        feed.save();
        Ok(feed)
    }

    /// Takes over what changed since.
    fn follow(&mut self, engine: &Engine, day: Date) -> Result<()> {
        if self.day != day {
            self.look_at_all(engine, day, &HashMap::new())?;
        }
        if self.seq < engine.store().last_seq()? {
            self.follow_log(engine)?;
        }
        self.save();
        Ok(())
    }

    fn follow_log(&mut self, engine: &Engine) -> Result<()> {
        let (floor, until) = (self.floor(), engine.store().last_seq()?);
        while let Some(step) = Step::next(engine.store(), self.seq, until)? {
            for entry in step.changed.iter().filter(|entry| entry.key.kind == Kind::Notice) {
                let id = self.id(&entry.key);
                let notice = match engine.get(&entry.key)? {
                    Some(found) => self.notice(engine, &found.record, found.stored.seq, &id)?,
                    None => None,
                };
                self.put(&id, notice, entry.recorded_at.max(floor));
            }
            self.seq = step.last;
        }
        Ok(())
    }

    /// Looks at every notice. `known` are the digests of what was published when the ledger
    /// was written: what is still the same keeps its place.
    fn look_at_all(
        &mut self,
        engine: &Engine,
        day: Date,
        known: &HashMap<PublicId, Digest>,
    ) -> Result<()> {
        let floor = self.floor();
        self.day = day;
        let (mut may, mut failed) = (Vec::new(), None);
        let seq = engine.store().for_each_current(Kind::Notice, &mut |stored| {
            // Most notices are not public: they need not be read.
            if !stored.content.contains(Column::PublicUntil.name()) {
                return ControlFlow::Continue(());
            }
            match read_stored(stored) {
                Ok(read) => {
                    if PublicNotice::of(&read.record, PublicId::default(), day).is_some() {
                        may.push(read);
                    }
                    ControlFlow::Continue(())
                }
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        if let Some(error) = failed {
            return Err(error);
        }
        let mut found = BTreeMap::new();
        for read in may {
            let id = self.id(&read.stored.key);
            let notice = self.notice(engine, &read.record, read.stored.seq, &id)?;
            found.extend(notice.map(|notice| (id, (notice, read.stored.recorded_at))));
        }
        let now = Timestamp::now().max(floor);
        let gone: Vec<PublicId> =
            self.places.keys().filter(|id| !found.contains_key(*id)).cloned().collect();
        for id in gone {
            match known.get(&id) {
                // It was published when the ledger was written.
                Some(_) => self.replace(&id, None, now),
                None => self.put(&id, None, now),
            }
        }
        for (id, (notice, at)) in found {
            match known.get(&id) {
                Some(digest) if *digest == self.digest(&notice) => self.show_again(&id, notice),
                _ => {
                    let at = if self.places.contains_key(&id) { now } else { at.max(floor) };
                    self.put(&id, Some(notice), at);
                }
            }
        }
        self.seq = seq;
        Ok(())
    }

    /// What of a version may be published, with its photo.
    fn notice(
        &mut self,
        engine: &Engine,
        record: &Record,
        seq: Seq,
        id: &PublicId,
    ) -> Result<Option<PublicNotice>> {
        let Some(mut notice) = PublicNotice::of(record, id.clone(), self.day) else {
            return Ok(None);
        };
        if let Some(item) = notice.photo_of(record) {
            let borne = engine.store().pictures(seq)?.into_iter();
            let file = borne.filter(|b| b.has_file).find(|b| b.item as usize == item);
            notice.photo_tag = file.map(|file| self.photos.show(id, file.digest, &self.digests));
        }
        Ok(Some(notice))
    }

    /// What is changed now stands after all that was ever given out.
    fn floor(&self) -> Timestamp {
        let last = self.entries.keys().next_back().map(|place| place.at);
        last.and_then(|at| at.checked_add(1.millisecond()).ok()).unwrap_or(Timestamp::MIN)
    }

    fn id(&self, key: &RecordKey) -> PublicId {
        PublicId::of_digest(self.digests.public_id(key).as_bytes())
    }

    fn digest(&self, notice: &PublicNotice) -> Digest {
        // A type of texts, numbers and lists: it always becomes JSON.
        self.digests.published(&serde_json::to_vec(notice).unwrap_or_default())
    }

    fn entry(&self, id: &PublicId) -> Option<Arc<Entry>> {
        let at = *self.places.get(id)?;
        self.entries.get(&FeedPlace { at, id: id.clone() }).cloned()
    }

    /// Publishes or takes down, unless it is so already. What never was published leaves no
    /// trace.
    fn put(&mut self, id: &PublicId, notice: Option<PublicNotice>, at: Timestamp) {
        let same = match self.entry(id) {
            Some(entry) => entry.notice == notice,
            None => notice.is_none(),
        };
        if !same {
            self.replace(id, notice, at);
        }
    }

    fn replace(&mut self, id: &PublicId, notice: Option<PublicNotice>, at: Timestamp) {
        let known = self.entry(id).and_then(|entry| entry.original_id.clone());
        let original_id = notice.as_ref().and_then(|n| n.original_id.clone()).or(known);
        self.unsaved.insert(id.clone());
        if notice.as_ref().is_none_or(|notice| notice.photo_tag.is_none()) {
            self.photos.hide(id);
        }
        // Ledger and places are in milliseconds.
        let at = Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at);
        self.set(Entry { id: id.clone(), original_id, at, notice });
    }

    /// What the ledger says was published, and still is.
    fn show_again(&mut self, id: &PublicId, notice: PublicNotice) {
        if let Some(entry) = self.entry(id) {
            self.set(Entry { notice: Some(notice), ..Entry::clone(&entry) });
        }
    }

    fn set(&mut self, entry: Entry) {
        if let Some(at) = self.places.insert(entry.id.clone(), entry.at) {
            self.entries.remove(&FeedPlace { at, id: entry.id.clone() });
        }
        let place = FeedPlace { at: entry.at, id: entry.id.clone() };
        self.entries.insert(place, Arc::new(entry));
    }

    /// Writes to the ledger what it lacks. A full disk keeps nobody from taking down a
    /// notice: it is written the next time.
    fn save(&mut self) {
        let Some(ledger) = self.ledger.as_ref().filter(|_| !self.unsaved.is_empty()) else {
            return;
        };
        let rows = self.unsaved.iter().filter_map(|id| self.entry(id));
        let rows = rows.map(|entry| Published {
            public_id: entry.id.to_string(),
            original_id: entry.original_id.clone(),
            changed_at: entry.at,
            digest: entry.notice.as_ref().map(|notice| self.digest(notice)),
        });
        match ledger.save(&rows.collect::<Vec<_>>()) {
            Ok(()) => self.unsaved.clear(),
            Err(error) => tracing::error!(%error, "the feed's ledger could not be written"),
        }
    }

    fn page(&self, query: &FeedQuery) -> FeedPage {
        let is_wanted = |entry: &Entry| match &entry.notice {
            None => query.placeholders,
            Some(notice) => {
                let is_of = |country: &Country| {
                    notice.nationality.iter().any(|code| code == country.code())
                };
                query.country.as_ref().is_none_or(is_of)
                    && (!query.minors || notice.minor == Some(true))
            }
        };
        let since = |place: &FeedPlace| query.since.is_none_or(|since| place.at >= since);
        let wanted = |(place, entry): &(&FeedPlace, &Arc<Entry>)| since(place) && is_wanted(entry);
        let after = query.after.as_ref();
        let mut found: Vec<(&FeedPlace, &Arc<Entry>)> = match query.order {
            FeedOrder::Oldest => {
                let rest = self.entries.iter().skip_while(|(p, _)| after.is_some_and(|a| *p <= a));
                rest.filter(wanted).take(query.limit + 1).collect()
            }
            FeedOrder::Newest => {
                let rest = self.entries.iter().rev();
                let rest = rest.skip_while(|(place, _)| after.is_some_and(|a| *place >= a));
                rest.filter(wanted).take(query.limit + 1).collect()
            }
        };
        let more = found.len() > query.limit;
        found.truncate(query.limit);
        let next = found.last().filter(|_| more).map(|(place, _)| (*place).clone());
        FeedPage {
            entries: found.into_iter().map(|(_, entry)| Arc::clone(entry)).collect(),
            next,
            changed_at: self.entries.keys().next_back().map(|place| place.at),
        }
    }
}

#[cfg(test)]
mod tests;
