//! Every number of the search, in one table.
//!
//! All of them are judgement unless a source is named: nobody has published
//! weights for looking up Central American names. What is *not* free is their
//! order (see [`NAME_WEIGHTS`]); `DESIGN.md` says why, and a test holds it.

use crate::How;

/// Version of what is written into the index: schema, analyzers and phonetic keys.
/// Raise it with any change to those; an index of another version is rebuilt.
pub const FORMAT_VERSION: u32 = 1;

/// What a query token is worth by how it was matched, in parts of an exact match.
///
/// Strictly falling, so that of two names the closer one always stands first. The
/// gap between the first two must stay above [`COMPLETENESS_BONUS`], and the last
/// must stay above [`NARRATIVE_WEIGHT`]: otherwise a secondary signal could lift a
/// worse match over a better one.
pub const NAME_WEIGHTS: [(How, f64); 7] = [
    (How::Exact, 1.00),
    (How::Folded, 0.97),
    (How::Phonetic, 0.86),
    (How::Respelt, 0.78),
    (How::OneEdit, 0.70),
    (How::TwoEdits, 0.55),
    (How::Prefix, 0.45),
];

/// What an exact document number or local id is worth: as much as an exact name.
pub const IDENTIFIER_WEIGHT: f64 = 1.00;

/// Upper bound of what a word in the narrative is worth; scaled by its BM25 part.
pub const NARRATIVE_WEIGHT: f64 = 0.40;

/// Added, in parts of the lightest token, when the tokens matched are the whole
/// name: *Juan López* before *Juan Carlos López Hernández*.
pub const COMPLETENESS_BONUS: f64 = 0.02;

/// Least inverse document frequency, in nats: in a handful of records a token that
/// everyone bears would otherwise weigh nothing.
pub const IDF_FLOOR: f64 = 0.1;

/// BM25 saturation of repeated words, no unit (Robertson & Zaragoza 2009, usual value).
pub const BM25_K1: f64 = 1.2;

/// BM25 length normalisation, 0 to 1 (Robertson & Zaragoza 2009, usual value).
pub const BM25_B: f64 = 0.75;

/// Length of a usual narrative in indexed words. A constant instead of the mean of
/// the index: a score then depends neither on deleted records that still lie in a
/// segment nor on the order of changes, so a rebuilt index answers the same.
pub const NARRATIVE_TYPICAL_WORDS: f64 = 40.0;

/// Longest query text in characters; the rest is cut off and the page says so.
/// A name with two surnames and an alias has about 60; expansion costs a walk
/// through the dictionary per token.
pub const MAX_QUERY_CHARS: usize = 300;

/// Most tokens of a query that are looked at; each costs several dictionary walks.
pub const MAX_QUERY_TOKENS: usize = 16;

/// Most hits on one page: each hit reads a stored record and makes a snippet.
pub const MAX_LIMIT: usize = 1000;

/// Hits on a page if the caller does not say.
pub const DEFAULT_LIMIT: usize = 20;

/// Fewest letters of a token that is also matched with an edit: one edit in two
/// letters is half the name.
pub const MIN_FUZZY_LETTERS: usize = 3;

/// Up to this many letters one edit is allowed, beyond it two.
pub const MAX_ONE_EDIT_LETTERS: usize = 7;

/// Longest token that is matched with edits: the automaton grows with its length.
pub const MAX_FUZZY_LETTERS: usize = 32;

/// Fewest letters of a token that is also matched as a prefix: shorter ones begin
/// too many names.
pub const MIN_PREFIX_LETTERS: usize = 4;

/// The same for the last token, which may still be being typed.
pub const MIN_LAST_PREFIX_LETTERS: usize = 3;

/// Longest token in characters that is indexed or searched; longer ones are no words.
pub const MAX_TOKEN_CHARS: usize = 64;

/// Most name tokens of one record that are indexed: "names" can be whole paragraphs.
pub const MAX_NAME_TOKENS: usize = 256;

/// Most bytes of one record's narrative that are indexed and kept for snippets.
pub const MAX_NARRATIVE_BYTES: usize = 64 * 1024;

/// Most bytes of one record's names that are read, and of its given names and surnames.
pub const MAX_NAME_BYTES: usize = 16 * 1024;

/// Longest code (country, source, document number…) in characters that is indexed.
pub const MAX_CODE_CHARS: usize = 200;

/// Fewest letters or digits of a document number; shorter ones are not looked up.
pub const MIN_DOCUMENT_CHARS: usize = 4;

/// Most words of a query that are joined to one document number or local id:
/// *1234 56789 0101* has three.
pub const MAX_JOINED_WORDS: usize = 6;

/// Length of a snippet in characters.
pub const SNIPPET_CHARS: usize = 160;

/// Threads that build the index. The caller makes documents on a third.
pub const WRITER_THREADS: usize = 2;

/// Memory of the writer in bytes over all its threads, before a segment is written.
pub const WRITER_MEMORY_BYTES: usize = 100_000_000;

/// The same for an index in memory with one thread; tantivy refuses less than 15 MB.
pub const SMALL_WRITER_MEMORY_BYTES: usize = 15_000_000;

/// Segments of one size that are merged into one.
pub const MERGE_MIN_SEGMENTS: usize = 4;

/// The weight of a way to match a name; zero for ways that match no name.
pub(crate) fn name_weight(how: How) -> f64 {
    NAME_WEIGHTS.iter().find(|(h, _)| *h == how).map_or(0.0, |(_, w)| *w)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closer_match_is_always_worth_more() {
        assert!(NAME_WEIGHTS.windows(2).all(|w| w[0].1 > w[1].1));
        assert!(NAME_WEIGHTS.windows(2).all(|w| w[0].0 < w[1].0), "How is ordered alike");
        assert!(NAME_WEIGHTS[0].1 - NAME_WEIGHTS[1].1 > COMPLETENESS_BONUS);
        assert!(NAME_WEIGHTS[NAME_WEIGHTS.len() - 1].1 > NARRATIVE_WEIGHT);
    }
}
