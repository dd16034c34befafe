//! How often the ages of one person and of two people come to each level: m and u of the
//! default model. Ages after the border deaths that the domain reference quotes, among the
//! living with more children; birth dates, ages and their errors as it describes them,
//! where it gives no figure by judgement. Nothing is taken from the synthetic population
//! that evaluates the model.

mod dice;

use jiff::ToSpan;
use jiff::civil::Date;
use vinculo_compare::AgeComparison;
use vinculo_record::{Column, Kind, Record};

use dice::{Dice, print_shares, record};

/// People drawn for each link, and pairs of two people.
const PEOPLE: usize = 200_000;
const PAIRS: usize = 5_000_000;
/// Days over which events spread: ten years from [`START`].
const PERIOD: f64 = 3652.0;
const START: Date = Date::constant(2014, 1, 1);

/// Ages in years with their shares: one in eight below 19, 43 % below 29 (border deaths
/// 1990–2012); the other cuts are judgement.
const AGES: [((f64, f64), f64); 7] = [
    ((1.0, 10.0), 0.03),
    ((10.0, 15.0), 0.03),
    ((15.0, 19.0), 0.065),
    ((19.0, 29.0), 0.305),
    ((29.0, 40.0), 0.29),
    ((40.0, 60.0), 0.235),
    ((60.0, 80.0), 0.045),
];
/// Further children among the living, per cent. Judgement.
const MORE_CHILDREN: usize = 10;

/// How births and ages are told, in per cent. Judgement unless said otherwise.
mod noise {
    /// Records with a birth date: notices, intakes, remains (by a document found).
    pub const BIRTH: [usize; 3] = [65, 60, 2];
    /// Birth dates that are the true day; of others, day and month are turned, a digit is
    /// wrong, the day stands for an unknown one, only the year or month is told; what is
    /// left is another day (declared minus true birth date, cuts of the R package
    /// mispitools: a third of resolved cases differ by more than 30 days).
    pub const TRUE_DAY: usize = 78;
    pub const TURNED: usize = 8;
    pub const DIGIT: usize = 22;
    pub const CONVENTIONAL: usize = 15;
    pub const PARTIAL: usize = 25;
    /// Standard deviation in days of another day.
    pub const OTHER_DAYS: f64 = 250.0;
    /// Ages rounded to a multiple of five, of adults beyond 30.
    pub const HEAPED: usize = 25;
    /// Ages of 15 to 20 declared across 18.
    pub const ACROSS: usize = 15;
    /// Ages that are today's or last year's.
    pub const YEAR_OFF: usize = 20;
    /// Ages declared otherwise on purpose or guessed by others, and by how many years.
    pub const OTHER_AGE: usize = 5;
    pub const OTHER_YEARS: f64 = 4.0;
    /// Ages that have nothing to do with the person.
    pub const WRONG: usize = 2;
    /// Error of an examined age in years, of adults' bones, bodies, children.
    pub const EXAMINED: [f64; 3] = [6.0, 4.0, 1.1];
    /// Half-widths that examiners state, in years.
    pub const STATED: [f64; 4] = [2.5, 5.0, 7.5, 10.0];
}

/// A person: born so many days after [`START`].
#[derive(Clone, Copy)]
struct Person {
    born: f64,
}

fn main() {
    let mut dice = Dice(1);
    let links = [
        ("notice-remains", [Kind::Notice, Kind::Remains]),
        ("notice-shelter", [Kind::Notice, Kind::Shelter]),
        ("notice-notice", [Kind::Notice, Kind::Notice]),
        ("remains-remains", [Kind::Remains, Kind::Remains]),
        ("shelter-shelter", [Kind::Shelter, Kind::Shelter]),
    ];
    for (link, kinds) in links {
        let (left, right): (Vec<Record>, Vec<Record>) = (0..PEOPLE)
            .map(|_| {
                let first = dice.even(0.0, PERIOD);
                let living = kinds[1] != Kind::Remains;
                let (from, to) = if living && dice.percent(MORE_CHILDREN) {
                    (1.0, 18.0)
                } else {
                    *dice.weighted(&AGES)
                };
                let person = Person { born: first - 365.25 * dice.even(from, to) };
                let same = kinds[0] == kinds[1] && kinds[0] != Kind::Shelter;
                let later = if same { first } else { first + dice.log_even(1.0, PERIOD) };
                let left = told(kinds[0], person, first, &mut dice);
                (left, told(kinds[1], person, later, &mut dice))
            })
            .unzip();
        print_shares(&AgeComparison, link, (&left, &right), PAIRS, &mut dice);
    }
}

/// The record of an event on that day; the death of remains.
fn told(kind: Kind, person: Person, day: f64, dice: &mut Dice) -> Record {
    let mut cells = vec![(Column::EventDate, date(day).to_string())];
    let years = (day - person.born) / 365.25;
    if kind == Kind::Remains {
        let bones = dice.percent(60);
        let pmi = if bones { dice.log_even(30.0, 3000.0) } else { dice.log_even(1.0, 30.0) };
        cells[0].1 = date(day + pmi).to_string();
        cells.push((
            Column::Condition,
            if bones { "skeletal-complete" } else { "fresh" }.to_owned(),
        ));
        cells.push((Column::PmiDaysMin, format!("{:.0}", pmi * 0.6)));
        cells.push((Column::PmiDaysMax, format!("{:.0}", (pmi * 1.7).ceil())));
        let (error, half) = if years < 18.0 {
            (noise::EXAMINED[2], noise::STATED[0].min(1.0 + years / 8.0))
        } else {
            (noise::EXAMINED[usize::from(!bones)], noise::STATED[dice.below(4)])
        };
        let seen = (years + error * dice.normal()).max(0.5);
        cells.push((Column::AgeMin, format!("{:.0}", (seen - half).max(0.0))));
        cells.push((Column::AgeMax, format!("{:.0}", seen + half)));
    } else {
        cells.push((Column::AgeMin, format!("{}", declared(years, dice))));
        cells.push((Column::AgeMax, cells[1].1.clone()));
    }
    let share = match kind {
        Kind::Notice => noise::BIRTH[0],
        Kind::Shelter => noise::BIRTH[1],
        Kind::Remains => noise::BIRTH[2],
    };
    if dice.percent(share) {
        cells.push((Column::BirthDate, birth(person, dice)));
    }
    record(kind, &cells)
}

fn declared(years: f64, dice: &mut Dice) -> i64 {
    if dice.percent(noise::WRONG) {
        return dice.even(1.0, 60.0) as i64;
    }
    if dice.percent(noise::OTHER_AGE) {
        return (years + noise::OTHER_YEARS * dice.normal()).max(0.0) as i64;
    }
    let off = if dice.percent(noise::YEAR_OFF) { dice.below(3) as f64 - 1.0 } else { 0.0 };
    let age = (years + off).max(0.0);
    if age > 30.0 && dice.percent(noise::HEAPED) {
        return (age / 5.0).round() as i64 * 5;
    }
    if (15.0..21.0).contains(&age) && dice.percent(noise::ACROSS) {
        return if age < 18.0 { 18 + dice.below(3) as i64 } else { 15 + dice.below(3) as i64 };
    }
    age as i64
}

fn birth(person: Person, dice: &mut Dice) -> String {
    let born = date(person.born);
    let text = born.to_string();
    if dice.percent(noise::TRUE_DAY) {
        return text;
    }
    let (year, month, day) = (&text[..4], &text[5..7], &text[8..]);
    if dice.percent(noise::TURNED) && born.day() <= 12 {
        format!("{year}-{day}-{month}")
    } else if dice.percent(noise::DIGIT) {
        let off = (born.year() + if dice.percent(50) { 1 } else { -1 }).to_string();
        if dice.percent(50) {
            format!("{off}-{month}-{day}")
        } else {
            let wrong = 1 + dice.below(28);
            format!("{year}-{month}-{wrong:02}")
        }
    } else if dice.percent(noise::CONVENTIONAL) {
        if dice.percent(60) { format!("{year}-01-01") } else { format!("{year}-{month}-15") }
    } else if dice.percent(noise::PARTIAL) {
        if dice.percent(60) { year.to_owned() } else { format!("{year}-{month}") }
    } else {
        date(person.born + noise::OTHER_DAYS * dice.normal()).to_string()
    }
}

fn date(day: f64) -> Date {
    START + (day.floor() as i64).days()
}
