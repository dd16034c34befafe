//! The pictures that are measured.

use std::path::{Path, PathBuf};

use image::RgbImage;
use image::imageops::{self, FilterType};
use rayon::prelude::*;
use vinculo_synth::pictures::scene;

/// Longer side of a photograph as it is measured, like the generated ones.
const SIDE: u32 = 1000;

/// Where originals come from.
pub enum Originals {
    /// Generated from a seed.
    Generated(u64),
    /// Photographs of a folder, each as a whole or cut into tiles that do not overlap.
    Photographs(Vec<(PathBuf, Tile)>),
}

/// A part of a photograph: column and row of a grid of so many.
pub type Tile = (u32, u32, u32);

impl Originals {
    /// Generated ones, or the pictures under a folder; these are cut into `grid` x `grid` tiles to have more.
    pub fn new(seed: u64, photos: Option<&Path>, grid: u32) -> anyhow::Result<Self> {
        let Some(folder) = photos else {
            return Ok(Originals::Generated(seed));
        };
        let mut files = Vec::new();
        collect(folder, &mut files)?;
        files.sort();
        anyhow::ensure!(!files.is_empty(), "no JPEG, PNG or WebP under the folder");
        let tiles = files.into_iter().flat_map(|file| {
            (0..grid * grid).map(move |tile| (file.clone(), (tile % grid, tile / grid, grid)))
        });
        Ok(Originals::Photographs(tiles.collect()))
    }

    /// How many there are; generated ones never end.
    pub fn len(&self) -> usize {
        match self {
            Originals::Generated(_) => usize::MAX,
            Originals::Photographs(files) => files.len(),
        }
    }

    /// One of them.
    pub fn picture(&self, index: usize) -> RgbImage {
        match self {
            Originals::Generated(seed) => scene(*seed, index as u32),
            Originals::Photographs(files) => {
                let (file, tile) = &files[index];
                tile_of(&image::open(file).expect("a picture that opens").into_rgb8(), *tile)
            }
        }
    }

    /// Pictures that are unrelated to the first `from`: further ones and, as these are costly to make, the four
    /// quarters of each.
    pub fn unrelated<T: Send>(
        &self,
        from: usize,
        count: usize,
        make: impl Fn(RgbImage) -> T + Sync,
    ) -> Vec<T> {
        let left = self.len().saturating_sub(from);
        let pictures: Vec<Vec<T>> = (0..count.div_ceil(5).min(left))
            .into_par_iter()
            .map(|index| {
                let picture = self.picture(from + index);
                let quarters = (0..4).map(|tile| tile_of(&picture, (tile % 2, tile / 2, 2)));
                quarters.chain(std::iter::once(picture.clone())).map(&make).collect()
            })
            .collect();
        pictures.into_iter().flatten().take(count).collect()
    }

    /// The first so many, made in parallel, each turned into something smaller.
    pub fn map<T: Send>(&self, count: usize, make: impl Fn(usize, RgbImage) -> T + Sync) -> Vec<T> {
        (0..count.min(self.len()))
            .into_par_iter()
            .map(|index| make(index, self.picture(index)))
            .collect()
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && !path.is_symlink() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|ending| {
            ["jpg", "jpeg", "png", "webp"].iter().any(|known| ending.eq_ignore_ascii_case(known))
        }) {
            files.push(path);
        }
    }
    Ok(())
}

fn tile_of(picture: &RgbImage, (column, row, grid): Tile) -> RgbImage {
    let (width, height) = (picture.width() / grid, picture.height() / grid);
    let tile = imageops::crop_imm(picture, column * width, row * height, width, height).to_image();
    let scale = SIDE as f32 / width.max(height) as f32;
    let length = |side: u32| ((side as f32 * scale).round() as u32).max(24);
    imageops::resize(&tile, length(width), length(height), FilterType::Triangle)
}
