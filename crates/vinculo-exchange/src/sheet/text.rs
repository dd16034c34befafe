//! Text files: which encoding, and the content as UTF-8.

use std::fmt;
use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::input::CHUNK;
use crate::{ExchangeError, Input};

/// How the bytes of a text file are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TextEncoding {
    encoding: &'static Encoding,
    /// Whether some bytes do not belong to it.
    damaged: bool,
}

impl TextEncoding {
    /// UTF-8.
    pub const UTF_8: Self = Self { encoding: UTF_8, damaged: false };

    /// The encoding of that name, such as `utf-8`, `windows-1252`, `latin1`.
    pub fn named(name: &str) -> Option<Self> {
        let encoding = Encoding::for_label(name.as_bytes())?;
        Some(Self { encoding, damaged: false })
    }

    /// The name, such as `UTF-8`.
    pub fn name(self) -> &'static str {
        self.encoding.name()
    }

    /// Whether some bytes do not belong to it and are shown as `�`.
    pub const fn is_damaged(self) -> bool {
        self.damaged
    }

    /// Tells the encoding of a file: by its byte-order mark, else UTF-8 where its
    /// rules hold, UTF-16 where every other byte is zero, else Windows-1252.
    /// A file that is UTF-8 in most of its special characters stays UTF-8.
    ///
    /// # Errors
    /// When the file cannot be read or is no text.
    pub fn detect(input: &Input) -> Result<Self, ExchangeError> {
        let census = Census::take(input)?;
        let sound = |encoding| Ok(Self { encoding, damaged: false });
        if let Some(encoding) = census.mark {
            return sound(encoding);
        }
        if census.looks_utf16_le() {
            return sound(UTF_16LE);
        }
        if census.looks_utf16_be() {
            return sound(UTF_16BE);
        }
        if census.zeros > 0 || census.controls * MAX_CONTROL_SHARE > census.bytes {
            let found = "binary content, not a text file";
            return Err(ExchangeError::Format { file: input.name().to_owned(), found });
        }
        if census.stray == 0 {
            return sound(UTF_8);
        }
        if census.sequences > census.stray {
            return Ok(Self { encoding: UTF_8, damaged: true });
        }
        sound(WINDOWS_1252)
    }

    /// The content as UTF-8, without a byte-order mark.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn open(self, input: &Input) -> Result<impl BufRead + Send + use<>, ExchangeError> {
        Ok(Decoded {
            inner: input.reader()?,
            decoder: self.encoding.new_decoder_with_bom_removal(),
            decoded: vec![0; CHUNK],
            given: 0,
            filled: 0,
            ended: false,
        })
    }
}

impl fmt::Debug for TextEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A text has fewer control characters than one in this many bytes. Judgement.
const MAX_CONTROL_SHARE: u64 = 50;

/// Counts over the bytes of a file.
#[derive(Default)]
struct Census {
    mark: Option<&'static Encoding>,
    bytes: u64,
    zeros: u64,
    zeros_odd: u64,
    controls: u64,
    /// Well-formed UTF-8 sequences of more than one byte.
    sequences: u64,
    /// Bytes above 127 that belong to no such sequence.
    stray: u64,
}

impl Census {
    fn take(input: &Input) -> Result<Self, ExchangeError> {
        let mut census = Self::default();
        let mut reader = input.reader()?;
        let mut rest: Vec<u8> = Vec::new();
        loop {
            let chunk = reader.fill_buf().map_err(ExchangeError::io(input.name(), "reading"))?;
            if chunk.is_empty() {
                break;
            }
            let n = chunk.len();
            if census.bytes == 0 {
                census.mark = Encoding::for_bom(chunk).map(|(encoding, _)| encoding);
            }
            census.count(chunk);
            rest.extend_from_slice(chunk);
            reader.consume(n);
            census.sequences(&mut rest);
        }
        census.stray += rest.len() as u64;
        Ok(census)
    }

    fn count(&mut self, chunk: &[u8]) {
        for byte in chunk {
            match byte {
                0 => {
                    self.zeros += 1;
                    self.zeros_odd += self.bytes & 1;
                }
                1..=8 | 14..=26 | 28..=31 | 127 => self.controls += 1,
                _ => {}
            }
            self.bytes += 1;
        }
    }

    /// Counts sequences in `rest` and leaves an unfinished one at its end.
    fn sequences(&mut self, rest: &mut Vec<u8>) {
        let mut start = 0;
        while let Err(error) = std::str::from_utf8(&rest[start..]) {
            let valid = start + error.valid_up_to();
            self.sequences += multibyte(&rest[start..valid]);
            match error.error_len() {
                Some(len) => {
                    self.stray += len as u64;
                    start = valid + len;
                }
                None => {
                    rest.drain(..valid);
                    return;
                }
            }
        }
        self.sequences += multibyte(&rest[start..]);
        rest.clear();
    }

    fn looks_utf16_le(&self) -> bool {
        self.zeros_odd * 5 > self.bytes && self.zeros_odd * 10 > self.zeros * 9
    }

    fn looks_utf16_be(&self) -> bool {
        let even = self.zeros - self.zeros_odd;
        even * 5 > self.bytes && even * 10 > self.zeros * 9
    }
}

/// The number of characters of more than one byte in valid UTF-8.
fn multibyte(valid: &[u8]) -> u64 {
    valid.iter().filter(|byte| **byte >= 0xc0).count() as u64
}

struct Decoded<R> {
    inner: R,
    decoder: Decoder,
    decoded: Vec<u8>,
    /// What of `decoded` was given out, and how much of it is filled.
    given: usize,
    filled: usize,
    ended: bool,
}

impl<R: BufRead> BufRead for Decoded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.given == self.filled && !self.ended {
            let chunk = self.inner.fill_buf()?;
            let last = chunk.is_empty();
            let (result, read, written, _) =
                self.decoder.decode_to_utf8(chunk, &mut self.decoded, last);
            self.inner.consume(read);
            self.ended = last && result == CoderResult::InputEmpty;
            (self.given, self.filled) = (0, written);
        }
        Ok(&self.decoded[self.given..self.filled])
    }

    fn consume(&mut self, n: usize) {
        self.given = (self.given + n).min(self.filled);
    }
}

impl<R: BufRead> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(out)?;
        self.consume(n);
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;

    fn check(bytes: &[u8], name: &str, text: &str) {
        let input = Input::from_reader("a.csv", bytes, &Limits::default()).unwrap();
        let encoding = TextEncoding::detect(&input).unwrap();
        assert_eq!(encoding.name(), name);
        let mut out = String::new();
        encoding.open(&input).unwrap().read_to_string(&mut out).unwrap();
        assert_eq!(out, text);
    }

    #[test]
    fn encodings_are_told_apart() {
        check("nombre\nPeña".as_bytes(), "UTF-8", "nombre\nPeña");
        check("\u{feff}Peña".as_bytes(), "UTF-8", "Peña");
        check(b"Pe\xf1a y Mu\xf1oz", "windows-1252", "Peña y Muñoz");
        let utf16 = |text: &str, be: bool| -> Vec<u8> {
            let bytes = |u: u16| if be { u.to_be_bytes() } else { u.to_le_bytes() };
            text.encode_utf16().flat_map(bytes).collect()
        };
        check(&utf16("\u{feff}Peña", false), "UTF-16LE", "Peña");
        check(&utf16("\u{feff}Peña", true), "UTF-16BE", "Peña");
        check(&utf16("nombre;edad\n", false), "UTF-16LE", "nombre;edad\n");
        check(&utf16("nombre;edad\n", true), "UTF-16BE", "nombre;edad\n");
    }

    #[test]
    fn one_bad_byte_does_not_turn_a_utf8_file_around() {
        check("ñ á é ".repeat(3).as_bytes(), "UTF-8", &"ñ á é ".repeat(3));
        let mut bytes = "ñáé".as_bytes().to_vec();
        bytes.push(0xf1);
        check(&bytes, "UTF-8", "ñáé\u{fffd}");
    }

    #[test]
    fn a_sequence_across_chunks_is_one_sequence() {
        let text = format!("{}ñ{}", "a".repeat(CHUNK - 1), "b".repeat(10));
        check(text.as_bytes(), "UTF-8", &text);
    }

    #[test]
    fn binary_is_refused() {
        let bytes: Vec<u8> = (0..=255).cycle().take(5_000).collect();
        let input = Input::from_reader("a.csv", &bytes[..], &Limits::default()).unwrap();
        assert!(TextEncoding::detect(&input).unwrap_err().to_string().contains("binary"));
    }
}
