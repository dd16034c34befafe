//! How often the dental charts of one person and of two people come to each level: m and u
//! of the default model. Shares of treated and lost teeth are those of the comparison's
//! table (unverified), which go together in one mouth; how charts are made and err is
//! judgement. Nothing is taken from the synthetic population that evaluates the model.

mod dice;

use vinculo_compare::DentalComparison;
use vinculo_record::{Column, Kind, Record};

use dice::{Dice, print_shares, record};

/// People drawn for each link, and pairs of two people.
const PEOPLE: usize = 100_000;
const PAIRS: usize = 3_000_000;

/// Shares by position in the jaw of filled, root filled, crowned, lost teeth; of those
/// with a disease that nobody treated nothing is told. Unverified.
const TREATED: [[f64; 4]; 8] = [
    [0.03, 0.015, 0.03, 0.03],
    [0.03, 0.015, 0.03, 0.03],
    [0.03, 0.015, 0.03, 0.03],
    [0.07, 0.015, 0.015, 0.08],
    [0.07, 0.015, 0.015, 0.08],
    [0.17, 0.015, 0.015, 0.17],
    [0.17, 0.015, 0.015, 0.17],
    [0.05, 0.01, 0.01, 0.17],
];

/// Mouths and charts. All judgement.
mod rates {
    /// Standard deviation of the logarithm of what a person's shares are multiplied by:
    /// some mouths are treated, some not.
    pub const SPREAD: f64 = 0.9;
    /// Wisdom teeth that have not come.
    pub const NO_WISDOM: f64 = 0.35;
    /// Charts of families, which tell what shows, as a share of theirs; teeth that show.
    pub const FAMILY_WORDS: f64 = 0.5;
    pub const SHOWS: [f64; 8] = [0.7, 0.7, 0.6, 0.4, 0.3, 0.15, 0.1, 0.02];
    /// A tooth treated or lost between the two charts; charted as another state; the
    /// surfaces of a filling charted; with one more or less.
    pub const LATER: f64 = 0.012;
    pub const MISCHARTED: f64 = 0.008;
    pub const SURFACES: f64 = 0.6;
    pub const OTHER_SURFACES: f64 = 0.2;
    /// A chart with left and right exchanged.
    pub const MIRRORED: f64 = 0.01;
    /// Teeth of remains that are lost after death or not recovered.
    pub const LOST_LATER: f64 = 0.25;
}

/// What the states are called, and the surfaces that fillings have.
const STATES: [&str; 6] = ["sound", "filled", "root-filled", "crown", "extracted", "unerupted"];
const SURFACES: [&str; 4] = ["O", "MO", "DO", "MOD"];

#[derive(Clone, Copy)]
struct Tooth {
    state: usize,
    surfaces: usize,
}

fn main() {
    use Kind::{Notice, Remains, Shelter};
    let mut dice = Dice(1);
    for (link, kinds) in [
        ("notice-remains", [Notice, Remains]),
        ("notice-shelter", [Notice, Shelter]),
        ("notice-notice", [Notice, Notice]),
        ("remains-remains", [Remains, Remains]),
        ("shelter-shelter", [Shelter, Shelter]),
    ] {
        let (left, right): (Vec<Record>, Vec<Record>) = (0..PEOPLE)
            .map(|_| {
                let mut mouth = mouth(&mut dice);
                let first = charted(kinds[0], &mouth, &mut dice);
                if kinds[0] != kinds[1] || kinds[0] == Shelter {
                    for tooth in &mut mouth {
                        later(tooth, &mut dice);
                    }
                }
                (first, charted(kinds[1], &mouth, &mut dice))
            })
            .unzip();
        print_shares(&DentalComparison, link, (&left, &right), PAIRS, &mut dice);
    }
}

fn mouth(dice: &mut Dice) -> [Tooth; 32] {
    let factor = (rates::SPREAD * dice.normal() - rates::SPREAD * rates::SPREAD / 2.0).exp();
    std::array::from_fn(|at| {
        let position = at % 8;
        let surfaces = dice.below(SURFACES.len());
        if position == 7 && dice.chance(rates::NO_WISDOM) {
            return Tooth { state: 5, surfaces };
        }
        let odds = TREATED[position].map(|share| share / (1.0 - share) * factor);
        let all: f64 = 1.0 + odds.iter().sum::<f64>();
        let mut chance = dice.unit() * all;
        let mut state = 0;
        for (at, odds) in odds.iter().enumerate() {
            if chance < *odds {
                state = at + 1;
                break;
            }
            chance -= odds;
        }
        Tooth { state, surfaces }
    })
}

/// A tooth after some years: treated further, or lost.
fn later(tooth: &mut Tooth, dice: &mut Dice) {
    if tooth.state < 4 && dice.chance(rates::LATER) {
        tooth.state = if tooth.state == 0 { 1 + 3 * dice.below(2) } else { 4 };
    }
}

fn charted(kind: Kind, mouth: &[Tooth; 32], dice: &mut Dice) -> Record {
    let words = kind != Kind::Remains && dice.chance(rates::FAMILY_WORDS);
    let mirrored = !words && dice.chance(rates::MIRRORED);
    let mut cells = Vec::new();
    for (at, tooth) in mouth.iter().enumerate() {
        let (quadrant, position) = (at / 8, at % 8);
        if words && (tooth.state == 0 || !dice.chance(rates::SHOWS[position])) {
            continue;
        }
        if kind == Kind::Remains && dice.chance(rates::LOST_LATER) {
            continue;
        }
        let wrong = dice.chance(rates::MISCHARTED);
        let state = if wrong { dice.below(5) } else { tooth.state };
        let quadrant = if mirrored { quadrant ^ 1 } else { quadrant };
        let mut cell = format!("{}{}={}", quadrant + 1, position + 1, STATES[state]);
        if state == 1 && !words && dice.chance(rates::SURFACES) {
            let other = dice.chance(rates::OTHER_SURFACES);
            let surfaces = if other { dice.below(SURFACES.len()) } else { tooth.surfaces };
            cell.push_str(&format!("/{}", SURFACES[surfaces]));
        }
        cells.push(cell);
    }
    record(kind, &[(Column::Dental, cells.join(";"))])
}
