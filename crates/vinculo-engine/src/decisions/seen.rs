//! What each comparison was given of two records, as digests.

use vinculo_link::compared_columns;
use vinculo_record::{RecordKey, Row};
use vinculo_store::{Decision, DecisionKey, PairKey, Seen};

/// Hexadecimal digits of a digest that are kept: 128 bits, beyond any accident.
const DIGITS: usize = 32;

/// One of the two records of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The left one.
    Left,
    /// The right one.
    Right,
}

impl Side {
    /// The word used in interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Side::Left => "left",
            Side::Right => "right",
        }
    }

    /// The record of a pair.
    pub const fn of(self, pair: &PairKey) -> &RecordKey {
        match self {
            Side::Left => &pair.left,
            Side::Right => &pair.right,
        }
    }
}

/// A comparison that would be given something else of one record than when it was decided.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Changed {
    /// The record that changed.
    pub side: Side,
    /// The comparison, as in the model.
    pub comparison: String,
}

impl Changed {
    /// `left:dental`: for tables.
    pub fn code(&self) -> String {
        format!("{}:{}", self.side.as_str(), self.comparison)
    }
}

/// What each of these comparisons is given of two rows, under a key.
pub(crate) fn seen<'a>(
    comparisons: impl Iterator<Item = &'a str>,
    key: &DecisionKey,
    left: &Row,
    right: &Row,
) -> Seen {
    let of_both = |name: &'a str| {
        let both = [digest(name, key, left), digest(name, key, right)];
        both.iter().any(Option::is_some).then(|| (name.to_owned(), both))
    };
    comparisons.filter_map(of_both).collect()
}

/// The digest of what a comparison reads of a row; `None` where the row says nothing of it.
fn digest(comparison: &str, key: &DecisionKey, row: &Row) -> Option<String> {
    let columns = compared_columns(comparison)?;
    if !columns.subject.iter().any(|column| row.contains(*column)) {
        return None;
    }
    let mut read = Row::new();
    for column in columns.iter() {
        if let Some(cell) = row.get(column) {
            read.insert(column, cell.clone());
        }
    }
    let digest = key.digest(&[comparison, &read.to_json()]).to_string();
    Some(digest[..DIGITS].to_owned())
}

/// What would be given to a comparison now and was not when it was decided. Where the key is
/// erased nobody can tell: nothing.
pub(crate) fn changed<'a>(
    comparisons: impl Iterator<Item = &'a str>,
    decision: &Decision,
    left: &Row,
    right: &Row,
) -> Vec<Changed> {
    let Some(key) = &decision.key else { return Vec::new() };
    let mut changed = Vec::new();
    for name in comparisons {
        let then = decision.seen.get(name);
        for (i, (side, row)) in [(Side::Left, left), (Side::Right, right)].into_iter().enumerate() {
            let before = then.and_then(|both| both[i].clone());
            if digest(name, key, row) != before {
                changed.push(Changed { side, comparison: name.to_owned() });
            }
        }
    }
    changed
}
