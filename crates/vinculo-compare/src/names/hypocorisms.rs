//! Which short forms stand for which names, by table and by the rule of diminutives.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use sha2::{Digest, Sha256};
use vinculo_record::fold;

use super::frequencies::is_given_name;
use super::token::sound_of;
use super::words::words;

/// `hypocoristic,formal`, with sources and licences in `data/names/README.md`:
/// Spanish short forms; names that have one form in another language or in another
/// spelling of the same language; English short forms.
pub(super) const TABLES: [&str; 3] = [
    include_str!("../../data/names/hypocorisms.csv"),
    include_str!("../../data/names/equivalents.csv"),
    include_str!("../../data/names/nicknames_en.csv"),
];

/// Surnames of the region in Portuguese, French and English and their Spanish form.
pub(super) const SURNAME_EQUIVALENTS: &str =
    include_str!("../../data/names/surname_equivalents.csv");

/// Part of the Spanish short forms is left out of the table, chosen by digest, so that
/// synthetic data can tell how the comparison does on short forms that it does not know.
const HELD_OUT_BELOW: u8 = 64;

/// For each word, the numbers of the formal names that it may stand for; a formal
/// name stands for itself. Names of several words are one word here.
static FORMALS: LazyLock<BTreeMap<String, Vec<u32>>> = LazyLock::new(|| numbers(known()));

/// The same for surnames: forms of one name in two languages.
static SURNAMES: LazyLock<BTreeMap<String, Vec<u32>>> =
    LazyLock::new(|| numbers(rows(SURNAME_EQUIVALENTS)));

fn numbers(pairs: impl Iterator<Item = (String, String)>) -> BTreeMap<String, Vec<u32>> {
    let mut formals: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (short, formal) in pairs {
        let (short, formal) = (words(&short).concat(), words(&formal).concat());
        let number = number(&formal);
        for word in [short, formal] {
            let known = formals.entry(word).or_default();
            if let Err(at) = known.binary_search(&number) {
                known.insert(at, number);
            }
        }
    }
    formals
}

/// The number of a formal name: the same for all its spellings.
fn number(formal: &str) -> u32 {
    sound_of(formal) as u32
}

/// The formal names that a folded word may stand for, itself among them, as ascending
/// numbers: by the table, and, for a diminutive, those of the word that it is made of.
pub(super) fn formals(word: &str) -> Vec<u32> {
    let mut formals = formals_together(word);
    for base in bases(word) {
        formals.extend(FORMALS.get(&base).into_iter().flatten());
        formals.push(number(&base));
    }
    formals.push(number(word));
    formals.sort_unstable();
    formals.dedup();
    formals
}

/// The formal names that several words, written as one, stand for: *Chema* is *José
/// María*. Only by the table.
pub(super) fn formals_together(words: &str) -> Vec<u32> {
    FORMALS.get(words).cloned().unwrap_or_default()
}

/// The surnames that a folded surname may stand for, as ascending numbers.
pub(super) fn formals_of_surname(word: &str) -> Vec<u32> {
    SURNAMES.get(word).cloned().unwrap_or_default()
}

/// What a diminutive may be made of (*Juanito*: Juan; *Carlitos*: Carlos; *Panchito*:
/// Pancho; *Carmencita*: Carmen), if a name is. A name that ends so without being one
/// (*Benito*) has none, for its base is no name.
fn bases(word: &str) -> Vec<String> {
    /// Fewest letters of the stem.
    const STEM: usize = 2;
    /// Letters of a base that an ending of its own vowel is not added to.
    const SHORT: usize = 3;
    const ENDINGS: [&str; 10] =
        ["cito", "cita", "lito", "lita", "itos", "itas", "ito", "ita", "illo", "illa"];
    let mut bases = Vec::new();
    for ending in ENDINGS {
        let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() >= STEM) else {
            continue;
        };
        // Paquito, Dieguito: the sound of c and g is kept before i.
        let mut stems = vec![stem.to_owned()];
        if let Some(kept) = stem.strip_suffix("qu") {
            stems.push(format!("{kept}c"));
        }
        if let Some(kept) = stem.strip_suffix("gu") {
            stems.push(format!("{kept}g"));
        }
        if let Some(kept) = stem.strip_suffix('c') {
            stems.push(format!("{kept}z"));
        }
        let vowels: &[&str] = match ending {
            "cito" | "cita" | "lito" | "lita" => &["", "e"],
            "itos" => &["os"],
            "itas" => &["as"],
            _ if ending.ends_with('o') => &["o", "", "e"],
            _ => &["a", "", "e"],
        };
        for stem in &stems {
            for vowel in vowels {
                let base = format!("{stem}{vowel}");
                // Ben is English and not what Benito is made of.
                if vowel.is_empty() && ending.len() == 3 && base.len() <= SHORT {
                    continue;
                }
                let is_name = FORMALS.contains_key(&base) || is_given_name(&base);
                if is_name && !bases.contains(&base) {
                    bases.push(base);
                }
            }
        }
    }
    bases
}

/// All tables without what is held out; a pair that is stands in no other table either.
fn known() -> impl Iterator<Item = (String, String)> {
    let folded = |(short, formal): (String, String)| (fold(&short), fold(&formal));
    let spanish: BTreeSet<_> = rows(TABLES[0]).map(folded).collect();
    pairs().filter(move |(short, formal)| {
        !is_held_out(short, formal) || !spanish.contains(&(fold(short), fold(formal)))
    })
}

/// Short form and formal name of all tables, as written there.
fn pairs() -> impl Iterator<Item = (String, String)> {
    TABLES.into_iter().flat_map(rows)
}

fn rows(table: &'static str) -> impl Iterator<Item = (String, String)> {
    let reader = csv::Reader::from_reader(table.as_bytes());
    let rows = reader.into_records().filter_map(Result::ok);
    rows.filter(|row| row.len() == 2).map(|row| (row[0].to_owned(), row[1].to_owned()))
}

/// The rule that whoever makes test data follows too: the digest of both forms,
/// folded, words apart.
fn is_held_out(short: &str, formal: &str) -> bool {
    let item = format!("vinculo-held-out:hypocoristic:{}:{}", fold(short), fold(formal));
    Sha256::digest(item.as_bytes())[0] < HELD_OUT_BELOW
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_held_out_and_the_rest_is_known() {
        let (mut held, mut all) = (0, 0);
        for (short, formal) in rows(TABLES[0]) {
            all += 1;
            if is_held_out(&short, &formal) {
                held += 1;
                continue;
            }
            let (short, formal) = (words(&short).concat(), words(&formal).concat());
            let shared = formals(&short).iter().any(|f| formals(&formal).contains(f));
            assert!(shared, "{short} {formal}");
        }
        let share = f64::from(held) / f64::from(all);
        assert!((0.2..0.3).contains(&share), "{share}");
    }

    #[test]
    fn what_is_held_out_is_told_by_the_folded_pair() {
        // First bytes of sha256("vinculo-held-out:hypocoristic:…"), with sha256sum.
        for (short, formal, held) in HELD {
            assert_eq!(is_held_out(short, formal), held, "{short} {formal}");
        }
    }

    #[test]
    fn diminutives_stand_for_what_they_are_made_of() {
        for (short, formal, expected) in [
            ("juanito", "juan", true),
            ("carlitos", "carlos", true),
            ("panchito", "francisco", true),
            ("paquito", "francisco", true),
            ("dieguito", "diego", true),
            ("carmencita", "carmen", true),
            ("joselito", "jose", true),
            ("anita", "ana", true),
            ("evita", "eva", true),
            ("goyito", "gregorio", true),
            ("luzcita", "luz", true),
            ("lucesita", "juan", false),
            ("benito", "benjamin", false),
            ("rita", "ra", false),
        ] {
            let (a, b) = (formals(short), formals(formal));
            assert_eq!(a.iter().any(|number| b.contains(number)), expected, "{short} {formal}");
        }
    }

    /// Short form, formal name, whether held out, and the byte. In the first three
    /// the words written as one would fall on the other side.
    const HELD: [(&str, &str, bool); 5] = [
        ("Anita", "Ana María", true),     // 57
        ("Chemita", "José María", true),  // 4
        ("Anamaría", "Ana María", false), // 194
        ("Chepe", "José", false),         // 89
        ("Ñoño", "Antonio", false),       // 76
    ];
}
