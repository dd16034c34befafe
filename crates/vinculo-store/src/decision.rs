//! What people decided about pairs of records, as the store keeps it.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use vinculo_record::vocab::{DecisionReason, DecisionState};
use vinculo_record::{Kind, RecordKey};

use crate::{Digest, NewNotification, NotificationEvent};

/// The place of a decision among all: 1 is the first, without gaps.
pub type DecisionNo = i64;

/// Two records in the order of their link; of one kind, the smaller key left.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PairKey {
    /// The left record.
    pub left: RecordKey,
    /// The right record.
    pub right: RecordKey,
}

impl fmt::Display for PairKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.left.qualified(), self.right.qualified())
    }
}

/// Who took a decision: codes that organisations give their staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedBy {
    /// `person`, `machine`, `system` or `anyone`.
    pub kind: String,
    /// The code.
    pub code: String,
    /// The organisation.
    pub organisation: String,
}

/// The key of a decision's digests: random, and erased with the records.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct DecisionKey(pub [u8; 32]);

impl DecisionKey {
    /// A digest that nobody without the key can guess at.
    pub fn digest(&self, parts: &[&str]) -> Digest {
        let mut keyed: Vec<&[u8]> = vec![&self.0];
        keyed.extend(parts.iter().map(|part| part.as_bytes()));
        Digest::of_parts(&keyed)
    }
}

impl fmt::Debug for DecisionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DecisionKey(withheld)")
    }
}

/// A reviewer's note. It may hold personal data: it prints nowhere by itself, is kept apart
/// from the decision and can be erased.
#[derive(Clone, PartialEq, Eq)]
pub struct Note(pub String);

impl fmt::Debug for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Note(withheld)")
    }
}

/// What each comparison saw of both records: keyed digests, `None` where the record said
/// nothing. Comparisons that saw nothing of either are left out.
pub type Seen = BTreeMap<String, [Option<String>; 2]>;

/// A decision to be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct NewDecision {
    /// The pair.
    pub pair: PairKey,
    /// What the pair is from now on.
    pub state: DecisionState,
    /// Why.
    pub reason: Option<DecisionReason>,
    /// The record that a signature is for.
    pub signed_for: Option<Kind>,
    /// The version of the left record that was looked at.
    pub left_version: u32,
    /// The version of the right record that was looked at.
    pub right_version: u32,
    /// Digest of the model and of the value frequencies; `None` if it was imported.
    pub model: Option<String>,
    /// What each comparison saw, under `key`.
    pub seen: Seen,
    /// The key of its digests.
    pub key: DecisionKey,
    /// Whether the score was visible; `None` where nobody knows.
    pub score_visible: Option<bool>,
    /// Who decided.
    pub by: DecidedBy,
    /// It was taken elsewhere and brought in.
    pub imported: bool,
    /// The note.
    pub note: Option<Note>,
    /// What consulates are told of it, in the same transaction.
    pub notify: Vec<NewNotification>,
    /// What consulates were told of the pair and holds no longer.
    pub retract: Vec<NotificationEvent>,
}

/// A decision: one version of what is decided about a pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// Its place among all.
    pub no: DecisionNo,
    /// The pair.
    pub pair: PairKey,
    /// Its version among the pair's, from 1 on.
    pub version: u32,
    /// What the pair was from then on.
    pub state: DecisionState,
    /// Why.
    pub reason: Option<DecisionReason>,
    /// The record that a signature is for.
    pub signed_for: Option<Kind>,
    /// The version of the left record that was looked at.
    pub left_version: u32,
    /// The version of the right record that was looked at.
    pub right_version: u32,
    /// Digest of the model and of the value frequencies; `None` if it was imported.
    pub model: Option<String>,
    /// What each comparison saw, under `key`.
    pub seen: Seen,
    /// The key of its digests; `None` once erased.
    pub key: Option<DecisionKey>,
    /// Whether the score was visible; `None` where nobody knows.
    pub score_visible: Option<bool>,
    /// Who decided.
    pub by: DecidedBy,
    /// It was taken elsewhere and brought in.
    pub imported: bool,
    /// The note; `None` if there was none or it is erased.
    pub note: Option<Note>,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

/// Which pairs to list; an absent field takes all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecisionFilter {
    /// Of these states alone; empty takes all.
    pub states: Vec<DecisionState>,
    /// With this record alone.
    pub record: Option<RecordKey>,
}

/// What people decided: versions of a pair, never overwritten.
pub trait DecisionStore: Send + Sync {
    /// Stores decisions in one transaction: all or none, in order. Each must find its pair at
    /// the version given beside it (0: no decision yet) and both records at the versions that
    /// it names.
    ///
    /// # Errors
    /// [`StoreError::StaleDecision`], [`StoreError::StaleRecord`] or
    /// [`StoreError::RecordNotFound`]; then nothing was written.
    ///
    /// [`StoreError::StaleDecision`]: crate::StoreError::StaleDecision
    /// [`StoreError::StaleRecord`]: crate::StoreError::StaleRecord
    /// [`StoreError::RecordNotFound`]: crate::StoreError::RecordNotFound
    fn decide(&self, new: &[(NewDecision, u32)]) -> crate::Result<Vec<Decision>>;

    /// The decisions on a pair, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn decisions(&self, pair: &PairKey) -> crate::Result<Vec<Decision>>;

    /// The last decision of each pair, in the order in which they were taken, after one.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn current_decisions(
        &self,
        filter: &DecisionFilter,
        after: DecisionNo,
        limit: usize,
    ) -> crate::Result<Vec<Decision>>;

    /// All decisions after one, in the order in which they were taken.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn decisions_since(&self, after: DecisionNo, limit: usize) -> crate::Result<Vec<Decision>>;

    /// Takes the notes and the keys out of all decisions on a record and retracts whatever
    /// consulates were told of it, for its erasure: states, codes, versions and digests stay.
    /// Returns how many decisions it concerned.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn erase_traces(&self, record: &RecordKey) -> crate::Result<u64>;
}
