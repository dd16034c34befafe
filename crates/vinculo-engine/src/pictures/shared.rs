//! What follows from who shows what and which pictures are the same: the pictures that
//! records share, and the templates, which are never evidence.
//!
//! | Constant | Value | Meaning | Source |
//! | --- | --- | --- | --- |
//! | `PLACEHOLDER_RECORDS` | of vinculo-image | people who show one picture before it counts as a template | see there |
//! | `OF_ONE_SOURCE` | 3 | the same within one organisation and kind | judgement: it has a person in few records, its logo in all |

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use vinculo_compare::{Region, SharedPicture, SharedPictures, SharedSide};
use vinculo_image::{PLACEHOLDER_RECORDS, Placeholders};
use vinculo_record::{Kind, RecordKey};
use vinculo_store::{PictureNo, Store};

use super::likeness::Likeness;
use super::{Bearer, Drawn, Pictures, stored_form};
use crate::error::Result;

const OF_ONE_SOURCE: usize = 3;

impl Pictures {
    /// Draws what follows from bearers and pairs, where they have changed.
    pub(super) fn draw(&mut self, store: &Store) -> Result<()> {
        if self.drawn.is_some() {
            return Ok(());
        }
        let (templates, placeholders) = self.templates(store)?;
        let mut shared = Vec::new();
        for (picture, likeness) in self.meetings() {
            let (first, second) = picture;
            if !templates.contains(&first) && !templates.contains(&second) {
                self.share(first, second, likeness, &mut shared);
            }
        }
        let shared = SharedPictures::new(shared);
        if *self.shared != shared {
            self.shared = Arc::new(shared);
        }
        let shared = Arc::clone(&self.shared);
        self.drawn = Some(Drawn { shared, templates, placeholders });
        Ok(())
    }

    /// Every two pictures that are shown and the same, and each with itself that
    /// several records show.
    pub(super) fn meetings(&self) -> impl Iterator<Item = ((PictureNo, PictureNo), &Likeness)> {
        let same = self.borne_by.iter().filter(|(_, records)| records.len() > 1);
        let same = same.map(|(no, _)| ((*no, *no), &Likeness::IDENTICAL));
        let shown = self.pairs.iter().filter(|(no, _)| self.borne_by.contains_key(*no));
        let borne_by = &self.borne_by;
        let near = shown.flat_map(move |(first, others)| {
            let later = others.iter().filter(move |(second, _)| *second > first);
            let shown = later.filter(move |(second, _)| borne_by.contains_key(*second));
            shown.map(move |(second, likeness)| ((*first, *second), likeness))
        });
        same.chain(near)
    }

    fn share(
        &self,
        first: PictureNo,
        second: PictureNo,
        likeness: &Likeness,
        shared: &mut Vec<SharedPicture>,
    ) {
        for left in &self.borne_by[&first] {
            for right in &self.borne_by[&second] {
                if left == right || (first == second && right < left) {
                    continue;
                }
                shared.push(SharedPicture {
                    records: [self.numbered(left), self.numbered(right)],
                    sides: [
                        self.side(left, first, likeness.regions[0]),
                        self.side(right, second, likeness.regions[1]),
                    ],
                    is_verified: likeness.verified,
                    distance: likeness.distance,
                    inliers: Some(likeness.inliers).filter(|inliers| *inliers > 0),
                });
            }
        }
    }

    fn numbered(&self, key: &RecordKey) -> (RecordKey, u64) {
        (key.clone(), self.bearers[key].id.0.unsigned_abs())
    }

    fn side(&self, key: &RecordKey, picture: PictureNo, region: [u16; 4]) -> SharedSide {
        let borne = self.bearers[key].pictures.iter().find(|borne| borne.picture == picture);
        SharedSide {
            item: borne.map_or(0, |borne| u16::try_from(borne.item).unwrap_or(u16::MAX)),
            subject: borne.and_then(|borne| borne.subject),
            region: Region(region),
        }
    }

    /// Pictures that so many unrelated records show that they stand for no photograph,
    /// and those that look like one of them.
    fn templates(&self, store: &Store) -> Result<(BTreeSet<PictureNo>, Placeholders)> {
        let mut templates: BTreeSet<PictureNo> = BTreeSet::new();
        let mut placeholders = Placeholders::new();
        let met: BTreeSet<PictureNo> =
            self.meetings().flat_map(|((first, second), _)| [first, second]).collect();
        for picture in &met {
            if self.is_common(*picture) {
                templates.insert(*picture);
                if let Some(stored) = stored_form(store, *picture)? {
                    placeholders.add(stored.code());
                }
            }
        }
        if !templates.is_empty() {
            for picture in met.iter().filter(|no| !templates.contains(*no)).collect::<Vec<_>>() {
                let stored = stored_form(store, *picture)?;
                if stored.is_some_and(|stored| placeholders.holds_picture(&stored)) {
                    templates.insert(*picture);
                }
            }
        }
        Ok((templates, placeholders))
    }

    /// Whether unrelated people show this picture or one that is the same.
    fn is_common(&self, picture: PictureNo) -> bool {
        let others = self.pairs.get(&picture).into_iter().flat_map(|others| others.keys());
        let shown = std::iter::once(&picture).chain(others);
        let records = shown.filter_map(|no| self.borne_by.get(no)).flatten();
        let mut people: BTreeSet<&str> = BTreeSet::new();
        let mut of_source: BTreeMap<(&str, Kind), BTreeSet<&str>> = BTreeMap::new();
        for key in records {
            let Bearer { person, .. } = &self.bearers[key];
            people.insert(person);
            of_source.entry((key.source.as_str(), key.kind)).or_default().insert(person);
        }
        people.len() > PLACEHOLDER_RECORDS
            || of_source.values().any(|people| people.len() > OF_ONE_SOURCE)
    }
}
