//! What kind of surname a person has, to tell whether some are found worse than others.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use vinculo_record::Record;

use super::frequencies::surname_count;
use super::parts::NameParts;
use super::words::words;

const REGIONAL: &str = include_str!("../../data/names/regional_surnames.csv");
/// Groups of the regional table that make up *Garífuna and Haitian*; all others are
/// of indigenous languages.
const CARIBBEAN: [&str; 2] = ["garifuna", "haitian"];
/// A surname of the regional table that so many people of the reference tables bear is
/// a Spanish one that a region has taken over (Ávila among the Garífuna). Judgement.
const SPANISH_FROM: u64 = 20_000;

/// A kind of surname.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SurnameGroup {
    /// A surname of an indigenous language, or written in its orthography.
    Indigenous,
    /// A Garífuna or Haitian surname.
    GarifunaHaitian,
    /// Any other.
    Other,
}

impl SurnameGroup {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Indigenous => "indigenous",
            Self::GarifunaHaitian => "garifuna_haitian",
            Self::Other => "other",
        }
    }
}

/// The group of a record's surnames: that of the rarer kind if they differ; `None`
/// without surnames.
pub fn surname_group(record: &Record) -> Option<SurnameGroup> {
    let identity = &record.identity;
    let written = [&identity.paternal_surname, &identity.maternal_surname, &identity.full_name];
    let glottal = written.into_iter().flatten().any(|text| has_glottal(text));
    let parts = NameParts::of(record);
    let groups = parts.surnames.iter().map(|surname| group_of(&surname.text));
    let least = groups.min()?;
    Some(if glottal { SurnameGroup::Indigenous } else { least })
}

fn group_of(surname: &str) -> SurnameGroup {
    if TABLE.caribbean.contains(surname) {
        SurnameGroup::GarifunaHaitian
    } else if TABLE.indigenous.contains(surname) || is_indigenous_spelling(surname) {
        SurnameGroup::Indigenous
    } else {
        SurnameGroup::Other
    }
}

/// An apostrophe inside a word or after its last consonant, as Mayan orthographies
/// write (Ca'al, Cab'); not that of D'Angelo.
fn has_glottal(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    letters.windows(3).any(|w| {
        matches!(w[1], '\'' | '’' | 'ʼ' | '`' | '´')
            && w[0].is_alphabetic()
            && !matches!(w[0], 'd' | 'D' | 'o' | 'O' | 'l' | 'L')
            && (w[2].is_alphabetic() || w[2] == ' ')
    })
}

/// Sequences that Spanish surnames do not have: tz, initial x, final tl and tzin, k
/// with q. Judgement, from the orthographies of the domain reference.
fn is_indigenous_spelling(surname: &str) -> bool {
    surname.contains("tz") || surname.starts_with('x') || surname.ends_with("tl")
}

struct Table {
    indigenous: BTreeSet<String>,
    caribbean: BTreeSet<String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { indigenous: BTreeSet::new(), caribbean: BTreeSet::new() };
    let mut reader = csv::Reader::from_reader(REGIONAL.as_bytes());
    for row in reader.records().filter_map(Result::ok) {
        let surname = words(&row[0]).concat();
        if surname_count(&surname) >= SPANISH_FROM {
            continue;
        }
        let group =
            if CARIBBEAN.contains(&&row[1]) { &mut table.caribbean } else { &mut table.indigenous };
        group.insert(surname);
    }
    table
});

#[cfg(test)]
mod tests {
    use vinculo_record::Kind;

    use super::*;
    use crate::testing::record;

    fn check(paternal: &str, maternal: &str, expected: SurnameGroup) {
        let surnames = [("paternal_surname", paternal), ("maternal_surname", maternal)];
        let found = surname_group(&record(Kind::Notice, &surnames));
        assert_eq!(found, Some(expected), "{paternal} {maternal}");
    }

    #[test]
    fn groups_of_surnames() {
        check("Caal", "López", SurnameGroup::Indigenous);
        check("Pérez", "Ca'al", SurnameGroup::Indigenous);
        check("Tzoc", "", SurnameGroup::Indigenous);
        check("Xicoténcatl", "Reyes", SurnameGroup::Indigenous);
        check("Jean-Baptiste", "", SurnameGroup::GarifunaHaitian);
        check("García", "Martínez", SurnameGroup::Other);
        check("D'Angelo", "", SurnameGroup::Other);
        check("Ávila", "Hernández", SurnameGroup::Other);
        assert_eq!(surname_group(&record(Kind::Notice, &[("given_names", "Ana")])), None);
    }
}
