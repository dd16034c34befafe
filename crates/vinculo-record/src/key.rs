//! The identity of a record: kind, organisation and the organisation's own id.

use std::fmt;
use std::str::FromStr;

use crate::Kind;

/// Longest organisation code, in bytes: codes are short words.
pub const MAX_SOURCE_BYTES: usize = 64;
/// Longest local id, in bytes: longer cells are not ids.
pub const MAX_LOCAL_ID_BYTES: usize = 200;

/// Why a text is not the key of a record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The organisation code is empty, too long or has other characters.
    #[error("source must be 1 to 64 of: letters, digits, '.', '_', '-'")]
    Source,
    /// The local id is empty, too long or has control characters.
    #[error("local_id must be 1 to 200 bytes without control characters or outer blanks")]
    LocalId,
    /// There is no `/` between organisation and id.
    #[error(
        "a record is named SOURCE/LOCAL_ID, with 'notice:', 'remains:' or 'shelter:' in front where it is ambiguous"
    )]
    Form,
    /// The word before `:` is no kind.
    #[error("the kind before ':' must be notice, remains or shelter")]
    Kind,
}

/// The key of a record: `kind`, `source` and `local_id` together are unique.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordKey {
    /// The kind of record.
    pub kind: Kind,
    /// The organisation's code.
    pub source: String,
    /// The organisation's own id of the record.
    pub local_id: String,
}

impl RecordKey {
    /// A checked key.
    ///
    /// # Errors
    /// When the source or the local id breaks its rule.
    pub fn new(
        kind: Kind,
        source: impl Into<String>,
        local_id: impl Into<String>,
    ) -> Result<Self, KeyError> {
        let (source, local_id) = (source.into(), local_id.into());
        check(&source, &local_id)?;
        Ok(Self { kind, source, local_id })
    }

    /// `kind:SOURCE/LOCAL_ID`, unambiguous among all records.
    pub fn qualified(&self) -> String {
        format!("{}:{}/{}", self.kind, self.source, self.local_id)
    }
}

impl fmt::Display for RecordKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.source, self.local_id)
    }
}

/// How a user names a record: the kind may be left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordRef {
    /// The kind, if it was given.
    pub kind: Option<Kind>,
    /// The organisation's code.
    pub source: String,
    /// The organisation's own id.
    pub local_id: String,
}

impl From<RecordKey> for RecordRef {
    fn from(key: RecordKey) -> Self {
        let RecordKey { kind, source, local_id } = key;
        Self { kind: Some(kind), source, local_id }
    }
}

impl FromStr for RecordRef {
    type Err = KeyError;

    /// Reads `SOURCE/LOCAL_ID` or `kind:SOURCE/LOCAL_ID`, split at the first `/`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (head, local_id) = text.split_once('/').ok_or(KeyError::Form)?;
        let (kind, source) = match head.split_once(':') {
            Some((kind, source)) => (Some(kind.parse().map_err(|_| KeyError::Kind)?), source),
            None => (None, head),
        };
        check(source, local_id)?;
        Ok(Self { kind, source: source.to_owned(), local_id: local_id.to_owned() })
    }
}

impl fmt::Display for RecordRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(kind) = self.kind {
            write!(f, "{kind}:")?;
        }
        write!(f, "{}/{}", self.source, self.local_id)
    }
}

fn check(source: &str, local_id: &str) -> Result<(), KeyError> {
    let source_ok = (1..=MAX_SOURCE_BYTES).contains(&source.len())
        && source.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-'));
    if !source_ok {
        return Err(KeyError::Source);
    }
    let id_ok = (1..=MAX_LOCAL_ID_BYTES).contains(&local_id.len())
        && local_id.trim() == local_id
        && !local_id.chars().any(char::is_control);
    if id_ok { Ok(()) } else { Err(KeyError::LocalId) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_is_split_at_the_first_slash() {
        let r: RecordRef = "FGE-VER/SEMEFO/2021/7".parse().unwrap();
        assert_eq!((r.source.as_str(), r.local_id.as_str()), ("FGE-VER", "SEMEFO/2021/7"));
        let r: RecordRef = "remains:A/1".parse().unwrap();
        assert_eq!(r.kind, Some(Kind::Remains));
        assert_eq!(r.to_string(), "remains:A/1");
    }

    #[test]
    fn broken_keys_are_refused() {
        for text in ["", "A", "/1", "A/", "A B/1", "body:A/1", "A/ 1", "A/\u{7}"] {
            assert!(text.parse::<RecordRef>().is_err(), "{text:?}");
        }
    }
}
