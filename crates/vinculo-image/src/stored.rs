//! What is kept of a picture so that it can be found again.

use crate::colours::GRID;
use crate::picture::Picture;
use crate::quad::Quad;
use crate::sight::Sight;
use crate::sketch::{SKETCH_POINTS, Sketch, SketchFrame, rounded};
use crate::{ALGORITHM, Code, PictureError};

/// Percentages of each side that are coded of a stored photograph, beside the whole. The reference (section 1) takes
/// 90, 80 and 70; a fifth cut off one side leaves nothing whole but 60. *Judgement.*
const CENTRES: [u8; 3] = [85, 70, 60];
/// The same of a photograph on a page; its edges are known to a pixel or two. *Judgement.*
const PHOTOGRAPH_CENTRES: [u8; 3] = [100, 90, 80];
/// Photographs of one page that are kept. *Judgement.*
const PAGE_PHOTOGRAPHS: usize = 2;

pub(crate) fn share(percent: u8) -> f32 {
    f32::from(percent) / 100.0
}

fn coded(sight: &Sight, part: Part, region: Quad) -> StoredCode {
    StoredCode { code: sight.code(&region), part }
}

/// The codes that are kept of a picture.
pub(crate) fn codes(sight: &Sight) -> Vec<StoredCode> {
    let photographs = &sight.found.photographs;
    if sight.found.page {
        let shown = photographs.iter().take(PAGE_PHOTOGRAPHS).enumerate();
        let mut codes: Vec<StoredCode> = shown
            .flat_map(|(number, region)| {
                PHOTOGRAPH_CENTRES.map(|percent| {
                    let part = Part::Photograph(number as u8, percent);
                    coded(sight, part, region.centre(share(percent)))
                })
            })
            .collect();
        codes.push(coded(sight, Part::Page, Quad::UNIT));
        return codes;
    }
    let mut codes = vec![coded(sight, Part::Whole, Quad::UNIT)];
    codes.extend(
        CENTRES
            .map(|percent| coded(sight, Part::Centre(percent), Quad::UNIT.centre(share(percent)))),
    );
    // A print on a table, a picture on a wall: one code, for its copy without what is around it.
    codes.extend(photographs.first().map(|region| coded(sight, Part::Photograph(1, 100), *region)));
    codes
}

/// The photographs of a picture: of a page those on it, else the whole, and what hangs or lies in it without
/// descriptors of its own.
fn frames(sight: &Sight) -> Vec<SketchFrame> {
    let photographs = &sight.found.photographs;
    if sight.found.page {
        let count = photographs.len().min(PAGE_PHOTOGRAPHS);
        let shown = photographs.iter().take(count);
        return shown
            .map(|region| rounded(sight.frame(*region, SKETCH_POINTS / count, GRID, false).0))
            .collect();
    }
    let (whole, _) = sight.frame(Quad::UNIT, SKETCH_POINTS, GRID, false);
    let inner = photographs.first().map(|region| sight.bare_frame(*region, GRID));
    std::iter::once(whole).chain(inner).map(rounded).collect()
}

/// Which part of a stored picture a code stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The whole picture.
    Whole,
    /// The middle of it: this percentage of each side.
    Centre(u8),
    /// The whole of a page on which a photograph stands. Pages made from one form look alike, so this code finds
    /// pages and decides nothing.
    Page,
    /// A photograph on a page, by its number, and the percentage of each side that is taken.
    Photograph(u8, u8),
}

impl Part {
    /// One byte each of kind, number and percentage.
    pub fn to_bytes(self) -> [u8; 3] {
        match self {
            Part::Whole => [0, 0, 100],
            Part::Centre(percent) => [1, 0, percent],
            Part::Page => [2, 0, 100],
            Part::Photograph(number, percent) => [3, number, percent],
        }
    }

    /// Reads what [`Part::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`PictureError::Encoding`].
    pub fn from_bytes(bytes: [u8; 3]) -> Result<Self, PictureError> {
        match bytes {
            [0, ..] => Ok(Part::Whole),
            [1, _, percent] => Ok(Part::Centre(percent)),
            [2, ..] => Ok(Part::Page),
            [3, number, percent] => Ok(Part::Photograph(number, percent)),
            _ => Err(PictureError::Encoding("unknown part of a picture")),
        }
    }

    /// Whether a code of this part may be evidence by itself.
    pub fn decides(self) -> bool {
        self != Part::Page
    }
}

/// A code with the part it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StoredCode {
    /// The code.
    pub code: Code,
    /// Its part of the picture.
    pub part: Part,
}

/// What is kept of a picture: its codes and its sketch. About 4 KiB.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// The codes; the first stands for the photograph, whole.
    pub codes: Vec<StoredCode>,
    /// Descriptors and coarse colour, for verification.
    pub sketch: Sketch,
    /// How much structure the picture has, 0..=100; see [`Stored::blank`].
    pub quality: u8,
}

/// Quality below which a picture is a blank or dark frame. *Judgement*: an even frame has 0, a thin drawing on skin
/// about 8. PDQ's guidance (reference, section 7) is for steps of 64 x 64 and for another use: to discard codes.
pub const LEAST_QUALITY: u8 = 3;

impl Stored {
    pub(crate) fn of(picture: &Picture) -> Self {
        Self::seen(&Sight::of(picture))
    }

    pub(crate) fn seen(sight: &Sight) -> Self {
        let frames = frames(sight);
        let quality = frames.iter().map(|frame| sight.quality(&frame.region)).max();
        Self { codes: codes(sight), sketch: Sketch { frames }, quality: quality.unwrap_or(0) }
    }

    /// What is known of a picture whose code a partner shared and no more. It was not blank: whoever made the code
    /// saw to that.
    pub fn from_code(code: Code) -> Self {
        let codes = vec![StoredCode { code, part: Part::Whole }];
        Self { codes, sketch: Sketch::default(), quality: 100 }
    }

    /// Whether nothing but codes is known: nothing can be verified.
    pub(crate) fn is_bare(&self) -> bool {
        self.sketch.frames.is_empty()
    }

    /// The frame of a part and the part's corners in shares of that frame; a page has none.
    pub(crate) fn place(&self, part: Part) -> Option<(usize, Quad)> {
        let (frame, quad) = match part {
            Part::Whole => (0, Quad::UNIT),
            Part::Centre(percent) => (0, Quad::UNIT.centre(share(percent))),
            Part::Photograph(number, percent) => {
                (number as usize, Quad::UNIT.centre(share(percent)))
            }
            Part::Page => return None,
        };
        (frame < self.sketch.frames.len()).then_some((frame, quad))
    }

    /// The code of the page, if it is one.
    pub(crate) fn page(&self) -> Option<Code> {
        self.codes.iter().find(|one| one.part == Part::Page).map(|one| one.code)
    }

    /// The code of the photograph, whole: what partners exchange.
    pub fn code(&self) -> Code {
        self.codes[0].code
    }

    /// Whether the picture is blank, or dark, or otherwise without structure. Such a picture is never evidence.
    pub fn blank(&self) -> bool {
        self.quality < LEAST_QUALITY
    }

    /// One block of bytes: length and name of the algorithm, quality, number of codes; each code with three bytes
    /// for its part before it; number of frames, and each frame with its points at the end, 38 bytes a point, of
    /// which the last 32 are the descriptor.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![ALGORITHM.len() as u8];
        bytes.extend(ALGORITHM.as_bytes());
        bytes.push(self.quality);
        bytes.push(self.codes.len() as u8);
        for stored in &self.codes {
            bytes.extend(stored.part.to_bytes());
            bytes.extend(stored.code.to_bytes());
        }
        self.sketch.write(&mut bytes);
        bytes
    }

    /// Reads what [`Stored::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`PictureError::Algorithm`] if another algorithm or version wrote it: make it again from the picture.
    /// [`PictureError::Encoding`] if it is damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PictureError> {
        let damaged = PictureError::Encoding("the stored form is cut off");
        let (&length, rest) = bytes.split_first().ok_or(damaged.clone())?;
        let (name, rest) = rest.split_at_checked(length as usize).ok_or(damaged.clone())?;
        if name != ALGORITHM.as_bytes() {
            return Err(PictureError::Algorithm);
        }
        let ([quality, count], mut rest) = rest.split_first_chunk::<2>().ok_or(damaged.clone())?;
        let mut codes = Vec::with_capacity(*count as usize);
        for _ in 0..*count {
            let (part, after) = rest.split_first_chunk::<3>().ok_or(damaged.clone())?;
            let (code, after) = after.split_first_chunk::<32>().ok_or(damaged.clone())?;
            codes
                .push(StoredCode { code: Code::from_bytes(*code), part: Part::from_bytes(*part)? });
            rest = after;
        }
        if codes.is_empty() {
            return Err(PictureError::Encoding("no code"));
        }
        Ok(Self { codes, sketch: Sketch::read(rest)?, quality: *quality })
    }
}
