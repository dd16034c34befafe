//! What can go wrong with an operation.

use vinculo_exchange::ExchangeError;
use vinculo_link::LinkError;
use vinculo_model::ModelError;
use vinculo_record::{Lang, RecordKey, RecordRef};
use vinculo_search::SearchError;
use vinculo_store::StoreError;

use crate::backup::BackupError;
use crate::decisions::Refusal;

/// A result of this crate.
pub type Result<T, E = EngineError> = std::result::Result<T, E>;

/// Why an operation could not be done. No message carries record content.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The search index.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// A file that was read or written.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    /// A picture that was asked with.
    #[error(transparent)]
    Picture(#[from] vinculo_image::PictureError),
    /// The model does not fit.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The model is wrong.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// A backup could not be written or read.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// There is no such record, or it is not to be seen.
    #[error("there is no record {0} in the store")]
    NotFound(RecordRef),
    /// The two records are of kinds that no link joins in this order or another.
    #[error(
        "{left} and {right} cannot be compared: no link joins their kinds, or they are one record"
    )]
    NoLink {
        /// The first record.
        left: RecordKey,
        /// The second record.
        right: RecordKey,
    },
    /// A decision, or what belongs to one, breaks a rule.
    #[error("{}", .0.message(Lang::En))]
    Refused(Refusal),
    /// Of this pair child protection can say more, and nobody else.
    #[error("ask child protection about this pair")]
    AskChildProtection,
    /// A value of a request breaks a rule.
    #[error("{what}: {rule}")]
    Request {
        /// Which value.
        what: String,
        /// The rule and what to do.
        rule: String,
    },
    /// Content in the store that this program cannot read.
    #[error("the stored content of {0} cannot be read: run 'vinculo verify'")]
    Unreadable(RecordKey),
    /// Threads could not be started.
    #[error("could not start {0} threads: ask for fewer")]
    Threads(usize),
}

impl EngineError {
    /// Whether what was asked for does not exist.
    pub fn is_not_found(&self) -> bool {
        match self {
            EngineError::NotFound(_) => true,
            EngineError::Store(error) => error.is_not_found(),
            _ => false,
        }
    }

    /// Whether another process writes to the store.
    pub fn is_locked(&self) -> bool {
        match self {
            EngineError::Store(error) => error.is_locked(),
            EngineError::Search(error) => error.is_locked(),
            _ => false,
        }
    }

    /// Whether the medium, or this user's rights, let nothing be written.
    pub(crate) fn is_unwritable(&self) -> bool {
        match self {
            EngineError::Store(error) => error.is_read_only(),
            EngineError::Search(error) => matches!(error, SearchError::Io { .. }),
            _ => false,
        }
    }

    /// Whether the request is to blame: the same one cannot succeed.
    pub fn is_bad_request(&self) -> bool {
        match self {
            EngineError::NoLink { .. }
            | EngineError::Request { .. }
            | EngineError::Refused(_)
            | EngineError::Picture(_) => true,
            EngineError::Store(error) => error.is_ambiguous(),
            EngineError::Search(error) => matches!(error, SearchError::Filter { .. }),
            EngineError::Exchange(error) => error.is_bad_input(),
            EngineError::Model(_) => true,
            _ => false,
        }
    }

    pub(crate) fn request(what: impl Into<String>, rule: impl Into<String>) -> Self {
        Self::Request { what: what.into(), rule: rule.into() }
    }
}
