//! The analyzers, registered on every index that is opened: they are not stored in it.

use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, Stemmer, StopWordFilter,
    TextAnalyzer, Token, TokenFilter, TokenStream, Tokenizer, TokenizerManager,
};

use crate::tokens::{Emit, WordTokenizer, is_apostrophe};
use crate::weights::MAX_TOKEN_CHARS;

/// Analyzer of names: folded form and surface as one term.
pub(crate) const NAME: &str = "vinculo_name";
/// Analyzer of names by sound.
pub(crate) const PHONETIC: &str = "vinculo_phonetic";
/// Analyzer of Spanish text.
pub(crate) const TEXT: &str = "vinculo_text";

/// Words that carry nothing: particles of names and the commonest function words.
/// In a query they count only if it has no others; in the narrative they are not
/// indexed. Sorted; compared folded, so *él* and *el* are one.
const WEAK_WORDS: [&str; 37] = [
    "a", "al", "and", "con", "da", "das", "de", "del", "do", "dos", "e", "el", "en", "in", "la",
    "las", "lo", "los", "o", "of", "para", "por", "que", "se", "sin", "su", "sus", "the", "u",
    "un", "una", "unas", "unos", "with", "y", "ya", "como",
];

/// Whether a folded word carries nothing.
pub(crate) fn is_weak(folded: &str) -> bool {
    WEAK_WORDS.contains(&folded)
}

/// The analyzers by name, for an index that is opened.
pub(crate) fn register(manager: &TokenizerManager) {
    manager.register(NAME, TextAnalyzer::from(WordTokenizer(Emit::NameTerm)));
    manager.register(PHONETIC, TextAnalyzer::from(WordTokenizer(Emit::PhoneticTerms)));
    manager.register(TEXT, text());
}

/// Spanish text. Stems before folding: the stemmer needs the accents
/// (*pantalones azules* → *pantalon azul*).
pub(crate) fn text() -> TextAnalyzer {
    let longest = MAX_TOKEN_CHARS * 4; // bytes of a character at most
    TextAnalyzer::builder(WordTokenizer(Emit::Word))
        .filter(RemoveLongFilter::limit(longest))
        .filter(LowerCaser)
        .filter(StopWordFilter::remove(WEAK_WORDS.iter().map(|w| (*w).to_owned())))
        .filter(Stemmer::new(Language::Spanish))
        .filter(AsciiFoldingFilter)
        .filter(StemEnd)
        .build()
}

/// The stems of a text with where each stands, in bytes.
pub(crate) fn stems(
    analyzer: &mut TextAnalyzer,
    text: &str,
) -> Vec<(std::ops::Range<usize>, String)> {
    let mut found = Vec::new();
    let mut stream = analyzer.token_stream(text);
    while let Some(token) = stream.next() {
        if !token.text.is_empty() {
            found.push((token.offset_from..token.offset_to, token.text.clone()));
        }
    }
    found
}

/// What the stemmer leaves apart: *cicatriz* beside *cicatrices*, and apostrophes.
#[derive(Clone)]
struct StemEnd;

impl TokenFilter for StemEnd {
    type Tokenizer<T: Tokenizer> = StemEndTokenizer<T>;

    fn transform<T: Tokenizer>(self, inner: T) -> StemEndTokenizer<T> {
        StemEndTokenizer(inner)
    }
}

#[derive(Clone)]
struct StemEndTokenizer<T>(T);

impl<T: Tokenizer> Tokenizer for StemEndTokenizer<T> {
    type TokenStream<'a> = StemEndStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        StemEndStream(self.0.token_stream(text))
    }
}

struct StemEndStream<T>(T);

impl<T: TokenStream> TokenStream for StemEndStream<T> {
    fn advance(&mut self) -> bool {
        if !self.0.advance() {
            return false;
        }
        let text = &mut self.0.token_mut().text;
        if text.contains(is_apostrophe) {
            text.retain(|c| !is_apostrophe(c));
        }
        if text.ends_with('z') {
            text.pop();
            text.push('c');
        }
        true
    }

    fn token(&self) -> &Token {
        self.0.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.0.token_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text_a: &str, text_b: &str) {
        let of = |text: &str| -> Vec<String> {
            stems(&mut super::text(), text).into_iter().map(|(_, stem)| stem).collect()
        };
        assert_eq!(of(text_a), of(text_b));
        assert!(!of(text_a).is_empty());
    }

    #[test]
    fn number_gender_case_and_accents_do_not_matter() {
        check("pantalones azules", "PANTALÓN azul");
        check("cicatrices en las cejas", "cicatriz ceja");
        check("tatuajes negros", "tatuaje negra");
        check("camiones", "camion");
    }
}
