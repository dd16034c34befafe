//! Records under protection hold: child protection's own routes.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use vinculo_engine::DEFAULT_TOP;

use super::records::{kind_of, list_of, tag};
use super::{bad_cursor, between, link, page_size};
use crate::address::after;
use crate::asked::Asked;
use crate::dto::candidate::{CandidateListDto, CandidateListsDto, CandidateParams};
use crate::dto::protection::{HeldParams, HoldRequest};
use crate::dto::record::{RecordDto, RecordListDto};
use crate::dto::search::{SearchDto, SearchRequest};
use crate::extract::{JsonBody, KeyPath, Params};
use crate::lanes::Lane;
use crate::language::Language;
use crate::limits::{MAX_REASON_CHARS, MAX_TOP};
use crate::problem::{Code, Problem, ProblemDto, Words};
use crate::state::AppState;

/// Lists the held records, ordered by kind, source and id.
#[utoipa::path(
    get, path = "/api/v1/protection/records", tag = "protection", params(HeldParams),
    responses(
        (status = 200, description = "A page", body = RecordListDto),
        (status = 422, description = "A parameter breaks a rule", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn list_held(
    State(state): State<AppState>,
    Language(lang): Language,
    asked: Asked,
    Params(params): Params<HeldParams>,
) -> Result<Json<RecordListDto>, Problem> {
    let kind = kind_of(params.kind.as_deref())?;
    let limit = page_size(params.limit)?;
    let start = params.cursor.map(|c| after(&c).ok_or(bad_cursor("cursor"))).transpose()?;
    let page = state.at_desk(Lane::Quick, asked, move |_, desk| {
        Ok(desk.list_held(kind, start.as_ref(), limit)?)
    });
    Ok(Json(list_of(&page.await?, lang)))
}

/// Searches the held records by names, words, numbers and ids.
#[utoipa::path(
    post, path = "/api/v1/protection/search", tag = "protection", request_body = SearchRequest,
    responses(
        (status = 200, description = "A page of hits", body = SearchDto),
        (status = 422, description = "A filter breaks a rule", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn search_held(
    State(state): State<AppState>,
    Language(lang): Language,
    asked: Asked,
    JsonBody(request): JsonBody<SearchRequest>,
) -> Result<Json<SearchDto>, Problem> {
    let query = request.query()?;
    // The first search of all reads the store: it is not a quick one.
    let page = state.at_desk(Lane::Long, asked, move |_, desk| Ok(desk.search_held(&query)?));
    Ok(Json(SearchDto::new(page.await?, lang)))
}

/// Reads a held record.
#[utoipa::path(
    get, path = "/api/v1/protection/records/{kind}/{source}/{id}", tag = "protection",
    params(
        ("kind" = String, Path, description = "`notice`, `remains` or `shelter`"),
        ("source" = String, Path, description = "The organisation's code"),
        ("id" = String, Path, description = "The organisation's own id, escaped")
    ),
    responses(
        (status = 200, description = "The current version", body = RecordDto),
        (status = 404, description = "No such record under hold", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_held(
    State(state): State<AppState>,
    asked: Asked,
    KeyPath(key): KeyPath,
) -> Result<Json<RecordDto>, Problem> {
    let found = state.at_desk(Lane::Quick, asked, move |_, desk| Ok(desk.held(&key)?)).await?;
    Ok(Json(found.ok_or(Problem::new(Code::RecordNotFound))?.into()))
}

/// Puts a record under protection hold, or releases it: a new version of it.
///
/// A record under hold exists for nobody but child protection: not in lists, counts,
/// searches, candidates or the public feed.
#[utoipa::path(
    put, path = "/api/v1/protection/records/{kind}/{source}/{id}", tag = "protection",
    request_body = HoldRequest,
    params(
        ("kind" = String, Path, description = "`notice`, `remains` or `shelter`"),
        ("source" = String, Path, description = "The organisation's code"),
        ("id" = String, Path, description = "The organisation's own id, escaped")
    ),
    responses(
        (status = 200, description = "The version that stands now", body = RecordDto),
        (status = 404, description = "No such record", body = ProblemDto, content_type = "application/problem+json"),
        (status = 422, description = "A hold needs a reason", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn set_hold(
    State(state): State<AppState>,
    asked: Asked,
    KeyPath(key): KeyPath,
    JsonBody(request): JsonBody<HoldRequest>,
) -> Result<Response, Problem> {
    let reason = request.reason.map(|reason| reason.trim().to_owned()).unwrap_or_default();
    let fits = (1..=MAX_REASON_CHARS).contains(&reason.chars().count());
    if request.hold && !fits {
        let rule = Words::new(
            format!("un motivo de 1 a {MAX_REASON_CHARS} caracteres"),
            format!("a reason of 1 to {MAX_REASON_CHARS} characters"),
        );
        return Err(Problem::invalid("/reason", "required", rule));
    }
    let found = state.at_desk(Lane::Quick, asked, move |it, desk| {
        let _turn = it.writes.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Ok(desk.set_hold(&key, request.hold.then_some(reason.as_str()))?)
    });
    let found = found.await?.ok_or(Problem::new(Code::RecordNotFound))?;
    let tag = tag(found.stored.version);
    Ok(([(header::ETAG, tag)], Json(RecordDto::from(found))).into_response())
}

/// Lists the candidates of a held record among those that are not held.
#[utoipa::path(
    get, path = "/api/v1/protection/records/{kind}/{source}/{id}/candidates", tag = "protection",
    params(
        ("kind" = String, Path, description = "`notice`, `remains` or `shelter`"),
        ("source" = String, Path, description = "The organisation's code"),
        ("id" = String, Path, description = "The organisation's own id, escaped"),
        CandidateParams
    ),
    responses(
        (status = 200, description = "A list for each link", body = CandidateListsDto),
        (status = 404, description = "No such record under hold", body = ProblemDto, content_type = "application/problem+json"),
        (status = 422, description = "A parameter breaks a rule", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn candidates_of_held(
    State(state): State<AppState>,
    Language(lang): Language,
    asked: Asked,
    KeyPath(key): KeyPath,
    Params(params): Params<CandidateParams>,
) -> Result<Json<CandidateListsDto>, Problem> {
    let link = link(params.link.as_deref(), "link")?;
    let top = between(params.top.unwrap_or(DEFAULT_TOP), "top", MAX_TOP)?;
    let lists =
        state.match_at_desk(asked, move |desk| Ok(desk.candidates_of_held(&key, link, top, lang)?));
    let lists = lists.await?.ok_or(Problem::new(Code::RecordNotFound))?;
    let links = lists.iter().map(|list| CandidateListDto::new(list, lang));
    Ok(Json(CandidateListsDto { links: links.collect() }))
}
