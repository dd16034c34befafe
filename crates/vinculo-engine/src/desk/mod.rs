//! The operations as one caller may do them: everything that is asked for somebody passes
//! through here, and through the one table of who sees what.

mod batch_candidates;
mod batches;
mod compare;
mod decisions;
mod held;
mod leads;
mod notifications;
mod pictures;
mod read;
mod search;
mod write;

pub use batch_candidates::{BatchMatch, MatchProgress};
pub use compare::SeenCandidates;
pub use leads::{Lead, SeenLead};

use jiff::civil::Date;
use vinculo_access::{Caller, Sight};
use vinculo_record::Record;

use crate::document::today;
use crate::engine::{Engine, Found};
use crate::scope::Scope;
use crate::trail::Trail;

/// What one caller sees of an engine and may do with it.
///
/// A record that the caller may not see does not exist for any method, and of one that it
/// may see only the fields of its role are there. What an answer shows is noted in the
/// [`Trail`], which whoever answers records before the answer leaves.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    engine: &'a Engine,
    caller: &'a Caller,
    trail: &'a Trail,
    scope: Scope,
    today: Date,
}

impl Engine {
    /// The desk of a caller.
    pub fn desk<'a>(&'a self, caller: &'a Caller, trail: &'a Trail) -> Desk<'a> {
        Desk { engine: self, caller, trail, scope: Scope::Open, today: today() }
    }
}

impl Desk<'_> {
    /// Who asks.
    pub fn caller(&self) -> &Caller {
        self.caller
    }

    /// The same desk on a path of this scope: evidence of a pair and decisions on it reach
    /// the scope's records.
    pub fn within(self, scope: Scope) -> Self {
        Self { scope, ..self }
    }

    /// A record as the caller sees it; `None` if it does not exist for it.
    fn see(&self, found: Found) -> Option<Found> {
        let sight = self.scope.sight(self.caller, &found.record, self.today)?;
        Some(through(found, sight))
    }
}

/// A record with what is seen of it: the same in row, record and stored text, so that
/// nothing that is made from any of them can tell more.
fn through(mut found: Found, sight: Sight) -> Found {
    if sight.is_whole() {
        return found;
    }
    found.row = sight.of_row(&found.row);
    found.record = Record::from_row(found.record.key.clone(), &found.row).0;
    found.stored.content = found.row.to_json();
    found.withheld = sight.withheld(found.record.key.kind);
    found
}
