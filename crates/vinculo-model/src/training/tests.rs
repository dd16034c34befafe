//! Known m and u are recovered from pairs drawn from them.

use std::sync::LazyLock;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use vinculo_record::Link;

use super::*;
use crate::model::{Model, PriorSpec};

/// m and u that the pairs are drawn from: five comparisons of three levels.
const M: [[f64; 3]; 5] =
    [[0.8, 0.15, 0.05], [0.7, 0.2, 0.1], [0.9, 0.06, 0.04], [0.6, 0.3, 0.1], [0.75, 0.15, 0.1]];
const U: [[f64; 3]; 5] = [
    [0.002, 0.05, 0.948],
    [0.004, 0.03, 0.966],
    [0.01, 0.09, 0.9],
    [0.005, 0.045, 0.95],
    [0.003, 0.097, 0.9],
];
/// What the model believes before training.
const PUBLISHED_M: [f64; 3] = [0.5, 0.3, 0.2];
const PUBLISHED_U: [f64; 3] = [0.01, 0.1, 0.89];
const LEFT: u64 = 2_000;
const RIGHT: u64 = 2_000;
const SHARE: f64 = 0.6;

fn spec(pseudo_count: f64) -> LinkSpec {
    let comparison = |place: usize| ComparisonSpec {
        name: format!("c{place}"),
        code_version: 1,
        source: "published".to_owned(),
        group: None,
        unordered: false,
        levels: (0..3)
            .map(|level| LevelSpec {
                level: format!("l{level}"),
                m: PUBLISHED_M[level],
                u: PUBLISHED_U[level],
                source: "published".to_owned(),
                pseudo_count,
                tf_factor: 0.0,
            })
            .collect(),
    };
    LinkSpec {
        prior: PriorSpec { share: 0.2, source: "published".to_owned() },
        frequencies: None,
        groups: Default::default(),
        comparisons: (0..5).map(comparison).collect(),
    }
}

fn draw(rng: &mut ChaCha8Rng, shares: &[[f64; 3]; 5]) -> Vec<TrainingFinding> {
    let level = |shares: &[f64; 3], unit: f64| {
        usize::from(unit >= shares[0]) + usize::from(unit >= shares[0] + shares[1])
    };
    shares
        .iter()
        .map(|shares| (rng.random::<f64>() >= 0.1).then(|| (level(shares, rng.random()), None)))
        .collect()
}

/// Random pairs and likely ones, drawn once.
static PAIRS: LazyLock<(TrainingPairs, TrainingPairs)> = LazyLock::new(|| pairs(11, &spec(5.0)));

/// Random pairs and all pairs that are likely under the published model, drawn
/// from a collection of [`LEFT`] × [`RIGHT`] records.
fn pairs(seed: u64, link: &LinkSpec) -> (TrainingPairs, TrainingPairs) {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let (mut random, mut likely) = (TrainingPairs::new(5), TrainingPairs::new(5));
    let model = LinkModel::new(Link::NoticeShelter, link);
    let prior = model.prior(RIGHT).unwrap();
    let different = 1_000_000;
    for pair in 0..different {
        let findings = draw(&mut rng, &U);
        if pair < 500_000 {
            random.push((pair as u32, pair as u32), &findings);
        }
        // each stands for as many as are missing of all pairs
        if likelihood(&model, &prior, &findings) {
            for _ in 0..LEFT * RIGHT / different {
                let mut record = || rng.random_range(0..LEFT as u32);
                let records = (record(), record());
                likely.push(records, &findings);
            }
        }
    }
    for pair in 0..(LEFT as f64 * SHARE) as u32 {
        let findings = draw(&mut rng, &M);
        if likelihood(&model, &prior, &findings) {
            likely.push((pair, pair), &findings);
        }
    }
    (random, likely)
}

fn likelihood(model: &LinkModel, prior: &Prior, findings: &[TrainingFinding]) -> bool {
    let mut one = TrainingPairs::new(5);
    one.push((0, 0), findings);
    weigh::probabilities(model, prior, &one)[0] >= settings::LIKELY_ODDS_BITS.exp2()
}

#[test]
fn known_m_u_and_share_are_recovered() {
    let published = spec(5.0);
    let (random, likely) = &*PAIRS;
    let data = TrainingData { random, likely, left_records: LEFT, set_size: RIGHT };
    let (trained, report) =
        train_round(Link::NoticeShelter, &published, &published, &data).unwrap();
    assert!(report.converged(), "{report:?}");
    for (place, comparison) in trained.comparisons.iter().enumerate() {
        assert!(report.comparisons[place].m_learnt);
        for (level, found) in comparison.levels.iter().enumerate() {
            let (m, u) = (M[place][level], U[place][level]);
            assert!((found.m - m).abs() < 0.05, "m of {place} {level}: {} for {m}", found.m);
            assert!(
                (found.u - u).abs() < 0.1 * u + 0.0003,
                "u of {place} {level}: {} for {u}",
                found.u
            );
        }
    }
    let matched = 1.0 / (1.0 + settings::SHARE_PRIOR);
    let expected = matched * SHARE + (1.0 - matched) * 0.2;
    assert!((trained.prior.share - expected).abs() < 0.03, "{}", trained.prior.share);
    assert!(trained.comparisons[0].source.contains("trained"), "{}", trained.comparisons[0].source);
}

#[test]
fn too_few_matches_leave_the_published_m_and_u() {
    let published = spec(5.0);
    let random = &PAIRS.0;
    let mut few = TrainingPairs::new(5);
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    (0..50).for_each(|pair| few.push((pair, pair), &draw(&mut rng, &M)));
    for likely in [&few, random] {
        let data = TrainingData { random, likely, left_records: LEFT, set_size: RIGHT };
        let (trained, report) =
            train_round(Link::NoticeRemains, &published, &published, &data).unwrap();
        for (comparison, told) in trained.comparisons.iter().zip(&report.comparisons) {
            assert!(!told.m_learnt);
            let m: Vec<f64> = comparison.levels.iter().map(|level| level.m).collect();
            assert_eq!(m, PUBLISHED_M);
            let u: Vec<f64> = comparison.levels.iter().map(|level| level.u).collect();
            assert_eq!(u, PUBLISHED_U);
            assert!(comparison.source.contains("too few"), "{}", comparison.source);
        }
    }
}

#[test]
fn a_trained_section_is_a_valid_model() {
    let published = spec(5.0);
    let (random, likely) = &*PAIRS;
    let data = TrainingData { random, likely, left_records: LEFT, set_size: RIGHT };
    let round = |current: &LinkSpec| {
        train_round(Link::NoticeShelter, &published, current, &data).unwrap().0
    };
    let first = round(&published);
    let second = round(&first);
    assert_eq!(first, round(&published), "the same data give the same section");
    let links = [(Link::NoticeShelter, second)].into_iter().collect();
    let spec = crate::ModelSpec { name: "trained".into(), note: String::new(), links };
    let model = Model::new(spec).unwrap();
    assert_eq!(Model::from_toml(model.to_toml()).unwrap(), model);
}

#[test]
fn rounding_leaves_the_order_of_levels() {
    let level = |m, u| LevelSpec {
        level: String::new(),
        m,
        u,
        source: String::new(),
        pseudo_count: 1.0,
        tf_factor: 0.0,
    };
    // one ratio before rounding to few digits
    let mut levels = [level(0.1234, 0.000_001_027), level(0.0313, 0.000_000_26), level(0.8, 0.9)];
    keep_order(&mut levels);
    let ratio = |level: &LevelSpec| level.m / level.u;
    let most = ratio(&levels[0]) * (1.0 + crate::constants::ORDER_TOLERANCE);
    assert!(ratio(&levels[1]) <= most);
    assert!((levels[1].u / 0.000_000_26 - 1.0).abs() < 0.003);
    assert_eq!(levels[2].u, 0.9);
}
