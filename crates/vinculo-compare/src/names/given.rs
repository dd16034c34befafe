//! Given names: in any order, some dropped, shortened, joined, translated or misspelt.

use std::sync::Arc;

use vinculo_record::{Lang, Record};

use super::frequencies::{BILLION, Frequency, NameFrequencies};
use super::home::Home;
use super::meeting::meetings;
use super::pairing::{Joined, MAX_WORDS, Pairing, Words};
use super::parts::{NameParts, Readings};
use super::said::{found, in_words, said};
use super::token::{Alike, Token};
use crate::{Comparison, Finding, Level, Meetings};

/// Share of pairs of people with the same names that write them in another order, or
/// joined. Judgement: simulated names have a fiftieth.
const REORDERED_SHARE: f64 = 0.05;

const EXACT: u8 = 0;
const REORDERED: u8 = 1;
const SPELLING: u8 = 2;
const SUBSET: u8 = 3;
const NICKNAME: u8 = 4;
const SUBSET_SPELLING: u8 = 5;
const PARTIAL: u8 = 6;
const INITIAL: u8 = 7;
const SIMILAR: u8 = 8;
const DISAGREE: u8 = 9;

/// Compares given names. An alias that agrees better than the name gives `nickname`.
///
/// | Level | Meaning |
/// | --- | --- |
/// | `exact` | the same names in the same order, but for accents |
/// | `reordered` | the same in another order, or joined and split |
/// | `spelling` | the same, some in another spelling (sound, or one letter) |
/// | `subset` | all names of the one that has fewer are among the other's, or initials of them |
/// | `nickname` | … some as a short form or in another language; or an alias agrees |
/// | `subset_spelling` | … some in another or in a similar spelling |
/// | `partial` | one name agrees and another does not |
/// | `initial` | nothing but initials, and they agree |
/// | `similar` | nothing agrees, and a name or an initial is similar |
/// | `disagree` | nothing alike |
#[derive(Clone)]
pub struct GivenNamesComparison {
    frequencies: Arc<NameFrequencies>,
}

/// Given names, compiled: in each way that the record may be read.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct GivenNamesFeature {
    /// The names, likeliest reading first.
    names: Box<[Given]>,
    /// Readings that count only where they leave nothing over.
    doubtful: Box<[Given]>,
    aliases: Box<[Given]>,
}

/// Given names in one reading.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Given {
    words: Words,
    /// How many have exactly these names.
    together: Frequency,
}

impl GivenNamesFeature {
    /// In every way that the record may be read.
    fn readings(&self) -> impl Iterator<Item = &Words> {
        self.names.iter().chain(&self.doubtful).chain(&self.aliases).map(|given| &given.words)
    }
}

impl GivenNamesComparison {
    /// With the frequencies of names.
    pub fn new(frequencies: Arc<NameFrequencies>) -> Self {
        Self { frequencies }
    }

    /// The feature of all readings.
    fn of_readings(&self, readings: &Readings, home: Home) -> Option<GivenNamesFeature> {
        let of = |parts: &NameParts| self.of_words(&parts.given, home);
        let mut names: Vec<Given> = Vec::new();
        for given in std::iter::once(&readings.name).chain(&readings.others).filter_map(of) {
            if !names.contains(&given) {
                names.push(given);
            }
        }
        let mut doubtful: Vec<Given> = readings.doubtful.iter().filter_map(of).collect();
        doubtful.retain(|reading| !names.contains(reading));
        let mut aliases: Vec<Given> = readings.aliases.iter().filter_map(of).collect();
        aliases.retain(|alias| !names.contains(alias));
        if names.is_empty() {
            std::mem::swap(&mut names, &mut aliases);
        }
        let feature = GivenNamesFeature {
            names: names.into(),
            doubtful: doubtful.into(),
            aliases: aliases.into(),
        };
        (!feature.names.is_empty()).then_some(feature)
    }

    /// A word that may be a given name or a surname.
    pub(super) fn token(&self, word: &str) -> Token {
        let nowhere = Home::default();
        let is_surname = self.frequencies.surname(word, nowhere).is_known;
        Token::either(word, self.frequencies.given(word, nowhere), is_surname)
    }

    /// Words that are given names.
    pub(super) fn of_words(&self, words: &[String], home: Home) -> Option<Given> {
        let words = &words[..words.len().min(MAX_WORDS)];
        let token = |word: &String| Token::given(word, self.frequencies.given(word, home));
        let tokens: Vec<Token> = words.iter().map(token).collect();
        if tokens.is_empty() {
            return None;
        }
        let mut together = self.frequencies.given_together(words, home);
        let words = Words::new(tokens, home, Joined::given);
        together.keep(words.home);
        Some(Given { words, together })
    }

    /// What two readings have in common.
    pub(super) fn finding(&self, left: &Given, right: &Given) -> Finding {
        self.met(left, right).0
    }

    /// The same, with how many words of each are left over.
    pub(super) fn met(&self, left: &Given, right: &Given) -> (Finding, [u32; 2]) {
        let (a, b) = (&left.words, &right.words);
        let pairing = Pairing::of(a, b);
        let left_over = pairing.left_over(a, b);
        if pairing.len == 0 {
            return (Finding::level(DISAGREE), left_over);
        }
        let level = level(&pairing, a, b);
        let finding = match level {
            EXACT => found(level, together(left, right)),
            REORDERED => found(level, together(left, right) * REORDERED_SHARE),
            INITIAL | SIMILAR => Finding::level(level),
            _ => found(level, pairing.frequency(a, b)),
        };
        (finding, left_over)
    }

    /// What two readings have in common, in words.
    pub(super) fn said(&self, left: &Given, right: &Given, level: u8, lang: Lang) -> String {
        let pairing = Pairing::of(&left.words, &right.words);
        let label = self.levels()[usize::from(level)].label(lang);
        if matches!(level, EXACT | REORDERED) {
            return format!("{} {label}", in_words(&left.words));
        }
        if pairing.len == 0 {
            return format!("{} / {}, {label}", in_words(&left.words), in_words(&right.words));
        }
        said(&pairing, &left.words, &right.words, lang)
    }
}

/// Share of people with exactly these names.
fn together(left: &Given, right: &Given) -> f64 {
    let near = left.words.near(&right.words);
    let shares = (left.together.shares[near], right.together.shares[near]);
    f64::from(shares.0.max(shares.1)) / BILLION
}

fn level(pairing: &Pairing, a: &Words, b: &Words) -> u8 {
    let (mut close, mut similar, mut initial) = (0, 0, 0);
    let (mut worst, mut in_order, mut last) = (Alike::Exact, true, 0);
    for (i, j, way) in pairing.pairs() {
        match way {
            Alike::Similar => similar += 1,
            Alike::Initial => initial += 1,
            _ => {
                close += 1;
                worst = worst.max(way);
            }
        }
        in_order &= i == j && i >= last;
        last = i;
    }
    let left_over = (0..a.len()).any(|i| !pairing.has_left(i));
    let right_over = (0..b.len()).any(|j| !pairing.has_right(j));
    let is_whole = !left_over && !right_over;
    match (close, left_over && right_over) {
        (0, false) if similar == 0 => INITIAL,
        (0, _) => SIMILAR,
        (_, true) => PARTIAL,
        _ if similar > 0 => SUBSET_SPELLING,
        _ if worst == Alike::Nickname => NICKNAME,
        _ if worst.is_spelling() && is_whole && initial == 0 => SPELLING,
        _ if worst.is_spelling() => SUBSET_SPELLING,
        _ if !is_whole || initial > 0 => SUBSET,
        _ if in_order && !pairing.joined => EXACT,
        _ => REORDERED,
    }
}

/// The better of two findings: the stronger level, then the rarer value.
pub(super) fn is_better(new: &Finding, known: &Finding) -> bool {
    let rarity = |finding: &Finding| finding.frequency.unwrap_or(1.0);
    new.level < known.level || new.level == known.level && rarity(new) < rarity(known)
}

impl GivenNamesComparison {
    /// The best of all readings, with them.
    fn best<'a>(
        &self,
        left: &'a GivenNamesFeature,
        right: &'a GivenNamesFeature,
    ) -> Option<(Finding, &'a Given, &'a Given)> {
        let mut best: Option<(Finding, &Given, &Given)> = None;
        let mut take = |finding: Finding, a: &'a Given, b: &'a Given| {
            if best.as_ref().is_none_or(|(known, ..)| is_better(&finding, known)) {
                best = Some((finding, a, b));
            }
        };
        for a in &left.names {
            for b in &right.names {
                take(self.finding(a, b), a, b);
            }
        }
        let mut if_doubtful = |a, b| {
            let finding = self.finding(a, b);
            if finding.level <= SPELLING || finding.level == NICKNAME {
                take(finding, a, b);
            }
        };
        for a in &left.doubtful {
            right.names.iter().chain(&right.doubtful).for_each(|b| if_doubtful(a, b));
        }
        for b in &right.doubtful {
            left.names.iter().for_each(|a| if_doubtful(a, b));
        }
        let mut by_alias = |a, b| {
            let finding = self.finding(a, b);
            if finding.level <= SUBSET_SPELLING {
                take(Finding { level: NICKNAME, ..finding }, a, b);
            }
        };
        for a in &left.aliases {
            right.names.iter().chain(&right.aliases).for_each(|b| by_alias(a, b));
        }
        for b in &right.aliases {
            left.names.iter().for_each(|a| by_alias(a, b));
        }
        best
    }
}

impl Comparison for GivenNamesComparison {
    type Feature = GivenNamesFeature;

    fn name(&self) -> &'static str {
        "given_names"
    }

    fn code_version(&self) -> u32 {
        4
    }

    fn levels(&self) -> &'static [Level] {
        const LEVELS: &[Level] = &[
            Level { name: "exact", es: "iguales", en: "equal" },
            Level { name: "reordered", es: "iguales en otro orden", en: "equal in another order" },
            Level { name: "spelling", es: "otra grafía", en: "another spelling" },
            Level { name: "subset", es: "falta un nombre", en: "a name is missing" },
            Level { name: "nickname", es: "diminutivo o alias", en: "short form or alias" },
            Level {
                name: "subset_spelling",
                es: "falta un nombre, otra grafía",
                en: "a name is missing, another spelling",
            },
            Level { name: "partial", es: "coincide en parte", en: "agree in part" },
            Level { name: "initial", es: "coinciden las iniciales", en: "initials agree" },
            Level { name: "similar", es: "parecidos", en: "similar" },
            Level { name: "disagree", es: "distintos", en: "different" },
        ];
        LEVELS
    }

    fn compile(&self, record: &Record) -> Option<Self::Feature> {
        self.of_readings(&Readings::of(record), Home::of(record))
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
        let name = identity.given_names.as_ref().or(identity.full_name.as_ref());
        name.or(identity.aliases.first()).cloned().unwrap_or_default()
    }

    fn reason(
        &self,
        left: &Self::Feature,
        right: &Self::Feature,
        _finding: &Finding,
        lang: Lang,
    ) -> String {
        self.best(left, right).map_or_else(String::new, |(finding, a, b)| {
            let own = self.finding(a, b).level;
            let said = self.said(a, b, own, lang);
            let is_alias = left.aliases.contains(a) || right.aliases.contains(b);
            match is_alias && finding.level == NICKNAME {
                true => format!("{said} ({})", lang.pick("por alias", "by an alias")),
                false => said,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vinculo_record::Kind;

    use super::*;
    use crate::testing::{finding, level_name, record};

    fn comparison() -> GivenNamesComparison {
        GivenNamesComparison::new(Arc::new(NameFrequencies::reference()))
    }

    #[test]
    fn given_names_compare_as_said() {
        let comparison = comparison();
        let differing = CASES.iter().filter(|(a, b, level)| !check(&comparison, a, b, level));
        assert_eq!(differing.count(), 0);
    }

    /// The level, the same from both sides.
    fn check(comparison: &GivenNamesComparison, left: &str, right: &str, expected: &str) -> bool {
        let of = |name| record(Kind::Notice, &[("given_names", name)]);
        let (left_record, right_record) = (of(left), of(right));
        let level = level_name(comparison, &left_record, &right_record);
        let turned = level_name(comparison, &right_record, &left_record);
        let holds = level == Some(expected) && turned == Some(expected);
        if !holds {
            println!("{left} / {right}: {level:?}, turned {turned:?}, expected {expected}");
        }
        holds
    }

    const CASES: [(&str, &str, &str); 78] = [
        ("María José", "Maria Jose", "exact"),
        ("JUAN", "Juan", "exact"),
        ("Ma. Elena", "María Elena", "exact"),
        ("Mª del Carmen", "María Carmen", "exact"),
        ("Fco. Javier", "Francisco Javier", "exact"),
        ("JosÃ© Luis", "José Luis", "exact"),
        ("María Guadalupe", "Guadalupe María", "reordered"),
        ("Josué Elías", "Josueelias", "reordered"),
        ("Josué Elías", "Josuelías", "reordered"),
        ("Ana María", "Anamaría", "reordered"),
        ("José Antonio Manuel", "Manuel José Antonio", "reordered"),
        ("Anamaría Isabel", "Ana María Isabel", "reordered"),
        ("Yovani", "Llovani", "spelling"),
        ("Jhon", "Jon", "spelling"),
        ("Brayan", "Brallan", "spelling"),
        ("Bayron Estuardo", "Vairon Estuardo", "spelling"),
        ("Alexander", "Alexanter", "spelling"),
        ("Alexander", "Alexadner", "spelling"),
        ("Yeison", "Jeison", "spelling"),
        ("Oswaldo", "Osvaldo", "spelling"),
        ("Guillermo", "Gillermo", "spelling"),
        ("Ramón", "Rarnón", "spelling"),
        ("Wilmer", "Vvilmer", "spelling"),
        ("Juan Carlos", "Jaun Carlos", "spelling"),
        ("Xiomara", "Siomara", "spelling"),
        ("Juan Carlos", "Juan", "subset"),
        ("Carlos", "Juan Carlos", "subset"),
        ("María de los Ángeles", "Ángeles", "subset"),
        ("Juan C.", "Juan Carlos", "subset"),
        ("J. Carlos", "Juan Carlos", "subset"),
        ("José María Antonio", "José Antonio", "subset"),
        ("Francisco", "Pancho", "nickname"),
        ("Francisco", "Panchito", "nickname"),
        ("Lupita", "Guadalupe", "nickname"),
        ("Nacho", "José Ignacio", "nickname"),
        ("Beto", "Alberto", "nickname"),
        ("Chepe", "José", "nickname"),
        ("Chema", "José María", "nickname"),
        ("Chema", "José María Antonio", "nickname"),
        ("Pepelucho", "José Luis", "nickname"),
        ("Carlitos", "Juan Carlos", "nickname"),
        ("Carmencita", "María del Carmen", "nickname"),
        ("Juanito", "Juan", "nickname"),
        ("Dieguito", "Diego", "nickname"),
        ("John", "Juan Carlos", "nickname"),
        ("Joe", "José", "nickname"),
        ("Mike", "Miguel Ángel", "nickname"),
        ("Yeison", "Jason", "nickname"),
        ("Brayan", "Brian", "nickname"),
        ("Estiven", "Steven", "nickname"),
        ("Jean", "Juan", "nickname"),
        ("Jn", "Jean", "exact"),
        ("Mie", "Marie", "exact"),
        ("Marie", "María", "nickname"),
        ("Pyè", "Pierre", "nickname"),
        ("João", "Juan", "nickname"),
        ("Thiago", "Santiago", "nickname"),
        ("Xwan", "Juan", "nickname"),
        ("Mekel", "Miguel", "nickname"),
        ("Xóchitl", "Xochilt", "nickname"),
        ("Francisco Javier", "Fransisco", "subset_spelling"),
        ("Fransisco J.", "Francisco Javier", "subset_spelling"),
        ("Juan Carlos", "Juan Miguel", "partial"),
        ("María Elena", "María Rosa", "partial"),
        ("José Luis Antonio", "Luis Alberto", "partial"),
        ("J.", "Juan", "initial"),
        ("J. C.", "Juan Carlos", "initial"),
        ("J. Miguel", "Juan Carlos", "similar"),
        ("Estuardo", "Estubardos", "similar"),
        ("Mario", "María", "disagree"),
        ("Alejandro", "Alejandra", "disagree"),
        ("Juan", "Juana", "disagree"),
        ("Benito", "Benjamín", "disagree"),
        ("Pedro", "Juan", "disagree"),
        ("Ana", "Eva", "disagree"),
        ("Rosa", "Rocío", "disagree"),
        ("Xwan", "Pedro", "disagree"),
        ("P.", "Juan", "disagree"),
    ];

    #[test]
    fn an_alias_agrees_as_a_short_form() {
        let comparison = comparison();
        for (aliases, name, expected) in [
            ("Pancho", "Francisco", "nickname"),
            ("El Chele;Wilmer", "Wilmer Antonio", "nickname"),
            ("Wilmer Pérez", "Wilmer", "nickname"),
            ("El Chele", "Wilmer", "disagree"),
            ("Wilmer", "José Wilmer", "nickname"),
        ] {
            let left = record(Kind::Shelter, &[("given_names", "Eulogio"), ("aliases", aliases)]);
            let right = record(Kind::Notice, &[("given_names", name)]);
            assert_eq!(level_name(&comparison, &left, &right), Some(expected), "{aliases}");
            assert_eq!(level_name(&comparison, &right, &left), Some(expected), "{aliases}");
        }
        // The name itself agrees better.
        let of = |name| record(Kind::Notice, &[("given_names", name), ("aliases", "Pancho")]);
        assert_eq!(level_name(&comparison, &of("Wilmer"), &of("Wilmer")), Some("exact"));
    }

    #[test]
    fn what_is_missing_is_not_compared() {
        let comparison = comparison();
        let left = record(Kind::Notice, &[("given_names", "Ana")]);
        assert!(level_name(&comparison, &left, &record(Kind::Shelter, &[])).is_none());
        let alias = record(Kind::Shelter, &[("aliases", "Lupita")]);
        let formal = record(Kind::Notice, &[("full_name", "Guadalupe Xol Caal")]);
        assert_eq!(level_name(&comparison, &alias, &formal), Some("nickname"));
    }

    #[test]
    fn a_rare_name_is_less_frequent() {
        let comparison = comparison();
        let frequency = |name| {
            let of = record(Kind::Notice, &[("given_names", name)]);
            finding(&comparison, &of, &of).and_then(|f| f.frequency).unwrap()
        };
        assert!(frequency("María") > 1000.0 * frequency("Ixchel"));
    }

    proptest! {
        #[test]
        fn any_text_compares_alike_from_both_sides(a in "\\PC{0,30}", b in "[a-eA-E .']{0,20}") {
            let comparison = comparison();
            let of = |text: &str| record(Kind::Notice, &[("given_names", text), ("aliases", "Xol")]);
            let (a, b) = (comparison.compile(&of(&a)), comparison.compile(&of(&b)));
            if let (Some(a), Some(b)) = (a, b) {
                prop_assert_eq!(comparison.compare(&a, &b), comparison.compare(&b, &a));
                prop_assert_eq!(comparison.compare(&a, &a).map(|f| f.level), Some(EXACT));
            }
        }
    }
}
