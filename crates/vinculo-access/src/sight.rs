//! What is seen of one record.

use jiff::civil::Date;
use vinculo_record::vocab::Country;
use vinculo_record::{Column, Kind, Record, Row};

use crate::{FieldGroup, Fields};

/// What the table asks of a record.
#[derive(Clone, Debug)]
pub struct RecordFacts<'a> {
    /// Its kind.
    pub kind: Kind,
    /// Its organisation.
    pub source: &'a str,
    /// The nationalities that the person has or may have.
    pub nationalities: &'a [Country],
    /// The country of the event.
    pub event_country: Option<Country>,
    /// Whether the person counts as a child, at the event or today; in doubt yes.
    pub minor: bool,
    /// Whether it is under protection hold.
    pub held: bool,
}

impl<'a> RecordFacts<'a> {
    /// The facts of a record on a day.
    pub fn of(record: &'a Record, today: Date) -> Self {
        Self {
            kind: record.key.kind,
            source: &record.key.source,
            nationalities: &record.identity.nationality,
            event_country: record.event.place.country,
            minor: record.is_presumed_minor(today),
            held: record.protection_hold,
        }
    }
}

/// Which fields of a record are seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight(Fields);

impl Sight {
    pub(crate) const fn new(fields: Fields) -> Self {
        Self(fields)
    }

    /// Whether a group is seen.
    pub const fn shows(self, group: FieldGroup) -> bool {
        self.0.has(group)
    }

    /// Whether a column is seen.
    pub const fn shows_column(self, column: Column) -> bool {
        self.0.has(FieldGroup::of(column))
    }

    /// Whether everything is seen.
    pub fn is_whole(self) -> bool {
        self.0 == Fields::ALL
    }

    /// What is seen with both.
    #[must_use]
    pub const fn and(self, other: Sight) -> Sight {
        Sight(self.0.intersection(other.0))
    }

    /// Everything but those groups.
    pub const fn without(hidden: Fields) -> Sight {
        Sight(hidden.complement())
    }

    /// The columns of a kind that are not seen, whether or not the record has them: what is
    /// withheld is not to be taken for what was not recorded.
    pub fn withheld(self, kind: Kind) -> Vec<Column> {
        let columns = Column::ALL.iter().copied().filter(|column| column.applies_to(kind));
        columns.filter(|column| !self.shows_column(*column)).collect()
    }

    /// The row without what is not seen.
    pub fn of_row(self, row: &Row) -> Row {
        let mut seen = row.clone();
        for column in Column::ALL.iter().copied().filter(|column| !self.shows_column(*column)) {
            seen.remove(column);
        }
        seen
    }
}
