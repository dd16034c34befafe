//! Pairs with a record under protection hold: child protection's own routes. They answer as
//! those of the same name that are for everybody, and reach records under hold beside the others.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use vinculo_engine::Scope;

use super::{decisions, explain};
use crate::asked::Asked;
use crate::dto::decision::{DecideBody, DecisionDto, PairDto, PairParams, RecordDecisionsDto};
use crate::dto::explanation::{ExplainRequest, ExplanationDto};
use crate::extract::{JsonBody, KeyPath, Params};
use crate::language::Language;
use crate::problem::{Problem, ProblemDto};
use crate::state::AppState;

/// Explains a pair, records under hold included.
#[utoipa::path(
    post, path = "/api/v1/protection/explain", tag = "protection", request_body = ExplainRequest,
    responses(
        (status = 200, description = "The evidence", body = ExplanationDto),
        (status = 404, description = "No such record", body = ProblemDto, content_type = "application/problem+json"),
        (status = 422, description = "Their kinds are not compared", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn explain_held(
    State(state): State<AppState>,
    Language(lang): Language,
    asked: Asked,
    JsonBody(request): JsonBody<ExplainRequest>,
) -> Result<Json<ExplanationDto>, Problem> {
    explain::lay_out(&state, asked, Scope::WithHeld, &request, lang).await
}

/// Takes a decision on a pair, records under hold included; consulates are told nothing of
/// it. What was decided becomes visible to others when the hold ends.
#[utoipa::path(
    post, path = "/api/v1/protection/decisions", tag = "protection", request_body = DecideBody,
    params(("if-match" = String, Header, description = "The ETag of the pair")),
    responses(
        (status = 201, description = "Decided; the ETag is the pair's new one", body = DecisionDto),
        (status = 404, description = "No such record", body = ProblemDto, content_type = "application/problem+json"),
        (status = 409, description = "The state cannot follow on where the pair stands", body = ProblemDto, content_type = "application/problem+json"),
        (status = 412, description = "Somebody decided meanwhile, or a record has changed", body = ProblemDto, content_type = "application/problem+json"),
        (status = 422, description = "Not a state, reason or pair that can be", body = ProblemDto, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn decide_held(
    State(state): State<AppState>,
    Language(lang): Language,
    asked: Asked,
    headers: HeaderMap,
    JsonBody(body): JsonBody<DecideBody>,
) -> Result<Response, Problem> {
    decisions::take(&state, asked, Scope::WithHeld, &headers, body, lang).await
}

/// Reads the decisions on a pair, records under hold included.
#[utoipa::path(
    get, path = "/api/v1/protection/decisions/pair", tag = "protection", params(PairParams),
    responses(
        (status = 200, description = "The decisions", body = PairDto),
        (status = 404, description = "No such record", body = ProblemDto, content_type = "application/problem+json"),
        (status = 422, description = "Their kinds are not compared", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_held_pair(
    State(state): State<AppState>,
    Language(lang): Language,
    asked: Asked,
    Params(params): Params<PairParams>,
) -> Result<Response, Problem> {
    decisions::tell(&state, asked, Scope::WithHeld, &params, lang).await
}

/// Lists the last decision of each pair with a record, records under hold included.
#[utoipa::path(
    get, path = "/api/v1/protection/records/{kind}/{source}/{id}/decisions", tag = "protection",
    params(
        ("kind" = String, Path, description = "`notice`, `remains` or `shelter`"),
        ("source" = String, Path, description = "The organisation's code"),
        ("id" = String, Path, description = "The organisation's own id, escaped")
    ),
    responses(
        (status = 200, description = "The decisions", body = RecordDecisionsDto),
        (status = 404, description = "No such record", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn list_decisions_of_held(
    State(state): State<AppState>,
    Language(lang): Language,
    asked: Asked,
    KeyPath(key): KeyPath,
) -> Result<Json<RecordDecisionsDto>, Problem> {
    decisions::tell_of(&state, asked, Scope::WithHeld, key, lang).await
}
