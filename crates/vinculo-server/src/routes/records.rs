//! Records and their versions.

use std::sync::PoisonError;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use vinculo_engine::{Condition, RecordPage, Written, key_of};
use vinculo_record::{Column, Kind, Lang, RecordKey, Row};
use vinculo_store::{Change, ListFilter};

use super::{bad_cursor, page_size};
use crate::address::{after, cursor, of_record};
use crate::asked::Asked;
use crate::dto::record::{
    ListParams, RecordDto, RecordListDto, RecordSummaryDto, VersionListDto, WrittenDto,
};
use crate::dto::row::{CanonicalRow, GivenRow};
use crate::extract::{JsonBody, KeyPath, Params};
use crate::lanes::Lane;
use crate::language::Language;
use crate::problem::{Code, Problem, ProblemDto, Words};
use crate::state::AppState;

/// Stores a record: a canonical row with its `kind`, `source` and `local_id`.
///
/// The row is the whole record: a column left out is not recorded. The same row
/// again changes nothing. A cell that cannot be read becomes blank and is told.
#[utoipa::path(
    post, path = "/api/v1/records", tag = "records", request_body = CanonicalRow,
    responses(
        (status = 201, description = "Created", body = WrittenDto),
        (status = 200, description = "It was there: updated, unchanged or older", body = WrittenDto),
        (status = 202, description = "Stored under protection hold", body = WrittenDto),
        (status = 400, description = "Not JSON", body = ProblemDto, content_type = "application/problem+json"),
        (status = 422, description = "No such column, or no key", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn create_record(
    State(state): State<AppState>,
    Language(lang): Language,
    asked: Asked,
    JsonBody(given): JsonBody<GivenRow>,
) -> Result<Response, Problem> {
    let (kind, row) = given.read()?;
    check_key(kind, &row)?;
    write(&state, asked, kind, row, Condition::None, lang).await
}

/// Stores a record under the key of its address.
///
/// `If-Match` with the ETag that was read keeps a change of somebody else from
/// being overwritten; `If-None-Match: *` keeps any record from being so.
#[utoipa::path(
    put, path = "/api/v1/records/{kind}/{source}/{id}", tag = "records", request_body = CanonicalRow,
    params(
        ("kind" = String, Path, description = "`notice`, `remains` or `shelter`"),
        ("source" = String, Path, description = "The organisation's code"),
        ("id" = String, Path, description = "The organisation's own id, escaped"),
        ("if-match" = Option<String>, Header, description = "The ETag that was read")
    ),
    responses(
        (status = 201, description = "Created", body = WrittenDto),
        (status = 200, description = "Updated, unchanged or older", body = WrittenDto),
        (status = 202, description = "Stored under protection hold", body = WrittenDto),
        (status = 412, description = "The record is at another version", body = ProblemDto, content_type = "application/problem+json"),
        (status = 422, description = "No such column, or another key", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn put_record(
    State(state): State<AppState>,
    Language(lang): Language,
    asked: Asked,
    KeyPath(key): KeyPath,
    headers: HeaderMap,
    JsonBody(given): JsonBody<GivenRow>,
) -> Result<Response, Problem> {
    let mut row = Row::from_json_object(&given.0)?;
    let own: [(Column, &str); 3] = [
        (Column::Kind, key.kind.as_str()),
        (Column::Source, &key.source),
        (Column::LocalId, &key.local_id),
    ];
    for (column, value) in own {
        if row.contains(column) && row.text(column).map(str::trim) != Some(value) {
            let rule = Words::new("debe ser el de la dirección", "must be that of the address");
            return Err(Problem::invalid(format!("/{column}"), "key", rule));
        }
        row.insert_text(column, value);
    }
    write(&state, asked, key.kind, row, condition(&headers)?, lang).await
}

fn check_key(kind: Kind, row: &Row) -> Result<(), Problem> {
    let text = |column| row.text(column).map(str::trim).unwrap_or_default();
    RecordKey::new(kind, text(Column::Source), text(Column::LocalId))?;
    Ok(())
}

/// What the headers of a write demand.
fn condition(headers: &HeaderMap) -> Result<Condition, Problem> {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default().trim());
    match (text(header::IF_MATCH), text(header::IF_NONE_MATCH)) {
        (None, None) => Ok(Condition::None),
        (None, Some("*")) => Ok(Condition::Absent),
        (Some("*"), None) => Ok(Condition::Present),
        // A tag that is not one of ours is the tag of no version.
        (Some(tag), None) => version_of(tag).map(Condition::Version).ok_or(stale()),
        _ => Err(Problem::new(Code::BadQuery).detail(Words::same("If-Match, If-None-Match"))),
    }
}

fn own_alone() -> Words {
    Words::new(
        "cada quien guarda registros del tipo de su rol y de su propia organización",
        "one stores records of the kind of one's role and of one's own organisation",
    )
}

fn stale() -> Problem {
    Problem::new(Code::Stale).detail(Words::new(
        "léalo otra vez y repita el cambio",
        "read it again and repeat the change",
    ))
}

async fn write(
    state: &AppState,
    asked: Asked,
    kind: Kind,
    row: Row,
    condition: Condition,
    lang: Lang,
) -> Result<Response, Problem> {
    let written = state.at_desk(Lane::Quick, asked, move |it, desk| {
        // Before anything is looked up: the answer tells nothing of what is there.
        if !desk.may_write(&key_of(kind, &row)?) {
            return Err(Problem::new(Code::Forbidden).detail(own_alone()));
        }
        let _turn = it.writes.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(desk.put_if(kind, &row, condition)?)
    });
    let Written::Stored { key, outcome, problems, held } = written.await? else {
        return Err(stale());
    };
    if held {
        let body = WrittenDto::new(&key, None, &problems, lang);
        return Ok((StatusCode::ACCEPTED, Json(body)).into_response());
    }
    let created = outcome.change == Change::Created;
    let status = if created { StatusCode::CREATED } else { StatusCode::OK };
    let body = WrittenDto::new(&key, Some(&outcome), &problems, lang);
    let mut response = (status, Json(body)).into_response();
    // An older row does not become current: its version is not the record's tag.
    if outcome.change != Change::Older {
        response.headers_mut().insert(header::ETAG, tag(outcome.version));
    }
    if let Ok(address) = HeaderValue::from_str(&of_record(&key)) {
        response.headers_mut().insert(header::LOCATION, address);
    }
    Ok(response)
}

/// The tag of a version.
pub(super) fn tag(version: u32) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{version}\"")).unwrap_or(HeaderValue::from_static("\"0\""))
}

fn version_of(tag: &str) -> Option<u32> {
    tag.strip_prefix('"')?.strip_suffix('"')?.parse().ok()
}

/// Lists records, ordered by kind, source and id.
#[utoipa::path(
    get, path = "/api/v1/records", tag = "records", params(ListParams),
    responses(
        (status = 200, description = "A page", body = RecordListDto),
        (status = 422, description = "A parameter breaks a rule", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn list_records(
    State(state): State<AppState>,
    Language(lang): Language,
    asked: Asked,
    Params(params): Params<ListParams>,
) -> Result<Json<RecordListDto>, Problem> {
    let kind = kind_of(params.kind.as_deref())?;
    let limit = page_size(params.limit)?;
    let start = params.cursor.map(|c| after(&c).ok_or(bad_cursor("cursor"))).transpose()?;
    let filter = ListFilter { kind, source: params.source };
    let page =
        state.at_desk(Lane::Quick, asked, move |_, desk| Ok(desk.list(&filter, start, limit)?));
    Ok(Json(list_of(&page.await?, lang)))
}

/// The kind that a list is narrowed to, if one is named.
pub(super) fn kind_of(word: Option<&str>) -> Result<Option<Kind>, Problem> {
    let kinds = || Words::same("notice, remains, shelter");
    word.map(str::parse).transpose().map_err(|_| Problem::invalid("kind", "kind", kinds()))
}

/// A page as it is sent.
pub(super) fn list_of(page: &RecordPage, lang: Lang) -> RecordListDto {
    let records = page.records.iter().map(|found| RecordSummaryDto::new(found, lang));
    RecordListDto { records: records.collect(), next: page.next.as_ref().map(cursor) }
}

/// Reads a record.
#[utoipa::path(
    get, path = "/api/v1/records/{kind}/{source}/{id}", tag = "records",
    params(
        ("kind" = String, Path, description = "`notice`, `remains` or `shelter`"),
        ("source" = String, Path, description = "The organisation's code"),
        ("id" = String, Path, description = "The organisation's own id, escaped")
    ),
    responses(
        (status = 200, description = "The current version; its ETag is the version", body = RecordDto),
        (status = 304, description = "The client has that version"),
        (status = 404, description = "No such record", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_record(
    State(state): State<AppState>,
    asked: Asked,
    KeyPath(key): KeyPath,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = state.at_desk(Lane::Quick, asked, move |_, desk| Ok(desk.get(&key)?)).await?;
    let found = found.ok_or(Problem::new(Code::RecordNotFound))?;
    let tag = tag(found.stored.version);
    let etag = [(header::ETAG, tag.clone())];
    if headers.get(header::IF_NONE_MATCH) == Some(&tag) {
        return Ok((StatusCode::NOT_MODIFIED, etag).into_response());
    }
    Ok((etag, Json(RecordDto::from(found))).into_response())
}

/// Lists the versions of a record.
#[utoipa::path(
    get, path = "/api/v1/records/{kind}/{source}/{id}/versions", tag = "records",
    params(
        ("kind" = String, Path, description = "`notice`, `remains` or `shelter`"),
        ("source" = String, Path, description = "The organisation's code"),
        ("id" = String, Path, description = "The organisation's own id, escaped")
    ),
    responses(
        (status = 200, description = "The versions, oldest first", body = VersionListDto),
        (status = 404, description = "No such record", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn list_versions(
    State(state): State<AppState>,
    asked: Asked,
    KeyPath(key): KeyPath,
) -> Result<Json<VersionListDto>, Problem> {
    let versions =
        state.at_desk(Lane::Quick, asked, move |_, desk| Ok(desk.versions(&key)?)).await?;
    let versions = versions.ok_or(Problem::new(Code::RecordNotFound))?;
    Ok(Json(VersionListDto { versions: versions.into_iter().map(Into::into).collect() }))
}

/// Reads one version of a record.
#[utoipa::path(
    get, path = "/api/v1/records/{kind}/{source}/{id}/versions/{version}", tag = "records",
    params(
        ("kind" = String, Path, description = "`notice`, `remains` or `shelter`"),
        ("source" = String, Path, description = "The organisation's code"),
        ("id" = String, Path, description = "The organisation's own id, escaped"),
        ("version" = u32, Path, description = "The version, from 1 on")
    ),
    responses(
        (status = 200, description = "The version", body = RecordDto),
        (status = 404, description = "No such record or version", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_version(
    State(state): State<AppState>,
    asked: Asked,
    KeyPath(key): KeyPath,
    Path((_, _, _, version)): Path<(String, String, String, String)>,
) -> Result<Json<RecordDto>, Problem> {
    let not_found = || Problem::new(Code::RecordNotFound);
    let version = version.parse().map_err(|_| not_found())?;
    let found =
        state.at_desk(Lane::Quick, asked, move |_, desk| Ok(desk.version(&key, version)?)).await?;
    Ok(Json(found.ok_or_else(not_found)?.into()))
}
