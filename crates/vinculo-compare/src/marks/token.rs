//! One word, motif, date or number of a description, and whether two are one.

use super::figures::{
    CUT_OFF_LETTERS, CUT_OFF_TIMES, GENERIC_PPM, ONE_OFF_LETTERS, ONE_OFF_TIMES, SOUND_TIMES,
};
use super::words::fnv;
use crate::names::phonetic_key;

/// Letters of a word that are compared.
const MAX_LETTERS: usize = 14;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Nature {
    /// A motif of the table.
    Motif,
    /// A word of the table of words.
    Concept,
    /// A person's name.
    Name,
    /// Another word.
    Word,
    /// A number or a word with digits.
    Digits,
    /// A date, a day or a year.
    Date,
    /// Initials.
    Initials,
}

/// A word or motif of a description.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Token {
    /// FNV-1a of its stem, or of the code of what it means.
    pub id: u32,
    /// Share of descriptions that have it, in millionths.
    pub ppm: u32,
    /// What it is.
    pub nature: Nature,
    /// What another token of the same description is a kind of, or a part of.
    pub parent: bool,
    /// FNV-1a of how it sounds; 0 where only the same counts.
    sound: u32,
    letters: [u8; MAX_LETTERS],
    len: u8,
}

impl Token {
    /// A token of which only the same agrees.
    pub fn fixed(nature: Nature, code: &str, ppm: u32, parent: bool) -> Token {
        Token { id: fnv(code), ppm, nature, parent, sound: 0, letters: [0; MAX_LETTERS], len: 0 }
    }

    /// A word as it is written, which may be misspelt or misread.
    pub fn spelt(nature: Nature, word: &str, stem: &str, ppm: u32, parent: bool) -> Token {
        let mut token = Token::fixed(nature, stem, ppm, parent);
        let mended = mended(word);
        let key = phonetic_key(&mended);
        const LEAST_KEY: usize = 3;
        if key.len() >= LEAST_KEY {
            token.sound = fnv(&key);
        }
        for (to, from) in token.letters.iter_mut().zip(mended.bytes()) {
            *to = from;
            token.len += 1;
        }
        token
    }

    /// Whether it tells one mark from another.
    pub const fn is_specific(self) -> bool {
        self.ppm < GENERIC_PPM
    }

    /// The share of descriptions that have either, in millionths, if they are one:
    /// the same, of one sound, with one letter wrong, or cut off.
    pub fn agrees(&self, other: &Token) -> Option<u32> {
        let ppm = self.ppm.max(other.ppm);
        if self.id == other.id {
            return Some(ppm);
        }
        if self.len == 0 || other.len == 0 {
            return None;
        }
        if self.sound != 0 && self.sound == other.sound {
            return Some(ppm.saturating_mul(SOUND_TIMES));
        }
        // two names of which each is one: Mario, María
        if self.nature == Nature::Name && other.nature == Nature::Name {
            return None;
        }
        let (a, b) = (self.letters(), other.letters());
        if a.len().min(b.len()) >= ONE_OFF_LETTERS && one_off(a, b) {
            return Some(ppm.saturating_mul(ONE_OFF_TIMES));
        }
        let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
        let cut_off = short.len() >= CUT_OFF_LETTERS && long.starts_with(short);
        cut_off.then(|| ppm.saturating_mul(CUT_OFF_TIMES))
    }

    fn letters(&self) -> &[u8] {
        &self.letters[..usize::from(self.len)]
    }
}

/// A word of letters with the digits that scanners and eyes take for letters: *R0SITA*.
pub fn mended(word: &str) -> String {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    if digits == 0 || digits * 2 >= word.chars().count() {
        return word.to_owned();
    }
    let letter = |c| match c {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '6' => 'g',
        '8' => 'b',
        c => c,
    };
    word.chars().map(letter).collect()
}

/// Whether one letter is changed, left out or added, two neighbours are turned, or
/// two letters are read as the one that they look like.
pub fn one_off(a: &[u8], b: &[u8]) -> bool {
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    let same = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - same], &b[..b.len() - same]);
    match (a, b) {
        ([], [_]) | ([_], [] | [_]) => true,
        ([p, q], [r, s]) => p == s && q == r,
        ([x], [p, q]) | ([p, q], [x]) => {
            matches!((&[*p, *q], x), (b"rn", b'm') | (b"cl", b'd') | (b"vv", b'w') | (b"ii", b'u'))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_one() {
        let word = |word| Token::spelt(Nature::Word, word, word, 100, false);
        for (a, b, expected) in [
            ("rosita", "rosita", Some(100)),
            ("rosita", "rocita", Some(100 * SOUND_TIMES)),
            ("r0sita", "rosita", Some(100 * SOUND_TIMES)),
            ("yesenia", "llesenia", Some(100 * SOUND_TIMES)),
            ("marisol", "narisol", Some(100 * ONE_OFF_TIMES)),
            ("marisol", "marsiol", Some(100 * ONE_OFF_TIMES)),
            ("carmita", "carnita", Some(100 * ONE_OFF_TIMES)),
            ("armando", "arrnando", Some(100 * ONE_OFF_TIMES)),
            ("marisol", "maris", Some(100 * CUT_OFF_TIMES)),
            ("ana", "ena", None),
            ("marisol", "mirasal", None),
            ("dulce", "david", None),
        ] {
            assert_eq!(word(a).agrees(&word(b)), expected, "{a} {b}");
            assert_eq!(word(b).agrees(&word(a)), expected, "{b} {a}");
        }
    }
}
