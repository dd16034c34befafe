//! Names cut into the words that are compared.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use vinculo_record::Record;

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
        if given.is_empty() && surnames.is_empty() {
            if let Some(full) = &identity.full_name {
                return Self::of_full(full);
            }
            let alias = identity.aliases.first().map(|a| name_words(a)).unwrap_or_default();
            return Self { given: alias, surnames };
        }
        Self { given, surnames }
    }

    /// An undivided name: given names first, unless a comma stands after the
    /// surnames. Of four words and more the last two are surnames, of two and
    /// three the words after the first.
    pub fn of_full(text: &str) -> Self {
        if let Some((surnames, given)) = text.split_once(',') {
            return Self { given: name_words(given), surnames: two(name_words(surnames), vec![]) };
        }
        let mut given = name_words(text);
        let surnames = given.split_off(match given.len() {
            0 | 1 => given.len(),
            2 | 3 => 1,
            n => n - 2,
        });
        Self { given, surnames: two(surnames, vec![]) }
    }
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
        ] {
            let parts = NameParts::of_full(text);
            assert_eq!(
                (parts.given.join(" "), parts.surnames.join(" ")),
                (given.into(), surnames.into()),
                "{text}"
            );
        }
    }
}
