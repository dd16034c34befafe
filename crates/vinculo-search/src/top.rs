//! The best of all matches, exactly: one page is kept, and what cannot stand on it is counted.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use tantivy::columnar::StrColumn;
use tantivy::index::SegmentReader;
use tantivy::{DocAddress, DocId, TantivyError};

use crate::facets::{SegmentTally, Tally};
use crate::schema::KEY;
use crate::weights::MAX_LIMIT;
use crate::{FacetCounts, Query};

/// The matches of one segment.
pub(crate) struct SegmentMatches {
    /// Keys, in their order: within a segment a key is compared by its number.
    keys: StrColumn,
    found: Vec<Found>,
    /// Matches of which it is known that they are not on the page.
    others: u64,
}

#[derive(Clone, Copy)]
struct Found {
    rank: f64,
    key: u64,
    doc: DocId,
}

impl SegmentMatches {
    pub fn new(segment: &SegmentReader) -> tantivy::Result<Self> {
        let keys = segment.fast_fields().str(KEY)?;
        let keys = keys.ok_or_else(|| TantivyError::FieldNotFound(KEY.to_owned()))?;
        Ok(Self { keys, found: Vec::new(), others: 0 })
    }

    /// Counts a match that is not on the page.
    pub fn count(&mut self) {
        self.others += 1;
    }

    /// Adds a match; a higher rank comes first.
    pub fn add(&mut self, doc: DocId, rank: f64) {
        let key = self.keys.ords().first(doc).unwrap_or(u64::MAX);
        self.found.push(Found { rank, key, doc });
    }
}

/// The matches of all segments so far.
pub(crate) struct Matches {
    offset: usize,
    limit: usize,
    total: u64,
    /// The keys of each segment.
    keys: Vec<StrColumn>,
    /// The best of each segment, with its number.
    best: Vec<(Found, u32)>,
    tally: Tally,
}

impl Matches {
    pub fn new(query: &Query) -> Self {
        Self {
            offset: query.offset,
            limit: query.limit.min(MAX_LIMIT),
            total: 0,
            keys: Vec::new(),
            best: Vec::new(),
            tally: Tally::default(),
        }
    }

    /// Adds the next segment.
    pub fn add(&mut self, segment: SegmentMatches, tally: SegmentTally) -> tantivy::Result<()> {
        let SegmentMatches { keys, mut found, others } = segment;
        self.total += found.len() as u64 + others;
        keep_first(&mut found, self.offset.saturating_add(self.limit), |a, b| {
            by_rank(a.rank, b.rank).then(a.key.cmp(&b.key))
        });
        let segment = self.keys.len() as u32;
        self.best.extend(found.into_iter().map(|found| (found, segment)));
        self.keys.push(keys);
        self.tally.add(tally)
    }

    /// Number of all matches.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The page that was asked for, and the counts.
    pub fn page(self) -> tantivy::Result<(Vec<DocAddress>, FacetCounts)> {
        let Self { offset, limit, keys, mut best, tally, .. } = self;
        best.sort_by(|(a, _), (b, _)| by_rank(a.rank, b.rank));
        // A key takes long to read: only those are that may stand on the page or before it.
        let last = best.get(offset.saturating_add(limit).saturating_sub(1));
        if let Some(least) = last.map(|(found, _)| found.rank) {
            best.retain(|(found, _)| by_rank(found.rank, least).is_le());
        }
        let named = |(found, segment): (Found, u32)| {
            let mut key = String::new();
            keys[segment as usize].ord_to_str(found.key, &mut key)?;
            Ok((found.rank, key, DocAddress::new(segment, found.doc)))
        };
        let mut best = best.into_iter().map(named).collect::<tantivy::Result<Vec<_>>>()?;
        best.sort_by(|a, b| by_rank(a.0, b.0).then_with(|| a.1.cmp(&b.1)));
        let page = best.into_iter().skip(offset).take(limit);
        Ok((page.map(|(_, _, address)| address).collect(), tally.finish()))
    }
}

/// The ranks of the first matches so far, as many as stand on the page and before it.
pub(crate) struct Bar {
    first: BinaryHeap<Reverse<Rank>>,
    count: usize,
}

/// A rank in the order of ranks.
struct Rank(f64);

impl Bar {
    pub fn new(query: &Query) -> Self {
        let count = query.offset.saturating_add(query.limit.min(MAX_LIMIT));
        Self { first: BinaryHeap::new(), count }
    }

    /// Whether so many matches have a higher rank than this that it is not on the page.
    pub fn excludes(&self, rank: f64) -> bool {
        self.first.len() >= self.count
            && self.first.peek().is_none_or(|least| rank.total_cmp(&least.0.0).is_lt())
    }

    /// Sees the rank of a match.
    pub fn see(&mut self, rank: f64) {
        self.first.push(Reverse(Rank(rank)));
        if self.first.len() > self.count {
            self.first.pop();
        }
    }
}

impl Ord for Rank {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Rank {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Rank {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Rank {}

fn by_rank(a: f64, b: f64) -> Ordering {
    b.total_cmp(&a)
}

/// Leaves the first `count`, in any order.
fn keep_first<T>(items: &mut Vec<T>, count: usize, order: impl Fn(&T, &T) -> Ordering) {
    if count < items.len() {
        if count > 0 {
            items.select_nth_unstable_by(count - 1, order);
        }
        items.truncate(count);
    }
}
