//! Every number of this crate, in one place.
//!
//! | Constant | Value | Unit | Meaning | Source |
//! | --- | --- | --- | --- | --- |
//! | [`WEIGHT_CAP_BITS`] | 60 | bits | largest weight of one comparison, either sign | judgement: 10^18, beyond any reference sample |
//! | [`SUM_TOLERANCE`] | 0.005 | probability | how far Σm and Σu may be from 1 | judgement: rounding of readable numbers |
//! | [`ORDER_TOLERANCE`] | 0.001 | of m/u | how far m/u may rise along ordered levels | judgement: rounding of readable numbers, 0.0014 bits |
//! | [`MAX_PROBLEMS`] | 500 | problems | most that one report lists | judgement: more are not read, and looking for repeats is quadratic |
//! | [`NEUTRAL_LR`] | 1.05 | – | likelihood ratios nearer to 1 than this are said as "no support" | judgement: they print as 1.0 |
//! | [`VERBAL_BANDS`] | 1, 2, 3, 4, 6 | log10 LR | lower ends of the verbal bands above *weak* | ENFSI guideline for evaluative reporting, boundaries unverified |
//! | [`SET_CAP_BITS`] | 127 | bits | largest total weight that `probability_set` tells apart | the width of its fixed-point sum |
//! | [`RECALL_AT`] | 1, 5, 10, 100 | rank | list lengths at which recall is reported | the product's evaluation table |
//! | [`HIGH_PROBABILITY`] | 0.99 | probability | threshold at which F1 is reported | the product's evaluation table |
//! | [`THRESHOLD_POSTERIORS`] | 0.1, 0.5, 0.9, 0.99 | probability | thresholds at which rates of error are told | the domain reference's table of thresholds |
//! | [`RELIABILITY_BIN_BANS`] | 0.5 | log10 LR | width of a bin of the reliability diagram | judgement |
//! | [`GROUP_RECALL_AT`] | 10 | rank | list length at which groups are compared | the product's evaluation table |
//! | [`SIGNIFICANCE`] | 0.05 | probability | gaps that chance makes less often are told | convention |
//! | [`CURVE_RECALLS`] | 0.1 … 1.0 | recall | rows of the printed precision–recall table | judgement |
//! | [`VALUE_WIDTH`] | 26 | characters | longest value printed in the waterfall's table | judgement: ten columns on a wide terminal |
//! | [`BAR_WIDTH`] | 8 | characters | length of the longest bar to either side | judgement |

/// Largest weight of one comparison, in bits, either sign.
pub const WEIGHT_CAP_BITS: i32 = 60;

/// How far the sum of m (or of u) over the levels of a comparison may be from 1.
pub const SUM_TOLERANCE: f64 = 0.005;

/// How far m/u may rise along ordered levels, as a part of it.
pub const ORDER_TOLERANCE: f64 = 0.001;

/// Most problems of a model that are reported at once.
pub const MAX_PROBLEMS: usize = 500;

/// Likelihood ratios between 1/this and this support neither hypothesis.
pub const NEUTRAL_LR: f64 = 1.05;

/// log10 LR from which support is moderate, moderately strong, strong, very strong, extremely strong.
pub const VERBAL_BANDS: [f64; 5] = [1.0, 2.0, 3.0, 4.0, 6.0];

/// Largest total weight, in bits, either sign, that the sum over a list tells apart.
pub const SET_CAP_BITS: i32 = 127;

/// List lengths at which recall is reported.
pub const RECALL_AT: [u32; 4] = [1, 5, 10, 100];

/// Probability threshold at which F1 is reported.
pub const HIGH_PROBABILITY: f64 = 0.99;

/// Posterior probabilities at which rates of error are told.
pub const THRESHOLD_POSTERIORS: [f64; 4] = [0.1, 0.5, 0.9, 0.99];

/// Width of a bin of the reliability diagram, in log10 likelihood ratio.
pub const RELIABILITY_BIN_BANS: f64 = 0.5;

/// List length at which the recall of groups is compared.
pub const GROUP_RECALL_AT: u32 = 10;

/// Gaps between groups that chance makes less often than this are told.
pub const SIGNIFICANCE: f64 = 0.05;

/// Recalls at which the printed table gives the precision.
pub const CURVE_RECALLS: [f64; 10] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0];

/// Longest value printed in the waterfall's table, in characters.
pub const VALUE_WIDTH: usize = 26;

/// Length of the longest bar to either side of the axis, in characters.
pub const BAR_WIDTH: usize = 8;
