//! A record in one line, for lists.

use vinculo_record::{Interval, Lang, Record};

/// What a list shows of a record. Holds personal data: it neither prints nor
/// serialises itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Summary {
    /// The name as it is written in lists; empty if there is none.
    pub name: String,
    /// The sex, in words.
    pub sex: String,
    /// The age at the event in years, or at death.
    pub age: String,
    /// The event's date as recorded.
    pub date: String,
    /// The event's place, finest part first.
    pub place: String,
}

impl Summary {
    /// The summary of a record.
    pub fn of(record: &Record, lang: Lang) -> Self {
        let place = &record.event.place;
        let country = place.country.map(|country| country.label(lang).to_owned());
        let parts: Vec<&str> =
            [place.place.as_deref(), place.admin1.as_deref(), country.as_deref()]
                .into_iter()
                .flatten()
                .collect();
        Self {
            name: display_name(record),
            sex: record.identity.sex.map(|s| s.label(lang).to_owned()).unwrap_or_default(),
            age: record.age_at_event().map(years).unwrap_or_default(),
            date: record.event.date.as_ref().map(|d| d.as_str().to_owned()).unwrap_or_default(),
            place: parts.join(", "),
        }
    }
}

/// Given names and surnames, else the undivided name, else the first alias.
pub fn display_name(record: &Record) -> String {
    let identity = &record.identity;
    let parts: Vec<&str> =
        [&identity.given_names, &identity.paternal_surname, &identity.maternal_surname]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
    if !parts.is_empty() {
        return parts.join(" ");
    }
    identity.full_name.as_ref().or(identity.aliases.first()).cloned().unwrap_or_default()
}

/// An interval of years as text: `9`, `25–35`.
pub fn years(age: Interval) -> String {
    let (min, max) = (age.min().floor(), age.max().floor());
    if min == max { format!("{min}") } else { format!("{min}–{max}") }
}
