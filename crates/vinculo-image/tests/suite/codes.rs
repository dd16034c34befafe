//! Codes: golden values, text, and what changes them.

use image::ImageFormat;
use vinculo_image::{ALGORITHM, Code};

use crate::samples::{RGB_JPEG, decoded, saved, small};

/// A decoder, filter or hash that changes a code must change the version in [`ALGORITHM`] too.
#[test]
fn golden_codes_stand_with_their_algorithm() {
    assert_eq!(ALGORITHM, "vinculo-median-dct-256/1");
    let codes: Vec<String> =
        decoded(RGB_JPEG).stored().codes.iter().map(|one| one.code.to_string()).collect();
    assert_eq!(
        codes,
        [
            "adb52e0173fbb3263e6c47c39292af141c2df6d20f1c94ecb6d220b11766bac4",
            "a5922c79430993b6a664226dd39a8fb472a5677b29b15e6ea4494fb15c6aaf44",
            "556aaca52b9dd35ab4e622a44329d85652a4a5bb7a5255a4b36a3251bdbaca76",
            "5d29a416ab195ab9d4a222d48dd5d8aa8614952b6a5655c68aad355d6a73dfd6",
        ]
    );
}

#[test]
fn text_reads_back() {
    let code = decoded(RGB_JPEG).code();
    assert_eq!(code.to_string().parse(), Ok(code));
    assert_eq!(code.to_string().to_uppercase().parse(), Ok(code));
    assert_eq!(Code::from_bytes(code.to_bytes()), code);
    for bad in ["", "ff", &"g".repeat(64), &"0".repeat(65), &"é".repeat(32)] {
        assert!(bad.parse::<Code>().is_err(), "{bad}");
    }
}

#[test]
fn distance_counts_differing_bits() {
    let (zero, one) = (Code([0; 4]), Code([u64::MAX; 4]));
    assert_eq!(zero.distance(&one), Code::BITS);
    assert_eq!(zero.distance(&Code([1, 0, 1 << 63, 0])), 2);
}

#[test]
fn size_does_not_change_a_code_much() {
    let large = vinculo_synth::pictures::scene(7, 3);
    let code = |picture| decoded(&saved(picture, ImageFormat::Jpeg)).code();
    let distance = code(large).distance(&code(small()));
    assert!(distance <= 16, "{distance} bits");
}

#[test]
fn a_blank_picture_is_known_as_one() {
    let grey = image::RgbImage::from_pixel(300, 200, image::Rgb([90, 90, 90]));
    assert!(decoded(&saved(grey, ImageFormat::Jpeg)).stored().blank());
    assert!(!decoded(&saved(small(), ImageFormat::Jpeg)).stored().blank());
}
