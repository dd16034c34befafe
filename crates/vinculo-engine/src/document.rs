//! A record as the search index sees it.

use vinculo_record::items::{Item, Mark};
use vinculo_record::{Kind, Lang, Observed, Record};
use vinculo_search::SearchDocument;

/// What of a record can be found by text and filters. Contacts, relatives, DNA and
/// fingerprints are not among it, nor what would tell where a shelter is.
pub(crate) fn search_document(record: &Record, version: u32) -> SearchDocument {
    let identity = &record.identity;
    let mut document = SearchDocument::new(record.key.clone(), version);
    document.names = identity.full_name.iter().chain(&identity.aliases).cloned().collect();
    document.given_names = identity.given_names.iter().cloned().collect();
    document.surnames =
        identity.paternal_surname.iter().chain(&identity.maternal_surname).cloned().collect();
    document.documents =
        identity.documents.iter().map(|d| format!("{}:{}", d.kind, d.number)).collect();
    document.narrative = narrative(record);
    document.country = record.event.place.country.map(|c| c.code().to_owned());
    if shows_place(record) {
        document.admin1.clone_from(&record.event.place.admin1);
        document.place.clone_from(&record.event.place.place);
    }
    document.nationalities = identity.nationality.iter().map(|c| c.code().to_owned()).collect();
    document.sex = identity.sex.map(|sex| sex.code().to_owned());
    let age = record.age_at_event();
    document.age_min = age.map(|age| age.min());
    document.age_max = age.map(|age| age.max());
    document.minor = record.is_presumed_minor(today());
    document.event_from = record.event.date.as_ref().map(|date| date.earliest());
    document.event_to = record.event.date.as_ref().map(|date| date.latest());
    document.status = record.status.map(|status| status.code().to_owned());
    document
}

/// The day at Greenwich: the index and the public feed count ages by it.
pub(crate) fn today() -> jiff::civil::Date {
    jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date()
}

/// Whether a search may tell where the event was. Of a shelter's row it may not: who finds
/// a child by a word would otherwise find the shelter by trying words. Who may see the
/// place reads it in the record.
fn shows_place(record: &Record) -> bool {
    record.key.kind != Kind::Shelter
}

fn narrative(record: &Record) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    if shows_place(record) {
        texts.extend(record.event.circumstances.clone());
        texts.extend(record.event.destination.clone());
        texts.extend(known(&record.body.medical).iter().cloned());
    }
    texts.extend(known(&record.body.marks).iter().map(mark_text));
    texts.extend(known(&record.clothing).iter().chain(known(&record.effects)).map(item_text));
    let event = &record.event;
    let seen = shows_place(record).then_some(&event.place);
    for place in seen.into_iter().chain([&event.last_contact, &record.identity.origin]) {
        let parts: Vec<&str> =
            place.place.iter().chain(&place.admin1).map(String::as_str).collect();
        if !parts.is_empty() {
            texts.push(parts.join(", "));
        }
    }
    texts
}

fn known<T>(list: &Observed<Vec<T>>) -> &[T] {
    list.known().map_or(&[], Vec::as_slice)
}

fn mark_text(mark: &Mark) -> String {
    let location = mark.location.map(|l| l.label(Lang::Es)).unwrap_or_default();
    let side = mark.side.map(|s| s.label(Lang::Es)).unwrap_or_default();
    join(&[mark.kind.label(Lang::Es), location, side, &mark.text])
}

fn item_text(item: &Item) -> String {
    join(&[&item.item, &item.colour, &item.brand, &item.text])
}

fn join(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}
