//! The error of this crate.

use std::fmt;

use vinculo_record::Lang;

use crate::format::{Foreign, Format};

/// Why a picture cannot be used. No message holds anything of the picture's content or its file's name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PictureError {
    /// The file has no bytes.
    Empty,
    /// The content is of no format that is read.
    NotAPicture(Foreign),
    /// The file has more bytes than allowed.
    FileTooLarge {
        /// Bytes of the file.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// The header states a side or an area beyond the limits; nothing was decoded.
    TooManyPixels {
        /// Width in the header.
        width: u32,
        /// Height in the header.
        height: u32,
        /// The limit on width times height.
        limit: u64,
        /// The limit on a side.
        side: u32,
    },
    /// Too small to be a photograph.
    TooSmall {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// The least side.
        least: u32,
    },
    /// The decoder wanted more memory than allowed.
    TooMuchMemory {
        /// The limit in bytes.
        limit: u64,
    },
    /// Cut off or damaged.
    Damaged(Format),
    /// A kind of the format that is not read, such as an unusual compression.
    Unsupported(Format),
    /// A code or a stored sketch that cannot be read back.
    Encoding(&'static str),
    /// A code made by another algorithm, or another version of it.
    Algorithm,
}

impl PictureError {
    /// A stable name for reports and responses.
    pub const fn code(&self) -> &'static str {
        match self {
            PictureError::Empty => "picture_empty",
            PictureError::NotAPicture(_) => "picture_format",
            PictureError::FileTooLarge { .. } => "picture_file_too_large",
            PictureError::TooManyPixels { .. } => "picture_too_many_pixels",
            PictureError::TooSmall { .. } => "picture_too_small",
            PictureError::TooMuchMemory { .. } => "picture_memory",
            PictureError::Damaged(_) => "picture_damaged",
            PictureError::Unsupported(_) => "picture_unsupported",
            PictureError::Encoding(_) => "picture_code_unreadable",
            PictureError::Algorithm => "picture_code_algorithm",
        }
    }

    /// What is wrong and what to do, in the reader's language.
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Es => self.spanish(),
            Lang::En => self.english(),
        }
    }

    fn spanish(&self) -> String {
        match self {
            PictureError::Empty => "el archivo de imagen está vacío".to_owned(),
            PictureError::NotAPicture(found) => format!(
                "el archivo es {}, no una fotografía; se leen JPEG, PNG, WebP, GIF, BMP y TIFF",
                found.spanish()
            ),
            PictureError::FileTooLarge { bytes, limit } => {
                format!(
                    "la imagen tiene {bytes} bytes y el límite es {limit}; guárdela más pequeña"
                )
            }
            PictureError::TooManyPixels { width, height, limit, side } => format!(
                "la imagen declara {width} x {height} píxeles; el límite es {side} por lado y {limit} en total"
            ),
            PictureError::TooSmall { width, height, least } => {
                format!(
                    "la imagen mide {width} x {height} píxeles; hacen falta al menos {least} por lado"
                )
            }
            PictureError::TooMuchMemory { limit } => {
                format!(
                    "abrir la imagen necesitaría más de {limit} bytes de memoria; guárdela más pequeña"
                )
            }
            PictureError::Damaged(format) => format!(
                "la imagen ({}) está dañada o incompleta; vuelva a enviar el archivo",
                format.media_type()
            ),
            PictureError::Unsupported(format) => format!(
                "esta variante de {} no se lee; guarde la imagen como JPEG o PNG",
                format.media_type()
            ),
            PictureError::Encoding(_) => {
                "el código no se puede leer; se esperan 64 cifras hexadecimales".to_owned()
            }
            PictureError::Algorithm => {
                "el código es de otro algoritmo o de otra versión".to_owned()
            }
        }
    }

    fn english(&self) -> String {
        match self {
            PictureError::Empty => "the picture file is empty".to_owned(),
            PictureError::NotAPicture(found) => format!(
                "the file is {}, not a photograph; JPEG, PNG, WebP, GIF, BMP and TIFF are read",
                found.english()
            ),
            PictureError::FileTooLarge { bytes, limit } => {
                format!("the picture has {bytes} bytes and the limit is {limit}; save it smaller")
            }
            PictureError::TooManyPixels { width, height, limit, side } => format!(
                "the picture states {width} x {height} pixels; the limit is {side} a side and {limit} in all"
            ),
            PictureError::TooSmall { width, height, least } => {
                format!(
                    "the picture has {width} x {height} pixels; at least {least} a side are needed"
                )
            }
            PictureError::TooMuchMemory { limit } => {
                format!(
                    "opening the picture would take more than {limit} bytes of memory; save it smaller"
                )
            }
            PictureError::Damaged(format) => format!(
                "the picture ({}) is damaged or cut off; send the file again",
                format.media_type()
            ),
            PictureError::Unsupported(format) => format!(
                "this kind of {} is not read; save the picture as JPEG or PNG",
                format.media_type()
            ),
            PictureError::Encoding(detail) => format!("the code cannot be read: {detail}"),
            PictureError::Algorithm => {
                "the code is of another algorithm or another version of it".to_owned()
            }
        }
    }
}

impl fmt::Display for PictureError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.english())
    }
}

impl std::error::Error for PictureError {}
