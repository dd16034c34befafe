//! Votes of a query's descriptors for the pictures that have their like.

use crate::SKETCH_POINTS;

/// A picture's slot and, in the lowest six bits, which of its points, for [`SKETCH_POINTS`] are no more than 64. So
/// there is room for 67 million pictures.
pub(crate) type PointId = u32;

pub(crate) const POINT_BITS: u32 = 6;
const _: () = assert!(SKETCH_POINTS <= 1 << POINT_BITS);

/// Votes below which a picture is not worth verifying: unrelated ones get two or three by chance.
const LEAST_VOTES: u32 = 3;
/// The part of a picture's points that its copy's find: keys and signature find 83 % of those that both have
/// (`benches --bin pictures -- bits --seed 9001`), and a copy has lost about half. *Judgement.*
const FOUND_AGAIN: f32 = 0.4;
/// Weights are summed in parts of a bit, so that sums do not depend on their order.
const EIGHTHS: u32 = 8;
/// Votes are counted at first for so many times the pictures asked for. *Judgement*: nearly always enough.
const COUNTED: usize = 4;

pub(crate) fn slot_of(point: PointId) -> usize {
    (point >> POINT_BITS) as usize
}

/// The points that are like a frame's: for each of its points as many, one after the other, and where they end.
#[derive(Default)]
pub(crate) struct Likes {
    points: Vec<PointId>,
    ends: Vec<usize>,
}

impl Likes {
    /// The like of the point that [`Likes::next_point`] is called for next.
    pub(crate) fn push(&mut self, point: PointId) {
        self.points.push(point);
    }

    /// Goes on to the next point of the frame.
    pub(crate) fn next_point(&mut self) {
        self.ends.push(self.points.len());
    }

    pub(crate) fn clear(&mut self) {
        self.points.clear();
        self.ends.clear();
    }

    fn of_each(&self) -> impl Iterator<Item = &[PointId]> {
        let begins = std::iter::once(0).chain(self.ends.iter().copied());
        begins.zip(&self.ends).map(|(begin, &end)| &self.points[begin..end])
    }
}

/// What a picture has in common with a frame.
#[derive(Clone, Copy, Default)]
struct Votes {
    /// Its points that agree with some of the frame's.
    points: u64,
    /// The frame's points that agree with some of its.
    queried: u16,
    /// The last of these, counted from one.
    last: u16,
    /// What these say together, in eighths of a bit.
    said: u32,
}

impl Votes {
    fn count(&self) -> u32 {
        self.points.count_ones().min(u32::from(self.queried))
    }

    /// What as many of the frame's points as are counted say on average, in bits.
    fn weight(&self) -> u32 {
        self.said * self.count() / u32::from(self.queried).max(1) / EIGHTHS
    }
}

/// Counts the votes of one frame after the other. One that stands in a picture a hundred times has no hundred votes: as
/// many count as points of the picture agree with some of the frame's, or as points of the frame's with some of its,
/// whichever is less. Each is weighed by how rare its like is.
pub(crate) struct Ballot {
    votes: Vec<Votes>,
    /// No less than what is said for each slot, in eighths of a bit: so few bytes that they stay near the processor.
    bounds: Vec<u16>,
}

impl Ballot {
    pub(crate) fn new(slots: usize) -> Self {
        Self { votes: vec![Votes::default(); slots], bounds: vec![0; slots] }
    }

    /// The `most` slots for which a frame's votes weigh heaviest, with their weight in bits and in no order, and some
    /// more; of those slots that are taken.
    pub(crate) fn heaviest(
        &mut self,
        likes: &Likes,
        most: usize,
        is_taken: impl Fn(usize) -> bool,
    ) -> Vec<(usize, u32)> {
        self.bound(likes);
        let mut least = nth_largest(&self.bounds, COUNTED * most);
        loop {
            let mut found = self.count(likes, least);
            found.retain(|&(slot, _)| is_taken(slot));
            let weights: Vec<u32> = found.iter().map(|&(_, weight)| weight).collect();
            // Whatever was not counted weighs less than these.
            let enough = u16::try_from(nth_largest(&weights, most) * EIGHTHS).unwrap_or(u16::MAX);
            if least <= enough {
                return found;
            }
            least = enough;
        }
    }

    fn bound(&mut self, likes: &Likes) {
        self.bounds.fill(0);
        for like in likes.of_each() {
            let said = self.says(like);
            for &point in like {
                let bound = &mut self.bounds[slot_of(point)];
                *bound = bound.saturating_add(said);
            }
        }
    }

    /// The weight of every slot for which as much may be said, and that has votes enough.
    fn count(&mut self, likes: &Likes, least: u16) -> Vec<(usize, u32)> {
        let mut touched = Vec::new();
        for (number, like) in (1..).zip(likes.of_each()) {
            let said = self.says(like);
            for &point in like {
                let slot = slot_of(point);
                if self.bounds[slot] < least {
                    continue;
                }
                let of_it = &mut self.votes[slot];
                if of_it.last == 0 {
                    touched.push(slot);
                }
                if of_it.last != number {
                    of_it.queried += 1;
                    of_it.said += u32::from(said);
                }
                of_it.last = number;
                of_it.points |= 1 << (point & ((1 << POINT_BITS) - 1));
            }
        }
        let counted = touched.into_iter().map(|slot| (slot, std::mem::take(&mut self.votes[slot])));
        counted
            .filter(|(_, of_it)| of_it.count() >= LEAST_VOTES)
            .map(|(slot, of_it)| (slot, of_it.weight()))
            .collect()
    }

    /// What it says, in eighths of a bit, that a picture has one of these: how much likelier a copy has it than another
    /// picture. On striped cloth that is nothing.
    fn says(&self, like: &[PointId]) -> u16 {
        let share = like.len() as f32 / self.votes.len() as f32;
        ((FOUND_AGAIN / share).log2().max(0.0) * EIGHTHS as f32).round() as u16
    }
}

/// Nought, if there are fewer.
fn nth_largest<T: Copy + Ord + Default>(values: &[T], number: usize) -> T {
    if number == 0 || number > values.len() {
        return T::default();
    }
    let mut values = values.to_vec();
    let at = values.len() - number;
    *values.select_nth_unstable(at).1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A few slots that some of the points like again and again, as stripes do, among many that chance likes.
    fn likes() -> impl Strategy<Value = Vec<Vec<(u32, u32)>>> {
        let by_chance = prop::collection::vec((0..900u32, 0..64u32), 0..40);
        let stripes = prop::collection::vec((0..30u32, 0..2u32), 0..40);
        let true_ones = prop::collection::vec((30..34u32, 0..64u32), 0..3);
        let one = (by_chance, stripes, true_ones).prop_map(|(a, b, c)| [a, b, c].concat());
        prop::collection::vec(one, 0..30)
    }

    proptest! {
        #[test]
        fn the_heaviest_are_those_of_all(frame in likes(), most in 1..20usize) {
            let mut likes = Likes::default();
            for like in frame {
                like.iter().for_each(|(slot, point)| likes.push(slot << POINT_BITS | point));
                likes.next_point();
            }
            let mut ballot = Ballot::new(900);
            let is_taken = |slot: usize| !slot.is_multiple_of(7);
            let first = |mut found: Vec<(usize, u32)>| {
                found.retain(|found| is_taken(found.0));
                found.sort_by_key(|&(slot, weight)| (std::cmp::Reverse(weight), slot));
                found.truncate(most);
                found
            };
            let found = first(ballot.heaviest(&likes, most, is_taken));
            prop_assert_eq!(found, first(ballot.count(&likes, 0)));
        }
    }
}
