//! From bytes to an upright RGB picture, under limits.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::codecs::{gif::GifDecoder, png::PngDecoder, webp::WebPDecoder};
use image::metadata::Orientation;
use image::{AnimationDecoder, DynamicImage, ImageDecoder, ImageError, ImageReader, RgbImage};

use crate::format::Format;
use crate::{Limits, PictureError};

/// The least side in pixels: below it there is no photograph to recognise. *Judgement.*
pub(crate) const LEAST_SIDE: u32 = 24;

/// A decoded picture: 8-bit RGB, alpha flattened on white, and the turn that its metadata asks for, not yet applied.
pub(crate) struct Decoded {
    pub(crate) pixels: RgbImage,
    pub(crate) orientation: Orientation,
    pub(crate) format: Format,
    pub(crate) animated: bool,
}

/// Decodes a picture. A decoder that panics costs this picture and nothing else.
pub(crate) fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, PictureError> {
    let format = Format::sniff(bytes)?;
    if bytes.len() > limits.file_bytes {
        return Err(PictureError::FileTooLarge { bytes: bytes.len(), limit: limits.file_bytes });
    }
    // The decoder would fill what is missing with grey.
    if format == Format::Jpeg && !has_jpeg_end(bytes) {
        return Err(PictureError::Damaged(format));
    }
    catch_unwind(AssertUnwindSafe(|| decode_as(format, bytes, limits)))
        .unwrap_or(Err(PictureError::Damaged(format)))
}

fn decode_as(format: Format, bytes: &[u8], limits: &Limits) -> Result<Decoded, PictureError> {
    let failed = |error| failure(error, format, limits);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format.decoder());
    let mut allowed = image::Limits::no_limits();
    allowed.max_alloc = Some(limits.alloc_bytes);
    reader.limits(allowed);
    let mut decoder = reader.into_decoder().map_err(failed)?;

    let (width, height) = decoder.dimensions();
    check_size(width, height, limits)?;
    if decoder.total_bytes() > limits.alloc_bytes {
        return Err(PictureError::TooMuchMemory { limit: limits.alloc_bytes });
    }
    // Broken metadata means no turn; the picture itself may be sound.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(failed)?;
    Ok(Decoded {
        pixels: flatten(picture),
        orientation,
        format,
        animated: is_animated(format, bytes, limits),
    })
}

/// Whether a JPEG goes on to its end: segment by segment, for those before the picture may hold another whole one.
fn has_jpeg_end(bytes: &[u8]) -> bool {
    const START_OF_SCAN: u8 = 0xda;
    const END: u8 = 0xd9;
    let mut at = 2;
    loop {
        // What stands before a marker is coded data, where 0xff is followed by 0, or a number of a restart.
        while let Some([first, second]) = bytes.get(at..at + 2)
            && (*first != 0xff || matches!(second, 0 | 1 | 0xd0..=0xd7 | 0xff))
        {
            at += 1;
        }
        let Some([_, marker, length @ ..]) = bytes.get(at..) else { return false };
        let [high, low, ..] = length else { return *marker == END };
        match *marker {
            END => return true,
            START_OF_SCAN => at += 2,
            _ => at += 2 + usize::from(u16::from_be_bytes([*high, *low])),
        }
    }
}

fn check_size(width: u32, height: u32, limits: &Limits) -> Result<(), PictureError> {
    if width.max(height) > limits.side || u64::from(width) * u64::from(height) > limits.pixels {
        return Err(PictureError::TooManyPixels {
            width,
            height,
            limit: limits.pixels,
            side: limits.side,
        });
    }
    if width.min(height) < LEAST_SIDE {
        return Err(PictureError::TooSmall { width, height, least: LEAST_SIDE });
    }
    Ok(())
}

fn failure(error: ImageError, format: Format, limits: &Limits) -> PictureError {
    match error {
        ImageError::Limits(_) => PictureError::TooMuchMemory { limit: limits.alloc_bytes },
        ImageError::Unsupported(_) => PictureError::Unsupported(format),
        _ => PictureError::Damaged(format),
    }
}

/// Alpha is flattened on white, as a browser shows it on a page.
fn flatten(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0;
        let over = |channel: u8| {
            let alpha = u32::from(alpha);
            ((u32::from(channel) * alpha + 255 * (255 - alpha) + 127) / 255) as u8
        };
        image::Rgb([over(red), over(green), over(blue)])
    })
}

/// Whether there is more than one frame. A decoder that cannot tell says no.
fn is_animated(format: Format, bytes: &[u8], limits: &Limits) -> bool {
    let input = Cursor::new(bytes);
    match format {
        Format::Png => {
            PngDecoder::new(input).and_then(|decoder| decoder.is_apng()).unwrap_or(false)
        }
        Format::WebP => WebPDecoder::new(input).is_ok_and(|decoder| decoder.has_animation()),
        Format::Gif => GifDecoder::new(input).is_ok_and(|mut decoder| {
            let mut allowed = image::Limits::no_limits();
            allowed.max_alloc = Some(limits.alloc_bytes);
            decoder.set_limits(allowed).is_ok() && decoder.into_frames().nth(1).is_some()
        }),
        Format::Jpeg | Format::Bmp | Format::Tiff => false,
    }
}
