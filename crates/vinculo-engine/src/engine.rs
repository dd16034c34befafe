//! A store with its projections: search index and compiled profiles.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use vinculo_model::Model;
use vinculo_record::{Column, Kind, Record, RecordKey, RecordRef, Row};
use vinculo_search::{SearchError, SearchIndex};
use vinculo_store::{RecordStore, Seq, Store, StoredRecord};

use crate::error::{EngineError, Result};
use crate::feed::Feed;
use crate::follow;
use crate::held::HeldRecords;
use crate::matching::Matching;
use crate::pictures::Pictures;
use crate::quiet::Pools;

/// The model that is used where none is named: every number with its source.
pub const DEFAULT_MODEL: &str = include_str!("../model.toml");

/// A store with its projections. Shared between threads as it is; every method
/// blocks. Records under protection hold do not exist for any of them.
pub struct Engine {
    pub(crate) store: Store,
    pub(crate) index: RwLock<Option<Arc<SearchIndex>>>,
    /// The last log entry that the index holds.
    pub(crate) index_seq: AtomicI64,
    pub(crate) model: Model,
    pub(crate) matching: RwLock<Option<Matching>>,
    /// Raised when the profiles are to be compiled anew.
    pub(crate) collection: AtomicU64,
    /// Held while profiles are compiled, beside those in use.
    pub(crate) compiling: Mutex<()>,
    /// The records under protection hold, once child protection has asked for them.
    pub(crate) held: Mutex<Option<HeldRecords>>,
    pub(crate) pictures: RwLock<Option<Pictures>>,
    /// Held while pictures are compared.
    pub(crate) comparing: Mutex<()>,
    /// The public feed, once somebody has asked for it.
    pub(crate) feed: Mutex<Option<Feed>>,
    /// Held while the index follows the log.
    pub(crate) following: Mutex<()>,
    /// Whether somebody follows the log in the background.
    pub(crate) is_followed: AtomicBool,
    pub(crate) pool: Option<rayon::ThreadPool>,
    pub(crate) pools: Pools,
}

/// A record as operations see it: one version, read.
pub struct Found {
    /// The version as stored.
    pub stored: StoredRecord,
    /// Its canonical row.
    pub row: Row,
    /// The record.
    pub record: Record,
    /// Columns that whoever asks does not see, whether or not the record has them; empty
    /// where nobody asks.
    pub withheld: Vec<Column>,
}

impl Engine {
    /// Creates a store in a folder.
    ///
    /// # Errors
    /// When the folder holds one or cannot be written.
    pub fn init(dir: &Path) -> Result<()> {
        Ok(Store::init(dir)?)
    }

    /// Whether the folder holds a store.
    pub fn exists(dir: &Path) -> bool {
        Store::exists(dir)
    }

    /// Opens a store for reading and writing, with its index; `purpose` is what a
    /// second writer is told.
    ///
    /// # Errors
    /// When it cannot be opened or another process writes to it.
    pub fn open_writer(dir: &Path, purpose: &str) -> Result<Self> {
        let store = Store::open_writer(dir, purpose)?;
        let index = follow::open_index(&store.layout().index())?;
        let engine = Self::new(store, Some(index))?;
        engine.resume_erasures();
        Ok(engine)
    }

    /// Opens a store for reading, beside a writer if there is one.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open_reader(dir: &Path) -> Result<Self> {
        let store = Store::open_reader(dir)?;
        let index = match SearchIndex::open_reader(&store.layout().index()) {
            Ok(index) => Some(index),
            // It is made when a search needs it.
            Err(error) if error.needs_rebuild() => None,
            Err(SearchError::Io { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        Self::new(store, index)
    }

    fn new(store: Store, index: Option<SearchIndex>) -> Result<Self> {
        let seq = index.as_ref().map_or(Ok(0), SearchIndex::last_seq)?;
        Ok(Self {
            store,
            index: RwLock::new(index.map(Arc::new)),
            index_seq: AtomicI64::new(seq.cast_signed()),
            model: Model::from_toml(DEFAULT_MODEL)?,
            matching: RwLock::new(None),
            collection: AtomicU64::new(0),
            compiling: Mutex::new(()),
            held: Mutex::new(None),
            pictures: RwLock::new(None),
            comparing: Mutex::new(()),
            feed: Mutex::new(None),
            following: Mutex::new(()),
            is_followed: AtomicBool::new(false),
            pool: None,
            pools: Pools::default(),
        })
    }

    /// Uses another model.
    ///
    /// # Errors
    /// When the text is no valid model.
    pub fn with_model(mut self, toml: &str) -> Result<Self> {
        self.model = Model::from_toml(toml)?;
        Ok(self)
    }

    /// Computes on that many threads instead of one per core.
    ///
    /// # Errors
    /// When they cannot be started.
    pub fn with_threads(mut self, threads: usize) -> Result<Self> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        self.pool = Some(pool.map_err(|_| EngineError::Threads(threads))?);
        Ok(self)
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The model in use.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The current version of a record.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], or an ambiguous reference.
    pub fn find(&self, reference: &RecordRef) -> Result<Found> {
        // A held record does not make a reference ambiguous either.
        Self::find_by(reference, |key| self.get(key))
    }

    /// The one record that was named, of those that `get` gives.
    pub(crate) fn find_by(
        reference: &RecordRef,
        get: impl Fn(&RecordKey) -> Result<Option<Found>>,
    ) -> Result<Found> {
        let mut found = Vec::new();
        for kind in Kind::ALL.into_iter().filter(|k| reference.kind.is_none_or(|only| only == *k)) {
            let RecordRef { source, local_id, .. } = reference.clone();
            found.extend(get(&RecordKey { kind, source, local_id })?);
        }
        if found.len() > 1 {
            let kinds = found.iter().map(|f| f.record.key.kind).collect();
            let reference = reference.clone();
            return Err(vinculo_store::StoreError::Ambiguous { reference, kinds }.into());
        }
        found.pop().ok_or_else(|| EngineError::NotFound(reference.clone()))
    }

    /// The current version of a record, by its key.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn get(&self, key: &RecordKey) -> Result<Option<Found>> {
        self.store.get(key)?.map(read_stored).transpose().map(visible)
    }

    /// One version of a record; `None` if there is none or the record, now or in
    /// that version, is held.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn version(&self, key: &RecordKey, version: u32) -> Result<Option<Found>> {
        if self.get(key)?.is_none() {
            return Ok(None);
        }
        self.store.version(key, version)?.map(read_stored).transpose().map(visible)
    }

    /// How far the index and the profiles have followed the log, and the log's end.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn progress(&self) -> Result<Progress> {
        let matching = self.matching.read().unwrap_or_else(PoisonError::into_inner);
        Ok(Progress {
            log: self.store.last_seq()?,
            index: self.index_seq.load(Ordering::Acquire),
            profiles: matching.as_ref().map(Matching::seq),
        })
    }
}

/// How far the projections have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The last entry of the log.
    pub log: Seq,
    /// The last entry that the search index holds.
    pub index: Seq,
    /// The last entry that the profiles hold; `None` before they are compiled.
    pub profiles: Option<Seq>,
}

/// Reads the content of a stored version.
pub(crate) fn read_stored(stored: StoredRecord) -> Result<Found> {
    let row =
        Row::from_json(&stored.content).map_err(|_| EngineError::Unreadable(stored.key.clone()))?;
    let (record, _) = Record::from_row(stored.key.clone(), &row);
    Ok(Found { stored, row, record, withheld: Vec::new() })
}

fn visible(found: Option<Found>) -> Option<Found> {
    found.filter(|found| !found.record.protection_hold)
}
