//! The HTTP server: API, public notices, OpenAPI.
//!
//! [`serve`] listens on the loopback alone, because there are no roles yet: every
//! program of the machine sees what the API shows. Records under protection hold
//! do not exist for any route. Nothing personal stands in an address, an error, a
//! log or a metric; `/public/v1` knows only what its one allow-listed type has.
//!
//! This crate decides nothing about records: it asks the engine.

mod address;
mod around;
mod background;
mod batches;
mod dto;
mod extract;
mod guard;
mod lanes;
mod language;
mod limits;
mod metrics;
mod problem;
mod problem_of;
mod router;
mod routes;
mod serve;
mod state;
mod upload_key;
mod uploads;

pub use background::{Background, start};
pub use router::{openapi, router};
pub use serve::{ServeError, ServeOptions, serve};
pub use state::AppState;
