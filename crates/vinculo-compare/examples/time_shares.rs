//! How often the dates of one person and of two people come to each level of the
//! comparison of time: m and u of the default model. All rates are judgement but for the
//! distributions that the domain reference gives: events over ten years, log-uniform
//! times to the next event and from death to finding. Nothing is taken from the
//! synthetic population that evaluates the model.

mod dice;

use jiff::ToSpan;
use jiff::civil::Date;
use vinculo_compare::TimeComparison;
use vinculo_record::{Column, Kind, Record};

use dice::{Dice, print_shares, record};

/// People drawn for each link, and pairs of two people.
const PEOPLE: usize = 200_000;
const PAIRS: usize = 4_000_000;
/// Days over which disappearances spread: ten years from [`START`].
const PERIOD: f64 = 3652.0;
const START: Date = Date::constant(2014, 1, 1);

/// How dates are written down, in per cent. All judgement.
mod noise {
    /// A date of which only the month is told, by families and by institutions.
    pub const MONTH_ONLY: (usize, usize) = (12, 2);
    /// A date of which only the year is told.
    pub const YEAR_ONLY: (usize, usize) = (6, 1);
    /// A date that has nothing to do with the event: typed wrongly, another trip.
    pub const WRONG: usize = 3;
    /// Families date by memory: standard deviation in days of one in five.
    pub const MEMORY_DAYS: f64 = 7.0;
    /// People who called home after they were last seen.
    pub const CALLED: usize = 30;
    /// Remains with a stated post-mortem interval; others have a condition alone.
    pub const STATED: usize = 50;
    /// Standard deviation of the logarithm of a stated interval's middle; its bounds
    /// lie two of them away, so that one in twenty misses.
    pub const INTERVAL_SD: f64 = 0.5;
    /// Intakes of people who were received before they were last heard of.
    pub const EARLIER_STOP: usize = 15;
    /// Two notices of one person written from one statement: the same date.
    pub const SAME_STATEMENT: usize = 60;
    /// Two findings of one body on one day; others are parts found later.
    pub const SAME_FINDING: usize = 60;
}

/// The two records of a person.
type Told = fn(&mut Dice) -> (Record, Record);

fn main() {
    let mut dice = Dice(1);
    let links: [(&str, Told); 5] = [
        ("notice-remains", |dice| {
            let seen = dice.even(0.0, PERIOD);
            let died = seen + gap(dice);
            (notice(seen, dice), remains(died, died + interval(dice), dice))
        }),
        ("notice-shelter", |dice| {
            let seen = dice.even(0.0, PERIOD);
            let received = if dice.percent(noise::EARLIER_STOP) {
                seen - dice.log_even(1.0, 365.0)
            } else {
                seen + gap(dice)
            };
            (notice(seen, dice), intake(received, dice))
        }),
        ("notice-notice", |dice| {
            let seen = dice.even(0.0, PERIOD);
            if dice.percent(noise::SAME_STATEMENT) {
                let day = written(seen, noise::MONTH_ONLY.0, noise::YEAR_ONLY.0, dice);
                let one = record(Kind::Notice, &[(Column::EventDate, day)]);
                return (one.clone(), one);
            }
            (notice(seen, dice), notice(seen + (gap(dice) / 30.0).min(365.0) - 1.0, dice))
        }),
        ("remains-remains", |dice| {
            let (died, after) = (dice.even(0.0, PERIOD), interval(dice));
            let later = if dice.percent(noise::SAME_FINDING) { 0.0 } else { interval(dice) };
            (remains(died, died + after, dice), remains(died, died + after + later, dice))
        }),
        ("shelter-shelter", |dice| {
            let first = dice.even(0.0, PERIOD);
            (intake(first, dice), intake(first + gap(dice), dice))
        }),
    ];
    for (link, person) in links {
        let (left, right): (Vec<_>, Vec<_>) = (0..PEOPLE).map(|_| person(&mut dice)).unzip();
        print_shares(&TimeComparison, link, (&left, &right), PAIRS, &mut dice);
    }
}

/// Days to the next event of a journey: log-uniform over the period.
fn gap(dice: &mut Dice) -> f64 {
    dice.log_even(1.0, PERIOD) - 1.0
}

/// Days from death to finding: log-uniform to thirty years.
fn interval(dice: &mut Dice) -> f64 {
    dice.log_even(1.0, 10_957.0) - 1.0
}

fn notice(seen: f64, dice: &mut Dice) -> Record {
    let told = if dice.percent(20) { seen + noise::MEMORY_DAYS * dice.normal() } else { seen };
    let (month, year) = (noise::MONTH_ONLY.0, noise::YEAR_ONLY.0);
    let mut cells = vec![];
    if dice.percent(noise::CALLED) {
        // Last seen before the last call home, which is the last proof of life.
        let left_home = seen - dice.log_even(1.0, 180.0);
        cells.push((Column::EventDate, written(left_home, month, year, dice)));
        cells.push((Column::LastContactDate, written(told, month, year, dice)));
    } else {
        cells.push((Column::EventDate, written(told, month, year, dice)));
    }
    record(Kind::Notice, &cells)
}

fn intake(received: f64, dice: &mut Dice) -> Record {
    let day = written(received, noise::MONTH_ONLY.1, noise::YEAR_ONLY.1, dice);
    record(Kind::Shelter, &[(Column::EventDate, day)])
}

fn remains(died: f64, found: f64, dice: &mut Dice) -> Record {
    let pmi = found - died;
    let day = written(found, noise::MONTH_ONLY.1, noise::YEAR_ONLY.1, dice);
    let mut cells = vec![(Column::EventDate, day)];
    if dice.percent(noise::STATED) {
        let middle = (pmi + 1.0) * (noise::INTERVAL_SD * dice.normal()).exp();
        let reach = (1.96 * noise::INTERVAL_SD).exp();
        cells.push((Column::PmiDaysMin, format!("{:.0}", (middle / reach - 1.0).max(0.0))));
        cells.push((Column::PmiDaysMax, format!("{:.0}", (middle * reach).ceil())));
    } else {
        cells.push((Column::Condition, condition(pmi, dice).to_owned()));
    }
    record(Kind::Remains, &cells)
}

/// The condition after so many days, after the windows of the domain reference.
fn condition(pmi: f64, dice: &mut Dice) -> &'static str {
    let possible: &[&str] = match pmi {
        ..3.0 => &["fresh"],
        ..10.0 => &["fresh", "early-decomposition"],
        ..30.0 => &["early-decomposition", "advanced-decomposition"],
        ..180.0 => &["advanced-decomposition", "skeletal-partial"],
        ..1500.0 => &["mummified", "skeletal-partial", "skeletal-complete"],
        _ => &["skeletal-partial", "skeletal-complete"],
    };
    possible[dice.below(possible.len())]
}

/// A day counted from [`START`], as it is written down.
fn written(day: f64, month_only: usize, year_only: usize, dice: &mut Dice) -> String {
    let day = if dice.percent(noise::WRONG) { dice.even(0.0, PERIOD) } else { day };
    let date = START + (day.floor() as i64).days();
    let text = date.to_string();
    if dice.percent(year_only) {
        text[..4].to_owned()
    } else if dice.percent(month_only) {
        text[..7].to_owned()
    } else {
        text
    }
}
