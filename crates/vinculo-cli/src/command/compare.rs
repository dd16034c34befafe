//! `vinculo compare`

use std::path::Path;

use anyhow::Context;
use serde_json::json;
use vinculo_engine::{Compared, Comparer};
use vinculo_exchange::TableReader;
use vinculo_record::Lang;

use crate::args::CompareCommand;
use crate::command::Done;
use crate::output::{Usage, print, print_json};

/// Makes one comparison.
pub fn run(command: &CompareCommand, lang: Lang) -> anyhow::Result<Done> {
    let comparer = Comparer::new()?;
    let (json, left, right, found) = match command {
        CompareCommand::Names { pairs: Some(path), .. } => return pairs(&comparer, path, lang),
        CompareCommand::Names { json, left: Some(left), right: Some(right), .. } => {
            let found = comparer.names(left, right, lang)?;
            let found = found.ok_or_else(|| Usage("names: neither may be empty".to_owned()))?;
            (*json, left, right, found)
        }
        CompareCommand::Names { .. } => {
            return Err(Usage("names: two names, or --pairs FILE.csv".to_owned()).into());
        }
        CompareCommand::Dates(two) => {
            (two.json, &two.left, &two.right, comparer.dates(&two.left, &two.right, lang)?)
        }
        CompareCommand::Places(two) => {
            (two.json, &two.left, &two.right, comparer.places(&two.left, &two.right, lang)?)
        }
        CompareCommand::Marks(two) => {
            (two.json, &two.left, &two.right, comparer.marks(&two.left, &two.right, lang)?)
        }
    };
    if json {
        print_json(&json!({
            "left": left,
            "right": right,
            "level": found.level(),
            "weight": found.weight.bits(),
            "reason": found.reason,
            "comparisons": found.parts.iter().map(|part| json!({
                "comparison": part.comparison,
                "level": part.level,
                "weight": part.weight.bits(),
            })).collect::<Vec<_>>(),
        }))?;
    } else {
        print(&text(&found, lang))?;
    }
    Ok(Done::Whole)
}

fn text(found: &Compared, lang: Lang) -> String {
    let mut text = String::new();
    for part in &found.parts {
        let weight = part.weight.bits();
        text.push_str(&format!("{}: {} ({weight:+.3} bits)\n", part.label, part.level_label));
    }
    let total = lang.pick("peso", "weight");
    text.push_str(&format!("{}\n{total} {:+.3} bits\n", found.reason, found.weight.bits()));
    text
}

/// All pairs of a file, in its order: the same with level, weight and reason.
fn pairs(comparer: &Comparer, path: &Path, lang: Lang) -> anyhow::Result<Done> {
    let table = TableReader::open(path)?;
    let position = |name: &str| {
        let position = table.position(name);
        position.with_context(|| format!("{}: no column {name}", path.display()))
    };
    let (left, right) = (position("left")?, position("right")?);
    let mut out = csv::Writer::from_writer(std::io::stdout().lock());
    out.write_record(["left", "right", "level", "weight", "reason"])?;
    for row in table {
        let row = row?;
        let cell = |at: usize| row.get(at).and_then(Option::as_deref).unwrap_or_default();
        let (left, right) = (cell(left), cell(right));
        match comparer.names(left, right, lang)? {
            Some(found) => {
                let weight = format!("{:.3}", found.weight.bits());
                out.write_record([left, right, &found.level(), &weight, &found.reason])?;
            }
            None => out.write_record([left, right, "", "", ""])?,
        }
    }
    out.flush()?;
    Ok(Done::Whole)
}
