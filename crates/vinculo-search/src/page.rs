//! What the index answers.

use std::collections::BTreeMap;
use std::fmt;

use vinculo_record::{Lang, RecordKey};

/// Counts per facet field (`kind`, `country`, `admin1` as `COUNTRY/DIVISION`, `sex`,
/// `source`, `status`, `nationality`): values with the number of matching records,
/// most frequent first, then by value.
pub type FacetCounts = BTreeMap<String, Vec<(String, u64)>>;

/// One page of hits.
#[derive(Clone, Debug)]
pub struct Page {
    /// Records that match, on all pages.
    pub total: u64,
    /// Those of them that match every word of the query; they come first.
    pub total_all_words: u64,
    /// The hits of this page, in order.
    pub hits: Vec<Hit>,
    /// Counts over all matches.
    pub facets: FacetCounts,
    /// Whether the text was longer than the limits and its end was not looked at.
    pub truncated: bool,
}

/// A record that was found.
#[derive(Clone, PartialEq)]
pub struct Hit {
    /// The record.
    pub key: RecordKey,
    /// Its version in the index.
    pub version: u32,
    /// How well the text is matched, 0 to 2.02, no unit. Above 1 every word of the
    /// query was found. Comparable within one query only; 0 without a text.
    pub score: f64,
    /// Why it was found: one entry per word of the query that was matched.
    pub matched: Vec<Match>,
    /// The piece of the narrative that holds the words found there.
    pub snippet: Option<Snippet>,
}

impl fmt::Debug for Hit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how: Vec<_> = self.matched.iter().map(|m| (m.field, m.how)).collect();
        f.debug_struct("Hit")
            .field("key", &self.key)
            .field("version", &self.version)
            .field("score", &self.score)
            .field("matched", &how)
            .finish_non_exhaustive()
    }
}

/// One word of the query and what it was matched with.
#[derive(Clone, PartialEq, Eq)]
pub struct Match {
    /// The word, as it was typed.
    pub word: String,
    /// What the record has, in lower case; for numbers and ids the word itself.
    pub found: String,
    /// Where.
    pub field: MatchedField,
    /// How closely.
    pub how: How,
}

impl fmt::Debug for Match {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Match")
            .field("field", &self.field)
            .field("how", &self.how)
            .finish_non_exhaustive()
    }
}

/// The field of a record in which a word was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchedField {
    /// A given name.
    GivenName,
    /// A surname.
    Surname,
    /// A full name or an alias, in a word that is in no column of its own.
    Name,
    /// A document number.
    Document,
    /// The record's own id.
    LocalId,
    /// Circumstances, marks, clothing, effects, medical or place.
    Narrative,
}

impl MatchedField {
    /// The word used in interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            MatchedField::GivenName => "given_name",
            MatchedField::Surname => "surname",
            MatchedField::Name => "name",
            MatchedField::Document => "document",
            MatchedField::LocalId => "local_id",
            MatchedField::Narrative => "narrative",
        }
    }

    /// For the user.
    pub const fn label(self, lang: Lang) -> &'static str {
        match self {
            MatchedField::GivenName => lang.pick("nombre de pila", "given name"),
            MatchedField::Surname => lang.pick("apellido", "surname"),
            MatchedField::Name => lang.pick("nombre o alias", "name or alias"),
            MatchedField::Document => lang.pick("número de documento", "document number"),
            MatchedField::LocalId => lang.pick("identificador", "record id"),
            MatchedField::Narrative => lang.pick("descripción", "description"),
        }
    }
}

/// How closely a word was matched, closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// Letter by letter, accents included; numbers and ids without their signs.
    Exact,
    /// But for accents and apostrophes.
    Folded,
    /// By sound: Spanish spelling, Mayan orthography or a usual abbreviation.
    Phonetic,
    /// By sound, as an English name respelt (*Yeison*, *Jason*).
    Respelt,
    /// But for one letter wrong, missing, too many or two swapped.
    OneEdit,
    /// But for two such.
    TwoEdits,
    /// The word begins what the record has.
    Prefix,
    /// By its stem, in the narrative.
    Stem,
}

impl How {
    /// The word used in interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            How::Exact => "exact",
            How::Folded => "folded",
            How::Phonetic => "phonetic",
            How::Respelt => "respelt",
            How::OneEdit => "one_edit",
            How::TwoEdits => "two_edits",
            How::Prefix => "prefix",
            How::Stem => "stem",
        }
    }

    /// For the user.
    pub const fn label(self, lang: Lang) -> &'static str {
        match self {
            How::Exact => lang.pick("igual", "exact"),
            How::Folded => lang.pick("igual salvo acentos", "but for accents"),
            How::Phonetic => lang.pick("suena igual", "sounds the same"),
            How::Respelt => lang.pick("suena parecido", "sounds alike"),
            How::OneEdit => lang.pick("una letra distinta", "one letter off"),
            How::TwoEdits => lang.pick("dos letras distintas", "two letters off"),
            How::Prefix => lang.pick("comienza igual", "begins the same"),
            How::Stem => lang.pick("misma palabra", "same word"),
        }
    }
}

/// A piece of the narrative with the words found in it. Plain text without markup.
#[derive(Clone, PartialEq, Eq)]
pub struct Snippet {
    /// The text; `…` where it was cut.
    pub text: String,
    /// Where the words lie in `text`, as byte ranges `(start, end)` on character
    /// boundaries, ascending, without overlap.
    pub highlights: Vec<(usize, usize)>,
}

impl Snippet {
    /// The text in pieces, each with whether it is highlighted: for interfaces that
    /// count otherwise than in bytes.
    pub fn pieces(&self) -> Vec<(&str, bool)> {
        let mut pieces = Vec::new();
        let mut at = 0;
        for &(start, end) in &self.highlights {
            pieces.push((&self.text[at..start], false));
            pieces.push((&self.text[start..end], true));
            at = end;
        }
        pieces.push((&self.text[at..], false));
        pieces.retain(|(piece, _)| !piece.is_empty());
        pieces
    }
}

impl fmt::Debug for Snippet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snippet")
            .field("highlights", &self.highlights.len())
            .finish_non_exhaustive()
    }
}
