//! The views under which a picture is looked for.

use crate::hash::{self, SIDE, laid};
use crate::picture::Picture;
use crate::plane::{Plane, Pyramid};
use crate::quad::Quad;
use crate::trim::within_borders;
use crate::{Code, LEAST_QUALITY, Stored};

/// A query: the codes of every view of one picture, and its descriptors.
#[derive(Clone, Debug)]
pub struct Query {
    pub(crate) codes: Vec<Code>,
    pub(crate) quality: u8,
}

impl Query {
    pub(crate) fn of(picture: &Picture) -> Self {
        let pyramid = Pyramid::new(Plane::luma(&picture.pixels));
        let whole = Quad::rectangle(
            0.0,
            0.0,
            picture.pixels.width() as f32,
            picture.pixels.height() as f32,
        );
        let mut codes = Vec::new();
        let square = pyramid.square::<SIDE>(&whole);
        let quality = hash::quality(&square);
        let frames = std::iter::once(whole).chain(within_borders(pyramid.base()));
        for frame in frames {
            let square = pyramid.square::<SIDE>(&frame);
            codes.extend((0..8).map(|how| hash::code(&laid(&square, how))));
            for share in [0.9, 0.8, 0.7] {
                codes.push(hash::code(&pyramid.square::<SIDE>(&frame.centre(share))));
            }
            for degrees in [-6.0, -4.0, -2.0, 2.0, 4.0, 6.0] {
                codes.push(hash::code(&pyramid.square::<SIDE>(&frame.turned(degrees))));
            }
        }
        Self { codes, quality }
    }

    /// A query by codes alone, as partners exchange them. It can find candidates and strong matches; nothing can
    /// be verified.
    pub fn from_codes(codes: &[Code]) -> Self {
        Self { codes: codes.to_vec(), quality: 100 }
    }

    /// The codes of all views.
    pub fn codes(&self) -> &[Code] {
        &self.codes
    }

    /// Whether the picture has too little structure to be recognised; it finds nothing.
    pub fn blank(&self) -> bool {
        self.quality < LEAST_QUALITY
    }
}

/// A stored picture looked for among the others: its stored codes and its sketch, without the picture.
impl From<&Stored> for Query {
    fn from(stored: &Stored) -> Self {
        Self {
            codes: stored.codes.iter().map(|stored| stored.code).collect(),
            quality: stored.quality,
        }
    }
}
