//! Pages on which a photograph ends up: notices, identity cards, prints on a table.

use image::RgbImage;

use super::canvas::{Canvas, Colour, Field, add, hash};
use super::edit::{Place, lay};
use crate::dice::{Dice, Stream};

/// A form that many pages share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Template {
    /// A search notice whose photograph takes about 40 % of the page.
    NoticeLarge,
    /// A search notice whose photograph takes about 18 % of the page.
    NoticeSmall,
    /// An identity card whose photograph takes about 12 % of it.
    Card,
}

impl Template {
    /// All of them.
    pub const ALL: [Template; 3] = [Template::NoticeLarge, Template::NoticeSmall, Template::Card];

    /// The name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Template::NoticeLarge => "notice, photo ~40 %",
            Template::NoticeSmall => "notice, photo ~18 %",
            Template::Card => "ID card, photo ~12 %",
        }
    }
}

/// Puts a photograph on a page. The form (print, rules, colours) depends on the template alone; what is filled in,
/// and where exactly the photograph was pasted, on the seed and index.
pub fn page(template: Template, photo: &RgbImage, seed: u64, index: u32) -> RgbImage {
    let mut dice = Dice::new(seed, Stream::Picture(index));
    let mut canvas = match template {
        Template::NoticeLarge => notice_large(photo, &mut dice),
        Template::NoticeSmall => notice_small(photo, &mut dice),
        Template::Card => card(photo, &mut dice),
    };
    let grain = dice.below(1 << 30) as u32;
    canvas.noise(1.5, grain);
    canvas.picture()
}

const BLACK: Colour = [25.0, 25.0, 28.0];

fn notice_large(photo: &RgbImage, dice: &mut Dice) -> Canvas {
    let mut page = Canvas::filled(850, 1100, [250.0, 250.0, 248.0]);
    page.rectangle(0.0, 0.0, 850.0, 110.0, [178.0, 30.0, 36.0]);
    text(&mut page, (90.0, 30.0), 7.0, [252.0; 3], 11, 16);
    paste(&mut page, photo, (125.0, 140.0, 725.0, 770.0), dice);
    for (line, size) in [(0u32, 5.0), (1, 3.0), (2, 3.0), (3, 3.0)] {
        let y = 800.0 + 62.0 * line as f32;
        text(&mut page, (70.0, y), 3.0, BLACK, 20 + line, 9);
        filled_in(&mut page, (270.0, y - 4.0), size, dice, 18);
    }
    page.rectangle(40.0, 1050.0, 810.0, 1054.0, BLACK);
    text(&mut page, (70.0, 1065.0), 2.5, BLACK, 40, 40);
    page
}

fn notice_small(photo: &RgbImage, dice: &mut Dice) -> Canvas {
    let mut page = Canvas::filled(850, 1100, [253.0, 252.0, 247.0]);
    seal(&mut page, (110.0, 95.0), 55.0, [30.0, 60.0, 130.0]);
    text(&mut page, (200.0, 50.0), 4.5, [30.0, 60.0, 130.0], 51, 22);
    text(&mut page, (200.0, 100.0), 3.0, BLACK, 52, 30);
    page.rectangle(50.0, 170.0, 800.0, 175.0, [30.0, 60.0, 130.0]);
    paste(&mut page, photo, (60.0, 200.0, 450.0, 630.0), dice);
    for line in 0..7 {
        let y = 210.0 + 60.0 * line as f32;
        text(&mut page, (480.0, y), 2.5, BLACK, 60 + line, 11);
        filled_in(&mut page, (480.0, y + 24.0), 3.0, dice, 14);
    }
    for line in 0..14 {
        filled_in(&mut page, (60.0, 670.0 + 26.0 * line as f32), 2.5, dice, 42);
    }
    page.rectangle(50.0, 1040.0, 800.0, 1045.0, [30.0, 60.0, 130.0]);
    text(&mut page, (60.0, 1058.0), 2.5, BLACK, 80, 44);
    page
}

fn card(photo: &RgbImage, dice: &mut Dice) -> Canvas {
    let mut page = Canvas::filled(1000, 630, [214.0, 228.0, 236.0]);
    // Fine wavy lines, as printed against copying.
    page.map(|x, y, colour| {
        let (x, y) = (x as f32, y as f32);
        let wave = ((y + 14.0 * (x / 60.0).sin()) / 4.0).sin()
            + ((x + 9.0 * (y / 45.0).cos()) / 5.0).sin();
        add(colour, [7.0, 4.0, 3.0], wave)
    });
    page.rectangle(0.0, 0.0, 1000.0, 84.0, [62.0, 110.0, 160.0]);
    seal(&mut page, (60.0, 42.0), 34.0, [235.0, 215.0, 120.0]);
    text(&mut page, (120.0, 24.0), 4.5, [250.0; 3], 101, 26);
    paste(&mut page, photo, (40.0, 130.0, 280.0, 445.0), dice);
    for line in 0..6 {
        let y = 120.0 + 68.0 * line as f32;
        text(&mut page, (320.0, y), 2.0, [70.0, 80.0, 100.0], 110 + line, 14);
        filled_in(&mut page, (320.0, y + 22.0), 3.5, dice, 18);
    }
    seal(&mut page, (860.0, 300.0), 90.0, [150.0, 175.0, 195.0]);
    for line in 0..3 {
        text(&mut page, (40.0, 520.0 + 32.0 * line as f32), 3.0, BLACK, 130, 3);
        filled_in(&mut page, (105.0, 520.0 + 32.0 * line as f32), 3.0, dice, 40);
    }
    page
}

/// Pastes a photograph into a box: cut to the box's shape, a few pixels off, often with a thin frame.
fn paste(
    page: &mut Canvas,
    photo: &RgbImage,
    (left, top, right, bottom): (f32, f32, f32, f32),
    dice: &mut Dice,
) {
    let shape = (right - left) / (bottom - top);
    let (width, height) = (photo.width() as f32, photo.height() as f32);
    // The whole photograph is shown: the box gives way where their shapes differ.
    let (wide, high) = if width / height > shape {
        (right - left, (right - left) * height / width)
    } else {
        ((bottom - top) * width / height, bottom - top)
    };
    let mut jitter = || 3.0 * dice.normal() as f32;
    let (cx, cy) = ((left + right) / 2.0 + jitter(), (top + bottom) / 2.0 + jitter());
    let (l, t, r, b) = (cx - wide / 2.0, cy - high / 2.0, cx + wide / 2.0, cy + high / 2.0);
    if dice.chance(0.5) {
        page.rectangle(l - 3.0, t - 3.0, r + 3.0, b + 3.0, [60.0, 60.0, 64.0]);
    }
    lay(page, &Canvas::of(photo), [(l, t), (r, t), (r, b), (l, b)]);
}

/// A line of print: the same for the same `words`.
fn text(page: &mut Canvas, from: Place, size: f32, colour: Colour, words: u32, letters: u32) {
    for letter in 0..letters {
        let which = (hash(words, letter) * 27.0) as u32;
        glyph(page, (from.0 + 6.0 * size * letter as f32, from.1), size, colour, which);
    }
}

/// A line of what was filled in.
fn filled_in(page: &mut Canvas, from: Place, size: f32, dice: &mut Dice, most: usize) {
    let letters = most / 2 + dice.below(most / 2 + 1);
    for letter in 0..letters {
        glyph(
            page,
            (from.0 + 6.0 * size * letter as f32, from.1),
            size,
            BLACK,
            dice.below(27) as u32,
        );
    }
}

/// One of 26 signs of 5 x 7 cells, or a space. They are no letters, but as dark and as fine.
fn glyph(page: &mut Canvas, from: Place, size: f32, colour: Colour, which: u32) {
    if which == 26 {
        return;
    }
    for cell in 0..35 {
        let (column, row) = (cell % 5, cell / 5);
        let stroke = column == which % 5 || row == which % 7 || hash(which + 977, cell) < 0.2;
        if stroke {
            let (x, y) = (from.0 + column as f32 * size, from.1 + row as f32 * size);
            page.rectangle(x, y, x + size, y + size, colour);
        }
    }
}

/// A round emblem.
fn seal(page: &mut Canvas, (cx, cy): Place, radius: f32, colour: Colour) {
    page.paint((cx - radius, cy - radius, cx + radius, cy + radius), |x, y| {
        let (dx, dy) = (x - cx, y - cy);
        let from = dx.hypot(dy) / radius;
        let ring = (from > 0.88 && from < 1.0) || (from > 0.55 && from < 0.62);
        let rays = from < 0.5 && ((dy.atan2(dx) * 6.0).sin() > 0.3);
        (if ring || rays { 1.0 } else { 0.0 }, colour)
    });
}

/// A print with a white margin, photographed on a table from a little aside, and where the corners of the
/// photograph on it came to lie.
pub(super) fn on_table(photo: &RgbImage, dice: &mut Dice) -> (Canvas, [Place; 4]) {
    let mut table = Canvas::filled(1000, 1000, [128.0, 92.0, 62.0]);
    let grain = Field::new(dice, 256, 0.7);
    table.map(|x, y, colour| {
        let (x, y) = (x as f32, y as f32);
        add(colour, [26.0, 22.0, 17.0], grain.at(x * 0.12, y * 1.3))
    });
    let margin = 0.05 * photo.width().max(photo.height()) as f32;
    let (width, height) = (photo.width() as f32, photo.height() as f32);
    let mut print = Canvas::filled(
        (width + 2.0 * margin) as usize,
        (height + 2.0 * margin) as usize,
        [240.0, 238.0, 232.0],
    );
    let inner = [
        (margin, margin),
        (margin + width, margin),
        (margin + width, margin + height),
        (margin, margin + height),
    ];
    lay(&mut print, &Canvas::of(photo), inner);

    let (wide, high) = (print.width as f32, print.height as f32);
    let scale = 740.0 / wide.max(high);
    let (sin, cos) = (6.0 * dice.normal() as f32 * 0.5).to_radians().sin_cos();
    let mut corner = |x: f32, y: f32| {
        let (dx, dy) = ((x - wide / 2.0) * scale, (y - high / 2.0) * scale);
        (
            500.0 + dx * cos - dy * sin + 12.0 * dice.normal() as f32,
            500.0 + dx * sin + dy * cos + 12.0 * dice.normal() as f32,
        )
    };
    let corners = [corner(0.0, 0.0), corner(wide, 0.0), corner(wide, high), corner(0.0, high)];
    lay(&mut table, &print, corners);
    // The photograph's corners, near enough: a share of the way along the print's.
    let inset = |(x, y): Place| {
        let (u, v) = (x / wide, y / high);
        let top = (
            corners[0].0 + (corners[1].0 - corners[0].0) * u,
            corners[0].1 + (corners[1].1 - corners[0].1) * u,
        );
        let bottom = (
            corners[3].0 + (corners[2].0 - corners[3].0) * u,
            corners[3].1 + (corners[2].1 - corners[3].1) * u,
        );
        (top.0 + (bottom.0 - top.0) * v, top.1 + (bottom.1 - top.1) * v)
    };
    let photo_corners = inner.map(inset);
    let (glare_x, glare_y) = (1000.0 * dice.unit() as f32, 1000.0 * dice.unit() as f32);
    table.map(|x, y, colour| {
        let near =
            (-((x as f32 - glare_x).powi(2) + (y as f32 - glare_y).powi(2)) / 90_000.0).exp();
        colour.map(|value| value * 0.93 + 22.0 * near)
    });
    table.blur(1.0);
    table.noise(4.0, dice.below(1 << 30) as u32);
    (table, photo_corners)
}
