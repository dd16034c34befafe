//! Two folders of pictures, every file of one against every file of the other.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use vinculo_image::{Limits, Picture, PictureIndex, Placeholders, Query, Stored, Tier, verify};

use crate::error::{EngineError, Result};

/// Two files judged the same picture.
#[derive(Clone, Debug, PartialEq)]
pub struct FolderPair {
    /// The file of the left folder, inside it.
    pub left: PathBuf,
    /// The file of the right folder, inside it.
    pub right: PathBuf,
    /// How sure it is.
    pub tier: Tier,
    /// Bits of 256 in which the nearest codes differ.
    pub distance: Option<u32>,
    /// Points that agree.
    pub inliers: u32,
}

/// What comparing two folders gave.
pub struct FolderPairs {
    /// The pairs, by left and right file.
    pub pairs: Vec<FolderPair>,
    /// Pictures that were compared, on both sides.
    pub pictures: (usize, usize),
    /// Files that are no picture that can be read, with why.
    pub unread: Vec<(PathBuf, vinculo_image::PictureError)>,
}

/// A picture of a folder.
struct Read {
    file: PathBuf,
    stored: Stored,
    query: Query,
}

/// Compares every picture of one folder with every picture of another, folders inside
/// included. A pair is the same picture if it is so looked at from either side.
///
/// # Errors
/// When a folder cannot be read.
pub fn same_pictures(left: &Path, right: &Path) -> Result<FolderPairs> {
    let mut unread = Vec::new();
    let (left, right) = (read(left, &mut unread)?, read(right, &mut unread)?);
    let (of_left, of_right) = (index(&left), index(&right));
    let there = found(&left, &right, &of_right);
    let back = found(&right, &left, &of_left).into_iter().map(|(r, l, verdict)| (l, r, verdict));
    let mut pairs: Vec<_> = there.into_iter().chain(back).collect();
    // Of the two looks at a pair the surer one first.
    pairs.sort_by_key(|(l, r, verdict)| {
        let distance = verdict.distance.unwrap_or(u32::MAX);
        (*l, *r, std::cmp::Reverse(verdict.tier), distance, std::cmp::Reverse(verdict.inliers))
    });
    pairs.dedup_by_key(|(l, r, _)| (*l, *r));
    let pair = |(l, r, verdict): (usize, usize, vinculo_image::Verdict)| FolderPair {
        left: left[l].file.clone(),
        right: right[r].file.clone(),
        tier: verdict.tier,
        distance: verdict.distance,
        inliers: verdict.inliers,
    };
    Ok(FolderPairs {
        pictures: (left.len(), right.len()),
        pairs: pairs.into_iter().map(pair).collect(),
        unread,
    })
}

fn read(
    folder: &Path,
    unread: &mut Vec<(PathBuf, vinculo_image::PictureError)>,
) -> Result<Vec<Read>> {
    let decode = |file: PathBuf| -> Result<std::result::Result<Read, _>> {
        let bytes = fs::read(folder.join(&file)).map_err(|error| refused(&file, &error))?;
        Ok(match Picture::decode(&bytes, &Limits::default()) {
            Ok(picture) => Ok(Read { stored: picture.stored(), query: picture.query(), file }),
            Err(error) => Err((file, error)),
        })
    };
    let read = files(folder)?.into_par_iter().map(decode).collect::<Result<Vec<_>>>()?;
    let mut pictures = Vec::new();
    for picture in read {
        match picture {
            Ok(picture) => pictures.push(picture),
            Err(error) => unread.push(error),
        }
    }
    Ok(pictures)
}

/// The files of a folder and those inside it, in order.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(inside) = folders.pop() {
        let here = folder.join(&inside);
        for entry in fs::read_dir(&here).map_err(|error| refused(&here, &error))? {
            let entry = entry.map_err(|error| refused(&here, &error))?;
            let kind = entry.file_type().map_err(|error| refused(&here, &error))?;
            let name = inside.join(entry.file_name());
            if kind.is_dir() {
                folders.push(name);
            } else if kind.is_file() {
                files.push(name);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn refused(path: &Path, error: &std::io::Error) -> EngineError {
    EngineError::request(path.display().to_string(), format!("cannot be read: {error}"))
}

fn index(pictures: &[Read]) -> PictureIndex {
    PictureIndex::build((0..).zip(pictures).map(|(number, read)| (number, &read.stored)))
}

fn found(
    asked: &[Read],
    among: &[Read],
    index: &PictureIndex,
) -> Vec<(usize, usize, vinculo_image::Verdict)> {
    let of = |(number, read): (usize, &Read)| {
        let leads = index.leads(&read.query, &Placeholders::new(), among.len());
        let same = leads.into_iter().filter_map(move |lead| {
            let other = lead.picture as usize;
            let verdict = verify(&read.query, &among[other].stored);
            verdict.tier.same_picture().then_some((number, other, verdict))
        });
        same.collect::<Vec<_>>()
    };
    asked.par_iter().enumerate().flat_map_iter(of).collect()
}
