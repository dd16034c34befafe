//! PFIF 1.4 (People Finder Interchange Format, 2012-05-29): the document that is written.
//!
//! A person's element has the mandatory fields and those that the family released. What PFIF
//! has no field for stands in the description, a labelled line each; where the person was
//! last seen also in a note. A notice that is no longer published is the placeholder of the
//! specification: its id and three times. It never says *why*: found, expired, held and
//! erased look the same, and `believed_dead` is never published.

use std::io;

use jiff::Timestamp;
use jiff::civil::Date;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::{Entry, PhotoSize, PublicLang, PublicNotice, Site, Word, describe, timestamp, title};

/// The namespace of PFIF 1.4.
pub const NAMESPACE: &str = "http://zesty.ca/pfif/1.4";

/// A document with the entries, in their order; `lang` is that of the descriptions.
///
/// # Errors
/// None in memory; the signature is the writer's.
pub fn document<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    site: &Site,
    lang: PublicLang,
) -> io::Result<String> {
    let mut out = Writer::new_with_indent(Vec::new(), b' ', 1);
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let mut root = BytesStart::new("pfif:pfif");
    root.push_attribute(("xmlns:pfif", NAMESPACE));
    out.write_event(Event::Start(root))?;
    for entry in entries {
        person(&mut out, entry, site, lang)?;
    }
    out.write_event(Event::End(BytesEnd::new("pfif:pfif")))?;
    String::from_utf8(out.into_inner()).map_err(io::Error::other)
}

/// Writes the element of one entry, in the standard order of its fields.
pub(crate) fn person(
    out: &mut Writer<Vec<u8>>,
    entry: &Entry,
    site: &Site,
    lang: PublicLang,
) -> io::Result<()> {
    out.write_event(Event::Start(BytesStart::new("pfif:person")))?;
    let at = timestamp(entry.at);
    leaf(out, "pfif:person_record_id", &site.record_id(entry))?;
    leaf(out, "pfif:entry_date", &at)?;
    leaf(out, "pfif:expiry_date", &timestamp(entry.expires()))?;
    match &entry.notice {
        None => leaf(out, "pfif:source_date", &at)?,
        Some(notice) => described(out, entry, notice, site, lang)?,
    }
    out.write_event(Event::End(BytesEnd::new("pfif:person")))
}

fn described(
    out: &mut Writer<Vec<u8>>,
    entry: &Entry,
    notice: &PublicNotice,
    site: &Site,
    lang: PublicLang,
) -> io::Result<()> {
    let at = timestamp(entry.at);
    // The institution: PFIF's author is who can be asked.
    leaf(out, "pfif:author_name", &notice.source)?;
    leaf(out, "pfif:source_name", &notice.source)?;
    leaf(out, "pfif:source_date", &at)?;
    leaf(out, "pfif:source_url", &site.page(&entry.id, lang))?;
    // Mandatory, empty where only the search is published.
    leaf(out, "pfif:full_name", &notice.name().unwrap_or_default())?;
    optional(out, "pfif:given_name", notice.given_names.as_deref())?;
    let surnames = [&notice.paternal_surname, &notice.maternal_surname];
    let surnames: Vec<&str> = surnames.into_iter().flatten().map(String::as_str).collect();
    optional(out, "pfif:family_name", Some(surnames.join(" ")).as_deref())?;
    let lines = describe(notice, lang);
    let lines: Vec<String> =
        lines.iter().map(|line| format!("{}: {}", line.label.text(lang), line.value)).collect();
    optional(out, "pfif:description", Some(lines.join("\n")).as_deref())?;
    let sex = notice.sex.as_deref().filter(|sex| ["female", "male", "other"].contains(sex));
    optional(out, "pfif:sex", sex)?;
    optional(out, "pfif:age", age_on(notice, entry.at).as_deref())?;
    optional(out, "pfif:photo_url", site.photo(notice, PhotoSize::Large).as_deref())?;
    if let Some(place) = last_seen(notice) {
        note(out, entry, notice, &place, site, lang)?;
    }
    Ok(())
}

/// Where the person was last seen, as a note: `status` tells that the person is sought.
fn note(
    out: &mut Writer<Vec<u8>>,
    entry: &Entry,
    notice: &PublicNotice,
    place: &str,
    site: &Site,
    lang: PublicLang,
) -> io::Result<()> {
    let at = timestamp(entry.at);
    let id = site.record_id(entry);
    out.write_event(Event::Start(BytesStart::new("pfif:note")))?;
    leaf(out, "pfif:note_record_id", &format!("{id}.last-seen"))?;
    leaf(out, "pfif:person_record_id", &id)?;
    leaf(out, "pfif:entry_date", &at)?;
    leaf(out, "pfif:author_name", &notice.source)?;
    leaf(out, "pfif:source_date", &at)?;
    leaf(out, "pfif:author_made_contact", "false")?;
    leaf(out, "pfif:status", "information_sought")?;
    leaf(out, "pfif:last_known_location", place)?;
    leaf(out, "pfif:text", &format!("{}: {}", Word::Missing.text(lang), title(notice, lang)))?;
    out.write_event(Event::End(BytesEnd::new("pfif:note")))
}

/// The place in one line, finest first, as far as it is published.
fn last_seen(notice: &PublicNotice) -> Option<String> {
    let parts = [&notice.event_place, &notice.event_admin1, &notice.event_country];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// PFIF's age is that of `source_date`: the published age when last seen, and the whole years
/// since, which are known only if that date is published as well.
fn age_on(notice: &PublicNotice, at: Timestamp) -> Option<String> {
    let (min, max) = notice.age_min.zip(notice.age_max)?;
    let date = vinculo_record::Edtf::parse(notice.event_date.as_deref()?).ok()?;
    let today: Date = jiff::tz::TimeZone::UTC.to_datetime(at).date();
    let years = |from| vinculo_record::years_between(from, today).max(0.0);
    let (least, most) = (years(date.latest()).floor(), years(date.earliest()).ceil());
    let (min, max) = (min + least as u32, max + most as u32);
    Some(if min == max { min.to_string() } else { format!("{min}-{max}") })
}

/// An element with a text.
pub(crate) fn leaf(out: &mut Writer<Vec<u8>>, name: &str, text: &str) -> io::Result<()> {
    out.write_event(Event::Start(BytesStart::new(name)))?;
    out.write_event(Event::Text(BytesText::new(text)))?;
    out.write_event(Event::End(BytesEnd::new(name)))
}

/// An optional field: left out where it is empty.
fn optional(out: &mut Writer<Vec<u8>>, name: &str, text: Option<&str>) -> io::Result<()> {
    match text.filter(|text| !text.is_empty()) {
        Some(text) => leaf(out, name, text),
        None => Ok(()),
    }
}
