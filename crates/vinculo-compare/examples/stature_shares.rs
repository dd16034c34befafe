//! How often the statures of one person and of two people come to each level: m and u of
//! the default model. Ages after the border deaths that the domain reference quotes,
//! statures of children on the CDC charts at the region's mean z-score, errors of methods
//! as the reference gives them; all else is judgement. Nothing is taken from the synthetic
//! population that evaluates the model.

mod dice;

use vinculo_compare::StatureComparison;
use vinculo_record::{Column, Kind, Record};

use dice::{Dice, print_shares, record};

/// People drawn for each link, and pairs of two people.
const PEOPLE: usize = 200_000;
const PAIRS: usize = 4_000_000;

/// Ages in years with their shares: one in eight below 19, 43 % below 29 (border deaths
/// 1990–2012); the other cuts are judgement.
const AGES: [((f64, f64), f64); 7] = [
    ((2.0, 10.0), 0.03),
    ((10.0, 15.0), 0.03),
    ((15.0, 19.0), 0.065),
    ((19.0, 29.0), 0.305),
    ((29.0, 40.0), 0.29),
    ((40.0, 60.0), 0.235),
    ((60.0, 80.0), 0.045),
];
/// Men among 409 border deaths 2002–03, per cent.
const MEN: usize = 73;
/// Mean and standard deviation of adults in cm, men and women, and of the z-score of
/// children. Judgement, below what is reported of Hispanic missing people in the USA.
const ADULTS: [(f64, f64); 2] = [(167.0, 7.0), (154.0, 6.5)];
const CHILDREN: (f64, f64) = (-1.1, 1.1);

/// How statures are found and written down. Judgement where the domain reference has no
/// figure.
mod noise {
    /// Errors in cm of measuring, of remembering (adult, child) with its bias, of bones,
    /// and of measuring a body with its length above the living's.
    pub const MEASURED: f64 = 0.8;
    pub const REMEMBERED: (f64, f64, f64) = (4.0, 5.0, 1.0);
    pub const BONE: f64 = 3.5;
    pub const CADAVER: (f64, f64) = (1.5, 2.5);
    /// In per cent: intakes that are measured, bodies that are measured as a whole.
    pub const INTAKE_MEASURED: usize = 50;
    pub const BODY_MEASURED: usize = 35;
    /// In per cent: remembered statures rounded to 5 cm.
    pub const ROUNDED: usize = 40;
    /// In per cent: a stature that has nothing to do with the person.
    pub const WRONG: usize = 3;
    /// In per cent: records that tell age and sex.
    pub const TOLD: usize = 92;
}

/// A person at a moment: years of age, z-score within sex and age.
#[derive(Clone, Copy)]
struct Person {
    woman: bool,
    age: f64,
    z: f64,
}

fn main() {
    let mut dice = Dice(1);
    let charts = charts();
    let mut one = |link: &str, left: Kind, right: Kind| {
        let (left, right): (Vec<_>, Vec<_>) = (0..PEOPLE)
            .map(|_| {
                let person = person(&mut dice);
                // Log-uniform from a day to ten years, as times to the next event are.
                let years = dice.log_even(1.0, 3652.0) / 365.0;
                let years = if left == right && left != Kind::Shelter { 0.0 } else { years };
                let drift = 0.3 * years.sqrt() * dice.normal();
                let z = if person.age < 18.0 { person.z + drift } else { person.z };
                let later = Person { age: person.age + years, z, ..person };
                let first = written(left, person, 0.0, &charts, &mut dice);
                (first, written(right, later, years, &charts, &mut dice))
            })
            .unzip();
        print_shares(&StatureComparison, link, (&left, &right), PAIRS, &mut dice);
    };
    one("notice-remains", Kind::Notice, Kind::Remains);
    one("notice-shelter", Kind::Notice, Kind::Shelter);
    one("notice-notice", Kind::Notice, Kind::Notice);
    one("remains-remains", Kind::Remains, Kind::Remains);
    one("shelter-shelter", Kind::Shelter, Kind::Shelter);
}

fn person(dice: &mut Dice) -> Person {
    let (from, to) = *dice.weighted(&AGES);
    Person { woman: !dice.percent(MEN), age: dice.even(from, to), z: dice.normal() }
}

fn stature(person: Person, charts: &[Chart; 2]) -> f64 {
    let (mean, sd) = ADULTS[usize::from(person.woman)];
    if person.age < 20.0 {
        let z = CHILDREN.0 + CHILDREN.1 * person.z;
        return charts[usize::from(person.woman)].cm(person.age * 12.0, z);
    }
    mean + sd * person.z
}

fn written(kind: Kind, person: Person, years: f64, charts: &[Chart; 2], dice: &mut Dice) -> Record {
    let mut cells = vec![(Column::EventDate, date(years))];
    let truth = stature(person, charts);
    let truth = if dice.percent(noise::WRONG) { truth + 25.0 * dice.normal() } else { truth };
    let (method, seen, half) = match kind {
        Kind::Notice => ("remembered", remembered(truth, person.age, dice), 0.0),
        Kind::Shelter if dice.percent(noise::INTAKE_MEASURED) => {
            ("measured", truth + noise::MEASURED * dice.normal(), 0.0)
        }
        Kind::Shelter => ("remembered", remembered(truth, person.age, dice), 0.0),
        Kind::Remains if dice.percent(noise::BODY_MEASURED) => {
            cells.push((Column::Condition, "fresh".to_owned()));
            let (sd, above) = noise::CADAVER;
            ("cadaver", truth + above + sd * dice.normal(), 0.0)
        }
        Kind::Remains => {
            cells.push((Column::Condition, "skeletal-complete".to_owned()));
            // Stated as a 95 % interval, as one standard error, or without.
            let half = [7.0, 3.5, 0.0][dice.below(3)];
            ("bone", truth + noise::BONE * dice.normal(), half)
        }
    };
    cells.push((Column::StatureMethod, method.to_owned()));
    cells.push((Column::StatureCmMin, format!("{:.0}", (seen - half).clamp(40.0, 230.0))));
    cells.push((Column::StatureCmMax, format!("{:.0}", (seen + half).clamp(40.0, 230.0))));
    if dice.percent(noise::TOLD) {
        cells.push((Column::Sex, if person.woman { "female" } else { "male" }.to_owned()));
    }
    if kind == Kind::Remains {
        let around = 1.0 + 0.15 * person.age;
        cells.push((Column::AgeMin, format!("{:.0}", (person.age - around).max(0.0))));
        cells.push((Column::AgeMax, format!("{:.0}", person.age + around)));
        cells.push((Column::PmiDaysMin, "0".to_owned()));
        cells.push((Column::PmiDaysMax, "30".to_owned()));
    } else if dice.percent(noise::TOLD) {
        cells.push((Column::AgeMin, format!("{:.0}", person.age.floor())));
        cells.push((Column::AgeMax, format!("{:.0}", person.age.floor())));
    }
    record(kind, &cells)
}

fn remembered(truth: f64, age: f64, dice: &mut Dice) -> f64 {
    let (adult, child, bias) = noise::REMEMBERED;
    let told = truth + bias + if age < 18.0 { child } else { adult } * dice.normal();
    if dice.percent(noise::ROUNDED) { (told / 5.0).round() * 5.0 } else { told }
}

/// The day so many years after 2012-01-01, to the month.
fn date(years: f64) -> String {
    let months = (years * 12.0) as u32;
    format!("{}-{:02}-15", 2012 + months / 12, 1 + months % 12)
}

/// A growth chart: months, L, M in cm, S.
struct Chart(Vec<[f64; 4]>);

impl Chart {
    fn cm(&self, months: f64, z: f64) -> f64 {
        let row = self.0.iter().find(|row| row[0] >= months).unwrap_or(&self.0[self.0.len() - 1]);
        let [_, l, m, s] = *row;
        m * (1.0 + l * s * z).max(0.01).powf(1.0 / l)
    }
}

fn charts() -> [Chart; 2] {
    ["M,", "F,"].map(|sex| {
        let rows = include_str!("../data/growth/cdc_stature.csv").lines().filter_map(|line| {
            let numbers: Vec<f64> =
                line.strip_prefix(sex)?.split(',').filter_map(|n| n.parse().ok()).collect();
            numbers.try_into().ok()
        });
        Chart(rows.collect())
    })
}
