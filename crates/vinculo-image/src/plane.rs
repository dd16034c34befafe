//! Grey planes, their pyramid, and sampling of a quadrilateral.

use image::{GrayImage, RgbImage};

use crate::quad::Quad;
use crate::scan::widest;

/// One plane of luminance, 0.0..=255.0, in rows.
#[derive(Clone)]
pub(crate) struct Plane {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) values: Vec<f32>,
}

impl Plane {
    /// Luminance by ITU-R BT.601, as JPEG stores it.
    pub(crate) fn luma(pixels: &RgbImage) -> Self {
        let of = |pixel: &[u8; 3]| {
            let [red, green, blue] = pixel.map(f32::from);
            0.299 * red + 0.587 * green + 0.114 * blue
        };
        let (width, height) = (pixels.width() as usize, pixels.height() as usize);
        let pixels: &[u8] = pixels;
        let mut values = vec![0.0; width * height];
        widest(
            #[inline(always)]
            || {
                for (value, pixel) in values.iter_mut().zip(pixels.as_chunks::<3>().0) {
                    *value = of(pixel);
                }
            },
        );
        Self { width, height, values }
    }

    /// The luminances as bytes.
    pub(crate) fn grey(&self) -> GrayImage {
        let mut bytes = vec![0; self.values.len()];
        widest(
            #[inline(always)]
            || {
                for (byte, value) in bytes.iter_mut().zip(&self.values) {
                    // Luminance is not negative: half up is away from zero.
                    *byte = (value + 0.5) as u8;
                }
            },
        );
        GrayImage::from_raw(self.width as u32, self.height as u32, bytes)
            .expect("as many values as pixels")
    }

    /// Half the size, each value the mean of four; an odd last row or column is left out.
    fn halved(&self) -> Self {
        let (width, height) = ((self.width / 2).max(1), (self.height / 2).max(1));
        let mut values = vec![0.0; width * height];
        let row = |y: usize| &self.values[y * self.width..(y + 1) * self.width];
        widest(
            #[inline(always)]
            || {
                for (y, target) in values.chunks_exact_mut(width).enumerate() {
                    let (top, bottom) = (row(2 * y), row((2 * y + 1).min(self.height - 1)));
                    let pairs = top.as_chunks::<2>().0.iter().zip(bottom.as_chunks::<2>().0);
                    for (value, (top, bottom)) in target.iter_mut().zip(pairs) {
                        *value = 0.25 * (top[0] + top[1] + bottom[0] + bottom[1]);
                    }
                }
            },
        );
        Self { width, height, values }
    }

    /// The value between pixels; the centre of the first pixel is (0.5, 0.5). Outside, the nearest edge.
    #[inline(always)]
    pub(crate) fn at(&self, x: f32, y: f32) -> f32 {
        let x = (x - 0.5).clamp(0.0, (self.width - 1) as f32);
        let y = (y - 0.5).clamp(0.0, (self.height - 1) as f32);
        let (left, top) = (x as usize, y as usize);
        let (right, bottom) = ((left + 1).min(self.width - 1), (top + 1).min(self.height - 1));
        let (across, down) = (x - left as f32, y - top as f32);
        let upper = self.values[top * self.width + left] * (1.0 - across)
            + self.values[top * self.width + right] * across;
        let lower = self.values[bottom * self.width + left] * (1.0 - across)
            + self.values[bottom * self.width + right] * across;
        upper * (1.0 - down) + lower * down
    }
}

/// A picture's colours, small.
pub(crate) struct RgbPlanes {
    width: usize,
    height: usize,
    values: Vec<[f32; 3]>,
}

impl RgbPlanes {
    pub(crate) fn new(pixels: &RgbImage) -> Self {
        Self {
            width: pixels.width() as usize,
            height: pixels.height() as usize,
            values: pixels.pixels().map(|pixel| pixel.0.map(f32::from)).collect(),
        }
    }

    /// The colour at a place in shares of the picture.
    pub(crate) fn at(&self, x: f32, y: f32) -> [f32; 3] {
        let x = (x * self.width as f32 - 0.5).clamp(0.0, (self.width - 1) as f32);
        let y = (y * self.height as f32 - 0.5).clamp(0.0, (self.height - 1) as f32);
        let (left, top) = (x as usize, y as usize);
        let (right, bottom) = ((left + 1).min(self.width - 1), (top + 1).min(self.height - 1));
        let (across, down) = (x - left as f32, y - top as f32);
        let pixel = |x: usize, y: usize| self.values[y * self.width + x];
        let (a, b, c, d) =
            (pixel(left, top), pixel(right, top), pixel(left, bottom), pixel(right, bottom));
        [0, 1, 2].map(|channel| {
            let upper = a[channel] + (b[channel] - a[channel]) * across;
            let lower = c[channel] + (d[channel] - c[channel]) * across;
            upper + (lower - upper) * down
        })
    }
}

/// A place between two values of a line, as [`Plane::at`] takes it: both, and the share of the second.
#[derive(Clone, Copy)]
struct Tap {
    first: usize,
    second: usize,
    share: f32,
}

impl Tap {
    #[inline(always)]
    fn between(&self, line: &[f32]) -> f32 {
        line[self.first] * (1.0 - self.share) + line[self.second] * self.share
    }
}

/// The two samples of a pixel of a smaller copy, a quarter of the way in from either side.
#[inline(always)]
fn taps(pixel: usize, step: f32, length: usize) -> [Tap; 2] {
    [0.25, 0.75].map(|part| {
        let at = ((pixel as f32 + part) * step - 0.5).clamp(0.0, (length - 1) as f32);
        let first = at as usize;
        Tap { first, second: (first + 1).min(length - 1), share: at - first as f32 }
    })
}

/// A plane and its halves, down to 8 pixels.
pub(crate) struct Pyramid {
    pub(crate) levels: Vec<Plane>,
}

impl Pyramid {
    pub(crate) fn new(base: Plane) -> Self {
        let mut levels = vec![base];
        while let Some(last) = levels.last() {
            if last.width.min(last.height) < 16 {
                break;
            }
            let next = last.halved();
            levels.push(next);
        }
        Self { levels }
    }

    pub(crate) fn base(&self) -> &Plane {
        &self.levels[0]
    }

    /// The same plane at another, smaller size: two by two samples a pixel, from the level below that.
    pub(crate) fn resampled(&self, width: usize, height: usize) -> Plane {
        let base = self.base();
        if (width, height) == (base.width, base.height) {
            return base.clone();
        }
        let (across, down) = (base.width as f32 / width as f32, base.height as f32 / height as f32);
        let level =
            ((across.max(down) / 2.0).max(1.0).log2().round() as usize).min(self.levels.len() - 1);
        let plane = &self.levels[level];
        let scale = 1.0 / (1u32 << level) as f32;
        // What is interpolated down the columns serves all that is interpolated along the row.
        let columns: Vec<[Tap; 2]> =
            (0..width).map(|x| taps(x, across * scale, plane.width)).collect();
        let mut values = vec![0.0; width * height];
        let mut line = vec![0.0f32; plane.width];
        let row = |y: usize| &plane.values[y * plane.width..(y + 1) * plane.width];
        widest(
            #[inline(always)]
            || {
                for (y, target) in values.chunks_exact_mut(width).enumerate() {
                    let [upper, lower] = taps(y, down * scale, plane.height);
                    let (a, b) = (row(upper.first), row(upper.second));
                    let (c, d) = (row(lower.first), row(lower.second));
                    let above = a.iter().zip(b);
                    let below = c.iter().zip(d);
                    for (value, ((a, b), (c, d))) in line.iter_mut().zip(above.zip(below)) {
                        *value = a * (1.0 - upper.share)
                            + b * upper.share
                            + c * (1.0 - lower.share)
                            + d * lower.share;
                    }
                    for (value, [left, right]) in target.iter_mut().zip(&columns) {
                        *value = 0.25 * (left.between(&line) + right.between(&line));
                    }
                }
            },
        );
        Plane { width, height, values }
    }

    /// A quadrilateral (in pixels of the base) as an upright plane no longer than `side`, never enlarged.
    pub(crate) fn warped(&self, quad: &Quad, side: usize) -> Plane {
        let (across, down) = (quad.side(0).max(quad.side(2)), quad.side(1).max(quad.side(3)));
        let scale = (side as f32 / across.max(down)).min(1.0);
        let length = |from: f32| ((from * scale).round() as usize).max(1);
        let (width, height) = (length(across), length(down));
        let level = ((0.5 / scale).max(1.0).log2().round() as usize).min(self.levels.len() - 1);
        let plane = &self.levels[level];
        let shrink = 1.0 / (1u32 << level) as f32;
        let map = quad.unit_map();
        let mut values = vec![0.0; width * height];
        widest(
            #[inline(always)]
            || {
                for (y, row) in values.chunks_exact_mut(width).enumerate() {
                    let down = (y as f32 + 0.5) / height as f32;
                    for (x, value) in row.iter_mut().enumerate() {
                        let (u, v) = map.apply((x as f32 + 0.5) / width as f32, down);
                        *value = plane.at(u * shrink, v * shrink);
                    }
                }
            },
        );
        Plane { width, height, values }
    }

    /// Samples a quadrilateral (corners in pixels of the base, clockwise from the upper left) into a square of
    /// `SIDE` x `SIDE` means, each of 2 x 2 samples at the level whose pixels are as large as the step.
    pub(crate) fn square<const SIDE: usize>(&self, quad: &Quad) -> Vec<f32> {
        let fine = 2 * SIDE;
        let step = quad.longest_side() / fine as f32;
        let level = (step.max(1.0).log2().round() as usize).min(self.levels.len() - 1);
        let plane = &self.levels[level];
        let scale = 1.0 / (1u32 << level) as f32;
        let map = quad.unit_map();
        let mut square = vec![0.0; SIDE * SIDE];
        widest(
            #[inline(always)]
            || {
                for row in 0..fine {
                    let down = (row as f32 + 0.5) / fine as f32;
                    for column in 0..fine {
                        let (x, y) = map.apply((column as f32 + 0.5) / fine as f32, down);
                        square[row / 2 * SIDE + column / 2] +=
                            0.25 * plane.at(x * scale, y * scale);
                    }
                }
            },
        );
        square
    }
}
