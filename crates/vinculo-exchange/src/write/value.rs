//! What a table holds: fields of a type, and their values.

use crate::ExchangeError;

/// The type of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// Text.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers with so many decimals in every format; see [`FieldType::SHORTEST`].
    Float {
        /// Decimals.
        decimals: u8,
    },
    /// `true` and `false`.
    Boolean,
    /// Lists of texts: native in NDJSON and Parquet, one cell elsewhere.
    TextList,
}

impl FieldType {
    /// Numbers in the shortest form that reads back to the same value.
    pub const SHORTEST: FieldType = FieldType::Float { decimals: u8::MAX };
}

/// Decimals from which on a number is written in its shortest form: an `f64` has no more.
const MOST_DECIMALS: u8 = 17;

/// A field of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The name, which is the header or the key.
    pub name: String,
    /// The type.
    pub kind: FieldType,
}

impl Field {
    /// A field.
    pub fn new(name: impl Into<String>, kind: FieldType) -> Self {
        Self { name: name.into(), kind }
    }
}

/// A value of a table.
#[derive(Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Float(f64),
    /// A truth value.
    Boolean(bool),
    /// A list of texts.
    TextList(Vec<String>),
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = if *self == Value::Null { "Null" } else { "Value(withheld)" };
        f.write_str(name)
    }
}

/// A number as every format writes it.
pub fn float_text(number: f64, decimals: u8) -> String {
    let text = if decimals >= MOST_DECIMALS {
        number.to_string()
    } else {
        format!("{number:.*}", usize::from(decimals))
    };
    // A negative number that rounds to nothing is nothing.
    match text.strip_prefix('-') {
        Some(rest) if rest.bytes().all(|b| matches!(b, b'0' | b'.')) => rest.to_owned(),
        _ => text,
    }
}

/// Holds a row against the fields.
///
/// # Errors
/// When a value is missing, of another type, or not finite.
pub fn check_row(
    file: &str,
    row: u64,
    fields: &[Field],
    values: &[Value],
) -> Result<(), ExchangeError> {
    if fields.len() != values.len() {
        let detail = format!("{} values for {} columns", values.len(), fields.len());
        return Err(unwritable(file, row, "#", detail));
    }
    for (field, value) in fields.iter().zip(values) {
        let fits = match (field.kind, value) {
            (_, Value::Null)
            | (FieldType::Text, Value::Text(_))
            | (FieldType::Integer, Value::Integer(_))
            | (FieldType::Boolean, Value::Boolean(_))
            | (FieldType::TextList, Value::TextList(_)) => true,
            (FieldType::Float { .. }, Value::Float(number)) => number.is_finite(),
            _ => false,
        };
        if !fits {
            let detail =
                format!("the value is no finite {:?}; give null where there is none", field.kind);
            return Err(unwritable(file, row, &field.name, detail));
        }
    }
    Ok(())
}

/// The error of a value that cannot be written.
pub fn unwritable(file: &str, row: u64, column: &str, detail: impl Into<String>) -> ExchangeError {
    let (file, column) = (file.to_owned(), column.to_owned());
    ExchangeError::Unwritable { file, row, column, detail: detail.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_decimals() {
        let check = |number, decimals, text| assert_eq!(float_text(number, decimals), text);
        check(1.005, 3, "1.005");
        check(12.0, 3, "12.000");
        check(-0.0001, 3, "0.000");
        check(-0.001, 3, "-0.001");
        check(0.1, u8::MAX, "0.1");
        check(1e-7, u8::MAX, "0.0000001");
    }

    #[test]
    fn values_must_be_of_their_type() {
        let fields = [Field::new("a", FieldType::Integer), Field::new("b", FieldType::SHORTEST)];
        let check = |values: &[Value]| check_row("t.csv", 7, &fields, values);
        assert!(check(&[Value::Integer(1), Value::Null]).is_ok());
        for bad in [
            vec![Value::Integer(1)],
            vec![Value::Text("Ana".into()), Value::Null],
            vec![Value::Null, Value::Float(f64::NAN)],
        ] {
            let message = check(&bad).unwrap_err().to_string();
            assert!(message.contains("row 7") && !message.contains("Ana"), "{message}");
        }
    }
}
