//! Candidates as a table of the documented columns.

use std::path::Path;

use vinculo_compare::Exclusion;
use vinculo_exchange::{Field, FieldType, Format, TableWriter, Value};

use crate::candidates::{CandidateRow, Candidates};
use crate::decisions::Changed;
use crate::error::Result;

/// Decimals of weights: they are whole thousandths of a bit.
const WEIGHT_DECIMALS: u8 = 3;
/// Decimals of log10 LR. Judgement: finer than any evidence.
const LR_DECIMALS: u8 = 4;
/// Decimals of probabilities, so that small ones stay apart. Judgement.
const PROBABILITY_DECIMALS: u8 = 12;

/// The columns of a list that is read before any score is.
const SHOWN_FIRST: &[&str] = &[
    "link",
    "left_source",
    "left_id",
    "left_version",
    "right_source",
    "right_id",
    "right_version",
    "excluded",
    "exclusion_codes",
    "model",
    "decision",
    "back",
];
/// Of a pair that nobody has decided on.
const UNREVIEWED: &str = "unreviewed";

/// What has changed since a pair was ruled out, as `left:dental;right:age`.
fn back(row: &CandidateRow) -> String {
    let changed = row.decision.iter().flat_map(|decision| &decision.back);
    changed.map(Changed::code).collect::<Vec<_>>().join(";")
}

/// Which columns a table of candidates has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// All of them. Weights are in bits; `match_weight` is the sum of all `w_` columns, of
    /// which `w_cap_GROUP` says what the cap of a group takes away.
    All,
    /// Those that do not tell how strong a candidate is: no weight, no probability, no rank
    /// and no reason.
    WithoutScores,
}

impl Shown {
    fn has(self, field: &Field) -> bool {
        self == Shown::All || SHOWN_FIRST.contains(&field.name.as_str())
    }
}

/// Writes candidates of one link to a file, as they come.
pub struct CandidateWriter {
    writer: TableWriter,
    /// Of all columns, those that are written.
    kept: Vec<bool>,
}

impl CandidateWriter {
    /// A table of the columns that these candidates have.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn create(path: &Path, format: Format, of: &Candidates, shown: Shown) -> Result<Self> {
        let fields = of.fields();
        let kept = fields.iter().map(|field| shown.has(field)).collect();
        let fields = fields.into_iter().filter(|field| shown.has(field)).collect();
        Ok(Self { writer: TableWriter::create(path, format, fields)?, kept })
    }

    /// Adds the rows of a list of the same link.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&mut self, list: &Candidates) -> Result<()> {
        for row in &list.rows {
            let values = list.values(row).into_iter().zip(&self.kept);
            let values: Vec<Value> = values.filter(|(_, kept)| **kept).map(|(v, _)| v).collect();
            self.writer.write(&values)?;
        }
        Ok(())
    }

    /// Ends the file: only now it is there, whole. Returns the number of rows.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(self) -> Result<u64> {
        Ok(self.writer.finish()?)
    }
}

impl Candidates {
    /// Writes the candidates to a file, whole or not at all. Returns the number of rows.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, path: &Path, format: Format, shown: Shown) -> Result<u64> {
        let mut writer = CandidateWriter::create(path, format, self, shown)?;
        writer.write(self)?;
        writer.finish()
    }

    fn fields(&self) -> Vec<Field> {
        use FieldType::{Boolean, Float, Integer, Text};
        let field = |name: &str, kind| Field { name: name.to_owned(), kind };
        let weight = Float { decimals: WEIGHT_DECIMALS };
        let probability = Float { decimals: PROBABILITY_DECIMALS };
        let mut fields = vec![
            field("link", Text),
            field("left_source", Text),
            field("left_id", Text),
            field("left_version", Integer),
            field("right_source", Text),
            field("right_id", Text),
            field("right_version", Integer),
            field("match_weight", weight),
            field("log10_lr", Float { decimals: LR_DECIMALS }),
            field("probability", probability),
            field("probability_set", probability),
            field("rank", Integer),
            field("rank_right", Integer),
            field("excluded", Boolean),
            field("exclusion_codes", Text),
            field("model", Text),
            field("reason", Text),
            field("decision", Text),
            field("back", Text),
        ];
        fields.extend(self.comparisons.iter().map(|name| field(&format!("w_{name}"), weight)));
        fields.extend(self.groups.iter().map(|name| field(&format!("w_cap_{name}"), weight)));
        fields
    }

    fn values(&self, row: &CandidateRow) -> Vec<Value> {
        let text = |text: &str| Value::Text(text.to_owned());
        let number = |number: u32| Value::Integer(i64::from(number));
        let candidate = &row.candidate;
        let exclusions: Vec<&str> = candidate.exclusions.iter().map(Exclusion::code).collect();
        let mut values = vec![
            text(self.link.as_str()),
            text(&row.left.source),
            text(&row.left.local_id),
            number(row.left_version),
            text(&row.right.source),
            text(&row.right.local_id),
            number(row.right_version),
            Value::Float(candidate.match_weight.bits()),
            Value::Float(candidate.match_weight.log10_lr()),
            Value::Float(candidate.probability.get()),
            Value::Float(candidate.probability_set.get()),
            number(candidate.rank),
            number(candidate.rank_right),
            Value::Boolean(!exclusions.is_empty()),
            Value::Text(exclusions.join(";")),
            text(&self.model),
            text(&row.reason),
            Value::Text(row.decision.as_ref().map_or(UNREVIEWED, |d| d.state.code()).to_owned()),
            Value::Text(back(row)),
        ];
        let weights = row.score.weights.iter().chain(&row.score.caps);
        values.extend(weights.map(|weight| Value::Float(weight.bits())));
        values
    }
}
