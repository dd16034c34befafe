//! Repeatable chance: one stream of numbers per person.
//!
//! Only integer arithmetic and the four basic operations on floats are used, so
//! that the numbers are the same on every machine (logarithms and powers are not).

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A source of chance.
pub(crate) struct Dice(ChaCha8Rng);

/// What a stream of numbers is for.
#[derive(Clone, Copy)]
pub(crate) enum Stream {
    /// One person's own facts and records.
    Person(u32),
    /// What two neighbours in the numbering share if they are kin.
    Family(u32),
    /// One generated picture, or what happens to it.
    Picture(u32),
}

impl Dice {
    /// The stream of a person or family: independent of how many others there are.
    pub(crate) fn new(seed: u64, stream: Stream) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(match stream {
            Stream::Person(index) => u64::from(index) << 1,
            Stream::Family(index) => u64::from(index) << 1 | 1,
            Stream::Picture(index) => 1 << 40 | u64::from(index),
        });
        Self(rng)
    }

    /// A number from 0 to below 1.
    pub(crate) fn unit(&mut self) -> f64 {
        // 53 bits: every float of that spacing, equally likely.
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True with this probability.
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A whole number below `n`; 0 for `n` = 0.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        // The bias of the multiplication is below n / 2^32.
        ((self.0.next_u64() >> 32).wrapping_mul(n as u64) >> 32) as usize
    }

    /// A whole number from `min` to `max`, both included.
    pub(crate) fn between(&mut self, min: i32, max: i32) -> i32 {
        let count = i64::from(max) - i64::from(min) + 1;
        min + self.below(usize::try_from(count).unwrap_or(1)) as i32
    }

    /// Near a standard normal: twelve uniform numbers, mean 0, deviation 1, within ±6.
    pub(crate) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// One of the items.
    pub(crate) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// One of the items by weight.
    pub(crate) fn weighted<T: Copy>(&mut self, items: &[(T, f64)]) -> T {
        let total: f64 = items.iter().map(|(_, weight)| weight).sum();
        let mut rest = self.unit() * total;
        for (item, weight) in items {
            rest -= weight;
            if rest < 0.0 {
                return *item;
            }
        }
        items[items.len() - 1].0
    }

    /// `count` digits.
    pub(crate) fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + self.below(10) as u8)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_fixed_and_differ() {
        let first = |seed, stream| Dice::new(seed, stream).unit();
        assert_eq!(first(7, Stream::Person(3)), first(7, Stream::Person(3)));
        assert_ne!(first(7, Stream::Person(3)), first(7, Stream::Person(4)));
        assert_ne!(first(7, Stream::Person(3)), first(7, Stream::Family(3)));
        assert_ne!(first(7, Stream::Person(3)), first(8, Stream::Person(3)));
    }

    #[test]
    fn normal_has_mean_0_and_deviation_1() {
        let mut dice = Dice::new(1, Stream::Person(0));
        let draws: Vec<f64> = (0..20_000).map(|_| dice.normal()).collect();
        let mean = draws.iter().sum::<f64>() / 20_000.0;
        let variance = draws.iter().map(|x| x * x).sum::<f64>() / 20_000.0 - mean * mean;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05, "{mean} {variance}");
    }

    #[test]
    fn weights_are_kept() {
        let mut dice = Dice::new(1, Stream::Person(0));
        let items = [("a", 1.0), ("b", 3.0)];
        let b = (0..10_000).filter(|_| dice.weighted(&items) == "b").count();
        assert!((7_300..7_700).contains(&b), "{b}");
    }

    #[test]
    fn ranges_hold_their_ends() {
        let mut dice = Dice::new(1, Stream::Person(0));
        let draws: Vec<i32> = (0..1000).map(|_| dice.between(-1, 2)).collect();
        for end in [-1, 0, 1, 2] {
            assert!(draws.contains(&end));
        }
        assert!(draws.iter().all(|x| (-1..=2).contains(x)));
    }
}
