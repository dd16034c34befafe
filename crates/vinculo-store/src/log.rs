//! The change log, as its followers read it.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use vinculo_record::RecordKey;

use crate::RecordId;

/// A place in the change log: 1 is the first entry, 0 stands before it. There
/// are no gaps.
pub type Seq = i64;

/// What a row of the log tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LogOp {
    /// The first version of a record.
    Create,
    /// A new current version.
    Update,
    /// A version that arrived older than the current one and never counts.
    Older,
    /// A version that a batch brought: nobody sees it before the batch has succeeded.
    Stage,
    /// The batch of a staged version has succeeded: from here on it is seen.
    Succeed,
    /// The record was erased: its versions have no content any more.
    Erase,
}

impl LogOp {
    /// All operations, in their stable order.
    pub const ALL: [LogOp; 6] =
        [LogOp::Create, LogOp::Update, LogOp::Older, LogOp::Stage, LogOp::Succeed, LogOp::Erase];

    /// The word that is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            LogOp::Create => "create",
            LogOp::Update => "update",
            LogOp::Older => "older",
            LogOp::Stage => "stage",
            LogOp::Succeed => "succeed",
            LogOp::Erase => "erase",
        }
    }

    /// Whether it changed what is current, so that a projection must follow.
    pub const fn changes_current(self) -> bool {
        matches!(self, LogOp::Create | LogOp::Update | LogOp::Succeed | LogOp::Erase)
    }
}

impl fmt::Display for LogOp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for LogOp {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        LogOp::ALL.into_iter().find(|op| op.as_str() == text).ok_or(())
    }
}

/// One entry of the change log. It carries ids and versions, never content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// Its place, shared by all records of a batch that succeeded there.
    pub seq: Seq,
    /// The record, by the store's own number.
    pub id: RecordId,
    /// The record, by its key.
    pub key: RecordKey,
    /// The version; `None` for an operation on the record as a whole.
    pub version: Option<u32>,
    /// What happened.
    pub op: LogOp,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}
