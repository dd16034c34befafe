//! The rejected rows of a batch, as a file.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use vinculo_store::RowFilter;

use super::batches::batch_id;
use crate::asked::Asked;
use crate::dto::batch::rejected_csv;
use crate::lanes::Lane;
use crate::language::Language;
use crate::problem::{Problem, ProblemDto};
use crate::state::AppState;

/// Rows read of the store at a time.
const STEP: usize = 10_000;

/// The rows of a batch that were rejected, as CSV: row, line, column, code, reason and
/// what the cell looked like. Never a value: the line tells where it stands.
#[utoipa::path(
    get, path = "/api/v1/batches/{id}/rejected", tag = "batches",
    params(("id" = String, Path, description = "The batch")),
    responses(
        (status = 200, description = "The rows", body = String, content_type = "text/csv"),
        (status = 404, description = "No such batch", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn list_rejected(
    State(state): State<AppState>,
    Language(lang): Language,
    asked: Asked,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id = batch_id(&id)?;
    let text = state.at_desk(Lane::Quick, asked, move |_, desk| {
        let mut rejected = Vec::new();
        loop {
            let after = rejected.last().map_or(0, |row: &vinculo_store::RowResult| row.ordinal);
            let rows = desk.batch_rows(id, after, STEP, RowFilter::Rejected)?;
            if rows.is_empty() {
                return rejected_csv(&rejected, lang);
            }
            rejected.extend(rows);
        }
    });
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"rejected.csv\""),
    ];
    Ok((headers, text.await?).into_response())
}
