//! What people decide about pairs.
//!
//! [`machine`] says what may follow on what and whose right it is; it is pure. The rest joins
//! it with the store: a decision is taken on two records that the caller sees, at the versions
//! that it saw, and carries what each comparison was given ([`seen`]).

mod conflicts;
mod decide;
mod export;
mod history;
mod import;
mod machine;
mod ruled_out;
mod seen;

pub use conflicts::{Claim, Conflict, ConflictKind};
pub use decide::DecideRequest;
pub(crate) use history::is_withheld;
pub use history::{DecisionPage, PairHistory, RecordDecisions, Told};
pub use import::{ImportedRuledOut, RuledOutProblem};
pub use machine::{Asked, Next, Refusal, Signature, Standing, next, reasons};
pub(crate) use ruled_out::Decided;
pub use ruled_out::{PairState, RuledOut};
pub use seen::{Changed, Side};

use vinculo_record::{Link, RecordKey};
use vinculo_store::PairKey;

/// Two records in the order of their link; `None` where no link joins them.
pub(crate) fn pair_of(a: &RecordKey, b: &RecordKey) -> Option<(Link, PairKey)> {
    if a == b {
        return None;
    }
    let (link, swapped) = Link::between(a.kind, b.kind)?;
    let swapped = swapped || (link.is_same_kind() && b < a);
    let (left, right) = if swapped { (b, a) } else { (a, b) };
    Some((link, PairKey { left: left.clone(), right: right.clone() }))
}
