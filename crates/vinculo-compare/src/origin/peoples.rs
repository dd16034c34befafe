//! Peoples of the region: what they are called, where they live, what surnames they bear.
//!
//! A surname tells of a people only by a table that no native speaker has reviewed, so
//! it stands in where the record says nothing better, and never beside another surname:
//! those are compared as names.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use vinculo_record::vocab::Country;
use vinculo_record::{Record, fold};

use crate::names::reference_shares;

const PEOPLES: &str = include_str!("../../data/places/peoples.csv");
const SURNAMES: &str = include_str!("../../data/names/regional_surnames.csv");

/// A surname that this share of people bears in the reference tables, which give those of
/// the region 0.0002, is a Spanish one that a region has taken over. Judgement.
const SPANISH_SHARE: f64 = 0.0004;
/// Longest text, in words, that is searched for surnames: more is a story.
const MAX_WORDS: usize = 12;

/// Peoples, one bit each.
pub(super) type Peoples = u64;

struct Tables {
    /// Folded words without gaps, by people.
    words: BTreeMap<String, Peoples>,
    countries: Vec<Vec<Country>>,
    /// Folded surnames without gaps.
    surnames: BTreeMap<String, Peoples>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(Tables::read);

/// The people that a folded word without gaps names, if the table has it.
pub(super) fn named(word: &str) -> Peoples {
    TABLES.words.get(word).copied().unwrap_or(0)
}

/// The peoples whose surnames a record has.
pub(super) fn by_surname(record: &Record) -> Peoples {
    let identity = &record.identity;
    let written = [&identity.paternal_surname, &identity.maternal_surname, &identity.full_name];
    let texts: Vec<String> = written.into_iter().flatten().map(|text| bare(text)).collect();
    let words = texts.iter().flat_map(|text| text.split(' ').take(MAX_WORDS));
    words.filter_map(|word| TABLES.surnames.get(word)).fold(0, |all, one| all | one)
}

/// Whether people of one of these live in one of those countries.
pub(super) fn live_in(peoples: Peoples, countries: &[Country]) -> bool {
    let homes = TABLES.countries.iter().enumerate().filter(|(i, _)| peoples >> i & 1 == 1);
    homes.flat_map(|(_, homes)| homes).any(|home| countries.contains(home))
}

impl Tables {
    fn read() -> Self {
        let mut tables =
            Self { words: BTreeMap::new(), countries: vec![], surnames: BTreeMap::new() };
        let mut groups: BTreeMap<&str, Peoples> = BTreeMap::new();
        for (i, line) in PEOPLES.lines().skip(1).enumerate() {
            let cells: Vec<&str> = line.split(',').collect();
            let [words, countries, group] = cells[..] else { continue };
            let bit = 1 << i;
            for word in words.split('|') {
                *tables.words.entry(word.replace(' ', "")).or_default() |= bit;
            }
            *groups.entry(group).or_default() |= bit;
            tables.countries.push(countries.split('|').filter_map(Country::parse).collect());
        }
        for line in SURNAMES.lines().skip(1) {
            let Some((surname, group)) = line.split_once(',') else { continue };
            let surname = bare(surname).replace(' ', "");
            let peoples = groups.get(group).copied().unwrap_or(0);
            if reference_shares(&surname).1 < SPANISH_SHARE && peoples > 0 {
                *tables.surnames.entry(surname).or_default() |= peoples;
            }
        }
        tables
    }
}

/// Folded, without the marks of glottal stops: *Ca'al* is *caal*.
fn bare(text: &str) -> String {
    fold(&text.replace(['\'', '’', 'ʼ', '`', '´'], ""))
}

#[cfg(test)]
mod tests {
    use vinculo_record::Kind;

    use super::*;
    use crate::testing::record;

    #[test]
    fn tables_are_whole() {
        assert_eq!(TABLES.countries.len(), PEOPLES.lines().count() - 1);
        assert!(TABLES.countries.len() <= Peoples::BITS as usize);
        assert!(TABLES.countries.iter().all(|homes| !homes.is_empty()));
        assert!(TABLES.surnames.len() > 400, "{}", TABLES.surnames.len());
    }

    #[test]
    fn words_and_surnames() {
        assert_eq!(named("qeqchi"), named("kekchi"));
        assert_ne!(named("qeqchi"), named("mam"));
        assert_eq!(named("espanol"), 0);
        let of = |cells: &[(&str, &str)]| by_surname(&record(Kind::Notice, cells));
        assert!(of(&[("paternal_surname", "Ca'al")]) & named("qeqchi") != 0);
        assert!(of(&[("full_name", "Marie Jean-Baptiste")]) & named("haitiano") != 0);
        assert_eq!(of(&[("paternal_surname", "García"), ("maternal_surname", "Ávila")]), 0);
        let gt = Country::parse("GT").expect("Guatemala");
        assert!(live_in(named("mam"), &[gt]) && !live_in(named("haitiano"), &[gt]));
    }
}
