//! One link's section with its weights computed: what the pair loop reads.

use vinculo_record::Link;

use super::path;
use super::spec::{ComparisonSpec, FrequencySpec, LevelSpec, LinkSpec};
use crate::error::{ModelError, Problems};
use crate::group_cap::cap_adjustment;
use crate::millibits::Millibits;
use crate::posterior::Prior;
use crate::probability::Probability;

/// The section of a link, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkModel {
    link: Link,
    share: Probability,
    share_source: String,
    frequencies: Option<FrequencySpec>,
    comparisons: Vec<ComparisonModel>,
    groups: Vec<GroupModel>,
}

/// A comparison of a link, with the weight of each level.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonModel {
    name: String,
    code_version: u32,
    source: String,
    group: Option<usize>,
    levels: Vec<LevelModel>,
    /// One weight per level, then the null level's 0.
    weights: Vec<Millibits>,
    bounds: (Millibits, Millibits),
}

/// A level of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelModel {
    spec: LevelSpec,
    weight: Millibits,
    tf: Option<TermFrequency>,
}

/// A group of dependent comparisons and its cap.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupModel {
    name: String,
    cap: Millibits,
    source: String,
    members: Vec<usize>,
}

/// What a link's code gives, to hold a model against: see [`LinkModel::expect`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpectedComparison<'a> {
    /// Name of the comparison.
    pub name: &'a str,
    /// Version of its code.
    pub code_version: u32,
    /// Names of the levels it can give, the null level left out.
    pub levels: &'a [&'a str],
}

/// The part of a link's frequency settings that a level needs.
#[derive(Clone, Copy, Debug, PartialEq)]
struct TermFrequency {
    floor: f64,
    cap: Millibits,
}

impl LinkModel {
    pub(crate) fn new(link: Link, spec: &LinkSpec) -> LinkModel {
        let groups = spec.groups.iter().map(|(name, group)| GroupModel {
            name: name.clone(),
            cap: Millibits::from_bits(group.cap_bits),
            source: group.source.clone(),
            members: members_of(name, &spec.comparisons),
        });
        let groups: Vec<_> = groups.collect();
        let comparisons = spec.comparisons.iter().map(|comparison| {
            let group = groups.iter().position(|g| Some(&g.name) == comparison.group.as_ref());
            ComparisonModel::new(comparison, group, spec.frequencies.as_ref())
        });
        LinkModel {
            link,
            share: Probability::rounded_into_range(spec.prior.share),
            share_source: spec.prior.source.clone(),
            frequencies: spec.frequencies.clone(),
            comparisons: comparisons.collect(),
            groups,
        }
    }

    /// The link.
    pub fn link(&self) -> Link {
        self.link
    }

    /// Share of left records expected to have their partner in the compared set.
    pub fn share(&self) -> Probability {
        self.share
    }

    /// Where the share comes from.
    pub fn share_source(&self) -> &str {
        &self.share_source
    }

    /// The prior of a pair when the compared set has `set_size` records.
    ///
    /// # Errors
    /// [`ModelError::OutOfRange`] if the set is empty.
    pub fn prior(&self, set_size: u64) -> Result<Prior, ModelError> {
        Prior::new(self.share, set_size)
    }

    /// How value frequencies adjust weights, if they do.
    pub fn frequencies(&self) -> Option<&FrequencySpec> {
        self.frequencies.as_ref()
    }

    /// The comparisons, in the order in which they are shown.
    pub fn comparisons(&self) -> &[ComparisonModel] {
        &self.comparisons
    }

    /// The comparison of a name.
    pub fn comparison(&self, name: &str) -> Option<&ComparisonModel> {
        self.index_of(name).map(|index| &self.comparisons[index])
    }

    /// The place of a comparison in [`LinkModel::comparisons`].
    pub fn index_of(&self, name: &str) -> Option<usize> {
        self.comparisons.iter().position(|comparison| comparison.name == name)
    }

    /// The groups of dependent comparisons, by name.
    pub fn groups(&self) -> &[GroupModel] {
        &self.groups
    }

    /// The weight of a level, without term frequency. The index after the last
    /// level is the null level, which weighs 0.
    ///
    /// # Panics
    /// If there is no such comparison or level.
    pub fn weight(&self, comparison: usize, level: usize) -> Millibits {
        self.comparisons[comparison].weights[level]
    }

    /// Holds the model against what the code gives: every comparison and level of
    /// the code must be in the model and the reverse, with the same code versions.
    ///
    /// # Errors
    /// [`ModelError::Invalid`] with every difference.
    pub fn expect(&self, code: &[ExpectedComparison]) -> Result<(), ModelError> {
        let mut problems = Problems::default();
        let link = path::link(self.link.as_str());
        for (index, expected) in code.iter().enumerate() {
            let path = path::item(&link, "comparisons", expected.name, index);
            match self.comparison(expected.name) {
                Some(comparison) => comparison.expect(expected, &path, &mut problems),
                None => problems.push(
                    path,
                    "missing, but this program compares it",
                    "add its levels with m and u",
                ),
            }
        }
        for (index, comparison) in self.comparisons.iter().enumerate() {
            if !code.iter().any(|expected| expected.name == comparison.name) {
                let path = path::item(&link, "comparisons", &comparison.name, index);
                problems.push(
                    path,
                    "this program has no such comparison",
                    "remove it or use the program it was made for",
                );
            }
        }
        problems.or(())
    }
}

impl ComparisonModel {
    fn new(
        spec: &ComparisonSpec,
        group: Option<usize>,
        frequencies: Option<&FrequencySpec>,
    ) -> ComparisonModel {
        let tf = frequencies
            .map(|f| TermFrequency { floor: f.floor, cap: Millibits::from_bits(f.tf_cap_bits) });
        let levels: Vec<_> = spec.levels.iter().map(|level| LevelModel::new(level, tf)).collect();
        let mut weights: Vec<_> = levels.iter().map(LevelModel::weight).collect();
        weights.push(Millibits::ZERO);
        ComparisonModel {
            name: spec.name.clone(),
            code_version: spec.code_version,
            source: spec.source.clone(),
            group,
            bounds: bounds(&levels),
            levels,
            weights,
        }
    }

    /// Name, as in the column `w_<name>`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Version of the code that the m and u were made for.
    pub fn code_version(&self) -> u32 {
        self.code_version
    }

    /// Where the numbers come from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The place of its group in [`LinkModel::groups`].
    pub fn group(&self) -> Option<usize> {
        self.group
    }

    /// The levels, from the strongest agreement to the weakest.
    pub fn levels(&self) -> &[LevelModel] {
        &self.levels
    }

    /// The place of a level in [`ComparisonModel::levels`].
    pub fn level_index(&self, level: &str) -> Option<usize> {
        self.levels.iter().position(|known| known.spec.level == level)
    }

    /// The index of the null level: the one after the last.
    pub fn null_index(&self) -> usize {
        self.levels.len()
    }

    /// The weight of each level, without term frequency, then the null level's 0:
    /// the table for the pair loop.
    pub fn weights(&self) -> &[Millibits] {
        &self.weights
    }

    /// The most that this comparison can add to a pair, term frequency included; never below 0.
    pub fn upper_bound(&self) -> Millibits {
        self.bounds.1
    }

    /// The least that this comparison can add to a pair, term frequency included; never above 0.
    pub fn lower_bound(&self) -> Millibits {
        self.bounds.0
    }

    fn expect(&self, code: &ExpectedComparison, path: &str, problems: &mut Problems) {
        if code.code_version != self.code_version {
            let cause = format!(
                "made for code version {}, this program has {}",
                self.code_version, code.code_version
            );
            problems.push(
                format!("{path}.code_version"),
                cause,
                "train the model again or use the program it was made for",
            );
        }
        for (index, level) in code.levels.iter().enumerate() {
            if self.level_index(level).is_none() {
                let path = path::item(path, "levels", level, index);
                problems.push(
                    path,
                    "missing, but this program gives this level",
                    "add it with its m and u",
                );
            }
        }
        for (index, level) in self.levels.iter().enumerate() {
            if !code.levels.contains(&level.name()) {
                let path = path::item(path, "levels", level.name(), index);
                problems.push(
                    path,
                    "this program never gives this level",
                    "remove it and correct the sums",
                );
            }
        }
    }
}

impl LevelModel {
    fn new(spec: &LevelSpec, tf: Option<TermFrequency>) -> LevelModel {
        LevelModel { spec: spec.clone(), weight: level_weight(spec.m, spec.u), tf }
    }

    /// Name, as the comparison gives it.
    pub fn name(&self) -> &str {
        &self.spec.level
    }

    /// P(level given one person).
    pub fn m(&self) -> Probability {
        Probability::rounded_into_range(self.spec.m)
    }

    /// P(level given different people).
    pub fn u(&self) -> Probability {
        Probability::rounded_into_range(self.spec.u)
    }

    /// Where m and u come from.
    pub fn source(&self) -> &str {
        &self.spec.source
    }

    /// log2(m/u), within ±[`Millibits::CAP`].
    pub fn weight(&self) -> Millibits {
        self.weight
    }

    /// Whether a value's frequency changes the weight.
    pub fn has_term_frequency(&self) -> bool {
        self.tf.is_some() && self.spec.tf_factor > 0.0
    }

    /// What agreeing on a value this frequent adds to the weight:
    /// `tf_factor · log2(u / max(frequency, floor))`, within ±`tf_cap_bits`, and
    /// such that weight and adjustment together stay within ±[`Millibits::CAP`].
    /// A rare value adds, a common one takes away. 0 if the level has no `tf_factor`.
    pub fn tf_adjustment(&self, frequency: Probability) -> Millibits {
        let Some(tf) = self.tf else { return Millibits::ZERO };
        let believed = frequency.get().max(tf.floor);
        let bits = self.spec.tf_factor * (self.spec.u / believed).log2();
        let adjustment = Millibits::from_bits(bits).clamp_to(tf.cap);
        adjustment + cap_adjustment(self.weight + adjustment, Millibits::CAP)
    }
}

impl GroupModel {
    /// Name, as in the column `cap_<name>`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Largest sum of the members' weights, either sign.
    pub fn cap(&self) -> Millibits {
        self.cap
    }

    /// Where the cap comes from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The places of its comparisons in [`LinkModel::comparisons`].
    pub fn members(&self) -> &[usize] {
        &self.members
    }
}

fn members_of(group: &str, comparisons: &[ComparisonSpec]) -> Vec<usize> {
    let with_place = comparisons.iter().enumerate();
    with_place.filter(|(_, c)| c.group.as_deref() == Some(group)).map(|(place, _)| place).collect()
}

fn level_weight(m: f64, u: f64) -> Millibits {
    Millibits::from_bits((m / u).log2()).capped()
}

fn bounds(levels: &[LevelModel]) -> (Millibits, Millibits) {
    let extremes = levels.iter().flat_map(|level| {
        let rarest = level.tf_adjustment(Probability::ZERO);
        let commonest = level.tf_adjustment(Probability::ONE);
        [level.weight, level.weight + rarest, level.weight + commonest]
    });
    extremes.fold((Millibits::ZERO, Millibits::ZERO), |(low, high), weight| {
        (low.min(weight), high.max(weight))
    })
}
