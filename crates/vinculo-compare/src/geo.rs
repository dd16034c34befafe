//! Points on the globe as integers, and their distance without trigonometry.

use crate::figures::place::KM_PER_DEGREE;

/// Parts of a degree in which a point is held: 11 m.
const PER_DEGREE: f64 = 10_000.0;

/// A point with the radius in which the place lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Point {
    lat: i32,
    lon: i32,
    /// The cosine of the latitude, in ten thousandths.
    cos: i32,
    /// Radius in kilometres.
    pub precision_km: u16,
}

impl Point {
    /// The point of degrees within ±90 and ±180.
    pub fn new(lat: f64, lon: f64, precision_km: u16) -> Self {
        let scaled = |degrees: f64| (degrees * PER_DEGREE).round() as i32;
        let cos = (lat.to_radians().cos() * PER_DEGREE).round() as i32;
        Self { lat: scaled(lat), lon: scaled(lon), cos, precision_km }
    }

    /// Kilometres between two points on a cylinder at their mean latitude: within
    /// 1 % up to 1,500 km in the latitudes of the region.
    pub fn km_to(self, other: Self) -> f32 {
        const HALF_TURN: i32 = 180 * PER_DEGREE as i32;
        let mut east = (self.lon - other.lon).abs();
        if east > HALF_TURN {
            east = 2 * HALF_TURN - east;
        }
        let north = (self.lat - other.lat) as f32;
        let east = east as f32 * (self.cos + other.cos) as f32 / (2.0 * PER_DEGREE as f32);
        (north * north + east * east).sqrt() * (KM_PER_DEGREE / PER_DEGREE as f32)
    }

    /// How far along the line from `from` to `to` the place nearest to this point is,
    /// and how far this point is from it, in kilometres.
    pub fn beside(self, from: Self, to: Self) -> (f32, f32) {
        let east = |point: Self| {
            let cos = (from.cos + point.cos) as f32 / (2.0 * PER_DEGREE as f32);
            (point.lon - from.lon) as f32 * cos
        };
        let north = |point: Self| (point.lat - from.lat) as f32;
        let (x, y) = (east(to), north(to));
        let square = x * x + y * y;
        let share = if square > 0.0 {
            ((east(self) * x + north(self) * y) / square).clamp(0.0, 1.0)
        } else {
            0.0
        };
        let off = (east(self) - share * x).hypot(north(self) - share * y);
        (share * from.km_to(to), off * KM_PER_DEGREE / PER_DEGREE as f32)
    }

    /// The point on a grid of a fiftieth of a degree, so that neighbouring coordinates
    /// are one.
    pub fn on_grid(self) -> Self {
        let cell = PER_DEGREE as i32 / 50;
        let on_grid = |scaled: i32| (scaled + cell / 2).div_euclid(cell) * cell;
        let degrees = |scaled: i32| f64::from(on_grid(scaled)) / PER_DEGREE;
        Self::new(degrees(self.lat), degrees(self.lon), self.precision_km)
    }

    /// Latitude in degrees.
    pub fn lat(self) -> f64 {
        f64::from(self.lat) / PER_DEGREE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_distances() {
        let check = |a: (f64, f64), b: (f64, f64), km: f32| {
            let (a, b) = (Point::new(a.0, a.1, 0), Point::new(b.0, b.1, 0));
            assert!((a.km_to(b) / km - 1.0).abs() < 0.01, "{} {km}", a.km_to(b));
            assert_eq!(a.km_to(b), b.km_to(a));
        };
        // great-circle distances by the haversine formula
        check((14.9054, -92.2589), (15.1392, -92.4634), 34.1);
        check((14.9054, -92.2589), (19.4285, -99.1277), 886.5);
        check((31.3086, -110.9422), (32.2217, -110.9265), 101.6);
        check((17.0, 179.9), (17.0, -179.9), 21.3);
    }

    #[test]
    fn beside_a_line() {
        let (from, to) = (Point::new(20.0, -100.0, 0), Point::new(21.0, -100.0, 0));
        let check = |lat, lon, along: f32, off: f32| {
            let (a, o) = Point::new(lat, lon, 0).beside(from, to);
            assert!((a - along).abs() < 1.0 && (o - off).abs() < 1.0, "{lat} {lon}: {a} {o}");
        };
        check(20.5, -100.0, 55.6, 0.0);
        check(20.5, -99.0, 55.6, 104.2);
        check(19.0, -100.0, 0.0, 111.2);
        check(22.0, -100.0, 111.2, 111.2);
        assert!(from.beside(from, from).1 < 0.1);
    }

    #[test]
    fn the_grid_moves_a_point_by_a_kilometre_or_so() {
        for (lat, lon) in [(31.913, -111.887), (-0.011, 0.019), (14.68, -92.15)] {
            let point = Point::new(lat, lon, 5);
            assert!(point.km_to(point.on_grid()) < 1.6, "{lat} {lon}");
        }
    }
}
