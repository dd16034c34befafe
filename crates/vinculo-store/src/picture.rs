//! Pictures as the store takes and gives them. What their form means is the
//! caller's matter.

use std::fmt;

use crate::digest::Digest;

/// The store's own number of a picture: the same file or the same code have one,
/// however many records bear it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PictureNo(pub i64);

/// A picture of a record that is to be stored. Its file, if there is one, is put among
/// the blobs before.
#[derive(Clone, PartialEq, Eq)]
pub struct PutPicture {
    /// Its place in the record's list of photos, from 0.
    pub item: u32,
    /// What it shows, in the uploader's word.
    pub label: String,
    /// What is known of it.
    pub content: PictureContent,
}

/// A picture, whoever bears it.
#[derive(Clone, PartialEq, Eq)]
pub struct PictureContent {
    /// The digest of the file; of the code where there is no file.
    pub digest: Digest,
    /// Whether the file is among the blobs.
    pub has_file: bool,
    /// How its form was made.
    pub algorithm: String,
    /// Codes and local features, by which it is found again.
    pub form: Vec<u8>,
}

impl PictureContent {
    pub(crate) fn checksum(&self) -> Digest {
        Digest::of_parts(&[
            self.digest.as_bytes(),
            &[u8::from(self.has_file)],
            self.algorithm.as_bytes(),
            &self.form,
        ])
    }
}

impl fmt::Debug for PutPicture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PutPicture").field("item", &self.item).finish_non_exhaustive()
    }
}

impl fmt::Debug for PictureContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PictureContent").field("digest", &self.digest).finish_non_exhaustive()
    }
}

/// A picture that a version of a record bears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionPicture {
    /// Its place in the record's list of photos, from 0.
    pub item: u32,
    /// What it shows, in the uploader's word.
    pub label: String,
    /// The picture.
    pub picture: PictureNo,
    /// Its digest.
    pub digest: Digest,
    /// Whether the file is among the blobs.
    pub has_file: bool,
}

/// Two pictures that were found to be the same; the smaller number first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PicturePair {
    /// The one.
    pub first: PictureNo,
    /// The other.
    pub second: PictureNo,
    /// JSON: how it was found out.
    pub finding: String,
}

/// What a version's seal says of its pictures; empty for none.
pub(crate) fn seal<'a>(pictures: impl Iterator<Item = (u32, &'a str, Digest)>) -> String {
    pictures.map(|(item, label, digest)| format!("{item}:{digest}:{label}\n")).collect()
}
