//! Scenes: what a generated photograph shows.

use image::RgbImage;

use super::canvas::{Canvas, Colour, Field, add, mix};
use crate::dice::{Dice, Stream};

/// A generated picture, 600 to 1,000 pixels a side. The same seed and index give the same pixels.
///
/// Half of them are heaps of occluding shapes (the dead-leaves model, whose statistics are those of natural
/// pictures: Lee, Mumford and Huang, *Int. J. Computer Vision* 41, 2001) and landscapes; the rest are garments on
/// one backdrop, portraits, and drawings on skin.
pub fn scene(seed: u64, index: u32) -> RgbImage {
    let mut dice = Dice::new(seed, Stream::Picture(index));
    let (width, height) = if dice.chance(0.5) { (1000, 750) } else { (750, 1000) };
    let light = Field::new(&mut dice, 256, 0.5);
    let texture = Field::new(&mut dice, 256, 0.75);
    let mut canvas = match dice.below(8) {
        0..=2 => leaves(&mut dice, width, height, &texture),
        3 => landscape(&mut dice, width, height, &texture),
        4 | 5 => garment(&mut dice, width, height, &texture),
        6 => portrait(&mut dice, width, height, &texture),
        _ => drawing(&mut dice, width, height, &texture),
    };
    develop(&mut dice, &mut canvas, &light);
    canvas.picture()
}

/// Light, lens and sensor.
fn develop(dice: &mut Dice, canvas: &mut Canvas, light: &Field) {
    let (width, height) = (canvas.width as f32, canvas.height as f32);
    let strength = 0.05 + 0.15 * dice.unit() as f32;
    let (tilt_x, tilt_y) = (dice.unit() as f32 - 0.5, dice.unit() as f32 - 0.5);
    canvas.map(|x, y, colour| {
        let (u, v) = (x as f32 / width - 0.5, y as f32 / height - 0.5);
        let vignette = 1.0 - 0.25 * (u * u + v * v);
        let uneven = 1.0
            + strength * light.at((u + 0.5) * 255.0, (v + 0.5) * 255.0)
            + 0.3 * (tilt_x * u + tilt_y * v);
        colour.map(|value| value * vignette * uneven)
    });
    canvas.blur(0.6 + 0.5 * dice.unit() as f32);
    let seed = dice.below(u32::MAX as usize) as u32;
    canvas.noise(1.5 + 2.5 * dice.unit() as f32, seed);
}

fn colour(dice: &mut Dice, from: f32, to: f32) -> Colour {
    let grey = from + (to - from) * dice.unit() as f32;
    let mut tint = || 50.0 * (dice.unit() as f32 - 0.5) * 2.0;
    [grey + tint(), grey + tint(), grey + tint()]
}

/// One shape of the heap.
struct Leaf {
    middle: (f32, f32),
    radii: (f32, f32),
    turn: f32,
    square: bool,
    colour: Colour,
    shade: (f32, f32),
    texture: f32,
    shift: (f32, f32),
}

impl Leaf {
    fn new(dice: &mut Dice, width: f32, height: f32, palette: &[Colour], largest: f32) -> Self {
        // Radii fall as the inverse cube, between 5 pixels and the largest.
        let (low, high) = (5.0f32.powi(-2), largest.powi(-2));
        let radius = (low - dice.unit() as f32 * (low - high)).powf(-0.5);
        let tone = 24.0 * dice.normal() as f32;
        Self {
            middle: (dice.unit() as f32 * width, dice.unit() as f32 * height),
            radii: (radius, radius * (0.35 + 0.65 * dice.unit() as f32)),
            turn: dice.unit() as f32 * std::f32::consts::PI,
            square: dice.chance(0.45),
            colour: add(palette[dice.below(palette.len())], [tone; 3], 1.0),
            shade: (0.5 * (dice.unit() as f32 - 0.5), 0.5 * (dice.unit() as f32 - 0.5)),
            texture: 18.0 * dice.unit() as f32,
            shift: (dice.unit() as f32 * 256.0, dice.unit() as f32 * 256.0),
        }
    }

    fn paint(&self, canvas: &mut Canvas, texture: &Field) {
        let (sin, cos) = self.turn.sin_cos();
        let (rx, ry) = self.radii;
        let reach = if self.square { rx.hypot(ry) } else { rx };
        let (cx, cy) = self.middle;
        canvas.paint((cx - reach, cy - reach, cx + reach, cy + reach), |x, y| {
            let (dx, dy) = (x - cx, y - cy);
            let (u, v) = ((dx * cos + dy * sin) / rx, (dy * cos - dx * sin) / ry);
            let outside = if self.square { u.abs().max(v.abs()) } else { u.hypot(v) };
            let cover = ((1.0 - outside) * ry + 0.5).clamp(0.0, 1.0);
            if cover == 0.0 {
                return (0.0, self.colour);
            }
            let light = 1.0 + self.shade.0 * u + self.shade.1 * v;
            let grain = self.texture * texture.at(x + self.shift.0, y + self.shift.1);
            (cover, self.colour.map(|value| value * light + grain))
        });
    }
}

fn leaves(dice: &mut Dice, width: usize, height: usize, texture: &Field) -> Canvas {
    let count = 3 + dice.below(5);
    let palette: Vec<Colour> = (0..count).map(|_| colour(dice, 30.0, 220.0)).collect();
    let mut canvas = Canvas::filled(width, height, palette[0]);
    let (w, h) = (width as f32, height as f32);
    for _ in 0..6 {
        let mut large = Leaf::new(dice, w, h, &palette, 200.0);
        let grow = (150.0 + 250.0 * dice.unit() as f32) / large.radii.0;
        large.radii = (large.radii.0 * grow, large.radii.1 * grow);
        large.paint(&mut canvas, texture);
    }
    for _ in 0..300 + dice.below(1500) {
        Leaf::new(dice, w, h, &palette, 0.25 * w.min(h)).paint(&mut canvas, texture);
    }
    canvas
}

fn landscape(dice: &mut Dice, width: usize, height: usize, texture: &Field) -> Canvas {
    let (high, low) = (colour(dice, 120.0, 220.0), colour(dice, 170.0, 240.0));
    let mut canvas = Canvas::filled(width, height, low);
    canvas.map(|x, y, _| {
        let down = y as f32 / height as f32;
        let cloud = 18.0 * texture.at(x as f32 * 0.4, y as f32 * 0.8).max(0.0);
        add(mix(high, low, down), [cloud; 3], 1.0)
    });
    let layers = 2 + dice.below(4);
    for layer in 0..layers {
        let line = 0.3 + 0.6 * (layer as f32 + 0.5 * dice.unit() as f32) / layers as f32;
        let ground = colour(dice, 40.0, 170.0);
        let rough = Field::new(dice, 256, 0.6);
        let (amplitude, stretch) =
            (0.04 + 0.12 * dice.unit() as f32, 0.1 + 0.25 * dice.unit() as f32);
        let shift = dice.unit() as f32 * 256.0;
        canvas.map(|x, y, below| {
            let edge =
                (line + amplitude * rough.at(x as f32 * stretch + shift, shift)) * height as f32;
            let cover = (y as f32 - edge + 0.5).clamp(0.0, 1.0);
            let grain =
                26.0 * texture.at(x as f32 * 0.9 + shift, y as f32 * 0.9 + 40.0 * layer as f32);
            mix(below, add(ground, [grain; 3], 1.0), cover)
        });
    }
    let palette: Vec<Colour> = (0..4).map(|_| colour(dice, 30.0, 200.0)).collect();
    for _ in 0..60 + dice.below(200) {
        let mut leaf = Leaf::new(dice, width as f32, height as f32, &palette, 70.0);
        leaf.middle.1 = height as f32 * (0.5 + 0.5 * dice.unit() as f32);
        leaf.paint(&mut canvas, texture);
    }
    canvas
}

/// A shirt or trousers laid flat on one of three backdrops: layouts that many pictures share.
fn garment(dice: &mut Dice, width: usize, height: usize, texture: &Field) -> Canvas {
    let backdrops: [Colour; 3] =
        [[236.0, 235.0, 232.0], [205.0, 200.0, 190.0], [120.0, 125.0, 132.0]];
    let mut canvas = Canvas::filled(width, height, dice.pick(&backdrops));
    canvas.map(|x, y, colour| {
        add(colour, [5.0 * texture.at(x as f32 * 0.5, y as f32 * 0.5); 3], 1.0)
    });
    let cloth = colour(dice, 30.0, 220.0);
    let other = colour(dice, 30.0, 220.0);
    let (pattern, period) = (dice.below(4), 8.0 + 40.0 * dice.unit() as f32);
    let fold = Field::new(dice, 256, 0.55);
    let shift = dice.unit() as f32 * 256.0;
    let size = 0.85 + 0.2 * dice.unit() as f32;
    let (mx, my) = (
        width as f32 * (0.5 + 0.04 * dice.normal() as f32),
        height as f32 * (0.5 + 0.03 * dice.normal() as f32),
    );
    let unit = size * width.min(height) as f32;
    let trousers = dice.chance(0.35);
    let everywhere = (0.0, 0.0, width as f32, height as f32);
    canvas.paint(everywhere, |x, y| {
        let (u, v) = ((x - mx) / unit, (y - my) / unit);
        let wobble = 0.012 * fold.at(x * 0.6 + shift, y * 0.6);
        let inside = if trousers {
            in_trousers(u + wobble, v + wobble)
        } else {
            in_shirt(u + wobble, v + wobble)
        };
        let stripe = match pattern {
            0 => false,
            1 => (y / period) as i32 % 2 == 0,
            2 => (x / period) as i32 % 2 == 0,
            _ => ((x / period) as i32 + (y / period) as i32) % 2 == 0,
        };
        let base = if stripe { other } else { cloth };
        let crease = 34.0 * fold.at(x * 0.35 + shift, y * 0.35 + shift) + 7.0 * texture.at(x, y);
        ((inside * unit).clamp(0.0, 1.0), add(base, [crease; 3], 1.0))
    });
    // A print, a stain, a patch: what tells one garment from the next.
    let palette = [other, colour(dice, 20.0, 235.0), colour(dice, 20.0, 235.0)];
    for _ in 0..dice.below(60) {
        let mut leaf = Leaf::new(dice, 1.0, 1.0, &palette, 60.0);
        leaf.middle =
            (mx + 0.12 * unit * dice.normal() as f32, my + 0.12 * unit * dice.normal() as f32);
        leaf.paint(&mut canvas, texture);
    }
    canvas
}

/// Distance inside a shirt's outline, positive inside, in units of its size.
fn in_shirt(u: f32, v: f32) -> f32 {
    let body = (0.26 - u.abs()).min(0.42 - v.abs());
    let sleeve = (0.44 - u.abs()).min(0.11 - (v + 0.28 - 0.35 * (u.abs() - 0.26)).abs());
    let neck = (u * u + (v + 0.44) * (v + 0.44)).sqrt() - 0.10;
    body.max(sleeve).min(neck)
}

fn in_trousers(u: f32, v: f32) -> f32 {
    let leg = 0.10 - (u.abs() - 0.11 - 0.03 * (v + 0.45)).abs();
    let hip = (0.21 - u.abs()).min(0.16 - (v + 0.30).abs());
    leg.max(hip).min(0.45 - v.abs())
}

/// A head and shoulders before a plain wall. The face is an oval with dark and light places, nobody's.
fn portrait(dice: &mut Dice, width: usize, height: usize, texture: &Field) -> Canvas {
    let wall = colour(dice, 110.0, 235.0);
    let mut canvas = Canvas::filled(width, height, wall);
    canvas.map(|x, y, colour| {
        add(colour, [6.0 * texture.at(x as f32 * 0.3, y as f32 * 0.3); 3], 1.0)
    });
    let (w, h) = (width as f32, height as f32);
    let unit = 0.95 * w.min(h);
    let middle =
        (w * (0.5 + 0.05 * dice.normal() as f32), h * (0.45 + 0.03 * dice.normal() as f32));
    let skin_tone = 90.0 + 110.0 * dice.unit() as f32;
    let skin = [skin_tone + 35.0, skin_tone, skin_tone - 25.0];
    let hair_tone = 20.0 + 60.0 * dice.unit() as f32;
    let hair = [hair_tone + 10.0, hair_tone, hair_tone - 8.0];
    let cloth = colour(dice, 30.0, 210.0);
    let oval =
        |dx: f32, dy: f32, rx: f32, ry: f32, colour: Colour, grain: f32, soft: f32, turn: f32| {
            (dx, dy, rx, ry, colour, grain, soft, turn)
        };
    let mut jitter = |about: f32, by: f32| about + by * dice.normal() as f32;
    let face = (jitter(0.21, 0.012), jitter(0.28, 0.014));
    let mut parts = vec![
        oval(0.0, 0.62, jitter(0.46, 0.03), 0.34, cloth, 20.0, 1.0, 0.0),
        oval(0.0, 0.32, 0.11, 0.16, skin.map(|value| value * 0.85), 5.0, 3.0, 0.0),
        oval(0.0, jitter(-0.06, 0.02), face.0 * 1.18, face.1 * 1.10, hair, 22.0, 2.0, 0.0),
        oval(0.0, jitter(0.03, 0.01), face.0, face.1, skin, 6.0, 3.0, 0.0),
    ];
    for side in [-1.0f32, 1.0] {
        let eye = (side * jitter(0.085, 0.006), jitter(-0.02, 0.008));
        parts.push(oval(
            eye.0,
            eye.1,
            jitter(0.035, 0.004),
            jitter(0.016, 0.003),
            [225.0, 222.0, 218.0],
            2.0,
            1.0,
            0.0,
        ));
        parts.push(oval(
            eye.0 + jitter(0.0, 0.005),
            eye.1,
            0.013,
            0.013,
            [40.0, 28.0, 20.0],
            2.0,
            1.0,
            0.0,
        ));
        parts.push(oval(
            eye.0,
            eye.1 - jitter(0.045, 0.006),
            jitter(0.05, 0.005),
            jitter(0.010, 0.002),
            hair,
            8.0,
            1.0,
            side * jitter(0.12, 0.08),
        ));
    }
    parts.push(oval(
        jitter(0.0, 0.004),
        jitter(0.075, 0.008),
        jitter(0.03, 0.004),
        0.03,
        skin.map(|value| value * 0.82),
        4.0,
        6.0,
        0.0,
    ));
    parts.push(oval(
        0.0,
        jitter(0.165, 0.01),
        jitter(0.065, 0.008),
        jitter(0.018, 0.004),
        [skin[0] * 0.9, skin[1] * 0.55, skin[2] * 0.6],
        5.0,
        2.0,
        0.0,
    ));
    for _ in 0..4 {
        parts.push(oval(
            jitter(0.0, 0.12),
            jitter(0.05, 0.12),
            0.05,
            0.06,
            skin.map(|value| value * 1.07),
            5.0,
            18.0,
            0.0,
        ));
    }
    for (dx, dy, rx, ry, colour, grain, soft, turn) in parts {
        let (cx, cy, rx, ry) = (middle.0 + dx * unit, middle.1 + dy * unit, rx * unit, ry * unit);
        let (sin, cos) = turn.sin_cos();
        let reach = rx.max(ry);
        canvas.paint((cx - reach, cy - reach, cx + reach, cy + reach), |x, y| {
            let (dx, dy) = (x - cx, y - cy);
            let outside = ((dx * cos + dy * sin) / rx).hypot((dy * cos - dx * sin) / ry);
            let cover = ((1.0 - outside) * rx.min(ry) / soft).clamp(0.0, 1.0);
            (cover, add(colour, [grain * texture.at(x * 0.8 + dx, y * 0.8); 3], 1.0))
        });
    }
    canvas
}

/// Dark strokes on skin, as a tattoo is photographed.
fn drawing(dice: &mut Dice, width: usize, height: usize, texture: &Field) -> Canvas {
    let tone = 110.0 + 90.0 * dice.unit() as f32;
    let mut canvas = Canvas::filled(width, height, [tone + 35.0, tone, tone - 25.0]);
    let shadow = dice.unit() as f32;
    canvas.map(|x, y, colour| {
        let round = 1.0 - 0.5 * ((x as f32 / width as f32) - 0.3 - 0.4 * shadow).powi(2) * 3.0;
        let grain =
            9.0 * texture.at(x as f32, y as f32) + 7.0 * texture.at(x as f32 * 0.2, y as f32 * 0.2);
        add(colour.map(|value| value * round), [grain; 3], 1.0)
    });
    let ink: Colour = [38.0, 44.0, 52.0];
    let (w, h) = (width as f32, height as f32);
    for _ in 0..5 + dice.below(12) {
        let start =
            (w * (0.5 + 0.15 * dice.normal() as f32), h * (0.5 + 0.15 * dice.normal() as f32));
        let mut heading = dice.unit() as f32 * std::f32::consts::TAU;
        let bend = 0.12 * dice.normal() as f32;
        let thick = 2.5 + 6.0 * dice.unit() as f32;
        let mut here = start;
        for _ in 0..30 + dice.below(60) {
            heading += bend + 0.10 * dice.normal() as f32;
            here = (here.0 + 6.0 * heading.cos(), here.1 + 6.0 * heading.sin());
            let (cx, cy) = here;
            canvas.paint((cx - thick, cy - thick, cx + thick, cy + thick), |x, y| {
                let cover = (thick - (x - cx).hypot(y - cy)).clamp(0.0, 1.0);
                (cover * 0.85, add(ink, [10.0 * texture.at(x, y); 3], 1.0))
            });
        }
    }
    canvas
}
