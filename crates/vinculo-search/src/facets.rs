//! Counting facets over all matches.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use tantivy::DocId;
use tantivy::fastfield::FacetReader;
use tantivy::index::SegmentReader;
use tantivy::schema::Facet;

use crate::FacetCounts;
use crate::schema::FACET;

/// Counts of all segments so far.
#[derive(Default)]
pub(crate) struct Tally {
    counts: BTreeMap<(String, String), u64>,
}

/// Counts of one segment, by the segment's own numbers.
pub(crate) struct SegmentTally {
    reader: FacetReader,
    counts: Vec<u64>,
}

impl SegmentTally {
    pub fn new(segment: &SegmentReader) -> tantivy::Result<Self> {
        let reader = segment.facet_reader(FACET)?;
        let counts = vec![0; reader.num_facets()];
        Ok(Self { reader, counts })
    }

    /// Counts a record that matches.
    pub fn add(&mut self, doc: DocId) {
        for ord in self.reader.facet_ords(doc) {
            if let Some(count) = usize::try_from(ord).ok().and_then(|at| self.counts.get_mut(at)) {
                *count += 1;
            }
        }
    }
}

impl Tally {
    /// Takes over a segment's counts.
    pub fn add(&mut self, segment: SegmentTally) -> tantivy::Result<()> {
        let mut facet = Facet::default();
        for (ord, count) in segment.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            segment.reader.facet_from_ord(ord as u64, &mut facet)?;
            let path = facet.to_path();
            if let Some((field, value)) = path.split_first() {
                let key = ((*field).to_owned(), value.join("/"));
                *self.counts.entry(key).or_default() += count;
            }
        }
        Ok(())
    }

    /// All counts, most frequent value first.
    pub fn finish(self) -> FacetCounts {
        let mut facets = FacetCounts::new();
        for ((field, value), count) in self.counts {
            facets.entry(field).or_default().push((value, count));
        }
        for values in facets.values_mut() {
            values.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
        }
        facets
    }
}
