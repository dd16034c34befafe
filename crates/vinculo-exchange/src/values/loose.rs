//! Texts that are the same to a reader.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, without accents, with single blanks; punctuation stays, unlike in
/// `vinculo_record::fold`: `S/D` and `-` must remain what they are.
pub fn loose(text: &str) -> String {
    let bare = |word: &str| -> String {
        word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
    };
    text.split_whitespace().map(bare).collect::<Vec<_>>().join(" ")
}
