//! Surnames: two in either order, one missing, misspelt.

use std::sync::Arc;

use vinculo_record::{Lang, Record};

use super::frequencies::NameFrequencies;
use super::given::{Pairing, capitalised, found, said};
use super::token::{Alike, Token};
use super::words::NameParts;
use crate::{Comparison, Finding, Level};

const BOTH: u8 = 0;
const SWAPPED: u8 = 1;
const BOTH_SPELLING: u8 = 2;
const ONE: u8 = 3;
const ONE_SPELLING: u8 = 4;
const ONE_DIFFERS: u8 = 5;
const ONE_DIFFERS_SPELLING: u8 = 6;
const SIMILAR: u8 = 7;
const DISAGREE: u8 = 8;

/// Compares surnames, paternal and maternal, with their order.
///
/// | Level | Meaning |
/// | --- | --- |
/// | `both` | both agree in order |
/// | `swapped` | both agree, paternal for maternal |
/// | `both_spelling` | both agree, at least one in another spelling |
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

/// Surnames, compiled: one or two.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SurnamesFeature {
    tokens: Box<[Token]>,
}

impl SurnamesComparison {
    /// With the frequencies of names.
    pub fn new(frequencies: Arc<NameFrequencies>) -> Self {
        Self { frequencies }
    }

    /// The feature of words that are surnames.
    pub(super) fn of_words(&self, words: &[String]) -> Option<SurnamesFeature> {
        let tokens: Box<[Token]> = words
            .iter()
            .take(2)
            .map(|word| Token::surname(word, self.frequencies.surname(word)))
            .collect();
        (!tokens.is_empty()).then_some(SurnamesFeature { tokens })
    }
}

impl Comparison for SurnamesComparison {
    type Feature = SurnamesFeature;

    fn name(&self) -> &'static str {
        "surnames"
    }

    fn code_version(&self) -> u32 {
        1
    }

    fn levels(&self) -> &'static [Level] {
        const LEVELS: &[Level] = &[
            Level { name: "both", es: "ambos iguales", en: "both equal" },
            Level { name: "swapped", es: "ambos, en orden inverso", en: "both, in reverse order" },
            Level {
                name: "both_spelling", es: "ambos, otra grafía", en: "both, another spelling"
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
        self.of_words(&NameParts::of(record).surnames)
    }

    fn compare(&self, left: &Self::Feature, right: &Self::Feature) -> Option<Finding> {
        let (a, b) = (&left.tokens, &right.tokens);
        let pairing = Pairing::of(a, b);
        if pairing.len == 0 {
            return Some(Finding::level(DISAGREE));
        }
        // A similar surname beside one that agrees counts as another one.
        let close = || pairing.pairs().filter(|(.., alike)| *alike <= Alike::OneEdit);
        let frequencies = close().map(|(i, j, _)| a[i].frequency().max(b[j].frequency()));
        let spelt = close().any(|(.., alike)| alike != Alike::Exact);
        let level = match close().count() {
            0 => return Some(Finding::level(SIMILAR)),
            1 if a.len() == 1 || b.len() == 1 => {
                if spelt {
                    ONE_SPELLING
                } else {
                    ONE
                }
            }
            1 => {
                if spelt {
                    ONE_DIFFERS_SPELLING
                } else {
                    ONE_DIFFERS
                }
            }
            _ if spelt => BOTH_SPELLING,
            _ if pairing.pairs().all(|(i, j, _)| i == j) => BOTH,
            _ => SWAPPED,
        };
        Some(found(level, frequencies))
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
        finding: &Finding,
        lang: Lang,
    ) -> String {
        let text = |tokens: &[Token]| {
            tokens.iter().map(|t| capitalised(&t.text)).collect::<Vec<_>>().join(" ")
        };
        let label = self.levels()[usize::from(finding.level)].label(lang);
        match finding.level {
            BOTH | SWAPPED => format!("{} {label}", text(&left.tokens)),
            DISAGREE => format!("{} / {} {label}", text(&left.tokens), text(&right.tokens)),
            _ => said(&Pairing::of(&left.tokens, &right.tokens), &left.tokens, &right.tokens, lang),
        }
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
        for (left, right, expected) in [
            ("Pérez|López", "PEREZ|LOPEZ", "both"),
            ("De la Cruz|Xol", "Cruz|Xol", "both"),
            ("de León|y Pérez", "León|Pérez", "both"),
            ("Pérez López|", "Pérez|López", "both"),
            ("López|Pérez", "Pérez|López", "swapped"),
            ("Gonzales|Ruíz", "González|Ruiz", "both_spelling"),
            ("Baldez|Ruiz", "Valdés|Ruiz", "both_spelling"),
            ("Ruiz|Baldez", "Valdés|Ruiz", "both_spelling"),
            ("Caal|Choc", "Ca'al|Chok", "both_spelling"),
            ("Tzoc|Quej", "Tsoc|Kej", "both_spelling"),
            ("Hernández|Ixcoy", "Hernandes|Ixkoy", "both_spelling"),
            ("Hdez|Pérez", "Hernández|Pérez", "both"),
            ("Pérez|", "Pérez|López", "one"),
            ("|López", "Pérez|López", "one"),
            ("López|", "Pérez|López", "one"),
            ("Jean-Baptiste|", "Jean|Baptiste", "both"),
            ("Peres|", "Pérez|López", "one_spelling"),
            ("Pérez|Ruiz", "Pérez|López", "one_differs"),
            ("Ruiz|Pérez", "Pérez|López", "one_differs"),
            ("Péres|Ruiz", "Pérez|López", "one_differs_spelling"),
            ("P|", "Pérez|López", "similar"),
            ("Castellanos|", "Castelanes|", "similar"),
            ("Castellanos|", "Castellón|", "disagree"),
            ("Mora|", "Moya|", "disagree"),
            ("Delacruz|Xcoy", "De la Cruz|Ixcoy", "both_spelling"),
            ("De la O|", "Pérez|De la O", "one"),
            ("Gómez|Ruiz", "Pérez|López", "disagree"),
            ("Xol|Caal", "Choc|Coc", "disagree"),
            ("Juan Pérez López", "Pérez|López", "both"),
            ("Pérez López, Juan", "Pérez|López", "both"),
            ("Pérez|Vda. de Ruiz", "Pérez|", "one"),
        ] {
            let level = level_name(&comparison, &of(left), &of(right));
            assert_eq!(level, Some(expected), "{left} / {right}");
            let turned = level_name(&comparison, &of(right), &of(left));
            assert_eq!(turned, Some(expected), "{right} / {left}");
        }
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
