//! Who may do what with which record and which of its fields.
//!
//! A [`Caller`] is a person or a machine of an organisation with [`Roles`] and a stated
//! [`Purpose`]. What it may do is one table in two halves: [`RULES`] says which records of a
//! kind a role sees and which [`FieldGroup`]s of them, [`DEEDS`] which [`Deed`]s it may do.
//! Everything that is not in the table is refused. [`Caller::sight`] and [`Caller::may`] are
//! the only ways to ask it.
//!
//! A record under protection hold is seen by nobody through [`Caller::sight`]: child
//! protection asks [`Caller::sight_of_held`], on paths of its own.
//!
//! What this crate does **not** do: it knows no HTTP, no store, no clock and no tokens.
//!
//! ```
//! use vinculo_access::{Caller, Deed, FieldGroup, Purpose, RecordFacts, Role, Who};
//! use vinculo_record::{Kind, Record, RecordKey};
//!
//! let who = Who::person("mlopez").unwrap();
//! let caller = Caller::new(who, "CNB", [Role::Reviewer].into(), None, Purpose::Review);
//! let day = jiff::civil::date(2026, 1, 1);
//! let intake = Record::empty(RecordKey::new(Kind::Shelter, "ALBERGUE", "1")?);
//! let sight = caller.sight(&RecordFacts::of(&intake, day)).unwrap();
//! assert!(sight.shows(FieldGroup::Identity));
//! assert!(!sight.shows(FieldGroup::Place), "where a shelter is, is not for reviewers");
//! assert!(!caller.may(Deed::Identify));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod caller;
mod deed;
mod fields;
mod purpose;
mod role;
mod sight;
mod table;

pub use caller::{BadName, Caller, Who};
pub use deed::Deed;
pub use fields::{FieldGroup, Fields};
pub use purpose::Purpose;
pub use role::{Role, Roles, UnknownRole};
pub use sight::{RecordFacts, Sight};
pub use table::{DEEDS, DeedRule, RULES, Reach, Rule, table_markdown};
