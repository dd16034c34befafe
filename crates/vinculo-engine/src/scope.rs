//! Which records a path reaches.

use vinculo_access::{Caller, RecordFacts, Sight};
use vinculo_record::{Kind, Record, RecordKey, RecordRef};
use vinculo_store::{RecordStore, StoreError};

use crate::document::today;
use crate::engine::{Engine, Found, read_stored};
use crate::error::{EngineError, Result};

/// Which records a path reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scope {
    /// A record under protection hold does not exist: every path but child protection's own.
    #[default]
    Open,
    /// For child protection those under hold beside the others; for everybody else as
    /// [`Scope::Open`].
    WithHeld,
}

impl Scope {
    /// What a caller sees of a record; `None` if it does not exist for it.
    pub(crate) fn sight(self, caller: &Caller, record: &Record) -> Option<Sight> {
        let facts = RecordFacts::of(record, today());
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
        Ok(found.filter(|found| scope.sight(caller, &found.record).is_some()))
    }

    /// The record that was named, of those that exist for the caller: no other makes a
    /// reference ambiguous.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], or an ambiguous reference.
    pub(crate) fn find_seen(
        &self,
        caller: &Caller,
        scope: Scope,
        reference: &RecordRef,
    ) -> Result<Found> {
        let mut found = Vec::new();
        for kind in Kind::ALL.into_iter().filter(|k| reference.kind.is_none_or(|only| only == *k)) {
            let RecordRef { source, local_id, .. } = reference.clone();
            let key = RecordKey { kind, source, local_id };
            found.extend(self.get_seen(caller, scope, &key)?);
        }
        if found.len() > 1 {
            let kinds = found.iter().map(|f| f.record.key.kind).collect();
            let reference = reference.clone();
            return Err(StoreError::Ambiguous { reference, kinds }.into());
        }
        found.pop().ok_or_else(|| EngineError::NotFound(reference.clone()))
    }
}
