//! The inbox of a consulate: thin notices, each to be acknowledged.

use axum::Json;
use axum::extract::{Path, State};
use vinculo_engine::OVERDUE_HOURS;
use vinculo_store::NotificationId;

use super::{bad_cursor, page_size};
use crate::asked::Asked;
use crate::dto::notification::{InboxParams, NotificationDto, NotificationListDto, OverdueParams};
use crate::dto::record::RecordDto;
use crate::extract::Params;
use crate::lanes::Lane;
use crate::problem::{Code, Problem, ProblemDto, Words};
use crate::state::AppState;

/// Lists what the token's consulate is told, oldest first: children, or adults apart from
/// them. A page that was given out counts as delivered, not as acknowledged.
///
/// A notice holds a case number, a country, an event and a link that needs the token: no
/// name, age, place or picture.
#[utoipa::path(
    get, path = "/api/v1/notifications", tag = "notifications", params(InboxParams),
    responses(
        (status = 200, description = "A page", body = NotificationListDto),
        (status = 422, description = "A parameter breaks a rule", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn list_notifications(
    State(state): State<AppState>,
    asked: Asked,
    Params(params): Params<InboxParams>,
) -> Result<Json<NotificationListDto>, Problem> {
    let child = match params.about.as_deref() {
        None | Some("children") => true,
        Some("adults") => false,
        Some(_) => {
            let rule = Words::same("children, adults");
            return Err(Problem::invalid("about", "about", rule));
        }
    };
    let (limit, after) = (page_size(params.limit)?, after(params.cursor.as_deref())?);
    let inbox = state.at_desk(Lane::Quick, asked, move |_, desk| {
        Ok(desk.inbox(child, params.acknowledged, after, limit)?)
    });
    Ok(Json(NotificationListDto::new(inbox.await?)))
}

/// Lists what nobody has acknowledged for some hours, of every country, and what the desk for
/// unknown nationalities has to find a consulate for: to be escalated.
#[utoipa::path(
    get, path = "/api/v1/notifications/overdue", tag = "notifications", params(OverdueParams),
    responses(
        (status = 200, description = "A page", body = NotificationListDto),
        (status = 422, description = "A parameter breaks a rule", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn list_overdue(
    State(state): State<AppState>,
    asked: Asked,
    Params(params): Params<OverdueParams>,
) -> Result<Json<NotificationListDto>, Problem> {
    let (limit, after) = (page_size(params.limit)?, after(params.cursor.as_deref())?);
    let hours = params.hours.unwrap_or(OVERDUE_HOURS);
    let found =
        state.at_desk(Lane::Quick, asked, move |_, desk| Ok(desk.overdue(hours, after, limit)?));
    Ok(Json(NotificationListDto::new(found.await?)))
}

/// Reads the record behind a notice, as the token's role sees it.
///
/// Whether it may be seen is asked at this moment: a record that came under protection hold
/// since is not there.
#[utoipa::path(
    get, path = "/api/v1/notifications/{id}/record", tag = "notifications",
    params(("id" = String, Path, description = "The notice's id")),
    responses(
        (status = 200, description = "The record", body = RecordDto),
        (status = 404, description = "No such notice, or it was retracted", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_notified(
    State(state): State<AppState>,
    asked: Asked,
    Path(id): Path<String>,
) -> Result<Json<RecordDto>, Problem> {
    let id = id_of(&id)?;
    let found =
        state.at_desk(Lane::Quick, asked, move |_, desk| Ok(desk.notified_record(id)?)).await?;
    Ok(Json(found.ok_or(Problem::new(Code::NotificationNotFound))?.into()))
}

/// Acknowledges a notice: somebody at the consulate has read it. The first time counts.
#[utoipa::path(
    post, path = "/api/v1/notifications/{id}/acknowledge", tag = "notifications",
    params(("id" = String, Path, description = "The notice's id")),
    responses(
        (status = 200, description = "Acknowledged", body = NotificationDto),
        (status = 404, description = "No such notice, or it was retracted", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn acknowledge(
    State(state): State<AppState>,
    asked: Asked,
    Path(id): Path<String>,
) -> Result<Json<NotificationDto>, Problem> {
    let id = id_of(&id)?;
    let found = state.at_desk(Lane::Quick, asked, move |_, desk| Ok(desk.acknowledge(id)?)).await?;
    let found = found.ok_or(Problem::new(Code::NotificationNotFound))?;
    Ok(Json(NotificationDto::from(&found)))
}

fn id_of(text: &str) -> Result<NotificationId, Problem> {
    text.parse().map_err(|_| Problem::new(Code::NotificationNotFound))
}

fn after(cursor: Option<&str>) -> Result<i64, Problem> {
    cursor.map_or(Ok(0), str::parse).map_err(|_| bad_cursor("cursor"))
}
