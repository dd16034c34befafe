//! Where people were last seen, heard from, found or received.
//!
//! | Level | When |
//! | --- | --- |
//! | `same_place` | within [`SAME_PLACE_KM`], or within what the places' precision allows |
//! | `same_river` | on one river, the body downstream within [`DRIFT_KM`] |
//! | `near` | within [`NEAR_KM`] |
//! | `same_crossing` | in one sector where a border or a wilderness is crossed, by location or by name |
//! | `next_stretch` | ahead on the way to the destination, within [`NEXT_KM`] along the corridors |
//! | `same_admin1` | in one state or department |
//! | `on_route` | further ahead on the way |
//! | `same_country` | in one country, off the corridors |
//! | `elsewhere` | in different countries |
//! | `other_route` | nearer to the destination, but not on the way there |
//! | `behind` | on the way back |
//!
//! A place is its coordinate, else its town, county or state in the gazetteer. A
//! state is an area: close to a point only if all of it is. Of last seen and last
//! contact, what lies closer to the other record counts; the way begins at the later
//! ([`way`]). Remains count for a river only where their record speaks of water.
//! Among notices and among intakes either may be ahead; parts of one body are not.
//!
//! With remains, a level has a frequency: the share of recorded deaths on the routes
//! that lie so. They are many in the deserts of Arizona and few in Oaxaca; before
//! somebody in Honduras lie nearly all, before somebody in Reynosa a sixth.

mod corridors;
mod crossings;
mod incidents;
mod rivers;
mod spot;
#[cfg(test)]
mod tests;
mod way;
mod wording;
mod words;

use vinculo_record::{Kind, Lang, Place, Record, fold};

use self::crossings::{Sectors, sectors_at, sectors_in};
use self::rivers::Stretch;
use self::spot::{Closeness, Spot};
use self::way::{Position, Way};
use self::words::speaks_of_water;
use crate::figures::place::{COORDINATE_KM, NEAR_KM, SAME_PLACE_KM};
#[cfg(doc)]
use crate::figures::place::{DRIFT_KM, NEXT_KM};
use crate::geo::Point;
use crate::{Comparison, Finding, Level};

const SAME_PLACE: u8 = 0;
const SAME_RIVER: u8 = 1;
const NEAR: u8 = 2;
const SAME_CROSSING: u8 = 3;
const NEXT_STRETCH: u8 = 4;
const SAME_ADMIN1: u8 = 5;
const ON_ROUTE: u8 = 6;
const SAME_COUNTRY: u8 = 7;
const ELSEWHERE: u8 = 8;
const OTHER_ROUTE: u8 = 9;
const BEHIND: u8 = 10;

const LEVELS: &[Level] = &[
    Level { name: "same_place", es: "mismo lugar", en: "same place" },
    Level { name: "same_river", es: "mismo río", en: "same river" },
    Level { name: "near", es: "lugares cercanos", en: "places near" },
    Level { name: "same_crossing", es: "mismo cruce", en: "same crossing" },
    Level {
        name: "next_stretch",
        es: "en el siguiente tramo de la ruta",
        en: "on the next stretch of the route",
    },
    Level {
        name: "same_admin1",
        es: "mismo estado o departamento",
        en: "same state or department",
    },
    Level { name: "on_route", es: "más adelante en la ruta", en: "further ahead on the route" },
    Level { name: "same_country", es: "mismo país", en: "same country" },
    Level { name: "elsewhere", es: "otro país", en: "another country" },
    Level { name: "other_route", es: "más adelante por otra ruta", en: "ahead by another route" },
    Level { name: "behind", es: "atrás en la ruta", en: "back along the route" },
];

/// Compares where people were last seen, heard from, found or received.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlaceComparison;

/// The places of a record.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PlaceFeature {
    kind: Kind,
    /// Of the event and of the last contact.
    spots: [Option<Spot>; 2],
    /// Of the living.
    way: Option<Way>,
    sectors: Sectors,
    stretch: Option<Stretch>,
    /// Whether the record speaks of a river, a canal or drowning.
    in_water: bool,
    shares: Shares,
}

/// Shares of recorded deaths, in ten thousandths.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Shares {
    /// Of remains: within [`SAME_PLACE_KM`] and within [`NEAR_KM`].
    around: [u16; 2],
    /// Where a body would drift to.
    below: u16,
    /// On the next stretch of the way, and further ahead.
    ahead: [u16; 2],
}

impl Comparison for PlaceComparison {
    type Feature = PlaceFeature;

    fn name(&self) -> &'static str {
        "place"
    }

    fn code_version(&self) -> u32 {
        2
    }

    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn compile(&self, record: &Record) -> Option<PlaceFeature> {
        let event = &record.event;
        let coordinate = event.coordinate.map(|c| {
            let precision = c.precision_km.map_or(COORDINATE_KM, |km| km.ceil() as u16);
            Point::new(c.lat, c.lon, precision)
        });
        let spots = [Spot::of(&event.place, coordinate), Spot::of(&event.last_contact, None)];
        let mut feature = PlaceFeature::of(record.key.kind, spots, &said(record));
        if record.key.kind != Kind::Remains {
            let [seen, heard] = spots;
            let located = |spot: &Spot| spot.joint.is_some();
            let start = heard.filter(located).or(seen.filter(located));
            let start = start.or_else(|| Spot::of(&record.identity.origin, None));
            feature.way = start.and_then(|start| Way::of(&start, event.destination.as_deref()));
            feature.shares.ahead = feature.way.map_or([0; 2], |way| way.shares());
        }
        feature.says_something().then_some(feature)
    }

    fn compare(&self, left: &PlaceFeature, right: &PlaceFeature) -> Option<Finding> {
        let close = closest(left, right).map(|(close, ..)| level_of(close));
        let river = same_river(left, right).then_some(SAME_RIVER);
        let crossing = (left.sectors & right.sectors != 0).then_some(SAME_CROSSING);
        let level = [close, river, crossing].into_iter().flatten().min();
        let level = match level {
            Some(level) if level < NEXT_STRETCH => level,
            // On the corridors, how it lies says more than the country.
            level => match (level, direction(left, right).map(|(at, ..)| level_ahead(at))) {
                (Some(SAME_ADMIN1), Some(ahead)) => ahead.min(SAME_ADMIN1),
                (_, Some(ahead)) => ahead,
                (level, None) => level?,
            },
        };
        Some(Finding { frequency: frequency(level, left, right), ..Finding::level(level) })
    }

    fn show(&self, record: &Record, lang: Lang) -> String {
        wording::shown(record, lang)
    }

    fn reason(
        &self,
        left: &PlaceFeature,
        right: &PlaceFeature,
        finding: &Finding,
        lang: Lang,
    ) -> String {
        wording::reason(left, right, finding.level, lang)
    }
}

impl PlaceFeature {
    fn of(kind: Kind, spots: [Option<Spot>; 2], text: &str) -> Self {
        let exact = |spot: &Spot| spot.exact();
        let [seen, heard] = spots;
        let mut sectors = sectors_in(text);
        for point in spots.iter().flatten().filter_map(exact) {
            sectors |= sectors_at(point);
        }
        let in_water = speaks_of_water(text);
        let last = heard.or(seen).and_then(|spot| spot.point);
        let stretch = Stretch::of(last, text).filter(|_| in_water || kind != Kind::Remains);
        let mut shares =
            Shares { below: stretch.map_or(0, Stretch::share_below), ..Shares::default() };
        if let (Kind::Remains, Some(here)) = (kind, seen.and_then(|spot| spot.point)) {
            shares.around =
                [SAME_PLACE_KM, NEAR_KM].map(|limit| incidents::share_around(here, limit));
        }
        Self { kind, spots, way: None, sectors, stretch, in_water, shares }
    }

    fn says_something(&self) -> bool {
        let spots = self.spots.iter().any(Option::is_some);
        spots || self.way.is_some() || self.sectors != 0 || self.stretch.is_some()
    }
}

/// What is written about the places, folded.
fn said(record: &Record) -> String {
    let event = &record.event;
    let texts = [&event.place.place, &event.last_contact.place, &event.circumstances];
    let texts: Vec<String> = texts.into_iter().flatten().map(|text| fold(text)).collect();
    // Folded text has no stroke, so that no phrase reaches over two texts.
    texts.join(" / ")
}

/// The two places that lie closest.
fn closest<'a>(
    left: &'a PlaceFeature,
    right: &'a PlaceFeature,
) -> Option<(Closeness, &'a Spot, &'a Spot)> {
    let mut best: Option<(Closeness, &Spot, &Spot)> = None;
    for a in left.spots.iter().flatten() {
        for b in right.spots.iter().flatten() {
            let Some(close) = a.closeness(b) else { continue };
            if best.is_none_or(|(so_far, ..)| close < so_far) {
                best = Some((close, a, b));
            }
        }
    }
    best
}

/// Whether one of the two is ahead, and where: the better of both directions.
fn direction<'a>(
    left: &'a PlaceFeature,
    right: &'a PlaceFeature,
) -> Option<(Position, &'a Way, &'a Spot)> {
    let there = position_of(left, right);
    let back = position_of(right, left);
    there.into_iter().chain(back).min_by_key(|(position, ..)| *position)
}

/// Where the other's places lie on the traveller's way.
fn position_of<'a>(
    traveller: &'a PlaceFeature,
    other: &'a PlaceFeature,
) -> Option<(Position, &'a Way, &'a Spot)> {
    // a notice is not where one arrives
    if traveller.kind == Kind::Shelter && other.kind == Kind::Notice {
        return None;
    }
    let way = traveller.way.as_ref()?;
    let places = other.spots.iter().flatten();
    let positions = places.filter_map(|place| Some((way.position(place)?, way, place)));
    positions.min_by_key(|(position, ..)| *position)
}

fn same_river(left: &PlaceFeature, right: &PlaceFeature) -> bool {
    let (Some(a), Some(b)) = (left.stretch, right.stretch) else { return false };
    if !left.in_water && !right.in_water {
        return false;
    }
    match (left.kind == Kind::Remains, right.kind == Kind::Remains) {
        (false, true) => a.drifts_to(b),
        (true, false) => b.drifts_to(a),
        (both, _) => a.is_beside(b, both),
    }
}

const fn level_of(close: Closeness) -> u8 {
    match close {
        Closeness::Same => SAME_PLACE,
        Closeness::Near => NEAR,
        Closeness::State => SAME_ADMIN1,
        Closeness::Country => SAME_COUNTRY,
        Closeness::Apart => ELSEWHERE,
    }
}

const fn level_ahead(position: Position) -> u8 {
    match position {
        Position::Next => NEXT_STRETCH,
        Position::Ahead => ON_ROUTE,
        Position::OtherRoute => OTHER_ROUTE,
        Position::Behind => BEHIND,
    }
}

/// How probable it is that another person was found so. Known of remains alone:
/// shelters and last contacts are not where people die.
fn frequency(level: u8, left: &PlaceFeature, right: &PlaceFeature) -> Option<f32> {
    let remains = |feature: &&PlaceFeature| feature.kind == Kind::Remains;
    let both = [left, right];
    if !both.iter().any(remains) {
        return None;
    }
    let mean = |shares: &mut dyn Iterator<Item = u16>| {
        let shares: Vec<f32> = shares.map(f32::from).collect();
        (!shares.is_empty()).then(|| shares.iter().sum::<f32>() / shares.len() as f32)
    };
    let found = both.iter().copied().filter(remains);
    let mut ways = both.iter().copied().filter(|feature| feature.way.is_some());
    let share = match level {
        SAME_PLACE => mean(&mut found.map(|feature| feature.shares.around[0])),
        NEAR => mean(&mut found.map(|feature| feature.shares.around[1])),
        SAME_RIVER => mean(&mut both.iter().map(|feature| feature.shares.below)),
        SAME_CROSSING => Some(f32::from(crossings::share_of(left.sectors & right.sectors))),
        NEXT_STRETCH => ways.next().map(|feature| f32::from(feature.shares.ahead[0])),
        ON_ROUTE => ways.next().map(|feature| f32::from(feature.shares.ahead[1])),
        _ => None,
    };
    share.map(|share| share / 10_000.0)
}

/// Compares two places by name, each as `place, state, country` with what is
/// known. `None` when one is not found at all.
pub fn compare_places(left: &str, right: &str, lang: Lang) -> Option<(Finding, String)> {
    let feature = |text: &str| {
        let place = Place { place: Some(text.to_owned()), ..Place::default() };
        let spots = [Some(Spot::of(&place, None)?), None];
        // parts of a body do not travel, so that no direction is read into the order
        Some(PlaceFeature::of(Kind::Remains, spots, &fold(text)))
    };
    let (left, right) = (feature(left)?, feature(right)?);
    let finding = PlaceComparison.compare(&left, &right)?;
    let reason = PlaceComparison.reason(&left, &right, &finding, lang);
    Some((finding, reason))
}
