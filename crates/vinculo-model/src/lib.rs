//! Fellegi–Sunter arithmetic: comparison levels, weights, probabilities,
//! explanations, calibration measures and the evaluation of ranked candidates.
//!
//! A [`Model`] is one readable TOML file. It gives each level of each comparison
//! a weight, [`Millibits`]; [`match_weight`] adds them up; [`probability`] and
//! [`probability_set`] turn the sum into probabilities; a [`Waterfall`] shows the
//! same numbers to a person.
//!
//! This crate does not compare values (levels come from outside), does not read
//! files or clocks, keeps no global state, and never says that two records *are*
//! one person: it weighs evidence.

mod calibration;
pub mod constants;
mod error;
mod evaluation;
mod explanation;
mod group_cap;
mod layout;
mod millibits;
mod model;
mod posterior;
mod power_of_two;
mod probability;
mod set_probability;
pub mod training;
mod verbal;

pub use calibration::{cllr, cllr_min};
pub use error::{ModelError, Problem, Problems};
pub use evaluation::{
    Calibration, CalibrationDto, CurvePoint, CurvePointDto, Evaluation, EvaluationDto, F1, F1Dto,
    Figures, GroupDto, GroupFigures, GroupedPair, RankedCandidate, Rate, RateDto, Ratio,
    RatioPairs, RecallDto, ReliabilityBin, ReliabilityDto, Stratum, StratumDto, Threshold,
    ThresholdDto, TruePair, calibration, calibration_text, evaluate, evaluation_text,
    group_figures,
};
pub use explanation::{
    Account, AccountFinding, CapRow, CapRowDto, NextStep, NotCompared, PriorDto, Row, RowDto,
    ShownFinding, Waterfall, WaterfallDto, render_account, render_text,
};
pub use group_cap::cap_adjustment;
pub use layout::printable;
pub use millibits::Millibits;
pub use model::{
    ComparisonModel, ComparisonSpec, ExpectedComparison, FrequencySpec, GroupModel, GroupSpec,
    LevelModel, LevelSpec, LinkModel, LinkSpec, Model, ModelSpec, PriorSpec,
};
pub use posterior::{Prior, match_weight, posterior_odds_bits, probability};
pub use probability::Probability;
pub use set_probability::{SetAccumulator, probability_set};
pub use training::{
    ComparisonReport, TrainingData, TrainingFinding, TrainingPairs, TrainingReport, train_round,
};
pub use verbal::{Band, Support, lr_phrase, lr_sentence, verbal};
