use proptest::prelude::*;

use super::*;
use crate::testing::{finding, level_name, record};

fn check(left: &str, right: &str, expected: Option<&str>) {
    for (a, b) in [(left, right), (right, left)] {
        let found =
            compare_marks(a, b, Lang::Es).map(|(found, _)| LEVELS[found.level as usize].name);
        assert_eq!(found, expected, "{a} | {b}");
    }
    let frequency = |a, b| compare_marks(a, b, Lang::En).and_then(|(found, _)| found.frequency);
    assert_eq!(frequency(left, right), frequency(right, left), "{left} | {right}");
}

#[test]
fn levels() {
    let detailed = Some("same_mark_detailed");
    let (several, moved) = (Some("several_detailed"), Some("moved"));
    let (all_same, same) = (Some("several_same"), Some("same_mark"));
    let (other, nearby) = (Some("other_side"), Some("nearby"));
    let (kind, none) = (Some("type_only"), Some("none_shared"));
    for (left, right, expected) in [
        ("tattoo@forearm/right:rosa", "tattoo@forearm/right:una rosa roja", detailed),
        ("tattoo@forearm/right:rosa", "tattoo@forearm/right:rose", detailed),
        ("tatuaje de una rosa en el brazo derecho", "tattoo on right forearm: roses", detailed),
        ("tattoo@arm/right:rosa", "tattoo@forearm/right:flor", detailed),
        ("tattoo@chest:Santa Muerte", "tattoo@chest/midline:la flaca", detailed),
        ("tattoo@neck:letras Marisol", "tattoo@neck:nombre \"MARISOL\"", detailed),
        ("tattoo@back:virgen de guadalupe", "tatuaje guadalupana espalda", detailed),
        ("scar@eyebrow/left:media luna", "cicatriz en forma de luna, ceja izq.", detailed),
        ("tattoo@hand/left:tres puntos", "three dots tattoo, left hand", detailed),
        // misspelt, misread, cut off
        ("tattoo@chest:letras ROSITA", "tattoo@chest:nombre 'Rocita'", detailed),
        ("tattoo@chest:R0SITA", "tattoo@chest:rosita", detailed),
        ("tattoo@neck:Marisol", "tattoo@neck:MARSIOL", detailed),
        ("tattoo@neck:Mari Bel", "tattoo@neck:Maribel", detailed),
        ("tattoo@neck:Yesenia", "tattoo@neck:leyenda ilegible yesen", detailed),
        ("tattoo@neck:Yesenia", "tattoo@neck:LLESENIA", detailed),
        ("tattoo@arm:calabera", "tattoo@arm:calavera", detailed),
        ("tattoo@arm:corason con nombre", "tattoo@arm:heart", detailed),
        ("tattoo@neck:Mario", "tattoo@neck:María", kind),
        // initials and dates
        ("tattoo@hand:iniciales J.L.", "tattoo@hand:letras JL", detailed),
        ("tattoo@hand:J y L", "tattoo@hand:initials J. L.", detailed),
        ("tattoo@hand:iniciales JL", "tattoo@hand:iniciales MR", kind),
        ("tattoo@rib:12/05/1998", "tattoo@rib:fecha 12 de mayo de 1998", detailed),
        ("tattoo@rib:05-12-98", "tattoo@rib:May 12th 1998", detailed),
        ("tattoo@rib:XII V MCMXCVIII", "tattoo@rib:números romanos 12-V-1998", detailed),
        ("tattoo@rib:12 de mayo", "tattoo@rib:1998-05-12", detailed),
        ("tattoo@rib:1998", "tattoo@rib:3/3/2004", kind),
        // one meaning in two languages
        ("tattoo@arm:mi madre", "tattoo@arm:MOM", detailed),
        ("tattoo@back:águila", "tattoo@back:eagles", detailed),
        ("tattoo@back:parca", "tattoo@back:grim reaper", detailed),
        ("tattoo@arm:alacrán", "tattoo@arm:scorpion", detailed),
        ("tattoo@leg:te amo", "tattoo@leg:I love you", detailed),
        ("scar@arm:mordedura de perro", "scar@arm:dog bite", detailed),
        ("scar@arm:machetazo", "cicatriz brazo machete", detailed),
        ("scar@abdomen:cirugía de vesícula", "surgical-scar@abdomen:gallbladder", detailed),
        // without or with vague words
        ("tattoo@forearm/right", "tattoo@forearm/right:rosa", same),
        ("tattoo@forearm/right:letras", "tattoo@forearm/right:iniciales JL", same),
        ("scar@forehead:3 cm", "scar@forehead:reciente", same),
        ("scar@knee", "surgical-scar@knee/left:operación", same),
        ("mole@cheek/left", "lunar en mejilla izquierda", same),
        ("cesarean", "cesárea", same),
        ("gold-tooth", "diente de oro", same),
        ("appendectomy", "scar@abdomen", same),
        ("scar@knee/both", "scar@knee/left", same),
        // the other side, nearby, elsewhere
        ("tattoo@forearm/right:rosa", "tattoo@wrist/right:rosa", moved),
        ("tattoo@forearm/right:rosa", "tattoo@forearm/left:rosa", moved),
        ("tattoo@chest:dragón", "tattoo@leg:dragón", moved),
        ("tattoo:dragón", "tattoo@leg:dragon", moved),
        ("scar@knee/left", "scar@knee/right", other),
        ("tattoo@forearm/right", "tattoo@forearm/left:rosa", other),
        ("scar@thigh/left", "scar@knee/left", nearby),
        ("burn@hand/left", "surgical-scar@hand/left", nearby),
        ("scar@thigh/left", "scar@knee/right", kind),
        ("other@hand/left:quemadura química aceite", "burn@hand/left:aceite hirviendo", detailed),
        // the kind alone
        ("tattoo@forearm/right:rosa", "tattoo@forearm/right:calavera", kind),
        ("tattoo@forearm", "tattoo@back", kind),
        ("tattoo", "tattoo@back", kind),
        ("scar@forehead", "burn@leg/left", kind),
        ("tattoo@whole-body", "tattoo@whole-body", kind),
        // nothing
        ("tattoo@forearm:rosa", "scar@forearm", none),
        ("mole@cheek", "amputation@hand/left", none),
        ("usaba lentes", "other:cojea", none),
        ("", "tattoo", None),
        // the best of several, each taken once
        ("tattoo@arm:ancla; scar@chin:3 cm", "scar@chin; tattoo@arm:anchor", detailed),
        (
            "tattoo@arm:ancla; tattoo@neck:Marta",
            "tattoo@neck:letras Marta; tattoo@arm:anchor",
            several,
        ),
        (
            "tattoo@arm/left:ancla; tattoo@neck:Ana",
            "tattoo@neck:Ana; tattoo@arm/right:ancla",
            several,
        ),
        ("mole@chin; scar@knee/left", "scar@knee/left; mole@chin", all_same),
        ("scar@knee/left", "scar@knee/left; scar@knee/left:quirúrgica", same),
        ("mole; tattoo@arm/left:ancla; scar@chin", "scar@back; tattoo@arm/left:anchor", detailed),
    ] {
        check(left, right, expected);
    }
}

/// `marks|condition|inventory`.
fn body(words: &str) -> Record {
    let names = ["marks", "condition", "inventory"];
    let cells: Vec<(&str, &str)> =
        names.into_iter().zip(words.split('|')).filter(|(_, word)| !word.is_empty()).collect();
    record(Kind::Remains, &cells)
}

fn check_body(notice: &str, remains: &str, expected: Option<&str>, excluded: bool) {
    let (l, r) = (record(Kind::Notice, &[("marks", notice)]), body(remains));
    let c = MarksComparison::default();
    assert_eq!(level_name(&c, &l, &r), expected, "{notice} {remains}");
    assert_eq!(finding(&c, &l, &r), finding(&c, &r, &l), "{notice} {remains}");
    let found = finding(&c, &l, &r);
    assert_eq!(found.and_then(|f| f.exclusion).is_some(), excluded, "{notice} {remains}");
    if let Some(found) = found {
        let (x, y) = (c.compile(&l).unwrap(), c.compile(&r).unwrap());
        for lang in [Lang::Es, Lang::En] {
            assert!(!c.reason(&x, &y, &found, lang).is_empty(), "{notice} {remains}");
        }
    }
}

#[test]
fn absence_on_a_body() {
    let (missing, none) = (Some("expected_missing"), Some("none_shared"));
    for (notice, remains, expected) in [
        ("tattoo@arm:rosa", "none|fresh|", missing),
        ("tattoo@arm:rosa", "none|early-decomposition|all", missing),
        ("tattoo@arm:rosa", "mole@cheek|fresh|", missing),
        ("mole@cheek", "none|fresh|", none),
        ("mole@cheek", "tattoo@arm|fresh|", none),
        ("tattoo@arm:rosa", "tattoo@back:rana|fresh|", missing),
        ("tattoo@arm:rosa", "tattoo@arm:calavera|fresh|", missing),
        ("tattoo@arm:rosa;scar@chin", "none|fresh|", Some("several_missing")),
        ("tattoo@arm:rosa;scar@chin", "none|early-decomposition|", missing),
        ("tattoo@arm:rosa", "none|fresh|arms;torso", missing),
        ("amputation@finger", "fracture-healed@arm|osamenta|", missing),
        // a tattoo somewhere may be the one
        ("tattoo:rosa", "tattoo@arm|fresh|", Some("type_only")),
        // the skin is not there, or not that part of it, or nobody looked
        ("tattoo@arm:rosa", "none|osamenta|", None),
        ("tattoo@arm:rosa", "none||", None),
        ("tattoo@arm:rosa", "n/o|fresh|", None),
        ("tattoo@arm:rosa", "none|fresh|head;torso", None),
        ("tattoo@arm:rosa", "none|mummified|", None),
        ("scar@arm", "none|early-decomposition|", None),
        ("tattoo@arm:rosa", "none|burned|", None),
        ("tattoo@arm:rosa", "fracture-healed@leg|osamenta|", None),
        ("tattoo@arm:rosa", "amputation@leg|osamenta|", None),
        ("plate-screws@leg", "fracture-healed@arm|osamenta|", Some("type_only")),
        ("tattoo@arm:rosa", "tattoo@arm:rosa|mummified|", Some("same_mark_detailed")),
        // what the family does not mention is not against
        ("none", "tattoo@arm:rosa|fresh|", None),
    ] {
        check_body(notice, remains, expected, false);
    }
}

#[test]
fn amputations() {
    let missing = Some("expected_missing");
    for (notice, remains, expected, excluded) in [
        ("amputation@hand/left", "none|fresh|all", missing, true),
        ("amputation@hand/left", "|osamenta|all", missing, true),
        ("amputation@foot/right", "|osamenta|legs;feet", missing, true),
        ("amputation@forearm/right", "|osamenta|hands", missing, true),
        ("amputation@hand/left", "amputation@hand/left|fresh|all", Some("same_mark"), false),
        ("amputation@hand/left", "|osamenta|head;torso", None, false),
        ("amputation@hand/left", "|osamenta|feet", None, false),
        ("amputation@finger", "|osamenta|all", None, false),
        ("amputation", "|osamenta|all", None, false),
        ("scar@hand", "|osamenta|all", None, false),
    ] {
        check_body(notice, remains, expected, excluded);
    }
    let (a, b) = (body("amputation@hand|fresh|"), body("none|fresh|all"));
    assert_eq!(
        finding(&MarksComparison::default(), &a, &b).and_then(|f| f.exclusion),
        None,
        "one kind"
    );
}

#[test]
fn shelters_examine_and_families_do_not_know_all() {
    let shelter = |marks| record(Kind::Shelter, &[("marks", marks)]);
    let level = |a: &Record, b: &Record| level_name(&MarksComparison::default(), a, b);
    assert_eq!(level(&shelter("tattoo"), &shelter("none")), Some("none_shared"));
    assert_eq!(level(&shelter("none"), &shelter("none")), None);
}

#[test]
fn two_bodies_are_both_examined() {
    let level = |a: &str, b: &str| level_name(&MarksComparison::default(), &body(a), &body(b));
    let missing = Some("expected_missing");
    assert_eq!(level("tattoo@arm:rosa|fresh|", "none|fresh|"), missing);
    assert_eq!(level("none|fresh|", "tattoo@arm:rosa|fresh|arms"), missing);
    assert_eq!(level("tattoo@arm:rosa|fresh|arms", "none|fresh|legs"), None);
    assert_eq!(level("tattoo@arm|fresh|", "tattoo@leg|fresh|"), Some("several_missing"));
}

#[test]
fn what_is_missing_takes_from_what_agrees() {
    let frequency = |notice: &str| {
        let notice = record(Kind::Notice, &[("marks", notice)]);
        let found =
            finding(&MarksComparison::default(), &notice, &body("tattoo@neck:ancla|fresh|"));
        found.and_then(|f| f.frequency).unwrap()
    };
    let (alone, missing) =
        (frequency("tattoo@neck:ancla"), frequency("tattoo@neck:ancla;scar@chin"));
    assert!(missing > 2.0 * alone, "{alone} {missing}");
}

#[test]
fn rare_marks_are_rare() {
    let frequency = |left: &str, right: &str| {
        compare_marks(left, right, Lang::Es).unwrap().0.frequency.unwrap()
    };
    let rose = frequency("tattoo@forearm/right:rosa", "tattoo@forearm/right:rosa");
    let dragon = frequency("tattoo@neck:dragón", "tattoo@neck:dragón");
    let named = frequency("tattoo@neck:dragón rojo Marisol", "tattoo@neck:Marisol y dragón rojo");
    assert!(rose > 1e-3 && rose < 0.01, "{rose}");
    assert!(dragon < rose / 5.0 && named < dragon / 5.0, "{dragon} {named}");
    let two = frequency("tattoo@neck:ancla; scar@chin", "tattoo@neck:ancla; scar@chin");
    let one = frequency("tattoo@neck:ancla; scar@chin", "tattoo@neck:ancla; mole@chin");
    assert!(two < one, "{two} {one}");
    let many = frequency("tattoo@neck:ancla; mole@back; scar@leg", "tattoo@neck:ancla");
    assert!(many > frequency("tattoo@neck:ancla", "tattoo@neck:ancla"), "{many}");
}

#[test]
fn reasons_name_what_agrees() {
    let check = |left, right, lang, expected: &str| {
        assert_eq!(compare_marks(left, right, lang).unwrap().1, expected);
    };
    let (rose, rose_left) = ("tattoo@forearm/right:rosa", "tattoo@forearm/left:rosa roja");
    check(
        rose,
        rose_left,
        Lang::Es,
        "tatuaje (antebrazo, derecho) / tatuaje (antebrazo, izquierdo): rosa",
    );
    check(
        rose,
        "tattoo@hand:skull",
        Lang::En,
        "tattoo (forearm, right) / tattoo (hand), other motif: rose / skull",
    );
    check("scar@chin", "scar@chin", Lang::En, "scar (chin) in both records");
    check("scar@chin", "mole@chin", Lang::Es, "ninguna seña de una ficha está en la otra");
    let c = MarksComparison::default();
    let (l, r) = (record(Kind::Notice, &[("marks", "tattoo@arm:rosa")]), body("none|fresh|"));
    let found = finding(&c, &l, &r).unwrap();
    assert_eq!(
        c.reason(&c.compile(&l).unwrap(), &c.compile(&r).unwrap(), &found, Lang::Es),
        "tatuaje (brazo) no está en el cuerpo, que la mostraría"
    );
    assert_eq!(c.show(&l, Lang::Es), "tatuaje (brazo): rosa");
    assert_eq!(c.show(&r, Lang::Es), "ninguna");
}

proptest! {
    #[test]
    fn any_text(left in ".{0,60}", right in ".{0,60}") {
        let other = compare_marks(&right, &left, Lang::En).map(|(found, _)| found);
        prop_assert_eq!(compare_marks(&left, &right, Lang::En).map(|(found, _)| found), other);
    }

    #[test]
    fn symmetric(left in lists(), right in lists(), kinds in (0usize..3, 0usize..3), condition in "(fresh|osamenta|)", parts in "(all|hands|)") {
        let make = |kind: usize, marks: &str| record(Kind::ALL[kind], &[("marks", marks), ("condition", &condition), ("inventory", &parts)]);
        let (l, r) = (make(kinds.0, &left), make(kinds.1, &right));
        let found = finding(&MarksComparison::default(), &l, &r);
        prop_assert_eq!(found, finding(&MarksComparison::default(), &r, &l));
        if let Some(found) = found {
            prop_assert!(found.frequency.is_none_or(|f| f > 0.0 && f <= 1.0));
            prop_assert!(Kind::ALL[kinds.0] != Kind::ALL[kinds.1] || found.exclusion.is_none());
        }
    }
}

fn lists() -> impl Strategy<Value = String> {
    let item = "(tattoo|scar|mole|burn|amputation|other)(@(arm|forearm|hand|chest|back|mouth|trunk)(/(left|right|both))?)?(:(rosa|santa muerte|letras marisol|calavera 18))?";
    prop::collection::vec(item, 0..5).prop_map(|items| items.join(";"))
}
