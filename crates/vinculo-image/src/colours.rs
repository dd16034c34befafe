//! Coarse colour: a small grid of mean colours.

use crate::plane::RgbPlanes;
use crate::quad::{Homography, Quad};

/// Cells a side of a stored picture's grid. *Judgement*: 432 bytes a picture.
pub(crate) const GRID: usize = 12;
/// Mean distance from grey below which a picture counts as grey, in levels. *Judgement*: JPEG noise has 2.
pub(crate) const GREY: f32 = 6.0;

/// What is said of luminance where both are even: it neither contradicts points nor confirms codes.
const EVEN: f32 = 0.5;

/// How much stronger the contrast of one may be than that of the other. *Judgement*: the edits of the reference's table
/// go to 1.7.
const MOST_GAIN: f32 = 2.0;

/// The share of the cells that something laid over one picture may cover: a bar over the eyes, a caption, a stamp.
/// *Judgement.*
const LAID_OVER: f32 = 0.2;

/// Mean colours of a frame in `side` x `side` cells.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Colours {
    pub(crate) side: usize,
    pub(crate) cells: Vec<[u8; 3]>,
}

/// How two frames agree in colour where they overlap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Agreement {
    /// Share of the stored frame that the query shows.
    pub(crate) covered: f32,
    /// Correlation of luminance, -1.0..=1.0, over the overlap.
    pub(crate) luminance: f32,
    /// The same without the fifth of the cells that agree least.
    pub(crate) beneath: f32,
    /// Whether colours agree, or one of the pictures is grey.
    pub(crate) colour: bool,
}

impl Colours {
    /// Means of the region's cells, of 2 x 2 samples each.
    pub(crate) fn sampled(planes: &RgbPlanes, region: &Quad, side: usize) -> Self {
        let map = region.unit_map();
        let fine = 2 * side;
        let mut sums = vec![[0.0f32; 3]; side * side];
        for row in 0..fine {
            for column in 0..fine {
                let (x, y) = map
                    .apply((column as f32 + 0.5) / fine as f32, (row as f32 + 0.5) / fine as f32);
                let colour = planes.at(x, y);
                let sum = &mut sums[row / 2 * side + column / 2];
                for channel in 0..3 {
                    sum[channel] += 0.25 * colour[channel];
                }
            }
        }
        Self { side, cells: sums.iter().map(|sum| sum.map(|value| value.round() as u8)).collect() }
    }

    /// The colour at a place in shares of the frame, if it lies within.
    pub(crate) fn at(&self, x: f32, y: f32) -> Option<[f32; 3]> {
        if !(0.0..1.0).contains(&x) || !(0.0..1.0).contains(&y) {
            return None;
        }
        let last = (self.side - 1) as f32;
        let (x, y) = (
            (x * self.side as f32 - 0.5).clamp(0.0, last),
            (y * self.side as f32 - 0.5).clamp(0.0, last),
        );
        let (left, top) = (x as usize, y as usize);
        let (right, bottom) = ((left + 1).min(self.side - 1), (top + 1).min(self.side - 1));
        let (across, down) = (x - left as f32, y - top as f32);
        let cell = |x: usize, y: usize| self.cells[y * self.side + x].map(f32::from);
        let (a, b, c, d) =
            (cell(left, top), cell(right, top), cell(left, bottom), cell(right, bottom));
        Some([0, 1, 2].map(|channel| {
            let upper = a[channel] + (b[channel] - a[channel]) * across;
            let lower = c[channel] + (d[channel] - c[channel]) * across;
            upper + (lower - upper) * down
        }))
    }

    /// Holds a stored frame's grid against a query's, `map` taking shares of the stored frame to shares of the
    /// query's; only cells whose middle lies within the bounds (left, top, right, bottom) of the stored frame.
    pub(crate) fn agreement(
        &self,
        query: &Colours,
        map: &Homography,
        within: (f32, f32, f32, f32),
    ) -> Agreement {
        const FINE: usize = 3;
        let mut pairs = Vec::with_capacity(self.cells.len());
        for (number, cell) in self.cells.iter().enumerate() {
            let (column, row) = (number % self.side, number / self.side);
            let middle = |at: usize| (at as f32 + 0.5) / self.side as f32;
            let (x, y) = (middle(column), middle(row));
            if x < within.0 || y < within.1 || x > within.2 || y > within.3 {
                continue;
            }
            let mut sum = [0.0f32; 3];
            let mut inside = 0;
            for part in 0..FINE * FINE {
                let share = |at: usize, part: usize| {
                    (at as f32 + (part as f32 + 0.5) / FINE as f32) / self.side as f32
                };
                let (x, y) = map.apply(share(column, part % FINE), share(row, part / FINE));
                if let Some(colour) = query.at(x, y) {
                    inside += 1;
                    for channel in 0..3 {
                        sum[channel] += colour[channel];
                    }
                }
            }
            if inside > FINE * FINE / 2 {
                pairs.push((cell.map(f32::from), sum.map(|value| value / inside as f32)));
            }
        }
        let values: Vec<(f32, f32)> = pairs.iter().map(|&(a, b)| (luma(a), luma(b))).collect();
        Agreement {
            covered: pairs.len() as f32 / self.cells.len() as f32,
            luminance: Line::through(&values).correlation(),
            beneath: Line::beneath(values, LAID_OVER).correlation(),
            colour: colours_agree(&pairs),
        }
    }
}

type Pair = ([f32; 3], [f32; 3]);

pub(crate) fn luma([red, green, blue]: [f32; 3]) -> f32 {
    0.299 * red + 0.587 * green + 0.114 * blue
}

/// Differences of red and blue from the luminance.
pub(crate) fn chroma(colour: [f32; 3]) -> (f32, f32) {
    let grey = luma(colour);
    (colour[0] - grey, colour[2] - grey)
}

/// Means, deviations and their product of two pictures' values.
pub(crate) struct Line {
    count: usize,
    middle: (f32, f32),
    ab: f32,
    aa: f32,
    bb: f32,
}

impl Line {
    fn through(values: &[(f32, f32)]) -> Self {
        let count = values.len() as f32;
        let middle =
            values.iter().fold((0.0, 0.0), |sum, v| (sum.0 + v.0 / count, sum.1 + v.1 / count));
        let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
        for (a, b) in values {
            let (a, b) = (a - middle.0, b - middle.1);
            ab += a * b;
            aa += a * a;
            bb += b * b;
        }
        Self { count: values.len(), middle, ab, aa, bb }
    }

    fn correlation(&self) -> f32 {
        let Self { ab, aa, bb, .. } = *self;
        if self.count < 9 {
            return 0.0;
        }
        let count = self.count as f32;
        // A deviation below two levels is no structure that could agree. Where neither has any, none contradicts.
        match (aa < 4.0 * count, bb < 4.0 * count) {
            (true, true) => EVEN,
            // A garment of the same cut in another cloth has the same outline; its contrast with the ground differs
            // more than an edit's.
            (false, false) if !(1.0 / MOST_GAIN..=MOST_GAIN).contains(&(aa / bb).sqrt()) => 0.0,
            (false, false) => ab / (aa * bb).sqrt(),
            _ => 0.0,
        }
    }

    /// The second value where the first puts it.
    pub(crate) fn at(&self, a: f32) -> f32 {
        let slope = if self.aa > 0.0 { self.ab / self.aa } else { 0.0 };
        self.middle.1 + slope * (a - self.middle.0)
    }

    /// How far the second value lies from there.
    fn off(&self, (a, b): (f32, f32)) -> f32 {
        (b - self.at(a)).abs()
    }

    /// Of what is left when this share of the values, those that agree least, is left out, twice over, for a line
    /// through all is drawn towards what was laid over.
    pub(crate) fn beneath(mut values: Vec<(f32, f32)>, share: f32) -> Self {
        let left = values.len() - (values.len() as f32 * share) as usize;
        let mut line = Self::through(&values);
        for _ in 0..2 {
            values.sort_by(|a, b| line.off(*a).total_cmp(&line.off(*b)));
            line = Self::through(&values[..left]);
        }
        line
    }
}

/// Mean distance from grey, given differences of red and blue from the luminance.
pub(crate) fn strength(chromas: impl ExactSizeIterator<Item = (f32, f32)>) -> f32 {
    let count = chromas.len() as f32;
    chromas.map(|(red, blue)| red.hypot(blue)).sum::<f32>() / count
}

fn colours_agree(pairs: &[Pair]) -> bool {
    if pairs.is_empty() {
        return false;
    }
    let of_a = strength(pairs.iter().map(|pair| chroma(pair.0)));
    let of_b = strength(pairs.iter().map(|pair| chroma(pair.1)));
    if of_a < GREY || of_b < GREY {
        return true;
    }
    let mut apart: Vec<f32> = pairs
        .iter()
        .map(|&(a, b)| {
            let ((ar, ab), (br, bb)) = (chroma(a), chroma(b));
            (ar - br).hypot(ab - bb)
        })
        .collect();
    let middle = apart.len() / 2;
    let median = *apart.select_nth_unstable_by(middle, f32::total_cmp).1;
    // Contrast and white balance change colours by up to a half of their strength. *Judgement.*
    median <= 8.0 + 0.6 * of_a.max(of_b)
}
