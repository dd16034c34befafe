//! Records from a few cells, and findings on them, for the tests.

use vinculo_record::{Cell, Column, Kind, Record, RecordKey, Row};

use crate::{Comparison, Finding};

/// A record of those cells; lists are separated by `;`.
pub(crate) fn record(kind: Kind, cells: &[(&str, &str)]) -> Record {
    let mut row = Row::new();
    for (name, text) in cells {
        let column = Column::from_name(name).expect("a canonical column");
        if column.is_list() {
            row.insert(column, Cell::List(text.split(';').map(str::to_owned).collect()));
        } else {
            row.insert_text(column, *text);
        }
    }
    let key = RecordKey::new(kind, "TEST".to_owned(), "1".to_owned()).expect("a key");
    Record::from_row(key, &row).0
}

/// The finding on two records; `None` where either says nothing.
pub(crate) fn finding<C: Comparison>(
    comparison: &C,
    left: &Record,
    right: &Record,
) -> Option<Finding> {
    comparison.compare(&comparison.compile(left)?, &comparison.compile(right)?)
}

/// The name of the level found.
pub(crate) fn level_name<C: Comparison>(
    comparison: &C,
    left: &Record,
    right: &Record,
) -> Option<&'static str> {
    finding(comparison, left, right).map(|f| comparison.levels()[f.level as usize].name)
}
