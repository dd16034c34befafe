//! How many times more often one person's two statures lie so than two people's.
//!
//! Both measures are the living stature with a normal error; statures of the region are
//! normal by sex and, of the growing, by age. Then the two measures of one person are
//! normal with the population's variance in common, those of two people independent. An
//! agreement far from the mean says more, one between vague measures next to nothing.

use vinculo_record::vocab::Sex;

use super::Measure;
use crate::figures::stature::{GROWN_DAYS, MEN_MM, MEN_SHARE, REGION_Z, SDS_OF_95, WOMEN_MM};
use crate::growth::Chart;

/// The likelihood ratio of two measures of people of that sex, if known, of whom the
/// younger was of this age in days.
pub(super) fn likelihood_ratio(a: Measure, b: Measure, sex: Option<Sex>, age: Option<i32>) -> f64 {
    let pair = |sex| Pair::of(a, b, population(sex, age));
    match sex {
        Some(sex) => {
            let pair = pair(sex);
            (pair.together - pair.apart()).exp()
        }
        None => {
            let (men, women) = (pair(Sex::Male), pair(Sex::Female));
            let mixed = |of_men: f64, of_women: f64| {
                MEN_SHARE * of_men.exp() + (1.0 - MEN_SHARE) * of_women.exp()
            };
            mixed(men.together, women.together)
                / (mixed(men.left, women.left) * mixed(men.right, women.right)).max(1e-300)
        }
    }
}

/// Logarithms of the densities of two measures in one population; constants that
/// cancel are left out.
struct Pair {
    together: f64,
    left: f64,
    right: f64,
}

impl Pair {
    fn of(a: Measure, b: Measure, (mean, sd): (f64, f64)) -> Self {
        let variance = |half: i32| (f64::from(half) / SDS_OF_95).powi(2);
        let common = sd * sd;
        let (va, vb) = (common + variance(a.half), common + variance(b.half));
        let (x, y) = (f64::from(a.middle) - mean, f64::from(b.middle) - mean);
        let determinant = va * vb - common * common;
        let distance = (vb * x * x - 2.0 * common * x * y + va * y * y) / determinant;
        Self {
            together: -0.5 * (determinant.ln() + distance),
            left: -0.5 * (va.ln() + x * x / va),
            right: -0.5 * (vb.ln() + y * y / vb),
        }
    }

    fn apart(&self) -> f64 {
        self.left + self.right
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn measure(middle: i32, half: i32) -> Measure {
        Measure { middle, half }
    }

    #[test]
    fn two_measures_of_the_usual_man() {
        // 167 cm twice, errors of 2 cm: 1/sqrt(1 - r²), r = 70² / (70² + 10.2²).
        let ratio = likelihood_ratio(measure(1670, 20), measure(1670, 20), Some(Sex::Male), None);
        assert!((ratio - 4.93).abs() < 0.05, "{ratio}");
    }

    #[test]
    fn the_unusual_says_more_and_the_vague_nothing() {
        let ratio = |a, b, sex| likelihood_ratio(a, b, sex, None);
        let tall = ratio(measure(1910, 60), measure(1900, 60), Some(Sex::Male));
        assert!(tall > 30.0, "{tall}");
        let vague = ratio(measure(1670, 300), measure(1650, 300), Some(Sex::Male));
        assert!((vague - 1.0).abs() < 0.2, "{vague}");
        let unknown = ratio(measure(1540, 40), measure(1540, 40), None);
        let woman = ratio(measure(1540, 40), measure(1540, 40), Some(Sex::Female));
        assert!(unknown > woman, "of both sexes, 154 cm is rarer: {unknown} {woman}");
    }
}
