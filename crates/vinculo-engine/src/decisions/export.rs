//! Decisions written to a file.

use std::path::Path;

use vinculo_access::Caller;
use vinculo_exchange::{Field, FieldType, Format, TableWriter, Value};
use vinculo_record::Kind;
use vinculo_record::vocab::DecisionReason;
use vinculo_store::{Decision, DecisionStore};

use super::history::{STEP, is_withheld};
use crate::engine::Engine;
use crate::error::Result;

impl Engine {
    /// Writes every version of every decision on pairs that the caller sees, in the order in
    /// which they were taken; whole or not at all. Notes are personal data and stay here.
    /// Returns how many decisions were written.
    ///
    /// # Errors
    /// When the store cannot be read or the file not be written.
    pub fn export_decisions(&self, caller: &Caller, path: &Path, format: Format) -> Result<u64> {
        let mut writer = TableWriter::create(path, format, fields())?;
        let mut after = 0;
        loop {
            let page = self.store.decisions_since(after, STEP)?;
            let Some(last) = page.last() else { return Ok(writer.finish()?) };
            after = last.no;
            for decision in &page {
                if !is_withheld(caller, decision.state) && self.sees_pair(caller, &decision.pair)? {
                    writer.write(&values(decision))?;
                }
            }
        }
    }
}

fn fields() -> Vec<Field> {
    use FieldType::{Boolean, Integer, Text};
    let columns = [
        ("decision_no", Integer),
        ("left_kind", Text),
        ("left_source", Text),
        ("left_id", Text),
        ("left_version", Integer),
        ("right_kind", Text),
        ("right_source", Text),
        ("right_id", Text),
        ("right_version", Integer),
        ("version", Integer),
        ("state", Text),
        ("reason", Text),
        ("signed_for", Text),
        ("model", Text),
        ("score_visible", Text),
        ("by", Text),
        ("organisation", Text),
        ("imported", Boolean),
        ("recorded_at", Text),
    ];
    columns.into_iter().map(|(name, kind)| Field { name: name.to_owned(), kind }).collect()
}

fn values(decision: &Decision) -> Vec<Value> {
    let text = |text: &str| match text {
        "" => Value::Null,
        text => Value::Text(text.to_owned()),
    };
    let number = |number: u32| Value::Integer(i64::from(number));
    let (left, right) = (&decision.pair.left, &decision.pair.right);
    let score_visible = match decision.score_visible {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    };
    vec![
        Value::Integer(decision.no),
        text(left.kind.as_str()),
        text(&left.source),
        text(&left.local_id),
        number(decision.left_version),
        text(right.kind.as_str()),
        text(&right.source),
        text(&right.local_id),
        number(decision.right_version),
        number(decision.version),
        text(decision.state.code()),
        text(decision.reason.map_or("", DecisionReason::code)),
        text(decision.signed_for.map_or("", Kind::as_str)),
        text(decision.model.as_deref().unwrap_or_default()),
        text(score_visible),
        text(&decision.by.code),
        text(&decision.by.organisation),
        Value::Boolean(decision.imported),
        text(&decision.recorded_at.to_string()),
    ]
}
