//! A 256-bit perceptual code of one view of a picture.

use std::{fmt, str::FromStr};

use crate::PictureError;

/// Name and version of the algorithm that makes a [`Code`]; kept with every code. Codes of different
/// algorithms, or of different versions of one, are never compared. It must change with anything that
/// changes a golden code: decoder, shrinking, sampling, hash.
pub const ALGORITHM: &str = "vinculo-median-dct-256/1";

/// 256 bits that two pictures share for the most part when they are one picture. The distance between
/// unrelated pictures is about 128.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(pub [u64; 4]);

impl Code {
    /// Bits of a code.
    pub const BITS: u32 = 256;

    /// Number of bits in which the two differ, 0..=256.
    #[inline(always)]
    pub const fn distance(&self, other: &Code) -> u32 {
        (self.0[0] ^ other.0[0]).count_ones()
            + (self.0[1] ^ other.0[1]).count_ones()
            + (self.0[2] ^ other.0[2]).count_ones()
            + (self.0[3] ^ other.0[3]).count_ones()
    }

    /// The 32 bytes, most significant first.
    pub fn to_bytes(self) -> [u8; 32] {
        let mut bytes = [0; 32];
        for (chunk, word) in bytes.chunks_exact_mut(8).zip(self.0) {
            chunk.copy_from_slice(&word.to_be_bytes());
        }
        bytes
    }

    /// Reads what [`Code::to_bytes`] wrote.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        let mut words = [0; 4];
        for (word, chunk) in words.iter_mut().zip(bytes.as_chunks::<8>().0) {
            *word = u64::from_be_bytes(*chunk);
        }
        Self(words)
    }
}

/// 64 lower-case hexadecimal digits.
impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|word| write!(out, "{word:016x}"))
    }
}

impl FromStr for Code {
    type Err = PictureError;

    /// Reads 64 hexadecimal digits, of either case, white space around them ignored.
    ///
    /// ```
    /// use vinculo_image::Code;
    ///
    /// let text = "00000000000000ff".repeat(4);
    /// assert_eq!(text.parse::<Code>()?.to_string(), text);
    /// assert!("ff".parse::<Code>().is_err());
    /// # Ok::<(), vinculo_image::PictureError>(())
    /// ```
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text.len() != 64 || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(PictureError::Encoding("expected 64 hexadecimal digits"));
        }
        let mut words = [0; 4];
        for (number, word) in words.iter_mut().enumerate() {
            *word = u64::from_str_radix(&text[16 * number..16 * (number + 1)], 16)
                .map_err(|_| PictureError::Encoding("expected 64 hexadecimal digits"))?;
        }
        Ok(Self(words))
    }
}
