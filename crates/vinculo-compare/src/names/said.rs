//! Findings on names, in words.

use std::fmt::Write as _;

use vinculo_record::Lang;

use super::pairing::{Pairing, Words};
use super::token::Alike;
use crate::Finding;

/// Least frequency of an agreement. Judgement: nobody knows a rarer one.
const MIN_FREQUENCY: f64 = 1e-7;

/// What each pair of words has in common, and what stands in one name only.
pub(super) fn said(pairing: &Pairing, left: &Words, right: &Words, lang: Lang) -> String {
    let mut out = String::new();
    for (i, j, alike) in pairing.pairs() {
        let (a, b) = (capitalised(&left.tokens[i].text), capitalised(&right.tokens[j].text));
        let separator = if out.is_empty() { "" } else { ", " };
        let how = match alike {
            Alike::Exact => lang.pick("igual", "equal"),
            Alike::Sound => lang.pick("suena igual", "sounds the same"),
            Alike::OneEdit => lang.pick("una letra distinta", "one letter off"),
            Alike::Nickname => lang.pick("formas de un nombre", "forms of one name"),
            Alike::Initial => lang.pick("inicial", "initial"),
            Alike::Similar => lang.pick("parecido", "similar"),
            Alike::Different => lang.pick("distinto", "different"),
        };
        // Writing to a String cannot fail.
        let _ = match alike {
            Alike::Exact if !pairing.joined => write!(out, "{separator}{a} {how}"),
            _ => write!(out, "{separator}{a} ~ {b} ({how})"),
        };
    }
    let rest = |words: &Words, is_taken: &dyn Fn(usize) -> bool| {
        let words = words.tokens.iter().enumerate().filter(|(i, _)| !is_taken(*i));
        words.map(|(_, token)| capitalised(&token.text)).collect::<Vec<_>>().join(" ")
    };
    let left = rest(left, &|i| pairing.has_left(i));
    let right = rest(right, &|j| pairing.has_right(j));
    let _ = match (left.is_empty(), right.is_empty()) {
        (true, true) => Ok(()),
        (false, false) => write!(out, "; {left} / {right} {}", lang.pick("distintos", "different")),
        _ => write!(out, "; {left}{right} {}", lang.pick("solo en uno", "in one only")),
    };
    out
}

/// All words of a name.
pub(super) fn in_words(words: &Words) -> String {
    words.tokens.iter().map(|t| capitalised(&t.text)).collect::<Vec<_>>().join(" ")
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A finding on agreeing words, with the share of people who bear them.
pub(super) fn found(level: u8, frequency: f64) -> Finding {
    Finding::with_frequency(level, frequency.max(MIN_FREQUENCY) as f32)
}
