//! Records of one kind, compiled to columns of features.

use std::collections::BTreeMap;

use rayon::prelude::*;
use vinculo_record::{Record, RecordKey};

use crate::Suite;
use crate::features::FeatureSet;

/// Fewer records are compiled by one thread: starting others would take longer. Moves time,
/// never results.
const FEW_RECORDS: usize = 100;

/// The records of one kind, compiled by a [`Suite`]: for each comparison a column
/// of feature ids. A place is a record's index here; it never changes.
pub struct Profiles {
    keys: Vec<RecordKey>,
    versions: Vec<u32>,
    active: Vec<bool>,
    places: BTreeMap<RecordKey, u32>,
    pub(crate) columns: Vec<Box<dyn FeatureSet>>,
    /// Rank of each place's key among all keys: breaks ties in weight.
    order: Vec<u32>,
}

impl Profiles {
    /// No records yet.
    pub fn new(suite: &Suite) -> Self {
        Self {
            keys: Vec::new(),
            versions: Vec::new(),
            active: Vec::new(),
            places: BTreeMap::new(),
            columns: suite.comparisons().iter().map(|c| c.new_features()).collect(),
            order: Vec::new(),
        }
    }

    /// Compiles records with their versions, the columns in parallel.
    pub fn compile<'a>(
        suite: &Suite,
        records: impl IntoIterator<Item = (&'a Record, u32)>,
    ) -> Self {
        let mut profiles = Self::new(suite);
        let records: Vec<(&Record, u32)> = records.into_iter().collect();
        if records.len() < FEW_RECORDS {
            for (record, version) in records {
                profiles.put(suite, record, version);
            }
        } else {
            let place = |(record, version)| (profiles.take_place(record, version), record);
            let placed: Vec<(usize, &Record)> = records.into_iter().map(place).collect();
            let columns = suite.comparisons().par_iter().zip(&mut profiles.columns);
            columns.for_each(|(comparison, column)| {
                for (place, record) in &placed {
                    comparison.put(column.as_mut(), *place, record);
                }
            });
        }
        profiles.settle();
        profiles
    }

    /// Adds a record or replaces its older version. Call [`Profiles::settle`]
    /// before scoring.
    pub fn put(&mut self, suite: &Suite, record: &Record, version: u32) {
        let place = self.take_place(record, version);
        for (comparison, column) in suite.comparisons().iter().zip(&mut self.columns) {
            comparison.put(column.as_mut(), place, record);
        }
    }

    /// The place of a record, its own or the next.
    fn take_place(&mut self, record: &Record, version: u32) -> usize {
        let next = self.keys.len();
        let place = *self.places.entry(record.key.clone()).or_insert(next as u32) as usize;
        if place == next {
            self.keys.push(record.key.clone());
            self.versions.push(version);
            self.active.push(true);
        } else {
            self.versions[place] = version;
            self.active[place] = true;
        }
        place
    }

    /// Takes a record out of all lists.
    pub fn remove(&mut self, key: &RecordKey) {
        if let Some(place) = self.places.get(key) {
            self.active[*place as usize] = false;
        }
    }

    /// Brings the order of keys up to date after [`Profiles::put`].
    pub fn settle(&mut self) {
        self.order.resize(self.keys.len(), 0);
        for (rank, place) in self.places.values().enumerate() {
            self.order[*place as usize] = rank as u32;
        }
    }

    /// How many places there are, removed records included.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is no place.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// How many records there are.
    pub fn active_len(&self) -> usize {
        self.active.iter().filter(|active| **active).count()
    }

    /// The key at a place.
    pub fn key(&self, place: u32) -> &RecordKey {
        &self.keys[place as usize]
    }

    /// The version of the record at a place.
    pub fn version(&self, place: u32) -> u32 {
        self.versions[place as usize]
    }

    /// The place of a record that was not removed.
    pub fn place(&self, key: &RecordKey) -> Option<u32> {
        self.places.get(key).copied().filter(|place| self.is_active(*place))
    }

    /// Whether the record at a place was not removed.
    pub fn is_active(&self, place: u32) -> bool {
        self.active[place as usize]
    }

    /// Rank of the key at a place among all keys.
    pub(crate) fn order(&self, place: u32) -> u32 {
        self.order[place as usize]
    }
}
