//! The best k of a list, whatever the order in which it is read.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use vinculo_model::Millibits;

/// A place in a list: heavier first, then the smaller key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Standing {
    pub weight: Millibits,
    order: Reverse<u32>,
    place: u32,
}

impl Standing {
    pub fn new(weight: Millibits, order: u32, place: u32) -> Self {
        Self { weight, order: Reverse(order), place }
    }

    pub fn place(&self) -> u32 {
        self.place
    }
}

/// The best `k` standings.
pub(crate) struct Top {
    k: usize,
    heap: BinaryHeap<Reverse<Standing>>,
}

impl Top {
    pub fn new(k: usize) -> Self {
        Self { k, heap: BinaryHeap::new() }
    }

    pub fn offer(&mut self, standing: Standing) {
        if self.heap.len() < self.k {
            self.heap.push(Reverse(standing));
        } else if let Some(mut worst) = self.heap.peek_mut()
            && standing > worst.0
        {
            *worst = Reverse(standing);
        }
    }

    /// The weight below which nothing enters.
    pub fn floor(&self) -> Option<Millibits> {
        (self.heap.len() >= self.k).then(|| self.heap.peek().map(|worst| worst.0.weight)).flatten()
    }

    /// Best first.
    pub fn into_sorted(self) -> Vec<Standing> {
        self.heap.into_sorted_vec().into_iter().map(|standing| standing.0).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn best_k_in_any_order(weights in prop::collection::vec(-5_i32..5, 0..40), k in 0_usize..10) {
            let all: Vec<Standing> = weights
                .iter()
                .enumerate()
                .map(|(i, w)| Standing::new(Millibits(*w), i as u32, i as u32))
                .collect();
            let best = |list: &mut dyn Iterator<Item = &Standing>| {
                let mut top = Top::new(k);
                list.for_each(|standing| top.offer(*standing));
                top.into_sorted().iter().map(Standing::place).collect::<Vec<_>>()
            };
            let mut sorted = all.clone();
            sorted.sort_by(|a, b| b.cmp(a));
            let expected: Vec<u32> = sorted.iter().take(k).map(Standing::place).collect();
            prop_assert_eq!(&best(&mut all.iter()), &expected);
            prop_assert_eq!(&best(&mut all.iter().rev()), &expected);
        }
    }
}
