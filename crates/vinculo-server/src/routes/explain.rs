//! The evidence of a pair.

use axum::Json;
use axum::extract::State;
use vinculo_engine::Scope;
use vinculo_record::{Lang, RecordRef};

use super::reference;
use crate::asked::Asked;
use crate::dto::explanation::{ExplainRequest, ExplanationDto};
use crate::extract::JsonBody;
use crate::language::Language;
use crate::problem::{Problem, ProblemDto};
use crate::state::AppState;

/// Explains a pair of records, in whichever order they are named: each comparison
/// with its level, both values and its weight, from the prior to the total; what
/// agrees, disagrees and could not be compared in words, and what to check next; if
/// asked for, what speaks for and against kinship.
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
    asked: Asked,
    JsonBody(request): JsonBody<ExplainRequest>,
) -> Result<Json<ExplanationDto>, Problem> {
    lay_out(&state, asked, Scope::Open, &request, lang).await
}

/// The evidence of a pair, on a path of this scope.
pub(super) async fn lay_out(
    state: &AppState,
    asked: Asked,
    scope: Scope,
    request: &ExplainRequest,
    lang: Lang,
) -> Result<Json<ExplanationDto>, Problem> {
    let with_kinship = request.kinship;
    let left = reference(&request.left, "/left")?;
    let right = reference(&request.right, "/right")?;
    let (explanation, kinship) = state
        .match_at_desk(asked, move |desk| {
            let desk = desk.within(scope);
            let explanation = desk.explain(&left, &right, lang)?;
            // In the order of the explanation's records.
            let [left, right] = [&explanation.left, &explanation.right]
                .map(|found| RecordRef::from(found.record.key.clone()));
            let kinship = with_kinship.then(|| desk.kinship(&left, &right, lang)).transpose()?;
            Ok((explanation, kinship))
        })
        .await?;
    Ok(Json(ExplanationDto::new(&explanation, kinship.as_ref(), lang)))
}
