//! The table: which records and fields each role sees, and what it may do.
//!
//! What stands here is the project's reading of its sources: the ICRC's rules for family
//! links (need to know), interfaces §7, domain §9. Where they are silent it is *judgement*,
//! on the side of the child.

use vinculo_record::Kind;

use crate::FieldGroup as G;
use crate::{Caller, Deed, Fields, RecordFacts, Role};

/// Which records of a kind a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// All of them.
    All,
    /// Those of the caller's organisation.
    Own,
    /// Those of people who have, or may have, the nationality of the caller's country.
    Nationals,
    /// Those of people who are adults beyond doubt.
    Adults,
    /// Those received in the caller's country or by its organisation.
    Received,
}

impl Reach {
    /// Whether a record is among them.
    pub fn holds(self, caller: &Caller, record: &RecordFacts<'_>) -> bool {
        let own = caller.organisation == record.source;
        match self {
            Reach::All => true,
            Reach::Own => own,
            Reach::Nationals => {
                caller.country.is_some_and(|country| record.nationalities.contains(&country))
            }
            Reach::Adults => !record.minor,
            Reach::Received => {
                own || caller.country.is_some() && caller.country == record.event_country
            }
        }
    }

    /// For documents.
    pub const fn describe(self) -> &'static str {
        match self {
            Reach::All => "all",
            Reach::Own => "own organisation's",
            Reach::Nationals => "own country's nationals",
            Reach::Adults => "adults",
            Reach::Received => "received in own country or by own organisation",
        }
    }
}

/// A role sees these fields of these records of a kind. Several rules add up.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The role.
    pub role: Role,
    /// The kind of record.
    pub kind: Kind,
    /// Which of them.
    pub reach: Reach,
    /// Which fields.
    pub fields: Fields,
}

const fn sees(role: Role, kind: Kind, reach: Reach, fields: Fields) -> Rule {
    Rule { role, kind, reach, fields }
}

/// What is for child protection alone.
const OPEN: Fields = Fields::but(&[G::Custody]);
/// A notice without what the family gave to those who speak with it.
const CASE: Fields = Fields::but(&[G::Custody, G::Consent]);
/// An intake without where the shelter is. Free text may tell it.
const INTAKE: Fields = Fields::but(&[G::Custody, G::Consent, G::Place, G::Story]);

/// What each role sees. A role without a rule for a kind sees none of that kind.
pub const RULES: &[Rule] = &[
    sees(Role::Search, Kind::Notice, Reach::All, OPEN),
    sees(
        Role::Search,
        Kind::Remains,
        Reach::All,
        Fields::but(&[G::Custody, G::Consent, G::Photos]),
    ),
    // A child in a shelter: a searcher asks child protection.
    sees(
        Role::Search,
        Kind::Shelter,
        Reach::Adults,
        Fields::of(&[G::Key, G::Identity, G::Event, G::Body, G::Effects]),
    ),
    sees(Role::Reviewer, Kind::Notice, Reach::All, CASE),
    sees(Role::Reviewer, Kind::Remains, Reach::All, OPEN),
    sees(Role::Reviewer, Kind::Shelter, Reach::All, INTAKE),
    sees(Role::Forensic, Kind::Remains, Reach::Own, OPEN),
    sees(Role::Forensic, Kind::Notice, Reach::All, Fields::but(&[G::Custody, G::Consent, G::Kin])),
    sees(Role::Authority, Kind::Notice, Reach::All, OPEN),
    sees(Role::Authority, Kind::Remains, Reach::All, OPEN),
    sees(Role::Authority, Kind::Shelter, Reach::All, INTAKE),
    sees(Role::Authority, Kind::Shelter, Reach::Received, OPEN),
    sees(Role::Consular, Kind::Notice, Reach::Nationals, CASE),
    sees(Role::Consular, Kind::Remains, Reach::Nationals, CASE),
    sees(
        Role::Consular,
        Kind::Shelter,
        Reach::Nationals,
        Fields::of(&[G::Key, G::Identity, G::Kin, G::Event, G::Body, G::Effects, G::Photos]),
    ),
    sees(Role::Intake, Kind::Shelter, Reach::Own, OPEN),
    sees(
        Role::Publisher,
        Kind::Notice,
        Reach::Own,
        Fields::but(&[G::Custody, G::Kin, G::Story, G::Health]),
    ),
    sees(Role::ChildProtection, Kind::Notice, Reach::All, Fields::ALL),
    sees(Role::ChildProtection, Kind::Remains, Reach::All, Fields::ALL),
    sees(Role::ChildProtection, Kind::Shelter, Reach::All, Fields::ALL),
];

/// Those who may do a deed.
#[derive(Clone, Copy, Debug)]
pub struct DeedRule {
    /// The deed.
    pub deed: Deed,
    /// The roles.
    pub roles: &'static [Role],
}

const fn does(deed: Deed, roles: &'static [Role]) -> DeedRule {
    DeedRule { deed, roles }
}

/// What each role may do, always on records that it sees. A deed without a role is nobody's.
pub const DEEDS: &[DeedRule] = &[
    does(Deed::WriteNotice, &[Role::Search]),
    does(Deed::WriteRemains, &[Role::Forensic]),
    does(Deed::WriteShelter, &[Role::Intake]),
    does(
        Deed::List,
        &[
            Role::Search,
            Role::Reviewer,
            Role::Forensic,
            Role::Authority,
            Role::Consular,
            Role::Intake,
            Role::Publisher,
            Role::ChildProtection,
        ],
    ),
    does(
        Deed::Search,
        &[
            Role::Search,
            Role::Reviewer,
            Role::Forensic,
            Role::Authority,
            Role::Consular,
            Role::ChildProtection,
        ],
    ),
    does(
        Deed::Compare,
        &[Role::Search, Role::Reviewer, Role::Forensic, Role::Authority, Role::ChildProtection],
    ),
    does(
        Deed::Describe,
        &[Role::Search, Role::Reviewer, Role::Forensic, Role::Authority, Role::ChildProtection],
    ),
    does(Deed::Judge, &[Role::Reviewer, Role::Forensic, Role::Authority, Role::ChildProtection]),
    does(Deed::JoinDuplicates, &[Role::Reviewer, Role::Authority, Role::ChildProtection]),
    does(Deed::ImportRuledOut, &[Role::Reviewer, Role::Authority]),
    does(Deed::Identify, &[Role::Authority]),
    does(Deed::LocateAdult, &[Role::Reviewer, Role::Authority, Role::ChildProtection]),
    does(Deed::LocateChild, &[Role::ChildProtection]),
    does(Deed::Notified, &[Role::Consular]),
    does(Deed::Escalate, &[Role::Authority, Role::ChildProtection]),
    does(Deed::Publish, &[Role::Publisher]),
    does(Deed::Erase, &[Role::Authority, Role::ChildProtection]),
    does(Deed::Hold, &[Role::ChildProtection]),
    does(Deed::ReadAudit, &[Role::Auditor]),
    does(Deed::ManageTokens, &[Role::Admin]),
];

/// The table as Markdown: the README shows this text, as
/// `cargo run -p vinculo-access --example roles_table` prints it, and a test holds it to it.
pub fn table_markdown() -> String {
    let mut text =
        "| Role | Notices | Remains | Shelter rows | May |\n| --- | --- | --- | --- | --- |\n"
            .to_owned();
    for role in Role::ALL.iter().copied() {
        let cells = Kind::ALL.map(|kind| seen(role, kind));
        let deeds: Vec<&str> = DEEDS
            .iter()
            .filter(|rule| rule.roles.contains(&role))
            .map(|rule| rule.deed.as_str())
            .collect();
        text.push_str(&format!("| `{role}` | {} | {} |\n", cells.join(" | "), deeds.join(", ")));
    }
    text
}

fn seen(role: Role, kind: Kind) -> String {
    let rules = RULES.iter().filter(|rule| rule.role == role && rule.kind == kind);
    let cells: Vec<String> = rules
        .map(|rule| {
            let missing: Vec<&str> = Fields::ALL
                .iter()
                .filter(|group| !rule.fields.has(*group) && has_columns(*group, kind))
                .map(G::as_str)
                .collect();
            let reach = rule.reach.describe();
            if missing.is_empty() {
                format!("{reach}: every field")
            } else {
                format!("{reach}, without {}", missing.join(", "))
            }
        })
        .collect();
    if cells.is_empty() { "—".to_owned() } else { cells.join("; ") }
}

/// Whether a record of the kind can have a column of the group.
fn has_columns(group: G, kind: Kind) -> bool {
    use vinculo_record::Column;
    Column::ALL.iter().any(|column| G::of(*column) == group && column.applies_to(kind))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use vinculo_record::vocab::Country;
    use vinculo_record::{Record, RecordKey};

    use super::*;
    use crate::{Purpose, Who};

    fn caller(role: Role, organisation: &str, country: Option<&str>) -> Caller {
        let who = Who::person("x").unwrap();
        let country = country.and_then(Country::parse);
        Caller::new(who, organisation, [role].into(), country, Purpose::Search)
    }

    fn record(kind: Kind, birth_year: Option<i16>) -> Record {
        let mut record = Record::empty(RecordKey::new(kind, "ORG", "1").unwrap());
        record.identity.birth_date =
            birth_year.and_then(|year| vinculo_record::Edtf::parse(&year.to_string()).ok());
        record.event.date = vinculo_record::Edtf::parse("2025-06-01").ok();
        record.identity.nationality = vec![Country::parse("HN").unwrap()];
        record.event.place.country = Country::parse("MX");
        record
    }

    fn shows(caller: &Caller, record: &Record) -> Option<Fields> {
        let sight = caller.sight(&RecordFacts::of(record, date(2026, 1, 1)))?;
        Some(Fields::of(&G::ALL.iter().copied().filter(|g| sight.shows(*g)).collect::<Vec<_>>()))
    }

    #[test]
    fn a_held_record_is_for_child_protection_on_its_own_path_alone() {
        let mut held = record(Kind::Shelter, Some(2015));
        held.protection_hold = true;
        let facts = RecordFacts::of(&held, date(2026, 1, 1));
        for role in Role::ALL.iter().copied() {
            let caller = caller(role, "ORG", Some("HN"));
            assert_eq!(caller.sight(&facts), None, "{role}");
            let sees = caller.sight_of_held(&facts).is_some();
            assert_eq!(sees, role == Role::ChildProtection, "{role}");
        }
        assert_eq!(Caller::system("root", Purpose::Unstated).sight(&facts), None);
        assert_eq!(Caller::anyone_here(Purpose::Demonstration).sight_of_held(&facts), None);
    }

    #[test]
    fn where_a_shelter_is_only_child_protection_the_receiver_and_the_shelter_see() {
        let child = record(Kind::Shelter, Some(2015));
        for role in Role::ALL.iter().copied() {
            let elsewhere = shows(&caller(role, "OTHER", Some("HN")), &child);
            let place = elsewhere.is_some_and(|f| f.has(G::Place) || f.has(G::Story));
            assert_eq!(place, role == Role::ChildProtection, "{role} elsewhere");
        }
        for (caller, expected) in [
            (caller(Role::Authority, "OTHER", Some("MX")), true),
            (caller(Role::Authority, "OTHER", None), false),
            (caller(Role::Intake, "ORG", None), true),
            (caller(Role::Reviewer, "ORG", Some("MX")), false),
        ] {
            let place = shows(&caller, &child).is_some_and(|f| f.has(G::Place));
            assert_eq!(place, expected, "{caller:?}");
        }
    }

    #[test]
    fn a_searcher_sees_no_child_in_a_shelter_and_doubt_is_for_the_child() {
        let search = caller(Role::Search, "CNB", None);
        assert!(shows(&search, &record(Kind::Shelter, Some(1980))).is_some());
        for minor in [Some(2015), None] {
            assert_eq!(shows(&search, &record(Kind::Shelter, minor)), None, "{minor:?}");
            assert!(shows(&search, &record(Kind::Notice, minor)).is_some(), "{minor:?}");
        }
    }

    #[test]
    fn organisation_and_country_bound_what_is_seen() {
        let remains = record(Kind::Remains, None);
        assert!(shows(&caller(Role::Forensic, "ORG", None), &remains).is_some());
        assert_eq!(shows(&caller(Role::Forensic, "OTHER", None), &remains), None);
        let intake = record(Kind::Shelter, Some(2015));
        assert!(shows(&caller(Role::Intake, "ORG", None), &intake).is_some());
        assert_eq!(shows(&caller(Role::Intake, "OTHER", None), &intake), None);
        assert!(shows(&caller(Role::Consular, "X", Some("HN")), &intake).is_some());
        assert_eq!(shows(&caller(Role::Consular, "X", Some("GT")), &intake), None);
        assert_eq!(shows(&caller(Role::Consular, "X", None), &intake), None);
        for role in [Role::Auditor, Role::Admin] {
            for kind in Kind::ALL {
                assert_eq!(shows(&caller(role, "ORG", Some("HN")), &record(kind, None)), None);
            }
        }
    }

    #[test]
    fn writing_needs_the_role_of_the_kind_and_the_own_organisation() {
        let key = |kind, source: &str| RecordKey::new(kind, source, "1").unwrap();
        let forensic = caller(Role::Forensic, "LAB", None);
        assert!(forensic.may_write(&key(Kind::Remains, "LAB")));
        assert!(!forensic.may_write(&key(Kind::Remains, "OTHER")));
        assert!(!forensic.may_write(&key(Kind::Notice, "LAB")));
        assert!(!caller(Role::Admin, "LAB", None).may_write(&key(Kind::Remains, "LAB")));
        assert!(Caller::system("root", Purpose::Unstated).may_write(&key(Kind::Notice, "X")));
    }

    #[test]
    fn every_deed_has_one_row() {
        for deed in Deed::ALL {
            assert_eq!(DEEDS.iter().filter(|rule| rule.deed == *deed).count(), 1, "{deed}");
        }
    }

    #[test]
    fn roles_add_up() {
        let mut both = caller(Role::Reviewer, "ORG", None);
        let intake = record(Kind::Shelter, Some(2015));
        assert!(!shows(&both, &intake).unwrap().has(G::Place));
        both.roles = [Role::Reviewer, Role::Intake].into();
        assert!(shows(&both, &intake).unwrap().has(G::Place));
    }
}
