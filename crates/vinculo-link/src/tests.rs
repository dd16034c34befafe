//! Ranking against a plain oracle that scores and sorts every pair by itself.

use proptest::prelude::*;
use vinculo_compare::{Comparison, Exclusion, Finding, Level, Meetings};
use vinculo_model::{LinkModel, Model, Prior, Probability, SetAccumulator};
use vinculo_record::{Kind, Lang, Link, Record, RecordKey, Row};

use crate::{Asking, Candidate, LeftOut, Profiles, Scorer, Suite, explain, rank_all, rank_one};

const LEVELS: [Level; 3] = [
    Level { name: "same", es: "igual", en: "same" },
    Level { name: "near", es: "cerca", en: "near" },
    Level { name: "far", es: "lejos", en: "far" },
];

/// Compares the length of the given names: enough to rank by.
struct Length;

impl Comparison for Length {
    type Feature = usize;

    fn name(&self) -> &'static str {
        "length"
    }

    fn code_version(&self) -> u32 {
        1
    }

    fn levels(&self) -> &'static [Level] {
        &LEVELS
    }

    fn compile(&self, record: &Record) -> Option<usize> {
        record.identity.given_names.as_ref().map(String::len)
    }

    fn compare(&self, left: &usize, right: &usize) -> Option<Finding> {
        Some(match left.abs_diff(*right) {
            0 => Finding::with_frequency(0, 1.0 / *left as f32),
            1 => Finding::level(1),
            _ => Finding::level(2),
        })
    }

    fn meetings(&self, left: &[usize], right: &[usize]) -> Option<Meetings> {
        let near = |of: &usize| {
            let met = (0_u32..).zip(right).filter(|(_, other)| of.abs_diff(**other) <= 1);
            met.map(|(i, _)| i).collect()
        };
        // each right feature is a group of its own
        let groups = (0..right.len() as u32).map(|i| vec![i]).collect();
        Some(Meetings::new(Finding::level(2), left.iter().map(near).collect(), groups))
    }

    fn show(&self, record: &Record, _: Lang) -> String {
        self.compile(record).map_or_else(String::new, |length| length.to_string())
    }

    fn reason(&self, _: &usize, _: &usize, finding: &Finding, lang: Lang) -> String {
        LEVELS[usize::from(finding.level)].label(lang).to_owned()
    }
}

/// Compares the first letters; a `z` against anything else excludes.
struct FirstLetter;

impl Comparison for FirstLetter {
    type Feature = u8;

    fn name(&self) -> &'static str {
        "first_letter"
    }

    fn code_version(&self) -> u32 {
        1
    }

    fn levels(&self) -> &'static [Level] {
        &LEVELS
    }

    fn compile(&self, record: &Record) -> Option<u8> {
        record.identity.given_names.as_ref().map(|name| name.as_bytes()[0])
    }

    fn compare(&self, left: &u8, right: &u8) -> Option<Finding> {
        let exclusion = (*left == b'z') != (*right == b'z');
        let level = if left == right { 0 } else { 1 + u8::from(left.abs_diff(*right) > 1) };
        Some(Finding {
            exclusion: exclusion.then_some(Exclusion::FoundBeforeLastSeen),
            ..Finding::level(level)
        })
    }

    fn show(&self, _: &Record, _: Lang) -> String {
        String::new()
    }

    fn reason(&self, _: &u8, _: &u8, _: &Finding, _: Lang) -> String {
        String::new()
    }
}

fn suite() -> Suite {
    Suite::empty().with(Length).with(FirstLetter)
}

fn model() -> Model {
    let comparison = |name: &str| {
        format!(
            "[[links.LINK.comparisons]]\nname = \"{name}\"\ncode_version = 1\nsource = \"test\"\n\
             group = \"both\"\nlevels = [\n\
             {{ level = \"same\", m = 0.8, u = 0.1, source = \"t\", pseudo_count = 1, tf_factor = 1.0 }},\n\
             {{ level = \"near\", m = 0.15, u = 0.2, source = \"t\", pseudo_count = 1 }},\n\
             {{ level = \"far\", m = 0.05, u = 0.7, source = \"t\", pseudo_count = 1 }},\n]\n"
        )
    };
    let link = format!(
        "[links.LINK]\nprior = {{ share = 0.3, source = \"t\" }}\n\
         [links.LINK.frequencies]\ndigest = \"\"\nfloor = 0.001\nshrinkage = 1\ntf_cap_bits = 8\nsource = \"t\"\n\
         [links.LINK.groups.both]\ncap_bits = 4\nsource = \"t\"\n{}{}",
        comparison("length"),
        comparison("first_letter")
    );
    let links = ["notice-remains", "notice-notice"].map(|name| link.replace("LINK", name));
    let toml = format!("format = 1\nname = \"test\"\nnote = \"test\"\n{}", links.concat());
    Model::from_toml(&toml).unwrap()
}

fn records(kind: Kind, names: &[Option<String>]) -> Vec<Record> {
    let record = |(i, name): (usize, &Option<String>)| {
        let mut row = Row::new();
        if let Some(name) = name {
            row.insert_text(vinculo_record::Column::GivenNames, name.as_str());
        }
        Record::from_row(RecordKey::new(kind, "T", format!("{i:03}")).unwrap(), &row).0
    };
    names.iter().enumerate().map(record).collect()
}

fn compile(suite: &Suite, records: &[Record]) -> Profiles {
    // in reverse, so that places and the order of keys differ
    Profiles::compile(suite, records.iter().rev().map(|record| (record, 1)))
}

/// Every list by sorting, every rank by looking it up.
fn oracle(
    scorer: &Scorer<'_>,
    prior: &Prior,
    top: usize,
    same: bool,
    out: &[(&RecordKey, &RecordKey)],
) -> Vec<Candidate> {
    let (left, right) = (scorer.left(), scorer.right());
    let is_out = |l: u32, r: u32| {
        let (l, r) = (left.key(l), right.key(r));
        out.contains(&(l, r)) || (same && out.contains(&(r, l)))
    };
    let list = |of: &dyn Fn(u32) -> Option<(u32, u32)>, others: &Profiles, excluded: bool| {
        let mut list: Vec<_> = (0..others.len() as u32)
            .filter_map(|place| {
                of(place).filter(|(l, r)| !is_out(*l, *r)).map(|pair| (pair, place))
            })
            .map(|((l, r), place)| (scorer.pair(l, r), place))
            .filter(|(score, _)| score.exclusions.is_empty() != excluded)
            .collect();
        list.sort_by(|(a, p), (b, q)| {
            (b.match_weight, others.key(*p)).cmp(&(a.match_weight, others.key(*q)))
        });
        list.into_iter().map(|(score, place)| (place, score.match_weight)).collect::<Vec<_>>()
    };
    let mut found = Vec::new();
    for l in 0..left.len() as u32 {
        for r in 0..right.len() as u32 {
            if is_out(l, r) || (same && left.key(l) >= right.key(r)) {
                continue;
            }
            let score = scorer.pair(l, r);
            let excluded = !score.exclusions.is_empty();
            let of_left =
                list(&|place| (!same || place != l).then_some((l, place)), right, excluded);
            let of_right =
                list(&|place| (!same || place != r).then_some((place, r)), left, excluded);
            let rank_in = |list: &[(u32, _)], place| {
                list.iter().position(|(p, _)| *p == place).unwrap() as u32 + 1
            };
            let (rank, rank_right) = (rank_in(&of_left, r), rank_in(&of_right, l));
            if rank.min(rank_right) as usize > top {
                continue;
            }
            let mut set = SetAccumulator::new(prior);
            let members = list(&|place| (!same || place != l).then_some((l, place)), right, false);
            members.iter().for_each(|(_, weight)| set.add(*weight));
            found.push(Candidate {
                left: l,
                right: r,
                match_weight: score.match_weight,
                probability: vinculo_model::probability(prior, score.match_weight),
                probability_set: if excluded {
                    Probability::ZERO
                } else {
                    set.probability(score.match_weight)
                },
                rank,
                rank_right,
                exclusions: score.exclusions,
            });
        }
    }
    found.sort_by_key(|c| (left.key(c.left).clone(), right.key(c.right).clone()));
    found
}

fn with_scorer<T>(
    link: Link,
    left: &[Record],
    right: &[Record],
    test: impl FnOnce(&Scorer<'_>, &LinkModel) -> T,
) -> T {
    let (suite, model) = (suite(), model());
    let link_model = model.link(link).unwrap();
    let left = compile(&suite, left);
    if link.is_same_kind() {
        test(&Scorer::new(&suite, link_model, &left, &left).unwrap(), link_model)
    } else {
        let right = compile(&suite, right);
        test(&Scorer::new(&suite, link_model, &left, &right).unwrap(), link_model)
    }
}

fn names() -> impl Strategy<Value = Vec<Option<String>>> {
    prop::collection::vec(prop::option::weighted(0.8, "[a-cz][a-c]{0,4}"), 1..14)
}

proptest! {
    #[test]
    fn all_pairs_equal_the_oracle(
        left in names(),
        right in names(),
        top in 1_usize..5,
        out in prop::collection::vec((0_usize..14, 0_usize..14), 0..6),
    ) {
        let (left, right) = (records(Kind::Notice, &left), records(Kind::Remains, &right));
        for link in [Link::NoticeRemains, Link::NoticeNotice] {
            with_scorer(link, &left, &right, |scorer, model| {
                let prior = model.prior(10).unwrap();
                let same = link.is_same_kind();
                let others = if same { &left } else { &right };
                let out: Vec<_> = out
                    .iter()
                    .filter_map(|(l, r)| Some((&left.get(*l)?.key, &others.get(*r)?.key)))
                    .collect();
                prop_assert_eq!(
                    rank_all(scorer, &prior, top, &LeftOut::new(scorer, out.iter().copied())),
                    oracle(scorer, &prior, top, same, &out)
                );
                Ok(())
            })?;
        }
    }

    #[test]
    fn one_record_s_list_is_that_of_all_pairs(
        left in names(),
        right in names(),
        out in prop::collection::vec(0_usize..14, 0..4),
    ) {
        let (left, right) = (records(Kind::Notice, &left), records(Kind::Remains, &right));
        let (suite, model) = (suite(), model());
        let model = model.link(Link::NoticeRemains).unwrap();
        let prior = model.prior(10).unwrap();
        let rights = compile(&suite, &right);
        let one = compile(&suite, &left[..1]);
        let scorer = Scorer::new(&suite, model, &one, &rights).unwrap();
        let out = out.iter().filter_map(|place| Some((&left[0].key, &right.get(*place)?.key)));
        let out = LeftOut::new(&scorer, out);
        let mut all = rank_all(&scorer, &prior, 3, &out);
        all.retain(|candidate| candidate.rank <= 3);
        all.sort_by_key(|c| (!c.exclusions.is_empty(), c.rank));
        all.iter_mut().for_each(|candidate| candidate.rank_right = 0);
        prop_assert_eq!(rank_one(&scorer, &prior, 3, Asking::Left, &out), all);
    }

    #[test]
    fn explanation_gives_the_same_numbers(left in "[a-cz]{1,5}", right in "[a-cz]{1,5}") {
        let left = records(Kind::Notice, &[Some(left)]);
        let right = records(Kind::Remains, &[Some(right)]);
        with_scorer(Link::NoticeRemains, &left, &right, |scorer, model| {
            let prior = model.prior(10).unwrap();
            let shown = explain(&suite(), model, &prior, &left[0], &right[0], Lang::Es).unwrap();
            let score = scorer.pair(0, 0);
            prop_assert_eq!(shown.match_weight, score.match_weight);
            let weights: Vec<_> = shown.rows.iter().map(vinculo_model::Row::total).collect();
            prop_assert_eq!(weights, score.weights);
            Ok(())
        })?;
    }
}

#[test]
fn any_number_of_threads_gives_the_same_list() {
    let names: Vec<Option<String>> =
        (0..200).map(|i| Some(["ana", "bea", "ca", "zoe", "abba"][i % 5].to_owned())).collect();
    let (left, right) = (records(Kind::Notice, &names), records(Kind::Remains, &names[..90]));
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        with_scorer(Link::NoticeRemains, &left, &right, |scorer, model| {
            pool.install(|| rank_all(scorer, &model.prior(90).unwrap(), 4, &LeftOut::none()))
        })
    };
    assert_eq!(run(1), run(7));
}

#[test]
fn removed_records_stand_in_no_list() {
    let names: Vec<Option<String>> = (0..6).map(|_| Some("ana".to_owned())).collect();
    let (suite, model) = (suite(), model());
    let model = model.link(Link::NoticeNotice).unwrap();
    let records = records(Kind::Notice, &names);
    let mut profiles = compile(&suite, &records);
    profiles.remove(&records[2].key);
    let gone = |profiles: &Profiles| {
        let scorer = Scorer::new(&suite, model, profiles, profiles).unwrap();
        let pairs = rank_all(&scorer, &model.prior(5).unwrap(), 9, &LeftOut::none());
        !pairs.iter().any(|c| {
            *profiles.key(c.left) == records[2].key || *profiles.key(c.right) == records[2].key
        })
    };
    assert!(gone(&profiles));
    profiles.put(&suite, &records[2], 2);
    profiles.settle();
    assert!(!gone(&profiles));
}
