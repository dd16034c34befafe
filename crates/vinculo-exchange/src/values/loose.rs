//! Texts that are the same to a reader.

use vinculo_record::each_bare;

/// Lower case, without accents, with single blanks; punctuation stays, unlike in
/// `vinculo_record::fold`: `S/D` and `-` must remain what they are.
pub fn loose(text: &str) -> String {
    let mut loose = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !loose.is_empty() {
            loose.push(' ');
        }
        each_bare(word, |c| loose.push(c));
    }
    loose
}
