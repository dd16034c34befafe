//! Joins store, exchange, search and matching into the operations that both edges
//! offer: the command line and the server.
//!
//! An [`Engine`] is a store with its projections: the search index and the compiled
//! profiles, which follow the store's change log. A record under protection hold does
//! not exist for any operation here. A [`Desk`] is the engine as one caller sees it:
//! whoever answers for somebody else goes through it; child protection finds the held
//! records there. This crate knows neither HTTP nor
//! arguments, and nothing it logs or returns as an error holds a personal value.

mod audit;
mod backup;
mod by;
mod calibrate;
mod candidate_table;
mod candidates;
mod compare;
mod consular;
mod decisions;
mod demo;
mod desk;
mod document;
mod engine;
mod erase;
mod error;
mod evaluate;
mod explain;
mod export;
mod feed;
mod follow;
mod held;
mod import;
mod kinship;
mod listing;
mod matching;
mod pictures;
mod publication;
mod put;
mod quiet;
mod restore;
mod scope;
mod search;
mod static_copy;
mod suite;
mod summary;
mod trail;
mod train;
mod verify;
mod write;

pub use audit::AuditedRecord;
pub use backup::{BackupError, Lock};
pub use calibrate::{Calibrated, calibrate_listed};
pub use candidate_table::{CandidateWriter, Shown};
pub use candidates::{CandidateRow, Candidates, DEFAULT_TOP, MAX_DESCRIPTIONS, MatchOptions};
pub use compare::{Compared, ComparedPart, Comparer};
pub use consular::{Inbox, MATCHED_PROBABILITY, MatchesExamined, OVERDUE_HOURS};
pub use decisions::{
    Asked, Changed, Claim, Conflict, ConflictKind, DecideRequest, DecisionPage, ImportedRuledOut,
    Next, PairHistory, PairState, RecordDecisions, Refusal, RuledOut, RuledOutProblem, Side,
    Signature, Standing, Told, next, reasons,
};
pub use desk::{BatchMatch, Desk, Lead, MatchProgress, SeenCandidates, SeenLead};
pub use engine::{DEFAULT_MODEL, Engine, Found, Progress};
pub use error::{EngineError, Result};
pub use evaluate::evaluate;
pub use explain::Explanation;
pub use feed::{FeedOrder, FeedPage, FeedPlace, FeedQuery, NotAPlace};
pub use import::{ImportRequest, ImportSummary, OTHER_ORGANISATION, OWN_NOTICE};
pub use kinship::Kinship;
pub use listing::RecordPage;
pub use pictures::{
    FolderPair, FolderPairs, PictureAsked, PictureCluster, PictureHit, PictureSearch,
    picture_code_of_file, same_pictures,
};
pub use publication::Published;
pub use put::key_of;
pub use quiet::give_way;
pub use restore::{Erasures, Restored, Unlock, restore};
pub use scope::Scope;
pub use search::SearchPage;
pub use static_copy::{FeedFormat, StaticCopy};
pub use summary::{Summary, display_name, years};
pub use trail::Trail;
pub use train::Trained;
pub use verify::Verification;
pub use write::{Condition, Written};

// What the operations above take and give.
pub use vinculo_compare::{KinshipReport, Region};
pub use vinculo_exchange::{ExchangeError, Format, Input, Limits, ReportWriter};
pub use vinculo_image::{PictureError, Tier};
pub use vinculo_public as public;
pub use vinculo_store as store;
