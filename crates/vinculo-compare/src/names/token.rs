//! One word of a name, ready to be compared, and how alike two words are.

use super::edits::{Edits, edits};
use super::frequencies::{BILLION, Frequency};
use super::hypocorisms::{formals, formals_of_surname};
use super::phonetic::{other_key, phonetic_key};

/// Least letters of the longer of words that may differ by one letter: shorter names become others.
const ONE_EDIT_LETTERS: u8 = 4;
/// Least letters of words that may differ by a slip (neighbouring keys, letters that
/// look alike, two letters turned).
const SLIP_LETTERS: u8 = 3;
/// Least letters of words that may be similar.
const SIMILAR_LETTERS: u8 = 5;
/// Letters of the shorter word for each letter in which similar words differ.
/// Judgement: two of seven letters (*Guillermo*, *Guilermo* is one; *Castellanos*,
/// *Castelanes* two).
const LETTERS_PER_EDIT: u8 = 3;
/// Least letters of a word that is the beginning of a longer one: cut off by a form.
const CUT_OFF_LETTERS: u8 = 4;
/// Most letters in which similar words may differ.
const MOST_EDITS: u8 = 2;

/// A word of a name.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Token {
    pub text: Box<str>,
    /// Hash of the text; of how it sounds; of how it sounds by another tradition.
    pub hash: u64,
    pub sound: u64,
    pub other_sound: u64,
    /// One bit for each letter that occurs.
    pub letters: u32,
    /// Letters.
    pub len: u8,
    /// What agreeing on it tells, in eighths of a bit.
    pub bits: u8,
    /// Numbers of the formal names that it may stand for, ascending.
    pub formals: Box<[u32]>,
    /// How many bear it.
    pub frequency: Frequency,
    /// A name by marriage (*de Gómez*) or one more of a column: says nothing where the
    /// other record does not have it.
    pub is_extra: bool,
}

/// How alike two words are, closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Alike {
    Exact,
    /// Another spelling of the same sound.
    Sound,
    OneEdit,
    /// Short form and name, two short forms of one name, or a name in two languages.
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

    /// The same name, however it is written.
    pub fn is_close(self) -> bool {
        self <= Alike::Nickname
    }
}

impl Token {
    pub fn given(text: &str, frequency: Frequency) -> Self {
        Self::new(text, frequency, formals(text))
    }

    pub fn surname(text: &str, frequency: Frequency, is_extra: bool) -> Self {
        Self { is_extra, ..Self::new(text, frequency, formals_of_surname(text)) }
    }

    /// A word that may be either: alike where a given name or a surname is, and known
    /// where one of them is.
    pub fn either(text: &str, frequency: Frequency, is_surname: bool) -> Self {
        let mut all = formals(text);
        all.extend(formals_of_surname(text));
        all.sort_unstable();
        all.dedup();
        let is_known = frequency.is_known || is_surname;
        Self::new(text, Frequency { is_known, ..frequency }, all)
    }

    fn new(text: &str, frequency: Frequency, formals: Vec<u32>) -> Self {
        let letters =
            text.bytes().filter(u8::is_ascii_lowercase).fold(0, |set, b| set | 1 << (b - b'a'));
        let sound = sound_of(text);
        let other_sound = other_key(text).map_or(sound, |key| hash_of(&key));
        let len = u8::try_from(text.chars().count()).unwrap_or(u8::MAX);
        let bits = (-(f64::from(frequency.shares[0].max(1)) / BILLION).log2() * 8.0)
            .clamp(8.0, 160.0) as u8;
        Self {
            text: text.into(),
            hash: hash_of(text),
            sound,
            other_sound,
            letters,
            len,
            bits,
            formals: formals.into(),
            frequency,
            is_extra: false,
        }
    }

    /// Share of people who bear it, 0 to 1: of all, of one country, or of one department.
    pub fn share(&self, near: usize) -> f64 {
        f64::from(self.frequency.shares[near]) / BILLION
    }

    /// How alike two words are.
    pub fn alike(&self, other: &Token) -> Alike {
        if self.hash == other.hash && self.text == other.text {
            return Alike::Exact;
        }
        if self.sound == other.sound
            || self.other_sound == other.sound
            || self.sound == other.other_sound
        {
            return Alike::Sound;
        }
        if share_one(&self.formals, &other.formals) {
            return Alike::Nickname;
        }
        if self.len == 1 || other.len == 1 {
            let first = |token: &Token| token.text.as_bytes().first().copied();
            return if first(self) == first(other) { Alike::Initial } else { Alike::Different };
        }
        self.alike_by_letters(other)
    }

    fn alike_by_letters(&self, other: &Token) -> Alike {
        let shorter = self.len.min(other.len);
        let longer = self.len.max(other.len);
        let kinds = (self.letters ^ other.letters).count_ones();
        // Each edit changes two kinds of letters at most.
        let most = u32::from((shorter / LETTERS_PER_EDIT).clamp(1, MOST_EDITS));
        let cut_off = kinds <= u32::from(longer - shorter) && self.is_cut_off(other);
        if shorter < SLIP_LETTERS || (kinds > 2 * most && !cut_off) {
            return Alike::Different;
        }
        // One letter between two known names makes another name; two turned letters
        // (García, Gracia) may be a slip.
        if self.frequency.is_known && other.frequency.is_known {
            let is_turned = kinds == 0 && longer == shorter && is_turned(&self.text, &other.text);
            return if is_turned { Alike::Similar } else { Alike::Different };
        }
        if cut_off {
            return if longer - shorter == 1 { Alike::OneEdit } else { Alike::Similar };
        }
        if u32::from(longer - shorter) > most {
            return Alike::Different;
        }
        let Edits { letters, slips } = edits(&self.text, &other.text);
        match letters {
            0 => Alike::OneEdit,
            1 if slips == 1 || longer >= ONE_EDIT_LETTERS => Alike::OneEdit,
            n if shorter >= SIMILAR_LETTERS && u32::from(n) <= most => Alike::Similar,
            _ => Alike::Different,
        }
    }

    /// Whether one word is the beginning of the other.
    fn is_cut_off(&self, other: &Token) -> bool {
        self.len.min(other.len) >= CUT_OFF_LETTERS
            && (self.text.starts_with(&*other.text) || other.text.starts_with(&*self.text))
    }
}

/// Whether two words of one length differ by two neighbouring letters turned.
fn is_turned(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let Some(at) = a.iter().zip(b).position(|(a, b)| a != b) else { return false };
    a.len() == b.len()
        && at + 1 < a.len()
        && (a[at], a[at + 1]) == (b[at + 1], b[at])
        && a[at + 2..] == b[at + 2..]
}

/// Hash of how a word sounds. What has no sound (other scripts) sounds like itself
/// alone.
pub(super) fn sound_of(text: &str) -> u64 {
    let key = phonetic_key(text);
    if key.is_empty() { hash_of(text) } else { hash_of(&key) }
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

    const RARE: Frequency = Frequency { shares: [1; 3], is_known: false };

    #[test]
    fn words_are_alike_as_said() {
        for (a, b, expected) in [
            ("maria", "maria", Alike::Exact),
            ("yovani", "jovani", Alike::Sound),
            ("gonzalez", "gonsales", Alike::Sound),
            ("marta", "martha", Alike::Sound),
            ("cristopher", "christofer", Alike::Sound),
            ("ximenez", "jimenez", Alike::Sound),
            ("guitz", "witz", Alike::Sound),
            ("munioz", "munoz", Alike::Sound),
            ("xochitl", "xochil", Alike::Sound),
            ("ana", "eva", Alike::Different),
            ("pedro", "pablo", Alike::Different),
            ("alejandra", "alejandro", Alike::OneEdit),
            ("jaun", "juan", Alike::OneEdit),
            ("hernadnez", "hernandez", Alike::OneEdit),
            ("hernandea", "hernandez", Alike::OneEdit),
            ("rarnirez", "ramirez", Alike::OneEdit),
            ("garciia", "garcia", Alike::Sound),
            ("hernande", "hernandez", Alike::Sound),
            ("hernan", "hernand", Alike::OneEdit),
            ("hernan", "hernandez", Alike::Similar),
            ("ama", "ana", Alike::OneEdit),
            ("xol", "xoy", Alike::Different),
            ("j", "juan", Alike::Initial),
            ("p", "juan", Alike::Different),
            ("hernandez", "fernandez", Alike::OneEdit),
            ("estuardo", "eduardo", Alike::Similar),
            ("gillermo", "guilermo", Alike::Similar),
            ("guillermo", "gillermo", Alike::OneEdit),
            ("castellanos", "castelanes", Alike::Similar),
            ("castellanos", "castellon", Alike::Different),
            ("juan", "john", Alike::Nickname),
        ] {
            let found = Token::given(a, RARE).alike(&Token::given(b, RARE));
            let turned = Token::given(b, RARE).alike(&Token::given(a, RARE));
            assert_eq!(found, turned, "{a} {b}");
            assert_eq!(found, expected, "{a} {b}");
        }
    }

    #[test]
    fn one_letter_between_known_names_makes_another_name() {
        let known = Frequency { is_known: true, ..RARE };
        let alike = |a, b, other| Token::given(a, known).alike(&Token::given(b, other));
        assert_eq!(alike("mario", "maria", known), Alike::Different);
        assert_eq!(alike("alejandro", "alejandra", known), Alike::Different);
        assert_eq!(alike("garcia", "gracia", known), Alike::Similar);
        assert_eq!(alike("axel", "alex", known), Alike::Different);
        assert_eq!(alike("alejandro", "alejandrp", RARE), Alike::OneEdit);
        assert_eq!(alike("juan", "jua", RARE), Alike::OneEdit);
    }
}
