//! Pages made from one form with different photographs must never be one picture.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::Args;
use rayon::prelude::*;
use vinculo_image::{Query, Stored, verify};
use vinculo_synth::pictures::{Template, jpeg, page};

use super::originals::Originals;
use super::views::decoded;

#[derive(Args, Default)]
pub struct Options {
    /// A folder of openly licensed photographs to put on the pages.
    #[arg(long)]
    photos: Option<PathBuf>,
    /// Pages of each form.
    #[arg(long)]
    pages: Option<usize>,
}

pub fn run(options: &Options, quick: bool, seed: u64) -> anyhow::Result<()> {
    let originals = Originals::new(seed ^ 0x9a6e, options.photos.as_deref(), 2)?;
    let pages = options.pages.unwrap_or(if quick { 4 } else { 84 }).min(originals.len());
    println!("## Pages of one form with different photographs\n");
    println!("| form | pages | photograph found on | pairs | accepted | most inliers |");
    println!("| --- | --- | --- | --- | --- | --- |");
    let (mut all, mut all_accepted) = (0, 0);
    for template in Template::ALL {
        let made: Vec<(Query, Stored)> = originals.map(pages, |number, photo| {
            let bytes = jpeg(&page(template, &photo, seed, number as u32), 85);
            let picture = decoded(&bytes);
            (picture.query(), picture.stored())
        });
        let accepted = AtomicUsize::new(0);
        let inliers: u32 = made
            .par_iter()
            .enumerate()
            .map(|(left, (query, _))| {
                let others = made.iter().enumerate().filter(|&(right, _)| right != left);
                others
                    .map(|(right, (_, stored))| {
                        let verdict = verify(query, stored);
                        if verdict.tier.same_picture() {
                            accepted.fetch_add(1, Ordering::Relaxed);
                            println!(
                                "accepted: {} {left} {right}: {:?} {:?} {}",
                                template.name(),
                                verdict.tier,
                                verdict.distance,
                                verdict.inliers
                            );
                        }
                        verdict.inliers
                    })
                    .max()
                    .unwrap_or(0)
            })
            .max()
            .unwrap_or(0);
        let on = made
            .iter()
            .filter(|(_, stored)| {
                stored.codes.iter().any(|one| one.part == vinculo_image::Part::Page)
            })
            .count();
        let (pairs, accepted) = (pages * (pages - 1), accepted.into_inner());
        println!("| {} | {pages} | {on} | {pairs} | {accepted} | {inliers} |", template.name());
        all += pairs;
        all_accepted += accepted;
    }
    println!("| all | | | {all} | {all_accepted} | |");
    Ok(())
}
