//! The audit log, for auditors.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use vinculo_engine::AuditedRecord;
use vinculo_record::{RecordKey, RecordRef};
use vinculo_store::RecordId;

use super::page_size;
use crate::asked::Asked;
use crate::dto::administration::{AuditLineDto, AuditParams};
use crate::extract::Params;
use crate::lanes::Lane;
use crate::problem::{Problem, ProblemDto, Words};
use crate::state::AppState;

/// Lists events: who read or wrote what, when and why; codes and numbers, no content.
///
/// One event in a line, with its hash: SHA-256 of the hash before and the text of the event.
#[utoipa::path(
    get, path = "/api/v1/audit", tag = "administration", params(AuditParams),
    responses(
        (status = 200, description = "Events, oldest first", body = AuditLineDto, content_type = "application/x-ndjson"),
        (status = 422, description = "A parameter breaks a rule", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_audit(
    State(state): State<AppState>,
    _asked: Asked,
    Params(params): Params<AuditParams>,
) -> Result<Response, Problem> {
    let limit = page_size(params.limit)?;
    let record = params.record.as_deref().map(audited).transpose()?;
    let after = params.after.unwrap_or(0);
    let events = state
        .run(Lane::Quick, move |it| Ok(it.engine.audit_events(record.as_ref(), after, limit)?));
    let lines: String = events.await?.iter().map(|event| event.to_line()).collect();
    Ok(([(header::CONTENT_TYPE, "application/x-ndjson")], lines).into_response())
}

/// A record by `kind:SOURCE/ID`, or by the number that events name.
fn audited(text: &str) -> Result<AuditedRecord, Problem> {
    if let Ok(number) = text.parse() {
        return Ok(AuditedRecord::Number(RecordId(number)));
    }
    let reference: Option<RecordRef> = text.parse().ok();
    let key = reference.and_then(|reference| {
        let RecordRef { kind, source, local_id } = reference;
        RecordKey::new(kind?, source, local_id).ok()
    });
    let rule = || Words::new("un número, o tipo:FUENTE/ID", "a number, or kind:SOURCE/ID");
    key.map(AuditedRecord::Key).ok_or_else(|| Problem::invalid("record", "key", rule()))
}
