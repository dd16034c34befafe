//! Every file that is no sound photograph gets a clear error, in both languages.

use image::{ImageFormat, RgbImage};
use vinculo_image::{Limits, Picture, PictureError};
use vinculo_record::Lang;

use crate::samples::{saved, small, with_size};

fn error(bytes: &[u8]) -> PictureError {
    match Picture::decode(bytes, &Limits::default()) {
        Ok(_) => panic!("must be refused"),
        Err(error) => error,
    }
}

fn check(what: &str, bytes: &[u8], code: &str, words: &str) {
    let error = error(bytes);
    assert_eq!(error.code(), code, "{what}");
    let english = error.text(Lang::En);
    assert!(english.contains(words), "{what}: {english}");
    assert_ne!(error.text(Lang::Es), english, "{what}");
    assert_eq!(error.to_string(), english, "{what}");
}

#[test]
fn each_kind_of_bad_file_has_its_error() {
    let jpeg = saved(small(), ImageFormat::Jpeg);
    let png = saved(small(), ImageFormat::Png);
    let one = saved(RgbImage::new(1, 1), ImageFormat::Png);
    let avif = b"\0\0\0\x20ftypheic\0\0\0\0".as_slice();
    let table: &[(&str, &[u8], &str, &str)] = &[
        ("zero bytes", b"", "picture_empty", "empty"),
        (
            "SVG",
            b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            "picture_format",
            "SVG",
        ),
        ("PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "picture_format", "PDF"),
        ("zip", b"PK\x03\x04\x14\0\0\0\x08\0", "picture_format", "zip"),
        ("HEIF", avif, "picture_format", "HEIF"),
        ("text", b"local_id,photos\n1,a.jpg\n", "picture_format", "text"),
        ("noise", &[0x91, 0x00, 0xfe, 0x03, 0x77, 0x80], "picture_format", "unknown"),
        ("one pixel", &one, "picture_too_small", "1 x 1"),
        (
            "JPEG of 30,000 x 30,000",
            &with_size(&jpeg, 30_000, 30_000),
            "picture_too_many_pixels",
            "30000 x 30000",
        ),
        ("PNG cut off", &png[..png.len() / 2], "picture_damaged", "damaged"),
        ("PNG header alone", &png[..20], "picture_damaged", "damaged"),
        ("JPEG cut off", &jpeg[..jpeg.len() / 2], "picture_damaged", "damaged"),
        ("JPEG without its end", &jpeg[..jpeg.len() - 2], "picture_damaged", "damaged"),
        ("JPEG header alone", &jpeg[..30], "picture_damaged", "damaged"),
    ];
    for (what, bytes, code, words) in table {
        check(what, bytes, code, words);
    }
}

#[test]
fn of_every_format_half_a_file_is_no_picture() {
    for format in [
        ImageFormat::Jpeg,
        ImageFormat::Gif,
        ImageFormat::WebP,
        ImageFormat::Bmp,
        ImageFormat::Tiff,
    ] {
        let sound = saved(small(), format);
        assert!(Picture::decode(&sound, &Limits::default()).is_ok(), "{format:?}");
        let half = error(&sound[..sound.len() / 2]);
        assert_eq!(half.code(), "picture_damaged", "{format:?}");
    }
}

#[test]
fn a_preview_s_end_is_not_the_picture_s() {
    // As in a camera's file: a whole picture in a segment before the picture.
    let jpeg = saved(small(), ImageFormat::Jpeg);
    let preview = saved(image::imageops::thumbnail(&small(), 32, 24), ImageFormat::Jpeg);
    let mut with = jpeg[..2].to_vec();
    with.extend([0xff, 0xe2]);
    with.extend(u16::try_from(preview.len() + 2).expect("small").to_be_bytes());
    with.extend(preview);
    with.extend(&jpeg[2..]);
    assert!(Picture::decode(&with, &Limits::default()).is_ok());
    assert_eq!(error(&with[..with.len() - 200]).code(), "picture_damaged");
    // What some programs append is no harm.
    with.extend(b"trailer");
    assert!(Picture::decode(&with, &Limits::default()).is_ok());
}

#[test]
fn a_header_beyond_the_limits_is_refused_before_decoding() {
    // 54 bytes that state 30,000 x 30,000 pixels of three bytes: 2.7 GB if anything tried.
    let mut bmp = b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
    bmp.extend(30_000u32.to_le_bytes());
    bmp.extend(30_000u32.to_le_bytes());
    bmp.extend([1, 0, 24, 0]);
    bmp.resize(54, 0);
    check("BMP of 30,000 x 30,000", &bmp, "picture_too_many_pixels", "30000 x 30000");
}

#[test]
fn limits_are_the_callers() {
    let jpeg = saved(small(), ImageFormat::Jpeg);
    let with = |limits: Limits| {
        Picture::decode(&jpeg, &limits).map(|_| ()).expect_err("beyond the limit").code()
    };
    let default = Limits::default;
    assert_eq!(with(Limits { file_bytes: 100, ..default() }), "picture_file_too_large");
    assert_eq!(with(Limits { pixels: 1000, ..default() }), "picture_too_many_pixels");
    assert_eq!(with(Limits { side: 100, ..default() }), "picture_too_many_pixels");
    assert_eq!(with(Limits { alloc_bytes: 1000, ..default() }), "picture_memory");
}

#[test]
fn the_extension_says_nothing() {
    // There is no name to say anything: a PNG that was called .jpg is read as PNG.
    let picture =
        Picture::decode(&saved(small(), ImageFormat::Png), &Limits::default()).expect("a PNG");
    assert_eq!(picture.format().media_type(), "image/png");
}

#[test]
fn no_cut_and_no_flipped_byte_panics() {
    for format in [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::Gif,
        ImageFormat::WebP,
        ImageFormat::Bmp,
        ImageFormat::Tiff,
    ] {
        let sound = saved(image::imageops::thumbnail(&small(), 64, 48), format);
        for cut in (0..sound.len()).step_by(sound.len() / 40 + 1) {
            let _ = Picture::decode(&sound[..cut], &Limits::default());
            let mut flipped = sound.clone();
            flipped[cut] ^= 0x55;
            let _ = Picture::decode(&flipped, &Limits::default());
        }
    }
}
