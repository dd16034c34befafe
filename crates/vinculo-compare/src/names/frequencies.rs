//! How frequent names are: reference tables, and the loaded data shrunk towards them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};
use vinculo_record::Record;

use super::parts::NameParts;
use super::words::words;

const SURNAMES: &str = include_str!("../../data/names/surnames.csv");
const GIVEN_NAMES: &str = include_str!("../../data/names/given_names.csv");
const COMPOUNDS: &str = include_str!("../../data/names/given_compounds.csv");
const REGIONAL: &str = include_str!("../../data/names/regional_surnames.csv");

/// Share of a name that stands in no reference table. Judgement: rarer than the
/// rarest of the tables' 12,000.
const UNKNOWN_SHARE: f64 = 2e-6;
/// Share of a regional surname (Maya, Garífuna, Haitian …), for which the tables
/// have no counts. Judgement: in its region such a name is frequent, over all
/// migrants it is not.
const REGIONAL_SHARE: f64 = 2e-4;
/// Records that the reference is worth beside the loaded data. Judgement: a few
/// thousand records tell the region's names better than the tables do.
const SHRINKAGE_RECORDS: f64 = 2_000.0;
/// Frequencies are kept in parts per billion.
pub(super) const BILLION: f64 = 1e9;

/// Names counted in the loaded data: in how many records each stands.
#[derive(Clone, Default)]
pub struct NameCounts {
    given: Counts,
    surnames: Counts,
}

#[derive(Clone, Default)]
struct Counts {
    records: u64,
    names: BTreeMap<String, u64>,
}

impl NameCounts {
    /// Counts the names of a record.
    pub fn add(&mut self, record: &Record) {
        let parts = NameParts::of(record);
        let mut given = parts.given;
        if given.len() > 1 {
            given.push(given.join(" "));
        }
        self.given.add(given);
        self.surnames.add(parts.surnames.into_iter().map(|surname| surname.text).collect());
    }
}

impl Counts {
    fn add(&mut self, mut names: Vec<String>) {
        if names.is_empty() {
            return;
        }
        self.records += 1;
        names.sort();
        names.dedup();
        for name in names {
            *self.names.entry(name).or_default() += 1;
        }
    }
}

/// The share of people who bear a name: as one of their given names, and as one of
/// their surnames.
#[derive(Clone)]
pub struct NameFrequencies {
    given: Shares,
    surnames: Shares,
}

#[derive(Clone)]
struct Shares {
    reference: &'static BTreeMap<String, f64>,
    data: Counts,
}

impl NameFrequencies {
    /// The reference tables alone.
    pub fn reference() -> Self {
        let shares = |reference| Shares { reference, data: Counts::default() };
        Self { given: shares(&GIVEN_REFERENCE), surnames: shares(&SURNAME_REFERENCE) }
    }

    /// The loaded data, shrunk towards the reference.
    #[must_use]
    pub fn with_counts(mut self, counts: &NameCounts) -> Self {
        self.given.data = counts.given.clone();
        self.surnames.data = counts.surnames.clone();
        self
    }

    /// Share of people with that given name, in parts per billion, at least 1.
    pub(super) fn given(&self, word: &str) -> u32 {
        self.given.share(word)
    }

    /// Share of people with exactly these given names, in parts per billion, at
    /// least 1: as counted where they are a usual compound (Juan Carlos), else as if
    /// they were chosen independently.
    pub(super) fn given_together(&self, words: &[String]) -> u32 {
        let independent: f64 =
            words.iter().map(|word| f64::from(self.given(word)) / BILLION).product();
        if words.len() < 2 {
            return (independent * BILLION).clamp(1.0, BILLION) as u32;
        }
        self.given.share_or(&words.join(" "), independent)
    }

    /// Share of people with that surname, in parts per billion, at least 1.
    pub(super) fn surname(&self, word: &str) -> u32 {
        self.surnames.share(word)
    }

    /// SHA-256 of all counts and tables, in hexadecimal: equal digests give equal
    /// frequencies.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for table in [SURNAMES, GIVEN_NAMES, COMPOUNDS, REGIONAL] {
            hash.update(Sha256::digest(table.as_bytes()));
        }
        hash.update(format!("{UNKNOWN_SHARE} {REGIONAL_SHARE} {SHRINKAGE_RECORDS}"));
        for counts in [&self.given.data, &self.surnames.data] {
            hash.update(format!("\n{}\n", counts.records));
            for (name, count) in &counts.names {
                hash.update(format!("{name}\t{count}\n"));
            }
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Shares {
    fn share(&self, word: &str) -> u32 {
        self.share_or(word, UNKNOWN_SHARE)
    }

    /// The share, from this one where the reference has none.
    fn share_or(&self, word: &str, unknown: f64) -> u32 {
        let reference = self.reference.get(word).copied().unwrap_or(unknown);
        let seen = self.data.names.get(word).copied().unwrap_or(0) as f64;
        let share =
            (seen + SHRINKAGE_RECORDS * reference) / (self.data.records as f64 + SHRINKAGE_RECORDS);
        (share * BILLION).clamp(1.0, BILLION) as u32
    }
}

/// Share of a word among given names and among surnames, in the reference alone:
/// for telling which it is, the same whatever data is loaded.
pub(super) fn reference_shares(word: &str) -> (f64, f64) {
    let share = |table: &BTreeMap<String, f64>| table.get(word).copied().unwrap_or(UNKNOWN_SHARE);
    (share(&GIVEN_REFERENCE), share(&SURNAME_REFERENCE))
}

/// Whether the reference has a word among given names.
pub(super) fn is_given_name(word: &str) -> bool {
    GIVEN_REFERENCE.contains_key(word)
}

/// People who bear a surname in the reference tables' counts.
pub(super) fn surname_count(surname: &str) -> u64 {
    SURNAME_COUNTS.get(surname).copied().unwrap_or(0)
}

static SURNAME_COUNTS: LazyLock<BTreeMap<String, u64>> = LazyLock::new(|| {
    let mut reader = csv::Reader::from_reader(SURNAMES.as_bytes());
    let rows = reader.records().filter_map(Result::ok);
    rows.map(|row| (words(&row[0]).concat(), row[1].parse().unwrap_or(0))).collect()
});

/// People have two surnames, so a name's bearers are twice its share of surnames.
const SURNAMES_PER_PERSON: f64 = 2.0;
/// Given names in the tables are counted by bearer.
const GIVEN_PER_PERSON: f64 = 1.0;

static SURNAME_REFERENCE: LazyLock<BTreeMap<String, f64>> = LazyLock::new(|| {
    let mut shares = table(SURNAMES, 1, SURNAMES_PER_PERSON);
    let mut reader = csv::Reader::from_reader(REGIONAL.as_bytes());
    for row in reader.records().filter_map(Result::ok) {
        let share = shares.entry(words(&row[0]).concat()).or_insert(0.0);
        *share = share.max(REGIONAL_SHARE);
    }
    shares
});

/// Given names one by one, and usual compounds, whose words stand apart.
static GIVEN_REFERENCE: LazyLock<BTreeMap<String, f64>> = LazyLock::new(|| {
    let mut shares = table(GIVEN_NAMES, 2, GIVEN_PER_PERSON);
    let mut reader = csv::Reader::from_reader(COMPOUNDS.as_bytes());
    for row in reader.records().filter_map(Result::ok) {
        let count: f64 = row[1].parse().unwrap_or(0.0);
        shares.insert(row[0].to_owned(), count / COMPOUND_PEOPLE);
    }
    shares
});

/// People counted in the tables of compounds: Spain 42.9 million (2012), Argentina
/// 21.7 million (1922–2015, the frequent names).
const COMPOUND_PEOPLE: f64 = 64_599_528.0;

/// Names with their shares, from a table with the count in a column.
fn table(text: &str, count_column: usize, per_person: f64) -> BTreeMap<String, f64> {
    let mut counts: BTreeMap<String, f64> = BTreeMap::new();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    for row in reader.records().filter_map(Result::ok) {
        let count: f64 = row[count_column].parse().unwrap_or(0.0);
        *counts.entry(words(&row[0]).concat()).or_default() += count;
    }
    let total: f64 = counts.values().sum();
    counts.values_mut().for_each(|count| *count *= per_person / total);
    counts
}

#[cfg(test)]
mod tests {
    use vinculo_record::Kind;

    use super::*;
    use crate::testing::record;

    #[test]
    fn a_name_frequent_in_the_data_is_frequent() {
        let mut counts = NameCounts::default();
        let reference = NameFrequencies::reference();
        for _ in 0..500 {
            counts
                .add(&record(Kind::Notice, &[("paternal_surname", "Xol"), ("given_names", "Ana")]));
        }
        let data = NameFrequencies::reference().with_counts(&counts);
        assert!(data.surname("xol") > 20 * reference.surname("xol"));
        assert!(data.surname("garcia") < reference.surname("garcia"));
        assert_ne!(data.digest(), reference.digest());
        assert_eq!(data.digest(), data.clone().digest());
    }

    #[test]
    fn shares_are_those_of_people() {
        let reference = NameFrequencies::reference();
        let garcia = f64::from(reference.surname("garcia")) / BILLION;
        assert!((0.03..0.12).contains(&garcia), "{garcia}");
        assert!(reference.surname("zzyzx") < reference.surname("caal"));
        assert!(reference.given("maria") > 100 * reference.given("yeison"));
        let together = |names: [&str; 2]| reference.given_together(&names.map(str::to_owned));
        assert!(together(["juan", "carlos"]) > 10 * together(["carlos", "juan"]));
        assert_eq!(reference.given_together(&["ana".to_owned()]), reference.given("ana"));
    }
}
