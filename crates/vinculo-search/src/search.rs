//! Answering a query: find, filter, rank, count, and fetch one page.

use std::collections::BTreeSet;

use tantivy::index::SegmentReader;
use tantivy::query::Query as _;
use tantivy::query::{EnableScoring, Scorer};
use tantivy::schema::{Field, Value};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{DocAddress, DocId, Searcher, TantivyDocument, TantivyError};

use crate::evidence::{Place, SegmentEvidence, gather};
use crate::expand::{Expansion, expand};
use crate::facets::SegmentTally;
use crate::parse::{ParsedText, QueryToken, parse};
use crate::rank::{Matching, Ranker, Way};
use crate::schema::{EVENT_TO, Fields, read_key};
use crate::tokens::name_tokens;
use crate::top::Matches;
use crate::{Hit, How, Match, MatchedField, Page, Query, SearchError, Snippet, filter, snippet};

/// Answers a query from one state of the index.
pub(crate) fn run(
    searcher: &Searcher,
    fields: &Fields,
    analyzer: &mut TextAnalyzer,
    query: &Query,
) -> Result<Page, SearchError> {
    query.check()?;
    let text = parse(&query.text, analyzer);
    let search = Search { searcher, fields, query };
    if text.is_blank {
        return search.list();
    }
    let expansions = expand(searcher, fields, &text.tokens)?;
    let evidence = gather(searcher, fields, &text, &expansions)?;
    let ranker = Ranker::new(&expansions, text.tokens.len(), &evidence, searcher.num_docs());
    let found = Found { text: &text, expansions: &expansions, evidence: &evidence, ranker };
    search.by_text(&found, analyzer)
}

struct Search<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    query: &'a Query,
}

/// What the text of a query has brought to light.
struct Found<'a> {
    text: &'a ParsedText,
    expansions: &'a [Expansion],
    evidence: &'a [SegmentEvidence],
    ranker: Ranker<'a>,
}

impl Search<'_> {
    /// Without a text: by the last day of the event, latest first.
    fn list(&self) -> Result<Page, SearchError> {
        let mut matches = Matches::new(self.query);
        for segment in self.searcher.segment_readers() {
            let days = segment.fast_fields().column_opt::<i64>(EVENT_TO)?;
            let mut filter = self.filter(segment)?;
            matches.begin(segment)?;
            let mut tally = SegmentTally::new(segment)?;
            for doc in segment.doc_ids_alive().filter(|doc| filter.passes(*doc)) {
                let day = days.as_ref().and_then(|days| days.first(doc));
                matches.add(doc, day.map_or(f64::NEG_INFINITY, |day| day as f64));
                tally.add(doc);
            }
            matches.end(tally)?;
        }
        let total = matches.total();
        let (addresses, facets) = matches.page()?;
        let hits = addresses.into_iter().map(|address| self.hit(address).map(|(hit, _)| hit));
        let hits = hits.collect::<Result<_, _>>()?;
        Ok(Page { total, total_all_words: total, hits, facets, truncated: false })
    }

    fn by_text(&self, found: &Found<'_>, analyzer: &mut TextAnalyzer) -> Result<Page, SearchError> {
        let mut matches = Matches::new(self.query);
        let (mut matching, mut bounds) = (Matching::default(), Vec::new());
        let mut total_all_words = 0;
        for (segment, evidence) in self.searcher.segment_readers().iter().zip(found.evidence) {
            let lengths = segment.get_fieldnorms_reader(self.fields.name)?;
            let mut filter = self.filter(segment)?;
            matches.begin(segment)?;
            let mut tally = SegmentTally::new(segment)?;
            for doc in evidence.docs().filter(|evidence| filter.passes(evidence.doc)) {
                tally.add(doc.doc);
                // Most matches share one common name: that they are not on the page is seen
                // without giving each name to its word.
                let bound = found.ranker.bound(&doc, &mut bounds);
                if !bound.all_words && matches.excludes(bound.score) {
                    matches.count();
                    continue;
                }
                let length = lengths.fieldnorm(doc.doc);
                let ranked = found.ranker.score(&doc, length, &mut matching);
                total_all_words += u64::from(ranked.all_words);
                matches.add(doc.doc, ranked.score);
            }
            matches.end(tally)?;
        }
        let total = matches.total();
        let (addresses, facets) = matches.page()?;
        let hits = addresses.into_iter().map(|address| self.explained(address, found, analyzer));
        let hits = hits.collect::<Result<_, _>>()?;
        Ok(Page { total, total_all_words, hits, facets, truncated: found.text.truncated })
    }

    fn filter(&self, segment: &SegmentReader) -> Result<Filter, SearchError> {
        let Some(query) = filter::build(self.query, self.fields) else {
            return Ok(Filter(None));
        };
        let scoring = EnableScoring::disabled_from_searcher(self.searcher);
        Ok(Filter(Some(query.weight(scoring)?.scorer(segment, 1.0)?)))
    }

    /// A hit without its reasons, and the stored record.
    fn hit(&self, address: DocAddress) -> Result<(Hit, TantivyDocument), SearchError> {
        let stored: TantivyDocument = self.searcher.doc(address)?;
        let key = texts(&stored, self.fields.key).first().and_then(|term| read_key(term));
        let version = stored.get_first(self.fields.version).and_then(|value| value.as_u64());
        let (Some(key), Some(version)) = (key, version.and_then(|v| u32::try_from(v).ok())) else {
            return Err(TantivyError::InternalError("a record without its key".into()).into());
        };
        Ok((Hit { key, version, score: 0.0, matched: Vec::new(), snippet: None }, stored))
    }

    /// A hit with its score and reasons.
    fn explained(
        &self,
        address: DocAddress,
        found: &Found<'_>,
        analyzer: &mut TextAnalyzer,
    ) -> Result<Hit, SearchError> {
        let (mut hit, stored) = self.hit(address)?;
        let segment = self.searcher.segment_reader(address.segment_ord);
        let lengths = segment.get_fieldnorms_reader(self.fields.name)?;
        let doc = found.evidence[address.segment_ord as usize].of(address.doc_id);
        let mut matching = Matching::default();
        let length = lengths.fieldnorm(address.doc_id);
        hit.score = found.ranker.score(&doc, length, &mut matching).score;
        let ways = found.text.tokens.iter().zip(&matching.ways);
        let reasons = ways.filter_map(|(token, way)| way.map(|way| (token, way)));
        hit.matched = reasons.map(|(token, way)| self.reason(token, way, found, &stored)).collect();
        if doc.words.iter().any(|posting| matches!(posting.place, Place::Narrative(_))) {
            hit.snippet = self.snippet(found, &stored, analyzer);
        }
        Ok(hit)
    }

    fn reason(
        &self,
        token: &QueryToken,
        way: Way,
        found: &Found<'_>,
        stored: &TantivyDocument,
    ) -> Match {
        let as_typed = token.name.surface.clone();
        let (field, how, found) = match way {
            Way::Name(expansion, how) => {
                let surface = found.expansions[expansion as usize].surface();
                (self.name_field(surface, stored), how, surface.to_owned())
            }
            Way::Word(Place::Document) => (MatchedField::Document, How::Exact, as_typed),
            Way::Word(Place::LocalId) => (MatchedField::LocalId, How::Exact, as_typed),
            Way::Word(Place::Narrative(_)) => (MatchedField::Narrative, How::Stem, as_typed),
        };
        Match { word: token.word.clone(), found, field, how }
    }

    /// In which column of names a word stands.
    fn name_field(&self, surface: &str, stored: &TantivyDocument) -> MatchedField {
        let stands_in = |field| {
            let texts = texts(stored, field);
            texts.iter().flat_map(|text| name_tokens(text)).any(|token| token.surface == surface)
        };
        if stands_in(self.fields.surname) {
            MatchedField::Surname
        } else if stands_in(self.fields.given) {
            MatchedField::GivenName
        } else {
            MatchedField::Name
        }
    }

    fn snippet(
        &self,
        found: &Found<'_>,
        stored: &TantivyDocument,
        analyzer: &mut TextAnalyzer,
    ) -> Option<Snippet> {
        let stems: BTreeSet<&str> =
            found.text.tokens.iter().filter_map(|token| token.stem.as_deref()).collect();
        snippet::make(&texts(stored, self.fields.narrative), &stems, analyzer)
    }
}

fn texts(stored: &TantivyDocument, field: Field) -> Vec<&str> {
    stored.get_all(field).filter_map(|value| value.as_str()).collect()
}

/// The records of a segment that fulfil the filters; asked in ascending order.
struct Filter(Option<Box<dyn Scorer>>);

impl Filter {
    fn passes(&mut self, doc: DocId) -> bool {
        let Some(docs) = &mut self.0 else { return true };
        let at = docs.doc();
        let at = if at < doc { docs.seek(doc) } else { at };
        at == doc
    }
}
