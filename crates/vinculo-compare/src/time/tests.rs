use proptest::prelude::*;

use super::*;
use crate::testing::{finding, record};

const FOUND_BEFORE: &str = "incompatible found_before_last_seen";
const DIED_BEFORE: &str = "incompatible died_before_last_seen";

/// A notice's `seen[|contact]`, remains' `found[|days-days or condition]`, an
/// intake's date.
fn made(kind: Kind, text: &str) -> Record {
    let (event, more) = text.split_once('|').unwrap_or((text, ""));
    let interval = more.split_once("..");
    let mut cells = vec![("event_date", event)];
    match (kind, interval) {
        (Kind::Notice, _) => cells.push(("last_contact_date", more)),
        (Kind::Remains, Some((min, max))) => {
            cells.extend([("pmi_days_min", min), ("pmi_days_max", max)]);
        }
        (Kind::Remains, None) => cells.push(("condition", more)),
        (Kind::Shelter, _) => {}
    }
    cells.retain(|(_, text)| !text.is_empty());
    record(kind, &cells)
}

fn check(left: (Kind, &str), right: (Kind, &str), expected: &str) {
    let (l, r) = (made(left.0, left.1), made(right.0, right.1));
    for (a, b) in [(&l, &r), (&r, &l)] {
        let found = finding(&TimeComparison, a, b);
        let text = found.map_or("null".to_owned(), |f| match f.exclusion {
            Some(e) => format!("{} {}", LEVELS[f.level as usize].name, e.code()),
            None => LEVELS[f.level as usize].name.to_owned(),
        });
        assert_eq!(text, expected, "{left:?} {right:?}");
    }
}

#[test]
fn notices_and_remains() {
    let cases: &[(&str, &str, &str)] = &[
        ("2021-03-05", "2021-06-01|30..60", "close"),
        ("2021-03-05", "2021-03-06|0..2", "same_days"),
        // a day's confusion of dates is no contradiction
        ("2021-03-05", "2021-03-04|0..1", "same_days"),
        ("2021-03-05", "2021-03-03|0..1", FOUND_BEFORE),
        ("2021-03-05", "2019-03-03|30..90", FOUND_BEFORE),
        // a call home after the person was last seen
        ("2021-03-05|2021-07-01", "2021-06-01|30..60", FOUND_BEFORE),
        ("2021-03-05|2021-05-20", "2021-06-01|5..10", "same_days"),
        // the interval contradicts, a little and much
        ("2021-03-05", "2021-06-01|100..150", "strained"),
        ("2021-03-05", "2021-06-01|300..400", DIED_BEFORE),
        ("2021-03-05", "2021-03-20|fresh", "close"),
        ("2021-03-05", "2021-05-20|early-decomposition", "close"),
        ("2021-03-05", "2022-06-20|early-decomposition", "consistent"),
        // condition alone never excludes
        ("2021-03-05", "2021-03-10|skeletal-complete", "strained"),
        ("2021-03-05", "2021-04-10|skeletal-complete", "soon"),
        ("2013-03-05", "2021-04-10|skeletal-complete", "consistent"),
        ("2013-03-05", "2021-04-10|", "consistent"),
        ("2013-03-05", "2021-04-10|fresh", "long_gap"),
        ("2016-03-05", "2021-04-10|100..200", "long_gap"),
        ("2016-03-05", "2021-04-10|100..1500", "long_gap"),
        ("2021", "2021-04-10|0..30", "soon"),
        ("2022~", "2021-04-10|0..30", "consistent"),
        ("2022", "2021-04-10|0..30", FOUND_BEFORE),
        ("|2021-03-05", "2021-06-01|30..60", "close"),
        // a skeleton: the sooner found, the more it says; never less than nothing
        ("2020-03-05", "2021-04-10|skeletal-complete", "consistent"),
        ("1996-03-05", "2021-04-10|skeletal-complete", "consistent"),
        ("2021-03-05", "2021-03-07|fresh", "same_days"),
        ("2021-03", "2021-04-10|0..10", "close"),
        ("2021-03-05", "2021-12-10|advanced-decomposition", "soon"),
        ("2019-03-05", "2021-12-10|mummified", "consistent"),
        ("2021-03-05", "2021-03-08|burned", "close"),
        ("2021-03-05/..", "2021-06-01|30..60", "consistent"),
        ("../2021-03-05", "2021-06-01|30..60", "consistent"),
        ("", "2021-06-01|30..60", "null"),
        ("2021-03-05", "|30..60", "null"),
    ];
    for (notice, remains, expected) in cases {
        check((Kind::Notice, notice), (Kind::Remains, remains), expected);
    }
}

#[test]
fn notices_and_intakes() {
    let cases: &[(&str, &str, &str)] = &[
        ("2021-03-05", "2021-03-20", "close"),
        ("2021-03-05", "2021-03-04", "same_days"),
        ("2021-03-05|2021-04-20", "2021-04-01", "close"),
        ("2021-03-05|2021-04-20", "2021-05-20", "close"),
        ("2021-03-05", "2021-11-20", "consistent"),
        ("2021", "2021-11-20", "soon"),
        ("2021-03-05", "2022-11-20", "consistent"),
        ("2021-03-05", "2025-11-20", "long_gap"),
        ("2021-03-05", "2021-08-20", "soon"),
        ("2020-12-05|2021-04-20", "2021-01-10", "close"),
        ("2021-03-05", "2021-03-01", "close"),
        ("2021-03-05", "2021-02-25", "soon"),
        ("2021-03-05", "2020-06-25", "strained"),
        ("2021-03-05", "2021-01-05", "consistent"),
        ("2021-03-05", "2020-01-05", "incompatible"),
    ];
    for (notice, intake, expected) in cases {
        check((Kind::Notice, notice), (Kind::Shelter, intake), expected);
    }
}

#[test]
fn two_of_one_kind() {
    use Kind::{Notice, Remains, Shelter};
    let cases: &[(Kind, &str, &str, &str)] = &[
        (Notice, "2021-03-05", "2021-03-05", "same_days"),
        (Notice, "2021-03-05", "2021-03-08", "close"),
        (Notice, "2021-03-05|2021-03-30", "2021-04-01", "close"),
        (Notice, "2021-03-05", "2021-04-01", "soon"),
        (Notice, "2021-03-05", "2021", "soon"),
        (Notice, "2021-03-05", "2021-10-01", "consistent"),
        (Notice, "2021-03-05", "2023-10-01", "strained"),
        (Notice, "2021-03-05", "2014-10-01", "incompatible"),
        (Remains, "2021-03-05|30..60", "2021-03-06|30..90", "same_days"),
        (Remains, "2021-03-05|skeletal-partial", "2021-03-25|skeletal-partial", "close"),
        (Remains, "2021-03-05|skeletal-partial", "2019-03-25|skeletal-partial", "long_gap"),
        (Remains, "2021-03-05|30..60", "2021-03-25|10..20", "strained"),
        (Remains, "2021-03-05|fresh", "2015-03-25|skeletal-complete", "incompatible"),
        (Remains, "2021-03-05|360..400", "2018-05-10|0..60", "incompatible"),
        (Remains, "2021-03-05|1000..1100", "2018-05-10|20..60", "close"),
        (Notice, "2021-03-05", "2022-03-01", "consistent"),
        (Shelter, "2021-03-05", "2021-03-06", "same_days"),
        (Shelter, "2021-03-05", "2021-03-30", "close"),
        (Shelter, "2021-03-05", "2021-12-30", "consistent"),
        (Shelter, "2021-03-05", "2012-12-30", "long_gap"),
    ];
    for (kind, a, b, expected) in cases {
        check((*kind, a), (*kind, b), expected);
    }
}

#[test]
fn a_narrow_window_says_more() {
    let notice = made(Kind::Notice, "2021-03-05");
    let level =
        |text: &str| finding(&TimeComparison, &notice, &made(Kind::Remains, text)).unwrap().level;
    assert!(level("2021-06-20|90..120") < level("2021-06-20|0..1500"));
    assert!(level("2021-06-20|0..1500") < level("2023-06-20|skeletal-complete"));
}

#[test]
fn reasons_count_days() {
    let check = |left: (Kind, &str), right: (Kind, &str), lang, expected: &str| {
        let compile = |(kind, text)| TimeComparison.compile(&made(kind, text)).unwrap();
        let (l, r) = (compile(left), compile(right));
        let found = TimeComparison.compare(&l, &r).unwrap();
        assert_eq!(TimeComparison.reason(&l, &r, &found, lang), expected);
    };
    use Kind::{Notice, Remains, Shelter};
    check(
        (Notice, "2021-03-05"),
        (Remains, "2021-06-01|30..60"),
        Lang::En,
        "death 28 to 58 days after the last proof of life (2021-03-05)",
    );
    check(
        (Remains, "2021-06-01|300..400"),
        (Notice, "2021-03-05"),
        Lang::Es,
        "muerte al menos 212 días antes de la última señal de vida (2021-03-05)",
    );
    check(
        (Notice, "2021-03-05"),
        (Remains, "2021-03-03|"),
        Lang::Es,
        "hallado 2 días antes de la última señal de vida (2021-03-05)",
    );
    check(
        (Shelter, "2021-03-20"),
        (Notice, "2021-03-05"),
        Lang::Es,
        "recibido 15 días después de la última señal de vida",
    );
    check(
        (Notice, "2021-03"),
        (Notice, "2021-04-01/.."),
        Lang::En,
        "2021-03-01–2021-03-31 and from 2021-04-01: 1 day apart",
    );
}

proptest! {
    #[test]
    fn symmetric_and_total(a in "[12][089][0-9]{2}(-[01][0-9])?[~?]?", b in "(19|20)[0-9]{2}-[01][0-9](/\\.\\.)?",
        min in 0u32..80_000, width in 0u32..80_000, kinds in (0usize..3, 0usize..3)) {
        let pmi = format!("{min}..{}", min + width);
        let make = |kind: Kind, date: &str| made(kind, &format!("{date}|{}", if kind == Kind::Remains { &pmi } else { "" }));
        let (l, r) = (make(Kind::ALL[kinds.0], &a), make(Kind::ALL[kinds.1], &b));
        prop_assert_eq!(finding(&TimeComparison, &l, &r), finding(&TimeComparison, &r, &l));
        if let (Some(x), Some(y)) = (TimeComparison.compile(&l), TimeComparison.compile(&r)) {
            let found = TimeComparison.compare(&x, &y).unwrap();
            prop_assert!(!TimeComparison.reason(&x, &y, &found, Lang::Es).is_empty());
            prop_assert!(found.frequency.is_none());
        }
    }
}
