//! Newline-delimited JSON: one object in each line.

use std::fmt;
use std::io::BufRead;

use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::import::ImportCode;
use crate::sheet::row::{RawCell, RawRow, RowFault};
use crate::sheet::text::TextEncoding;
use crate::{ExchangeError, Input, Limits};

/// The rows of the file, in the order of a header that a first pass gathered.
pub struct NdjsonRows<R> {
    lines: Lines<R>,
    header: Vec<String>,
}

/// The keys of all objects in the order in which they appear, and the rows.
///
/// # Errors
/// When the file cannot be read, no line is an object, or there are too many keys.
pub fn open(
    input: &Input,
    encoding: TextEncoding,
    limits: &Limits,
) -> Result<(Vec<String>, NdjsonRows<impl BufRead + Send + use<>>), ExchangeError> {
    let mut header: Vec<String> = Vec::new();
    let mut known = std::collections::BTreeSet::new();
    let mut objects = 0_u64;
    for line in Lines::new(encoding.open(input)?, input.name(), limits) {
        let (_, text) = line?;
        let Ok(Keys(keys)) = serde_json::from_slice(text.as_deref().unwrap_or_default()) else {
            continue;
        };
        objects += 1;
        for key in keys {
            if !known.contains(&key) {
                known.insert(key.clone());
                header.push(key);
            }
        }
        if header.len() > limits.columns {
            let (file, limit) = (input.name().to_owned(), limits.columns);
            return Err(ExchangeError::TooManyColumns { file, line: objects, limit });
        }
    }
    if objects == 0 {
        return Err(ExchangeError::HeaderMissing {
            file: input.name().to_owned(),
            line: 1,
            detail: "no line is a JSON object; NDJSON has one object in each line, not an array"
                .to_owned(),
        });
    }
    let lines = Lines::new(encoding.open(input)?, input.name(), limits);
    Ok((header.clone(), NdjsonRows { lines, header }))
}

impl<R: BufRead> Iterator for NdjsonRows<R> {
    type Item = Result<RawRow, ExchangeError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (line, text) = match self.lines.next()? {
                Ok(line) => line,
                Err(error) => return Some(Err(error)),
            };
            let row = match text {
                None => faulty(line, ImportCode::RowTooLarge, None),
                Some(text) if text.iter().all(u8::is_ascii_whitespace) => continue,
                Some(text) => self.row(line, &text),
            };
            return Some(Ok(row));
        }
    }
}

impl<R> NdjsonRows<R> {
    fn row(&self, line: u64, text: &[u8]) -> RawRow {
        let pairs = match serde_json::from_slice(text) {
            Ok(Pairs(pairs)) => pairs,
            Err(error) if error.is_data() => return faulty(line, ImportCode::NotAnObject, None),
            Err(_) => return faulty(line, ImportCode::Json, None),
        };
        let mut row =
            RawRow { line, cells: vec![RawCell::Empty; self.header.len()], faults: vec![] };
        let mut seen = vec![false; self.header.len()];
        for (key, cell) in pairs {
            let Some(i) = self.header.iter().position(|name| *name == key) else { continue };
            if std::mem::replace(&mut seen[i], true) {
                return faulty(line, ImportCode::KeyTwice, Some(i));
            }
            if bytes(&cell) > self.lines.limits.cell_bytes {
                return faulty(line, ImportCode::CellTooLarge, Some(i));
            }
            row.cells[i] = cell;
        }
        row
    }
}

fn faulty(line: u64, code: ImportCode, column: Option<usize>) -> RawRow {
    RawRow { line, cells: Vec::new(), faults: vec![RowFault { code, column }] }
}

fn bytes(cell: &RawCell) -> usize {
    match cell {
        RawCell::Text(text) => text.len(),
        RawCell::List(items) => items.iter().map(String::len).sum(),
        _ => 0,
    }
}

/// Lines with their numbers; `None` in place of one that is too long.
struct Lines<R> {
    reader: R,
    file: String,
    limits: Limits,
    line: u64,
}

impl<R: BufRead> Lines<R> {
    fn new(reader: R, file: &str, limits: &Limits) -> Self {
        Self { reader, file: file.to_owned(), limits: limits.clone(), line: 0 }
    }

    fn read(&mut self) -> std::io::Result<Option<(u64, Option<Vec<u8>>)>> {
        let mut text = Some(Vec::new());
        let mut started = false;
        loop {
            let chunk = self.reader.fill_buf()?;
            if chunk.is_empty() {
                self.line += 1;
                return Ok(started.then_some((self.line, text)));
            }
            started = true;
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let part = &chunk[..end.unwrap_or(chunk.len())];
            if let Some(kept) = &mut text {
                if kept.len() + part.len() > self.limits.row_bytes {
                    text = None;
                } else {
                    kept.extend_from_slice(part);
                }
            }
            let used = end.map_or(chunk.len(), |end| end + 1);
            self.reader.consume(used);
            if end.is_some() {
                self.line += 1;
                return Ok(Some((self.line, text)));
            }
        }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<(u64, Option<Vec<u8>>), ExchangeError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().map_err(ExchangeError::io(&self.file, "reading")).transpose()
    }
}

/// The keys of an object; its values are passed over.
struct Keys(Vec<String>);

/// The keys and values of an object, in order, repeated keys included.
struct Pairs(Vec<(String, RawCell)>);

struct Value(RawCell);

macro_rules! object_visitor {
    ($name:ident, $value:ty, $item:expr) => {
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct V;
                impl<'de> Visitor<'de> for V {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("an object")
                    }
                    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                        let mut out = Vec::new();
                        while let Some((key, value)) = map.next_entry::<String, $value>()? {
                            out.push($item(key, value));
                        }
                        Ok($name(out))
                    }
                }
                deserializer.deserialize_map(V)
            }
        }
    };
}
object_visitor!(Keys, IgnoredAny, |key: String, _| key);
object_visitor!(Pairs, Value, |key: String, value: Value| (key, value.0));

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value(RawCell::Empty))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value(RawCell::Text(value.to_string())))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value(RawCell::Text(value.to_string())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value(RawCell::Text(value.to_string())))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value(RawCell::Text(value.to_string())))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value(if text.is_empty() { RawCell::Empty } else { RawCell::Text(text.to_owned()) }))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        let mut flat = true;
        while let Some(Value(cell)) = seq.next_element()? {
            flat &= !matches!(cell, RawCell::List(_) | RawCell::Unreadable);
            if items.len() > Limits::default().list_items {
                return Err(A::Error::custom("too many items in a list"));
            }
            items.push(cell.to_text());
        }
        Ok(Value(if flat { RawCell::List(items) } else { RawCell::Unreadable }))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value(RawCell::Unreadable))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &[u8]) -> Result<(Vec<String>, Vec<RawRow>), ExchangeError> {
        let limits = Limits { row_bytes: 200, cell_bytes: 50, ..Limits::default() };
        let input = Input::from_reader("a.ndjson", text, &limits)?;
        let (header, rows) = open(&input, TextEncoding::UTF_8, &limits)?;
        Ok((header, rows.collect::<Result<_, _>>()?))
    }

    #[test]
    fn objects_become_rows_of_one_header() {
        let text = "{\"a\":1,\"b\":[\"x\",2,true]}\n\n{\"c\":null,\"b\":{\"z\":1},\"a\":\"t\"}\n";
        let (header, rows) = read(text.as_bytes()).unwrap();
        assert_eq!(header, ["a", "b", "c"]);
        let text = |t: &str| RawCell::Text(t.to_owned());
        let list = RawCell::List(vec!["x".into(), "2".into(), "true".into()]);
        assert_eq!(rows[0].cells, [text("1"), list, RawCell::Empty]);
        assert_eq!((rows[1].line, &rows[1].cells[1]), (3, &RawCell::Unreadable));
    }

    #[test]
    fn a_bad_line_costs_itself_alone() {
        let long = format!("{{\"a\":\"{}\"}}", "x".repeat(300));
        let wide = format!("{{\"a\":\"{}\"}}", "x".repeat(60));
        let text =
            format!("{{\"a\":1}}\n{{\"a\":\n[1]\n{{\"a\":1,\"a\":2}}\n{long}\n{wide}\n{{\"a\":2}}");
        let (_, rows) = read(text.as_bytes()).unwrap();
        let codes: Vec<_> = rows.iter().map(|r| r.faults.first().map(|f| f.code)).collect();
        use ImportCode as C;
        let expected = [
            None,
            Some(C::Json),
            Some(C::NotAnObject),
            Some(C::KeyTwice),
            Some(C::RowTooLarge),
            Some(C::CellTooLarge),
            None,
        ];
        assert_eq!(codes, expected);
        assert_eq!(rows[6].line, 7);
    }

    #[test]
    fn an_array_is_refused() {
        assert!(read(b"[{\"a\":1}]").is_err());
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in "[\\[\\]{}\":,a1\n\\\\]{0,60}") {
            let _ = read(bytes.as_bytes());
        }
    }
}
