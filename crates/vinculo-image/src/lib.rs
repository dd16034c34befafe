//! The same photograph, found again wherever it turns up.
//!
//! A [`Picture`] is decoded under [`Limits`]; [`Picture::stored`] gives what is kept of it (256-bit codes and a
//! sketch), [`Picture::query`] every view under which it is looked for. A [`PictureIndex`] gives the stored
//! pictures that are worth a look, [`verify`] holds one of them against the query and gives a [`Verdict`].
//!
//! What this crate does not do: it reads no file and knows neither the store nor HTTP. It never says 'same
//! person': two different photographs of one person have nothing to do with each other here.

mod borders;
mod code;
mod code_index;
mod colours;
mod contradiction;
mod decode;
mod error;
mod features;
mod format;
mod hash;
mod limits;
mod matching;
mod morphology;
mod picture;
mod picture_index;
mod placeholders;
mod plane;
mod quad;
mod query;
mod rectangles;
mod scan;
mod sight;
mod sketch;
mod sketch_index;
mod solve;
mod stored;
mod trim;
mod verdict;
mod verify;
mod votes;

pub use code::{ALGORITHM, Code};
pub use code_index::{CodeHit, CodeIndex};
pub use error::PictureError;
pub use format::{Foreign, Format};
pub use limits::Limits;
pub use picture::Picture;
pub use picture_index::{Lead, PictureIndex};
pub use placeholders::{PLACEHOLDER_RECORDS, Placeholders};
pub use query::Query;
pub use sketch::{SKETCH_POINTS, Sketch};
pub use sketch_index::SketchIndex;
pub use stored::{LEAST_QUALITY, Part, Stored, StoredCode};
pub use verdict::{Region, Tier, Verdict};
pub use verify::{CANDIDATE_RADIUS, LEAST_INLIERS, STRONG_RADIUS, verify};
