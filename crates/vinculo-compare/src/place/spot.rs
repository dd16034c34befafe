//! A place as it is compared: its names in the gazetteer, its point, where it meets the
//! corridors.

use vinculo_record::vocab::Country;
use vinculo_record::{Lang, Place};

use super::corridors::{Joint, gates};
use super::way::is_north;
use crate::figures::place::{AREA_KM, CORRIDOR_KM, GATES, NAME_APART_KM, NEAR_KM, SAME_PLACE_KM};
use crate::gazetteer::{Found, gazetteer};
use crate::geo::Point;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Spot {
    pub country: Option<Country>,
    /// Whether that is where ways to the north lead ([`is_north`]).
    pub is_north: bool,
    /// Of the gazetteer; 0 for none.
    pub admin1: u16,
    pub town: u16,
    pub point: Option<Point>,
    /// Where the point meets the corridors.
    pub joint: Option<Joint>,
    /// Kilometres to each of the [`gates`].
    pub to_gates: [u16; GATES.len()],
    /// The least of them.
    pub to_nearest_gate: u16,
}

/// How close two places lie, closest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Closeness {
    Same,
    Near,
    State,
    Country,
    Apart,
}

impl Spot {
    /// A place by its names and its coordinate; `None` if neither is known.
    pub fn of(place: &Place, coordinate: Option<Point>) -> Option<Self> {
        let named = if place.is_empty() { None } else { gazetteer().find(place) };
        // A name far from the coordinate is another place's: a river's, a morgue's.
        let named = named.filter(|found| {
            found.point.zip(coordinate).is_none_or(|(town, point)| {
                town.km_to(point) <= NAME_APART_KM + f32::from(town.precision_km)
            })
        });
        let around = || coordinate.and_then(|point| gazetteer().around(point));
        let found = match named {
            Some(found) if found.state > 0 && found.country.is_some() => found,
            Some(found) => match around() {
                Some(near) if found.country.is_none_or(|c| near.country == Some(c)) => {
                    Found { town: found.town, point: found.point, ..near }
                }
                _ => found,
            },
            None => around().unwrap_or_default(),
        };
        let point = coordinate.map(Point::on_grid).or(found.point);
        if point.is_none() && found.country.is_none() {
            return None;
        }
        let joint = point.map(Joint::of);
        let mut to_gates = [u16::MAX; GATES.len()];
        for (km, gate) in to_gates.iter_mut().zip(gates()) {
            *km = joint.map_or(u16::MAX, |joint| joint.km_to_end(*gate));
        }
        Some(Self {
            country: found.country,
            is_north: found.country.is_some_and(is_north),
            admin1: found.state,
            town: found.town,
            point,
            joint,
            to_gates,
            to_nearest_gate: to_gates.into_iter().fold(u16::MAX, u16::min),
        })
    }

    /// A place by its coordinate alone.
    pub fn of_point(point: Point) -> Option<Self> {
        Self::of(&Place::default(), Some(point))
    }

    /// The point, if the place is no area.
    pub fn exact(&self) -> Option<Point> {
        self.point.filter(|point| point.precision_km <= AREA_KM)
    }

    /// Whether it is a place on a corridor, and no area.
    pub fn is_on_corridor(&self) -> bool {
        self.exact().is_some() && self.joint.is_some_and(|joint| joint.off <= CORRIDOR_KM)
    }

    /// How close another place lies; `None` where they cannot be told apart.
    pub fn closeness(&self, other: &Self) -> Option<Closeness> {
        let close = self.point.zip(other.point).and_then(|(a, b)| {
            let (km, precision) = (a.km_to(b), f32::from(a.precision_km + b.precision_km));
            let exact = a.precision_km <= AREA_KM && b.precision_km <= AREA_KM;
            let within =
                |limit: f32| km + precision <= limit || exact && km <= limit.max(precision);
            if within(SAME_PLACE_KM) {
                Some(Closeness::Same)
            } else {
                within(NEAR_KM).then_some(Closeness::Near)
            }
        });
        close.or_else(|| {
            let (mine, theirs) = (self.country?, other.country?);
            Some(match mine == theirs {
                true if self.admin1 > 0 && self.admin1 == other.admin1 => Closeness::State,
                true => Closeness::Country,
                false => Closeness::Apart,
            })
        })
    }

    /// What a user reads.
    pub fn text(&self, lang: Lang) -> String {
        let name = gazetteer().name(self.admin1, self.town);
        let country = self.country.map_or("?", |country| country.label(lang));
        match (name.is_empty(), self.country) {
            (true, _) => country.to_owned(),
            (false, None) => name,
            (false, Some(country)) => format!("{name} ({})", country.code()),
        }
    }
}
