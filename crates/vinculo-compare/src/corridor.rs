//! Whether a place lies ahead of a traveller, and how common it is.

use std::sync::LazyLock;

use crate::figures::place::{
    CORRIDOR_KM, DETOUR, GATES, NEAR_KM, PSEUDO_INCIDENTS, SAME_PLACE_KM, SHORTEST_WAY_KM,
};
use crate::geo::Point;

const NODES: &str = include_str!("../data/places/route_nodes.csv");
const INCIDENTS: &str = include_str!("../data/places/incidents.csv");

/// Whether a place lies on one of the known corridors.
pub(crate) fn is_on_corridor(point: Point) -> bool {
    static ALL: LazyLock<Vec<Point>> =
        LazyLock::new(|| nodes().map(|(_, _, point)| point).collect());
    ALL.iter().any(|node| node.km_to(point) <= CORRIDOR_KM)
}

/// The places where a way to the United States may cross the border.
pub(crate) fn gates() -> &'static [Point] {
    static ALL: LazyLock<Vec<Point>> = LazyLock::new(|| {
        let is_gate = |name| GATES.contains(&name);
        nodes().filter(|(us, name, _)| *us && is_gate(*name)).map(|(_, _, point)| point).collect()
    });
    &ALL
}

/// Whether the way from `start` to `goal` may lead by `place`: the detour is
/// small, which also means that the place is not behind.
pub(crate) fn is_between(start: Point, place: Point, goal: Point) -> bool {
    let whole = start.km_to(goal);
    whole >= SHORTEST_WAY_KM && start.km_to(place) + place.km_to(goal) <= DETOUR * whole
}

/// The share of recorded deaths on the routes of the Americas within
/// [`SAME_PLACE_KM`] and within [`NEAR_KM`] of a place, in ten thousandths: how
/// probable it is that another person's event was there too.
pub(crate) fn incident_shares(point: Point) -> [u16; 2] {
    static ALL: LazyLock<Vec<(Point, f32)>> = LazyLock::new(|| {
        let number = |text: Option<&str>| text?.parse::<f64>().ok();
        INCIDENTS
            .lines()
            .skip(1)
            .filter_map(|line| {
                let mut cells = line.split(',');
                let (lat, lon) = (number(cells.next())?, number(cells.next())?);
                Some((Point::new(lat, lon, 0), number(cells.next())? as f32))
            })
            .collect()
    });
    let total: f32 = ALL.iter().map(|(_, count)| count).sum();
    [SAME_PLACE_KM, NEAR_KM].map(|limit| {
        let near = ALL.iter().filter(|(cell, _)| cell.km_to(point) <= limit);
        let count: f32 = near.map(|(_, count)| count).sum();
        let share = (count + PSEUDO_INCIDENTS.0) / (total + PSEUDO_INCIDENTS.1);
        (share * 10_000.0).round() as u16
    })
}

/// Whether in the United States, name, point.
fn nodes() -> impl Iterator<Item = (bool, &'static str, Point)> {
    NODES.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',').skip(1);
        let (country, name) = (cells.next()?, cells.next()?);
        let (lat, lon) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
        Some((country == "US", name, Point::new(lat, lon, 0)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAPACHULA: (f64, f64) = (14.905, -92.259);
    const HOUSTON: (f64, f64) = (29.76, -95.37);

    fn point((lat, lon): (f64, f64)) -> Point {
        Point::new(lat, lon, 5)
    }

    #[test]
    fn tables_are_whole() {
        assert_eq!(nodes().count(), 176);
        assert!(gates().len() >= GATES.len());
    }

    #[test]
    fn ahead_is_not_behind() {
        let between = |place| is_between(point(TAPACHULA), point(place), point(HOUSTON));
        assert!(between((18.0, -93.4)), "Cárdenas, Tabasco");
        assert!(between((25.88, -97.5)), "Matamoros");
        assert!(!between((13.69, -89.19)), "San Salvador");
        assert!(!between((32.5, -117.0)), "Tijuana");
        assert!(
            !is_between(point(TAPACHULA), point(TAPACHULA), point((15.1, -92.4))),
            "a short way"
        );
    }

    #[test]
    fn deserts_of_arizona_are_common_places() {
        let (sells, oaxaca) = ((31.912, -111.88), (16.4, -97.0));
        assert!(is_on_corridor(point(sells)) && !is_on_corridor(point((19.0, -90.0))));
        let [same, near] = incident_shares(point(sells));
        assert!(same > 100 && near > 2000, "{same} {near}");
        assert!(incident_shares(point(oaxaca))[0] < 20);
    }
}
