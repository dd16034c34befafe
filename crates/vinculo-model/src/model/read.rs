//! From TOML to plain data: shape and types, every problem with its path.
//!
//! Written by hand over the TOML tree, because a derived reader stops at the
//! first error and a person mends a file faster when told all of them. A missing
//! or unreadable value is reported and replaced by one that the rules of
//! [`super::check`] would refuse at the same path, where the first report stands.

use std::collections::BTreeMap;

use toml::{Table, Value};
use vinculo_record::Link;

use super::path;
use super::spec::{
    ComparisonSpec, FrequencySpec, GroupSpec, LevelSpec, LinkSpec, ModelSpec, PriorSpec,
};
use crate::error::{ModelError, Problems};

/// The version of the file format.
pub(super) const FORMAT: i64 = 1;

/// Reads a file's text. The problems are those of shape and type alone.
pub(super) fn read(text: &str) -> Result<(ModelSpec, Problems), ModelError> {
    let table: Table = text.parse().map_err(|error| syntax(text, &error))?;
    let mut problems = Problems::default();
    let spec = model(&mut Section { table: &table, path: String::new(), problems: &mut problems });
    Ok((spec, problems))
}

fn syntax(text: &str, error: &toml::de::Error) -> ModelError {
    let end = error.span().map_or(0, |span| span.start).min(text.len());
    let line = 1 + text.as_bytes()[..end].iter().filter(|byte| **byte == b'\n').count();
    ModelError::Syntax { line, message: error.message().replace('\n', ", ") }
}

fn model(top: &mut Section) -> ModelSpec {
    top.only(&["format", "name", "note", "links"]);
    match top.table.get("format") {
        Some(Value::Integer(FORMAT)) => {}
        Some(_) => top.problem(
            "format",
            "this program reads format 1 only",
            "write format = 1 or use the program that made the file",
        ),
        None => top.problem("format", "missing", "write format = 1"),
    }
    let mut links = BTreeMap::new();
    for (name, section) in top.sections("links") {
        let path = path::link(&name);
        match name.parse::<Link>() {
            Ok(known) => {
                links.insert(known, link(&mut top.inner(section, path)));
            }
            Err(error) => {
                top.problems.push(path, error.to_string(), "rename or remove the section")
            }
        }
    }
    ModelSpec { name: top.text("name"), note: top.optional_text("note"), links }
}

fn link(section: &mut Section) -> LinkSpec {
    section.only(&["prior", "frequencies", "groups", "comparisons"]);
    let path = section.path.clone();
    let prior = section.required_section("prior");
    let groups = section.sections("groups").into_iter().map(|(name, table)| {
        let group = group(&mut section.inner(table, path::item(&path, "groups", &name, 0)));
        (name, group)
    });
    let groups = groups.collect();
    let comparisons = section.list("comparisons").into_iter().enumerate().map(|(index, table)| {
        let place = path::item(&path, "comparisons", name_of(table, "name"), index);
        comparison(&mut section.inner(table, place))
    });
    let comparisons = comparisons.collect();
    LinkSpec {
        prior: prior_of(prior, section),
        frequencies: section
            .optional_section("frequencies")
            .map(|table| frequencies(&mut section.inner(table, format!("{path}.frequencies")))),
        groups,
        comparisons,
    }
}

fn prior_of(table: Option<&Table>, link: &mut Section) -> PriorSpec {
    let Some(table) = table else {
        return PriorSpec { share: f64::NAN, source: String::new() };
    };
    let path = format!("{}.prior", link.path);
    let mut section = link.inner(table, path);
    section.only(&["share", "source"]);
    PriorSpec { share: section.number("share"), source: section.text("source") }
}

fn frequencies(section: &mut Section) -> FrequencySpec {
    section.only(&["digest", "floor", "shrinkage", "tf_cap_bits", "source"]);
    FrequencySpec {
        digest: section.optional_text("digest"),
        floor: section.number("floor"),
        shrinkage: section.number("shrinkage"),
        tf_cap_bits: section.number("tf_cap_bits"),
        source: section.text("source"),
    }
}

fn group(section: &mut Section) -> GroupSpec {
    section.only(&["cap_bits", "source"]);
    GroupSpec { cap_bits: section.number("cap_bits"), source: section.text("source") }
}

fn comparison(section: &mut Section) -> ComparisonSpec {
    section.only(&["name", "code_version", "source", "group", "unordered", "levels"]);
    let path = section.path.clone();
    let source = section.text("source");
    let levels = section.list("levels").into_iter().enumerate().map(|(index, table)| {
        let place = path::item(&path, "levels", name_of(table, "level"), index);
        level(&mut section.inner(table, place), &source)
    });
    let levels = levels.collect();
    ComparisonSpec {
        name: section.text("name"),
        code_version: section.version("code_version"),
        group: section.table.contains_key("group").then(|| section.text("group")),
        unordered: section.flag("unordered"),
        source,
        levels,
    }
}

fn level(section: &mut Section, source: &str) -> LevelSpec {
    section.only(&["level", "m", "u", "source", "pseudo_count", "tf_factor"]);
    let own_source = section.table.contains_key("source").then(|| section.text("source"));
    let has_tf = section.table.contains_key("tf_factor");
    LevelSpec {
        level: section.text("level"),
        m: section.number("m"),
        u: section.number("u"),
        source: own_source.unwrap_or_else(|| source.to_owned()),
        pseudo_count: section.number("pseudo_count"),
        tf_factor: if has_tf { section.number("tf_factor") } else { 0.0 },
    }
}

fn name_of<'a>(table: &'a Table, key: &str) -> &'a str {
    table.get(key).and_then(Value::as_str).unwrap_or("")
}

/// A table of the file, where it stands, and where to report.
struct Section<'a, 'p> {
    table: &'a Table,
    path: String,
    problems: &'p mut Problems,
}

impl<'a> Section<'a, '_> {
    fn inner<'b>(&'b mut self, table: &'b Table, path: String) -> Section<'b, 'b> {
        Section { table, path, problems: self.problems }
    }

    fn at(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn problem(&mut self, key: &str, cause: &str, remedy: &str) {
        self.problems.push(self.at(key), cause, remedy);
    }

    fn only(&mut self, keys: &[&str]) {
        for key in self.table.keys().filter(|key| !keys.contains(&key.as_str())) {
            let remedy = format!("remove it or correct it to one of {}", keys.join(", "));
            self.problems.push(self.at(key), "unknown key", remedy);
        }
    }

    /// Reports a key that is missing or of another type, and says what it should be.
    fn expected(&mut self, key: &str, what: &str) {
        match self.table.get(key) {
            None => self.problem(key, "missing", &format!("give {what}")),
            Some(value) => {
                let cause = format!("expected {what}, found {}", type_of(value));
                self.problem(key, &cause, "correct the value");
            }
        }
    }

    fn text(&mut self, key: &str) -> String {
        let Some(text) = self.table.get(key).and_then(Value::as_str) else {
            self.expected(key, "a text in quotes");
            return String::new();
        };
        if text.trim().is_empty() {
            self.problem(key, "empty", "write a text that says it");
        }
        text.to_owned()
    }

    fn optional_text(&mut self, key: &str) -> String {
        match self.table.get(key) {
            None => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(_) => {
                self.expected(key, "a text in quotes");
                String::new()
            }
        }
    }

    fn number(&mut self, key: &str) -> f64 {
        match self.table.get(key) {
            Some(Value::Float(number)) => *number,
            Some(Value::Integer(number)) => *number as f64,
            _ => {
                self.expected(key, "a number");
                f64::NAN
            }
        }
    }

    fn version(&mut self, key: &str) -> u32 {
        let number = self.table.get(key).and_then(Value::as_integer);
        number.and_then(|number| u32::try_from(number).ok()).unwrap_or_else(|| {
            self.expected(key, "a whole number from 1");
            0
        })
    }

    fn flag(&mut self, key: &str) -> bool {
        match self.table.get(key) {
            None => false,
            Some(Value::Boolean(flag)) => *flag,
            Some(_) => {
                self.expected(key, "true or false");
                false
            }
        }
    }

    fn optional_section(&mut self, key: &str) -> Option<&'a Table> {
        match self.table.get(key) {
            None => None,
            Some(Value::Table(table)) => Some(table),
            Some(_) => {
                self.expected(key, "a table");
                None
            }
        }
    }

    fn required_section(&mut self, key: &str) -> Option<&'a Table> {
        if !self.table.contains_key(key) {
            self.expected(key, "a table");
        }
        self.optional_section(key)
    }

    /// The named tables of a table, in the order of their names.
    fn sections(&mut self, key: &str) -> Vec<(String, &'a Table)> {
        let Some(outer) = self.optional_section(key) else { return Vec::new() };
        let mut found = Vec::new();
        for (name, value) in outer {
            match value {
                Value::Table(table) => found.push((name.clone(), table)),
                other => {
                    let cause = format!("expected a table, found {}", type_of(other));
                    self.problem(&format!("{key}.{name}"), &cause, "correct the value");
                }
            }
        }
        found
    }

    /// The tables of a list, in the order of the file.
    fn list(&mut self, key: &str) -> Vec<&'a Table> {
        let Some(items) = self.table.get(key).and_then(Value::as_array) else {
            self.expected(key, "a list of tables");
            return Vec::new();
        };
        let mut found = Vec::new();
        for (index, item) in items.iter().enumerate() {
            match item.as_table() {
                Some(table) => found.push(table),
                None => {
                    let cause = format!("expected a table, found {}", type_of(item));
                    self.problem(&format!("{key}.#{}", index + 1), &cause, "correct the value");
                }
            }
        }
        found
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "a text",
        Value::Integer(_) => "a whole number",
        Value::Float(_) => "a number",
        Value::Boolean(_) => "true or false",
        Value::Datetime(_) => "a date",
        Value::Array(_) => "a list",
        Value::Table(_) => "a table",
    }
}
