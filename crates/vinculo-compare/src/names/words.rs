//! Names cut into the words that are compared.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use vinculo_record::Record;

use super::frequencies::reference_shares;

/// Words that join names and say nothing of a person.
const PARTICLES: &[&str] = &[
    "de", "del", "la", "las", "lo", "los", "y", "e", "i", "da", "do", "dos", "das", "di", "du",
    "des", "van", "von",
];
/// After these stands a husband's surname: not the person's own.
const WIDOW: &[&str] = &["viuda", "vda"];
/// Joined with the word after them: San Martín is one surname.
const SAINTS: &[&str] = &["san", "santa", "santo", "sta", "sto"];
/// Abbreviations as they stand on the region's forms.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("ma", "maria"),
    ("mie", "marie"),
    ("jn", "jean"),
    ("fco", "francisco"),
    ("fca", "francisca"),
    ("gpe", "guadalupe"),
    ("hdez", "hernandez"),
    ("hndz", "hernandez"),
    ("glez", "gonzalez"),
    ("gzlz", "gonzalez"),
    ("mtz", "martinez"),
    ("mtnz", "martinez"),
    ("rdz", "rodriguez"),
    ("rdgz", "rodriguez"),
    ("gmz", "gomez"),
    ("lpz", "lopez"),
    ("prz", "perez"),
    ("szz", "sanchez"),
    ("jmz", "jimenez"),
    ("rmz", "ramirez"),
];

/// All words of a name: lower case, without accents and apostrophes (*Ca'al* is
/// one word), abbreviations written out.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            word.push(c);
        } else if !is_glottal(c) && !word.is_empty() {
            words.push(written_out(std::mem::take(&mut word)));
        }
    }
    if !word.is_empty() {
        words.push(written_out(word));
    }
    words
}

/// Words without particles, also where they are written as one with the name
/// (*Delacruz*); saints joined with their names. What follows *viuda* is left out.
pub(super) fn name_words(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut saint = None;
    let words = words(text);
    for (at, word) in words.iter().enumerate() {
        // De la O: the letter is a name and not an initial.
        if word.chars().count() == 1 && at > 0 && words[at - 1] == "la" {
            names.push(format!("la{word}"));
            continue;
        }
        let word = without_particle(word).to_owned();
        if WIDOW.contains(&word.as_str()) {
            break;
        }
        if PARTICLES.contains(&word.as_str()) {
            continue;
        }
        if SAINTS.contains(&word.as_str()) && saint.is_none() {
            saint = Some(word);
            continue;
        }
        match saint.take() {
            Some(saint) => names.push(saint + &word),
            None => names.push(word),
        }
    }
    names.extend(saint);
    names
}

/// The word without an article that is written as one with it.
fn without_particle(word: &str) -> &str {
    /// Fewest letters of a name after the article.
    const NAME_LETTERS: usize = 4;
    ["delos", "delas", "dela"]
        .into_iter()
        .filter_map(|joined| word.strip_prefix(joined))
        .find(|name| name.chars().count() >= NAME_LETTERS)
        .unwrap_or(word)
}

/// The words of a record's names: given names, and up to two surnames.
pub(super) struct NameParts {
    pub given: Vec<String>,
    pub surnames: Vec<String>,
}

impl NameParts {
    /// From the columns of their own; else from the undivided name.
    pub fn of(record: &Record) -> Self {
        let identity = &record.identity;
        let column = |text: &Option<String>| text.as_deref().map(name_words).unwrap_or_default();
        let given = column(&identity.given_names);
        let surnames = two(column(&identity.paternal_surname), column(&identity.maternal_surname));
        match (&identity.full_name, given.is_empty(), surnames.is_empty()) {
            (Some(full), true, true) => Self::of_full(full),
            // The other part is what the columns do not have.
            (Some(full), false, true) => {
                let surnames = two(without(name_words(full), &given), vec![]);
                Self { given, surnames }
            }
            (Some(full), true, false) => {
                let given = without(name_words(full), &surnames);
                Self { given, surnames }
            }
            (None, true, true) => {
                let alias = identity.aliases.first().map(|a| name_words(a)).unwrap_or_default();
                Self { given: alias, surnames }
            }
            _ => Self { given, surnames },
        }
    }

    /// An undivided name. A comma stands after the surnames. Without one, of all
    /// ways of cutting it into given names and one or two surnames, in either
    /// order, the likeliest by the reference tables; names that the tables do not
    /// know leave it to the usual order.
    pub fn of_full(text: &str) -> Self {
        if let Some((surnames, given)) = text.split_once(',') {
            return Self { given: name_words(given), surnames: two(name_words(surnames), vec![]) };
        }
        let words = name_words(text);
        if words.is_empty() {
            return Self { given: Vec::new(), surnames: Vec::new() };
        }
        if let [word] = words.as_slice() {
            let (given, surname) = reference_shares(word);
            let none = Vec::new();
            return match given >= surname {
                true => Self { given: words, surnames: none },
                false => Self { given: none, surnames: words },
            };
        }
        let (given, surnames) = likeliest_cut(&words);
        Self { given: given.to_vec(), surnames: two(surnames.to_vec(), vec![]) }
    }
}

/// Most given names before a single surname; a longer name has two.
const CUT_GIVEN: usize = 3;
/// Share of undivided names that begin with the given names. Judgement: forms of the
/// region put surnames first in about a quarter.
const GIVEN_FIRST: f64 = 0.75;
/// Share of undivided names with both surnames. Judgement: papers of one country have
/// two, those of the United States one.
const TWO_SURNAMES: f64 = 0.70;

/// Given names, then surnames.
type Cut<'a> = (&'a [String], &'a [String]);

/// The likeliest cut of two words and more.
fn likeliest_cut(words: &[String]) -> Cut<'_> {
    let shares: Vec<(f64, f64)> = words.iter().map(|word| reference_shares(word)).collect();
    let mut best: Option<(f64, Cut)> = None;
    for count in [2, 1].into_iter().filter(|count| *count < words.len()) {
        let given = words.len() - count;
        if given > CUT_GIVEN && count < 2 {
            continue;
        }
        for given_first in [true, false] {
            let at = if given_first { given } else { count };
            let likelihood = |side: &[(f64, f64)], is_given: bool| -> f64 {
                side.iter().map(|(g, s)| if is_given { g.ln() } else { s.ln() }).sum()
            };
            let order = if given_first { GIVEN_FIRST } else { 1.0 - GIVEN_FIRST };
            let number = if count == 2 { TWO_SURNAMES } else { 1.0 - TWO_SURNAMES };
            let score = order.ln()
                + number.ln()
                + likelihood(&shares[..at], given_first)
                + likelihood(&shares[at..], !given_first);
            if best.as_ref().is_none_or(|(known, _)| score > *known) {
                let (first, rest) = words.split_at(at);
                best = Some((score, if given_first { (first, rest) } else { (rest, first) }));
            }
        }
    }
    best.map_or((words, &[]), |(_, cut)| cut)
}

/// The words that are not among those, each taken once.
fn without(mut words: Vec<String>, taken: &[String]) -> Vec<String> {
    for word in taken {
        if let Some(at) = words.iter().position(|known| known == word) {
            words.remove(at);
        }
    }
    words
}

/// Paternal and maternal surname, each one word: what is compound is joined.
fn two(mut paternal: Vec<String>, maternal: Vec<String>) -> Vec<String> {
    if maternal.is_empty() && paternal.len() > 1 {
        let rest = paternal.split_off(1);
        return two(paternal, rest);
    }
    [paternal, maternal].into_iter().filter(|p| !p.is_empty()).map(|p| p.concat()).collect()
}

/// The signs that stand for a glottal stop, and the accents typed for them.
const fn is_glottal(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | '′' | 'ꞌ')
}

fn written_out(word: String) -> String {
    match ABBREVIATIONS.iter().find(|(short, _)| *short == word) {
        Some((_, long)) => (*long).to_owned(),
        None => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_words() {
        for (text, expected) in [
            ("Ma. Fernanda", "maria fernanda"),
            ("Ca'al Xol", "caal xol"),
            ("De la Cruz", "cruz"),
            ("Delacruz", "cruz"),
            ("Delgado", "delgado"),
            ("De la O", "lao"),
            ("Pérez y A.", "perez a"),
            ("San Martín", "sanmartin"),
            ("López Vda. de Ruiz", "lopez"),
            ("NÚÑEZ-Peña", "nunez pena"),
            ("Mª José", "maria jose"),
            ("  ", ""),
        ] {
            assert_eq!(name_words(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn undivided_names_are_cut() {
        for (text, given, surnames) in [
            ("Juan Pérez", "juan", "perez"),
            ("Juan Pérez López", "juan", "perez lopez"),
            ("Juan Carlos Pérez López", "juan carlos", "perez lopez"),
            ("Pérez López, Juan Carlos", "juan carlos", "perez lopez"),
            ("Juan", "juan", ""),
            ("Rodríguez", "", "rodriguez"),
            ("Pérez López Juan", "juan", "perez lopez"),
            ("Juan Carlos Pérez", "juan carlos", "perez"),
            ("HERNANDEZ MARIA", "maria", "hernandez"),
            ("Caal Xol Domingo", "domingo", "caal xol"),
            ("Pascual Pascual", "pascual", "pascual"),
            ("Zzyza Zzyzb Zzyzc", "zzyza", "zzyzb zzyzc"),
            ("María de los Ángeles de la Cruz Pérez", "maria angeles", "cruz perez"),
            ("Ana Lucía Sofía María Pérez López", "ana lucia sofia maria", "perez lopez"),
            ("", "", ""),
        ] {
            let parts = NameParts::of_full(text);
            assert_eq!(
                (parts.given.join(" "), parts.surnames.join(" ")),
                (given.into(), surnames.into()),
                "{text}"
            );
        }
    }

    #[test]
    fn a_missing_part_is_taken_from_the_undivided_name() {
        use crate::testing::record;
        for (cells, given, surnames) in [
            (&[("given_names", "Juan"), ("full_name", "Juan Pérez")][..], "juan", "perez"),
            (&[("paternal_surname", "Pérez"), ("full_name", "Pérez Juan")], "juan", "perez"),
            (&[("given_names", "Juan"), ("paternal_surname", "Pérez")], "juan", "perez"),
            (&[("aliases", "Lupita")], "lupita", ""),
        ] {
            let parts = NameParts::of(&record(vinculo_record::Kind::Notice, cells));
            assert_eq!(
                (parts.given.join(" ").as_str(), parts.surnames.join(" ").as_str()),
                (given, surnames)
            );
        }
    }
}
