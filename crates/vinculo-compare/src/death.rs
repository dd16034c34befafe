//! When the person of a record was last known alive, or died.

use vinculo_record::{Kind, Record};

use crate::figures::time::default_pmi;
use crate::span::Span;

/// Days between death and finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Pmi {
    pub min: i32,
    pub max: i32,
    /// Whether the record states it; else it is what the condition allows.
    pub stated: bool,
}

impl Pmi {
    /// Of remains: as stated, else by their condition.
    pub fn of(record: &Record) -> Self {
        match record.remains.pmi_days {
            Some(days) => {
                Self { min: days.min().floor() as i32, max: days.max().ceil() as i32, stated: true }
            }
            None => {
                let (min, max) = default_pmi(record.remains.condition);
                Self { min, max, stated: false }
            }
        }
    }

    /// The days on which the person died who was found then.
    pub const fn death(self, found: Span) -> Span {
        Span { from: found.from - self.max, to: found.to - self.min }
    }
}

/// The days to which what a record says of age and body refers: the death of
/// remains, the event of others. `None` without a date.
pub(crate) fn reference(record: &Record) -> Option<Span> {
    let event = Span::of(record.event.date.as_ref()?);
    Some(match record.key.kind {
        Kind::Remains => Pmi::of(record).death(event),
        Kind::Notice | Kind::Shelter => event,
    })
}

/// Of a living person's record, the last proof of life: the later of event and
/// last contact, bound by bound.
pub(crate) fn last_proof(record: &Record) -> Option<Span> {
    let event = record.event.date.as_ref().map(Span::of);
    let contact = record.event.last_contact_date.as_ref().map(Span::of);
    match (event, contact) {
        (Some(a), Some(b)) => Some(Span { from: a.from.max(b.from), to: a.to.max(b.to) }),
        (one, other) => one.or(other),
    }
}
