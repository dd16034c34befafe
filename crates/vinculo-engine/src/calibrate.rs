//! Weights held against known truth: how far they can be believed, and by whom.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;
use vinculo_compare::surname_group;
use vinculo_link::Scorer;
use vinculo_model::{
    Calibration, GroupFigures, GroupedPair, Millibits, RankedCandidate, RatioPairs, TruePair,
    calibration, group_figures,
};
use vinculo_record::{Kind, Link, Record, RecordKey};

use crate::engine::Engine;
use crate::error::Result;
use crate::evaluate::{Id, Truth, read_all};
use crate::matching::Matching;

/// Most pairs of different people that are weighed; beyond it every n-th is taken.
/// Memory: 8 bytes each.
const MAX_DIFFERENT_PAIRS: usize = 4_000_000;
/// Ages at which the groups of age begin, in years.
const AGE_GROUPS: [(f64, &str); 5] =
    [(50.0, "50+"), (30.0, "30-49"), (18.0, "18-29"), (12.0, "12-17"), (0.0, "0-11")];
/// A group that the record does not tell.
const UNKNOWN: &str = "unknown";

/// What the truth says of a link's weights.
pub struct Calibrated {
    /// Likelihood ratios, errors and thresholds.
    pub calibration: Calibration,
    /// By group of people; empty without a store.
    pub groups: Vec<GroupFigures>,
}

/// Holds the weights of candidate files against a truth file. Only listed pairs can
/// stand for different people: the best of each list, a biased sample.
///
/// # Errors
/// When a file cannot be read or lacks a column.
pub fn calibrate_listed(candidates: &[&Path], truth: &Path) -> Result<Vec<Calibrated>> {
    let (ranked, truth) = read_all(candidates, truth)?;
    let of_link = |(link, known): (&Link, &Vec<TruePair<Id>>)| {
        let listed = ranked.get(link)?;
        let people = People::of(&truth);
        let is_true: BTreeSet<(&Id, &Id)> = known.iter().map(|p| (&p.left, &p.right)).collect();
        let mut pairs = RatioPairs { listed_only: true, ..RatioPairs::default() };
        for candidate in listed {
            let (left, right) = (&candidate.left, &candidate.right);
            if is_true.contains(&(left, right)) || is_true.contains(&(right, left)) {
                pairs.same.push(candidate.weight);
            } else if !people.are_one((link.left(), left), (link.right(), right)) {
                pairs.different.push(candidate.weight);
            }
        }
        let prior = listed.iter().find_map(prior_of)?;
        // A link of which the file lists no pair of one side has nothing to measure.
        let calibration = calibration(*link, pairs, &prior, None).ok()?;
        Some(Calibrated { calibration, groups: Vec::new() })
    };
    Ok(truth.iter().filter_map(of_link).collect())
}

/// The prior odds that a candidate's probability was made with.
fn prior_of(candidate: &RankedCandidate<Id>) -> Option<vinculo_model::Prior> {
    let p = candidate.probability?.get();
    // within these, the probability tells the prior without loss
    if !(1e-6..0.999).contains(&p) {
        return None;
    }
    let odds = ((p / (1.0 - p)).log2() - candidate.weight.bits()).exp2();
    vinculo_model::Prior::new(vinculo_model::Probability::new(odds).ok()?, 1).ok()
}

impl Engine {
    /// Holds the model's weights against a truth file: every true pair, and as pairs
    /// of different people those of one true pair's left with another's right record.
    /// `candidates` give the ranks. Records that the store does not hold, or that are
    /// under protection hold, are left out.
    ///
    /// # Errors
    /// When a file or the store cannot be read.
    pub fn calibrate(&self, candidates: &[&Path], truth: &Path) -> Result<Vec<Calibrated>> {
        let (ranked, truth) = read_all(candidates, truth)?;
        let people = People::of(&truth);
        truth
            .iter()
            .filter_map(|(link, known)| Some((*link, ranked.get(link)?, known)))
            .map(|(link, ranked, known)| {
                self.with_matching(|matching| {
                    Measured { engine: self, matching, link, people: &people }.run(ranked, known)
                })
            })
            .filter_map(Result::transpose)
            .collect()
    }
}

/// Who is one person, by what the truth says of all links together.
struct People(BTreeMap<(Kind, Id), usize>);

impl People {
    fn of(truth: &Truth) -> Self {
        let mut people: BTreeMap<(Kind, Id), usize> = BTreeMap::new();
        let mut members: Vec<Vec<(Kind, Id)>> = Vec::new();
        for (link, pairs) in truth {
            for pair in pairs {
                let left = (link.left(), pair.left.clone());
                let right = (link.right(), pair.right.clone());
                let mut of = |record: &(Kind, Id)| {
                    *people.entry(record.clone()).or_insert_with(|| {
                        members.push(vec![record.clone()]);
                        members.len() - 1
                    })
                };
                let (keep, gone) = (of(&left), of(&right));
                if keep != gone {
                    let moved = std::mem::take(&mut members[gone]);
                    moved.iter().for_each(|record| {
                        people.insert(record.clone(), keep);
                    });
                    members[keep].extend(moved);
                }
            }
        }
        Self(people)
    }

    fn are_one(&self, left: (Kind, &Id), right: (Kind, &Id)) -> bool {
        let of = |(kind, id): (Kind, &Id)| self.0.get(&(kind, id.clone()));
        of(left).is_some_and(|person| of(right) == Some(person))
    }

    fn of_key(&self, key: &RecordKey) -> Option<usize> {
        self.0.get(&(key.kind, (key.source.clone(), key.local_id.clone()))).copied()
    }
}

/// One link, measured on the store's records.
struct Measured<'a> {
    engine: &'a Engine,
    matching: &'a Matching,
    link: Link,
    people: &'a People,
}

/// The different people of one left record: their weights.
type Different = BTreeMap<u32, Vec<Millibits>>;

impl Measured<'_> {
    fn run(
        &self,
        ranked: &[RankedCandidate<Id>],
        known: &[TruePair<Id>],
    ) -> Result<Option<Calibrated>> {
        let model = self.engine.model().link(self.link)?;
        let (scorer, prior) = (self.matching.scorer(model)?, self.matching.prior(model)?);
        let pairs: BTreeSet<(u32, u32)> =
            known.iter().filter_map(|pair| self.places(&scorer, pair)).collect();
        let different = self.different(&scorer, &pairs);
        let weight = |pair: &(u32, u32)| scorer.pair(pair.0, pair.1).match_weight;
        let weights = RatioPairs {
            same: pairs.iter().map(weight).collect(),
            different: different.values().flatten().copied().collect(),
            listed_only: false,
        };
        if weights.same.is_empty() || weights.different.is_empty() {
            return Ok(None);
        }
        let evaluated = vinculo_model::evaluate(self.link, ranked, known)?;
        let best = evaluated.best_f1.and_then(|f1| f1.weight);
        let grouped = self.grouped(&scorer, &pairs, ranked, &different)?;
        Ok(Some(Calibrated {
            calibration: calibration(self.link, weights, &prior, best)?,
            groups: group_figures(&grouped),
        }))
    }

    fn places(&self, scorer: &Scorer<'_>, pair: &TruePair<Id>) -> Option<(u32, u32)> {
        let key = |kind, (source, local_id): &Id| RecordKey {
            kind,
            source: source.clone(),
            local_id: local_id.clone(),
        };
        let left = scorer.left().place(&key(self.link.left(), &pair.left))?;
        let right = scorer.right().place(&key(self.link.right(), &pair.right))?;
        Some((left, right))
    }

    /// By left place of a true pair: its weights against the right records of the
    /// other true pairs, so many that all together stay within the limit.
    fn different(&self, scorer: &Scorer<'_>, pairs: &BTreeSet<(u32, u32)>) -> Different {
        let lefts: BTreeSet<u32> = pairs.iter().map(|(left, _)| *left).collect();
        let rights: BTreeSet<u32> = pairs.iter().map(|(_, right)| *right).collect();
        let step = (lefts.len() * rights.len()).div_ceil(MAX_DIFFERENT_PAIRS).max(1);
        let lefts: Vec<u32> = lefts.into_iter().collect();
        let of_left = |buffers: &mut vinculo_link::RowBuffers, (at, left): (usize, &u32)| {
            scorer.row(*left, buffers);
            let person = self.people.of_key(scorer.left().key(*left));
            let weights = rights
                .iter()
                .skip(at % step)
                .step_by(step)
                .filter(|right| {
                    let key = scorer.right().key(**right);
                    key != scorer.left().key(*left) && self.people.of_key(key) != person
                })
                .map(|right| buffers.weights[*right as usize]);
            (*left, weights.collect())
        };
        lefts.par_iter().enumerate().map_init(|| scorer.buffers(), of_left).collect()
    }

    fn grouped(
        &self,
        scorer: &Scorer<'_>,
        pairs: &BTreeSet<(u32, u32)>,
        ranked: &[RankedCandidate<Id>],
        different: &Different,
    ) -> Result<Vec<GroupedPair>> {
        let ranks: BTreeMap<(&Id, &Id), u32> = ranked
            .iter()
            .filter(|candidate| !candidate.excluded)
            .filter_map(|c| {
                let other = if self.link.is_same_kind() { c.rank_right } else { None };
                let rank = [c.rank, other].into_iter().flatten().min()?;
                Some(((&c.left, &c.right), rank))
            })
            .collect();
        let id = |key: &RecordKey| (key.source.clone(), key.local_id.clone());
        let mut grouped = Vec::new();
        for (left, right) in pairs {
            let keys = (scorer.left().key(*left), scorer.right().key(*right));
            let (left_id, right_id) = (id(keys.0), id(keys.1));
            let records = [self.engine.get(keys.0)?, self.engine.get(keys.1)?];
            let records: Vec<&Record> = records.iter().flatten().map(|f| &f.record).collect();
            let rank = [(&left_id, &right_id), (&right_id, &left_id)];
            grouped.push(GroupedPair {
                groups: groups_of(&records),
                rank: rank.iter().filter_map(|pair| ranks.get(pair).copied()).min(),
                weight: scorer.pair(*left, *right).match_weight,
                different: different.get(left).cloned().unwrap_or_default(),
            });
        }
        Ok(grouped)
    }
}

/// The groups of a pair's person, by what the first record that tells says.
fn groups_of(records: &[&Record]) -> BTreeMap<&'static str, String> {
    let first = |of: &dyn Fn(&Record) -> Option<String>| {
        records.iter().find_map(|record| of(record)).unwrap_or_else(|| UNKNOWN.to_owned())
    };
    let country = first(&|r| {
        let known = r.identity.nationality.first().or(r.identity.origin.country.as_ref());
        known.map(|country| country.code().to_owned())
    });
    let age = first(&|r| {
        let age = r.age_at_event()?;
        let middle = (age.min() + age.max()) / 2.0;
        AGE_GROUPS.iter().find(|(from, _)| middle >= *from).map(|(_, group)| (*group).to_owned())
    });
    [
        ("country", country),
        ("sex", first(&|r| r.identity.sex.map(|sex| sex.code().to_owned()))),
        ("age", age),
        ("surname", first(&|r| surname_group(r).map(|group| group.code().to_owned()))),
    ]
    .into_iter()
    .collect()
}
