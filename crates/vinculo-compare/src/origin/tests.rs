use proptest::prelude::*;
use vinculo_record::Kind;

use super::*;
use crate::testing::{finding, level_name, record};

/// `nationality|country|admin1|place|people|surname|language`
fn of(text: &str) -> Record {
    let columns = [
        "nationality",
        "origin_country",
        "origin_admin1",
        "origin_place",
        "ethnicity",
        "paternal_surname",
        "languages",
    ];
    let cells = columns.into_iter().zip(text.split('|')).filter(|(_, text)| !text.is_empty());
    record(Kind::Notice, &cells.collect::<Vec<_>>())
}

fn check(cases: &[(&str, &str, Option<&str>)]) {
    for (left, right, expected) in cases {
        for (a, b) in [(left, right), (right, left)] {
            assert_eq!(level_name(&OriginComparison, &of(a), &of(b)), *expected, "{a} / {b}");
        }
    }
}

#[test]
fn places_and_countries() {
    check(&[
        ("GT|GT|Alta Verapaz|Cobán|", "GT|GT|ALTA VERAPAZ|Coban|", Some("same_place")),
        ("GT|||Cobán|", "|GT|Alta Verapaz|Cobán|", Some("same_place")),
        ("HN|HN|Cortés|Choloma", "HN||Cortes|CHOLOMA", Some("same_place")),
        ("GT||Alta Verapaz||", "GT||Alta Verapaz|Cobán|", Some("same_admin1")),
        ("GT||Alta Verapaz|Cobán|", "GT||Alta Verapaz|Chisec|", Some("same_admin1")),
        ("|MX|Chiapas|", "MX||chiapas|Tapachula", Some("same_admin1")),
        ("GT||||", "GT||||", Some("same_country")),
        ("HN||||", "|HN|Yoro||", Some("same_country")),
        ("GT;MX||||", "MX||||", Some("same_country")),
        ("VE", "VE;CO", Some("same_country")),
        ("SV|SV|Usulután", "SV", Some("same_country")),
        ("GT||Petén||", "GT||Huehuetenango||", Some("other_admin1")),
        ("MX||Oaxaca|Juchitán", "MX||Guerrero|Iguala", Some("other_admin1")),
        ("GT||||", "HN||||", Some("different")),
        ("EC||||", "CO;VE", Some("different")),
        ("HT", "|DO|Dajabón", Some("different")),
        ("||Alta Verapaz||", "GT||||", None),
        ("GT||||", "||||", None),
        ("|||Cobán", "|||Cobán", None),
    ]);
}

#[test]
fn peoples_and_languages() {
    check(&[
        ("GT||||Mam", "GT||||mam", Some("same_people")),
        ("||||Garífuna", "HN||||garifuna", Some("same_people")),
        ("GT||Petén||K'iche'", "GT||Quiché||K'iche'", Some("same_people")),
        // spellings of one name
        ("||||Q'eqchi'", "||||Kekchí", Some("same_people")),
        ("GT||||Kaqchikel", "GT||||Cakchiquel", Some("same_people")),
        ("NI||||Miskito", "HN;NI||||Mískitu", Some("same_people")),
        ("GT||||||Mam", "||||Mam", Some("same_people")),
        ("MX||||||español;náhuatl", "MX||||nahua", Some("same_people")),
        // a people that the table does not have
        ("PE||||Asháninka", "||||ashaninka", Some("same_people")),
        ("HN||||Garífuna", "GT||||Garífuna", Some("different")),
        ("||||||Español", "||||||castellano", None),
        // a people and a country
        ("||||Garífuna", "HN", Some("people_fits")),
        ("||||||Kreyòl", "HT", Some("people_fits")),
        ("||||Mam", "GT||San Marcos", Some("people_fits")),
        ("||||Mam", "HT", Some("people_unlike")),
        ("||||||Kreyòl", "VE", Some("people_unlike")),
        ("||||Mam", "||||Q'eqchi'", Some("people_unlike")),
        ("||||Asháninka", "PE", None),
    ]);
}

#[test]
fn what_a_surname_says() {
    check(&[
        ("|||||Caal", "||||Q'eqchi'", Some("people_fits")),
        ("|||||Ca'al", "||||Kekchí", Some("people_fits")),
        ("|||||Caal", "GT", Some("people_fits")),
        ("GT|||||Caal", "GT||||Q'eqchi'", Some("people_fits")),
        ("|||||Jean-Baptiste", "HT", Some("people_fits")),
        ("|||||Caal", "HN", Some("people_unlike")),
        ("|||||Jean-Baptiste", "||||Mam", Some("people_unlike")),
        // the record says better
        ("GT|||||Caal", "GT", Some("same_country")),
        ("GT|||||Caal", "HN", Some("different")),
        ("GT||Petén|||Caal", "GT||Izabal||Q'eqchi'", Some("other_admin1")),
        ("||||Mam|Caal", "||||Mam", Some("same_people")),
        // two surnames are compared as names
        ("|||||Caal", "GT|||||Xol", None),
        ("|||||Caal", "||||Q'eqchi'|Xol", None),
        // surnames that everybody has
        ("|||||Hernández", "||||Mam", None),
        ("|||||Ávila", "HN", None),
    ]);
}

#[test]
fn a_rare_country_is_rarer() {
    let frequency = |code: &str| {
        let text = format!("{code}||||");
        finding(&OriginComparison, &of(&text), &of(&text)).and_then(|f| f.frequency).unwrap()
    };
    assert!(frequency("HN") > 10.0 * frequency("BO"));
}

#[test]
fn a_number_says_the_state_of_birth() {
    let of = |cells: &[(&str, &str)]| record(Kind::Notice, cells);
    let curp = of(&[("document_numbers", "CURP:HEGG560427MVZRRL04")]);
    let abroad = of(&[("document_numbers", "CURP:BOXW310820HNERXN09")]);
    let from = |country, state| of(&[("origin_country", country), ("origin_admin1", state)]);
    for (left, right, expected) in [
        (&curp, &from("MX", "Veracruz"), Some("same_admin1")),
        (&curp, &from("MX", "Chiapas"), Some("other_admin1")),
        (&curp, &from("HN", "Atl\u{e1}ntida"), Some("different")),
        (&abroad, &from("HN", "Atl\u{e1}ntida"), None),
        (&curp, &curp, None),
    ] {
        assert_eq!(level_name(&OriginComparison, left, right), expected);
        assert_eq!(level_name(&OriginComparison, right, left), expected);
    }
}

proptest! {
    #[test]
    fn any_text_compares_alike_from_both_sides(a in "[A-Z]{0,2}\\|\\|[a-c]{0,2}\\|[a-c]{0,2}\\|[a-c]{0,2}", b in "\\PC{0,20}") {
        let (a, b) = (of(&a), of(&b));
        prop_assert_eq!(
            finding(&OriginComparison, &a, &b),
            finding(&OriginComparison, &b, &a)
        );
    }
}
