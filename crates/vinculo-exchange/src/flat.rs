//! The flat forms of lists, and the guard of text against spreadsheet formulas.

use crate::import::ImportCode;

/// Writes a list into one cell: items joined by `;`, with `\` and `;` escaped by
/// `\`. A text that would begin with `[` is written as a JSON array instead.
///
/// ```
/// # use vinculo_exchange::{decode_list, encode_list};
/// let cell = encode_list(&["a;b".into(), r"c\:d".into()]);
/// assert_eq!(cell, r"a\;b;c\\:d");
/// assert_eq!(decode_list(&cell).unwrap(), ["a;b", r"c\:d"]);
/// ```
pub fn encode_list(items: &[String]) -> String {
    let escape = |item: &String| item.replace('\\', "\\\\").replace(';', "\\;");
    let flat = items.iter().map(escape).collect::<Vec<_>>().join(";");
    if flat.trim_start().starts_with('[') {
        serde_json::Value::from(items).to_string()
    } else {
        flat
    }
}

/// Reads a list from one cell: the reverse of [`encode_list`]. An escape of any
/// other character, such as `\:`, stays as it is: it belongs to the item.
///
/// # Errors
/// When the cell begins with `[` and is no JSON array of scalars.
pub fn decode_list(cell: &str) -> Result<Vec<String>, ImportCode> {
    if cell.trim_start().starts_with('[') {
        return decode_json(cell);
    }
    let mut items = vec![String::new()];
    let mut chars = cell.chars();
    while let Some(c) = chars.next() {
        let last = items.len() - 1;
        match c {
            ';' => items.push(String::new()),
            '\\' => match chars.next() {
                Some(next @ ('\\' | ';')) => items[last].push(next),
                Some(other) => items[last].extend(['\\', other]),
                None => items[last].push('\\'),
            },
            other => items[last].push(other),
        }
    }
    Ok(items)
}

fn decode_json(cell: &str) -> Result<Vec<String>, ImportCode> {
    use serde_json::Value;
    let values: Vec<Value> = serde_json::from_str(cell).map_err(|_| ImportCode::ListJson)?;
    let scalar = |value| match value {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(flag) => Ok(flag.to_string()),
        Value::Null => Ok(String::new()),
        Value::Array(_) | Value::Object(_) => Err(ImportCode::ListJson),
    };
    values.into_iter().map(scalar).collect()
}

/// Puts `'` before a text that a spreadsheet would run as a formula.
///
/// ```
/// # use vinculo_exchange::{guard_formula, unguard_formula};
/// assert_eq!(guard_formula("+502 1234"), "'+502 1234");
/// assert_eq!(unguard_formula("'+502 1234".into()), "+502 1234");
/// assert_eq!(guard_formula("'quoted"), "'quoted");
/// ```
pub fn guard_formula(text: &str) -> std::borrow::Cow<'_, str> {
    if is_formula(text.trim_start_matches('\'')) { format!("'{text}").into() } else { text.into() }
}

/// Takes the `'` of [`guard_formula`] away.
pub fn unguard_formula(mut text: String) -> String {
    if text.starts_with('\'') && is_formula(text.trim_start_matches('\'')) {
        text.remove(0);
    }
    text
}

/// Whether the first character starts a formula (OWASP ASVS 5.0, 1.2.10).
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\0'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lists_as_partners_write_them() {
        let check = |cell: &str, items: &[&str]| assert_eq!(decode_list(cell).unwrap(), items);
        check("a;b", &["a", "b"]);
        check(r"scar@arm:3 cm\: long;mole", &[r"scar@arm:3 cm\: long", "mole"]);
        check(r#"["a;b", 7, true]"#, &["a;b", "7", "true"]);
        check("trailing\\", &["trailing\\"]);
        assert_eq!(decode_list("[1, {}]"), Err(ImportCode::ListJson));
        assert_eq!(decode_list("[cut"), Err(ImportCode::ListJson));
    }

    proptest! {
        #[test]
        fn lists_round_trip(items in prop::collection::vec("[a;:\\\\\\[ \"]{0,6}|.{0,6}", 1..5)) {
            prop_assert_eq!(decode_list(&encode_list(&items)).unwrap(), items);
        }

        #[test]
        fn guards_round_trip(text in "['=+@\t-]{0,3}.{0,6}") {
            let guarded = guard_formula(&text).into_owned();
            prop_assert!(!is_formula(&guarded));
            prop_assert_eq!(unguard_formula(guarded), text);
        }
    }
}
