//! What a draft says of itself, in both languages.

use vinculo_record::Lang;

/// A remark on a part of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    es: String,
    en: String,
    /// Whether somebody must look: the draft guessed.
    pub unsure: bool,
}

impl Note {
    /// A remark.
    pub fn info(es: impl Into<String>, en: impl Into<String>) -> Self {
        Self { es: es.into(), en: en.into(), unsure: false }
    }

    /// Something that somebody must look at.
    pub fn unsure(es: impl Into<String>, en: impl Into<String>) -> Self {
        Self { es: es.into(), en: en.into(), unsure: true }
    }

    /// The remark as a comment.
    pub fn comment(&self, lang: Lang) -> String {
        let mark = if self.unsure { lang.pick("REVISAR: ", "CHECK: ") } else { "" };
        let text = lang.pick(&self.es, &self.en).replace(char::is_control, " ");
        format!("# {mark}{text}\n")
    }
}
