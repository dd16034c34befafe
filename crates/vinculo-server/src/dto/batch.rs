//! Batches: uploaded files and what became of their rows.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vinculo_engine::{ImportSummary, OTHER_ORGANISATION, OWN_NOTICE};
use vinculo_exchange::ImportCode;
use vinculo_record::{Lang, ProblemCode, RecordKey};
use vinculo_store::{
    Batch, BatchCounts, DUPLICATE_ID_IN_FILE, ERASED_RECORD, RowProblem, RowResult,
};

use crate::matchings::MatchingInfo;
use crate::problem::Problem;
use crate::problem_of::internal;

/// What is told of a file that is the whole body of the request.
#[derive(Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct UploadParams {
    /// `notice`, `remains` or `shelter`.
    pub kind: Option<String>,
    /// The organisation of rows that name none.
    pub source: Option<String>,
    /// The name of a mapping file that the server keeps, of `GET /api/v1/mappings`.
    pub use_mapping: Option<String>,
    /// Read and judge everything, store nothing.
    pub dry_run: Option<bool>,
}

/// The mapping files that can be chosen by name.
#[derive(Serialize, ToSchema)]
pub(crate) struct MappingListDto {
    /// The names, in order.
    pub mappings: Vec<String>,
}

/// A file with what is told of it, as `multipart/form-data`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "read part by part; this is its description")]
pub(crate) struct UploadForm {
    /// CSV, XLSX, XLS, ODS, NDJSON, Parquet or PFIF.
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    file: String,
    /// `notice`, `remains` or `shelter`.
    kind: String,
    /// The organisation of rows that name none.
    source: Option<String>,
    /// The text of a mapping file (TOML).
    mapping: Option<String>,
    /// In its place, the name of one that the server keeps.
    use_mapping: Option<String>,
    /// Read and judge everything, store nothing.
    dry_run: Option<bool>,
}

/// A batch.
#[derive(Serialize, ToSchema)]
pub(crate) struct BatchDto {
    /// Its id.
    id: String,
    /// `enqueued`, `processing`, `succeeded`, `failed` or `canceled`. Its rows are seen once it
    /// has succeeded.
    state: String,
    /// Whether it has ended.
    finished: bool,
    /// The kind of its records.
    kind: String,
    /// The organisation of rows that name none.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    /// Batches that come before this one, while it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    ahead: Option<usize>,
    /// How many rows became what, so far.
    counts: CountsDto,
    /// When it was received.
    created_at: String,
    /// When it was begun.
    #[serde(skip_serializing_if = "Option::is_none")]
    started_at: Option<String>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    finished_at: Option<String>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

impl BatchDto {
    pub(crate) fn new(batch: Batch, ahead: Option<usize>) -> Self {
        Self {
            id: batch.id.to_string(),
            state: batch.state.to_string(),
            finished: batch.state.is_finished(),
            kind: batch.kind.to_string(),
            source: batch.source,
            ahead: ahead.filter(|_| !batch.state.is_finished()),
            counts: batch.counts.into(),
            created_at: batch.created_at.to_string(),
            started_at: batch.started_at.map(|time| time.to_string()),
            finished_at: batch.finished_at.map(|time| time.to_string()),
            error: batch.error,
        }
    }
}

/// How many rows became what. The first is the sum of the next five.
#[derive(Serialize, ToSchema)]
pub(crate) struct CountsDto {
    /// Rows that were read.
    rows_seen: u32,
    /// New records.
    created: u32,
    /// New versions of records.
    updated: u32,
    /// The same as stored.
    unchanged: u32,
    /// Older than stored.
    older: u32,
    /// Not stored.
    rejected: u32,
    /// Stored with at least one problem.
    doubtful: u32,
}

impl From<BatchCounts> for CountsDto {
    fn from(counts: BatchCounts) -> Self {
        let BatchCounts { rows_seen, created, updated, unchanged, older, rejected, doubtful } =
            counts;
        Self { rows_seen, created, updated, unchanged, older, rejected, doubtful }
    }
}

/// Batches, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct BatchListDto {
    /// The batches.
    pub batches: Vec<BatchDto>,
    /// `before` of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Which batches to list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct BatchListParams {
    /// Only those older than this batch.
    pub before: Option<String>,
    /// Most batches on the page, 1 to 200; 50 if absent.
    pub limit: Option<usize>,
}

/// Which rows of a batch to list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RowParams {
    /// `rejected`, `doubtful` or `all`; `all` if absent.
    pub filter: Option<String>,
    /// Only rows after this one.
    pub after: Option<u32>,
    /// Most rows on the page, 1 to 200; 50 if absent.
    pub limit: Option<usize>,
}

/// Rows of a batch, in the order of the file.
#[derive(Serialize, ToSchema)]
pub(crate) struct RowListDto {
    /// The rows.
    pub rows: Vec<RowDto>,
    /// `after` of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<u32>,
}

/// A row of a batch.
#[derive(Serialize, ToSchema)]
pub(crate) struct RowDto {
    /// Its place among the rows with data, from 1.
    row: u32,
    /// The line or sheet row where it begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    /// `created`, `updated`, `unchanged`, `older` or `rejected`.
    status: String,
    /// The record; absent if the row names none that can be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<RowRecordDto>,
    /// The row that has the same id, if there is one before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    duplicate_of: Option<u32>,
    /// What was wrong with it.
    problems: Vec<RowProblemDto>,
}

/// The record of a row.
#[derive(Serialize, ToSchema)]
pub(crate) struct RowRecordDto {
    /// `notice`, `remains` or `shelter`.
    kind: String,
    /// The organisation's code.
    source: String,
    /// The organisation's own id of the record.
    local_id: String,
    /// The version that holds the row; absent if it was rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u32>,
}

/// What is wrong with a row. It never carries a value.
#[derive(Serialize, ToSchema)]
pub(crate) struct RowProblemDto {
    /// The canonical column; absent if the whole row is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    /// Which item of a list, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<u32>,
    /// The rule, as a stable code.
    code: String,
    /// The rule, in words.
    reason: String,
    /// What the cell looked like: digits `9`, letters `a`.
    shape: String,
    /// `error` (the row was not stored) or `warning`.
    severity: String,
    /// What was done, as a stable code.
    action: String,
}

impl RowDto {
    /// `key` is the record's, if it may be seen.
    pub(crate) fn new(row: &RowResult, key: Option<RecordKey>, lang: Lang) -> Self {
        let version = row.version;
        Self {
            row: row.ordinal,
            line: row.line,
            status: row.status.to_string(),
            record: key.map(|key| RowRecordDto {
                kind: key.kind.to_string(),
                source: key.source,
                local_id: key.local_id,
                version,
            }),
            duplicate_of: row.duplicate_of,
            problems: row
                .problems
                .iter()
                .map(|problem| RowProblemDto::new(problem, lang))
                .collect(),
        }
    }
}

impl RowProblemDto {
    fn new(problem: &RowProblem, lang: Lang) -> Self {
        let severity = match problem.severity {
            vinculo_store::Severity::Error => "error",
            vinculo_store::Severity::Warning => "warning",
        };
        Self {
            column: problem.column.clone(),
            item: problem.item,
            code: problem.code.clone(),
            reason: reason(&problem.code, lang).to_owned(),
            shape: problem.shape.as_str().to_owned(),
            severity: severity.to_owned(),
            action: problem.action.clone(),
        }
    }
}

/// The rule of a code, in words; empty for a code of a later program.
fn reason(code: &str, lang: Lang) -> &'static str {
    if code == OTHER_ORGANISATION {
        return lang.pick(
            "la fila es de otra organización que la de quien la sube",
            "the row is of another organisation than the uploader's",
        );
    }
    if code == OWN_NOTICE {
        return lang.pick(
            "es un aviso de este almacén, leído de su propia publicación",
            "it is a notice of this store, read back from its own feed",
        );
    }
    if code == ERASED_RECORD {
        return lang.pick(
            "ese registro fue borrado y no se guarda otra vez",
            "that record was erased and is not stored again",
        );
    }
    if code == DUPLICATE_ID_IN_FILE {
        return lang.pick(
            "el identificador está dos veces en el archivo, con distinto contenido",
            "the id stands twice in the file, with different content",
        );
    }
    let of_import = ImportCode::ALL.iter().find(|c| c.code() == code).map(|c| c.message(lang));
    let of_value = || ProblemCode::ALL.iter().find(|c| c.code() == code).map(|c| c.message(lang));
    of_import.or_else(of_value).unwrap_or_default()
}

/// Rejected rows as CSV, one line for each problem of a row.
pub(crate) fn rejected_csv(rows: &[RowResult], lang: Lang) -> Result<String, Problem> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = ["row", "line", "column", "code", "reason", "shape"];
    let mut write = |cells: [&str; 6]| writer.write_record(cells).map_err(|e| internal(&e));
    write(head)?;
    for row in rows {
        let (ordinal, line) = (row.ordinal.to_string(), row.line.map(|line| line.to_string()));
        let line = line.unwrap_or_default();
        let is_error = |p: &&RowProblem| p.severity == vinculo_store::Severity::Error;
        for problem in row.problems.iter().filter(is_error) {
            let column = problem.column.as_deref().unwrap_or_default();
            // A shape may begin as a formula does.
            let shape = problem.shape.as_str();
            let quote = if shape.starts_with(['=', '+', '-', '@', '\t']) { "'" } else { "" };
            let shape = format!("{quote}{shape}");
            write([&ordinal, &line, column, &problem.code, reason(&problem.code, lang), &shape])?;
        }
        if !row.problems.iter().any(|problem| is_error(&problem)) {
            write([&ordinal, &line, "", "", "", ""])?;
        }
    }
    let bytes = writer.into_inner().map_err(|error| internal(error.error()))?;
    String::from_utf8(bytes).map_err(|error| internal(&error))
}

/// Which candidates of a batch, and how they are written.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct MatchingParams {
    /// `notice-remains`, `notice-shelter`, `notice-notice`, `remains-remains` or
    /// `shelter-shelter`.
    pub link: String,
    /// `csv`, `xlsx`, `parquet` or `ndjson`; `csv` if absent.
    pub format: Option<String>,
    /// Places of each record's list, 1 to 100; 20 if absent.
    pub top: Option<usize>,
    /// Without what tells how strong a candidate is.
    pub evidence_first: Option<bool>,
}

/// The search for the candidates of a batch's records.
#[derive(Serialize, ToSchema)]
pub(crate) struct MatchingDto {
    /// Its id.
    id: String,
    /// The batch.
    batch: String,
    /// The link.
    link: String,
    /// Places of each record's list.
    top: usize,
    /// `enqueued`, `processing`, `succeeded`, `failed` or `canceled`.
    state: String,
    /// Whether it has ended.
    finished: bool,
    /// Matchings that come before this one, while it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    ahead: Option<usize>,
    /// Records of the batch, once it has begun.
    records: u64,
    /// Those that were compared.
    done: u64,
    /// How long it will take from now, in seconds, once that can be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds_left: Option<u64>,
    /// Candidates that were found, once it has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    candidates: Option<u64>,
    /// Where they are, once it has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
}

impl MatchingDto {
    pub(crate) fn new(info: &MatchingInfo) -> Self {
        let file = info.candidates.map(|_| format!("/api/v1/matchings/{}/candidates", info.id));
        Self {
            id: info.id.to_string(),
            batch: info.wanted.batch.to_string(),
            link: info.wanted.link.as_str().to_owned(),
            top: info.wanted.top,
            state: info.state.as_str().to_owned(),
            finished: info.state.is_finished(),
            ahead: info.ahead,
            records: info.progress.records,
            done: info.progress.done,
            seconds_left: info.time_left.map(|time| time.as_secs()),
            candidates: info.candidates,
            file,
        }
    }
}

/// What a file would become: nothing was stored.
#[derive(Serialize, ToSchema)]
pub(crate) struct DryRunDto {
    /// Always true.
    dry_run: bool,
    /// How many rows would become what.
    counts: CountsDto,
    /// Rows that the mapping's filters left out.
    filtered: u64,
    /// Doubts by code and by what would be done.
    doubts: Vec<DoubtCountDto>,
    /// The first doubts, one by one.
    problems: Vec<DoubtDto>,
    /// Whether there are more than `problems` lists.
    truncated: bool,
    /// How the file was read.
    notes: Vec<String>,
}

/// How often a rule is broken.
#[derive(Serialize, ToSchema)]
pub(crate) struct DoubtCountDto {
    /// The rule, as a stable code.
    code: String,
    /// The rule, in words.
    reason: String,
    /// What would be done, as a stable code.
    action: String,
    /// How often.
    count: u64,
}

/// A doubt of a trial run. It never carries a value.
#[derive(Serialize, ToSchema)]
pub(crate) struct DoubtDto {
    /// The line or sheet row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The canonical column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The rule, as a stable code.
    pub code: String,
    /// The rule, in words.
    pub reason: String,
    /// What the cell looked like.
    pub shape: String,
    /// What would be done, as a stable code.
    pub action: String,
}

impl DryRunDto {
    pub(crate) fn new(
        summary: ImportSummary,
        problems: Vec<DoubtDto>,
        truncated: bool,
        lang: Lang,
    ) -> Self {
        let doubts = summary.doubts.iter().map(|((code, action), count)| DoubtCountDto {
            code: (*code).to_owned(),
            reason: reason(code, lang).to_owned(),
            action: (*action).to_owned(),
            count: *count,
        });
        Self {
            dry_run: true,
            counts: summary.counts.into(),
            filtered: summary.filtered,
            doubts: doubts.collect(),
            problems,
            truncated,
            notes: summary.notes,
        }
    }
}
