//! Tokens and the audit log.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vinculo_store::Token;

/// Which events to list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AuditParams {
    /// Only events about this record: its number, or `kind:SOURCE/ID`.
    pub record: Option<String>,
    /// Only events after this number.
    pub after: Option<i64>,
    /// Most events, 1 to 200; 50 if absent.
    pub limit: Option<usize>,
}

/// One line of the audit log. `hash` is SHA-256 of the hash before and the text of `event`
/// as it stands in the line.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuditLineDto {
    /// The event.
    event: AuditEventDto,
    /// 64 hexadecimal digits.
    hash: String,
}

/// What was read or written.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuditEventDto {
    /// Its place in the log, from 1.
    seq: i64,
    /// When.
    at: String,
    /// `person:CODE`, `machine:CODE`, `system:USER` or `anyone:`.
    who: String,
    /// The organisation.
    organisation: String,
    /// The roles, with commas.
    roles: String,
    /// The number of the token.
    token: Option<i64>,
    /// The stated purpose.
    purpose: String,
    /// What was asked for.
    action: String,
    /// `done`, `refused` or `failed`.
    outcome: String,
    /// The id of the request.
    request: Option<String>,
    /// Records as number and version.
    records: Option<Vec<[i64; 2]>>,
    /// Batches.
    batches: Option<Vec<String>>,
    /// Kinds of which all records were read.
    kinds: Option<Vec<String>>,
}

/// The tokens.
#[derive(Serialize, ToSchema)]
pub(crate) struct TokenListDto {
    /// By their number.
    pub tokens: Vec<TokenDto>,
}

/// A token, without its secret.
#[derive(Serialize, ToSchema)]
pub(crate) struct TokenDto {
    /// Its number.
    id: i64,
    /// `person:CODE` or `machine:CODE`.
    who: String,
    /// The organisation.
    organisation: String,
    /// The roles.
    roles: Vec<String>,
    /// The country it acts for.
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    /// `valid`, `expired` or `revoked`.
    state: String,
    /// When it was created.
    created_at: String,
    /// When it ends.
    expires_at: String,
    /// When it was revoked.
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_at: Option<String>,
}

impl TokenDto {
    pub(crate) fn new(token: Token, now: Timestamp) -> Self {
        Self {
            id: token.id,
            who: token.who.to_string(),
            roles: token.roles.iter().map(|role| role.as_str().to_owned()).collect(),
            country: token.country.map(|country| country.code().to_owned()),
            state: token.state(now).as_str().to_owned(),
            created_at: token.created_at.to_string(),
            expires_at: token.expires_at.to_string(),
            revoked_at: token.revoked_at.map(|at| at.to_string()),
            organisation: token.organisation,
        }
    }
}
