//! A picture being painted: linear colours, noise, shapes.

use image::{Rgb, RgbImage};

use crate::dice::Dice;

pub(super) type Colour = [f32; 3];

/// A picture in floats, 0.0..=255.0 a channel.
#[derive(Clone)]
pub(super) struct Canvas {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) pixels: Vec<Colour>,
}

impl Canvas {
    pub(super) fn filled(width: usize, height: usize, colour: Colour) -> Self {
        Self { width, height, pixels: vec![colour; width * height] }
    }

    pub(super) fn of(picture: &RgbImage) -> Self {
        Self {
            width: picture.width() as usize,
            height: picture.height() as usize,
            pixels: picture.pixels().map(|pixel| pixel.0.map(f32::from)).collect(),
        }
    }

    pub(super) fn picture(&self) -> RgbImage {
        RgbImage::from_fn(self.width as u32, self.height as u32, |x, y| {
            Rgb(self.pixels[y as usize * self.width + x as usize]
                .map(|value| value.round().clamp(0.0, 255.0) as u8))
        })
    }

    /// The colour between pixels; the first pixel's centre is (0.5, 0.5). Outside there is none.
    pub(super) fn at(&self, x: f32, y: f32) -> Option<Colour> {
        if x < 0.0 || y < 0.0 || x > self.width as f32 || y > self.height as f32 {
            return None;
        }
        let x = (x - 0.5).clamp(0.0, (self.width - 1) as f32);
        let y = (y - 0.5).clamp(0.0, (self.height - 1) as f32);
        let (left, top) = (x as usize, y as usize);
        let (right, bottom) = ((left + 1).min(self.width - 1), (top + 1).min(self.height - 1));
        let (across, down) = (x - left as f32, y - top as f32);
        let pixel = |x: usize, y: usize| self.pixels[y * self.width + x];
        let upper = mix(pixel(left, top), pixel(right, top), across);
        let lower = mix(pixel(left, bottom), pixel(right, bottom), across);
        Some(mix(upper, lower, down))
    }

    /// Fills the pixels of a box for which `inside` is positive; it gives how much the colour covers, and the
    /// colour.
    pub(super) fn paint(
        &mut self,
        (left, top, right, bottom): (f32, f32, f32, f32),
        colour_at: impl Fn(f32, f32) -> (f32, Colour),
    ) {
        let clip = |value: f32, most: usize| (value.max(0.0) as usize).min(most);
        for y in clip(top.floor(), self.height)..clip(bottom.ceil(), self.height) {
            for x in clip(left.floor(), self.width)..clip(right.ceil(), self.width) {
                let (cover, colour) = colour_at(x as f32 + 0.5, y as f32 + 0.5);
                if cover > 0.0 {
                    let pixel = &mut self.pixels[y * self.width + x];
                    *pixel = mix(*pixel, colour, cover.min(1.0));
                }
            }
        }
    }

    pub(super) fn rectangle(
        &mut self,
        left: f32,
        top: f32,
        right: f32,
        bottom: f32,
        colour: Colour,
    ) {
        self.paint((left, top, right, bottom), |_, _| (1.0, colour));
    }

    /// Blurs with three box passes, which is near a Gaussian of this deviation.
    pub(super) fn blur(&mut self, sigma: f32) {
        let radius =
            ((sigma * sigma * 12.0 / 3.0 + 1.0).sqrt() / 2.0 - 0.5).round().max(0.0) as usize;
        if radius == 0 {
            return;
        }
        for _ in 0..3 {
            self.box_blur(radius);
        }
    }

    fn box_blur(&mut self, radius: usize) {
        let (width, height) = (self.width, self.height);
        let mut line = Vec::new();
        for y in 0..height {
            line.clear();
            line.extend_from_slice(&self.pixels[y * width..(y + 1) * width]);
            run(&line, radius, |x, colour| self.pixels[y * width + x] = colour);
        }
        for x in 0..width {
            line.clear();
            line.extend((0..height).map(|y| self.pixels[y * width + x]));
            run(&line, radius, |y, colour| self.pixels[y * width + x] = colour);
        }
    }

    pub(super) fn map(&mut self, change: impl Fn(usize, usize, Colour) -> Colour) {
        for y in 0..self.height {
            for x in 0..self.width {
                let pixel = &mut self.pixels[y * self.width + x];
                *pixel = change(x, y, *pixel);
            }
        }
    }

    pub(super) fn noise(&mut self, sigma: f32, seed: u32) {
        for (index, pixel) in self.pixels.iter_mut().enumerate() {
            for (channel, value) in pixel.iter_mut().enumerate() {
                let index = (3 * index + channel) as u32;
                // Four uniform numbers are near enough to a normal one.
                let sum: f32 = (0..4).map(|part| hash(seed, 4 * index + part)).sum();
                *value += sigma * (sum - 2.0) * 1.732;
            }
        }
    }
}

fn run(line: &[Colour], radius: usize, mut put: impl FnMut(usize, Colour)) {
    let last = line.len() - 1;
    let at = |index: isize| line[index.clamp(0, last as isize) as usize];
    let radius = radius as isize;
    let mut sum = [0.0; 3];
    for index in -radius..=radius {
        sum = add(sum, at(index), 1.0);
    }
    let share = 1.0 / (2 * radius + 1) as f32;
    for index in 0..line.len() as isize {
        put(index as usize, sum.map(|value| value * share));
        sum = add(add(sum, at(index + radius + 1), 1.0), at(index - radius), -1.0);
    }
}

pub(super) fn add(a: Colour, b: Colour, factor: f32) -> Colour {
    [a[0] + b[0] * factor, a[1] + b[1] * factor, a[2] + b[2] * factor]
}

pub(super) fn mix(a: Colour, b: Colour, share: f32) -> Colour {
    [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share]
}

/// A number from 0 to below 1 for each index: a scrambled integer (the finaliser of MurmurHash3).
pub(super) fn hash(seed: u32, index: u32) -> f32 {
    let mut h = seed ^ index.wrapping_mul(0x9e37_79b9);
    h = (h ^ (h >> 16)).wrapping_mul(0x85eb_ca6b);
    h = (h ^ (h >> 13)).wrapping_mul(0xc2b2_ae35);
    (h ^ (h >> 16)) as f32 / 4_294_967_296.0
}

/// A field of noise whose power falls with frequency, mean 0, about -1.0..=1.0.
pub(super) struct Field {
    size: usize,
    values: Vec<f32>,
}

impl Field {
    /// Adds lattices of 4, 8, 16 … cells a side, each weaker than the one before by `fall`.
    pub(super) fn new(dice: &mut Dice, size: usize, fall: f32) -> Self {
        let mut values = vec![0.0f32; size * size];
        let (mut cells, mut strength) = (4, 1.0);
        while cells < size {
            let lattice: Vec<f32> =
                (0..cells * cells).map(|_| dice.unit() as f32 * 2.0 - 1.0).collect();
            let step = cells as f32 / size as f32;
            for y in 0..size {
                let v = y as f32 * step;
                let (row, down) = (v as usize, smooth(v.fract()));
                let (upper, lower) = (row * cells, (row + 1) % cells * cells);
                for x in 0..size {
                    let u = x as f32 * step;
                    let (column, across) = (u as usize, smooth(u.fract()));
                    let next = (column + 1) % cells;
                    let top = lattice[upper + column]
                        + (lattice[upper + next] - lattice[upper + column]) * across;
                    let bottom = lattice[lower + column]
                        + (lattice[lower + next] - lattice[lower + column]) * across;
                    values[y * size + x] += strength * (top + (bottom - top) * down);
                }
            }
            cells *= 2;
            strength *= fall;
        }
        Self { size, values }
    }

    /// The field repeats beyond its size.
    pub(super) fn at(&self, x: f32, y: f32) -> f32 {
        let wrap = |value: f32| (value as isize).rem_euclid(self.size as isize) as usize;
        self.values[wrap(y) * self.size + wrap(x)]
    }
}

fn smooth(t: f32) -> f32 {
    t * t * (3.0 - 2.0 * t)
}
