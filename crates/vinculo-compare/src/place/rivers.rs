//! Rivers that people cross and drown in: which one, and how far down it.
//!
//! A body drifts downstream, so that remains in the water lie below the crossing, seldom
//! above it. A river is known by name or, near it, by location; a name alone says the
//! whole river, within what is known of the place.

use std::sync::LazyLock;

use super::incidents;
use super::words::has_phrase;
use crate::figures::place::{
    DRIFT_KM, LONGEST_STRETCH_KM, NAMED_RIVER_KM, RIVER_KM, SAME_BANK_KM, UPSTREAM_KM,
};
use crate::geo::Point;

const RIVERS: &str = include_str!("../../data/places/rivers.csv");

/// A part of a river, in kilometres from its beginning, downstream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Stretch {
    river: u8,
    from: u16,
    to: u16,
}

struct River {
    name: &'static str,
    /// Folded names that are found in text.
    names: Vec<String>,
    /// From where it begins, with the kilometres to each point.
    line: Vec<(Point, f32)>,
}

/// How two stretches of one river lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Kilometres downstream from the first.
    Below(u16),
    /// Kilometres upstream.
    Above(u16),
    /// They may be the same.
    Together,
}

static ALL: LazyLock<Vec<River>> = LazyLock::new(read);

impl Stretch {
    /// What is known from the place and from folded text about it.
    pub fn of(point: Option<Point>, text: &str) -> Option<Self> {
        let named = ALL.iter().position(|river| river.names.iter().any(|n| has_phrase(text, n)));
        match (named, point) {
            (Some(river), Some(point)) => {
                let around = f32::from(point.precision_km);
                let (along, off) = ALL[river].beside(point);
                if off <= RIVER_KM && around <= NAMED_RIVER_KM {
                    return Some(Self::around(river, along, around));
                }
                ALL[river].stretch_within(river, point, NAMED_RIVER_KM.max(around))
            }
            (Some(river), None) => {
                Some(Self { river: river as u8, from: 0, to: ALL[river].length() as u16 })
            }
            (None, point) => Self::beside(point?),
        }
    }

    /// The stretch of the nearest river beside a point.
    pub fn beside(point: Point) -> Option<Self> {
        if f32::from(point.precision_km) > NAMED_RIVER_KM {
            return None;
        }
        let near = ALL.iter().enumerate().map(|(i, river)| (i, river.beside(point)));
        let (river, (along, off)) = near.min_by(|(_, a), (_, b)| a.1.total_cmp(&b.1))?;
        let around = f32::from(point.precision_km);
        (off <= RIVER_KM.max(around)).then(|| Self::around(river, along, around))
    }

    /// How the other lies on the same river, if both are known well enough.
    pub fn reach_to(self, other: Self) -> Option<Reach> {
        if self.river != other.river || self.width().max(other.width()) > LONGEST_STRETCH_KM {
            return None;
        }
        Some(if other.from > self.to {
            Reach::Below(other.from - self.to)
        } else if other.to < self.from {
            Reach::Above(self.from - other.to)
        } else {
            Reach::Together
        })
    }

    /// Whether a body that entered the water at `self` may lie at `other`.
    pub fn drifts_to(self, other: Self) -> bool {
        self.reach_to(other).is_some_and(|reach| match reach {
            Reach::Below(km) => km <= DRIFT_KM,
            Reach::Above(km) => km <= UPSTREAM_KM,
            Reach::Together => true,
        })
    }

    /// Whether both may be places where one person was, with a body of one's parts
    /// drifting either way.
    pub fn is_beside(self, other: Self, drifting: bool) -> bool {
        let most = if drifting { DRIFT_KM } else { SAME_BANK_KM };
        self.reach_to(other).is_some_and(|reach| match reach {
            Reach::Below(km) | Reach::Above(km) => km <= most,
            Reach::Together => true,
        })
    }

    /// The share of recorded deaths that lie where a body would drift to, in ten
    /// thousandths.
    pub fn share_below(self) -> u16 {
        incidents::share(|cell| cell.stretch.is_some_and(|there| self.drifts_to(there)))
    }

    /// The river's name.
    pub fn name(self) -> &'static str {
        ALL[usize::from(self.river)].name
    }

    fn around(river: usize, along: f32, km: f32) -> Self {
        let length = ALL[river].length();
        let at = |km: f32| km.clamp(0.0, length).round() as u16;
        Self { river: river as u8, from: at(along - km), to: at(along + km) }
    }

    fn width(self) -> u16 {
        self.to - self.from
    }
}

impl River {
    fn length(&self) -> f32 {
        self.line.last().map_or(0.0, |(_, km)| *km)
    }

    /// How far down the river the nearest place to a point is, and how far from it.
    fn beside(&self, point: Point) -> (f32, f32) {
        let mut best = (0.0, f32::MAX);
        for part in self.line.windows(2) {
            let [(from, start), (to, _)] = part else { continue };
            let (along, off) = point.beside(*from, *to);
            if off < best.1 {
                best = (start + along, off);
            }
        }
        best
    }

    /// The part within some kilometres of a point; `None` if it is nowhere as near.
    fn stretch_within(&self, river: usize, point: Point, km: f32) -> Option<Stretch> {
        let (along, off) = self.beside(point);
        let half = (km * km - off * off).max(0.0).sqrt();
        (off <= km).then(|| Stretch::around(river, along, half.min(km)))
    }
}

fn read() -> Vec<River> {
    let mut rivers: Vec<River> = vec![];
    for line in RIVERS.lines().skip(1) {
        let mut cells = line.split(',');
        let Some(names) = cells.next() else { continue };
        let mut number = || cells.next().and_then(|cell| cell.parse::<f64>().ok());
        let (Some(lat), Some(lon)) = (number(), number()) else { continue };
        let name = names.split('|').next().unwrap_or_default();
        let point = Point::new(lat, lon, 0);
        match rivers.last_mut().filter(|last| last.name == name) {
            Some(river) => {
                let so_far = river.line.last().map_or(0.0, |(last, km)| km + last.km_to(point));
                river.line.push((point, so_far));
            }
            None => rivers.push(River {
                name,
                names: names.split('|').map(vinculo_record::fold).collect(),
                line: vec![(point, 0.0)],
            }),
        }
    }
    rivers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: f64, lon: f64) -> Stretch {
        Stretch::of(Some(Point::new(lat, lon, 5)), "").expect("beside a river")
    }

    #[test]
    fn tables_are_whole() {
        let names: Vec<&str> = ALL.iter().map(|river| river.name).collect();
        assert_eq!(names.len(), 10, "{names:?}");
        assert!(ALL.iter().all(|river| river.line.len() > 2));
        let bravo = ALL[0].length();
        assert!((1200.0..2000.0).contains(&bravo), "{bravo} km from El Paso to the sea");
    }

    #[test]
    fn bodies_drift_downstream() {
        let (eagle_pass, below) = (at(28.70, -100.51), at(27.80, -99.88));
        assert!(eagle_pass.drifts_to(below) && !below.drifts_to(eagle_pass));
        let Some(Reach::Below(km)) = eagle_pass.reach_to(below) else { panic!("not below") };
        assert!((90..140).contains(&km), "{km}");
        assert!(eagle_pass.is_beside(at(28.66, -100.48), false));
        assert!(!eagle_pass.is_beside(below, false) && below.is_beside(eagle_pass, true));
        // another river, and too far down
        assert!(eagle_pass.reach_to(at(14.68, -92.147)).is_none());
        assert!(!eagle_pass.drifts_to(at(26.09, -98.27)));
    }

    #[test]
    fn a_name_says_as_much_as_the_place_allows() {
        let state = Point::new(26.0, -98.3, 150);
        let named = Stretch::of(Some(state), "ahogado en el rio bravo").expect("in Tamaulipas");
        assert!(named.width() < LONGEST_STRETCH_KM, "{named:?}");
        let whole = Stretch::of(None, "cruzo el rio bravo").expect("somewhere");
        assert!(whole.reach_to(named).is_none(), "the whole river says nothing");
        let suchiate = Stretch::of(None, "rio suchiate").expect("somewhere");
        assert_eq!(suchiate.reach_to(at(14.68, -92.147)), Some(Reach::Together));
        let tapachula = Point::new(19.43, -99.13, 20);
        assert_eq!(Stretch::of(Some(tapachula), "rio bravo"), None, "far from it");
        assert_eq!(Stretch::beside(Point::new(25.7, -100.3, 5)), None);
    }

    #[test]
    fn many_drown_in_the_rio_bravo() {
        let share = at(28.70, -100.51).share_below();
        assert!((50..3000).contains(&share), "{share}");
        assert!(at(14.95, -92.148).share_below() < share);
    }
}
