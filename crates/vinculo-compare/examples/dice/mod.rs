//! The dice of the simulations of u and m, and how they print shares.
#![allow(dead_code)] // each simulation uses its part

use std::collections::BTreeMap;
use std::time::Instant;

use vinculo_compare::Comparison;
use vinculo_record::{Cell, Column, Kind, Record, RecordKey, Row};

/// SplitMix64: enough for drawing people, the same everywhere.
pub struct Dice(pub u64);

impl Dice {
    /// Whether something happens that happens so often, in per cent.
    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// Whether something happens that has this share.
    pub fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// How many: each further one with this share.
    pub fn more(&mut self, share: f64, most: usize) -> usize {
        (0..most).take_while(|_| self.chance(share)).count()
    }

    /// A whole number below the limit.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    /// A number from 0 to 1.
    pub fn unit(&mut self) -> f64 {
        self.next() as f64 / u64::MAX as f64
    }

    /// A number between two, each as likely.
    pub fn even(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * self.unit()
    }

    /// A number between two positive ones, its logarithm even.
    pub fn log_even(&mut self, from: f64, to: f64) -> f64 {
        from * (to / from).powf(self.unit())
    }

    /// Of a standard normal distribution (Box–Muller).
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * self.unit().max(1e-12).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// One of a table's rows by their weights.
    pub fn weighted<'a, T>(&mut self, rows: &'a [(T, f64)]) -> &'a T {
        let total: f64 = rows.iter().map(|(_, weight)| weight).sum();
        let mut at = self.unit() * total;
        for (row, weight) in rows {
            at -= weight;
            if at <= 0.0 {
                return row;
            }
        }
        &rows[rows.len() - 1].0
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// A record of those cells; lists are separated by `;`, blank cells left out.
pub fn record(kind: Kind, cells: &[(Column, String)]) -> Record {
    let mut row = Row::new();
    for (column, text) in cells.iter().filter(|(_, text)| !text.is_empty()) {
        if column.is_list() {
            row.insert(*column, Cell::List(text.split(';').map(str::to_owned).collect()));
        } else {
            row.insert_text(*column, text.as_str());
        }
    }
    let key = RecordKey::new(kind, "X", "1").expect("a key");
    Record::from_row(key, &row).0
}

/// Prints the share of every level among pairs of one person (`m`) and among `random`
/// pairs of different people (`u`), of the pairs that can be compared.
///
/// `left` and `right` hold two records of each person in turn.
pub fn print_shares<C: Comparison>(
    comparison: &C,
    title: &str,
    (left, right): (&[Record], &[Record]),
    random: usize,
    dice: &mut Dice,
) {
    let compile = |records: &[Record]| -> Vec<Option<C::Feature>> {
        records.iter().map(|record| comparison.compile(record)).collect()
    };
    let (left, right) = (compile(left), compile(right));
    let (mut m, mut u) = (Shares::default(), Shares::default());
    for (a, b) in left.iter().zip(&right) {
        m.count(comparison, a.as_ref(), b.as_ref());
    }
    let started = Instant::now();
    for _ in 0..random {
        let (a, b) = (dice.below(left.len()), dice.below(right.len()));
        if a != b {
            u.count(comparison, left[a].as_ref(), right[b].as_ref());
        }
    }
    let nanoseconds = started.elapsed().as_nanos() / random as u128;
    println!(
        "{title}: {} (comparable: {:.3} of one, {:.3} of two people; {nanoseconds} ns a pair)",
        comparison.name(),
        m.comparable(),
        u.comparable()
    );
    for (index, level) in comparison.levels().iter().enumerate() {
        let (m, u) = (m.share(index as u8), u.share(index as u8));
        println!("  {:24} m {m:.5}  u {u:.6}  {:6.2} bits", level.name, (m / u).log2());
    }
}

/// How often each level was found.
#[derive(Default)]
struct Shares {
    levels: BTreeMap<u8, u64>,
    pairs: u64,
}

impl Shares {
    fn count<C: Comparison>(
        &mut self,
        comparison: &C,
        a: Option<&C::Feature>,
        b: Option<&C::Feature>,
    ) {
        self.pairs += 1;
        if let (Some(a), Some(b)) = (a, b)
            && let Some(finding) = comparison.compare(a, b)
        {
            *self.levels.entry(finding.level).or_default() += 1;
        }
    }

    fn comparable(&self) -> f64 {
        self.levels.values().sum::<u64>() as f64 / self.pairs as f64
    }

    fn share(&self, level: u8) -> f64 {
        let sum: u64 = self.levels.values().sum();
        self.levels.get(&level).copied().unwrap_or(0) as f64 / sum.max(1) as f64
    }
}
