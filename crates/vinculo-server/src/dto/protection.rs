//! Records under protection hold.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Which held records to list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct HeldParams {
    /// Only `notice`, `remains` or `shelter`.
    pub kind: Option<String>,
    /// Most records on the page, 1 to 200; 50 if absent.
    pub limit: Option<usize>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

/// Whether a record is under protection hold.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HoldRequest {
    /// Hold it, or release it.
    pub hold: bool,
    /// Why it is held: kept in the record, for child protection alone.
    pub reason: Option<String>,
}
