//! How children grow: the CDC 2000 charts, as z-score and back.
//!
//! Not a reference for what a child of the region should measure: they carry a
//! child's own z-score from one date to another.

use std::sync::LazyLock;

use vinculo_record::vocab::Sex;

use crate::figures::stature::MONTH_DAYS;

/// The charts in months of age, L, M in millimetres, and S.
const CHARTS: &str = include_str!("../data/growth/cdc_stature.csv");
/// Beyond these the formula has no meaning; no living child lies outside.
const MAX_Z: f64 = 6.0;

/// The chart of one sex.
pub(crate) struct Chart {
    rows: Vec<Row>,
}

#[derive(Clone, Copy)]
struct Row {
    months: f64,
    l: f64,
    m: f64,
    s: f64,
}

impl Chart {
    /// The chart of that sex; `None` for a sex without one.
    pub fn of(sex: Sex) -> Option<&'static Chart> {
        static BOYS: LazyLock<Chart> = LazyLock::new(|| Chart::read("M"));
        static GIRLS: LazyLock<Chart> = LazyLock::new(|| Chart::read("F"));
        match sex {
            Sex::Male => Some(&BOYS),
            Sex::Female => Some(&GIRLS),
            Sex::Undetermined | Sex::Other => None,
        }
    }

    fn read(sex: &str) -> Self {
        let rows = CHARTS.lines().filter_map(|line| {
            let numbers = line.strip_prefix(sex)?.strip_prefix(',')?;
            let mut numbers = numbers.split(',').map_while(|n| n.parse::<f64>().ok());
            let mut next = || numbers.next();
            Some(Row { months: next()?, l: next()?, m: next()? * 10.0, s: next()? })
        });
        Self { rows: rows.collect() }
    }

    /// The z-score of a stature in mm at an age in days.
    pub fn z(&self, age_days: i32, mm: f64) -> f64 {
        let Row { l, m, s, .. } = self.at(age_days);
        let ratio = (mm / m).max(0.01);
        let z = if l.abs() < 1e-6 { ratio.ln() / s } else { (ratio.powf(l) - 1.0) / (l * s) };
        z.clamp(-MAX_Z, MAX_Z)
    }

    /// The stature in mm at an age in days and a z-score.
    pub fn mm(&self, age_days: i32, z: f64) -> f64 {
        let Row { l, m, s, .. } = self.at(age_days);
        let z = z.clamp(-MAX_Z, MAX_Z);
        if l.abs() < 1e-6 {
            return m * (s * z).exp();
        }
        m * (1.0 + l * s * z).max(0.01).powf(1.0 / l)
    }

    /// The row at an age, between the rows of the chart; held beyond its ends.
    fn at(&self, age_days: i32) -> Row {
        let months = f64::from(age_days) / MONTH_DAYS;
        let next = self.rows.partition_point(|row| row.months < months);
        let Some(above) = self.rows.get(next) else { return self.rows[self.rows.len() - 1] };
        let Some(below) = next.checked_sub(1).map(|i| self.rows[i]) else { return *above };
        let share = (months - below.months) / (above.months - below.months);
        let mix = |a: f64, b: f64| a + (b - a) * share;
        Row { months, l: mix(below.l, above.l), m: mix(below.m, above.m), s: mix(below.s, above.s) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(months: f64) -> i32 {
        (months * MONTH_DAYS).round() as i32
    }

    #[test]
    fn the_whole_chart_is_read() {
        for sex in [Sex::Male, Sex::Female] {
            assert_eq!(Chart::of(sex).unwrap().rows.len(), 243);
        }
        assert!(Chart::of(Sex::Undetermined).is_none());
    }

    #[test]
    fn worked_examples() {
        let check = |sex, mm, from, z: f64, to, expected: f64| {
            let chart = Chart::of(sex).unwrap();
            let actual = chart.z(days(from), mm);
            assert!((actual - z).abs() < 0.01, "{actual}");
            assert!((chart.mm(days(to), actual) - expected).abs() < 1.0);
        };
        check(Sex::Male, 1250.0, 108.5, -1.441, 132.5, 1338.0);
        check(Sex::Female, 1300.0, 120.5, -1.247, 144.5, 1422.0);
    }

    #[test]
    fn z_and_back_at_all_ages() {
        for sex in [Sex::Male, Sex::Female] {
            let chart = Chart::of(sex).unwrap();
            for age in (-100..9000).step_by(37) {
                for z in [-4.0, -1.0, 0.0, 2.5] {
                    let back = chart.z(age, chart.mm(age, z));
                    assert!((back - z).abs() < 1e-6, "{age} {z} {back}");
                }
                // length lies above stature at the joint of the charts, at 24 months
                let grown = chart.mm(age + 37, 0.0) - chart.mm(age, 0.0);
                assert!(grown > -8.0, "{age} {grown}");
            }
        }
    }
}
