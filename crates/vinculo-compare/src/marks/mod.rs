//! Marks: tattoos, scars, moles, amputations and what else is on or in a body.
//!
//! The marks of one record are paired with those of the other, each at most once, so
//! that they explain each other best; what agrees decides the level.
//!
//! | Level | Meaning |
//! | --- | --- |
//! | `several_detailed` | two marks and more with a motif or words of the description |
//! | `same_mark_detailed` | one mark: kind, place, side, and a motif or words |
//! | `several_same` | two marks and more of one kind, place and side |
//! | `moved` | kind and words, but on the other side, elsewhere, or nowhere said |
//! | `same_mark` | one |
//! | `nearby` | kind, and a place nearby; or a kind that is mistaken for it |
//! | `other_side` | kind and place, but on the other side |
//! | `type_only` | kind, or kind and place of tattoos with different motifs |
//! | `none_shared` | both describe marks, nothing is alike |
//! | `expected_missing` | a body that would show it lacks a mark that is described |
//! | `several_missing` | two and more |
//!
//! Side is the person's own, but families often give the observer's: a side flip is a
//! level of its own. What condition or missing parts hide is not compared. A mark on a
//! body that the family does not mention is never against; only the lack, on an
//! examined body that would show it, of a mark that does not fade is. Agreement has
//! the frequency of those very marks: kind × place × side × words, as the loaded
//! records have them beside the tables (`frequencies`), times the
//! marks that could have been it. Further marks that agree multiply with a part of their bits,
//! for one person's tattoos are alike; marks that should be there and are not take from
//! it.

mod alike;
mod describe;
mod figures;
mod frequencies;
mod inscription;
mod kinds;
mod lexicon;
mod reason;
#[cfg(test)]
mod tests;
mod token;
mod visible;
mod words;

/// What the comparison of medical statements reads with, too.
pub(crate) mod reading {
    pub(crate) use super::alike::{Places, both_sided, other_side, places};
    pub(crate) use super::describe::{completed, place_of, side_of};
    pub(crate) use super::reason::head;
    pub(crate) use super::visible::{Needs, Shows};
}

use std::sync::Arc;

use vinculo_record::items::Mark;
use vinculo_record::vocab::{BodyLocation, MarkType, RecoveredPart};
use vinculo_record::{Kind, Lang, Observed, Record};

use self::alike::{Alike, Likeness, MarkFeature, alike, alike_kinds};
pub use self::frequencies::{MarkCounts, MarkFrequencies};

use self::figures::{FURTHER_MARK, MILLION, MIN_FREQUENCY, MISSING, MOST_MARKS, MOST_MISSING};
use self::kinds::{family, fixed_place};
use self::visible::{Needs, Shows};
use crate::assignment::{Gains, MOST, assign};
use crate::{Comparison, Exclusion, Finding, Level};

const _: () = assert!(MOST_MARKS <= MOST);

const SEVERAL_DETAILED: u8 = 0;
const DETAILED: u8 = 1;
const SEVERAL_SAME: u8 = 2;
const MOVED: u8 = 3;
const SAME: u8 = 4;
const NEARBY: u8 = 5;
const OTHER_SIDE: u8 = 6;
const TYPE_ONLY: u8 = 7;
const NONE_SHARED: u8 = 8;
const EXPECTED_MISSING: u8 = 9;
const SEVERAL_MISSING: u8 = 10;

const LEVELS: &[Level] = &[
    Level {
        name: "several_detailed",
        es: "varias señas con detalle",
        en: "several marks in detail",
    },
    Level { name: "same_mark_detailed", es: "misma seña con detalle", en: "same mark in detail" },
    Level { name: "several_same", es: "varias señas iguales", en: "several marks the same" },
    Level {
        name: "moved",
        es: "misma descripción en otro lugar",
        en: "same description elsewhere",
    },
    Level { name: "same_mark", es: "misma seña", en: "same mark" },
    Level { name: "nearby", es: "seña parecida", en: "similar mark" },
    Level {
        name: "other_side",
        es: "misma seña en el otro lado",
        en: "same mark on the other side",
    },
    Level { name: "type_only", es: "mismo tipo de seña", en: "same kind of mark" },
    Level { name: "none_shared", es: "ninguna seña en común", en: "no mark in common" },
    Level {
        name: "expected_missing",
        es: "falta una seña esperada",
        en: "an expected mark is missing",
    },
    Level {
        name: "several_missing",
        es: "faltan varias señas esperadas",
        en: "several expected marks are missing",
    },
];

/// Compares marks.
#[derive(Clone, Default)]
pub struct MarksComparison {
    frequencies: Arc<MarkFrequencies>,
}

impl MarksComparison {
    /// With these frequencies; [`default`](Self::default) has those of the tables.
    pub fn new(frequencies: Arc<MarkFrequencies>) -> Self {
        Self { frequencies }
    }
}

/// The marks of a record and what its examination could see.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct MarksFeature {
    kind: Kind,
    seen: Seen,
    shows: Shows,
    /// Of remains: the parts whose presence an amputation contradicts.
    parts: Parts,
    marks: Box<[MarkFeature]>,
    /// Kinds of the marks, and kinds that any of them may be alike to, as sets.
    kinds: u128,
    met_kinds: u128,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Seen {
    NotRecorded,
    Nothing,
    Marks,
}

/// Parts of remains that were recovered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
struct Parts {
    all: bool,
    hands: bool,
    feet: bool,
    arms: bool,
    legs: bool,
}

impl MarksFeature {
    fn of(kind: Kind, seen: Seen, shows: Shows, parts: Parts, marks: Box<[MarkFeature]>) -> Self {
        let kinds = marks.iter().fold(0, |set, mark| set | 1 << mark.kind as u32);
        let met_kinds = marks.iter().fold(0, |set, mark| set | alike_kinds(mark.kind));
        Self { kind, seen, shows, parts, marks, kinds, met_kinds }
    }
}

impl Comparison for MarksComparison {
    type Feature = MarksFeature;

    fn name(&self) -> &'static str {
        "marks"
    }

    fn code_version(&self) -> u32 {
        4
    }

    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn compile(&self, record: &Record) -> Option<MarksFeature> {
        let parts = Parts::of(&record.remains.inventory);
        let (seen, marks) = match &record.body.marks {
            Observed::Known(marks) => (Seen::Marks, compiled(marks, &self.frequencies)),
            Observed::None => (Seen::Nothing, Box::default()),
            Observed::NotRecorded | Observed::NotObservable if parts != Parts::default() => {
                (Seen::NotRecorded, Box::default())
            }
            Observed::NotRecorded | Observed::NotObservable => return None,
        };
        let shows = Shows::of(record, seen != Seen::NotRecorded);
        Some(MarksFeature::of(record.key.kind, seen, shows, parts, marks))
    }

    fn compare(&self, left: &MarksFeature, right: &MarksFeature) -> Option<Finding> {
        let exclusion = amputated_part_present(left, right)
            .or_else(|| amputated_part_present(right, left))
            .map(|_| Exclusion::AmputatedPartPresent);
        let paired = Paired::of(left, right);
        match (paired.level(left, right), exclusion) {
            (Some(level), _) => {
                let frequency = (level <= TYPE_ONLY).then(|| paired.frequency(left, right));
                Some(Finding { level, frequency, exclusion })
            }
            (None, Some(_)) => {
                Some(Finding { level: EXPECTED_MISSING, frequency: None, exclusion })
            }
            (None, None) => None,
        }
    }

    fn show(&self, record: &Record, lang: Lang) -> String {
        match &record.body.marks {
            Observed::Known(marks) => {
                marks.iter().map(|mark| shown(mark, lang)).collect::<Vec<_>>().join("; ")
            }
            Observed::None => lang.pick("ninguna", "none").to_owned(),
            Observed::NotObservable => lang.pick("no observable", "not observable").to_owned(),
            Observed::NotRecorded => String::new(),
        }
    }

    fn reason(
        &self,
        left: &MarksFeature,
        right: &MarksFeature,
        finding: &Finding,
        lang: Lang,
    ) -> String {
        let amputated =
            amputated_part_present(left, right).or_else(|| amputated_part_present(right, left));
        reason::reason(&Paired::of(left, right), [left, right], finding, amputated, lang)
    }
}

/// Compares two texts of marks by themselves: items `type@location/side:text`
/// separated by `;`, or descriptions in words. `None` where one has no mark.
///
/// ```
/// use vinculo_compare::{MarksComparison, Comparison, compare_marks};
/// use vinculo_record::Lang;
/// let text = "tatuaje de una rosa en el brazo derecho";
/// let (found, reason) = compare_marks(text, "tattoo@arm/right:rose", Lang::Es).unwrap();
/// assert_eq!(MarksComparison::default().levels()[found.level as usize].name, "same_mark_detailed");
/// assert_eq!(reason, "tatuaje (brazo, derecho) en ambas fichas: rosa");
/// ```
pub fn compare_marks(left: &str, right: &str, lang: Lang) -> Option<(Finding, String)> {
    let comparison = MarksComparison::default();
    let feature = |text: &str| {
        let marks = compiled(&describe::read(text), &comparison.frequencies);
        MarksFeature::of(Kind::Notice, Seen::Marks, Shows::living(), Parts::default(), marks)
    };
    let (left, right) = (feature(left), feature(right));
    let found = comparison.compare(&left, &right)?;
    let reason = comparison.reason(&left, &right, &found, lang);
    Some((found, reason))
}

/// The marks that are compared, with what their descriptions tell of kind and place.
fn read(marks: &[Mark]) -> impl Iterator<Item = Mark> {
    let completed = marks.iter().map(describe::completed);
    completed.filter(|mark| mark.kind != MarkType::RecentFracture)
}

fn compiled(marks: &[Mark], frequencies: &MarkFrequencies) -> Box<[MarkFeature]> {
    let mut out: Vec<MarkFeature> = read(marks)
        .take(MOST_MARKS)
        .map(|mark| {
            let place = mark.location.or(fixed_place(mark.kind));
            let mut tokens = words::tokens(mark.kind, &mark.text);
            frequencies.weigh(mark.kind, &mut tokens);
            MarkFeature {
                kind: mark.kind,
                kind_ppm: frequencies.kind(mark.kind),
                place,
                place_ppm: place.map_or(MILLION, |place| frequencies.place(mark.kind, place)),
                side: mark.side,
                whole_ppm: frequencies.whole(mark.kind, &tokens),
                tokens,
                needs: Needs::of(mark.kind, place),
                text: mark.text.into_boxed_str(),
            }
        })
        .collect();
    // equal lists are one feature, in whatever order they were written
    out.sort_unstable();
    out.dedup();
    out.into_boxed_slice()
}

/// The marks of two records, paired.
struct Paired {
    pairs: [Pair; MOST_MARKS],
    len: usize,
    /// Some two marks are of one kind.
    kind: Option<f32>,
    /// Marks of either record that should be on the other body and are not, as sets.
    missing: [u16; 2],
}

/// Left mark, right mark, how alike.
type Pair = (u8, u8, Alike);

impl Paired {
    /// Nothing alike.
    fn none(left: &MarksFeature, right: &MarksFeature) -> Paired {
        Paired {
            pairs: [(0, 0, Alike::NONE); MOST_MARKS],
            len: 0,
            kind: None,
            missing: [missing(left, right), missing(right, left)],
        }
    }

    /// The best pairing; the same, turned, for records that are turned.
    fn of(left: &MarksFeature, right: &MarksFeature) -> Paired {
        if left.met_kinds & right.kinds == 0 {
            return Paired::none(left, right);
        }
        let (mut out, gains) = Paired::gains(left, right);
        let Some(gains) = gains else { return out };
        if left.marks <= right.marks {
            out.pair(left, right, &gains);
            return out;
        }
        let mut turned = [[0; MOST]; MOST];
        for (i, row) in gains.iter().enumerate() {
            row.iter().enumerate().for_each(|(j, gain)| turned[j][i] = *gain);
        }
        out.pair(right, left, &turned);
        for pair in &mut out.pairs {
            *pair = (pair.1, pair.0, pair.2);
        }
        out
    }

    /// What agrees without being paired, and what pairing each two marks gains, if any
    /// two gain.
    fn gains(left: &MarksFeature, right: &MarksFeature) -> (Paired, Option<Gains>) {
        let mut out = Paired::none(left, right);
        let mut gains = [[0; MOST]; MOST];
        let mut any = false;
        for (i, (a, row)) in left.marks.iter().zip(&mut gains).enumerate() {
            for (j, (b, gain)) in right.marks.iter().zip(row).enumerate() {
                let found = alike(a, b);
                if found.likeness == Likeness::None {
                    continue;
                }
                if !found.is_other {
                    out.missing[0] &= !(1 << i);
                    out.missing[1] &= !(1 << j);
                }
                if found.likeness == Likeness::Kind {
                    out.kind = Some(out.kind.map_or(found.frequency, |f| f.min(found.frequency)));
                } else {
                    *gain = found.gain().max(1);
                    any = true;
                }
            }
        }
        (out, any.then_some(gains))
    }

    fn pair(&mut self, left: &MarksFeature, right: &MarksFeature, gains: &Gains) {
        let pairs = assign(gains, left.marks.len(), right.marks.len());
        for (i, (a, place)) in (0_u8..).zip(left.marks.iter().zip(pairs)) {
            if let Some(j) = place {
                let found = alike(a, &right.marks[usize::from(j)]);
                self.pairs[self.len] = (i, j, found);
                self.len += 1;
            }
        }
        self.pairs[..self.len].sort_by(|x, y| {
            let rank = |pair: &Pair| (pair.2.likeness, pair.2.frequency);
            let ((a, f), (b, g)) = (rank(x), rank(y));
            a.cmp(&b).then(f.total_cmp(&g))
        });
    }

    /// The pairs, the most alike first.
    fn pairs(&self) -> &[Pair] {
        &self.pairs[..self.len]
    }

    fn count(&self, wanted: impl Fn(Likeness) -> bool) -> usize {
        self.pairs().iter().filter(|pair| wanted(pair.2.likeness)).count()
    }

    /// `None` where nothing is comparable.
    fn level(&self, left: &MarksFeature, right: &MarksFeature) -> Option<u8> {
        if left.seen == Seen::NotRecorded || right.seen == Seen::NotRecorded {
            return None;
        }
        let same = self.count(|likeness| likeness == Likeness::Same);
        let level = match self.pairs().first().map(|pair| pair.2.likeness) {
            Some(Likeness::Detailed) if self.count(|l| l <= Likeness::Moved) > 1 => {
                SEVERAL_DETAILED
            }
            Some(Likeness::Detailed) => DETAILED,
            Some(Likeness::Moved | Likeness::Same) if same > 1 => SEVERAL_SAME,
            Some(Likeness::Moved) => MOVED,
            Some(Likeness::Same) => SAME,
            Some(Likeness::OtherSide) => OTHER_SIDE,
            Some(Likeness::Nearby) => NEARBY,
            Some(Likeness::Kind | Likeness::None) | None => match self.missing_marks() {
                0 if self.kind.is_some() => TYPE_ONLY,
                0 if comparable(left, right) => NONE_SHARED,
                0 => return None,
                1 => EXPECTED_MISSING,
                _ => SEVERAL_MISSING,
            },
        };
        Some(level)
    }

    fn missing_marks(&self) -> u32 {
        self.missing.iter().map(|set| set.count_ones()).sum()
    }

    /// How many people would agree as well.
    fn frequency(&self, left: &MarksFeature, right: &MarksFeature) -> f32 {
        let mut tried = left.marks.len().max(right.marks.len()) as f32;
        let Some((_, _, best)) = self.pairs().first() else {
            return (self.kind.unwrap_or(1.0) * tried).clamp(MIN_FREQUENCY, 1.0);
        };
        let mut share = (best.frequency * tried).min(1.0);
        let further = self.pairs()[1..].iter().filter(|pair| pair.2.likeness <= Likeness::Same);
        for (_, _, found) in further {
            tried -= 1.0;
            share *= (found.frequency * tried).min(1.0).powf(FURTHER_MARK);
        }
        let missing = self.missing_marks().min(MOST_MISSING) as i32;
        (share * MISSING.powi(missing)).clamp(MIN_FREQUENCY, 1.0)
    }
}

/// The marks of one record that the other's body should show.
fn missing(described: &MarksFeature, body: &MarksFeature) -> u16 {
    let told = described.kind != Kind::Shelter && described.seen == Seen::Marks;
    if !told || body.kind != Kind::Remains {
        return 0;
    }
    let marks = (0..).zip(described.marks.iter());
    marks
        .filter(|(_, mark)| body.shows.should_have(mark.needs))
        .fold(0, |set, (i, _)| set | (1 << i))
}

/// Whether both tell of marks, and some mark of one would show on the other. What a
/// family does not mention is no evidence, nor that both have nothing.
fn comparable(left: &MarksFeature, right: &MarksFeature) -> bool {
    let listed = |feature: &MarksFeature| feature.seen == Seen::Marks && !feature.marks.is_empty();
    let unknown = |feature: &MarksFeature| feature.kind == Kind::Notice && !listed(feature);
    if unknown(left) || unknown(right) || (!listed(left) && !listed(right)) {
        return false;
    }
    let shows = |one: &MarksFeature, other: &MarksFeature| {
        let unasked = one.kind == Kind::Remains && other.kind == Kind::Notice;
        !unasked && one.marks.iter().any(|mark| other.shows.has(mark.needs))
    };
    shows(left, right) || shows(right, left)
}

/// The amputation of the notice whose part was recovered.
fn amputated_part_present<'a>(
    notice: &'a MarksFeature,
    body: &MarksFeature,
) -> Option<&'a MarkFeature> {
    if notice.kind != Kind::Notice || body.kind != Kind::Remains {
        return None;
    }
    let family_of = family(MarkType::Amputation);
    if body.marks.iter().any(|mark| family(mark.kind) == family_of) {
        return None;
    }
    notice.marks.iter().find(|mark| {
        mark.kind == MarkType::Amputation && mark.place.is_some_and(|place| body.parts.have(place))
    })
}

impl Parts {
    fn of(inventory: &[RecoveredPart]) -> Parts {
        let has = |part| inventory.contains(&part);
        Parts {
            all: has(RecoveredPart::All),
            hands: has(RecoveredPart::Hands),
            feet: has(RecoveredPart::Feet),
            arms: has(RecoveredPart::Arms),
            legs: has(RecoveredPart::Legs),
        }
    }

    /// Whether a limb is there. Single fingers and toes are not in an inventory.
    fn have(self, place: BodyLocation) -> bool {
        use BodyLocation as L;
        match place {
            L::Hand | L::Wrist => self.all || self.hands,
            L::Foot | L::Ankle => self.all || self.feet,
            L::Arm | L::UpperArm | L::Forearm | L::Elbow => self.all || self.arms || self.hands,
            L::Leg | L::Thigh | L::Knee | L::Calf | L::Shin => self.all || self.legs || self.feet,
            _ => false,
        }
    }
}

fn shown(mark: &Mark, lang: Lang) -> String {
    let head = reason::head(mark.kind.label(lang), mark.location, mark.side, lang);
    if mark.text.is_empty() { head } else { format!("{head}: {}", mark.text) }
}
