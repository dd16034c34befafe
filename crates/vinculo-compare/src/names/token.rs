//! One word of a name, ready to be compared, and how alike two words are.

use super::frequencies::BILLION;
use super::hypocorisms::formals;
use super::phonetic::phonetic_key;

/// Least letters of words that may differ by one: shorter names become others.
const ONE_EDIT_LETTERS: u8 = 4;
/// Least letters of words that may be similar.
const SIMILAR_LETTERS: u8 = 5;
/// Jaro–Winkler similarity from which two words are similar. Judgement: 0.88 and
/// more are Splink's usual thresholds for a close name.
const SIMILAR: f64 = 0.90;
/// Kinds of letters in which similar words may differ: a bound that spares most of
/// the work and, for words of five letters and more at that similarity, costs none.
const SIMILAR_KINDS: u32 = 5;

/// Share of people, in parts per billion, from which a name is known: one letter
/// between two known names makes another name (Mario, María; Mora, Moya), not a
/// mistake. Judgement: 1 in 10,000, some 900 given names and 1,900 surnames beside
/// the regional ones.
const KNOWN_SHARE: u32 = 100_000;

/// A word of a name.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Token {
    pub text: Box<str>,
    /// Hash of the text, and of how it sounds.
    hash: u64,
    sound: u64,
    /// One bit for each letter that occurs.
    letters: u32,
    len: u8,
    /// Numbers of the formal names that it may stand for.
    formals: &'static [u32],
    /// Share of people who bear it, in parts per billion.
    share: u32,
}

/// How alike two words are, closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Alike {
    Exact,
    /// Another spelling of the same sound.
    Sound,
    OneEdit,
    /// Short form and name, or two short forms of one name.
    Nickname,
    Initial,
    Similar,
    Different,
}

impl Alike {
    /// Another spelling, by sound or by one letter.
    pub const fn is_spelling(self) -> bool {
        matches!(self, Alike::Sound | Alike::OneEdit)
    }
}

impl Token {
    pub fn given(text: &str, share: u32) -> Self {
        Self::new(text, share, formals(text))
    }

    pub fn surname(text: &str, share: u32) -> Self {
        Self::new(text, share, &[])
    }

    fn new(text: &str, share: u32, formals: &'static [u32]) -> Self {
        let letters =
            text.bytes().filter(u8::is_ascii_lowercase).fold(0, |set, b| set | 1 << (b - b'a'));
        let sound = phonetic_key(text);
        // What has no sound (other scripts) sounds like itself alone.
        let sound = if sound.is_empty() { hash_of(text) } else { hash_of(&sound) };
        let len = u8::try_from(text.chars().count()).unwrap_or(u8::MAX);
        Self { text: text.into(), hash: hash_of(text), sound, letters, len, formals, share }
    }

    /// Share of people who bear it, 0 to 1.
    pub fn frequency(&self) -> f64 {
        f64::from(self.share) / BILLION
    }

    /// How alike two words are.
    pub fn alike(&self, other: &Token) -> Alike {
        if self.hash == other.hash && self.text == other.text {
            return Alike::Exact;
        }
        if self.sound == other.sound {
            return Alike::Sound;
        }
        if share_one(self.formals, other.formals) {
            return Alike::Nickname;
        }
        if self.len == 1 || other.len == 1 {
            let first = |token: &Token| token.text.chars().next();
            return if first(self) == first(other) { Alike::Initial } else { Alike::Different };
        }
        self.alike_by_letters(other)
    }

    fn alike_by_letters(&self, other: &Token) -> Alike {
        let shorter = self.len.min(other.len);
        let longer = self.len.max(other.len);
        let kinds = (self.letters ^ other.letters).count_ones();
        if kinds > SIMILAR_KINDS || longer - shorter > 2 || shorter < ONE_EDIT_LETTERS {
            return Alike::Different;
        }
        let both_known = self.share.min(other.share) >= KNOWN_SHARE;
        if longer - shorter <= 1 && kinds <= 2 && strsim::osa_distance(&self.text, &other.text) == 1
        {
            return if both_known { Alike::Different } else { Alike::OneEdit };
        }
        if !both_known
            && shorter >= SIMILAR_LETTERS
            && strsim::jaro_winkler(&self.text, &other.text) >= SIMILAR
        {
            return Alike::Similar;
        }
        Alike::Different
    }
}

/// Whether two ascending lists share a number.
pub(super) fn share_one(a: &[u32], b: &[u32]) -> bool {
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
        }
    }
    false
}

/// FNV-1a, the same on every machine.
pub(crate) fn hash_of(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_alike_as_said() {
        for (a, b, expected) in [
            ("maria", "maria", Alike::Exact),
            ("yovani", "jovani", Alike::Sound),
            ("gonzalez", "gonsales", Alike::Sound),
            ("marta", "martha", Alike::Sound),
            ("ana", "eva", Alike::Different),
            ("pedro", "pablo", Alike::Different),
            ("alejandra", "alejandro", Alike::OneEdit),
            ("j", "juan", Alike::Initial),
            ("p", "juan", Alike::Different),
            ("hernandez", "fernandez", Alike::OneEdit),
            ("estuardo", "eduardo", Alike::Different),
            ("cristopher", "christofer", Alike::Sound),
            ("gillermo", "guilermo", Alike::Similar),
            ("guillermo", "gillermo", Alike::OneEdit),
            ("juan", "john", Alike::Nickname),
        ] {
            let found = Token::given(a, 1).alike(&Token::given(b, 1));
            let turned = Token::given(b, 1).alike(&Token::given(a, 1));
            assert_eq!(found, turned, "{a} {b}");
            assert_eq!(found, expected, "{a} {b}");
        }
    }

    #[test]
    fn one_letter_between_known_names_makes_another_name() {
        let alike = |a, b, share| Token::given(a, KNOWN_SHARE).alike(&Token::given(b, share));
        assert_eq!(alike("mario", "maria", KNOWN_SHARE), Alike::Different);
        assert_eq!(alike("alejandro", "alejandra", KNOWN_SHARE), Alike::Different);
        assert_eq!(alike("alejandro", "alejandrp", 1), Alike::OneEdit);
    }
}
