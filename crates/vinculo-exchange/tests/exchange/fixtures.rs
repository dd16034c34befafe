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

#[test]
fn the_ugly_workbook_goes_in_through_its_mapping() {
    let rows = load("ugly/fiscalia_ugly.xlsx", "fiscalia_ugly.toml", Kind::Remains);
    assert_eq!(counts(&rows), (40, 0, 0));
    assert_eq!(codes(&rows), BTreeMap::from([("approximate", 4)]));
    assert_eq!(accepted(&rows[0]).key.to_string(), "FGE-PRUEBA/SMF/001/2021");
    assert_eq!(text(&rows[0], Column::EventCountry), Some("MX"));
    assert!(accepted(&rows[1]).private.contains("pendiente"), "unmapped columns are kept apart");
}

#[test]
fn the_old_export_goes_in_through_its_mapping() {
    let rows = load("ugly/notices_cp1252.csv", "notices_cp1252.toml", Kind::Notice);
    assert_eq!(counts(&rows), (30, 0, 0));
    assert_eq!(codes(&rows), BTreeMap::new());
    assert_eq!(accepted(&rows[7]).key.source, "ONG-PRUEBA");
    assert_eq!(text(&rows[7], Column::GivenNames), Some("Íñigo"));
    assert_eq!(text(&rows[7], Column::Sex), Some("male"));
}

#[test]
fn every_mapping_of_the_fixtures_is_used_here() {
    let folder = crate::support::fixtures().join("mappings");
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".toml"))
        .collect();
    names.sort();
    let known =
        ["fiscalia_ugly", "iom_missing_migrants", "notices_cp1252", "us_unidentified_remains"];
    assert_eq!(names, known.map(|name| format!("{name}.toml")));
}

/// The complete files behind the excerpts, where a folder with them is given:
/// `REAL_WORLD=… cargo test -p vinculo-exchange -- complete --nocapture`.
#[test]
fn the_complete_files_go_in_like_their_excerpts() {
    let Some(folder) = std::env::var_os("REAL_WORLD").map(std::path::PathBuf::from) else {
        return;
    };
    for (file, mapping) in [
        ("us_unidentified_remains_border_states.csv", "us_unidentified_remains.toml"),
        ("iom_mmp_americas_2014_2020.csv", "iom_missing_migrants.toml"),
    ] {
        let input =
            vinculo_exchange::Input::open(&folder.join(file), &vinculo_exchange::Limits::default())
                .unwrap();
        let begin = std::time::Instant::now();
        let rows = import(&input, options(Kind::Remains, Some(fixture_mapping(mapping)))).unwrap();
        println!("{file}: {:?} {:?} in {:?}", counts(&rows), codes(&rows), begin.elapsed());
        assert_eq!(counts(&rows).1, 0);
        let blank = |column| {
            let has = |row: &&ImportedRow| matches!(&row.outcome, Outcome::Accepted(a) if !a.row.contains(column));
            rows.iter().filter(has).count()
        };
        for column in
            [Column::EventDate, Column::Sex, Column::AgeMin, Column::AgeMax, Column::EventCountry]
        {
            println!("  without {column}: {}", blank(column));
        }
    }
}
