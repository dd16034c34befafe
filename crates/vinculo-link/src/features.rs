//! The distinct compiled values of one comparison, and which record has which.

use std::any::Any;
use std::collections::HashMap;
use std::hash::Hash;

use vinculo_compare::{Comparison, Finding, Level, Meetings};
use vinculo_model::Millibits;
use vinculo_record::{Lang, Record};

use crate::weigher::Weigher;

/// The id of *not recorded*: no feature, no evidence.
pub(crate) const NULL: u32 = 0;

/// Distinct features with the id of each record's: 0 for none, else one more
/// than the index into the distinct features. Ids are given in order of first
/// appearance.
struct Features<F> {
    distinct: Vec<F>,
    /// The last place that has each, or a later one that had it.
    last: Vec<u32>,
    ids: Vec<u32>,
    // looked up by key alone, never walked through: its order cannot show
    index: HashMap<F, u32>,
}

/// Features of any comparison.
pub(crate) trait FeatureSet: Send + Sync {
    /// Of each record, in order.
    fn ids(&self) -> &[u32];
    fn as_any(&self) -> &dyn Any;
    fn as_any_mut(&mut self) -> &mut dyn Any;
}

impl<F: Clone + Eq + Hash + Send + Sync + 'static> FeatureSet for Features<F> {
    fn ids(&self) -> &[u32] {
        &self.ids
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

impl<F: Clone + Eq + Hash> Features<F> {
    fn id_of(&mut self, feature: Option<F>, place: u32) -> u32 {
        let Some(feature) = feature else { return NULL };
        if let Some(id) = self.index.get(&feature) {
            let last = &mut self.last[*id as usize - 1];
            *last = place.max(*last);
            return *id;
        }
        self.last.push(place);
        self.distinct.push(feature.clone());
        let id = self.distinct.len() as u32;
        self.index.insert(feature, id);
        id
    }
}

/// The weights of one left feature against every distinct right feature.
#[derive(Default)]
pub(crate) struct FeatureRow {
    /// By right id; 0 for the null id.
    pub weights: Vec<Millibits>,
    /// Bits of exclusions by right id; empty when there are none.
    pub exclusions: Vec<u16>,
    /// The left id that the row was made for and from which right place on, to use it
    /// again.
    made_for: Option<(u32, u32)>,
    /// How often it was filled, and by right index the time when it last met.
    filled: u64,
    met: Vec<u64>,
    known: KnownWeights,
}

/// How many weights are remembered: a power of two. Moves time, never results.
const KNOWN_WEIGHTS: usize = 256;

/// Weights of findings with a frequency, as they were last worked out: many pairs agree
/// on few values. Of one comparison and model.
#[derive(Default)]
struct KnownWeights(Vec<Option<(u8, u32, Millibits)>>);

impl KnownWeights {
    fn weight(&mut self, weigher: &Weigher, finding: &Finding) -> Millibits {
        let Some(frequency) = finding.frequency else { return weigher.weight(finding) };
        self.0.resize(KNOWN_WEIGHTS, None);
        let bits = frequency.to_bits();
        // Fibonacci hashing (Knuth, TAOCP 3, section 6.4)
        let hash = (bits ^ u32::from(finding.level)).wrapping_mul(0x9E37_79B9) >> 24;
        let known = &mut self.0[hash as usize];
        match *known {
            Some((level, of, weight)) if (level, of) == (finding.level, bits) => weight,
            _ => {
                let weight = weigher.weight(finding);
                *known = Some((finding.level, bits, weight));
                weight
            }
        }
    }
}

/// What one comparison says of two records.
pub(crate) struct Compared {
    pub left_value: String,
    pub right_value: String,
    pub finding: Option<Finding>,
    pub reason: String,
}

/// A comparison of any feature type.
pub(crate) trait AnyComparison: Send + Sync {
    fn name(&self) -> &'static str;
    fn code_version(&self) -> u32;
    fn levels(&self) -> &'static [Level];
    fn new_features(&self) -> Box<dyn FeatureSet>;
    /// Puts the record's feature at `place`, which may be one past the end.
    fn put(&self, features: &mut dyn FeatureSet, place: usize, record: &Record);
    /// Which features of two columns may have anything in common.
    fn meetings(&self, left: &dyn FeatureSet, right: &dyn FeatureSet) -> Option<Meetings>;
    /// Fills `row` for a left id that is not null. What only right places before `from`
    /// have means nothing. With `meetings`, only features that may meet are compared.
    #[allow(clippy::too_many_arguments)] // what one row is made of
    fn fill(
        &self,
        left: &dyn FeatureSet,
        left_id: u32,
        right: &dyn FeatureSet,
        from: u32,
        meetings: Option<&Meetings>,
        weigher: &Weigher,
        row: &mut FeatureRow,
    );
    /// The finding on two ids, neither null.
    fn find(
        &self,
        left: &dyn FeatureSet,
        left_id: u32,
        right: &dyn FeatureSet,
        right_id: u32,
    ) -> Option<Finding>;
    /// The finding on two ids in words; empty where there is none.
    fn say(
        &self,
        left: &dyn FeatureSet,
        left_id: u32,
        right: &dyn FeatureSet,
        right_id: u32,
        lang: Lang,
    ) -> String;
    fn compare_records(&self, left: &Record, right: &Record, lang: Lang) -> Compared;
}

impl<C: Comparison> AnyComparison for C
where
    C::Feature: 'static,
{
    fn name(&self) -> &'static str {
        Comparison::name(self)
    }

    fn code_version(&self) -> u32 {
        Comparison::code_version(self)
    }

    fn levels(&self) -> &'static [Level] {
        Comparison::levels(self)
    }

    fn new_features(&self) -> Box<dyn FeatureSet> {
        Box::new(Features::<C::Feature> {
            distinct: Vec::new(),
            last: Vec::new(),
            ids: Vec::new(),
            index: HashMap::new(),
        })
    }

    fn put(&self, features: &mut dyn FeatureSet, place: usize, record: &Record) {
        let features = of_mut::<C>(features);
        let id = features.id_of(self.compile(record), place as u32);
        if place == features.ids.len() {
            features.ids.push(id);
        } else {
            features.ids[place] = id;
        }
    }

    fn meetings(&self, left: &dyn FeatureSet, right: &dyn FeatureSet) -> Option<Meetings> {
        Comparison::meetings(self, &of::<C>(left).distinct, &of::<C>(right).distinct)
    }

    fn fill(
        &self,
        left: &dyn FeatureSet,
        left_id: u32,
        right: &dyn FeatureSet,
        from: u32,
        meetings: Option<&Meetings>,
        weigher: &Weigher,
        row: &mut FeatureRow,
    ) {
        let right = of::<C>(right);
        let is_made = row.made_for.is_some_and(|(id, made)| id == left_id && made <= from);
        if is_made && row.weights.len() == right.distinct.len() + 1 {
            return;
        }
        row.made_for = Some((left_id, from));
        row.exclusions.clear();
        let apart = meetings.map_or(Millibits::ZERO, |meetings| weigher.weight(&meetings.apart()));
        row.weights.clear();
        row.weights.resize(right.distinct.len() + 1, apart);
        row.weights[NULL as usize] = Millibits::ZERO;
        let left = &of::<C>(left).distinct[left_id as usize - 1];
        let compare = |i: usize, row: &mut FeatureRow| {
            if right.last[i] < from {
                return;
            }
            let finding = self.compare(left, &right.distinct[i]);
            row.weights[i + 1] =
                finding.as_ref().map_or(Millibits::ZERO, |f| row.known.weight(weigher, f));
            if let Some(exclusion) = finding.and_then(|finding| finding.exclusion) {
                row.exclusions.resize(right.distinct.len() + 1, 0);
                row.exclusions[i + 1] = 1 << exclusion as u16;
            }
        };
        let Some(meetings) = meetings else {
            (0..right.distinct.len()).for_each(|i| compare(i, row));
            return;
        };
        row.filled += 1;
        row.met.resize(right.distinct.len(), 0);
        for i in meetings.met(left_id as usize - 1) {
            if std::mem::replace(&mut row.met[i as usize], row.filled) != row.filled {
                compare(i as usize, row);
            }
        }
    }

    fn find(
        &self,
        left: &dyn FeatureSet,
        left_id: u32,
        right: &dyn FeatureSet,
        right_id: u32,
    ) -> Option<Finding> {
        let left = &of::<C>(left).distinct[left_id as usize - 1];
        let right = &of::<C>(right).distinct[right_id as usize - 1];
        self.compare(left, right)
    }

    fn say(
        &self,
        left: &dyn FeatureSet,
        left_id: u32,
        right: &dyn FeatureSet,
        right_id: u32,
        lang: Lang,
    ) -> String {
        let left = &of::<C>(left).distinct[left_id as usize - 1];
        let right = &of::<C>(right).distinct[right_id as usize - 1];
        let finding = self.compare(left, right);
        finding.map_or_else(String::new, |finding| self.reason(left, right, &finding, lang))
    }

    fn compare_records(&self, left: &Record, right: &Record, lang: Lang) -> Compared {
        let features = (self.compile(left), self.compile(right));
        let (finding, reason) = match &features {
            (Some(l), Some(r)) => match self.compare(l, r) {
                Some(finding) => (Some(finding), self.reason(l, r, &finding, lang)),
                None => (None, String::new()),
            },
            _ => (None, String::new()),
        };
        Compared {
            left_value: self.show(left, lang),
            right_value: self.show(right, lang),
            finding,
            reason,
        }
    }
}

/// The features as this comparison made them. A profile is compiled by the suite
/// that it is scored with, comparison by comparison, so the types agree.
fn of<C: Comparison>(features: &dyn FeatureSet) -> &Features<C::Feature>
where
    C::Feature: 'static,
{
    features.as_any().downcast_ref().expect("features are of the comparison that compiled them")
}

fn of_mut<C: Comparison>(features: &mut dyn FeatureSet) -> &mut Features<C::Feature>
where
    C::Feature: 'static,
{
    features.as_any_mut().downcast_mut().expect("features are of the comparison that compiled them")
}
