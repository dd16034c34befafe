//! Records as the store takes and gives them.

use std::fmt;

use jiff::Timestamp;
use vinculo_record::{Kind, RecordKey};

use crate::digest::Digest;
use crate::{BatchId, Outbound, PutPicture, Seq};

/// The store's own number of a record: small, stable, never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId(pub i64);

/// One record to be stored.
#[derive(Clone, PartialEq, Eq)]
pub struct PutRecord {
    /// Its key.
    pub key: RecordKey,
    /// The canonical JSON of the record. The store does not read it.
    pub content: String,
    /// JSON of unmapped columns and of the raw text of unread cells, for the
    /// uploading organisation alone; empty if there is none.
    pub private: String,
    /// When the source says that it last changed the record: a year, month, day
    /// or RFC 3339 time. What is not one of these cannot be older than anything.
    pub updated_at: Option<String>,
    /// The text whose digest decides whether the record has changed: the content
    /// without its `updated_at`, with whatever else shall count.
    pub digest_basis: String,
    /// What consulates shall have been told of it, in the same transaction.
    pub outbound: Outbound,
    /// Its pictures, in the order of their items. They count in what decides only as
    /// far as `digest_basis` tells of them.
    pub pictures: Vec<PutPicture>,
}

impl PutRecord {
    /// A record without private part and update time, whose whole content decides.
    pub fn new(key: RecordKey, content: impl Into<String>) -> Self {
        let content = content.into();
        let digest_basis = content.clone();
        Self {
            key,
            content,
            private: String::new(),
            updated_at: None,
            digest_basis,
            outbound: Outbound::default(),
            pictures: Vec::new(),
        }
    }

    /// Whether storing it can change what consulates are told: of a notice or remains alone
    /// nothing is told, but a hold takes back what was told of a pair.
    pub(crate) fn is_told_of(&self) -> bool {
        self.outbound.held || self.key.kind == Kind::Shelter
    }

    pub(crate) fn basis_digest(&self) -> Digest {
        Digest::of(self.digest_basis.as_bytes())
    }
}

impl fmt::Debug for PutRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PutRecord").field("key", &self.key).finish_non_exhaustive()
    }
}

/// What storing a record did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Change {
    /// The record is new.
    Created,
    /// It has a new current version.
    Updated,
    /// It has the same content: nothing was written.
    Unchanged,
    /// It is older than the current version and does not become current.
    Older,
}

impl Change {
    /// Whether there is a version that counts and was not there before.
    pub(crate) const fn is_of_content(self) -> bool {
        matches!(self, Change::Created | Change::Updated)
    }
}

/// What storing a record did, and to which version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PutOutcome {
    /// What was done.
    pub change: Change,
    /// The version that holds the content: the current one if nothing changed.
    pub version: u32,
    /// The log entry that announced that version.
    pub seq: Seq,
    /// Whether this call wrote that version. An older row that comes a second
    /// time is [`Change::Older`] without a new version.
    pub is_new_version: bool,
}

/// A version of a record. It has no private part: ask for that by name.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredRecord {
    /// The store's own number of the record.
    pub id: RecordId,
    /// Its key.
    pub key: RecordKey,
    /// The version, from 1 on.
    pub version: u32,
    /// The log entry that announced it.
    pub seq: Seq,
    /// It arrived older than the version that was current, and never was.
    pub superseded: bool,
    /// When the source says that it last changed it.
    pub updated_at: Option<String>,
    /// SHA-256 of what decides whether a row has changed.
    pub digest: Digest,
    /// When it was stored.
    pub recorded_at: Timestamp,
    /// The canonical JSON.
    pub content: String,
}

impl fmt::Debug for StoredRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredRecord")
            .field("id", &self.id)
            .field("key", &self.key)
            .field("version", &self.version)
            .field("seq", &self.seq)
            .finish_non_exhaustive()
    }
}

/// A version of a record without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionInfo {
    /// The version, from 1 on.
    pub version: u32,
    /// The log entry that announced it.
    pub seq: Seq,
    /// It is the one that counts.
    pub current: bool,
    /// It arrived older than the version that was current, and never was.
    pub superseded: bool,
    /// When the source says that it last changed it.
    pub updated_at: Option<String>,
    /// SHA-256 of what decides whether a row has changed.
    pub digest: Digest,
    /// When it was stored.
    pub recorded_at: Timestamp,
    /// The batch that brought it; `None` if it was written by itself.
    pub batch: Option<BatchId>,
}

/// Which records to list; an absent field takes all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListFilter {
    /// Of this kind alone.
    pub kind: Option<Kind>,
    /// Of this organisation alone.
    pub source: Option<String>,
}

/// A page of current records, ordered by kind, source and local id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The records.
    pub records: Vec<StoredRecord>,
    /// Where the next page starts (`after`); `None` if this one is the last.
    pub next: Option<RecordKey>,
}
