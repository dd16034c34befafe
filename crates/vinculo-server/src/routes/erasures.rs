//! Erasing records.

use axum::Json;
use axum::extract::State;
use vinculo_record::RecordRef;
use vinculo_store::{ErasureOrder, ErasureReason};

use crate::asked::Asked;
use crate::dto::erasure::{ErasureDto, ErasureRequest};
use crate::extract::JsonBody;
use crate::lanes::Lane;
use crate::problem::{Problem, ProblemDto, Words};
use crate::state::AppState;

/// Erases a record: all its versions, its entries in the index, pictures that no other
/// record has. When this answers, nobody can read it any more; what it left in files
/// goes within moments. Its id takes no record again.
#[utoipa::path(
    post, path = "/api/v1/erasures", tag = "records", request_body = ErasureRequest,
    responses(
        (status = 200, description = "Erased", body = ErasureDto),
        (status = 404, description = "No such record", body = ProblemDto, content_type = "application/problem+json"),
        (status = 422, description = "No person, or no such reason", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn erase_record(
    State(state): State<AppState>,
    asked: Asked,
    JsonBody(request): JsonBody<ErasureRequest>,
) -> Result<Json<ErasureDto>, Problem> {
    let rule = Words::new("debe ser [tipo:]FUENTE/ID", "must be [kind:]SOURCE/ID");
    let record: RecordRef =
        request.record.parse().map_err(|_| Problem::invalid("/record", "key", rule))?;
    let reasons = || Words::same(ErasureReason::ALL.map(ErasureReason::as_str).join(", "));
    let reason = request.reason.parse();
    let reason = reason.map_err(|_| Problem::invalid("/reason", "reason", reasons()))?;
    // Whoever has a token orders it; on this machine's own demonstration, who says so.
    let local = asked.caller.is_local();
    let by = if local { request.by } else { asked.caller.who.code().to_owned() };
    let order = ErasureOrder::new(&by, reason)?;
    let erased = state.at_desk(Lane::Quick, asked, move |_, desk| Ok(desk.erase(&record, &order)?));
    let erased = erased.await?;
    // What this cannot finish, a later look does.
    tokio::spawn(async move {
        if state.run(Lane::Long, |it| Ok(it.engine.finish_erasures()?)).await.is_err() {
            tracing::error!("what an erased record left could not be removed yet");
        }
    });
    Ok(Json(erased.into()))
}
