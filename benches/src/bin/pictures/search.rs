//! A million codes: tables beside the scan, in one run, with the same answer.

use std::time::Duration;

use clap::Args;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use vinculo_image::{Code, CodeIndex, Part, STRONG_RADIUS, StoredCode};

use super::originals::Originals;
use super::views::mean_time;

#[derive(Args, Default)]
pub struct Options {
    /// Codes in the index.
    #[arg(long)]
    codes: Option<usize>,
}

pub fn run(options: &Options, quick: bool, seed: u64) {
    let count = options.codes.unwrap_or(if quick { 20_000 } else { 1_000_000 });
    let codes = real_like(seed, count, if quick { 4 } else { 400 });
    let parts: Vec<[StoredCode; 1]> =
        codes.iter().map(|&code| [StoredCode { code, part: Part::Whole }]).collect();
    let index = CodeIndex::build(
        parts.iter().enumerate().map(|(number, codes)| (number as u32, codes.as_slice())),
    );
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let queries: Vec<Code> =
        (0..100).map(|_| flipped(codes[below(&mut rng, count)], 20, &mut rng)).collect();
    let rounds = if quick { 1 } else { 5 };
    let mut found = Vec::new();
    let tables = mean_time(rounds, || {
        found = queries.iter().map(|query| index.search(&[*query], STRONG_RADIUS)).collect();
    });
    let mut scanned = Vec::new();
    let scan = mean_time(rounds, || {
        scanned =
            queries.iter().map(|query| index.search_by_scan(&[*query], STRONG_RADIUS)).collect();
    });
    assert_eq!(found, scanned, "the tables find what the scan finds");
    let found = found.concat().len();
    let each = |time: Duration| time.as_secs_f64() * 1e3 / queries.len() as f64;
    println!("## Exact search of {count} codes within {STRONG_RADIUS} bits, one core\n");
    println!("| method | ms of processor time a query |\n| --- | --- |");
    println!("| multi-index hashing, 16 tables of 16 bits, one flip | {:.3} |", each(tables));
    println!("| scan | {:.3} |", each(scan));
    println!("| scan / tables | {:.1} |", each(scan) / each(tables));
    println!(
        "\nIndex with codes: {:.1} MB; {found} hits, the same from both.\n",
        index.memory() as f64 / 1e6
    );
}

/// Codes distributed as real ones: those of real views with a share of their bits exchanged for another's, so that
/// the frequent patterns of each part stay as frequent.
pub fn real_like(seed: u64, count: usize, pictures: usize) -> Vec<Code> {
    let originals = Originals::Generated(seed ^ 0xc0de);
    let real: Vec<Code> = originals
        .map(pictures, |_, pixels| {
            let picture = vinculo_image::Picture::from_pixels(pixels).expect("large enough");
            picture.query().codes().to_vec()
        })
        .concat();
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    (0..count)
        .map(|_| {
            // Each 16-bit part comes from one of two views; then one bit in eight is noise.
            let (a, b) = (real[below(&mut rng, real.len())], real[below(&mut rng, real.len())]);
            let choose = rng.next_u64();
            let words = std::array::from_fn(|word| {
                let mask: u64 = (0..4)
                    .filter(|part| choose >> (4 * word + part) & 1 == 1)
                    .map(|part| 0xffff << (16 * part))
                    .sum();
                let noise = rng.next_u64() & rng.next_u64() & rng.next_u64();
                ((a.0[word] & mask) | (b.0[word] & !mask)) ^ noise
            });
            Code(words)
        })
        .collect()
}

pub fn below(rng: &mut ChaCha8Rng, count: usize) -> usize {
    (rng.next_u64() % count as u64) as usize
}

fn flipped(mut code: Code, bits: usize, rng: &mut ChaCha8Rng) -> Code {
    for _ in 0..bits {
        let bit = below(rng, 256);
        code.0[bit / 64] ^= 1 << (bit % 64);
    }
    code
}
