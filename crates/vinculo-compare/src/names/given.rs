//! Given names: in any order, some dropped, shortened, joined or misspelt.

use std::fmt::Write as _;
use std::sync::Arc;

use vinculo_record::{Lang, Record};

use super::frequencies::{BILLION, NameFrequencies};
use super::hypocorisms::formals;
use super::token::{Alike, Token, hash_of, share_one};
use super::words::NameParts;
use crate::{Comparison, Finding, Level};

/// Words compared of one person; the rest is left out.
const MAX_WORDS: usize = 5;
/// Least frequency of an agreement. Judgement: nobody knows a rarer one.
const MIN_FREQUENCY: f64 = 1e-7;

const EXACT: u8 = 0;
const REORDERED: u8 = 1;
const SPELLING: u8 = 2;
const SUBSET: u8 = 3;
const NICKNAME: u8 = 4;
const SUBSET_SPELLING: u8 = 5;
const PARTIAL: u8 = 6;
const SIMILAR: u8 = 7;
const DISAGREE: u8 = 8;

/// Compares given names.
///
/// | Level | Meaning |
/// | --- | --- |
/// | `exact` | the same names in the same order, but for accents |
/// | `reordered` | the same in another order, or joined and split |
/// | `spelling` | the same, some in another spelling (sound, or one letter) |
/// | `subset` | all names of the one that has fewer are among the other's |
/// | `nickname` | … some as a short form |
/// | `subset_spelling` | … some in another spelling |
/// | `partial` | one name agrees and another does not |
/// | `similar` | an initial, or a similar name |
/// | `disagree` | nothing alike |
#[derive(Clone)]
pub struct GivenNamesComparison {
    frequencies: Arc<NameFrequencies>,
}

/// Given names, compiled.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct GivenNamesFeature {
    tokens: Box<[Token]>,
    /// Hash of all words written as one.
    joined: u64,
    /// Numbers of the names that several words together stand for: José María has
    /// the short form Chema.
    together: &'static [u32],
    /// Share of people with exactly these names, in parts per billion.
    share: u32,
}

impl GivenNamesComparison {
    /// With the frequencies of names.
    pub fn new(frequencies: Arc<NameFrequencies>) -> Self {
        Self { frequencies }
    }

    /// The feature of words that are given names.
    pub(super) fn of_words(&self, words: &[String]) -> Option<GivenNamesFeature> {
        let words = &words[..words.len().min(MAX_WORDS)];
        let tokens: Box<[Token]> =
            words.iter().map(|word| Token::given(word, self.frequencies.given(word))).collect();
        let joined = words.concat();
        (!tokens.is_empty()).then(|| GivenNamesFeature {
            tokens,
            joined: hash_of(&joined),
            together: formals(&joined),
            share: self.frequencies.given_together(words),
        })
    }
}

impl Comparison for GivenNamesComparison {
    type Feature = GivenNamesFeature;

    fn name(&self) -> &'static str {
        "given_names"
    }

    fn code_version(&self) -> u32 {
        1
    }

    fn levels(&self) -> &'static [Level] {
        const LEVELS: &[Level] = &[
            Level { name: "exact", es: "iguales", en: "equal" },
            Level { name: "reordered", es: "iguales en otro orden", en: "equal in another order" },
            Level { name: "spelling", es: "otra grafía", en: "another spelling" },
            Level { name: "subset", es: "falta un nombre", en: "a name is missing" },
            Level { name: "nickname", es: "diminutivo", en: "short form" },
            Level {
                name: "subset_spelling",
                es: "falta un nombre, otra grafía",
                en: "a name is missing, another spelling",
            },
            Level { name: "partial", es: "coincide en parte", en: "agree in part" },
            Level { name: "similar", es: "parecidos", en: "similar" },
            Level { name: "disagree", es: "distintos", en: "different" },
        ];
        LEVELS
    }

    fn compile(&self, record: &Record) -> Option<Self::Feature> {
        self.of_words(&NameParts::of(record).given)
    }

    fn compare(&self, left: &Self::Feature, right: &Self::Feature) -> Option<Finding> {
        let (a, b) = (&left.tokens, &right.tokens);
        let pairing = Pairing::of(a, b);
        let whole_share = || f64::from(left.share.max(right.share)) / BILLION;
        if pairing.len == 0 {
            if left.joined == right.joined {
                return Some(found(REORDERED, [whole_share()].into_iter()));
            }
            if a.len() != b.len() && share_one(left.together, right.together) {
                return Some(found(NICKNAME, [whole_share()].into_iter()));
            }
            return Some(Finding::level(DISAGREE));
        }
        let frequencies = pairing.pairs().map(|(i, j, _)| a[i].frequency().max(b[j].frequency()));
        let worst = pairing.pairs().map(|(.., alike)| alike).max().unwrap_or(Alike::Different);
        let shorter = a.len().min(b.len());
        if pairing.len < shorter {
            if left.joined == right.joined {
                return Some(found(REORDERED, [whole_share()].into_iter()));
            }
            let closest = pairing.pairs().map(|(.., alike)| alike).min().unwrap_or(worst);
            let level = if closest >= Alike::Initial { SIMILAR } else { PARTIAL };
            return Some(found(level, frequencies));
        }
        let whole = a.len() == b.len();
        let level = match worst {
            Alike::Exact if whole && pairing.pairs().all(|(i, j, _)| i == j) => EXACT,
            Alike::Exact if whole => REORDERED,
            Alike::Exact => SUBSET,
            alike if alike.is_spelling() && whole => SPELLING,
            alike if alike.is_spelling() => SUBSET_SPELLING,
            Alike::Nickname => NICKNAME,
            _ => SIMILAR,
        };
        if matches!(level, EXACT | REORDERED) {
            return Some(found(level, [whole_share()].into_iter()));
        }
        Some(found(level, frequencies))
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
        finding: &Finding,
        lang: Lang,
    ) -> String {
        let pairing = Pairing::of(&left.tokens, &right.tokens);
        let text = |tokens: &[Token]| {
            tokens.iter().map(|t| capitalised(&t.text)).collect::<Vec<_>>().join(" ")
        };
        if matches!(finding.level, EXACT | REORDERED) {
            let label = self.levels()[usize::from(finding.level)].label(lang);
            return format!("{} {label}", text(&left.tokens));
        }
        if pairing.len == 0 {
            let label = self.levels()[usize::from(finding.level)].label(lang);
            return format!("{} / {}, {label}", text(&left.tokens), text(&right.tokens));
        }
        said(&pairing, &left.tokens, &right.tokens, lang)
    }
}

/// What each pair of words has in common.
pub(super) fn said(pairing: &Pairing, left: &[Token], right: &[Token], lang: Lang) -> String {
    let mut out = String::new();
    for (i, j, alike) in pairing.pairs() {
        let (a, b) = (capitalised(&left[i].text), capitalised(&right[j].text));
        let separator = if out.is_empty() { "" } else { ", " };
        let how = match alike {
            Alike::Exact => lang.pick("igual", "equal"),
            Alike::Sound => lang.pick("suena igual", "sounds the same"),
            Alike::OneEdit => lang.pick("una letra distinta", "one letter off"),
            Alike::Nickname => lang.pick("diminutivo", "short form"),
            Alike::Initial => lang.pick("inicial", "initial"),
            Alike::Similar => lang.pick("parecido", "similar"),
            Alike::Different => lang.pick("distinto", "different"),
        };
        // Writing to a String cannot fail.
        let _ = match alike {
            Alike::Exact => write!(out, "{separator}{a} {how}"),
            _ => write!(out, "{separator}{a} ~ {b} ({how})"),
        };
    }
    let rest = |tokens: &[Token], taken: &dyn Fn(usize) -> bool| {
        let words = tokens.iter().enumerate().filter(|(i, _)| !taken(*i));
        words.map(|(_, token)| capitalised(&token.text)).collect::<Vec<_>>().join(" ")
    };
    let left = rest(left, &|i| pairing.pairs().any(|(taken, ..)| taken == i));
    let right = rest(right, &|j| pairing.pairs().any(|(_, taken, _)| taken == j));
    let _ = match (left.is_empty(), right.is_empty()) {
        (true, true) => Ok(()),
        (false, false) => write!(out, "; {left} / {right} {}", lang.pick("distintos", "different")),
        _ => write!(out, "; {left}{right} {}", lang.pick("solo en uno", "in one only")),
    };
    out
}

pub(super) fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Words of one name paired with those of another, each at most once.
pub(super) struct Pairing {
    paired: [(u8, u8, Alike); MAX_WORDS],
    pub len: usize,
}

impl Pairing {
    /// The closest pairs first; words of equal closeness in their order. With so few
    /// words, whose ways of being alike hardly overlap, that is the best pairing.
    pub fn of(a: &[Token], b: &[Token]) -> Self {
        const NONE: (u8, u8, Alike) = (0, 0, Alike::Different);
        let (mut alike, mut count) = ([NONE; MAX_WORDS * MAX_WORDS], 0);
        for (i, left) in (0_u8..).zip(a.iter().take(MAX_WORDS)) {
            for (j, right) in (0_u8..).zip(b.iter().take(MAX_WORDS)) {
                let way = left.alike(right);
                if way != Alike::Different {
                    alike[count] = (i, j, way);
                    count += 1;
                }
            }
        }
        let mut pairing = Self { paired: [NONE; MAX_WORDS], len: 0 };
        // In their order where they are equally close, seen from either side.
        alike[..count].sort_unstable_by_key(|(i, j, way)| (*way, i.abs_diff(*j), i + j, *i.min(j)));
        for pair in &alike[..count] {
            let is_free = |(i, j, _): &(u8, u8, Alike)| *i != pair.0 && *j != pair.1;
            if pairing.paired[..pairing.len].iter().all(is_free) {
                pairing.paired[pairing.len] = *pair;
                pairing.len += 1;
            }
        }
        pairing
    }

    /// Left word, right word, how alike.
    pub fn pairs(&self) -> impl Iterator<Item = (usize, usize, Alike)> {
        self.paired[..self.len]
            .iter()
            .map(|(i, j, alike)| (usize::from(*i), usize::from(*j), *alike))
    }
}

/// A finding on agreeing words: their shares multiplied, as if independent.
pub(super) fn found(level: u8, frequencies: impl Iterator<Item = f64>) -> Finding {
    let product: f64 = frequencies.product();
    Finding::with_frequency(level, product.max(MIN_FREQUENCY) as f32)
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
        for (left, right, expected) in [
            ("María José", "Maria Jose", "exact"),
            ("JUAN", "Juan", "exact"),
            ("María Guadalupe", "Guadalupe María", "reordered"),
            ("Josué Elías", "Josueelias", "reordered"),
            ("Ana María", "Anamaría", "reordered"),
            ("Ma. Elena", "María Elena", "exact"),
            ("Yovani", "Llovani", "spelling"),
            ("Jhon", "Jon", "spelling"),
            ("Brayan", "Brallan", "spelling"),
            ("Bayron Estuardo", "Vairon Estuardo", "spelling"),
            ("Alexander", "Alexanter", "spelling"),
            ("Juan Carlos", "Juan", "subset"),
            ("Carlos", "Juan Carlos", "subset"),
            ("María de los Ángeles", "Ángeles", "subset"),
            ("Francisco", "Pancho", "nickname"),
            ("Lupita", "Guadalupe", "nickname"),
            ("Nacho", "José Ignacio", "nickname"),
            ("Beto", "Alberto", "nickname"),
            ("Chema", "José María", "nickname"),
            ("Pepelucho", "José Luis", "nickname"),
            ("John", "Juan Carlos", "nickname"),
            ("Mike", "Miguel Ángel", "nickname"),
            ("Xwan", "Juan", "nickname"),
            ("Yeison", "Jeison", "spelling"),
            ("Oswaldo", "Osvaldo", "spelling"),
            ("Mario", "María", "disagree"),
            ("Alejandro", "Alejandra", "disagree"),
            ("Juan", "Juana", "disagree"),
            ("Francisco Javier", "Fransisco", "subset_spelling"),
            ("Juan Carlos", "Juan Miguel", "partial"),
            ("María Elena", "María Rosa", "partial"),
            ("J.", "Juan", "similar"),
            ("Juan C.", "Juan Carlos", "similar"),
            ("Pedro", "Juan", "disagree"),
            ("Ana", "Eva", "disagree"),
            ("Rosa", "Rocío", "disagree"),
            ("Xwan", "Pedro", "disagree"),
        ] {
            let of = |name| record(Kind::Notice, &[("given_names", name)]);
            let (left_record, right_record) = (of(left), of(right));
            let level = level_name(&comparison, &left_record, &right_record);
            assert_eq!(level, Some(expected), "{left} / {right}");
            let turned = level_name(&comparison, &right_record, &left_record);
            assert_eq!(turned, Some(expected), "{right} / {left}");
        }
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
            let (a, b) = (
                comparison.of_words(&super::super::words::name_words(&a)),
                comparison.of_words(&super::super::words::name_words(&b)),
            );
            if let (Some(a), Some(b)) = (a, b) {
                prop_assert_eq!(comparison.compare(&a, &b), comparison.compare(&b, &a));
                prop_assert_eq!(comparison.compare(&a, &a).map(|f| f.level), Some(EXACT));
            }
        }
    }
}
