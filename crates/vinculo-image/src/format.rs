//! The format of a picture, told from its content; a file's name says nothing.

use image::ImageFormat;

use crate::PictureError;

/// A format that is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    WebP,
    /// GIF.
    Gif,
    /// BMP.
    Bmp,
    /// TIFF.
    Tiff,
}

impl Format {
    /// The media type, such as `image/jpeg`.
    pub fn media_type(self) -> &'static str {
        self.decoder().to_mime_type()
    }

    pub(crate) const fn decoder(self) -> ImageFormat {
        match self {
            Format::Jpeg => ImageFormat::Jpeg,
            Format::Png => ImageFormat::Png,
            Format::WebP => ImageFormat::WebP,
            Format::Gif => ImageFormat::Gif,
            Format::Bmp => ImageFormat::Bmp,
            Format::Tiff => ImageFormat::Tiff,
        }
    }

    /// Tells the format from the first bytes.
    ///
    /// # Errors
    /// [`PictureError::Empty`], [`PictureError::NotAPicture`] with what the content looks like.
    pub fn sniff(bytes: &[u8]) -> Result<Self, PictureError> {
        if bytes.is_empty() {
            return Err(PictureError::Empty);
        }
        match image::guess_format(bytes) {
            Ok(ImageFormat::Jpeg) => Ok(Format::Jpeg),
            Ok(ImageFormat::Png) => Ok(Format::Png),
            Ok(ImageFormat::WebP) => Ok(Format::WebP),
            Ok(ImageFormat::Gif) => Ok(Format::Gif),
            Ok(ImageFormat::Bmp) => Ok(Format::Bmp),
            Ok(ImageFormat::Tiff) => Ok(Format::Tiff),
            Ok(ImageFormat::Avif) => Err(PictureError::NotAPicture(Foreign::HeifOrAvif)),
            _ => Err(PictureError::NotAPicture(Foreign::of(bytes))),
        }
    }
}

/// What stands in a file that is no picture we read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Foreign {
    /// A drawing: SVG.
    Svg,
    /// A PDF document.
    Pdf,
    /// A zip archive, which a word processor's document is too.
    Zip,
    /// HEIF or AVIF, as some telephones save.
    HeifOrAvif,
    /// Text or a web page.
    Text,
    /// Anything else.
    Unknown,
}

impl Foreign {
    fn of(bytes: &[u8]) -> Self {
        let head = &bytes[..bytes.len().min(1024)];
        let contains = |needle: &[u8]| head.windows(needle.len()).any(|window| window == needle);
        if contains(b"%PDF-") {
            Foreign::Pdf
        } else if head.starts_with(b"PK\x03\x04") {
            Foreign::Zip
        } else if head.get(4..8) == Some(b"ftyp") {
            Foreign::HeifOrAvif
        } else if contains(b"<svg") {
            Foreign::Svg
        } else if std::str::from_utf8(head).is_ok_and(|text| !text.contains('\0')) {
            Foreign::Text
        } else {
            Foreign::Unknown
        }
    }

    pub(crate) const fn spanish(self) -> &'static str {
        match self {
            Foreign::Svg => "un dibujo SVG",
            Foreign::Pdf => "un documento PDF",
            Foreign::Zip => "un archivo comprimido zip",
            Foreign::HeifOrAvif => "una imagen HEIF o AVIF",
            Foreign::Text => "texto",
            Foreign::Unknown => "un contenido desconocido",
        }
    }

    pub(crate) const fn english(self) -> &'static str {
        match self {
            Foreign::Svg => "an SVG drawing",
            Foreign::Pdf => "a PDF document",
            Foreign::Zip => "a zip archive",
            Foreign::HeifOrAvif => "a HEIF or AVIF picture",
            Foreign::Text => "text",
            Foreign::Unknown => "unknown content",
        }
    }
}
