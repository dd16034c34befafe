use proptest::prelude::*;

use super::*;
use crate::testing::{finding, record};

/// The last level.
const DISAGREE: u8 = 4;

/// A record of words such as `s=160-166 m=measured x=male a=9 e=2020-01-01`:
/// stature, method, sex, age, event date; also b birth, d stature date, p
/// post-mortem interval, c condition.
fn made(kind: Kind, words: &str) -> Record {
    let cells: Vec<(&str, &str)> = words
        .split_whitespace()
        .flat_map(|word| {
            let (key, value) = word.split_once('=').expect("key=value");
            let (min, max) = value.split_once('-').unwrap_or((value, value));
            match key {
                "s" => vec![("stature_cm_min", min), ("stature_cm_max", max)],
                "a" => vec![("age_min", min), ("age_max", max)],
                "p" => vec![("pmi_days_min", min), ("pmi_days_max", max)],
                "m" => vec![("stature_method", value)],
                "x" => vec![("sex", value)],
                "b" => vec![("birth_date", value)],
                "e" => vec![("event_date", value)],
                "d" => vec![("stature_date", value)],
                _ => vec![("condition", value)],
            }
        })
        .filter(|(_, value)| !value.is_empty())
        .collect();
    record(kind, &cells)
}

fn check(left: (Kind, &str), right: (Kind, &str), expected: Option<&str>) {
    let (l, r) = (made(left.0, left.1), made(right.0, right.1));
    for (a, b) in [(&l, &r), (&r, &l)] {
        let level = finding(&StatureComparison, a, b).map(|f| LEVELS[f.level as usize].name);
        assert_eq!(level, expected, "{left:?} {right:?}");
    }
}

#[test]
fn adults() {
    use Kind::{Notice, Remains, Shelter};
    let cases: &[(Kind, &str, Kind, &str, Option<&str>)] = &[
        (Notice, "s=165", Remains, "s=158-172 c=skeletal-complete", Some("within")),
        (Notice, "s=170", Remains, "s=162-166 c=skeletal-complete", Some("near")),
        (Notice, "s=175", Remains, "s=163-167 c=skeletal-complete", Some("near")),
        (Notice, "s=180", Remains, "s=163-167 c=skeletal-complete", Some("far")),
        (Notice, "s=190", Remains, "s=163-167 c=skeletal-complete", Some("disagree")),
        // a laboratory's wider interval is believed
        (Notice, "s=180", Remains, "s=150-180 c=skeletal-complete", Some("near")),
        // measured twice leaves little room
        (Shelter, "s=165 m=measured", Shelter, "s=166 m=measured", Some("distinctive")),
        (Shelter, "s=165 m=measured", Shelter, "s=169 m=measured", Some("far")),
        (Shelter, "s=165 m=measured", Shelter, "s=172 m=measured", Some("disagree")),
        // the length of a body lies above stature, and so do remembered heights
        (Shelter, "s=165 m=measured", Remains, "s=167 m=cadaver", Some("distinctive")),
        (Shelter, "s=165 m=measured", Remains, "s=161 m=cadaver", Some("disagree")),
        (Notice, "s=172 m=document", Shelter, "s=168 m=measured", Some("within")),
        (Notice, "s=172 m=document", Shelter, "s=162 m=measured", Some("far")),
        (Notice, "s=165", Notice, "s=170", Some("near")),
        (Notice, "s=155", Notice, "s=170", Some("far")),
        (Remains, "s=158-172 m=bone", Remains, "s=160-176 m=bone", Some("within")),
        (Notice, "s=165", Remains, "c=skeletal-complete", None),
        // the tall and the short say more than the usual
        (Notice, "x=male s=191", Remains, "x=male s=184-196 c=fresh", Some("distinctive")),
        (Notice, "x=female s=140", Shelter, "x=female s=139 m=measured", Some("distinctive")),
        (Notice, "x=male s=168", Shelter, "x=male s=167 m=measured", Some("within")),
        // the formula of a bone, by its standard error
        (Notice, "x=male s=176", Remains, "x=male s=167 m=bone-tibia", Some("near")),
        (Notice, "x=female s=158", Remains, "x=female s=155 m=femur", Some("within")),
        (Notice, "s=176", Remains, "x=male s=156 m=fémur", Some("disagree")),
        // what says everything says nothing
        (Notice, "s=140-196", Shelter, "s=145-190", Some("near")),
        // adults lose some centimetres between fifty and eighty
        (
            Shelter,
            "x=female s=160 m=measured a=50 e=1990-01-01",
            Shelter,
            "x=female s=155 m=measured a=80 e=2020-01-01",
            Some("within"),
        ),
        (
            Shelter,
            "x=female s=160 m=measured a=20 e=1990-01-01",
            Shelter,
            "x=female s=155 m=measured a=30 e=2000-01-01",
            Some("disagree"),
        ),
        // adults do not grow, however long between
        (
            Notice,
            "s=165 b=1980-01-01 e=2001-01-01",
            Shelter,
            "s=164 a=40 e=2020-01-01",
            Some("within"),
        ),
    ];
    for (kind, left, other, right, expected) in cases {
        check((*kind, left), (*other, right), *expected);
    }
    let open = record(Kind::Notice, &[("stature_cm_min", "170")]);
    let short = made(Kind::Shelter, "s=150 m=measured");
    let level = finding(&StatureComparison, &open, &short).map(|f| f.level);
    assert_eq!(level, Some(DISAGREE), "a lower bound alone");
}

#[test]
fn children_grow_to_the_other_date() {
    use Kind::{Notice, Remains, Shelter};
    let boy = "x=male s=125 m=measured b=2010-01-15 e=2019-01-30";
    let cases: &[(&str, Kind, &str, Option<&str>)] = &[
        // 133.8 cm two years later by the chart
        (boy, Shelter, "x=male s=134 m=measured a=11 e=2021-01-30", Some("within")),
        (boy, Shelter, "x=male s=134 m=measured b=2010-01-15 e=2021-01-30", Some("within")),
        (boy, Shelter, "x=male s=125 m=measured a=11 e=2021-01-30", Some("far")),
        (boy, Shelter, "x=male s=116 m=measured a=11 e=2021-01-30", Some("disagree")),
        (boy, Shelter, "x=male s=152 m=measured a=11 e=2021-01-30", Some("disagree")),
        // the same, when only the intake knows the age
        (
            "s=125 m=measured e=2019-01-30",
            Shelter,
            "x=male s=134 m=measured a=11 e=2021-01-30",
            Some("within"),
        ),
        // dead since then: the child has not grown
        (boy, Remains, "x=male s=127 m=cadaver e=2021-01-30 p=690-725 a=8-10", Some("within")),
        (boy, Remains, "s=140 m=cadaver e=2021-01-30 p=690-725 a=8-10", Some("disagree")),
        // died at an unknown time after the last proof of life
        (boy, Remains, "s=130 m=bone e=2021-01-30 c=skeletal-complete", Some("within")),
        // a girl grown up between
        (
            "x=female s=140 m=measured b=2005-06-01 e=2016-06-01",
            Shelter,
            "x=female s=158 m=measured a=19 e=2024-06-01",
            Some("within"),
        ),
        (
            "x=female s=140 m=measured b=2005-06-01 e=2016-06-01",
            Shelter,
            "x=female s=138 m=measured a=19 e=2024-06-01",
            Some("disagree"),
        ),
        // ages of two people: age says it
        (boy, Shelter, "x=male s=170 m=measured a=30 e=2021-01-30", None),
        // no time, but ages
        ("s=125 m=measured a=9", Shelter, "s=130 m=measured a=10", Some("within")),
        ("s=125 m=measured a=9", Shelter, "s=128 m=measured", Some("within")),
        // measured long before the event
        (
            "x=male s=100 m=measured d=2014-01-15 b=2010-01-15 e=2019-01-30",
            Shelter,
            "x=male s=128 m=measured a=9 e=2019-02-20",
            Some("within"),
        ),
    ];
    for (left, kind, right, expected) in cases {
        check((Notice, left), (*kind, right), *expected);
    }
}

#[test]
fn reasons_show_both_intervals() {
    let check = |left: &str, right: &str, lang, expected: &str| {
        let compile =
            |kind, words| StatureComparison.compile(&made(kind, words)).expect("a stature");
        let (l, r) = (compile(Kind::Notice, left), compile(Kind::Shelter, right));
        let found = StatureComparison.compare(&l, &r).expect("comparable");
        assert_eq!(StatureComparison.reason(&l, &r, &found, lang), expected);
    };
    check(
        "s=165",
        "s=170 m=measured",
        Lang::Es,
        "156–172 cm y 168–172 cm con su error; 6 cm de diferencia",
    );
    check(
        "x=male s=125 m=measured b=2010-01-15 e=2019-01-30",
        "x=male s=134 m=measured e=2021-01-30",
        Lang::En,
        "would be 127–140 cm tall at the other record's date, which says 132–136 cm; 0 cm apart",
    );
}

proptest! {
    #[test]
    fn symmetric_and_total(statures in (20u32..250, 0u32..60, 20u32..250, 0u32..60), ages in (0u32..30, 0u32..30),
        births in ("(20[01][0-9]-0[1-9])?", "(20[01][0-9])?"), dates in ("(20[0-2][0-9])?", "(20[0-2][0-9]-0[1-9]~?)?"),
        kinds in (0usize..3, 0usize..3), sexes in ("(male|female)?", "(male|female)?")) {
        let make = |kind: usize, s: u32, w: u32, age: u32, birth: &str, date: &str, sex: &str| {
            made(Kind::ALL[kind], &format!("s={s}-{} a={age}-{} b={birth} e={date} x={sex}", (s + w).min(250), age + 1))
        };
        let l = make(kinds.0, statures.0, statures.1, ages.0, &births.0, &dates.0, &sexes.0);
        let r = make(kinds.1, statures.2, statures.3, ages.1, &births.1, &dates.1, &sexes.1);
        prop_assert_eq!(finding(&StatureComparison, &l, &r), finding(&StatureComparison, &r, &l));
        if let Some(found) = finding(&StatureComparison, &l, &r) {
            prop_assert!(found.frequency.is_none());
            let (x, y) = (StatureComparison.compile(&l).unwrap(), StatureComparison.compile(&r).unwrap());
            prop_assert!(!StatureComparison.reason(&x, &y, &found, Lang::Es).is_empty());
        }
    }
}
