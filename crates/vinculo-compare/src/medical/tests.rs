use proptest::prelude::*;

use super::*;
use crate::testing::{finding, level_name, record};

/// `medical|marks|condition|inventory`.
fn made(kind: Kind, words: &str) -> Record {
    let names = ["medical", "marks", "condition", "inventory"];
    let cells: Vec<(&str, &str)> =
        names.into_iter().zip(words.split('|')).filter(|(_, word)| !word.is_empty()).collect();
    record(kind, &cells)
}

#[test]
fn statements_beside_statements_and_marks() {
    use Kind::{Notice, Remains, Shelter};
    for (left, kind, right, expected) in [
        // healed fractures and what holds them
        (
            "fractura de fémur derecho",
            Remains,
            "fractura consolidada fémur derecho||osamenta",
            Some("same_place"),
        ),
        (
            "se quebró la pierna izquierda",
            Remains,
            "healed fracture of left tibia||osamenta",
            Some("same_place"),
        ),
        ("se quebró un brazo", Remains, "fractura antigua de húmero||osamenta", Some("same_place")),
        (
            "fractura de tibia con placa",
            Remains,
            "placa y tornillos en tibia; fractura de tibia||osamenta",
            Some("several"),
        ),
        (
            "fractura de fémur derecho",
            Remains,
            "fractura consolidada fémur izquierdo||osamenta",
            Some("nearby"),
        ),
        ("fractura de antebrazo", Remains, "fractura de muñeca||osamenta", Some("nearby")),
        ("tuvo una fractura", Remains, "fractura de costilla||osamenta", Some("same")),
        ("clavo en la pierna", Remains, "osteosíntesis en fémur||osamenta", Some("same_place")),
        ("prótesis de cadera", Remains, "hip prosthesis||osamenta", Some("same_place")),
        ("fractura de clavícula", Remains, "fractura de fémur||osamenta", Some("expected_missing")),
        // a mark may say it
        (
            "placa en la pierna derecha",
            Remains,
            "|plate-screws@leg/right|osamenta",
            Some("same_place"),
        ),
        ("fractura de fémur", Remains, "|fracture-healed@thigh|osamenta", Some("same_place")),
        (
            "fractura de fémur|fracture-healed@thigh",
            Remains,
            "|fracture-healed@thigh|osamenta",
            None,
        ),
        ("cesárea", Remains, "|cesarean|fresh", Some("same")),
        ("operada de apéndice", Shelter, "|appendectomy", Some("same")),
        // what the bones of the time of death, or a denial, do not say
        (
            "fractura de fémur",
            Remains,
            "fractura perimortem de fémur||osamenta",
            Some("expected_missing"),
        ),
        ("no tiene fracturas", Remains, "fractura de fémur||osamenta", None),
        ("sin enfermedades", Shelter, "diabetes", None),
        // inborn conditions
        ("escoliosis", Remains, "escoliosis severa||osamenta", Some("same")),
        ("tiene la columna desviada", Remains, "scoliosis||osamenta", Some("same")),
        ("labio leporino operado", Remains, "cleft palate||osamenta", Some("same")),
        ("una pierna más corta", Remains, "secuela de polio||osamenta", Some("same")),
        (
            "seis dedos en la mano derecha",
            Remains,
            "polidactilia mano derecha||osamenta",
            Some("same_place"),
        ),
        ("pie plano", Remains, "none||fresh", Some("expected_missing")),
        ("enanismo", Remains, "acondroplasia||osamenta", Some("same")),
        // devices and operations
        ("usa marcapasos", Remains, "pacemaker||osamenta", Some("same")),
        ("DIU", Remains, "dispositivo intrauterino||fresh", Some("same")),
        ("válvula por hidrocefalia", Remains, "shunt||osamenta", Some("same")),
        (
            "una bala alojada en el tórax",
            Remains,
            "proyectil alojado en tórax||osamenta",
            Some("same_place"),
        ),
        ("operado de la vesícula", Remains, "colecistectomía||fresh", Some("same")),
        ("cirugía de corazón abierto", Remains, "esternotomía||osamenta", Some("same")),
        ("diabetes; epilepsia", Shelter, "epiléptica, diabética", Some("several")),
        ("asma", Shelter, "asthma", Some("same")),
        ("asma", Shelter, "diabetes", Some("none_shared")),
        ("embarazada", Shelter, "8 meses de embarazo", Some("same")),
        ("sordo", Shelter, "|deafness", Some("same")),
        // what condition and missing parts hide
        ("asma", Remains, "none||fresh", None),
        ("operado de la vesícula", Remains, "none||osamenta", None),
        ("operado de la vesícula", Remains, "none||fresh", Some("expected_missing")),
        ("fractura de fémur", Remains, "none||skeletal-complete|head;torso", None),
        ("fractura de fémur", Remains, "none||skeletal-complete|legs", Some("expected_missing")),
        ("fractura de fémur", Remains, "none||skeletal-partial", None),
        ("fractura de fémur", Remains, "n/o||osamenta", None),
        ("fractura de fémur", Remains, "||osamenta", None),
        // what the family did not mention is never against
        ("", Remains, "fractura de fémur||osamenta", None),
        ("none", Remains, "fractura de fémur||osamenta", None),
        ("asma", Remains, "fractura de fémur||osamenta", None),
        ("le gusta bailar", Notice, "juega futbol", None),
    ] {
        let (l, r) = (made(Notice, left), made(kind, right));
        let c = MedicalComparison;
        assert_eq!(level_name(&c, &l, &r), expected, "{left} | {right}");
        assert_eq!(finding(&c, &l, &r), finding(&c, &r, &l), "{left} | {right}");
        if let Some(found) = finding(&c, &l, &r) {
            let (x, y) = (c.compile(&l).unwrap(), c.compile(&r).unwrap());
            for lang in [Lang::Es, Lang::En] {
                assert!(!c.reason(&x, &y, &found, lang).is_empty(), "{left} | {right}");
            }
        }
    }
}

#[test]
fn two_bodies_are_both_examined() {
    let level = |a: &str, b: &str| {
        level_name(&MedicalComparison, &made(Kind::Remains, a), &made(Kind::Remains, b))
    };
    let missing = Some("expected_missing");
    assert_eq!(level("fractura de fémur||osamenta", "none||osamenta"), missing);
    assert_eq!(level("fractura de fémur||osamenta", "none||osamenta|head"), None);
    assert_eq!(level("DIU||fresh", "none||osamenta"), None);
}

#[test]
fn the_rare_says_more() {
    let frequency = |text: &str| {
        let l = made(Kind::Notice, text);
        finding(&MedicalComparison, &l, &l).unwrap().frequency.unwrap()
    };
    assert!(frequency("espina bífida") < frequency("diabetes") / 10.0);
    assert!(frequency("fractura de fémur derecho") < frequency("fractura") / 10.0);
    assert!(frequency("asma; epilepsia") < frequency("asma"));
}

#[test]
fn reasons_name_the_condition() {
    let c = MedicalComparison;
    let l = made(Kind::Notice, "fractura de fémur derecho");
    let reason = |right: &str, lang| {
        let r = made(Kind::Remains, right);
        let found = finding(&c, &l, &r).unwrap();
        c.reason(&c.compile(&l).unwrap(), &c.compile(&r).unwrap(), &found, lang)
    };
    assert_eq!(
        reason("fractura fémur derecho||osamenta", Lang::Es),
        "fractura (muslo, derecho) en ambos registros"
    );
    assert_eq!(
        reason("none||osamenta", Lang::En),
        "fracture (thigh, right) was not found in the examined remains, which would show it"
    );
}

proptest! {
    #[test]
    fn symmetric_and_total(left in "(fractura|placa|asma|sin|prótesis|cesárea| de | fémur| izq| der|;|,|.|\\PC){0,9}", right in "(fractura|placa|asma|prótesis|cesárea| de | tibia| izq| der|;|,|.|\\PC){0,9}",
        kinds in (0usize..3, 0usize..3), condition in "(fresh|osamenta|)") {
        let make = |kind: usize, text: &str| {
            record(Kind::ALL[kind], &[("medical", text), ("marks", "plate-screws@thigh"), ("condition", &condition)])
        };
        let (l, r) = (make(kinds.0, &left), make(kinds.1, &right));
        let found = finding(&MedicalComparison, &l, &r);
        prop_assert_eq!(found, finding(&MedicalComparison, &r, &l));
        prop_assert!(found.and_then(|f| f.frequency).is_none_or(|f| f > 0.0 && f <= 1.0));
    }
}
