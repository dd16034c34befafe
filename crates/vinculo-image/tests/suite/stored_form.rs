//! What is kept reads back, and nothing else does.

use image::ImageFormat;
use proptest::prelude::*;
use vinculo_image::{PictureError, Query, Stored, Tier, verify};
use vinculo_synth::pictures::{Template, jpeg, page, scene};

use crate::samples::{decoded, saved};

fn forms() -> Vec<Stored> {
    let photo = scene(7, 1);
    let notice = page(Template::NoticeLarge, &photo, 7, 0);
    vec![decoded(&saved(photo, ImageFormat::Jpeg)).stored(), decoded(&jpeg(&notice, 85)).stored()]
}

#[test]
fn bytes_read_back_as_what_was_written() {
    for stored in forms() {
        let bytes = stored.to_bytes();
        assert!(bytes.len() <= 4096, "{} bytes", bytes.len());
        assert_eq!(Stored::from_bytes(&bytes), Ok(stored));
    }
}

#[test]
fn a_code_alone_is_found_from_both_sides_and_never_verified() {
    let picture = decoded(&saved(scene(7, 1), ImageFormat::Jpeg));
    let bare = Stored::from_code(picture.code());
    assert_eq!(Stored::from_bytes(&bare.to_bytes()), Ok(bare.clone()));
    assert!(!bare.blank());
    let resized = image::imageops::thumbnail(&scene(7, 1), 300, 225);
    let near = decoded(&saved(resized, ImageFormat::Jpeg));
    let verdicts = [
        verify(&near.query(), &bare),
        verify(&Query::from(&bare), &near.stored()),
        verify(&Query::from(&bare), &Stored::from_code(near.code())),
    ];
    for verdict in verdicts {
        assert_eq!((verdict.tier, verdict.inliers), (Tier::Strong, 0), "{verdict:?}");
    }
    let other = decoded(&saved(scene(8, 1), ImageFormat::Jpeg));
    assert_eq!(verify(&other.query(), &bare).tier, Tier::None);
}

#[test]
fn another_algorithm_is_refused_and_so_is_any_cut() {
    let bytes = forms()[0].to_bytes();
    for cut in 0..bytes.len() {
        assert!(Stored::from_bytes(&bytes[..cut]).is_err(), "{cut} bytes");
    }
    let mut other = bytes.clone();
    other[3] ^= 1;
    assert_eq!(Stored::from_bytes(&other), Err(PictureError::Algorithm));
    assert!(Stored::from_bytes(&[bytes, vec![0]].concat()).is_err());
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Stored::from_bytes(&bytes);
        let mut known = forms_head();
        known.extend(bytes);
        let _ = Stored::from_bytes(&known);
    }
}

fn forms_head() -> Vec<u8> {
    let name = vinculo_image::ALGORITHM;
    [&[name.len() as u8], name.as_bytes()].concat()
}
