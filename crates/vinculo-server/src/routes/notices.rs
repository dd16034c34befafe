//! Public notices: one allow-listed type, for any page.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use sha2::{Digest, Sha256};
use vinculo_record::vocab::Country;
use vinculo_record::{Kind, RecordKey};

use super::{bad_cursor, page_size};
use crate::address::{after, cursor, hex};
use crate::dto::notice::{NoticeDto, NoticeListDto, NoticeParams};
use crate::extract::Params;
use crate::lanes::Lane;
use crate::limits::{HEX_ETAG_BYTES, NOTICE_AGE};
use crate::problem::{Code, Problem, ProblemDto, Words};
use crate::problem_of::internal;
use crate::state::AppState;

/// Lists the notices that may be published today.
#[utoipa::path(
    get, path = "/public/v1/notices", tag = "public", params(NoticeParams),
    responses(
        (status = 200, description = "A page", body = NoticeListDto),
        (status = 304, description = "The client has that page"),
        (status = 422, description = "A parameter breaks a rule", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn list_notices(
    State(state): State<AppState>,
    Params(params): Params<NoticeParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let limit = page_size(params.limit)?;
    let start = params.cursor.map(|c| after(&c).ok_or(bad_cursor("cursor"))).transpose()?;
    let minors = params.minors.unwrap_or(false);
    let country = params.country.map(|text| {
        let rule = Words::same("ISO 3166-1 alpha-2");
        Country::parse(&text).ok_or_else(|| Problem::invalid("country", "form", rule))
    });
    let country = country.transpose()?;
    let page = state.run(Lane::Quick, move |it| {
        let country = country.as_ref().map(|country| country.code());
        Ok(it.engine.public_notices(country, minors, start, limit)?)
    });
    let page = page.await?;
    let notices = page.notices.into_iter().map(NoticeDto::from).collect();
    publish(&NoticeListDto { notices, next: page.next.as_ref().map(cursor) }, &headers)
}

/// Reads one notice.
#[utoipa::path(
    get, path = "/public/v1/notices/{source}/{id}", tag = "public",
    params(
        ("source" = String, Path, description = "The organisation's code"),
        ("id" = String, Path, description = "The organisation's id of the case, escaped")
    ),
    responses(
        (status = 200, description = "The notice", body = NoticeDto),
        (status = 304, description = "The client has it"),
        (status = 404, description = "None that is public", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_notice(
    State(state): State<AppState>,
    Path((source, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let not_found = || Problem::new(Code::NoticeNotFound);
    let key = RecordKey::new(Kind::Notice, source, id).map_err(|_| not_found())?;
    let notice = state.run(Lane::Quick, move |it| Ok(it.engine.public_notice(&key)?)).await?;
    publish(&NoticeDto::from(notice.ok_or_else(not_found)?), &headers)
}

/// An answer that anybody may keep for a while, tagged by its content.
fn publish(body: &impl Serialize, headers: &HeaderMap) -> Result<Response, Problem> {
    let json = serde_json::to_vec(body).map_err(|error| internal(&error))?;
    let tag = format!("\"{}\"", hex(&Sha256::digest(&json)[..HEX_ETAG_BYTES]));
    let same =
        headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).is_some_and(|list| {
            list.split(',').any(|known| known.trim().trim_start_matches("W/") == tag)
        });
    let mut response = if same {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, "application/json")], json).into_response()
    };
    let kept = format!("public, max-age={NOTICE_AGE}");
    for (name, value) in [(header::ETAG, tag), (header::CACHE_CONTROL, kept)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}
