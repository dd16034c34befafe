use proptest::prelude::*;
use vinculo_record::Kind;

use super::*;
use crate::testing::record;

fn examiner() -> KinshipExaminer {
    KinshipExaminer::new(Arc::new(NameFrequencies::reference()))
}

/// `given|paternal|maternal|sex|birth|origin|relatives|travelling with`.
fn person(kind: Kind, text: &str) -> Record {
    let names = [
        "given_names",
        "paternal_surname",
        "maternal_surname",
        "sex",
        "birth_date",
        "origin_place",
        "relatives",
        "travelling_with",
    ];
    let mut cells: Vec<(&str, &str)> =
        names.into_iter().zip(text.split('|')).filter(|(_, cell)| !cell.is_empty()).collect();
    let home = [("origin_country", "GT"), ("origin_admin1", "Chimaltenango")];
    cells.extend(home.into_iter().chain([("event_date", "2024-05-01")]));
    record(kind, &cells)
}

const CHILD: &str = "Wilmer|Tzi|Xol|male|2016-03-01|Tecpán|madre:Rosa Xol Caal:Tecpán";
const MOTHER: &str = "Rosa|Xol|Caal|female|1990-01-01|Tecpán|hijo:Wilmer Tzi Xol";

/// The first report on a child in a shelter and someone's notice or shelter record.
fn first(child: &str, adult: &str) -> KinshipReport {
    let (child, adult) = (person(Kind::Shelter, child), person(Kind::Notice, adult));
    examiner().examine(&child, &adult, Lang::En).remove(0)
}

#[test]
fn a_claimed_parent_is_graded() {
    for (child, adult, verdict) in [
        (CHILD, MOTHER, "well_supported"),
        // named from one side alone
        (CHILD, "Rosa|Xol|Caal|female|1990-01-01|Tecpán", "supported"),
        ("Wilmer|Tzi|Xol|male|2016-03-01|Tecpán", MOTHER, "supported"),
        ("Wilmer|Tzi|Xol|male|2016-03-01|Tecpán|mamá:Rosa", "Rosa|Xol||female|1990", "supported"),
        ("Wilmer|||male|2016|| madre:Rosa", "Rosa|Xol||female|1990", "weakly_supported"),
        // a common name says less
        ("Wilmer|||male|2016||madre:María López", "María|López||female|1990", "weakly_supported"),
        // nobody names anybody
        ("Wilmer|Tzi|Xol|male|2016", "Rosa|Xol|Caal|female|1990", "weakly_supported"),
        ("Wilmer|||male|2016", "Rosa|||female|1990", "nothing"),
        ("Wilmer|Tzi|Xol|male|2016", "Rosa|Pérez|Gómez|female|1990", "contradicted"),
        // another mother
        (
            "Wilmer|Tzi|Xol|male|2016||madre:Petrona Pop",
            "Rosa|Xol|Caal|female|1990||hijo:Wilmer Tzi Xol",
            "mixed",
        ),
        // ages that allow no parent
        (CHILD, "Rosa|Xol|Caal|female|2010-01-01|Tecpán|hijo:Wilmer Tzi Xol", "contradicted"),
        (CHILD, "Rosa|Xol|Caal|female|1930-01-01|Tecpán|hijo:Wilmer Tzi Xol", "contradicted"),
        // an age wrong by a little
        (CHILD, "Rosa|Xol|Caal|female|2005-01-01|Tecpán|hijo:Wilmer Tzi Xol", "well_supported"),
        // a father, with his surname
        (
            "Wilmer|Tzi|Xol|male|2016||padre:Domingo Tzi",
            "Domingo|Tzi|Coy|male|1988||hijo:Wilmer",
            "supported",
        ),
        // the mother registered alone
        (
            "Wilmer|Xol|Caal|male|2016||madre:Rosa Xol Caal",
            "Rosa|Xol|Caal|female|1990||hijo:Wilmer Xol Caal",
            "well_supported",
        ),
        // raised by a grandmother
        (
            "Wilmer|Tzi|Xol|male|2016||abuela:Petrona Caal",
            "Petrona|Caal|Ich|female|1960||nieto:Wilmer Tzi Xol",
            "well_supported",
        ),
        (
            "Wilmer|Tzi|Xol|male|2016||hermano:Mateo Tzi Xol",
            "Mateo|Tzi|Xol|male|2004||hermano:Wilmer Tzi Xol",
            "well_supported",
        ),
        (
            "Wilmer|Tzi|Xol|male|2016||hermano:Mateo Tzi Xol",
            "Mateo|Tzi|Xol|male|1960||",
            "contradicted",
        ),
        (
            "Wilmer|Tzi|Xol|male|2016||familiar:Rosa Xol Caal",
            "Rosa|Xol|Caal|female|1990",
            "supported",
        ),
        ("Ana|Chub|Pop|female|1995||esposo:Luis Coy Ich", "Luis|Coy|Ich|male|1993", "supported"),
    ] {
        let report = first(child, adult);
        let said: Vec<String> = report
            .findings
            .iter()
            .map(|f| format!("{} {}: {}", f.aspect, f.effect.code(), f.text))
            .collect();
        assert_eq!(report.verdict.code(), verdict, "{child} / {adult}: {said:#?}");
    }
}

/// The effect of an aspect.
fn effect(report: &KinshipReport, aspect: &str) -> Option<&'static str> {
    report.findings.iter().find(|f| f.aspect == aspect).map(|f| f.effect.code())
}

#[test]
fn each_aspect_is_looked_at() {
    for (child, adult, aspect, expected) in [
        (CHILD, MOTHER, "named_by_left", Some("supports_strongly")),
        (CHILD, MOTHER, "named_by_right", Some("supports_strongly")),
        (CHILD, MOTHER, "ages", Some("compatible")),
        (CHILD, MOTHER, "surnames", Some("supports")),
        (CHILD, MOTHER, "origin", Some("supports_a_little")),
        (CHILD, MOTHER, "document", None),
        (CHILD, "Rosa|Xol|Caal|female|2005-01-01", "ages", Some("contradicts_a_little")),
        (CHILD, "Rosa|Xol|Caal|female|2012-01-01", "ages", Some("contradicts_strongly")),
        (CHILD, "Rosa|Xol|Caal|female|", "ages", None),
        // surnames by the Spanish pattern
        (
            "W|Tzi|Xol|male|2016||padre:Juan Tzi",
            "Juan|Tzi|Coy|male|1990",
            "surnames",
            Some("supports"),
        ),
        (
            "W|Tzi|Xol|male|2016||padre:Juan Xol",
            "Juan|Xol|Coy|male|1990",
            "surnames",
            Some("supports_a_little"),
        ),
        (
            "W|López|Xol|male|2016||padre:Juan López",
            "Juan|López|Coy|male|1990",
            "surnames",
            Some("supports_a_little"),
        ),
        (
            "W|Tzi|Xol|male|2016||padre:Juan",
            "Juan|Pop|Coy|male|1990",
            "surnames",
            Some("contradicts"),
        ),
        (
            "W|Tzi|Shol|male|2016||madre:Ana Xol",
            "Ana|Xol|Coy|female|1990",
            "surnames",
            Some("supports"),
        ),
        // undivided names
        (
            "Wilmer Tzi|Xol||male|2016||madre:Ana Xol",
            "Ana|Xol|Coy|female|1990",
            "surnames",
            Some("supports_a_little"),
        ),
        // places
        (
            "W|Tzi||male|2016||madre:Rosa Xol:Tecpán",
            "Rosa|Xol||female|1990|Tecpán",
            "named_by_left",
            Some("supports_strongly"),
        ),
        // company
        (
            "W|Tzi|Xol|male|2016|||su madre Rosa Xol",
            "Rosa|Xol|Caal|female|1990||hijo:W Tzi",
            "company_of_left",
            Some("supports_strongly"),
        ),
        (
            "W|Tzi|Xol|male|2016|||Rosa Xol",
            "Rosa|Xol|Caal|female|1990||hijo:W Tzi",
            "company_of_left",
            Some("supports_a_little"),
        ),
        (
            "W|Tzi|Xol|male|2016|||mamá",
            "Rosa|Xol|Caal|female|1990||hijo:W Tzi",
            "company_of_left",
            Some("supports_a_little"),
        ),
        (
            "W|Tzi|Xol|male|2016|||su tío Juan",
            "Rosa|Xol|Caal|female|1990||hijo:W Tzi",
            "company_of_left",
            None,
        ),
        // relatives of both
        (
            "Wilmer|Tzi|Xol|male|2016||hermano:Mateo;madre:Rosa Xol",
            "Mateo|Tzi|Xol|male|2010||madre:Rosa Xol",
            "relatives_in_common",
            Some("supports_strongly"),
        ),
        (
            "Wilmer|Tzi|Xol|male|2016||hermano:Mateo;madre:Rosa Xol",
            "Mateo|Tzi|Xol|male|2010||madre:Petrona Pop",
            "relatives_in_common",
            Some("contradicts"),
        ),
        (
            "Wilmer|Tzi|Xol|male|2016||madre:Rosa;hermana:Zoila Tzi",
            "Rosa|Xol||female|1990||hija:Zoila Tzi",
            "relatives_in_common",
            Some("supports_strongly"),
        ),
    ] {
        let report = first(child, adult);
        assert_eq!(effect(&report, aspect), expected, "{child} / {adult}: {aspect}");
    }
}

#[test]
fn a_document_in_the_text_counts() {
    let child = person(Kind::Shelter, "Wilmer|Tzi|Xol|male|2016||madre:Rosa DPI 1234 56789 0101");
    let mother = record(
        Kind::Notice,
        &[("given_names", "Rosa"), ("document_numbers", "DPI:1234567890101"), ("sex", "female")],
    );
    let report = examiner().examine(&child, &mother, Lang::Es).remove(0);
    assert_eq!(effect(&report, "document"), Some("supports_strongly"));
    let said = report.findings.iter().find(|f| f.aspect == "document").unwrap();
    assert!(!said.text.contains("0101"), "{}", said.text);
}

#[test]
fn an_undivided_name_is_cut() {
    let child = record(
        Kind::Shelter,
        &[("full_name", "Wilmer Tzi Xol"), ("relatives", "madre:Rosa Xol"), ("sex", "male")],
    );
    let mother = record(Kind::Shelter, &[("full_name", "Rosa Xol Caal"), ("sex", "female")]);
    let report = examiner().examine(&child, &mother, Lang::En).remove(0);
    let surnames = report.findings.iter().find(|f| f.aspect == "surnames").unwrap();
    assert_eq!(
        surnames.text,
        "the maternal surname is the other person's paternal one, as is usual with the mother: Xol"
    );
}

#[test]
fn a_report_supports_or_contradicts_and_never_asserts() {
    for lang in [Lang::Es, Lang::En] {
        let (child, mother) = (person(Kind::Shelter, CHILD), person(Kind::Shelter, MOTHER));
        let report = examiner().examine(&child, &mother, lang).remove(0);
        let texts = report.findings.iter().map(|f| f.text.clone());
        let steps = report.next.iter().map(|step| step.text.to_owned());
        let verdict = report.verdict.label(lang).to_owned();
        let all = texts.chain(steps).chain([verdict, report.relation.label(lang)]);
        for text in all {
            for word in ["es la madre", "es su madre", "is the mother", "is their", "confirm", "%"]
            {
                assert!(!text.contains(word), "{text}");
            }
        }
        assert_eq!(report.next[0].code, "best_interests");
        let codes: Vec<&str> = report.next.iter().map(|step| step.code).collect();
        for code in ["birth_certificate", "consular_verification", "dna_with_consent"] {
            assert!(codes.contains(&code), "{codes:?}");
        }
    }
}

#[test]
fn what_is_not_claimed_is_not_shown_beside_what_is() {
    let (child, mother) = (person(Kind::Shelter, CHILD), person(Kind::Notice, MOTHER));
    let reports = examiner().examine(&child, &mother, Lang::En);
    assert_eq!(reports.len(), 1);
    assert_eq!(reports[0].relation, Relation::Parent(Elder::Right));
    let turned = examiner().examine(&mother, &child, Lang::En);
    assert_eq!(turned[0].relation, Relation::Parent(Elder::Left));
    assert_eq!(turned[0].verdict, reports[0].verdict);
    // An aunt by one, a mother by the other: both are examined.
    let aunt =
        person(Kind::Notice, "Rosa|Xol|Caal|female|1990-01-01|Tecpán|sobrino:Wilmer Tzi Xol");
    let reports = examiner().examine(&child, &aunt, Lang::En);
    let relations: Vec<&str> = reports.iter().map(|report| report.relation.code()).collect();
    assert_eq!(relations, ["right_parent_of_left", "right_uncle_or_aunt_of_left"]);
}

proptest! {
    #[test]
    fn any_text_is_examined_alike_from_both_sides(
        a in "(Rosa|\\PC{0,8})\\|(Xol|\\PC{0,6})\\|\\|(male|female|)\\|(1990|2016-03|)\\|\\PC{0,6}\\|(madre|hijo|tía|\\PC{0,4}):(Ana Pop|\\PC{0,9})\\|\\PC{0,8}",
        b in "(Ana|\\PC{0,8})\\|(Pop|Xol|\\PC{0,6})\\|Caal\\|(male|female|)\\|(1990|2016-03|)\\|\\PC{0,6}\\|(hija|hermano|\\PC{0,4}):(Rosa Xol|\\PC{0,9})\\|\\PC{0,8}",
    ) {
        let (a, b) = (person(Kind::Shelter, &a), person(Kind::Notice, &b));
        let examiner = examiner();
        let told = |reports: Vec<KinshipReport>| {
            let mut told: Vec<_> = reports
                .into_iter()
                .map(|r| (r.verdict, r.claimed, r.relation.elder().is_some(), r.findings.len()))
                .collect();
            told.sort();
            told
        };
        let (one, other) = (examiner.examine(&a, &b, Lang::Es), examiner.examine(&b, &a, Lang::Es));
        prop_assert!(!one.is_empty());
        if one.iter().all(|r| r.claimed) {
            prop_assert_eq!(told(one), told(other));
        }
    }
}
