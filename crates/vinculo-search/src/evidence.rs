//! Where the words of a query stand: read from the postings, segment by segment.

use std::ops::Range;

use tantivy::index::{InvertedIndexReader, SegmentReader};
use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, TERMINATED, Term};

use crate::expand::Expansion;
use crate::parse::ParsedText;
use crate::schema::Fields;
use crate::weights::{BM25_B, BM25_K1, NARRATIVE_TYPICAL_WORDS};

/// All that a segment's living records have of the query.
#[derive(Default)]
pub(crate) struct SegmentEvidence {
    /// Sorted by record, then expansion.
    names: Vec<NamePosting>,
    /// Sorted by record, then word.
    words: Vec<WordPosting>,
}

/// A record bears a name that some words stand for.
#[derive(Clone, Copy)]
pub(crate) struct NamePosting {
    doc: DocId,
    /// Place in the list of expansions.
    pub expansion: u32,
    /// How often the name is borne.
    pub times: u8,
}

/// A record has a word elsewhere than in its names.
#[derive(Clone, Copy)]
pub(crate) struct WordPosting {
    doc: DocId,
    /// Place of the word in the query.
    pub word: u8,
    pub place: Place,
}

/// Where else a word was found.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Place {
    LocalId,
    Document,
    /// With its BM25 part, above 0 and below 1.
    Narrative(f32),
}

/// What one record has of the query.
pub(crate) struct DocEvidence<'a> {
    pub doc: DocId,
    pub names: &'a [NamePosting],
    pub words: &'a [WordPosting],
}

/// Reads the evidence of every segment, in the searcher's order.
pub(crate) fn gather(
    searcher: &Searcher,
    fields: &Fields,
    text: &ParsedText,
    expansions: &[Expansion],
) -> tantivy::Result<Vec<SegmentEvidence>> {
    searcher
        .segment_readers()
        .iter()
        .map(|segment| SegmentEvidence::read(segment, fields, text, expansions))
        .collect()
}

impl SegmentEvidence {
    fn read(
        segment: &SegmentReader,
        fields: &Fields,
        text: &ParsedText,
        expansions: &[Expansion],
    ) -> tantivy::Result<Self> {
        let mut evidence = Self::default();
        evidence.read_names(segment, fields.name, expansions)?;
        evidence.read_narrative(segment, fields.narrative, text)?;
        evidence.read_numbers(segment, fields, text)?;
        // Stable sorting merges the runs that the postings are.
        evidence.names.sort_by_key(|p| (p.doc, p.expansion));
        evidence.words.sort_by_key(|p| (p.doc, p.word));
        Ok(evidence)
    }

    fn read_names(
        &mut self,
        segment: &SegmentReader,
        field: Field,
        expansions: &[Expansion],
    ) -> tantivy::Result<()> {
        let index = segment.inverted_index(field)?;
        for (at, expansion) in expansions.iter().enumerate() {
            let term = Term::from_field_text(field, &expansion.term);
            let Some(info) = index.get_term_info(&term)? else { continue };
            each_posting(segment, &index, &info, |doc, times| {
                let times = u8::try_from(times).unwrap_or(u8::MAX);
                self.names.push(NamePosting { doc, expansion: at as u32, times });
            })?;
        }
        Ok(())
    }

    fn read_narrative(
        &mut self,
        segment: &SegmentReader,
        field: Field,
        text: &ParsedText,
    ) -> tantivy::Result<()> {
        let index = segment.inverted_index(field)?;
        let lengths = segment.get_fieldnorms_reader(field)?;
        for (word, token) in text.tokens.iter().enumerate() {
            let Some(stem) = &token.stem else { continue };
            let term = Term::from_field_text(field, stem);
            let Some(info) = index.get_term_info(&term)? else { continue };
            each_posting(segment, &index, &info, |doc, times| {
                let part = bm25_part(times, lengths.fieldnorm(doc));
                let place = Place::Narrative(part);
                self.words.push(WordPosting { doc, word: word as u8, place });
            })?;
        }
        Ok(())
    }

    fn read_numbers(
        &mut self,
        segment: &SegmentReader,
        fields: &Fields,
        text: &ParsedText,
    ) -> tantivy::Result<()> {
        let documents = segment.inverted_index(fields.document)?;
        let ids = segment.inverted_index(fields.local_id)?;
        for run in &text.runs {
            let mut push = |doc, place| {
                let posting = |word: &usize| WordPosting { doc, word: *word as u8, place };
                self.words.extend(run.tokens.iter().map(posting));
            };
            for prefix in &run.local_id {
                let mut terms = ids.terms().range().ge(prefix).into_stream()?;
                while terms.advance() && terms.key().starts_with(prefix.as_bytes()) {
                    let place = Place::LocalId;
                    each_posting(segment, &ids, terms.value(), |doc, _| push(doc, place))?;
                }
            }
            if let Some(number) = &run.document {
                let term = Term::from_field_text(fields.document, number);
                if let Some(info) = documents.get_term_info(&term)? {
                    let place = Place::Document;
                    each_posting(segment, &documents, &info, |doc, _| push(doc, place))?;
                }
            }
        }
        Ok(())
    }

    /// The records with any evidence, in ascending order.
    pub fn docs(&self) -> impl Iterator<Item = DocEvidence<'_>> {
        let (mut names, mut words) = (0, 0);
        std::iter::from_fn(move || {
            let next_name = self.names.get(names).map(|p| p.doc);
            let next_word = self.words.get(words).map(|p| p.doc);
            let doc = next_name.into_iter().chain(next_word).min()?;
            let name_range = group(&self.names, names, |p| p.doc == doc);
            let word_range = group(&self.words, words, |p| p.doc == doc);
            (names, words) = (name_range.end, word_range.end);
            Some(DocEvidence {
                doc,
                names: &self.names[name_range],
                words: &self.words[word_range],
            })
        })
    }

    /// What one record has.
    pub fn of(&self, doc: DocId) -> DocEvidence<'_> {
        let names = self.names.partition_point(|p| p.doc < doc);
        let words = self.words.partition_point(|p| p.doc < doc);
        DocEvidence {
            doc,
            names: &self.names[group(&self.names, names, |p| p.doc == doc)],
            words: &self.words[group(&self.words, words, |p| p.doc == doc)],
        }
    }
}

fn group<T>(postings: &[T], start: usize, same: impl Fn(&T) -> bool) -> Range<usize> {
    let length = postings[start..].iter().take_while(|posting| same(posting)).count();
    start..start + length
}

fn each_posting(
    segment: &SegmentReader,
    index: &InvertedIndexReader,
    term: &TermInfo,
    mut each: impl FnMut(DocId, u32),
) -> tantivy::Result<()> {
    let mut postings = index.read_postings_from_terminfo(term, IndexRecordOption::WithFreqs)?;
    let mut doc = postings.doc();
    while doc != TERMINATED {
        if !segment.is_deleted(doc) {
            each(doc, postings.term_freq());
        }
        doc = postings.advance();
    }
    Ok(())
}

/// The part of BM25 that a word's frequency gives, scaled to below 1.
fn bm25_part(times: u32, length: u32) -> f32 {
    let times = f64::from(times);
    let long = BM25_K1 * (1.0 - BM25_B + BM25_B * f64::from(length) / NARRATIVE_TYPICAL_WORDS);
    (times / (times + long)) as f32
}
