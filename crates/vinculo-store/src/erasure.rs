//! Erasures: what is asked for, and what is left of an erased record.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use jiff::Timestamp;
use vinculo_record::RecordKey;

use crate::error::{Result, StoreError};
use crate::limits::MAX_PERSON_CHARS;
use crate::{Digest, Seq};

/// The code of the problem of a batch's row whose record was erased.
pub const ERASED_RECORD: &str = "erased_record";

/// Why a record is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ErasureReason {
    /// The family, or who else gave the notice, withdrew it.
    ConsentWithdrawn,
    /// The person concerned asked for it.
    PersonRequest,
    /// `retain_until` has passed.
    RetentionEnded,
    /// A court or an authority ordered it.
    LegalOrder,
    /// It should not have been stored.
    EnteredInError,
    /// Its existence endangers somebody.
    Protection,
}

impl ErasureReason {
    /// All reasons, in their stable order.
    pub const ALL: [ErasureReason; 6] = [
        ErasureReason::ConsentWithdrawn,
        ErasureReason::PersonRequest,
        ErasureReason::RetentionEnded,
        ErasureReason::LegalOrder,
        ErasureReason::EnteredInError,
        ErasureReason::Protection,
    ];

    /// The word that is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            ErasureReason::ConsentWithdrawn => "consent_withdrawn",
            ErasureReason::PersonRequest => "person_request",
            ErasureReason::RetentionEnded => "retention_ended",
            ErasureReason::LegalOrder => "legal_order",
            ErasureReason::EnteredInError => "entered_in_error",
            ErasureReason::Protection => "protection",
        }
    }
}

impl fmt::Display for ErasureReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that is no reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a reason is one of consent_withdrawn, person_request, retention_ended, legal_order, entered_in_error, protection"
)]
pub struct NotAReason;

impl FromStr for ErasureReason {
    type Err = NotAReason;

    fn from_str(text: &str) -> Result<Self, NotAReason> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text).ok_or(NotAReason)
    }
}

/// Who has a record erased, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasureOrder {
    by: String,
    reason: ErasureReason,
}

impl ErasureOrder {
    /// An order of a person (or of a named part of the system).
    ///
    /// # Errors
    /// [`StoreError::BadPerson`] when the name is blank or too long.
    pub fn new(by: &str, reason: ErasureReason) -> Result<Self> {
        let by = by.trim();
        if by.is_empty() || by.chars().count() > MAX_PERSON_CHARS || by.contains(char::is_control) {
            return Err(StoreError::BadPerson { limit: MAX_PERSON_CHARS });
        }
        Ok(Self { by: by.to_owned(), reason })
    }

    /// Who has it erased.
    pub fn by(&self) -> &str {
        &self.by
    }

    /// Why.
    pub fn reason(&self) -> ErasureReason {
        self.reason
    }
}

/// What is left of an erased record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// The log entry that erased it.
    pub seq: Seq,
    /// The record's key.
    pub key: RecordKey,
    /// How many versions it had.
    pub versions: u32,
    /// Why it was erased.
    pub reason: ErasureReason,
    /// Who had it erased.
    pub by: String,
    /// When.
    pub erased_at: Timestamp,
    /// The record's key, digested with the store's secret: what lists of erasures
    /// outside the store hold.
    pub digest: Digest,
    /// No file of the store's folder holds anything of its content.
    pub purged: bool,
    /// Every folder with a backup has it in its list of erasures.
    pub listed: bool,
}

/// An erasure as a list beside a backup holds it: it names nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListedErasure {
    /// The record's key, digested with the store's secret.
    pub digest: Digest,
    /// Why it was erased.
    pub reason: ErasureReason,
}

/// Where something of erased content may still be, or what does not know of an
/// erasure yet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Residue {
    /// The write-ahead log: somebody reads an older state of the database.
    WriteAheadLog,
    /// A copy of the database, for a backup that is being written.
    Snapshot,
    /// Uploaded files that wait to be read: they go when their batches end.
    Uploads(usize),
    /// Photos that an import which is running may have brought again: they go when it ends.
    Blobs,
    /// A folder with backups that could not be reached to note the erasure.
    BackupFolder(PathBuf),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_parse_back() {
        for reason in ErasureReason::ALL {
            assert_eq!(reason.as_str().parse(), Ok(reason));
            assert!(NotAReason.to_string().contains(reason.as_str()));
        }
        assert_eq!("because".parse::<ErasureReason>(), Err(NotAReason));
    }

    #[test]
    fn an_order_names_somebody() {
        let order = |by: &str| ErasureOrder::new(by, ErasureReason::LegalOrder);
        assert_eq!(order(" A. Pérez ").unwrap().by(), "A. Pérez");
        for by in ["", "  ", "a\nb", &"x".repeat(MAX_PERSON_CHARS + 1)] {
            assert!(order(by).is_err(), "{by:?}");
        }
    }
}
