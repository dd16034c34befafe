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

#[derive(Clone, Copy)]
struct Found {
    rank: f64,
    key: u64,
    doc: DocId,
}

/// The matches of all segments so far.
pub(crate) struct Matches {
    offset: usize,
    limit: usize,
    total: u64,
    bar: Bar,
    /// The keys of each segment, in their order: within a segment a key is compared by its
    /// number.
    keys: Vec<StrColumn>,
    /// What may stand on the page, of the segment at hand.
    found: Vec<Found>,
    /// The best of each segment, with its number.
    best: Vec<(Found, u32)>,
    tally: Tally,
}

impl Matches {
    pub fn new(query: &Query) -> Self {
        let (offset, limit) = (query.offset, query.limit.min(MAX_LIMIT));
        Self {
            offset,
            limit,
            total: 0,
            bar: Bar { first: BinaryHeap::new(), count: offset.saturating_add(limit) },
            keys: Vec::new(),
            found: Vec::new(),
            best: Vec::new(),
            tally: Tally::default(),
        }
    }

    /// Begins with the next segment.
    pub fn begin(&mut self, segment: &SegmentReader) -> tantivy::Result<()> {
        let keys = segment.fast_fields().str(KEY)?;
        self.keys.push(keys.ok_or_else(|| TantivyError::FieldNotFound(KEY.to_owned()))?);
        Ok(())
    }

    /// Whether a match of this rank or a lower one is not on the page.
    pub fn excludes(&self, rank: f64) -> bool {
        self.bar.excludes(rank)
    }

    /// Counts a match that is not on the page.
    pub fn count(&mut self) {
        self.total += 1;
    }

    /// Adds a match of the segment; a higher rank comes first.
    pub fn add(&mut self, doc: DocId, rank: f64) {
        self.count();
        if !self.excludes(rank) {
            self.bar.see(rank);
            let keys = self.keys.last().map(|keys| keys.ords());
            let key = keys.and_then(|keys| keys.first(doc)).unwrap_or(u64::MAX);
            self.found.push(Found { rank, key, doc });
        }
    }

    /// Ends with the segment.
    pub fn end(&mut self, tally: SegmentTally) -> tantivy::Result<()> {
        keep_first(&mut self.found, self.bar.count, |a, b| {
            by_rank(a.rank, b.rank).then(a.key.cmp(&b.key))
        });
        let segment = self.keys.len() as u32 - 1;
        self.best.extend(self.found.drain(..).map(|found| (found, segment)));
        self.tally.add(tally)
    }

    /// Number of all matches.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The page that was asked for, and the counts.
    pub fn page(self) -> tantivy::Result<(Vec<DocAddress>, FacetCounts)> {
        let Self { offset, limit, bar, keys, mut best, tally, .. } = self;
        // A key takes long to read: only those are that may stand on the page or before it.
        best.retain(|(found, _)| !bar.excludes(found.rank));
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
struct Bar {
    first: BinaryHeap<Reverse<Rank>>,
    count: usize,
}

/// A rank in the order of ranks.
struct Rank(f64);

impl Bar {
    /// Whether so many matches have a higher rank than this that it is not on the page.
    fn excludes(&self, rank: f64) -> bool {
        self.first.len() >= self.count
            && self.first.peek().is_none_or(|least| rank.total_cmp(&least.0.0).is_lt())
    }

    /// Sees the rank of a match.
    fn see(&mut self, rank: f64) {
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
