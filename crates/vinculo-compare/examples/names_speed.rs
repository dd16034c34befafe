//! What comparing two names costs after compilation, in nanoseconds a pair: given names,
//! surnames, and whole names typed into one field. Names are drawn from the reference
//! tables; all pairs are of different people, as nearly all pairs of a collection are,
//! except in the last line, where one name is compared with itself written otherwise.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use vinculo_compare::{
    Comparison, Finding, FullName, FullNames, GivenNamesComparison, NameFrequencies,
    SurnamesComparison,
};
use vinculo_record::{Column, Kind, Record, RecordKey, Row};

/// Names drawn; every pair of them is compared once.
const NAMES: usize = 2_000;

fn main() {
    let frequencies = Arc::new(NameFrequencies::reference());
    let surnames = words(include_str!("../data/names/surnames.csv"));
    let given = words(include_str!("../data/names/given_names.csv"));
    // Steps through the frequent names that never meet the same way twice.
    let pick = |words: &[String], at: usize, step: usize| words[at * step % 1_009].clone();
    let people: Vec<[String; 4]> = (0..NAMES)
        .map(|at| {
            let (first, second) = (pick(&given, at, 7), pick(&given, at, 13));
            [first, second, pick(&surnames, at, 17), pick(&surnames, at, 29)]
        })
        .collect();
    let records: Vec<Record> = people.iter().filter_map(record).collect();
    time(&GivenNamesComparison::new(Arc::clone(&frequencies)), &records);
    time(&SurnamesComparison::new(Arc::clone(&frequencies)), &records);

    let names = FullNames::new(frequencies);
    let compiled = |name: String| names.compile(&name);
    let written: Vec<FullName> =
        people.iter().filter_map(|name| compiled(name.join(" "))).collect();
    let turned: Vec<FullName> = people
        .iter()
        .filter_map(|[first, second, paternal, maternal]| {
            compiled(format!("{paternal} {maternal} {second} {first}"))
        })
        .collect();
    let started = Instant::now();
    for left in &written {
        for right in &turned {
            black_box(names.compare(left, right, MOST, weigh));
        }
    }
    said("whole names, different people", started, written.len() * turned.len());
    let started = Instant::now();
    let times = 200;
    for _ in 0..times {
        for (left, right) in written.iter().zip(&turned) {
            black_box(names.compare(left, right, MOST, weigh));
        }
    }
    said("whole names, one person in another order", started, times * written.len());
}

/// What both parts weigh at most, in thousandths of a bit.
const MOST: i64 = 12_000;

/// Levels count from the closest, about as they do in a model.
fn weigh(given: Option<&Finding>, surnames: Option<&Finding>) -> i64 {
    let of = |finding: Option<&Finding>| {
        finding.map_or(0, |found| 6_000 - 1_000 * i64::from(found.level))
    };
    of(given) + of(surnames)
}

fn time<C: Comparison>(comparison: &C, records: &[Record]) {
    let features: Vec<C::Feature> =
        records.iter().filter_map(|record| comparison.compile(record)).collect();
    let started = Instant::now();
    for left in &features {
        for right in &features {
            black_box(comparison.compare(left, right));
        }
    }
    said(comparison.name(), started, features.len() * features.len());
}

fn said(what: &str, started: Instant, pairs: usize) {
    println!("{what:42} {:6} ns a pair", started.elapsed().as_nanos() / pairs.max(1) as u128);
}

fn record([first, second, paternal, maternal]: &[String; 4]) -> Option<Record> {
    let mut row = Row::new();
    row.insert_text(Column::GivenNames, format!("{first} {second}"));
    row.insert_text(Column::PaternalSurname, paternal.as_str());
    row.insert_text(Column::MaternalSurname, maternal.as_str());
    let key = RecordKey::new(Kind::Notice, "X", "1").ok()?;
    Some(Record::from_row(key, &row).0)
}

fn words(text: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().filter_map(Result::ok).map(|row| row[0].to_owned()).collect()
}
