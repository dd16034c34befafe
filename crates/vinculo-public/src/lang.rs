//! The languages of public pages.

use std::fmt;
use std::str::FromStr;

use vinculo_record::Lang;

/// A language of public pages, feeds and the widget.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PublicLang {
    /// Spanish, the default.
    #[default]
    Es,
    /// English.
    En,
    /// French.
    Fr,
    /// Portuguese.
    Pt,
    /// Haitian Creole.
    Ht,
}

/// A word that names no language of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the language is one of es, en, fr, pt, ht")]
pub struct NotALanguage;

impl PublicLang {
    /// All, in the order of every table of words.
    pub const ALL: [PublicLang; 5] =
        [PublicLang::Es, PublicLang::En, PublicLang::Fr, PublicLang::Pt, PublicLang::Ht];

    /// The ISO 639-1 code.
    pub const fn code(self) -> &'static str {
        match self {
            PublicLang::Es => "es",
            PublicLang::En => "en",
            PublicLang::Fr => "fr",
            PublicLang::Pt => "pt",
            PublicLang::Ht => "ht",
        }
    }

    /// The language of the controlled vocabularies (hair, eyes, kinds of marks, names of
    /// countries), which exist in Spanish and English: a reader of another language of the
    /// region is given the Spanish term.
    pub const fn terms(self) -> Lang {
        match self {
            PublicLang::En => Lang::En,
            _ => Lang::Es,
        }
    }
}

impl fmt::Display for PublicLang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for PublicLang {
    type Err = NotALanguage;

    /// Reads a language tag such as `ht` or `pt-BR`.
    fn from_str(text: &str) -> Result<Self, NotALanguage> {
        let code = text.trim().split(['-', '_']).next().unwrap_or_default();
        let found = Self::ALL.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(code));
        found.ok_or(NotALanguage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read() {
        for lang in PublicLang::ALL {
            assert_eq!(lang.code().parse(), Ok(lang));
        }
        assert_eq!("pt-BR".parse(), Ok(PublicLang::Pt));
        assert_eq!("EN_us".parse(), Ok(PublicLang::En));
        for no in ["", "de", "e", "español"] {
            assert_eq!(no.parse::<PublicLang>(), Err(NotALanguage), "{no}");
        }
    }
}
