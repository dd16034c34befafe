//! How many times denser one person's dates lie than two people's.
//!
//! One person: the days `g` from an event to the next are log-uniform up to the
//! period, with density `1 / ((g + 1) · ln(period + 1))`, and the days `p` from death to
//! finding are log-uniform within the post-mortem interval. Two people: any distance
//! in the period is as likely, density `1 / period`. What follows is the first over the
//! second, in closed form. Two events of one time may come in either order, which
//! halves the first.

use crate::death::Pmi;
use crate::figures::time::{LONGEST_DAYS, PERIOD_DAYS};
use crate::span::Span;

/// `ln(period + 1)` of [`PERIOD_DAYS`].
const LN_PERIOD: f32 = 8.203_304;
/// What a day's density of one person is multiplied by.
const SCALE: f32 = PERIOD_DAYS as f32 / LN_PERIOD;
/// Points at which a vague distance is averaged over.
const POINTS: u8 = 5;

/// The least and the most days from one event to a later one, and how much of that
/// range lies in the possible order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Days {
    least: f32,
    most: f32,
    possible: f32,
}

impl Days {
    /// From an event to a later one; none where they can only lie in the other order.
    pub fn between(earlier: Span, later: Span) -> Self {
        let (least, most) = (later.from - earlier.to, later.to - earlier.from);
        let most = most.clamp(least, least.max(0).saturating_add(LONGEST_DAYS));
        if most < 0 {
            return Self { least: 0.0, most: 0.0, possible: 1.0 };
        }
        let clipped = least.max(0);
        let possible = (most - clipped + 1) as f32 / (most - least + 1) as f32;
        Self { least: clipped as f32, most: most as f32, possible }
    }
}

/// Of an event that follows another after so many days.
pub(super) fn after(days: Days) -> f32 {
    SCALE * days.possible * mean_of_inverse(days.least, days.most)
}

/// Of two events of one time, in either order.
pub(super) fn same(a: Span, b: Span) -> f32 {
    let gap = a.gap(b);
    let most = (a.to.max(b.to) - a.from.min(b.from)).min(gap.saturating_add(LONGEST_DAYS));
    // Days that both may mean count from none to all of them apart.
    SCALE / 2.0 * mean_of_inverse(gap as f32, most as f32)
}

/// Of a finding so many days after the last proof of life, of remains with that
/// post-mortem interval.
pub(super) fn death_after(days: Days, pmi: Pmi) -> f32 {
    let (shortest, longest) = (pmi.min as f32, pmi.max.min(2 * LONGEST_DAYS) as f32);
    let longest = longest.max(shortest);
    let width = days.most - days.least;
    let sum: f32 = if width < 2.0 {
        one_death((days.least + days.most) / 2.0, shortest, longest)
    } else {
        let step = width / f32::from(POINTS);
        let at = |i| days.least + (f32::from(i) + 0.5) * step;
        (0..POINTS).map(|i| one_death(at(i), shortest, longest)).sum::<f32>() / f32::from(POINTS)
    };
    SCALE * days.possible * sum
}

/// Of two windows of one death, each even: the share that lies in both.
pub(super) fn overlap(a: Span, b: Span) -> f32 {
    let width = |span: Span| (span.width() as f32 + 1.0).max(1.0);
    a.common(b).map_or(0.0, |both| PERIOD_DAYS as f32 * width(both) / (width(a) * width(b)))
}

/// The mean of `1 / (g + 1)` over `g` from `least` to `most`.
fn mean_of_inverse(least: f32, most: f32) -> f32 {
    if most - least < 1.0 {
        return 1.0 / (least + 1.0);
    }
    ((most + 1.0) / (least + 1.0)).ln() / (most - least)
}

/// The mean of `1 / (found − p + 1)` over the days `p` from death to finding,
/// log-uniform from `shortest` to `longest`, where death does not come first.
fn one_death(found: f32, shortest: f32, longest: f32) -> f32 {
    // A day's confusion of dates is no contradiction.
    let found = found.max(shortest);
    if longest - shortest < 1.0 {
        return 1.0 / (found - shortest + 1.0);
    }
    let until = longest.min(found);
    let all = ((longest + 1.0) / (shortest + 1.0)).ln();
    let (early, late) = (found - shortest + 1.0, found - until + 1.0);
    let possible = ((until + 1.0) * early / ((shortest + 1.0) * late)).ln() / (found + 2.0);
    // An interval that ends within a day of the proof of life holds that day.
    possible.max(1.0 / ((found + 1.0) * (longest + 1.0))) / all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_is_that_of_the_period() {
        assert!((f64::from(LN_PERIOD) - (PERIOD_DAYS + 1.0).ln()).abs() < 1e-5);
    }

    /// The closed form against a sum over days.
    #[test]
    fn the_closed_form_is_the_integral() {
        for (found, shortest, longest) in
            [(58.0, 30.0, 60.0), (400.0, 14.0, 10_957.0), (900.0, 0.0, 300.0), (20.0, 7.0, 1500.0)]
        {
            let steps = 200_000;
            let all = f64::ln((longest + 1.0) / (shortest + 1.0));
            let sum: f64 = (0..steps)
                .map(|i| {
                    let width = (longest - shortest) / f64::from(steps);
                    let p = shortest + (f64::from(i) + 0.5) * width;
                    let density = 1.0 / ((p + 1.0) * all);
                    if p <= found { width * density / (found - p + 1.0) } else { 0.0 }
                })
                .sum();
            let closed = f64::from(one_death(found as f32, shortest as f32, longest as f32));
            assert!(
                (closed / sum - 1.0).abs() < 0.01,
                "{found} {shortest} {longest}: {closed} {sum}"
            );
        }
    }

    #[test]
    fn closer_dates_are_denser() {
        let day = |day: i32| Span { from: day, to: day };
        let densities = [0, 3, 30, 300, 3000].map(|gap| same(day(0), day(gap)));
        assert!(densities.is_sorted_by(|a, b| a > b), "{densities:?}");
        let vague = same(day(10), Span { from: 0, to: 364 });
        assert!(vague < same(day(10), day(10)) && vague > same(day(10), day(374)), "{vague}");
    }
}
