//! What kind of pair it is: the two records, and what to bear in mind.

use vinculo_record::vocab::Condition;
use vinculo_record::{Kind, Lang, Link, MAJORITY_YEARS, Record};

/// Age in years under which a skeleton does not tell the sex: puberty, at the
/// latest. Domain reference on conditions; unverified.
const PUBERTY_YEARS: f64 = 15.0;

/// A pair with what explanations depend on.
pub(super) struct Case<'a> {
    pub link: Link,
    /// The two records, left and right.
    pub records: [&'a Record; 2],
    /// Whether one may be a child at the event; so if no age is known.
    pub minor: bool,
    /// Whether a record is of remains of which bones tell most.
    pub bones: bool,
    /// Whether those may be of a child before puberty.
    pub child_bones: bool,
}

impl<'a> Case<'a> {
    pub fn new(link: Link, left: &'a Record, right: &'a Record) -> Self {
        let records = [left, right];
        let below =
            |record: &Record, years: f64| record.age_at_event().is_none_or(|age| age.min() < years);
        let known = records.iter().any(|record| record.age_at_event().is_some());
        let child = |years: f64| {
            known
                && records
                    .iter()
                    .any(|record| record.age_at_event().is_some() && below(record, years))
        };
        let bones = records.iter().any(|record| is_bones(record));
        Self {
            link,
            records,
            minor: child(MAJORITY_YEARS) || !known,
            bones,
            child_bones: bones && child(PUBERTY_YEARS),
        }
    }

    pub fn has_remains(&self) -> bool {
        self.of_kind(Kind::Remains).is_some()
    }

    /// The first record of a kind.
    pub fn of_kind(&self, kind: Kind) -> Option<&'a Record> {
        self.records.into_iter().find(|record| record.key.kind == kind)
    }

    /// A record as it is spoken of: *the notice*; of two of one kind by its number.
    pub fn name(&self, side: usize, lang: Lang) -> &'static str {
        let kind = self.records[side].key.kind;
        match (kind, self.link.is_same_kind(), side) {
            (_, true, 0) => lang.pick("el primer registro", "the first record"),
            (_, true, _) => lang.pick("el segundo registro", "the second record"),
            (Kind::Notice, ..) => lang.pick("el reporte de búsqueda", "the notice"),
            (Kind::Remains, ..) => lang.pick("el registro de los restos", "the remains' record"),
            (Kind::Shelter, ..) => lang.pick("el registro del albergue", "the shelter's record"),
        }
    }
}

/// Whether remains are such that soft tissue tells little.
pub(super) fn is_bones(record: &Record) -> bool {
    record.key.kind == Kind::Remains
        && !matches!(
            record.remains.condition,
            Some(Condition::Fresh | Condition::EarlyDecomposition | Condition::Traumatic)
        )
}
