//! Figures of picture matching. Generated pictures unless a folder of photographs is named; see
//! `vinculo_synth::pictures` for what that makes easier and harder.
//!
//! ```text
//! cargo run --release -p vinculo-benches --bin pictures -- all
//! cargo run --release -p vinculo-benches --bin pictures -- robustness --photos /usr/share/backgrounds
//! ```

mod bits;
mod full;
mod originals;
mod robustness;
mod search;
mod speed;
mod templates;
mod views;

use clap::{Parser, Subcommand};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
struct Arguments {
    /// What to measure.
    #[command(subcommand)]
    what: What,
    /// Small sizes, to see that it runs; the figures mean nothing then.
    #[arg(long, global = true)]
    quick: bool,
    /// Seed of the pictures and of what happens to them.
    #[arg(long, global = true, default_value_t = 4)]
    seed: u64,
}

#[derive(Subcommand)]
enum What {
    /// Everything, on generated pictures.
    All,
    /// Share found of 43 transforms, at a pooled rate of false pairs of one in a million.
    Robustness(robustness::Options),
    /// Pages of one form with different photographs.
    Templates(templates::Options),
    /// Time to decode, and to make codes, stored forms and queries.
    Speed,
    /// Exact search of a million codes beside the scan.
    Search(search::Options),
    /// Which bits of a descriptor the second path looks it up by.
    Bits,
    /// A full query against 250,000 pictures, and the memory that these take.
    Full(full::Options),
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let (quick, seed) = (arguments.quick, arguments.seed);
    match arguments.what {
        What::All => {
            speed::run(quick, seed)?;
            search::run(&search::Options::default(), quick, seed);
            full::run(&full::Options::default(), quick, seed)?;
            bits::run(quick, seed);
            templates::run(&templates::Options::default(), quick, seed)?;
            robustness::run(&robustness::Options::default(), quick, seed)
        }
        What::Robustness(options) => robustness::run(&options, quick, seed),
        What::Templates(options) => templates::run(&options, quick, seed),
        What::Speed => speed::run(quick, seed),
        What::Search(options) => {
            search::run(&options, quick, seed);
            Ok(())
        }
        What::Bits => {
            bits::run(quick, seed);
            Ok(())
        }
        What::Full(options) => full::run(&options, quick, seed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_runs_in_small() -> anyhow::Result<()> {
        speed::run(true, 4)?;
        search::run(&search::Options::default(), true, 4);
        full::run(&full::Options::default(), true, 4)?;
        bits::run(true, 4);
        templates::run(&templates::Options::default(), true, 4)?;
        robustness::run(&robustness::Options::default(), true, 4)
    }
}
