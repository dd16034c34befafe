//! The piece of the narrative that shows what was found there.

use std::collections::BTreeSet;
use std::ops::Range;

use tantivy::tokenizer::TextAnalyzer;

use crate::Snippet;
use crate::analysis;
use crate::weights::SNIPPET_CHARS;

const CUT: &str = "…";

/// The piece of the texts with the most different stems of those asked for; of
/// equals the one with the most words, then the first. `None` if there is none.
pub(crate) fn make(
    texts: &[&str],
    stems: &BTreeSet<&str>,
    analyzer: &mut TextAnalyzer,
) -> Option<Snippet> {
    let mut best: Option<Window<'_>> = None;
    for text in texts {
        let words: Vec<Word> = analysis::stems(analyzer, text)
            .into_iter()
            .filter(|(_, stem)| stems.contains(stem.as_str()))
            .collect();
        for start in 0..words.len() {
            let words = window(&words[start..]);
            let different: BTreeSet<&str> = words.iter().map(|(_, s)| s.as_str()).collect();
            let worth = (different.len(), words.len());
            if best.as_ref().is_none_or(|known| worth > known.worth) {
                let words = words.iter().map(|(range, _)| range.clone()).collect();
                best = Some(Window { worth, text, words });
            }
        }
    }
    best.map(|window| cut(window.text, &window.words))
}

/// Where a word lies, and its stem.
type Word = (Range<usize>, String);

/// Words of one text that are near each other.
struct Window<'a> {
    /// Number of different stems, number of words.
    worth: (usize, usize),
    text: &'a str,
    words: Vec<Range<usize>>,
}

/// The first words, as many as surely fit into a snippet; at least one.
fn window(words: &[Word]) -> &[Word] {
    let start = words[0].0.start;
    // Bytes are at least as many as characters.
    let fits = |(range, _): &&Word| range.end - start <= SNIPPET_CHARS;
    let count = words.iter().take_while(fits).count();
    &words[..count.max(1)]
}

/// Cuts the text around the words, at blanks where possible.
fn cut(text: &str, words: &[Range<usize>]) -> Snippet {
    let core = words[0].start..words[words.len() - 1].end;
    let used = text[core.clone()].chars().count();
    let spare = SNIPPET_CHARS.saturating_sub(used);
    let start = grow_left(text, core.start, spare / 2);
    let end = grow_right(text, core.end, spare - spare / 2);
    let lead = if start > 0 { CUT } else { "" };
    let tail = if end < text.len() { CUT } else { "" };
    let shift = |at: usize| at - start + lead.len();
    Snippet {
        text: format!("{lead}{}{tail}", &text[start..end]),
        highlights: words.iter().map(|range| (shift(range.start), shift(range.end))).collect(),
    }
}

fn grow_left(text: &str, from: usize, chars: usize) -> usize {
    let before = &text[..from];
    let start = before.char_indices().rev().take(chars).last().map_or(from, |(at, _)| at);
    if start == 0 {
        return 0;
    }
    // Not in the middle of a word: after the next blank, if there is one.
    before[start..].find(char::is_whitespace).map_or(from, |blank| {
        let after = start + blank;
        after + before[after..].chars().next().map_or(0, char::len_utf8)
    })
}

fn grow_right(text: &str, from: usize, chars: usize) -> usize {
    let after = &text[from..];
    let length = after.char_indices().nth(chars).map_or(after.len(), |(at, _)| at);
    if length == after.len() {
        return text.len();
    }
    from + after[..length].rfind(char::is_whitespace).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: &[&str], query: &[&str], expected: &[(&str, bool)]) {
        let mut analyzer = analysis::text();
        let stems: Vec<String> = query
            .iter()
            .flat_map(|word| analysis::stems(&mut analyzer, word))
            .map(|(_, stem)| stem)
            .collect();
        let stems = stems.iter().map(String::as_str).collect();
        let snippet = make(texts, &stems, &mut analyzer).expect("a snippet");
        assert_eq!(snippet.pieces(), expected);
    }

    #[test]
    fn the_piece_with_most_of_the_words_is_shown() {
        check(
            &["pantalón negro", "vestía pantalones azules rotos"],
            &["pantalón", "azul"],
            &[
                ("vestía ", false),
                ("pantalones", true),
                (" ", false),
                ("azules", true),
                (" rotos", false),
            ],
        );
    }

    #[test]
    fn a_long_text_is_cut_at_blanks_around_the_words() {
        let long = format!("{} cicatriz en la ceja {}", "ábaco ".repeat(50), "ñandú ".repeat(50));
        let mut analyzer = analysis::text();
        let stems = BTreeSet::from(["cicatric", "cej"]);
        let snippet = make(&[&long], &stems, &mut analyzer).expect("a snippet");
        assert!(snippet.text.chars().count() <= SNIPPET_CHARS + 2);
        assert!(snippet.text.starts_with("…ábaco") && snippet.text.ends_with("ñandú…"));
        let marked: Vec<&str> =
            snippet.highlights.iter().map(|(start, end)| &snippet.text[*start..*end]).collect();
        assert_eq!(marked, ["cicatriz", "ceja"]);
    }

    #[test]
    fn without_the_words_there_is_no_snippet() {
        let stems = BTreeSet::from(["azul"]);
        assert!(make(&["rojo", ""], &stems, &mut analysis::text()).is_none());
    }
}
