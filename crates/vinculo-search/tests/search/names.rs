//! Finding people by names that are half remembered.

use vinculo_record::{Kind, RecordKey};
use vinculo_search::{How, MatchedField, Page};

use crate::people::{everyone, hit, ids, index_of, person, search};

/// The text finds the notice first.
fn check_first(text: &str, id: &str) -> Page {
    let page = search(&index_of(everyone()), text);
    assert_eq!(ids(&page).first(), Some(&id), "{text}: {:?}", page.hits);
    page
}

/// The text finds the notice with every word, its only word by this way.
fn check_how(text: &str, id: &str, how: How) {
    let page = search(&index_of(everyone()), text);
    let ways: Vec<How> = hit(&page, id).matched.iter().map(|m| m.how).collect();
    assert_eq!(ways, [how], "{text}");
}

#[test]
fn names_are_found_in_any_order() {
    for text in [
        "López Hernández Juan Carlos",
        "Juan López Carlos Hernández",
        "hernandez juan carlos lopez",
    ] {
        let page = check_first(text, "N01");
        assert_eq!(hit(&page, "N01").matched.len(), 4);
    }
    let index = index_of(everyone());
    let a = search(&index, "Guadalupe María Caal");
    let b = search(&index, "Caal María Guadalupe");
    assert_eq!(ids(&a), ids(&b));
    assert_eq!(
        a.hits.iter().map(|h| h.score).collect::<Vec<_>>(),
        b.hits.iter().map(|h| h.score).collect::<Vec<_>>()
    );
}

#[test]
fn a_surname_misspelt_by_one_letter_is_found() {
    check_first("Rosa Vásqeuz", "N08"); // swapped
    check_first("Alvarodo Nohemí", "N23"); // wrong
    check_first("Portilo", "N28"); // missing
    check_first("Arguetta", "N27"); // doubled
    check_first("Quintanlla Edwin", "N30");
    check_how("Arguetqa", "N27", How::OneEdit);
}

#[test]
fn a_missing_accent_or_apostrophe_is_no_matter() {
    check_first("Oscar Funes", "N26");
    check_first("Rosa Munoz", "N08");
    check_how("NOHEMI", "N23", How::Folded);
    check_how("Nohemi\u{301}", "N23", How::Exact);
    check_how("Choj", "N14", How::Folded);
    check_how("Ch'oj", "N14", How::Exact);
    check_how("CHʼOJ", "N14", How::Exact);
}

#[test]
fn mayan_spellings_are_found_under_each_other() {
    for text in ["Ca'al", "Caal", "Kaal", "Qa’al"] {
        let page = search(&index_of(everyone()), text);
        let mut found = ids(&page);
        found.sort_unstable();
        assert!(["N02", "N03", "N32"].iter().all(|id| found.contains(id)), "{text}: {found:?}");
    }
    check_how("Kaal", "N32", How::Phonetic);
    check_how("Witz", "N14", How::Phonetic);
    check_how("Ishcoy", "N10", How::Phonetic);
    check_how("Tsok", "N10", How::Phonetic);
}

#[test]
fn names_are_found_by_sound() {
    check_how("Jason", "N03", How::Respelt);
    check_first("Bryan Martínez", "N09");
    check_first("Jimena", "N10");
    check_how("Jimena", "N10", How::Phonetic);
    check_how("Jessica", "N29", How::Respelt);
    check_how("Vilmer", "N21", How::Phonetic);
    check_how("Noemi", "N23", How::Phonetic);
    check_how("Hernández", "N17", How::Phonetic);
}

#[test]
fn the_beginning_of_a_name_is_enough() {
    check_how("Quint", "N30", How::Prefix);
    check_how("Her", "N25", How::Prefix);
    let page = search(&index_of(everyone()), "Her Batz");
    assert!(
        hit(&page, "N25").matched.iter().all(|m| m.how != How::Prefix),
        "three letters are a prefix only where they may still be typed"
    );
}

#[test]
fn two_letters_do_not_match_everybody() {
    let index = index_of(everyone());
    assert_eq!(ids(&search(&index, "us")), ["N25"]);
    assert_eq!(search(&index, "zz").total, 0);
    assert!(search(&index, "pu").total < 3);
    assert_eq!(search(&index, "!?").total, 0, "a text without words finds nobody");
}

#[test]
fn a_closer_match_always_scores_higher() {
    // The rarer the worse match is, the more a frequency would lift it.
    let mut people = vec![person("far", "Ana", "Lopezd")];
    people.extend((0..40).map(|n| person(&format!("exact{n:02}"), "Ana", "López")));
    people.push(person("plain", "Ana", "Lopez"));
    people.push(person("sound", "Ana", "Lopes"));
    people.push(person("edit", "Ana", "Lípez"));
    people.push(person("prefix", "Ana", "Lopezortiz"));
    people.push(person("whole", "", "Lopezd"));
    let index = index_of(people);
    for text in ["López", "López Ana"] {
        let page = index
            .search(&vinculo_search::Query { limit: 100, ..vinculo_search::Query::text(text) })
            .expect("a page");
        let score = |id| hit(&page, id).score;
        assert!(score("exact00") > score("plain"), "{text}");
        assert!(score("plain") > score("sound"), "{text}");
        assert!(score("sound") > score("edit"), "{text}");
        assert!(score("edit") > score("prefix"), "{text}");
        assert_eq!(score("far"), score("edit"), "one edit is one edit, however rare");
        assert!(score("exact00") > score("whole"), "{text}");
        let last_exact = ids(&page).iter().rposition(|id| id.starts_with("exact"));
        assert_eq!(last_exact, Some(39), "{text}");
    }
}

#[test]
fn all_words_matched_come_before_some() {
    let page = search(&index_of(everyone()), "María Caal");
    assert_eq!(ids(&page)[0], "N02");
    assert_eq!(page.total_all_words, 1);
    assert!(page.total > 3);
    assert!(page.hits[0].score > 1.0 && page.hits[1].score < 1.0);
}

#[test]
fn one_name_does_not_match_two_words() {
    // Marta is one edit from María: a record with one of them is half a match.
    let page = search(&index_of(everyone()), "Marta María Pérez");
    assert_eq!(ids(&page)[0], "N13");
    assert_eq!(hit(&page, "N12").matched.len(), 2);
    let page = search(&index_of(everyone()), "Pascual Pascual");
    assert_eq!((ids(&page), page.total_all_words), (vec!["N06", "N07"], 1));
}

#[test]
fn two_words_take_two_names() {
    // Each of the two words has a name of its own in one record, and not in the other.
    let index = index_of(vec![person("both", "María Mariana", "Us"), person("one", "María", "Us")]);
    let page = search(&index, "María Marie");
    assert_eq!((ids(&page), page.total_all_words), (vec!["both", "one"], 1));
    assert_eq!(hit(&page, "both").matched.len(), 2);
}

#[test]
fn of_equals_the_whole_name_comes_first() {
    let page = search(&index_of(everyone()), "Juan López");
    assert_eq!(ids(&page)[..2], ["N05", "N01"]);
}

#[test]
fn particles_weigh_nothing_beside_names() {
    check_first("de la Flores", "N18");
    let page = search(&index_of(everyone()), "Flores de la Concepción");
    assert_eq!(hit(&page, "N18").matched.len(), 2);
    assert_eq!(ids(&search(&index_of(everyone()), "de la O")), ["N18"]);
}

#[test]
fn ties_are_ordered_by_key() {
    let mut people: Vec<_> =
        ["b", "a", "c", "A", "10", "9"].iter().map(|id| person(id, "Juan", "Xol")).collect();
    people[2].key = RecordKey::new(Kind::Notice, "AAA", "z").expect("a key");
    let forward = index_of(people.clone());
    people.reverse();
    let backward = index_of(people);
    let expected = ["z", "10", "9", "A", "a", "b"];
    assert_eq!(ids(&search(&forward, "Xol")), expected);
    assert_eq!(ids(&search(&backward, "Xol")), expected);
}

#[test]
fn a_hit_says_why_it_was_found() {
    let page = search(&index_of(everyone()), "Brian Martinez Reyez");
    let matched = &hit(&page, "N09").matched;
    let reasons: Vec<_> =
        matched.iter().map(|m| (m.word.as_str(), m.found.as_str(), m.field, m.how)).collect();
    assert_eq!(
        reasons,
        [
            ("Brian", "brayan", MatchedField::GivenName, How::Respelt),
            ("Martinez", "martínez", MatchedField::Surname, How::Folded),
            ("Reyez", "reyes", MatchedField::Surname, How::Phonetic),
        ]
    );
    assert!(!format!("{:?}", page).contains("Brian"));
}

#[test]
fn aliases_and_numbers_are_found() {
    let mut document = person("CASO-7/2021", "Elmer", "Portillo");
    document.names.push("el Chele".to_owned());
    document.documents = vec!["DPI:2345 67890 0101".to_owned(), "AB-998877".to_owned()];
    let mut people = everyone();
    people.push(document);
    let index = index_of(people);
    let check = |text: &str, field: MatchedField| {
        let page = search(&index, text);
        assert_eq!(ids(&page).first(), Some(&"CASO-7/2021"), "{text}");
        let matched = &page.hits[0].matched;
        assert!(matched.iter().all(|m| m.field == field && m.how == How::Exact), "{text}");
    };
    check("chele", MatchedField::Name);
    check("2345678900101", MatchedField::Document);
    check("2345 67890 0101", MatchedField::Document);
    check("dpi:2345-67890-0101", MatchedField::Document);
    check("ab998877", MatchedField::Document);
    check("caso-7/2021", MatchedField::LocalId);
    check("ORG/CASO-7/2021", MatchedField::LocalId);
    check("notice:ORG/CASO-7/2021", MatchedField::LocalId);
    assert_eq!(search(&index, "2345678900102").total, 0, "numbers are not matched fuzzily");
}

#[test]
fn pages_follow_each_other() {
    let people = (0..50).map(|n| person(&format!("{n:02}"), "Juan", "Xol")).collect();
    let index = index_of(people);
    let page = |offset, limit| {
        let query = vinculo_search::Query { offset, limit, ..vinculo_search::Query::text("Xol") };
        index.search(&query).expect("a page")
    };
    let all = page(0, 50);
    let mut joined = Vec::new();
    for offset in (0..50).step_by(7) {
        let part = page(offset, 7);
        assert_eq!(part.total, 50);
        joined.extend(part.hits);
    }
    assert!(joined == all.hits && joined.len() == 50);
    assert!(page(50, 7).hits.is_empty());
    assert!(page(usize::MAX, usize::MAX).hits.is_empty());
    assert!(page(0, 0).hits.is_empty() && page(0, 0).total == 50);
}
