//! Which share of 43 transforms is found again.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use clap::Args;
use rayon::prelude::*;
use vinculo_image::{
    CANDIDATE_RADIUS, Code, Picture, Query, SketchIndex, Stored, StoredCode, Tier, verify,
};
use vinculo_synth::pictures::Transform;

use super::originals::Originals;
use super::views::{MOST_LEADS, decoded};

#[derive(Args, Default)]
pub struct Options {
    /// A folder of openly licensed photographs to measure instead of generated pictures.
    #[arg(long)]
    photos: Option<PathBuf>,
    /// Photographs are cut into so many tiles a side, to have more of them.
    #[arg(long)]
    grid: Option<u32>,
    /// Originals that are transformed and looked for.
    #[arg(long)]
    queries: Option<usize>,
    /// Pictures that are stored, the transformed ones' originals among them.
    #[arg(long)]
    stored: Option<usize>,
    /// Print every false pair and every miss after verification.
    #[arg(long)]
    verbose: bool,
}

/// PDQ with all views at a pooled rate of false pairs of one in a million, in percent: the reference's column.
fn reference(transform: Transform) -> Option<f64> {
    use Transform::*;
    Some(match transform {
        CropSide(5) => 65.0,
        CropSide(10) => 15.0,
        CropSide(20) => 5.0,
        CropSide(40) => 0.0,
        Turn(5) | Quarter | Half | Mirror => 99.0,
        TurnCut(5) => 35.0,
        Perspective(12) => 75.0,
        PrintCut => 71.0,
        Combined => 29.0,
        OnPage(vinculo_synth::pictures::Template::NoticeLarge) => 100.0,
        OnPage(_) => 99.0,
        CropWindow(_) => return None,
        _ => 100.0,
    })
}

/// What a pair of pictures was found to have in common.
#[derive(Clone, Copy)]
struct Found {
    whole: u32,
    distance: u32,
    votes: u32,
    tier: Tier,
    inliers: u32,
}

/// Counts of unrelated pairs by value, from all threads.
struct Histogram(Vec<AtomicU64>);

impl Histogram {
    fn new(values: usize) -> Self {
        Self((0..values).map(|_| AtomicU64::new(0)).collect())
    }

    fn add(&self, value: u32) {
        self.0[(value as usize).min(self.0.len() - 1)].fetch_add(1, Ordering::Relaxed);
    }

    fn count(&self, values: impl Iterator<Item = usize>) -> u64 {
        values.map(|value| self.0[value].load(Ordering::Relaxed)).sum()
    }

    /// The largest value at which no more than `most` pairs lie at or below it.
    fn at_most(&self, most: u64) -> u32 {
        (0..self.0.len()).take_while(|&value| self.count(0..value + 1) <= most).last().unwrap_or(0)
            as u32
    }

    /// The least value at which no more than `most` pairs lie at or above it.
    fn at_least(&self, most: u64) -> u32 {
        let last = self.0.len();
        (1..last).find(|&value| self.count(value..last) <= most).unwrap_or(last) as u32
    }
}

pub fn run(options: &Options, quick: bool, seed: u64) -> anyhow::Result<()> {
    let originals = Originals::new(seed, options.photos.as_deref(), options.grid.unwrap_or(2))?;
    let queries = options.queries.unwrap_or(if quick { 4 } else { 80 }).min(originals.len());
    let wanted = options.stored.unwrap_or(if quick { 12 } else { 3000 });
    let make = |pixels| Picture::from_pixels(pixels).expect("large enough").stored();
    let mut stored: Vec<Stored> = originals.map(queries, |_, pixels| make(pixels));
    stored.extend(originals.unrelated(queries, wanted.saturating_sub(queries), make));
    let count = stored.len();
    let index = SketchIndex::build(
        stored.iter().enumerate().map(|(number, one)| (number as u32, &one.sketch)),
    );
    let (whole, distances, votes) =
        (Histogram::new(257), Histogram::new(257), Histogram::new(4096));
    let false_pairs = AtomicU64::new(0);

    let transforms: Vec<Transform> = Transform::ALL.into_iter().chain(Transform::BEYOND).collect();
    let found: Vec<Vec<Found>> = (0..queries)
        .into_par_iter()
        .map(|number| {
            let original = originals.picture(number);
            transforms
                .iter()
                .enumerate()
                .map(|(at, transform)| {
                    let index_of = (number * transforms.len() + at) as u32;
                    let bytes = transform.apply(&original, seed, index_of);
                    let query = decoded(&bytes).query();
                    let voted = Voted::new(&index, &query, count);
                    // What is beyond the table counts neither as found nor as false.
                    let counted = at < Transform::ALL.len();
                    let pair = |other: usize| pair(&query, &stored[other], &voted, other);
                    if counted {
                        for other in (0..count).filter(|&other| other != number) {
                            let found = pair(other);
                            whole.add(found.whole);
                            distances.add(found.distance);
                            votes.add(found.votes);
                            if found.tier.same_picture() {
                                false_pairs.fetch_add(1, Ordering::Relaxed);
                                if options.verbose {
                                    println!("false: {} of {number} with {other}: {:?} distance {} votes {} inliers {}", transform.name(), found.tier, found.distance, found.votes, found.inliers);
                                }
                            }
                        }
                    }
                    let own = pair(number);
                    if options.verbose && !own.tier.same_picture() {
                        println!("missed: {} of {number}: distance {} votes {} inliers {}", transform.name(), own.distance, own.votes, own.inliers);
                    }
                    own
                })
                .collect()
        })
        .collect();

    let negatives = (queries * Transform::ALL.len() * (count - 1)) as u64;
    let allowed = negatives / 1_000_000;
    let at = Thresholds {
        whole: whole.at_most(allowed),
        distance: distances.at_most(allowed),
        // Both paths share the allowance.
        half: distances.at_most(allowed / 2),
        votes: votes.at_least(allowed / 2),
    };
    print(&transforms, &found, &at);
    let accepted = false_pairs.load(Ordering::Relaxed);
    println!(
        "\n{queries} originals x 43 transforms against {count} stored pictures: {negatives} unrelated pairs, {allowed} false ones allowed"
    );
    println!(
        "false pairs accepted after verification: {accepted} ({:.1e})",
        accepted as f64 / negatives as f64
    );
    Ok(())
}

struct Thresholds {
    whole: u32,
    distance: u32,
    half: u32,
    votes: u32,
}

/// What finds: votes of each stored picture, and whether it is among those that have most of them.
struct Voted {
    /// The query's codes that find, its page's own included.
    finding: Vec<Code>,
    votes: Vec<u32>,
    is_lead: Vec<bool>,
}

impl Voted {
    fn new(index: &SketchIndex, query: &Query, count: usize) -> Self {
        let (mut votes, mut is_lead) = (vec![0; count], vec![false; count]);
        for (rank, (picture, of_it)) in index.search(query, count).into_iter().enumerate() {
            votes[picture as usize] = of_it;
            is_lead[picture as usize] = rank < MOST_LEADS;
        }
        Self { finding: query.finding_codes(), votes, is_lead }
    }
}

fn pair(query: &Query, stored: &Stored, voted: &Voted, number: usize) -> Found {
    let deciding = stored.codes.iter().filter(|one| one.part.decides());
    let distance = deciding
        .flat_map(|one| query.codes().iter().map(|code| code.distance(&one.code)))
        .min()
        .unwrap_or(256);
    let whole = query.codes().first().map_or(256, |code| code.distance(&stored.code()));
    let votes = voted.votes[number];
    let near = |one: &StoredCode| {
        voted.finding.iter().any(|code| code.distance(&one.code) <= CANDIDATE_RADIUS)
    };
    // Only what retrieval brings up is verified, as in use.
    let (tier, inliers) = if stored.codes.iter().any(near) || voted.is_lead[number] {
        let verdict = verify(query, stored);
        (verdict.tier, verdict.inliers)
    } else {
        (Tier::None, 0)
    };
    Found { whole, distance, votes, tier, inliers }
}

fn print(transforms: &[Transform], found: &[Vec<Found>], at: &Thresholds) {
    println!("## Share found in %, at one false pair in a million\n");
    println!(
        "One code within {} bits; all views within {} bits; retrieval: all views within {} bits or votes of {} bits.\n",
        at.whole, at.distance, at.half, at.votes
    );
    println!("| transform | reference, all views | one code | all views | retrieval | verified |");
    println!("| --- | --- | --- | --- | --- | --- |");
    let tests: [&dyn Fn(&Found) -> bool; 4] = [
        &|one| one.whole <= at.whole,
        &|one| one.distance <= at.distance,
        &|one| one.distance <= at.half || one.votes >= at.votes,
        &|one| one.tier.same_picture(),
    ];
    let mut sums = [0.0; 5];
    for (row, transform) in transforms.iter().enumerate() {
        let share = |test: &dyn Fn(&Found) -> bool| {
            100.0 * found.iter().filter(|of_one| test(&of_one[row])).count() as f64
                / found.len() as f64
        };
        let shares = tests.map(share);
        let known = reference(*transform);
        let cells: Vec<String> = shares.iter().map(|share| format!("{share:.1}")).collect();
        println!(
            "| {} | {} | {} |",
            transform.name(),
            known.map_or("-".to_owned(), |share| format!("{share}")),
            cells.join(" | ")
        );
        if let Some(known) = known {
            for (sum, share) in sums.iter_mut().zip(std::iter::once(known).chain(shares)) {
                *sum += share / Transform::ALL.len() as f64;
            }
        }
    }
    let means: Vec<String> = sums.iter().map(|sum| format!("**{sum:.1}**")).collect();
    println!("| **mean of 43** | {} |", means.join(" | "));
}
