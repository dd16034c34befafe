//! Searching by text and filters.

use axum::Json;
use axum::extract::State;

use crate::asked::Asked;
use crate::dto::search::{SearchDto, SearchRequest};
use crate::extract::JsonBody;
use crate::lanes::Lane;
use crate::language::Language;
use crate::problem::{Problem, ProblemDto};
use crate::state::AppState;

/// Searches records by half-remembered names, words, numbers and ids.
///
/// A body, not an address: names never stand in an address.
#[utoipa::path(
    post, path = "/api/v1/search", tag = "matching", request_body = SearchRequest,
    responses(
        (status = 200, description = "A page of hits", body = SearchDto),
        (status = 422, description = "A filter breaks a rule", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn search(
    State(state): State<AppState>,
    Language(lang): Language,
    asked: Asked,
    JsonBody(request): JsonBody<SearchRequest>,
) -> Result<Json<SearchDto>, Problem> {
    let query = request.query()?;
    let page = state.at_desk(Lane::Quick, asked, move |_, desk| Ok(desk.search(&query)?)).await?;
    Ok(Json(SearchDto::new(page, lang)))
}
