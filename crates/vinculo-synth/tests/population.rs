//! What a population promises: its truth, its shares, its readability, its sameness.

use std::collections::{BTreeMap, BTreeSet};

use vinculo_record::{Column, Kind, Link, Record, RecordKey, Row};
use vinculo_synth::{
    Corruption, Population, Stratum, SynthError, SynthOptions, columns, fate_shares, generate,
    people, write_population,
};

const SEED: u64 = 7;

fn population(people: u32, corruption: Corruption) -> Population {
    generate(&SynthOptions { seed: SEED, people, corruption }).unwrap()
}

fn all(population: &Population) -> impl Iterator<Item = &(RecordKey, Row)> {
    population.notices.iter().chain(&population.remains).chain(&population.shelter)
}

fn files(options: &SynthOptions, write: impl Fn(&SynthOptions, &std::path::Path)) -> Vec<Vec<u8>> {
    let dir = tempfile::tempdir().unwrap();
    write(options, dir.path());
    ["notices.csv", "remains.csv", "shelter.csv", "truth.csv"]
        .map(|name| std::fs::read(dir.path().join(name)).unwrap())
        .into()
}

#[test]
fn equal_options_give_equal_bytes_streamed_or_not() {
    let options = SynthOptions { seed: SEED, people: 300, corruption: Corruption::High };
    let streamed = files(&options, |o, dir| {
        write_population(o, dir).unwrap();
    });
    let again = files(&options, |o, dir| {
        write_population(o, dir).unwrap();
    });
    let whole = files(&options, |o, dir| generate(o).unwrap().write(dir).unwrap());
    assert_eq!(streamed, again);
    assert_eq!(streamed, whole);
    let other = SynthOptions { seed: SEED + 1, ..options };
    assert_ne!(
        streamed,
        files(&other, |o, dir| {
            write_population(o, dir).unwrap();
        })
    );
}

#[test]
fn a_smaller_population_is_the_beginning_of_a_larger_one() {
    let (small, large) = (population(200, Corruption::Medium), population(500, Corruption::Medium));
    assert!(large.notices.starts_with(&small.notices) && small.notices.len() < large.notices.len());
    assert!(large.remains.starts_with(&small.remains));
    assert!(large.shelter.starts_with(&small.shelter));
    assert!(large.truth.starts_with(&small.truth));
}

#[test]
fn every_row_is_read_without_a_problem_and_is_canonical() {
    for corruption in Corruption::ALL {
        for (key, row) in all(&population(2_000, corruption)) {
            let reading = Record::read(key.clone(), row);
            let problems: Vec<_> =
                reading.problems.iter().map(|p| (p.column, p.code, &p.shape)).collect();
            assert_eq!(problems, [], "{key}");
            assert!(reading.row == *row, "{key} is not in canonical form");
            for (column, _) in row.iter() {
                assert!(columns(key.kind).contains(&column), "{key} {column}");
            }
        }
    }
}

#[test]
fn every_column_of_the_headers_is_used() {
    let population = population(4_000, Corruption::Medium);
    let mut used: BTreeMap<Kind, BTreeSet<Column>> = BTreeMap::new();
    for (key, row) in all(&population) {
        used.entry(key.kind).or_default().extend(row.iter().map(|(column, _)| column));
    }
    for kind in Kind::ALL {
        let unused: Vec<_> =
            columns(kind).into_iter().filter(|column| !used[&kind].contains(column)).collect();
        assert_eq!(unused, [], "{kind}");
    }
}

#[test]
fn truth_is_of_existing_records_of_its_link_once_each_smaller_left() {
    let population = population(3_000, Corruption::Medium);
    let keys: BTreeSet<&RecordKey> = all(&population).map(|(key, _)| key).collect();
    assert_eq!(keys.len(), all(&population).count(), "keys are distinct");
    let mut seen = BTreeSet::new();
    let mut by_link: BTreeMap<Link, usize> = BTreeMap::new();
    for pair in &population.truth {
        assert!(keys.contains(&pair.left) && keys.contains(&pair.right));
        assert_eq!((pair.left.kind, pair.right.kind), (pair.link.left(), pair.link.right()));
        assert!(!pair.link.is_same_kind() || pair.left < pair.right);
        assert!(seen.insert((&pair.left, &pair.right)));
        *by_link.entry(pair.link).or_default() += 1;
    }
    for link in Link::ALL {
        assert!(by_link[&link] >= 20, "{link}: {:?}", by_link.get(&link));
    }
}

#[test]
fn shares_are_near_the_table() {
    let n = 6_000;
    let options = SynthOptions { seed: SEED, people: n, corruption: Corruption::Medium };
    let mut counts = BTreeMap::new();
    for made in people(&options).unwrap() {
        let made = made.unwrap();
        let has = |kind| made.records.iter().any(|(key, _)| key.kind == kind);
        *counts
            .entry((has(Kind::Notice), has(Kind::Remains), has(Kind::Shelter)))
            .or_insert(0u32) += 1;
    }
    for (fate, share) in fate_shares() {
        let count = counts.get(&(fate.notice, fate.remains, fate.shelter)).copied().unwrap_or(0);
        let found = f64::from(count) / f64::from(n);
        // Four standard deviations of a binomial share.
        let bound = 4.0 * (share * (1.0 - share) / f64::from(n)).sqrt();
        assert!((found - share).abs() < bound, "{fate:?} {found} {share}");
    }
}

#[test]
fn every_stratum_occurs_and_names_are_worse_with_more_corruption() {
    let clean = |corruption| {
        let population = population(4_000, corruption);
        let pairs: Vec<_> =
            population.truth.iter().filter(|pair| pair.link == Link::NoticeShelter).collect();
        let strata: BTreeSet<Stratum> = population.truth.iter().map(|pair| pair.stratum).collect();
        assert_eq!(strata.len(), Stratum::ALL.len(), "{corruption}");
        let clean = pairs.iter().filter(|pair| pair.stratum == Stratum::Clean).count();
        clean as f64 / pairs.len() as f64
    };
    let [low, medium, high] = Corruption::ALL.map(clean);
    assert!(low > 2.0 * medium && medium > 2.0 * high, "{low} {medium} {high}");
}

#[test]
fn no_column_betrays_who_a_record_is() {
    let population = population(2_000, Corruption::Low);
    let digits = |key: &RecordKey| key.local_id[1..].to_owned();
    for pair in &population.truth {
        assert_ne!(digits(&pair.left), digits(&pair.right));
    }
    assert!(all(&population).all(|(_, row)| !row.contains(Column::PersonGroup)));
}

#[test]
fn impossible_numbers_of_people_are_refused() {
    for people in [0, vinculo_synth::MAX_PEOPLE + 1] {
        let options = SynthOptions { seed: 1, people, corruption: Corruption::Low };
        assert!(matches!(generate(&options), Err(SynthError::People)));
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "").unwrap();
    let options = SynthOptions { seed: 1, people: 3, corruption: Corruption::Low };
    let error = write_population(&options, &file.join("inside")).unwrap_err();
    assert!(error.to_string().contains("inside"), "{error}");
}

#[test]
fn it_depends_on_no_workspace_crate_but_vinculo_record() {
    let manifest = include_str!("../Cargo.toml");
    let own: Vec<&str> = manifest
        .lines()
        .filter(|line| line.starts_with("vinculo-"))
        .map(|line| line.split(['.', ' ', '=']).next().unwrap())
        .collect();
    assert_eq!(own, ["vinculo-record"]);
}
