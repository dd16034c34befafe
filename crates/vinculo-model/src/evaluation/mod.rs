//! Ranked candidates held against known truth, per link.

mod calibration_dto;
mod calibration_text;
mod curve;
mod dto;
mod groups;
mod lists;
mod ratios;
mod text;

use vinculo_record::Link;

use crate::constants::RECALL_AT;
use crate::error::ModelError;
use crate::millibits::Millibits;
use crate::probability::Probability;

pub use calibration_dto::{CalibrationDto, GroupDto, RateDto, ReliabilityDto, ThresholdDto};
pub use calibration_text::calibration_text;
pub use dto::{CurvePointDto, EvaluationDto, F1Dto, RecallDto, StratumDto};
pub use groups::{GroupFigures, GroupedPair, group_figures};
pub use ratios::{Calibration, Rate, RatioPairs, ReliabilityBin, Threshold, calibration};
pub use text::evaluation_text;

use lists::{Listed, TrueList};

/// A candidate as written, with opaque ids.
#[derive(Clone, Debug, PartialEq)]
pub struct RankedCandidate<Id> {
    /// The left record.
    pub left: Id,
    /// The right record.
    pub right: Id,
    /// Its match weight.
    pub weight: Millibits,
    /// Its probability, where F1 at a probability is wanted.
    pub probability: Option<Probability>,
    /// Place of the right record in the left record's list, from 1.
    pub rank: Option<u32>,
    /// Place of the left record in the right record's list, from 1.
    pub rank_right: Option<u32>,
    /// Whether it stands in the list of physical impossibilities.
    pub excluded: bool,
}

/// A pair known to be one person's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TruePair<Id> {
    /// The left record.
    pub left: Id,
    /// The right record.
    pub right: Id,
    /// The part of the population whose figures are also wanted apart (country, sex, age group …).
    pub stratum: Option<String>,
}

/// How well a list of candidates finds the true pairs of one link.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// The link.
    pub link: Link,
    /// Distinct pairs written.
    pub candidates: u64,
    /// Figures over all true pairs.
    pub all: Figures,
    /// Mean over true pairs of the precision where each is reached, reading all
    /// candidates from the heaviest, the excluded ones after the rest. A true pair
    /// that was not written counts 0. Candidates of one weight are read together.
    pub average_precision: f64,
    /// Precision and recall at each weight that reaches a true pair.
    pub curve: Vec<CurvePoint>,
    /// The best F1 over all thresholds of weight; `None` if no true pair is reached.
    pub best_f1: Option<F1>,
    /// F1 of the candidates of probability 0.99 and more; `None` if no candidate has a probability.
    pub f1_at_high_probability: Option<F1>,
    /// The same figures for each stratum, by label.
    pub strata: Vec<Stratum>,
}

/// Recall and losses over some true pairs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Distinct true pairs.
    pub true_pairs: u64,
    /// For each k of [`RECALL_AT`], the true pairs whose right record is among
    /// the first k of the left record's list; for a link of one kind, in either
    /// direction. Excluded candidates stand in a list of their own and do not count.
    pub recall: Vec<(u32, Ratio)>,
    /// True pairs that were not written at all.
    pub lost: Ratio,
    /// True pairs that were written, but as physically impossible.
    pub excluded: Ratio,
}

/// The figures of a part of the population.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stratum {
    /// Its label.
    pub label: String,
    /// Its figures.
    pub figures: Figures,
}

/// A count out of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    /// How many.
    pub hits: u64,
    /// Out of how many.
    pub of: u64,
}

/// Precision and recall when all candidates down to a weight are taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    /// The weight; candidates of this weight are taken.
    pub weight: Millibits,
    /// Whether reading has come to the excluded candidates.
    pub excluded: bool,
    /// True pairs among those taken, out of those taken.
    pub precision: Ratio,
    /// True pairs among those taken, out of all true pairs.
    pub recall: Ratio,
}

/// The harmonic mean of precision and recall at a threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct F1 {
    /// Least weight taken; `None` if the threshold is one of probability.
    pub weight: Option<Millibits>,
    /// True pairs among those taken, out of those taken.
    pub precision: Ratio,
    /// True pairs among those taken, out of all true pairs.
    pub recall: Ratio,
}

impl Ratio {
    /// The share, from 0 to 1; 0 of 0 is 0.
    pub fn share(self) -> f64 {
        if self.of == 0 { 0.0 } else { self.hits as f64 / self.of as f64 }
    }
}

impl F1 {
    /// 2·hits / (taken + true pairs): 0 if nothing true is taken.
    pub fn value(self) -> f64 {
        Ratio { hits: 2 * self.recall.hits, of: self.precision.of + self.recall.of }.share()
    }
}

/// Holds the candidates of one link against its true pairs. Order of the input
/// does not matter; a pair written or known more than once counts once (the
/// better candidate, the first stratum). For a link of one kind the two records
/// of a pair may stand in either order. n log n.
///
/// ```
/// use vinculo_model::{Millibits, RankedCandidate, TruePair, evaluate};
/// use vinculo_record::Link;
///
/// let candidate = |left, right, weight, rank| RankedCandidate {
///     left, right, weight: Millibits(weight), probability: None,
///     rank: Some(rank), rank_right: None, excluded: false,
/// };
/// let found = evaluate(
///     Link::NoticeRemains,
///     &[candidate("n1", "r1", 9000, 1), candidate("n2", "r3", 8000, 1), candidate("n2", "r2", 7000, 2)],
///     &[
///         TruePair { left: "n1", right: "r1", stratum: None },
///         TruePair { left: "n2", right: "r2", stratum: None },
///     ],
/// ).unwrap();
/// assert_eq!(found.all.recall[0].1.share(), 0.5); // at 1
/// assert_eq!(found.all.recall[1].1.share(), 1.0); // at 5
/// assert!((found.average_precision - (1.0 + 2.0 / 3.0) / 2.0).abs() < 1e-12);
/// ```
///
/// # Errors
/// [`ModelError::Empty`] if there is no true pair.
pub fn evaluate<Id: Ord>(
    link: Link,
    candidates: &[RankedCandidate<Id>],
    truth: &[TruePair<Id>],
) -> Result<Evaluation, ModelError> {
    if truth.is_empty() {
        return Err(ModelError::Empty { what: "an evaluation", of: "true pair" });
    }
    let truth = TrueList::new(link, truth);
    let listed = Listed::new(link, candidates, &truth);
    let curve = curve::curve(&listed, truth.len());
    Ok(Evaluation {
        link,
        candidates: listed.len(),
        all: figures(truth.iter().map(|(pair, _)| listed.find(pair))),
        average_precision: curve::average_precision(&curve),
        best_f1: curve::best_f1(&curve),
        f1_at_high_probability: curve::f1_at_high_probability(&listed, truth.len()),
        curve,
        strata: strata(&listed, &truth),
    })
}

fn strata<Id: Ord>(listed: &Listed<Id>, truth: &TrueList<Id>) -> Vec<Stratum> {
    let strata = truth.strata().into_iter().map(|(label, pairs)| Stratum {
        label: label.to_owned(),
        figures: figures(pairs.into_iter().map(|pair| listed.find(pair))),
    });
    strata.collect()
}

/// Counts the true pairs, each given as what was written of it.
fn figures(found: impl Iterator<Item = Option<lists::Standing>>) -> Figures {
    let mut of = 0;
    let (mut lost, mut excluded) = (0, 0);
    let mut reached = [0; RECALL_AT.len()];
    for standing in found {
        of += 1;
        match standing {
            None => lost += 1,
            Some(standing) if standing.excluded => excluded += 1,
            Some(standing) => {
                let within = |k: u32| standing.rank.is_some_and(|rank| rank <= k);
                RECALL_AT
                    .iter()
                    .zip(&mut reached)
                    .for_each(|(k, hits)| *hits += u64::from(within(*k)));
            }
        }
    }
    let ratio = |hits| Ratio { hits, of };
    Figures {
        true_pairs: of,
        recall: RECALL_AT.into_iter().zip(reached.map(ratio)).collect(),
        lost: ratio(lost),
        excluded: ratio(excluded),
    }
}

#[cfg(test)]
mod tests;
