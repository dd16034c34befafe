//! Which records a path reaches.

use jiff::civil::Date;
use vinculo_access::{Caller, RecordFacts, Sight};
use vinculo_record::{Record, RecordKey, RecordRef};
use vinculo_store::RecordStore;

use crate::document::today;
use crate::engine::{Engine, Found, read_stored};
use crate::error::Result;

/// Which records a path reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// A record under protection hold does not exist: every path but child protection's own.
    Open,
    /// For child protection those under hold beside the others; for everybody else as
    /// [`Scope::Open`].
    WithHeld,
}

impl Scope {
    /// What a caller sees of a record on a day; `None` if it does not exist for it.
    pub(crate) fn sight(self, caller: &Caller, record: &Record, today: Date) -> Option<Sight> {
        let facts = RecordFacts::of(record, today);
        match self {
            Scope::Open => caller.sight(&facts),
            Scope::WithHeld => caller.sight(&facts).or_else(|| caller.sight_of_held(&facts)),
        }
    }
}

impl Engine {
    /// A record that exists for the caller, by its key.
    pub(crate) fn get_seen(
        &self,
        caller: &Caller,
        scope: Scope,
        key: &RecordKey,
    ) -> Result<Option<Found>> {
        let found = self.store.get(key)?.map(read_stored).transpose()?;
        Ok(found.filter(|found| scope.sight(caller, &found.record, today()).is_some()))
    }

    /// The record that was named, of those that exist for the caller: no other makes a
    /// reference ambiguous.
    ///
    /// # Errors
    /// [`NotFound`](crate::EngineError::NotFound), or an ambiguous reference.
    pub(crate) fn find_seen(
        &self,
        caller: &Caller,
        scope: Scope,
        reference: &RecordRef,
    ) -> Result<Found> {
        Self::find_by(reference, |key| self.get_seen(caller, scope, key))
    }
}
