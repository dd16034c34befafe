//! Which bits of a descriptor the second path looks it up by: the tests that a descriptor is made of agree with each
//! other, and some of them change their answer more often than others.

use rayon::prelude::*;
use vinculo_image::{Limits, Picture};
use vinculo_synth::pictures::Transform;

use super::originals::Originals;
use super::views::{DESCRIPTOR, POINT, points};

type Descriptor = [u64; 4];

/// Bits of a descriptor, bits of a key, and of what an entry is held against the query by.
const BITS: usize = 256;
const KEY: usize = 20;
const SIGNATURE: usize = 32;
/// Bits of a descriptor's key that may differ, and of its signature, as the index has it.
const KEY_APART: usize = 1;
const SIGNATURE_APART: usize = 7;
/// What a bit costs beside agreeing with those chosen already (its squared correlation with each): for being more
/// often one than the other, and by how often it changes between two views of a place. *Judgement*, from trying 0 to
/// 40: the latter costs candidates, the former true ones.
const UNEVEN: f64 = 1.0;
const CHANGING: f64 = 5.0;
/// Two descriptors are of one place when they differ in fewer bits than this, and in this share of those in which
/// the next differs.
const SAME_BITS: u32 = 60;
const RATIO: f32 = 0.7;

/// Chooses on some pictures, and measures on others.
pub fn run(quick: bool, seed: u64) {
    let count = if quick { 12 } else { 200 };
    let (chosen_on, measured_on) = (Sample::new(seed, count), Sample::new(seed ^ 0x0b17, count));
    let [first, second, signature] = choose(&chosen_on);
    println!("## Bits of a descriptor that it is looked up by\n");
    for (name, bits) in [("keys", &first), ("", &second), ("signature", &signature)] {
        println!("{name} {bits:?}");
    }
    let side_by_side = |from: usize, count: usize| (from..from + count).collect::<Vec<_>>();
    let plain = [side_by_side(8, KEY), side_by_side(136, KEY), side_by_side(80, SIGNATURE)];
    println!("\n| bits | of one place, found | of others, found |\n| --- | --- | --- |");
    for (name, bits) in [("chosen", [first, second, signature]), ("side by side", plain)] {
        let (same, others) = measured_on.found(&bits);
        println!("| {name} | {:.1} % | {:.4} % |", 100.0 * same, 100.0 * others);
    }
}

/// Descriptors of pictures, and pairs of one place in two views.
struct Sample {
    /// With the number of their picture.
    all: Vec<(usize, Descriptor)>,
    same: Vec<(Descriptor, Descriptor)>,
}

impl Sample {
    fn new(seed: u64, count: usize) -> Self {
        let originals = Originals::Generated(seed);
        let made = originals.map(count, |number, pixels| {
            let transform = Transform::ALL[number % Transform::ALL.len()];
            let changed = transform.apply(&pixels, seed, number as u32);
            let own = descriptors(Picture::from_pixels(pixels).ok());
            let seen = descriptors(Picture::decode(&changed, &Limits::default()).ok());
            let same = seen.iter().filter_map(|one| Some((*likest(one, &own)?, *one))).collect();
            (number, own, same)
        });
        let mut sample = Self { all: Vec::new(), same: Vec::new() };
        for (number, own, same) in made {
            sample.all.extend(own.into_iter().map(|one| (number, one)));
            sample.same.extend::<Vec<_>>(same);
        }
        sample
    }

    /// Shares of pairs of one place, and of pairs of two pictures, that are found.
    fn found(&self, bits: &[Vec<usize>; 3]) -> (f64, f64) {
        let [first, second, signature] = bits;
        let finds = |a: &Descriptor, b: &Descriptor| {
            let apart =
                |bits: &[usize]| bits.iter().filter(|&&at| bit(a, at) != bit(b, at)).count();
            (apart(first) <= KEY_APART || apart(second) <= KEY_APART)
                && apart(signature) <= SIGNATURE_APART
        };
        let same = self.same.iter().filter(|(a, b)| finds(a, b)).count();
        let others = self.all.par_iter().enumerate().map(|(at, (picture, one))| {
            let others = self.all[..at].iter().filter(|(other, _)| other != picture);
            others.fold((0u64, 0u64), |(found, all), (_, other)| {
                (found + u64::from(finds(one, other)), all + 1)
            })
        });
        let (found, all) = others.reduce(|| (0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
        (same as f64 / self.same.len().max(1) as f64, found as f64 / all.max(1) as f64)
    }
}

/// Descriptors of a picture that is one photograph and no page.
fn descriptors(picture: Option<Picture>) -> Vec<Descriptor> {
    let Some(stored) = picture.map(|picture| picture.stored()) else { return Vec::new() };
    let bytes = stored.to_bytes();
    let words = |point: &[u8]| {
        let mut words = [0; 4];
        for (word, bytes) in words.iter_mut().zip(point[POINT - DESCRIPTOR..].chunks_exact(8)) {
            *word = bytes.iter().fold(0, |word, &byte| word << 8 | u64::from(byte));
        }
        words
    };
    let points = points(&stored, &bytes).unwrap_or_default();
    points.chunks_exact(POINT).map(words).collect()
}

fn likest<'a>(one: &Descriptor, among: &'a [Descriptor]) -> Option<&'a Descriptor> {
    let apart = |other: &Descriptor| -> u32 {
        one.iter().zip(other).map(|(a, b)| (a ^ b).count_ones()).sum()
    };
    let mut near: Vec<(u32, &Descriptor)> =
        among.iter().map(|other| (apart(other), other)).collect();
    near.sort();
    let [(best, likest), (next, _), ..] = near[..] else { return None };
    (best <= SAME_BITS && (best as f32) < RATIO * next as f32).then_some(likest)
}

fn bit(descriptor: &Descriptor, at: usize) -> bool {
    descriptor[at / 64] >> (at % 64) & 1 == 1
}

/// Two keys and a signature, no bit twice: each next bit is the one that costs least beside those it stands with.
fn choose(sample: &Sample) -> [Vec<usize>; 3] {
    let share = |holds: &(dyn Fn(&Descriptor) -> bool + Sync)| {
        sample.all.iter().filter(|(_, one)| holds(one)).count() as f64 / sample.all.len() as f64
    };
    let ones: Vec<f64> = (0..BITS).map(|at| share(&|one| bit(one, at))).collect();
    let changing: Vec<f64> = (0..BITS)
        .map(|at| {
            let changed = sample.same.iter().filter(|(a, b)| bit(a, at) != bit(b, at)).count();
            changed as f64 / sample.same.len().max(1) as f64
        })
        .collect();
    let spread = |at: usize| ones[at] * (1.0 - ones[at]);
    let correlation: Vec<Vec<f64>> = (0..BITS)
        .into_par_iter()
        .map(|a| {
            let squared = |b: usize| match spread(a) * spread(b) {
                0.0 => 1.0,
                spreads => {
                    (share(&|one| bit(one, a) && bit(one, b)) - ones[a] * ones[b]).powi(2) / spreads
                }
            };
            (0..BITS).map(squared).collect()
        })
        .collect();
    let cost = |at: usize, beside: &[usize]| {
        beside.iter().map(|&other| correlation[at][other]).sum::<f64>()
            + UNEVEN * 4.0 * (ones[at] - 0.5).powi(2)
            + CHANGING * changing[at]
    };
    let mut sets = [const { Vec::<usize>::new() }; 3];
    // The keys in turns, so that neither has the better bits.
    let turns = (0..2 * KEY).map(|turn| turn % 2).chain([2; SIGNATURE]);
    for set in turns {
        let free = (0..BITS).filter(|at| !sets.iter().any(|set| set.contains(at)));
        let best = free.min_by(|&a, &b| cost(a, &sets[set]).total_cmp(&cost(b, &sets[set])));
        sets[set].extend(best);
    }
    sets
}
