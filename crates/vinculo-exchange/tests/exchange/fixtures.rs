//! The fixtures of the repository through their mappings.

use std::collections::BTreeMap;

use vinculo_exchange::{ImportedRow, Outcome};
use vinculo_record::{Column, Kind};

use crate::support::{accepted, doubts, fixture, fixture_mapping, import, options, text};

fn load(file: &str, mapping: &str, kind: Kind) -> Vec<ImportedRow> {
    import(&fixture(file), options(kind, Some(fixture_mapping(mapping)))).unwrap()
}

/// Rows accepted, rejected and left out.
fn counts(rows: &[ImportedRow]) -> (usize, usize, usize) {
    rows.iter().fold((0, 0, 0), |(a, r, f), row| match row.outcome {
        Outcome::Accepted(_) => (a + 1, r, f),
        Outcome::Rejected(_) => (a, r + 1, f),
        Outcome::Filtered => (a, r, f + 1),
    })
}

fn codes(rows: &[ImportedRow]) -> BTreeMap<&'static str, usize> {
    let mut codes = BTreeMap::new();
    for (code, ..) in rows.iter().flat_map(doubts) {
        *codes.entry(code).or_default() += 1;
    }
    codes
}

#[test]
fn us_remains_go_in_whole() {
    let rows = load(
        "real/us_unidentified_remains_excerpt.csv",
        "us_unidentified_remains.toml",
        Kind::Remains,
    );
    assert_eq!(counts(&rows), (147, 0, 0));
    assert_eq!(codes(&rows), BTreeMap::new());
    let first = accepted(&rows[0]);
    assert_eq!(first.key.source, "NAMUS");
    assert!(first.key.local_id.ends_with("-2"), "digest and line: {}", first.key.local_id);
    assert_eq!(text(&rows[0], Column::EventDate), Some("2019-07-02"));
    assert_eq!(text(&rows[0], Column::EventPlace), Some("Lukeville, Pima"));
    assert_eq!(text(&rows[0], Column::AgeMax), Some("50"));
}

#[test]
fn of_the_incidents_single_dead_persons_go_in() {
    let rows =
        load("real/iom_missing_migrants_excerpt.csv", "iom_missing_migrants.toml", Kind::Remains);
    assert_eq!(rows.len(), 149);
    let (into, rejected, left_out) = counts(&rows);
    assert_eq!((rejected, into + left_out), (0, 149));
    assert!(into > 80 && left_out > 10, "{into} in, {left_out} left out");
    assert_eq!(codes(&rows), BTreeMap::new());
    for row in rows.iter().filter(|row| matches!(row.outcome, Outcome::Accepted(_))) {
        assert!(text(row, Column::EventDate).is_some_and(|date| date.ends_with('~')));
        assert!(accepted(row).row.contains(Column::EventLat));
    }
}
