//! How often the origins of one person and of two people come to each level: m and u of
//! the default model. Countries have the shares of the comparison's table (judgement after
//! the encounters reported for the region), departments and towns those of their
//! inhabitants, surnames are those of the regional table; how much is recorded, and how
//! often wrongly, is judgement. Nothing is taken from the synthetic population that
//! evaluates the model.

mod dice;

use std::collections::BTreeMap;

use vinculo_compare::OriginComparison;
use vinculo_record::{Column, Kind, Record};

use dice::{Dice, print_shares, record};

/// People drawn for each link, and pairs of two people.
const PEOPLE: usize = 50_000;
const PAIRS: usize = 2_000_000;

const COUNTRIES: [(&str, f64); 11] = [
    ("HN", 0.19),
    ("GT", 0.17),
    ("VE", 0.14),
    ("MX", 0.13),
    ("SV", 0.08),
    ("EC", 0.06),
    ("HT", 0.06),
    ("NI", 0.05),
    ("CU", 0.05),
    ("CO", 0.04),
    ("DO", 0.03),
];
/// Peoples of a country with their share of its people, and the group of their surnames
/// in the table. Guatemala: 42 % Maya by the census of 2018, divided by speakers; Mexico:
/// 19 % by the census of 2020; others unverified.
const PEOPLES: [(&str, &str, f64, &str); 15] = [
    ("GT", "K'iche'", 0.11, "maya-kiche"),
    ("GT", "Q'eqchi'", 0.09, "maya-qeqchi"),
    ("GT", "Kaqchikel", 0.07, "maya-kaqchikel"),
    ("GT", "Mam", 0.06, "maya-mam"),
    ("GT", "Q'anjob'al", 0.02, "maya-qanjobal-chuj"),
    ("GT", "Ixil", 0.01, "maya-ixil"),
    ("HN", "Garífuna", 0.01, "garifuna"),
    ("HN", "Lenca", 0.05, "lenca-tolupan-pech"),
    ("HN", "Miskito", 0.01, "miskito-sumo-creole"),
    ("NI", "Miskito", 0.03, "miskito-sumo-creole"),
    ("MX", "Náhuatl", 0.05, "nahua"),
    ("MX", "Zapoteco", 0.03, "zapoteca-mixteca"),
    ("MX", "Mixteco", 0.03, "zapoteca-mixteca"),
    ("MX", "Tzotzil", 0.04, "maya-tzotzil-tzeltal-chol"),
    ("HT", "Kreyòl", 0.95, "haitian"),
];
/// Spanish surnames that the others bear: which does not matter here.
const SPANISH: [&str; 6] = ["Hernández", "López", "García", "Martínez", "Rodríguez", "Pérez"];

/// In per cent; judgement.
mod rate {
    /// People with a surname of their people.
    pub const SURNAME: usize = 55;
    /// What living records and remains tell: nationality or country, department, town,
    /// people or language where there is one, surname.
    pub const LIVING: [usize; 5] = [85, 55, 45, 40, 98];
    pub const REMAINS: [usize; 5] = [30, 10, 6, 12, 8];
    /// Another country: declared for fear, or inferred from effects.
    pub const FALSE_COUNTRY: usize = 3;
    pub const INFERRED_WRONGLY: usize = 12;
    /// Another department: of birth for that of residence.
    pub const OTHER_ADMIN1: usize = 10;
    /// Another town of the department, and one spelt otherwise.
    pub const OTHER_PLACE: usize = 15;
}

struct Town {
    state: String,
    name: String,
}

struct Tables {
    /// Towns by country with their inhabitants.
    towns: BTreeMap<String, Vec<(Town, f64)>>,
    surnames: BTreeMap<String, Vec<String>>,
}

struct Person {
    country: &'static str,
    people: Option<&'static str>,
    surname: String,
    /// Its number in the list of towns.
    town: usize,
}

fn main() {
    use Kind::{Notice, Remains, Shelter};
    let mut dice = Dice(1);
    let tables = tables();
    for (link, [first, second]) in [
        ("notice-remains", [Notice, Remains]),
        ("notice-shelter", [Notice, Shelter]),
        ("notice-notice", [Notice, Notice]),
        ("remains-remains", [Remains, Remains]),
        ("shelter-shelter", [Shelter, Shelter]),
    ] {
        let (left, right): (Vec<Record>, Vec<Record>) = (0..PEOPLE)
            .map(|_| {
                let person = draw(&tables, &mut dice);
                (
                    told(first, &person, &tables, &mut dice),
                    told(second, &person, &tables, &mut dice),
                )
            })
            .unzip();
        print_shares(&OriginComparison, link, (&left, &right), PAIRS, &mut dice);
    }
}

fn draw(tables: &Tables, dice: &mut Dice) -> Person {
    let country = *dice.weighted(&COUNTRIES);
    let mut at = dice.unit();
    let people = PEOPLES.iter().filter(|(home, ..)| *home == country).find(|(_, _, share, _)| {
        at -= share;
        at <= 0.0
    });
    let surname = match people.and_then(|(.., group)| tables.surnames.get(*group)) {
        Some(surnames) if dice.percent(rate::SURNAME) => {
            surnames[dice.below(surnames.len())].clone()
        }
        _ => SPANISH[dice.below(SPANISH.len())].to_owned(),
    };
    let people = people.map(|(_, name, ..)| *name);
    Person { country, people, surname, town: town(country, None, tables, dice) }
}

/// A town of a country, of one department if that is said, by its inhabitants.
fn town(country: &str, state: Option<&str>, tables: &Tables, dice: &mut Dice) -> usize {
    let towns = &tables.towns[country];
    let weight = |(town, people): &(Town, f64)| {
        if state.is_none_or(|state| state == town.state) { *people } else { 0.0 }
    };
    let mut at = dice.unit() * towns.iter().map(weight).sum::<f64>();
    let reached = towns.iter().position(|town| {
        at -= weight(town);
        at <= 0.0
    });
    reached.unwrap_or(0)
}

fn told(kind: Kind, person: &Person, tables: &Tables, dice: &mut Dice) -> Record {
    let is_remains = kind == Kind::Remains;
    let rates = if is_remains { rate::REMAINS } else { rate::LIVING };
    let wrongly = if is_remains { rate::INFERRED_WRONGLY } else { rate::FALSE_COUNTRY };
    let country = if dice.percent(wrongly) { *dice.weighted(&COUNTRIES) } else { person.country };
    let home = if country != person.country || dice.percent(rate::OTHER_ADMIN1) {
        town(country, None, tables, dice)
    } else if dice.percent(rate::OTHER_PLACE) {
        let state = &tables.towns[country][person.town].0.state;
        town(country, Some(state), tables, dice)
    } else {
        person.town
    };
    let home = &tables.towns[country][home].0;
    let mut cells = vec![];
    let says: Vec<bool> = rates.into_iter().map(|rate| dice.percent(rate)).collect();
    if says[0] {
        cells.push((Column::Nationality, country.to_owned()));
        cells.extend(says[1].then(|| (Column::OriginAdmin1, home.state.clone())));
        cells.extend((says[1] && says[2]).then(|| (Column::OriginPlace, home.name.clone())));
    }
    let people = person.people.filter(|_| says[3]);
    cells.extend(people.map(|people| (Column::Languages, people.to_owned())));
    cells.extend(says[4].then(|| (Column::PaternalSurname, person.surname.clone())));
    record(kind, &cells)
}

fn tables() -> Tables {
    let first = |names: &str| names.split('|').next().unwrap_or_default().to_owned();
    let states: BTreeMap<&str, String> = include_str!("../data/places/admin1.csv")
        .lines()
        .filter_map(|line| line.split_once(','))
        .map(|(code, rest)| (code, first(rest.split(',').next().unwrap_or_default())))
        .collect();
    let mut towns: BTreeMap<String, Vec<(Town, f64)>> = BTreeMap::new();
    for line in include_str!("../data/places/places.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let state = states.get(cells[0]).cloned().unwrap_or_default();
        let people = cells[4].parse::<f64>().unwrap_or(0.0).max(500.0);
        let town = Town { state, name: first(cells[1]) };
        towns.entry(cells[0][..2].to_owned()).or_default().push((town, people));
    }
    let mut surnames: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in include_str!("../data/names/regional_surnames.csv").lines().skip(1) {
        if let Some((surname, group)) = line.split_once(',') {
            surnames.entry(group.to_owned()).or_default().push(surname.to_owned());
        }
    }
    Tables { towns, surnames }
}
