//! Where a person comes from: nationality, place of origin, people and language, and
//! what a surname says of them.

mod peoples;
#[cfg(test)]
mod tests;

use vinculo_record::vocab::Country;
use vinculo_record::{Lang, Record, fold};

use self::peoples::{Peoples, by_surname, live_in, named};
use crate::documents::facts;
use crate::names::hash_of;
use crate::{Comparison, Finding, Level};

const SAME_PLACE: u8 = 0;
const SAME_ADMIN1: u8 = 1;
const SAME_PEOPLE: u8 = 2;
const PEOPLE_FITS: u8 = 3;
const SAME_COUNTRY: u8 = 4;
const OTHER_ADMIN1: u8 = 5;
const PEOPLE_UNLIKE: u8 = 6;
const DIFFERENT: u8 = 7;

/// Share of people in transit through Mexico by nationality. Judgement after the
/// encounters reported for the region in 2019–2023; another country has
/// [`OTHER_SHARE`]. Agreement on a country that few come from weighs more.
const COUNTRY_SHARES: &[(&str, f64)] = &[
    ("HN", 0.19),
    ("GT", 0.17),
    ("VE", 0.14),
    ("MX", 0.13),
    ("SV", 0.08),
    ("EC", 0.06),
    ("HT", 0.06),
    ("NI", 0.05),
    ("CU", 0.05),
    ("CO", 0.04),
];
/// Share of each country that is not in the table. Judgement.
const OTHER_SHARE: f64 = 0.005;
/// A department's part of its country, a place's of its department. Judgement:
/// some 15 to 30 departments, and people come from few of their towns.
const ADMIN1_PART: f64 = 0.10;
/// See [`ADMIN1_PART`].
const PLACE_PART: f64 = 0.10;
/// Share of people who name one people or language other than Spanish. Judgement.
const PEOPLE_SHARE: f64 = 0.02;
/// Languages that say nothing of an origin in the region.
const COMMON_LANGUAGES: &[&str] =
    &["espanol", "spanish", "castellano", "ingles", "english", "es", "en"];

/// Compares origins.
///
/// | Level | Meaning |
/// | --- | --- |
/// | `same_place` | same country, department and place of origin |
/// | `same_admin1` | same country and department |
/// | `same_people` | same people or language, and no other country |
/// | `people_fits` | a people, stated or by the surname, that is the other's or lives in its country |
/// | `same_country` | a nationality or country of origin in common, and no two departments |
/// | `other_admin1` | same country, another department |
/// | `people_unlike` | a people that lives in none of the other's countries |
/// | `different` | no country in common |
///
/// A surname is read where the record states no people, and the other has no surname:
/// two surnames are compared as names.
#[derive(Clone, Copy, Debug, Default)]
pub struct OriginComparison;

/// An origin, compiled. Names of places and peoples are kept as hashes.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct OriginFeature {
    countries: Vec<Country>,
    /// A bit for each of them, by [`bit_of`]: two records without a bit in common have no
    /// country in common.
    country_bits: u64,
    /// Whether a document number says it, not the record.
    from_number: bool,
    admin1: Option<u64>,
    place: Option<u64>,
    peoples: Vec<u64>,
    /// Of the table: as stated, else by the surname.
    known: Peoples,
    by_surname: bool,
    has_surname: bool,
}

impl Comparison for OriginComparison {
    type Feature = OriginFeature;

    fn name(&self) -> &'static str {
        "origin"
    }

    fn code_version(&self) -> u32 {
        3
    }

    fn levels(&self) -> &'static [Level] {
        const LEVELS: &[Level] = &[
            Level { name: "same_place", es: "mismo lugar de origen", en: "same place of origin" },
            Level {
                name: "same_admin1",
                es: "mismo departamento o estado",
                en: "same department or state",
            },
            Level {
                name: "same_people",
                es: "mismo pueblo o idioma",
                en: "same people or language",
            },
            Level {
                name: "people_fits",
                es: "compatible con el pueblo o el apellido",
                en: "fits the people or the surname",
            },
            Level { name: "same_country", es: "mismo país", en: "same country" },
            Level {
                name: "other_admin1",
                es: "mismo país, otro departamento",
                en: "same country, another department",
            },
            Level {
                name: "people_unlike",
                es: "poco compatible con el pueblo o el apellido",
                en: "unlike the people or the surname",
            },
            Level { name: "different", es: "otro país", en: "another country" },
        ];
        LEVELS
    }

    fn compile(&self, record: &Record) -> Option<OriginFeature> {
        let identity = &record.identity;
        let mut countries: Vec<Country> =
            identity.nationality.iter().copied().chain(identity.origin.country).collect();
        countries.sort_unstable();
        countries.dedup();
        let hashed = |text: &Option<String>| {
            text.as_deref().map(fold).filter(|t| !t.is_empty()).map(|t| hash_of(&t))
        };
        let stated: Vec<String> = identity
            .ethnicity
            .iter()
            .chain(&identity.languages)
            .map(|text| fold(text).replace(' ', ""))
            .filter(|text| !text.is_empty() && !COMMON_LANGUAGES.contains(&text.as_str()))
            .collect();
        let mut peoples: Vec<u64> = stated.iter().map(|text| hash_of(text)).collect();
        let stated = stated.iter().fold(0, |all, text| all | named(text));
        peoples.sort_unstable();
        peoples.dedup();
        let mut admin1 = hashed(&identity.origin.admin1);
        // Where the record says no origin, a number may: not beside another number.
        let by_number = countries.is_empty().then(|| facts(&identity.documents)).flatten();
        let from_number = by_number.is_some();
        if let Some(facts) = by_number {
            countries.extend(facts.country);
            admin1 = admin1.or(facts.state.map(|state| hash_of(&fold(state))));
        }
        let names = [&identity.paternal_surname, &identity.maternal_surname, &identity.full_name];
        let by_surname = if peoples.is_empty() { by_surname(record) } else { 0 };
        let feature = OriginFeature {
            country_bits: countries.iter().fold(0, |bits, country| bits | bit_of(*country)),
            countries,
            from_number,
            admin1,
            place: hashed(&identity.origin.place),
            peoples,
            known: stated | by_surname,
            by_surname: by_surname != 0,
            has_surname: names.iter().any(|name| name.is_some()),
        };
        let says =
            !feature.countries.is_empty() || !feature.peoples.is_empty() || feature.known != 0;
        says.then_some(feature)
    }

    fn compare(&self, left: &OriginFeature, right: &OriginFeature) -> Option<Finding> {
        if left.from_number && right.from_number {
            return None;
        }
        let Some(country) = left.shared_country(right) else {
            if left.country_bits != 0 && right.country_bits != 0 {
                return Some(Finding::level(DIFFERENT));
            }
            if left.shares_people(right) {
                return Some(found(SAME_PEOPLE, PEOPLE_SHARE));
            }
            let level = |fits| if fits { PEOPLE_FITS } else { PEOPLE_UNLIKE };
            return left.fits(right).map(|fits| Finding::level(level(fits)));
        };
        let share = COUNTRY_SHARES
            .iter()
            .find(|(code, _)| *code == country.code())
            .map_or(OTHER_SHARE, |(_, share)| *share);
        let admin1 = left.admin1.zip(right.admin1).map(|(a, b)| a == b);
        let place = left.place.is_some() && left.place == right.place;
        Some(match (admin1, place) {
            (Some(true), true) => found(SAME_PLACE, share * ADMIN1_PART * PLACE_PART),
            // A place by the same name, the department unknown to one.
            (None, true) => found(SAME_PLACE, share * ADMIN1_PART * PLACE_PART),
            (Some(true), false) => found(SAME_ADMIN1, share * ADMIN1_PART),
            _ if left.shares_people(right) => found(SAME_PEOPLE, share * PEOPLE_SHARE),
            (None, _) if left.fits(right) == Some(true) => Finding::level(PEOPLE_FITS),
            (Some(false), _) => found(OTHER_ADMIN1, share),
            (None, false) => found(SAME_COUNTRY, share),
        })
    }

    fn show(&self, record: &Record, lang: Lang) -> String {
        let identity = &record.identity;
        let mut parts: Vec<String> =
            identity.origin.place.iter().chain(&identity.origin.admin1).cloned().collect();
        let mut countries: Vec<Country> =
            identity.origin.country.iter().chain(&identity.nationality).copied().collect();
        countries.dedup();
        parts.extend(countries.iter().map(|country| country.label(lang).to_owned()));
        parts.extend(identity.ethnicity.iter().chain(&identity.languages).cloned());
        parts.join(", ")
    }

    fn reason(
        &self,
        left: &OriginFeature,
        right: &OriginFeature,
        finding: &Finding,
        lang: Lang,
    ) -> String {
        let label = self.levels()[usize::from(finding.level)].label(lang);
        let names = |countries: &[Country]| {
            countries.iter().map(|c| c.label(lang)).collect::<Vec<_>>().join(", ")
        };
        match left.countries.iter().find(|country| right.countries.contains(country)) {
            Some(country) => format!("{label} ({})", country.label(lang)),
            None if finding.level == DIFFERENT => {
                format!("{label}: {} / {}", names(&left.countries), names(&right.countries))
            }
            None => label.to_owned(),
        }
    }
}

impl OriginFeature {
    /// The first country of this record that the other has, too.
    fn shared_country(&self, other: &Self) -> Option<Country> {
        if self.country_bits & other.country_bits == 0 {
            return None;
        }
        self.countries.iter().copied().find(|country| other.countries.contains(country))
    }

    fn shares_people(&self, other: &Self) -> bool {
        let stated = !self.by_surname && !other.by_surname && self.known & other.known != 0;
        stated || self.peoples.iter().any(|people| other.peoples.contains(people))
    }

    /// Whether what is known of a people here fits what the other says of people or
    /// country; `None` where nothing can be held against it.
    fn fits(&self, other: &Self) -> Option<bool> {
        let one_way = |people: &Self, other: &Self| {
            let is_name_again = people.by_surname && other.has_surname;
            let known = (!is_name_again && people.known != 0).then_some(people.known)?;
            match (other.by_surname, other.known) {
                (false, of_other) if of_other != 0 => Some(known & of_other != 0),
                // Where this record states a country, its people says no more of it.
                _ if other.countries.is_empty() || !people.countries.is_empty() => None,
                _ => Some(live_in(known, &other.countries)),
            }
        };
        match (one_way(self, other), one_way(other, self)) {
            (Some(a), Some(b)) => Some(a || b),
            (one, other) => one.or(other),
        }
    }
}

/// One of 64 bits; few countries of the region have the same.
fn bit_of(country: Country) -> u64 {
    let hash = country.code().bytes().fold(0_u32, |hash, byte| hash * 31 + u32::from(byte));
    1 << (hash % u64::BITS)
}

fn found(level: u8, frequency: f64) -> Finding {
    Finding::with_frequency(level, frequency as f32)
}
