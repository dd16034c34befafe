//! One rule on the cells of one row.

use std::collections::BTreeSet;

use vinculo_record::{Cell, Column, NONE, NOT_OBSERVABLE, ProblemCode};

use crate::flat::decode_list;
use crate::import::{DoubtCode, ImportCode};
use crate::mapping::quantity;
use crate::mapping::{ColumnRule, Targets, Unlisted};
use crate::sheet::row::RawCell;
use crate::values::coordinate::{read_coordinate, read_pair};
use crate::values::date::{DateStyle, read_date};
use crate::values::loose;
use crate::values::marks::{describe, split_marks};
use crate::values::measure::{MeasureStyle, read_measure};

/// What a rule made of its cells.
#[derive(Default)]
pub struct Applied {
    /// Canonical cells.
    pub cells: Vec<(Column, Cell)>,
    /// What is to be said, each for a column.
    pub codes: Vec<(Option<Column>, DoubtCode)>,
}

impl Applied {
    fn code(mut self, column: Option<Column>, code: impl Into<DoubtCode>) -> Self {
        self.codes.push((column, code.into()));
        self
    }

    fn put(&mut self, column: Column, text: impl Into<String>) {
        self.cells.push((column, Cell::Text(text.into())));
    }
}

impl From<ImportCode> for DoubtCode {
    fn from(code: ImportCode) -> Self {
        DoubtCode::Import(code)
    }
}

impl From<ProblemCode> for DoubtCode {
    fn from(code: ProblemCode) -> Self {
        DoubtCode::Value(code)
    }
}

/// Applies a rule. `column` gives the text of another column of the row, for
/// templates.
pub fn apply(
    rule: &ColumnRule,
    inputs: &[&RawCell],
    no_data: &BTreeSet<String>,
    column: impl Fn(&str) -> String,
) -> Applied {
    let targets = rule.targets.columns();
    let first = targets.first().copied();
    if inputs.iter().any(|cell| **cell == RawCell::Unreadable) {
        return Applied::default().code(first, ImportCode::CellType);
    }
    let has_data = |text: &str| !text.trim().is_empty() && !no_data.contains(&loose(text));
    if let ([RawCell::List(items)], Targets::One(target), true) =
        (inputs, &rule.targets, rule.split.is_empty())
    {
        let items: Vec<String> = items.iter().filter(|item| has_data(item)).cloned().collect();
        return match target.is_list() {
            true => list(rule, *target, items, has_data, column),
            false => Applied { cells: vec![(*target, Cell::List(items))], codes: Vec::new() },
        };
    }
    let texts: Vec<String> =
        inputs.iter().map(|cell| cell_text(cell, &targets)).filter(|text| has_data(text)).collect();
    if texts.is_empty() {
        return Applied::default();
    }
    let text = texts.join(&rule.separator);
    let per_item =
        matches!(&rule.targets, Targets::One(c) if c.is_list()) && !rule.split.is_empty();
    let text = match replaced(rule, text, per_item) {
        Replaced::Text(text) if has_data(&text) => text,
        Replaced::Text(_) => return Applied::default(),
        Replaced::Unlisted => return Applied::default().code(first, ImportCode::Unlisted),
    };
    match &rule.targets {
        Targets::Parts(parts) => cut_into(rule, &text, parts),
        Targets::Bounds(columns) => bounds(rule, &text, *columns),
        Targets::Coordinates => pair(&text),
        Targets::One(target) if target.is_list() && rule.part.is_none() => {
            match items(rule, text) {
                Ok(items) => list(rule, *target, items, has_data, column),
                Err(code) => Applied::default().code(Some(*target), code),
            }
        }
        Targets::One(target) => match part(rule, &text) {
            Some(text) => match replaced(rule, text, rule.part.is_none()) {
                Replaced::Text(text) if has_data(&text) => single(rule, &text, *target),
                Replaced::Text(_) => Applied::default(),
                Replaced::Unlisted => Applied::default().code(Some(*target), ImportCode::Unlisted),
            },
            None => Applied::default(),
        },
    }
}

/// A typed date is a day in a column of dates, whatever its time.
fn cell_text(cell: &RawCell, targets: &[Column]) -> String {
    match cell {
        RawCell::Date(date) if targets.iter().all(|c| crate::mapping::DATES.contains(c)) => {
            date.date().to_string()
        }
        other => other.to_text(),
    }
}

enum Replaced {
    Text(String),
    Unlisted,
}

/// The value that the rule puts in place of the text. A text that will be cut
/// further is not yet looked up as a whole, unless it is listed.
fn replaced(rule: &ColumnRule, text: String, will_be_cut: bool) -> Replaced {
    if rule.values.is_empty() {
        return Replaced::Text(text);
    }
    match rule.values.get(&loose(&text)) {
        Some(value) => Replaced::Text(value.clone()),
        None if will_be_cut || rule.part.is_some() && contains_split(rule, &text) => {
            Replaced::Text(text)
        }
        None => match rule.unlisted {
            // A value that was put in already is not looked up again.
            _ if rule.values.values().any(|value| *value == text) => Replaced::Text(text),
            Unlisted::Keep => Replaced::Text(text),
            Unlisted::Blank => Replaced::Text(String::new()),
            Unlisted::Report => Replaced::Unlisted,
        },
    }
}

fn contains_split(rule: &ColumnRule, text: &str) -> bool {
    rule.split.iter().any(|separator| text.contains(separator.as_str()))
}

fn cut<'a>(rule: &ColumnRule, text: &'a str, most: usize) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while parts.len() + 1 < most {
        let next = rule
            .split
            .iter()
            .filter_map(|separator| rest.find(separator.as_str()).map(|at| (at, separator.len())))
            .min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length)));
        let Some((at, length)) = next else { break };
        parts.push(rest[..at].trim());
        rest = &rest[at + length..];
    }
    parts.push(rest.trim());
    parts
}

fn part(rule: &ColumnRule, text: &str) -> Option<String> {
    let Some(part) = rule.part else { return Some(text.to_owned()) };
    let parts = cut(rule, text, usize::MAX);
    let index = if part > 0 {
        usize::try_from(part - 1).ok()?
    } else {
        parts.len().checked_sub(usize::try_from(-part).ok()?)?
    };
    parts.get(index).map(|part| (*part).to_owned())
}

fn cut_into(rule: &ColumnRule, text: &str, parts: &[Option<Column>]) -> Applied {
    let pieces = cut(rule, text, parts.len());
    let first = parts.iter().flatten().next().copied();
    if pieces.len() < parts.len() {
        return Applied::default().code(first, ImportCode::SplitParts);
    }
    let mut applied = Applied::default();
    for (piece, column) in pieces.iter().zip(parts) {
        if let Some(column) = column.filter(|_| !piece.is_empty()) {
            applied.put(column, *piece);
        }
    }
    applied
}

fn items(rule: &ColumnRule, text: String) -> Result<Vec<String>, ImportCode> {
    if matches!(loose(&text).as_str(), NONE | NOT_OBSERVABLE) {
        Ok(vec![text])
    } else if !rule.split.is_empty() {
        Ok(cut(rule, &text, usize::MAX).into_iter().map(str::to_owned).collect())
    } else if rule.free_text {
        Ok(split_marks(&text))
    } else if rule.template.is_some() {
        Ok(vec![text])
    } else {
        decode_list(&text)
    }
}

fn list(
    rule: &ColumnRule,
    target: Column,
    items: Vec<String>,
    has_data: impl Fn(&str) -> bool,
    column: impl Fn(&str) -> String,
) -> Applied {
    /// Items of one list; `Limits::list_items` guards the formats, this the records.
    const MAX_ITEMS: usize = 10_000;
    if items.len() > MAX_ITEMS {
        return Applied::default().code(Some(target), ImportCode::ListTooLong);
    }
    let mut applied = Applied::default();
    let mut out = Vec::new();
    for item in items {
        let item = match replaced(rule, item, false) {
            Replaced::Text(item) if has_data(&item) => item,
            Replaced::Text(_) => continue,
            Replaced::Unlisted => {
                applied.codes.push((Some(target), ImportCode::Unlisted.into()));
                continue;
            }
        };
        let observed = matches!(loose(&item).as_str(), NONE | NOT_OBSERVABLE);
        out.push(match &rule.template {
            _ if observed => item,
            Some(template) => template.fill(&item, &column),
            None if rule.free_text => describe(&item, rule.mark_type),
            None => item,
        });
    }
    if !out.is_empty() {
        applied.cells.push((target, Cell::List(out)));
    }
    applied
}

fn single(rule: &ColumnRule, text: &str, target: Column) -> Applied {
    let mut applied = Applied::default();
    if let Some(style) = &rule.date {
        return date(text, style, target);
    }
    if matches!(target, Column::EventLat | Column::EventLon) {
        let value = read_coordinate(text).map_or_else(|| text.to_owned(), |c| c.to_string());
        applied.put(target, value);
        return applied;
    }
    let Some(quantity) = quantity(target) else {
        applied.put(target, text);
        return applied;
    };
    if !rule.interval && !rule.standard_error && rule.unit.is_none() {
        applied.put(target, text);
        return applied;
    }
    let style = MeasureStyle { quantity, unit: rule.unit, standard_error: rule.standard_error };
    match read_measure(text, &style) {
        Err(code) => applied.code(Some(target), code),
        Ok(((low, high), note)) => {
            let value = match target {
                Column::AgeMax
                | Column::StatureCmMax
                | Column::WeightKgMax
                | Column::PmiDaysMax => high,
                Column::AgeMin
                | Column::StatureCmMin
                | Column::WeightKgMin
                | Column::PmiDaysMin => low,
                _ => low.filter(|_| low == high),
            };
            match value {
                Some(value) => applied.put(target, value.to_string()),
                None if low != high && (low.is_none() || high.is_none()) => {}
                None => return applied.code(Some(target), ImportCode::Measure),
            }
            applied.codes.extend(note.map(|note| (Some(target), note.into())));
            applied
        }
    }
}

fn date(text: &str, style: &DateStyle, target: Column) -> Applied {
    match read_date(text, style) {
        Err(code) => Applied::default().code(Some(target), code),
        Ok((date, note)) => {
            let mut applied = Applied::default();
            applied.put(target, date);
            applied.codes.extend(note.map(|note| (Some(target), note.into())));
            applied
        }
    }
}

fn bounds(rule: &ColumnRule, text: &str, columns: [Column; 2]) -> Applied {
    let Some(quantity) = quantity(columns[0]) else { return Applied::default() };
    let style = MeasureStyle { quantity, unit: rule.unit, standard_error: rule.standard_error };
    match read_measure(text, &style) {
        Err(code) => Applied::default().code(Some(columns[0]), code),
        Ok(((low, high), note)) => {
            let mut applied = Applied::default();
            for (column, value) in columns.into_iter().zip([low, high]) {
                if let Some(value) = value {
                    applied.put(column, value.to_string());
                }
            }
            applied.codes.extend(note.map(|note| (Some(columns[0]), note.into())));
            applied
        }
    }
}

fn pair(text: &str) -> Applied {
    let Some((lat, lon)) = read_pair(text) else {
        return Applied::default().code(Some(Column::EventLat), ProblemCode::Number);
    };
    let mut applied = Applied::default();
    applied.put(Column::EventLat, lat.to_string());
    applied.put(Column::EventLon, lon.to_string());
    applied
}
