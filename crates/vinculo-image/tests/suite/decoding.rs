//! A picture is one picture, however its file holds it.

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage, imageops};
use vinculo_image::Code;

use crate::samples::{CMYK_JPEG, RGB_JPEG, decoded, saved, small, with_orientation, with_segment};

/// Bits by which another way of saving may change a code (reference, section 6).
const SAME: u32 = 10;

fn code(bytes: &[u8]) -> Code {
    decoded(bytes).code()
}

fn check(what: &str, bytes: &[u8], expected: Code) {
    let distance = code(bytes).distance(&expected);
    assert!(distance <= SAME, "{what}: {distance} bits");
}

#[test]
fn every_orientation_tag_gives_the_upright_picture() {
    let upright = small();
    let expected = code(&saved(upright.clone(), ImageFormat::Png));
    // What a camera that was held so has stored: the reverse of what the tag asks for.
    let held = [
        (1, upright.clone()),
        (2, imageops::flip_horizontal(&upright)),
        (3, imageops::rotate180(&upright)),
        (4, imageops::flip_vertical(&upright)),
        (5, imageops::rotate270(&imageops::flip_horizontal(&upright))),
        (6, imageops::rotate270(&upright)),
        (7, imageops::rotate90(&imageops::flip_horizontal(&upright))),
        (8, imageops::rotate90(&upright)),
    ];
    for (tag, pixels) in held {
        let bytes = with_orientation(&saved(pixels, ImageFormat::Jpeg), tag);
        let picture = decoded(&bytes);
        assert_eq!((picture.width(), picture.height()), upright.dimensions(), "orientation {tag}");
        check(&format!("orientation {tag}"), &bytes, expected);
    }
}

#[test]
fn broken_metadata_does_not_lose_the_picture() {
    let jpeg = saved(small(), ImageFormat::Jpeg);
    let expected = code(&jpeg);
    check("cut off", &with_segment(&jpeg, b"Exif\0\0MM\0\x2a\0\0"), expected);
    check("points nowhere", &with_segment(&jpeg, b"Exif\0\0II\x2a\0\xff\xff\xff\xff"), expected);
    check("no such orientation", &with_orientation(&jpeg, 77), expected);
}

#[test]
fn other_ways_to_save_give_the_same_code() {
    let pixels = small();
    let picture = DynamicImage::from(pixels.clone());
    let expected = code(&saved(pixels.clone(), ImageFormat::Png));
    check("16 bits", &saved(DynamicImage::from(picture.to_rgb16()), ImageFormat::Png), expected);
    check("grey", &saved(picture.to_luma8(), ImageFormat::Png), expected);
    check(
        "grey, 16 bits",
        &saved(DynamicImage::from(picture.to_luma16()), ImageFormat::Png),
        expected,
    );
    check("grey JPEG", &saved(picture.to_luma8(), ImageFormat::Jpeg), expected);
    check("opaque alpha", &saved(picture.to_rgba8(), ImageFormat::Png), expected);
    for format in [
        ImageFormat::Jpeg,
        ImageFormat::WebP,
        ImageFormat::Bmp,
        ImageFormat::Tiff,
        ImageFormat::Gif,
    ] {
        check(&format!("{format:?}"), &saved(pixels.clone(), format), expected);
    }
}

#[test]
fn cmyk_gives_the_code_of_rgb() {
    check("CMYK", CMYK_JPEG, code(RGB_JPEG));
}

#[test]
fn transparent_means_white() {
    let pixels = small();
    let (width, height) = pixels.dimensions();
    let through = |x: u32, y: u32| x < width / 3 && y < height / 2;
    let transparent = RgbaImage::from_fn(width, height, |x, y| {
        let [red, green, blue] = pixels.get_pixel(x, y).0;
        Rgba([red, green, blue, if through(x, y) { 0 } else { 255 }])
    });
    let mut white = pixels;
    for (x, y, pixel) in white.enumerate_pixels_mut() {
        if through(x, y) {
            pixel.0 = [255; 3];
        }
    }
    check("alpha", &saved(transparent, ImageFormat::Png), code(&saved(white, ImageFormat::Png)));
}

#[test]
fn an_animation_is_its_first_frame_and_says_so() {
    let first = small();
    let mut bytes = Vec::new();
    {
        let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
        for frame in [first.clone(), imageops::rotate180(&first)] {
            let frame = image::Frame::new(DynamicImage::from(frame).to_rgba8());
            encoder.encode_frame(frame).expect("a frame that fits");
        }
    }
    assert!(decoded(&bytes).animated());
    check("first frame", &bytes, code(&saved(first.clone(), ImageFormat::Png)));
    assert!(!decoded(&saved(first, ImageFormat::Gif)).animated());
}

#[test]
fn a_thumbnail_is_small_upright_and_without_metadata() {
    let bytes = with_orientation(&saved(imageops::rotate270(&small()), ImageFormat::Jpeg), 6);
    let thumbnail = decoded(&bytes).thumbnail(100);
    let again = decoded(&thumbnail);
    assert_eq!((again.width(), again.height()), (100, 75));
    assert!(!thumbnail.windows(4).any(|window| window == b"Exif"));
}
