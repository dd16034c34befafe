//! Time of each step on one core.

use std::hint::black_box;

use vinculo_image::{Limits, Picture};
use vinculo_synth::pictures::{jpeg, scene};

use super::views::{mean_time, ms};

pub fn run(quick: bool, seed: u64) -> anyhow::Result<()> {
    let runs = if quick { 2 } else { 20 };
    println!("## One picture of 1,000 x 1,000 as JPEG, one core\n");
    println!("| step | processor time, mean of {runs} runs on each of 4 pictures |");
    println!("| --- | --- |");
    let files: Vec<Vec<u8>> = (0..4)
        .map(|index| {
            let picture = scene(seed, index);
            let square = image::imageops::resize(
                &picture,
                1000,
                1000,
                image::imageops::FilterType::Triangle,
            );
            jpeg(&square, 85)
        })
        .collect();
    let limits = Limits::default();
    let decode = |bytes: &[u8]| Picture::decode(bytes, &limits).expect("a JPEG just written");
    let mean = |work: &dyn Fn(&[u8])| {
        let times = files.iter().map(|bytes| mean_time(runs, || work(bytes)));
        times.sum::<std::time::Duration>() / files.len() as u32
    };
    let row = |name: &str, work: &dyn Fn(&[u8])| println!("| {name} | {} |", ms(mean(work)));
    row("baseline: `image` decodes it to pixels, nothing else", &|bytes| {
        black_box(image::load_from_memory(bytes).expect("a JPEG just written").into_rgb8());
    });
    row("decode and shrink", &|bytes| {
        black_box(decode(bytes));
    });
    row("decode and one code", &|bytes| {
        black_box(decode(bytes).code());
    });
    row("decode and the stored codes", &|bytes| {
        black_box(decode(bytes).codes());
    });
    row("decode and the stored form, descriptors included", &|bytes| {
        black_box(decode(bytes).stored());
    });
    row("decode and all views of a query, descriptors included", &|bytes| {
        black_box(decode(bytes).query());
    });
    let query = decode(&files[0]).query();
    println!("| views of a query | {} |", query.codes().len());
    Ok(())
}
