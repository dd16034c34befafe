//! How frequent kinds, places and words of marks are: the tables, and the loaded data
//! shrunk towards them.
//!
//! Who examines bodies writes what the kind says already (*callo óseo* of a healed
//! fracture, *oreja perforada* of a piercing), and one office uses one phrase for all. No
//! table knows these words; the records do.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use vinculo_record::items::Mark;
use vinculo_record::vocab::{BodyLocation, MarkType};
use vinculo_record::{Observed, Record};

use super::figures::{
    KIND_WORTH, MILLION, MOST_MARKS, ONE_PERSON, PLACE_WORTH, WORDS_WORTH, kind_share, place_share,
};
use super::kinds::{family, fixed_place};
use super::token::Token;
use super::words::fnv;

/// Marks counted in the loaded data. A record counts once for what it has several times.
#[derive(Clone, Default)]
pub struct MarkCounts {
    /// Marks of all kinds, as many as each record has.
    marks: u64,
    kinds: BTreeMap<MarkType, KindCount>,
}

/// Records with marks of a kind.
#[derive(Clone, Default)]
struct KindCount {
    marks: u64,
    places: BTreeMap<BodyLocation, u64>,
    /// Descriptions that have some word.
    described: u64,
    /// By the word's id.
    words: BTreeMap<u32, u64>,
    /// By all words of the description together.
    whole: BTreeMap<u32, u64>,
}

impl MarkCounts {
    /// Counts the marks of a record.
    pub fn add(&mut self, record: &Record) {
        let Observed::Known(marks) = &record.body.marks else { return };
        for mark in super::read(marks).take(MOST_MARKS) {
            self.add_mark(&mark);
        }
    }

    fn add_mark(&mut self, mark: &Mark) {
        self.marks += 1;
        let of_kind = self.kinds.entry(mark.kind).or_default();
        of_kind.marks += 1;
        if let Some(place) = mark.location {
            *of_kind.places.entry(place).or_default() += 1;
        }
        let tokens = super::words::tokens(mark.kind, &mark.text);
        if tokens.is_empty() {
            return;
        }
        of_kind.described += 1;
        for token in &tokens {
            *of_kind.words.entry(token.id).or_default() += 1;
        }
        *of_kind.whole.entry(whole_of(&tokens)).or_default() += 1;
    }
}

/// The shares of people's marks that are of a kind, at a place, told in some words.
#[derive(Clone, Default)]
pub struct MarkFrequencies {
    data: MarkCounts,
}

impl MarkFrequencies {
    /// Those of the tables.
    pub fn reference() -> Self {
        Self::default()
    }

    /// The same, with what was counted in the loaded data.
    #[must_use]
    pub fn with_counts(mut self, counts: &MarkCounts) -> Self {
        self.data = counts.clone();
        self
    }

    /// SHA-256 of what was counted, in hexadecimal digits.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(self.data.marks.to_le_bytes());
        for (kind, of_kind) in &self.data.kinds {
            hash.update([*kind as u8]);
            hash.update(of_kind.marks.to_le_bytes());
            hash.update(of_kind.described.to_le_bytes());
            for (place, seen) in &of_kind.places {
                hash.update([*place as u8]);
                hash.update(seen.to_le_bytes());
            }
            for (word, seen) in of_kind.words.iter().chain(&of_kind.whole) {
                hash.update(word.to_le_bytes());
                hash.update(seen.to_le_bytes());
            }
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Share of recorded marks that are of a kind, in millionths.
    pub(super) fn kind(&self, kind: MarkType) -> u32 {
        let seen = self.of(kind).map_or(0, |of_kind| of_kind.marks);
        share(seen, self.data.marks, f64::from(kind_share(kind)), KIND_WORTH)
    }

    /// Share of marks of a kind that are at a place, in millionths.
    pub(super) fn place(&self, kind: MarkType, place: BodyLocation) -> u32 {
        if fixed_place(kind).is_some() {
            return MILLION;
        }
        let (tattoos, others) = place_share(place);
        let table = if family(kind) == Some(MarkType::Tattoo) { tattoos } else { others };
        let Some(of_kind) = self.of(kind) else { return ppm(f64::from(table)) };
        let seen = of_kind.places.get(&place).copied().unwrap_or(0);
        share(seen, of_kind.marks, f64::from(table), PLACE_WORTH)
    }

    /// Gives each word of a description of a kind its share of such descriptions.
    pub(super) fn weigh(&self, kind: MarkType, tokens: &mut [Token]) {
        let Some(of_kind) = self.of(kind) else { return };
        for token in tokens {
            let seen = of_kind.words.get(&token.id).copied().unwrap_or(0);
            let table = f64::from(token.ppm) / f64::from(MILLION);
            token.ppm = share(seen, of_kind.described, table, WORDS_WORTH);
        }
    }

    /// Share of descriptions of a kind that have these words and no others, in millionths;
    /// 0 where the data does not tell.
    pub(super) fn whole(&self, kind: MarkType, tokens: &[Token]) -> u32 {
        let Some(of_kind) = self.of(kind) else { return 0 };
        let seen = of_kind.whole.get(&whole_of(tokens)).copied().unwrap_or(0);
        share(seen, of_kind.described, 0.0, WORDS_WORTH)
    }

    fn of(&self, kind: MarkType) -> Option<&KindCount> {
        self.data.kinds.get(&kind)
    }
}

fn whole_of(tokens: &[Token]) -> u32 {
    let ids: Vec<String> = tokens.iter().map(|token| token.id.to_string()).collect();
    fnv(&ids.join(" "))
}

/// The share in the data, shrunk towards the table's, which is worth so many.
fn share(seen: u64, of: u64, table: f64, worth: f64) -> u32 {
    let seen = seen.saturating_sub(ONE_PERSON) as f64;
    let of = of.saturating_sub(ONE_PERSON) as f64;
    ppm((seen + worth * table) / (of + worth))
}

fn ppm(share: f64) -> u32 {
    ((share * f64::from(MILLION)) as u32).min(MILLION)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Comparison;
    use crate::marks::MarksComparison;
    use crate::testing::{finding, record};

    fn with_marks(text: &str) -> Record {
        record(vinculo_record::Kind::Remains, &[("marks", text)])
    }

    fn counted<'a>(texts: impl Iterator<Item = &'a str>) -> MarksComparison {
        let mut counts = MarkCounts::default();
        texts.for_each(|text| counts.add(&with_marks(text)));
        MarksComparison::new(MarkFrequencies::reference().with_counts(&counts).into())
    }

    /// What everybody's marks are told in tells nobody apart; what few have does still.
    #[test]
    fn a_phrase_of_all_descriptions_is_no_detail() {
        let phrase = "fracture-healed@forearm/left:callo óseo en cúbito";
        let rare = "fracture-healed@forearm/left:clavo artesanal doblado";
        let comparison = counted([phrase; 400].into_iter().chain([rare; 2]));
        let frequency = |comparison: &MarksComparison, text: &str| {
            let record = with_marks(text);
            let found = finding(comparison, &record, &record).unwrap();
            (comparison.levels()[usize::from(found.level)].name, found.frequency.unwrap())
        };
        let reference = MarksComparison::default();
        assert_eq!(frequency(&reference, phrase).0, "same_mark_detailed");
        let (level, often) = frequency(&comparison, phrase);
        assert_eq!(level, "same_mark");
        assert!(often > 0.2, "{often}");
        let (level, seldom) = frequency(&comparison, rare);
        assert_eq!(level, "same_mark_detailed");
        assert!(seldom < 2e-3, "{seldom}");
    }

    /// Words that always come together are one detail.
    #[test]
    fn words_of_one_phrase_do_not_multiply() {
        let others = [
            "scar@chin:caída",
            "scar@knee:vidrio",
            "scar@arm:machete",
            "scar@leg:alambre",
            "scar@hand:cuchillo",
            "scar@chest:cirugía",
            "scar@foot:clavo",
            "scar@nose:golpe",
            "scar@back:espina",
            "scar@neck:soga",
            "scar@ear:arete",
            "scar@lip:perro",
        ];
        let phrase = "scar@forehead:ceja partida por pedrada";
        let all = std::iter::repeat_n(others, 40).flatten().chain([phrase; 40]);
        let record = with_marks(phrase);
        let found = finding(&counted(all), &record, &record).unwrap();
        let share = 40.0 / 520.0;
        let alone = found.frequency.unwrap();
        assert!(alone > share * share * 0.5, "{alone}");
    }

    #[test]
    fn two_records_of_one_person_make_nothing_frequent() {
        let text = "tattoo@neck:Marisol y una clave de sol";
        let record = with_marks(text);
        let of = |comparison: &MarksComparison| finding(comparison, &record, &record).unwrap();
        let known = of(&counted([text; 2].into_iter()));
        let unknown = of(&MarksComparison::default());
        assert_eq!((known.level, known.frequency), (unknown.level, unknown.frequency));
    }

    #[test]
    fn the_digest_tells_collections_apart() {
        let digest = |texts: &[&str]| {
            let mut counts = MarkCounts::default();
            texts.iter().for_each(|text| counts.add(&with_marks(text)));
            MarkFrequencies::reference().with_counts(&counts).digest()
        };
        assert_eq!(
            digest(&["scar@chin:caída", "mole@cheek"]),
            digest(&["mole@cheek", "scar@chin:caída"])
        );
        assert_ne!(digest(&["scar@chin:caída"]), digest(&["scar@chin:golpe"]));
    }
}
