//! The file formats, told by content first and by name second.

use std::fmt;

use crate::{ExchangeError, Input};

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Text with delimiters.
    Csv,
    /// One JSON object in each line.
    Ndjson,
    /// Office Open XML workbook.
    Xlsx,
    /// Excel 97 workbook.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// Apache Parquet.
    Parquet,
    /// PFIF 1.1 to 1.4, by itself or inside Atom.
    Pfif,
}

impl Format {
    /// The name shown in messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Format::Csv => "CSV",
            Format::Ndjson => "NDJSON",
            Format::Xlsx => "XLSX",
            Format::Xls => "XLS",
            Format::Ods => "ODS",
            Format::Parquet => "Parquet",
            Format::Pfif => "PFIF",
        }
    }

    /// Tells the format of a file.
    ///
    /// # Errors
    /// When the content is of a known other kind (PDF, image, plain archive …).
    pub fn detect(input: &Input) -> Result<Format, ExchangeError> {
        let head = input.head(4096)?;
        let known: &[(&[u8], Result<Format, &'static str>)] = &[
            (b"PAR1", Ok(Format::Parquet)),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Ok(Format::Xls)),
            (b"%PDF", Err("a PDF file")),
            (b"\x89PNG", Err("an image")),
            (b"\xff\xd8\xff", Err("an image")),
            (b"GIF8", Err("an image")),
            (b"\x1f\x8b", Err("a gzip archive: unpack it first")),
            (b"7z\xbc\xaf", Err("a 7z archive: unpack it first")),
            (b"Rar!", Err("a RAR archive: unpack it first")),
            (b"SQLite format 3", Err("a database")),
            (b"\x7fELF", Err("a program")),
            (b"MZ\x90", Err("a program")),
        ];
        let refuse = |found| Err(ExchangeError::Format { file: input.name().to_owned(), found });
        for (mark, format) in known {
            if head.starts_with(mark) {
                return format.or_else(refuse);
            }
        }
        if head.starts_with(b"PK") {
            return zip_kind(input).map_or_else(refuse, Ok);
        }
        Ok(text_kind(input.name(), &head))
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which kind of zip archive it is, by its entries; a damaged one by its name,
/// so that its reader can say what is wrong.
fn zip_kind(input: &Input) -> Result<Format, &'static str> {
    let archive = input.reader().ok().and_then(|reader| zip::ZipArchive::new(reader).ok());
    let Some(archive) = archive else {
        return match extension(input.name()).as_str() {
            "ods" => Ok(Format::Ods),
            _ => Ok(Format::Xlsx),
        };
    };
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("xl/workbook.xml") || (has("[Content_Types].xml") && !has("word/document.xml")) {
        Ok(Format::Xlsx)
    } else if has("content.xml") {
        Ok(Format::Ods)
    } else {
        Err("a zip archive that is no workbook: unpack it first")
    }
}

/// An XML document that names PFIF at its beginning.
fn is_pfif(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    text.starts_with('<') && text.contains("http://zesty.ca/pfif/")
}

fn text_kind(name: &str, head: &[u8]) -> Format {
    match extension(name).as_str() {
        "ndjson" | "jsonl" | "json" => return Format::Ndjson,
        "pfif" => return Format::Pfif,
        "csv" | "tsv" | "txt" => return Format::Csv,
        _ => {}
    }
    if is_pfif(head) {
        return Format::Pfif;
    }
    let first = head.iter().find(|b| !b.is_ascii_whitespace() && !matches!(b, 0xef | 0xbb | 0xbf));
    if first == Some(&b'{') { Format::Ndjson } else { Format::Csv }
}

fn extension(name: &str) -> String {
    name.rsplit_once('.').map_or_else(String::new, |(_, end)| end.to_ascii_lowercase())
}
