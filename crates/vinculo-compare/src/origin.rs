//! Where a person comes from: nationality, place of origin, people and language.

use vinculo_record::vocab::Country;
use vinculo_record::{Lang, Record, fold};

use crate::documents::facts;
use crate::names::hash_of;
use crate::{Comparison, Finding, Level};

const SAME_PLACE: u8 = 0;
const SAME_ADMIN1: u8 = 1;
const SAME_PEOPLE: u8 = 2;
const SAME_COUNTRY: u8 = 3;
const OTHER_ADMIN1: u8 = 4;
const DIFFERENT: u8 = 5;

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
/// | `same_country` | a nationality or country of origin in common, and no two departments |
/// | `other_admin1` | same country, another department |
/// | `different` | no country in common |
#[derive(Clone, Copy, Debug, Default)]
pub struct OriginComparison;

/// An origin, compiled. Names of places and peoples are kept as hashes.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct OriginFeature {
    countries: Vec<Country>,
    /// Whether a document number says it, not the record.
    from_number: bool,
    admin1: Option<u64>,
    place: Option<u64>,
    peoples: Vec<u64>,
}

impl Comparison for OriginComparison {
    type Feature = OriginFeature;

    fn name(&self) -> &'static str {
        "origin"
    }

    fn code_version(&self) -> u32 {
        2
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
            Level { name: "same_country", es: "mismo país", en: "same country" },
            Level {
                name: "other_admin1",
                es: "mismo país, otro departamento",
                en: "same country, another department",
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
        let mut peoples: Vec<u64> = identity
            .ethnicity
            .iter()
            .chain(&identity.languages)
            .map(|text| fold(text).replace(' ', ""))
            .filter(|text| !text.is_empty() && !COMMON_LANGUAGES.contains(&text.as_str()))
            .map(|text| hash_of(&text))
            .collect();
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
        let feature = OriginFeature {
            countries,
            from_number,
            admin1,
            place: hashed(&identity.origin.place),
            peoples,
        };
        let says = !feature.countries.is_empty() || !feature.peoples.is_empty();
        says.then_some(feature)
    }

    fn compare(&self, left: &OriginFeature, right: &OriginFeature) -> Option<Finding> {
        if left.from_number && right.from_number {
            return None;
        }
        let shared = left.countries.iter().find(|country| right.countries.contains(country));
        let people = left.peoples.iter().any(|people| right.peoples.contains(people));
        let both = !left.countries.is_empty() && !right.countries.is_empty();
        let Some(country) = shared else {
            return match (both, people) {
                (true, _) => Some(Finding::level(DIFFERENT)),
                (false, true) => Some(found(SAME_PEOPLE, PEOPLE_SHARE)),
                (false, false) => None,
            };
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
            _ if people => found(SAME_PEOPLE, share * PEOPLE_SHARE),
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

fn found(level: u8, frequency: f64) -> Finding {
    Finding::with_frequency(level, frequency as f32)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vinculo_record::Kind;

    use super::*;
    use crate::testing::{finding, level_name, record};

    /// `nationality|country|admin1|place|ethnicity`
    fn of(text: &str) -> Record {
        let columns =
            ["nationality", "origin_country", "origin_admin1", "origin_place", "ethnicity"];
        let cells: Vec<(&str, &str)> = columns.into_iter().zip(text.split('|')).collect();
        record(Kind::Notice, &cells)
    }

    #[test]
    fn origins_compare_as_said() {
        for (left, right, expected) in [
            ("GT|GT|Alta Verapaz|Cobán|", "GT|GT|ALTA VERAPAZ|Coban|", Some("same_place")),
            ("GT|||Cobán|", "|GT|Alta Verapaz|Cobán|", Some("same_place")),
            ("GT||Alta Verapaz||", "GT||Alta Verapaz|Cobán|", Some("same_admin1")),
            ("GT||Alta Verapaz|Cobán|", "GT||Alta Verapaz|Chisec|", Some("same_admin1")),
            ("GT||||Mam", "GT||||mam", Some("same_people")),
            ("||||Garífuna", "HN||||garifuna", Some("same_people")),
            ("GT||||", "GT||||", Some("same_country")),
            ("HN||||", "|HN|Yoro||", Some("same_country")),
            ("GT||Petén||", "GT||Huehuetenango||", Some("other_admin1")),
            ("GT||Petén||K'iche'", "GT||Quiché||K'iche'", Some("same_people")),
            ("GT||||", "HN||||", Some("different")),
            ("GT;MX||||", "MX||||", Some("same_country")),
            ("HN||||Garífuna", "GT||||Garífuna", Some("different")),
            ("||Alta Verapaz||", "GT||||", None),
            ("||||Mam", "||||Q'eqchi'", None),
        ] {
            assert_eq!(
                level_name(&OriginComparison, &of(left), &of(right)),
                expected,
                "{left} / {right}"
            );
            assert_eq!(
                level_name(&OriginComparison, &of(right), &of(left)),
                expected,
                "{right} / {left}"
            );
        }
    }

    #[test]
    fn a_rare_country_is_rarer() {
        let frequency = |code: &str| {
            let text = format!("{code}||||");
            finding(&OriginComparison, &of(&text), &of(&text)).and_then(|f| f.frequency).unwrap()
        };
        assert!(frequency("HN") > 10.0 * frequency("BO"));
    }

    #[test]
    fn a_number_says_the_state_of_birth() {
        let of = |cells: &[(&str, &str)]| record(Kind::Notice, cells);
        let curp = of(&[("document_numbers", "CURP:HEGG560427MVZRRL04")]);
        let abroad = of(&[("document_numbers", "CURP:BOXW310820HNERXN09")]);
        let from = |country, state| of(&[("origin_country", country), ("origin_admin1", state)]);
        for (left, right, expected) in [
            (&curp, &from("MX", "Veracruz"), Some("same_admin1")),
            (&curp, &from("MX", "Chiapas"), Some("other_admin1")),
            (&curp, &from("HN", "Atl\u{e1}ntida"), Some("different")),
            (&abroad, &from("HN", "Atl\u{e1}ntida"), None),
            (&curp, &curp, None),
        ] {
            assert_eq!(level_name(&OriginComparison, left, right), expected);
            assert_eq!(level_name(&OriginComparison, right, left), expected);
        }
    }

    proptest! {
        #[test]
        fn any_text_compares_alike_from_both_sides(a in "[A-Z]{0,2}\\|\\|[a-c]{0,2}\\|[a-c]{0,2}\\|[a-c]{0,2}", b in "\\PC{0,20}") {
            let (a, b) = (of(&a), of(&b));
            prop_assert_eq!(
                finding(&OriginComparison, &a, &b),
                finding(&OriginComparison, &b, &a)
            );
        }
    }
}
