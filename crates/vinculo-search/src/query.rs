//! What is asked of the index.

use std::cmp::Ordering;
use std::fmt;

use jiff::civil::Date;
use vinculo_record::Kind;

use crate::SearchError;
use crate::weights::DEFAULT_LIMIT;

/// A search: a text, filters, a page. Everything left out matches everything.
///
/// With a text, hits come best first; without one, by the last day of the event,
/// latest first, undated records last. Ties are ordered by key.
#[derive(Clone, PartialEq)]
pub struct Query {
    /// What was typed: names in any order, words of the narrative, numbers, ids.
    pub text: String,
    /// Only this kind.
    pub kind: Option<Kind>,
    /// Only events in this country, ISO 3166-1 alpha-2 in any case.
    pub country: Option<String>,
    /// Only people whose age interval at the event overlaps this one, in years, both
    /// ends included. Records without an age do not match.
    pub age: Option<(f64, f64)>,
    /// Only records marked as minors.
    pub minors: bool,
    /// Only this code of sex.
    pub sex: Option<String>,
    /// Only events that may lie on or after this day. Undated records do not match.
    pub from: Option<Date>,
    /// Only events that may lie on or before this day. Undated records do not match.
    pub to: Option<Date>,
    /// Only this organisation.
    pub source: Option<String>,
    /// Only records of at least one of these parts; `None` is all records. It bounds what
    /// somebody may see, so totals and facets count nothing beyond it.
    pub scope: Option<Vec<Part>>,
    /// Most hits on the page, at most [`MAX_LIMIT`](crate::weights::MAX_LIMIT); 0
    /// counts and makes facets only.
    pub limit: usize,
    /// Hits to pass over.
    pub offset: usize,
}

/// A part of the index: the records that fulfil all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Of this kind.
    pub kind: Kind,
    /// Of this organisation.
    pub source: Option<String>,
    /// Of this nationality, ISO 3166-1 alpha-2.
    pub nationality: Option<String>,
    /// Not marked as minors.
    pub adults: bool,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            text: String::new(),
            kind: None,
            country: None,
            age: None,
            minors: false,
            sex: None,
            from: None,
            to: None,
            source: None,
            scope: None,
            limit: DEFAULT_LIMIT,
            offset: 0,
        }
    }
}

impl Query {
    /// A search for a text, without filters.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Refuses filters whose lower end is above the upper one.
    pub(crate) fn check(&self) -> Result<(), SearchError> {
        // A NaN has no order and is refused too.
        if self.age.is_some_and(|(min, max)| min.partial_cmp(&max).is_none_or(Ordering::is_gt)) {
            return Err(SearchError::Filter { filter: "age" });
        }
        match (self.from, self.to) {
            (Some(from), Some(to)) if from > to => Err(SearchError::Filter { filter: "from/to" }),
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Query {
    /// Without the text: it is somebody's name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Query")
            .field("text_chars", &self.text.chars().count())
            .field("kind", &self.kind)
            .field("country", &self.country)
            .field("minors", &self.minors)
            .field("source", &self.source)
            .field("limit", &self.limit)
            .field("offset", &self.offset)
            .finish_non_exhaustive()
    }
}
