//! Candidates held against known truth.

use std::collections::BTreeMap;
use std::path::Path;

use vinculo_exchange::TableReader;
use vinculo_model::{Evaluation, Millibits, Probability, RankedCandidate, TruePair};
use vinculo_record::Link;

use crate::error::{EngineError, Result};

/// A record by `SOURCE` and `LOCAL_ID`.
pub(crate) type Id = (String, String);

/// True pairs by link.
pub(crate) type Truth = BTreeMap<Link, Vec<TruePair<Id>>>;

/// Candidates by link.
pub(crate) type Ranked = BTreeMap<Link, Vec<RankedCandidate<Id>>>;

/// Holds candidate files against a truth file. Truth without a `link` column
/// belongs to the one link that the candidates are of; a `stratum` column gives
/// figures apart.
///
/// # Errors
/// When a file cannot be read or lacks a column.
pub fn evaluate(candidates: &[&Path], truth: &Path) -> Result<Vec<Evaluation>> {
    let (ranked, known) = read_all(candidates, truth)?;
    known
        .iter()
        .filter_map(|(link, pairs)| Some((*link, ranked.get(link)?, pairs)))
        .map(|(link, candidates, pairs)| Ok(vinculo_model::evaluate(link, candidates, pairs)?))
        .collect()
}

/// Candidate files and the truth of their links.
pub(crate) fn read_all(candidates: &[&Path], truth: &Path) -> Result<(Ranked, Truth)> {
    let mut ranked = Ranked::new();
    for path in candidates {
        read_candidates(path, &mut ranked)?;
    }
    let known = read_truth(truth, &ranked)?;
    Ok((ranked, known))
}

/// A table whose columns are looked up by name.
struct Table {
    file: String,
    columns: BTreeMap<String, usize>,
    reader: TableReader,
}

impl Table {
    fn open(path: &Path, needed: &[&str]) -> Result<Self> {
        let reader = TableReader::open(path)?;
        let columns: BTreeMap<String, usize> =
            reader.columns().iter().enumerate().map(|(i, name)| (name.clone(), i)).collect();
        let file = path.display().to_string();
        if let Some(missing) = needed.iter().find(|name| !columns.contains_key(**name)) {
            return Err(EngineError::request(file, format!("has no column {missing}")));
        }
        Ok(Self { file, columns, reader })
    }

    /// Calls `take` with each row's line and a look-up of its cells.
    fn for_each(
        self,
        mut take: impl FnMut(&dyn Fn(&str) -> Option<String>) -> Result<(), &'static str>,
    ) -> Result<()> {
        let Self { file, columns, reader } = self;
        for (i, row) in reader.enumerate() {
            let row = row?;
            let cell =
                |name: &str| columns.get(name).and_then(|at| row.get(*at).cloned().flatten());
            take(&cell).map_err(|column| {
                EngineError::request(
                    format!("{file}: row {}", i + 1),
                    format!("column {column} is missing or not of the documented form"),
                )
            })?;
        }
        Ok(())
    }
}

fn read_candidates(path: &Path, ranked: &mut Ranked) -> Result<()> {
    const NEEDED: &[&str] =
        &["link", "left_source", "left_id", "right_source", "right_id", "match_weight", "rank"];
    Table::open(path, NEEDED)?.for_each(|cell| {
        let link: Link = cell("link").and_then(|text| text.parse().ok()).ok_or("link")?;
        let weight =
            cell("match_weight").and_then(|text| text.parse().ok()).ok_or("match_weight")?;
        let probability = cell("probability").and_then(|text| text.parse().ok());
        let rank = |name: &str| {
            cell(name).and_then(|text| text.parse::<f64>().ok()).map(|rank| rank as u32)
        };
        ranked.entry(link).or_default().push(RankedCandidate {
            left: id(cell, "left_source", "left_id")?,
            right: id(cell, "right_source", "right_id")?,
            weight: Millibits::from_bits(weight),
            probability: probability.and_then(|p| Probability::new(p).ok()),
            rank: rank("rank").filter(|rank| *rank > 0),
            rank_right: rank("rank_right").filter(|rank| *rank > 0),
            excluded: cell("excluded").is_some_and(|text| text == "true"),
        });
        Ok(())
    })
}

fn read_truth(path: &Path, ranked: &Ranked) -> Result<Truth> {
    const NEEDED: &[&str] = &["left_source", "left_id", "right_source", "right_id"];
    let table = Table::open(path, NEEDED)?;
    let only = if ranked.len() == 1 { ranked.keys().next().copied() } else { None };
    if !table.columns.contains_key("link") && only.is_none() {
        let rule = "has no column link, and the candidates are not of exactly one link";
        return Err(EngineError::request(path.display().to_string(), rule));
    }
    let mut known = Truth::new();
    table.for_each(|cell| {
        let link = match cell("link") {
            Some(text) => text.parse().ok(),
            None => only,
        };
        known.entry(link.ok_or("link")?).or_default().push(TruePair {
            left: id(cell, "left_source", "left_id")?,
            right: id(cell, "right_source", "right_id")?,
            stratum: cell("stratum"),
        });
        Ok(())
    })?;
    Ok(known)
}

fn id(
    cell: &dyn Fn(&str) -> Option<String>,
    source: &'static str,
    local_id: &'static str,
) -> Result<Id, &'static str> {
    Ok((cell(source).ok_or(source)?, cell(local_id).ok_or(local_id)?))
}
