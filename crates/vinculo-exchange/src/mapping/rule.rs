//! What becomes of one column of the sheet.

use std::collections::BTreeMap;

use vinculo_record::Column;
use vinculo_record::vocab::MarkType;

use crate::mapping::Template;
use crate::values::date::DateStyle;
use crate::values::measure::{Quantity, Unit};

/// Where a record's id comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdRule {
    /// The canonical column `local_id`.
    Canonical,
    /// Digest of the file and number of the row: the sheet has no ids.
    Row,
    /// These columns of the sheet, joined.
    Columns {
        /// Headers.
        names: Vec<String>,
        /// What stands between the parts.
        separator: String,
    },
}

/// What becomes of columns without a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmapped {
    /// Kept apart for the uploader's organisation.
    Keep,
    /// Dropped.
    Drop,
}

/// What becomes of a value that is not in a rule's list of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlisted {
    /// It is used as it is.
    Keep,
    /// It is left out without a word.
    Blank,
    /// It is left out and reported.
    Report,
}

/// Where a value goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Targets {
    /// Into one column.
    One(Column),
    /// Into the two bounds of an interval: `age`, `stature_cm`, `weight_kg`, `pmi_days`.
    Bounds([Column; 2]),
    /// Into latitude and longitude: `coordinates`.
    Coordinates,
    /// Its parts, each into one column; `None` leaves a part out.
    Parts(Vec<Option<Column>>),
}

impl Targets {
    /// All columns that may be written.
    pub fn columns(&self) -> Vec<Column> {
        match self {
            Targets::One(column) => vec![*column],
            Targets::Bounds(columns) => columns.to_vec(),
            Targets::Coordinates => vec![Column::EventLat, Column::EventLon],
            Targets::Parts(columns) => columns.iter().flatten().copied().collect(),
        }
    }

    /// Names that stand for two columns.
    pub const BOUNDS: [(&'static str, [Column; 2]); 4] = [
        ("age", [Column::AgeMin, Column::AgeMax]),
        ("stature_cm", [Column::StatureCmMin, Column::StatureCmMax]),
        ("weight_kg", [Column::WeightKgMin, Column::WeightKgMax]),
        ("pmi_days", [Column::PmiDaysMin, Column::PmiDaysMax]),
    ];
}

/// What becomes of one column of the sheet, or of several that are joined.
#[derive(Clone, Debug)]
pub struct ColumnRule {
    /// Headers.
    pub headers: Vec<String>,
    /// What stands between joined texts.
    pub separator: String,
    /// Where the value goes.
    pub targets: Targets,
    /// Whether the columns may be missing.
    pub optional: bool,
    /// How dates are written; else they must be EDTF.
    pub date: Option<DateStyle>,
    /// The unit of numbers.
    pub unit: Option<Unit>,
    /// Whether a single number stands in words, such as '25 años'.
    pub interval: bool,
    /// Whether what follows `±` is one standard error.
    pub standard_error: bool,
    /// Values to put in place of others, by their loose form.
    pub values: BTreeMap<String, String>,
    /// What becomes of values that are not in `values`.
    pub unlisted: Unlisted,
    /// Separators at which the text is cut.
    pub split: Vec<String>,
    /// Which part of the cut text is used: from 1, or from the end below 0.
    pub part: Option<i64>,
    /// The form of list items.
    pub template: Option<Template>,
    /// Whether marks are described in free text.
    pub free_text: bool,
    /// The kind of a described mark whose text names none, as in a column of tattoos.
    pub mark_type: Option<MarkType>,
}

/// The columns that hold dates.
pub const DATES: [Column; 9] = [
    Column::BirthDate,
    Column::EventDate,
    Column::LastContactDate,
    Column::StatureDate,
    Column::DentalDate,
    Column::PhotoDate,
    Column::RetainUntil,
    Column::PublicUntil,
    Column::ConsentDate,
];

/// What a column of numbers measures; `None` for other columns.
pub fn quantity(column: Column) -> Option<Quantity> {
    use Column as C;
    Some(match column {
        C::AgeMin | C::AgeMax | C::DeclaredAge => Quantity::Age,
        C::StatureCmMin | C::StatureCmMax => Quantity::Stature,
        C::WeightKgMin | C::WeightKgMax => Quantity::Weight,
        C::PmiDaysMin | C::PmiDaysMax => Quantity::Time,
        C::EventPrecisionKm | C::Mni => Quantity::Plain,
        _ => return None,
    })
}

/// How a filter compares.
#[derive(Clone, Debug, PartialEq)]
pub enum Compare {
    /// One of these texts, in their loose form; `""` is a blank cell.
    OneOf(Vec<String>),
    /// None of these texts.
    NoneOf(Vec<String>),
    /// A number in this relation to the value.
    Number {
        /// Orders that pass.
        passes: Vec<std::cmp::Ordering>,
        /// The value.
        value: f64,
    },
}

/// A condition on rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// Header of the column.
    pub column: String,
    /// The condition.
    pub compare: Compare,
}
