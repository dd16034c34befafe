//! Full-text search over records: an embedded index, its analyzers and a ranking of its own.
//!
//! A [`SearchIndex`] holds one [`SearchDocument`] per record and answers a
//! [`Query`] with a [`Page`]: hits in a deterministic order, each with the reason
//! why it was found, and counts per facet over all matches. The index is a
//! projection: it can be thrown away and filled again from the change log, and it
//! remembers the number of the last change that it holds.
//!
//! ```
//! use vinculo_record::{Kind, RecordKey};
//! use vinculo_search::{Change, How, Query, SearchDocument, SearchIndex};
//!
//! let mut document = SearchDocument::new(RecordKey::new(Kind::Notice, "ORG", "7")?, 1);
//! document.names = vec!["Yeison Ca'al".to_owned()];
//!
//! let index = SearchIndex::in_memory()?;
//! index.apply(&[Change::Upsert(document)])?;
//! index.commit(1)?;
//!
//! let page = index.search(&Query::text("kaal jason"))?;
//! assert_eq!(page.hits[0].key.local_id, "7");
//! assert_eq!(page.hits[0].matched[0].how, How::Respelt);
//! assert_eq!(index.search(&Query::text("López"))?.total, 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What this crate does not do: it knows neither the store nor HTTP, it decides on
//! nobody's right to see a record, and a score says how well a *text* was matched,
//! never how probable it is that two records are one person.

mod analysis;
mod contents;
mod document;
mod error;
mod evidence;
mod expand;
mod facets;
mod filter;
mod index;
mod page;
mod parse;
mod phonetic;
mod query;
mod rank;
mod schema;
mod search;
mod snippet;
mod tokens;
mod top;
pub mod weights;

pub use document::SearchDocument;
pub use error::{RebuildReason, SearchError};
pub use index::{Change, SearchIndex};
pub use page::{FacetCounts, Hit, How, Match, MatchedField, Page, Snippet};
pub use query::{Part, Query};
