use std::time::Instant;

use proptest::prelude::*;
use vinculo_record::Kind;

use super::*;
use crate::testing::{finding, level_name, record};

fn comparison() -> RelativesComparison {
    RelativesComparison::new(Arc::new(NameFrequencies::reference()))
}

/// `paternal|maternal|origin` of the person, and the relatives.
fn of(own: &str, relatives: &str) -> Record {
    let names = ["paternal_surname", "maternal_surname", "origin_place"];
    let mut cells: Vec<(&str, &str)> =
        names.into_iter().zip(own.split('|')).filter(|(_, text)| !text.is_empty()).collect();
    if !relatives.is_empty() {
        cells.push(("relatives", relatives));
    }
    record(Kind::Notice, &cells)
}

fn check(left: (&str, &str), right: (&str, &str), expected: Option<&str>) {
    let comparison = comparison();
    let (l, r) = (of(left.0, left.1), of(right.0, right.1));
    assert_eq!(level_name(&comparison, &l, &r), expected, "{left:?} / {right:?}");
    assert_eq!(finding(&comparison, &l, &r), finding(&comparison, &r, &l), "{left:?} / {right:?}");
}

const OWN: &str = "Tzi|Xol|Tecpán";

#[test]
fn one_relative() {
    for (left, right, expected) in [
        ("madre:Rosa Xol", "madre:Rosa Xol", Some("one_given")),
        ("madre:Rosa Xol", "MAMÁ:ROSA XOL CAAL", Some("one_given")),
        ("madre:Rosa", "mother:Rosa", Some("one_given")),
        ("madre:Rosa Elena Xol", "madre:Rosa Xol", Some("one_given")),
        ("madre:Guadalupe Xol", "madre:Lupita", Some("one_given")),
        ("padre:Francisco Tzi", "papá:Pancho", Some("one_given")),
        ("padre:Yovani Tzi", "padre:Llovani Tzi", Some("one_given")),
        ("madre:María Elena Xol", "madre:María Rosa Xol", Some("in_part")),
        ("madre:Rosa Xol", "madre:Petrona Xol", Some("parent_differs")),
        ("padre:Domingo Tzi", "padre:Juan Tzi", Some("parent_differs")),
        ("madre:Rosa Xol", "padre:Domingo Tzi", None),
        ("hermano:Mateo Tzi Xol", "hermano:Mateo", Some("one_given")),
        ("hermano:Mateo", "hermana:Juana", Some("none_alike")),
        ("esposa:Ana Chub Pop", "esposa:Ana Chub", Some("one_full")),
        ("esposa:Ana Chub", "esposa:Ana Coy", Some("in_part")),
        ("esposa:Ana Chub", "esposa:Marta Chub", Some("none_alike")),
        ("tía:Juana Choc", "tía materna:Juana Chok", Some("one_full")),
        ("tío:Pedro Tzi:Houston, Texas", "tío:Pedro:Houston, TX", Some("one_full")),
        ("tío:Pedro Tzi:Tecpán", "tío:Pedro Tzi:Tecpán", Some("one_given")),
        ("tío:Pedro Tzi:Aldea El Rosario", "tío:Pedro:aldea el rosario", Some("one_full")),
        ("abuela:Petrona Caal", "abuelita:Petrona Ca'al", Some("one_full")),
        ("hijo:Kevin", "son:Kevin", Some("one_given")),
        ("primo:Elmer Pop", "hermano:Elmer Pop", Some("one_full")),
        ("primo:Elmer Pop", "hermano:Óscar Pop", None),
    ] {
        check((OWN, left), (OWN, right), expected);
    }
}

#[test]
fn kinships_are_aligned() {
    for (left, right, expected) in [
        ("Rosa Xol", "madre:Rosa Xol", None),
        (":Rosa Xol", "madre:Rosa Xol", Some("one_given")),
        ("familiar:Rosa Xol", "madre:Rosa Xol", Some("one_given")),
        ("denunciante:Petrona Xol", "madre:Rosa Xol", None),
        ("hijo:Rosa Xol", "madre:Rosa Xol", Some("one_given")),
        ("hijo:Kevin", "madre:Rosa Xol", None),
        ("abuela:Rosa Caal", "madre:Rosa Caal", Some("one_full")),
        ("tutora:Rosa Caal", "abuela:Rosa Caal", Some("one_full")),
        ("sobrino:Juan Pop", "tío:Juan Pop", Some("one_full")),
        ("madrastra:Ana Coy", "madre:Ana Coy", Some("one_full")),
        ("cuñado:Luis Coy", "hermano:Luis Coy", Some("one_full")),
        ("vecino:Luis Coy", "amigo:Luis Coy", Some("one_full")),
        ("vecino:Luis Coy", "amigo:Carlos Coy", None),
        ("padres:Rosa Xol", "madre:Rosa Xol", Some("one_given")),
        ("madre:", "madre:Rosa", None),
    ] {
        check((OWN, left), (OWN, right), expected);
    }
}

#[test]
fn several_relatives() {
    for (left, right, expected) in [
        ("madre:Rosa Xol;padre:Domingo Tzi", "padre:Domingo;madre:Rosa", Some("two_or_more")),
        ("madre:Rosa Xol;padre:Domingo Tzi", "padre:Domingo;madre:Petrona", Some("in_part")),
        ("madre:Rosa Xol;padre:Domingo Tzi", "madre:Rosa;hermano:Mateo", Some("one_given")),
        ("hermano:Mateo;hermano:Juan", "hermano:Juan;hermano:Mateo", Some("two_or_more")),
        ("hermano:Mateo;hermano:Juan", "hermano:Juan;hermano:Pedro", Some("one_given")),
        ("hermano:Mateo;hermano:Luis", "hermano:Juan;hermano:Pedro", Some("none_alike")),
        // one man cannot be two
        ("hermano:Juan;hermano:Juan Carlos", "hermano:Juan Carlos", Some("one_given")),
        // the same woman named twice
        ("madre:Rosa Xol;denunciante:Rosa Xol", "madre:Rosa;contacto:Rosa", Some("one_given")),
        ("madre:Rosa;madre:Petrona", "madre:Petrona", Some("one_given")),
        ("madre:Rosa;hermano:Mateo", "madre:Petrona;hermano:Elmer", Some("parent_differs")),
        ("madre:Rosa;hermano:Mateo", "madre:Petrona;hermano:Mateo", Some("in_part")),
    ] {
        check((OWN, left), (OWN, right), expected);
    }
}

#[test]
fn a_surname_counts_once() {
    // The person's surnames are compared elsewhere.
    check((OWN, "madre:Rosa Xol"), ("Tzi|Xol|", "madre:Rosa Xol"), Some("one_given"));
    // One record has no surname of the person: the mother's is new.
    check((OWN, "madre:Rosa Xol"), ("", "madre:Rosa Xol"), Some("one_full"));
    check((OWN, "madre:Rosa Xol"), ("", "madre:Rosa Pérez"), Some("in_part"));
    // Another child of another Rosa: the persons' surnames say it.
    check((OWN, "madre:Rosa Xol"), ("Pérez|Gómez|", "madre:Rosa Gómez"), Some("one_given"));
    check((OWN, ""), (OWN, "madre:Rosa Xol"), None);
    check((OWN, "madre:12"), (OWN, "madre:Rosa Xol"), Some("parent_differs"));
}

#[test]
fn rare_names_say_more_but_never_more_than_a_family() {
    let comparison = comparison();
    let share = |name: &str| {
        let of = of(OWN, &format!("madre:{name} Xol"));
        finding(&comparison, &of, &of).and_then(|f| f.frequency)
    };
    assert!(share("María").unwrap() > 10.0 * share("Petronila").unwrap());
    assert_eq!(share("Zzyzxa"), Some(figures::ONE_FAMILY));
    let many = of(OWN, "hermano:María;hermano:Juan;hermano:Pedro;hermano:José");
    let one = of(OWN, "hermano:María");
    // More relatives, more chances.
    assert!(finding(&comparison, &many, &one).unwrap().frequency > share("María"));
}

#[test]
fn reasons_name_the_relatives() {
    let comparison = comparison();
    let (l, r) = (of(OWN, "madre:Rosa Xol;hermano:Mateo"), of(OWN, "mamá:Rosa;hermana:Juana"));
    let (a, b) = (comparison.compile(&l).unwrap(), comparison.compile(&r).unwrap());
    let found = comparison.compare(&a, &b).unwrap();
    assert_eq!(
        comparison.reason(&a, &b, &found, Lang::En),
        "one relative agrees in the given names: mother Rosa Xol / Rosa (the given name agrees), \
         sibling Mateo / Juana (different)"
    );
    assert_eq!(comparison.show(&l, Lang::Es), "madre Rosa Xol; hermano Mateo");
}

#[test]
fn comparing_is_fast() {
    let comparison = comparison();
    let feature = |mother: &str, father: &str| {
        comparison.compile(&of(OWN, &format!("madre:{mother};padre:{father}"))).unwrap()
    };
    let (a, b) = (feature("Rosa Xol", "Domingo Tzi"), feature("Petrona Caal", "Juan Carlos Pop"));
    let started = Instant::now();
    const TIMES: u32 = 20_000;
    for _ in 0..TIMES {
        std::hint::black_box(comparison.compare(&a, std::hint::black_box(&b)));
    }
    let each = started.elapsed() / TIMES;
    println!("two relatives on each side: {each:?}");
    // Unoptimised code on a busy machine: only an order of magnitude is held.
    assert!(each.as_micros() < 500, "{each:?}");
}

proptest! {
    #[test]
    fn any_text_compares_alike_from_both_sides(
        a in "(madre|tío|hijo|\\PC{0,6}):\\PC{0,16}:\\PC{0,8}",
        b in "(madre|hermano|):(Rosa|Juan|\\PC{0,12}) ?(Xol|)(;hermano:Juan)?",
        own in "(Xol|\\PC{0,6})",
    ) {
        let comparison = comparison();
        let (l, r) = (of(&own.replace('|', " "), &a), of(OWN, &b));
        prop_assert_eq!(finding(&comparison, &l, &r), finding(&comparison, &r, &l));
    }
}
