//! From a square of luminance to a code.

use std::sync::LazyLock;

use image::GrayImage;
use img_hash::{HashAlg, Hasher, HasherConfig};

use crate::Code;

/// Side of the square that the hash takes: its discrete cosine transform is twice as long as the code's 16 x 16.
pub(crate) const SIDE: usize = 32;

/// Luminance deviation below which a view is not stretched further, so that the noise of a flat view stays small.
/// *Judgement.*
const LEAST_DEVIATION: f32 = 4.0;

/// Luminance deviation after stretching: three of them reach the ends of a byte.
const DEVIATION: f32 = 42.0;

static HASHER: LazyLock<Hasher<[u8; 32]>> = LazyLock::new(|| {
    HasherConfig::with_bytes_type::<[u8; 32]>()
        .hash_size(16, 16)
        .hash_alg(HashAlg::Median)
        .preproc_dct()
        .to_hasher()
});

/// The code of a square of [`SIDE`] x [`SIDE`] luminances.
pub(crate) fn code(square: &[f32]) -> Code {
    let bytes = stretched(square);
    let picture = GrayImage::from_raw(SIDE as u32, SIDE as u32, bytes)
        .expect("the square has SIDE x SIDE values");
    Code::from_bytes(HASHER.hash_image(&picture).into_inner())
}

/// Spread to the same mean and deviation, so that rounding to bytes costs a pale picture no bits.
fn stretched(square: &[f32]) -> Vec<u8> {
    let count = square.len() as f32;
    let mean = square.iter().sum::<f32>() / count;
    let variance = square.iter().map(|value| (value - mean).powi(2)).sum::<f32>() / count;
    let gain = DEVIATION / variance.sqrt().max(LEAST_DEVIATION);
    square
        .iter()
        .map(|value| (128.0 + (value - mean) * gain).round().clamp(0.0, 255.0) as u8)
        .collect()
}

/// How much structure a square has, 0..=100: the sum of the steps between neighbours, as PDQ's quality counts
/// them (a step of 255 gives 100; the sum is divided by 90; facebook/ThreatExchange, `pdqhashing.cpp`). Blank and
/// dark frames are near 0.
pub(crate) fn quality(square: &[f32]) -> u8 {
    let mut sum = 0i32;
    for row in 0..SIDE {
        for column in 0..SIDE {
            let here = square[row * SIDE + column];
            let mut add = |other: f32| sum += ((here - other) * 100.0 / 255.0).abs() as i32;
            if column + 1 < SIDE {
                add(square[row * SIDE + column + 1]);
            }
            if row + 1 < SIDE {
                add(square[(row + 1) * SIDE + column]);
            }
        }
    }
    (sum / 90).clamp(0, 100) as u8
}
