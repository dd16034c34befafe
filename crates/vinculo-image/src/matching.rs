//! Which points of a stored frame are found again in a query's, and the map that takes one to the other.

use crate::features::Point;
use crate::quad::{Homography, Quad};
use crate::solve;

/// Bits in which two descriptors of one place may differ. *Judgement*: unrelated ones differ in 128, sd 16 or more.
const MOST_BITS: u32 = 72;
/// The best must be this much nearer than the second best elsewhere (Lowe 2004, section 7.1).
const RATIO: f32 = 0.85;
/// Places nearer than this share of the frame are one place.
const ONE_PLACE: f32 = 0.02;
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

/// Aligns a stored frame with a query's. Nothing, if no map takes four points to their places, or if the map folds
/// the frame or shrinks it out of all proportion.
pub(crate) fn align(stored: &Side, query: &Side) -> Option<Alignment> {
    let matches = matches(stored, query);
    let rough = agreeing(&matches, stored)?;
    let map = fit(&matches, rough)?;
    let inliers = within(&matches, &map, 1.0);
    if !sound(&map, stored) {
        return None;
    }
    let places = distinct(&matches, &inliers);
    let to_shares =
        Homography([1.0 / query.width, 0.0, 0.0, 0.0, 1.0 / query.height, 0.0, 0.0, 0.0, 1.0]);
    let from_shares = Homography([stored.width, 0.0, 0.0, 0.0, stored.height, 0.0, 0.0, 0.0, 1.0]);
    Some(Alignment {
        map: to_shares.after(&map).after(&from_shares),
        inliers: places.into_iter().map(|(x, y)| (x / stored.width, y / stored.height)).collect(),
    })
}

/// For every stored point the nearest of the query, if none elsewhere is nearly as near.
fn matches(stored: &Side, query: &Side) -> Vec<Match> {
    let mut found = Vec::new();
    for point in stored.points {
        let Some((best, distance)) = nearest(point, query.points, |_| true) else {
            continue;
        };
        if distance > MOST_BITS {
            continue;
        }
        let near = &query.points[best];
        let elsewhere = |other: &Point| (other.x - near.x).hypot(other.y - near.y) > ONE_PLACE;
        let second =
            nearest(point, query.points, elsewhere).map_or(u32::MAX, |(_, distance)| distance);
        if distance as f32 > RATIO * second as f32 {
            continue;
        }
        let turn = f32::from(near.angle.wrapping_sub(point.angle)) / 256.0 * std::f32::consts::TAU;
        found.push(Match {
            from: (point.x * stored.width, point.y * stored.height),
            onto: (near.x * query.width, near.y * query.height),
            turn,
            scale: Point::scale(near.level) / Point::scale(point.level),
        });
    }
    found
}

fn nearest(point: &Point, among: &[Point], admit: impl Fn(&Point) -> bool) -> Option<(usize, u32)> {
    let mut best: Option<(usize, u32)> = None;
    for (index, other) in among.iter().enumerate() {
        let distance = point.distance(other);
        if best.is_none_or(|(_, least)| distance < least) && admit(other) {
            best = Some((index, distance));
        }
    }
    best
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

/// Fits an affine map to what agrees roughly, tightens, and ends with a projective one if there are points enough.
fn fit(matches: &[Match], rough: Vec<usize>) -> Option<Homography> {
    let pairs = |chosen: &[usize]| -> Vec<solve::Pair> {
        chosen.iter().map(|&index| (matches[index].from, matches[index].onto)).collect()
    };
    let mut chosen = rough;
    let mut map = solve::affine(&pairs(&chosen))?;
    for tolerance in [4.0, 2.5, 1.5, 1.0] {
        chosen = within_of(matches, &chosen, &map, tolerance);
        if chosen.len() < 4 {
            return None;
        }
        map = solve::affine(&pairs(&chosen))?;
        if chosen.len() >= PROJECTIVE {
            map = solve::projective(&pairs(&chosen)).unwrap_or(map);
        }
        chosen = within(matches, &map, tolerance);
        if chosen.len() < 4 {
            return None;
        }
    }
    Some(map)
}

fn within(matches: &[Match], map: &Homography, factor: f32) -> Vec<usize> {
    let all: Vec<usize> = (0..matches.len()).collect();
    within_of(matches, &all, map, factor)
}

fn within_of(matches: &[Match], of: &[usize], map: &Homography, factor: f32) -> Vec<usize> {
    of.iter()
        .copied()
        .filter(|&index| {
            let one = &matches[index];
            let (x, y) = map.apply(one.from.0, one.from.1);
            (x - one.onto.0).hypot(y - one.onto.1) <= factor * TOLERANCE
        })
        .collect()
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
fn distinct(matches: &[Match], inliers: &[usize]) -> Vec<(f32, f32)> {
    let mut kept: Vec<&Match> = Vec::new();
    for &index in inliers {
        let one = &matches[index];
        let apart = |other: &&Match| {
            (one.from.0 - other.from.0).hypot(one.from.1 - other.from.1) > TOLERANCE
                && (one.onto.0 - other.onto.0).hypot(one.onto.1 - other.onto.1) > 2.0
        };
        if kept.iter().all(apart) {
            kept.push(one);
        }
    }
    kept.into_iter().map(|one| one.from).collect()
}
