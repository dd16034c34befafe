//! The HTTP server: API, public notices, OpenAPI.
//!
//! Every route of `/api/v1` asks for a token and a purpose, answers what the token's role may
//! see and do, and leaves an event in the audit log before the answer does. Where no tokens
//! are set up it listens on the loopback alone, for demonstrations: whoever is on the machine
//! sees everything but records under protection hold. Those exist for no route but child
//! protection's own. Nothing personal stands in an address, an error, a
//! log or a metric; `/public/v1` knows only what its one allow-listed type has.
//!
//! This crate decides nothing about records: it asks the engine.

mod address;
mod around;
mod asked;
mod background;
mod batches;
mod console;
mod dto;
mod extract;
mod gate;
mod guard;
mod lanes;
mod language;
mod leads;
mod limits;
mod mappings;
mod matchings;
mod metrics;
mod permissions;
mod problem;
mod problem_of;
mod publish;
mod publishing;
mod rate;
mod rendered;
mod router;
mod routes;
mod secured;
mod serve;
mod state;
mod upload_key;
mod uploads;

pub use background::{Background, start};
pub use publishing::PublicOptions;
pub use rate::RateLimits;
pub use router::{openapi, router};
pub use serve::{ServeError, ServeOptions, serve};
pub use state::{AccessOptions, AppState};
