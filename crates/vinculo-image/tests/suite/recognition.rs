//! One picture is found again through what happens to it, and unrelated ones are not.

use rayon::prelude::*;
use vinculo_image::{Part, Picture, PictureIndex, Placeholders, Query, Stored, Tier, verify};
use vinculo_synth::pictures::{Template, Transform, jpeg, page, scene};

use crate::samples::decoded;

const SEED: u64 = 21;
const PICTURES: u32 = 12;

fn stored(pixels: image::RgbImage) -> Stored {
    Picture::from_pixels(pixels).expect("large enough").stored()
}

fn all_stored() -> Vec<Stored> {
    (0..PICTURES).map(|number| stored(scene(SEED, number))).collect()
}

/// Through the index and verification, as in use: the number of the one picture that is the same, if any.
fn found(index: &PictureIndex, held: &[Stored], query: &Query) -> Vec<u32> {
    let leads = index.leads(query, &Placeholders::new(), 20);
    let same = leads
        .into_iter()
        .filter(|lead| verify(query, &held[lead.picture as usize]).tier.same_picture());
    same.map(|lead| lead.picture).collect()
}

#[test]
fn transforms_are_found_and_nothing_else_is() {
    let held = all_stored();
    let index =
        PictureIndex::build(held.iter().enumerate().map(|(number, one)| (number as u32, one)));
    let mut missed = Vec::new();
    for (at, transform) in Transform::ALL.into_iter().enumerate() {
        let number = at as u32 % PICTURES;
        let file = transform.apply(&scene(SEED, number), SEED, at as u32);
        let found = found(&index, &held, &decoded(&file).query());
        assert!(found.iter().all(|&other| other == number), "{}: {found:?}", transform.name());
        if found.is_empty() {
            missed.push(transform.name());
        }
    }
    // The share is a figure of `benches/`; here no more than a few may fail.
    assert!(missed.len() <= 4, "missed: {missed:?}");
}

#[test]
fn pages_of_one_form_are_not_one_picture() {
    for template in Template::ALL {
        let pages: Vec<Picture> = (0..4)
            .map(|number| decoded(&jpeg(&page(template, &scene(SEED, number), SEED, number), 85)))
            .collect();
        for (left, query) in pages.iter().map(Picture::query).enumerate() {
            for (right, one) in pages.iter().map(Picture::stored).enumerate() {
                let verdict = verify(&query, &one);
                assert_eq!(
                    verdict.tier.same_picture(),
                    left == right,
                    "{}: {verdict:?}",
                    template.name()
                );
            }
        }
    }
}

#[test]
fn the_code_of_a_page_decides_nothing() {
    let notice =
        decoded(&jpeg(&page(Template::NoticeSmall, &scene(SEED, 0), SEED, 0), 85)).stored();
    assert!(notice.codes.iter().any(|one| one.part == Part::Page));
    assert_ne!(notice.codes[0].part, Part::Page);
}

#[test]
fn a_mirrored_copy_is_verified_with_the_places_that_match() {
    let picture = scene(SEED, 2);
    let copy = Transform::Mirror.apply(&picture, SEED, 0);
    let verdict = verify(&decoded(&copy).query(), &stored(picture));
    assert!(verdict.tier.same_picture());
    let (there, here) = verdict.regions.expect("regions of what is verified");
    assert!(there.right > there.left && here.bottom > here.top);
}

#[test]
fn a_code_alone_finds_candidates() {
    let held = all_stored();
    let index =
        PictureIndex::build(held.iter().enumerate().map(|(number, one)| (number as u32, one)));
    let query = Query::from_codes(&[held[5].code()]);
    let leads = index.leads(&query, &Placeholders::new(), 20);
    assert_eq!((leads[0].picture, leads[0].distance), (5, Some(0)));
    assert_eq!(verify(&query, &held[5]).tier, Tier::Strong);
}

#[test]
fn a_stored_form_finds_its_copy() {
    let copy = stored(
        image::load_from_memory(&Transform::CropSide(20).apply(&scene(SEED, 4), SEED, 1))
            .expect("a JPEG")
            .into_rgb8(),
    );
    let held = all_stored();
    let verdicts: Vec<bool> =
        held.iter().map(|one| verify(&Query::from(&copy), one).tier.same_picture()).collect();
    assert_eq!(verdicts.iter().position(|&same| same), Some(4));
    assert_eq!(verdicts.iter().filter(|&&same| same).count(), 1);
}

#[test]
fn placeholders_and_blank_pictures_are_no_evidence() {
    let held = all_stored();
    let index =
        PictureIndex::build(held.iter().enumerate().map(|(number, one)| (number as u32, one)));
    let mut placeholders = Placeholders::new();
    assert!(!placeholders.learn(held[3].code(), vinculo_image::PLACEHOLDER_RECORDS));
    assert!(placeholders.learn(held[3].code(), vinculo_image::PLACEHOLDER_RECORDS + 1));
    let query = decoded(&jpeg(&scene(SEED, 3), 60)).query();
    assert!(index.leads(&query, &placeholders, 20).is_empty());
    assert!(placeholders.holds_picture(&held[3]) && !placeholders.holds_picture(&held[2]));

    let dark = image::RgbImage::from_pixel(400, 300, image::Rgb([6, 6, 8]));
    let dark = Picture::from_pixels(dark).expect("large enough");
    assert_eq!(verify(&dark.query(), &dark.stored()).tier, Tier::None);
}

#[test]
fn a_removed_picture_is_not_found() {
    let held = all_stored();
    let mut index = PictureIndex::new();
    for (number, one) in held.iter().enumerate() {
        index.insert(number as u32, one);
    }
    let query = decoded(&jpeg(&scene(SEED, 6), 60)).query();
    assert_eq!(found(&index, &held, &query), [6]);
    assert!(index.remove(6) && !index.remove(6));
    assert!(found(&index, &held, &query).is_empty());
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let bytes = |threads: usize| -> Vec<Vec<u8>> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| {
            (0..6u32).into_par_iter().map(|number| stored(scene(SEED, number)).to_bytes()).collect()
        })
    };
    assert_eq!(bytes(1), bytes(3));
}

#[test]
fn the_smallest_pictures_and_pages_have_their_forms() {
    let card = page(Template::Card, &scene(SEED, 3), SEED, 3);
    let sizes = [(24, 24), (24, 600), (600, 24), (60, 38), (100, 63), (160, 101), (250, 158)];
    for (width, height) in sizes {
        let small = image::imageops::thumbnail(&card, width, height);
        let picture = Picture::from_pixels(small).expect("large enough");
        let verdict = verify(&picture.query(), &picture.stored());
        assert!(verdict.tier.same_picture(), "{width} x {height}: {verdict:?}");
    }
}
