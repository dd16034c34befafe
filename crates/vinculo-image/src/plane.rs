//! Grey planes, their pyramid, and sampling of a quadrilateral.

use image::RgbImage;

use crate::quad::Quad;

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
        let values = pixels.pixels().map(|pixel| {
            let [red, green, blue] = pixel.0.map(f32::from);
            0.299 * red + 0.587 * green + 0.114 * blue
        });
        Self {
            width: pixels.width() as usize,
            height: pixels.height() as usize,
            values: values.collect(),
        }
    }

    /// Half the size, each value the mean of four; an odd last row or column is left out.
    fn halved(&self) -> Self {
        let (width, height) = ((self.width / 2).max(1), (self.height / 2).max(1));
        let mut values = Vec::with_capacity(width * height);
        for y in 0..height {
            let (top, bottom) = (2 * y, (2 * y + 1).min(self.height - 1));
            for x in 0..width {
                let (left, right) = (2 * x, (2 * x + 1).min(self.width - 1));
                values.push(
                    0.25 * (self.values[top * self.width + left]
                        + self.values[top * self.width + right]
                        + self.values[bottom * self.width + left]
                        + self.values[bottom * self.width + right]),
                );
            }
        }
        Self { width, height, values }
    }

    /// The value between pixels; the centre of the first pixel is (0.5, 0.5). Outside, the nearest edge.
    #[inline]
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

    /// Samples a quadrilateral (corners in pixels of the base, clockwise from the upper left) into a square of
    /// `SIDE` x `SIDE` means, each of 2 x 2 samples at the level whose pixels are as large as the step.
    pub(crate) fn square<const SIDE: usize>(&self, quad: &Quad) -> Vec<f32> {
        let fine = 2 * SIDE;
        let step = quad.longest_side() / fine as f32;
        let level = (step.max(1.0).log2().round() as usize).min(self.levels.len() - 1);
        let plane = &self.levels[level];
        let scale = 1.0 / (1u32 << level) as f32;
        let map = quad.from_unit();
        let mut square = vec![0.0; SIDE * SIDE];
        for row in 0..fine {
            for column in 0..fine {
                let (x, y) = map
                    .apply((column as f32 + 0.5) / fine as f32, (row as f32 + 0.5) / fine as f32);
                square[row / 2 * SIDE + column / 2] += 0.25 * plane.at(x * scale, y * scale);
            }
        }
        square
    }
}
