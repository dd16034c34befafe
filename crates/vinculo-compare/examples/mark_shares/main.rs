//! How often the marks of one person and of two people come to each level of the
//! comparison of marks: m and u of the default model, if people tell and see as [`marks`]
//! judges.
//!
//! People are drawn from the tables in `data/`, and told again by families, examiners and
//! shelters with the omissions and mistakes that the field reference describes; nothing is
//! taken from the synthetic population that evaluates the model.

#[path = "../dice/mod.rs"]
mod dice;
mod marks;
mod table;

use vinculo_compare::MarksComparison;
use vinculo_record::{Kind, Record};

use crate::dice::{Dice, print_shares};

/// People drawn for each link, of each of whom both records are made.
const PEOPLE: usize = 100_000;
/// Pairs of different people drawn for each link.
const PAIRS: usize = 5_000_000;

fn main() {
    use Kind::{Notice, Remains, Shelter};
    let mut dice = Dice(20_240_501);
    let tables = marks::Tables::read();
    for (link, kinds) in [
        ("notice-remains", [Notice, Remains]),
        ("notice-shelter", [Notice, Shelter]),
        ("notice-notice", [Notice, Notice]),
        ("remains-remains", [Remains, Remains]),
        ("shelter-shelter", [Shelter, Shelter]),
    ] {
        let (left, right): (Vec<Record>, Vec<Record>) = (0..PEOPLE)
            .map(|_| {
                let person = marks::Person::draw(&tables, &mut dice);
                let [left, right] = kinds.map(|kind| person.told(kind, &tables, &mut dice));
                (left, right)
            })
            .unzip();
        print_shares(&MarksComparison::default(), link, (&left, &right), PAIRS, &mut dice);
    }
}
