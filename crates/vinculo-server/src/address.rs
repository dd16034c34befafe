//! Addresses of records, and opaque cursors.

use vinculo_record::{RecordKey, RecordRef};

/// The address of a record.
pub(crate) fn of_record(key: &RecordKey) -> String {
    format!("/api/v1/records/{}/{}/{}", key.kind, encode(&key.source), encode(&key.local_id))
}

/// A path segment: everything but unreserved characters is escaped.
pub(crate) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// A place in a list, for the client to hand back as it is.
pub(crate) fn cursor(key: &RecordKey) -> String {
    hex(key.qualified().as_bytes())
}

/// The place that a cursor names.
pub(crate) fn after(cursor: &str) -> Option<RecordKey> {
    let digits = cursor.as_bytes();
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let bytes: Option<Vec<u8>> = digits
        .chunks(2)
        .map(|pair| match *pair {
            [high, low] => u8::try_from(digit(high)? * 16 + digit(low)?).ok(),
            _ => None,
        })
        .collect();
    let reference: RecordRef = String::from_utf8(bytes?).ok()?.parse().ok()?;
    RecordKey::new(reference.kind?, reference.source, reference.local_id).ok()
}

/// Hexadecimal digits of bytes.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use vinculo_record::Kind;

    use super::*;

    #[test]
    fn cursor_parses_back() {
        let key = RecordKey::new(Kind::Remains, "FGE", "SEMEFO/2021/ñ 7").unwrap();
        assert_eq!(after(&cursor(&key)), Some(key));
    }

    #[test]
    fn a_foreign_cursor_is_none() {
        for cursor in ["", "a", "zz", "00ff", "ñ", "6e6f"] {
            assert_eq!(after(cursor), None, "{cursor}");
        }
    }

    #[test]
    fn ids_are_escaped_as_one_segment() {
        let key = RecordKey::new(Kind::Notice, "A", "x/y?#%").unwrap();
        assert_eq!(of_record(&key), "/api/v1/records/notice/A/x%2Fy%3F%23%25");
    }
}
