//! Which features of two columns can have anything in common, told for all pairs at once.

use crate::Finding;

/// For each left feature of a column, the right features with which it may have something
/// in common. All other pairs stand apart: nothing compared agrees, and the finding on
/// them is one and the same, so that nobody need look at them.
///
/// Built from groups, as a word stands in many names: memory is that of the groups and of
/// each left feature's list of groups, not that of the pairs.
pub struct Meetings {
    apart: Finding,
    /// Of each left feature: which groups it meets.
    of_left: Vec<Box<[u32]>>,
    /// Right features, ascending.
    groups: Vec<Vec<u32>>,
}

impl Meetings {
    /// Of the finding on pairs that stand apart, the groups that each left feature meets
    /// (indexes into `groups`), and the right features of each group.
    pub fn new(apart: Finding, of_left: Vec<Box<[u32]>>, groups: Vec<Vec<u32>>) -> Self {
        Self { apart, of_left, groups }
    }

    /// The finding on two features that do not meet.
    pub fn apart(&self) -> Finding {
        self.apart
    }

    /// The right features, by index, that the left feature of this index may meet; one may
    /// come several times.
    pub fn met(&self, left: usize) -> impl Iterator<Item = u32> {
        let groups = self.of_left[left].iter().map(|group| &self.groups[*group as usize]);
        groups.flatten().copied()
    }
}
