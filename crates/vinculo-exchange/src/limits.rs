//! What a file may hold at most: the one table of limits.

/// Limits on input. Every reader takes them, so that a deployment can narrow them.
///
/// | limit | default | why |
/// | --- | --- | --- |
/// | `file_bytes` | 2 GiB | a national register as CSV is below it; judgement |
/// | `inflated_bytes` | 1 GiB | of a workbook or Parquet file: the largest sheet (1,048,576 rows) of records is below it; judgement |
/// | `inflate_ratio` | 200 | inflated to packed size of a workbook. Apache POI refuses 100; sheets with many empty styled cells come near it, deflate itself reaches 1,032 |
/// | `ratio_floor_bytes` | 10 MiB | below it the ratio is not looked at: small files may be very regular |
/// | `zip_entries` | 10,000 | a workbook has some tens |
/// | `cell_bytes` | 1 MiB | a narrative has some kilobytes; more is a file in a cell or a quote that was never closed |
/// | `row_bytes` | 16 MiB | sixteen of the largest cells |
/// | `columns` | 2,000 | the schema has 76, wide partner sheets some hundreds |
/// | `list_items` | 10,000 | items of one list cell |
/// | `merged_regions` | 100,000 | merged cells of one sheet |
/// | `archive_entries` | 100,000 | entries of an archive of a sheet and its photos; judgement |
/// | `archive_bytes` | 8 GiB | of such an archive, unpacked: photos hardly shrink, so four times `file_bytes`; judgement |
/// | `photo_bytes` | 32 MiB | of one photo: those of phones and scanners are below it; judgement |
/// | `photos` | 64 | of one record; judgement |
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: u64,
    /// Bytes after decompression.
    pub inflated_bytes: u64,
    /// Decompressed bytes for each compressed one.
    pub inflate_ratio: u64,
    /// Decompressed bytes below which the ratio is not looked at.
    pub ratio_floor_bytes: u64,
    /// Entries of a zip archive.
    pub zip_entries: usize,
    /// Bytes of one cell, as UTF-8.
    pub cell_bytes: usize,
    /// Bytes of one row, as UTF-8.
    pub row_bytes: usize,
    /// Columns of a sheet.
    pub columns: usize,
    /// Items of one list.
    pub list_items: usize,
    /// Merged regions of a sheet.
    pub merged_regions: usize,
    /// Entries of an archive of a sheet and its photos.
    pub archive_entries: usize,
    /// Bytes of such an archive after decompression.
    pub archive_bytes: u64,
    /// Bytes of one photo.
    pub photo_bytes: u64,
    /// Photos of one record.
    pub photos: usize,
}

const MIB: usize = 1 << 20;

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 2048 * MIB as u64,
            inflated_bytes: 1024 * MIB as u64,
            inflate_ratio: 200,
            ratio_floor_bytes: 10 * MIB as u64,
            zip_entries: 10_000,
            cell_bytes: MIB,
            row_bytes: 16 * MIB,
            columns: 2_000,
            list_items: 10_000,
            merged_regions: 100_000,
            archive_entries: 100_000,
            archive_bytes: 8192 * MIB as u64,
            photo_bytes: 32 * MIB as u64,
            photos: 64,
        }
    }
}
