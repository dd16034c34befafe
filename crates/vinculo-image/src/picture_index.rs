//! Candidates for one picture among all.

use std::collections::BTreeMap;

use crate::{CANDIDATE_RADIUS, CodeIndex, Placeholders, Query, SketchIndex, Stored};

/// A stored picture that is worth verifying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lead {
    /// Its number.
    pub picture: u32,
    /// The least distance of two codes, if within [`CANDIDATE_RADIUS`].
    pub distance: Option<u32>,
    /// Local descriptors that agree, each weighed by how rare its like is, in bits.
    pub votes: u32,
}

/// Codes and descriptors of all pictures, in memory: a projection of the stored forms, made again at will.
#[derive(Default)]
pub struct PictureIndex {
    codes: CodeIndex,
    sketches: SketchIndex,
}

impl PictureIndex {
    /// An empty index.
    pub fn new() -> Self {
        Self::default()
    }

    /// Builds the index of many pictures at once: much quicker than one insertion after the other.
    pub fn build<'a>(pictures: impl IntoIterator<Item = (u32, &'a Stored)> + Clone) -> Self {
        Self {
            codes: CodeIndex::build(
                pictures
                    .clone()
                    .into_iter()
                    .map(|(picture, stored)| (picture, stored.codes.as_slice())),
            ),
            sketches: SketchIndex::build(
                pictures.into_iter().map(|(picture, stored)| (picture, &stored.sketch)),
            ),
        }
    }

    /// Adds a picture under a number of the caller's, which is not `u32::MAX`. A blank picture is added too, and
    /// never found.
    pub fn insert(&mut self, picture: u32, stored: &Stored) {
        self.codes.insert(picture, &stored.codes);
        self.sketches.insert(picture, &stored.sketch);
    }

    /// Removes a picture. Says whether there was one.
    pub fn remove(&mut self, picture: u32) -> bool {
        self.sketches.remove(picture);
        self.codes.remove(picture)
    }

    /// Number of codes.
    pub fn codes(&self) -> &CodeIndex {
        &self.codes
    }

    /// The second path.
    pub fn sketches(&self) -> &SketchIndex {
        &self.sketches
    }

    /// The most promising pictures for a query, at most `most`: first by code distance, then by votes. Each is to
    /// be verified with [`crate::verify`]. Placeholders, and blank queries, find nothing.
    pub fn leads(&self, query: &Query, placeholders: &Placeholders, most: usize) -> Vec<Lead> {
        if query.blank() || placeholders.holds_any(&query.codes) {
            return Vec::new();
        }
        let mut found: BTreeMap<u32, Lead> = BTreeMap::new();
        for hit in self.codes.search(&query.finding_codes(), CANDIDATE_RADIUS) {
            found.entry(hit.picture).or_insert(Lead {
                picture: hit.picture,
                distance: Some(hit.distance),
                votes: 0,
            });
        }
        for (picture, votes) in self.sketches.search(query, most) {
            found.entry(picture).or_insert(Lead { picture, distance: None, votes: 0 }).votes =
                votes;
        }
        let mut leads: Vec<Lead> = found.into_values().collect();
        leads.sort_by_key(|lead| {
            (lead.distance.unwrap_or(u32::MAX), std::cmp::Reverse(lead.votes), lead.picture)
        });
        leads.truncate(most);
        leads
    }
}
