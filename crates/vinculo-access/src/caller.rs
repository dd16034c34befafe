//! Who asks.

use std::fmt;

use vinculo_record::vocab::Country;
use vinculo_record::{Kind, MAX_SOURCE_BYTES, RecordKey};

use crate::table::{DEEDS, RULES, Reach, Rule};
use crate::{Deed, Fields, Purpose, RecordFacts, Role, Roles, Sight};

/// The person or the machine behind a request. The names are codes that an organisation
/// gives its staff and its programs; they stand in the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    /// A person.
    Person(String),
    /// A program of an organisation.
    Machine(String),
    /// The system user of the command line, who can read the store's files anyway.
    SystemUser(String),
    /// Whoever reaches a server on the loopback that has no tokens set up.
    AnyoneHere,
}

/// A code that breaks the rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a name must be 1 to 64 of: letters, digits, '.', '_', '-', '@'")]
pub struct BadName;

impl Who {
    /// A person by their code.
    ///
    /// # Errors
    /// When the code has other characters than letters, digits and `._-@`, or too many.
    pub fn person(code: &str) -> Result<Who, BadName> {
        checked(code).map(Who::Person)
    }

    /// A machine by its code.
    ///
    /// # Errors
    /// As [`person`](Self::person).
    pub fn machine(code: &str) -> Result<Who, BadName> {
        checked(code).map(Who::Machine)
    }

    /// `person`, `machine`, `system` or `anyone`: what the audit log calls it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Who::Person(_) => "person",
            Who::Machine(_) => "machine",
            Who::SystemUser(_) => "system",
            Who::AnyoneHere => "anyone",
        }
    }

    /// The code; empty for anyone.
    pub fn code(&self) -> &str {
        match self {
            Who::Person(code) | Who::Machine(code) | Who::SystemUser(code) => code,
            Who::AnyoneHere => "",
        }
    }
}

fn checked(code: &str) -> Result<String, BadName> {
    let fits = (1..=MAX_SOURCE_BYTES).contains(&code.len())
        && code.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '@'));
    if fits { Ok(code.to_owned()) } else { Err(BadName) }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind(), self.code())
    }
}

/// Who asks, for which organisation, in which roles and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The person or the machine.
    pub who: Who,
    /// The organisation: the `source` of its own records.
    pub organisation: String,
    /// The roles.
    pub roles: Roles,
    /// The country that a consulate or an authority acts for.
    pub country: Option<Country>,
    /// Why it asks.
    pub purpose: Purpose,
    /// The number of the token that it came with, if with one.
    pub token: Option<i64>,
}

/// The organisation of those who need no token.
const HERE: &str = "local";

impl Caller {
    /// A caller with roles.
    pub fn new(
        who: Who,
        organisation: impl Into<String>,
        roles: Roles,
        country: Option<Country>,
        purpose: Purpose,
    ) -> Self {
        Self { who, organisation: organisation.into(), roles, country, purpose, token: None }
    }

    /// The command line's user: the rights of who holds the store's files, which is
    /// everything but records under protection hold.
    pub fn system(user: &str, purpose: Purpose) -> Self {
        let code: String = user
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '@'))
            .take(MAX_SOURCE_BYTES)
            .collect();
        Self::new(Who::SystemUser(code), HERE, Roles::default(), None, purpose)
    }

    /// Anyone on the machine, where no tokens are set up: everything but records under
    /// protection hold. For demonstrations.
    pub fn anyone_here(purpose: Purpose) -> Self {
        Self::new(Who::AnyoneHere, HERE, Roles::default(), None, purpose)
    }

    /// Whether no roles bound it: it holds the files, or the server asks for no tokens.
    pub const fn is_local(&self) -> bool {
        matches!(self.who, Who::SystemUser(_) | Who::AnyoneHere)
    }

    /// Whether it has the role.
    pub const fn has(&self, role: Role) -> bool {
        self.roles.has(role)
    }

    /// Whether it may do this at all; where it touches records, those it sees.
    pub fn may(&self, deed: Deed) -> bool {
        if self.is_local() {
            // Held records, tokens and the log of what was done are not part of a demonstration.
            return !matches!(deed, Deed::Hold | Deed::ReadAudit | Deed::ManageTokens);
        }
        DEEDS
            .iter()
            .any(|rule| rule.deed == deed && self.roles.iter().any(|r| rule.roles.contains(&r)))
    }

    /// Whether it may store a record under this key: of a kind that its role writes and of
    /// its own organisation.
    pub fn may_write(&self, key: &RecordKey) -> bool {
        self.may(write_deed(key.kind)) && self.writes_as(&key.source)
    }

    /// Whether it may store records of this kind of its own organisation.
    pub fn may_write_kind(&self, kind: Kind) -> bool {
        self.may(write_deed(kind))
    }

    /// Whether records of that organisation are its own.
    pub fn writes_as(&self, source: &str) -> bool {
        self.is_local() || self.organisation == source
    }

    /// Of which records of which kind it sees something; `None` if no role bounds it.
    pub fn reaches(&self) -> Option<Vec<(Kind, Reach)>> {
        let own = |rule: &&Rule| self.has(rule.role);
        let reach = |rule: &Rule| (rule.kind, rule.reach);
        (!self.is_local()).then(|| RULES.iter().filter(own).map(reach).collect())
    }

    /// The groups that it sees of no record of the kind, or not of every one that it sees:
    /// what must not tell when such records are compared.
    pub fn not_always_seen(&self, kind: Kind) -> Fields {
        if self.is_local() {
            return Fields::default();
        }
        let rules = RULES.iter().filter(|rule| rule.kind == kind && self.has(rule.role));
        let least = rules.map(|rule| rule.fields).reduce(Fields::intersection);
        least.unwrap_or_default().complement()
    }

    /// What it sees of a record; `None` if the record does not exist for it. A record under
    /// protection hold exists for nobody here.
    pub fn sight(&self, record: &RecordFacts<'_>) -> Option<Sight> {
        if record.held { None } else { self.sight_by_rules(record) }
    }

    /// What it sees of a record under protection hold: for child protection alone, on paths
    /// that say so.
    pub fn sight_of_held(&self, record: &RecordFacts<'_>) -> Option<Sight> {
        (record.held && self.may(Deed::Hold)).then_some(Sight::new(Fields::ALL))
    }

    fn sight_by_rules(&self, record: &RecordFacts<'_>) -> Option<Sight> {
        if self.is_local() {
            return Some(Sight::new(Fields::ALL));
        }
        let rules = RULES.iter().filter(|rule| {
            rule.kind == record.kind && self.has(rule.role) && rule.reach.holds(self, record)
        });
        rules.map(|rule| rule.fields).reduce(Fields::union).map(Sight::new)
    }
}

const fn write_deed(kind: Kind) -> Deed {
    match kind {
        Kind::Notice => Deed::WriteNotice,
        Kind::Remains => Deed::WriteRemains,
        Kind::Shelter => Deed::WriteShelter,
    }
}
