//! A flat row of canonical columns, and its one JSON form.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value};

use crate::Column;

/// A canonical cell.
#[derive(Clone, PartialEq, Eq)]
pub enum Cell {
    /// A single text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
}

impl Cell {
    /// The items: one for a text.
    pub fn items(&self) -> &[String] {
        match self {
            Cell::Text(text) => std::slice::from_ref(text),
            Cell::List(items) => items,
        }
    }

    /// Whether there is nothing in it: not recorded.
    pub fn is_blank(&self) -> bool {
        self.items().iter().all(|item| item.trim().is_empty())
    }
}

impl fmt::Debug for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cell(<{} items withheld>)", self.items().len())
    }
}

/// Why a JSON text is not a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// Not JSON at all.
    #[error("not valid JSON at line {line}, column {column}")]
    Syntax {
        /// Line in the JSON text, from 1.
        line: usize,
        /// Column in that line, from 1.
        column: usize,
    },
    /// JSON, but not an object.
    #[error("a record must be a JSON object of column names and values")]
    NotAnObject,
    /// A key that is no canonical column.
    #[error("unknown column at position {position} of the object: see the schema for the names")]
    UnknownColumn {
        /// Place of the key among the object's keys, from 1.
        position: usize,
    },
    /// A value that is neither a text, a number, a boolean nor a list of these.
    #[error("column {column}: the value must be a text, a number, true, false or a list of these")]
    Value {
        /// The column.
        column: Column,
    },
}

/// A row: canonical columns with their cells. Blank cells are left out.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Row(BTreeMap<Column, Cell>);

impl Row {
    /// An empty row.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a cell; a blank one removes the column.
    pub fn insert(&mut self, column: Column, cell: Cell) {
        if cell.is_blank() {
            self.0.remove(&column);
        } else {
            self.0.insert(column, cell);
        }
    }

    /// Puts a text; a blank one removes the column.
    pub fn insert_text(&mut self, column: Column, text: impl Into<String>) {
        self.insert(column, Cell::Text(text.into()));
    }

    /// The cell of a column.
    pub fn get(&self, column: Column) -> Option<&Cell> {
        self.0.get(&column)
    }

    /// The text of a column that holds a single one.
    pub fn text(&self, column: Column) -> Option<&str> {
        match self.0.get(&column) {
            Some(Cell::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Removes a column and returns its cell.
    pub fn remove(&mut self, column: Column) -> Option<Cell> {
        self.0.remove(&column)
    }

    /// Whether the column is there.
    pub fn contains(&self, column: Column) -> bool {
        self.0.contains_key(&column)
    }

    /// The number of columns that hold something.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is recorded.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Columns and cells in canonical order.
    pub fn iter(&self) -> impl Iterator<Item = (Column, &Cell)> {
        self.0.iter().map(|(column, cell)| (*column, cell))
    }

    /// The canonical JSON object: columns in order, lists as arrays. This is an
    /// explicit output of personal data; nothing calls it on its own.
    pub fn to_json(&self) -> String {
        let mut out = String::from("{");
        for (i, (column, cell)) in self.iter().enumerate() {
            if i > 0 {
                out.push(',');
            }
            out.push_str(&json_text(column.name()));
            out.push(':');
            match cell {
                Cell::Text(text) => out.push_str(&json_text(text)),
                Cell::List(items) => {
                    let items: Vec<String> = items.iter().map(|item| json_text(item)).collect();
                    out.push('[');
                    out.push_str(&items.join(","));
                    out.push(']');
                }
            }
        }
        out.push('}');
        out
    }

    /// Reads a JSON object of columns. Numbers and booleans are read as their
    /// text, `null` as not recorded, a text in a list column as a list of one.
    ///
    /// # Errors
    /// When the text is no such object.
    pub fn from_json(json: &str) -> Result<Self, JsonError> {
        let value: Value = serde_json::from_str(json)
            .map_err(|e| JsonError::Syntax { line: e.line(), column: e.column() })?;
        let Value::Object(object) = value else { return Err(JsonError::NotAnObject) };
        Self::from_json_object(&object)
    }

    /// Reads a parsed JSON object; see [`Row::from_json`].
    ///
    /// # Errors
    /// When a key is no column or a value has another type.
    pub fn from_json_object(object: &Map<String, Value>) -> Result<Self, JsonError> {
        let mut row = Row::new();
        for (i, (name, value)) in object.iter().enumerate() {
            let column =
                Column::from_name(name).ok_or(JsonError::UnknownColumn { position: i + 1 })?;
            if let Some(cell) = json_cell(column, value)? {
                row.insert(column, cell);
            }
        }
        Ok(row)
    }
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.0.keys().map(|column| column.name()).collect();
        write!(f, "Row({} withheld)", names.join(", "))
    }
}

impl FromIterator<(Column, Cell)> for Row {
    fn from_iter<I: IntoIterator<Item = (Column, Cell)>>(iter: I) -> Self {
        let mut row = Row::new();
        for (column, cell) in iter {
            row.insert(column, cell);
        }
        row
    }
}

fn json_text(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

fn json_cell(column: Column, value: &Value) -> Result<Option<Cell>, JsonError> {
    let scalar = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    };
    match value {
        Value::Null => Ok(None),
        Value::Array(items) => {
            let items: Option<Vec<String>> = items.iter().map(scalar).collect();
            items.map(|items| Some(Cell::List(items))).ok_or(JsonError::Value { column })
        }
        other => {
            let text = scalar(other).ok_or(JsonError::Value { column })?;
            Ok(Some(if column.is_list() { Cell::List(vec![text]) } else { Cell::Text(text) }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_parses_back() {
        let mut row = Row::new();
        row.insert_text(Column::GivenNames, "Ana \"Ñ\"");
        row.insert(Column::Aliases, Cell::List(vec!["a;b".into(), "c\\d".into()]));
        let json = row.to_json();
        assert_eq!(Row::from_json(&json).unwrap(), row);
        assert!(json.starts_with("{\"given_names\""));
    }

    #[test]
    fn scalars_are_read_as_text() {
        let row = Row::from_json(r#"{"age_min": 9, "public": true, "aliases": "x", "sex": null}"#)
            .unwrap();
        assert_eq!(row.text(Column::AgeMin), Some("9"));
        assert_eq!(row.text(Column::Public), Some("true"));
        assert_eq!(row.get(Column::Aliases), Some(&Cell::List(vec!["x".into()])));
        assert!(!row.contains(Column::Sex));
    }

    #[test]
    fn broken_json_is_refused_without_its_content() {
        for json in ["", "[1]", r#"{"nombre":"Ana"}"#, r#"{"sex":{"a":1}}"#] {
            let error = Row::from_json(json).unwrap_err();
            assert!(!error.to_string().contains("Ana"));
        }
    }

    #[test]
    fn debug_withholds_content() {
        let mut row = Row::new();
        row.insert_text(Column::GivenNames, "Ana");
        assert!(!format!("{row:?}").contains("Ana"));
    }
}
