//! The bundled tables that journeys are drawn from.

use std::collections::BTreeMap;

/// A point in degrees.
pub type Degrees = (f64, f64);

/// A place with its names.
#[derive(Clone)]
pub struct Town {
    pub country: String,
    pub state: String,
    pub name: String,
    pub at: Degrees,
    pub people: f64,
}

/// A sector where people cross: one of its names and its circles.
pub struct Sector {
    pub name: String,
    pub at: Degrees,
    pub km: f64,
}

pub struct Tables {
    /// Towns of every country.
    pub towns: BTreeMap<String, Vec<Town>>,
    /// Towns that the corridors lead through.
    pub route: Vec<Town>,
    /// Cells where people died, with their number.
    pub deaths: Vec<(Degrees, f64)>,
    pub sectors: Vec<Sector>,
    /// Rivers by name, from where they begin.
    pub rivers: Vec<(String, Vec<Degrees>)>,
}

impl Tables {
    pub fn read() -> Self {
        let states: BTreeMap<String, String> = rows(include_str!("../../data/places/admin1.csv"))
            .map(|cells| (cells[0].clone(), first(&cells[1])))
            .collect();
        let mut towns: BTreeMap<String, Vec<Town>> = BTreeMap::new();
        for cells in rows(include_str!("../../data/places/places.csv")) {
            let country = cells[0][..2].to_owned();
            let town = Town {
                state: states.get(&cells[0]).cloned().unwrap_or_default(),
                name: first(&cells[1]),
                at: (number(&cells[2]), number(&cells[3])),
                people: number(&cells[4]).max(500.0),
                country,
            };
            towns.entry(town.country.clone()).or_default().push(town);
        }
        let route = rows(include_str!("../../data/places/route_nodes.csv")).map(|cells| {
            let at = (number(&cells[3]), number(&cells[4]));
            let there = towns.get(&cells[1]).and_then(|towns| nearest(towns, at));
            Town {
                country: cells[1].clone(),
                state: there.map_or(String::new(), |town| town.state.clone()),
                name: cells[2].clone(),
                at,
                people: 1.0,
            }
        });
        let route = route.collect();
        let deaths = rows(include_str!("../../data/places/incidents.csv"))
            .map(|cells| ((number(&cells[0]), number(&cells[1])), number(&cells[2])))
            .collect();
        let sectors = rows(include_str!("../../data/places/crossings.csv"))
            .map(|cells| Sector {
                name: first(&cells[0]),
                at: (number(&cells[3]), number(&cells[4])),
                km: number(&cells[5]),
            })
            .collect();
        let mut rivers: Vec<(String, Vec<Degrees>)> = vec![];
        for cells in rows(include_str!("../../data/places/rivers.csv")) {
            let (name, at) = (first(&cells[0]), (number(&cells[1]), number(&cells[2])));
            match rivers.last_mut().filter(|(last, _)| *last == name) {
                Some((_, line)) => line.push(at),
                None => rivers.push((name, vec![at])),
            }
        }
        Self { towns, route, deaths, sectors, rivers }
    }

    /// The nearest town of any country within half a degree.
    pub fn town_near(&self, at: Degrees) -> Option<&Town> {
        let close = |town: &&Town| (town.at.0 - at.0).abs() < 0.5 && (town.at.1 - at.1).abs() < 0.5;
        let towns = self.towns.values().flatten().filter(close);
        towns.min_by(|a, b| km(a.at, at).total_cmp(&km(b.at, at)))
    }

    /// The river within some kilometres, with the number of its nearest point and the
    /// share of the way to the next.
    pub fn river_near(&self, at: Degrees, within: f64) -> Option<(&str, &[Degrees], usize)> {
        self.rivers.iter().find_map(|(name, line)| {
            let beside = |pair: &[Degrees]| {
                (0..=10)
                    .any(|part| km(between(pair[0], pair[1], f64::from(part) / 10.0), at) <= within)
            };
            let part = line.windows(2).position(beside)?;
            Some((name.as_str(), line.as_slice(), part))
        })
    }
}

/// The point that lies so far, as a share, from one to another.
pub fn between(from: Degrees, to: Degrees, share: f64) -> Degrees {
    (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1))
}

/// Kilometres between two points, on a sphere (haversine).
pub fn km(a: Degrees, b: Degrees) -> f64 {
    let half = |x: f64, y: f64| ((x - y).to_radians() / 2.0).sin().powi(2);
    let square = half(a.0, b.0) + a.0.to_radians().cos() * b.0.to_radians().cos() * half(a.1, b.1);
    2.0 * 6371.0 * square.sqrt().asin()
}

fn nearest(towns: &[Town], at: Degrees) -> Option<&Town> {
    towns.iter().min_by(|a, b| km(a.at, at).total_cmp(&km(b.at, at)))
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<String>> {
    table.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect())
}

fn first(names: &str) -> String {
    names.split('|').next().unwrap_or_default().to_owned()
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or(0.0)
}
