//! The queue of leads.

use axum::Json;
use axum::extract::State;
use vinculo_store::RecordStore;

use super::{bad_cursor, page_size};
use crate::asked::Asked;
use crate::dto::lead::{LeadDto, LeadListDto, LeadParams};
use crate::extract::Params;
use crate::lanes::Lane;
use crate::language::Language;
use crate::problem::{Problem, ProblemDto};
use crate::state::AppState;

/// Lists the pairs that nobody has reviewed: children first, the strongest first.
///
/// The queue is made in the background when somebody asks for it, and again ten minutes after
/// that if anything has changed; `coming` says how far that is. A pair leaves it when somebody
/// decides on it.
#[utoipa::path(
    get, path = "/api/v1/leads", tag = "matching", params(LeadParams),
    responses(
        (status = 200, description = "A page", body = LeadListDto),
        (status = 422, description = "A parameter breaks a rule", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn list_leads(
    State(state): State<AppState>,
    Language(lang): Language,
    asked: Asked,
    Params(params): Params<LeadParams>,
) -> Result<Json<LeadListDto>, Problem> {
    let limit = page_size(params.limit)?;
    let from = params.cursor.map_or(Ok(0), |c| c.parse().map_err(|_| bad_cursor("cursor")))?;
    let evidence_first = params.evidence_first.unwrap_or(false);
    let caller = asked.caller.clone();
    let page = state.at_desk(Lane::Quick, asked, move |it, desk| {
        let queue = it.leads.of(&caller, it.engine.store().last_seq()?);
        let (seen, next) = desk.seen_leads(&queue.leads, from, limit)?;
        Ok(LeadListDto {
            leads: seen.iter().map(|seen| LeadDto::new(seen, evidence_first, lang)).collect(),
            made_at: queue.made_at.map(|at| at.to_string()),
            coming: queue.coming.map(Into::into),
            next: next.map(|place| place.to_string()),
        })
    });
    Ok(Json(page.await?))
}
