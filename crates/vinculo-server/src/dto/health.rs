//! Whether the server lives and can be used.

use serde::Serialize;
use utoipa::ToSchema;

/// The server lives.
#[derive(Serialize, ToSchema)]
pub(crate) struct HealthDto {
    /// `ok`.
    pub status: String,
}

/// Whether requests can be answered from up-to-date projections.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReadyDto {
    /// Whether all of it is ready.
    pub ready: bool,
    /// Changes that the search index has not taken over yet; absent while it is
    /// not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index_behind: Option<u64>,
    /// Whether all records are compiled for matching.
    pub matching: bool,
}
