//! Stature, with the error of its method and the growth of children.
//!
//! Both statures become a middle and the half-width of a 95 % interval; what
//! separates them is measured in the combined half-width H = √(a² + b²), so that
//! the shares of true pairs follow from the normal distribution:
//!
//! | Level | Middles apart by | Of one person |
//! | --- | --- | --- |
//! | `within` | at most H/2 | 67 % |
//! | `near` | at most H | 28 % |
//! | `far` | at most 1.5 H | 5 % |
//! | `disagree` | more | 0.3 %, and errors |
//!
//! A stature stated more narrowly than its method allows is widened to the
//! method's error, and freed of its bias. If the person was growing when the
//! earlier of the two was taken, it is carried to the other's date (to death, for
//! remains) with the child's own z-score; the drift of the score is added. Where
//! ages contradict and one is a child's, stature is not compared: age says it.
//! Without any age nothing is carried. Adults' loss of some millimetres a year
//! after forty is left out: it is smaller than every error here.
//!
//! `within` has a frequency: how many people of the region (of that sex and, if
//! growing, that age) would agree as well. The unusually tall and short gain.

use vinculo_record::vocab::{Condition, Sex, StatureMethod};
use vinculo_record::{Interval, Kind, Lang, Record};

use crate::age::age_at;
use crate::death::{last_proof, reference};
use crate::figures::age::YEAR_DAYS;
use crate::figures::stature::{
    AGE_CONTRADICTS_DAYS, DRIFT_OF_SPURT, DRIFT_PER_YEAR, GROWN_DAYS, MEN_MM, MEN_SHARE,
    MIN_FREQUENCY, NO_GROWTH_DAYS, ONE_SIDED_MM, OPEN_MM, REGION_Z, SDS_OF_95, SPURT_DAYS,
    UNDATED_DAYS, WOMEN_MM, method_error,
};
use crate::growth::Chart;
use crate::span::Span;
use crate::{Comparison, Finding, Level};

const WITHIN: u8 = 0;
const NEAR: u8 = 1;
const FAR: u8 = 2;
const DISAGREE: u8 = 3;

const LEVELS: &[Level] = &[
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
        1
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
        Some(StatureFeature {
            measure: Measure::of(stature, method(record), child),
            sex: record.identity.sex.filter(|sex| Chart::of(*sex).is_some()),
            age,
            at,
            is_death,
            alive: if is_death { None } else { last_proof(record).map(|span| span.from) },
        })
    }

    fn compare(&self, left: &StatureFeature, right: &StatureFeature) -> Option<Finding> {
        let (a, b, age) = match Growth::between(left, right) {
            Growth::None => {
                let ages = left.age.into_iter().chain(right.age);
                (left.measure, right.measure, ages.map(Span::middle).min())
            }
            Growth::Contradicted => return None,
            Growth::Carried { earlier, measure, later_age } => {
                let other = if earlier == Side::Left { right } else { left };
                (measure, other.measure, Some(later_age))
            }
        };
        let level = a.level_beside(b);
        Some(match level {
            WITHIN => {
                let frequency = frequency(a, b, common_sex(left, right), age);
                Finding::with_frequency(WITHIN, frequency)
            }
            _ => Finding::level(level),
        })
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
        match Growth::between(left, right) {
            Growth::Carried { earlier, measure, .. } => {
                let other = if earlier == Side::Left { right } else { left };
                let (grown, seen) = (measure.text(), other.measure.text());
                let apart = apart_text(measure, other.measure);
                match lang {
                    Lang::Es => format!(
                        "habría crecido a {grown} en la fecha del otro registro, que indica {seen}; {apart} de diferencia"
                    ),
                    Lang::En => format!(
                        "would have grown to {grown} at the other record's date, which says {seen}; {apart} apart"
                    ),
                }
            }
            Growth::None | Growth::Contradicted => {
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
    fn of(cm: Interval, method: Option<StatureMethod>, child: bool) -> Self {
        let error = method_error(method, child);
        let (mut min, mut max) = ((cm.min() * 10.0) as i32, (cm.max() * 10.0) as i32);
        match (min <= OPEN_MM.0, max >= OPEN_MM.1) {
            (false, true) => max = min + ONE_SIDED_MM,
            (true, false) => min = max - ONE_SIDED_MM,
            _ => {}
        }
        let half = ((max - min + 1) / 2).max(error.half);
        Self { middle: i32::midpoint(min, max) - error.bias, half }
    }

    fn level_beside(self, other: Self) -> u8 {
        let apart = i64::from(self.middle - other.middle).pow(2);
        let combined = i64::from(self.half).pow(2) + i64::from(other.half).pow(2);
        match () {
            () if 4 * apart <= combined => WITHIN,
            () if apart <= combined => NEAR,
            () if 4 * apart <= 9 * combined => FAR,
            () => DISAGREE,
        }
    }

    fn text(self) -> String {
        let cm = |mm: i32| f64::from(mm) / 10.0;
        cm_text(cm(self.middle - self.half), cm(self.middle + self.half))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// What growth does to two statures.
enum Growth {
    /// Nothing: grown up, at once, or of unknown age.
    None,
    /// One is growing, and the ages are of two people.
    Contradicted,
    /// The earlier stature is carried to the later's date.
    Carried { earlier: Side, measure: Measure, later_age: i32 },
}

impl Growth {
    fn between(left: &StatureFeature, right: &StatureFeature) -> Self {
        let young = |f: &StatureFeature| f.age.is_some_and(|age| age.from < GROWN_DAYS);
        if !young(left) && !young(right) {
            return Growth::None;
        }
        let (at_left, at_right) = (left.at_beside(right), right.at_beside(left));
        let Some((earlier, elapsed)) = order(left, at_left, right, at_right) else {
            return Growth::None;
        };
        let (first, second) = match earlier {
            Side::Left => (left, right),
            Side::Right => (right, left),
        };
        let by_second = second
            .age
            .map(|age| Span { from: (age.from - elapsed.to).max(0), to: age.to - elapsed.from });
        if let (Some(age), Some(other)) = (first.age, by_second)
            && age.gap(other) > AGE_CONTRADICTS_DAYS
        {
            return Growth::Contradicted;
        }
        let age = match (first.age, by_second) {
            (Some(age), Some(other)) => age.common(other).or(Some(age)),
            (age, other) => age.or(other),
        };
        let Some(age) = age.filter(|age| age.from < GROWN_DAYS && age.to >= 0) else {
            return Growth::None;
        };
        if elapsed.to <= NO_GROWTH_DAYS {
            return Growth::None;
        }
        let age = Span { from: age.from.max(0), to: age.to };
        let measure = carried(first.measure, first.sex.or(second.sex), age, elapsed);
        Growth::Carried { earlier, measure, later_age: age.middle() + elapsed.middle() }
    }
}

impl StatureFeature {
    fn at_beside(&self, other: &Self) -> Option<Span> {
        match (self.at?, other.alive) {
            (at, Some(day)) if self.is_death => Some(at.not_before(day)),
            (at, _) => Some(at),
        }
    }
}

/// The sex of both, unless the records contradict each other.
fn common_sex(left: &StatureFeature, right: &StatureFeature) -> Option<Sex> {
    match (left.sex, right.sex) {
        (Some(one), Some(other)) if one != other => None,
        (one, other) => one.or(other),
    }
}

/// Which of the two was taken first, and the days between; by ages where a date
/// is missing. `None` where neither tells, or both are of one time.
fn order(
    left: &StatureFeature,
    at_left: Option<Span>,
    right: &StatureFeature,
    at_right: Option<Span>,
) -> Option<(Side, Span)> {
    let undated = at_left.is_none() || at_right.is_none();
    let (a, b) = match (at_left, at_right, left.age, right.age) {
        (Some(a), Some(b), ..) | (_, _, Some(a), Some(b)) => (a, b),
        (_, _, Some(_), None) => return Some((Side::Left, Span { from: 0, to: UNDATED_DAYS })),
        (_, _, None, Some(_)) => return Some((Side::Right, Span { from: 0, to: UNDATED_DAYS })),
        _ => return None,
    };
    let (side, first, second) = match a.middle().cmp(&b.middle()) {
        std::cmp::Ordering::Less => (Side::Left, a, b),
        std::cmp::Ordering::Greater => (Side::Right, b, a),
        std::cmp::Ordering::Equal => return None,
    };
    let longest = if undated { UNDATED_DAYS } else { i32::MAX };
    let elapsed = Span {
        from: (second.from - first.to).clamp(0, longest),
        to: (second.to - first.from).clamp(0, longest),
    };
    Some((side, elapsed))
}

/// The stature after so many days at the same z-score.
fn carried(measure: Measure, sex: Option<Sex>, age: Span, elapsed: Span) -> Measure {
    let (mut low, mut high, mut drift) = (f64::MAX, f64::MIN, 0.0_f64);
    let sds = drift_sds(age, elapsed);
    let sexes: &[Sex] = match sex {
        Some(Sex::Male) => &[Sex::Male],
        Some(Sex::Female) => &[Sex::Female],
        _ => &[Sex::Male, Sex::Female],
    };
    for chart in sexes.iter().filter_map(|sex| Chart::of(*sex)) {
        for age in [age.from, age.to] {
            let z = chart.z(age, f64::from(measure.middle - measure.half));
            low = low.min(chart.mm(age + elapsed.from, z));
            let z = chart.z(age, f64::from(measure.middle + measure.half));
            high = high.max(chart.mm(age + elapsed.to, z));
        }
        let then = age.middle() + elapsed.middle();
        drift = drift.max(SDS_OF_95 * sds * (chart.mm(then, 0.5) - chart.mm(then, -0.5)));
    }
    let half = ((high - low) / 2.0).hypot(drift);
    Measure { middle: f64::midpoint(low, high).round() as i32, half: half.round() as i32 }
}

/// The standard deviation of a child's z-score after some time.
fn drift_sds(age: Span, elapsed: Span) -> f64 {
    let years = f64::from(elapsed.to.min(GROWN_DAYS)) / YEAR_DAYS;
    let spurt = Span { from: SPURT_DAYS.0, to: SPURT_DAYS.1 };
    let grown = Span { from: age.from, to: age.to.max(age.from) + elapsed.to.min(GROWN_DAYS) };
    let share = grown
        .common(spurt)
        .map_or(0.0, |common| f64::from(common.width()) / f64::from(spurt.width()));
    (DRIFT_PER_YEAR * years.sqrt()).hypot(DRIFT_OF_SPURT * share)
}

/// The share of other people whose stature would be found within.
fn frequency(a: Measure, b: Measure, sex: Option<Sex>, growing_age: Option<i32>) -> f32 {
    let reach = f64::from(a.half).hypot(f64::from(b.half)) / 2.0;
    let share = |sex: Sex| {
        let (mean, sd) = population(sex, growing_age);
        let around = |seen: Measure, error: Measure| {
            let sd = sd.hypot(f64::from(error.half) / SDS_OF_95);
            let at = |mm: f64| normal_below((mm - mean) / sd);
            at(f64::from(seen.middle) + reach) - at(f64::from(seen.middle) - reach)
        };
        f64::midpoint(around(a, b), around(b, a))
    };
    let share = match sex {
        Some(sex) => share(sex),
        None => MEN_SHARE * share(Sex::Male) + (1.0 - MEN_SHARE) * share(Sex::Female),
    };
    share.clamp(MIN_FREQUENCY, 1.0) as f32
}

/// Mean and standard deviation of stature in mm.
fn population(sex: Sex, growing_age: Option<i32>) -> (f64, f64) {
    let growing = growing_age.filter(|age| *age < GROWN_DAYS).and_then(|age| {
        let chart = Chart::of(sex)?;
        let (z, sd) = REGION_Z;
        let mean = chart.mm(age, z);
        Some((mean, sd * (chart.mm(age, z + 0.5) - chart.mm(age, z - 0.5))))
    });
    growing.unwrap_or(if sex == Sex::Female { WOMEN_MM } else { MEN_MM })
}

/// The normal distribution function within 0.00014 (logistic approximation of
/// Bowling et al. 2009).
fn normal_below(z: f64) -> f64 {
    1.0 / (1.0 + (-(0.07056 * z.powi(3) + 1.5976 * z)).exp())
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{finding, record};

    /// A record of words such as `s=160-166 m=measured x=male a=9 e=2020-01-01`:
    /// stature, method, sex, age, event date; also b birth, d stature date, p
    /// post-mortem interval, c condition.
    fn made(kind: Kind, words: &str) -> Record {
        let cells: Vec<(&str, &str)> = words
            .split_whitespace()
            .flat_map(|word| {
                let (key, value) = word.split_once('=').expect("key=value");
                let (min, max) = value.split_once('-').unwrap_or((value, value));
                match key {
                    "s" => vec![("stature_cm_min", min), ("stature_cm_max", max)],
                    "a" => vec![("age_min", min), ("age_max", max)],
                    "p" => vec![("pmi_days_min", min), ("pmi_days_max", max)],
                    "m" => vec![("stature_method", value)],
                    "x" => vec![("sex", value)],
                    "b" => vec![("birth_date", value)],
                    "e" => vec![("event_date", value)],
                    "d" => vec![("stature_date", value)],
                    _ => vec![("condition", value)],
                }
            })
            .filter(|(_, value)| !value.is_empty())
            .collect();
        record(kind, &cells)
    }

    fn check(left: (Kind, &str), right: (Kind, &str), expected: Option<&str>) {
        let (l, r) = (made(left.0, left.1), made(right.0, right.1));
        for (a, b) in [(&l, &r), (&r, &l)] {
            let level = finding(&StatureComparison, a, b).map(|f| LEVELS[f.level as usize].name);
            assert_eq!(level, expected, "{left:?} {right:?}");
        }
    }

    #[test]
    fn adults() {
        use Kind::{Notice, Remains, Shelter};
        let cases: &[(Kind, &str, Kind, &str, Option<&str>)] = &[
            (Notice, "s=165", Remains, "s=158-172 c=skeletal-complete", Some("within")),
            (Notice, "s=170", Remains, "s=162-166 c=skeletal-complete", Some("within")),
            (Notice, "s=175", Remains, "s=163-167 c=skeletal-complete", Some("near")),
            (Notice, "s=180", Remains, "s=163-167 c=skeletal-complete", Some("far")),
            (Notice, "s=190", Remains, "s=163-167 c=skeletal-complete", Some("disagree")),
            // a laboratory's wider interval is believed
            (Notice, "s=180", Remains, "s=150-180 c=skeletal-complete", Some("near")),
            // measured twice leaves little room
            (Shelter, "s=165 m=measured", Shelter, "s=166 m=measured", Some("within")),
            (Shelter, "s=165 m=measured", Shelter, "s=169 m=measured", Some("far")),
            (Shelter, "s=165 m=measured", Shelter, "s=172 m=measured", Some("disagree")),
            // the length of a body lies above stature, and so do remembered heights
            (Shelter, "s=165 m=measured", Remains, "s=167 m=cadaver", Some("within")),
            (Shelter, "s=165 m=measured", Remains, "s=161 m=cadaver", Some("far")),
            (Notice, "s=172 m=document", Shelter, "s=168 m=measured", Some("within")),
            (Notice, "s=172 m=document", Shelter, "s=162 m=measured", Some("far")),
            (Notice, "s=165", Notice, "s=170", Some("within")),
            (Notice, "s=155", Notice, "s=170", Some("far")),
            (Remains, "s=158-172 m=bone", Remains, "s=160-176 m=bone", Some("within")),
            (Notice, "s=165", Remains, "c=skeletal-complete", None),
            // adults do not grow, however long between
            (
                Notice,
                "s=165 b=1980-01-01 e=2001-01-01",
                Shelter,
                "s=164 a=40 e=2020-01-01",
                Some("within"),
            ),
        ];
        for (kind, left, other, right, expected) in cases {
            check((*kind, left), (*other, right), *expected);
        }
        let open = record(Kind::Notice, &[("stature_cm_min", "170")]);
        let short = made(Kind::Shelter, "s=150 m=measured");
        let level = finding(&StatureComparison, &open, &short).map(|f| f.level);
        assert_eq!(level, Some(DISAGREE), "a lower bound alone");
    }

    #[test]
    fn children_grow_to_the_other_date() {
        use Kind::{Notice, Remains, Shelter};
        let boy = "x=male s=125 m=measured b=2010-01-15 e=2019-01-30";
        let cases: &[(&str, Kind, &str, Option<&str>)] = &[
            // 133.8 cm two years later by the chart
            (boy, Shelter, "x=male s=134 m=measured a=11 e=2021-01-30", Some("within")),
            (boy, Shelter, "x=male s=134 m=measured b=2010-01-15 e=2021-01-30", Some("within")),
            (boy, Shelter, "x=male s=125 m=measured a=11 e=2021-01-30", Some("far")),
            (boy, Shelter, "x=male s=116 m=measured a=11 e=2021-01-30", Some("disagree")),
            (boy, Shelter, "x=male s=152 m=measured a=11 e=2021-01-30", Some("disagree")),
            // the same, when only the intake knows the age
            (
                "s=125 m=measured e=2019-01-30",
                Shelter,
                "x=male s=134 m=measured a=11 e=2021-01-30",
                Some("within"),
            ),
            // dead since then: the child has not grown
            (boy, Remains, "x=male s=127 m=cadaver e=2021-01-30 p=690-725 a=8-10", Some("within")),
            (boy, Remains, "s=140 m=cadaver e=2021-01-30 p=690-725 a=8-10", Some("disagree")),
            // died at an unknown time after the last proof of life
            (boy, Remains, "s=130 m=bone e=2021-01-30 c=skeletal-complete", Some("within")),
            // a girl grown up between
            (
                "x=female s=140 m=measured b=2005-06-01 e=2016-06-01",
                Shelter,
                "x=female s=158 m=measured a=19 e=2024-06-01",
                Some("within"),
            ),
            (
                "x=female s=140 m=measured b=2005-06-01 e=2016-06-01",
                Shelter,
                "x=female s=138 m=measured a=19 e=2024-06-01",
                Some("disagree"),
            ),
            // ages of two people: age says it
            (boy, Shelter, "x=male s=170 m=measured a=30 e=2021-01-30", None),
            // no time, but ages
            ("s=125 m=measured a=9", Shelter, "s=130 m=measured a=10", Some("within")),
            ("s=125 m=measured a=9", Shelter, "s=128 m=measured", Some("within")),
            // measured long before the event
            (
                "x=male s=100 m=measured d=2014-01-15 b=2010-01-15 e=2019-01-30",
                Shelter,
                "x=male s=128 m=measured a=9 e=2019-02-20",
                Some("within"),
            ),
        ];
        for (left, kind, right, expected) in cases {
            check((Notice, left), (*kind, right), *expected);
        }
    }

    #[test]
    fn unusual_statures_are_rare() {
        let frequency = |left: &str, right: &str| {
            let found =
                finding(&StatureComparison, &made(Kind::Notice, left), &made(Kind::Shelter, right));
            found.unwrap().frequency.expect("within")
        };
        let usual = frequency("x=male s=168 m=measured", "s=167 m=measured");
        let tall = frequency("x=male s=191 m=measured", "s=190 m=measured");
        let vague = frequency("x=male s=140-196", "s=145-190");
        assert!(usual > 0.12 && usual < 0.2, "{usual}");
        assert!(tall < 0.01, "{tall}");
        assert!(vague > 0.55, "{vague}");
        let child = frequency(
            "x=male s=125 m=measured a=9 e=2020-01-01",
            "x=male s=126 m=measured a=9 e=2020-01-10",
        );
        assert!(child > 0.1 && child < 0.3, "of children of that age: {child}");
    }

    #[test]
    fn the_normal_distribution() {
        for (z, p) in [(0.0, 0.5), (1.0, 0.8413), (-1.96, 0.025), (3.0, 0.99865)] {
            assert!((normal_below(z) - p).abs() < 2e-4, "{z}");
        }
    }

    #[test]
    fn reasons_show_both_intervals() {
        let check = |left: &str, right: &str, lang, expected: &str| {
            let compile =
                |kind, words| StatureComparison.compile(&made(kind, words)).expect("a stature");
            let (l, r) = (compile(Kind::Notice, left), compile(Kind::Shelter, right));
            let found = StatureComparison.compare(&l, &r).expect("comparable");
            assert_eq!(StatureComparison.reason(&l, &r, &found, lang), expected);
        };
        check(
            "s=165",
            "s=170 m=measured",
            Lang::Es,
            "156–172 cm y 168–172 cm con su error; 6 cm de diferencia",
        );
        check(
            "x=male s=125 m=measured b=2010-01-15 e=2019-01-30",
            "x=male s=134 m=measured e=2021-01-30",
            Lang::En,
            "would have grown to 127–140 cm at the other record's date, which says 132–136 cm; 0 cm apart",
        );
    }

    proptest! {
        #[test]
        fn symmetric_and_total(statures in (20u32..250, 0u32..60, 20u32..250, 0u32..60), ages in (0u32..30, 0u32..30),
            births in ("(20[01][0-9]-0[1-9])?", "(20[01][0-9])?"), dates in ("(20[0-2][0-9])?", "(20[0-2][0-9]-0[1-9]~?)?"),
            kinds in (0usize..3, 0usize..3), sexes in ("(male|female)?", "(male|female)?")) {
            let make = |kind: usize, s: u32, w: u32, age: u32, birth: &str, date: &str, sex: &str| {
                made(Kind::ALL[kind], &format!("s={s}-{} a={age}-{} b={birth} e={date} x={sex}", (s + w).min(250), age + 1))
            };
            let l = make(kinds.0, statures.0, statures.1, ages.0, &births.0, &dates.0, &sexes.0);
            let r = make(kinds.1, statures.2, statures.3, ages.1, &births.1, &dates.1, &sexes.1);
            prop_assert_eq!(finding(&StatureComparison, &l, &r), finding(&StatureComparison, &r, &l));
            if let Some(found) = finding(&StatureComparison, &l, &r) {
                prop_assert!(found.frequency.is_none_or(|f| f > 0.0 && f <= 1.0));
                let (x, y) = (StatureComparison.compile(&l).unwrap(), StatureComparison.compile(&r).unwrap());
                prop_assert!(!StatureComparison.reason(&x, &y, &found, Lang::Es).is_empty());
            }
        }
    }
}
