//! The photos of a sheet: files beside it, or in the archive that holds both.
//!
//! A photo's name comes from a cell, and may be anything. It is read only where it
//! stays inside the sheet's folder or archive, and no message repeats it: file names
//! are often people's names.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use zip::ZipArchive;

use crate::import::ImportCode;
use crate::{ExchangeError, Format, Input, Limits};

/// Endings of the file in an archive that is its sheet.
const SHEET_ENDINGS: [&str; 9] =
    ["csv", "tsv", "xlsx", "xls", "ods", "ndjson", "jsonl", "json", "parquet"];

/// A sheet and where its photos are.
pub struct Upload {
    /// The sheet.
    pub sheet: Input,
    /// Its photos.
    pub photos: Photos,
}

impl Upload {
    /// Takes an archive apart; any other file is the sheet itself.
    ///
    /// # Errors
    /// When an archive is damaged, locked by a password, above the limits, or holds no
    /// sheet or several.
    pub fn open(input: &Input, limits: &Limits) -> Result<Self, ExchangeError> {
        match open_archive(input)? {
            Some(archive) => of_archive(input, archive, limits),
            None => Ok(Self { sheet: input.clone(), photos: Photos::beside(input, limits) }),
        }
    }
}

/// Why a photo cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoFault {
    /// There is no such file.
    Missing,
    /// The name leads elsewhere.
    Name,
    /// It has no bytes.
    Empty,
    /// It has too many.
    TooLarge,
    /// It cannot be read to its end.
    Damaged,
}

impl PhotoFault {
    /// The code in reports.
    pub const fn code(self) -> ImportCode {
        match self {
            PhotoFault::Missing => ImportCode::PhotoMissing,
            PhotoFault::Name => ImportCode::PhotoName,
            PhotoFault::Empty => ImportCode::PhotoEmpty,
            PhotoFault::TooLarge => ImportCode::PhotoTooLarge,
            PhotoFault::Damaged => ImportCode::PhotoDamaged,
        }
    }
}

/// Where the photos of a sheet are. Shared between threads as it is.
pub struct Photos {
    place: Place,
    most: u64,
}

enum Place {
    Nowhere,
    Folder(PathBuf),
    Archive(Box<Archive>),
}

struct Archive {
    zip: Mutex<Zip>,
    /// Entries by their folded name.
    entries: HashMap<String, usize>,
    /// The folder of the sheet inside, with its `/`; or empty.
    folder: String,
    /// What keeps the file in place.
    _input: Input,
}

type Zip = ZipArchive<BufReader<File>>;

impl Photos {
    /// No photo came.
    pub fn none() -> Self {
        Self { place: Place::Nowhere, most: 0 }
    }

    fn beside(input: &Input, limits: &Limits) -> Self {
        let folder = input.photo_folder();
        let place = folder.map_or(Place::Nowhere, |folder| Place::Folder(folder.to_owned()));
        Self { place, most: limits.photo_bytes }
    }

    /// The bytes of the photo that a cell names, at most `photo_bytes`.
    ///
    /// # Errors
    /// Why it cannot be had.
    pub fn read(&self, name: &str) -> Result<Vec<u8>, PhotoFault> {
        let name = inside(name).ok_or(PhotoFault::Name)?;
        match &self.place {
            Place::Nowhere => Err(PhotoFault::Missing),
            Place::Folder(folder) => self.bytes(open_beside(folder, &name)?),
            Place::Archive(archive) => {
                let places = [format!("{}{name}", archive.folder), name];
                let index = places.iter().find_map(|name| archive.entries.get(&folded(name)));
                let index = *index.ok_or(PhotoFault::Missing)?;
                let mut zip = archive.zip.lock().unwrap_or_else(PoisonError::into_inner);
                self.bytes(zip.by_index(index).map_err(|_| PhotoFault::Damaged)?)
            }
        }
    }

    fn bytes(&self, reader: impl Read) -> Result<Vec<u8>, PhotoFault> {
        let mut bytes = Vec::new();
        let mut reader = reader.take(self.most + 1);
        reader.read_to_end(&mut bytes).map_err(|_| PhotoFault::Damaged)?;
        match bytes.len() as u64 {
            0 => Err(PhotoFault::Empty),
            many if many > self.most => Err(PhotoFault::TooLarge),
            _ => Ok(bytes),
        }
    }
}

/// A name with `/` between its parts, if it stays inside.
fn inside(name: &str) -> Option<String> {
    let name = name.trim().replace('\\', "/");
    let name = name.strip_prefix("./").unwrap_or(&name);
    let is_plain = |part: &str| {
        !matches!(part, "" | "." | "..") && !part.chars().any(|c| c == ':' || c.is_control())
    };
    name.split('/').all(is_plain).then(|| name.to_owned())
}

fn folded(name: &str) -> String {
    name.to_lowercase()
}

fn open_beside(folder: &Path, name: &str) -> Result<File, PhotoFault> {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let here = here.canonicalize().map_err(|_| PhotoFault::Missing)?;
    let path = here.join(name).canonicalize().map_err(|_| PhotoFault::Missing)?;
    if !path.starts_with(&here) {
        return Err(PhotoFault::Name);
    }
    // Opening a pipe would wait for somebody to write to it.
    if !fs::metadata(&path).is_ok_and(|meta| meta.is_file()) {
        return Err(PhotoFault::Missing);
    }
    File::open(&path).map_err(|_| PhotoFault::Damaged)
}

/// The archive, if the file is one and no workbook.
fn open_archive(input: &Input) -> Result<Option<Zip>, ExchangeError> {
    if !input.head(2)?.starts_with(b"PK") {
        return Ok(None);
    }
    let named_zip = input.name().to_ascii_lowercase().ends_with(".zip");
    match (ZipArchive::new(input.reader()?), Format::detect(input)) {
        // A workbook, or a damaged one: its reader says what is wrong.
        (_, Ok(_)) if !named_zip => Ok(None),
        (Ok(_), Ok(_)) => Ok(None),
        (Ok(archive), Err(_)) => Ok(Some(archive)),
        (Err(_), _) => Err(ExchangeError::damaged(
            input.name(),
            "zip",
            "the directory of the archive cannot be read",
        )),
    }
}

fn of_archive(input: &Input, mut zip: Zip, limits: &Limits) -> Result<Upload, ExchangeError> {
    check(input, &mut zip, limits)?;
    let mut entries = HashMap::new();
    let mut sheets: Vec<(usize, String)> = Vec::new();
    for index in 0..zip.len() {
        let Some(name) =
            zip.name_for_index(index).and_then(Result::ok).and_then(|name| inside(&name))
        else {
            continue;
        };
        if name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX") {
            continue;
        }
        let ending = name.rsplit_once('.').map_or_else(String::new, |(_, end)| folded(end));
        if SHEET_ENDINGS.contains(&ending.as_str()) {
            sheets.push((index, name));
        } else {
            entries.entry(folded(&name)).or_insert(index);
        }
    }
    let refuse = |found| ExchangeError::Format { file: input.name().to_owned(), found };
    let (index, name) = match sheets.as_slice() {
        [] => return Err(refuse("a zip archive without a sheet")),
        [one] => one,
        _ => return Err(refuse("a zip archive with more than one sheet: make one of each")),
    };
    // The name inside may be somebody's; its ending hints at the format.
    let ending = name.rsplit_once('.').map_or("", |(_, end)| end);
    let shown = format!("{}/sheet.{}", input.name(), folded(ending));
    let damaged = || ExchangeError::damaged(input.name(), "zip", "the sheet cannot be unpacked");
    let sheet = {
        let inner =
            Limits { file_bytes: limits.file_bytes.min(limits.inflated_bytes), ..limits.clone() };
        let entry = zip.by_index(*index).map_err(|_| damaged())?;
        Input::from_reader(&shown, entry, &inner).map_err(|error| match error {
            // Reading the entry failed, not writing the spool.
            ExchangeError::Io { source, .. }
                if source.kind() != std::io::ErrorKind::StorageFull =>
            {
                damaged()
            }
            error => error,
        })?
    };
    let folder = name.rsplit_once('/').map_or_else(String::new, |(folder, _)| format!("{folder}/"));
    let archive = Archive { zip: Mutex::new(zip), entries, folder, _input: input.clone() };
    let photos = Photos { place: Place::Archive(Box::new(archive)), most: limits.photo_bytes };
    Ok(Upload { sheet, photos })
}

/// Holds what the directory says against the limits; what it conceals is met by the
/// limit on each entry when that is read.
fn check(input: &Input, zip: &mut Zip, limits: &Limits) -> Result<(), ExchangeError> {
    let file = || input.name().to_owned();
    let inflation = |what, limit| ExchangeError::Inflation { file: file(), what, limit };
    if zip.len() > limits.archive_entries {
        return Err(inflation("too many files", limits.archive_entries as u64));
    }
    let mut inflated: u64 = 0;
    for index in 0..zip.len() {
        let entry = zip.by_index_raw(index).map_err(|_| {
            ExchangeError::damaged(
                input.name(),
                "zip",
                "the directory of the archive cannot be read",
            )
        })?;
        if entry.encrypted() {
            let rule = "the archive is protected by a password; make it without";
            return Err(ExchangeError::damaged(input.name(), "zip", rule));
        }
        inflated = inflated.saturating_add(entry.size());
    }
    if inflated > limits.archive_bytes {
        return Err(inflation("too many bytes", limits.archive_bytes));
    }
    let ratio = inflated / input.bytes().max(1);
    if inflated > limits.ratio_floor_bytes && ratio > limits.inflate_ratio {
        return Err(inflation("too many times its size", limits.inflate_ratio));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::write::SimpleFileOptions;

    use super::*;

    fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn open(bytes: &[u8], limits: &Limits) -> Result<Upload, ExchangeError> {
        let input = Input::from_reader("batch.zip", bytes, &Limits::default()).unwrap();
        Upload::open(&input, limits)
    }

    #[test]
    fn a_name_stays_inside() {
        for (name, expected) in [
            ("a.jpg", Some("a.jpg")),
            (" fotos\\1.jpg ", Some("fotos/1.jpg")),
            ("./a.jpg", Some("a.jpg")),
            ("../a.jpg", None),
            ("fotos/../../a.jpg", None),
            ("/etc/passwd", None),
            ("C:\\a.jpg", None),
            ("\\\\server\\share\\a.jpg", None),
            ("a//b.jpg", None),
            ("a\0.jpg", None),
            ("", None),
        ] {
            assert_eq!(inside(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn an_archive_holds_a_sheet_and_its_photos() {
        let bytes = zipped(&[
            ("lote/hoja.csv", b"local_id\n1\n"),
            ("lote/Fotos/A.JPG", b"photo"),
            ("b.jpg", b"other"),
            ("empty.jpg", b""),
            ("../../evil.jpg", b"evil"),
            ("__MACOSX/lote/._hoja.csv", b"x"),
        ]);
        let upload = open(&bytes, &Limits::default()).unwrap();
        assert_eq!(upload.sheet.name(), "batch.zip/sheet.csv");
        assert_eq!(upload.sheet.bytes(), 11);
        let photos = upload.photos;
        assert_eq!(photos.read("fotos/a.jpg").as_deref(), Ok(&b"photo"[..]));
        assert_eq!(photos.read("b.jpg").as_deref(), Ok(&b"other"[..]));
        assert_eq!(photos.read("empty.jpg"), Err(PhotoFault::Empty));
        assert_eq!(photos.read("c.jpg"), Err(PhotoFault::Missing));
        assert_eq!(photos.read("../../evil.jpg"), Err(PhotoFault::Name));
        assert_eq!(photos.read("evil.jpg"), Err(PhotoFault::Missing));
        let small = Limits { photo_bytes: 4, ..Limits::default() };
        let photos = open(&bytes, &small).unwrap().photos;
        assert_eq!(photos.read("b.jpg"), Err(PhotoFault::TooLarge));
    }

    #[test]
    fn an_archive_that_cannot_be_used_is_refused() {
        let message =
            |bytes: &[u8], limits: &Limits| open(bytes, limits).err().unwrap().to_string();
        let whole = Limits::default();
        let two = zipped(&[("a.csv", b"x"), ("b.xlsx", b"x")]);
        assert!(message(&two, &whole).contains("more than one sheet"));
        assert!(message(&zipped(&[("a.jpg", b"x")]), &whole).contains("without a sheet"));
        let cut = zipped(&[("a.csv", b"x")]);
        assert!(message(&cut[..cut.len() - 10], &whole).contains("damaged or cut zip"));
        let zeros = zipped(&[("a.csv", b"x"), ("b.jpg", &vec![0; 20 << 20])]);
        assert!(message(&zeros, &whole).contains("too many times its size"));
        let few = Limits { archive_entries: 1, ..Limits::default() };
        assert!(message(&two, &few).contains("too many files"));
        let tight = Limits { archive_bytes: 1, ..Limits::default() };
        assert!(message(&two, &tight).contains("too many bytes"));
    }

    #[test]
    fn photos_beside_a_sheet_are_read_only_where_that_is_allowed() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("sheets");
        fs::create_dir_all(dir.join("fotos")).unwrap();
        fs::write(dir.join("sheet.csv"), "local_id\n1\n").unwrap();
        fs::write(dir.join("fotos/1.jpg"), "photo").unwrap();
        fs::write(folder.path().join("outside.jpg"), "secret").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder.path().join("outside.jpg"), dir.join("link.jpg"))
            .unwrap();
        let limits = Limits::default();
        let input = Input::open(&dir.join("sheet.csv"), &limits).unwrap();
        let photos = Upload::open(&input, &limits).unwrap().photos;
        assert_eq!(photos.read("fotos/1.jpg"), Err(PhotoFault::Missing));
        let photos = Upload::open(&input.with_photos_beside(), &limits).unwrap().photos;
        assert_eq!(photos.read("fotos\\1.jpg").as_deref(), Ok(&b"photo"[..]));
        assert_eq!(photos.read("../outside.jpg"), Err(PhotoFault::Name));
        #[cfg(unix)]
        assert_eq!(photos.read("link.jpg"), Err(PhotoFault::Name));
        assert_eq!(photos.read("fotos"), Err(PhotoFault::Missing));
    }
}
