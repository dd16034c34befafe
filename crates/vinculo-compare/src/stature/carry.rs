//! A stature at another date: growth along the child's own z-score, and what adults lose.

use vinculo_record::vocab::Sex;

use super::{Measure, StatureFeature};
use crate::figures::age::YEAR_DAYS;
use crate::figures::stature::{
    AGE_CONTRADICTS_DAYS, DRIFT_OF_SPURT, DRIFT_PER_YEAR, GROWN_DAYS, LEAST_LOSS_MM,
    LOSS_FROM_DAYS, MEN_LOSS_MM, NO_GROWTH_DAYS, SDS_OF_95, SPURT_DAYS, UNDATED_DAYS,
    WOMEN_LOSS_MM,
};
use crate::growth::Chart;
use crate::span::Span;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// What time does to two statures.
pub(super) enum Change {
    /// Nothing: of one time, of unknown age, or of adults who lose little between.
    None,
    /// One is growing, and the ages are of two people.
    Contradicted,
    /// The earlier stature is carried to the later's date, when the person had that
    /// age in days.
    Carried { earlier: Side, measure: Measure, later_age: i32 },
}

impl Change {
    pub fn between(left: &StatureFeature, right: &StatureFeature) -> Self {
        let young = |f: &StatureFeature| f.age.is_some_and(|age| age.from < GROWN_DAYS);
        let old = |f: &StatureFeature| f.age.is_some_and(|age| age.middle() > LOSS_FROM_DAYS);
        if !young(left) && !young(right) && !old(left) && !old(right) {
            return Change::None;
        }
        let (at_left, at_right) = (left.at_beside(right), right.at_beside(left));
        let Some((earlier, elapsed)) = order(left, at_left, right, at_right) else {
            return Change::None;
        };
        let (first, second) = match earlier {
            Side::Left => (left, right),
            Side::Right => (right, left),
        };
        let by_second = second
            .age
            .map(|age| Span { from: (age.from - elapsed.to).max(0), to: age.to - elapsed.from });
        let age = match (first.age, by_second) {
            (Some(age), Some(other)) => age.common(other).or(Some(age)),
            (age, other) => age.or(other),
        };
        let sex = first.sex.or(second.sex);
        if !young(left) && !young(right) {
            return age
                .map_or(Change::None, |age| shrunk(earlier, first.measure, sex, age, elapsed));
        }
        if let (Some(age), Some(other)) = (first.age, by_second)
            && age.gap(other) > AGE_CONTRADICTS_DAYS
        {
            return Change::Contradicted;
        }
        let Some(age) = age.filter(|age| age.from < GROWN_DAYS && age.to >= 0) else {
            return Change::None;
        };
        if elapsed.to <= NO_GROWTH_DAYS {
            return Change::None;
        }
        let age = Span { from: age.from.max(0), to: age.to };
        let measure = carried(first.measure, sex, age, elapsed);
        Change::Carried { earlier, measure, later_age: age.middle() + elapsed.middle() }
    }
}

/// What an adult has lost after so many days, if it is enough to matter.
fn shrunk(earlier: Side, measure: Measure, sex: Option<Sex>, age: Span, elapsed: Span) -> Change {
    let from = age.middle().max(LOSS_FROM_DAYS);
    let later_age = age.middle() + elapsed.middle();
    let years = f64::from(later_age - from) / YEAR_DAYS;
    let a_year = match sex {
        Some(Sex::Female) => WOMEN_LOSS_MM,
        _ => MEN_LOSS_MM,
    };
    let lost = (years * a_year).round() as i32;
    if lost < LEAST_LOSS_MM {
        return Change::None;
    }
    let measure = Measure { middle: measure.middle - lost, half: measure.half.max(lost) };
    Change::Carried { earlier, measure, later_age }
}

impl StatureFeature {
    fn at_beside(&self, other: &Self) -> Option<Span> {
        match (self.at?, other.alive) {
            (at, Some(day)) if self.is_death => Some(at.not_before(day)),
            (at, _) => Some(at),
        }
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
