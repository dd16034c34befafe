//! Where people were last seen, heard from, found or received.
//!
//! | Level | When |
//! | --- | --- |
//! | `same_place` | within [`SAME_PLACE_KM`], or within what the places' precision allows |
//! | `near` | within [`NEAR_KM`] |
//! | `same_admin1` | in one state or department |
//! | `on_route` | ahead on the way to the destination |
//! | `same_country` | in one country |
//! | `elsewhere` | in different countries |
//!
//! A place is its coordinate, else its town, county or state in the gazetteer. A
//! state is an area: close to a point only if all of it is. Of last seen and last
//! contact, what lies closer to the other record counts.
//!
//! *Ahead* is the other place when it lies in the country of the destination, or
//! on a known corridor where the way from the last place (else the origin) to the
//! destination leads past it with a detour factor of at most [`DETOUR`]: a test by
//! distance alone, without a road network. A way to the United States ends at any
//! of its crossings; without a destination, people south of it are taken to go
//! there. Among notices and among intakes either may be ahead; parts of one body
//! are not.
//!
//! With remains, `same_place` and `near` have a frequency: the share of recorded
//! deaths on the routes around there, high in the deserts of Arizona, small in
//! Oaxaca.

use vinculo_record::vocab::Country;
use vinculo_record::{Kind, Lang, Place, Record};

use crate::corridor::{gates, incident_shares, is_between, is_on_corridor};
#[cfg(doc)]
use crate::figures::place::DETOUR;
use crate::figures::place::{AREA_KM, COORDINATE_KM, NEAR_KM, SAME_PLACE_KM};
use crate::gazetteer::{Found, gazetteer};
use crate::geo::Point;
use crate::{Comparison, Finding, Level};

const SAME_PLACE: u8 = 0;
const NEAR: u8 = 1;
const SAME_ADMIN1: u8 = 2;
const ON_ROUTE: u8 = 3;
const SAME_COUNTRY: u8 = 4;
const ELSEWHERE: u8 = 5;

const LEVELS: &[Level] = &[
    Level { name: "same_place", es: "mismo lugar", en: "same place" },
    Level { name: "near", es: "lugares cercanos", en: "places near" },
    Level {
        name: "same_admin1",
        es: "mismo estado o departamento",
        en: "same state or department",
    },
    Level { name: "on_route", es: "en la ruta", en: "on the route" },
    Level { name: "same_country", es: "mismo país", en: "same country" },
    Level { name: "elsewhere", es: "otro país", en: "another country" },
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
    /// Where the way begins, if neither is known.
    origin: Option<Spot>,
    towards: Option<Spot>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Spot {
    country: Option<Country>,
    /// Of the gazetteer; 0 for none.
    admin1: u16,
    town: u16,
    point: Option<Point>,
    /// Shares of incidents around, in ten thousandths.
    shares: [u16; 2],
    on_corridor: bool,
}

impl Comparison for PlaceComparison {
    type Feature = PlaceFeature;

    fn name(&self) -> &'static str {
        "place"
    }

    fn code_version(&self) -> u32 {
        1
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
        let origin = Spot::of(&record.identity.origin, None);
        if spots.iter().all(Option::is_none) && origin.is_none() {
            return None;
        }
        let destination = Place { place: event.destination.clone(), ..Place::default() };
        let towards = Spot::of(&destination, None);
        Some(PlaceFeature { kind: record.key.kind, spots, origin, towards })
    }

    fn compare(&self, left: &PlaceFeature, right: &PlaceFeature) -> Option<Finding> {
        let (level, frequency) = match closest(left, right) {
            Some((level, a, b)) if level <= NEAR => {
                let found = [(left.kind, a), (right.kind, b)];
                let found = found.map(|(kind, spot)| (kind == Kind::Remains).then_some(spot));
                (level, frequency(level, found))
            }
            Some((level, ..)) if level <= SAME_ADMIN1 => (level, None),
            closest => {
                let level = closest.map(|(level, ..)| level);
                let ahead = is_ahead(left, right) || is_ahead(right, left);
                (if ahead { ON_ROUTE } else { level? }, None)
            }
        };
        Some(Finding { frequency, ..Finding::level(level) })
    }

    fn show(&self, record: &Record, lang: Lang) -> String {
        let event = &record.event;
        let coordinate = || event.coordinate.map(|c| format!("{:.3}, {:.3}", c.lat, c.lon));
        let places = [
            ("", "", place_text(&event.place).or_else(coordinate)),
            ("último contacto ", "last contact ", place_text(&event.last_contact)),
            ("hacia ", "towards ", event.destination.clone()),
        ];
        let shown = places
            .into_iter()
            .filter_map(|(es, en, text)| text.map(|text| format!("{}{text}", lang.pick(es, en))));
        shown.collect::<Vec<_>>().join("; ")
    }

    fn reason(
        &self,
        left: &PlaceFeature,
        right: &PlaceFeature,
        finding: &Finding,
        lang: Lang,
    ) -> String {
        let label = LEVELS.get(finding.level as usize).map_or("", |level| level.label(lang));
        let Some((_, a, b)) = closest(left, right) else { return label.to_owned() };
        let names = format!("{} – {}", a.text(lang), b.text(lang));
        match a.point.zip(b.point).map(|(a, b)| (a.km_to(b), a.precision_km + b.precision_km)) {
            Some((km, precision)) if precision > AREA_KM => {
                format!("{label}: {names}, {km:.0} km ± {precision}")
            }
            Some((km, _)) => format!("{label}: {names}, {km:.0} km"),
            None => format!("{label}: {names}"),
        }
    }
}

impl Spot {
    fn of(place: &Place, coordinate: Option<Point>) -> Option<Self> {
        let named = if place.is_empty() { None } else { gazetteer().find(place) };
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
        let point = coordinate.or(found.point);
        if point.is_none() && found.country.is_none() {
            return None;
        }
        let exact = point.filter(|point| point.precision_km <= AREA_KM);
        Some(Self {
            country: found.country,
            admin1: found.state,
            town: found.town,
            point,
            shares: point.map_or([0; 2], incident_shares),
            on_corridor: exact.is_some_and(is_on_corridor),
        })
    }

    /// The level of two places; `None` where they cannot be told apart.
    fn level_beside(&self, other: &Self) -> Option<u8> {
        let close = self.point.zip(other.point).and_then(|(a, b)| {
            let (km, precision) = (a.km_to(b), f32::from(a.precision_km + b.precision_km));
            let exact = a.precision_km <= AREA_KM && b.precision_km <= AREA_KM;
            let within =
                |limit: f32| km + precision <= limit || exact && km <= limit.max(precision);
            if within(SAME_PLACE_KM) { Some(SAME_PLACE) } else { within(NEAR_KM).then_some(NEAR) }
        });
        close.or_else(|| {
            let (mine, theirs) = (self.country?, other.country?);
            Some(match mine == theirs {
                true if self.admin1 > 0 && self.admin1 == other.admin1 => SAME_ADMIN1,
                true => SAME_COUNTRY,
                false => ELSEWHERE,
            })
        })
    }

    fn text(&self, lang: Lang) -> String {
        let name = gazetteer().name(self.admin1, self.town);
        let country = self.country.map_or("?", |country| country.label(lang));
        match (name.is_empty(), self.country) {
            (true, _) => country.to_owned(),
            (false, None) => name,
            (false, Some(country)) => format!("{name} ({})", country.code()),
        }
    }
}

/// The two places that lie closest, with their level.
fn closest<'a>(
    left: &'a PlaceFeature,
    right: &'a PlaceFeature,
) -> Option<(u8, &'a Spot, &'a Spot)> {
    let mut best: Option<(u8, &Spot, &Spot)> = None;
    for a in left.spots.iter().flatten() {
        for b in right.spots.iter().flatten() {
            let Some(level) = a.level_beside(b) else { continue };
            if best.is_none_or(|(so_far, ..)| level < so_far) {
                best = Some((level, a, b));
            }
        }
    }
    best
}

/// Whether the other's place lies ahead of the traveller.
fn is_ahead(traveller: &PlaceFeature, other: &PlaceFeature) -> bool {
    match (traveller.kind, other.kind) {
        // the dead do not travel, and a notice is not where one arrives
        (Kind::Remains, _) | (Kind::Shelter, Kind::Notice) => return false,
        _ => {}
    }
    let starts = match traveller.spots {
        [None, None] => [traveller.origin, None],
        spots => spots,
    };
    starts.iter().flatten().any(|start| {
        let places = other.spots.iter().flatten();
        let mut places = places.filter(|place| place.point.is_some());
        places.any(|place| is_on_way(start, place, traveller.towards.as_ref()))
    })
}

fn is_on_way(start: &Spot, place: &Spot, towards: Option<&Spot>) -> bool {
    let stated = towards.and_then(|towards| towards.country);
    let goal = stated.or_else(|| {
        let country = start.country.filter(|country| !matches!(country.code(), "US" | "CA"));
        country.and_then(|_| united_states())
    });
    let leaves = goal.is_some() && start.country != goal;
    if leaves && place.country == goal {
        return true;
    }
    let (Some(from), Some(point), true) = (start.point, place.point, place.on_corridor) else {
        return false;
    };
    let leads_past = |goal: Point| is_between(from, point, goal);
    towards.and_then(|towards| towards.point).is_some_and(leads_past)
        || leaves && goal == united_states() && gates().iter().any(|gate| leads_past(*gate))
}

fn united_states() -> Option<Country> {
    static US: std::sync::LazyLock<Option<Country>> =
        std::sync::LazyLock::new(|| Country::parse("US"));
    *US
}

/// How probable it is that another person was found as close. Known of remains
/// alone: shelters and last contacts are not where people die.
fn frequency(level: u8, found: [Option<&Spot>; 2]) -> Option<f32> {
    let share = |spot: &Spot| f32::from(spot.shares[level as usize]) / 10_000.0;
    match found.map(|spot| spot.map(share)) {
        [Some(a), Some(b)] => Some(f32::midpoint(a, b)),
        [one, other] => one.or(other),
    }
}

fn place_text(place: &Place) -> Option<String> {
    let country = place.country.map(|country| country.code().to_owned());
    let parts = [place.place.clone(), place.admin1.clone(), country];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Compares two places by name, each as `place, state, country` with what is
/// known. `None` when one is not found at all.
pub fn compare_places(left: &str, right: &str, lang: Lang) -> Option<(Finding, String)> {
    let feature = |text: &str| {
        let place = Place { place: Some(text.to_owned()), ..Place::default() };
        let spots = [Some(Spot::of(&place, None)?), None];
        // parts of a body do not travel, so that no direction is read into the order
        Some(PlaceFeature { kind: Kind::Remains, spots, origin: None, towards: None })
    };
    let (left, right) = (feature(left)?, feature(right)?);
    let finding = PlaceComparison.compare(&left, &right)?;
    let reason = PlaceComparison.reason(&left, &right, &finding, lang);
    Some((finding, reason))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{finding, record};

    /// A record of `country|state|place|destination`, or of `lat,lon,precision`
    /// with `||destination` behind.
    fn made(kind: Kind, text: &str) -> Record {
        let parts: Vec<&str> = text.split('|').collect();
        let part = |i: usize| parts.get(i).copied().unwrap_or_default();
        let mut cells = match part(0).split(',').collect::<Vec<_>>()[..] {
            [lat, lon, km] => {
                vec![("event_lat", lat), ("event_lon", lon), ("event_precision_km", km)]
            }
            _ => vec![("event_country", part(0))],
        };
        cells.extend([
            ("event_admin1", part(1)),
            ("event_place", part(2)),
            ("destination", part(3)),
        ]);
        cells.retain(|(_, text)| !text.is_empty());
        record(kind, &cells)
    }

    fn level(left: &Record, right: &Record) -> &'static str {
        finding(&PlaceComparison, left, right).map_or("null", |f| LEVELS[f.level as usize].name)
    }

    fn check(left: (Kind, &str), right: (Kind, &str), expected: &str) {
        let (l, r) = (made(left.0, left.1), made(right.0, right.1));
        assert_eq!(level(&l, &r), expected, "{left:?} {right:?}");
        assert_eq!(level(&r, &l), expected, "swapped {left:?} {right:?}");
    }

    #[test]
    fn notices_and_remains() {
        let cases: &[(&str, &str, &str)] = &[
            ("MX|Sonora|Altar", "MX|Sonora|Altar", "same_place"),
            ("MX|Sonora|Altar", "30.72,-111.84,1", "same_place"),
            ("MX|Sonora|Nogales", "US|Arizona|Nogales", "same_place"),
            ("MX|Sonora|Nogales", "31.9,-111.4,5", "near"),
            ("MX|Sonora|Altar", "MX|Sonora|Caborca", "near"),
            // a county is an area of some 40 km
            ("US|Texas|Falfurrias", "US|Texas|Brooks County", "same_place"),
            ("MX|Sonora|Nogales", "US|Arizona|Pima County", "near"),
            // a state is not a point, even where its centre lies close
            ("MX|Sonora|Altar", "MX|Sonora", "same_admin1"),
            ("MX|Sonora|Altar", "MX|Sonora|Ciudad Obregón", "same_admin1"),
            ("MX|Sonora|Altar|Phoenix, Arizona", "32.4,-112.4,5", "on_route"),
            // ahead on the corridor, without and with a destination
            ("MX|Chiapas|Tapachula", "MX|Veracruz|Acayucan", "on_route"),
            ("MX|Chiapas|Tapachula|Houston, Texas", "MX|Tamaulipas|Reynosa", "on_route"),
            ("MX|Chiapas|Tapachula|Estados Unidos", "US|Texas|Brooks County", "on_route"),
            ("GT||Huehuetenango|Los Ángeles, California", "US|Arizona|Sells", "on_route"),
            ("HN|Cortés|San Pedro Sula", "MX|Tabasco|Villahermosa", "on_route"),
            // behind, or off every corridor
            ("MX|Tamaulipas|Reynosa|Houston, Texas", "MX|Chiapas|Tapachula", "same_country"),
            ("MX|Chiapas|Tapachula|Houston, Texas", "MX|Yucatán|Mérida", "same_country"),
            ("MX|Chiapas|Tapachula|Houston, Texas", "HN|Cortés|Choloma", "elsewhere"),
            // someone who stays is not on the way to the north
            ("MX|Chiapas|Tapachula|Guatemala", "MX|Tamaulipas|Reynosa", "same_country"),
            ("US|Texas|Houston", "US|Arizona|Tucson", "same_country"),
            ("MX", "MX|Sonora|Altar", "same_country"),
            ("MX", "GT", "elsewhere"),
            ("", "MX|Sonora|Altar", "null"),
            ("MX|Sonora|Altar", "|||", "null"),
            ("||un río", "MX|Sonora|Altar", "null"),
        ];
        for (notice, remains, expected) in cases {
            check((Kind::Notice, notice), (Kind::Remains, remains), expected);
        }
    }

    #[test]
    fn two_of_one_kind() {
        use Kind::{Notice, Remains, Shelter};
        let cases: &[(Kind, &str, &str, &str)] = &[
            (Shelter, "MX|Chiapas|Tapachula", "MX|Chiapas|Tapachula", "same_place"),
            (Shelter, "MX|Chiapas|Tapachula", "MX|Veracruz|Acayucan", "on_route"),
            (Notice, "MX|Chiapas|Tapachula", "MX|Veracruz|Acayucan", "on_route"),
            (Remains, "MX|Chiapas|Tapachula", "MX|Veracruz|Acayucan", "same_country"),
            (Remains, "31.90,-111.90,1", "31.95,-111.80,1", "same_place"),
        ];
        for (kind, a, b, expected) in cases {
            check((*kind, a), (*kind, b), expected);
        }
    }

    #[test]
    fn last_contact_and_origin_count() {
        let found = made(Kind::Remains, "MX|Tamaulipas|Reynosa");
        let called = record(
            Kind::Notice,
            &[
                ("event_country", "GT"),
                ("event_place", "Huehuetenango"),
                ("last_contact_country", "MX"),
                ("last_contact_admin1", "Tamaulipas"),
                ("last_contact_place", "Reynosa"),
            ],
        );
        assert_eq!(level(&called, &found), "same_place");
        let origin = [("origin_country", "HN"), ("origin_place", "San Pedro Sula")];
        let left_home = record(Kind::Notice, &origin);
        assert_eq!(level(&left_home, &found), "on_route");
        assert_eq!(level(&left_home, &made(Kind::Remains, "CR|San José|San José")), "null");
    }

    #[test]
    fn deserts_are_common_places() {
        let frequency = |place: &str| {
            let (l, r) = (made(Kind::Notice, place), made(Kind::Remains, place));
            finding(&PlaceComparison, &l, &r).unwrap().frequency.unwrap()
        };
        let (desert, town) = (frequency("32.0,-113.0,1"), frequency("MX|Oaxaca|Huajuapan de León"));
        assert!(desert > 0.05 && town < 0.002, "{desert} {town}");
        let (l, r) = (
            made(Kind::Notice, "MX|Chiapas|Tapachula"),
            made(Kind::Shelter, "MX|Chiapas|Tapachula"),
        );
        assert_eq!(finding(&PlaceComparison, &l, &r).unwrap().frequency, None);
    }

    #[test]
    fn free_texts() {
        let check = |a, b, expected: &str| {
            let found = compare_places(a, b, Lang::Es);
            let text = found.map_or("null".to_owned(), |(_, reason)| reason);
            assert_eq!(text, expected);
            let levels = [compare_places(a, b, Lang::En), compare_places(b, a, Lang::En)];
            let levels = levels.map(|found| found.map(|(f, _)| f));
            assert_eq!(levels[0], levels[1]);
        };
        check(
            "Tapachula, Chiapas",
            "Tapachula",
            "mismo lugar: Tapachula, Chiapas (MX) – Tapachula, Chiapas (MX), 0 km",
        );
        check(
            "Tapachulla",
            "Huixtla, Chiapas",
            "lugares cercanos: Tapachula, Chiapas (MX) – Huixtla, Chiapas (MX), 34 km",
        );
        check(
            "Honduras",
            "Tegucigalpa",
            "mismo país: Honduras – Tegucigalpa, Francisco Morazán (HN)",
        );
        check(
            "Sonora",
            "Altar, Sonora",
            "mismo estado o departamento: Sonora (MX) – Altar, Sonora (MX), 187 km ± 347",
        );
        check("ninguna parte", "Tegucigalpa", "null");
    }

    proptest! {
        #[test]
        fn symmetric_for_one_kind(a in (10.0..45.0f64, -120.0..-70.0f64, 0u16..300), b in (10.0..45.0f64, -120.0..-70.0f64, 0u16..300),
            towards in "(Houston, Texas|Estados Unidos|Tapachula)?", kind in 0usize..3) {
            let text = |(lat, lon, km): (f64, f64, u16)| format!("{lat:.4},{lon:.4},{km}|||{towards}");
            let (l, r) = (made(Kind::ALL[kind], &text(a)), made(Kind::ALL[kind], &text(b)));
            prop_assert_eq!(finding(&PlaceComparison, &l, &r), finding(&PlaceComparison, &r, &l));
        }

        #[test]
        fn arbitrary_text_never_panics(a in "\\PC{0,40}", b in "[A-Za-zñáé ,]{0,40}") {
            let _ = compare_places(&a, &b, Lang::Es);
            let _ = compare_places(&b, "Tapachula", Lang::En);
        }
    }
}
