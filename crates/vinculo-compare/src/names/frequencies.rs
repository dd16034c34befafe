//! How frequent names are: reference tables, and the loaded data shrunk towards them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use foldhash::HashMap;
use sha2::{Digest, Sha256};
use vinculo_record::Record;

use super::home::Home;
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
/// Records that the share among all people is worth beside those of one country, and
/// that of the country beside those of one department. Judgement: a department's names
/// show in a few hundred records.
const COUNTRY_RECORDS: f64 = 300.0;
/// See [`COUNTRY_RECORDS`].
const ADMIN1_RECORDS: f64 = 60.0;
/// Records of one person that agree on a name before anybody else bears it: they do not
/// make it frequent, so as many are left out of every count.
const ONE_PERSON: u64 = 2;
/// Frequencies are kept in parts per billion.
pub(super) const BILLION: f64 = 1e9;
/// Least and greatest share of a name, in parts per billion. Judgement: nobody knows a
/// rarer one, and no name is everybody's.
const FLOOR: f64 = 100.0;
/// See [`FLOOR`].
const CAP: f64 = 0.5 * BILLION;
/// Share, in parts per billion, and records from which a name is known: one letter
/// between two known names makes another name (Mario, María; Mora, Moya), not a
/// mistake. Judgement: 1 in 10,000 of the reference, some 900 given names and 1,900
/// surnames beside the regional ones; and what stands in so many records.
const KNOWN_SHARE: f64 = 1e-4;
/// See [`KNOWN_SHARE`].
const KNOWN_RECORDS: u64 = 10;

/// Names counted in the loaded data: in how many records each stands, in all and by
/// country and department of origin.
#[derive(Clone, Default)]
pub struct NameCounts {
    given: Counts,
    surnames: Counts,
}

#[derive(Clone, Default)]
struct Counts {
    all: Count,
    countries: BTreeMap<u32, Count>,
    admin1: BTreeMap<u32, Count>,
}

#[derive(Clone, Default)]
struct Count {
    records: u64,
    names: HashMap<String, u64>,
}

impl NameCounts {
    /// Counts the names of a record.
    pub fn add(&mut self, record: &Record) {
        let parts = NameParts::of(record);
        let home = Home::of(record);
        let mut given = parts.given;
        if given.len() > 1 {
            given.push(given.join(" "));
        }
        self.given.add(given, home);
        self.surnames.add(parts.surnames.into_iter().map(|name| name.text).collect(), home);
    }
}

impl Counts {
    fn add(&mut self, mut names: Vec<String>, home: Home) {
        names.sort();
        names.dedup();
        if home.admin1 != 0 {
            self.admin1.entry(home.admin1).or_default().add(&names);
        }
        if home.country != 0 {
            self.countries.entry(home.country).or_default().add(&names);
        }
        self.all.add(&names);
    }
}

impl Count {
    fn add(&mut self, names: &[String]) {
        if names.is_empty() {
            return;
        }
        self.records += 1;
        for name in names {
            match self.names.get_mut(name) {
                Some(seen) => *seen += 1,
                None => {
                    self.names.insert(name.clone(), 1);
                }
            }
        }
    }

    fn seen(&self, name: &str) -> u64 {
        self.names.get(name).copied().unwrap_or(0)
    }

    /// The share among these records, shrunk towards another that is worth so many.
    fn share(&self, name: &str, towards: f64, worth: f64) -> f64 {
        let seen = self.seen(name).saturating_sub(ONE_PERSON) as f64;
        let records = self.records.saturating_sub(ONE_PERSON) as f64;
        (seen + worth * towards) / (records + worth)
    }
}

/// The share of people who bear a name: as one of their given names, and as one of
/// their surnames; in all, in a country, and in a department.
#[derive(Clone)]
pub struct NameFrequencies {
    given: Shares,
    surnames: Shares,
}

#[derive(Clone)]
struct Shares {
    reference: &'static HashMap<String, f64>,
    data: Counts,
}

/// How frequent a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Frequency {
    /// Share of bearers in parts per billion, at least 1: among all people, in the
    /// country and in the department of origin.
    pub shares: [u32; 3],
    /// Whether it is a usual name.
    pub is_known: bool,
}

impl Frequency {
    /// Whether a place's share is another than the wider one's.
    pub fn is_of_its_own(&self, near: usize) -> bool {
        /// Times more or less frequent. Judgement: one bit.
        const TIMES: u32 = 2;
        let (own, wider) = (self.shares[near], self.shares[near - 1]);
        own > wider.saturating_mul(TIMES) || wider > own.saturating_mul(TIMES)
    }

    /// Forgets the shares of places that are not known, or that say no more.
    pub fn keep(&mut self, home: Home) {
        if home.country == 0 {
            self.shares[1] = self.shares[0];
        }
        if home.admin1 == 0 {
            self.shares[2] = self.shares[1];
        }
    }
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

    /// How frequent a given name is.
    pub(super) fn given(&self, word: &str, home: Home) -> Frequency {
        self.given.frequency(word, home, [UNKNOWN_SHARE; 3])
    }

    /// How frequent exactly these given names are: as counted where they are a usual
    /// compound (Juan Carlos), else as if they were chosen independently.
    pub(super) fn given_together(&self, words: &[String], home: Home) -> Frequency {
        let each: Vec<Frequency> = words.iter().map(|word| self.given(word, home)).collect();
        if let [one] = each.as_slice() {
            return *one;
        }
        let independent = [0, 1, 2].map(|near: usize| {
            each.iter().map(|one| f64::from(one.shares[near]) / BILLION).product()
        });
        self.given.frequency(&words.join(" "), home, independent)
    }

    /// How frequent a surname is.
    pub(super) fn surname(&self, word: &str, home: Home) -> Frequency {
        self.surnames.frequency(word, home, [UNKNOWN_SHARE; 3])
    }

    /// SHA-256 of all counts and tables, in hexadecimal: equal digests give equal
    /// frequencies.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for table in [SURNAMES, GIVEN_NAMES, COMPOUNDS, REGIONAL] {
            hash.update(Sha256::digest(table.as_bytes()));
        }
        hash.update(format!("{UNKNOWN_SHARE} {REGIONAL_SHARE} {SHRINKAGE_RECORDS}"));
        hash.update(format!(" {COUNTRY_RECORDS} {ADMIN1_RECORDS} {ONE_PERSON} {FLOOR} {CAP}"));
        for counts in [&self.given.data, &self.surnames.data] {
            let places = counts.countries.iter().chain(&counts.admin1);
            let all = std::iter::once((&0, &counts.all));
            for (place, count) in all.chain(places) {
                hash.update(format!("\n{place}\t{}\n", count.records));
                for (name, count) in count.names.iter().collect::<BTreeMap<_, _>>() {
                    hash.update(format!("{name}\t{count}\n"));
                }
            }
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Shares {
    /// The frequency, from these shares where the reference has none.
    fn frequency(&self, word: &str, home: Home, unknown: [f64; 3]) -> Frequency {
        let reference = self.reference.get(word).copied();
        let all = self.data.all.share(word, reference.unwrap_or(unknown[0]), SHRINKAGE_RECORDS);
        // Where no table knows the words together, each place has its own chance of them.
        let towards = |wider: f64, near: usize| match reference {
            None if self.data.all.seen(word) == 0 => unknown[near].max(wider),
            _ => wider,
        };
        let within = |counts: Option<&Count>, wider: f64, worth: f64| {
            counts.map_or(wider, |count| count.share(word, wider, worth))
        };
        let country = towards(all, 1);
        let country = within(self.data.countries.get(&home.country), country, COUNTRY_RECORDS);
        let admin1 = towards(country, 2);
        let admin1 = within(self.data.admin1.get(&home.admin1), admin1, ADMIN1_RECORDS);
        Frequency {
            shares: [all, country, admin1].map(|share| (share * BILLION).clamp(FLOOR, CAP) as u32),
            is_known: reference.is_some_and(|share| share >= KNOWN_SHARE)
                || self.data.all.seen(word) >= KNOWN_RECORDS && all >= KNOWN_SHARE,
        }
    }
}

/// Share of a word among given names and among surnames, in the reference alone:
/// for telling which it is, the same whatever data is loaded.
pub(crate) fn reference_shares(word: &str) -> (f64, f64) {
    let share = |table: &HashMap<String, f64>| table.get(word).copied().unwrap_or(UNKNOWN_SHARE);
    (share(&GIVEN_REFERENCE), share(&SURNAME_REFERENCE))
}

/// Whether the reference has a word among given names.
pub(crate) fn is_given_name(word: &str) -> bool {
    GIVEN_REFERENCE.contains_key(word)
}

/// People who bear a surname in the reference tables' counts.
pub(super) fn surname_count(surname: &str) -> u64 {
    SURNAME_COUNTS.get(surname).copied().unwrap_or(0)
}

static SURNAME_COUNTS: LazyLock<HashMap<String, u64>> = LazyLock::new(|| {
    let mut reader = csv::Reader::from_reader(SURNAMES.as_bytes());
    let rows = reader.records().filter_map(Result::ok);
    rows.map(|row| (words(&row[0]).concat(), row[1].parse().unwrap_or(0))).collect()
});

/// People have two surnames, so a name's bearers are twice its share of surnames.
const SURNAMES_PER_PERSON: f64 = 2.0;
/// Given names in the tables are counted by bearer.
const GIVEN_PER_PERSON: f64 = 1.0;

static SURNAME_REFERENCE: LazyLock<HashMap<String, f64>> = LazyLock::new(|| {
    let mut shares = table(SURNAMES, 1, SURNAMES_PER_PERSON);
    let mut reader = csv::Reader::from_reader(REGIONAL.as_bytes());
    for row in reader.records().filter_map(Result::ok) {
        let share = shares.entry(words(&row[0]).concat()).or_insert(0.0);
        *share = share.max(REGIONAL_SHARE);
    }
    shares
});

/// Given names one by one, and usual compounds, whose words stand apart.
static GIVEN_REFERENCE: LazyLock<HashMap<String, f64>> = LazyLock::new(|| {
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
fn table(text: &str, count_column: usize, per_person: f64) -> HashMap<String, f64> {
    // In the order of the names, so that their sum is the same every time.
    let mut counts: BTreeMap<String, f64> = BTreeMap::new();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    for row in reader.records().filter_map(Result::ok) {
        let count: f64 = row[count_column].parse().unwrap_or(0.0);
        *counts.entry(words(&row[0]).concat()).or_default() += count;
    }
    let total: f64 = counts.values().sum();
    counts.into_iter().map(|(name, count)| (name, count * (per_person / total))).collect()
}

#[cfg(test)]
mod tests {
    use vinculo_record::Kind;

    use super::*;
    use crate::testing::record;

    const NOWHERE: Home = Home { country: 0, admin1: 0 };

    fn home(country: &str, admin1: &str) -> Home {
        Home::of(&record(Kind::Notice, &[("origin_country", country), ("origin_admin1", admin1)]))
    }

    fn share(frequency: Frequency, near: usize) -> f64 {
        f64::from(frequency.shares[near]) / BILLION
    }

    /// Records of a department: every third family is called Xol in Alta Verapaz.
    fn counted() -> NameFrequencies {
        let mut counts = NameCounts::default();
        for number in 0..3_000 {
            let (admin1, surname) = match (number % 5, number % 3) {
                (0, 0) => ("Alta Verapaz", "Xol"),
                (0, _) => ("Alta Verapaz", ["Caal", "Choc", "Pop"][number % 7 % 3]),
                (1, _) => ("Petén", ["Pérez", "Ramírez", "Caal"][number % 3]),
                _ => ("Jutiapa", ["García", "Recinos", "Lemus"][number % 3]),
            };
            counts.add(&record(
                Kind::Notice,
                &[
                    ("paternal_surname", surname),
                    ("given_names", "Ana"),
                    ("origin_country", "GT"),
                    ("origin_admin1", admin1),
                ],
            ));
        }
        for _ in 0..1_000 {
            counts.add(&record(
                Kind::Notice,
                &[
                    ("paternal_surname", "Zelaya"),
                    ("origin_country", "HN"),
                    ("origin_admin1", "Olancho"),
                ],
            ));
        }
        NameFrequencies::reference().with_counts(&counts)
    }

    #[test]
    fn a_surname_of_one_department_is_frequent_there() {
        let data = counted();
        let xol = |country, admin1| data.surname("xol", home(country, admin1));
        let there = share(xol("GT", "Alta Verapaz"), 2);
        assert!((0.28..0.38).contains(&there), "{there}");
        // A third of a fifth of the country, and less of all.
        let country = share(xol("GT", "Alta Verapaz"), 1);
        assert!((0.05..0.08).contains(&country), "{country}");
        for (country, admin1) in [("GT", "Jutiapa"), ("GT", "Petén"), ("HN", "Olancho")] {
            let elsewhere = share(xol(country, admin1), 2);
            assert!(elsewhere < 0.02, "{admin1} {elsewhere}");
        }
        // Where nothing is loaded, the wider share holds.
        let unknown = xol("MX", "Chiapas");
        assert_eq!(unknown.shares[1], unknown.shares[0]);
        assert_eq!(unknown.shares[2], unknown.shares[0]);
        let reference = NameFrequencies::reference().surname("xol", home("GT", "Alta Verapaz"));
        assert!(share(reference, 2) < 0.001);
    }

    #[test]
    fn names_without_a_reference_are_learnt() {
        let data = counted();
        let zelaya = data.surname("zelaya", home("HN", "Olancho"));
        assert!(share(zelaya, 2) > 0.4 && share(zelaya, 0) < 0.2);
        assert!(share(data.surname("zelaya", home("GT", "Jutiapa")), 2) < 0.02);
    }

    #[test]
    fn two_records_of_one_person_make_no_name_frequent() {
        let reference = NameFrequencies::reference();
        let mut counts = NameCounts::default();
        for _ in 0..2 {
            counts.add(&record(
                Kind::Notice,
                &[("paternal_surname", "Zzyzx"), ("origin_country", "HN")],
            ));
        }
        let data = reference.clone().with_counts(&counts);
        let of = |frequencies: &NameFrequencies| frequencies.surname("zzyzx", home("HN", ""));
        assert!(of(&data).shares[1] <= of(&reference).shares[1]);
        assert!(!of(&data).is_known);
    }

    #[test]
    fn a_name_frequent_in_the_data_is_frequent() {
        let mut counts = NameCounts::default();
        let reference = NameFrequencies::reference();
        for _ in 0..500 {
            counts
                .add(&record(Kind::Notice, &[("paternal_surname", "Xol"), ("given_names", "Ana")]));
        }
        let data = NameFrequencies::reference().with_counts(&counts);
        let surname =
            |frequencies: &NameFrequencies, word| frequencies.surname(word, NOWHERE).shares[0];
        assert!(surname(&data, "xol") > 20 * surname(&reference, "xol"));
        assert!(surname(&data, "garcia") < surname(&reference, "garcia"));
        assert_ne!(data.digest(), reference.digest());
        assert_eq!(data.digest(), data.clone().digest());
    }

    #[test]
    fn shares_are_those_of_people() {
        let reference = NameFrequencies::reference();
        let surname = |word| reference.surname(word, NOWHERE);
        let given = |word| reference.given(word, NOWHERE);
        let garcia = share(surname("garcia"), 0);
        assert!((0.03..0.12).contains(&garcia), "{garcia}");
        assert!(surname("zzyzx").shares[0] < surname("caal").shares[0]);
        assert!(surname("garcia").is_known && !surname("zzyzx").is_known);
        assert!(given("maria").shares[0] > 100 * given("yeison").shares[0]);
        let together =
            |names: [&str; 2]| reference.given_together(&names.map(str::to_owned), NOWHERE);
        assert!(
            together(["juan", "carlos"]).shares[0] > 10 * together(["carlos", "juan"]).shares[0]
        );
        assert_eq!(reference.given_together(&["ana".to_owned()], NOWHERE), given("ana"));
    }
}
