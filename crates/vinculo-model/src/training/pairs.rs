//! What the comparisons found on many pairs, packed.

use crate::probability::Probability;

/// No level: not comparable.
const NULL: u8 = u8::MAX;

/// The finding of one comparison on one pair: a level's place in the model and,
/// where it matters, how frequent the agreeing value is. `None`: not comparable.
pub type TrainingFinding = Option<(usize, Option<Probability>)>;

/// The findings on many pairs, pair after pair: 5 bytes for each comparison.
#[derive(Clone, Debug, Default)]
pub struct TrainingPairs {
    width: usize,
    /// Of each pair, its left and right record.
    records: Vec<(u32, u32)>,
    levels: Vec<u8>,
    /// Not a number where the level's own u holds for all values.
    frequencies: Vec<f32>,
}

impl TrainingPairs {
    /// No pairs yet, of so many comparisons.
    pub fn new(comparisons: usize) -> Self {
        Self { width: comparisons, ..Self::default() }
    }

    /// Adds the pair of two records, by their places: one finding for each
    /// comparison, in the order of the model.
    ///
    /// # Panics
    /// If the number of findings is not that of the comparisons, or a level has no
    /// place among the 255 that a comparison may have.
    pub fn push(&mut self, records: (u32, u32), findings: &[TrainingFinding]) {
        assert_eq!(findings.len(), self.width, "one finding for each comparison");
        self.records.push(records);
        for finding in findings {
            let level = finding.map_or(NULL, |(level, _)| {
                u8::try_from(level).ok().filter(|l| *l != NULL).expect("at most 255 levels")
            });
            let frequency = finding.and_then(|(_, frequency)| frequency);
            self.levels.push(level);
            self.frequencies.push(frequency.map_or(f32::NAN, |f| f.get() as f32));
        }
    }

    /// Adds the pairs of another collection of the same comparisons.
    ///
    /// # Panics
    /// If it has another number of comparisons.
    pub fn append(&mut self, other: &mut TrainingPairs) {
        assert_eq!(other.width, self.width, "pairs of the same comparisons");
        self.records.append(&mut other.records);
        self.levels.append(&mut other.levels);
        self.frequencies.append(&mut other.frequencies);
    }

    /// How many pairs.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The records of each pair.
    pub(super) fn records(&self) -> &[(u32, u32)] {
        &self.records
    }

    /// The comparisons of each pair.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// The findings of each pair.
    pub(super) fn iter(&self) -> impl Iterator<Item = PairFindings<'_>> {
        let levels = self.levels.chunks_exact(self.width.max(1));
        let frequencies = self.frequencies.chunks_exact(self.width.max(1));
        levels.zip(frequencies).map(|(levels, frequencies)| PairFindings { levels, frequencies })
    }
}

/// The findings on one pair.
#[derive(Clone, Copy)]
pub(super) struct PairFindings<'a> {
    levels: &'a [u8],
    frequencies: &'a [f32],
}

impl PairFindings<'_> {
    /// The level of a comparison; `None` if not comparable.
    pub(super) fn level(&self, comparison: usize) -> Option<usize> {
        let level = self.levels[comparison];
        (level != NULL).then_some(usize::from(level))
    }

    /// The frequency of the value on which a comparison agrees.
    pub(super) fn frequency(&self, comparison: usize) -> Option<Probability> {
        Probability::new(f64::from(self.frequencies[comparison])).ok()
    }
}
