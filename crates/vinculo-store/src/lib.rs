//! Records and their versions, change log, batches, decisions on pairs, what consulates are
//! told, and photo blobs.
//!
//! A store is a folder: `store.db` (SQLite), `blobs/` (photos, named by their
//! SHA-256), `writer.lock`, and folders that other crates own. Records are
//! append-only versions; each write is one transaction that also appends to the
//! change log, which every projection (search index, compiled profiles) follows
//! by sequence number. Beside it stand `access.db`, tokens and the audit
//! log, and `feed.db`, the ids of what was ever published.
//!
//! What this crate does **not** do: it reads no record content (a canonical JSON
//! text comes in and goes out), knows no HTTP, and compares no people.
//!
//! ```
//! use vinculo_record::{Kind, RecordKey};
//! use vinculo_store::{Change, PutRecord, RecordStore, Store};
//!
//! # let folder = tempfile::tempdir()?;
//! # let dir = folder.path().join("store");
//! Store::init(&dir)?;
//! let store = Store::open_writer(&dir, "example")?;
//! let key = RecordKey::new(Kind::Notice, "ORG", "1")?;
//! let put = PutRecord::new(key.clone(), r#"{"sex":"female"}"#);
//! assert_eq!(store.put(&put)?.change, Change::Created);
//! assert_eq!(store.put(&put)?.change, Change::Unchanged);
//! assert_eq!(store.get(&key)?.map(|r| r.version), Some(1));
//! assert!(Store::open_writer(&dir, "another").is_err_and(|e| e.is_locked()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod access;
mod batch;
mod blobs;
mod decision;
mod digest;
mod erasure;
mod error;
pub mod faults;
mod feed_ledger;
mod freshness;
mod layout;
mod ledger;
mod limits;
mod lock;
mod log;
mod memory;
mod notification;
mod picture;
mod record;
mod record_store;
mod shape;
mod snapshot;
mod sqlite;

pub use access::{
    Access, AuditEvent, AuditHead, AuditLog, AuditReport, BadToken, ChainedEvent, NewToken,
    Outcome, Secret, Subject, Token, TokenState, Touched,
};
pub use batch::{
    Batch, BatchCounts, BatchId, BatchRow, BatchState, ChunkOutcome, DUPLICATE_ID_IN_FILE,
    NewBatch, RowAction, RowFilter, RowProblem, RowResult, RowStatus, Severity,
};
pub use blobs::{Blobs, Filling};
pub use decision::{
    DecidedBy, Decision, DecisionFilter, DecisionKey, DecisionNo, DecisionStore, NewDecision, Note,
    PairKey, Seen,
};
pub use digest::{Digest, NotADigest};
pub use erasure::{
    ERASED_RECORD, Erasure, ErasureOrder, ErasureReason, ListedErasure, NotAReason, Residue,
};
pub use error::{Result, StoreError};
pub use feed_ledger::{FeedLedger, Published};
pub use layout::Layout;
pub use ledger::{BackupFolders, Ledger};
pub use lock::LockHolder;
pub use log::{LogEntry, LogOp, Seq};
pub use memory::MemoryStore;
pub use notification::{
    Addressee, Examined, NewMatch, NewNotification, Notification, NotificationEvent,
    NotificationFilter, NotificationId, Outbound, Outbox,
};
pub use picture::{PictureContent, PictureNo, PicturePair, PutPicture, VersionPicture};
pub use record::{
    Change, ListFilter, Page, PutOutcome, PutRecord, RecordId, StoredRecord, VersionInfo,
};
pub use record_store::RecordStore;
pub use shape::Shape;
pub use snapshot::{Snapshot, SnapshotFile};
pub use sqlite::{Finding, FindingCode, KeyDigests, SCHEMA_VERSION, Store, VerifyReport};
