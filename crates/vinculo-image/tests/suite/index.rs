//! The index against a plain scan.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use vinculo_image::{Code, CodeHit, CodeIndex, Part, StoredCode};

const CENTRE: Part = Part::Centre(80);

/// Clusters of codes, so that every radius has hits.
fn clustered(seed: u64, count: usize) -> Vec<Code> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let centres: Vec<Code> =
        (0..20).map(|_| Code(std::array::from_fn(|_| rng.next_u64()))).collect();
    (0..count)
        .map(|_| {
            let mut code = centres[(rng.next_u64() % 20) as usize];
            for _ in 0..rng.next_u64() % 50 {
                let bit = rng.next_u64() % 256;
                code.0[(bit / 64) as usize] ^= 1 << (bit % 64);
            }
            code
        })
        .collect()
}

fn stored(code: Code) -> [StoredCode; 2] {
    [
        StoredCode { code, part: Part::Whole },
        StoredCode { code: Code(code.0.map(|word| !word)), part: CENTRE },
    ]
}

fn oracle(held: &BTreeMap<u32, Code>, views: &[Code], radius: u32) -> Vec<CodeHit> {
    let mut hits = Vec::new();
    for (&picture, &code) in held {
        for one in stored(code) {
            for (view, wanted) in views.iter().enumerate() {
                let distance = (0..256)
                    .filter(|bit| {
                        let word = |code: &Code| code.0[bit / 64] >> (bit % 64) & 1;
                        word(wanted) != word(&one.code)
                    })
                    .count() as u32;
                if distance <= radius {
                    hits.push(CodeHit { distance, picture, part: one.part, view });
                }
            }
        }
    }
    hits.sort();
    hits
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Insertions and removals in any order, below and above the size at which tables are made.
    #[test]
    fn finds_what_a_scan_finds(
        seed: u64,
        built in prop_oneof![0usize..200, 9_000usize..12_000],
        inserted in 0usize..300,
        removed in proptest::collection::vec(any::<u32>(), 0..60),
        radius in 0u32..70,
        views in 1usize..9,
    ) {
        let codes = clustered(seed, built + inserted + views);
        let mut held: BTreeMap<u32, Code> = (0..built as u32).zip(codes.iter().copied()).collect();
        let ready: Vec<_> = held.iter().map(|(&picture, &code)| (picture, stored(code))).collect();
        let mut index = CodeIndex::build(ready.iter().map(|(picture, codes)| (*picture, codes.as_slice())));
        for (number, code) in (0_u32..).zip(&codes).take(built + inserted).skip(built) {
            index.insert(number, &stored(*code));
            held.insert(number, *code);
        }
        for number in removed {
            let picture = number % (built + inserted + 1) as u32;
            prop_assert_eq!(index.remove(picture), held.remove(&picture).is_some());
        }
        prop_assert_eq!(index.len(), 2 * held.len());
        let views = &codes[built + inserted..];
        prop_assert_eq!(index.search(views, radius), oracle(&held, views, radius));
        prop_assert_eq!(index.search(views, radius), index.search_by_scan(views, radius));
    }
}

#[test]
fn an_empty_index_finds_nothing() {
    let mut index = CodeIndex::new();
    assert!(index.search(&[Code::default()], 256).is_empty());
    assert!(!index.remove(1));
    assert!(index.is_empty());
}
