//! The committed region: made by the generator as it stands, with the cases that the
//! rules of publication and protection must tell apart.

use std::path::PathBuf;

use jiff::civil::{Date, date};
use vinculo_record::{Column, Kind, Record, RecordKey, Row};
use vinculo_synth::{Corruption, Population, SynthOptions, generate, write_population};

const REGION: SynthOptions =
    SynthOptions { seed: 2026, people: 400, corruption: Corruption::Medium };

/// A day on which the unexpired consents of the region run.
const TODAY: Date = date(2026, 1, 1);

fn region() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../data-fixtures/region")
}

#[test]
fn committed_files_are_what_the_generator_makes() {
    let made = tempfile::tempdir().unwrap();
    write_population(&REGION, made.path()).unwrap();
    for name in ["notices.csv", "remains.csv", "shelter.csv", "truth.csv"] {
        let committed = std::fs::read(region().join(name)).unwrap();
        let fresh = std::fs::read(made.path().join(name)).unwrap();
        assert!(
            committed == fresh,
            "{name} differs: run `cargo run -p vinculo-synth --example population 2026 400 medium data-fixtures/region`"
        );
    }
}

fn records(rows: &[(RecordKey, Row)]) -> impl Iterator<Item = Record> {
    rows.iter().map(|(key, row)| Record::from_row(key.clone(), row).0)
}

fn count(population: &Population, has: impl Fn(&Record) -> bool) -> usize {
    records(&population.notices).filter(has).count()
}

#[test]
fn every_case_of_publication_is_there() {
    let population = generate(&REGION).unwrap();
    let minor = |record: &Record| record.is_presumed_minor(TODAY);
    let asked = |record: &Record| record.publication.public;
    let runs = |record: &Record| record.publication.public_until.is_some_and(|day| day >= TODAY);
    let authority = |record: &Record| record.publication.consent_authority.is_some();
    let check = |what: &str, least: usize, found: usize| assert!(found >= least, "{what}: {found}");
    check("adult, may be shown", 15, count(&population, |r| asked(r) && runs(r) && !minor(r)));
    check("adult, expired", 3, count(&population, |r| asked(r) && !runs(r) && !minor(r)));
    check(
        "minor, may be shown",
        5,
        count(&population, |r| asked(r) && runs(r) && minor(r) && authority(r)),
    );
    check("minor, no authority", 5, count(&population, |r| asked(r) && minor(r) && !authority(r)));
    check("searcher only", 2, count(&population, |r| r.publication.searcher_only));
    check("never asked", 100, count(&population, |r| !asked(r)));
    check("held notice", 2, count(&population, |r| r.protection_hold));
    let held = records(&population.shelter).filter(|r| r.protection_hold).count();
    check("held intake", 2, held);
    for record in records(&population.notices).filter(asked) {
        assert!(
            record.publication.consent_by.is_some() && record.publication.consent_date.is_some()
        );
        assert!(!record.protection_hold);
    }
}

#[test]
fn contact_is_the_institution_and_released_fields_are_columns_of_a_notice() {
    let population = generate(&REGION).unwrap();
    for record in records(&population.notices) {
        let contact = record.publication.contact.as_deref().unwrap();
        assert!(contact.ends_with(&format!("@{}.example", record.key.source.to_lowercase())));
        for field in &record.publication.public_fields {
            assert!(
                Column::from_name(field).is_some_and(|c| c.applies_to(Kind::Notice)),
                "{field}"
            );
        }
    }
}

#[test]
fn narratives_are_there_to_search() {
    let population = generate(&REGION).unwrap();
    let told: Vec<String> =
        records(&population.notices).filter_map(|record| record.event.circumstances).collect();
    assert!(told.len() * 2 > population.notices.len());
    for word in ["desierto", "tren", "río", "retén", "caravana"] {
        assert!(told.iter().any(|text| text.contains(word)), "{word}");
    }
    assert!(told.iter().all(|text| !text.contains('{')));
}
