//! The schema of the index and how a document is written into it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Facet, FacetOptions, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema,
    TextFieldIndexing, TextOptions,
};
use unicode_normalization::UnicodeNormalization;
use vinculo_record::{Kind, RecordKey};

use crate::SearchDocument;
use crate::analysis;
use crate::tokens::{NameToken, fold, name_tokens};
use crate::weights::{
    MAX_CODE_CHARS, MAX_NAME_BYTES, MAX_NAME_TOKENS, MAX_NARRATIVE_BYTES, MIN_DOCUMENT_CHARS,
};

/// Names of the fast fields, which are opened by name.
pub(crate) const KEY: &str = "key";
pub(crate) const VERSION: &str = "version";
pub(crate) const FACET: &str = "facet";
pub(crate) const EVENT_TO: &str = "event_to";

/// Separates the parts of a key: a key sorts then like its record key.
const KEY_SEPARATOR: char = '\u{1}';

/// The fields of the index.
#[derive(Clone, Copy)]
pub(crate) struct Fields {
    /// Identity and order of a record.
    pub key: Field,
    pub version: Field,
    /// Terms of all names (multiset).
    pub name: Field,
    /// Phonetic keys of the same.
    pub phonetic: Field,
    /// Stored only, to tell what was matched.
    pub given: Field,
    pub surname: Field,
    /// Stemmed text, stored for snippets.
    pub narrative: Field,
    pub document: Field,
    pub local_id: Field,
    pub facet: Field,
    pub minor: Field,
    /// Tenths of years.
    pub age_min: Field,
    pub age_max: Field,
    /// Days since 1970-01-01.
    pub event_from: Field,
    pub event_to: Field,
}

/// The schema and its fields.
pub(crate) fn build() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let text = |tokenizer: &str, option, fieldnorms| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(option)
            .set_fieldnorms(fieldnorms);
        TextOptions::default().set_indexing_options(indexing)
    };
    let freqs = IndexRecordOption::WithFreqs;
    let basic = IndexRecordOption::Basic;
    let fields = Fields {
        key: builder.add_text_field(KEY, STRING | FAST | STORED),
        version: builder.add_u64_field(VERSION, FAST | STORED),
        name: builder.add_text_field("name", text(analysis::NAME, freqs, true)),
        phonetic: builder.add_text_field("phonetic", text(analysis::PHONETIC, basic, false)),
        given: builder.add_text_field("given", STORED),
        surname: builder.add_text_field("surname", STORED),
        narrative: builder
            .add_text_field("narrative", text(analysis::TEXT, freqs, true).set_stored()),
        document: builder.add_text_field("document", STRING),
        local_id: builder.add_text_field("local_id", STRING),
        facet: builder.add_facet_field(FACET, FacetOptions::default()),
        minor: builder.add_bool_field("minor", INDEXED),
        age_min: builder.add_i64_field("age_min", FAST),
        age_max: builder.add_i64_field("age_max", FAST),
        event_from: builder.add_i64_field("event_from", FAST),
        event_to: builder.add_i64_field(EVENT_TO, FAST),
    };
    (builder.build(), fields)
}

impl Fields {
    /// Writes a document.
    pub fn write(&self, document: &SearchDocument) -> TantivyDocument {
        let mut out = TantivyDocument::default();
        out.add_text(self.key, key_term(&document.key));
        out.add_u64(self.version, u64::from(document.version));
        let names = name_text(document);
        out.add_text(self.name, &names);
        out.add_text(self.phonetic, &names);
        for (field, values) in
            [(self.given, &document.given_names), (self.surname, &document.surnames)]
        {
            clip(values.iter().map(String::as_str), MAX_NAME_BYTES)
                .for_each(|value| out.add_text(field, value));
        }
        for text in narrative_texts(document) {
            out.add_text(self.narrative, text);
        }
        for number in document.documents.iter().flat_map(|text| document_numbers(text)) {
            out.add_text(self.document, number);
        }
        out.add_text(self.local_id, local_id_term(&document.key));
        for facet in facets(document) {
            out.add_facet(self.facet, facet);
        }
        out.add_bool(self.minor, document.minor);
        self.write_intervals(document, &mut out);
        out
    }

    fn write_intervals(&self, document: &SearchDocument, out: &mut TantivyDocument) {
        let tenths = |years: f64, round: fn(f64) -> f64| round(years * 10.0) as i64;
        let known = |age: Option<f64>| age.filter(|a| a.is_finite());
        let (min, max) = (known(document.age_min), known(document.age_max));
        if min.is_some() || max.is_some() {
            out.add_i64(self.age_min, min.map_or(i64::MIN, |a| tenths(a, f64::floor)));
            out.add_i64(self.age_max, max.map_or(i64::MAX, |a| tenths(a, f64::ceil)));
        }
        let (from, to) = (document.event_from, document.event_to);
        if from.is_some() || to.is_some() {
            out.add_i64(self.event_from, from.map_or(i64::MIN, days));
            out.add_i64(self.event_to, to.map_or(i64::MAX, days));
        }
    }
}

/// The term of a record's key.
pub(crate) fn key_term(key: &RecordKey) -> String {
    format!("{}{KEY_SEPARATOR}{}{KEY_SEPARATOR}{}", key.kind, key.source, key.local_id)
}

/// The key behind a term; `None` if it is none.
pub(crate) fn read_key(term: &str) -> Option<RecordKey> {
    let mut parts = term.splitn(3, KEY_SEPARATOR);
    let kind: Kind = parts.next()?.parse().ok()?;
    RecordKey::new(kind, parts.next()?, parts.next()?).ok()
}

/// Days since 1970-01-01.
pub(crate) fn days(date: Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    i64::from((date - epoch).get_days())
}

/// A code as it stands in a facet.
pub(crate) fn country_code(text: &str) -> String {
    text.trim().to_uppercase()
}

/// A document number as it is compared: letters and digits in upper case. `None` if
/// it is too short to say anything.
pub(crate) fn document_number(text: &str) -> Option<String> {
    let number: String = text.chars().take(MAX_CODE_CHARS * 2).collect();
    let number = fold(&number).to_uppercase();
    (MIN_DOCUMENT_CHARS..=MAX_CODE_CHARS).contains(&number.len()).then_some(number)
}

/// A local id as it is compared: composed, lower case, single blanks.
fn local_id(text: &str) -> String {
    let text: String = text.nfc().flat_map(char::to_lowercase).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The number with and without its type: `DPI:1234`, `1234`.
fn document_numbers(text: &str) -> Vec<String> {
    let bare = text.split_once(':').map(|(_, number)| number);
    let mut numbers: Vec<String> =
        [Some(text), bare].into_iter().flatten().filter_map(document_number).collect();
    numbers.dedup();
    numbers
}

/// The term of a record's id, from its most to its least specific part, so that one
/// term serves all ways to write it.
fn local_id_term(key: &RecordKey) -> String {
    let (id, source) = (local_id(&key.local_id), local_id(&key.source));
    format!("{id}{KEY_SEPARATOR}{source}{KEY_SEPARATOR}{}", key.kind)
}

/// What the terms of the records begin with that a text may name: as the id alone, as
/// `SOURCE/LOCAL_ID` or as `kind:SOURCE/LOCAL_ID`.
pub(crate) fn local_id_prefixes(text: &str) -> Vec<String> {
    let text = local_id(text);
    let mut prefixes = vec![format!("{text}{KEY_SEPARATOR}")];
    if let Some((head, id)) = text.split_once('/') {
        let (kind, source) = match head.split_once(':') {
            Some((kind, source)) => (kind, source),
            None => ("", head),
        };
        prefixes.push(format!("{id}{KEY_SEPARATOR}{source}{KEY_SEPARATOR}{kind}"));
    }
    prefixes
}

/// All name words of a person, each as often as the fullest of the names has it: a
/// given name that is told in two columns is still one name.
fn name_text(document: &SearchDocument) -> String {
    let parts: Vec<&str> =
        document.given_names.iter().chain(&document.surnames).map(String::as_str).collect();
    let mut most: BTreeMap<String, usize> = BTreeMap::new();
    let parts = parts.join(" ");
    let names = document.names.iter().map(String::as_str).chain([parts.as_str()]);
    for name in clip(names, MAX_NAME_BYTES) {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for NameToken { surface, .. } in name_tokens(name) {
            *counts.entry(surface).or_default() += 1;
        }
        for (surface, count) in counts {
            let entry = most.entry(surface).or_default();
            *entry = (*entry).max(count);
        }
    }
    let words = most.iter().flat_map(|(surface, count)| std::iter::repeat_n(surface, *count));
    words.take(MAX_NAME_TOKENS).map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// The narrative and the place, composed and cut at the limit.
fn narrative_texts(document: &SearchDocument) -> Vec<String> {
    let place = [document.place.as_deref(), document.admin1.as_deref()];
    let place = place.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let texts = document.narrative.iter().map(String::as_str).chain([place.as_str()]);
    clip(texts.map(str::trim), MAX_NARRATIVE_BYTES).map(|text| text.nfc().collect()).collect()
}

/// The texts that are not empty, until so many bytes are used up.
fn clip<'a>(
    texts: impl Iterator<Item = &'a str>,
    mut left: usize,
) -> impl Iterator<Item = &'a str> {
    texts
        .map(move |text| {
            let text = &text[..text.floor_char_boundary(left)];
            left -= text.len();
            text
        })
        .filter(|text| !text.is_empty())
}

/// Facets of a document, each `/field/value`; `admin1` stands under its country.
fn facets(document: &SearchDocument) -> Vec<Facet> {
    let country = document.country.as_deref().map(country_code);
    let mut facets =
        vec![facet(&["kind", document.key.kind.as_str()]), facet(&["source", &document.source])];
    if let Some(country) = &country {
        facets.push(facet(&["country", country]));
    }
    if let Some(admin1) = document.admin1.as_deref().map(str::trim) {
        facets.push(match &country {
            Some(country) => facet(&["admin1", country, admin1]),
            None => facet(&["admin1", admin1]),
        });
    }
    for (field, value) in [("sex", &document.sex), ("status", &document.status)] {
        facets.extend(value.as_deref().map(|value| facet(&[field, &value.trim().to_lowercase()])));
    }
    for nationality in &document.nationalities {
        facets.push(facet(&["nationality", &country_code(nationality)]));
    }
    facets.retain(|facet| facet.to_path().iter().all(|part| !part.is_empty()));
    facets.sort();
    facets.dedup();
    facets
}

/// A facet by its path.
pub(crate) fn facet(path: &[&str]) -> Facet {
    // A facet's parts are separated by NUL in the index.
    let clean = |part: &&str| part.replace('\0', " ").chars().take(MAX_CODE_CHARS).collect();
    Facet::from_path(path.iter().map(clean).collect::<Vec<String>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_its_term_and_sorts_alike() {
        let keys: Vec<RecordKey> =
            [("A", "9"), ("A-B", "1"), ("A.C", "10"), ("AB", "1/2"), ("ab", "1")]
                .iter()
                .flat_map(|(s, l)| Kind::ALL.map(|k| RecordKey::new(k, *s, *l).unwrap()))
                .collect();
        let mut by_key = keys.clone();
        by_key.sort();
        let mut by_term = keys;
        by_term.sort_by_key(key_term);
        assert_eq!(by_key, by_term);
        for key in by_key {
            assert_eq!(read_key(&key_term(&key)), Some(key));
        }
        assert_eq!(read_key("nonsense"), None);
    }

    #[test]
    fn a_name_told_twice_is_one_name() {
        let mut document =
            SearchDocument::new(RecordKey::new(Kind::Notice, "ORG", "1").unwrap(), 1);
        document.names = vec!["Pascual Pascual Juan".to_owned(), "Pascual".to_owned()];
        document.given_names = vec!["Pascual".to_owned()];
        document.surnames = vec!["Pascual".to_owned(), "Juan".to_owned()];
        assert_eq!(name_text(&document), "juan pascual pascual");
    }

    #[test]
    fn document_numbers_are_compared_without_signs_and_type() {
        assert_eq!(document_numbers("DPI:1234-56"), ["DPI123456", "123456"]);
        assert_eq!(document_numbers("1234 56"), ["123456"]);
        assert_eq!(document_numbers("X:12"), Vec::<String>::new());
    }

    #[test]
    fn a_huge_narrative_is_cut_at_a_character() {
        let mut document =
            SearchDocument::new(RecordKey::new(Kind::Notice, "ORG", "1").unwrap(), 1);
        document.narrative = vec!["ñ".repeat(MAX_NARRATIVE_BYTES), "más".to_owned()];
        let texts = narrative_texts(&document);
        assert!(texts.iter().map(String::len).sum::<usize>() <= MAX_NARRATIVE_BYTES);
        assert_eq!(texts.len(), 1);
    }
}
