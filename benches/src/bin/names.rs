//! Full names told apart: the product beside other ways of comparing strings.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Parser;
use vinculo_benches::names::{Pair, Told, jaro_winkler, pairs, token_set, token_sorted, told};
use vinculo_engine::Comparer;
use vinculo_record::Lang;

/// Prints how well labelled pairs of names are told apart.
#[derive(Parser)]
struct Arguments {
    /// Scores of other methods: CSV with method,row,score,nanoseconds; rows from 0 in order
    #[arg(long)]
    scores: Option<PathBuf>,
}

struct Method {
    name: String,
    told: Told,
    nanoseconds: f64,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let pairs = pairs();
    let comparer = Comparer::new()?;
    let weight = |a: &str, b: &str| {
        comparer.names(a, b, Lang::En).ok().flatten().map_or(0.0, |c| c.weight.bits())
    };
    let mut methods = vec![
        measured("vínculo", &pairs, &weight),
        measured("Jaro–Winkler", &pairs, &jaro_winkler),
        measured("Jaro–Winkler, words sorted", &pairs, &token_sorted),
        measured("token-set ratio", &pairs, &token_set),
    ];
    if let Some(path) = &arguments.scores {
        methods.extend(read(path, &pairs)?);
    }
    print(&pairs, &methods);
    Ok(())
}

fn measured(name: &str, pairs: &[Pair], score: &dyn Fn(&str, &str) -> f64) -> Method {
    let start = Instant::now();
    let scores: Vec<f64> = pairs.iter().map(|p| score(&p.left, &p.right)).collect();
    let nanoseconds = start.elapsed().as_nanos() as f64 / pairs.len() as f64;
    Method { name: name.to_owned(), told: told(pairs, &scores), nanoseconds }
}

fn read(path: &PathBuf, pairs: &[Pair]) -> Result<Vec<Method>> {
    let mut scores: BTreeMap<String, (Vec<f64>, f64)> = BTreeMap::new();
    for row in csv::Reader::from_path(path)?.records() {
        let row = row?;
        let of = scores.entry(row[0].to_owned()).or_insert((vec![f64::NAN; pairs.len()], 0.0));
        let place: usize = row[1].parse()?;
        *of.0.get_mut(place).context("a row that the pairs do not have")? = row[2].parse()?;
        of.1 = row[3].parse()?;
    }
    let complete = |scores: &[f64]| scores.iter().all(|score| !score.is_nan());
    anyhow::ensure!(scores.values().all(|(s, _)| complete(s)), "scores are missing");
    let methods = scores.into_iter().map(|(name, (scores, nanoseconds))| Method {
        name,
        told: told(pairs, &scores),
        nanoseconds,
    });
    Ok(methods.collect())
}

fn print(pairs: &[Pair], methods: &[Method]) {
    let counted = pairs.iter().filter(|pair| pair.counts).count();
    println!(
        "{} labelled pairs of names, {counted} of them sure or likely\n\n\
         | Method | Area | Average precision | Best F1 | Precision | Recall | ns a pair, compiling included |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        pairs.len()
    );
    for Method { name, told, nanoseconds } in methods {
        let (f1, precision, recall, _) = told.best;
        println!(
            "| {name} | {:.3} | {:.3} | {f1:.3} | {precision:.3} | {recall:.3} | {nanoseconds:.0} |",
            told.area, told.average_precision
        );
    }
    let names: Vec<&str> = methods.iter().map(|method| method.name.as_str()).collect();
    println!(
        "\nRightly judged at each method's best F1, by kind:\n\n| Kind | Pairs | {} |",
        names.join(" | ")
    );
    println!("| --- | ---: |{}", " ---: |".repeat(methods.len()));
    for (key, (count, _)) in &methods[0].told.kinds {
        let shares = methods.iter().map(|method| {
            let (of, right) = method.told.kinds[key];
            format!("{:.0} %", 100.0 * right as f64 / of as f64)
        });
        let side = if key.0 { "one person" } else { "two people" };
        let shares: Vec<String> = shares.collect();
        println!("| {side}: {} | {count} | {} |", key.1, shares.join(" | "));
    }
}
