//! The widget that other sites load.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use vinculo_engine::public::embed;

use crate::limits::EMBED_AGE;
use crate::problem::{Code, Problem, ProblemDto};
use crate::publish::Public;
use crate::state::AppState;

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// The version of the widget that never changes.
#[derive(Serialize, ToSchema)]
pub(crate) struct EmbedDto {
    /// Its address.
    url: String,
    /// What stands in the `integrity` of the script element.
    integrity: String,
}

/// The widget: a module that defines `<vinculo-notices>`. It changes with the server's
/// version; see `/public/v1/embed.json` for one that does not.
#[utoipa::path(
    get, path = "/public/v1/embed.js", tag = "public",
    responses(
        (status = 200, description = "The module", body = String, content_type = "text/javascript"),
        (status = 304, description = "The client has it")
    )
)]
pub(crate) async fn embed_js(State(state): State<AppState>, headers: HeaderMap) -> Response {
    Public::new(SCRIPT, embed::module()).answer(&state, &headers)
}

/// The address of this version of the widget, and its integrity hash.
#[utoipa::path(
    get, path = "/public/v1/embed.json", tag = "public",
    responses(
        (status = 200, description = "Address and hash", body = EmbedDto),
        (status = 304, description = "The client has them")
    )
)]
pub(crate) async fn embed_json(
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let base = state.publishing.site().base();
    let body = EmbedDto {
        url: format!("{base}/public/v1/{}", embed::versioned_name()),
        integrity: embed::integrity().to_owned(),
    };
    Ok(Public::json(&body)?.answer(&state, &headers))
}

/// The widget under the name of its content, which may be kept for good.
#[utoipa::path(
    get, path = "/public/v1/{file}", tag = "public",
    params(("file" = String, Path, description = "`embed-….js`, as `/public/v1/embed.json` names it")),
    responses(
        (status = 200, description = "The module", body = String, content_type = "text/javascript"),
        (status = 304, description = "The client has it"),
        (status = 404, description = "Not this server's version", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn embed_versioned(
    State(state): State<AppState>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if file != embed::versioned_name() {
        return Err(Problem::new(Code::NoticeNotFound));
    }
    let mut answer = Public::new(SCRIPT, embed::module()).answer(&state, &headers);
    let kept = format!("public, max-age={EMBED_AGE}, immutable");
    if let Ok(kept) = HeaderValue::from_str(&kept) {
        answer.headers_mut().insert(header::CACHE_CONTROL, kept);
    }
    Ok(answer)
}
