//! Edits that move pixels.

use image::RgbImage;

use super::canvas::{Canvas, Colour};

/// A point in pixels, or as shares of a picture.
pub(super) type Place = (f32, f32);

/// Draws `source` onto `target` so that its corners come to lie on `corners` (clockwise from the upper left).
pub(super) fn lay(target: &mut Canvas, source: &Canvas, corners: [Place; 4]) {
    let map = Projection::onto_unit(corners);
    let (width, height) = (source.width as f32, source.height as f32);
    // Where the source is much larger than its place, it is averaged first.
    let shrunk;
    let place = (corners[1].0 - corners[0].0).hypot(corners[1].1 - corners[0].1);
    let source = if width > 1.5 * place {
        shrunk =
            resized(source, place.max(1.0) as usize, (place * height / width).max(1.0) as usize);
        &shrunk
    } else {
        source
    };
    let (width, height) = (source.width as f32, source.height as f32);
    let bound = |pick: fn(f32, f32) -> f32, axis: fn(Place) -> f32| {
        corners.map(axis).into_iter().reduce(pick).unwrap_or(0.0)
    };
    let area = (
        bound(f32::min, |corner| corner.0),
        bound(f32::min, |corner| corner.1),
        bound(f32::max, |corner| corner.0),
        bound(f32::max, |corner| corner.1),
    );
    target.paint(area, |x, y| {
        let (u, v) = map.apply((x, y));
        match source.at(u * width, v * height) {
            Some(colour) => (1.0, colour),
            None => (0.0, [0.0; 3]),
        }
    });
}

/// Turns about the middle; what was outside is filled.
pub(super) fn turned(picture: &RgbImage, degrees: f32, fill: Colour) -> Canvas {
    let source = Canvas::of(picture);
    let (width, height) = (source.width as f32, source.height as f32);
    let (sin, cos) = degrees.to_radians().sin_cos();
    let mut target = Canvas::filled(source.width, source.height, fill);
    target.paint((0.0, 0.0, width, height), |x, y| {
        let (dx, dy) = (x - width / 2.0, y - height / 2.0);
        match source.at(width / 2.0 + dx * cos + dy * sin, height / 2.0 + dy * cos - dx * sin) {
            Some(colour) => (1.0, colour),
            None => (0.0, fill),
        }
    });
    target
}

/// The part between two corners given as shares.
pub(super) fn cropped(picture: &RgbImage, from: Place, to: Place) -> RgbImage {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let left = (from.0 * width).round() as u32;
    let top = (from.1 * height).round() as u32;
    let wide = ((to.0 - from.0) * width).round().max(1.0) as u32;
    let high = ((to.1 - from.1) * height).round().max(1.0) as u32;
    image::imageops::crop_imm(picture, left, top, wide, high).to_image()
}

/// Averaged or interpolated to a size.
pub(super) fn resized(source: &Canvas, width: usize, height: usize) -> Canvas {
    let picture = image::imageops::resize(
        &source.picture(),
        width as u32,
        height as u32,
        image::imageops::FilterType::CatmullRom,
    );
    Canvas::of(&picture)
}

/// A projective map, found by solving for the four corners.
struct Projection([f32; 9]);

impl Projection {
    /// From the quadrilateral to the unit square.
    fn onto_unit(corners: [Place; 4]) -> Self {
        let unit = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)];
        let mut rows = [[0.0f64; 9]; 8];
        for (index, ((x, y), (u, v))) in corners.into_iter().zip(unit).enumerate() {
            let (x, y) = (f64::from(x), f64::from(y));
            rows[2 * index] = [x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, u];
            rows[2 * index + 1] = [0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y, v];
        }
        for pivot in 0..8 {
            let best = (pivot..8)
                .max_by(|&a, &b| rows[a][pivot].abs().total_cmp(&rows[b][pivot].abs()))
                .unwrap_or(pivot);
            rows.swap(pivot, best);
            let lead = rows[pivot];
            for (number, row) in rows.iter_mut().enumerate() {
                if number != pivot {
                    let factor = row[pivot] / lead[pivot];
                    for (value, from) in row.iter_mut().zip(lead) {
                        *value -= factor * from;
                    }
                }
            }
        }
        let mut map = [1.0f32; 9];
        for (index, row) in rows.iter().enumerate() {
            map[index] = (row[8] / row[index]) as f32;
        }
        Self(map)
    }

    fn apply(&self, (x, y): Place) -> Place {
        let m = &self.0;
        let w = m[6] * x + m[7] * y + m[8];
        ((m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w)
    }
}
