use proptest::prelude::*;
use vinculo_record::Kind;

use super::*;
use crate::testing::{finding, level_name, record};

fn of(kind: Kind, text: &str) -> Record {
    record(kind, &[("clothing", text)])
}

#[test]
fn things_compare_as_said() {
    for (left, right, expected) in [
        ("playera:roja", "camiseta:rojo", Some("one_similar")),
        ("playera:roja", "camiseta:azul", Some("none_shared")),
        ("playera:roja", "playera", Some("none_shared")),
        ("t-shirt:red", "playera:roja", Some("one_similar")),
        ("playera:roja:Nike", "camiseta:roja:nike", Some("same_detailed")),
        ("playera:roja:Nike", "camiseta:roja:Adidas", Some("one_similar")),
        ("playera:roja:Nike", "camiseta:roja:Naik", Some("one_similar")),
        ("tenis:blancos:Jordan", "sneakers:white:JORDAN", Some("same_detailed")),
        (
            "playera:azul::Selección de Honduras",
            "camiseta:azul::selecion honduras",
            Some("same_detailed"),
        ),
        // regional words
        ("chumpa:negra", "chamarra:negro", Some("one_similar")),
        ("cincho:café", "cinturón:café", Some("one_similar")),
        ("burros:negros", "tenis:negro", Some("one_similar")),
        ("bolsón:azul", "mochila:azul", Some("one_similar")),
        ("calzoneta:verde", "short:verde", Some("one_similar")),
        ("chapas:doradas", "aretes:dorado", Some("one_similar")),
        // sizes
        ("tenis:negros::talla 27", "tenis:negro::US 9", Some("same_detailed")),
        ("tenis:negros::talla 27", "tenis:negro::talla 23", Some("none_shared")),
        ("pantalón:negro::talla 32", "pants:black::size 33", Some("same_detailed")),
        ("pantalón:negro::talla 28", "pants:black::size 40", Some("none_shared")),
        ("playera:roja::talla M", "camiseta:roja::size medium", Some("same_detailed")),
        // several, each taken once
        (
            "playera:roja:Nike;gorra:negra:Puma",
            "gorra:negra:Puma;camiseta:roja:Nike",
            Some("several_detailed"),
        ),
        ("playera:roja;playera:roja", "camiseta:roja", Some("one_similar")),
        // one digit misread
        ("papel:::tel 5555-1234", "nota:::5555-1284", Some("unique_one_off")),
        ("papel:::tel 5555-1234", "nota:::5555-2134", Some("unique_one_off")),
        ("playera::Nike", "camiseta:roja:Nike", Some("one_similar")),
        ("playera:azul:Nike", "camiseta:roja:Nike", Some("none_shared")),
        (
            "playera:roja;jeans:azul",
            "pantalón de mezclilla:azul;camiseta:rojo",
            Some("several_similar"),
        ),
        ("pantalón:negro;tenis:blancos", "tenis:blanco;pantalón:negro", Some("several_similar")),
        ("jeans azules", "mezclilla:azul", Some("one_similar")),
        ("papel:::+502 5555-1234", "nota:::tel 55551234", Some("same_unique")),
        ("tenis:blanco;pantalón:negro", "zapatillas:blanco;pants:black", Some("several_similar")),
        ("zapatos deportivos:negro", "sneakers:black", Some("one_similar")),
        ("zapatos:negro", "sneakers:black", Some("none_shared")),
        ("gorra:negra::logo de águila", "cap:black::águila bordada", Some("same_detailed")),
        ("mochila:gris", "backpack:gray", Some("one_similar")),
        ("papel:::tel. 502 5555 1234", "nota:::50255551234", Some("same_unique")),
        ("papel:::tel. 502 5555 1234", "nota:::50255559999", Some("none_shared")),
        ("playera:::\"Familia Xol 2019\"", "camisa:::'familia xol 2019'", Some("same_unique")),
        ("playera:::\"Nike\"", "camisa:::\"Nike\"", Some("none_shared")),
        ("anillo:dorado::iniciales MX", "sortija:oro::grabado iniciales", Some("same_detailed")),
        ("rosario:café", "rosary:brown", Some("one_similar")),
        ("marimba:café", "marimba:café", Some("one_similar")),
        ("marimba:café", "guitarra:café", Some("none_shared")),
        ("", "playera:roja", None),
    ] {
        let (a, b) = (of(Kind::Notice, left), of(Kind::Remains, right));
        assert_eq!(level_name(&EffectsComparison, &a, &b), expected, "{left} / {right}");
        assert_eq!(level_name(&EffectsComparison, &b, &a), expected, "{right} / {left}");
    }
}

#[test]
fn a_document_found_is_held_against_the_other_s_papers() {
    let notice = |papers: &str| record(Kind::Notice, &[("document_numbers", papers)]);
    let body = |effects: &str| record(Kind::Remains, &[("effects", effects)]);
    for (papers, effects, expected) in [
        ("DPI:2345 67890 0101", "credencial:::DPI 2345678900101", Some("same_unique")),
        ("DPI:2345 67890 0101", "papel:::2345 67890 0107", Some("unique_one_off")),
        ("DPI:2345 67890 0101", "papel:::9876 54321 0105", None),
        ("CURP:GAPA900515HDFRRL08", "hoja:::CURP GAPA900515HDFRRL08", Some("same_unique")),
        ("CURP:GAPA900515HDFRRL08", "hoja:::CURP LOMA900515HDFPRR07", None),
        ("DUI:01234567-8", "carnet:::DUI 01234567-8", Some("same_unique")),
        ("PASSPORT:A0123456", "pasaporte:::A0123456", Some("same_unique")),
        ("", "playera:roja", None),
    ] {
        let (l, r) = (notice(papers), body(effects));
        assert_eq!(level_name(&EffectsComparison, &l, &r), expected, "{papers} / {effects}");
        assert_eq!(level_name(&EffectsComparison, &r, &l), expected, "{effects} / {papers}");
    }
    let both = notice("DPI:2345 67890 0101");
    assert_eq!(level_name(&EffectsComparison, &both, &both), None, "papers are documents' own");
}

#[test]
fn a_rare_thing_says_more_than_jeans() {
    let frequency = |text: &str| {
        let record = of(Kind::Notice, text);
        finding(&EffectsComparison, &record, &record).and_then(|f| f.frequency).unwrap()
    };
    assert!(frequency("huipil:rojo") < frequency("jeans:azul"));
    assert!(frequency("jeans:azul;gorra:negra") < frequency("jeans:azul"));
}

proptest! {
    #[test]
    fn symmetric(left in outfits(), right in outfits()) {
        let (a, b) = (of(Kind::Notice, &left), of(Kind::Shelter, &right));
        prop_assert_eq!(finding(&EffectsComparison, &a, &b), finding(&EffectsComparison, &b, &a));
    }

    #[test]
    fn any_text_is_taken(a in "\\PC{0,40}", b in "[a-c]{0,3}:[a-c]{0,3}:\\PC{0,20}") {
        let (a, b) = (of(Kind::Shelter, &a), of(Kind::Shelter, &b));
        let level = |x, y| finding(&EffectsComparison, x, y).map(|f| f.level);
        prop_assert_eq!(level(&a, &b), level(&b, &a));
    }
}

fn outfits() -> impl Strategy<Value = String> {
    let item = "(jeans|playera|gorra|tenis)(:(negro|azul|blancos|))?(:(nike|adidas|))?(:(rota|talla 30|))?";
    prop::collection::vec(item, 0..6).prop_map(|items| items.join(";"))
}
