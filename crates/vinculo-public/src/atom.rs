//! Atom (RFC 4287) with a PFIF person in each entry. A notice that is no longer published
//! is an entry with PFIF's placeholder, and an `at:deleted-entry` (RFC 6721) for readers that
//! know it.

use std::io;

use jiff::Timestamp;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, Event};

use crate::pfif::{self, leaf};
use crate::{Entry, PhotoSize, PublicLang, Site, Word, describe, timestamp, title};

/// What stands around the entries.
pub struct Frame<'a> {
    /// The address of this page of the feed.
    pub own: &'a str,
    /// The address of the next page, if there is one.
    pub next: Option<&'a str>,
    /// The last change of the feed.
    pub updated: Timestamp,
}

/// A page of the feed.
///
/// # Errors
/// None in memory; the signature is the writer's.
pub fn document<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    frame: &Frame<'_>,
    site: &Site,
    lang: PublicLang,
) -> io::Result<String> {
    let mut out = Writer::new_with_indent(Vec::new(), b' ', 1);
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let mut root = BytesStart::new("feed");
    root.push_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
    root.push_attribute(("xmlns:pfif", pfif::NAMESPACE));
    root.push_attribute(("xmlns:at", "http://purl.org/atompub/tombstones/1.0"));
    root.push_attribute(("xml:lang", lang.code()));
    out.write_event(Event::Start(root))?;
    leaf(&mut out, "id", &site.feed("feed.atom", lang))?;
    leaf(&mut out, "title", Word::FeedTitle.text(lang))?;
    leaf(&mut out, "subtitle", Word::FeedSubtitle.text(lang))?;
    leaf(&mut out, "updated", &timestamp(frame.updated))?;
    author(&mut out, site.domain())?;
    link(&mut out, "self", frame.own, None)?;
    link(&mut out, "alternate", &site.list(lang), None)?;
    if let Some(next) = frame.next {
        link(&mut out, "next", next, None)?;
    }
    for entry in entries {
        write_entry(&mut out, entry, site, lang)?;
    }
    out.write_event(Event::End(BytesEnd::new("feed")))?;
    String::from_utf8(out.into_inner()).map_err(io::Error::other)
}

fn write_entry(
    out: &mut Writer<Vec<u8>>,
    entry: &Entry,
    site: &Site,
    lang: PublicLang,
) -> io::Result<()> {
    let id = format!("pfif:{}", site.record_id(entry));
    let at = timestamp(entry.at);
    if entry.notice.is_none() {
        let mut deleted = BytesStart::new("at:deleted-entry");
        deleted.push_attribute(("ref", id.as_str()));
        deleted.push_attribute(("when", at.as_str()));
        out.write_event(Event::Empty(deleted))?;
    }
    out.write_event(Event::Start(BytesStart::new("entry")))?;
    pfif::person(out, entry, site, lang)?;
    leaf(out, "id", &id)?;
    match &entry.notice {
        None => {
            leaf(out, "title", Word::Withdrawn.text(lang))?;
            author(out, site.domain())?;
            leaf(out, "updated", &at)?;
            leaf(out, "content", Word::WithdrawnNote.text(lang))?;
        }
        Some(notice) => {
            leaf(out, "title", &title(notice, lang))?;
            author(out, &notice.source)?;
            leaf(out, "updated", &at)?;
            link(out, "alternate", &site.page(&entry.id, lang), None)?;
            if let Some(photo) = site.photo(notice, PhotoSize::Large) {
                link(out, "enclosure", &photo, Some("image/jpeg"))?;
            }
            let lines = describe::describe(notice, lang);
            let lines: Vec<String> = lines
                .iter()
                .map(|line| format!("{}: {}", line.label.text(lang), describe::shown(line)))
                .collect();
            leaf(out, "content", &lines.join("\n"))?;
        }
    }
    out.write_event(Event::End(BytesEnd::new("entry")))
}

fn author(out: &mut Writer<Vec<u8>>, name: &str) -> io::Result<()> {
    out.write_event(Event::Start(BytesStart::new("author")))?;
    leaf(out, "name", name)?;
    out.write_event(Event::End(BytesEnd::new("author")))
}

fn link(
    out: &mut Writer<Vec<u8>>,
    rel: &str,
    href: &str,
    media_type: Option<&str>,
) -> io::Result<()> {
    let mut link = BytesStart::new("link");
    link.push_attribute(("rel", rel));
    if let Some(media_type) = media_type {
        link.push_attribute(("type", media_type));
    }
    link.push_attribute(("href", href));
    out.write_event(Event::Empty(link))
}
