//! The filters of a query, as a query of the index.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{BooleanQuery, EmptyQuery, Occur, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use crate::schema::{Fields, country_code, days, facet};
use crate::{Part, Query};

/// What every match must fulfil; `None` if there is no filter.
pub(crate) fn build(query: &Query, fields: &Fields) -> Option<BooleanQuery> {
    let mut all: Vec<Box<dyn tantivy::query::Query>> = Vec::new();
    let by_facet = |path: &[&str]| term(Term::from_facet(fields.facet, &facet(path)));
    if let Some(kind) = query.kind {
        all.push(by_facet(&["kind", kind.as_str()]));
    }
    if let Some(country) = &query.country {
        all.push(by_facet(&["country", &country_code(country)]));
    }
    if let Some(sex) = &query.sex {
        all.push(by_facet(&["sex", &sex.trim().to_lowercase()]));
    }
    if let Some(source) = &query.source {
        all.push(by_facet(&["source", source]));
    }
    if query.minors {
        all.push(term(Term::from_field_bool(fields.minor, true)));
    }
    if let Some((min, max)) = query.age {
        let tenths = |years: f64| (years * 10.0) as i64; // saturates
        all.push(at_most(fields.age_min, tenths(max)));
        all.push(at_least(fields.age_max, tenths(min)));
    }
    // The uncertain interval of the event overlaps the one asked for. A record with a
    // date has both ends, so one bound alone keeps undated records out as well.
    if let Some(from) = query.from {
        all.push(at_least(fields.event_to, days(from)));
    }
    if let Some(to) = query.to {
        all.push(at_most(fields.event_from, days(to)));
    }
    if let Some(parts) = &query.scope {
        all.push(any_of(parts, fields));
    }
    let must = all.into_iter().map(|query| (Occur::Must, query)).collect::<Vec<_>>();
    (!must.is_empty()).then(|| BooleanQuery::new(must))
}

/// The records of at least one part; of no part, none.
fn any_of(parts: &[Part], fields: &Fields) -> Box<dyn tantivy::query::Query> {
    let by_facet = |path: &[&str]| term(Term::from_facet(fields.facet, &facet(path)));
    let part = |part: &Part| {
        let mut all = vec![by_facet(&["kind", part.kind.as_str()])];
        all.extend(part.source.iter().map(|source| by_facet(&["source", source])));
        let of_country = |code: &String| by_facet(&["nationality", &country_code(code)]);
        all.extend(part.nationality.iter().map(of_country));
        if part.adults {
            all.push(term(Term::from_field_bool(fields.minor, false)));
        }
        let must = all.into_iter().map(|query| (Occur::Must, query)).collect::<Vec<_>>();
        let part: Box<dyn tantivy::query::Query> = Box::new(BooleanQuery::new(must));
        (Occur::Should, part)
    };
    if parts.is_empty() {
        return Box::new(EmptyQuery);
    }
    Box::new(BooleanQuery::new(parts.iter().map(part).collect()))
}

fn term(term: Term) -> Box<dyn tantivy::query::Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn at_most(field: Field, value: i64) -> Box<dyn tantivy::query::Query> {
    let bound = Bound::Included(Term::from_field_i64(field, value));
    Box::new(RangeQuery::new(Bound::Unbounded, bound))
}

fn at_least(field: Field, value: i64) -> Box<dyn tantivy::query::Query> {
    let bound = Bound::Included(Term::from_field_i64(field, value));
    Box::new(RangeQuery::new(bound, Bound::Unbounded))
}
