//! Blood groups. They do not change, but families and forms are often wrong.
//!
//! | Level | Meaning |
//! | --- | --- |
//! | `exact` | same ABO group and Rh factor |
//! | `abo_only` | same ABO group, Rh not known on one side or different |
//! | `disagree` | another ABO group |
//!
//! Agreement has the frequency of that group: O+ is no evidence in the region, AB-
//! is. Disagreement never excludes: the group is mostly remembered or read from a
//! card, and the grouping of old or decomposed blood fails.

use vinculo_record::vocab::{Abo, BloodGroup};
use vinculo_record::{Lang, Record};

use crate::{Comparison, Finding, Level};

const EXACT: u8 = 0;
const ABO_ONLY: u8 = 1;
const DISAGREE: u8 = 2;

const LEVELS: &[Level] = &[
    Level { name: "exact", es: "mismo grupo sanguíneo", en: "same blood group" },
    Level { name: "abo_only", es: "mismo grupo ABO", en: "same ABO group" },
    Level { name: "disagree", es: "grupos sanguíneos distintos", en: "blood groups differ" },
];

/// The numbers of this comparison.
mod figures {
    use super::Abo;

    /// Share of the ABO group in Mexico and Central America. Unverified.
    pub const fn abo(abo: Abo) -> f32 {
        match abo {
            Abo::O => 0.64,
            Abo::A => 0.26,
            Abo::B => 0.08,
            Abo::Ab => 0.02,
        }
    }

    /// Share of Rh positive people there. Unverified.
    pub const RH_POSITIVE: f32 = 0.95;
}

/// Compares blood groups.
#[derive(Clone, Copy, Debug, Default)]
pub struct BloodGroupComparison;

impl Comparison for BloodGroupComparison {
    type Feature = BloodGroup;

    fn name(&self) -> &'static str {
        "blood_group"
    }

    fn code_version(&self) -> u32 {
        1
    }

    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn compile(&self, record: &Record) -> Option<BloodGroup> {
        record.body.blood_group.known().copied()
    }

    fn compare(&self, left: &BloodGroup, right: &BloodGroup) -> Option<Finding> {
        if left.abo != right.abo {
            return Some(Finding::level(DISAGREE));
        }
        let abo = figures::abo(left.abo);
        Some(match (left.rh_positive, right.rh_positive) {
            (Some(true), Some(true)) => Finding::with_frequency(EXACT, abo * figures::RH_POSITIVE),
            (Some(false), Some(false)) => {
                Finding::with_frequency(EXACT, abo * (1.0 - figures::RH_POSITIVE))
            }
            // a factor that contradicts: agreement by mistake, no gain for rarity
            (Some(_), Some(_)) => Finding::with_frequency(ABO_ONLY, figures::abo(Abo::O).max(abo)),
            _ => Finding::with_frequency(ABO_ONLY, abo),
        })
    }

    fn show(&self, record: &Record, _lang: Lang) -> String {
        record.body.blood_group.known().map(ToString::to_string).unwrap_or_default()
    }

    fn reason(
        &self,
        left: &BloodGroup,
        right: &BloodGroup,
        finding: &Finding,
        lang: Lang,
    ) -> String {
        match (finding.level, left.rh_positive.zip(right.rh_positive)) {
            (EXACT, _) => format!("{} {left}", lang.pick("ambos", "both")),
            (ABO_ONLY, Some(_)) => format!(
                "{left} / {right}: {}",
                lang.pick("mismo grupo ABO, otro factor Rh", "same ABO group, other Rh factor")
            ),
            (ABO_ONLY, None) => format!(
                "{left} / {right}: {}",
                lang.pick("mismo grupo ABO, Rh sin dato", "same ABO group, Rh not known")
            ),
            _ => format!("{left} / {right}: {}", lang.pick("otro grupo ABO", "another ABO group")),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vinculo_record::Kind;

    use super::*;
    use crate::testing::{finding, level_name, record};

    fn check(left: &str, right: &str, expected: Option<&str>, reason: &str) {
        let c = BloodGroupComparison;
        let l = record(Kind::Notice, &[("blood_group", left)]);
        let r = record(Kind::Remains, &[("blood_group", right)]);
        assert_eq!(level_name(&c, &l, &r), expected, "{left} {right}");
        assert_eq!(finding(&c, &l, &r), finding(&c, &r, &l), "{left} {right}");
        if let Some(found) = finding(&c, &l, &r) {
            let (x, y) = (c.compile(&l).unwrap(), c.compile(&r).unwrap());
            assert_eq!(c.reason(&x, &y, &found, Lang::En), reason);
            assert!(!c.reason(&x, &y, &found, Lang::Es).is_empty());
        }
    }

    #[test]
    fn levels() {
        for (left, right, expected, reason) in [
            ("O+", "O Rh positivo", Some("exact"), "both O+"),
            ("AB-", "ab neg", Some("exact"), "both AB-"),
            ("O+", "O", Some("abo_only"), "O+ / O: same ABO group, Rh not known"),
            ("A", "A", Some("abo_only"), "A / A: same ABO group, Rh not known"),
            ("O+", "O-", Some("abo_only"), "O+ / O-: same ABO group, other Rh factor"),
            ("O+", "A+", Some("disagree"), "O+ / A+: another ABO group"),
            ("B", "AB", Some("disagree"), "B / AB: another ABO group"),
            ("O positivo", "o+", Some("exact"), "both O+"),
            ("A Rh negativo", "A-", Some("exact"), "both A-"),
            ("B+", "B Rh+", Some("exact"), "both B+"),
            ("AB+", "AB positivo", Some("exact"), "both AB+"),
            ("O", "O", Some("abo_only"), "O / O: same ABO group, Rh not known"),
            ("AB", "AB-", Some("abo_only"), "AB / AB-: same ABO group, Rh not known"),
            ("B+", "B-", Some("abo_only"), "B+ / B-: same ABO group, other Rh factor"),
            ("O", "B", Some("disagree"), "O / B: another ABO group"),
            ("A-", "O-", Some("disagree"), "A- / O-: another ABO group"),
            ("AB+", "A+", Some("disagree"), "AB+ / A+: another ABO group"),
            ("O+", "", None, ""),
            ("", "", None, ""),
            ("n/o", "n/o", None, ""),
            ("O+", "n/o", None, ""),
            ("none", "O+", None, ""),
            ("O+", "zzz", None, ""),
        ] {
            check(left, right, expected, reason);
        }
    }

    #[test]
    fn rare_groups_are_rare() {
        let frequency = |group: &str| {
            let r = record(Kind::Notice, &[("blood_group", group)]);
            finding(&BloodGroupComparison, &r, &r).unwrap().frequency.unwrap()
        };
        assert!(frequency("O+") > 0.6);
        assert!((frequency("AB-") - 0.001).abs() < 1e-4);
        let sum: f32 = [Abo::O, Abo::A, Abo::B, Abo::Ab].into_iter().map(figures::abo).sum();
        assert!((sum - 1.0).abs() < 1e-6);
    }

    proptest! {
        #[test]
        fn total(a in ".{0,8}", b in "[oab+-]{0,4}") {
            check_total(&a, &b);
        }
    }

    fn check_total(a: &str, b: &str) {
        let (l, r) = (
            record(Kind::Notice, &[("blood_group", a)]),
            record(Kind::Shelter, &[("blood_group", b)]),
        );
        let c = BloodGroupComparison;
        assert_eq!(finding(&c, &l, &r), finding(&c, &r, &l));
    }
}
