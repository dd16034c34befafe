//! Every number of training, in one place.
//!
//! | Constant | Value | Unit | Meaning | Source |
//! | --- | --- | --- | --- | --- |
//! | [`RANDOM_PAIRS`] | 1,000,000 | pairs | random pairs that u is counted on | judgement: a level of u = 10⁻⁴ is seen a hundred times, ± 0.14 bits; rarer ones lean on the published u |
//! | [`LIKELY_ODDS_BITS`] | −10 | bits | least posterior odds of a pair that m is learnt from | judgement: what is below carries a thousandth of a match |
//! | [`MAX_LIKELY_PAIRS`] | 4,000,000 | pairs | most pairs that m is learnt from; the likeliest are kept | memory: 5 bytes for each comparison |
//! | [`ROUNDS`] | 4 | rounds | most times that the likely pairs are collected anew | judgement |
//! | [`SETTLED`] | 0.001 | of the expected matches | difference between rounds at which no more is made | judgement |
//! | [`MIN_MISLED`] | 30 | pairs | different people that a weight must mislead about before it is capped | judgement: a standard error of a fifth |
//! | [`MAX_PARTNERS`] | 3 | records | most records of one person in the other collection that all count whole | judgement: intakes along one journey |
//! | [`MAX_ITERATIONS`] | 100 | iterations | most steps of one round | judgement |
//! | [`CONVERGED_BITS`] | 0.01 | bits | largest change of a level's weight at which it stops | judgement: below what is shown |
//! | [`MIN_CARRIED`] | 100 | pairs | clear matches that a comparison needs for its m to be updated | standard error of a share of ½ is then 0.05 |
//! | [`MIN_CLARITY`] | 0.5 | – | Σp²/Σp over the likely pairs that a link needs | judgement: below it most of the expected matches are made of doubtful pairs |
//! | [`SHARE_PRIOR`] | 0.5 | of the left records | weight of the published share beside the data | judgement: a strong prior |
//! | [`TRAINED_DIGITS`] | 4 | digits | significant digits that learnt values are written with | readability; an error of 0.0001 bits |

/// Random pairs that u is counted on.
pub const RANDOM_PAIRS: usize = 1_000_000;
/// Least posterior odds, in bits, of a pair that m is learnt from.
pub const LIKELY_ODDS_BITS: f64 = -10.0;
/// Most pairs that m is learnt from.
pub const MAX_LIKELY_PAIRS: usize = 4_000_000;
/// Most times that the likely pairs are collected anew.
pub const ROUNDS: u32 = 4;
/// Difference of the expected matches between rounds at which no more is made.
pub const SETTLED: f64 = 0.001;
/// Pairs of different people that reach a weight before it can be capped.
pub const MIN_MISLED: f64 = 30.0;
/// Most records of one person in the other collection that all count whole.
pub const MAX_PARTNERS: f64 = 3.0;
/// Most steps of one round.
pub const MAX_ITERATIONS: u32 = 100;
/// Largest change of a level's weight, in bits, at which it stops.
pub const CONVERGED_BITS: f64 = 0.01;
/// Clear matches that a comparison needs for its m to be updated.
pub const MIN_CARRIED: f64 = 100.0;
/// Clear share of the expected matches that a link needs.
pub const MIN_CLARITY: f64 = 0.5;
/// Weight of the published share, in left records of the data.
pub const SHARE_PRIOR: f64 = 0.5;
/// Significant digits that learnt values are written with.
pub const TRAINED_DIGITS: usize = 4;
