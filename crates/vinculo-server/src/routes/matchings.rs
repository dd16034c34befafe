//! The candidates of a whole batch: asked for, waited for, taken as a file.

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio_util::io::ReaderStream;
use vinculo_engine::{BatchMatch, DEFAULT_TOP, Shown};
use vinculo_exchange::Format;
use vinculo_record::Link;

use super::batches::batch_id;
use super::{between, link};
use crate::asked::Asked;
use crate::dto::batch::{MatchingDto, MatchingParams};
use crate::extract::Params;
use crate::lanes::Lane;
use crate::language::Language;
use crate::limits::MAX_TOP;
use crate::matchings::MatchingId;
use crate::problem::{Code, Problem, ProblemDto, Words};
use crate::problem_of::internal;
use crate::state::AppState;

/// Asks for the candidates of a finished batch's records, as each record's own list tells
/// them.
///
/// They are looked for in the background, record by record, and searches come first; the
/// answer says where that stands, later how long it will take. The columns are those of
/// `vinculo match`, of the records and fields that the role sees.
#[utoipa::path(
    post, path = "/api/v1/batches/{id}/matchings", tag = "batches",
    params(("id" = String, Path, description = "The batch"), MatchingParams),
    responses(
        (status = 202, description = "Received; `Location` is the matching", body = MatchingDto),
        (status = 404, description = "No such batch", body = ProblemDto, content_type = "application/problem+json"),
        (status = 409, description = "The batch has not ended", body = ProblemDto, content_type = "application/problem+json"),
        (status = 422, description = "A parameter breaks a rule", body = ProblemDto, content_type = "application/problem+json"),
        (status = 503, description = "Too many matchings wait", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn match_batch(
    State(state): State<AppState>,
    Language(lang): Language,
    asked: Asked,
    Path(id): Path<String>,
    Params(params): Params<MatchingParams>,
) -> Result<Response, Problem> {
    let batch = batch_id(&id)?;
    let format = format(params.format.as_deref())?;
    let Some(link) = link(Some(&params.link), "link")? else { return Err(no_link()) };
    let top = between(params.top.unwrap_or(DEFAULT_TOP), "top", MAX_TOP)?;
    let shown = match params.evidence_first.unwrap_or(false) {
        true => Shown::WithoutScores,
        false => Shown::All,
    };
    let wanted = BatchMatch { batch, link, top, shown, format, lang };
    let caller = asked.caller.clone();
    let info = state.at_desk(Lane::Quick, asked, move |it, desk| {
        let batch = desk.batch(wanted.batch)?;
        if !batch.state.is_finished() {
            return Err(Problem::new(Code::BatchOpen));
        }
        if link.left() != batch.kind && link.right() != batch.kind {
            return Err(no_link());
        }
        it.matchings.push(wanted, caller)
    });
    let info = info.await?;
    let address = format!("/api/v1/matchings/{}", info.id);
    let mut response = (StatusCode::ACCEPTED, Json(MatchingDto::new(&info))).into_response();
    let address = HeaderValue::from_str(&address).map_err(|error| internal(&error))?;
    response.headers_mut().insert(header::LOCATION, address);
    Ok(response)
}

/// Reads where a matching stands. It is known to the token that asked for it alone, until
/// an hour after its end or until the server's.
#[utoipa::path(
    get, path = "/api/v1/matchings/{id}", tag = "batches",
    params(("id" = String, Path, description = "The matching")),
    responses(
        (status = 200, description = "The matching", body = MatchingDto),
        (status = 404, description = "No such matching", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_matching(
    State(state): State<AppState>,
    asked: Asked,
    Path(id): Path<String>,
) -> Result<Json<MatchingDto>, Problem> {
    let info = state.matchings.info(MatchingId::parse(&id)?, &asked.caller)?;
    Ok(Json(MatchingDto::new(&info)))
}

/// Ends a matching and forgets what it has found.
#[utoipa::path(
    delete, path = "/api/v1/matchings/{id}", tag = "batches",
    params(("id" = String, Path, description = "The matching")),
    responses(
        (status = 204, description = "Forgotten"),
        (status = 404, description = "No such matching", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn cancel_matching(
    State(state): State<AppState>,
    asked: Asked,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    state.matchings.remove(MatchingId::parse(&id)?, &asked.caller)?;
    Ok(StatusCode::NO_CONTENT)
}

/// The candidates that a matching has found, as the file that was asked for.
#[utoipa::path(
    get, path = "/api/v1/matchings/{id}/candidates", tag = "batches",
    params(("id" = String, Path, description = "The matching")),
    responses(
        (status = 200, description = "The candidates", content(
            (String = "text/csv"),
            (String = "application/x-ndjson"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (Vec<u8> = "application/vnd.apache.parquet")
        )),
        (status = 404, description = "No such matching", body = ProblemDto, content_type = "application/problem+json"),
        (status = 409, description = "It has found nothing yet, or a record in it is gone since", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_matched(
    State(state): State<AppState>,
    asked: Asked,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id = MatchingId::parse(&id)?;
    let trail = asked.trail.clone();
    let (file, format) = state
        .at_desk(Lane::Quick, asked, move |it, desk| {
            let matched = it.matchings.matched(id, desk.caller())?;
            let (touched, batch) = (matched.trail.touched(), matched.wanted.batch);
            let records = touched.records.iter().map(|(record, _)| *record).collect();
            // A record that was held or erased since is nobody's to read.
            if !desk.still_exist(batch, &records, matched.seq)? {
                it.matchings.remove(id, desk.caller())?;
                return Err(Problem::new(Code::MatchingOutdated));
            }
            trail.add(&touched);
            Ok((std::fs::File::open(&matched.path)?, matched.wanted.format))
        })
        .await?;
    let (media_type, ending) = media_type(format);
    let body = Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(file)));
    let name = format!("attachment; filename=\"candidates.{ending}\"");
    let headers =
        [(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, body).into_response())
}

fn no_link() -> Problem {
    let all = Link::ALL.map(Link::as_str).join(", ");
    Problem::invalid("link", "link", Words::same(all))
}

fn format(word: Option<&str>) -> Result<Format, Problem> {
    let known = [Format::Csv, Format::Ndjson, Format::Xlsx, Format::Parquet];
    let word = word.unwrap_or("csv");
    let found = known.into_iter().find(|format| media_type(*format).1 == word);
    let rule = || Words::same(known.map(|format| media_type(format).1).join(", "));
    found.ok_or_else(|| Problem::invalid("format", "format", rule()))
}

/// The media type of a format, and its file ending.
fn media_type(format: Format) -> (&'static str, &'static str) {
    match format {
        Format::Csv => ("text/csv; charset=utf-8", "csv"),
        Format::Ndjson => ("application/x-ndjson", "ndjson"),
        Format::Parquet => ("application/vnd.apache.parquet", "parquet"),
        _ => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    }
}
