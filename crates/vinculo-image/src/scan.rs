//! Loops for the widest instructions of the processor: distances of codes and descriptors, and the linear scan.

use std::ops::Range;

use pulp::Arch;

use crate::Code;

/// Runs a loop for the widest instructions of the processor at hand: without this the compiler may not use the
/// population count that every processor of these years has. Only what is inlined gains. Nothing is reordered or
/// fused, so the same numbers come of it everywhere.
#[inline(always)]
pub(crate) fn widest<R>(work: impl FnOnce() -> R) -> R {
    Arch::new().dispatch(work)
}

/// Codes that are held against another at once: as many words as the widest registers of most processors have.
const LANES: usize = 4;

/// Words of some codes, side by side.
struct Group {
    words: [[u64; LANES]; 4],
}

impl Group {
    /// The codes, and others of no bits if these are fewer.
    fn of(codes: &[Code]) -> Self {
        let word = |word: usize, lane: usize| codes.get(lane).map_or(0, |code| code.0[word]);
        Self { words: std::array::from_fn(|at| std::array::from_fn(|lane| word(at, lane))) }
    }

    /// In how many bits of so many words each differs from a code.
    #[inline(always)]
    fn differ<const WORDS: usize>(&self, code: &Code) -> [u64; LANES] {
        let mut differ = [0; LANES];
        for (word, others) in code.0.iter().zip(&self.words).take(WORDS) {
            for (differ, other) in differ.iter_mut().zip(others) {
                *differ += u64::from((word ^ other).count_ones());
            }
        }
        differ
    }
}

/// Codes laid out to be held against others, all of them each time.
pub(crate) struct SideBySide {
    groups: Vec<Group>,
    count: usize,
}

impl SideBySide {
    pub(crate) fn new(codes: &[Code]) -> Self {
        Self { groups: codes.chunks(LANES).map(Group::of).collect(), count: codes.len() }
    }

    /// The distance of each from a code.
    pub(crate) fn distances(&self, code: &Code, distances: &mut Vec<u32>) {
        distances.clear();
        widest(
            #[inline(always)]
            || {
                for group in &self.groups {
                    distances.extend(group.differ::<4>(code).map(|bits| bits as u32));
                }
            },
        );
        distances.truncate(self.count);
    }
}

/// Calls `found(entry, view, distance)` for every pair within `radius`. One pass over the codes serves all views.
pub(crate) fn scan(
    codes: &[Code],
    views: &[Code],
    radius: u32,
    mut found: impl FnMut(usize, usize, u32),
) {
    let (chunks, _) = views.as_chunks::<LANES>();
    let groups: Vec<Group> = chunks.iter().map(|views| Group::of(views)).collect();
    let alone = LANES * groups.len()..views.len();
    widest(
        #[inline(always)]
        || {
            for (entry, code) in codes.iter().enumerate() {
                // Unrelated codes are 96 bits apart in three of four words: the last is hardly ever counted.
                let mut hold = |some: Range<usize>| {
                    for view in some {
                        let differ =
                            |word: usize| (code.0[word] ^ views[view].0[word]).count_ones();
                        let most = differ(0) + differ(1) + differ(2);
                        if most > radius {
                            continue;
                        }
                        let distance = most + differ(3);
                        if distance <= radius {
                            found(entry, view, distance);
                        }
                    }
                };
                for (number, group) in groups.iter().enumerate() {
                    // No early end: so the compiler holds all against the code at once.
                    let near = |any, &bits: &u64| any | (bits <= u64::from(radius));
                    if group.differ::<3>(code).iter().fold(false, near) {
                        hold(LANES * number..LANES * (number + 1));
                    }
                }
                hold(alone.clone());
            }
        },
    );
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn side_by_side_codes_are_as_far_as_one_by_one(
            codes in prop::collection::vec(prop::array::uniform4(any::<u64>()).prop_map(Code), 0..11),
            other in prop::array::uniform4(any::<u64>()).prop_map(Code),
        ) {
            let mut distances = vec![7];
            SideBySide::new(&codes).distances(&other, &mut distances);
            let one_by_one: Vec<u32> = codes.iter().map(|code| code.distance(&other)).collect();
            prop_assert_eq!(distances, one_by_one);
        }
    }
}
