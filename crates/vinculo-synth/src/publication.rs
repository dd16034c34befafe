//! What families agreed to publish of a notice, and what the rules make of it.

use vinculo_record::Column as C;

use crate::journey::{LAST_DAY, date};
use crate::rates::{HOLD_NOTICE, PUBLIC_ASKED, PUBLIC_AUTHORITY, PUBLIC_EXPIRED};
use crate::record::Scribe;

/// Fields that a family may release, as column names; never more than these.
const ADULT_FIELDS: [&str; 9] = [
    "given_names",
    "paternal_surname",
    "maternal_surname",
    "full_name",
    "sex",
    "age_min",
    "nationality",
    "event_date",
    "event_admin1",
];
/// Of a child, names and department only.
const CHILD_FIELDS: [&str; 5] =
    ["given_names", "paternal_surname", "sex", "nationality", "event_admin1"];

/// Last day of a consent that still runs, of one that has run out.
const PUBLIC_UNTIL: &str = "2031-12-31";
const EXPIRED_UNTIL: &str = "2024-12-31";

/// Writes the publication columns of a notice, of a minor with the guardian's consent
/// and mostly the authority's: some notices ask for what the rules must refuse.
pub(crate) fn publish(scribe: &mut Scribe) {
    let person = scribe.person;
    let minor = person.age(person.journey.last_seen.day) < 18;
    if minor && scribe.dice.chance(HOLD_NOTICE) {
        scribe.put(C::ProtectionHold, "true");
        return scribe.put(C::HoldReason, "riesgo por parte de un familiar");
    }
    if !scribe.dice.chance(PUBLIC_ASKED) {
        return;
    }
    if scribe.dice.chance(0.1) {
        scribe.put(C::SearcherOnly, "true");
    }
    scribe.put(C::Public, "true");
    let fields: &[&str] = if minor { &CHILD_FIELDS } else { &ADULT_FIELDS };
    scribe.list(C::PublicFields, fields.iter().map(|field| (*field).to_owned()).collect());
    let expired = scribe.dice.chance(PUBLIC_EXPIRED);
    scribe.put(C::PublicUntil, if expired { EXPIRED_UNTIL } else { PUBLIC_UNTIL });
    scribe.put(C::ConsentBy, person.kin[0].kinship);
    let signed = (person.journey.last_seen.day + scribe.dice.between(5, 200)).min(LAST_DAY);
    scribe.put(C::ConsentDate, date(signed).to_string());
    if minor && scribe.dice.chance(PUBLIC_AUTHORITY) {
        let number = scribe.dice.digits(4);
        scribe.put(C::ConsentAuthority, format!("Procuraduría de la niñez, expediente {number}"));
    }
}
