//! The recall table: synthetic people, from their files to ranked candidates, held
//! against known truth.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Parser;
use vinculo_benches::{load, write_people};
use vinculo_engine::{Engine, MatchOptions, Shown, evaluate};
use vinculo_exchange::Format;
use vinculo_model::{Evaluation, Figures};
use vinculo_record::{Lang, Link};
use vinculo_synth::{Corruption, SynthOptions};

/// Prints how many true pairs are found, link by link and stratum by stratum.
#[derive(Parser)]
struct Arguments {
    /// Seed of the population
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// How many people
    #[arg(long, default_value_t = 20_000)]
    people: u32,
    /// How much their records are spoilt: low, medium or high
    #[arg(long, default_value = "medium")]
    corruption: Corruption,
    /// Places of each list that are written
    #[arg(long, default_value_t = 100)]
    top: usize,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let folder = tempfile::tempdir()?;
    let (people, store) = (folder.path().join("people"), folder.path().join("store"));
    let options = SynthOptions {
        seed: arguments.seed,
        people: arguments.people,
        corruption: arguments.corruption,
    };
    write_people(&people, &options)?;
    let rows = load(&store, &people)?;
    let files = candidates(&store, folder.path(), arguments.top)?;
    let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let evaluations = evaluate(&files, &people.join("truth.csv"))?;
    println!(
        "seed {}, {} people, {} corruption: {rows} records, lists of {}\n",
        arguments.seed, arguments.people, arguments.corruption, arguments.top
    );
    print!("{}", links_table(&evaluations));
    print!("{}", strata_table(&evaluations));
    Ok(())
}

/// The candidate files of all links.
fn candidates(store: &Path, out: &Path, top: usize) -> Result<Vec<PathBuf>> {
    let engine = Engine::open_reader(store)?;
    Link::ALL
        .into_iter()
        .map(|link| {
            let path = out.join(format!("{link}.csv"));
            let options = MatchOptions { link, top, min_weight: None, batch: None, lang: Lang::En };
            engine.match_link(&options)?.write(&path, Format::Csv, Shown::All)?;
            Ok(path)
        })
        .collect()
}

fn links_table(evaluations: &[Evaluation]) -> String {
    let mut table = String::from(
        "| Link | True pairs | Recall@1 | @5 | @10 | @100 | Lost | Excluded | Average precision |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for evaluation in evaluations {
        let figures = &evaluation.all;
        table.push_str(&format!(
            "| {} | {} | {} | {} | {} | {:.3} |\n",
            evaluation.link,
            figures.true_pairs,
            recall_cells(figures),
            percent(figures.lost.share()),
            percent(figures.excluded.share()),
            evaluation.average_precision,
        ));
    }
    table
}

fn strata_table(evaluations: &[Evaluation]) -> String {
    let mut table = String::from(
        "\n| Link | What was done to the pair | True pairs | Recall@1 | @5 | @10 | @100 |\n\
         | --- | --- | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for evaluation in evaluations {
        for stratum in &evaluation.strata {
            table.push_str(&format!(
                "| {} | {} | {} | {} |\n",
                evaluation.link,
                stratum.label,
                stratum.figures.true_pairs,
                recall_cells(&stratum.figures),
            ));
        }
    }
    table
}

fn recall_cells(figures: &Figures) -> String {
    let cells: Vec<String> = figures.recall.iter().map(|(_, r)| percent(r.share())).collect();
    cells.join(" | ")
}

fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}
