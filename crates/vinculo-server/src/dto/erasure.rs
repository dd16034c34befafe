//! Erasing a record, and what is left of it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vinculo_record::RecordKey;
use vinculo_store::Erasure;

/// What is to be erased, by whose order and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ErasureRequest {
    /// The record: `[kind:]SOURCE/LOCAL_ID`.
    pub record: String,
    /// The person who orders it.
    pub by: String,
    /// `consent_withdrawn`, `person_request`, `retention_ended`, `legal_order`,
    /// `entered_in_error` or `protection`.
    pub reason: String,
}

/// What is left of an erased record.
#[derive(Serialize, ToSchema)]
pub(crate) struct ErasureDto {
    /// `notice`, `remains` or `shelter`.
    kind: String,
    /// The organisation's code.
    source: String,
    /// The organisation's own id.
    local_id: String,
    /// How many versions it had.
    versions: u32,
    /// Why it was erased.
    reason: String,
    /// When.
    erased_at: String,
}

impl From<Erasure> for ErasureDto {
    fn from(erasure: Erasure) -> Self {
        let RecordKey { kind, source, local_id } = erasure.key;
        Self {
            kind: kind.to_string(),
            source,
            local_id,
            versions: erasure.versions,
            reason: erasure.reason.to_string(),
            erased_at: erasure.erased_at.to_string(),
        }
    }
}
