//! A decoded picture, kept as one small upright copy from which everything else is taken.

use std::borrow::Cow;

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x3;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, RgbImage};

use crate::decode::{Decoded, decode};
use crate::format::Format;
use crate::sight::Sight;
use crate::{Code, Limits, PictureError, Query, Stored, StoredCode};

/// The longer side of the working copy in pixels. Codes need 64, descriptors as much as there is; a photograph
/// that fills an eighth of a page still has 270 pixels. *Judgement*; it costs time in proportion to its square.
pub(crate) const WORKING_SIDE: u32 = 768;

/// Quality of thumbnails, as JPEG encoders count it. *Judgement.*
const THUMBNAIL_QUALITY: u8 = 82;

/// A decoded photograph, upright, at most 768 pixels on its longer side.
pub struct Picture {
    pub(crate) pixels: RgbImage,
    width: u32,
    height: u32,
    format: Format,
    animated: bool,
}

impl Picture {
    /// Decodes a picture: its format is told from the content, its header is held against the limits before
    /// anything is decoded, its orientation is applied, alpha is flattened on white. Of an animation the first
    /// frame is taken ([`Picture::animated`] says so).
    ///
    /// This takes CPU time and memory in proportion to the pixels: call it off asynchronous threads.
    ///
    /// # Errors
    /// [`PictureError`], which names the rule that was broken and what to do. Damage, and a decoder that panics,
    /// is [`PictureError::Damaged`].
    pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Self, PictureError> {
        let Decoded { pixels, orientation, format, animated } = decode(bytes, limits)?;
        let (mut width, mut height) = pixels.dimensions();
        let mut small = DynamicImage::ImageRgb8(shrunk(pixels, WORKING_SIDE));
        let before = small.width() < small.height();
        small.apply_orientation(orientation);
        if before != (small.width() < small.height()) && width != height {
            std::mem::swap(&mut width, &mut height);
        }
        Ok(Self { pixels: small.into_rgb8(), width, height, format, animated })
    }

    /// Takes an upright picture that is already decoded.
    ///
    /// # Errors
    /// [`PictureError::TooSmall`].
    pub fn from_pixels(pixels: RgbImage) -> Result<Self, PictureError> {
        let (width, height) = pixels.dimensions();
        let least = crate::decode::LEAST_SIDE;
        if width.min(height) < least {
            return Err(PictureError::TooSmall { width, height, least });
        }
        Ok(Self {
            pixels: shrunk(pixels, WORKING_SIDE),
            width,
            height,
            format: Format::Bmp,
            animated: false,
        })
    }

    /// Width of the upright original in pixels.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height of the upright original in pixels.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The file's format.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Whether the file holds more frames than the one that was taken.
    pub fn animated(&self) -> bool {
        self.animated
    }

    /// The code of the whole picture alone.
    pub fn code(&self) -> Code {
        Sight::code_of(self)
    }

    /// The codes of what is kept, without descriptors.
    pub fn codes(&self) -> Vec<StoredCode> {
        crate::stored::codes(&Sight::of(self))
    }

    /// What is kept of a picture so that it can be found again.
    pub fn stored(&self) -> Stored {
        Stored::of(self)
    }

    /// Every view under which the picture is looked for.
    pub fn query(&self) -> Query {
        Query::of(self)
    }

    /// A JPEG no longer than `max_side` pixels, made from the pixels alone: no metadata of the original.
    pub fn thumbnail(&self, max_side: u32) -> Vec<u8> {
        let small = shrink(&self.pixels, max_side.max(1));
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, THUMBNAIL_QUALITY)
            .encode_image(small.as_ref())
            .expect("RGB is what JPEG holds, and memory takes it");
        bytes
    }
}

/// [`shrink`] of a picture that is not needed any more.
fn shrunk(pixels: RgbImage, side: u32) -> RgbImage {
    let small = match shrink(&pixels, side) {
        Cow::Owned(small) => Some(small),
        Cow::Borrowed(_) => None,
    };
    small.unwrap_or(pixels)
}

/// Shrinks to `side` pixels on the longer side; never enlarges.
pub(crate) fn shrink(pixels: &RgbImage, side: u32) -> Cow<'_, RgbImage> {
    let (width, height) = pixels.dimensions();
    let long = width.max(height);
    if long <= side {
        return Cow::Borrowed(pixels);
    }
    let scaled = |length: u32| {
        ((f64::from(length) * f64::from(side) / f64::from(long)).round() as u32).max(1)
    };
    let source =
        TypedImageRef::<U8x3>::from_buffer(width, height, pixels).expect("three bytes a pixel");
    let mut small = RgbImage::new(scaled(width), scaled(height));
    let (wide, high) = small.dimensions();
    let mut target =
        TypedImage::<U8x3>::from_buffer(wide, high, &mut small).expect("three bytes a pixel");
    // The triangle filter, widened to the scale, averages all pixels.
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear));
    Resizer::new()
        .resize_typed(&source, &mut target, &options)
        .expect("all of the source, into a target with pixels");
    Cow::Owned(small)
}
