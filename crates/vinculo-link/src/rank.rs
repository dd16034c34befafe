//! Every pair of a link scored, none left out; the best of each record's list kept.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI32, AtomicU32, Ordering};

use rayon::prelude::*;
use vinculo_model::{Millibits, Prior, Probability, SetAccumulator};

use crate::left_out::LeftOut;
use crate::scorer::{ExclusionSet, RowBuffers, Scorer};
use crate::top::{Standing, Top};

/// A matrix of this many pairs is kept between the two passes (4 bytes each:
/// 1 GiB); a larger one is scored twice. Moves memory against time, never results.
const MAX_KEPT_PAIRS: usize = 1 << 28;

/// Left records per parallel task: enough to hide the cost of a task.
const TASK_RECORDS: usize = 8;

/// A pair that stands in a list that is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Place of the left record in its profiles.
    pub left: u32,
    /// Place of the right record in its profiles.
    pub right: u32,
    /// The sum of all weights, without the prior.
    pub match_weight: Millibits,
    /// With the prior of the compared set.
    pub probability: Probability,
    /// Within the left record's whole list, where at most one can be right.
    pub probability_set: Probability,
    /// Place of the right record in the left record's list, from 1. Excluded
    /// pairs stand in a list of their own.
    pub rank: u32,
    /// Place of the left record in the right record's list, from 1.
    pub rank_right: u32,
    /// What makes the pair impossible.
    pub exclusions: ExclusionSet,
}

/// Scores every pair and returns those within the best `top` of either record's
/// list (and as many excluded ones), ordered by left and right key. Of one kind,
/// each pair stands once, the smaller key left. Pairs that are left out stand in no
/// list and move neither a rank nor a probability of a set.
///
/// Runs on the current rayon pool; the result does not depend on its size.
/// Memory: 4 bytes per pair up to 1 GiB, and `top` entries per record.
pub fn rank_all(
    scorer: &Scorer<'_>,
    prior: &Prior,
    top: usize,
    left_out: &LeftOut,
) -> Vec<Candidate> {
    scorer.expect_all();
    let run = Run::new(scorer, prior, top, left_out);
    let mut lists = run.first_pass();
    let mut pairs = run.pairs(&mut lists);
    run.second_pass(&lists, &mut pairs);
    pairs
}

/// Which side of a scorer holds the one record that is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// The left profiles hold one record.
    Left,
    /// The right profiles hold one record.
    Right,
}

/// The list of one record, which stands alone at place 0 of its side: the best
/// `top` and as many excluded ones, each best first, in the same numbers as
/// [`rank_all`]. `rank` and `probability_set` are those of this list; `rank_right`
/// is 0. A record of the same key on the other side is left out, too.
pub fn rank_one(
    scorer: &Scorer<'_>,
    prior: &Prior,
    top: usize,
    asking: Asking,
    left_out: &LeftOut,
) -> Vec<Candidate> {
    let (one, others) = match asking {
        Asking::Left => (scorer.left(), scorer.right()),
        Asking::Right => (scorer.right(), scorer.left()),
    };
    let (weights, exclusions) = all_of_one(scorer, asking);
    let mut tops = [Top::new(top), Top::new(top)];
    let mut set = SetAccumulator::new(prior);
    for (place, weight) in weights.iter().enumerate() {
        let other = place as u32;
        let is_left_out = match asking {
            Asking::Left => left_out.has(0, other),
            Asking::Right => left_out.has(other, 0),
        };
        if is_left_out || !others.is_active(other) || others.key(other) == one.key(0) {
            continue;
        }
        let excluded = exclusions[place] != 0;
        if !excluded {
            set.add(*weight);
        }
        tops[usize::from(excluded)].offer(Standing::new(*weight, others.order(other), other));
    }
    let listed = tops.map(Top::into_sorted);
    let with_rank = listed.iter().flat_map(|list| list.iter().zip(1_u32..));
    with_rank
        .map(|(standing, rank)| {
            let place = standing.place();
            let exclusions = ExclusionSet(exclusions[place as usize]);
            let (left, right) = match asking {
                Asking::Left => (0, place),
                Asking::Right => (place, 0),
            };
            Candidate {
                left,
                right,
                match_weight: standing.weight,
                probability: vinculo_model::probability(prior, standing.weight),
                probability_set: set_probability(&set, standing.weight, exclusions),
                rank,
                rank_right: 0,
                exclusions,
            }
        })
        .collect()
}

/// Weights and exclusions of the one record against every place of the other side.
fn all_of_one(scorer: &Scorer<'_>, asking: Asking) -> (Vec<Millibits>, Vec<u16>) {
    let mut buffers = scorer.buffers();
    if asking == Asking::Left {
        scorer.row(0, &mut buffers);
        return (buffers.weights, buffers.exclusions);
    }
    let lefts = 0..scorer.left().len() as u32;
    lefts
        .map(|left| {
            scorer.row(left, &mut buffers);
            (buffers.weights[0], buffers.exclusions[0])
        })
        .unzip()
}

/// An excluded pair is in no set of which one can be right.
fn set_probability(
    set: &SetAccumulator,
    weight: Millibits,
    exclusions: ExclusionSet,
) -> Probability {
    if exclusions.is_empty() { set.probability(weight) } else { Probability::ZERO }
}

/// One left record's list: the best pairs, and excluded apart.
struct List {
    best: [Vec<Standing>; 2],
    set: SetAccumulator,
}

impl List {
    fn of(
        scorer: &Scorer<'_>,
        prior: &Prior,
        top: usize,
        left: u32,
        same: bool,
        row: &[Packed],
    ) -> Self {
        let mut tops = [Top::new(top), Top::new(top)];
        let mut set = SetAccumulator::new(prior);
        for (place, packed) in row.iter().enumerate() {
            let right = place as u32;
            if packed.is_left_out() || !scorer.right().is_active(right) || (same && right == left) {
                continue;
            }
            let weight = packed.weight();
            if !packed.is_excluded() {
                set.add(weight);
            }
            let best = &mut tops[usize::from(packed.is_excluded())];
            if best.floor().is_none_or(|floor| weight >= floor) {
                best.offer(Standing::new(weight, scorer.right().order(right), right));
            }
        }
        Self { best: tops.map(Top::into_sorted), set }
    }
}

/// The best of a right record's lists, filled from all threads. What is best does
/// not depend on the order of offers.
struct RightList {
    floor: [AtomicI32; 2],
    best: [Mutex<Top>; 2],
}

impl RightList {
    fn new(top: usize) -> Self {
        let floor = || AtomicI32::new(i32::MIN);
        let best = || Mutex::new(Top::new(top));
        Self { floor: [floor(), floor()], best: [best(), best()] }
    }

    fn offer(&self, excluded: bool, standing: Standing) {
        let floor = &self.floor[usize::from(excluded)];
        if standing.weight.0 < floor.load(Ordering::Relaxed) {
            return;
        }
        let mut best = match self.best[usize::from(excluded)].lock() {
            Ok(best) => best,
            Err(poisoned) => poisoned.into_inner(),
        };
        best.offer(standing);
        if let Some(new_floor) = best.floor() {
            floor.store(new_floor.0, Ordering::Relaxed);
        }
    }

    fn into_sorted(self) -> [Vec<Standing>; 2] {
        self.best.map(|best| match best.into_inner() {
            Ok(best) => best.into_sorted(),
            Err(poisoned) => poisoned.into_inner().into_sorted(),
        })
    }
}

/// A pair's weight and whether it is excluded, in 32 bits: weight · 2 + excluded.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Packed(i32);

impl Packed {
    fn new(weight: Millibits, excluded: bool) -> Self {
        Self((weight.0 << 1) | i32::from(excluded))
    }

    fn weight(self) -> Millibits {
        Millibits(self.0 >> 1)
    }

    fn is_excluded(self) -> bool {
        self.0 & 1 == 1
    }

    /// Lighter than any sum of weights.
    const LEFT_OUT: Packed = Packed(i32::MIN);

    fn is_left_out(self) -> bool {
        self == Self::LEFT_OUT
    }
}

struct Run<'a> {
    scorer: &'a Scorer<'a>,
    prior: &'a Prior,
    top: usize,
    left_out: &'a LeftOut,
    same: bool,
    keeps: bool,
}

/// What the first pass leaves for the second.
struct Lists {
    left: Vec<Option<List>>,
    right: Vec<[Vec<Standing>; 2]>,
    /// The whole matrix, row by row, where it fits.
    kept: Vec<Vec<Packed>>,
}

impl<'a> Run<'a> {
    fn new(scorer: &'a Scorer<'a>, prior: &'a Prior, top: usize, left_out: &'a LeftOut) -> Self {
        let pairs = scorer.left().len().saturating_mul(scorer.right().len());
        let keeps = pairs <= MAX_KEPT_PAIRS;
        Self { scorer, prior, top, left_out, same: scorer.is_same(), keeps }
    }

    fn first_pass(&self) -> Lists {
        let right: Vec<RightList> =
            (0..self.scorer.right().len()).map(|_| RightList::new(self.top)).collect();
        let halves = if self.mirrors() { self.halves() } else { Vec::new() };
        let rows: Vec<(Option<List>, Vec<Packed>)> = self
            .lefts()
            .map_init(
                || self.scorer.buffers(),
                |buffers, left| {
                    if !self.scorer.left().is_active(left) {
                        return (None, Vec::new());
                    }
                    let row = match self.mirrors() {
                        true => mirrored(&halves, left),
                        false => {
                            self.scorer.row(left, buffers);
                            self.pack(left, buffers, 0)
                        }
                    };
                    if !self.same {
                        self.offer_right(left, &row, &right);
                    }
                    let list = List::of(self.scorer, self.prior, self.top, left, self.same, &row);
                    (Some(list), if self.keeps { row } else { Vec::new() })
                },
            )
            .collect();
        let (left, kept) = rows.into_iter().unzip();
        Lists { left, right: right.into_iter().map(RightList::into_sorted).collect(), kept }
    }

    /// Whether each pair is scored once, and read from both sides. Records of one kind
    /// compare the same from both; half a matrix is held beside the whole one.
    fn mirrors(&self) -> bool {
        self.same && self.scorer.left().len().pow(2) <= MAX_KEPT_PAIRS / 2
    }

    /// By left place: the pairs with later places.
    fn halves(&self) -> Vec<Vec<Packed>> {
        let half = |buffers: &mut RowBuffers, left: u32| {
            if !self.scorer.left().is_active(left) {
                return vec![Packed(0); self.scorer.right().len() - left as usize - 1];
            }
            self.scorer.row_from(left, left + 1, buffers);
            self.pack(left, buffers, left as usize + 1)
        };
        self.lefts().map_init(|| self.scorer.buffers(), half).collect()
    }

    /// The row of a left place, from a right place on.
    fn pack(&self, left: u32, buffers: &RowBuffers, from: usize) -> Vec<Packed> {
        let pairs = buffers.weights[from..].iter().zip(&buffers.exclusions[from..]);
        let mut row: Vec<Packed> =
            pairs.map(|(weight, exclusions)| Packed::new(*weight, *exclusions != 0)).collect();
        for right in self.left_out.of(left).iter().filter(|right| **right as usize >= from) {
            row[*right as usize - from] = Packed::LEFT_OUT;
        }
        row
    }

    fn lefts(&self) -> impl IndexedParallelIterator<Item = u32> {
        (0..self.scorer.left().len() as u32).into_par_iter().with_min_len(TASK_RECORDS)
    }

    fn offer_right(&self, left: u32, row: &[Packed], right: &[RightList]) {
        let order = self.scorer.left().order(left);
        for (place, packed) in row.iter().enumerate() {
            if !packed.is_left_out() && self.scorer.right().is_active(place as u32) {
                let standing = Standing::new(packed.weight(), order, left);
                right[place].offer(packed.is_excluded(), standing);
            }
        }
    }

    /// The pairs of all lists, once each, in the order of their keys; ranks that
    /// the lists tell are filled in, the others are 0.
    fn pairs(&self, lists: &mut Lists) -> Vec<Candidate> {
        let (left_profiles, right_profiles) = (self.scorer.left(), self.scorer.right());
        let mut ranks: BTreeMap<(u32, u32), Found> = BTreeMap::new();
        let mut note = |left: u32, right: u32, standing: &Standing, excluded, rank, of_left| {
            let swap = self.same && right_profiles.order(right) < left_profiles.order(left);
            let (a, b) = if swap { (right, left) } else { (left, right) };
            let key = (left_profiles.order(a), right_profiles.order(b));
            let found = ranks.entry(key).or_insert(Found {
                left: a,
                right: b,
                weight: standing.weight,
                excluded,
                rank: 0,
                rank_right: 0,
            });
            if of_left != swap { found.rank = rank } else { found.rank_right = rank }
        };
        for (left, list) in lists.left.iter().enumerate() {
            let Some(list) = list else { continue };
            for (class, best) in list.best.iter().enumerate() {
                for (i, standing) in best.iter().enumerate() {
                    let right = standing.place();
                    note(left as u32, right, standing, class == 1, i as u32 + 1, true);
                }
            }
        }
        for (right, classes) in lists.right.iter().enumerate() {
            for (class, best) in classes.iter().enumerate() {
                for (i, standing) in best.iter().enumerate() {
                    let left = standing.place();
                    note(left, right as u32, standing, class == 1, i as u32 + 1, false);
                }
            }
        }
        ranks.into_values().map(|found| self.candidate(&found, lists)).collect()
    }

    fn candidate(&self, found: &Found, lists: &Lists) -> Candidate {
        let exclusions = if found.excluded {
            self.scorer.pair(found.left, found.right).exclusions
        } else {
            ExclusionSet::default()
        };
        let set = lists.left[found.left as usize].as_ref().map(|list| &list.set);
        Candidate {
            left: found.left,
            right: found.right,
            match_weight: found.weight,
            probability: vinculo_model::probability(self.prior, found.weight),
            probability_set: set
                .map_or(Probability::ZERO, |set| set_probability(set, found.weight, exclusions)),
            rank: found.rank,
            rank_right: found.rank_right,
            exclusions,
        }
    }

    /// Counts the ranks that no list told: how many pairs stand before.
    fn second_pass(&self, lists: &Lists, pairs: &mut [Candidate]) {
        let asked = Asked::new(self, pairs);
        self.lefts()
            .map_init(
                || self.scorer.buffers(),
                |buffers, left| {
                    if !self.scorer.left().is_active(left) || asked.is_idle(left) {
                        return;
                    }
                    match lists.kept.get(left as usize).filter(|_| self.keeps) {
                        Some(row) => asked.count(self, left, row),
                        None => {
                            self.scorer.row(left, buffers);
                            asked.count(self, left, &self.pack(left, buffers, 0));
                        }
                    }
                },
            )
            .for_each(|()| {});
        asked.fill(pairs);
    }
}

struct Found {
    left: u32,
    right: u32,
    weight: Millibits,
    excluded: bool,
    rank: u32,
    rank_right: u32,
}

/// A whole row of records of one kind, from the pairs with later places.
fn mirrored(halves: &[Vec<Packed>], left: u32) -> Vec<Packed> {
    let left = left as usize;
    let before = halves[..left].iter().enumerate().map(|(i, half)| half[left - i - 1]);
    before.chain([Packed(0)]).chain(halves[left].iter().copied()).collect()
}

/// A rank that is asked for: how many of a record's list stand before this.
struct Question {
    standing: Standing,
    /// Index into the pairs; whether it is their `rank_right`.
    pair: usize,
    of_right: bool,
    /// How many standings fell between the question before and this one.
    between: AtomicU32,
}

/// The questions of one record's list, best standing first; excluded apart.
#[derive(Default)]
struct Questions([Vec<Question>; 2]);

/// The weights below which nothing stands before a question; excluded apart.
#[derive(Clone, Copy)]
struct Least([Millibits; 2]);

impl Least {
    fn of(questions: &Questions) -> Self {
        let of = |list: &Vec<Question>| {
            list.last().map_or(Millibits(i32::MAX), |last| last.standing.weight)
        };
        Self([of(&questions.0[0]), of(&questions.0[1])])
    }

    fn is_below(self, packed: Packed) -> bool {
        self.0[usize::from(packed.is_excluded())] <= packed.weight()
    }
}

impl Questions {
    fn ask(&self, packed: Packed, standing: Standing) {
        let questions = &self.0[usize::from(packed.is_excluded())];
        if questions.last().is_none_or(|last| standing <= last.standing) {
            return;
        }
        let first = questions.partition_point(|question| standing <= question.standing);
        questions[first].between.fetch_add(1, Ordering::Relaxed);
    }

    fn fill(self, pairs: &mut [Candidate]) {
        for questions in self.0 {
            let mut before = 0;
            for question in questions {
                before += question.between.into_inner();
                let pair = &mut pairs[question.pair];
                let rank = if question.of_right { &mut pair.rank_right } else { &mut pair.rank };
                *rank = before + 1;
            }
        }
    }
}

/// Open ranks by place: of the left records' lists, and of the right records'.
struct Asked {
    of_left: Vec<Questions>,
    of_right: Vec<Questions>,
    /// Of the right records, together, so that a row is gone through quickly.
    least_of_right: Vec<Least>,
    any_right: bool,
}

impl Asked {
    fn new(run: &Run<'_>, pairs: &[Candidate]) -> Self {
        let empty = |len: usize| (0..len).map(|_| Questions::default()).collect::<Vec<_>>();
        let (left, right) = (run.scorer.left(), run.scorer.right());
        let (mut of_left, mut of_right) = (empty(left.len()), empty(right.len()));
        for (pair, candidate) in pairs.iter().enumerate() {
            let class = usize::from(!candidate.exclusions.is_empty());
            let question = |order, place, of_right| Question {
                standing: Standing::new(candidate.match_weight, order, place),
                pair,
                of_right,
                between: AtomicU32::new(0),
            };
            if candidate.rank == 0 {
                let question = question(right.order(candidate.right), candidate.right, false);
                of_left[candidate.left as usize].0[class].push(question);
            }
            if candidate.rank_right == 0 {
                let question = question(left.order(candidate.left), candidate.left, true);
                // of one kind, the right record's list is that of the same record on the left
                let lists = if run.same { &mut of_left } else { &mut of_right };
                lists[candidate.right as usize].0[class].push(question);
            }
        }
        for list in of_left.iter_mut().chain(&mut of_right).flat_map(|questions| &mut questions.0) {
            list.sort_by_key(|question| Reverse(question.standing));
        }
        let any_right = of_right.iter().any(|q| q.0.iter().any(|list| !list.is_empty()));
        let least_of_right = of_right.iter().map(Least::of).collect();
        Self { of_left, of_right, least_of_right, any_right }
    }

    fn is_idle(&self, left: u32) -> bool {
        !self.any_right && self.of_left[left as usize].0.iter().all(Vec::is_empty)
    }

    /// Counts in the row of one left record.
    fn count(&self, run: &Run<'_>, left: u32, row: &[Packed]) {
        let (left_profiles, right_profiles) = (run.scorer.left(), run.scorer.right());
        let of_left = &self.of_left[left as usize];
        let left_order = left_profiles.order(left);
        let least_of_left = Least::of(of_left);
        for (place, packed) in row.iter().enumerate() {
            let right = place as u32;
            let asks_left = least_of_left.is_below(*packed);
            let asks_right = self.any_right && self.least_of_right[place].is_below(*packed);
            if !(asks_left || asks_right) || packed.is_left_out() {
                continue;
            }
            if !right_profiles.is_active(right) || (run.same && right == left) {
                continue;
            }
            let standing = |order, place| Standing::new(packed.weight(), order, place);
            if asks_left {
                of_left.ask(*packed, standing(right_profiles.order(right), right));
            }
            if asks_right {
                self.of_right[place].ask(*packed, standing(left_order, left));
            }
        }
    }

    fn fill(self, pairs: &mut [Candidate]) {
        let questions = self.of_left.into_iter().chain(self.of_right);
        questions.for_each(|questions| questions.fill(pairs));
    }
}
