//! The words of a mark's description: stopwords out, motifs under one name, names,
//! dates and initials as what they are.

use vinculo_record::vocab::MarkType;
use vinculo_record::{Lang, fold};

use super::figures::{
    DATE_PPM, DAY_PPM, DIGITS_PPM, INITIAL_SHARE, INITIALS_PPM, LEAST_PPM, MARK_WORD_PPM,
    MOST_WORDS, NAME_PPM, WORD_PPM, YEAR_PPM,
};
use super::inscription::{date, initials};
use super::lexicon::LEXICON;
use super::token::{Nature, Token, mended};
use crate::names::{is_given_name, reference_shares};

/// The tokens of a description, ascending by id, each once.
pub fn tokens(kind: MarkType, text: &str) -> Box<[Token]> {
    let mut out: Vec<Token> = words(kind, text).into_iter().map(|(token, _)| token).collect();
    // of too many, what is a part of others goes first, and what tells least
    out.sort_by_key(|token| (token.id, token.parent));
    out.dedup_by_key(|token| token.id);
    out.sort_by_key(|token| (token.parent, token.ppm, token.id));
    out.truncate(MOST_WORDS);
    out.sort_unstable();
    out.into_boxed_slice()
}

/// The words that `wanted` accepts as they are shown: motifs by their name, others
/// as written without accents.
pub fn names(
    kind: MarkType,
    text: &str,
    lang: Lang,
    wanted: impl Fn(Token) -> bool,
) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for (token, word) in words(kind, text) {
        if token.parent || !wanted(token) {
            continue;
        }
        let name = LEXICON.name(token, lang).map_or(word, str::to_owned);
        if !out.contains(&name) {
            out.push(name);
        }
    }
    out
}

fn words(kind: MarkType, text: &str) -> Vec<(Token, String)> {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let stems: Vec<String> = words.iter().map(|word| stem(word)).collect();
    let mut out: Vec<(Token, String)> = Vec::new();
    // the last plain word, to be joined with the next: Mari Sol
    let mut last: Option<&str> = None;
    let mut at = 0;
    while at < words.len() {
        if let Some((tokens, taken)) = phrase(kind, &words, &stems, at) {
            let shown = words[at..at + taken].join(" ");
            out.extend(tokens.into_iter().map(|token| (token, shown.clone())));
            at += taken;
            last = None;
            continue;
        }
        let (word, stem) = (words[at], &stems[at]);
        let measure = words.get(at + 1).is_some_and(|next| matches!(*next, "cm" | "mm" | "cms"));
        at += 1;
        let digits = word.bytes().any(|b| b.is_ascii_digit());
        let short = word.chars().count() < if digits { 1 } else { 2 };
        if short || (digits && measure) || LEXICON.is_stopword(kind, stem) {
            continue;
        }
        if let Some(tokens) = LEXICON.misspelt(kind, word) {
            out.extend(tokens.into_iter().map(|token| (token, word.to_owned())));
            continue;
        }
        out.push((word_token(kind, word, stem), word.to_owned()));
        if let Some(before) = last.filter(|_| !digits) {
            let whole = format!("{before}{word}");
            let joined = self::stem(&whole);
            let token = Token::spelt(Nature::Word, &whole, &joined, word_ppm(kind), true);
            out.push((token, whole));
        }
        last = Some(word).filter(|_| !digits);
    }
    out
}

/// What more than a word begins here: a date, a motif, initials.
fn phrase(
    kind: MarkType,
    words: &[&str],
    stems: &[String],
    at: usize,
) -> Option<(Vec<Token>, usize)> {
    if let Some((written, taken)) = date(&words[at..]) {
        let mut out = Vec::new();
        if let (Some((a, b)), Some(year)) = (written.day, written.year) {
            out.push(Token::fixed(Nature::Date, &format!("@{a}-{b}-{year}"), DATE_PPM, false));
        }
        let part = !out.is_empty();
        out.extend(
            written
                .day
                .map(|(a, b)| Token::fixed(Nature::Date, &format!("@{a}-{b}"), DAY_PPM, part)),
        );
        out.extend(
            written
                .year
                .map(|year| Token::fixed(Nature::Date, &format!("@{year}"), YEAR_PPM, part)),
        );
        return Some((out, taken));
    }
    if let Some(found) = LEXICON.meant(kind, &stems[at..]) {
        return Some(found);
    }
    let before = at.checked_sub(1).map(|before| words[before]);
    let (letters, taken) = initials(before, &words[at..])?;
    if taken == 1 && LEXICON.is_stopword(kind, &stems[at]) {
        return None;
    }
    let ppm = f64::from(INITIALS_PPM) * INITIAL_SHARE.powi(letters.len() as i32);
    let ppm = (ppm as u32).max(LEAST_PPM);
    Some((vec![Token::fixed(Nature::Initials, &format!("#{letters}"), ppm, false)], taken))
}

fn word_token(kind: MarkType, word: &str, stem: &str) -> Token {
    let letters = mended(word);
    if letters.bytes().any(|b| b.is_ascii_digit()) {
        return Token::fixed(Nature::Digits, word, DIGITS_PPM, false);
    }
    if is_given_name(&letters) {
        let (given, surname) = reference_shares(&letters);
        let ppm = (given.max(surname) * f64::from(NAME_PPM)) as u32;
        return Token::spelt(Nature::Name, word, word, ppm.max(LEAST_PPM), false);
    }
    Token::spelt(Nature::Word, word, stem, word_ppm(kind), false)
}

/// Share of descriptions with a word that no table has.
const fn word_ppm(kind: MarkType) -> u32 {
    if matches!(kind, MarkType::Tattoo | MarkType::RemovedTattoo) {
        WORD_PPM
    } else {
        MARK_WORD_PPM
    }
}

/// The word without its ending of number and gender: *cruces* → *cruz*, *flores* →
/// *flor*, *eagles* and *eagle* → *eagl*.
pub fn stem(word: &str) -> String {
    if let Some(root) = word.strip_suffix("ces").filter(|root| root.len() >= 2) {
        return format!("{root}z");
    }
    let root = word.strip_suffix('s').filter(|root| root.len() >= 3).unwrap_or(word);
    root.strip_suffix(['a', 'e', 'o']).filter(|root| root.len() >= 4).unwrap_or(root).to_owned()
}

/// FNV-1a, 32 bits: the same on every machine.
pub fn fnv(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: MarkType, text: &str, expected: &[&str]) {
        assert_eq!(names(kind, text, Lang::Es, |_| true), expected, "{text}");
    }

    #[test]
    fn motifs_and_words() {
        use MarkType::{Birthmark, Scar, Tattoo};
        check(Tattoo, "Tatuaje de una rosa en el brazo derecho", &["rosa"]);
        check(Tattoo, "roses and two hearts", &["rosa", "corazón"]);
        check(Tattoo, "la Santa Muerte", &["santa muerte"]);
        check(Tattoo, "Virgen de Guadalupe con rosas", &["virgen de guadalupe", "rosa"]);
        check(Tattoo, "letras «Marisol»", &["letras", "marisol"]);
        check(Tattoo, "barrio 18", &["18"]);
        check(Tattoo, "18 de mayo", &["18 de mayo"]);
        check(Tattoo, "iniciales J.L.", &["letras", "j l"]);
        check(Tattoo, "calabera y corason", &["calavera", "corazón"]);
        check(Tattoo, "MI MADRE", &["madre"]);
        check(Tattoo, "mom", &["madre"]);
        check(Tattoo, "ilegible, tinta negra, 5 cm", &[]);
        check(Scar, "de 3 cm en forma de luna, ceja izquierda", &["media luna"]);
        check(Scar, "operación de vesícula", &["operación", "vesícula"]);
        check(Scar, "cicatriz", &[]);
        check(Birthmark, "mancha de nacimiento", &[]);
        check(Tattoo, "", &[]);
    }
}
