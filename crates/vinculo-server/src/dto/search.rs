//! Searching by text and filters.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vinculo_engine::SearchPage;
use vinculo_record::vocab::{Country, Sex};
use vinculo_record::{Kind, Lang, MAX_AGE_YEARS};
use vinculo_search::{Hit, Query};

use super::record::RecordSummaryDto;
use crate::limits::{MAX_OFFSET, MAX_PAGE};
use crate::problem::{Problem, Words};

/// What is searched. Everything left out matches everything.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
pub(crate) struct SearchRequest {
    /// Names in any order, words of the description, numbers, ids.
    text: String,
    /// Only `notice`, `remains` or `shelter`.
    kind: Option<String>,
    /// Only events in this country, ISO 3166-1 alpha-2.
    country: Option<String>,
    /// Only people who may have been at least this old at the event, in years.
    age_min: Option<f64>,
    /// Only people who may have been at most this old at the event, in years.
    age_max: Option<f64>,
    /// Only those who count as children, at the event or today.
    minors: bool,
    /// Only of this sex: `male`, `female` or another code or word of the vocabulary.
    sex: Option<String>,
    /// Only events that may lie on or after this day, `YYYY-MM-DD`.
    from: Option<String>,
    /// Only events that may lie on or before this day, `YYYY-MM-DD`.
    to: Option<String>,
    /// Only of this organisation.
    source: Option<String>,
    /// Most hits on the page, 0 to 200; 20 if absent.
    limit: Option<usize>,
    /// Hits to pass over, at most 10 000.
    offset: usize,
}

impl SearchRequest {
    /// The query, if every filter is understood.
    pub(crate) fn query(self) -> Result<Query, Problem> {
        let unlimited = Query::default();
        let age = match (self.age_min, self.age_max) {
            (None, None) => None,
            (min, max) => Some((min.unwrap_or(0.0), max.unwrap_or(MAX_AGE_YEARS))),
        };
        Ok(Query {
            text: self.text,
            kind: read(self.kind, "/kind", "notice, remains, shelter", |k| k.parse::<Kind>().ok())?,
            country: read(self.country, "/country", "ISO 3166-1 alpha-2", country)?,
            age,
            minors: self.minors,
            sex: read(self.sex, "/sex", "male, female", |s| {
                Some(Sex::parse(s)?.code().to_owned())
            })?,
            from: read(self.from, "/from", "YYYY-MM-DD", |day| day.parse::<Date>().ok())?,
            to: read(self.to, "/to", "YYYY-MM-DD", |day| day.parse::<Date>().ok())?,
            source: self.source,
            scope: None,
            limit: at_most(self.limit.unwrap_or(unlimited.limit), "/limit", MAX_PAGE)?,
            offset: at_most(self.offset, "/offset", MAX_OFFSET)?,
        })
    }
}

fn country(text: &str) -> Option<String> {
    Some(Country::parse(text)?.code().to_owned())
}

/// Reads a filter, or says what it must be.
fn read<T>(
    text: Option<String>,
    pointer: &str,
    expected: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Problem> {
    let Some(text) = text else { return Ok(None) };
    let rule = Words::new(format!("se espera: {expected}"), format!("expected: {expected}"));
    parse(text.trim()).map(Some).ok_or_else(|| Problem::invalid(pointer, "form", rule))
}

fn at_most(number: usize, pointer: &str, most: usize) -> Result<usize, Problem> {
    let rule = Words::new(format!("a lo sumo {most}"), format!("at most {most}"));
    if number <= most { Ok(number) } else { Err(Problem::invalid(pointer, "range", rule)) }
}

/// A page of results.
#[derive(Serialize, ToSchema)]
pub(crate) struct SearchDto {
    /// Records that match, on all pages.
    total: u64,
    /// Those that match every word; they come first.
    total_all_words: u64,
    /// The hits of this page, best first.
    hits: Vec<HitDto>,
    /// Counts over all matches: by `kind`, `country`, `admin1`, `sex`, `source`,
    /// `status` and `nationality`.
    facets: BTreeMap<String, Vec<FacetDto>>,
    /// Whether the text was too long and its end was not looked at.
    truncated: bool,
    /// Changes that the index has not taken over yet.
    behind: u64,
}

/// A record that was found.
#[derive(Serialize, ToSchema)]
pub(crate) struct HitDto {
    /// The record.
    record: RecordSummaryDto,
    /// How well the text is matched: comparable within one answer only, and never
    /// how probable it is that two records are one person.
    score: f64,
    /// Why it was found.
    matched: Vec<MatchedWordDto>,
    /// The piece of the description with the words found in it; empty if none.
    snippet: Vec<PieceDto>,
}

/// A word of the text and what it was matched with.
#[derive(Serialize, ToSchema)]
pub(crate) struct MatchedWordDto {
    /// The word, as it was typed.
    word: String,
    /// What the record has.
    found: String,
    /// Where: `given_name`, `surname`, `name`, `document`, `local_id`, `narrative`.
    field: String,
    /// Where, in words.
    field_label: String,
    /// How closely: `exact`, `folded`, `phonetic`, `respelt`, `one_edit`,
    /// `two_edits`, `prefix`, `stem`.
    how: String,
    /// How closely, in words.
    how_label: String,
}

/// A piece of text.
#[derive(Serialize, ToSchema)]
pub(crate) struct PieceDto {
    /// The text.
    text: String,
    /// Whether it is a word that was found.
    highlighted: bool,
}

/// A value with the number of records that have it.
#[derive(Serialize, ToSchema)]
pub(crate) struct FacetDto {
    /// The value.
    value: String,
    /// How many matches have it.
    count: u64,
}

impl SearchDto {
    pub(crate) fn new(page: SearchPage, lang: Lang) -> Self {
        let facets = page.facets.into_iter().map(|(field, values)| {
            let facet = |(value, count)| FacetDto { value, count };
            (field, values.into_iter().map(facet).collect())
        });
        Self {
            total: page.total,
            total_all_words: page.total_all_words,
            hits: page
                .hits
                .iter()
                .map(|(hit, found)| HitDto::new(hit, RecordSummaryDto::new(found, lang), lang))
                .collect(),
            facets: facets.collect(),
            truncated: page.truncated,
            behind: page.behind,
        }
    }
}

impl HitDto {
    fn new(hit: &Hit, record: RecordSummaryDto, lang: Lang) -> Self {
        let matched = hit.matched.iter().map(|found| MatchedWordDto {
            word: found.word.clone(),
            found: found.found.clone(),
            field: found.field.as_str().to_owned(),
            field_label: found.field.label(lang).to_owned(),
            how: found.how.as_str().to_owned(),
            how_label: found.how.label(lang).to_owned(),
        });
        let pieces = hit.snippet.iter().flat_map(vinculo_search::Snippet::pieces);
        Self {
            record,
            score: hit.score,
            matched: matched.collect(),
            snippet: pieces
                .map(|(text, highlighted)| PieceDto { text: text.to_owned(), highlighted })
                .collect(),
        }
    }
}
