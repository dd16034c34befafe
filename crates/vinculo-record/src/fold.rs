//! Folding of text for look-ups: case, accents and punctuation out.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Says the characters of a text one by one: in lower case, without accents, taken apart where one stands for several
/// (`ﬁ`). The same as the text in the compatibility decomposition of Unicode (NFKD) without its marks, in lower case.
///
/// ```
/// let mut bare = String::new();
/// vinculo_record::each_bare("Zoë ½", |c| bare.push(c));
/// assert_eq!(bare, "zoe 1⁄2");
/// ```
pub fn each_bare(text: &str, mut say: impl FnMut(char)) {
    for c in text.chars() {
        if c.is_ascii() {
            say(c.to_ascii_lowercase());
            continue;
        }
        // Unicode also puts marks into an order, but they are left out, and nothing else is moved by that.
        decompose_compatible(c, |part| {
            if !is_combining_mark(part) {
                part.to_lowercase().for_each(&mut say);
            }
        });
    }
}

/// Lower case, without accents, with single spaces between words; `ñ` becomes
/// `n`. For finding words in tables, not for comparing names.
///
/// ```
/// assert_eq!(vinculo_record::fold("  Castaño   CLARO. "), "castano claro");
/// ```
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    each_bare(text, |c| {
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        } else {
            gap = true;
        }
    });
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
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    proptest! {
        #[test]
        fn bare_is_the_decomposition_without_marks(text in "\\PC*", marked in "[a-zé\u{300}-\u{345}가-힣ﬀ-ﬆİ]*") {
            for text in [text, marked] {
                let mut bare = String::new();
                each_bare(&text, |c| bare.push(c));
                let letters = text.nfkd().filter(|c| !is_combining_mark(*c));
                prop_assert_eq!(bare, letters.flat_map(char::to_lowercase).collect::<String>());
            }
        }
    }

    #[test]
    fn shape_keeps_no_value() {
        assert_eq!(shape("Ana 30/02/2021"), "Aaa 99/99/9999");
        assert_eq!(shape(&"x".repeat(100)).chars().count(), 25);
    }
}
