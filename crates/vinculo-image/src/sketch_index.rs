//! The second path: pictures that share local descriptors.

use std::collections::{BTreeMap, HashMap};
use std::mem::size_of;

use crate::features::Point;
use crate::scan::widest;
use crate::votes::{Ballot, Likes, POINT_BITS, PointId, slot_of};
use crate::{Query, SKETCH_POINTS, Sketch};

/// Bits of a descriptor by which a table orders it: other ones in each of two tables. Each is looked up as it is and
/// with one of its bits flipped. The tests of a descriptor agree with each other, so `benches --bin pictures -- bits
/// --seed 9001` chose those that do least and seldom change their answer. Of descriptors of other pictures, keys and
/// signature find 2 in 10,000, where bits side by side find 100; of descriptors of one place 83 in 100, where those
/// find 90. Keys of 18 bits find 4 in 10,000 and 84 in 100, of 22 bits 1 and 80.
const KEYS: [[u8; KEY_BITS as usize]; 2] = [
    [123, 163, 108, 43, 249, 96, 233, 5, 30, 220, 120, 140, 195, 36, 246, 158, 135, 77, 150, 82],
    [147, 83, 88, 151, 194, 94, 74, 188, 44, 240, 137, 209, 87, 180, 208, 58, 127, 229, 143, 8],
];
const KEY_BITS: u32 = 20;
/// Other bits, chosen the same way, by which an entry is held against the query without its descriptor at hand.
const SIGNATURE: [u8; 32] = [
    165, 66, 190, 215, 174, 168, 175, 212, 230, 186, 225, 192, 118, 114, 85, 159, 247, 142, 84, 89,
    55, 144, 187, 91, 224, 200, 255, 146, 211, 9, 26, 153,
];
/// How many of these may differ. *Judgement*: from five to nine, true ones found grow by two in 100, chance ones
/// threefold.
const SIGNATURE_BITS: u32 = 7;
/// Entries outside the tables before these are made again: one in this many, and at least some.
const REBUILD_SHARE: usize = 8;
const LEAST_FOR_TABLES: usize = 65_536;
/// The slot of a removed picture.
const REMOVED: u32 = u32::MAX;

/// An entry: whose descriptor it is, which of that picture's, and 32 bits of it.
#[derive(Clone, Copy)]
struct Entry {
    point: PointId,
    signature: u32,
}

/// An entry that is in no table yet, with its key in each.
#[derive(Clone, Copy)]
struct Fresh {
    keys: [u32; KEYS.len()],
    entry: Entry,
}

impl Fresh {
    fn of(point: PointId, bits: &[u64; 4]) -> Self {
        let signature = gathered(bits, &SIGNATURE);
        Self { keys: KEYS.map(|places| gathered(bits, &places)), entry: Entry { point, signature } }
    }
}

/// Local descriptors of all pictures, looked up one by one; pictures are ranked by those that agree. About 16 bytes
/// a descriptor; the descriptors themselves stay in the store.
#[derive(Default)]
pub struct SketchIndex {
    /// The picture of each slot.
    pictures: Vec<u32>,
    slots: HashMap<u32, u32>,
    tables: Vec<Table>,
    /// What came since the tables were made.
    fresh: Vec<Fresh>,
    entries: usize,
    removed: usize,
}

/// Entries ordered by key.
struct Table {
    starts: Vec<u32>,
    entries: Vec<Entry>,
}

impl SketchIndex {
    /// Builds the index of many pictures at once.
    pub fn build<'a>(pictures: impl IntoIterator<Item = (u32, &'a Sketch)>) -> Self {
        let mut index = Self::default();
        for (picture, sketch) in pictures {
            index.push(picture, sketch);
        }
        index.rebuild();
        index
    }

    /// Adds a picture.
    pub fn insert(&mut self, picture: u32, sketch: &Sketch) {
        self.push(picture, sketch);
        if self.fresh.len() > LEAST_FOR_TABLES.max(self.entries / REBUILD_SHARE) {
            self.rebuild();
        }
    }

    fn push(&mut self, picture: u32, sketch: &Sketch) {
        debug_assert_ne!(picture, REMOVED);
        let slot = *self.slots.entry(picture).or_insert_with(|| {
            self.pictures.push(picture);
            self.pictures.len() as u32 - 1
        });
        let points = sketch.frames.iter().flat_map(|frame| &frame.points).take(SKETCH_POINTS);
        let numbered = points.zip(slot << POINT_BITS..);
        self.fresh.extend(numbered.map(|(point, number)| Fresh::of(number, &point.bits)));
    }

    /// Removes a picture. Says whether there was one. Its descriptors go at once if they are not in the tables yet,
    /// else they are unreachable from now on and go when the tables are made again.
    pub fn remove(&mut self, picture: u32) -> bool {
        let Some(slot) = self.slots.remove(&picture) else {
            return false;
        };
        self.pictures[slot as usize] = REMOVED;
        self.fresh.retain(|fresh| slot_of(fresh.entry.point) != slot as usize);
        self.removed += 1;
        if self.removed * REBUILD_SHARE > self.pictures.len() {
            self.drop_removed();
        }
        true
    }

    /// Bytes of memory.
    pub fn memory(&self) -> usize {
        let tables = self.tables.iter().map(|table| {
            table.starts.capacity() * size_of::<u32>()
                + table.entries.capacity() * size_of::<Entry>()
        });
        tables.sum::<usize>()
            + self.fresh.capacity() * size_of::<Fresh>()
            + self.pictures.capacity() * size_of::<u32>()
            + self.slots.capacity() * size_of::<(u32, u32)>() * 8 / 7
    }

    /// The `most` pictures with the heaviest votes, and their weight in bits. Each frame of the query votes by itself,
    /// and by itself in a mirror, for a picture that shows one of them shows it in one way.
    pub fn search(&self, query: &Query, most: usize) -> Vec<(u32, u32)> {
        let mut ballot = Ballot::new(self.pictures.len());
        let mut likes = Likes::default();
        let mut heaviest: BTreeMap<u32, u32> = BTreeMap::new();
        for points in query.points() {
            likes.clear();
            for point in points {
                widest(
                    #[inline(always)]
                    || self.agreeing(point, &mut likes),
                );
                likes.next_point();
            }
            let is_taken = |slot: usize| self.pictures[slot] != REMOVED;
            for (slot, weight) in ballot.heaviest(&likes, most, is_taken) {
                let so_far = heaviest.entry(self.pictures[slot]).or_default();
                *so_far = weight.max(*so_far);
            }
        }
        let mut found: Vec<(u32, u32)> = heaviest.into_iter().collect();
        found.sort_by_key(|&(_, weight)| std::cmp::Reverse(weight));
        found.truncate(most);
        found
    }

    #[inline(always)]
    fn agreeing(&self, point: &Point, likes: &mut Likes) {
        // As if it were an entry itself.
        let Fresh { keys, entry: wanted } = Fresh::of(0, &point.bits);
        let is_like =
            |entry: &Entry| (entry.signature ^ wanted.signature).count_ones() <= SIGNATURE_BITS;
        for (table, key) in self.tables.iter().zip(keys) {
            for flip in std::iter::once(0).chain((0..KEY_BITS).map(|bit| 1 << bit)) {
                let bucket = (key ^ flip) as usize;
                let (from, to) = (table.starts[bucket] as usize, table.starts[bucket + 1] as usize);
                table.entries[from..to]
                    .iter()
                    .filter(|entry| is_like(entry))
                    .for_each(|entry| likes.push(entry.point));
            }
        }
        for fresh in self.fresh.iter().filter(|fresh| is_like(&fresh.entry)) {
            let meets = |(own, key): (&u32, u32)| (own ^ key).count_ones() <= 1;
            if fresh.keys.iter().zip(keys).any(meets) {
                likes.push(fresh.entry.point);
            }
        }
    }

    /// Moves what is fresh into the tables.
    fn rebuild(&mut self) {
        let fresh = std::mem::take(&mut self.fresh);
        self.entries += fresh.len();
        let old = std::mem::take(&mut self.tables);
        self.tables =
            (0..KEYS.len()).map(|number| Table::merged(old.get(number), &fresh, number)).collect();
    }

    /// Takes the entries of removed pictures out of the tables.
    fn drop_removed(&mut self) {
        let kept: Vec<Option<u32>> = {
            let mut next = 0;
            self.pictures
                .iter()
                .map(|&picture| {
                    (picture != REMOVED).then(|| {
                        next += 1;
                        next - 1
                    })
                })
                .collect()
        };
        self.pictures.retain(|&picture| picture != REMOVED);
        for slot in self.slots.values_mut() {
            *slot = kept[*slot as usize].expect("a picture that is there");
        }
        for Fresh { entry, .. } in &mut self.fresh {
            entry.point = moved(entry.point, &kept).expect("removed pictures have none");
        }
        for table in &mut self.tables {
            table.keep(&kept);
        }
        self.entries = self.tables.first().map_or(0, |table| table.entries.len());
        self.removed = 0;
    }
}

impl Table {
    fn merged(old: Option<&Table>, fresh: &[Fresh], number: usize) -> Self {
        let mut starts = vec![0u32; (1 << KEY_BITS) + 1];
        if let Some(old) = old {
            for bucket in 0..1 << KEY_BITS {
                starts[bucket + 1] = old.starts[bucket + 1] - old.starts[bucket];
            }
        }
        for one in fresh {
            starts[one.keys[number] as usize + 1] += 1;
        }
        for bucket in 0..1 << KEY_BITS {
            starts[bucket + 1] += starts[bucket];
        }
        let none = Entry { point: 0, signature: 0 };
        let mut next = starts.clone();
        let mut entries = vec![none; starts[1 << KEY_BITS] as usize];
        if let Some(old) = old {
            for bucket in 0..1 << KEY_BITS {
                for entry in
                    &old.entries[old.starts[bucket] as usize..old.starts[bucket + 1] as usize]
                {
                    entries[next[bucket] as usize] = *entry;
                    next[bucket] += 1;
                }
            }
        }
        for one in fresh {
            let place = &mut next[one.keys[number] as usize];
            entries[*place as usize] = one.entry;
            *place += 1;
        }
        Self { starts, entries }
    }

    fn keep(&mut self, kept: &[Option<u32>]) {
        let mut entries = Vec::with_capacity(self.entries.len());
        let mut starts = Vec::with_capacity(self.starts.len());
        starts.push(0);
        for bucket in 0..1 << KEY_BITS {
            let (from, to) = (self.starts[bucket] as usize, self.starts[bucket + 1] as usize);
            entries.extend(self.entries[from..to].iter().filter_map(|entry| {
                moved(entry.point, kept).map(|point| Entry { point, ..*entry })
            }));
            starts.push(entries.len() as u32);
        }
        *self = Self { starts, entries };
    }
}

/// The same point after slots were given anew; none of a removed picture.
fn moved(point: PointId, slots: &[Option<u32>]) -> Option<PointId> {
    slots[slot_of(point)].map(|slot| slot << POINT_BITS | point & ((1 << POINT_BITS) - 1))
}

/// Bits of a descriptor side by side.
fn gathered(bits: &[u64; 4], places: &[u8]) -> u32 {
    let bit = |place: u8| (bits[usize::from(place) / 64] >> (place % 64)) as u32 & 1;
    places.iter().fold(0, |gathered, &place| gathered << 1 | bit(place))
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::*;
    use crate::colours::{Colours, GRID};
    use crate::quad::Quad;
    use crate::query::QueryFrame;
    use crate::sketch::SketchFrame;

    /// Points of which no two are alike.
    fn points(count: usize, seed: u64) -> Vec<Point> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut point = || Point {
            x: 0.5,
            y: 0.5,
            level: 0,
            angle: 0,
            bits: std::array::from_fn(|_| rng.next_u64()),
        };
        (0..count).map(|_| point()).collect()
    }

    fn frame(points: Vec<Point>) -> SketchFrame {
        let colours = Colours { side: GRID, cells: vec![[0; 3]; GRID * GRID] };
        SketchFrame { region: Quad::UNIT, width: 512, height: 512, colours, points }
    }

    fn sketch(points: Vec<Point>) -> Sketch {
        Sketch { frames: vec![frame(points)] }
    }

    fn query(upright: Vec<Point>, mirrored: Vec<Point>) -> Query {
        let mut query = Query::from_codes(&[]);
        query.frames.push(QueryFrame { sketch: frame(upright), mirrored });
        query
    }

    #[test]
    fn what_many_pictures_have_does_not_outvote_what_one_has() {
        let (stripes, rare) = (points(40, 1), points(12, 2));
        let mut sketches = vec![sketch(stripes.clone()); 50];
        sketches.push(sketch(rare.clone()));
        let index = SketchIndex::build((0..).zip(&sketches));
        let found = index.search(&query([stripes, rare].concat(), Vec::new()), 51);
        assert_eq!(found.len(), 51);
        assert_eq!(found[0].0, 50);
        assert!(found[0].1 >= 40 && found[1].1 == 0, "{found:?}");
    }

    #[test]
    fn a_picture_and_its_mirror_do_not_vote_together() {
        let (upright, mirrored) = (points(12, 3), points(12, 4));
        let some = |from: &[Point], count: usize| from[..count].to_vec();
        let both = sketch([some(&upright, 5), some(&mirrored, 5)].concat());
        let mut sketches = vec![both, sketch(some(&upright, 8))];
        sketches.extend((10..40).map(|seed| sketch(points(12, seed))));
        let index = SketchIndex::build((0..).zip(&sketches));
        let found = index.search(&query(upright, mirrored), 32);
        assert_eq!(found.iter().map(|found| found.0).collect::<Vec<_>>(), [1, 0]);
    }
}
