//! What the engine hands over for each record.

use std::fmt;

use jiff::civil::Date;
use vinculo_record::RecordKey;

/// One record as the search sees it: plain values, already read from the record.
///
/// Holds personal data: it does not print or serialise its values.
#[derive(Clone, PartialEq)]
pub struct SearchDocument {
    /// The record.
    pub key: RecordKey,
    /// Its version.
    pub version: u32,
    /// Full names and aliases, each as one text.
    pub names: Vec<String>,
    /// Given names, in any grouping.
    pub given_names: Vec<String>,
    /// Surnames, in any grouping.
    pub surnames: Vec<String>,
    /// Document numbers, `TYPE:NUMBER` or the number alone.
    pub documents: Vec<String>,
    /// Circumstances, marks, clothing, effects, medical: each as one readable text.
    pub narrative: Vec<String>,
    /// Country of the event, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// First-level division of the event, code or name.
    pub admin1: Option<String>,
    /// Place of the event.
    pub place: Option<String>,
    /// Nationalities, ISO 3166-1 alpha-2.
    pub nationalities: Vec<String>,
    /// Code of the sex.
    pub sex: Option<String>,
    /// Lowest age at the event in years; `None` beside a known maximum is an open end.
    pub age_min: Option<f64>,
    /// Highest age at the event in years; `None` beside a known minimum is an open end.
    pub age_max: Option<f64>,
    /// Whether the age interval reaches below 18 at the event or today. The caller
    /// decides what an unknown age counts as.
    pub minor: bool,
    /// First day on which the event may lie; `None` beside a last day is an open end.
    pub event_from: Option<Date>,
    /// Last day on which the event may lie; `None` beside a first day is an open end.
    pub event_to: Option<Date>,
    /// The organisation's code.
    pub source: String,
    /// Code of the status.
    pub status: Option<String>,
}

impl SearchDocument {
    /// A document with nothing but its key: fill in what the record has.
    pub fn new(key: RecordKey, version: u32) -> Self {
        let source = key.source.clone();
        Self {
            key,
            version,
            names: Vec::new(),
            given_names: Vec::new(),
            surnames: Vec::new(),
            documents: Vec::new(),
            narrative: Vec::new(),
            country: None,
            admin1: None,
            place: None,
            nationalities: Vec::new(),
            sex: None,
            age_min: None,
            age_max: None,
            minor: false,
            event_from: None,
            event_to: None,
            source,
            status: None,
        }
    }
}

impl fmt::Debug for SearchDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SearchDocument")
            .field("key", &self.key)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use vinculo_record::Kind;

    use super::*;

    #[test]
    fn debug_output_holds_no_personal_value() {
        let mut document =
            SearchDocument::new(RecordKey::new(Kind::Notice, "ORG", "1").unwrap(), 3);
        document.names.push("Fulana Zutano".to_owned());
        document.narrative.push("tatuaje secreto".to_owned());
        let text = format!("{document:?}");
        assert!(text.contains("ORG") && !text.contains("Zutano") && !text.contains("tatuaje"));
    }
}
