//! What is reported about a cell or a row, without its value.

use vinculo_record::{Column, Lang};

use crate::import::{Action, DoubtCode, Severity};

/// What is reported about a cell or a row. It never carries the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Line in a text file, row in a workbook, position in a Parquet file.
    pub line: u64,
    /// Header of the sheet's column; several where cells were joined.
    pub column: Option<String>,
    /// The canonical column.
    pub canonical: Option<Column>,
    /// Which item of a list, from 0.
    pub list_item: Option<usize>,
    /// The rule that is broken.
    pub code: DoubtCode,
    /// The value's shape: digits `9`, letters `a` and `A`.
    pub shape: String,
    /// The line of another row that this one is held against.
    pub other_line: Option<u64>,
}

impl Doubt {
    /// What was done.
    pub const fn action(&self) -> Action {
        self.code.action()
    }

    /// How much it costs.
    pub const fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// The rule in words.
    pub fn reason(&self, lang: Lang) -> String {
        let rule = self.code.message(lang);
        match self.other_line {
            None => rule.to_owned(),
            Some(line) => format!("{rule} ({} {line})", lang.pick("línea", "line")),
        }
    }
}
