//! What happens to a photograph on its way.

use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};

use super::canvas::{Canvas, mix};
use super::edit::{Place, cropped, lay, turned};
use super::page::{Template, on_table, page};
use crate::dice::{Dice, Stream};

/// One edit. [`Transform::ALL`] are the 43 that the figures are a mean of; [`Transform::BEYOND`] are harder ones,
/// reported beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Transform {
    /// Saved again at this JPEG quality.
    Jpeg(u8),
    /// Scaled to this percentage.
    Resize(u8),
    /// Width cut to 80 %, height kept.
    Squash,
    /// Without colour.
    Grey,
    /// Contrast at this percentage.
    Contrast(u8),
    /// Brightness at this percentage.
    Brightness(u8),
    /// Blurred with this deviation in pixels.
    Blur(u8),
    /// Noise of this deviation.
    Noise(u8),
    /// A mark repeated over the whole picture.
    Watermark,
    /// A bar with a caption over the lowest 14 %.
    Caption,
    /// A black bar over the upper middle, as over eyes.
    EyeBar,
    /// This percentage cut off one side, which is drawn by lot.
    CropSide(u8),
    /// This percentage cut off both width and height, half on each side.
    CropCentre(u8),
    /// This percentage cut off both width and height, anywhere.
    CropWindow(u8),
    /// Turned by so many degrees, the corners white.
    Turn(u8),
    /// Turned by so many degrees and cut so that no corner shows.
    TurnCut(u8),
    /// Turned by 90 degrees.
    Quarter,
    /// Turned by 180 degrees.
    Half,
    /// Mirrored.
    Mirror,
    /// A white border of 8 % of the size.
    Border,
    /// Black bars above and below, to a square or beyond.
    Letterbox,
    /// Seen from aside: corners moved by this percentage.
    Perspective(u8),
    /// Printed, and photographed on a table.
    PrintOnTable,
    /// The same, roughly cut to the photograph.
    PrintCut,
    /// Cut by 8 %, marked, saved at quality 45, and scaled to 70 %.
    Combined,
    /// On a page.
    OnPage(Template),
}

use Transform::*;

impl Transform {
    /// The 43 transforms of the reference's table.
    #[rustfmt::skip]
    pub const ALL: [Transform; 43] = [
        Jpeg(90), Jpeg(50), Jpeg(30), Jpeg(10),
        Resize(200), Resize(50), Resize(25), Squash,
        Grey, Contrast(60), Contrast(150), Brightness(70), Brightness(135),
        Blur(2), Blur(5), Noise(15), Noise(40),
        Watermark, Caption, EyeBar,
        CropSide(5), CropSide(10), CropSide(20), CropSide(40),
        CropCentre(10), CropCentre(20),
        Turn(1), Turn(2), Turn(5), TurnCut(5),
        Quarter, Half, Mirror,
        Border, Letterbox,
        Perspective(5), Perspective(12),
        PrintOnTable, PrintCut, Combined,
        OnPage(Template::NoticeLarge), OnPage(Template::NoticeSmall), OnPage(Template::Card),
    ];

    /// Harder than the table: windows cut out anywhere, so that both sides change.
    pub const BEYOND: [Transform; 3] = [CropWindow(10), CropWindow(20), CropWindow(40)];

    /// The name in tables.
    pub fn name(self) -> String {
        match self {
            Jpeg(quality) => format!("JPEG {quality}"),
            Resize(percent) => format!("resize {percent} %"),
            Squash => "squash".to_owned(),
            Grey => "grey".to_owned(),
            Contrast(percent) => format!("contrast {percent} %"),
            Brightness(percent) => format!("brightness {percent} %"),
            Blur(sigma) => format!("blur s={sigma}"),
            Noise(sigma) => format!("noise s={sigma}"),
            Watermark => "tiled watermark".to_owned(),
            Caption => "caption bar 14 %".to_owned(),
            EyeBar => "black bar over eyes".to_owned(),
            CropSide(percent) => format!("crop {percent} %, random side"),
            CropCentre(percent) => format!("crop {percent} %, centred"),
            CropWindow(percent) => format!("window {} %, anywhere", 100 - percent),
            Turn(degrees) => format!("rotate {degrees}°, white corners"),
            TurnCut(degrees) => format!("rotate {degrees}°, cut"),
            Quarter => "rotate 90°".to_owned(),
            Half => "rotate 180°".to_owned(),
            Mirror => "mirror".to_owned(),
            Border => "white border 8 %".to_owned(),
            Letterbox => "letterbox".to_owned(),
            Perspective(percent) => format!("perspective {percent} %"),
            PrintOnTable => "print, table visible".to_owned(),
            PrintCut => "print, roughly cut".to_owned(),
            Combined => "crop 8 % + watermark + JPEG 45 + 70 %".to_owned(),
            OnPage(template) => template.name().to_owned(),
        }
    }

    /// Applies it and saves the result as JPEG. The same seed and index give the same bytes.
    pub fn apply(self, picture: &RgbImage, seed: u64, index: u32) -> Vec<u8> {
        let mut dice = Dice::new(seed, Stream::Picture(index));
        let quality = match self {
            Jpeg(quality) => quality,
            _ => 85,
        };
        jpeg(&self.changed(picture, &mut dice, seed, index), quality)
    }

    fn changed(self, picture: &RgbImage, dice: &mut Dice, seed: u64, index: u32) -> RgbImage {
        match self {
            Jpeg(_) => picture.clone(),
            Resize(percent) => {
                scaled(picture, f32::from(percent) / 100.0, f32::from(percent) / 100.0)
            }
            Squash => scaled(picture, 0.8, 1.0),
            Grey => image::DynamicImage::ImageRgb8(picture.clone()).grayscale().into_rgb8(),
            Contrast(percent) => toned(picture, f32::from(percent) / 100.0, 1.0),
            Brightness(percent) => toned(picture, 1.0, f32::from(percent) / 100.0),
            Blur(sigma) => painted(picture, |canvas| canvas.blur(f32::from(sigma))),
            Noise(sigma) => {
                let grain = dice.below(1 << 30) as u32;
                painted(picture, |canvas| canvas.noise(f32::from(sigma), grain))
            }
            Watermark => painted(picture, watermark),
            Caption => painted(picture, |canvas| caption(canvas, dice)),
            EyeBar => painted(picture, eye_bar),
            CropSide(percent) => crop_side(picture, f32::from(percent) / 100.0, dice),
            CropCentre(percent) => {
                let off = f32::from(percent) / 200.0;
                cropped(picture, (off, off), (1.0 - off, 1.0 - off))
            }
            CropWindow(percent) => {
                let keep = 1.0 - f32::from(percent) / 100.0;
                let mut start = || (1.0 - keep) * dice.unit() as f32;
                let (left, top) = (start(), start());
                cropped(picture, (left, top), (left + keep, top + keep))
            }
            Turn(degrees) => {
                turned(picture, signed(f32::from(degrees), dice), [255.0; 3]).picture()
            }
            TurnCut(degrees) => turn_cut(picture, signed(f32::from(degrees), dice)),
            Quarter => imageops::rotate90(picture),
            Half => imageops::rotate180(picture),
            Mirror => imageops::flip_horizontal(picture),
            Border => border(picture),
            Letterbox => letterbox(picture),
            Perspective(percent) => perspective(picture, f32::from(percent) / 100.0, dice),
            PrintOnTable => on_table(picture, dice).0.picture(),
            PrintCut => print_cut(picture, dice),
            Combined => {
                let cut = crop_side(picture, 0.08, dice);
                let marked = painted(&cut, watermark);
                let saved = jpeg(&marked, 45);
                let again = image::load_from_memory(&saved).expect("just saved").into_rgb8();
                scaled(&again, 0.7, 0.7)
            }
            OnPage(template) => page(template, picture, seed, index),
        }
    }
}

/// Saves as JPEG.
pub fn jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality)
        .encode_image(picture)
        .expect("RGB is what JPEG holds");
    bytes
}

fn painted(picture: &RgbImage, change: impl FnOnce(&mut Canvas)) -> RgbImage {
    let mut canvas = Canvas::of(picture);
    change(&mut canvas);
    canvas.picture()
}

fn scaled(picture: &RgbImage, across: f32, down: f32) -> RgbImage {
    let side = |length: u32, factor: f32| (length as f32 * factor).round() as u32;
    let (width, height) = (side(picture.width(), across), side(picture.height(), down));
    imageops::resize(picture, width, height, FilterType::CatmullRom)
}

fn toned(picture: &RgbImage, contrast: f32, brightness: f32) -> RgbImage {
    painted(picture, |canvas| {
        canvas.map(|_, _, colour| {
            colour.map(|value| ((value - 128.0) * contrast + 128.0) * brightness)
        });
    })
}

fn signed(degrees: f32, dice: &mut Dice) -> f32 {
    if dice.chance(0.5) { degrees } else { -degrees }
}

/// A word in half-transparent white, set in rows over the whole picture.
fn watermark(canvas: &mut Canvas) {
    let (width, height) = (canvas.width, canvas.height);
    let cell = width.max(height) as f32 / 5.0;
    canvas.map(|x, y, colour| {
        let (x, y) = (x as f32 + 0.5 * y as f32, y as f32 - 0.3 * x as f32);
        let (u, v) = ((x / cell).rem_euclid(1.0), (y / (0.6 * cell)).rem_euclid(1.0));
        let (column, row) = ((u * 40.0) as u32, ((v - 0.3) * 18.0) as u32);
        let letter = column / 6;
        let stroke = v > 0.3
            && row < 7
            && letter < 6
            && column % 6 < 5
            && (column % 6 == letter % 5
                || row == letter % 7
                || (column % 6 + row + letter) % 4 == 0);
        if stroke { mix(colour, [255.0; 3], 0.45) } else { colour }
    });
}

fn caption(canvas: &mut Canvas, dice: &mut Dice) {
    let (width, height) = (canvas.width as f32, canvas.height as f32);
    let top = 0.86 * height;
    canvas.rectangle(0.0, top, width, height, [20.0, 20.0, 24.0]);
    let size = 0.14 * height / 14.0;
    for line in 0..1 + dice.below(2) {
        let mut x = 0.05 * width;
        while x < 0.9 * width {
            if dice.chance(0.85) {
                let y = top + size * (3.0 + 5.0 * line as f32);
                canvas.rectangle(x, y, x + size * 1.2, y + size * 3.2, [240.0; 3]);
            }
            x += size * 2.4;
        }
    }
}

fn eye_bar(canvas: &mut Canvas) {
    let (width, height) = (canvas.width as f32, canvas.height as f32);
    canvas.rectangle(0.25 * width, 0.36 * height, 0.75 * width, 0.47 * height, [0.0; 3]);
}

fn crop_side(picture: &RgbImage, share: f32, dice: &mut Dice) -> RgbImage {
    let (from, to): (Place, Place) = match dice.below(4) {
        0 => ((share, 0.0), (1.0, 1.0)),
        1 => ((0.0, share), (1.0, 1.0)),
        2 => ((0.0, 0.0), (1.0 - share, 1.0)),
        _ => ((0.0, 0.0), (1.0, 1.0 - share)),
    };
    cropped(picture, from, to)
}

fn turn_cut(picture: &RgbImage, degrees: f32) -> RgbImage {
    let whole = turned(picture, degrees, [255.0; 3]).picture();
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let (sin, cos) = degrees.abs().to_radians().sin_cos();
    let keep = (width / (width * cos + height * sin)).min(height / (width * sin + height * cos));
    let off = (1.0 - keep) / 2.0;
    cropped(&whole, (off, off), (1.0 - off, 1.0 - off))
}

fn border(picture: &RgbImage) -> RgbImage {
    let edge = (0.08 * picture.width().max(picture.height()) as f32) as u32;
    framed(picture, edge, edge, 255)
}

fn letterbox(picture: &RgbImage) -> RgbImage {
    let (width, height) = picture.dimensions();
    if width >= height {
        let bar = (width - height) / 2 + height / 12;
        framed(picture, 0, bar, 0)
    } else {
        let bar = (height - width) / 2 + width / 12;
        framed(picture, bar, 0, 0)
    }
}

fn framed(picture: &RgbImage, across: u32, down: u32, grey: u8) -> RgbImage {
    let (width, height) = picture.dimensions();
    let mut framed =
        RgbImage::from_pixel(width + 2 * across, height + 2 * down, image::Rgb([grey; 3]));
    imageops::replace(&mut framed, picture, i64::from(across), i64::from(down));
    framed
}

/// The corners move inwards by up to this share; what shows around is grey.
fn perspective(picture: &RgbImage, share: f32, dice: &mut Dice) -> RgbImage {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let mut off = |length: f32| length * share * dice.unit() as f32;
    let corners = [
        (off(width), off(height)),
        (width - off(width), off(height)),
        (width - off(width), height - off(height)),
        (off(width), height - off(height)),
    ];
    let mut target =
        Canvas::filled(picture.width() as usize, picture.height() as usize, [128.0; 3]);
    lay(&mut target, &Canvas::of(picture), corners);
    target.picture()
}

fn print_cut(picture: &RgbImage, dice: &mut Dice) -> RgbImage {
    let (canvas, corners) = on_table(picture, dice);
    let (width, height) = (canvas.width as f32, canvas.height as f32);
    let edge = |least: bool, values: [f32; 4]| {
        let pick = if least { f32::min } else { f32::max };
        values.into_iter().reduce(pick).unwrap_or(0.0)
    };
    let (xs, ys) = (corners.map(|corner| corner.0), corners.map(|corner| corner.1));
    let mut rough = || 0.012 * dice.normal() as f32;
    let from =
        ((edge(true, xs) / width + rough()).max(0.0), (edge(true, ys) / height + rough()).max(0.0));
    let to = (
        (edge(false, xs) / width + rough()).min(1.0),
        (edge(false, ys) / height + rough()).min(1.0),
    );
    cropped(&canvas.picture(), from, to)
}
