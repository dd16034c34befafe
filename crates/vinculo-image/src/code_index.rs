//! All codes within a distance, exactly.

use std::mem::size_of;

use crate::scan::{scan, widest};
use crate::{Code, Part, StoredCode};

/// Parts into which a code is cut, each with a table of its own.
const SLOTS: usize = 16;
/// Values of a part of 16 bits.
const VALUES: usize = 1 << 16;
/// The largest radius that the tables answer exactly: two codes that differ in at most 31 bits differ in at most
/// one bit of some of the 16 parts (pigeonhole: 31 / 16 = 1), and every part is looked up with each of its bits
/// flipped.
const TABLE_RADIUS: u32 = 2 * SLOTS as u32 - 1;
/// Codes below which a scan is as quick as the tables, and these would be larger than the codes. *Judgement.*
const LEAST_FOR_TABLES: usize = 16_384;
/// Share of entries that may be outside the tables, or removed, before these are made again: one in this many.
const REBUILD_SHARE: usize = 8;
/// The owner of a removed entry.
const REMOVED: u32 = u32::MAX;

/// A stored code within the radius.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CodeHit {
    /// Bits in which the two codes differ.
    pub distance: u32,
    /// The picture's number.
    pub picture: u32,
    /// The part of the picture that the code stands for.
    pub part: Part,
    /// Which of the query's codes it was.
    pub view: usize,
}

/// Codes of pictures, searched exactly within a radius: up to 31 bits by multi-index hashing (16 tables of 16
/// bits, one flip), beyond by a scan. About 104 bytes a code.
///
/// Entries that came since the tables were made are scanned; when they are one in eight, the tables are made again.
#[derive(Default)]
pub struct CodeIndex {
    codes: Vec<Code>,
    owners: Vec<u32>,
    parts: Vec<[u8; 3]>,
    removed: usize,
    tables: Tables,
}

impl CodeIndex {
    /// An empty index.
    pub fn new() -> Self {
        Self::default()
    }

    /// Builds the index of many pictures at once.
    pub fn build<'a>(pictures: impl IntoIterator<Item = (u32, &'a [StoredCode])>) -> Self {
        let mut index = Self::new();
        for (picture, codes) in pictures {
            index.push(picture, codes);
        }
        index.rebuild();
        index
    }

    /// Adds a picture's codes. `u32::MAX` is no picture's number.
    pub fn insert(&mut self, picture: u32, codes: &[StoredCode]) {
        self.push(picture, codes);
        self.rebuild_if_due();
    }

    fn push(&mut self, picture: u32, codes: &[StoredCode]) {
        debug_assert_ne!(picture, REMOVED);
        for stored in codes {
            self.codes.push(stored.code);
            self.owners.push(picture);
            self.parts.push(stored.part.to_bytes());
        }
    }

    /// Removes a picture; its codes are overwritten at once. Says whether there was one.
    pub fn remove(&mut self, picture: u32) -> bool {
        let mut found = false;
        for (owner, code) in self.owners.iter_mut().zip(&mut self.codes) {
            if *owner == picture {
                *owner = REMOVED;
                *code = Code::default();
                self.removed += 1;
                found = true;
            }
        }
        self.rebuild_if_due();
        found
    }

    /// Number of codes.
    pub fn len(&self) -> usize {
        self.codes.len() - self.removed
    }

    /// Whether there is no code.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes of memory: codes, owners, parts and tables.
    pub fn memory(&self) -> usize {
        self.codes.capacity() * size_of::<Code>()
            + self.owners.capacity() * size_of::<u32>()
            + self.parts.capacity() * size_of::<[u8; 3]>()
            + self.tables.memory()
    }

    /// Every stored code within `radius` bits of any of `views`, nearest first. Exact.
    pub fn search(&self, views: &[Code], radius: u32) -> Vec<CodeHit> {
        let mut hits = if radius <= TABLE_RADIUS {
            let mut hits = self.search_tables(views, radius);
            self.scan_from(self.tables.entries, views, radius, &mut hits);
            hits
        } else {
            let mut hits = Vec::new();
            self.scan_from(0, views, radius, &mut hits);
            hits
        };
        hits.sort_unstable();
        hits
    }

    /// The same by scanning everything: the oracle of [`CodeIndex::search`], and its baseline.
    pub fn search_by_scan(&self, views: &[Code], radius: u32) -> Vec<CodeHit> {
        let mut hits = Vec::new();
        self.scan_from(0, views, radius, &mut hits);
        hits.sort_unstable();
        hits
    }

    fn scan_from(&self, start: usize, views: &[Code], radius: u32, hits: &mut Vec<CodeHit>) {
        scan(&self.codes[start..], views, radius, |entry, view, distance| {
            self.hit(start + entry, view, distance, hits);
        });
    }

    fn hit(&self, entry: usize, view: usize, distance: u32, hits: &mut Vec<CodeHit>) {
        if self.owners[entry] != REMOVED {
            hits.push(CodeHit {
                distance,
                picture: self.owners[entry],
                part: Part::from_bytes(self.parts[entry]).expect("written by to_bytes"),
                view,
            });
        }
    }

    fn search_tables(&self, views: &[Code], radius: u32) -> Vec<CodeHit> {
        let (mut hits, mut near, mut found) = (Vec::new(), Vec::new(), Vec::new());
        for (view, code) in views.iter().enumerate() {
            near.clear();
            self.tables.near(code, radius, &mut near);
            found.clear();
            widest(
                #[inline(always)]
                || {
                    for &entry in &near {
                        let distance = code.distance(&self.codes[entry as usize]);
                        if distance <= radius {
                            found.push((entry, distance));
                        }
                    }
                },
            );
            found.sort_unstable();
            found.dedup();
            for &(entry, distance) in &found {
                self.hit(entry as usize, view, distance, &mut hits);
            }
        }
        hits
    }

    fn rebuild_if_due(&mut self) {
        let total = self.codes.len();
        let outside = total - self.tables.entries;
        if outside * REBUILD_SHARE > total.max(REBUILD_SHARE * LEAST_FOR_TABLES)
            || self.removed * REBUILD_SHARE > total
        {
            self.rebuild();
        }
    }

    /// Drops removed entries and makes the tables again.
    fn rebuild(&mut self) {
        let keep: Vec<bool> = self.owners.iter().map(|&owner| owner != REMOVED).collect();
        let mut kept = keep.iter();
        self.codes.retain(|_| *kept.next().expect("as long"));
        let mut kept = keep.iter();
        self.parts.retain(|_| *kept.next().expect("as long"));
        self.owners.retain(|&owner| owner != REMOVED);
        self.removed = 0;
        self.codes.shrink_to_fit();
        self.owners.shrink_to_fit();
        self.parts.shrink_to_fit();
        self.tables = if self.codes.len() < LEAST_FOR_TABLES {
            Tables::default()
        } else {
            Tables::new(&self.codes)
        };
    }
}

/// For each part of a code and each of its values, the entries that have it there.
#[derive(Default)]
struct Tables {
    /// Entries in the tables: the first so many of the index.
    entries: usize,
    /// For each slot, where the entries of each value begin.
    starts: Vec<Vec<u32>>,
    /// For each slot, entries ordered by value.
    order: Vec<Vec<u32>>,
}

impl Tables {
    fn new(codes: &[Code]) -> Self {
        let (mut starts, mut order) = (Vec::with_capacity(SLOTS), Vec::with_capacity(SLOTS));
        for slot in 0..SLOTS {
            let mut begin = vec![0u32; VALUES + 1];
            for code in codes {
                begin[part(code, slot) as usize + 1] += 1;
            }
            for value in 0..VALUES {
                begin[value + 1] += begin[value];
            }
            let mut next = begin.clone();
            let mut ordered = vec![0u32; codes.len()];
            for (entry, code) in codes.iter().enumerate() {
                let place = &mut next[part(code, slot) as usize];
                ordered[*place as usize] = entry as u32;
                *place += 1;
            }
            starts.push(begin);
            order.push(ordered);
        }
        Self { entries: codes.len(), starts, order }
    }

    /// Every entry that may lie within the radius; an entry may come several times. Two codes that differ in at most
    /// 31 bits agree in some part but for one bit. If they differ in at most 30, one part may be looked up without
    /// flips: were each of the others two bits apart, that would be all 30. The part with most entries around it is
    /// taken.
    fn near(&self, code: &Code, radius: u32, near: &mut Vec<u32>) {
        let flips = std::iter::once(0).chain((0..16).map(|bit| 1u16 << bit));
        let bounds = |slot: usize, flip: u16| {
            let (starts, probe) = (&self.starts[slot], usize::from(part(code, slot) ^ flip));
            (starts[probe] as usize, starts[probe + 1] as usize)
        };
        let around = |slot: &usize| {
            flips.clone().map(|flip| bounds(*slot, flip)).map(|(from, to)| to - from).sum::<usize>()
        };
        let spared =
            if radius < TABLE_RADIUS { (0..self.starts.len()).max_by_key(around) } else { None };
        for slot in 0..self.starts.len() {
            let looked_up = if spared == Some(slot) { 1 } else { 17 };
            for flip in flips.clone().take(looked_up) {
                let (from, to) = bounds(slot, flip);
                near.extend_from_slice(&self.order[slot][from..to]);
            }
        }
    }

    fn memory(&self) -> usize {
        let words = self.starts.iter().chain(&self.order).map(Vec::capacity);
        words.sum::<usize>() * size_of::<u32>()
    }
}

#[inline(always)]
fn part(code: &Code, slot: usize) -> u16 {
    (code.0[slot / 4] >> (16 * (slot % 4))) as u16
}
