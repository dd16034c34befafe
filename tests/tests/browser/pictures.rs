//! Pictures for the README, left by the tests themselves.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use crate::driver::Driver;
use crate::page::Screen;

/// Colours of a picture: pages of text hold few, and their letters look the same with these.
const COLOURS: usize = 64;

/// Leaves a picture of the page as a screen shows it, from the element that a selector names
/// on, if a folder is named for pictures.
#[track_caller]
pub fn keep(driver: &Driver, name: &str, screen: Screen, from: &str) {
    let Some(folder) = std::env::var_os("VINCULO_SCREENSHOTS") else { return };
    driver.at(screen);
    driver.run(&format!("document.querySelector({from:?}).scrollIntoView();"));
    let picture = image::load_from_memory(&driver.screenshot()).expect("a picture").to_rgb8();
    // From the top of the workspace, unless it is absolute.
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let path = top.join(folder).join(name).with_extension("png");
    let file = BufWriter::new(File::create(path).expect("it can be written"));
    let (palette, indices) = few_colours(&picture);
    let mut encoder = png::Encoder::new(file, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_palette(palette.concat());
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&indices).expect("it can be written");
}

/// The most frequent colours, and which of them is nearest to each pixel.
fn few_colours(picture: &image::RgbImage) -> (Vec<[u8; 3]>, Vec<u8>) {
    let mut counts = BTreeMap::<[u8; 3], usize>::new();
    for pixel in picture.pixels() {
        *counts.entry(pixel.0).or_default() += 1;
    }
    let mut palette: Vec<[u8; 3]> = counts.keys().copied().collect();
    palette.sort_by_key(|colour| std::cmp::Reverse(counts[colour]));
    palette.truncate(COLOURS);
    let distance = |one: &[u8; 3], other: &[u8; 3]| -> u32 {
        one.iter().zip(other).map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2)).sum()
    };
    let nearest = |colour: &[u8; 3]| {
        let best = (0..palette.len()).min_by_key(|index| distance(&palette[*index], colour));
        best.unwrap_or_default() as u8
    };
    let known: BTreeMap<[u8; 3], u8> =
        counts.keys().map(|colour| (*colour, nearest(colour))).collect();
    (palette.clone(), picture.pixels().map(|pixel| known[&pixel.0]).collect())
}
