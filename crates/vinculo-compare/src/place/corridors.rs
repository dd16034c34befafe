//! The corridors as a graph of the towns they lead through, and distances along them.
//!
//! Two towns are joined if no third lies within the circle over the line between them
//! (Gabriel graph): of the known routes that gives about the roads. A point lies at a
//! place along its nearest edge, at some distance from it.

use std::sync::LazyLock;

use vinculo_record::vocab::Country;

use crate::figures::place::{GATES, LONGEST_EDGE_KM};
use crate::geo::Point;

const NODES: &str = include_str!("../../data/places/route_nodes.csv");

/// Where a point meets the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Joint {
    edge: u16,
    /// Kilometres from the edge's first end.
    along: u16,
    /// Kilometres from the edge.
    pub off: u16,
}

/// A town where a way ends, by number.
pub(super) type End = u8;

struct Corridors {
    towns: Vec<Point>,
    countries: Vec<Option<Country>>,
    /// Towns where ways to the United States cross the border.
    gates: Vec<End>,
    edges: Vec<Edge>,
    /// Kilometres along the graph between any two towns.
    km: Vec<u16>,
}

#[derive(Clone, Copy)]
struct Edge {
    ends: [End; 2],
    km: u16,
}

/// Towns between which no way leads.
const APART: u16 = u16::MAX / 4;

static ALL: LazyLock<Corridors> = LazyLock::new(Corridors::read);

impl Joint {
    /// Where the point meets its nearest edge.
    pub fn of(point: Point) -> Self {
        let all = &*ALL;
        let mut best = (f32::MAX, 0, 0.0);
        for (i, edge) in all.edges.iter().enumerate() {
            let [from, to] = edge.ends.map(|end| all.towns[usize::from(end)]);
            let (along, off) = point.beside(from, to);
            if off < best.0 {
                best = (off, i, along);
            }
        }
        let (off, edge, along) = best;
        Self { edge: edge as u16, along: rounded(along), off: rounded(off) }
    }

    /// Kilometres along the corridors, and to and from them.
    pub fn km_to(self, other: Self) -> u16 {
        let off = self.off.saturating_add(other.off);
        if self.edge == other.edge {
            return off.saturating_add(self.along.abs_diff(other.along));
        }
        let all = &*ALL;
        let [(a, to_a), (b, to_b)] = self.ends_in(all);
        let [(c, to_c), (d, to_d)] = other.ends_in(all);
        let way = |from, to, km| all.between(from, to).saturating_add(km);
        let ways = [
            way(a, c, to_a + to_c),
            way(a, d, to_a + to_d),
            way(b, c, to_b + to_c),
            way(b, d, to_b + to_d),
        ];
        ways.into_iter().fold(u16::MAX, u16::min).saturating_add(off)
    }

    /// Kilometres to a town.
    pub fn km_to_end(self, end: End) -> u16 {
        let ways = self.ends().map(|(town, km)| ALL.between(town, end).saturating_add(km));
        ways[0].min(ways[1]).saturating_add(self.off)
    }

    /// The nearest town on the graph.
    pub fn nearest(self) -> End {
        let [a, b] = self.ends();
        if a.1 <= b.1 { a.0 } else { b.0 }
    }

    /// The ends of its edge, with the kilometres to them.
    fn ends(self) -> [(End, u16); 2] {
        self.ends_in(&ALL)
    }

    fn ends_in(self, all: &Corridors) -> [(End, u16); 2] {
        let edge = all.edges[usize::from(self.edge)];
        let along = self.along.min(edge.km);
        [(edge.ends[0], along), (edge.ends[1], edge.km - along)]
    }
}

/// The towns where a way to the United States may cross the border.
pub(super) fn gates() -> &'static [End] {
    &ALL.gates
}

/// The towns of a country.
pub(super) fn towns_of(country: Country) -> impl Iterator<Item = End> {
    let towns = ALL.countries.iter().enumerate();
    towns.filter(move |(_, of)| **of == Some(country)).map(|(i, _)| i as End)
}

/// Where a town lies.
pub(super) fn town(end: End) -> Point {
    ALL.towns[usize::from(end)]
}

impl Corridors {
    fn read() -> Self {
        let (mut towns, mut countries, mut gates) = (vec![], vec![], vec![]);
        for (country, name, point) in rows() {
            // A town where corridors meet stands in both.
            let place = towns.iter().position(|town| *town == point).unwrap_or(towns.len());
            if place == towns.len() {
                towns.push(point);
                countries.push(Country::parse(country));
            }
            let gate = place as End;
            if matches!(country, "US" | "PR") && GATES.contains(&name) && !gates.contains(&gate) {
                gates.push(gate);
            }
        }
        let edges = edges(&towns);
        let km = distances(towns.len(), &edges);
        Self { towns, countries, gates, edges, km }
    }

    fn between(&self, a: End, b: End) -> u16 {
        self.km[usize::from(a) * self.towns.len() + usize::from(b)]
    }
}

fn edges(towns: &[Point]) -> Vec<Edge> {
    let mut edges = vec![];
    for (i, a) in towns.iter().enumerate() {
        for (j, b) in towns.iter().enumerate().take(i) {
            let km = a.km_to(*b);
            let square = |x: &Point, y: &Point| x.km_to(*y).powi(2);
            let between =
                |c: &Point| c != a && c != b && square(a, c) + square(c, b) < square(a, b);
            if km <= LONGEST_EDGE_KM && !towns.iter().any(between) {
                edges.push(Edge { ends: [i as End, j as End], km: rounded(km) });
            }
        }
    }
    edges
}

/// The shortest ways between all towns (Floyd and Warshall).
fn distances(towns: usize, edges: &[Edge]) -> Vec<u16> {
    let mut km = vec![APART; towns * towns];
    for town in 0..towns {
        km[town * towns + town] = 0;
    }
    for Edge { ends: [a, b], km: length } in edges {
        let (a, b) = (usize::from(*a), usize::from(*b));
        km[a * towns + b] = *length;
        km[b * towns + a] = *length;
    }
    for by in 0..towns {
        let onward = km[by * towns..(by + 1) * towns].to_vec();
        for from in 0..towns {
            let first = km[from * towns + by];
            let row = &mut km[from * towns..(from + 1) * towns];
            for (way, rest) in row.iter_mut().zip(&onward) {
                *way = (*way).min(first + rest);
            }
        }
    }
    km
}

/// Country, name, point.
fn rows() -> impl Iterator<Item = (&'static str, &'static str, Point)> {
    NODES.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',').skip(1);
        let (country, name) = (cells.next()?, cells.next()?);
        let (lat, lon) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
        Some((country, name, Point::new(lat, lon, 0)))
    })
}

fn rounded(km: f32) -> u16 {
    km.round().min(f32::from(APART)) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joint(lat: f64, lon: f64) -> Joint {
        Joint::of(Point::new(lat, lon, 5))
    }

    #[test]
    fn tables_are_whole() {
        assert_eq!(rows().count(), 176);
        assert_eq!(gates().len(), GATES.len());
        assert!(ALL.towns.len() < 256 && ALL.edges.len() > ALL.towns.len());
    }

    #[test]
    fn ways_follow_the_corridors() {
        // Tapachula to Acayucan by the coast and the isthmus: 620 km by road.
        let (tapachula, acayucan) = (joint(14.905, -92.259), joint(17.950, -94.914));
        let km = tapachula.km_to(acayucan);
        assert!((500..650).contains(&km), "{km}");
        assert_eq!(km, acayucan.km_to(tapachula));
        // Between two towns of the coast.
        let mapastepec = joint(15.434, -92.900);
        assert!(tapachula.km_to(mapastepec) < 100);
        // Haiti has no way by land to Mexico.
        assert!(joint(18.544, -72.339).km_to(tapachula) >= APART);
        let yucatan = joint(20.97, -89.62);
        assert!(yucatan.off > 250, "{}", yucatan.off);
    }

    #[test]
    fn a_point_beside_an_edge() {
        let near = joint(15.0, -92.3);
        assert!(near.off < 15 && joint(14.905, -92.259).off == 0);
        assert!(near.km_to(joint(14.905, -92.259)) < 30);
    }
}
