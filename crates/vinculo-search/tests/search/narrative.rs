//! Finding records by what is told of them.

use vinculo_search::{How, MatchedField};

use crate::people::{body, everyone, hit, ids, index_of, search};

#[test]
fn words_are_matched_by_their_stem() {
    let index = index_of(vec![
        body("R1", &["Vestía pantalón azul y botas negras."]),
        body("R2", &["camisa azul"]),
        body("R3", &["Cicatriz en la ceja", "short de lona"]),
    ]);
    for text in ["pantalones azules", "PANTALON AZUL", "azules pantalón"] {
        let page = search(&index, text);
        assert_eq!(ids(&page), ["R1", "R2"], "{text}");
        assert_eq!(page.total_all_words, 1);
    }
    let page = search(&index, "cicatrices");
    assert_eq!(ids(&page), ["R3"]);
    let reason = &hit(&page, "R3").matched[0];
    assert_eq!((reason.field, reason.how), (MatchedField::Narrative, How::Stem));
}

#[test]
fn the_snippet_shows_the_words_found() {
    let index = index_of(vec![body("R1", &["sin datos", "Vestía pantalón azul y botas negras."])]);
    let page = search(&index, "pantalones negros");
    let snippet = page.hits[0].snippet.as_ref().expect("a snippet");
    let marked: Vec<&str> =
        snippet.pieces().iter().filter(|(_, marked)| *marked).map(|(piece, _)| *piece).collect();
    assert_eq!(marked, ["pantalón", "negras"]);
    assert_eq!(snippet.text, "Vestía pantalón azul y botas negras.");
}

#[test]
fn a_name_outweighs_the_same_word_in_a_narrative() {
    let mut people = everyone();
    people.push(body("R1", &["Caal Caal Caal Caal Caal Caal"]));
    people.push(body("R2", &["acompañado de Domingo"]));
    let index = index_of(people);
    let page = search(&index, "Caal");
    let place = |id| ids(&page).iter().position(|found| *found == id);
    assert!(place("N32") < place("R1") && place("N03") < place("R1"));
    assert!(hit(&page, "N32").snippet.is_none());
    assert!(hit(&page, "R1").snippet.is_some());
}

#[test]
fn a_narrative_with_more_of_it_comes_first() {
    let filler = "texto ".repeat(60);
    let index = index_of(vec![
        body("long", &[&format!("tatuaje {filler}")]),
        body("short", &["tatuaje de una cruz"]),
        body("twice", &["tatuaje de una cruz, otro tatuaje"]),
    ]);
    assert_eq!(ids(&search(&index, "tatuajes")), ["twice", "short", "long"]);
}

#[test]
fn names_and_narrative_add_up() {
    let mut people = everyone();
    let caal = people.iter_mut().find(|p| p.key.local_id == "N32").expect("N32");
    caal.narrative.push("Lunar en la mejilla izquierda".to_owned());
    let page = search(&index_of(people), "Caal lunar mejilla");
    assert_eq!(ids(&page)[0], "N32");
    assert_eq!((page.hits[0].matched.len(), page.total_all_words), (3, 1));
}

#[test]
fn the_place_is_found() {
    let mut document = body("R1", &[]);
    document.place = Some("Sayaxché".to_owned());
    document.admin1 = Some("Petén".to_owned());
    let index = index_of(vec![document, body("R2", &["nada"])]);
    assert_eq!(ids(&search(&index, "sayaxche peten")), ["R1"]);
}
