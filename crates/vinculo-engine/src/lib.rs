//! Joins store, exchange, search and matching into the operations that both edges
//! offer: the command line and the server.
//!
//! An [`Engine`] is a store with its projections: the search index and the compiled
//! profiles, which follow the store's change log. A record under protection hold
//! does not exist for any operation here. This crate knows neither HTTP nor
//! arguments, and nothing it logs or returns as an error holds a personal value.

mod calibrate;
mod candidate_table;
mod candidates;
mod compare;
mod demo;
mod document;
mod engine;
mod error;
mod evaluate;
mod explain;
mod export;
mod follow;
mod import;
mod kinship;
mod matching;
mod notices;
mod pictures;
mod publication;
mod put;
mod search;
mod suite;
mod summary;
mod train;
mod verify;
mod write;

pub use calibrate::{Calibrated, calibrate_listed};
pub use candidates::{CandidateRow, Candidates, DEFAULT_TOP, MAX_DESCRIPTIONS, MatchOptions};
pub use compare::{Compared, ComparedPart, Comparer};
pub use engine::{DEFAULT_MODEL, Engine, Found, Progress};
pub use error::{EngineError, Result};
pub use evaluate::evaluate;
pub use explain::Explanation;
pub use import::{ImportRequest, ImportSummary};
pub use kinship::Kinship;
pub use notices::{NoticePage, RecordPage};
pub use pictures::{
    FolderPair, FolderPairs, PictureAsked, PictureCluster, PictureHit, PictureSearch,
    picture_code_of_file, same_pictures,
};
pub use publication::{PublicNotice, public_notice};
pub use put::key_of;
pub use search::SearchPage;
pub use summary::{Summary, display_name, years};
pub use train::Trained;
pub use verify::Verification;
pub use write::{Condition, Written};

// What the operations above take and give.
pub use vinculo_compare::{KinshipReport, Region};
pub use vinculo_exchange::{ExchangeError, Format, Input, Limits, ReportWriter};
pub use vinculo_image::{PictureError, Tier};
pub use vinculo_store as store;
