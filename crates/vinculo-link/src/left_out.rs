//! Pairs that stand in no list, because somebody ruled them out.

use std::collections::HashMap;

use vinculo_record::RecordKey;

use crate::Scorer;

/// Pairs of places of a scorer that are left out of every list.
#[derive(Clone, Debug, Default)]
pub struct LeftOut {
    // looked up by left place alone, never walked through: its order cannot show
    by_left: HashMap<u32, Vec<u32>>,
}

impl LeftOut {
    /// No pair.
    pub fn none() -> Self {
        Self::default()
    }

    /// These pairs of keys, where the scorer has both; of one kind, in whichever order they
    /// are named.
    pub fn new<'k>(
        scorer: &Scorer<'_>,
        pairs: impl IntoIterator<Item = (&'k RecordKey, &'k RecordKey)>,
    ) -> Self {
        let mut left_out = Self::default();
        let same_kind = scorer.model().link().is_same_kind();
        for (left, right) in pairs {
            left_out.insert(scorer, left, right);
            if same_kind {
                left_out.insert(scorer, right, left);
            }
        }
        for rights in left_out.by_left.values_mut() {
            rights.sort_unstable();
            rights.dedup();
        }
        left_out
    }

    fn insert(&mut self, scorer: &Scorer<'_>, left: &RecordKey, right: &RecordKey) {
        if let (Some(left), Some(right)) = (scorer.left().place(left), scorer.right().place(right))
        {
            self.by_left.entry(left).or_default().push(right);
        }
    }

    /// The right places that are left out for a left one, ascending.
    pub(crate) fn of(&self, left: u32) -> &[u32] {
        self.by_left.get(&left).map_or(&[], Vec::as_slice)
    }

    /// Whether a pair is left out.
    pub(crate) fn has(&self, left: u32, right: u32) -> bool {
        self.of(left).binary_search(&right).is_ok()
    }
}
