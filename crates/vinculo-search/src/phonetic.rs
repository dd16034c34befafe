//! Keys by sound: names that are spelt differently and said alike share one.
//!
//! Three foldings, each a key of its own, marked by its first letter:
//! `s` Spanish sound classes, `m` Mayan orthographies (the old registry spelling and
//! the one of 1987), `e` English names respelt in Spanish (*Yeison*, *Brayan*).
//! Source of the classes: the project's domain reference, §8 (names); the rules for
//! respelt names are judgement over the examples there.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use crate::How;
use crate::tokens::{NameToken, SEPARATOR, fold, is_apostrophe};

/// Shortest key that is used: one sound alone says nothing.
const MIN_KEY_SOUNDS: usize = 2;

/// Final *s* or *z* is dropped only if this many sounds remain.
const MIN_SOUNDS_BEFORE_FINAL_S: usize = 3;

/// Abbreviations of names and what they stand for (domain reference, §8).
const ABBREVIATIONS: [(&str, &str); 16] = [
    ("fco", "francisco"),
    ("glez", "gonzalez"),
    ("gmez", "gomez"),
    ("gmz", "gomez"),
    ("gpe", "guadalupe"),
    ("gzlez", "gonzalez"),
    ("hdez", "hernandez"),
    ("hdz", "hernandez"),
    ("jn", "jean"),
    ("lpz", "lopez"),
    ("ma", "maria"),
    ("mie", "marie"),
    ("mtz", "martinez"),
    ("rdez", "rodriguez"),
    ("rdz", "rodriguez"),
    ("rguez", "rodriguez"),
];

/// The terms under which a word stands in the phonetic field: one per key, each
/// followed by the word's surface.
pub(crate) fn terms(token: &NameToken) -> Vec<String> {
    let surface = &token.surface;
    keys(surface).into_iter().map(|key| format!("{key}{SEPARATOR}{surface}")).collect()
}

/// How a match by this key counts.
pub(crate) fn how(key: &str) -> How {
    if key.starts_with('e') { How::Respelt } else { How::Phonetic }
}

/// All keys of a word; none if it has digits or is too short.
pub(crate) fn keys(surface: &str) -> BTreeSet<String> {
    let folded = fold(surface);
    let expanded = ABBREVIATIONS.iter().find(|(short, _)| *short == folded).map(|(_, long)| *long);
    let letters = letters(expanded.unwrap_or(surface));
    let mut keys = BTreeSet::new();
    if letters.iter().any(char::is_ascii_digit) {
        return keys;
    }
    // An x is said as s or as j: Ximena is Jimena, Xiomara is Siomara.
    for x in ['S', 'J'] {
        keys.extend(mark('s', &spanish(&letters, x)));
    }
    keys.extend(mark('m', &mayan(&letters)));
    keys.extend(mark('e', &respelt(&letters)));
    keys
}

fn mark(folding: char, sounds: &[char]) -> Option<String> {
    let mut sounds = sounds.to_vec();
    sounds.dedup();
    let long_enough = sounds.len() >= MIN_KEY_SOUNDS;
    long_enough.then(|| std::iter::once(folding).chain(sounds).collect())
}

/// Letters in lower case: accents and apostrophes out, ñ and ü kept.
fn letters(surface: &str) -> Vec<char> {
    let mut letters = Vec::new();
    for c in surface.nfc().filter(|c| !is_apostrophe(*c)) {
        match c {
            'ñ' | 'ü' => letters.push(c),
            _ => letters.extend(fold(c.encode_utf8(&mut [0; 4])).chars()),
        }
    }
    letters
}

fn is_front(c: Option<char>) -> bool {
    matches!(c, Some('e' | 'i'))
}

fn is_vowel(c: Option<char>) -> bool {
    matches!(c, Some('a' | 'e' | 'i' | 'o' | 'u' | 'ü'))
}

/// Spanish sound classes: b=v=w=gu(a)=hu, s=c(e,i)=z, ll=y=i, silent h, g(e,i)=j,
/// qu=k=c, ñ=ni, m=n before a consonant, doubled letters, final s and z.
fn spanish(letters: &[char], x: char) -> Vec<char> {
    let mut sounds = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let (c, next, after) =
            (letters[at], letters.get(at + 1).copied(), letters.get(at + 2).copied());
        let (sound, taken): (&[char], usize) = match (c, next) {
            ('b' | 'v' | 'w', _) => (&['B'], 1),
            ('c', Some('h')) => (&['C'], 2),
            ('c', Some('e' | 'i')) | ('s' | 'z', _) => {
                (&['S'], if c == 's' && next == Some('h') { 2 } else { 1 })
            }
            ('q', Some('u')) if is_front(after) => (&['K'], 2),
            ('c' | 'k' | 'q', _) => (&['K'], 1),
            ('g', Some('e' | 'i')) | ('j', _) => (&['J'], 1),
            ('g', Some('u')) if is_front(after) => (&['G'], 2),
            ('g', Some('u' | 'ü')) if is_vowel(after) => (&['B'], 2),
            ('h', Some('u')) if is_vowel(after) => (&['B'], 2),
            ('h', _) => (&[], 1),
            ('p', Some('h')) => (&['F'], 2),
            ('l', Some('l')) => (&['I'], 2),
            ('y' | 'i', _) => (&['I'], 1),
            ('ñ', _) if next == Some('i') => (&['N'], 1),
            ('ñ', _) => (&['N', 'I'], 1),
            ('m', Some(n)) if !is_vowel(Some(n)) && n != 'y' && n != 'm' => (&['N'], 1),
            ('x', _) => (if x == 'S' { &['S'] } else { &['J'] }, 1),
            ('ü', _) => (&['u'], 1),
            _ => (std::slice::from_ref(&letters[at]), 1),
        };
        sounds.extend(sound.iter().map(char::to_ascii_uppercase));
        at += taken;
    }
    sounds.dedup();
    if sounds.len() > MIN_SOUNDS_BEFORE_FINAL_S && sounds.last() == Some(&'S') {
        sounds.pop();
    }
    sounds
}

/// Mayan orthographies: k=q=c=qu=g(final), tz=ts=dz, x=sh=s, w=v=gu=hu, j=h, double vowels.
fn mayan(letters: &[char]) -> Vec<char> {
    let mut sounds = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let (c, next, after) =
            (letters[at], letters.get(at + 1).copied(), letters.get(at + 2).copied());
        let (sound, taken) = match (c, next) {
            ('t', Some('z' | 's')) | ('d', Some('z')) => ('Z', 2),
            ('c', Some('h')) => ('C', 2),
            ('s', Some('h')) => ('X', 2),
            ('c', Some('e' | 'i')) | ('x' | 's', _) => ('X', 1),
            ('q', Some('u')) if is_vowel(after) => ('K', 2),
            ('k' | 'q' | 'c', _) | ('g', None) => ('K', 1),
            ('g' | 'h', Some('u' | 'ü')) if is_vowel(after) => ('W', 2),
            ('w' | 'v', _) => ('W', 1),
            ('j' | 'h', _) => ('J', 1),
            ('l', Some('l')) if is_vowel(after) => ('I', 2),
            ('y', _) => ('I', 1),
            ('ñ', _) => ('N', 1),
            ('ü', _) => ('U', 1),
            _ => (c.to_ascii_uppercase(), 1),
        };
        sounds.push(sound);
        at += taken;
    }
    sounds.dedup();
    // Ixcoy = Ishcoy = Xcoy: the vowel before x and a consonant comes and goes.
    let consonant = sounds.get(2).is_some_and(|c| !"AEIOU".contains(*c));
    if sounds.starts_with(&['I', 'X']) && consonant {
        sounds.remove(0);
    }
    sounds
}

/// English names as they are respelt: y=j=g(e,i) at the start, ei=ai=ay=e=i=y, u=o,
/// sh=ch, th=t, ph=f, v=b=w, (e)s before a consonant, a weak vowel before a final
/// l, n or r.
fn respelt(letters: &[char]) -> Vec<char> {
    let mut sounds = respelt_sounds(letters);
    sounds.dedup();
    if sounds.starts_with(&['E', 'S']) && sounds.get(2).is_some_and(|c| !is_respelt_vowel(*c)) {
        sounds.remove(0);
    }
    weaken_last_vowel(&mut sounds);
    sounds
}

fn respelt_sounds(letters: &[char]) -> Vec<char> {
    let mut sounds = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let (c, next, after) =
            (letters[at], letters.get(at + 1).copied(), letters.get(at + 2).copied());
        let first = at == 0;
        let (sound, taken) = match (c, next) {
            ('g', Some('e' | 'i')) if first && is_vowel(after) => (Some('Y'), 2),
            ('l', Some('l')) if first => (Some('Y'), 2),
            ('j', _) | ('g', Some('e' | 'i')) => (Some('Y'), 1),
            ('y', _) if first && is_vowel(next) => (Some('Y'), 1),
            ('a' | 'e', Some('i' | 'y')) => (Some('E'), 2),
            ('a', Some(n)) if opens_english_syllable(n, after) => (Some('E'), 1),
            ('e' | 'i' | 'y', _) => (Some('E'), 1),
            ('o', Some('u' | 'o')) => (Some('O'), 2),
            ('o' | 'u' | 'ü', _) => (Some('O'), 1),
            ('s' | 'c', Some('h')) if next == Some('h') => {
                // Michael: ch is k before a and e.
                let hard = c == 'c' && letters[at..].starts_with(&['c', 'h', 'a', 'e']);
                (Some(if hard { 'K' } else { 'X' }), 2)
            }
            ('t', Some('h')) => (Some('T'), 2),
            ('p', Some('h')) => (Some('F'), 2),
            ('c', Some('k')) => (Some('K'), 2),
            ('q', Some('u')) if is_front(after) => (Some('K'), 2),
            ('c', Some('e' | 'i')) | ('s' | 'z', _) => (Some('S'), 1),
            ('c' | 'k' | 'q', _) => (Some('K'), 1),
            ('b' | 'v' | 'w', _) => (Some('B'), 1),
            ('h', _) => (None, 1),
            ('ñ', _) => (Some('N'), 1),
            _ => (Some(c.to_ascii_uppercase()), 1),
        };
        sounds.extend(sound);
        at += taken;
    }
    sounds
}

/// *Jason*, *Mason*: an a before one consonant and o is said ei.
fn opens_english_syllable(next: char, after: Option<char>) -> bool {
    matches!(next, 's' | 'c' | 'z') && matches!(after, Some('o' | 'y'))
}

fn is_respelt_vowel(c: char) -> bool {
    matches!(c, 'A' | 'E' | 'O')
}

/// *Maikol* is *Maikel*: the last vowels before l, n or r become one E, if the word
/// has another vowel before them.
fn weaken_last_vowel(sounds: &mut Vec<char>) {
    let Some('L' | 'N' | 'R') = sounds.last() else { return };
    let end = sounds.len() - 1;
    let vowels = sounds[..end].iter().rev().take_while(|c| is_respelt_vowel(**c)).count();
    let start = end - vowels;
    let has_other = sounds[..start].iter().any(|c| is_respelt_vowel(*c));
    if vowels > 0 && has_other {
        sounds.splice(start..end, ['E']);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(folding: char, a: &str, b: &str) -> bool {
        let of = |name: &str| -> BTreeSet<String> {
            keys(name).into_iter().filter(|key| key.starts_with(folding)).collect()
        };
        !of(a).is_disjoint(&of(b))
    }

    fn check(folding: char, groups: &[&[&str]]) {
        for group in groups {
            for name in *group {
                assert!(
                    share(folding, group[0], name),
                    "{} {name}: {:?} {:?}",
                    group[0],
                    keys(group[0]),
                    keys(name)
                );
            }
        }
    }

    #[test]
    fn spanish_spellings_of_one_sound_share_a_key() {
        check(
            's',
            &[
                &["López", "Lopes", "Lope"],
                &["Vásquez", "Bazquez", "Básques", "Vazques"],
                &["Hernández", "Ernandes"],
                &["Jiménez", "Giménez", "Ximenes"],
                &["Xiomara", "Siomara"],
                &["Yolanda", "Llolanda", "Iolanda"],
                &["Quintanilla", "Kintaniya", "Quintania"],
                &["Guadalupe", "Wadalupe"],
                &["Walter", "Gualter", "Hualter"],
                &["Muñoz", "Munioz"],
                &["Guillermo", "Guiyermo"],
                &["Ramírez", "Rammirez"],
                &["Columba", "Colunba"],
                &["Josefina", "Josephina"],
                &["Ma", "María"],
                &["Hdez", "Hernández"],
            ],
        );
        assert!(!share('s', "López", "Pérez"));
        assert!(!share('s', "Juan", "Jaime"));
    }

    #[test]
    fn mayan_orthographies_share_a_key() {
        check(
            'm',
            &[
                &["Caal", "Ca'al", "Kaal", "Qa’al"],
                &["Choc", "Chok", "Ch'oq"],
                &["Ixcoy", "Ishcoy", "Xcoy"],
                &["Tzoc", "Tsok"],
                &["Quej", "Kej"],
                &["Güitz", "Witz", "Huitz"],
                &["Xol", "Shol"],
                &["Quiché", "K'iche'"],
            ],
        );
        assert!(!share('m', "Caal", "Choc"));
    }

    #[test]
    fn respelt_english_names_share_a_key() {
        check(
            'e',
            &[
                &["Jason", "Yeison", "Jeison", "Yeyson", "Jayson"],
                &["Brian", "Brayan", "Bryan"],
                &["Michael", "Maikel", "Maikol"],
                &["Steven", "Estiven", "Stiven", "Estevin"],
                &["Jessica", "Yésica", "Yessica"],
                &["John", "Jhon", "Yon"],
                &["Jonathan", "Yonatan", "Jhonatan"],
                &["Jennifer", "Yénifer", "Yenifer"],
                &["Geovanny", "Jovany", "Yovani"],
                &["Kevin", "Quevin", "Kevyn"],
            ],
        );
        assert!(!share('e', "Jason", "Jessica"));
        assert!(!share('e', "John", "Juan"));
    }

    #[test]
    fn words_without_sound_have_no_key() {
        assert!(keys("").is_empty());
        assert!(keys("a").is_empty());
        assert!(keys("123").is_empty());
        assert!(keys("h").is_empty());
    }
}
