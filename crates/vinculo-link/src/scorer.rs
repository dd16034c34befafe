//! The weights of pairs under one link's model.

use std::sync::OnceLock;

use rayon::prelude::*;
use vinculo_compare::Exclusion;
use vinculo_model::{LinkModel, Millibits, cap_adjustment};
use vinculo_record::Lang;

use crate::features::{FeatureRow, NULL};
use crate::weigher::Weigher;
use crate::whole::Whole;
use crate::{LinkError, Profiles, Suite};

/// A set of exclusions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExclusionSet(pub(crate) u16);

impl ExclusionSet {
    /// Whether nothing excludes the pair.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The exclusions in their stable order.
    pub fn iter(self) -> impl Iterator<Item = Exclusion> {
        Exclusion::ALL.iter().copied().filter(move |e| self.0 & (1 << *e as u16) != 0)
    }
}

/// One pair's weights, part by part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairScore {
    /// By comparison, in the order of the suite; 0 where not comparable.
    pub weights: Vec<Millibits>,
    /// By capped group of the model: what the cap takes away.
    pub caps: Vec<Millibits>,
    /// The sum of both.
    pub match_weight: Millibits,
    /// What makes the pair impossible.
    pub exclusions: ExclusionSet,
}

/// Scores pairs of two sets of profiles. Both must have been compiled by `suite`.
pub struct Scorer<'a> {
    suite: &'a Suite,
    model: &'a LinkModel,
    left: &'a Profiles,
    right: &'a Profiles,
    weighers: Vec<Weigher>,
    /// By comparison, once all left records are expected.
    wholes: OnceLock<Vec<Whole>>,
    /// By place in the model: the place in the suite.
    suite_indexes: Vec<usize>,
    /// Comparisons by group: those of a capped group together, with the cap.
    groups: Vec<(Option<Millibits>, Vec<usize>)>,
}

/// Buffers for rows, reused from record to record.
pub struct RowBuffers {
    rows: Vec<FeatureRow>,
    group: Vec<Millibits>,
    /// By right place: the match weight.
    pub weights: Vec<Millibits>,
    /// By right place: the exclusions.
    pub exclusions: Vec<u16>,
}

impl<'a> Scorer<'a> {
    /// A scorer for the link of `model`.
    ///
    /// # Errors
    /// When the model lacks a comparison or level of the suite.
    pub fn new(
        suite: &'a Suite,
        model: &'a LinkModel,
        left: &'a Profiles,
        right: &'a Profiles,
    ) -> Result<Self, LinkError> {
        suite.check(model)?;
        let mut weighers = Vec::new();
        let mut groups: Vec<(Option<Millibits>, Vec<usize>)> = vec![(None, Vec::new())];
        groups.extend(model.groups().iter().map(|group| (Some(group.cap()), Vec::new())));
        for (i, comparison) in suite.comparisons().iter().enumerate() {
            let of_model = model
                .comparison(comparison.name())
                .ok_or(LinkError::Incomplete(comparison.name()))?;
            weighers.push(
                Weigher::new(of_model, comparison.levels())
                    .ok_or(LinkError::Incomplete(comparison.name()))?,
            );
            groups[of_model.group().map_or(0, |group| group + 1)].1.push(i);
        }
        let place_of = |name: &str| suite.names().position(|known| known == name);
        let suite_indexes = model.comparisons().iter().filter_map(|c| place_of(c.name())).collect();
        Ok(Self {
            suite,
            model,
            left,
            right,
            weighers,
            wholes: OnceLock::new(),
            suite_indexes,
            groups,
        })
    }

    /// The left profiles.
    pub fn left(&self) -> &'a Profiles {
        self.left
    }

    /// The right profiles.
    pub fn right(&self) -> &'a Profiles {
        self.right
    }

    /// The model.
    pub fn model(&self) -> &'a LinkModel {
        self.model
    }

    /// The comparisons.
    pub(crate) fn suite(&self) -> &'a Suite {
        self.suite
    }

    /// The place in the suite of a comparison of the model.
    pub(crate) fn suite_index(&self, of_model: usize) -> usize {
        self.suite_indexes[of_model]
    }

    /// Whether the pairs are of one collection with itself.
    pub(crate) fn is_same(&self) -> bool {
        std::ptr::eq(self.left, self.right)
    }

    /// Prepares for the rows of all left records: pays before them, and changes no result.
    pub(crate) fn expect_all(&self) {
        self.wholes.get_or_init(|| {
            let whole = |i: usize| {
                let [left, right] = [self.left, self.right].map(|of| of.columns[i].as_ref());
                Whole::of(self.suite.comparisons()[i].as_ref(), left, right)
            };
            (0..self.weighers.len()).into_par_iter().map(whole).collect()
        });
    }

    /// Buffers for [`Scorer::row`].
    pub fn buffers(&self) -> RowBuffers {
        RowBuffers {
            rows: self.suite.comparisons().iter().map(|_| FeatureRow::default()).collect(),
            group: Vec::new(),
            weights: Vec::new(),
            exclusions: Vec::new(),
        }
    }

    /// The weights of one left record against every right place. Cost: each
    /// comparison once per distinct right feature, then one addition per
    /// comparison and right place.
    pub fn row(&self, left_place: u32, buffers: &mut RowBuffers) {
        self.row_from(left_place, 0, buffers);
    }

    /// The same for the right places from `from` on; what stands before means nothing.
    pub(crate) fn row_from(&self, left_place: u32, from: u32, buffers: &mut RowBuffers) {
        let places = self.right.len();
        let RowBuffers { rows, group, weights, exclusions } = buffers;
        weights.clear();
        weights.resize(places, Millibits::ZERO);
        exclusions.clear();
        exclusions.resize(places, 0);
        for (cap, members) in &self.groups {
            let Some(cap) = cap else {
                self.add_rows(left_place, from, members, rows, weights, exclusions);
                continue;
            };
            group.clear();
            group.resize(places, Millibits::ZERO);
            self.add_rows(left_place, from, members, rows, group, exclusions);
            for (sum, part) in weights.iter_mut().zip(&*group) {
                *sum += part.clamp_to(*cap);
            }
        }
    }

    fn add_rows(
        &self,
        left_place: u32,
        from: u32,
        members: &[usize],
        rows: &mut [FeatureRow],
        sums: &mut [Millibits],
        exclusions: &mut [u16],
    ) {
        for &i in members {
            let (left, right) = (&self.left.columns[i], &self.right.columns[i]);
            let left_id = left.ids()[left_place as usize];
            if left_id == NULL {
                continue;
            }
            let whole = self.wholes.get().map(|wholes| &wholes[i]);
            let fill = |from: u32, row: &mut FeatureRow| {
                self.suite.comparisons()[i].fill(
                    left.as_ref(),
                    left_id,
                    right.as_ref(),
                    from,
                    whole.and_then(|whole| whole.meetings.as_ref()),
                    &self.weighers[i],
                    row,
                );
            };
            let kept = whole.and_then(|whole| whole.row(left_id, |row| fill(0, row)));
            let row = kept.unwrap_or_else(|| {
                fill(from, &mut rows[i]);
                &rows[i]
            });
            let ids = &right.ids()[from as usize..];
            for (sum, id) in sums[from as usize..].iter_mut().zip(ids) {
                *sum += row.weights[*id as usize];
            }
            if !row.exclusions.is_empty() {
                for (set, id) in exclusions[from as usize..].iter_mut().zip(ids) {
                    *set |= row.exclusions[*id as usize];
                }
            }
        }
    }

    /// The name of a comparison and what it found on a pair, in words.
    pub(crate) fn say(
        &self,
        comparison: usize,
        left_place: u32,
        right_place: u32,
        lang: Lang,
    ) -> (&'static str, String) {
        let (left, right) = (&self.left.columns[comparison], &self.right.columns[comparison]);
        let ids = (left.ids()[left_place as usize], right.ids()[right_place as usize]);
        let comparison = &self.suite.comparisons()[comparison];
        let reason = if ids.0 == NULL || ids.1 == NULL {
            String::new()
        } else {
            comparison.say(left.as_ref(), ids.0, right.as_ref(), ids.1, lang)
        };
        (comparison.name(), reason)
    }

    /// One pair's weights, part by part: the same numbers as [`Scorer::row`].
    pub fn pair(&self, left_place: u32, right_place: u32) -> PairScore {
        let mut exclusions = 0;
        let weights: Vec<Millibits> = (0..self.weighers.len())
            .map(|i| {
                let (left, right) = (&self.left.columns[i], &self.right.columns[i]);
                let ids = (left.ids()[left_place as usize], right.ids()[right_place as usize]);
                if ids.0 == NULL || ids.1 == NULL {
                    return Millibits::ZERO;
                }
                let comparison = &self.suite.comparisons()[i];
                let finding = comparison.find(left.as_ref(), ids.0, right.as_ref(), ids.1);
                finding.map_or(Millibits::ZERO, |finding| {
                    if let Some(exclusion) = finding.exclusion {
                        exclusions |= 1 << exclusion as u16;
                    }
                    self.weighers[i].weight(&finding)
                })
            })
            .collect();
        let caps: Vec<Millibits> = self
            .groups
            .iter()
            .filter_map(|(cap, members)| {
                let sum = members.iter().fold(Millibits::ZERO, |sum, i| sum + weights[*i]);
                cap.map(|cap| cap_adjustment(sum, cap))
            })
            .collect();
        let match_weight = vinculo_model::match_weight(weights.iter().chain(&caps).copied());
        PairScore { weights, caps, match_weight, exclusions: ExclusionSet(exclusions) }
    }
}
