//! The words of a mark's description: stopwords out, motifs under one name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use vinculo_record::vocab::{BodyLocation, MarkType, Side};
use vinculo_record::{Lang, fold};

use super::figures::{DIGITS_PPM, GENERIC_PPM, MOST_WORDS, WORD_PPM};

/// A word or motif of a description.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Token {
    /// FNV-1a of its stem, or of the motif's code.
    pub id: u32,
    /// Share of descriptions that have it, in millionths.
    pub ppm: u32,
    /// A motif of the table.
    pub motif: bool,
    /// What another motif of the same description is a kind of.
    pub parent: bool,
}

impl Token {
    /// Whether it tells one mark from another.
    pub const fn is_specific(self) -> bool {
        self.ppm < GENERIC_PPM
    }
}

/// A tattoo motif of the table.
struct Motif {
    code: String,
    es: String,
    en: String,
    parent: Option<usize>,
    ppm: u32,
}

struct Table {
    motifs: Vec<Motif>,
    /// Stems of a phrase, joined by blanks, to the motif.
    phrases: BTreeMap<String, usize>,
    longest: usize,
    stopwords: BTreeSet<String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::read);

/// The tokens of a description, ascending by id, each once.
pub fn tokens(kind: MarkType, text: &str) -> Box<[Token]> {
    let mut out: Vec<Token> = words(kind, text).into_iter().map(|(token, _)| token).collect();
    out.sort_unstable();
    out.dedup_by_key(|token| token.id);
    out.truncate(MOST_WORDS);
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
        let name =
            match TABLE.motifs.iter().find(|motif| token.motif && fnv(&motif.code) == token.id) {
                Some(motif) => lang.pick(&motif.es, &motif.en).to_owned(),
                None => word,
            };
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
    let own = own_words(kind);
    let mut out = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if let Some((motif, length)) = TABLE.motif_at(&stems[at..]).filter(|_| has_motifs(kind)) {
            out.push((TABLE.token(motif, false), String::new()));
            if let Some(parent) = TABLE.motifs[motif].parent {
                out.push((TABLE.token(parent, true), String::new()));
            }
            at += length;
            continue;
        }
        let (word, stem) = (words[at], &stems[at]);
        let measure = words.get(at + 1).is_some_and(|next| matches!(*next, "cm" | "mm" | "cms"));
        at += 1;
        let digits = word.bytes().any(|b| b.is_ascii_digit());
        let short = word.chars().count() < if digits { 1 } else { 2 };
        if short || (digits && measure) || TABLE.stopwords.contains(stem) || own.contains(stem) {
            continue;
        }
        let ppm = if digits { DIGITS_PPM } else { WORD_PPM };
        let token = Token { id: fnv(stem), ppm, motif: false, parent: false };
        out.push((token, word.to_owned()));
    }
    out
}

/// Scars are not drawn; a crown is a tooth's.
const fn has_motifs(kind: MarkType) -> bool {
    matches!(kind, MarkType::Tattoo | MarkType::RemovedTattoo | MarkType::Other)
}

/// The stems of the words for the kind itself.
fn own_words(kind: MarkType) -> BTreeSet<String> {
    let terms = [kind.label(Lang::Es), kind.label(Lang::En)];
    stems_of(terms.into_iter().chain(kind.synonyms().iter().copied())).collect()
}

impl Table {
    fn read() -> Table {
        let text = include_str!("../../data/marks/motifs.csv");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<[String; 5]> = reader.records().filter_map(Result::ok).map(cells).collect();
        let index = |code: &str| rows.iter().position(|row| row[0] == code);
        let first = |terms: &str| terms.split('|').next().unwrap_or_default().to_owned();
        let mut phrases = BTreeMap::new();
        for (i, row) in rows.iter().enumerate() {
            for term in row[1].split('|').chain(row[2].split('|')) {
                let stems: Vec<String> = fold(term).split(' ').map(stem).collect();
                phrases.entry(stems.join(" ")).or_insert(i);
            }
        }
        let motifs = rows.iter().map(|row| Motif {
            code: row[0].clone(),
            es: first(&row[1]),
            en: first(&row[2]),
            parent: index(&row[3]),
            ppm: row[4].parse::<u32>().unwrap_or(1) * 1_000,
        });
        let longest = phrases.keys().map(|key| key.split(' ').count()).max().unwrap_or(0);
        let places = BodyLocation::ALL.iter().flat_map(|l| {
            [l.label(Lang::Es), l.label(Lang::En)].into_iter().chain(l.synonyms().iter().copied())
        });
        let sides = Side::ALL.iter().flat_map(|s| s.synonyms().iter().copied());
        let listed = include_str!("../../data/marks/stopwords.txt").split_whitespace();
        let stopwords = stems_of(listed.chain(places).chain(sides)).collect();
        Table { motifs: motifs.collect(), phrases, longest, stopwords }
    }

    /// The motif of most words with which these stems begin.
    fn motif_at(&self, stems: &[String]) -> Option<(usize, usize)> {
        (1..=self.longest.min(stems.len())).rev().find_map(|length| {
            // 18 days, 18 cm, the 18th of a month: a number, no gang
            let next = stems.get(length).map(String::as_str);
            let number = length == 1 && stems[0].bytes().all(|b| b.is_ascii_digit());
            if number && matches!(next, Some("cm" | "mm" | "de" | "puntada" | "stitch")) {
                return None;
            }
            self.phrases.get(&stems[..length].join(" ")).map(|motif| (*motif, length))
        })
    }

    fn token(&self, motif: usize, parent: bool) -> Token {
        let motif = &self.motifs[motif];
        Token { id: fnv(&motif.code), ppm: motif.ppm, motif: true, parent }
    }
}

fn cells(row: csv::StringRecord) -> [String; 5] {
    std::array::from_fn(|i| row.get(i).unwrap_or_default().to_owned())
}

fn stems_of<'a>(terms: impl Iterator<Item = &'a str>) -> impl Iterator<Item = String> {
    terms.flat_map(|term| fold(term).split(' ').map(stem).collect::<Vec<_>>())
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
        use MarkType::{Scar, Tattoo};
        check(Tattoo, "Tatuaje de una rosa en el brazo derecho", &["rosa"]);
        check(Tattoo, "roses and two hearts", &["rosa", "corazón"]);
        check(Tattoo, "la Santa Muerte", &["santa muerte"]);
        check(Tattoo, "Virgen de Guadalupe con rosas", &["virgen de guadalupe", "rosa"]);
        check(Tattoo, "letras «Marisol»", &["letras", "marisol"]);
        check(Tattoo, "barrio 18", &["18"]);
        check(Tattoo, "18 de mayo", &["18", "mayo"]);
        check(Tattoo, "ilegible, tinta negra, 5 cm", &[]);
        check(Scar, "de 3 cm en forma de luna, ceja izquierda", &["luna"]);
        check(Scar, "cicatriz", &[]);
        check(Tattoo, "", &[]);
    }

    #[test]
    fn every_motif_is_found_by_its_names() {
        for (i, motif) in TABLE.motifs.iter().enumerate() {
            for name in [&motif.es, &motif.en] {
                let stems: Vec<String> = fold(name).split(' ').map(stem).collect();
                assert_eq!(TABLE.motif_at(&stems), Some((i, stems.len())), "{name}");
            }
        }
        assert_eq!(TABLE.motifs.len(), 68);
    }
}
