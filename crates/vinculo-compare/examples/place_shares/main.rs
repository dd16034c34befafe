//! How often the places of one person and of two people come to each level of the
//! comparison of places: m and u of the default model, if people travel and are written
//! down as [`journey`] judges.
//!
//! Homes are drawn from the towns of the region by their inhabitants, deaths from the
//! recorded incidents on its routes, stops from the towns of the corridors; nothing is
//! taken from the synthetic population that evaluates the model. Ways are straight lines
//! here, and a graph in the comparison.

#[path = "../dice/mod.rs"]
mod dice;
mod journey;
mod tables;

use vinculo_compare::PlaceComparison;
use vinculo_record::Record;

use dice::{Dice, print_shares};
use journey::Journey;
use tables::Tables;

/// People drawn for each link, and pairs of two people.
const PEOPLE: usize = 20_000;
const PAIRS: usize = 2_000_000;

/// The two records of a person.
type Told = fn(&Journey, &mut Dice) -> (Record, Record);

fn main() {
    let mut dice = Dice(1);
    let tables = Tables::read();
    let links: [(&str, Told); 5] = [
        ("notice-remains", |person, dice| (person.notice_of_death(dice), person.remains(dice))),
        ("notice-shelter", |person, dice| person.notice_and_intake(dice)),
        ("notice-notice", |person, dice| person.two_notices(dice)),
        ("remains-remains", |person, dice| person.two_findings(dice)),
        ("shelter-shelter", |person, dice| person.two_intakes(dice)),
    ];
    for (link, told) in links {
        let (left, right): (Vec<_>, Vec<_>) =
            (0..PEOPLE).map(|_| told(&Journey::draw(&tables, &mut dice), &mut dice)).unzip();
        print_shares(&PlaceComparison, link, (&left, &right), PAIRS, &mut dice);
    }
}
