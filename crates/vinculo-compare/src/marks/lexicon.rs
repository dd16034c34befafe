//! The words of the tables: motifs of tattoos, words of inscriptions and of scars,
//! each under one code whatever the language.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use vinculo_record::vocab::{BodyLocation, MarkType, Side};
use vinculo_record::{Lang, fold};

use super::figures::MISSPELT_MOTIF_LETTERS;
use super::token::{Nature, Token, one_off};
use super::words::{fnv, stem};
use crate::names::{is_given_name, phonetic_key};

/// A motif, or a word that has the same meaning in both languages.
pub struct Entry {
    id: u32,
    es: String,
    en: String,
    code: String,
    parent: Option<usize>,
    ppm: u32,
}

/// One table: entries and the phrases for them.
struct Table {
    nature: Nature,
    entries: Vec<Entry>,
    /// Stems of a phrase, joined by blanks, to the entry.
    phrases: BTreeMap<String, usize>,
    /// The sounds of single words.
    sounds: BTreeMap<String, usize>,
    longest: usize,
}

/// Both tables and the words that tell nothing.
pub struct Lexicon {
    motifs: Table,
    concepts: Table,
    stopwords: BTreeSet<String>,
    /// Of each kind of mark: the stems of the words for it, and what they mean.
    own: Vec<(BTreeSet<String>, BTreeSet<u32>)>,
}

/// The tables, read once.
pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);

impl Lexicon {
    fn read() -> Lexicon {
        let motifs = Table::read(Nature::Motif, include_str!("../../data/marks/motifs.csv"));
        let concepts = Table::read(Nature::Concept, include_str!("../../data/marks/words.csv"));
        let places = BodyLocation::ALL.iter().flat_map(|l| {
            [l.label(Lang::Es), l.label(Lang::En)].into_iter().chain(l.synonyms().iter().copied())
        });
        let sides = Side::ALL.iter().flat_map(|s| s.synonyms().iter().copied());
        let listed = include_str!("../../data/marks/stopwords.txt").split_whitespace();
        let stopwords = stems_of(listed.chain(places).chain(sides)).collect();
        let own = MarkType::ALL
            .iter()
            .map(|kind| {
                let labels = [kind.label(Lang::Es), kind.label(Lang::En)];
                let terms = labels.into_iter().chain(kind.synonyms().iter().copied());
                let stems: BTreeSet<String> = stems_of(terms).collect();
                let meant = stems.iter().filter_map(|stem| concepts.phrases.get(stem));
                let meant = meant.map(|entry| concepts.entries[*entry].id).collect();
                (stems, meant)
            })
            .collect();
        Lexicon { motifs, concepts, stopwords, own }
    }

    /// What the words begin with, and how many it takes: a motif where things are
    /// drawn, else a word with a meaning.
    pub fn meant(&self, kind: MarkType, stems: &[String]) -> Option<(Vec<Token>, usize)> {
        let motif = self.motifs.at(stems).filter(|_| has_motifs(kind));
        let concept = self.concepts.at(stems).filter(|(entry, _)| {
            !self.own[kind as usize].1.contains(&self.concepts.entries[*entry].id)
        });
        let longer = |(_, taken): (usize, usize)| concept.is_none_or(|(_, other)| taken >= other);
        match (motif, concept) {
            (Some(found), _) if longer(found) => Some(self.motifs.tokens(found)),
            (_, Some(found)) => Some(self.concepts.tokens(found)),
            (..) => None,
        }
    }

    /// The motif that a word is a misspelling of.
    pub fn misspelt(&self, kind: MarkType, word: &str) -> Option<Vec<Token>> {
        if word.len() < MISSPELT_MOTIF_LETTERS || !has_motifs(kind) || is_given_name(word) {
            return None;
        }
        self.motifs.misspelt(word).map(|entry| self.motifs.tokens((entry, 1)).0)
    }

    /// Whether a stem tells nothing of a mark of the kind.
    pub fn is_stopword(&self, kind: MarkType, stem: &str) -> bool {
        self.stopwords.contains(stem) || self.own[kind as usize].0.contains(stem)
    }

    /// The name of what a token means, in the user's language.
    pub fn name(&self, token: Token, lang: Lang) -> Option<&str> {
        let table = match token.nature {
            Nature::Motif => &self.motifs,
            Nature::Concept => &self.concepts,
            _ => return None,
        };
        let entry = table.entries.iter().find(|entry| entry.id == token.id)?;
        Some(lang.pick(&entry.es, &entry.en))
    }
}

/// Scars are not drawn; a crown is a tooth's.
const fn has_motifs(kind: MarkType) -> bool {
    matches!(kind, MarkType::Tattoo | MarkType::RemovedTattoo | MarkType::Other)
}

impl Table {
    fn read(nature: Nature, text: &str) -> Table {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let columns = reader.headers().cloned().unwrap_or_default();
        let rows: Vec<csv::StringRecord> = reader.records().filter_map(Result::ok).collect();
        let cell = |row: &csv::StringRecord, name: &str| {
            let at = columns.iter().position(|column| column == name);
            at.and_then(|at| row.get(at)).unwrap_or_default().to_owned()
        };
        let (mut phrases, mut sounds) = (BTreeMap::new(), BTreeMap::new());
        for (i, row) in rows.iter().enumerate() {
            for term in cell(row, "es").split('|').chain(cell(row, "en").split('|')) {
                let folded = fold(term);
                let stems: Vec<String> = folded.split(' ').map(stem).collect();
                phrases.entry(stems.join(" ")).or_insert(i);
                if stems.len() == 1 && folded.len() >= MISSPELT_MOTIF_LETTERS {
                    sounds.entry(phonetic_key(&folded)).or_insert(i);
                }
            }
        }
        let first = |terms: String| terms.split('|').next().unwrap_or_default().to_owned();
        let entries = rows.iter().map(|row| Entry {
            id: fnv(&cell(row, "code")),
            code: cell(row, "code"),
            es: first(cell(row, "es")),
            en: first(cell(row, "en")),
            parent: rows.iter().position(|other| cell(other, "code") == cell(row, "parent")),
            ppm: cell(row, "per_mille").parse::<u32>().unwrap_or(1) * 1_000,
        });
        let longest = phrases.keys().map(|key| key.split(' ').count()).max().unwrap_or(0);
        Table { nature, entries: entries.collect(), phrases, sounds, longest }
    }

    /// The entry of most words with which these stems begin.
    fn at(&self, stems: &[String]) -> Option<(usize, usize)> {
        (1..=self.longest.min(stems.len())).rev().find_map(|length| {
            // 18 days, 18 cm, the 18th of a month: a number, no gang
            let next = stems.get(length).map(String::as_str);
            let number = length == 1 && stems[0].bytes().all(|b| b.is_ascii_digit());
            let counts = matches!(next, Some("cm" | "mm" | "de" | "puntada" | "stitch"));
            let many = next.is_some_and(|next| next.bytes().all(|b| b.is_ascii_digit()));
            if number && (counts || many) {
                return None;
            }
            self.phrases.get(&stems[..length].join(" ")).map(|entry| (*entry, length))
        })
    }

    /// The entry of the word that sounds so, or is one letter off.
    fn misspelt(&self, word: &str) -> Option<usize> {
        if let Some(entry) = self.sounds.get(&phonetic_key(word)) {
            return Some(*entry);
        }
        let stem = stem(word);
        let near = |(phrase, _): &(&String, &usize)| {
            phrase.len() + 1 >= MISSPELT_MOTIF_LETTERS
                && !phrase.contains(' ')
                && phrase.as_bytes().first() == stem.as_bytes().first()
                && one_off(phrase.as_bytes(), stem.as_bytes())
        };
        self.phrases.iter().find(near).map(|(_, entry)| *entry)
    }

    fn tokens(&self, (entry, taken): (usize, usize)) -> (Vec<Token>, usize) {
        let of = |entry: usize, parent| {
            let entry = &self.entries[entry];
            Token::fixed(self.nature, &entry.code, entry.ppm, parent)
        };
        let parent = self.entries[entry].parent.map(|parent| of(parent, true));
        (std::iter::once(of(entry, false)).chain(parent).collect(), taken)
    }
}

fn stems_of<'a>(terms: impl Iterator<Item = &'a str>) -> impl Iterator<Item = String> {
    terms.flat_map(|term| fold(term).split(' ').map(stem).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_found_by_its_names() {
        for table in [&LEXICON.motifs, &LEXICON.concepts] {
            for (i, entry) in table.entries.iter().enumerate() {
                for name in [&entry.es, &entry.en] {
                    let stems: Vec<String> = fold(name).split(' ').map(stem).collect();
                    assert_eq!(table.at(&stems), Some((i, stems.len())), "{name}");
                }
            }
        }
        assert_eq!(LEXICON.motifs.entries.len(), 137);
        assert_eq!(LEXICON.concepts.entries.len(), 88);
    }

    #[test]
    fn parents_are_entries() {
        let parents = LEXICON.motifs.entries.iter().filter(|entry| entry.parent.is_some());
        assert_eq!(parents.count(), 9);
    }
}
