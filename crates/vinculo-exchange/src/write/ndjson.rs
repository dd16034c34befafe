//! Tables as one JSON object in each line.

use std::io::{self, Write};

use crate::write::value::{Field, FieldType, Value, float_text};

/// Writes rows as NDJSON.
pub struct NdjsonSink<W: Write> {
    out: W,
    keys: Vec<String>,
    sparse: bool,
    line: String,
}

impl<W: Write> NdjsonSink<W> {
    /// Begins a stream. A `sparse` one leaves empty values out; else they are `null`,
    /// so that every row tells all columns.
    pub fn new(out: W, fields: &[Field], sparse: bool) -> Self {
        let keys = fields.iter().map(|field| format!("{}:", json(&field.name))).collect();
        Self { out, keys, sparse, line: String::new() }
    }

    /// Adds a row that fits the fields.
    pub fn write(&mut self, fields: &[Field], row: &[Value]) -> io::Result<()> {
        self.line.clear();
        self.line.push('{');
        for ((key, field), value) in self.keys.iter().zip(fields).zip(row) {
            if self.sparse && *value == Value::Null {
                continue;
            }
            if self.line.len() > 1 {
                self.line.push(',');
            }
            self.line.push_str(key);
            self.line.push_str(&value_json(field.kind, value));
        }
        self.line.push_str("}\n");
        self.out.write_all(self.line.as_bytes())
    }

    /// Gives the stream back.
    pub fn finish(self) -> W {
        self.out
    }
}

fn value_json(kind: FieldType, value: &Value) -> String {
    match (kind, value) {
        (_, Value::Null) => "null".to_owned(),
        (_, Value::Text(text)) => json(text),
        (_, Value::TextList(items)) => serde_json::Value::from(items.as_slice()).to_string(),
        (_, Value::Integer(number)) => number.to_string(),
        (_, Value::Boolean(flag)) => flag.to_string(),
        (FieldType::Float { decimals }, Value::Float(number)) => float_text(*number, decimals),
        (_, Value::Float(number)) => number.to_string(),
    }
}

fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
