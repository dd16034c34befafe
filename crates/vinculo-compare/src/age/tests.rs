use proptest::prelude::*;

use super::*;
use crate::testing::{finding, level_name, record};

fn check(left: (Kind, &[(&str, &str)]), right: (Kind, &[(&str, &str)]), expected: Option<&str>) {
    let (l, r) = (record(left.0, left.1), record(right.0, right.1));
    assert_eq!(level_name(&AgeComparison, &l, &r), expected, "{left:?} {right:?}");
    assert_eq!(
        level_name(&AgeComparison, &r, &l),
        level_name(&AgeComparison, &l, &r),
        "swapped {left:?} {right:?}"
    );
}

#[test]
fn birth_dates() {
    use Kind::{Notice, Shelter};
    let cases: &[(&str, &str, &str)] = &[
        ("1999-05-03", "1999-05-03", "birth_exact"),
        ("2008-01-01", "2008-01-01", "birth_exact"),
        ("1999-05-03", "1999-03-05", "day_month_swap"),
        ("1999-05-03", "1999-05-08", "one_digit"),
        ("1999-05-03", "1989-05-03", "one_digit"),
        ("1999-05-03", "2000-05-03", "one_digit"),
        ("1978-05-03", "1987-05-03", "one_digit"),
        ("1999-05-03", "1999-05-22", "birth_close"),
        ("1999-05-30", "1999-06-11", "birth_close"),
        ("1999-05-03", "1999", "birth_close"),
        ("1999-05", "1999-05-XX", "birth_close"),
        ("2008-01-01", "2008-09-23", "birth_close"),
        ("2008-06-15", "2008-06-28", "birth_close"),
        ("199X", "1999-05-23", "age_possible"),
        ("1999-05-03", "1999-11-21", "age_possible"),
        ("1999-05-03", "2002-11-21", "age_near"),
        ("1999-05-03", "2012-11-21", "age_disagree"),
    ];
    for (a, b, expected) in cases {
        check(
            (Notice, &[("birth_date", a), ("event_date", "2020-02-01")]),
            (Shelter, &[("birth_date", b), ("event_date", "2020-08-01")]),
            Some(expected),
        );
    }
}

#[test]
fn missing_event_dates_widen_and_do_not_refuse() {
    use Kind::{Notice, Remains};
    check(
        (Notice, &[("age_min", "30"), ("age_max", "30")]),
        (Remains, &[("age_min", "25"), ("age_max", "35")]),
        Some("age_within"),
    );
    check(
        (Notice, &[("age_min", "30"), ("age_max", "30"), ("event_date", "2019-07-01")]),
        (Remains, &[("age_min", "33"), ("age_max", "38")]),
        Some("age_within"),
    );
    check(
        (Notice, &[("birth_date", "1980-02-11")]),
        (Remains, &[("age_min", "33"), ("age_max", "38")]),
        None,
    );
}

/// `a=30-40 b=1990-05-20 e=2020-01-05 p=10-20 c=fresh d=17`: age, birth date, event date,
/// post-mortem interval, condition, declared age.
fn made(kind: Kind, words: &str) -> Record {
    let cells: Vec<(&str, &str)> = words
        .split_whitespace()
        .flat_map(|word| {
            let (key, value) = word.split_once('=').expect("key=value");
            let (min, max) = value.split_once('-').unwrap_or((value, value));
            match key {
                "a" => vec![("age_min", min), ("age_max", max)],
                "p" => vec![("pmi_days_min", min), ("pmi_days_max", max)],
                "b" => vec![("birth_date", value)],
                "e" => vec![("event_date", value)],
                "d" => vec![("declared_age", value)],
                _ => vec![("condition", value)],
            }
        })
        .collect();
    record(kind, &cells)
}

#[test]
fn ages_and_how_they_err() {
    use Kind::{Notice, Remains, Shelter};
    for (left, kind, right, expected) in [
        // of one time: the rarer the age, the more it says
        ("a=9 e=2020-01-05", Shelter, "d=9 e=2020-02-05", "age_distinctive"),
        ("a=27 e=2020-01-05", Shelter, "d=27 e=2020-02-05", "age_close"),
        ("a=70 e=2020-01-05", Shelter, "d=70 e=2020-02-05", "age_close"),
        // ages are rounded to multiples of five
        ("a=40 e=2020-01-05", Shelter, "d=43 e=2020-02-05", "age_within"),
        ("a=41 e=2020-01-05", Shelter, "d=44 e=2020-02-05", "age_possible"),
        ("b=1979-03-02 e=2020-01-05", Shelter, "d=35 e=2020-02-05", "age_near"),
        ("b=1979-03-02 e=2020-01-05", Shelter, "d=36 e=2020-02-05", "age_disagree"),
        // minors declared adults and the reverse
        ("a=16 e=2020-01-05", Shelter, "d=18 e=2020-02-05", "age_close"),
        ("a=16 e=2020-01-05", Shelter, "d=19 e=2020-02-05", "age_within"),
        ("b=2001-06-01 e=2020-01-05", Shelter, "d=16 e=2020-02-05", "age_within"),
        ("a=10 e=2020-01-05", Shelter, "d=13 e=2020-02-05", "age_disagree"),
        // the age of then and of now
        ("a=9 e=2018-01-05", Shelter, "d=11 e=2020-02-05", "age_distinctive"),
        ("a=9 e=2018-01-05", Shelter, "d=9 e=2020-02-05", "age_possible"),
        ("a=30 e=2010-01-05", Shelter, "d=40 e=2020-02-05", "age_within"),
        // bones of an adult, narrower than they can tell
        ("b=1985-04-17 e=2018-03-01", Remains, "a=30-34 e=2019-07-01 c=osamenta", "age_within"),
        ("b=1985-04-17 e=2018-03-01", Remains, "a=40-44 e=2019-07-01 c=osamenta", "age_possible"),
        ("b=1985-04-17 e=2018-03-01", Remains, "a=40-44 e=2018-07-01 c=fresh", "age_far"),
        ("b=1985-04-17 e=2018-03-01", Remains, "a=18-60 e=2019-07-01 c=osamenta", "age_possible"),
        ("b=1960-04-17 e=2018-03-01", Remains, "a=18-25 e=2019-07-01 c=osamenta", "age_disagree"),
        // a child's teeth tell two years either way
        ("a=6 e=2020-01-05", Remains, "a=5-7 e=2020-04-05 c=fresh", "age_distinctive"),
        ("a=6 e=2020-01-05", Remains, "a=10-12 e=2020-04-05 c=osamenta", "age_far"),
        ("a=6 e=2020-01-05", Remains, "a=30-40 e=2020-04-05 c=osamenta", "age_disagree"),
        // lost at nine two years ago: remains dead for two years as a child of nine
        ("a=9 e=2019-06-10", Remains, "a=8-10 e=2021-06-20 p=650-760", "age_distinctive"),
        ("a=9 e=2019-06-10", Remains, "a=15-17 e=2021-06-20 c=fresh", "age_far"),
        // a decade of birth, narrowed by the age
        ("b=198X a=30-32 e=2018-03-01", Shelter, "b=1982-08-20 e=2018-07-01", "age_far"),
        ("b=198X a=30-32 e=2018-03-01", Shelter, "b=1986-08-20 e=2018-07-01", "age_close"),
        // two birth dates that no slip explains
        ("b=1999-05-03 e=2020-01-05", Shelter, "b=1999-11-21 e=2020-02-05", "age_possible"),
        ("b=1999-05-03 e=2020-01-05", Shelter, "b=2001-09-21 e=2020-02-05", "age_possible"),
        ("b=1999-05-03 e=2020-01-05", Shelter, "b=1970-09-21 e=2020-02-05", "age_disagree"),
    ] {
        let (l, r) = (made(Notice, left), made(kind, right));
        let found = level_name(&AgeComparison, &l, &r);
        assert_eq!(found, Some(expected), "{left} | {right}");
        assert_eq!(level_name(&AgeComparison, &r, &l), found, "{right} | {left}");
    }
}

#[test]
fn an_exact_birth_date_is_rare() {
    let old = made(Kind::Notice, "b=1950-05-20 e=2020-01-05");
    let exact = finding(&AgeComparison, &old, &old).and_then(|f| f.frequency).expect("a frequency");
    assert!(exact < 0.0001, "{exact}");
}

#[test]
fn birth_after_death_excludes_beyond_a_year() {
    let remains = record(
        Kind::Remains,
        &[("age_min", "1"), ("age_max", "3"), ("event_date", "2015-02-01"), ("condition", "fresh")],
    );
    for (birth, excluded) in [("2015-09-03", false), ("2016-09-03", true), ("2016~", false)] {
        let notice = record(Kind::Notice, &[("birth_date", birth), ("event_date", "2020-02-01")]);
        for (l, r) in [(&notice, &remains), (&remains, &notice)] {
            let found = finding(&AgeComparison, l, r).expect("comparable");
            assert_eq!(found.exclusion.is_some(), excluded, "{birth}");
        }
    }
}

#[test]
fn reasons_name_ages_at_one_date() {
    let notice =
        record(Kind::Notice, &[("birth_date", "1985-04-17"), ("event_date", "2018-03-01")]);
    let remains = record(
        Kind::Remains,
        &[
            ("age_min", "40"),
            ("age_max", "45"),
            ("event_date", "2019-07-01"),
            ("condition", "fresh"),
        ],
    );
    let (l, r) =
        (AgeComparison.compile(&notice).unwrap(), AgeComparison.compile(&remains).unwrap());
    let found = AgeComparison.compare(&l, &r).unwrap();
    let reason = AgeComparison.reason(&l, &r, &found, Lang::En);
    assert!(
        reason.contains("34 years") && reason.contains("40–45 years") && reason.contains("apart"),
        "{reason}"
    );
}

#[test]
fn free_texts() {
    let level = |a, b| compare_dates(a, b, Lang::Es).map(|(f, _)| LEVELS[f.level as usize].name);
    assert_eq!(level("1999-05-03", "1999-03-05"), Some("day_month_swap"));
    assert_eq!(level("1999", "2015-03-05"), Some("age_disagree"));
    let (_, reason) = compare_dates("1999-05-03", "1999-05-22", Lang::En).expect("dates");
    assert!(reason.ends_with("; 19 days apart"), "{reason}");
    assert_eq!(level("ayer", "2015-03-05"), None);
    assert_eq!(level("31/12/1999", "1999-12-31"), Some("birth_exact"));
    assert_eq!(level("12-31-1999", "05.05.1999"), Some("age_possible"));
    assert_eq!(level("03/05/1999", "1999-05-03"), None, "March or May");
    assert_eq!(level("31/31/1999", "1999-05-03"), None);
}

#[test]
fn a_number_says_the_birth_date_beside_a_record_that_states_it() {
    let of = |cells: &[(&str, &str)]| record(Kind::Notice, cells);
    let curp = of(&[("document_numbers", "CURP:GAPA900515HDFRRL08")]);
    let slip = of(&[("document_numbers", "CURP:GAPA900515HDFRRL09")]);
    let both = [("document_numbers", "CURP:GAPA900515HDFRRL08"), ("birth_date", "1981-02-03")];
    let dni = of(&[("document_numbers", "DNI:0801-1990-12345")]);
    let born = |date: &str| of(&[("birth_date", date)]);
    for (left, right, expected) in [
        (&curp, &born("1990-05-15"), Some("birth_exact")),
        (&curp, &born("1990-05-16"), Some("one_digit")),
        (&curp, &born("1990-05"), Some("birth_close")),
        (&curp, &born("1965-01-20"), Some("age_disagree")),
        (&dni, &born("1990-05-15"), Some("birth_close")),
        (&slip, &born("1990-05-15"), None),
        // what the record states counts, not its number
        (&of(&both), &born("1981-02-03"), Some("birth_exact")),
        (&of(&both), &curp, Some("age_disagree")),
        (&curp, &curp, None),
    ] {
        assert_eq!(level_name(&AgeComparison, left, right), expected);
        assert_eq!(level_name(&AgeComparison, right, left), expected);
    }
}

proptest! {
    #[test]
    fn symmetric_and_total(a in "(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]", b in "(19|20)[0-9]{2}(-[01][0-9])?[~?]?",
        min in 0u8..120, width in 0u8..60, found in "(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]") {
        let max = (min + width).min(120).to_string();
        let l = record(Kind::Notice, &[("birth_date", &a), ("event_date", &b)]);
        let r = record(Kind::Remains, &[("age_min", &min.to_string()), ("age_max", &max), ("event_date", &found)]);
        for (x, y) in [(&l, &r), (&l, &l), (&r, &r)] {
            prop_assert_eq!(finding(&AgeComparison, x, y), finding(&AgeComparison, y, x));
            if let Some(f) = finding(&AgeComparison, x, y).and_then(|f| f.frequency) {
                prop_assert!(f > 0.0 && f <= 1.0);
            }
        }
    }

    #[test]
    fn arbitrary_text_never_panics(a in "\\PC{0,24}", b in "\\PC{0,24}") {
        let _ = compare_dates(&a, &b, Lang::Es);
    }
}
