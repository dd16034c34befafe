//! Words: where they begin and end, and their surface and folded forms.
//!
//! One word breaker serves names, narrative and queries alike, so that what is
//! typed is cut exactly like what was indexed.

use std::ops::Range;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use vinculo_record::each_bare;

use crate::phonetic;
use crate::weights::MAX_TOKEN_CHARS;

/// Stands between the folded form and the surface in a term; sorts before every
/// character of a word, so that the terms of one folded form lie together.
pub(crate) const SEPARATOR: char = '\u{1}';

/// A word of a name.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct NameToken {
    /// In lower case, composed, with accents; apostrophes are `'`.
    pub surface: String,
    /// Without accents and apostrophes: *Ca'al* and *Caal* are one.
    pub folded: String,
}

impl NameToken {
    /// Reads one word; `None` if nothing of it is a letter or a digit, or it is too long.
    pub fn new(word: &str) -> Option<Self> {
        let surface: String = word
            .nfc()
            .flat_map(char::to_lowercase)
            .map(|c| if is_apostrophe(c) { '\'' } else { c })
            .collect();
        let folded = fold(&surface);
        let fits = !folded.is_empty() && surface.chars().count() <= MAX_TOKEN_CHARS;
        fits.then_some(Self { surface, folded })
    }

    /// The term under which the word stands in the index.
    pub fn term(&self) -> String {
        format!("{}{SEPARATOR}{}", self.folded, self.surface)
    }
}

/// The words of a name.
pub(crate) fn name_tokens(text: &str) -> Vec<NameToken> {
    words(text).into_iter().filter_map(|range| NameToken::new(&text[range])).collect()
}

/// Where the words of a text lie, in bytes. A word is letters, digits and marks; an
/// apostrophe between letters belongs to it (*Ch'oj*, *Ca’al*, *Kʼicheʼ*).
pub(crate) fn words(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    let mut chars = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        // Some of these count as letters in Unicode: ask for them first.
        let inside = if is_apostrophe(c) {
            start.is_some() && continues_word(before) && is_letter(next)
        } else {
            c.is_alphanumeric() || (start.is_some() && is_combining_mark(c))
        };
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push(from..at);
                start = None;
            }
            _ => {}
        }
        before = c;
    }
    found.extend(start.map(|from| from..text.len()));
    found
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !is_apostrophe(c)
}

fn continues_word(c: char) -> bool {
    is_letter(c) || is_combining_mark(c)
}

/// Lower case without accents, apostrophes or anything else than letters and digits.
/// Letters of other scripts are transliterated, which guesses.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    each_bare(text, |c| {
        if c.is_ascii_alphanumeric() {
            folded.push(c);
        } else if c.is_alphanumeric() {
            let guess = deunicode::deunicode_char(c).unwrap_or_default();
            let guess = guess.chars().filter(char::is_ascii_alphanumeric);
            folded.extend(guess.map(|g| g.to_ascii_lowercase()));
        }
    });
    folded
}

/// The signs that stand for the glottal stop in Mayan names.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | '′' | 'ꞌ' | '＇')
}

/// What a [`WordTokenizer`] writes for each word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Emit {
    /// The word as it stands.
    Word,
    /// The term of the name token.
    NameTerm,
    /// One term per phonetic key of the name token.
    PhoneticTerms,
}

/// The word breaker as a tokenizer of the index.
#[derive(Clone)]
pub(crate) struct WordTokenizer(pub Emit);

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = TokenList;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> TokenList {
        let mut list = TokenList { tokens: Vec::new(), current: None };
        for (position, range) in words(text).into_iter().enumerate() {
            for term in self.terms(&text[range.clone()]) {
                list.tokens.push(Token {
                    offset_from: range.start,
                    offset_to: range.end,
                    position,
                    text: term,
                    position_length: 1,
                });
            }
        }
        list
    }
}

impl WordTokenizer {
    fn terms(&self, word: &str) -> Vec<String> {
        let name = || NameToken::new(word);
        match self.0 {
            Emit::Word => vec![word.nfc().collect()],
            Emit::NameTerm => name().iter().map(NameToken::term).collect(),
            Emit::PhoneticTerms => name().iter().flat_map(phonetic::terms).collect(),
        }
    }
}

/// Tokens that are all made beforehand.
pub(crate) struct TokenList {
    tokens: Vec<Token>,
    current: Option<usize>,
}

impl TokenStream for TokenList {
    fn advance(&mut self) -> bool {
        let next = self.current.map_or(0, |at| at + 1);
        self.current = Some(next);
        next < self.tokens.len()
    }

    fn token(&self) -> &Token {
        &self.tokens[self.current.unwrap_or_default()]
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.tokens[self.current.unwrap_or_default()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = words(text).into_iter().map(|r| &text[r]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn apostrophes_stay_inside_words_only() {
        check("Ch'oj Ca’al Kʼicheʼ", &["Ch'oj", "Ca’al", "Kʼiche"]);
        check("'Juan' dijo: ''no''", &["Juan", "dijo", "no"]);
        check("Tz'i'", &["Tz'i"]);
        check("García-Pérez, M.ª 12", &["García", "Pérez", "M", "ª", "12"]);
        check("e\u{301}l", &["e\u{301}l"]);
        check("", &[]);
    }

    #[test]
    fn surface_keeps_accents_and_folded_does_not() {
        let token = NameToken::new("CA’ÁL").unwrap();
        assert_eq!((token.surface.as_str(), token.folded.as_str()), ("ca'ál", "caal"));
        let decomposed = NameToken::new("Lo\u{301}pez").unwrap();
        assert!(decomposed == NameToken::new("LÓPEZ").unwrap());
        assert_eq!(NameToken::new("Muñoz").unwrap().folded, "munoz");
        assert!(NameToken::new(&"a".repeat(65)).is_none());
    }
}
