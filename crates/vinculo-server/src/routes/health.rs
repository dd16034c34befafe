//! Whether the server lives and can be used.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::dto::health::{HealthDto, ReadyDto};
use crate::lanes::Lane;
use crate::metrics::gauge;
use crate::problem::Problem;
use crate::state::AppState;

/// The process lives.
#[utoipa::path(
    get, path = "/healthz", tag = "operation",
    responses((status = 200, description = "It lives", body = HealthDto))
)]
pub(crate) async fn healthz() -> Json<HealthDto> {
    Json(HealthDto { status: "ok".to_owned() })
}

/// Index and profiles have taken over all changes.
#[utoipa::path(
    get, path = "/readyz", tag = "operation",
    responses(
        (status = 200, description = "Ready", body = ReadyDto),
        (status = 503, description = "Not yet", body = ReadyDto)
    )
)]
pub(crate) async fn readyz(State(state): State<AppState>) -> Result<Response, Problem> {
    let readiness = readiness(&state).await?;
    let status = if readiness.ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    Ok((status, Json(readiness)).into_response())
}

async fn readiness(state: &AppState) -> Result<ReadyDto, Problem> {
    if !state.is_warm() {
        // The profiles are being compiled: whoever asks them now would wait.
        return Ok(ReadyDto { ready: false, index_behind: None, matching: false });
    }
    let progress = state.run(Lane::Quick, |it| Ok(it.engine.progress()?)).await?;
    let behind = (progress.log - progress.index).max(0).unsigned_abs();
    let matching = progress.profiles.is_some_and(|at| at >= progress.log);
    Ok(ReadyDto { ready: behind == 0 && matching, index_behind: Some(behind), matching })
}

/// Counts and durations of requests, and how far the projections have come.
/// Records are not counted: a count can give away one that is held.
#[utoipa::path(
    get, path = "/metrics", tag = "operation",
    responses((status = 200, description = "Prometheus text", body = String, content_type = "text/plain"))
)]
pub(crate) async fn metrics(State(state): State<AppState>) -> Result<Response, Problem> {
    let ready = readiness(&state).await?;
    let mut text = state.metrics.text();
    if let Some(behind) = ready.index_behind {
        let help = "Changes that the search index has not taken over yet.";
        gauge(&mut text, "vinculo_index_behind_changes", help, behind as f64);
    }
    let matching = f64::from(u8::from(ready.matching));
    gauge(&mut text, "vinculo_matching_ready", "Whether all records are compiled.", matching);
    let waiting = state.queue.len() as f64;
    gauge(&mut text, "vinculo_batches_waiting", "Batches that wait to be read.", waiting);
    let media_type = "text/plain; version=0.0.4; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, media_type)], text).into_response())
}
