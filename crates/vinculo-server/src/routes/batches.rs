//! Batches: files come in, a worker reads them, rows can be asked for.

use std::future::poll_fn;
use std::pin::Pin;

use axum::Json;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use vinculo_access::Caller;
use vinculo_engine::ImportRequest;
use vinculo_exchange::{Input, ReportWriter};
use vinculo_record::{Kind, Lang, RecordKey};
use vinculo_store::{Batch, BatchId, RecordStore, RowFilter, RowResult};

use super::{bad_cursor, page_size};
use crate::asked::Asked;
use crate::dto::batch::{
    BatchDto, BatchListDto, BatchListParams, DoubtDto, DryRunDto, MappingListDto, RowDto,
    RowListDto, RowParams, UploadForm, UploadParams,
};
use crate::extract::Params;
use crate::lanes::Lane;
use crate::language::Language;
use crate::limits::{DRY_RUN_ROWS, FIELD_BYTES, MAPPING_BYTES, MAX_WAITING, RETRY_AFTER};
use crate::problem::{Code, Problem, ProblemDto, Words};
use crate::problem_of::internal;
use crate::state::{AppState, Shared};
use crate::upload_key::{UploadKey, request_digest};
use crate::uploads::{Incoming, Job, ending_of};

/// Uploads a file of records, to be read in the background.
///
/// Either a form with the parts of `UploadForm`, or the file itself as the body
/// with its media type and the rest in the query. A zip archive holds one sheet and the
/// photos that it names. When this answers 202 the file
/// is safe: a restart goes on where it stood. Nobody sees its rows before all are read;
/// then everybody sees all of them. The same file again, while the first
/// is being read, is the same batch; later it changes nothing. `dry_run` answers
/// 200 at once with what the file would become.
#[utoipa::path(
    post, path = "/api/v1/batches", tag = "batches",
    params(
        UploadParams,
        ("idempotency-key" = Option<String>, Header, description = "The same key with the same request is the same batch, for a week at least")
    ),
    request_body(
        content(
            (UploadForm = "multipart/form-data"),
            (String = "text/csv"),
            (String = "application/x-ndjson"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (Vec<u8> = "application/vnd.apache.parquet"),
            (Vec<u8> = "application/zip"),
            (Vec<u8> = "application/octet-stream")
        )
    ),
    responses(
        (status = 202, description = "Received; `Location` is the batch", body = BatchDto),
        (status = 200, description = "What it would become", body = DryRunDto),
        (status = 409, description = "A request with that key is being answered", body = ProblemDto, content_type = "application/problem+json"),
        (status = 413, description = "The file is too large", body = ProblemDto, content_type = "application/problem+json"),
        (status = 415, description = "Not a type of a file", body = ProblemDto, content_type = "application/problem+json"),
        (status = 422, description = "The file cannot be read, or the key came with another request", body = ProblemDto, content_type = "application/problem+json"),
        (status = 503, description = "Too many files wait", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn upload(
    State(state): State<AppState>,
    Language(lang): Language,
    asked: Asked,
    Params(params): Params<UploadParams>,
    request: Request,
) -> Result<Response, Problem> {
    if state.queue.len() >= MAX_WAITING {
        return Err(Problem::new(Code::Busy).retry_after(RETRY_AFTER));
    }
    let key = UploadKey::of(request.headers(), &asked.caller.organisation, &state.upload_keys)?;
    let mut parts = Parts::from(params);
    let media_type = essence(request.headers());
    if media_type == "multipart/form-data" {
        parts.receive_form(&state, request).await?;
    } else {
        let ending = ending(&media_type).ok_or_else(|| {
            let expected =
                "multipart/form-data, text/csv, application/x-ndjson, application/octet-stream …";
            Problem::new(Code::WrongMediaType).detail(Words::same(expected))
        })?;
        let mut body = request.into_body();
        let mut writer = Writer::create(&state, ending).await?;
        while let Some(chunk) = chunk(&mut body).await? {
            writer.write(chunk).await?;
        }
        parts.file = Some(writer.finish().await?);
    }
    let (incoming, upload) = parts.check(&state, &asked.caller, lang)?;
    if upload.dry_run {
        let tried = state.run(Lane::Long, move |it| try_out(it, &incoming, &upload)).await?;
        return Ok(Json(tried).into_response());
    }
    let batch = state.at_desk(Lane::Long, asked, move |it, desk| {
        let batch = accept(it, incoming, &upload, key)?;
        desk.accepted(batch.id);
        Ok(batch)
    });
    let batch = batch.await?;
    accepted(&state, batch)
}

fn accepted(state: &AppState, batch: Batch) -> Result<Response, Problem> {
    let address = format!("/api/v1/batches/{}", batch.id);
    let ahead = state.queue.position(batch.id);
    let mut response = (StatusCode::ACCEPTED, Json(BatchDto::new(batch, ahead))).into_response();
    let address = HeaderValue::from_str(&address).map_err(|error| internal(&error))?;
    response.headers_mut().insert(header::LOCATION, address);
    Ok(response)
}

/// Notes the batch, keeps its file, and only then lets the worker know of it. A request
/// that came before with its key is the batch that it was.
fn accept(
    state: &Shared,
    incoming: Incoming,
    request: &ImportRequest,
    key: Option<UploadKey>,
) -> Result<Batch, Problem> {
    let input = Input::open(incoming.path(), &request.limits)?;
    let store = state.engine.store();
    let digest = request_digest(&input, request)?;
    if let Some(key) = &key
        && let Some((earlier, batch)) = store.upload_key(key.digest())?
    {
        return match earlier == digest {
            true => Ok(store.batch(batch)?),
            false => Err(Problem::new(Code::KeyReused)),
        };
    }
    let batch = state.engine.enqueue_import(&input, request)?;
    drop(input);
    let mapping = request.mapping.as_ref().map(|(_, text)| text.clone());
    let job =
        Job { mapping, lang: request.lang.code().to_owned(), only: request.only_source.clone() };
    state.uploads.keep(incoming, &batch, &job)?;
    if let Some(key) = &key {
        store.note_upload_key(key.digest(), &digest, batch.id)?;
    }
    state.queue.push(batch.id);
    Ok(batch)
}

fn try_out(
    state: &Shared,
    incoming: &Incoming,
    request: &ImportRequest,
) -> Result<DryRunDto, Problem> {
    let input = Input::open(incoming.path(), &request.limits)?;
    let report_file = incoming.beside("report.csv");
    let mut report = ReportWriter::create(&report_file, request.lang)?;
    let summary = state.engine.import(&input, request, Some(&mut report), &mut |_| {})?;
    let lines = report.finish()?;
    let problems = doubts(&report_file)?;
    let truncated = lines > problems.len() as u64;
    Ok(DryRunDto::new(summary, problems, truncated, request.lang))
}

/// The first lines of a report.
fn doubts(report: &std::path::Path) -> Result<Vec<DoubtDto>, Problem> {
    let mut reader = csv::Reader::from_path(report).map_err(|error| internal(&error))?;
    let header = reader.headers().map_err(|error| internal(&error))?.clone();
    let mut doubts = Vec::new();
    for line in reader.records().take(DRY_RUN_ROWS) {
        let line = line.map_err(|error| internal(&error))?;
        let cell = |name| {
            let place = header.iter().position(|column| column == name);
            place.and_then(|place| line.get(place)).unwrap_or_default().to_owned()
        };
        doubts.push(DoubtDto {
            line: cell("line").parse().ok(),
            column: Some(cell("canonical")).filter(|column| !column.is_empty()),
            code: cell("code"),
            reason: cell("reason"),
            shape: cell("shape"),
            action: cell("action"),
        });
    }
    Ok(doubts)
}

/// What came in so far.
#[derive(Default)]
struct Parts {
    kind: Option<String>,
    source: Option<String>,
    mapping: Option<String>,
    use_mapping: Option<String>,
    dry_run: Option<bool>,
    file: Option<Incoming>,
}

impl From<UploadParams> for Parts {
    fn from(params: UploadParams) -> Self {
        let UploadParams { kind, source, use_mapping, dry_run } = params;
        Self { kind, source, use_mapping, dry_run, ..Self::default() }
    }
}

impl Parts {
    async fn receive_form(&mut self, state: &AppState, request: Request) -> Result<(), Problem> {
        let bad = || Problem::new(Code::BadBody);
        let mut form = Multipart::from_request(request, state).await.map_err(|_| bad())?;
        while let Some(field) = form.next_field().await.map_err(|_| bad())? {
            match field.name().unwrap_or_default() {
                "file" => {
                    let ending = ending_of(field.file_name().unwrap_or_default());
                    self.file = Some(receive(state, field, ending).await?);
                }
                "kind" => self.kind = Some(text(field, "kind", FIELD_BYTES).await?),
                "source" => self.source = Some(text(field, "source", FIELD_BYTES).await?),
                "mapping" => self.mapping = Some(text(field, "mapping", MAPPING_BYTES).await?),
                "use_mapping" => {
                    self.use_mapping = Some(text(field, "use_mapping", FIELD_BYTES).await?);
                }
                "dry_run" => {
                    let word = text(field, "dry_run", FIELD_BYTES).await?;
                    let rule = || Problem::invalid("dry_run", "form", Words::same("true, false"));
                    self.dry_run = Some(word.trim().parse().map_err(|_| rule())?);
                }
                _ => {
                    let known = Words::same("file, kind, source, mapping, use_mapping, dry_run");
                    return Err(Problem::invalid("", "unknown_part", known));
                }
            }
        }
        Ok(())
    }

    fn check(
        self,
        state: &Shared,
        caller: &Caller,
        lang: Lang,
    ) -> Result<(Incoming, ImportRequest), Problem> {
        let kind: Option<Kind> = self.kind.as_deref().and_then(|kind| kind.trim().parse().ok());
        let rule = Words::same("notice, remains, shelter");
        let kind = kind.ok_or_else(|| Problem::invalid("kind", "kind", rule))?;
        let source = self.source.map(|s| s.trim().to_owned()).filter(|s| !s.is_empty());
        if let Some(source) = &source {
            RecordKey::new(kind, source.as_str(), "1")?;
        }
        let foreign = source.as_deref().is_some_and(|source| !caller.writes_as(source));
        if foreign || !caller.may_write_kind(kind) {
            return Err(Problem::new(Code::Forbidden));
        }
        let own = (!caller.is_local()).then(|| caller.organisation.clone());
        let missing = || {
            let rule = Words::new("falta el archivo", "the file is missing");
            Problem::invalid("file", "required", rule)
        };
        let is_given = |text: &String| !text.trim().is_empty();
        let sent = self.mapping.filter(is_given).map(|text| ("mapping.toml".to_owned(), text));
        let chosen = self.use_mapping.filter(is_given).map(|name| kept_mapping(state, name.trim()));
        if sent.is_some() && chosen.is_some() {
            let rule = Words::new("o un mapeo o su nombre", "either a mapping or its name");
            return Err(Problem::invalid("use_mapping", "only_one", rule));
        }
        let request = ImportRequest {
            kind,
            source: source.or_else(|| own.clone()),
            only_source: own,
            mapping: sent.or(chosen.transpose()?),
            dry_run: self.dry_run.unwrap_or(false),
            limits: state.limits.clone(),
            lang,
        };
        Ok((self.file.ok_or_else(missing)?, request))
    }
}

/// A mapping file that the server keeps: its name for messages, and its text.
fn kept_mapping(state: &Shared, name: &str) -> Result<(String, String), Problem> {
    let rule = Words::new("no hay un mapeo con ese nombre", "there is no mapping of that name");
    let text = state.mappings.text(name)?;
    let text = text.ok_or_else(|| Problem::invalid("use_mapping", "unknown", rule))?;
    Ok((format!("{name}.toml"), text))
}

/// Lists the mapping files that an upload can name: `mappings/NAME.toml` in the store's
/// folder, kept by an administrator.
#[utoipa::path(
    get, path = "/api/v1/mappings", tag = "batches",
    responses((status = 200, description = "The names", body = MappingListDto))
)]
pub(crate) async fn list_mappings(
    State(state): State<AppState>,
) -> Result<Json<MappingListDto>, Problem> {
    let names = state.run(Lane::Quick, |it| Ok(it.mappings.names()?));
    Ok(Json(MappingListDto { mappings: names.await? }))
}

/// A short part of a form.
async fn text(mut field: Field<'_>, name: &str, most: u64) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|_| Problem::new(Code::BadBody))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() as u64 > most {
            return Err(too_large(most));
        }
    }
    let rule = || Problem::invalid(name, "encoding", Words::same("UTF-8"));
    String::from_utf8(bytes).map_err(|_| rule())
}

async fn receive(
    state: &AppState,
    mut field: Field<'_>,
    ending: &'static str,
) -> Result<Incoming, Problem> {
    let mut writer = Writer::create(state, ending).await?;
    while let Some(chunk) = field.chunk().await.map_err(|_| Problem::new(Code::BadBody))? {
        writer.write(chunk).await?;
    }
    writer.finish().await
}

/// Writes a file that arrives, counting.
struct Writer {
    incoming: Incoming,
    file: tokio::io::BufWriter<tokio::fs::File>,
    bytes: u64,
    most: u64,
}

impl Writer {
    async fn create(state: &AppState, ending: &'static str) -> Result<Self, Problem> {
        let created = state.run(Lane::Quick, move |it| Ok(it.uploads.incoming(ending)?));
        let (incoming, file) = created.await?;
        let file = tokio::io::BufWriter::new(tokio::fs::File::from_std(file));
        Ok(Self { incoming, file, bytes: 0, most: state.limits.file_bytes })
    }

    async fn write(&mut self, chunk: Bytes) -> Result<(), Problem> {
        self.bytes += chunk.len() as u64;
        if self.bytes > self.most {
            return Err(too_large(self.most));
        }
        Ok(tokio::io::AsyncWriteExt::write_all(&mut self.file, &chunk).await?)
    }

    async fn finish(mut self) -> Result<Incoming, Problem> {
        tokio::io::AsyncWriteExt::flush(&mut self.file).await?;
        Ok(self.incoming)
    }
}

/// The next bytes of a body.
async fn chunk(body: &mut Body) -> Result<Option<Bytes>, Problem> {
    loop {
        let frame = poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await;
        let Some(frame) = frame else { return Ok(None) };
        // A frame that holds no data holds trailers.
        if let Ok(data) = frame.map_err(|_| Problem::new(Code::BadBody))?.into_data() {
            return Ok(Some(data));
        }
    }
}

fn too_large(limit: u64) -> Problem {
    Problem::new(Code::TooLarge)
        .detail(Words::new(format!("límite: {limit} bytes"), format!("limit: {limit} bytes")))
}

fn essence(headers: &HeaderMap) -> String {
    let text = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The file ending of a media type; what it does not tell, the content does.
fn ending(media_type: &str) -> Option<&'static str> {
    Some(match media_type {
        "text/csv" => "csv",
        "text/tab-separated-values" => "tsv",
        "application/x-ndjson" | "application/ndjson" | "application/jsonl" => "ndjson",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        "application/vnd.ms-excel" => "xls",
        "application/vnd.oasis.opendocument.spreadsheet" => "ods",
        "application/vnd.apache.parquet" => "parquet",
        "application/zip" => "zip",
        "application/octet-stream" => "",
        _ => return None,
    })
}

/// Lists batches, newest first.
#[utoipa::path(
    get, path = "/api/v1/batches", tag = "batches", params(BatchListParams),
    responses(
        (status = 200, description = "A page", body = BatchListDto),
        (status = 422, description = "A parameter breaks a rule", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn list_batches(
    State(state): State<AppState>,
    asked: Asked,
    Params(params): Params<BatchListParams>,
) -> Result<Json<BatchListDto>, Problem> {
    let limit = page_size(params.limit)?;
    let before =
        params.before.map(|id| id.parse().map_err(|_| bad_cursor("before"))).transpose()?;
    let list = state.at_desk(Lane::Quick, asked, move |it, desk| {
        let (batches, more) = desk.list_batches(before, limit)?;
        let next = batches.last().filter(|_| more).map(|batch| batch.id.to_string());
        let dto = |batch: Batch| {
            let ahead = it.queue.position(batch.id);
            BatchDto::new(batch, ahead)
        };
        Ok(BatchListDto { batches: batches.into_iter().map(dto).collect(), next })
    });
    Ok(Json(list.await?))
}

/// Reads a batch: its state, and how many rows became what so far.
#[utoipa::path(
    get, path = "/api/v1/batches/{id}", tag = "batches",
    params(("id" = String, Path, description = "The batch")),
    responses(
        (status = 200, description = "The batch", body = BatchDto),
        (status = 404, description = "No such batch", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_batch(
    State(state): State<AppState>,
    asked: Asked,
    Path(id): Path<String>,
) -> Result<Json<BatchDto>, Problem> {
    let id = batch_id(&id)?;
    let batch = state.at_desk(Lane::Quick, asked, move |_, desk| Ok(desk.batch(id)?)).await?;
    let ahead = state.queue.position(id);
    Ok(Json(BatchDto::new(batch, ahead)))
}

/// Stops a batch: nobody ever sees any of its rows. Their results stay.
#[utoipa::path(
    delete, path = "/api/v1/batches/{id}", tag = "batches",
    params(("id" = String, Path, description = "The batch")),
    responses(
        (status = 200, description = "Stopped", body = BatchDto),
        (status = 404, description = "No such batch", body = ProblemDto, content_type = "application/problem+json"),
        (status = 409, description = "It has ended", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn cancel_batch(
    State(state): State<AppState>,
    asked: Asked,
    Path(id): Path<String>,
) -> Result<Json<BatchDto>, Problem> {
    let id = batch_id(&id)?;
    let batch = state.at_desk(Lane::Quick, asked, move |it, desk| {
        let batch = desk.cancel_batch(id)?;
        // The worker removes the file when it comes to the batch.
        it.queue.push(id);
        Ok(batch)
    });
    Ok(Json(BatchDto::new(batch.await?, None)))
}

/// Lists the rows of a batch with what was wrong with them.
#[utoipa::path(
    get, path = "/api/v1/batches/{id}/rows", tag = "batches",
    params(("id" = String, Path, description = "The batch"), RowParams),
    responses(
        (status = 200, description = "A page", body = RowListDto),
        (status = 404, description = "No such batch", body = ProblemDto, content_type = "application/problem+json"),
        (status = 422, description = "A parameter breaks a rule", body = ProblemDto, content_type = "application/problem+json")
    )
)]
pub(crate) async fn list_rows(
    State(state): State<AppState>,
    Language(lang): Language,
    asked: Asked,
    Path(id): Path<String>,
    Params(params): Params<RowParams>,
) -> Result<Json<RowListDto>, Problem> {
    let id = batch_id(&id)?;
    let limit = page_size(params.limit)?;
    let filter = filter(params.filter.as_deref())?;
    let after = params.after.unwrap_or(0);
    let list = state.at_desk(Lane::Quick, asked, move |_, desk| {
        let mut rows = desk.batch_rows(id, after, limit + 1, filter)?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|row| row.ordinal);
        let dto = |row: &RowResult| Ok(RowDto::new(row, desk.row_key(row)?, lang));
        Ok(RowListDto { rows: rows.iter().map(dto).collect::<Result<_, Problem>>()?, next })
    });
    Ok(Json(list.await?))
}

fn filter(word: Option<&str>) -> Result<RowFilter, Problem> {
    match word {
        None | Some("all") => Ok(RowFilter::All),
        Some("rejected") => Ok(RowFilter::Rejected),
        Some("doubtful") => Ok(RowFilter::Doubtful),
        Some(_) => {
            Err(Problem::invalid("filter", "filter", Words::same("rejected, doubtful, all")))
        }
    }
}

pub(super) fn batch_id(text: &str) -> Result<BatchId, Problem> {
    text.parse().map_err(|_| Problem::new(Code::BatchNotFound))
}
