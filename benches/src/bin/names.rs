//! The names table: labelled pairs of whole names, judged by vínculo and by peers.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Parser;
use vinculo_benches::names::{NamePair, Parting, methods, parting_of_clear, read_pairs};

/// Prints how well each method tells whether two names are of one person.
#[derive(Parser)]
struct Arguments {
    /// The labelled pairs
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../data-fixtures/names/pairs.csv"))]
    pairs: PathBuf,
    /// Scores of further methods: method,row,score,nanoseconds; rows from 0
    #[arg(long)]
    scores: Vec<PathBuf>,
    /// Prints the pairs that vínculo judges wrongly at its threshold
    #[arg(long)]
    wrong: bool,
}

/// A method's scores, one a pair.
struct Scored {
    name: String,
    scores: Vec<f64>,
    nanoseconds: f64,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let pairs = read_pairs(&arguments.pairs)?;
    let mut all = of_rust(&pairs)?;
    for path in &arguments.scores {
        all.extend(of_file(path, pairs.len())?);
    }
    let judged: Vec<(Scored, Parting)> = all
        .into_iter()
        .map(|scored| {
            let parting = parting_of_clear(&pairs, &scored.scores).context("needs both labels")?;
            Ok((scored, parting))
        })
        .collect::<Result<_>>()?;
    if arguments.wrong {
        print!("{}", wrong_table(&pairs, &judged[0]));
        return Ok(());
    }
    let same = pairs.iter().filter(|pair| pair.same).count();
    let clear = pairs.iter().filter(|pair| pair.clear).count();
    println!("{} pairs: {same} of one person; {clear} that names can tell\n", pairs.len());
    print!("{}", methods_table(&judged));
    print!("{}", kinds_table(&pairs, &judged));
    Ok(())
}

fn of_rust(pairs: &[NamePair]) -> Result<Vec<Scored>> {
    let timed = methods()?.into_iter().map(|method| {
        let score = || -> Vec<f64> {
            pairs.iter().map(|pair| (method.score)(&pair.left, &pair.right)).collect()
        };
        // The first pass warms the caches.
        score();
        let start = Instant::now();
        let scores = score();
        let nanoseconds = start.elapsed().as_nanos() as f64 / pairs.len().max(1) as f64;
        Scored { name: method.name.to_owned(), scores, nanoseconds }
    });
    Ok(timed.collect())
}

/// Methods of a file of scores: every pair once for each.
fn of_file(path: &Path, pairs: usize) -> Result<Vec<Scored>> {
    let mut reader = csv::Reader::from_path(path).with_context(|| format!("{}", path.display()))?;
    let mut found: BTreeMap<String, BTreeMap<usize, (f64, f64)>> = BTreeMap::new();
    for row in reader.deserialize() {
        let (method, row, score, nanoseconds): (String, usize, f64, f64) = row?;
        anyhow::ensure!(row < pairs && score.is_finite(), "row {row}: no such pair or score");
        found.entry(method).or_default().insert(row, (score, nanoseconds));
    }
    found
        .into_iter()
        .map(|(name, rows)| {
            anyhow::ensure!(rows.len() == pairs, "{name}: {} of {pairs} pairs", rows.len());
            let nanoseconds = rows.values().map(|r| r.1).sum::<f64>() / pairs as f64;
            Ok(Scored { name, scores: rows.into_values().map(|r| r.0).collect(), nanoseconds })
        })
        .collect()
}

fn methods_table(judged: &[(Scored, Parting)]) -> String {
    let mut out = String::from(
        "| method | area under ROC | average precision | best F1 | precision | recall | ns per pair |\n\
         | --- | --: | --: | --: | --: | --: | --: |\n",
    );
    for (Scored { name, nanoseconds, .. }, p) in judged {
        out += &format!(
            "| {name} | {:.4} | {:.4} | {:.3} | {:.3} | {:.3} | {nanoseconds:.0} |\n",
            p.area, p.average_precision, p.f1, p.precision, p.recall
        );
    }
    out
}

/// The share of each kind that is rightly judged at the best threshold of each method.
fn kinds_table(pairs: &[NamePair], judged: &[(Scored, Parting)]) -> String {
    let names: Vec<&str> = judged.iter().map(|(scored, _)| scored.name.as_str()).collect();
    let mut out = format!(
        "\n| kind | one person | pairs | {} |\n| --- | --- | --: |{}\n",
        names.join(" | "),
        " --: |".repeat(names.len())
    );
    let kinds: BTreeSet<(bool, &str)> = pairs.iter().map(|p| (!p.same, p.kind.as_str())).collect();
    for (two, kind) in kinds {
        let of_kind: Vec<usize> = (0..pairs.len()).filter(|i| pairs[*i].kind == kind).collect();
        let clear = of_kind.iter().any(|i| pairs[*i].clear);
        let label = if two { "no" } else { "yes" };
        let note = if clear { "" } else { " (unsure)" };
        out += &format!("| {kind}{note} | {label} | {} |", of_kind.len());
        for (scored, parting) in judged {
            let right = of_kind.iter().filter(|i| is_right(pairs, scored, parting, **i)).count();
            out += &format!(" {:.0} % |", 100.0 * right as f64 / of_kind.len() as f64);
        }
        out.push('\n');
    }
    out
}

fn is_right(pairs: &[NamePair], scored: &Scored, parting: &Parting, row: usize) -> bool {
    (scored.scores[row] >= parting.threshold) == pairs[row].same
}

fn wrong_table(pairs: &[NamePair], (scored, parting): &(Scored, Parting)) -> String {
    let wrong = (0..pairs.len()).filter(|row| !is_right(pairs, scored, parting, *row));
    wrong
        .map(|row| {
            let NamePair { left, right, kind, .. } = &pairs[row];
            format!("{kind}\t{left}\t{right}\t{:.0}\n", scored.scores[row])
        })
        .collect()
}
