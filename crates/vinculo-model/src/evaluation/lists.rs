//! Candidates and truth, each pair once and in one order.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use vinculo_record::Link;

use super::{RankedCandidate, TruePair};
use crate::millibits::Millibits;
use crate::probability::Probability;

type Pair<'a, Id> = (&'a Id, &'a Id);

/// The true pairs with their strata.
pub(super) struct TrueList<'a, Id>(BTreeMap<Pair<'a, Id>, Option<&'a str>>);

/// The written pairs, sorted.
pub(super) struct Listed<'a, Id>(Vec<Candidate<'a, Id>>);

/// A written pair.
pub(super) struct Candidate<'a, Id> {
    pair: Pair<'a, Id>,
    pub standing: Standing,
    pub is_true: bool,
}

/// Where a pair stands in the lists.
#[derive(Clone, Copy)]
pub(super) struct Standing {
    pub weight: Millibits,
    pub probability: Option<Probability>,
    pub excluded: bool,
    /// The rank that counts for recall.
    pub rank: Option<u32>,
}

impl<'a, Id: Ord> TrueList<'a, Id> {
    pub fn new(link: Link, truth: &'a [TruePair<Id>]) -> Self {
        let mut list = BTreeMap::new();
        for pair in truth {
            list.entry(ordered(link, &pair.left, &pair.right)).or_insert(pair.stratum.as_deref());
        }
        TrueList(list)
    }

    pub fn len(&self) -> u64 {
        self.0.len() as u64
    }

    pub fn iter(&self) -> impl Iterator<Item = (Pair<'a, Id>, Option<&'a str>)> {
        self.0.iter().map(|(pair, stratum)| (*pair, *stratum))
    }

    /// The pairs of each stratum, by label.
    pub fn strata(&self) -> BTreeMap<&'a str, Vec<Pair<'a, Id>>> {
        let mut strata: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for (pair, stratum) in self.iter() {
            if let Some(label) = stratum {
                strata.entry(label).or_default().push(pair);
            }
        }
        strata
    }
}

impl<'a, Id: Ord> Listed<'a, Id> {
    pub fn new(link: Link, candidates: &'a [RankedCandidate<Id>], truth: &TrueList<Id>) -> Self {
        let list = candidates.iter().map(|candidate| {
            let pair = ordered(link, &candidate.left, &candidate.right);
            let is_true = truth.0.contains_key(&pair);
            Candidate { pair, standing: standing(link, candidate), is_true }
        });
        let mut list: Vec<_> = list.collect();
        list.sort_by(|a, b| {
            a.pair.cmp(&b.pair).then_with(|| better_first(&a.standing, &b.standing))
        });
        list.dedup_by(|later, first| later.pair == first.pair);
        Listed(list)
    }

    pub fn len(&self) -> u64 {
        self.0.len() as u64
    }

    pub fn iter(&self) -> impl Iterator<Item = &Candidate<'a, Id>> {
        self.0.iter()
    }

    /// What was written of a pair.
    pub fn find(&self, pair: Pair<Id>) -> Option<Standing> {
        let place = self.0.binary_search_by(|candidate| candidate.pair.cmp(&pair)).ok()?;
        Some(self.0[place].standing)
    }
}

fn ordered<'a, Id: Ord>(link: Link, left: &'a Id, right: &'a Id) -> Pair<'a, Id> {
    if link.is_same_kind() && right < left { (right, left) } else { (left, right) }
}

fn standing<Id>(link: Link, candidate: &RankedCandidate<Id>) -> Standing {
    let other = if link.is_same_kind() { candidate.rank_right } else { None };
    let rank = [candidate.rank, other].into_iter().flatten().filter(|rank| *rank > 0).min();
    Standing {
        weight: candidate.weight,
        probability: candidate.probability,
        excluded: candidate.excluded,
        rank,
    }
}

fn better_first(a: &Standing, b: &Standing) -> std::cmp::Ordering {
    let key = |s: &Standing| (s.excluded, Reverse(s.weight), s.rank.unwrap_or(u32::MAX));
    let probability = |s: &Standing| s.probability.map_or(-1.0, Probability::get);
    key(a).cmp(&key(b)).then_with(|| probability(b).total_cmp(&probability(a)))
}
