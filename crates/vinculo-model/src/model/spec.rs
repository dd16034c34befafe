//! The content of a model file, as plain data: what a person writes and training makes.

use std::collections::BTreeMap;

use vinculo_record::Link;

/// A whole model, not yet checked. [`Model::new`](crate::Model::new) checks it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ModelSpec {
    /// A name for people.
    pub name: String,
    /// What a reader should know of it.
    pub note: String,
    /// One section for each link that the model can weigh.
    pub links: BTreeMap<Link, LinkSpec>,
}

/// The section of one link.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkSpec {
    /// Share of left records expected to have their partner in the compared set.
    pub prior: PriorSpec,
    /// How value frequencies adjust weights; needed where a level has a `tf_factor`.
    pub frequencies: Option<FrequencySpec>,
    /// Caps of groups of dependent comparisons, by name.
    pub groups: BTreeMap<String, GroupSpec>,
    /// The comparisons, in the order in which they are shown.
    pub comparisons: Vec<ComparisonSpec>,
}

/// What is assumed before any comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct PriorSpec {
    /// Share expected to be in the compared set, between 0 and 1.
    pub share: f64,
    /// Where the share comes from.
    pub source: String,
}

/// How value frequencies adjust weights.
#[derive(Clone, Debug, PartialEq)]
pub struct FrequencySpec {
    /// SHA-256, in hex, of the frequencies that the model was made with; may be empty.
    pub digest: String,
    /// Least frequency that is believed, between 0 and 1.
    pub floor: f64,
    /// Strength of shrinkage towards the wider area, in observations, from 0.
    pub shrinkage: f64,
    /// Largest adjustment, either sign, in bits.
    pub tf_cap_bits: f64,
    /// Where these settings come from.
    pub source: String,
}

/// The cap of a group of dependent comparisons.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupSpec {
    /// Largest sum of the group's weights, either sign, in bits.
    pub cap_bits: f64,
    /// Where the cap comes from.
    pub source: String,
}

/// One comparison with its levels.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonSpec {
    /// Name: lower-case letters, digits and `_`, as in the column `w_<name>`.
    pub name: String,
    /// Version of the code that decides the level, from 1.
    pub code_version: u32,
    /// Where the numbers come from, if a level does not say otherwise.
    pub source: String,
    /// The group of dependent comparisons it belongs to.
    pub group: Option<String>,
    /// Whether m/u may rise along the order of the levels.
    pub unordered: bool,
    /// The levels, from the strongest agreement to the weakest.
    pub levels: Vec<LevelSpec>,
}

/// One grade of agreement. The null level (one side unknown) is not written: it weighs 0.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelSpec {
    /// Name, as the comparison gives it.
    pub level: String,
    /// P(level given one person), between 0 and 1.
    pub m: f64,
    /// P(level given different people), between 0 and 1.
    pub u: f64,
    /// Where m and u come from; the comparison's source where the file gives none.
    pub source: String,
    /// Observations that m and u are worth when data updates them, from 0.
    pub pseudo_count: f64,
    /// Share of the term-frequency adjustment that applies, 0 to 1 (1 for exact agreement).
    pub tf_factor: f64,
}
