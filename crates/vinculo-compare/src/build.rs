//! Build and weight: one comparison, compared only while flesh is there.
//!
//! | Level | Meaning |
//! | --- | --- |
//! | `agree` | same build, or weights within their error where no build is known |
//! | `adjacent` | builds one step apart, or weights a step further than their error |
//! | `disagree` | more |
//!
//! Where both builds and both weights are known, the better of the two counts: words
//! for build differ by speaker, and weight is lost on the way. Not compared with
//! decomposed remains. People lose weight on the way and children grow, so
//! disagreement says little.

use vinculo_record::vocab::{Build, Condition};
use vinculo_record::{Kind, Lang, Record};

use crate::{Comparison, Finding, Level};

const AGREE: u8 = 0;
const ADJACENT: u8 = 1;
const DISAGREE: u8 = 2;

const LEVELS: &[Level] = &[
    Level { name: "agree", es: "complexión coincidente", en: "build agrees" },
    Level { name: "adjacent", es: "complexión cercana", en: "build near" },
    Level { name: "disagree", es: "complexión distinta", en: "build disagrees" },
];

/// The numbers of this comparison.
mod figures {
    use super::Build;

    /// Half-width, in grams, of the error of a reported weight and of what a person
    /// gains or loses between two records. Judgement.
    pub const WEIGHT_ERROR_G: i32 = 8_000;
    /// Further apart than the error by this, in grams, is still adjacent. Judgement.
    pub const WEIGHT_STEP_G: i32 = 8_000;
    /// Age under which weights are not compared, in years. Judgement.
    pub const CHILD_YEARS: f64 = 16.0;

    /// Share of people described so. Slender, medium and heavy are 47, 43 and 10 %
    /// of notices (Royal Canadian Mounted Police); the division of the rest is
    /// judgement.
    pub const fn share(build: Build) -> f32 {
        match build {
            Build::Thin => 0.42,
            Build::Medium => 0.40,
            Build::Athletic => 0.05,
            Build::Robust => 0.09,
            Build::Obese => 0.04,
        }
    }

    /// The place on the scale from thin to obese. Athletic lies beside medium.
    pub const fn step(build: Build) -> i8 {
        match build {
            Build::Thin => 0,
            Build::Medium | Build::Athletic => 1,
            Build::Robust => 2,
            Build::Obese => 3,
        }
    }
}

/// Compares build and weight.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuildComparison;

/// Build, and weight in grams from and to.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct BuildFeature {
    build: Option<Build>,
    weight: Option<(i32, i32)>,
}

impl Comparison for BuildComparison {
    type Feature = BuildFeature;

    fn name(&self) -> &'static str {
        "build"
    }

    fn code_version(&self) -> u32 {
        1
    }

    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn compile(&self, record: &Record) -> Option<BuildFeature> {
        let living_flesh = record.key.kind != Kind::Remains
            || matches!(
                record.remains.condition,
                None | Some(Condition::Fresh | Condition::Traumatic)
            );
        if !living_flesh {
            return None;
        }
        let child = record.age_at_event().is_some_and(|age| age.min() < figures::CHILD_YEARS);
        let grams = |kg: f64| (kg * 1000.0).round() as i32;
        let feature = BuildFeature {
            build: record.body.build.known().copied(),
            weight: record
                .body
                .weight_kg
                .filter(|_| !child)
                .map(|kg| (grams(kg.min()), grams(kg.max()))),
        };
        (feature.build.is_some() || feature.weight.is_some()).then_some(feature)
    }

    fn compare(&self, left: &BuildFeature, right: &BuildFeature) -> Option<Finding> {
        let build = left.build.zip(right.build).map(|(a, b)| build_level(a, b));
        let weight = left.weight.zip(right.weight).map(|(a, b)| weight_level(a, b));
        let level = build.into_iter().chain(weight).min()?;
        Some(match left.build {
            Some(shared) if level == AGREE && right.build == Some(shared) => {
                Finding::with_frequency(AGREE, figures::share(shared))
            }
            _ => Finding::level(level),
        })
    }

    fn show(&self, record: &Record, lang: Lang) -> String {
        let kg = record.body.weight_kg.map(|kg| {
            weight_text(((kg.min() * 1000.0).round() as i32, (kg.max() * 1000.0).round() as i32))
        });
        let build = record.body.build.known().map(|build| build.label(lang).to_owned());
        build.into_iter().chain(kg).collect::<Vec<_>>().join(", ")
    }

    fn reason(
        &self,
        left: &BuildFeature,
        right: &BuildFeature,
        _finding: &Finding,
        lang: Lang,
    ) -> String {
        let build = left.build.zip(right.build).map(|(a, b)| {
            let word = match build_level(a, b) {
                AGREE => lang.pick("misma complexión", "same build"),
                ADJACENT => lang.pick("complexión cercana", "build near"),
                _ => lang.pick("complexión distinta", "build differs"),
            };
            if a == b {
                format!("{word} ({})", a.label(lang))
            } else {
                format!("{word} ({} / {})", a.label(lang), b.label(lang))
            }
        });
        let weight = left.weight.zip(right.weight).map(|(a, b)| {
            let word = match weight_level(a, b) {
                AGREE => lang.pick("peso compatible", "weight compatible"),
                ADJACENT => lang.pick("peso cercano", "weight near"),
                _ => lang.pick("peso distinto", "weight differs"),
            };
            format!("{word} ({} / {})", weight_text(a), weight_text(b))
        });
        build.into_iter().chain(weight).collect::<Vec<_>>().join("; ")
    }
}

fn build_level(a: Build, b: Build) -> u8 {
    match (figures::step(a) - figures::step(b)).abs() {
        0 if a == b => AGREE,
        0 | 1 => ADJACENT,
        _ => DISAGREE,
    }
}

fn weight_level(a: (i32, i32), b: (i32, i32)) -> u8 {
    let apart = (a.0.max(b.0) - a.1.min(b.1)).max(0);
    if apart <= figures::WEIGHT_ERROR_G {
        AGREE
    } else if apart <= figures::WEIGHT_ERROR_G + figures::WEIGHT_STEP_G {
        ADJACENT
    } else {
        DISAGREE
    }
}

fn weight_text((from, to): (i32, i32)) -> String {
    let (from, to) = ((from + 500) / 1000, (to + 500) / 1000);
    if from == to { format!("{from} kg") } else { format!("{from}–{to} kg") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{finding, level_name, record};

    /// A record of `build|kg|kg|condition|age`.
    fn made(kind: Kind, words: &str) -> Record {
        let names = ["build", "weight_kg_min", "weight_kg_max", "condition", "age_min"];
        let cells: Vec<(&str, &str)> =
            names.into_iter().zip(words.split('|')).filter(|(_, word)| !word.is_empty()).collect();
        record(kind, &cells)
    }

    fn check(left: &str, right: (Kind, &str), expected: Option<&str>) {
        let (l, r) = (made(Kind::Notice, left), made(right.0, right.1));
        assert_eq!(level_name(&BuildComparison, &l, &r), expected, "{left} {right:?}");
        assert_eq!(finding(&BuildComparison, &l, &r), finding(&BuildComparison, &r, &l), "{left}");
    }

    #[test]
    fn levels() {
        use Kind::{Notice, Remains, Shelter};
        for (left, kind, right, expected) in [
            ("delgada", Shelter, "thin", Some("agree")),
            ("delgada", Shelter, "mediana", Some("adjacent")),
            ("atlética", Shelter, "mediana", Some("adjacent")),
            ("delgada", Shelter, "robusta", Some("disagree")),
            ("mediana", Shelter, "obesa", Some("disagree")),
            ("delgada", Shelter, "|60|60", None),
            ("|60|60", Shelter, "|67|67", Some("agree")),
            ("|60|60", Notice, "|72|72", Some("adjacent")),
            ("|60|60", Notice, "|90|95", Some("disagree")),
            ("|60|90", Notice, "|85|95", Some("agree")),
            // words differ, the scale agrees
            ("delgada|70|70", Shelter, "robusta|72|72", Some("agree")),
            ("delgada", Remains, "delgada|||fresh", Some("agree")),
            ("delgada", Remains, "delgada|||", Some("agree")),
            // bloated, dried or gone
            ("delgada|60|60", Remains, "obesa|90|90|putrefacción", None),
            ("delgada|60|60", Remains, "delgada|60|60|osamenta", None),
            ("delgada|60|60", Remains, "delgada|30|30|mummified", None),
            ("mediana", Shelter, "regular", Some("agree")),
            ("fornida", Shelter, "robusta", Some("agree")),
            ("atlética", Shelter, "atlética", Some("agree")),
            ("atlética", Shelter, "delgada", Some("adjacent")),
            ("atlética", Shelter, "robusta", Some("adjacent")),
            ("robusta", Shelter, "obesa", Some("adjacent")),
            ("delgada", Shelter, "obesa", Some("disagree")),
            ("mediana", Shelter, "gruesa", Some("adjacent")),
            ("mediana", Remains, "mediana|||traumatic", Some("agree")),
            ("mediana", Remains, "delgada|||fresh", Some("adjacent")),
            ("robusta", Remains, "delgada|||burned", None),
            ("robusta", Remains, "robusta|||early-decomposition", None),
            ("", Shelter, "delgada", None),
            ("n/o", Shelter, "delgada", None),
            // weights with their error of 8 kg, then a step of 8
            ("|60|60", Shelter, "|68|68", Some("agree")),
            ("|60|60", Shelter, "|69|69", Some("adjacent")),
            ("|60|60", Shelter, "|76|76", Some("adjacent")),
            ("|60|60", Shelter, "|77|77", Some("disagree")),
            ("|50|70", Shelter, "|65|65", Some("agree")),
            ("|55|55", Remains, "|62|66|fresh", Some("agree")),
            ("|55|55", Remains, "|90|95|fresh", Some("disagree")),
            // the better of the two
            ("delgada|60|60", Shelter, "mediana|90|90", Some("adjacent")),
            ("obesa|60|60", Shelter, "delgada|62|62", Some("agree")),
            // children grow
            ("delgada|20|20||6", Shelter, "delgada|40|40||11", Some("agree")),
            ("|48|48||17", Shelter, "|52|52||18", Some("agree")),
            ("|20|20||6", Shelter, "|40|40||11", None),
        ] {
            check(left, (kind, right), expected);
        }
    }

    #[test]
    fn reasons_name_both() {
        let c = BuildComparison;
        let (l, r) = (made(Kind::Notice, "delgada|60|60"), made(Kind::Shelter, "robusta|90|95"));
        let (x, y) = (c.compile(&l).unwrap(), c.compile(&r).unwrap());
        let found = c.compare(&x, &y).unwrap();
        assert_eq!(
            c.reason(&x, &y, &found, Lang::Es),
            "complexión distinta (delgada / robusta); peso distinto (60 kg / 90–95 kg)"
        );
        assert_eq!(
            c.reason(&x, &y, &found, Lang::En),
            "build differs (thin / robust); weight differs (60 kg / 90–95 kg)"
        );
        assert_eq!(c.show(&r, Lang::En), "robust, 90–95 kg");
    }

    #[test]
    fn shares_sum_to_one_and_rare_builds_are_rare() {
        let sum: f32 = Build::ALL.iter().map(|b| figures::share(*b)).sum();
        assert!((sum - 1.0).abs() < 1e-6);
        let (l, r) = (made(Kind::Notice, "obesa"), made(Kind::Shelter, "obesa"));
        assert_eq!(finding(&BuildComparison, &l, &r), Some(Finding::with_frequency(AGREE, 0.04)));
    }

    proptest! {
        #[test]
        fn total(a in ".{0,20}", b in ".{0,8}", c in "[0-9]{0,12}") {
            let l = record(Kind::Notice, &[("build", &a), ("weight_kg_min", &b)]);
            let r = record(Kind::Shelter, &[("build", &a), ("weight_kg_max", &c)]);
            prop_assert_eq!(finding(&BuildComparison, &l, &r), finding(&BuildComparison, &r, &l));
        }
    }
}
