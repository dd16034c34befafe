//! Precision against recall as candidates are read from the heaviest.

use std::cmp::Reverse;

use super::lists::{Candidate, Listed};
use super::{CurvePoint, F1, Ratio};
use crate::constants::HIGH_PROBABILITY;

/// A point for each weight that reaches a true pair, from the heaviest. The
/// excluded candidates are read after all others: they stand in a list of their own.
pub(super) fn curve<Id: Ord>(listed: &Listed<Id>, true_pairs: u64) -> Vec<CurvePoint> {
    let key = |c: &Candidate<Id>| (c.standing.excluded, Reverse(c.standing.weight));
    let mut order: Vec<_> = listed.iter().map(|c| (key(c), c.is_true)).collect();
    order.sort_unstable_by_key(|(key, _)| *key);
    let (mut taken, mut hits) = (0, 0);
    let mut points = Vec::new();
    for equal in order.chunk_by(|a, b| a.0 == b.0) {
        let reached = equal.iter().filter(|(_, is_true)| *is_true).count() as u64;
        taken += equal.len() as u64;
        hits += reached;
        if reached > 0 {
            let (excluded, Reverse(weight)) = equal[0].0;
            let precision = Ratio { hits, of: taken };
            points.push(CurvePoint {
                weight,
                excluded,
                precision,
                recall: Ratio { hits, of: true_pairs },
            });
        }
    }
    points
}

/// Σ (recall gained × precision there).
pub(super) fn average_precision(curve: &[CurvePoint]) -> f64 {
    let mut before = 0.0;
    let mut sum = 0.0;
    for point in curve {
        sum += (point.recall.share() - before) * point.precision.share();
        before = point.recall.share();
    }
    sum
}

/// The best F1 without the excluded candidates; of equals, the one that takes fewest.
pub(super) fn best_f1(curve: &[CurvePoint]) -> Option<F1> {
    let thresholds = curve.iter().filter(|point| !point.excluded).map(|point| F1 {
        weight: Some(point.weight),
        precision: point.precision,
        recall: point.recall,
    });
    thresholds.reduce(|best, next| if next.value() > best.value() { next } else { best })
}

/// F1 of the candidates, not excluded, of at least [`HIGH_PROBABILITY`].
pub(super) fn f1_at_high_probability<Id: Ord>(listed: &Listed<Id>, true_pairs: u64) -> Option<F1> {
    if listed.iter().all(|candidate| candidate.standing.probability.is_none()) {
        return None;
    }
    let high =
        |c: &&Candidate<Id>| c.standing.probability.is_some_and(|p| p.get() >= HIGH_PROBABILITY);
    let taken = listed.iter().filter(|c| !c.standing.excluded).filter(high);
    let (taken, hits) =
        taken.fold((0, 0), |(taken, hits), c| (taken + 1, hits + u64::from(c.is_true)));
    let (precision, recall) = (Ratio { hits, of: taken }, Ratio { hits, of: true_pairs });
    Some(F1 { weight: None, precision, recall })
}
