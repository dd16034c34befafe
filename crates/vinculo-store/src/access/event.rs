//! What the audit log says of one read or write.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use vinculo_access::Caller;
use vinculo_record::Kind;

use crate::{BatchId, Digest, RecordId};

/// Whether something was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was.
    Done,
    /// It was refused: no token, no right, too much.
    Refused,
    /// There was nothing to do it with, or it could not be done.
    Failed,
}

/// What was read or written: records with their versions, batches, whole kinds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Records by the store's own number, each with its version.
    pub records: BTreeSet<(RecordId, u32)>,
    /// Batches.
    pub batches: BTreeSet<BatchId>,
    /// Kinds of which all records were read.
    pub kinds: BTreeSet<Kind>,
}

/// An event as it is recorded: codes and numbers, no personal value. The order of the fields
/// is that of the canonical text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEvent {
    /// Its place in the log, from 1; 0 until it has one.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// `person:CODE`, `machine:CODE`, `system:USER`, `anyone:`.
    pub who: String,
    /// The organisation.
    pub organisation: String,
    /// The roles, with commas.
    pub roles: String,
    /// The number of the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<i64>,
    /// The stated purpose.
    pub purpose: String,
    /// What was asked for, as a stable word.
    pub action: String,
    /// Whether it was done.
    pub outcome: Outcome,
    /// The id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// Records as `[number, version]`.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub records: Vec<(i64, u32)>,
    /// Batches.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub batches: Vec<String>,
    /// Kinds of which all records were read.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub kinds: Vec<String>,
}

impl AuditEvent {
    /// An event of now.
    pub fn new(caller: &Caller, action: &str, outcome: Outcome, touched: &Touched) -> Self {
        // Milliseconds: what is not needed to order events need not be kept.
        let at = Timestamp::from_millisecond(Timestamp::now().as_millisecond());
        Self {
            seq: 0,
            at: at.unwrap_or(Timestamp::UNIX_EPOCH),
            who: caller.who.to_string(),
            organisation: caller.organisation.clone(),
            roles: caller.roles.to_string(),
            token: caller.token,
            purpose: caller.purpose.as_str().to_owned(),
            action: action.to_owned(),
            outcome,
            request: None,
            records: touched.records.iter().map(|(id, version)| (id.0, *version)).collect(),
            batches: touched.batches.iter().map(BatchId::to_string).collect(),
            kinds: touched.kinds.iter().map(|kind| kind.as_str().to_owned()).collect(),
        }
    }

    /// The same, of a request with this id.
    #[must_use]
    pub fn of_request(mut self, id: impl Into<String>) -> Self {
        self.request = Some(id.into());
        self
    }

    /// What it is about, as the log looks it up.
    pub(super) fn subjects(&self) -> BTreeSet<String> {
        let records = self.records.iter().map(|(id, _)| format!("record:{id}"));
        let batches = self.batches.iter().map(|id| format!("batch:{id}"));
        let kinds = self.kinds.iter().map(|kind| format!("kind:{kind}"));
        records.chain(batches).chain(kinds).collect()
    }
}

/// What events are looked up by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A record.
    Record(RecordId),
    /// A batch.
    Batch(BatchId),
    /// All records of a kind.
    Kind(Kind),
}

impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Subject::Record(id) => write!(f, "record:{}", id.0),
            Subject::Batch(id) => write!(f, "batch:{id}"),
            Subject::Kind(kind) => write!(f, "kind:{kind}"),
        }
    }
}

/// An event in its chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainedEvent {
    /// Its place.
    pub seq: i64,
    /// The canonical text: what the hash is over.
    pub text: String,
    /// SHA-256 (hash before ‖ text).
    pub hash: Digest,
}

impl ChainedEvent {
    /// One line of an export: the event and its hash, as JSON.
    pub fn to_line(&self) -> String {
        format!("{{\"event\":{},\"hash\":\"{}\"}}\n", self.text, self.hash)
    }

    /// The event.
    pub fn event(&self) -> Option<AuditEvent> {
        serde_json::from_str(&self.text).ok()
    }
}

/// The hash of an event after another.
pub(super) fn chain(before: &Digest, text: &str) -> Digest {
    let mut bytes = before.as_bytes().to_vec();
    bytes.extend_from_slice(text.as_bytes());
    Digest::of(&bytes)
}

/// The hash before the first event.
pub(super) const GENESIS: Digest = Digest::from_bytes([0; 32]);
