//! vínculo tells names of one person from names of two better than plain string
//! measures do, on pairs that it was not made by.

use std::path::Path;

use vinculo_benches::names::{NamePair, methods, parting_of_clear, read_pairs};

fn pairs() -> Vec<NamePair> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data-fixtures/names");
    read_pairs(&folder.join("pairs.csv")).expect("the frozen pairs can be read")
}

#[test]
fn the_area_of_vinculo_is_above_that_of_every_peer() {
    let pairs = pairs();
    let areas: Vec<(&str, f64)> = methods()
        .expect("the built-in model fits")
        .iter()
        .map(|method| {
            let scores: Vec<f64> =
                pairs.iter().map(|pair| (method.score)(&pair.left, &pair.right)).collect();
            (method.name, parting_of_clear(&pairs, &scores).expect("pairs of both labels").area)
        })
        .collect();
    let (vinculo, peers) = areas.split_first().expect("vínculo is the first method");
    assert_eq!(peers.len(), 3);
    for peer in peers {
        assert!(vinculo.1 > peer.1, "{areas:?}");
    }
}

#[test]
fn the_pairs_are_of_both_labels_and_mostly_hard() {
    let pairs = pairs();
    let other: Vec<&NamePair> = pairs.iter().filter(|pair| !pair.same).collect();
    let easy =
        other.iter().filter(|p| matches!(p.kind.as_str(), "strangers" | "compatriots")).count();
    assert!(pairs.len() >= 3_000 && other.len() * 10 >= pairs.len() * 4, "{}", other.len());
    assert!(easy * 2 <= other.len(), "{easy} of {}", other.len());
}
