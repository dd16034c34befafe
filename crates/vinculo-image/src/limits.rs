//! What a picture may be at most: the one table of limits.

/// Limits on a picture file. They are checked on the header, before anything is decoded.
///
/// | limit | default | why |
/// | --- | --- | --- |
/// | `file_bytes` | 64 MiB | a 64-megapixel photograph as JPEG has about 30 MB; judgement |
/// | `pixels` | 64,000,000 | the largest common telephone cameras, once reduced; judgement |
/// | `side` | 20,000 px | a scanned page at 1,200 dpi is below it; judgement |
/// | `alloc_bytes` | 512 MiB | what a decoder may take; 64 megapixels of 16-bit RGBA |
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: usize,
    /// Width times height.
    pub pixels: u64,
    /// The longer side in pixels.
    pub side: u32,
    /// Bytes that the decoder may allocate.
    pub alloc_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: 64 << 20, pixels: 64_000_000, side: 20_000, alloc_bytes: 512 << 20 }
    }
}
