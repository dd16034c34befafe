//! From a raw row to canonical cells, with where each came from.

use std::collections::BTreeMap;

use vinculo_record::{Cell, Column, NONE, NOT_OBSERVABLE, Row, shape};

use crate::import::apply::apply;
use crate::import::plan::{Plan, PlanId, Step, position};
use crate::import::{Action, Doubt, DoubtCode, ImportCode};
use crate::mapping::{Compare, Mapping};
use crate::sheet::row::{RawCell, RawRow};
use crate::values::loose;

/// Canonical cells of a row, or of several that are one record.
pub struct Assembled {
    /// The cells.
    pub row: Row,
    /// The id, where a rule of its own gives it.
    pub id: Option<String>,
    /// Where each cell came from.
    pub origins: BTreeMap<Column, Origin>,
    /// What is to be reported so far.
    pub doubts: Vec<Doubt>,
    /// Texts that are kept apart, by the sheet's header.
    pub private: BTreeMap<String, String>,
}

/// Where a canonical cell came from.
#[derive(Clone)]
pub struct Origin {
    /// The line.
    pub line: u64,
    /// The headers.
    pub label: String,
    /// The text as the sheet has it.
    pub raw: String,
}

/// Reads rows by a plan.
pub struct Assembler<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The mapping.
    pub mapping: &'a Mapping,
    /// The header.
    pub header: &'a [String],
    /// Whether the file has bytes that are not of its encoding.
    pub damaged: bool,
}

impl Assembler<'_> {
    /// Whether the row passes all filters.
    pub fn passes(&self, row: &RawRow) -> bool {
        self.plan.filters.iter().all(|(i, compare)| {
            let text = row.cells.get(*i).map(RawCell::to_text).unwrap_or_default();
            let text = if self.is_no_data(&text) { "" } else { text.trim() };
            passes(compare, text)
        })
    }

    /// The canonical cells of a row.
    pub fn assemble(&self, row: &RawRow) -> Assembled {
        let mut out = Assembled {
            row: Row::new(),
            id: self.id(row),
            origins: BTreeMap::new(),
            doubts: row.faults.iter().map(|f| self.fault(row.line, f.code, f.column)).collect(),
            private: BTreeMap::new(),
        };
        for step in &self.plan.steps {
            self.step(step, row, &mut out);
        }
        for i in &self.plan.kept {
            if let Some(cell) = row.cells.get(*i).filter(|cell| !cell.is_blank()) {
                out.private.insert(self.header[*i].clone(), cell.to_text());
            }
        }
        for (i, cell) in row.cells.iter().enumerate().skip(self.header.len()) {
            if !cell.is_blank() {
                out.private.insert(format!("#{}", i + 1), cell.to_text());
            }
        }
        out
    }

    /// A doubt about the row as a whole.
    pub fn fault(&self, line: u64, code: ImportCode, column: Option<usize>) -> Doubt {
        let name = |i: usize| self.header.get(i).cloned().unwrap_or_else(|| format!("#{}", i + 1));
        Doubt {
            line,
            column: column.map(name),
            canonical: None,
            list_item: None,
            code: DoubtCode::Import(code),
            shape: String::new(),
            other_line: None,
        }
    }

    fn is_no_data(&self, text: &str) -> bool {
        self.mapping.no_data.contains(&loose(text))
    }

    fn step(&self, step: &Step, row: &RawRow, out: &mut Assembled) {
        static EMPTY: RawCell = RawCell::Empty;
        let cell = |i: &Option<usize>| i.and_then(|i| row.cells.get(i)).unwrap_or(&EMPTY);
        let inputs: Vec<&RawCell> = step.inputs.iter().map(cell).collect();
        if inputs.iter().all(|cell| cell.is_blank()) {
            return;
        }
        let other = |name: &str| {
            let text = position(self.header, name).and_then(|i| row.cells.get(i));
            let text = text.map(RawCell::to_text).unwrap_or_default();
            if self.is_no_data(&text) { String::new() } else { text }
        };
        let applied = apply(&step.rule, &inputs, &self.mapping.no_data, other);
        let raw: Vec<String> = inputs.iter().map(|cell| cell.to_text()).collect();
        let raw = raw.join(" ").trim().to_owned();
        let origin = Origin { line: row.line, label: step.label.clone(), raw };
        if self.damaged && origin.raw.contains('\u{fffd}') {
            let column = applied.cells.first().map(|(column, _)| *column);
            out.report(&origin, column, ImportCode::Encoding.into());
        }
        for (column, code) in applied.codes {
            out.report(&origin, column, code);
        }
        for (column, cell) in applied.cells {
            out.put(column, cell, &origin);
        }
    }

    fn id(&self, row: &RawRow) -> Option<String> {
        match &self.plan.id {
            PlanId::Canonical => None,
            PlanId::Row(digest) => Some(format!("{digest}-{}", row.line)),
            PlanId::Columns(columns, separator) => {
                let text = |i: &usize| row.cells.get(*i).map(RawCell::to_text).unwrap_or_default();
                let parts: Vec<String> = columns.iter().map(text).collect();
                let blank = |part: &String| part.trim().is_empty() || self.is_no_data(part);
                if parts.iter().any(blank) {
                    return Some(String::new());
                }
                let parts: Vec<&str> = parts.iter().map(|part| part.trim()).collect();
                Some(parts.join(separator))
            }
        }
    }
}

impl Assembled {
    /// Adds a cell: lists grow, a single value stands against a different one.
    pub fn put(&mut self, column: Column, cell: Cell, origin: &Origin) {
        if cell.is_blank() {
            return;
        }
        match self.row.get(column) {
            Some(Cell::List(first)) if column.is_list() => {
                let mut items = first.clone();
                let more = cell.items().iter().filter(|item| !first.contains(item)).cloned();
                items.extend(more.collect::<Vec<_>>());
                self.row.insert(column, Cell::List(settled(items)));
            }
            Some(first) if *first != cell => {
                self.report(origin, Some(column), ImportCode::Conflict.into());
            }
            Some(_) => {}
            None => {
                self.row.insert(column, cell);
                self.origins.insert(column, origin.clone());
            }
        }
    }

    /// Reports a cell, and keeps its raw text if its value is lost.
    pub fn report(&mut self, origin: &Origin, canonical: Option<Column>, code: DoubtCode) {
        if code.action() == Action::Absent {
            self.private.insert(origin.label.clone(), origin.raw.clone());
        }
        self.doubts.push(Doubt {
            line: origin.line,
            column: Some(origin.label.clone()),
            canonical,
            list_item: None,
            code,
            shape: shape(&origin.raw),
            other_line: None,
        });
    }

    /// Adds the cells of another row of the same record.
    pub fn absorb(&mut self, other: Assembled) {
        self.doubts.extend(other.doubts);
        for (column, cell) in other.row.iter() {
            let origin = other.origins.get(&column).cloned().unwrap_or_else(|| Origin {
                line: 0,
                label: column.name().to_owned(),
                raw: String::new(),
            });
            // A key that is repeated in each row, or only in the first, is no conflict.
            self.put(column, cell.clone(), &origin);
        }
        for (header, text) in other.private {
            let kept = self.private.entry(header).or_default();
            if kept.is_empty() {
                *kept = text;
            } else if *kept != text {
                kept.push('\n');
                kept.push_str(&text);
            }
        }
    }

    /// The texts that are kept apart, as a JSON object.
    pub fn private_json(&self) -> String {
        serde_json::json!(self.private).to_string()
    }
}

/// The items of several cells: what was found stands against `none` of another cell, and
/// what could not be seen against `none`.
fn settled(mut items: Vec<String>) -> Vec<String> {
    let is = |item: &String, word: &str| loose(item) == word;
    let found = |item: &String| !is(item, NONE) && !is(item, NOT_OBSERVABLE);
    if items.iter().any(found) {
        items.retain(found);
    } else if items.len() > 1 {
        items.retain(|item| is(item, NOT_OBSERVABLE));
    }
    items
}

fn passes(compare: &Compare, text: &str) -> bool {
    match compare {
        Compare::OneOf(texts) => texts.contains(&loose(text)),
        Compare::NoneOf(texts) => !texts.contains(&loose(text)),
        Compare::Number { passes, value } => text
            .parse::<f64>()
            .ok()
            .and_then(|number| number.partial_cmp(value))
            .is_some_and(|order| passes.contains(&order)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_stands_against_none_of_another_cell() {
        let check = |items: &[&str], expected: &[&str]| {
            let items = items.iter().map(|item| (*item).to_owned()).collect();
            assert_eq!(settled(items), expected);
        };
        check(&["none", "scar@arm"], &["scar@arm"]);
        check(&["scar@arm", "N/O"], &["scar@arm"]);
        check(&["none", "n/o"], &["n/o"]);
        check(&["none"], &["none"]);
    }
}
