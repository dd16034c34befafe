//! Candidates: all pairs, the same on any number of threads, in every format.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde_json::Value;

use crate::support::{CsvRow, arg, csv_columns, csv_rows, fixture, region};

const LINKS: [&str; 5] =
    ["notice-remains", "notice-shelter", "notice-notice", "remains-remains", "shelter-shelter"];

/// The documented columns that come before the weights.
const COLUMNS: [&str; 19] = [
    "link",
    "left_source",
    "left_id",
    "left_version",
    "right_source",
    "right_id",
    "right_version",
    "match_weight",
    "log10_lr",
    "probability",
    "probability_set",
    "rank",
    "rank_right",
    "excluded",
    "exclusion_codes",
    "model",
    "reason",
    "decision",
    "back",
];

fn matched(link: &str, threads: &str, ending: &str) -> PathBuf {
    let out = region().beside(&format!("match-{link}-{threads}.{ending}"));
    let args = ["--link", link, "--threads", threads, "--out", arg(&out)];
    region().run("match", args).ended(0);
    out
}

fn candidates(link: &str) -> Vec<CsvRow> {
    let out = region().beside(&format!("candidates-{link}.csv"));
    region().run("match", ["--link", link, "--out", arg(&out)]).ended(0);
    csv_rows(&out)
}

fn number(row: &CsvRow, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column}: {}", row[column]))
}

fn id<'a>(row: &'a CsvRow, side: &str) -> (&'a str, &'a str) {
    (&row[&format!("{side}_source")], &row[&format!("{side}_id")])
}

#[test]
fn threads_do_not_change_a_byte_of_any_format() {
    for link in LINKS {
        for ending in ["csv", "ndjson", "parquet"] {
            let one = fs::read(matched(link, "1", ending)).unwrap();
            assert!(!one.is_empty());
            for threads in ["2", "4"] {
                let other = fs::read(matched(link, threads, ending)).unwrap();
                assert!(one == other, "{link} as {ending} with {threads} threads");
            }
        }
    }
}

#[test]
fn the_documented_columns_come_first_and_then_the_weights() {
    for link in LINKS {
        let columns = csv_columns(&matched(link, "3", "csv"));
        assert_eq!(columns[..COLUMNS.len()], COLUMNS);
        let weights = &columns[COLUMNS.len()..];
        assert!(weights.len() >= 9 && weights.iter().all(|w| w.starts_with("w_")), "{weights:?}");
    }
}

#[test]
fn the_three_formats_hold_the_same_rows() {
    let link = "notice-shelter";
    let csv = matched(link, "2", "csv");
    let (columns, rows) = (csv_columns(&csv), csv_rows(&csv));
    let ndjson = fs::read_to_string(matched(link, "2", "ndjson")).unwrap();
    let lines: Vec<Value> =
        ndjson.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let parquet = parquet_rows(&matched(link, "2", "parquet"));
    assert_eq!((lines.len(), parquet.len()), (rows.len(), rows.len()));
    for (row, (line, typed)) in rows.iter().zip(lines.iter().zip(&parquet)) {
        for column in &columns {
            for value in [&line[column], &typed[column]] {
                let same = match value {
                    Value::Number(n) => n.as_f64() == row[column].parse().ok(),
                    Value::Bool(b) => b.to_string() == row[column],
                    Value::String(text) => *text == row[column],
                    Value::Null => row[column].is_empty(),
                    other => panic!("{column}: {other}"),
                };
                assert!(same, "{column}: {value} is not {}", row[column]);
            }
        }
    }
}

fn parquet_rows(path: &Path) -> Vec<Value> {
    let reader = SerializedFileReader::new(fs::File::open(path).unwrap()).unwrap();
    let value = |(name, field): (&String, &Field)| {
        let value = match field {
            Field::Null => Value::Null,
            Field::Bool(value) => (*value).into(),
            Field::Int(value) => (*value).into(),
            Field::Long(value) => (*value).into(),
            Field::Double(value) => (*value).into(),
            Field::Str(value) => value.as_str().into(),
            other => panic!("{name}: {other:?}"),
        };
        (name.clone(), value)
    };
    let rows = reader.get_row_iter(None).unwrap();
    rows.map(|row| row.unwrap().get_column_iter().map(value).collect()).collect()
}

#[test]
fn weights_add_up_and_the_likelihood_ratio_follows() {
    for link in LINKS {
        let rows = candidates(link);
        assert!(!rows.is_empty());
        for row in &rows {
            let sum: f64 = row.keys().filter(|c| c.starts_with("w_")).map(|c| number(row, c)).sum();
            let weight = number(row, "match_weight");
            assert!((sum - weight).abs() < 5e-4, "{link}: {sum} is not {weight}");
            let log10_lr = weight * std::f64::consts::LOG10_2;
            assert!((number(row, "log10_lr") - log10_lr).abs() < 6e-5, "{link}: {row:?}");
            for column in ["probability", "probability_set"] {
                assert!((0.0..=1.0).contains(&number(row, column)), "{link}: {column}");
            }
            assert_eq!(row["link"], link);
            assert!(!row["model"].is_empty());
        }
    }
}

#[test]
fn ranks_count_from_one_without_gaps_by_weight() {
    for link in ["notice-remains", "notice-shelter"] {
        let rows = candidates(link);
        let lefts: BTreeSet<_> = rows.iter().map(|row| id(row, "left")).collect();
        for left in lefts {
            for excluded in ["false", "true"] {
                // A list holds its first twenty, and further pairs that are among
                // the first of the other record's list.
                let mut list: Vec<&CsvRow> = rows
                    .iter()
                    .filter(|row| id(row, "left") == left && row["excluded"] == excluded)
                    .collect();
                list.sort_by_key(|row| number(row, "rank") as u32);
                let ranks: Vec<u32> = list.iter().map(|row| number(row, "rank") as u32).collect();
                let first = ranks.len().min(20);
                assert!(ranks[..first].iter().copied().eq(1..=first as u32), "{left:?}: {ranks:?}");
                assert!(ranks.windows(2).all(|w| w[0] < w[1]), "{left:?}: {ranks:?}");
                let weights = list.iter().map(|row| number(row, "match_weight"));
                assert!(weights.is_sorted_by(|a, b| a >= b), "{left:?}");
            }
        }
        let beyond = |row: &&CsvRow| number(row, "rank") > 20.0;
        assert!(rows.iter().filter(beyond).all(|row| number(row, "rank_right") <= 20.0));
    }
}

#[test]
fn a_pair_of_one_kind_stands_once_with_the_smaller_id_left() {
    for link in ["notice-notice", "remains-remains", "shelter-shelter"] {
        let rows = candidates(link);
        let pairs: BTreeSet<_> =
            rows.iter().map(|row| (id(row, "left"), id(row, "right"))).collect();
        assert_eq!(pairs.len(), rows.len(), "{link}");
        assert!(pairs.iter().all(|(left, right)| left < right), "{link}");
    }
}

#[test]
fn impossible_pairs_are_flagged_with_codes_and_listed() {
    let rows = candidates("notice-remains");
    let excluded = rows.iter().filter(|row| row["excluded"] == "true").count();
    assert!(excluded > 0 && excluded < rows.len());
    for row in &rows {
        assert_eq!(row["excluded"] == "true", !row["exclusion_codes"].is_empty(), "{row:?}");
    }
}

#[test]
fn an_explanation_has_the_weight_of_the_candidate_file() {
    for link in LINKS {
        let rows = candidates(link);
        let best = rows
            .iter()
            .max_by(|a, b| number(a, "match_weight").total_cmp(&number(b, "match_weight")));
        let excluded = rows.iter().find(|row| row["excluded"] == "true");
        for row in rows.iter().step_by(rows.len() / 5).chain(best).chain(excluded) {
            check_explanation(link, row);
        }
    }
}

fn check_explanation(link: &str, row: &CsvRow) {
    let (left, right) = link.split_once('-').unwrap();
    let reference = |kind: &str, (source, id): (&str, &str)| format!("{kind}:{source}/{id}");
    let (left, right) = (reference(left, id(row, "left")), reference(right, id(row, "right")));
    let explained = region().run("explain", ["--json", &left, &right]).ended(0).json();
    let value = |value: &Value| value.as_f64().unwrap_or_else(|| panic!("{explained}"));
    let near =
        |a: f64, b: f64, by: f64| assert!((a - b).abs() <= by, "{a} is not {b}: {left} {right}");
    assert_eq!(explained["link"], link);
    assert_eq!(explained["model"].as_str(), Some(row["model"].as_str()));
    near(value(&explained["match_weight"]), number(row, "match_weight"), 1e-9);
    near(value(&explained["probability"]), number(row, "probability"), 1e-11);
    let mut sum = 0.0;
    for part in explained["rows"].as_array().unwrap() {
        let name = part["comparison"].as_str().unwrap();
        let weight = value(&part["weight"]) + value(&part["tf_adjustment"]);
        near(weight, number(row, &format!("w_{name}")), 1e-9);
        sum += weight;
    }
    sum += explained["caps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cap| value(&cap["adjustment"]))
        .sum::<f64>();
    near(sum, value(&explained["match_weight"]), 1e-6);
    let total = value(&explained["prior"]["weight"]) + sum;
    near(total, value(&explained["posterior_odds_bits"]), 1e-6);
    near(value(&explained["probability"]), 1.0 / (1.0 + (-total).exp2()), 1e-9);
    let codes: Vec<&str> = explained["exclusions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|e| e["code"].as_str().or(e.as_str()))
        .collect();
    assert_eq!(codes.join(";"), row["exclusion_codes"], "{explained}");
}

#[test]
fn a_least_weight_and_a_batch_only_leave_out() {
    let all = candidates("notice-shelter");
    let out = region().beside("least.csv");
    let args = ["--link", "notice-shelter", "--min-weight", "-3.5", "--out", arg(&out)];
    region().run("match", args).ended(0);
    let kept: Vec<CsvRow> =
        all.iter().filter(|row| number(row, "match_weight") >= -3.5).cloned().collect();
    assert!(!kept.is_empty() && kept.len() < all.len());
    assert_eq!(csv_rows(&out), kept);
}

#[test]
fn only_pairs_of_a_batch_when_asked() {
    let store = crate::support::Store::new();
    let sheet = fixture("region/remains.csv");
    store.run("import", ["--kind", "remains", arg(&sheet)]).ended(0);
    let text = "local_id,sex,age_min,age_max\n1,male,20,30\n2,female,30,40\n";
    let ran = store.import_text("remains", "late.csv", text).ended(0);
    let batch = ran.err.split("batch ").nth(1).unwrap().trim().to_owned();
    let out = store.beside("batch.csv");
    let args = ["--link", "remains-remains", "--batch", &batch, "--out", arg(&out)];
    store.run("match", args).ended(0);
    let rows = csv_rows(&out);
    assert!(!rows.is_empty());
    for row in &rows {
        assert!(row["left_source"] == "ORG" || row["right_source"] == "ORG", "{row:?}");
    }
    let wrong = ["--link", "remains-remains", "--batch", "nonsense", "--out", arg(&out)];
    store.run("match", wrong).ended(2);
}
