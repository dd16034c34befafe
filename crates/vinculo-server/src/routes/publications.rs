//! Publishing notices of the own organisation, and taking them down.

use std::sync::PoisonError;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vinculo_engine::Published;
use vinculo_engine::public::PublicLang;
use vinculo_record::Lang;

use crate::asked::Asked;
use crate::dto::notice::NoticeDto;
use crate::dto::publication::PublicationRequest;
use crate::extract::{JsonBody, KeyPath};
use crate::lanes::Lane;
use crate::language::Language;
use crate::problem::{Code, Problem, ProblemDto, Words};
use crate::state::AppState;

/// Publishes a notice with what the family agreed to, in place of what was agreed before.
///
/// Answers what the public sees now. Nothing is written that would not publish it.
#[utoipa::path(
    put, path = "/api/v1/records/{kind}/{source}/{id}/publication", tag = "records",
    request_body = PublicationRequest,
    params(
        ("kind" = String, Path, description = "`notice`: nothing else is published"),
        ("source" = String, Path, description = "The organisation's code"),
        ("id" = String, Path, description = "The organisation's own id, escaped")
    ),
    responses(
        (status = 200, description = "Published: what the public sees", body = NoticeDto),
        (status = 404, description = "The organisation has no such notice", body = ProblemDto, content_type = "application/problem+json"),
        (status = 409, description = "It may not be published; the detail says why", body = ProblemDto, content_type = "application/problem+json"),
        (status = 422, description = "A field breaks a rule", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn publish(
    State(state): State<AppState>,
    Language(lang): Language,
    asked: Asked,
    KeyPath(key): KeyPath,
    JsonBody(request): JsonBody<PublicationRequest>,
) -> Result<Json<NoticeDto>, Problem> {
    let publication = request.read()?;
    let published = state.at_desk(Lane::Quick, asked, move |it, desk| {
        let _turn = it.writes.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(desk.publish(&key, &publication)?)
    });
    let entry = match published.await? {
        Published::As(entry) => entry,
        Published::NotFound => return Err(Problem::new(Code::RecordNotFound)),
        Published::Refused(obstacle) => {
            let why = Words::new(obstacle.text(Lang::Es), obstacle.text(Lang::En));
            return Err(Problem::new(Code::NotPublishable).detail(why));
        }
    };
    let lang = match lang {
        Lang::Es => PublicLang::Es,
        Lang::En => PublicLang::En,
    };
    let notice = NoticeDto::new(&entry, state.publishing.site(), lang);
    notice.map(Json).ok_or_else(|| Problem::new(Code::NoticeGone))
}

/// Takes a notice down: the feed, its pages and its photo show the placeholder from now on.
/// The consent stays recorded.
#[utoipa::path(
    delete, path = "/api/v1/records/{kind}/{source}/{id}/publication", tag = "records",
    params(
        ("kind" = String, Path, description = "`notice`"),
        ("source" = String, Path, description = "The organisation's code"),
        ("id" = String, Path, description = "The organisation's own id, escaped")
    ),
    responses(
        (status = 204, description = "It is not published"),
        (status = 404, description = "The organisation has no such notice", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn withdraw(
    State(state): State<AppState>,
    asked: Asked,
    KeyPath(key): KeyPath,
) -> Result<StatusCode, Problem> {
    let withdrawn = state.at_desk(Lane::Quick, asked, move |it, desk| {
        let _turn = it.writes.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(desk.withdraw(&key)?)
    });
    match withdrawn.await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Problem::new(Code::RecordNotFound)),
    }
}
