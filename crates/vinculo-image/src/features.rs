//! Local descriptors: oriented FAST corners with BRIEF descriptors of their upright patches, over scales.

use std::sync::LazyLock;

use image::GrayImage;
use imageproc::binary_descriptors::brief::{TestPair, brief};
use imageproc::corners::{Corner, corners_fast9};
use imageproc::point::Point as PixelPoint;

use crate::Code;
use crate::plane::{Plane, Pyramid};
use crate::scan::widest;

/// Each level is this much smaller than the one before. *Judgement*: three levels to the octave; ORB takes 1.2.
const STEP: f32 = 1.26;
/// Levels; the last is a quarter of a tenth of the first's area. *Judgement.*
const LEVELS: usize = 7;
/// Least contrast of a corner in luminance, low, for the strongest are picked afterwards. *Judgement.*
const THRESHOLD: u8 = 8;
/// Radius of the disc whose centre of mass gives the direction, as ORB's (Rublee and others 2011, section 3.2).
const DISC: i32 = 15;
/// Radius of the patch that is described: 15 for BRIEF's tests and 2 for the means around them, and one to spare.
const PATCH: usize = 18;
const TILE: usize = 2 * PATCH + 1;
/// Corners are spread over a grid of so many cells a side at most, and of so few that each may have some: an even wall
/// has corners of noise alone, which are not found again, and must not take a share as large as what stands before
/// it. *Judgement.*
const MOST_CELLS: usize = 8;
const A_CELL: usize = 4;
/// Corners that stand nearer than this share of the longer side are one place. *Judgement.*
const APART: f32 = 0.012;

/// A place in a frame with its descriptor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Point {
    /// Across and down, in shares of the frame.
    pub(crate) x: f32,
    pub(crate) y: f32,
    /// Level of the pyramid: its patch is [`STEP`] to this power as large as the finest.
    pub(crate) level: u8,
    /// Direction in 256ths of a turn.
    pub(crate) angle: u8,
    /// 256 comparisons within the patch.
    pub(crate) bits: [u64; 4],
}

impl Point {
    /// Its descriptor, to be held against others.
    pub(crate) fn code(&self) -> Code {
        Code(self.bits)
    }

    /// Size of the patch relative to the finest level's.
    pub(crate) fn scale(level: u8) -> f32 {
        STEP.powi(i32::from(level))
    }
}

/// A corner on its level.
#[derive(Clone, Copy)]
struct Spot {
    x: f32,
    y: f32,
    level: usize,
    score: f32,
    /// In radians; found for those that are kept.
    angle: f32,
}

/// The strongest corners of a frame, spread over it, at most `most`; and the same places as they look in a mirror,
/// if asked for. A frame smaller than a patch has none.
pub(crate) fn points(frame: &Pyramid, most: usize, mirrored: bool) -> (Vec<Point>, Vec<Point>) {
    let levels = levels(frame);
    let Some(finest) = levels.first() else {
        return (Vec::new(), Vec::new());
    };
    let mut spots = spread(corners(&levels), finest.width, finest.height, most);
    for spot in &mut spots {
        spot.angle = direction(&levels[spot.level], spot.x as i32, spot.y as i32);
    }
    if spots.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let mut atlas = atlas(&levels, &spots);
    let upright = describe(&atlas, &levels, &spots, false);
    if !mirrored {
        return (upright, Vec::new());
    }
    on_their_heads(&mut atlas);
    let mirrored = describe(&atlas, &levels, &spots, true);
    (upright, mirrored)
}

fn levels(frame: &Pyramid) -> Vec<Plane> {
    let base = frame.base();
    (0..LEVELS)
        .map(|level| STEP.powi(level as i32))
        .take_while(|scale| base.width.min(base.height) as f32 / scale >= (2 * PATCH + 8) as f32)
        .map(|scale| {
            let side = |length: usize| ((length as f32 / scale).round() as usize).max(1);
            frame.resampled(side(base.width), side(base.height))
        })
        .collect()
}

fn corners(levels: &[Plane]) -> Vec<Spot> {
    let mut spots = Vec::new();
    for (level, plane) in levels.iter().enumerate() {
        let grey = plane.grey();
        let found = strongest_around(&grey, corners_fast9(&grey, THRESHOLD));
        spots.extend(found.into_iter().map(|corner| Spot {
            x: corner.x as f32,
            y: corner.y as f32,
            level,
            score: corner.score,
            angle: 0.0,
        }));
    }
    spots
}

/// Keeps the corners that no neighbour surpasses, away from the edges.
fn strongest_around(grey: &GrayImage, corners: Vec<Corner>) -> Vec<Corner> {
    let (width, height) = (grey.width() as usize, grey.height() as usize);
    let mut scores = vec![0u8; width * height];
    for corner in &corners {
        scores[corner.y as usize * width + corner.x as usize] = corner.score as u8;
    }
    let edge = DISC as usize + 1;
    corners
        .into_iter()
        .filter(|corner| {
            let (x, y) = (corner.x as usize, corner.y as usize);
            if x < edge || y < edge || x + edge >= width || y + edge >= height {
                return false;
            }
            let here = y * width + x;
            let around = [here - width - 1, here - width, here - width + 1, here - 1];
            let after = [here + 1, here + width - 1, here + width, here + width + 1];
            around.iter().all(|&at| scores[at] < scores[here])
                && after.iter().all(|&at| scores[at] <= scores[here])
        })
        .collect()
}

/// The direction from a corner to the centre of mass of the disc around it, in radians.
fn direction(plane: &Plane, x: i32, y: i32) -> f32 {
    let (mut across, mut down) = (0.0, 0.0);
    for dy in -DISC..=DISC {
        let reach = ((DISC * DISC - dy * dy) as f32).sqrt() as i32;
        let row = (y + dy) as usize * plane.width;
        for dx in -reach..=reach {
            let value = plane.values[row + (x + dx) as usize];
            across += dx as f32 * value;
            down += dy as f32 * value;
        }
    }
    down.atan2(across)
}

/// Picks the strongest, cell by cell in turns, so that one busy corner of the picture does not take all.
fn spread(mut spots: Vec<Spot>, width: usize, height: usize, most: usize) -> Vec<Spot> {
    spots.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then(a.level.cmp(&b.level))
            .then(a.y.total_cmp(&b.y))
            .then(a.x.total_cmp(&b.x))
    });
    let side = ((most / A_CELL).isqrt()).clamp(1, MOST_CELLS);
    let mut cells: Vec<Vec<Spot>> = vec![Vec::new(); side * side];
    for spot in spots {
        let scale = STEP.powi(spot.level as i32);
        let cell = |at: f32, length: usize| {
            ((at * scale / length as f32 * side as f32) as usize).min(side - 1)
        };
        cells[cell(spot.y, height) * side + cell(spot.x, width)].push(spot);
    }
    let apart = APART * width.max(height) as f32;
    let mut kept: Vec<Spot> = Vec::new();
    let mut kept_in: Vec<Vec<(f32, f32, usize)>> = vec![Vec::new(); side * side];
    let mut next = vec![0; side * side];
    loop {
        let before = kept.len();
        for cell in 0..side * side {
            while let Some(&spot) = cells[cell].get(next[cell]) {
                next[cell] += 1;
                let scale = STEP.powi(spot.level as i32);
                let (x, y) = (spot.x * scale, spot.y * scale);
                let near = |&(ox, oy, level): &(f32, f32, usize)| {
                    (x - ox).hypot(y - oy) < apart && spot.level.abs_diff(level) <= 2
                };
                if !kept_in[cell].iter().any(near) {
                    kept_in[cell].push((x, y, spot.level));
                    kept.push(spot);
                    break;
                }
            }
            if kept.len() == most {
                return kept;
            }
        }
        if kept.len() == before {
            return kept;
        }
    }
}

/// The tests of BRIEF: pairs of places in a patch of 31 x 31, both drawn from a normal distribution of deviation
/// 6.2 (a fifth of the patch, the best of the layouts in Calonder and others 2010, section 3.2), by a fixed
/// generator. They are part of [`crate::ALGORITHM`].
static TESTS: LazyLock<Vec<TestPair>> = LazyLock::new(|| {
    let mut state = 0x5eed_0fb1_1ef0_0001u64;
    let mut unit = || {
        // Steele and others 2014, SplitMix64.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 40) as f32 / (1u64 << 24) as f32
    };
    let mut place = || {
        let normal: f32 = (0..12).map(|_| unit()).sum::<f32>() - 6.0;
        (15.0 + 6.2 * normal).round().clamp(0.0, 30.0) as u32
    };
    let mut tests = Vec::new();
    while tests.len() < 256 {
        let (p0, p1) = (PixelPoint::new(place(), place()), PixelPoint::new(place(), place()));
        if p0.x.abs_diff(p1.x) + p0.y.abs_diff(p1.y) >= 4 {
            tests.push(TestPair { p0, p1 });
        }
    }
    tests
});

/// Tiles in a row of the atlas.
const COLUMNS: usize = 32;

/// Lays every patch upright into one picture, tile by tile, to have them described at once.
fn atlas(levels: &[Plane], spots: &[Spot]) -> GrayImage {
    let rows = spots.len().div_ceil(COLUMNS);
    let mut atlas = GrayImage::new((COLUMNS * TILE) as u32, (rows * TILE) as u32);
    for (number, spot) in spots.iter().enumerate() {
        let (left, top) = corner_of(number);
        lay_upright(&mut atlas, left, top, &levels[spot.level], spot);
    }
    atlas
}

/// Where a tile begins.
fn corner_of(number: usize) -> (usize, usize) {
    (number % COLUMNS * TILE, number / COLUMNS * TILE)
}

/// In a mirror the upright patch stands on its head: rows of every tile change places.
fn on_their_heads(atlas: &mut GrayImage) {
    let width = atlas.width() as usize;
    let pixels: &mut [u8] = atlas;
    for tiles in pixels.chunks_exact_mut(TILE * width) {
        for row in 0..TILE / 2 {
            let (upper, lower) = tiles.split_at_mut((TILE - 1 - row) * width);
            upper[row * width..(row + 1) * width].swap_with_slice(&mut lower[..width]);
        }
    }
}

fn describe(atlas: &GrayImage, levels: &[Plane], spots: &[Spot], mirrored: bool) -> Vec<Point> {
    let middles: Vec<_> = (0..spots.len())
        .map(corner_of)
        .map(|(left, top)| PixelPoint::new((left + PATCH) as u32, (top + PATCH) as u32))
        .collect();
    let (described, _) =
        brief(atlas, &middles, 256, Some(&TESTS)).expect("every tile has room for its patch");
    spots
        .iter()
        .zip(described)
        .map(|(spot, descriptor)| {
            let plane = &levels[spot.level];
            let x = (spot.x + 0.5) / plane.width as f32;
            let turn = spot.angle / std::f32::consts::TAU;
            let turn = if mirrored { 0.5 - turn } else { turn };
            let [first, second] = [descriptor.bits[0], descriptor.bits[1]];
            Point {
                x: if mirrored { 1.0 - x } else { x },
                y: (spot.y + 0.5) / plane.height as f32,
                level: spot.level as u8,
                angle: (turn.rem_euclid(1.0) * 256.0).round() as u32 as u8,
                bits: [first as u64, (first >> 64) as u64, second as u64, (second >> 64) as u64],
            }
        })
        .collect()
}

/// Copies the patch around a corner, turned so that its direction points to the right.
fn lay_upright(atlas: &mut GrayImage, left: usize, top: usize, plane: &Plane, spot: &Spot) {
    let (sin, cos) = spot.angle.sin_cos();
    let width = atlas.width() as usize;
    let pixels: &mut [u8] = atlas;
    widest(
        #[inline(always)]
        || {
            for row in 0..TILE {
                let v = row as f32 - PATCH as f32;
                let start = (top + row) * width + left;
                for (column, pixel) in pixels[start..start + TILE].iter_mut().enumerate() {
                    let u = column as f32 - PATCH as f32;
                    let x = spot.x + 0.5 + u * cos - v * sin;
                    let y = spot.y + 0.5 + u * sin + v * cos;
                    *pixel = plane.at(x, y) as u8;
                }
            }
        },
    );
}
