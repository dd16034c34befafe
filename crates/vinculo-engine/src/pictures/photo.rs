//! From a photo's file, or its code alone, to what is stored of it.

use vinculo_exchange::{ImportCode, Photos};
use vinculo_image::{ALGORITHM, Code, Limits, Picture, PictureError, Query, Stored};
use vinculo_record::Record;
use vinculo_record::items::Photo;
use vinculo_store::{
    Digest, Filling, PictureContent, PutPicture, RecordStore, Store, StoredRecord,
};

use crate::engine::read_stored;
use crate::error::Result;

/// The pictures of a row, and what is to be said of its photos.
#[derive(Default)]
pub(crate) struct RowPictures {
    /// In the order of the photos.
    pub pictures: Vec<PutPicture>,
    /// Item and what is wrong with it.
    pub doubts: Vec<(usize, ImportCode)>,
}

/// Reads the photos that a record names. A photo that did not come with the sheet, but
/// is stored with the record under this name, stays. Files go to the blobs that are filled.
///
/// # Errors
/// When the store cannot be read or written.
pub(crate) fn read_photos(
    store: &Store,
    record: &Record,
    photos: &Photos,
    most: usize,
    filling: Option<&Filling<'_>>,
) -> Result<RowPictures> {
    let mut read = RowPictures::default();
    for (item, photo) in record.photos.iter().enumerate() {
        if item >= most {
            read.doubts.push((item, ImportCode::PhotosTooMany));
            break;
        }
        let made = match code_of(&photo.path) {
            Some(code) => code.map_err(|error| import_code(&error)),
            None => read_file(photo, photos, filling)?,
        };
        let made = match made {
            Err(ImportCode::PhotoMissing) => {
                known(store, record, photo)?.ok_or(ImportCode::PhotoMissing)
            }
            made => made,
        };
        match made {
            Ok(content) => read.push(item, photo, content),
            Err(code) => read.doubts.push((item, code)),
        }
    }
    Ok(read)
}

impl RowPictures {
    fn push(&mut self, item: usize, photo: &Photo, content: PictureContent) {
        if Stored::from_bytes(&content.form).is_ok_and(|stored| stored.blank()) {
            self.doubts.push((item, ImportCode::PhotoPlain));
        }
        if photo.subject().is_none() && !photo.label.is_empty() {
            self.doubts.push((item, ImportCode::PhotoLabel));
        }
        let item = u32::try_from(item).unwrap_or(u32::MAX);
        self.pictures.push(PutPicture { item, label: photo.label.clone(), content });
    }
}

/// The file of a photo, decoded; `Ok(Err)` says what is wrong with it.
fn read_file(
    photo: &Photo,
    photos: &Photos,
    filling: Option<&Filling<'_>>,
) -> Result<std::result::Result<PictureContent, ImportCode>> {
    let bytes = match photos.read(&photo.path) {
        Ok(bytes) => bytes,
        Err(fault) => return Ok(Err(fault.code())),
    };
    match content_of(&bytes) {
        Ok(content) => {
            if let Some(filling) = filling {
                filling.put(&bytes)?;
            }
            Ok(Ok(content))
        }
        Err(error) => Ok(Err(import_code(&error))),
    }
}

/// What the record's current version has under the photo's name.
fn known(store: &Store, record: &Record, photo: &Photo) -> Result<Option<PictureContent>> {
    let Some(stored) = store.get(&record.key)? else { return Ok(None) };
    let current = read_stored(stored)?;
    let named = current.record.photos.iter().position(|known| known.path == photo.path);
    let Some(item) = named else { return Ok(None) };
    let pictures = store.pictures(current.stored.seq)?;
    let borne = pictures.iter().find(|picture| picture.item as usize == item);
    Ok(borne.map(|borne| store.picture(borne.picture)).transpose()?.flatten())
}

/// All pictures of a version, to be borne by the next one of its record.
pub(crate) fn kept_pictures(store: &Store, stored: &StoredRecord) -> Result<Vec<PutPicture>> {
    let mut kept = Vec::new();
    for borne in store.pictures(stored.seq)? {
        let content = store.picture(borne.picture)?;
        kept.extend(content.map(|content| PutPicture {
            item: borne.item,
            label: borne.label,
            content,
        }));
    }
    Ok(kept)
}

/// Decodes a picture and makes what is stored of it.
pub(crate) fn content_of(bytes: &[u8]) -> std::result::Result<PictureContent, PictureError> {
    let stored = Picture::decode(bytes, &Limits::default())?.stored();
    Ok(PictureContent {
        digest: Digest::of(bytes),
        has_file: true,
        algorithm: ALGORITHM.to_owned(),
        form: stored.to_bytes(),
    })
}

/// A code as partners exchange it: `ALGORITHM=64 hexadecimal digits`.
pub(crate) fn code_text(code: Code) -> String {
    format!("{ALGORITHM}={code}")
}

/// The picture of a code as partners exchange it; `None` for a file's name.
fn code_of(text: &str) -> Option<std::result::Result<PictureContent, PictureError>> {
    read_code(text).map(|code| {
        let code = code?;
        let stored = Stored::from_code(code);
        Ok(PictureContent {
            digest: Digest::of_parts(&[ALGORITHM.as_bytes(), &code.to_bytes()]),
            has_file: false,
            algorithm: ALGORITHM.to_owned(),
            form: stored.to_bytes(),
        })
    })
}

/// Reads a code as partners exchange it; `None` where the text is none.
pub(crate) fn read_code(text: &str) -> Option<std::result::Result<Code, PictureError>> {
    let (algorithm, code) = text.trim().rsplit_once('=')?;
    let is_code = code.len() == 64 && code.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_code.then(|| match algorithm {
        ALGORITHM => code.parse(),
        _ => Err(PictureError::Algorithm),
    })
}

/// The stored form and the query of a picture; `None` where neither its form can be
/// read nor its file be decoded.
pub(crate) fn asked_of(store: &Store, content: &PictureContent) -> Result<Option<(Stored, Query)>> {
    if content.has_file
        && let Some(bytes) = store.blobs().get(&content.digest)?
        && let Ok(picture) = Picture::decode(&bytes, &Limits::default())
    {
        return Ok(Some((picture.stored(), picture.query())));
    }
    let stored = Stored::from_bytes(&content.form).ok();
    Ok(stored.map(|stored| {
        let query = Query::from(&stored);
        (stored, query)
    }))
}

fn import_code(error: &PictureError) -> ImportCode {
    match error {
        PictureError::Empty => ImportCode::PhotoEmpty,
        PictureError::NotAPicture(_) | PictureError::Unsupported(_) => ImportCode::PhotoFormat,
        PictureError::FileTooLarge { .. }
        | PictureError::TooManyPixels { .. }
        | PictureError::TooMuchMemory { .. } => ImportCode::PhotoTooLarge,
        PictureError::TooSmall { .. } => ImportCode::PhotoTooSmall,
        PictureError::Encoding(_) | PictureError::Algorithm => ImportCode::PhotoCode,
        _ => ImportCode::PhotoDamaged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_told_from_a_file_name() {
        let digits = "0f".repeat(32);
        let text = format!("{ALGORITHM}={digits}");
        let code = read_code(&text).unwrap().unwrap();
        assert_eq!(code_text(code), text);
        assert!(matches!(
            read_code(&format!("other/1={digits}")),
            Some(Err(PictureError::Algorithm))
        ));
        for name in ["a.jpg", "a=b.jpg", "fotos/x=1.png", ""] {
            assert!(read_code(name).is_none(), "{name}");
        }
        let content = code_of(&text).unwrap().unwrap();
        assert!(!content.has_file);
        assert!(!Stored::from_bytes(&content.form).unwrap().blank());
    }
}
