//! Folding of text for look-ups: case, accents and punctuation out.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, without accents, with single spaces between words; `ñ` becomes
/// `n`. For finding words in tables, not for comparing names.
///
/// ```
/// assert_eq!(vinculo_record::fold("  Castaño   CLARO. "), "castano claro");
/// ```
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        } else {
            gap = true;
        }
    }
    out
}

/// The shape of a text, safe to report: digits become `9`, letters `a` or `A`,
/// all other visible characters stay; cut at 24 characters.
pub fn shape(text: &str) -> String {
    /// Enough to recognise a cell by, too little to tell more of it.
    const MAX_CHARS: usize = 24;
    let mut out: String = text
        .chars()
        .take(MAX_CHARS)
        .map(|c| match c {
            c if c.is_numeric() => '9',
            c if c.is_uppercase() => 'A',
            c if c.is_alphabetic() => 'a',
            c if c.is_control() => '·',
            c => c,
        })
        .collect();
    if text.chars().nth(MAX_CHARS).is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shape_keeps_no_value() {
        assert_eq!(shape("Ana 30/02/2021"), "Aaa 99/99/9999");
        assert_eq!(shape(&"x".repeat(100)).chars().count(), 25);
    }
}
