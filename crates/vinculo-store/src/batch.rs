//! Batches: what was uploaded, how far it got and what became of each row.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use vinculo_record::{Kind, RecordKey};

use crate::erasure::ERASED_RECORD;
use crate::limits::MAX_EXTENSION_CHARS;
use crate::{Change, Digest, PutRecord, Shape};

/// The code of the problem that the store itself finds: an id that stands twice
/// in one batch with different content.
pub const DUPLICATE_ID_IN_FILE: &str = "duplicate_id_in_file";

/// The id of a batch: a UUID of version 7, so that ids sort by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BatchId(Uuid);

impl BatchId {
    pub(crate) fn generate() -> Self {
        Self(Uuid::now_v7())
    }
}

impl fmt::Display for BatchId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for BatchId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// What is uploaded. Two that are equal are the same upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBatch {
    /// The kind of its records.
    pub kind: Kind,
    /// The organisation, where the file does not name it row by row.
    pub source: Option<String>,
    /// The file's extension. Its name is not kept: it may carry personal data.
    pub file_extension: String,
    /// The file's digest.
    pub file_sha256: Digest,
    /// The digest of what else decides what the rows become: the mapping, its
    /// version, the reader's.
    pub settings: Digest,
}

impl NewBatch {
    /// The digest that tells whether an upload is the same as an earlier one.
    pub fn identity(&self) -> Digest {
        let source = self.source.as_deref().unwrap_or_default();
        let parts: [&[u8]; 4] = [
            self.kind.as_str().as_bytes(),
            source.as_bytes(),
            self.file_sha256.as_bytes(),
            self.settings.as_bytes(),
        ];
        Digest::of_parts(&parts)
    }

    /// The extension if it can be one, without dot and in lower case; else empty.
    pub(crate) fn safe_extension(&self) -> String {
        let text = self.file_extension.trim_start_matches('.').to_ascii_lowercase();
        let is_one =
            text.len() <= MAX_EXTENSION_CHARS && text.chars().all(|c| c.is_ascii_alphanumeric());
        if is_one { text } else { String::new() }
    }
}

macro_rules! words {
    ($type:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $type {
            /// All of them, in their stable order.
            pub const ALL: &[$type] = &[$($type::$variant),+];

            /// The word used in the store and in interfaces.
            pub const fn as_str(self) -> &'static str {
                match self { $($type::$variant => $word),+ }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $type {
            type Err = ();

            fn from_str(text: &str) -> Result<Self, ()> {
                $type::ALL.iter().copied().find(|x| x.as_str() == text).ok_or(())
            }
        }
    };
}

/// Where a batch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BatchState {
    /// Received, not begun.
    Enqueued,
    /// Begun, and to be resumed if its process ended.
    Processing,
    /// Every row was read, and all that were accepted are seen; some may be rejected.
    Succeeded,
    /// It could not be read to its end: nobody sees any of its rows.
    Failed,
    /// Stopped by somebody: nobody sees any of its rows.
    Canceled,
}

words!(BatchState {
    Enqueued = "enqueued",
    Processing = "processing",
    Succeeded = "succeeded",
    Failed = "failed",
    Canceled = "canceled",
});

impl BatchState {
    /// Whether it has ended.
    pub const fn is_finished(self) -> bool {
        !matches!(self, BatchState::Enqueued | BatchState::Processing)
    }
}

/// How many rows of a batch became what. The first is the sum of the next five.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BatchCounts {
    /// Rows that were read.
    pub rows_seen: u32,
    /// New records.
    pub created: u32,
    /// New current versions.
    pub updated: u32,
    /// The same as stored.
    pub unchanged: u32,
    /// Older than stored.
    pub older: u32,
    /// Not stored.
    pub rejected: u32,
    /// Stored with at least one problem.
    pub doubtful: u32,
}

impl BatchCounts {
    pub(crate) fn add(&mut self, row: &RowResult) {
        self.rows_seen += 1;
        match row.status {
            RowStatus::Created => self.created += 1,
            RowStatus::Updated => self.updated += 1,
            RowStatus::Unchanged => self.unchanged += 1,
            RowStatus::Older => self.older += 1,
            RowStatus::Rejected => self.rejected += 1,
        }
        self.doubtful += u32::from(RowFilter::Doubtful.takes(row));
    }
}

/// A batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Its id.
    pub id: BatchId,
    /// The digest of what was uploaded: see [`NewBatch::identity`].
    pub identity: Digest,
    /// The kind of its records.
    pub kind: Kind,
    /// The organisation, where the file does not name it.
    pub source: Option<String>,
    /// The file's extension, or empty.
    pub file_extension: String,
    /// The file's digest.
    pub file_sha256: Digest,
    /// Where it stands.
    pub state: BatchState,
    /// How many rows became what.
    pub counts: BatchCounts,
    /// When it was received.
    pub created_at: Timestamp,
    /// When it was begun for the first time.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// Why it failed: a message without personal values.
    pub error: Option<String>,
}

impl Batch {
    /// The ordinal of the row it needs next: all rows before it are written. Rows
    /// are numbered from 1.
    pub const fn next_ordinal(&self) -> u32 {
        self.counts.rows_seen + 1
    }
}

/// One row of a batch.
#[derive(Clone, PartialEq, Eq)]
pub struct BatchRow {
    /// Its place among the rows with data: 1, 2, 3 … without a gap.
    pub ordinal: u32,
    /// The line or sheet row where it begins, as a person would count.
    pub line: Option<u32>,
    /// What to do with it.
    pub action: RowAction,
    /// What was wrong with its cells.
    pub problems: Vec<RowProblem>,
}

impl fmt::Debug for BatchRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchRow").field("ordinal", &self.ordinal).finish_non_exhaustive()
    }
}

/// What to do with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowAction {
    /// Store it.
    Put(PutRecord),
    /// Note that it was rejected.
    Reject {
        /// Its key, if it has a valid one.
        key: Option<RecordKey>,
    },
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The row was stored, with something absent or assumed.
    Warning,
    /// The row was not stored.
    Error,
}

/// A problem in a row. It has no field for the value itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowProblem {
    /// The canonical column; `None` if the whole row is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Which item of a list, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<u32>,
    /// A stable code.
    pub code: String,
    /// What the cell looked like.
    #[serde(default)]
    pub shape: Shape,
    /// How bad it is.
    pub severity: Severity,
    /// A stable code of what was done.
    pub action: String,
}

impl RowProblem {
    pub(crate) fn duplicate_id() -> Self {
        Self {
            column: Some("local_id".to_owned()),
            item: None,
            code: DUPLICATE_ID_IN_FILE.to_owned(),
            shape: Shape::default(),
            severity: Severity::Error,
            action: "row_rejected".to_owned(),
        }
    }

    pub(crate) fn erased() -> Self {
        Self { code: ERASED_RECORD.to_owned(), ..Self::duplicate_id() }
    }
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RowStatus {
    /// A new record.
    Created,
    /// A new current version.
    Updated,
    /// The same as stored.
    Unchanged,
    /// Older than stored.
    Older,
    /// Not stored.
    Rejected,
}

words!(RowStatus {
    Created = "created",
    Updated = "updated",
    Unchanged = "unchanged",
    Older = "older",
    Rejected = "rejected",
});

impl From<Change> for RowStatus {
    fn from(change: Change) -> Self {
        match change {
            Change::Created => RowStatus::Created,
            Change::Updated => RowStatus::Updated,
            Change::Unchanged => RowStatus::Unchanged,
            Change::Older => RowStatus::Older,
        }
    }
}

/// What became of a row, with its problems.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowResult {
    /// Its place among the rows.
    pub ordinal: u32,
    /// The line or sheet row where it begins.
    pub line: Option<u32>,
    /// What became of it.
    pub status: RowStatus,
    /// Its record's key; for a rejected row the one it named, if valid.
    pub key: Option<RecordKey>,
    /// The version that holds it; `None` if rejected.
    pub version: Option<u32>,
    /// The row of the batch that has the same id, if there is one before it.
    pub duplicate_of: Option<u32>,
    /// What was wrong with it.
    pub problems: Vec<RowProblem>,
}

/// Which rows of a batch to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowFilter {
    /// Every row.
    #[default]
    All,
    /// Those that were not stored.
    Rejected,
    /// Those that were stored with a problem.
    Doubtful,
}

impl RowFilter {
    /// Whether a row is among them.
    pub fn takes(self, row: &RowResult) -> bool {
        match self {
            RowFilter::All => true,
            RowFilter::Rejected => row.status == RowStatus::Rejected,
            RowFilter::Doubtful => row.status != RowStatus::Rejected && !row.problems.is_empty(),
        }
    }
}

/// What became of a chunk of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChunkOutcome {
    /// The batch after it.
    pub batch: Batch,
    /// The rows, in order.
    pub rows: Vec<RowResult>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new_batch(extension: &str) -> NewBatch {
        NewBatch {
            kind: Kind::Notice,
            source: Some("ORG".to_owned()),
            file_extension: extension.to_owned(),
            file_sha256: Digest::of(b"file"),
            settings: Digest::of(b"mapping"),
        }
    }

    #[test]
    fn extension_never_carries_a_name() {
        for (given, kept) in [
            (".CSV", "csv"),
            ("parquet", "parquet"),
            ("maria lopez", ""),
            ("perez-garcia", ""),
            ("", ""),
        ] {
            assert_eq!(new_batch(given).safe_extension(), kept, "{given}");
        }
    }

    #[test]
    fn identity_depends_on_file_source_kind_and_settings() {
        let one = new_batch("csv");
        assert_eq!(one.identity(), new_batch("xlsx").identity());
        let others = [
            NewBatch { kind: Kind::Shelter, ..one.clone() },
            NewBatch { source: None, ..one.clone() },
            NewBatch { file_sha256: Digest::of(b"other"), ..one.clone() },
            NewBatch { settings: Digest::of(b"other"), ..one.clone() },
        ];
        for other in others {
            assert_ne!(one.identity(), other.identity(), "{other:?}");
        }
    }

    #[test]
    fn words_parse_back() {
        for state in BatchState::ALL {
            assert_eq!(state.as_str().parse(), Ok(*state));
        }
        for status in RowStatus::ALL {
            assert_eq!(status.as_str().parse(), Ok(*status));
        }
        assert_eq!("running".parse::<BatchState>(), Err(()));
    }

    #[test]
    fn a_stored_problem_that_carries_a_value_is_blurred_on_reading() {
        let text =
            r#"{"code":"bad_date","shape":"31/02/2021","severity":"warning","action":"absent"}"#;
        let problem: RowProblem = serde_json::from_str(text).unwrap();
        assert_eq!(problem.shape.as_str(), "99/99/9999");
    }
}
