//! The evidence of a pair.

use axum::Json;
use axum::extract::State;
use vinculo_record::RecordRef;

use crate::dto::explanation::{ExplainRequest, ExplanationDto};
use crate::extract::JsonBody;
use crate::language::Language;
use crate::problem::{Problem, ProblemDto, Words};
use crate::state::AppState;

/// Explains a pair of records, in whichever order they are named: each comparison
/// with its level, both values and its weight, from the prior to the total.
#[utoipa::path(
    post, path = "/api/v1/explain", tag = "matching", request_body = ExplainRequest,
    responses(
        (status = 200, description = "The evidence", body = ExplanationDto),
        (status = 404, description = "No such record", body = ProblemDto, content_type = "application/problem+json"),
        (status = 422, description = "Their kinds are not compared", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn explain(
    State(state): State<AppState>,
    Language(lang): Language,
    JsonBody(request): JsonBody<ExplainRequest>,
) -> Result<Json<ExplanationDto>, Problem> {
    let left = reference(&request.left, "/left")?;
    let right = reference(&request.right, "/right")?;
    let explanation =
        state.run_matching(move |it| Ok(it.engine.explain(&left, &right, lang)?)).await?;
    Ok(Json(ExplanationDto::new(&explanation, lang)))
}

fn reference(text: &str, pointer: &str) -> Result<RecordRef, Problem> {
    let rule = Words::new("debe ser [tipo:]FUENTE/ID", "must be [kind:]SOURCE/ID");
    text.parse().map_err(|_| Problem::invalid(pointer, "key", rule))
}
