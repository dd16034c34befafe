//! An evaluation as data for `--json`. Holds counts and labels of strata, nothing of a record.

use serde::Serialize;

use super::{CurvePoint, Evaluation, F1, Figures, Stratum};

/// An [`Evaluation`] for output. Weights are in bits, shares from 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EvaluationDto {
    /// The link, as in `notice-remains`.
    pub link: &'static str,
    /// Distinct pairs written.
    pub candidates: u64,
    /// Distinct true pairs.
    pub true_pairs: u64,
    /// Recall within the first k of a list.
    pub recall: Vec<RecallDto>,
    /// Share of true pairs that were not written at all.
    pub lost: f64,
    /// Share of true pairs that were written as physically impossible.
    pub excluded: f64,
    /// Mean precision where each true pair is reached; 0 for those not written.
    pub average_precision: f64,
    /// The best F1 over all thresholds of weight.
    pub best_f1: Option<F1Dto>,
    /// F1 of the candidates of probability 0.99 and more.
    pub f1_at_high_probability: Option<F1Dto>,
    /// Precision and recall at each weight that reaches a true pair.
    pub curve: Vec<CurvePointDto>,
    /// The figures of each stratum.
    pub strata: Vec<StratumDto>,
}

/// Recall within the first k of a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecallDto {
    /// Length of the list.
    pub k: u32,
    /// True pairs within it.
    pub found: u64,
    /// Their share.
    pub share: f64,
}

/// F1 at a threshold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct F1Dto {
    /// F1.
    pub f1: f64,
    /// Least weight taken; null if the threshold is one of probability.
    pub weight: Option<f64>,
    /// True pairs among those taken.
    pub precision: f64,
    /// True pairs taken, of all.
    pub recall: f64,
}

/// A point of the precision–recall curve.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CurvePointDto {
    /// The weight down to which candidates are taken.
    pub weight: f64,
    /// Whether reading has come to the excluded candidates.
    pub excluded: bool,
    /// True pairs among those taken.
    pub precision: f64,
    /// True pairs taken, of all.
    pub recall: f64,
}

/// The figures of a stratum.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StratumDto {
    /// Its label.
    pub stratum: String,
    /// Distinct true pairs.
    pub true_pairs: u64,
    /// Recall within the first k of a list.
    pub recall: Vec<RecallDto>,
    /// Share of true pairs that were not written at all.
    pub lost: f64,
    /// Share of true pairs that were written as physically impossible.
    pub excluded: f64,
}

impl From<&Evaluation> for EvaluationDto {
    fn from(evaluation: &Evaluation) -> EvaluationDto {
        EvaluationDto {
            link: evaluation.link.as_str(),
            candidates: evaluation.candidates,
            true_pairs: evaluation.all.true_pairs,
            recall: recall(&evaluation.all),
            lost: evaluation.all.lost.share(),
            excluded: evaluation.all.excluded.share(),
            average_precision: evaluation.average_precision,
            best_f1: evaluation.best_f1.map(f1),
            f1_at_high_probability: evaluation.f1_at_high_probability.map(f1),
            curve: evaluation.curve.iter().map(point).collect(),
            strata: evaluation.strata.iter().map(stratum).collect(),
        }
    }
}

fn recall(figures: &Figures) -> Vec<RecallDto> {
    let at = figures.recall.iter();
    at.map(|(k, ratio)| RecallDto { k: *k, found: ratio.hits, share: ratio.share() }).collect()
}

fn f1(f1: F1) -> F1Dto {
    F1Dto {
        f1: f1.value(),
        weight: f1.weight.map(|weight| weight.bits()),
        precision: f1.precision.share(),
        recall: f1.recall.share(),
    }
}

fn point(point: &CurvePoint) -> CurvePointDto {
    CurvePointDto {
        weight: point.weight.bits(),
        excluded: point.excluded,
        precision: point.precision.share(),
        recall: point.recall.share(),
    }
}

fn stratum(stratum: &Stratum) -> StratumDto {
    StratumDto {
        stratum: stratum.label.clone(),
        true_pairs: stratum.figures.true_pairs,
        recall: recall(&stratum.figures),
        lost: stratum.figures.lost.share(),
        excluded: stratum.figures.excluded.share(),
    }
}
