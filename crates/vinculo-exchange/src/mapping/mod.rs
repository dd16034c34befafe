//! Mapping files: how a partner's sheet becomes canonical rows.

mod layout;
mod parse;
mod problems;
mod rule;
mod table;
mod template;

pub use layout::{Layout, SheetChoice};
pub use problems::MappingProblems;
pub use rule::{ColumnRule, Compare, Filter, IdRule, Targets, Unlisted, Unmapped};
pub(crate) use rule::{DATES, quantity};
pub use template::{Segment, Template};

use std::collections::{BTreeMap, BTreeSet};

use vinculo_record::{Cell, Column, Kind};

/// How a sheet becomes canonical rows.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// The kind of its records, where the mapping states it.
    pub kind: Option<Kind>,
    /// The organisation, where the sheet has no column for it.
    pub source: Option<String>,
    /// Where the table stands in the file.
    pub layout: Layout,
    /// Where a record's id comes from.
    pub id: IdRule,
    /// Whether a row adds to the record that is there: a blank cell keeps what was
    /// recorded before.
    pub merge: bool,
    /// Rows that follow one another with the same text here are one record.
    pub group_by: Option<String>,
    /// What becomes of the sheet's columns.
    pub columns: Vec<ColumnRule>,
    /// Canonical cells that are the same in all rows, where the row has none.
    pub constants: BTreeMap<Column, Cell>,
    /// Texts that mean 'no data', in their loose form.
    pub no_data: BTreeSet<String>,
    /// Only rows that pass all of them are imported.
    pub filters: Vec<Filter>,
    /// What becomes of columns without a rule.
    pub unmapped: Unmapped,
    /// Columns that are dropped, not even kept apart.
    pub drop: Vec<String>,
    /// Whether the mapping is a file's, and not made from canonical headers.
    pub(crate) stated: bool,
}

impl Mapping {
    /// Reads a mapping file. `file` names it in messages.
    ///
    /// # Errors
    /// With every problem that the file has.
    pub fn parse(file: &str, text: &str) -> Result<Mapping, MappingProblems> {
        parse::parse(file, text)
    }

    /// The mapping of a file whose headers are the canonical column names.
    pub fn canonical() -> Mapping {
        Mapping {
            kind: None,
            source: None,
            layout: Layout::default(),
            id: IdRule::Canonical,
            merge: false,
            group_by: None,
            columns: Vec::new(),
            constants: BTreeMap::new(),
            no_data: BTreeSet::new(),
            filters: Vec::new(),
            unmapped: Unmapped::Keep,
            drop: Vec::new(),
            stated: false,
        }
    }
}
