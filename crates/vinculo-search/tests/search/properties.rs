//! What holds for any text.

use std::sync::LazyLock;

use proptest::prelude::*;
use vinculo_search::{Change, Query, SearchIndex};

use crate::people::{NAMES, body, everyone, index_of, person};

static INDEX: LazyLock<SearchIndex> = LazyLock::new(|| {
    let mut all = everyone();
    all.push(body("R1", &["Vestía pantalón azul y botas negras. Cicatriz en la ceja."]));
    index_of(all)
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        let page = INDEX.search(&Query::text(text)).expect("a page");
        for hit in &page.hits {
            prop_assert!(hit.score.is_finite() && (0.0..=2.02).contains(&hit.score));
            if let Some(snippet) = &hit.snippet {
                let pieces = snippet.pieces();
                let joined: String = pieces.iter().map(|(piece, _)| *piece).collect();
                prop_assert_eq!(&joined, &snippet.text);
            }
        }
    }

    #[test]
    fn text_like_names_is_answered(text in "([a-zñáéíóúü'’ʼ0-9 \\-/:]|Ca'al|López|pantal[óo]n|azul){0,60}") {
        let page = INDEX.search(&Query::text(text)).expect("a page");
        let scores: Vec<f64> = page.hits.iter().map(|hit| hit.score).collect();
        prop_assert!(scores.windows(2).all(|w| w[0] >= w[1]), "falling");
        prop_assert_eq!(page.total >= page.hits.len() as u64, true);
    }

    #[test]
    fn word_order_changes_nothing(
        who in 0..NAMES.len(),
        shuffled in Just(NAMES).prop_shuffle(),
        seed in any::<prop::sample::Index>(),
    ) {
        let (given, surnames) = NAMES[who];
        // A word behind all others, so that the last one stays the last.
        let text = format!("{given} {surnames}");
        let mut words: Vec<&str> = text.split(' ').chain([shuffled[0].0]).collect();
        let search = |words: &[&str]| {
            let text = format!("{} xx", words.join(" "));
            INDEX.search(&Query::text(text)).expect("a page")
        };
        let page = search(&words);
        let turn = seed.index(words.len());
        words.rotate_left(turn);
        let turned = search(&words);
        prop_assert_eq!(page.total, turned.total);
        prop_assert!(page.hits == turned.hits);
    }

    #[test]
    fn a_page_is_a_cut_of_the_whole_list(
        words in prop::collection::vec(any::<prop::sample::Index>(), 1..6),
        offset in 0_usize..6,
        limit in 0_usize..6,
    ) {
        let all: Vec<&str> = NAMES.iter().flat_map(|(a, b)| [*a, *b]).flat_map(|it| it.split(' ')).collect();
        let text = words.iter().map(|word| all[word.index(all.len())]).collect::<Vec<_>>().join(" ");
        let search = |offset, limit| {
            INDEX.search(&Query { offset, limit, ..Query::text(&*text) }).expect("a page")
        };
        let (whole, page) = (search(0, 100), search(offset, limit));
        prop_assert_eq!(whole.total, whole.hits.len() as u64);
        let cut: Vec<_> = whole.hits.into_iter().skip(offset).take(limit).collect();
        prop_assert!(page.hits == cut, "{}", text);
        prop_assert_eq!(
            (page.total, page.total_all_words, page.facets),
            (whole.total, whole.total_all_words, whole.facets)
        );
    }
}

proptest! {
    // Each case makes an index of its own.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_document_is_indexed_and_found_by_its_id(
        name in any::<String>(),
        narrative in any::<String>(),
        number in any::<String>(),
        country in proptest::option::of(any::<String>()),
        age in any::<(Option<f64>, Option<f64>)>(),
    ) {
        let mut document = person("any-1", &name, "");
        document.narrative = vec![narrative];
        document.documents = vec![number];
        document.country = country.clone();
        document.admin1 = country;
        (document.age_min, document.age_max) = age;
        let index = SearchIndex::in_memory().expect("an index");
        index.apply(&[Change::Upsert(document)]).expect("applied");
        index.commit(1).expect("committed");
        let page = index.search(&Query::text("any-1")).expect("a page");
        prop_assert_eq!(page.total, 1);
    }
}
