//! Two whole names, each typed into one field in whatever order.

use std::sync::Arc;

use vinculo_record::Lang;

use super::frequencies::NameFrequencies;
use super::given::{Given, GivenNamesComparison};
use super::home::Home;
use super::pairing::{MAX_WORDS, Words};
use super::parts::{NameParts, likely_ways};
use super::surnames::{Surnames, SurnamesComparison};
use crate::Finding;

/// Ways of cutting a name that are tried are at least this part as likely as the
/// likeliest. Judgement: who compares two names asks whether they can be one.
const WAY_PART: f64 = 1e-4;
/// Most ways of cutting a name that are tried.
const WAYS: usize = 5;

/// What a word of each name that is in no pair takes away, in thousandths of a bit.
/// Judgement: a name that lacks words of the other and has words that the other lacks
/// is a little more often another's.
const EACH_LEFT_OVER: i64 = 1_000;

/// Compares whole names by the comparisons of given names and surnames, under the
/// way of cutting them that makes them most alike.
#[derive(Clone)]
pub struct FullNames {
    given: GivenNamesComparison,
    surnames: SurnamesComparison,
}

/// A whole name, compiled: cut in each way that is likely enough.
#[derive(Clone)]
pub struct FullName {
    ways: Box<[Way]>,
    /// All words, whatever they are.
    words: Words,
}

/// One way of cutting a name.
#[derive(Clone)]
struct Way {
    given: Option<Given>,
    surnames: Option<Surnames>,
    /// How likely beside the likeliest way, in thousandths of a bit: 0 and less.
    likelihood: i64,
}

/// What was found on two whole names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FullNamesFinding {
    /// On the given names; `None` if one name has none.
    pub given: Option<Finding>,
    /// On the surnames; `None` if one name has none.
    pub surnames: Option<Finding>,
    /// How likely the cuts are that it was found under, beside the likeliest, less what
    /// is left over of both, in thousandths of a bit: 0 and less.
    pub likelihood: i64,
    /// The ways of cutting that it was found under.
    ways: (usize, usize),
}

impl FullNames {
    /// With the frequencies of names.
    pub fn new(frequencies: Arc<NameFrequencies>) -> Self {
        Self {
            given: GivenNamesComparison::new(Arc::clone(&frequencies)),
            surnames: SurnamesComparison::new(frequencies),
        }
    }

    /// The comparison of given names.
    pub fn given(&self) -> &GivenNamesComparison {
        &self.given
    }

    /// The comparison of surnames.
    pub fn surnames(&self) -> &SurnamesComparison {
        &self.surnames
    }

    /// A name, ready to be compared; `None` if it is empty.
    pub fn compile(&self, text: &str) -> Option<FullName> {
        let likely = likely_ways(text, WAY_PART, WAYS);
        let (first, _) = likely.first()?;
        let words = self.words(first);
        let nowhere = Home::default();
        let ways = likely.iter().map(|(way, likelihood)| Way {
            given: self.given.of_words(&way.given, nowhere),
            surnames: self.surnames.of_words(&way.surnames, nowhere),
            likelihood: (likelihood / std::f64::consts::LN_2 * 1000.0) as i64,
        });
        Some(FullName { ways: ways.collect(), words })
    }

    /// All words of a name, each as what it may be.
    fn words(&self, parts: &NameParts) -> Words {
        let surnames = parts.surnames.iter().map(|surname| &surname.text);
        let words = parts.given.iter().chain(surnames).map(String::as_str);
        Words::whole(words.take(MAX_WORDS).map(|word| self.given.token(word)).collect())
    }

    /// Compares two names; `weigh` tells how much findings on both parts weigh, in
    /// thousandths of a bit, and `most` what it tells at most. The pair of cuts is taken
    /// that weighs most, an unlikely cut so much less as it is unlikely (the less likely
    /// of both: the names of one person are cut alike).
    pub fn compare(
        &self,
        left: &FullName,
        right: &FullName,
        most: i64,
        weigh: impl Fn(Option<&Finding>, Option<&Finding>) -> i64,
    ) -> FullNamesFinding {
        let mut best = self.under(left, right, (0, 0));
        // Where no word is alike, no cut makes one so.
        if !left.words.meets(&right.words) {
            return best;
        }
        let weight = |found: &FullNamesFinding| {
            weigh(found.given.as_ref(), found.surnames.as_ref()) + found.likelihood
        };
        let mut heaviest = weight(&best);
        for (i, a) in left.ways.iter().enumerate() {
            for (j, b) in right.ways.iter().enumerate() {
                if i + j == 0 || a.likelihood.min(b.likelihood) + most <= heaviest {
                    continue;
                }
                let found = self.under(left, right, (i, j));
                let weight = weight(&found);
                if weight > heaviest {
                    (heaviest, best) = (weight, found);
                }
            }
        }
        best
    }

    /// What is found under one way of cutting each.
    fn under(&self, left: &FullName, right: &FullName, ways: (usize, usize)) -> FullNamesFinding {
        let (a, b) = (&left.ways[ways.0], &right.ways[ways.1]);
        let given = a.given.as_ref().zip(b.given.as_ref()).map(|(a, b)| self.given.met(a, b));
        let surnames =
            a.surnames.as_ref().zip(b.surnames.as_ref()).map(|(a, b)| self.surnames.met(a, b));
        let over = |side: usize| {
            [given, surnames].iter().flatten().map(|(_, over)| i64::from(over[side])).sum::<i64>()
        };
        let likelihood = a.likelihood.min(b.likelihood) - EACH_LEFT_OVER * over(0).min(over(1));
        let (given, surnames) = (given.map(|(found, _)| found), surnames.map(|(found, _)| found));
        FullNamesFinding { given, surnames, likelihood, ways }
    }

    /// A finding in words.
    pub fn reason(
        &self,
        left: &FullName,
        right: &FullName,
        finding: &FullNamesFinding,
        lang: Lang,
    ) -> String {
        let (i, j) = finding.ways;
        let (Some(left), Some(right)) = (left.ways.get(i), right.ways.get(j)) else {
            return String::new();
        };
        let given = left.given.as_ref().zip(right.given.as_ref()).zip(finding.given);
        let given = given.map(|((a, b), found)| self.given.said(a, b, found.level, lang));
        let surnames = left.surnames.as_ref().zip(right.surnames.as_ref()).zip(finding.surnames);
        let surnames = surnames.map(|((a, b), found)| self.surnames.said(a, b, found.level, lang));
        given.into_iter().chain(surnames).collect::<Vec<_>>().join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Comparison;

    /// Shares of the levels among records of one person, and among others where no
    /// frequency is found, about as in a model.
    const GIVEN: [(f64, f64); 10] = [
        (0.48, 1.0),
        (0.02, 1.0),
        (0.1, 1.0),
        (0.18, 1.0),
        (0.05, 1.0),
        (0.05, 1.0),
        (0.05, 1.0),
        (0.01, 0.007),
        (0.02, 0.007),
        (0.04, 0.96),
    ];
    const SURNAMES: [(f64, f64); 10] = [
        (0.43, 1.0),
        (0.04, 1.0),
        (0.12, 1.0),
        (0.02, 1.0),
        (0.2, 1.0),
        (0.05, 1.0),
        (0.05, 1.0),
        (0.02, 1.0),
        (0.01, 0.001),
        (0.06, 0.97),
    ];

    /// Twice the most that a part weighs.
    const MOST: i64 = 13_200;

    fn weigh(given: Option<&Finding>, surnames: Option<&Finding>) -> i64 {
        let of = |finding: Option<&Finding>, levels: &[(f64, f64); 10]| {
            finding.map_or(0.0, |finding| {
                let (m, u) = levels[usize::from(finding.level)];
                (m / finding.frequency.map_or(u, f64::from)).log2().min(6.6)
            })
        };
        (1000.0 * (of(given, &GIVEN) + of(surnames, &SURNAMES))) as i64
    }

    #[test]
    fn whole_names_compare_in_any_order() {
        let names = FullNames::new(Arc::new(NameFrequencies::reference()));
        let mut differing = 0;
        for (left, right, given, surnames) in CASES {
            let compiled = |text| names.compile(text).unwrap();
            let (a, b) = (compiled(left), compiled(right));
            for (a, b) in [(&a, &b), (&b, &a)] {
                let found = names.compare(a, b, MOST, weigh);
                let level = |f: Option<Finding>, levels: &[crate::Level]| {
                    f.map_or("-", |f| levels[f.level as usize].name)
                };
                let on_given = level(found.given, names.given().levels());
                let on_surnames = level(found.surnames, names.surnames().levels());
                let reason = names.reason(a, b, &found, Lang::Es);
                if (on_given, on_surnames) != (given, surnames) {
                    println!("{left} / {right}: {on_given} {on_surnames}: {reason}");
                    differing += 1;
                }
            }
        }
        assert_eq!(differing, 0);
        assert!(names.compile(" ").is_none());
    }

    const CASES: [(&str, &str, &str, &str); 44] = [
        ("Juan Pérez López", "Pérez López Juan", "exact", "both"),
        ("Juan Pérez López", "PEREZ LOPEZ, JUAN", "exact", "both"),
        ("Juan Pérez López", "Juan López Pérez", "exact", "swapped"),
        ("Juan Pérez López", "López Pérez Juan", "exact", "swapped"),
        ("Juan Pérez López", "Pérez Juan López", "exact", "both"),
        ("Juan Carlos Pérez López", "Juan Pérez", "subset", "one"),
        ("Juan Carlos Pérez López", "Carlos López", "subset", "one"),
        ("Juan Carlos Pérez López", "Carlos Juan Pérez López", "reordered", "both"),
        ("Juan Carlos Pérez López", "J. C. Pérez López", "initial", "both"),
        ("Juan Carlos Pérez López", "Juan C. Pérez L.", "subset", "both_similar"),
        ("Francisco Caal Xol", "Pancho Ca'al Shol", "nickname", "both_spelling"),
        ("María Ruiz", "Ruiz María", "exact", "one"),
        ("Juan Pérez", "Ana Gómez", "disagree", "disagree"),
        ("Ma. Guadalupe Hdez. Glez.", "María Guadalupe Hernández González", "exact", "both"),
        ("Lupita Hernández", "María Guadalupe Hernández González", "nickname", "one"),
        ("José Ignacio Xol", "Nacho Shol", "nickname", "one_spelling"),
        ("Chema Ramírez", "José María Ramírez", "nickname", "one"),
        ("Josué Elías Tzoc", "Josuelías Tsok", "reordered", "one_spelling"),
        ("Yeison Estiven Mejía", "Jason Steven Mejia", "nickname", "one"),
        ("Brayan Antonio Cruz", "Brian Antonio de la Cruz", "nickname", "one"),
        ("Jean Pierre Louis", "Jan Pyè Louis", "nickname", "both_spelling"),
        ("João Gonçalves", "Juan González", "nickname", "one_spelling"),
        ("Luis Fernandes", "Luis Fernández", "exact", "one_spelling"),
        ("Mary Smith", "María Esmith", "nickname", "one_spelling"),
        ("María Pérez de Gómez", "María Pérez", "exact", "one"),
        ("María Pérez de Gómez", "María Gómez", "exact", "one"),
        ("María Pérez López viuda de Ruiz", "María Pérez López", "exact", "both"),
        ("María Pérez López de Ruiz", "María Pérez Ruiz", "exact", "both"),
        ("Juan de la Cruz León", "Juan Delacruz de León", "exact", "both"),
        ("Ana San Martín Solís", "Ana Sanmartin Solis", "exact", "both"),
        ("Pascual Pascual", "Pascual Pascual Francisco", "subset", "one"),
        ("Domingo Ixcoy Tum", "Domingo Xcoy Tum", "exact", "both_spelling"),
        ("Pedro Ramírez Rojas", "Pedro Rarnirez R0jas", "exact", "both_spelling"),
        ("José Muñoz Peña", "JosÃ© MuÃ±oz PeÃ±a", "exact", "both"),
        ("Jaun Hernadnez", "Juan Hernández", "spelling", "one_spelling"),
        ("Mario Pérez López", "María Pérez López", "disagree", "both"),
        ("Juan Pérez López", "Juan Pérez Gómez", "exact", "one_differs"),
        ("Juan Pérez López", "Pedro Pérez López", "disagree", "both"),
        ("Ana Lucía Pérez", "Ana Cristina Pérez", "partial", "one"),
        ("Carlitos Mejía", "Carlos Mejía", "nickname", "one"),
        ("Juan", "Juan Pérez", "exact", "-"),
        ("Pérez", "Juan Pérez", "-", "one"),
        ("Elmer Güitz", "Elmer Witz", "exact", "one_spelling"),
        ("Xwan Mekel", "Juan Miguel", "nickname", "-"),
    ];
}
