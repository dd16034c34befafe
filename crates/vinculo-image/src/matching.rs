//! Which points of a stored frame are found again in a query's, and the map that takes one to the other.

use crate::features::Point;
use crate::quad::{Homography, Quad};
use crate::scan::SideBySide;
use crate::{Code, solve};

/// Bits in which two descriptors of one place may differ. *Judgement*: unrelated ones differ in 128, sd 16 or more.
const MOST_BITS: u32 = 72;
/// The best must be this much nearer than the second best elsewhere (Lowe 2004, section 7.1).
const RATIO: f32 = 0.85;
/// Places nearer than this many pixels of a frame of 512 are one place.
const ONE_PLACE_PIXELS: f32 = 10.0;
/// How far directions and sizes of two matches may disagree with one turn and scale. *Judgement.*
const TURN: f32 = 0.45;
const SCALE: f32 = 1.6;
/// How far a place may lie from where the first rough map puts it: this share of the frame, and of the distance
/// from the match that the map was made of. *Judgement.*
const ROUGH: f32 = 0.02;
const ROUGH_FAR: f32 = 0.22;
/// How far a place may lie from where the fitted map puts it, in pixels of a frame of 512 (reference, section 1).
const TOLERANCE: f32 = 4.0;
/// Points that must agree before a projective map is fitted instead of an affine one.
const PROJECTIVE: usize = 10;

/// One stored point with its place in the query, both in pixels.
#[derive(Clone, Copy)]
struct Match {
    from: (f32, f32),
    onto: (f32, f32),
    turn: f32,
    scale: f32,
}

/// A map from a stored frame to a query's, in shares of both, and the points that it takes to their places.
#[derive(Clone, Debug)]
pub(crate) struct Alignment {
    pub(crate) map: Homography,
    /// Distinct places, in shares of the stored frame.
    pub(crate) inliers: Vec<(f32, f32)>,
}

/// A frame's points with its size in pixels.
pub(crate) struct Side<'a> {
    pub(crate) points: &'a [Point],
    pub(crate) width: f32,
    pub(crate) height: f32,
}

impl Side<'_> {
    /// Where a point lies, in pixels.
    fn place(&self, point: &Point) -> (f32, f32) {
        (point.x * self.width, point.y * self.height)
    }
}

/// A stored frame before a query's: for every stored point the likest of the query's, where its like stands nowhere
/// else.
pub(crate) struct Alike<'a> {
    stored: Side<'a>,
    query: Side<'a>,
    matches: Vec<Match>,
}

impl<'a> Alike<'a> {
    pub(crate) fn new(stored: Side<'a>, query: Side<'a>) -> Self {
        let codes: Vec<Code> = query.points.iter().map(Point::code).collect();
        let all = SideBySide::new(&codes);
        let mut distances = Vec::with_capacity(codes.len());
        let likest = |point: &Point| {
            all.distances(&point.code(), &mut distances);
            likest(point, &stored, &query, &distances)
        };
        let matches = stored.points.iter().filter_map(likest).collect();
        Self { stored, query, matches }
    }

    /// Aligns the two. Nothing, if no map takes four points to their places, or if the map folds the frame or shrinks
    /// it out of all proportion.
    ///
    /// Only points whose like stands nowhere else count. Looking for the others too, where these say that they should
    /// be, was tried: garments of one cut then share their outline, and 5 of 3,540 pairs of pages were accepted
    /// (`pictures -- templates --seed 4 --pages 60`, the large notices).
    pub(crate) fn align(&self) -> Option<Alignment> {
        let rough = agreeing(&self.matches, &self.stored)?;
        let pairs: Vec<solve::Pair> = rough
            .iter()
            .map(|&index| (self.matches[index].from, self.matches[index].onto))
            .collect();
        self.aligned(solve::affine(&pairs)?)
    }

    /// The same, where a map in shares of both frames is known roughly.
    pub(crate) fn align_near(&self, map: &Homography) -> Option<Alignment> {
        let (to_shares, from_shares) = self.shares();
        self.aligned(to_shares.inverse().after(map).after(&from_shares.inverse()))
    }

    fn aligned(&self, rough: Homography) -> Option<Alignment> {
        let (map, matches) = self.fit(rough)?;
        if !sound(&map, &self.stored) {
            return None;
        }
        let (to_shares, from_shares) = self.shares();
        let share = |(x, y): (f32, f32)| (x / self.stored.width, y / self.stored.height);
        Some(Alignment {
            map: to_shares.after(&map).after(&from_shares),
            inliers: distinct(&matches).into_iter().map(share).collect(),
        })
    }

    /// From the query's pixels to shares of it, and from shares of the stored frame to its pixels.
    fn shares(&self) -> (Homography, Homography) {
        let Self { stored, query, .. } = self;
        let scale = |x, y| Homography([x, 0.0, 0.0, 0.0, y, 0.0, 0.0, 0.0, 1.0]);
        (scale(1.0 / query.width, 1.0 / query.height), scale(stored.width, stored.height))
    }

    /// Fits a map to the points that lie near to where the rough one puts them, and tightens: affine, and projective in
    /// the end if there are points enough.
    fn fit(&self, rough: Homography) -> Option<(Homography, Vec<Match>)> {
        let mut map = rough;
        let mut chosen = Vec::new();
        for tolerance in [4.0, 2.5, 1.5, 1.0, 1.0] {
            chosen = self.within(&map, tolerance);
            if chosen.len() < 4 {
                return None;
            }
            let pairs: Vec<solve::Pair> = chosen.iter().map(|one| (one.from, one.onto)).collect();
            map = solve::affine(&pairs)?;
            if chosen.len() >= PROJECTIVE {
                map = solve::projective(&pairs).unwrap_or(map);
            }
        }
        chosen.retain(|one| !apart(map.apply(one.from.0, one.from.1), one.onto, TOLERANCE));
        (chosen.len() >= 4).then_some((map, chosen))
    }

    /// The matches that lie where a map puts them.
    fn within(&self, map: &Homography, tolerance: f32) -> Vec<Match> {
        let there = |one: &&Match| {
            !apart(one.onto, map.apply(one.from.0, one.from.1), tolerance * TOLERANCE)
        };
        self.matches.iter().filter(there).copied().collect()
    }
}

/// The likest of a stored point's among the query's, given in how many bits each of these differs from it, if none
/// elsewhere is nearly as like.
fn likest(from: &Point, stored: &Side, query: &Side, distances: &[u32]) -> Option<Match> {
    let bits = *distances.iter().min().filter(|least| **least <= MOST_BITS)?;
    let place = |at: usize| query.place(&query.points[at]);
    let best = distances.iter().position(|&other| other == bits)?;
    let onto = place(best);
    let is_rival = |(at, &other): (usize, &u32)| {
        bits as f32 > RATIO * other as f32 && apart(onto, place(at), ONE_PLACE_PIXELS)
    };
    if distances.iter().enumerate().any(is_rival) {
        return None;
    }
    let best = &query.points[best];
    let turn = f32::from(best.angle.wrapping_sub(from.angle)) / 256.0 * std::f32::consts::TAU;
    let scale = Point::scale(best.level) / Point::scale(from.level);
    Some(Match { from: stored.place(from), onto, turn, scale })
}

fn apart(a: (f32, f32), b: (f32, f32), distance: f32) -> bool {
    (a.0 - b.0).hypot(a.1 - b.1) > distance
}

/// Each match alone says how its frame was turned, scaled and moved; the one that most others agree with is taken.
/// As there are few matches, every one is tried: what RANSAC would draw by lot.
fn agreeing(matches: &[Match], stored: &Side) -> Option<Vec<usize>> {
    let size = stored.width.max(stored.height);
    let best = matches
        .iter()
        .map(|anchor| {
            let (sin, cos) = anchor.turn.sin_cos();
            let agrees = |other: &Match| {
                let turn = (other.turn - anchor.turn + std::f32::consts::PI)
                    .rem_euclid(std::f32::consts::TAU)
                    - std::f32::consts::PI;
                let scale = other.scale / anchor.scale;
                let (dx, dy) = (other.from.0 - anchor.from.0, other.from.1 - anchor.from.1);
                let expected = (
                    anchor.onto.0 + anchor.scale * (dx * cos - dy * sin),
                    anchor.onto.1 + anchor.scale * (dx * sin + dy * cos),
                );
                let off = (other.onto.0 - expected.0).hypot(other.onto.1 - expected.1);
                turn.abs() <= TURN
                    && (1.0 / SCALE..=SCALE).contains(&scale)
                    && off <= anchor.scale * (ROUGH * size + ROUGH_FAR * dx.hypot(dy))
            };
            let agreeing: Vec<usize> =
                (0..matches.len()).filter(|&index| agrees(&matches[index])).collect();
            agreeing
        })
        .max_by_key(Vec::len)?;
    (best.len() >= 4).then_some(best)
}

/// The map must keep the frame's corners in order and its size within reason.
fn sound(map: &Homography, stored: &Side) -> bool {
    let frame = Quad::rectangle(0.0, 0.0, stored.width, stored.height);
    let onto = map.apply_quad(&frame);
    let growth = onto.area() / frame.area();
    let (shortest, longest) = (0..4).fold((f32::MAX, 0.0f32), |(least, most), side| {
        let ratio = onto.side(side) / frame.side(side);
        (least.min(ratio), most.max(ratio))
    });
    onto.is_convex() && (0.01..=40.0).contains(&growth) && longest < 3.0 * shortest
}

/// Places that are apart in both pictures: several corners of one spot count once.
fn distinct(matches: &[Match]) -> Vec<(f32, f32)> {
    let mut kept: Vec<&Match> = Vec::new();
    for one in matches {
        let new = |other: &&Match| {
            apart(one.from, other.from, TOLERANCE) && apart(one.onto, other.onto, 2.0)
        };
        if kept.iter().all(new) {
            kept.push(one);
        }
    }
    kept.into_iter().map(|one| one.from).collect()
}
