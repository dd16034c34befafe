//! Real public sheets through their mapping files, matched with the region's notices.

use std::collections::BTreeSet;

use crate::support::{Ran, Store, arg, csv_rows, fixture};

const NAMUS: (&str, &str, &str) =
    ("us_unidentified_remains", "us_unidentified_remains_excerpt.csv", "NAMUS");
const IOM: (&str, &str, &str) = ("iom_missing_migrants", "iom_missing_migrants_excerpt.csv", "IOM");

fn import(store: &Store, (mapping, sheet, source): (&str, &str, &str)) -> Ran {
    let mapping = fixture(&format!("mappings/{mapping}.toml"));
    let (sheet, report) = (fixture(&format!("real/{sheet}")), store.beside("report.csv"));
    let args = ["--kind", "remains", "--source", source, "--mapping", arg(&mapping)];
    store.run("import", args.into_iter().chain(["--report", arg(&report), arg(&sheet)])).ended(0)
}

#[test]
fn a_sheet_without_ids_goes_in_with_a_warning() {
    let store = Store::new();
    let ran = import(&store, NAMUS);
    assert!(ran.err.contains("rows 147, created 147"), "{}", ran.err);
    assert!(ran.err.contains("a corrected file will make new records"), "{}", ran.err);
    // The same file again is the same rows.
    let again = import(&store, NAMUS);
    assert!(again.err.contains("created 0, updated 0, unchanged 147"), "{}", again.err);
    assert_eq!(store.sound_records(), 147);
}

#[test]
fn only_incidents_of_one_dead_person_go_in() {
    let store = Store::new();
    let ran = import(&store, IOM);
    let sheet = csv_rows(&fixture("real/iom_missing_migrants_excerpt.csv"));
    let is_none = |cell: &str| matches!(cell, "" | "0" | "0.0");
    let one = sheet
        .iter()
        .filter(|row| matches!(row["dead"].as_str(), "1" | "1.0") && is_none(&row["missing_min"]))
        .count();
    let filtered = sheet.len() - one;
    assert!(ran.err.contains(&format!("rows {one}, created {one}")), "{one}: {}", ran.err);
    assert!(ran.err.contains(&format!("filtered out {filtered}")), "{filtered}: {}", ran.err);
    assert!(ran.err.contains("columns without a mapping: region"), "{}", ran.err);
    assert_eq!(store.sound_records(), one as u64);
}

#[test]
fn notices_are_matched_with_real_remains() {
    let store = Store::new();
    import(&store, NAMUS);
    import(&store, IOM);
    let notices = fixture("region/notices.csv");
    store.run("import", ["--kind", "notice", arg(&notices)]).ended(0);
    let out = store.beside("candidates.csv");
    store.run("match", ["--link", "notice-remains", "--out", arg(&out)]).ended(0);
    let rows = csv_rows(&out);
    let sources: BTreeSet<&str> = rows.iter().map(|row| row["right_source"].as_str()).collect();
    assert_eq!(sources, ["IOM", "NAMUS"].into());
    // Date, sex, age and place of such sheets are compared, not only carried.
    for comparison in ["w_time", "w_sex", "w_age", "w_place"] {
        assert!(rows.iter().any(|row| !row[comparison].starts_with("0.000")), "{comparison}");
    }
    assert!(rows.iter().any(|row| row["excluded"] == "true"));
    assert!(rows.iter().all(|row| !row["reason"].is_empty() || row["excluded"] == "true"));
}
