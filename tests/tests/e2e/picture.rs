//! Pictures drawn by numbers: what is on them stands for nothing, and every seed gives
//! another. The program under test has no part in drawing them.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use crate::dice::Dice;

/// Width and height of a drawn picture.
const SIZE: (u32, u32) = (480, 360);
/// Shapes on one.
const SHAPES: usize = 60;

/// A picture of overlapping ellipses and bars on a sloping ground, with a grain.
pub fn drawn(seed: u64) -> RgbImage {
    let mut dice = Dice::new(seed.wrapping_mul(0x1234_5678_9abc_def1));
    let mut number = |end: usize| dice.below(end) as i32;
    let (slope_x, slope_y, base) = (number(5) - 2, number(5) - 2, number(120) + 40);
    let shapes: Vec<[i32; 8]> = (0..SHAPES)
        .map(|_| {
            let (x, y) = (number(480), number(360));
            let (w, h) = (number(70) + 6, number(70) + 6);
            [x, y, w, h, number(256), number(256), number(256), number(2)]
        })
        .collect();
    let mut picture = RgbImage::from_fn(SIZE.0, SIZE.1, |x, y| {
        let (x, y) = (x as i32, y as i32);
        let ground = base + (x * slope_x + y * slope_y) / 12;
        let mut colour = [ground, ground + 10, ground - 10];
        for [cx, cy, w, h, r, g, b, form] in &shapes {
            let (dx, dy) = ((x - cx).abs(), (y - cy).abs());
            let inside = match form {
                0 => dx * dx * h * h + dy * dy * w * w <= w * w * h * h,
                _ => dx <= *w && dy <= h / 3,
            };
            if inside {
                colour = [*r, *g, *b];
            }
        }
        Rgb(colour.map(|value| value.clamp(0, 255) as u8))
    });
    for pixel in picture.pixels_mut() {
        let grain = number(13) - 6;
        pixel.0 = pixel.0.map(|value| (i32::from(value) + grain).clamp(0, 255) as u8);
    }
    picture
}

/// As a JPEG file of that quality.
pub fn jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(picture).unwrap();
    bytes
}

/// As a PNG file.
pub fn png(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture.clone()).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// Smaller, by a percentage of each side.
pub fn resized(picture: &RgbImage, percent: u32) -> RgbImage {
    let (width, height) = picture.dimensions();
    imageops::resize(picture, width * percent / 100, height * percent / 100, FilterType::Triangle)
}

/// The middle of it, a tenth of each side cut off in all.
pub fn cropped(picture: &RgbImage) -> RgbImage {
    let (width, height) = picture.dimensions();
    imageops::crop_imm(picture, width / 20, height / 20, width * 9 / 10, height * 9 / 10).to_image()
}

/// Left for right.
pub fn mirrored(picture: &RgbImage) -> RgbImage {
    imageops::flip_horizontal(picture)
}

/// A JPEG file with a comment: metadata that must not come out again.
pub fn commented(picture: &RgbImage, comment: &str) -> Vec<u8> {
    let bytes = jpeg(picture, 90);
    let length = u16::try_from(comment.len() + 2).unwrap().to_be_bytes();
    let mut with = bytes[..2].to_vec();
    with.extend([0xff, 0xfe]);
    with.extend(length);
    with.extend(comment.as_bytes());
    with.extend(&bytes[2..]);
    with
}
