//! The way that a traveller has before them, and where another place lies on it.
//!
//! A way leads along the corridors from the last known place (else the origin) to the
//! destination. To the United States it leads over the crossings of the border, to a
//! place there over those that are no great detour; without a destination, people south
//! of it are taken to go there. What lies behind is a return, or an earlier stop.

use std::sync::LazyLock;

use vinculo_record::Place;
use vinculo_record::vocab::Country;

use super::corridors::{End, Joint, gates, town, towns_of};
use super::incidents;
use super::spot::Spot;
use crate::figures::place::{
    AREA_KM, DETOUR, FURTHEST_GATE, GATES, LONGEST_WAY_KM, NEXT_KM, SHORTEST_WAY_KM,
};
use crate::geo::Point;

/// The way before a traveller.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Way {
    start: Joint,
    start_country: Option<Country>,
    /// Where it ends.
    country: Option<Country>,
    /// Whether that is in the north ([`is_north`]).
    is_north: bool,
    /// Whether it may cross the border anywhere and has come to it.
    is_at_border: bool,
    point: Option<Point>,
    /// Kilometres to the point.
    whole: u32,
    /// Towns at its end, each as good, with the kilometres to them; to the north those of
    /// [`gates`] in their places.
    ends: [Option<(End, u16)>; GATES.len()],
}

/// Where a place lies on a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Position {
    /// Ahead, within [`NEXT_KM`].
    Next,
    Ahead,
    /// Nearer to the destination, but not on the way there.
    OtherRoute,
    Behind,
}

impl Way {
    /// The way from a place to a destination as it is written, if it leads anywhere.
    pub fn of(start: &Spot, destination: Option<&str>) -> Option<Self> {
        let place = Place { place: destination.map(str::to_owned), ..Place::default() };
        let goal = Spot::of(&place, None);
        let country = goal.and_then(|goal| goal.country).or_else(|| {
            let from = start.country?;
            (!is_north(from)).then_some(*UNITED_STATES).flatten()
        });
        let point = goal.and_then(|goal| goal.point);
        let mut way = Self {
            start: start.joint?,
            start_country: start.country,
            country,
            is_north: country.is_some_and(is_north),
            is_at_border: false,
            point,
            whole: 0,
            ends: [None; GATES.len()],
        };
        way.end_at(goal.as_ref());
        way.is_at_border = point.is_none()
            && way.is_north
            && way.ends.iter().flatten().any(|(_, km)| *km < SHORTEST_WAY_KM);
        (country.is_some() && (country != start.country || point.is_some())).then_some(way)
    }

    /// Where a place lies; `None` off the corridors.
    pub fn position(&self, place: &Spot) -> Option<Position> {
        let arrives = self.country.is_some_and(|goal| {
            place.country.is_some_and(|there| there == goal || place.is_north && self.is_north)
        });
        let leaves = self.start_country != self.country;
        match place.joint.filter(|_| place.exact().is_some()) {
            // An area of the country that the way leads to.
            None => (arrives && leaves).then_some(Position::Ahead),
            Some(joint) if arrives && (self.is_north || self.point.is_none()) => {
                self.position_beyond(joint, place.point)
            }
            Some(joint) => {
                place.is_on_corridor().then(|| self.position_along(joint, place)).flatten()
            }
        }
    }

    /// Kilometres along the corridors to a place.
    pub fn km_to(&self, place: &Spot) -> Option<u16> {
        place.joint.map(|joint| self.start.km_to(joint))
    }

    /// The shares of recorded deaths on the next stretch and further ahead, in ten
    /// thousandths.
    pub fn shares(&self) -> [u16; 2] {
        incidents::shares(|cell| match self.position(&cell.spot)? {
            Position::Next => Some(0),
            Position::Ahead => Some(1),
            Position::OtherRoute | Position::Behind => None,
        })
    }

    /// Notes the towns where the way ends.
    fn end_at(&mut self, goal: Option<&Spot>) {
        let point = self.point;
        let ends: Vec<End> = match (goal.and_then(|goal| goal.joint), self.country) {
            (_, Some(country)) if is_north(country) => gates().to_vec(),
            (Some(joint), _) => vec![joint.nearest()],
            (None, Some(country)) => {
                // Where the way enters it.
                towns_of(country).min_by_key(|end| self.start.km_to_end(*end)).into_iter().collect()
            }
            (None, None) => vec![],
        };
        let mut ends: Vec<(End, u16)> =
            ends.into_iter().map(|end| (end, self.start.km_to_end(end))).collect();
        let nearest = ends.iter().map(|(_, km)| *km).min().unwrap_or(0);
        let furthest = f32::from(nearest.max(SHORTEST_WAY_KM)) * FURTHEST_GATE;
        ends.retain(|(_, km)| *km < LONGEST_WAY_KM && f32::from(*km) <= furthest);
        if let Some(point) = point {
            let through = |(end, km): &(End, u16)| u32::from(*km) + town(*end).km_to(point) as u32;
            self.whole = ends.iter().map(through).min().unwrap_or(0);
            let most = self.whole as f32 * DETOUR;
            ends.retain(|end| through(end) as f32 <= most);
        }
        let north = self.is_north;
        for (i, (end, km)) in ends.into_iter().enumerate() {
            let gate = gates().iter().position(|gate| *gate == end);
            self.ends[gate.filter(|_| north).unwrap_or(i)] = Some((end, km));
        }
    }

    /// Where a place lies in the country that the way leads to.
    fn position_beyond(&self, joint: Joint, place: Option<Point>) -> Option<Position> {
        let walked = self.start.km_to(joint);
        let fits = match self.point.zip(place) {
            Some((goal, place)) => {
                f32::from(walked) + place.km_to(goal)
                    <= self.whole as f32 * DETOUR + f32::from(AREA_KM)
            }
            None => !self.is_at_border || walked <= NEXT_KM,
        };
        Some(ahead(fits, walked))
    }

    /// Where a place on the corridors lies.
    fn position_along(&self, joint: Joint, place: &Spot) -> Option<Position> {
        let walked = self.start.km_to(joint);
        let north = self.is_north;
        let ends = || {
            self.ends.iter().zip(&place.to_gates).filter_map(move |(end, to_gate)| {
                let (end, whole) = (*end)?;
                Some((if north { *to_gate } else { joint.km_to_end(end) }, whole))
            })
        };
        let nearest = match north {
            true => place.to_nearest_gate,
            false => ends().map(|(rest, _)| rest).min()?,
        };
        if walked >= LONGEST_WAY_KM || nearest >= LONGEST_WAY_KM {
            return None;
        }
        let sum = |a: u16, b: u16| f32::from(a) + f32::from(b);
        // Who has come to the border does not travel along it for long.
        let lateral = self.is_at_border && walked > NEXT_KM;
        let (mut behind, mut closer) = (false, false);
        for (rest, whole) in ends() {
            if whole >= SHORTEST_WAY_KM {
                if !lateral && sum(walked, rest) <= DETOUR * f32::from(whole) {
                    return Some(ahead(true, walked));
                }
                closer |= rest < whole;
            }
            behind |= sum(walked, whole) <= DETOUR * f32::from(rest);
        }
        match behind && nearest >= SHORTEST_WAY_KM {
            true => Some(Position::Behind),
            false => (closer || lateral).then_some(Position::OtherRoute),
        }
    }
}

fn ahead(fits: bool, walked: u16) -> Position {
    match fits {
        true if walked <= NEXT_KM => Position::Next,
        true => Position::Ahead,
        false => Position::OtherRoute,
    }
}

static UNITED_STATES: LazyLock<Option<Country>> = LazyLock::new(|| Country::parse("US"));

pub(super) fn is_north(country: Country) -> bool {
    matches!(country.code(), "US" | "CA" | "PR")
}
