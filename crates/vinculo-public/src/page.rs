//! Pages for people: a notice (printed, it is a poster), the list, and what stands where a
//! notice was. No script, no inline style, nothing of another host.

use maud::{DOCTYPE, Markup, html};

use crate::{
    Directory, Entry, HelpLink, PhotoSize, PublicLang, PublicNotice, Site, Word, describe,
    timestamp, title,
};

/// The style sheet of all pages, print included.
pub const STYLE: &str = include_str!("page.css");

/// What pages need beside the entry.
pub struct Around<'a> {
    /// Where they are published.
    pub site: &'a Site,
    /// Their language.
    pub lang: PublicLang,
    /// Whether search engines may keep them.
    pub index: bool,
    /// Who helps.
    pub directory: &'a Directory,
}

/// The page of a notice, or of one that is no longer published.
pub fn notice(entry: &Entry, around: &Around<'_>) -> String {
    let lang = around.lang;
    let Some(notice) = &entry.notice else { return withdrawn(around) };
    let title = title(notice, lang);
    let body = html! {
        article.notice {
            p.kicker { (Word::Missing.text(lang)) }
            h1 dir="auto" { (title) }
            @if notice.minor == Some(true) { p.minor { (Word::Minor.text(lang)) } }
            @if notice.searcher_only { p { (Word::SearchOnlyNote.text(lang)) } }
            (photo(notice, PhotoSize::Large, around))
            (lines(notice, lang))
            @if !notice.marks.is_empty() { p.small { (Word::Withheld.text(lang)) } }
            (contact(notice, lang))
            (help(&around.directory.of(notice.nationality.iter().map(String::as_str)), lang))
            footer {
                p { (Word::Lead.text(lang)) }
                p.small {
                    (Word::Institution.text(lang)) ": " bdi { (notice.source) } ". "
                    (Word::Updated.text(lang)) ": "
                    time { (timestamp(entry.at)) } ". "
                    (Word::PublishedUntil.text(lang)) ": " time { (notice.public_until) } ". "
                    (entry.id)
                }
            }
        }
    };
    let here = |lang: PublicLang| around.site.page(&entry.id, lang);
    document(&title, body, around, &here)
}

/// The page that stands where a notice was.
pub fn withdrawn(around: &Around<'_>) -> String {
    let title = Word::Withdrawn.text(around.lang);
    let body = html! {
        article { h1 { (title) } p { (Word::WithdrawnNote.text(around.lang)) } }
    };
    document(title, body, around, &|lang| around.site.list(lang))
}

/// A page of the list; `next` is the address of the one after it.
pub fn list<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    next: Option<&str>,
    around: &Around<'_>,
) -> String {
    let lang = around.lang;
    let body = html! {
        h1 { (Word::FeedTitle.text(lang)) }
        p { (Word::FeedSubtitle.text(lang)) }
        (items(entries, next, None, around))
    };
    document(Word::FeedTitle.text(lang), body, around, &|lang| around.site.list(lang))
}

/// The same to be framed by another site: without what stands around it, and with links
/// that leave the frame.
pub fn frame<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    next: Option<&str>,
    around: &Around<'_>,
) -> String {
    let body = html! { main { (items(entries, next, Some("_blank"), around)) } };
    bare(Word::FeedTitle.text(around.lang), body, around)
}

fn items<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    next: Option<&str>,
    target: Option<&str>,
    around: &Around<'_>,
) -> Markup {
    let lang = around.lang;
    let shown: Vec<(&Entry, &PublicNotice)> = entries
        .into_iter()
        .filter_map(|entry| entry.notice.as_ref().map(|notice| (entry, notice)))
        .collect();
    html! {
        @if shown.is_empty() { p { (Word::None.text(lang)) } }
        ul.notices {
            @for (entry, notice) in &shown {
                li {
                    (photo(notice, PhotoSize::Small, around))
                    a href=(around.site.page(&entry.id, lang)) target=[target] rel=[target.map(|_| "noopener")] dir="auto" {
                        (title(notice, lang))
                    }
                    @if notice.minor == Some(true) { " " span.minor { (Word::Minor.text(lang)) } }
                    @for part in summary(notice, lang) { br; span.small { (part) } }
                }
            }
        }
        @if let Some(next) = next { p { a rel="next" href=(next) { (Word::Next.text(lang)) } } }
    }
}

/// The lines under a title in lists: age, and when and where last seen.
fn summary(notice: &PublicNotice, lang: PublicLang) -> Vec<String> {
    let wanted = [Word::WhoSearches, Word::KinSought, Word::Age, Word::LastSeen, Word::LastRegion];
    let lines = describe::describe(notice, lang).into_iter();
    let lines = lines.filter(|line| wanted.contains(&line.label));
    lines.map(|line| format!("{}: {}", line.label.text(lang), describe::shown(&line))).collect()
}

/// The photo: beside a title it says nothing that the title does not.
fn photo(notice: &PublicNotice, size: PhotoSize, around: &Around<'_>) -> Markup {
    html! {
        @if let Some(src) = around.site.photo_on_page(notice, size) {
            @match size {
                PhotoSize::Small => {
                    img.photo src=(src) alt="" loading="lazy" width="72" height="72";
                }
                PhotoSize::Large => {
                    img.photo src=(src) alt={ (Word::Photo.text(around.lang)) ": " (title(notice, around.lang)) };
                }
            }
        }
    }
}

fn lines(notice: &PublicNotice, lang: PublicLang) -> Markup {
    let lines = describe::describe(notice, lang);
    html! {
        dl {
            @for line in lines.iter().filter(|line| line.label != Word::Contact) {
                div { dt { (line.label.text(lang)) } dd dir="auto" { (describe::shown(line)) } }
            }
        }
    }
}

fn contact(notice: &PublicNotice, lang: PublicLang) -> Markup {
    html! {
        @if let Some(contact) = &notice.contact {
            section.contact {
                h2 { (Word::Contact.text(lang)) }
                p.number dir="auto" { (contact) }
                p { (Word::ContactNote.text(lang)) }
                p.small { (Word::Extortion.text(lang)) }
            }
        }
    }
}

fn help(links: &[&HelpLink], lang: PublicLang) -> Markup {
    html! {
        @if !links.is_empty() {
            section.help {
                h2 { (Word::Help.text(lang)) }
                p.small { (Word::HelpNote.text(lang)) }
                ul {
                    @for link in links {
                        li {
                            span.kind { (link.kind.label(lang)) } ": "
                            @match &link.url {
                                Some(url) => a href=(url) rel="noreferrer" { (link.name) },
                                None => bdi { (link.name) },
                            }
                            @if let Some(phone) = &link.phone { ", " bdi { (phone) } }
                            " " span.small { "(" (Word::Verified.text(lang)) " " (link.verified_on) ")" }
                        }
                    }
                }
            }
        }
    }
}

fn document(
    title: &str,
    body: Markup,
    around: &Around<'_>,
    here: &dyn Fn(PublicLang) -> String,
) -> String {
    let (site, lang) = (around.site, around.lang);
    let body = html! {
        nav aria-label=(Word::Language.text(lang)) {
            a href=(site.list(lang)) { (Word::All.text(lang)) }
            @for other in PublicLang::ALL.into_iter().filter(|other| *other != lang) {
                " " a href=(here(other)) lang=(other.code()) hreflang=(other.code()) { (name(other)) }
            }
        }
        main { (body) }
    };
    bare(title, body, around)
}

fn bare(title: &str, body: Markup, around: &Around<'_>) -> String {
    let (site, lang) = (around.site, around.lang);
    let robots = if around.index { "noarchive" } else { "noindex, noarchive" };
    let page = html! {
        (DOCTYPE)
        html lang=(lang.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content=(robots);
                title { (title) " — " (Word::FeedTitle.text(lang)) }
                link rel="stylesheet" href=(site.style());
                // None: otherwise a browser asks the host for one.
                link rel="icon" href="data:,";
                link rel="alternate" type="application/atom+xml" href=(site.feed("feed.atom", lang));
                link rel="alternate" type="application/feed+json" href=(site.feed("feed.json", lang));
            }
            body { (body) }
        }
    };
    page.into_string()
}

/// What a language calls itself.
const fn name(lang: PublicLang) -> &'static str {
    match lang {
        PublicLang::Es => "Español",
        PublicLang::En => "English",
        PublicLang::Fr => "Français",
        PublicLang::Pt => "Português",
        PublicLang::Ht => "Kreyòl",
    }
}
