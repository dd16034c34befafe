//! Speed and peak memory of every step, with a baseline beside the matcher.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::Parser;
use rayon::prelude::*;
use vinculo_benches::{load, peak_mib, write_people};
use vinculo_engine::{DEFAULT_TOP, Engine, MatchOptions, display_name};
use vinculo_record::{Kind, Lang, Link};
use vinculo_search::Query;
use vinculo_store::ListFilter;
use vinculo_synth::{Corruption, SynthOptions};

/// Prints speed and peak memory.
#[derive(Parser)]
struct Arguments {
    /// People behind the store that is imported, indexed and searched (80,000 are
    /// some 100,000 records)
    #[arg(long, default_value_t = 80_000)]
    people: u32,
    /// People behind the store that is matched
    #[arg(long, default_value_t = 10_000)]
    match_people: u32,
    /// Everything small
    #[arg(long)]
    quick: bool,
    /// One step, in this process
    #[arg(long, hide = true)]
    step: Option<String>,
    /// Folder of the step
    #[arg(long, hide = true)]
    dir: Option<PathBuf>,
}

const SEED: u64 = 7;
/// Queries asked, each by itself.
const QUERIES: usize = 1_000;

fn main() -> Result<()> {
    let mut arguments = Arguments::parse();
    if let (Some(step), Some(dir)) = (&arguments.step, &arguments.dir) {
        return run_step(step, dir);
    }
    if arguments.quick {
        (arguments.people, arguments.match_people) = (400, 200);
    }
    let folder = tempfile::tempdir()?;
    let large = prepared(folder.path().join("large"), arguments.people)?;
    println!("| Step | Amount | Rate | Peak memory |\n| --- | ---: | ---: | ---: |");
    for step in ["import", "index", "search"] {
        child(step, &large)?;
    }
    let small = prepared(folder.path().join("small"), arguments.match_people)?;
    load(&small.join("store"), &small.join("people"))?;
    for link in Link::ALL {
        child(link.as_str(), &small)?;
    }
    Ok(())
}

/// A folder with a population's files.
fn prepared(dir: PathBuf, people: u32) -> Result<PathBuf> {
    let options = SynthOptions { seed: SEED, people, corruption: Corruption::Medium };
    write_people(&dir.join("people"), &options)?;
    Ok(dir)
}

/// Runs a step in a process of its own, which prints its rows of the table.
fn child(step: &str, dir: &Path) -> Result<()> {
    let program = std::env::current_exe()?;
    let status = Command::new(program).args(["--step", step, "--dir"]).arg(dir).status()?;
    if !status.success() {
        bail!("step {step} failed");
    }
    Ok(())
}

fn run_step(step: &str, dir: &Path) -> Result<()> {
    let store = dir.join("store");
    match step {
        "import" => {
            let started = Instant::now();
            let rows = load(&store, &dir.join("people"))?;
            print_row("import", rows, "rows", started);
        }
        "index" => {
            let engine = Engine::open_writer(&store, "benches")?;
            let started = Instant::now();
            let documents = engine.reindex(&mut |_, _| {})?;
            print_row("index", documents, "documents", started);
        }
        "search" => search(&store)?,
        link => match_link(&store, link.parse().context("an unknown step")?)?,
    }
    Ok(())
}

/// Amount, rate and peak memory of a step.
fn print_row(name: &str, amount: u64, what: &str, started: Instant) {
    let rate = amount as f64 / started.elapsed().as_secs_f64();
    println!("| {name} | {amount} {what} | {} {what}/s | {} |", grouped(rate), memory());
}

fn memory() -> String {
    peak_mib().map_or_else(|| "not told".to_owned(), |mib| format!("{mib} MiB"))
}

/// A number with its thousands apart.
fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn search(store: &Path) -> Result<()> {
    let engine = Engine::open_reader(store)?;
    let queries = queries(&names(&engine, Kind::Notice)?);
    let mut times: Vec<f64> = Vec::with_capacity(queries.len());
    for query in &queries {
        let started = Instant::now();
        engine.search(&Query::text(query))?;
        times.push(1000.0 * started.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let (p50, p99) = (at(0.5), at(0.99));
    let count = queries.len();
    println!("| search | {count} queries | p50 {p50:.1} ms, p99 {p99:.1} ms | {} |", memory());
    Ok(())
}

/// Whole names, misspelt names, a surname, beginnings and words, evenly spread.
fn queries(names: &[String]) -> Vec<String> {
    const NARRATIVE: [&str; 5] = [
        "tatuaje rosa brazo",
        "mochila negra",
        "cicatriz frente",
        "camino al norte",
        "tenis blancos",
    ];
    let names: Vec<&String> = names.iter().filter(|name| name.contains(' ')).collect();
    let step = (names.len() / QUERIES).max(1);
    let chosen = names.iter().step_by(step).take(QUERIES).enumerate();
    chosen
        .map(|(i, name)| match i % 5 {
            0 => (*name).clone(),
            1 => misspelt(name),
            2 => name.rsplit(' ').next().unwrap_or_default().to_owned(),
            3 => name.chars().take(4).collect(),
            _ => NARRATIVE[(i / 5) % NARRATIVE.len()].to_owned(),
        })
        .collect()
}

/// Without its fourth letter.
fn misspelt(name: &str) -> String {
    name.chars().enumerate().filter(|(i, _)| *i != 3).map(|(_, c)| c).collect()
}

/// The names of all records of a kind, empty where there is none.
fn names(engine: &Engine, kind: Kind) -> Result<Vec<String>> {
    const PAGE: usize = 5_000;
    let filter = ListFilter { kind: Some(kind), source: None };
    let (mut names, mut after) = (Vec::new(), None);
    loop {
        let page = engine.list(&filter, after, PAGE)?;
        names.extend(page.records.iter().map(|found| display_name(&found.record)));
        after = page.next;
        if after.is_none() {
            return Ok(names);
        }
    }
}

fn match_link(store: &Path, link: Link) -> Result<()> {
    let engine = Engine::open_reader(store)?;
    engine.prepare_matching()?;
    let options =
        MatchOptions { link, top: DEFAULT_TOP, min_weight: None, batch: None, lang: Lang::En };
    let started = Instant::now();
    let candidates = engine.match_link(&options)?;
    let seconds = started.elapsed().as_secs_f64();
    let peak = memory();
    std::hint::black_box(candidates.rows.len());

    let (left, right) = (names(&engine, link.left())?, names(&engine, link.right())?);
    let pairs = left.len() as f64 * right.len() as f64;
    let started = Instant::now();
    let most: f64 = left
        .par_iter()
        .map(|a| right.iter().map(|b| strsim::jaro_winkler(a, b)).fold(0.0, f64::max))
        .reduce(|| 0.0, f64::max);
    std::hint::black_box(most);
    let baseline = started.elapsed().as_secs_f64();
    println!(
        "| match {link} | {} pairs | {} pairs/s; Jaro–Winkler alone {} pairs/s; ratio {:.1} | {peak} |",
        grouped(pairs),
        grouped(pairs / seconds),
        grouped(pairs / baseline),
        baseline / seconds,
    );
    Ok(())
}
