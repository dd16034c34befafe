//! Photographs on a page: rectangles that look like one, found and measured.

use image::{GrayImage, RgbImage};
use imageproc::geometry::{approximate_polygon_dp, arc_length, contour_area, convex_hull};
use imageproc::point::Point as PixelPoint;

use crate::borders::borders;
use crate::morphology::{close, open};
use crate::picture::shrink;
use crate::plane::{Plane, Pyramid};
use crate::quad::Quad;

/// Longer side of the copy in which rectangles are sought. *Judgement.*
const SIDE: usize = 384;
/// A rectangle's share of the page, at least and at most. *Judgement*: a card's photograph has 12 %, by eye.
const LEAST_AREA: f32 = 0.035;
const MOST_AREA: f32 = 0.92;
/// Share of its hull that a contour must fill, and share of its hull that the four corners must. *Judgement.*
const ORDINARY: (f64, f64) = (0.85, 0.85);
/// The same two where the paper is taken strictly: there a head before a wall shows its outline too, so the hull must
/// be a rectangle nearly to the pixel; but white places at a photograph's edge may take half of the contour away.
/// *Judgement.*
const STRICT: (f64, f64) = (0.5, 0.95);
/// Two rectangles that have this much in common are one. *Judgement.*
const SAME: f32 = 0.85;
/// Rectangles kept. *Judgement*; each costs two codes and a set of descriptors.
const MOST: usize = 3;
/// Luminances this near to the most frequent one are paper. *Judgement.*
const PAPER: f32 = 26.0;
/// The same where photographs are sought: a photograph whose ground is nearly as bright as the paper shows its edge
/// only where the paper is taken strictly, and in its colour. The least is what the noise of a compressed white leaves
/// after shrinking. *Judgement.*
const STRICT_PAPER: [f32; 4] = [PAPER, 18.0, 11.0, 6.0];
/// What is not paper and narrower than twice this, in pixels, is a stroke of print; gaps narrower than twice the next are
/// left in a photograph by its bright places. *Judgement.*
const STROKE: usize = 4;
const GAP: usize = 2;
/// Nearer than this share of the longer side is at the edge. *Judgement.*
const EDGE: f32 = 0.012;
/// Shares of paper and of print outside the photographs that make a page. *Judgement*: pages have 8 to 13 % of print,
/// trousers on an even ground, which are a rectangle too, up to 2.6 % of what looks like it (seeds 71 to 75).
const PAGE: f32 = 0.55;
const PRINT: f32 = 0.03;

/// What was found on a picture.
pub(crate) struct Found {
    /// Rectangles that look like photographs, in shares of the picture, largest first.
    pub(crate) photographs: Vec<Quad>,
    /// Whether what is around them is paper with print: a page, whose form other pages share.
    pub(crate) page: bool,
}

/// Looks for photographs on a picture, of which the pyramid is the luminance.
pub(crate) fn find(pyramid: &Pyramid, pixels: &RgbImage) -> Found {
    let colours = shrink(pixels, SIDE as u32);
    let plane = pyramid.resampled(colours.width() as usize, colours.height() as usize);
    let paper = most_frequent(&plane);
    let off = off_paper(&colours, &plane, paper);

    // On paper a photograph is what is solid; a print on a table, or a pale photograph, shows its edge at some
    // threshold.
    let in_luminance =
        Plane { values: plane.values.iter().map(|value| (value - paper).abs()).collect(), ..plane };
    let ink = mask(&in_luminance, |value| value > PAPER);
    let solid = open(&ink, STROKE);
    let mut quads = quads_of(&close(&solid, GAP), &plane, ORDINARY);
    for strict in STRICT_PAPER {
        let solid = open(&mask(&off, |value| value > strict), STROKE);
        quads.extend(quads_of(&close(&solid, GAP), &plane, STRICT));
    }
    quads.extend(quads_of(&framed(&off), &plane, STRICT));
    for step in 1..8 {
        quads.extend(quads_of(&brighter(&plane, step as f32 * 32.0), &plane, ORDINARY));
    }
    let photographs = distinct(quads);
    let page = !photographs.is_empty() && is_page(&ink, &solid, &photographs);
    let across = |value: f32| value / plane.width as f32;
    let down = |value: f32| value / plane.height as f32;
    Found {
        photographs: photographs
            .into_iter()
            .map(|quad| Quad(quad.0.map(|(x, y)| (across(x), down(y)))))
            .collect(),
        page,
    }
}

/// The luminance that most pixels are near to.
fn most_frequent(plane: &Plane) -> f32 {
    let mut counts = [0usize; 64];
    for &value in &plane.values {
        counts[(value / 4.0) as usize & 63] += 1;
    }
    let around = |at: usize| {
        (at.saturating_sub(1)..(at + 2).min(64)).map(|near| counts[near]).sum::<usize>()
    };
    let best = (0..64).max_by_key(|&at| (around(at), at)).unwrap_or(63);
    best as f32 * 4.0 + 2.0
}

/// How far each pixel is from the paper's colour, in the channel in which it is farthest.
fn off_paper(colours: &RgbImage, plane: &Plane, paper: f32) -> Plane {
    let near = colours
        .pixels()
        .zip(&plane.values)
        .filter(|&(_, &value)| (value - paper).abs() <= 4.0)
        .map(|(pixel, _)| pixel.0.map(f32::from));
    let (sum, count) = near.fold(([0.0f32; 3], 0.0f32), |(sum, count), colour| {
        ([sum[0] + colour[0], sum[1] + colour[1], sum[2] + colour[2]], count + 1.0)
    });
    let mean = sum.map(|value| value / count.max(1.0));
    let off = |pixel: &image::Rgb<u8>| {
        let off = |channel: usize| (f32::from(pixel.0[channel]) - mean[channel]).abs();
        off(0).max(off(1)).max(off(2))
    };
    Plane { values: colours.pixels().map(off).collect(), ..*plane }
}

fn mask(plane: &Plane, inside: impl Fn(f32) -> bool) -> GrayImage {
    let values = plane.values.iter().map(|&value| if inside(value) { 255 } else { 0 }).collect();
    GrayImage::from_raw(plane.width as u32, plane.height as u32, values)
        .expect("as many values as pixels")
}

/// All that is not paper, print included: a thin line around a photograph is a rectangle, whatever is in it.
fn framed(off: &Plane) -> GrayImage {
    close(&mask(off, |value| value > PAPER), 1)
}

fn brighter(plane: &Plane, threshold: f32) -> GrayImage {
    open(&mask(plane, |value| value > threshold), 1)
}

fn quads_of(mask: &GrayImage, plane: &Plane, shape: (f64, f64)) -> Vec<Quad> {
    borders(mask).iter().filter_map(|border| quad_of(border, plane, shape)).collect()
}

/// The four corners of a contour, if it has four and holds a photograph. `fills` and `rectangular` are the shares of its
/// hull that the contour and the corners must fill.
fn quad_of(
    contour: &[PixelPoint<i32>],
    plane: &Plane,
    (fills, rectangular): (f64, f64),
) -> Option<Quad> {
    let all = (plane.width * plane.height) as f32;
    // The hull lies within the bounds: most contours need none.
    if contour.len() < 40 || bounds_area(contour) < LEAST_AREA * all {
        return None;
    }
    let hull = convex_hull(contour);
    if hull.len() < 4 {
        return None;
    }
    let hull_area = contour_area(&hull);
    let area = hull_area as f32 / all;
    if !(LEAST_AREA..=MOST_AREA).contains(&area) || contour_area(contour) < fills * hull_area {
        return None;
    }
    let around = arc_length(&hull, true);
    let corners = [0.02, 0.035, 0.05]
        .into_iter()
        .map(|share| corners_of(&hull, share * around))
        .find(|corners| corners.len() <= 4)?;
    if corners.len() != 4 || contour_area(&corners) < rectangular * hull_area {
        return None;
    }
    let quad = upright(corners)?;
    if touches(&quad, plane) >= 2 {
        return None;
    }
    let ratio = quad.side(0).max(quad.side(2)) / quad.side(1).max(quad.side(3));
    ((0.3..=3.3).contains(&ratio) && looks_like_photograph(plane, &quad)).then_some(quad)
}

/// The corners that are left of a hull when what lies within `off` pixels of the line between two is left out.
/// `imageproc` does that for open lines (of a closed one it keeps the first point, whatever it is, and drops the last
/// corner), so the hull is cut at two points that are far apart.
fn corners_of(hull: &[PixelPoint<i32>], off: f64) -> Vec<PixelPoint<i32>> {
    let farthest = |from: PixelPoint<i32>, points: &[PixelPoint<i32>]| {
        let apart = |at: &usize| (points[*at].x - from.x).pow(2) + (points[*at].y - from.y).pow(2);
        (0..points.len()).max_by_key(apart).unwrap_or(0)
    };
    let mut around = hull.to_vec();
    around.rotate_left(farthest(hull[0], hull));
    let opposite = farthest(around[0], &around);
    around.push(around[0]);
    let halves = [&around[..=opposite], &around[opposite..]];
    let without_end = |half: &[PixelPoint<i32>]| {
        let mut corners = approximate_polygon_dp(half, off, false);
        corners.pop();
        corners
    };
    halves.into_iter().flat_map(without_end).collect()
}

/// The area of the upright rectangle around the points' centres.
fn bounds_area(points: &[PixelPoint<i32>]) -> f32 {
    let start = (i32::MAX, i32::MAX, i32::MIN, i32::MIN);
    let (left, top, right, bottom) = points.iter().fold(start, |around, point| {
        let (left, top, right, bottom) = around;
        (left.min(point.x), top.min(point.y), right.max(point.x), bottom.max(point.y))
    });
    ((right - left) * (bottom - top)) as f32
}

/// How many edges of the picture it reaches: a photograph on a page, or a print on a table, lies within; ground
/// below a sky does not.
fn touches(quad: &Quad, plane: &Plane) -> usize {
    let (width, height) = (plane.width as f32, plane.height as f32);
    let near = EDGE * width.max(height);
    let (left, top, right, bottom) = quad.bounds();
    [left, top, width - right, height - bottom].iter().filter(|&&gap| gap < near).count()
}

/// Corners clockwise on the screen, the one nearest to the upper left first, pixel centres.
fn upright(corners: Vec<PixelPoint<i32>>) -> Option<Quad> {
    let mut corners: Vec<(f32, f32)> =
        corners.iter().map(|corner| (corner.x as f32 + 0.5, corner.y as f32 + 0.5)).collect();
    let quad = Quad(corners.clone().try_into().ok()?);
    if quad.area() < 0.0 {
        corners.reverse();
    }
    let first = (0..4).min_by(|&a, &b| {
        let sum = |at: usize| corners[at].0 + corners[at].1;
        sum(a).total_cmp(&sum(b))
    })?;
    corners.rotate_left(first);
    let quad = Quad(corners.try_into().ok()?);
    quad.is_convex().then_some(quad)
}

/// Many luminances, none of them prevailing: no bar of colour, no block of print.
fn looks_like_photograph(plane: &Plane, quad: &Quad) -> bool {
    const SAMPLES: usize = 32;
    let map = quad.centre(0.94).unit_map();
    let mut counts = [0usize; 32];
    for row in 0..SAMPLES {
        for column in 0..SAMPLES {
            let (x, y) = map
                .apply((column as f32 + 0.5) / SAMPLES as f32, (row as f32 + 0.5) / SAMPLES as f32);
            counts[(plane.at(x, y) / 8.0) as usize & 31] += 1;
        }
    }
    let total = (SAMPLES * SAMPLES) as f32;
    let entropy: f32 = counts
        .iter()
        .filter(|&&count| count > 0)
        .map(|&count| {
            let share = count as f32 / total;
            -share * share.log2()
        })
        .sum();
    // A bar of one colour has below 1 bit, print about 1.5, photographs 2.5 to 4.5. *Judgement.*
    entropy > 2.0
}

/// The largest of those that have most in common.
fn distinct(mut quads: Vec<Quad>) -> Vec<Quad> {
    quads.sort_by(|a, b| b.area().total_cmp(&a.area()));
    let mut kept: Vec<Quad> = Vec::new();
    for quad in quads {
        let same = |other: &Quad| overlap(&quad, other) > SAME;
        if kept.len() < MOST && !kept.iter().any(same) {
            kept.push(quad);
        }
    }
    kept
}

/// Intersection over union of the upright bounds.
fn overlap(a: &Quad, b: &Quad) -> f32 {
    let ((al, at, ar, ab), (bl, bt, br, bb)) = (a.bounds(), b.bounds());
    let common = (ar.min(br) - al.max(bl)).max(0.0) * (ab.min(bb) - at.max(bt)).max(0.0);
    common / ((ar - al) * (ab - at) + (br - bl) * (bb - bt) - common)
}

/// Whether there is paper with print around the photographs, given what is not paper, and what of that is no stroke.
fn is_page(ink: &GrayImage, solid: &GrayImage, photographs: &[Quad]) -> bool {
    let bounds: Vec<_> = photographs.iter().map(Quad::bounds).collect();
    let (mut outside, mut white, mut print) = (0usize, 0usize, 0usize);
    for ((x, y, ink), solid) in ink.enumerate_pixels().zip(solid.pixels()) {
        let (u, v) = (x as f32, y as f32);
        let covers = |&(left, top, right, bottom): &(f32, f32, f32, f32)| {
            u >= left - 2.0 && u <= right + 2.0 && v >= top - 2.0 && v <= bottom + 2.0
        };
        if !bounds.iter().any(covers) {
            outside += 1;
            white += usize::from(ink.0 == [0]);
            print += usize::from(ink.0 > solid.0);
        }
    }
    let has = |count: usize, share: f32| count as f32 >= share * outside as f32;
    has(white, PAGE) && has(print, PRINT)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vinculo_synth::pictures::{Template, page, scene};

    use super::*;
    use crate::Picture;
    use crate::sight::Sight;

    fn is_page_of(pixels: RgbImage) -> bool {
        Sight::of(&Picture::from_pixels(pixels).unwrap()).found.page
    }

    #[test]
    fn print_makes_a_page_and_trousers_on_an_even_ground_do_not() {
        let trousers = scene(71, 49);
        for template in Template::ALL {
            assert!(is_page_of(page(template, &trousers, 71, 49)), "{}", template.name());
        }
        assert!(!is_page_of(trousers));
    }

    #[test]
    fn a_rectangle_of_four_points_has_four_corners_wherever_it_begins() {
        let mut hull = [(0, 0), (90, 0), (90, 60), (0, 60)].map(|(x, y)| PixelPoint::new(x, y));
        for _ in 0..4 {
            assert_eq!(contour_area(&corners_of(&hull, 5.0)), 90.0 * 60.0);
            hull.rotate_left(1);
        }
    }

    proptest! {
        #[test]
        fn the_corners_of_a_turned_rectangle_are_found_wherever_its_hull_begins(
            (width, height) in (40.0f32..200.0, 40.0f32..200.0),
            degrees in 0.0f32..90.0,
            start in 0usize..1_000,
        ) {
            let (sin, cos) = degrees.to_radians().sin_cos();
            let place = |x: f32, y: f32| {
                PixelPoint::new((x * cos - y * sin).round() as i32, (x * sin + y * cos).round() as i32)
            };
            let sides = (0..=50).flat_map(|step| {
                let (x, y) = (width * step as f32 / 50.0, height * step as f32 / 50.0);
                [place(x, 0.0), place(x, height), place(0.0, y), place(width, y)]
            });
            let mut hull = convex_hull(sides.collect::<Vec<_>>());
            let count = hull.len();
            hull.rotate_left(start % count);
            let off = 0.02 * arc_length(&hull, true);
            let corners = corners_of(&hull, off);
            let wanted = [place(0.0, 0.0), place(width, 0.0), place(width, height), place(0.0, height)];
            prop_assert_eq!(corners.len(), 4);
            for corner in wanted {
                let near = |found: &PixelPoint<i32>| {
                    f64::from(found.x - corner.x).hypot(f64::from(found.y - corner.y)) <= off
                };
                prop_assert!(corners.iter().any(near), "{corners:?} for {wanted:?}");
            }
        }
    }
}
