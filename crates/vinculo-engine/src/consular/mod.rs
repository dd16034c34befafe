//! What consulates are told: which records, of which events, to whom.
//!
//! A notification is a case number, an event and a country; what it is made from never leaves
//! this module. The store writes it in the transaction of what caused it.

mod inbox;
mod matches;

pub use inbox::{Inbox, OVERDUE_HOURS};
pub use matches::{MATCHED_PROBABILITY, MatchesExamined};

use jiff::civil::Date;
use vinculo_record::vocab::Country;
use vinculo_record::{Kind, Record};
use vinculo_store::{Addressee, NewNotification, NotificationEvent, Outbound};

/// What consulates shall have been told of a record by itself: that a child was received. Of
/// a record under protection hold nothing at all.
pub(crate) fn of_record(record: &Record, today: Date) -> Outbound {
    if record.protection_hold {
        return Outbound { received: Vec::new(), held: true };
    }
    if record.key.kind != Kind::Shelter || !record.is_presumed_minor(today) {
        return Outbound::default();
    }
    let event = NotificationEvent::Received;
    let tell = |to| NewNotification { event, child: true, to };
    Outbound { received: addressees(&[record]).into_iter().map(tell).collect(), held: false }
}

/// What is told of two records that are held to be one person; nothing if one of them is
/// under protection hold.
pub(crate) fn of_pair(
    event: NotificationEvent,
    left: &Record,
    right: &Record,
    today: Date,
) -> Vec<NewNotification> {
    if left.protection_hold || right.protection_hold {
        return Vec::new();
    }
    let child = left.is_presumed_minor(today) || right.is_presumed_minor(today);
    let tell = |to| NewNotification { event, child, to };
    addressees(&[left, right]).into_iter().map(tell).collect()
}

/// The consulate of each nationality that the person has or may have; where none is recorded,
/// that of the country that the person comes from; else the desk for unknown nationalities.
fn addressees(records: &[&Record]) -> Vec<Addressee> {
    let of_nationality = records.iter().flat_map(|record| record.identity.nationality.clone());
    let mut countries: Vec<Country> = of_nationality.collect();
    if countries.is_empty() {
        countries = records.iter().filter_map(|record| record.identity.origin.country).collect();
    }
    countries.sort_unstable();
    countries.dedup();
    if countries.is_empty() {
        return vec![Addressee::UnknownNationality];
    }
    countries.into_iter().map(Addressee::Consulate).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use vinculo_record::{RecordKey, Row};

    use super::*;

    fn record(kind: Kind, json: &str) -> Record {
        let key = RecordKey::new(kind, "ORG", "1").unwrap();
        Record::from_row(key, &Row::from_json(json).unwrap()).0
    }

    fn codes(outbound: &Outbound) -> Vec<String> {
        outbound.received.iter().map(|told| told.to.code()).collect()
    }

    fn received(json: &str) -> Vec<String> {
        codes(&of_record(&record(Kind::Shelter, json), date(2026, 1, 1)))
    }

    #[test]
    fn a_child_is_told_of_to_each_country_it_may_belong_to() {
        let child = r#""birth_date":"2012","event_date":"2025-05-01""#;
        assert_eq!(received(&format!(r#"{{{child},"nationality":["HN","GT"]}}"#)), ["GT", "HN"]);
        assert_eq!(received(&format!(r#"{{{child},"origin_country":"SV"}}"#)), ["SV"]);
        assert_eq!(received(&format!("{{{child}}}")), [""]);
    }

    #[test]
    fn in_doubt_the_person_is_a_child_and_an_adult_is_not_told_of() {
        let with_age = |age: &str| received(&format!(r#"{{"nationality":["HN"]{age}}}"#));
        assert_eq!(with_age(""), ["HN"]);
        assert_eq!(with_age(r#","age_min":"17","age_max":"19""#), ["HN"]);
        // A child when it was received, whatever it is today.
        let once = r#","birth_date":"1999-01-01","event_date":"2016-05-01""#;
        assert_eq!(with_age(once), ["HN"]);
        assert!(with_age(r#","age_min":"18","age_max":"25","event_date":"2025-05-01""#).is_empty());
    }

    #[test]
    fn of_a_held_record_and_of_other_kinds_nothing_is_told() {
        let held = r#"{"birth_date":"2012","nationality":["HN"],"protection_hold":"true"}"#;
        let held = record(Kind::Shelter, held);
        let today = date(2026, 1, 1);
        assert_eq!(of_record(&held, today), Outbound { received: Vec::new(), held: true });
        let notice = record(Kind::Notice, r#"{"birth_date":"2012","nationality":["HN"]}"#);
        assert_eq!(of_record(&notice, today), Outbound::default());
        assert!(of_pair(NotificationEvent::Matched, &notice, &held, today).is_empty());
        assert_eq!(of_pair(NotificationEvent::Identified, &notice, &notice, today).len(), 1);
    }
}
