//! How many times more often one person's ages lie so than two people's.
//!
//! Each side tells the days on which the person may have been born, and how far it errs.
//! One person's middles differ by a normal error; two people's as ages are spread
//! ([`DISTRIBUTION`]). What lies wholly within a wide window counts as within it.

use crate::figures::age::{
    CLOSE_DAYS, DISTRIBUTION, LEAST_DENSITY, MIN_FREQUENCY, SPREAD_YEARS, WIDE_YEARS, YEAR_DAYS,
};
use crate::span::Span;

/// Half the squared distance in standard deviations from which on the bell's density is
/// below `e^-30 · 365 / √τ`, a ratio below 1e-8: less than any level asks for.
const FAR_APART: f64 = 30.0;

/// The likelihood ratio of two windows of birth with their errors (standard deviations
/// in days), of people of about that age in years, which is asked for where it matters.
pub(super) fn likelihood_ratio(a: (Span, i32), b: (Span, i32), age: impl FnOnce() -> f64) -> f64 {
    let years = |days: i32| f64::from(days) / YEAR_DAYS;
    let spread =
        |(window, error): (Span, i32)| years(window.width()).powi(2) / 12.0 + years(error).powi(2);
    let variance = (spread(a) + spread(b)).max((1.0 / YEAR_DAYS).powi(2));
    let apart = years(a.0.middle() - b.0.middle());
    // an interval of examination is no bell: all of it is meant
    let wide = a.0.width().max(b.0.width()) > (WIDE_YEARS * YEAR_DAYS) as i32;
    let even = a.0.common(b.0).filter(|_| wide).map_or(0.0, |both| {
        let width = |span: Span| years(span.width() + 1).max(1.0);
        years(both.width() + 1) / (width(a.0) * width(b.0))
    });
    if even == 0.0 && 0.5 * apart * apart > FAR_APART * variance {
        return 0.0;
    }
    let normal =
        (-0.5 * apart * apart / variance).exp() / (std::f64::consts::TAU * variance).sqrt();
    normal.max(even) / density(age())
}

/// Share of people for each year of age around one.
fn density(age: f64) -> f64 {
    let around = share_between(age - SPREAD_YEARS, age + SPREAD_YEARS);
    (around / (2.0 * SPREAD_YEARS)).max(LEAST_DENSITY)
}

/// The share of people whose window, as wide as one of these, would overlap the
/// other.
pub(super) fn overlap_frequency(a: Span, b: Span, age: f64) -> f64 {
    let reach = (f64::from(a.width()) + f64::from(b.width())) / 2.0 / YEAR_DAYS;
    let reach = reach.max(f64::from(CLOSE_DAYS) / YEAR_DAYS);
    share_between(age - reach, age + reach).max(MIN_FREQUENCY)
}

/// The share of people between two ages in years.
pub(super) fn share_between(from: f64, to: f64) -> f64 {
    share_below(to) - share_below(from)
}

fn share_below(age: f64) -> f64 {
    let next = DISTRIBUTION.iter().position(|(at, _)| *at >= age);
    match next {
        None => 1.0,
        Some(0) => 0.0,
        Some(i) => {
            let ((x0, y0), (x1, y1)) = (DISTRIBUTION[i - 1], DISTRIBUTION[i]);
            y0 + (y1 - y0) * (age - x0) / (x1 - x0)
        }
    }
}
