//! The languages in which users are spoken to.

use std::str::FromStr;

/// A language of everything a user reads. Code and documents are English.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lang {
    /// Spanish, the default.
    #[default]
    Es,
    /// English.
    En,
}

impl Lang {
    /// The ISO 639-1 code, `es` or `en`.
    pub const fn code(self) -> &'static str {
        match self {
            Lang::Es => "es",
            Lang::En => "en",
        }
    }

    /// Picks the text of this language.
    pub const fn pick<'a>(self, es: &'a str, en: &'a str) -> &'a str {
        match self {
            Lang::Es => es,
            Lang::En => en,
        }
    }
}

impl FromStr for Lang {
    type Err = String;

    /// Reads `es`, `en` or a locale such as `es_GT.UTF-8`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.get(..2).map(str::to_ascii_lowercase).as_deref() {
            Some("es") => Ok(Lang::Es),
            Some("en") => Ok(Lang::En),
            _ => Err("language must be es or en".to_owned()),
        }
    }
}
