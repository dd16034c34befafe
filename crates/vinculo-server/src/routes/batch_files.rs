//! What came of a batch, as files: its rejected rows, and its candidates.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use tokio_util::io::ReaderStream;
use vinculo_engine::{DEFAULT_TOP, MatchOptions};
use vinculo_exchange::Format;
use vinculo_record::Link;
use vinculo_store::{RecordStore, RowFilter};

use super::batches::batch_id;
use super::{between, link};
use crate::asked::Asked;
use crate::dto::batch::{BatchCandidateParams, rejected_csv};
use crate::extract::Params;
use crate::lanes::Lane;
use crate::language::Language;
use crate::limits::MAX_TOP;
use crate::problem::{Code, Problem, ProblemDto, Words};
use crate::state::{AppState, Shared};

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

/// The candidates of a finished batch: every pair of a link with one of its records.
///
/// Compares all pairs of the link: with many records this takes minutes. The columns
/// are those of `vinculo match`: nothing is withheld in them, so they are nobody's who has
/// a token; the candidates of each record are.
#[utoipa::path(
    get, path = "/api/v1/batches/{id}/candidates", tag = "batches",
    params(("id" = String, Path, description = "The batch"), BatchCandidateParams),
    responses(
        (status = 200, description = "The candidates", content(
            (String = "text/csv"),
            (String = "application/x-ndjson"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (Vec<u8> = "application/vnd.apache.parquet")
        )),
        (status = 404, description = "No such batch", body = ProblemDto, content_type = "application/problem+json"),
        (status = 409, description = "It has not ended", body = ProblemDto, content_type = "application/problem+json"),
        (status = 422, description = "A parameter breaks a rule", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn list_batch_candidates(
    State(state): State<AppState>,
    Language(lang): Language,
    Path(id): Path<String>,
    Params(params): Params<BatchCandidateParams>,
) -> Result<Response, Problem> {
    let id = batch_id(&id)?;
    let (format, media_type, ending) = format(params.format.as_deref())?;
    let wanted = link(Some(&params.link), "link")?;
    let top = between(params.top.unwrap_or(DEFAULT_TOP), "top", MAX_TOP)?;
    let Some(link) = wanted else { return Err(no_link()) };
    let options = MatchOptions { link, top, min_weight: None, batch: Some(id), lang };
    let file = state.run_matching(move |it| write(it, &options, format, ending)).await?;
    let body = Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(file)));
    let name = format!("attachment; filename=\"candidates.{ending}\"");
    let headers =
        [(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, body).into_response())
}

/// Writes the candidates to a file that has no name any more when this returns: it is
/// gone with the answer, whatever becomes of that.
fn write(
    state: &Shared,
    options: &MatchOptions,
    format: Format,
    ending: &'static str,
) -> Result<std::fs::File, Problem> {
    if let Some(id) = options.batch {
        let batch = state.engine.store().batch(id)?;
        if !batch.state.is_finished() {
            return Err(Problem::new(Code::BatchOpen));
        }
        if options.link.left() != batch.kind && options.link.right() != batch.kind {
            return Err(no_link());
        }
    }
    let (incoming, _) = state.uploads.incoming(ending)?;
    let path = incoming.beside(&format!("candidates.{ending}"));
    state.engine.match_link(options)?.write(&path, format).map_err(Problem::from)?;
    Ok(std::fs::File::open(path)?)
}

fn no_link() -> Problem {
    let all = Link::ALL.map(Link::as_str).join(", ");
    Problem::invalid("link", "link", Words::same(all))
}

fn format(word: Option<&str>) -> Result<(Format, &'static str, &'static str), Problem> {
    Ok(match word.unwrap_or("csv") {
        "csv" => (Format::Csv, "text/csv; charset=utf-8", "csv"),
        "ndjson" => (Format::Ndjson, "application/x-ndjson", "ndjson"),
        "parquet" => (Format::Parquet, "application/vnd.apache.parquet", "parquet"),
        "xlsx" => (
            Format::Xlsx,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
        ),
        _ => {
            let known = Words::same("csv, xlsx, parquet, ndjson");
            return Err(Problem::invalid("format", "format", known));
        }
    })
}
