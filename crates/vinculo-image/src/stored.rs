//! What is kept of a picture so that it can be found again.

use crate::hash::{self, SIDE};
use crate::picture::Picture;
use crate::plane::{Plane, Pyramid};
use crate::quad::Quad;
use crate::{ALGORITHM, Code, PictureError, Sketch};

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
    /// The codes, the whole picture's first.
    pub codes: Vec<StoredCode>,
    /// Descriptors and coarse colour, for verification.
    pub sketch: Sketch,
    /// How much structure the picture has, 0..=100; see [`Stored::blank`].
    pub quality: u8,
}

/// Quality below which a picture is a blank or dark frame. PDQ's own guidance discards 49 and below (reference,
/// section 7), but sums 64 x 64 steps; on our 32 x 32 squares the same bar lies at *to be measured*.
pub const LEAST_QUALITY: u8 = 10;

impl Stored {
    pub(crate) fn of(picture: &Picture) -> Self {
        let pyramid = Pyramid::new(Plane::luma(&picture.pixels));
        let whole = Quad::rectangle(
            0.0,
            0.0,
            picture.pixels.width() as f32,
            picture.pixels.height() as f32,
        );
        let square = pyramid.square::<SIDE>(&whole);
        let mut codes = vec![StoredCode { code: hash::code(&square), part: Part::Whole }];
        for percent in [90, 80, 70] {
            let quad = whole.centre(f32::from(percent) / 100.0);
            codes.push(StoredCode {
                code: hash::code(&pyramid.square::<SIDE>(&quad)),
                part: Part::Centre(percent),
            });
        }
        Self { codes, sketch: Sketch::default(), quality: hash::quality(&square) }
    }

    /// The code of the whole picture: what partners exchange.
    pub fn code(&self) -> Code {
        self.codes[0].code
    }

    /// Whether the picture is blank, or dark, or otherwise without structure. Such a picture is never evidence.
    pub fn blank(&self) -> bool {
        self.quality < LEAST_QUALITY
    }

    /// One block of bytes, its algorithm in front.
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
