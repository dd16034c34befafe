//! Pictures and files that the tests share.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbImage};
use vinculo_image::{Limits, Picture};
use vinculo_synth::pictures::scene;

/// A picture of 240 x 180 made for these tests, saved by another program (Pillow) as RGB and as CMYK.
pub const RGB_JPEG: &[u8] = include_bytes!("data/rgb.jpg");
pub const CMYK_JPEG: &[u8] = include_bytes!("data/cmyk.jpg");

/// A small generated picture; the same every time.
pub fn small() -> RgbImage {
    image::imageops::thumbnail(&scene(7, 3), 320, 240)
}

pub fn saved(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).expect("a format that holds it");
    bytes.into_inner()
}

pub fn decoded(bytes: &[u8]) -> Picture {
    Picture::decode(bytes, &Limits::default()).expect("a sound picture")
}

/// Puts an EXIF segment with this orientation tag behind the start of a JPEG.
pub fn with_orientation(jpeg: &[u8], orientation: u16) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    exif.extend(orientation.to_be_bytes());
    exif.extend([0; 6]);
    with_segment(jpeg, &exif)
}

/// Puts an APP1 segment behind the start of a JPEG.
pub fn with_segment(jpeg: &[u8], content: &[u8]) -> Vec<u8> {
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xff, 0xe1]);
    bytes.extend((content.len() as u16 + 2).to_be_bytes());
    bytes.extend(content);
    bytes.extend(&jpeg[2..]);
    bytes
}

/// Overwrites the size in a JPEG's header.
pub fn with_size(jpeg: &[u8], width: u16, height: u16) -> Vec<u8> {
    let frame = jpeg.windows(2).position(|marker| marker == [0xff, 0xc0]).expect("a baseline JPEG");
    let mut bytes = jpeg.to_vec();
    bytes[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    bytes[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}
