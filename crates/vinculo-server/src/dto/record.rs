//! Records, their versions and what came of writing one.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use vinculo_engine::{Found, Summary};
use vinculo_record::{CellProblem, Lang, RecordKey};
use vinculo_store::{Change, PutOutcome, VersionInfo};

use super::row::CanonicalRow;

/// A record: one version of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecordDto {
    /// `notice`, `remains` or `shelter`.
    kind: String,
    /// The organisation's code.
    source: String,
    /// The organisation's own id of the record.
    local_id: String,
    /// The version, from 1 on.
    version: u32,
    /// When this version was stored.
    recorded_at: String,
    /// When the organisation says that it last changed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_at: Option<String>,
    /// It arrived older than the version that was current, and never was.
    superseded: bool,
    /// The canonical row.
    columns: CanonicalRow,
    /// Columns that the role does not see, whether or not the record has them: not the same
    /// as not recorded.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    withheld: Vec<String>,
}

impl From<Found> for RecordDto {
    fn from(found: Found) -> Self {
        let Found { stored, row, withheld, .. } = found;
        Self {
            kind: stored.key.kind.to_string(),
            source: stored.key.source,
            local_id: stored.key.local_id,
            version: stored.version,
            recorded_at: stored.recorded_at.to_string(),
            updated_at: stored.updated_at,
            superseded: stored.superseded,
            columns: CanonicalRow(row),
            withheld: withheld.iter().map(|column| column.name().to_owned()).collect(),
        }
    }
}

/// A record in one line.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecordSummaryDto {
    /// `notice`, `remains` or `shelter`.
    kind: String,
    /// The organisation's code.
    source: String,
    /// The organisation's own id of the record.
    local_id: String,
    /// Its version.
    version: u32,
    /// The name as lists show it; empty if none is recorded.
    name: String,
    /// The sex, in words.
    sex: String,
    /// The age at the event in years; of remains, at death.
    age: String,
    /// The date of the event, EDTF.
    date: String,
    /// The place of the event, finest part first.
    place: String,
}

impl RecordSummaryDto {
    /// What orders it among others of its kind.
    pub(crate) fn key(&self) -> (&str, &str) {
        (&self.source, &self.local_id)
    }

    pub(crate) fn new(found: &Found, lang: Lang) -> Self {
        let Summary { name, sex, age, date, place } = Summary::of(&found.record, lang);
        let RecordKey { kind, source, local_id } = found.record.key.clone();
        let version = found.stored.version;
        Self { kind: kind.to_string(), source, local_id, version, name, sex, age, date, place }
    }
}

/// A page of records.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecordListDto {
    /// The records, ordered by kind, source and id.
    pub records: Vec<RecordSummaryDto>,
    /// `cursor` of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Which records to list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListParams {
    /// Only `notice`, `remains` or `shelter`.
    pub kind: Option<String>,
    /// Only of this organisation.
    pub source: Option<String>,
    /// Most records on the page, 1 to 200; 50 if absent.
    pub limit: Option<usize>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

/// A version of a record without its content.
#[derive(Serialize, ToSchema)]
pub(crate) struct VersionDto {
    /// The version, from 1 on.
    version: u32,
    /// When it was stored.
    recorded_at: String,
    /// When the organisation says that it last changed the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_at: Option<String>,
    /// It is the one that counts.
    current: bool,
    /// It arrived older than the version that was current, and never was.
    superseded: bool,
    /// The batch that brought it; absent if it was written by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    batch: Option<String>,
}

impl From<VersionInfo> for VersionDto {
    fn from(info: VersionInfo) -> Self {
        Self {
            version: info.version,
            recorded_at: info.recorded_at.to_string(),
            updated_at: info.updated_at,
            current: info.current,
            superseded: info.superseded,
            batch: info.batch.map(|id| id.to_string()),
        }
    }
}

/// The versions of a record.
#[derive(Serialize, ToSchema)]
pub(crate) struct VersionListDto {
    /// The versions, oldest first.
    pub versions: Vec<VersionDto>,
}

/// What came of writing a record.
#[derive(Serialize, ToSchema)]
pub(crate) struct WrittenDto {
    /// `notice`, `remains` or `shelter`.
    kind: String,
    /// The organisation's code.
    source: String,
    /// The organisation's own id of the record.
    local_id: String,
    /// `created`, `updated`, `unchanged`, `older` (kept, but an update of a later
    /// date stays current) or `accepted` (of a record under protection hold).
    change: String,
    /// The version that holds the content; absent for `accepted`.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u32>,
    /// Cells that could not be read, or are doubtful.
    problems: Vec<CellProblemDto>,
}

impl WrittenDto {
    /// `outcome` is `None` where the record is under protection hold: then nothing
    /// is told of what was there before.
    pub(crate) fn new(
        key: &RecordKey,
        outcome: Option<&PutOutcome>,
        problems: &[CellProblem],
        lang: Lang,
    ) -> Self {
        let change = outcome.map_or("accepted", |outcome| match outcome.change {
            Change::Created => "created",
            Change::Updated => "updated",
            Change::Unchanged => "unchanged",
            Change::Older => "older",
        });
        Self {
            kind: key.kind.to_string(),
            source: key.source.clone(),
            local_id: key.local_id.clone(),
            change: change.to_owned(),
            version: outcome.map(|outcome| outcome.version),
            problems: problems.iter().map(|problem| CellProblemDto::new(problem, lang)).collect(),
        }
    }
}

/// A cell that could not be read, or is doubtful. It never carries the value.
#[derive(Serialize, ToSchema)]
pub(crate) struct CellProblemDto {
    /// The column.
    column: String,
    /// Which item of a list, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<usize>,
    /// The rule, as a stable code.
    code: String,
    /// The rule, in words.
    message: String,
    /// The value's shape: digits `9`, letters `a` and `A`.
    shape: String,
    /// Whether the value was kept all the same; else the cell counts as blank.
    kept: bool,
}

impl CellProblemDto {
    pub(crate) fn new(problem: &CellProblem, lang: Lang) -> Self {
        Self {
            column: problem.column.name().to_owned(),
            item: problem.list_item,
            code: problem.code.code().to_owned(),
            message: problem.code.message(lang).to_owned(),
            shape: problem.shape.clone(),
            kept: problem.code.keeps_value(),
        }
    }
}
