//! Surnames: two in either order, one missing, a husband's added, misspelt.

use std::sync::Arc;

use vinculo_record::{Lang, Record};

use super::frequencies::NameFrequencies;
use super::given::is_better;
use super::home::Home;
use super::meeting::meetings;
use super::pairing::{Joined, MAX_WORDS, Pairing, Words};
use super::parts::{Readings, Surname};
use super::said::{found, in_words, said};
use super::token::{Alike, Token};
use crate::{Comparison, Finding, Level, Meetings};

const BOTH: u8 = 0;
const SWAPPED: u8 = 1;
const BOTH_SPELLING: u8 = 2;
const BOTH_SIMILAR: u8 = 3;
const ONE: u8 = 4;
const ONE_SPELLING: u8 = 5;
const ONE_DIFFERS: u8 = 6;
const ONE_DIFFERS_SPELLING: u8 = 7;
const SIMILAR: u8 = 8;
const DISAGREE: u8 = 9;

/// Compares surnames, paternal and maternal, with their order. A husband's surname, and
/// a further word of a compound, counts where it agrees and not where it is missing. A
/// whole name among the aliases counts as the name does.
///
/// | Level | Meaning |
/// | --- | --- |
/// | `both` | both agree in order |
/// | `swapped` | both agree, paternal for maternal |
/// | `both_spelling` | both agree, at least one in another spelling or language |
/// | `both_similar` | one agrees, the other is similar or an initial |
/// | `one` | one agrees, and a record has no second |
/// | `one_spelling` | … in another spelling |
/// | `one_differs` | one agrees and the other does not |
/// | `one_differs_spelling` | … in another spelling |
/// | `similar` | a surname is similar, or an initial |
/// | `disagree` | none is alike |
#[derive(Clone)]
pub struct SurnamesComparison {
    frequencies: Arc<NameFrequencies>,
}

/// Surnames, compiled: in each way that the record may be read, likeliest first.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SurnamesFeature {
    names: Box<[Surnames]>,
    /// Readings that count only where they leave nothing over.
    doubtful: Box<[Surnames]>,
}

/// Surnames in one reading.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Surnames {
    words: Words,
}

impl SurnamesFeature {
    /// In every way that the record may be read.
    fn readings(&self) -> impl Iterator<Item = &Words> {
        self.names.iter().chain(&self.doubtful).map(|surnames| &surnames.words)
    }
}

impl SurnamesComparison {
    /// With the frequencies of names.
    pub fn new(frequencies: Arc<NameFrequencies>) -> Self {
        Self { frequencies }
    }

    /// Words that are surnames.
    pub(super) fn of_words(&self, surnames: &[Surname], home: Home) -> Option<Surnames> {
        let share = |text: &str| self.frequencies.surname(text, home);
        let tokens: Vec<Token> = surnames
            .iter()
            .take(MAX_WORDS)
            .map(|name| Token::surname(&name.text, share(&name.text), name.is_extra))
            .collect();
        (!tokens.is_empty()).then(|| Surnames { words: Words::new(tokens, home, Joined::surnames) })
    }

    /// What two readings have in common.
    pub(super) fn finding(&self, left: &Surnames, right: &Surnames) -> Finding {
        self.met(left, right).0
    }

    /// The same, with how many words of each are left over.
    pub(super) fn met(&self, left: &Surnames, right: &Surnames) -> (Finding, [u32; 2]) {
        let (a, b) = (&left.words, &right.words);
        let pairing = Pairing::of(a, b);
        let left_over = pairing.left_over(a, b);
        if pairing.len == 0 {
            return (Finding::level(DISAGREE), left_over);
        }
        let finding = match level(&pairing, a, b) {
            SIMILAR => Finding::level(SIMILAR),
            level => found(level, pairing.frequency(a, b)),
        };
        (finding, left_over)
    }

    /// What two readings have in common, in words.
    pub(super) fn said(&self, left: &Surnames, right: &Surnames, level: u8, lang: Lang) -> String {
        let label = self.levels()[usize::from(level)].label(lang);
        match level {
            BOTH | SWAPPED => format!("{} {label}", in_words(&left.words)),
            DISAGREE => format!("{} / {} {label}", in_words(&left.words), in_words(&right.words)),
            _ => said(&Pairing::of(&left.words, &right.words), &left.words, &right.words, lang),
        }
    }

    /// The best of all readings, with them.
    fn best<'a>(
        &self,
        left: &'a SurnamesFeature,
        right: &'a SurnamesFeature,
    ) -> Option<(Finding, &'a Surnames, &'a Surnames)> {
        let mut best: Option<(Finding, &Surnames, &Surnames)> = None;
        let mut take = |a: &'a Surnames, b: &'a Surnames, is_doubtful: bool| {
            let finding = self.finding(a, b);
            let counts = !is_doubtful || finding.level <= ONE_SPELLING;
            if counts && best.as_ref().is_none_or(|(known, ..)| is_better(&finding, known)) {
                best = Some((finding, a, b));
            }
        };
        for a in &left.names {
            right.names.iter().for_each(|b| take(a, b, false));
            right.doubtful.iter().for_each(|b| take(a, b, true));
        }
        for a in &left.doubtful {
            right.names.iter().chain(&right.doubtful).for_each(|b| take(a, b, true));
        }
        best
    }
}

fn level(pairing: &Pairing, a: &Words, b: &Words) -> u8 {
    let (mut close, mut similar) = (0, 0);
    let (mut is_spelt, mut in_order, mut last) = (false, true, None);
    for (.., way) in pairing.pairs() {
        if !way.is_close() {
            similar += 1;
            continue;
        }
        close += 1;
        is_spelt |= way != Alike::Exact;
    }
    // Order: no pair of close words crosses another.
    for i in 0..a.len() {
        if let Some((_, j, _)) = pairing.pairs().find(|(at, _, way)| *at == i && way.is_close()) {
            in_order &= last.is_none_or(|last| j > last);
            last = Some(j);
        }
    }
    let left_over = (0..a.len()).any(|i| !a.tokens[i].is_extra && !pairing.has_left(i));
    let right_over = (0..b.len()).any(|j| !b.tokens[j].is_extra && !pairing.has_right(j));
    // Two names written as one are both.
    let both = close > 1 || pairing.joined;
    match (close, similar) {
        (0, _) => SIMILAR,
        _ if both && is_spelt => BOTH_SPELLING,
        _ if both && in_order => BOTH,
        _ if both => SWAPPED,
        (_, 1..) => BOTH_SIMILAR,
        _ => match (left_over && right_over, is_spelt) {
            (false, false) => ONE,
            (false, true) => ONE_SPELLING,
            (true, false) => ONE_DIFFERS,
            (true, true) => ONE_DIFFERS_SPELLING,
        },
    }
}

impl Comparison for SurnamesComparison {
    type Feature = SurnamesFeature;

    fn name(&self) -> &'static str {
        "surnames"
    }

    fn code_version(&self) -> u32 {
        4
    }

    fn levels(&self) -> &'static [Level] {
        const LEVELS: &[Level] = &[
            Level { name: "both", es: "ambos iguales", en: "both equal" },
            Level { name: "swapped", es: "ambos, en orden inverso", en: "both, in reverse order" },
            Level {
                name: "both_spelling", es: "ambos, otra grafía", en: "both, another spelling"
            },
            Level {
                name: "both_similar",
                es: "uno igual, el otro parecido",
                en: "one equal, the other similar",
            },
            Level {
                name: "one",
                es: "uno igual, el otro falta",
                en: "one equal, the other missing",
            },
            Level {
                name: "one_spelling",
                es: "uno con otra grafía, el otro falta",
                en: "one in another spelling, the other missing",
            },
            Level {
                name: "one_differs",
                es: "uno igual, el otro distinto",
                en: "one equal, the other different",
            },
            Level {
                name: "one_differs_spelling",
                es: "uno con otra grafía, el otro distinto",
                en: "one in another spelling, the other different",
            },
            Level { name: "similar", es: "parecidos", en: "similar" },
            Level { name: "disagree", es: "distintos", en: "different" },
        ];
        LEVELS
    }

    fn compile(&self, record: &Record) -> Option<Self::Feature> {
        let (readings, home) = (Readings::of(record), Home::of(record));
        let mut names: Vec<Surnames> = Vec::new();
        let all = std::iter::once(&readings.name).chain(&readings.others).chain(&readings.aliases);
        for surnames in all.filter_map(|parts| self.of_words(&parts.surnames, home)) {
            if !names.contains(&surnames) {
                names.push(surnames);
            }
        }
        let doubtful =
            readings.doubtful.iter().filter_map(|parts| self.of_words(&parts.surnames, home));
        let mut doubtful: Vec<Surnames> = doubtful.collect();
        doubtful.retain(|reading| !names.contains(reading));
        let feature = SurnamesFeature { names: names.into(), doubtful: doubtful.into() };
        (!feature.names.is_empty()).then_some(feature)
    }

    fn compare(&self, left: &Self::Feature, right: &Self::Feature) -> Option<Finding> {
        self.best(left, right).map(|(finding, ..)| finding)
    }

    fn meetings(&self, left: &[Self::Feature], right: &[Self::Feature]) -> Option<Meetings> {
        let readings = [left, right].map(|names| names.iter().map(Self::Feature::readings));
        let [left, right] = readings;
        Some(meetings(left, right, Finding::level(DISAGREE)))
    }

    fn show(&self, record: &Record, _lang: Lang) -> String {
        let identity = &record.identity;
        let parts: Vec<&str> = [&identity.paternal_surname, &identity.maternal_surname]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        if parts.is_empty() {
            return identity.full_name.clone().unwrap_or_default();
        }
        parts.join(" ")
    }

    fn reason(
        &self,
        left: &Self::Feature,
        right: &Self::Feature,
        _finding: &Finding,
        lang: Lang,
    ) -> String {
        let best = self.best(left, right);
        best.map_or_else(String::new, |(finding, a, b)| self.said(a, b, finding.level, lang))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vinculo_record::Kind;

    use super::*;
    use crate::testing::{level_name, record};

    fn comparison() -> SurnamesComparison {
        SurnamesComparison::new(Arc::new(NameFrequencies::reference()))
    }

    /// Paternal and maternal, separated by `|`; a name without one is undivided.
    fn of(text: &str) -> Record {
        match text.split_once('|') {
            Some((paternal, maternal)) => record(
                Kind::Notice,
                &[("paternal_surname", paternal), ("maternal_surname", maternal)],
            ),
            None => record(Kind::Notice, &[("full_name", text)]),
        }
    }

    #[test]
    fn surnames_compare_as_said() {
        let comparison = comparison();
        let holds = |a, b, level| check(&comparison, &of(a), &of(b), level);
        assert_eq!(CASES.iter().filter(|(a, b, level)| !holds(a, b, level)).count(), 0);
    }

    /// The level, the same from both sides.
    fn check(
        comparison: &SurnamesComparison,
        left: &Record,
        right: &Record,
        expected: &str,
    ) -> bool {
        let level = level_name(comparison, left, right);
        let turned = level_name(comparison, right, left);
        let holds = level == Some(expected) && turned == Some(expected);
        if !holds {
            let shown = |record| comparison.show(record, Lang::Es);
            let (left, right) = (shown(left), shown(right));
            println!("{left} / {right}: {level:?}, turned {turned:?}, expected {expected}");
        }
        holds
    }

    const CASES: [(&str, &str, &str); 57] = [
        ("Pérez|López", "PEREZ|LOPEZ", "both"),
        ("De la Cruz|Xol", "Cruz|Xol", "both"),
        ("de León|y Pérez", "León|Pérez", "both"),
        ("Deleón|Pérez", "de León|Pérez", "both"),
        ("Del Cid|Pérez", "Delcid|Pérez", "both"),
        ("Pérez López|", "Pérez|López", "both"),
        ("Hdez|Pérez", "Hernández|Pérez", "both"),
        ("Glez.|Mtz.", "González|Martínez", "both"),
        ("San Martín|Ruiz", "Sanmartín|Ruiz", "both"),
        ("Montes de Oca|Ruiz", "Montesdeoca|Ruiz", "both_similar"),
        ("Jean-Baptiste|", "Jean|Baptiste", "both"),
        ("Jean-Baptiste|", "Jeanbaptiste|", "both"),
        ("Jean Baptiste|Louis", "Jeanbaptiste|Louis", "both"),
        ("Juan Pérez López", "Pérez|López", "both"),
        ("Pérez López, Juan", "Pérez|López", "both"),
        ("MuÃ±oz|PeÃ±a", "Muñoz|Peña", "both"),
        ("María Pérez López de Ruiz", "Pérez|López", "both"),
        ("López|Pérez", "Pérez|López", "swapped"),
        ("Caal Xol|", "Xol|Caal", "swapped"),
        ("Gonzales|Ruíz", "González|Ruiz", "both_spelling"),
        ("Baldez|Ruiz", "Valdés|Ruiz", "both_spelling"),
        ("Ruiz|Baldez", "Valdés|Ruiz", "both_spelling"),
        ("Caal|Choc", "Ca'al|Chok", "both_spelling"),
        ("Tzoc|Quej", "Tsoc|Kej", "both_spelling"),
        ("Hernández|Ixcoy", "Hernandes|Ixkoy", "both_spelling"),
        ("Güitz|Pú", "Witz|Pu", "both_spelling"),
        ("Xiquín|Tz'unun", "Shiquin|Tzunún", "both_spelling"),
        ("Nuniez|Ordonez", "Núñez|Ordóñez", "both_spelling"),
        ("Ximénez|Mexía", "Jiménez|Mejía", "both_spelling"),
        ("Rarnírez|Rojas", "Ramírez|Rojas", "both_spelling"),
        ("Hernadnez|Rojas", "Hernández|Rojas", "both_spelling"),
        ("Delacruz|Xcoy", "De la Cruz|Ixcoy", "both_spelling"),
        ("Gonçalves|Fernandes", "González|Fernández", "both_spelling"),
        ("Batista|Jozèf", "Bautista|Joseph", "both_spelling"),
        ("Pérez|L.", "Pérez|López", "both_similar"),
        ("Pérez|Castelanes", "Pérez|Castellanos", "both_similar"),
        ("Pérez|", "Pérez|López", "one"),
        ("|López", "Pérez|López", "one"),
        ("López|", "Pérez|López", "one"),
        ("De la O|", "Pérez|De la O", "one"),
        ("Pérez|Vda. de Ruiz", "Pérez|", "one"),
        ("Pérez de Ruiz|", "Pérez|López", "one"),
        ("María Pérez de Ruiz", "Ruiz|Gómez", "one_differs"),
        ("Pierre Louis|", "Pierre|", "one"),
        ("Peres|", "Pérez|López", "one_spelling"),
        ("Shol|", "Xol|Caal", "one_spelling"),
        ("Pérez|Ruiz", "Pérez|López", "one_differs"),
        ("Ruiz|Pérez", "Pérez|López", "one_differs"),
        ("Péres|Ruiz", "Pérez|López", "one_differs_spelling"),
        ("P|", "Pérez|López", "similar"),
        ("Castellanos|", "Castelanes|", "similar"),
        ("Castellanos|", "Castellón|", "disagree"),
        ("Mora|", "Moya|", "disagree"),
        ("Gómez|Ruiz", "Pérez|López", "disagree"),
        ("Xol|Caal", "Choc|Coc", "disagree"),
        ("Hernández|", "Fernández|", "disagree"),
        ("Coc|", "Choc|", "disagree"),
    ];

    #[test]
    fn a_whole_name_among_the_aliases_counts_as_the_name() {
        let comparison = comparison();
        let left = record(
            Kind::Shelter,
            &[("paternal_surname", "Ruiz"), ("aliases", "El Chele;Juan Pérez López")],
        );
        assert!(check(&comparison, &left, &of("Pérez|López"), "both"));
        assert!(check(&comparison, &left, &of("Ruiz|"), "one"));
        assert!(check(&comparison, &left, &of("Gómez|"), "disagree"));
    }

    #[test]
    fn a_surname_typed_as_given_name_agrees() {
        let comparison = comparison();
        let turned =
            record(Kind::Shelter, &[("given_names", "Pérez López"), ("paternal_surname", "Juan")]);
        assert!(check(&comparison, &turned, &of("Pérez|López"), "both"));
        let all = record(Kind::Shelter, &[("given_names", "Juan Pérez López")]);
        assert!(check(&comparison, &all, &of("Pérez|López"), "both"));
    }

    /// Loaded records in which every third family of Alta Verapaz is called Xol.
    fn comparison_with_data() -> SurnamesComparison {
        let mut counts = crate::NameCounts::default();
        for number in 0..900 {
            let xol = number % 3 == 0 && number % 2 == 0;
            let surname = if xol { "Xol" } else { ["Caal", "Recinos", "Ruiz"][number % 7 % 3] };
            let admin1 = if number % 2 == 0 { "Alta Verapaz" } else { "Jutiapa" };
            counts.add(&at(surname, "GT", admin1));
        }
        SurnamesComparison::new(Arc::new(NameFrequencies::reference().with_counts(&counts)))
    }

    fn at(surname: &str, country: &str, admin1: &str) -> Record {
        record(
            Kind::Notice,
            &[
                ("paternal_surname", surname),
                ("origin_country", country),
                ("origin_admin1", admin1),
            ],
        )
    }

    #[test]
    fn a_surname_that_is_common_in_a_department_is_no_certainty_there() {
        let data = comparison_with_data();
        let frequency = |left: &Record, right: &Record| {
            crate::testing::finding(&data, left, right).and_then(|f| f.frequency).unwrap()
        };
        let verapaz = at("Xol", "GT", "Alta Verapaz");
        let there = frequency(&verapaz, &at("Xol", "GT", "Alta Verapaz"));
        assert!((0.25..0.40).contains(&there), "{there}");
        // Of one country, without the same department: a sixth of the country.
        let country = frequency(&verapaz, &at("Xol", "GT", "Jutiapa"));
        assert!((0.08..0.20).contains(&country), "{country}");
        let jutiapa = frequency(&at("Xol", "GT", "Jutiapa"), &at("Xol", "GT", "Jutiapa"));
        assert!(jutiapa < 0.05, "{jutiapa}");
        let elsewhere = frequency(&verapaz, &at("Xol", "MX", "Chiapas"));
        assert!(elsewhere < there / 4.0, "{elsewhere}");
        // A name as frequent as anywhere: equal features, wherever from.
        let reference = comparison();
        let feature = |country, admin1| reference.compile(&at("Ruiz", country, admin1));
        assert!(feature("GT", "Jutiapa") == feature("HN", "Olancho"));
    }

    #[test]
    fn a_reason_names_what_agrees() {
        let comparison = comparison();
        let (left, right) = (of("Péres|Ruiz"), of("Pérez|López"));
        let features = (comparison.compile(&left).unwrap(), comparison.compile(&right).unwrap());
        let finding = comparison.compare(&features.0, &features.1).unwrap();
        let reason = comparison.reason(&features.0, &features.1, &finding, Lang::Es);
        assert_eq!(reason, "Peres ~ Perez (suena igual); Ruiz / Lopez distintos");
    }

    proptest! {
        #[test]
        fn any_text_compares_alike_from_both_sides(a in "\\PC{0,30}", b in "[a-eA-E .'|]{0,20}") {
            let comparison = comparison();
            let (a, b) = (comparison.compile(&of(&a)), comparison.compile(&of(&b)));
            if let (Some(a), Some(b)) = (a, b) {
                prop_assert_eq!(comparison.compare(&a, &b), comparison.compare(&b, &a));
            }
        }
    }
}
