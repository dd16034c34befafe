//! From the text of a query to words that can be looked up.

use std::collections::BTreeSet;

use tantivy::tokenizer::TextAnalyzer;

use crate::analysis::{is_weak, stems};
use crate::phonetic;
use crate::schema::{document_number, local_id_prefixes};
use crate::tokens::{NameToken, words};
use crate::weights::{
    MAX_FUZZY_LETTERS, MAX_JOINED_WORDS, MAX_ONE_EDIT_LETTERS, MAX_QUERY_CHARS, MAX_QUERY_TOKENS,
    MIN_FUZZY_LETTERS, MIN_LAST_PREFIX_LETTERS, MIN_PREFIX_LETTERS,
};

/// A query text, taken apart.
pub(crate) struct ParsedText {
    /// Its words, sorted, so that their order in the text cannot matter.
    pub tokens: Vec<QueryToken>,
    /// Runs of neighbouring words that may be one number or id.
    pub runs: Vec<Run>,
    /// Whether there was any text at all.
    pub is_blank: bool,
    /// Whether a limit cut something off.
    pub truncated: bool,
}

/// One word to look up.
pub(crate) struct QueryToken {
    /// As it was typed.
    pub word: String,
    pub name: NameToken,
    /// Phonetic keys.
    pub keys: BTreeSet<String>,
    /// Edits allowed, 0 to 2.
    pub edits: u8,
    /// Whether names that begin with it count.
    pub prefix: bool,
    /// Its stem in the narrative.
    pub stem: Option<String>,
    /// Number of the blank-separated piece of the text that it stands in.
    piece: usize,
}

/// Neighbouring pieces of the text, joined.
pub(crate) struct Run {
    /// As a document number.
    pub document: Option<String>,
    /// As a local id: what its term begins with.
    pub local_id: Vec<String>,
    /// The tokens that it covers, by their place in [`ParsedText::tokens`].
    pub tokens: Vec<usize>,
}

/// Takes a query text apart.
pub(crate) fn parse(text: &str, analyzer: &mut TextAnalyzer) -> ParsedText {
    let cut: String = text.chars().take(MAX_QUERY_CHARS).collect();
    let mut truncated = cut.len() < text.len();
    let pieces: Vec<&str> = cut.split_whitespace().collect();
    let mut found = Vec::new();
    for (piece, text) in pieces.iter().enumerate() {
        for range in words(text) {
            let word = &text[range];
            found.extend(NameToken::new(word).map(|name| (piece, word.to_owned(), name)));
        }
    }
    // Particles count only where there is nothing else.
    let only_weak = found.iter().all(|(_, _, name)| is_weak(&name.folded));
    found.retain(|(_, _, name)| only_weak || !is_weak(&name.folded));
    truncated |= found.len() > MAX_QUERY_TOKENS;
    found.truncate(MAX_QUERY_TOKENS);

    let last = found.len().saturating_sub(1);
    let mut tokens: Vec<QueryToken> = found
        .into_iter()
        .enumerate()
        .map(|(at, (piece, word, name))| {
            let mut token = QueryToken::exact(piece, word, name);
            if !only_weak {
                token.widen(at == last, analyzer);
            }
            token
        })
        .collect();
    tokens.sort_by(|a, b| (&a.name.surface, a.prefix).cmp(&(&b.name.surface, b.prefix)));
    ParsedText { runs: runs(&pieces, &tokens), tokens, is_blank: text.trim().is_empty(), truncated }
}

impl QueryToken {
    /// A word that is looked up as it stands.
    fn exact(piece: usize, word: String, name: NameToken) -> Self {
        Self { word, name, keys: BTreeSet::new(), edits: 0, prefix: false, stem: None, piece }
    }

    /// Lets the word be matched by sound, with edits, as a prefix and by its stem.
    fn widen(&mut self, is_last: bool, analyzer: &mut TextAnalyzer) {
        let folded = &self.name.folded;
        let letters = folded.len(); // folded words are ASCII
        let has_digit = folded.bytes().any(|b| b.is_ascii_digit());
        self.keys = phonetic::keys(&self.name.surface);
        self.edits = if has_digit || !(MIN_FUZZY_LETTERS..=MAX_FUZZY_LETTERS).contains(&letters) {
            0
        } else if letters <= MAX_ONE_EDIT_LETTERS {
            1
        } else {
            2
        };
        let fewest = if is_last { MIN_LAST_PREFIX_LETTERS } else { MIN_PREFIX_LETTERS };
        self.prefix = letters >= fewest;
        self.stem = stems(analyzer, &self.word).into_iter().next().map(|(_, stem)| stem);
    }
}

/// Every run of up to so many pieces.
fn runs(pieces: &[&str], tokens: &[QueryToken]) -> Vec<Run> {
    let mut runs = Vec::new();
    let pieces = &pieces[..pieces.len().min(MAX_QUERY_TOKENS)];
    for start in 0..pieces.len() {
        for end in start + 1..=pieces.len().min(start + MAX_JOINED_WORDS) {
            let text = pieces[start..end].join(" ");
            let covered: Vec<usize> =
                (0..tokens.len()).filter(|at| (start..end).contains(&tokens[*at].piece)).collect();
            if covered.is_empty() {
                continue;
            }
            let has_digit = text.contains(|c: char| c.is_numeric());
            runs.push(Run {
                document: document_number(&text).filter(|_| has_digit),
                local_id: local_id_prefixes(&text),
                tokens: covered,
            });
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis;

    fn parsed(text: &str) -> ParsedText {
        parse(text, &mut analysis::text())
    }

    fn token<'a>(parsed: &'a ParsedText, folded: &str) -> &'a QueryToken {
        parsed.tokens.iter().find(|t| t.name.folded == folded).expect("a token of the query")
    }

    #[test]
    fn particles_count_only_alone() {
        let names = |text| -> Vec<String> {
            parsed(text).tokens.into_iter().map(|t| t.name.folded).collect()
        };
        assert_eq!(names("María de la Luz y Pérez"), ["luz", "maria", "perez"]);
        assert_eq!(names("de la O"), ["de", "la", "o"]);
        assert!(parsed("de la O").tokens.iter().all(|t| t.edits == 0 && !t.prefix));
    }

    #[test]
    fn short_words_are_matched_narrowly() {
        let query = parsed("Jo Ana Xol Caal Hernandez Guadalupe 12345678");
        let widths: Vec<(u8, bool)> = ["jo", "ana", "xol", "caal", "hernandez", "12345678"]
            .iter()
            .map(|name| (token(&query, name).edits, token(&query, name).prefix))
            .collect();
        let expected = [(0, false), (1, false), (1, false), (1, true), (2, true), (0, true)];
        assert_eq!(widths, expected);
        assert!(token(&parsed("Juan Xol"), "xol").prefix, "the last word may still be typed");
        assert!(!token(&parsed("Juan Xo"), "xo").prefix);
    }

    #[test]
    fn too_much_text_is_cut_and_said() {
        let query = parsed(&"Juan ".repeat(40));
        assert!(query.truncated && query.tokens.len() == MAX_QUERY_TOKENS);
        assert!(parsed(&"x".repeat(MAX_QUERY_CHARS + 1)).truncated);
        assert!(!parsed("Juan Caal").truncated);
    }

    #[test]
    fn numbers_typed_with_blanks_are_joined() {
        let query = parsed("DPI 1234 56789 0101");
        assert!(query.runs.iter().any(|r| r.document.as_deref() == Some("1234567890101")));
        assert!(query.runs.iter().any(|r| r.local_id == ["dpi 1234\u{1}"]));
        assert!(parsed("Juan Caal").runs.iter().all(|r| r.document.is_none()));
    }
}
