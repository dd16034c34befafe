//! m and u from records that nobody has labelled.
//!
//! Of a hundred thousand pairs one is true, so plain expectation–maximisation finds
//! clusters of country and sex, not people. Held against that: u is counted on
//! random pairs, each as far as it is of different people, and is not moved by the
//! steps of m; the share of true pairs has a strong prior; m has a Dirichlet prior
//! of the published values; levels stay in order; m is learnt from the likely pairs
//! alone, and only where enough of them are clear. Where they are not (normally all
//! of notice–remains), the published m stays and its u with it: of m from one source
//! and u from another the ratio is nobody's evidence.
//!
//! The mixture is that of Fellegi and Sunter (1969), its estimation by EM Winkler's
//! (1988), u from random pairs Jaro's (1989). Decisions of people are not used:
//! they cover only what somebody chose to review.

mod caps;
mod counts;
mod order;
mod pairs;
mod report;
pub mod settings;
mod weigh;

use vinculo_record::Link;

use crate::error::ModelError;
use crate::model::{ComparisonSpec, LevelSpec, LinkModel, LinkSpec};
use crate::posterior::Prior;

pub use pairs::{TrainingFinding, TrainingPairs};
pub use report::{ComparisonReport, TrainingReport};

use counts::LevelCounts;
use order::ordered;
use settings::{
    CONVERGED_BITS, MAX_ITERATIONS, MIN_CARRIED, MIN_CLARITY, SHARE_PRIOR, TRAINED_DIGITS,
};

/// What the records say.
pub struct TrainingData<'a> {
    /// Pairs drawn at random from all.
    pub random: &'a TrainingPairs,
    /// The pairs whose posterior odds under the model so far are at least
    /// [`settings::LIKELY_ODDS_BITS`].
    pub likely: &'a TrainingPairs,
    /// Left records.
    pub left_records: u64,
    /// Records that a left record is compared with.
    pub set_size: u64,
}

/// One round: u from the random pairs under `current`, then m and share by EM on
/// the likely pairs from there. `published` holds the priors: its m, u, share and
/// pseudo-counts. The result's sources say what was learnt from what.
///
/// # Errors
/// If there are no records or the result breaks a rule of models.
pub fn train_round(
    link: Link,
    published: &LinkSpec,
    current: &LinkSpec,
    data: &TrainingData<'_>,
) -> Result<(LinkSpec, TrainingReport), ModelError> {
    let mut spec = current.clone();
    let different = learn_of_different(link, published, &mut spec, data)?;
    let mut report = TrainingReport::new(published, data);
    for iteration in 1..=MAX_ITERATIONS {
        let (model, prior) = model_of(link, &spec, data)?;
        let probabilities = weigh::competing(link, &model, &prior, data.likely);
        let counts = LevelCounts::of(&model, data.likely, &probabilities);
        let change = maximise(link, published, &different, &mut spec, data, &counts);
        report.step(iteration, change, &counts);
        if change < CONVERGED_BITS {
            break;
        }
    }
    let (model, prior) = model_of(link, &spec, data)?;
    let shares = of_different_people(&model, &prior, data);
    caps::learn_caps(&model, published, &mut spec, data.random, &shares);
    round_off(published, &mut spec, &report);
    model_of(link, &spec, data)?;
    Ok((spec, report))
}

/// Whether a comparison's m may be learnt from these counts.
fn carries(counts: &LevelCounts, comparison: usize) -> bool {
    counts.clarity() >= MIN_CLARITY && counts.clear(comparison) >= MIN_CARRIED
}

fn model_of(
    link: Link,
    spec: &LinkSpec,
    data: &TrainingData<'_>,
) -> Result<(LinkModel, Prior), ModelError> {
    let model = LinkModel::new(link, spec);
    let prior = model.prior(data.set_size)?;
    Ok((model, prior))
}

/// u of every level: counted on the random pairs, each as far as it is of different
/// people, beside the published u as pseudo-counts; then the caps of groups. The u, by
/// comparison and level.
fn learn_of_different(
    link: Link,
    published: &LinkSpec,
    spec: &mut LinkSpec,
    data: &TrainingData<'_>,
) -> Result<Vec<Vec<f64>>, ModelError> {
    let (model, prior) = model_of(link, spec, data)?;
    let different = of_different_people(&model, &prior, data);
    let counts = LevelCounts::of(&model, data.random, &different);
    for (place, comparison) in spec.comparisons.iter_mut().enumerate() {
        let published = &published.comparisons[place];
        let u = with_prior(counts.levels(place), &published.levels, |level| level.u);
        let m = shares(comparison, |level| level.m);
        let u = if comparison.unordered { u } else { ordered_from_below(&u, &m) };
        set(comparison, &u, |level| &mut level.u);
    }
    let (model, _) = model_of(link, spec, data)?;
    caps::learn_caps(&model, published, spec, data.random, &different);
    Ok(spec.comparisons.iter().map(|comparison| shares(comparison, |level| level.u)).collect())
}

/// By random pair: how probable it is that it is of different people.
fn of_different_people(model: &LinkModel, prior: &Prior, data: &TrainingData<'_>) -> Vec<f64> {
    weigh::probabilities(model, prior, data.random).iter().map(|p| 1.0 - p).collect()
}

/// One step of m and share; the largest change of a weight, in bits. A comparison whose
/// m is not carried has its published m and u, another the u of `different` people.
fn maximise(
    link: Link,
    published: &LinkSpec,
    different: &[Vec<f64>],
    spec: &mut LinkSpec,
    data: &TrainingData<'_>,
    counts: &LevelCounts,
) -> f64 {
    let mut change = 0.0_f64;
    for (place, comparison) in spec.comparisons.iter_mut().enumerate() {
        let published = &published.comparisons[place];
        let before = shares(comparison, |level| level.m / level.u);
        let (m, u) = if carries(counts, place) {
            let learnt = with_prior(counts.levels(place), &published.levels, |level| level.m);
            let u = different[place].clone();
            (if comparison.unordered { learnt } else { ordered(&learnt, &u) }, u)
        } else {
            (shares(published, |level| level.m), shares(published, |level| level.u))
        };
        set(comparison, &m, |level| &mut level.m);
        set(comparison, &u, |level| &mut level.u);
        let now = shares(comparison, |level| level.m / level.u);
        let moved = before.iter().zip(&now).map(|(before, now)| (now / before).log2().abs());
        change = moved.fold(change, f64::max);
    }
    if counts.clarity() >= MIN_CLARITY {
        let before = spec.prior.share;
        spec.prior.share = share(link, published.prior.share, data, counts);
        change = change.max((spec.prior.share / before).log2().abs());
    }
    change
}

/// The share of left records with a partner: expected matches beside the published
/// share. A pair of one kind is a match of both its records.
fn share(link: Link, published: f64, data: &TrainingData<'_>, counts: &LevelCounts) -> f64 {
    let records = data.left_records as f64;
    let matched = counts.expected() * if link.is_same_kind() { 2.0 } else { 1.0 };
    let strength = SHARE_PRIOR * records;
    ((matched + strength * published) / (records + strength)).clamp(f64::EPSILON, 0.95)
}

/// Counts beside the published values, worth the sum of their pseudo-counts.
fn with_prior(counts: &[f64], published: &[LevelSpec], of: impl Fn(&LevelSpec) -> f64) -> Vec<f64> {
    let strength: f64 = published.iter().map(|level| level.pseudo_count).sum();
    let total = counts.iter().sum::<f64>() + strength;
    let learnt = counts.iter().zip(published).map(|(n, level)| (n + strength * of(level)) / total);
    learnt.collect()
}

/// The u nearest to these of which m/u does not rise along the levels.
fn ordered_from_below(u: &[f64], m: &[f64]) -> Vec<f64> {
    let reversed = |values: &[f64]| values.iter().rev().copied().collect::<Vec<_>>();
    reversed(&ordered(&reversed(u), &reversed(m)))
}

fn shares(comparison: &ComparisonSpec, of: impl Fn(&LevelSpec) -> f64) -> Vec<f64> {
    comparison.levels.iter().map(of).collect()
}

fn set(comparison: &mut ComparisonSpec, values: &[f64], of: impl Fn(&mut LevelSpec) -> &mut f64) {
    for (level, value) in comparison.levels.iter_mut().zip(values) {
        *of(level) = *value;
    }
}

/// Rounds what was learnt to readable numbers and says where each comes from.
fn round_off(published: &LinkSpec, spec: &mut LinkSpec, report: &TrainingReport) {
    spec.prior.share = rounded(spec.prior.share);
    spec.prior.source = report.share_source(&published.prior);
    for (place, comparison) in spec.comparisons.iter_mut().enumerate() {
        let published = &published.comparisons[place];
        let of = &report.comparisons[place];
        comparison.source = of.source(published);
        for (level, before) in comparison.levels.iter_mut().zip(&published.levels) {
            let learnt = (rounded(level.m), rounded(level.u));
            (level.m, level.u) = if of.m_learnt { learnt } else { (before.m, before.u) };
            level.source.clone_from(&comparison.source);
        }
        if !comparison.unordered {
            keep_order(&mut comparison.levels);
        }
    }
}

/// Raises a u whose level came to outweigh the one before it by rounding alone, to
/// within [`ORDER_TOLERANCE`](crate::constants::ORDER_TOLERANCE).
fn keep_order(levels: &mut [LevelSpec]) {
    for place in 1..levels.len() {
        let most = levels[place - 1].m / levels[place - 1].u;
        let level = &mut levels[place];
        if level.m / level.u > most {
            level.u = rounded(level.m / most);
        }
    }
}

/// To [`TRAINED_DIGITS`] significant digits, of what is missing to 1 above one half.
fn rounded(share: f64) -> f64 {
    let unit = share.min(1.0 - share).max(f64::EPSILON);
    let decimals = TRAINED_DIGITS as i32 - 1 - unit.log10().floor() as i32;
    let text = format!("{share:.*}", usize::try_from(decimals).unwrap_or(0));
    text.parse().unwrap_or(share)
}

#[cfg(test)]
mod tests;
