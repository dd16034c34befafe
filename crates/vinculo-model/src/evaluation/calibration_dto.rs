//! Calibration and groups as data for `--json`.

use serde::Serialize;

use super::{Calibration, GroupFigures, Rate};

/// A [`Calibration`] for output. Weights in bits, likelihood ratios as log10.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CalibrationDto {
    /// The link.
    pub link: &'static str,
    /// Pairs of one person.
    pub same_pairs: usize,
    /// Pairs of different people.
    pub different_pairs: usize,
    /// Whether these are only pairs that a candidate file lists: a biased sample.
    pub over_listed_pairs_only: bool,
    /// Cllr.
    pub cllr: f64,
    /// Cllr of the best monotone recalibration.
    pub cllr_min: f64,
    /// Rates of error at thresholds.
    pub thresholds: Vec<ThresholdDto>,
    /// Claimed against found likelihood ratios.
    pub reliability: Vec<ReliabilityDto>,
    /// By group of people.
    pub groups: Vec<GroupDto>,
}

/// Rates of error when pairs of at least a weight are taken.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThresholdDto {
    /// Posterior probability; null for the best F1.
    pub posterior: Option<f64>,
    /// Least weight taken, in bits.
    pub weight: f64,
    /// Pairs of different people taken.
    pub false_positive: RateDto,
    /// Pairs of one person not taken.
    pub false_negative: RateDto,
}

/// A rate, expected and found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RateDto {
    /// Expected if the likelihood ratios are right.
    pub expected: f64,
    /// Found.
    pub observed: f64,
    /// How many.
    pub count: u64,
    /// Out of how many.
    pub of: u64,
    /// Wilson's interval of 95 %.
    pub interval: (f64, f64),
}

/// A bin of the reliability diagram.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReliabilityDto {
    /// Claimed log10 likelihood ratio, middle of the bin.
    pub claimed: f64,
    /// Found log10 likelihood ratio.
    pub found: Option<f64>,
    /// True pairs in the bin.
    pub same: u64,
    /// Pairs of different people in it.
    pub different: u64,
}

/// How a group of people fares.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupDto {
    /// Dimension: country, sex, age, surname.
    pub dimension: &'static str,
    /// The group.
    pub group: String,
    /// True pairs.
    pub true_pairs: u64,
    /// Found at once.
    pub recall_1: f64,
    /// Found within ten.
    pub recall_10: f64,
    /// Median rank of the true partner; null if it was not written.
    pub median_rank: Option<u32>,
    /// 90th percentile of that rank.
    pub rank_90: Option<u32>,
    /// Cllr of the group.
    pub cllr: Option<f64>,
    /// Recall within ten less that of the others.
    pub gap: f64,
    /// Fisher's exact test with Holm's correction.
    pub p_value: f64,
    /// Whether the gap exceeds chance.
    pub exceeds_chance: bool,
}

impl CalibrationDto {
    /// A calibration with the groups of its link.
    pub fn new(calibration: &Calibration, groups: &[GroupFigures]) -> Self {
        let thresholds = calibration.thresholds.iter().map(|at| ThresholdDto {
            posterior: at.posterior,
            weight: at.weight.bits(),
            false_positive: rate(at.false_positive),
            false_negative: rate(at.false_negative),
        });
        let bins = calibration.reliability().into_iter().map(|bin| ReliabilityDto {
            claimed: bin.claimed,
            found: bin.found,
            same: bin.same,
            different: bin.different,
        });
        Self {
            link: calibration.link.as_str(),
            same_pairs: calibration.pairs.same.len(),
            different_pairs: calibration.pairs.different.len(),
            over_listed_pairs_only: calibration.pairs.listed_only,
            cllr: calibration.cllr,
            cllr_min: calibration.cllr_min,
            thresholds: thresholds.collect(),
            reliability: bins.collect(),
            groups: groups.iter().map(group).collect(),
        }
    }
}

fn rate(rate: Rate) -> RateDto {
    RateDto {
        expected: rate.expected,
        observed: rate.observed.share(),
        count: rate.observed.hits,
        of: rate.observed.of,
        interval: rate.interval(),
    }
}

fn group(figures: &GroupFigures) -> GroupDto {
    GroupDto {
        dimension: figures.dimension,
        group: figures.group.clone(),
        true_pairs: figures.recall_10.of,
        recall_1: figures.recall_1.share(),
        recall_10: figures.recall_10.share(),
        median_rank: figures.ranks[0],
        rank_90: figures.ranks[1],
        cllr: figures.cllr,
        gap: figures.gap,
        p_value: figures.p_value,
        exceeds_chance: figures.exceeds_chance(),
    }
}
