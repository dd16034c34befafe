//! One record written by itself.

use vinculo_exchange::{Action, Limits, Photos};
use vinculo_record::{CellProblem, Column, Kind, ProblemCode, Record, RecordKey, Row};
use vinculo_store::{Outbound, PutOutcome, PutPicture, PutRecord, RecordStore};

use crate::consular;
use crate::document::today;
use crate::engine::{Engine, read_stored};
use crate::error::{EngineError, Result};
use crate::pictures::read_photos;

/// A record with its canonical row as the store takes it, with what consulates shall have
/// been told of it. `updated_at` alone makes no new version,
/// so it does not count in what decides whether the record has changed. A photo of the
/// same name with other content does.
pub(crate) fn put_record(
    key: RecordKey,
    row: &Row,
    private: String,
    pictures: Vec<PutPicture>,
) -> PutRecord {
    let updated_at = row.text(Column::UpdatedAt).map(str::to_owned);
    let mut counted = row.clone();
    counted.remove(Column::UpdatedAt);
    let mut digest_basis = counted.to_json();
    if !private.is_empty() {
        digest_basis.push('\n');
        digest_basis.push_str(&private);
    }
    for picture in &pictures {
        digest_basis.push_str(&format!("\n{}:{}", picture.item, picture.content.digest));
    }
    let outbound = outbound(&key, row);
    let content = row.to_json();
    PutRecord { key, content, private, updated_at, digest_basis, outbound, pictures }
}

/// What consulates shall have been told of a row. Of notices and remains by themselves nothing
/// is told: unless they are under hold they need not be read.
fn outbound(key: &RecordKey, row: &Row) -> Outbound {
    if key.kind != Kind::Shelter && !row.contains(Column::ProtectionHold) {
        return Outbound::default();
    }
    consular::of_record(&Record::from_row(key.clone(), row).0, today())
}

/// The key that a canonical row names.
///
/// # Errors
/// [`EngineError::Request`] when it names none or another kind.
pub fn key_of(kind: Kind, row: &Row) -> Result<RecordKey> {
    if let Some(stated) = row.text(Column::Kind)
        && stated.trim().parse() != Ok(kind)
    {
        return Err(EngineError::request("kind", "must be the kind of the request"));
    }
    let text = |column| row.text(column).map(str::trim).unwrap_or_default();
    RecordKey::new(kind, text(Column::Source), text(Column::LocalId))
        .map_err(|error| EngineError::request("source and local_id", error.to_string()))
}

impl Engine {
    /// A row as it may be written: a record under protection hold stays so whatever
    /// the row says, for lifting a hold needs a right that a plain write or a sheet
    /// does not prove.
    pub(crate) fn keeping_hold(&self, key: &RecordKey, mut row: Row) -> Result<Row> {
        let Some(stored) = self.store.get(key)? else { return Ok(row) };
        let current = read_stored(stored)?;
        if current.record.protection_hold {
            row.insert_text(Column::ProtectionHold, "true");
            if !row.contains(Column::HoldReason)
                && let Some(reason) = current.row.text(Column::HoldReason)
            {
                row.insert_text(Column::HoldReason, reason);
            }
        }
        Ok(row)
    }

    /// What the organisation alone sees of a record's current version; empty if nothing.
    pub(crate) fn private_of(&self, key: &RecordKey) -> Result<String> {
        let Some(current) = self.store.get(key)? else { return Ok(String::new()) };
        Ok(self.store.private(key, current.version)?.unwrap_or_default())
    }

    /// Stores one record and brings the projections up to it; where they cannot follow
    /// (a full disk), they do so later, for it is stored. What could not be read of it
    /// becomes absent and is told.
    ///
    /// # Errors
    /// When the row names no record or the store cannot be written.
    pub fn put(&self, kind: Kind, row: &Row) -> Result<(RecordKey, PutOutcome, Vec<CellProblem>)> {
        let key = key_of(kind, row)?;
        let row = self.keeping_hold(&key, row.clone())?;
        let mut reading = Record::read(key.clone(), &row);
        let (record, _) = Record::from_row(key.clone(), &reading.row);
        let most = Limits::default().photos;
        let read = read_photos(&self.store, &record, &Photos::none(), most, None)?;
        let lost = read.doubts.iter().filter(|(_, code)| code.action() == Action::Absent);
        reading.problems.extend(lost.map(|(item, _)| CellProblem {
            column: Column::Photos,
            list_item: Some(*item),
            code: ProblemCode::PhotoFile,
            shape: String::new(),
        }));
        let has_pictures = !read.pictures.is_empty();
        let put = put_record(key.clone(), &reading.row, String::new(), read.pictures);
        let outcome = self.store.put(&put)?;
        self.follow_later(record.protection_hold);
        if has_pictures && let Err(error) = self.compare_pictures_if_free() {
            tracing::error!(%error, "pictures could not be compared");
        }
        Ok((key, outcome, reading.problems))
    }
}
