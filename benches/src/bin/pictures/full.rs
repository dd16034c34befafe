//! A full query against 250,000 pictures: all views, candidates verified; and the memory that these take.

use std::time::Instant;

use clap::Args;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use vinculo_image::{ALGORITHM, Lead, PictureIndex, Placeholders, Stored, verify};
use vinculo_synth::pictures::Transform;

use super::originals::Originals;
use super::search::{below, real_like};
use super::views::{
    DESCRIPTOR, MOST_LEADS, POINT, Stopwatch, decoded, ms, peak_memory, points, quantile,
};

#[derive(Args, Default)]
pub struct Options {
    /// Pictures in the index.
    #[arg(long)]
    pictures: Option<usize>,
    /// Queries.
    #[arg(long)]
    queries: Option<usize>,
    /// Pictures that are generated in full; the others are made of these, and the less of them the sooner.
    #[arg(long)]
    generated: Option<usize>,
}

pub fn run(options: &Options, quick: bool, seed: u64) -> anyhow::Result<()> {
    let count = options.pictures.unwrap_or(if quick { 500 } else { 250_000 });
    let queries = options.queries.unwrap_or(if quick { 10 } else { 300 });
    let real = options.generated.unwrap_or(if quick { 12 } else { 1000 }).max(1);
    let originals = Originals::Generated(seed ^ 0xf011);
    let pictures: Vec<Stored> = originals.map(real, |_, pixels| {
        vinculo_image::Picture::from_pixels(pixels).expect("large enough").stored()
    });
    let stored = multiplied(&pictures, count, seed, real);
    let bytes: usize = stored.iter().map(Vec::len).sum();
    let parsed: Vec<Stored> =
        stored.iter().map(|bytes| Stored::from_bytes(bytes).expect("just written")).collect();
    let build = Instant::now();
    let index =
        PictureIndex::build(parsed.iter().enumerate().map(|(number, one)| (number as u32, one)));
    let built = build.elapsed();
    drop(parsed);

    let (mut whole, mut searched, mut found) = (Vec::new(), Vec::new(), 0);
    for number in 0..queries {
        let which = number % real;
        let transform = Transform::ALL[number % Transform::ALL.len()];
        let file = transform.apply(&originals.picture(which), seed, number as u32);
        let start = Stopwatch::start();
        let query = decoded(&file).query();
        let looking = Stopwatch::start();
        let leads = index.leads(&query, &Placeholders::new(), MOST_LEADS);
        // All of them, as the engine does: a photo may stand in several records.
        let is_same = |lead: &Lead| {
            let stored = Stored::from_bytes(&stored[lead.picture as usize]).expect("just written");
            verify(&query, &stored).tier.same_picture()
        };
        let same = leads.iter().filter(|lead| is_same(lead));
        found += same.filter(|lead| lead.picture as usize == which).count();
        whole.push(start.elapsed());
        searched.push(looking.elapsed());
    }
    whole.sort();
    searched.sort();
    println!("## A full query against {count} pictures, {real} of them generated in full\n");
    println!("| what, in processor time | figure |\n| --- | --- |");
    println!(
        "| decode, all views, search, at most {MOST_LEADS} verified: median | {} |",
        ms(quantile(&whole, 0.5))
    );
    println!("| the same, p99 of {queries} | {} |", ms(quantile(&whole, 0.99)));
    println!("| search and verification alone: median | {} |", ms(quantile(&searched, 0.5)));
    println!("| the same, p99 | {} |", ms(quantile(&searched, 0.99)));
    println!(
        "| the original among the verified | {:.1} % |",
        100.0 * found as f64 / queries as f64
    );
    println!(
        "| codes and their index | {:.1} MB ({} codes) |",
        index.codes().memory() as f64 / 1e6,
        index.codes().len()
    );
    println!(
        "| look-up of descriptors, in memory | {:.1} MB |",
        index.sketches().memory() as f64 / 1e6
    );
    println!("| stored forms, descriptors included | {:.1} MB |", bytes as f64 / 1e6);
    println!("| index built in | {} |", ms(built));
    if let Some(peak) = peak_memory() {
        println!(
            "| peak memory of this run, stored forms held twice | {:.0} MB |",
            peak as f64 / 1e6
        );
    }
    Ok(())
}

/// Bytes of a code with its part (`Stored::to_bytes`).
const CODE: usize = 35;

/// The real pictures first; then others made of them: codes distributed as real ones, points each taken from some
/// real picture, their descriptors changed in one bit of eight, so that frequent descriptors stay frequent.
fn multiplied(pictures: &[Stored], count: usize, seed: u64, real: usize) -> Vec<Vec<u8>> {
    let mut codes = real_like(seed, 6 * count, (real * 2 / 5).max(4)).into_iter();
    let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0xf011);
    let real: Vec<Vec<u8>> = pictures.iter().map(Stored::to_bytes).collect();
    let tails = pictures.iter().zip(&real).filter_map(|(one, bytes)| points(one, bytes));
    let pool: Vec<&[u8]> = tails.flat_map(|tail| tail.chunks_exact(POINT)).collect();
    let first_code = 1 + ALGORITHM.len() + 2;
    (0..count)
        .map(|number| {
            let which = number % real.len();
            let mut bytes = real[which].clone();
            if number < real.len() {
                return bytes;
            }
            for (at, _) in pictures[which].codes.iter().enumerate() {
                let start = first_code + at * CODE + 3;
                let code = codes.next().expect("six a picture");
                bytes[start..start + 32].copy_from_slice(&code.to_bytes());
            }
            let plain = pictures[which].codes.len() == 4;
            let points = if plain { pictures[which].sketch.points() } else { 0 };
            let start = bytes.len() - POINT * points;
            for point in bytes[start..].chunks_exact_mut(POINT) {
                point.copy_from_slice(pool[below(&mut rng, pool.len())]);
                for chunk in point[POINT - DESCRIPTOR..].chunks_exact_mut(8) {
                    let noise = rng.next_u64() & rng.next_u64() & rng.next_u64();
                    chunk
                        .iter_mut()
                        .zip(noise.to_be_bytes())
                        .for_each(|(byte, noise)| *byte ^= noise);
                }
            }
            bytes
        })
        .collect()
}
