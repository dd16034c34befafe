//! JSON Feed 1.1. Each item carries the notice itself under `_vinculo`; the item of a notice
//! that is no longer published says `withdrawn` there and nothing else of it.

use serde_json::{Value, json};

use crate::{Entry, PhotoSize, PublicLang, Site, Word, describe, timestamp, title};

/// A page of the feed.
pub fn document<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    own: &str,
    next: Option<&str>,
    site: &Site,
    lang: PublicLang,
) -> Value {
    let items: Vec<Value> = entries.into_iter().map(|entry| item(entry, site, lang)).collect();
    let mut feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": Word::FeedTitle.text(lang),
        "description": Word::FeedSubtitle.text(lang),
        "home_page_url": site.list(lang),
        "feed_url": own,
        "language": lang.code(),
        "authors": [{"name": site.domain()}],
        "items": items,
    });
    if let Some(next) = next {
        feed["next_url"] = json!(next);
    }
    feed
}

fn item(entry: &Entry, site: &Site, lang: PublicLang) -> Value {
    let id = format!("pfif:{}", site.record_id(entry));
    let at = timestamp(entry.at);
    let Some(notice) = &entry.notice else {
        return json!({
            "id": id,
            "title": Word::Withdrawn.text(lang),
            "content_text": Word::WithdrawnNote.text(lang),
            "date_modified": at,
            "language": lang.code(),
            "_vinculo": {"withdrawn": true},
        });
    };
    let lines = describe::describe(notice, lang);
    let lines: Vec<String> = lines
        .iter()
        .map(|line| format!("{}: {}", line.label.text(lang), describe::shown(line)))
        .collect();
    let mut item = json!({
        "id": id,
        "url": site.page(&entry.id, lang),
        "title": title(notice, lang),
        "content_text": lines.join("\n"),
        "date_modified": at,
        "language": lang.code(),
        "authors": [{"name": notice.source}],
        "_vinculo": {"withdrawn": false, "expires": timestamp(entry.expires()), "notice": notice},
    });
    if let Some(photo) = site.photo(notice, PhotoSize::Large) {
        item["image"] = json!(photo);
    }
    item
}
