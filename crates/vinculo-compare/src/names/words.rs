//! Names cut into the words that are compared.

use std::sync::LazyLock;

use foldhash::HashMap;
use vinculo_record::each_bare;

use super::frequencies::reference_shares;
use super::mending::mended;

/// Words that join names and say nothing of a person.
const PARTICLES: &[&str] = &[
    "de", "del", "el", "la", "las", "lo", "los", "y", "e", "i", "da", "do", "dos", "das", "di",
    "du", "des", "van", "von",
];
/// After these stands a husband's surname: not the person's own.
const WIDOW: &[&str] = &["viuda", "vda"];
/// Joined with the word after them: San Martín is one surname.
const SAINTS: &[&str] = &["san", "santa", "santo", "saint", "sainte"];
/// Abbreviations as they stand on the region's forms. Own compilation.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("ma", "maria"),
    ("st", "saint"),
    ("ste", "sainte"),
    ("sta", "santa"),
    ("sto", "santo"),
    ("mria", "maria"),
    ("mie", "marie"),
    ("jn", "jean"),
    ("jph", "joseph"),
    ("jque", "jacques"),
    ("frs", "francois"),
    ("fco", "francisco"),
    ("frco", "francisco"),
    ("fca", "francisca"),
    ("gpe", "guadalupe"),
    ("gmo", "guillermo"),
    ("ant", "antonio"),
    ("anto", "antonio"),
    ("alej", "alejandro"),
    ("alfr", "alfredo"),
    ("alb", "alberto"),
    ("ign", "ignacio"),
    ("mig", "miguel"),
    ("rob", "roberto"),
    ("raf", "rafael"),
    ("dgo", "domingo"),
    ("domgo", "domingo"),
    ("stgo", "santiago"),
    ("sgo", "santiago"),
    ("conc", "concepcion"),
    ("conce", "concepcion"),
    ("dol", "dolores"),
    ("merc", "mercedes"),
    ("hdez", "hernandez"),
    ("hdz", "hernandez"),
    ("hndz", "hernandez"),
    ("hndez", "hernandez"),
    ("hrdz", "hernandez"),
    ("hernz", "hernandez"),
    ("hernd", "hernandez"),
    ("fdez", "fernandez"),
    ("fdz", "fernandez"),
    ("fndz", "fernandez"),
    ("fernz", "fernandez"),
    ("frnz", "fernandez"),
    ("glez", "gonzalez"),
    ("glz", "gonzalez"),
    ("gzlz", "gonzalez"),
    ("gzls", "gonzalez"),
    ("gnzlz", "gonzalez"),
    ("gonz", "gonzalez"),
    ("gzz", "gonzalez"),
    ("mtz", "martinez"),
    ("mtnz", "martinez"),
    ("mtez", "martinez"),
    ("mrtz", "martinez"),
    ("mrtnz", "martinez"),
    ("mtinez", "martinez"),
    ("rdz", "rodriguez"),
    ("rdgz", "rodriguez"),
    ("rdguez", "rodriguez"),
    ("rguez", "rodriguez"),
    ("rgz", "rodriguez"),
    ("rodz", "rodriguez"),
    ("rodgz", "rodriguez"),
    ("gmz", "gomez"),
    ("gmez", "gomez"),
    ("lpz", "lopez"),
    ("lpez", "lopez"),
    ("prz", "perez"),
    ("pz", "perez"),
    ("szz", "sanchez"),
    ("schz", "sanchez"),
    ("sanchz", "sanchez"),
    ("snchz", "sanchez"),
    ("schez", "sanchez"),
    ("shez", "sanchez"),
    ("jmz", "jimenez"),
    ("jmnz", "jimenez"),
    ("jimz", "jimenez"),
    ("jnz", "jimenez"),
    ("rmz", "ramirez"),
    ("rmrz", "ramirez"),
    ("rmez", "ramirez"),
    ("ramz", "ramirez"),
    ("gtz", "gutierrez"),
    ("gtrz", "gutierrez"),
    ("gutz", "gutierrez"),
    ("gtez", "gutierrez"),
    ("gtierrez", "gutierrez"),
    ("mdz", "mendez"),
    ("mndz", "mendez"),
    ("mdez", "mendez"),
    ("mndza", "mendoza"),
    ("vzqz", "vasquez"),
    ("vsqz", "vasquez"),
    ("vasqz", "vasquez"),
    ("vqz", "vasquez"),
    ("vzquez", "vasquez"),
    ("vzlz", "velasquez"),
    ("vlqz", "velasquez"),
    ("velz", "velasquez"),
    ("velasqz", "velasquez"),
    ("dguez", "dominguez"),
    ("dgez", "dominguez"),
    ("domgz", "dominguez"),
    ("dmgz", "dominguez"),
    ("domguez", "dominguez"),
    ("alvz", "alvarez"),
    ("alvrz", "alvarez"),
    ("avz", "alvarez"),
    ("flrs", "flores"),
    ("mrls", "morales"),
    ("crz", "cruz"),
    ("cstllo", "castillo"),
    ("rys", "reyes"),
    ("rvra", "rivera"),
    ("mjia", "mejia"),
    ("ctro", "castro"),
    ("bta", "bautista"),
    ("bapt", "baptiste"),
    ("btste", "baptiste"),
];
/// Surnames that begin with *de*: what follows is no husband's surname, and written as
/// one (*Deleón*) they are the same names. Own compilation.
const WITH_DE: &[&str] =
    &["leon", "paz", "jesus", "dios", "oca", "anda", "gante", "avila", "arco", "alba", "haro"];
/// The same with *del* (*Delcid*).
const WITH_DEL: &[&str] = &[
    "cid", "valle", "rio", "angel", "toro", "carmen", "pozo", "bosque", "castillo", "campo",
    "monte", "real", "villar", "rosario", "moral", "aguila", "pinal", "razo", "pino", "busto",
];
/// Surnames of several words that stay together whatever particle is between. Own
/// compilation.
const COMPOUNDS: &[(&str, &str)] = &[
    ("montes", "oca"),
    ("ponce", "leon"),
    ("cabeza", "vaca"),
    ("ladron", "guevara"),
    ("diaz", "granados"),
    ("mac", "donald"),
    ("mc", "donald"),
    ("mac", "field"),
    ("mc", "field"),
];
/// Titles, and words that say that there is no name.
const NO_NAMES: &[&str] = &[
    "sr",
    "sra",
    "srita",
    "don",
    "dona",
    "lic",
    "ing",
    "dr",
    "dra",
    "prof",
    "jr",
    "ii",
    "iii",
    "mr",
    "mrs",
    "desconocido",
    "desconocida",
    "desconoce",
    "ignorado",
    "ignorada",
    "unknown",
    "nn",
    "xx",
    "xxx",
    "xxxx",
];

/// All words of a name: lower case, without accents and apostrophes (*Ca'al* is
/// one word), abbreviations written out, broken letters mended.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let text = mended(text);
    each_bare(&text, |c| {
        if c.is_alphanumeric() {
            word.push(c);
        } else if !is_glottal(c) && !word.is_empty() {
            words.push(written_out(std::mem::take(&mut word)));
        }
    });
    if !word.is_empty() {
        words.push(written_out(word));
    }
    words
}

/// A word of a name, and whether it is a surname by marriage: it stands after *de*
/// behind another name, or after *viuda de*.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NameWord {
    pub text: String,
    pub by_marriage: bool,
}

/// Words without particles, also where they are written as one with the name
/// (*Delacruz*); saints joined with their names.
pub(super) fn marked_words(text: &str) -> Vec<NameWord> {
    let mut names: Vec<NameWord> = Vec::new();
    let mut push = |text: String, by_marriage| names.push(NameWord { text, by_marriage });
    let (mut saint, mut widow): (Option<String>, bool) = (None, false);
    let words = words(text);
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).map_or("", |at| words[at].as_str());
        // De la O: the letter is a name and not an initial.
        if word.chars().count() == 1 && before == "la" {
            push(format!("la{word}"), widow);
            continue;
        }
        let word = without_particle(word).to_owned();
        if WIDOW.contains(&word.as_str()) {
            widow = true;
        } else if PARTICLES.contains(&word.as_str()) || NO_NAMES.contains(&word.as_str()) {
        } else if SAINTS.contains(&word.as_str()) && saint.is_none() {
            saint = Some(word);
        } else {
            let is_husbands = before == "de" && at > 1 && is_surname_alone(&word);
            push(saint.take().unwrap_or_default() + &word, widow || is_husbands);
        }
    }
    if let Some(saint) = saint {
        push(saint, widow);
    }
    together(names)
}

/// Words that are one surname made one.
fn together(names: Vec<NameWord>) -> Vec<NameWord> {
    let mut joined: Vec<NameWord> = Vec::with_capacity(names.len());
    for name in names {
        match joined.last_mut() {
            Some(last) if COMPOUNDS.contains(&(last.text.as_str(), name.text.as_str())) => {
                last.text.push_str(&name.text);
            }
            _ => joined.push(name),
        }
    }
    joined
}

/// Whether a word is a surname, hardly a given name, and none that begins with *de*.
fn is_surname_alone(word: &str) -> bool {
    /// Times that a word is a surname for once that it is a given name. Judgement.
    const RATHER: f64 = 20.0;
    let (given, surname) = reference_shares(word);
    surname > given * RATHER && !WITH_DE.contains(&word)
}

/// The word without an article that is written as one with it.
fn without_particle(word: &str) -> &str {
    /// Fewest letters of a name after the article.
    const NAME_LETTERS: usize = 4;
    let listed = |prefix: &str, names: &[&str]| {
        word.strip_prefix(prefix).filter(|name| names.contains(name))
    };
    if let Some(name) = listed("de", WITH_DE).or_else(|| listed("del", WITH_DEL)) {
        return name;
    }
    ["delos", "delas", "dela"]
        .into_iter()
        .filter_map(|joined| word.strip_prefix(joined))
        .find(|name| name.chars().count() >= NAME_LETTERS)
        .unwrap_or(word)
}

/// The signs that stand for a glottal stop, and the accents typed for them.
const fn is_glottal(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | '′' | 'ꞌ')
}

fn written_out(word: String) -> String {
    static LONG: LazyLock<HashMap<&str, &str>> =
        LazyLock::new(|| ABBREVIATIONS.iter().copied().collect());
    match LONG.get(word.as_str()) {
        Some(long) => (*long).to_owned(),
        None => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_words(text: &str) -> Vec<String> {
        marked_words(text).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn names_become_words() {
        for (text, expected) in [
            ("Ma. Fernanda", "maria fernanda"),
            ("Ca'al Xol", "caal xol"),
            ("De la Cruz", "cruz"),
            ("Delacruz", "cruz"),
            ("Deleón", "leon"),
            ("Delcid", "cid"),
            ("Delgado", "delgado"),
            ("Denis", "denis"),
            ("De la O", "lao"),
            ("Pérez y A.", "perez a"),
            ("San Martín", "sanmartin"),
            ("St. Fleur", "saintfleur"),
            ("Sta. Cruz", "santacruz"),
            ("Montes de Oca Ruiz", "montesoca ruiz"),
            ("López Vda. de Ruiz", "lopez ruiz"),
            ("NÚÑEZ-Peña", "nunez pena"),
            ("Mª José", "maria jose"),
            ("Fco. Hdez. Mtz.", "francisco hernandez martinez"),
            ("Jn Baptiste", "jean baptiste"),
            ("Sr. Juan Pérez Jr.", "juan perez"),
            ("MuÃ±oz", "munoz"),
            ("MUÃ‘OZ", "munoz"),
            ("JosÃ© GarcÃ\u{ad}a", "jose garcia"),
            ("Mu?oz", "munoz"),
            ("R0jas He1ena", "rojas helena"),
            ("desconocido", ""),
            ("  ", ""),
        ] {
            assert_eq!(name_words(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn surnames_by_marriage_are_marked() {
        for (text, expected) in [
            ("María Pérez de Gómez", "gomez"),
            ("María Pérez viuda de Gómez", "gomez"),
            ("Ana López Vda. de Ruiz", "ruiz"),
            ("María Pérez de León", ""),
            ("María de Jesús Pérez", ""),
            ("Juan de la Cruz Pérez", ""),
            ("María de los Ángeles", ""),
        ] {
            let marked = marked_words(text).into_iter().filter(|word| word.by_marriage);
            let marked: Vec<String> = marked.map(|word| word.text).collect();
            assert_eq!(marked.join(" "), expected, "{text}");
        }
    }
}
