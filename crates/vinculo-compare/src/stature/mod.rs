//! Stature, with the error of its method, the growth of children and the loss of adults.
//!
//! Both statures become a middle and the half-width of a 95 % interval. How well they fit
//! is the likelihood ratio of the two under normal errors in the region's population
//! ([`likelihood`]): the unusually tall and short gain, vague measures say nothing.
//!
//! | Level | Likelihood ratio |
//! | --- | --- |
//! | `distinctive` … `far` | at least that of [`LEAST_RATIO`] |
//! | `disagree` | less |
//!
//! A stature stated more narrowly than its method allows is widened to the method's
//! error, and freed of its bias. If the person was growing when the earlier of the two was
//! taken, it is carried to the other's date (to death, for remains) with the child's own
//! z-score; the drift of the score is added. Adults lose some millimetres a year from
//! middle age. Where ages contradict and one is a child's, stature is not compared: age
//! says it. Without any age nothing is carried.

mod carry;
mod likelihood;
#[cfg(test)]
mod tests;

use vinculo_record::vocab::{Condition, Sex, StatureMethod};
use vinculo_record::{Interval, Kind, Lang, Record};

use self::carry::{Change, Side};
use self::likelihood::likelihood_ratio;
use crate::age::age_at;
use crate::comparison::graded;
use crate::death::{last_proof, reference};
use crate::figures::age::YEAR_DAYS;
use crate::figures::stature::{LEAST_RATIO, ONE_SIDED_MM, OPEN_MM, method_error};
use crate::growth::Chart;
use crate::span::Span;
use crate::{Comparison, Finding, Level};

const LEVELS: &[Level] = &[
    Level {
        name: "distinctive",
        es: "estatura coincidente y poco común",
        en: "stature agrees and is distinctive",
    },
    Level { name: "within", es: "estatura compatible", en: "stature compatible" },
    Level { name: "near", es: "estatura cercana", en: "stature near" },
    Level { name: "far", es: "estatura alejada", en: "stature apart" },
    Level { name: "disagree", es: "estatura incompatible", en: "stature disagrees" },
];

/// Compares statures.
#[derive(Clone, Copy, Debug, Default)]
pub struct StatureComparison;

/// A stature, and when the person had it at what age.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct StatureFeature {
    measure: Measure,
    /// Male or female, else not known.
    sex: Option<Sex>,
    /// Age in days then.
    age: Option<Span>,
    /// When; of remains, when the person may have died.
    at: Option<Span>,
    is_death: bool,
    /// Of the living: the last proof of life, its earliest day.
    alive: Option<i32>,
}

/// A 95 % interval in millimetres.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Measure {
    middle: i32,
    half: i32,
}

impl Comparison for StatureComparison {
    type Feature = StatureFeature;

    fn name(&self) -> &'static str {
        "stature"
    }

    fn code_version(&self) -> u32 {
        2
    }

    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn compile(&self, record: &Record) -> Option<StatureFeature> {
        let stature = record.body.stature_cm?;
        let taken = record.body.stature_date.as_ref().map(Span::of);
        let is_death = record.key.kind == Kind::Remains;
        let at = if is_death { reference(record) } else { taken.or_else(|| reference(record)) };
        let age = age_at(record, at);
        let child = age.is_some_and(|age| f64::from(age.from) < 18.0 * YEAR_DAYS);
        let sex = record.identity.sex.filter(|sex| Chart::of(*sex).is_some());
        Some(StatureFeature {
            measure: Measure::of(stature, method(record), child, sex),
            sex,
            age,
            at,
            is_death,
            alive: if is_death { None } else { last_proof(record).map(|span| span.from) },
        })
    }

    fn compare(&self, left: &StatureFeature, right: &StatureFeature) -> Option<Finding> {
        let (a, b, age) = match Change::between(left, right) {
            Change::None => {
                let ages = left.age.into_iter().chain(right.age);
                (left.measure, right.measure, ages.map(Span::middle).min())
            }
            Change::Contradicted => return None,
            Change::Carried { earlier, measure, later_age } => {
                let other = if earlier == Side::Left { right } else { left };
                (measure, other.measure, Some(later_age))
            }
        };
        let ratio = likelihood_ratio(a, b, common_sex(left, right), age);
        Some(Finding::level(graded(ratio, &LEAST_RATIO)))
    }

    fn show(&self, record: &Record, lang: Lang) -> String {
        let Some(stature) = record.body.stature_cm else { return String::new() };
        let text = cm_text(stature.min(), stature.max());
        match record.body.stature_method {
            Some(method) => format!("{text} ({})", method.label(lang)),
            None => text,
        }
    }

    fn reason(
        &self,
        left: &StatureFeature,
        right: &StatureFeature,
        _finding: &Finding,
        lang: Lang,
    ) -> String {
        match Change::between(left, right) {
            Change::Carried { earlier, measure, .. } => {
                let other = if earlier == Side::Left { right } else { left };
                let (grown, seen) = (measure.text(), other.measure.text());
                let apart = apart_text(measure, other.measure);
                match lang {
                    Lang::Es => format!(
                        "mediría {grown} en la fecha del otro registro, que indica {seen}; {apart} de diferencia"
                    ),
                    Lang::En => format!(
                        "would be {grown} tall at the other record's date, which says {seen}; {apart} apart"
                    ),
                }
            }
            Change::None | Change::Contradicted => {
                let (a, b) = (left.measure.text(), right.measure.text());
                let apart = apart_text(left.measure, right.measure);
                match lang {
                    Lang::Es => format!("{a} y {b} con su error; {apart} de diferencia"),
                    Lang::En => format!("{a} and {b} with their errors; {apart} apart"),
                }
            }
        }
    }
}

impl Measure {
    fn of(cm: Interval, method: Option<StatureMethod>, child: bool, sex: Option<Sex>) -> Self {
        let error = method_error(method, child, sex);
        let (mut min, mut max) = ((cm.min() * 10.0) as i32, (cm.max() * 10.0) as i32);
        match (min <= OPEN_MM.0, max >= OPEN_MM.1) {
            (false, true) => max = min + ONE_SIDED_MM,
            (true, false) => min = max - ONE_SIDED_MM,
            _ => {}
        }
        let half = ((max - min + 1) / 2).max(error.half);
        Self { middle: i32::midpoint(min, max) - error.bias, half }
    }

    fn text(self) -> String {
        let cm = |mm: i32| f64::from(mm) / 10.0;
        cm_text(cm(self.middle - self.half), cm(self.middle + self.half))
    }
}

/// The sex of both, unless the records contradict each other.
fn common_sex(left: &StatureFeature, right: &StatureFeature) -> Option<Sex> {
    match (left.sex, right.sex) {
        (Some(one), Some(other)) if one != other => None,
        (one, other) => one.or(other),
    }
}

/// The method as stated, else as usual for such a record.
fn method(record: &Record) -> Option<StatureMethod> {
    let bones = matches!(
        record.remains.condition,
        Some(
            Condition::SkeletalComplete
                | Condition::SkeletalPartial
                | Condition::Burned
                | Condition::Mummified
                | Condition::AdvancedDecomposition
        )
    );
    record.body.stature_method.or(match record.key.kind {
        Kind::Notice => Some(StatureMethod::Remembered),
        Kind::Remains if bones => Some(StatureMethod::Bone),
        Kind::Remains | Kind::Shelter => None,
    })
}

fn cm_text(min: f64, max: f64) -> String {
    let (min, max) = (min.round() as i64, max.round() as i64);
    if min == max { format!("{min} cm") } else { format!("{min}–{max} cm") }
}

fn apart_text(a: Measure, b: Measure) -> String {
    format!("{:.0} cm", f64::from((a.middle - b.middle).abs()) / 10.0)
}
