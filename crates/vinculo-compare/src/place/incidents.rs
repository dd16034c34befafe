//! Where people die on the routes: how common a place is among the places of remains.

use std::sync::LazyLock;

use super::rivers::Stretch;
use super::spot::Spot;
use crate::figures::place::PSEUDO_INCIDENTS;
use crate::geo::Point;

const INCIDENTS: &str = include_str!("../../data/places/incidents.csv");

/// A cell of the table.
pub(super) struct Cell {
    pub spot: Spot,
    /// Of the river that it lies beside.
    pub stretch: Option<Stretch>,
    incidents: f32,
}

static CELLS: LazyLock<Vec<Cell>> = LazyLock::new(|| {
    let cell = |(point, incidents)| {
        let spot = Spot::of_point(point)?;
        Some(Cell { spot, stretch: Stretch::beside(point), incidents })
    };
    rows().filter_map(cell).collect()
});

/// The share of recorded deaths on the routes of the Americas in such cells, in ten
/// thousandths: how probable it is that another person's event was there too.
pub(super) fn share(there: impl Fn(&Cell) -> bool) -> u16 {
    let [share] = shares(|cell| there(cell).then_some(0));
    share
}

/// The shares of several kinds of cells; `kind` gives a cell's number.
pub(super) fn shares<const N: usize>(kind: impl Fn(&Cell) -> Option<usize>) -> [u16; N] {
    let (mut counts, mut total) = ([PSEUDO_INCIDENTS.0; N], PSEUDO_INCIDENTS.1);
    for cell in CELLS.iter() {
        total += cell.incidents;
        if let Some(kind) = kind(cell) {
            counts[kind] += cell.incidents;
        }
    }
    counts.map(|count| (count / total * 10_000.0).round() as u16)
}

/// The share within some kilometres of a point.
pub(super) fn share_around(point: Point, km: f32) -> u16 {
    share(|cell| cell.spot.point.is_some_and(|other| other.km_to(point) <= km))
}

fn rows() -> impl Iterator<Item = (Point, f32)> {
    INCIDENTS.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',').map_while(|cell| cell.parse::<f64>().ok());
        let (lat, lon) = (cells.next()?, cells.next()?);
        Some((Point::new(lat, lon, 10), cells.next()? as f32))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deserts_of_arizona_are_common_places() {
        assert_eq!(rows().count(), CELLS.len());
        let (sells, oaxaca) = (Point::new(31.912, -111.88, 5), Point::new(16.4, -97.0, 5));
        assert!(share_around(sells, 25.0) > 100 && share_around(sells, 150.0) > 2000);
        assert!(share_around(oaxaca, 25.0) < 20);
    }
}
