//! The public feed as files, for whoever can only serve files.
//!
//! The folder holds what the routes of the server give: pages and feeds in each language, the
//! notices for the widget, the widget. Every id that was ever published has its page, so
//! that copying the folder over an older one takes down what must be taken down.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::json;
use vinculo_exchange::ExchangeError;
use vinculo_public::{
    Directory, Entry, PhotoSize, PublicId, PublicLang, Site, atom, embed, json_feed, page, pfif,
    timestamp,
};

use crate::engine::Engine;
use crate::error::Result;
use crate::feed::{FeedOrder, FeedQuery};

/// What a static copy is made with.
pub struct StaticCopy<'a> {
    /// Where it will be reached; its paths are those of files.
    pub site: &'a Site,
    /// Whether search engines may keep the pages.
    pub index: bool,
    /// Who helps.
    pub directory: &'a Directory,
}

/// A format of the whole feed as one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedFormat {
    /// PFIF 1.4.
    Pfif,
    /// Atom with PFIF.
    Atom,
    /// JSON Feed 1.1.
    JsonFeed,
}

impl FeedFormat {
    /// All of them.
    pub const ALL: [FeedFormat; 3] = [FeedFormat::Pfif, FeedFormat::Atom, FeedFormat::JsonFeed];

    /// The name of its file.
    pub const fn file(self) -> &'static str {
        match self {
            FeedFormat::Pfif => "feed.pfif",
            FeedFormat::Atom => "feed.atom",
            FeedFormat::JsonFeed => "feed.json",
        }
    }
}

impl Engine {
    /// The whole feed in one document, what changed first first; with how many entries.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn feed_document(
        &self,
        format: FeedFormat,
        site: &Site,
        lang: PublicLang,
    ) -> Result<(String, usize)> {
        let entries = self.whole_feed()?;
        Ok((document(format, &entries, site, lang)?, entries.len()))
    }

    /// Writes the feed as files into a folder, and takes away pages of an earlier copy that
    /// are not written again. Returns how many notices are published.
    ///
    /// # Errors
    /// When the store cannot be read or the folder not be written.
    pub fn write_static_copy(&self, folder: &Path, copy: &StaticCopy<'_>) -> Result<usize> {
        let entries = self.whole_feed()?;
        let shown: Vec<&Entry> =
            entries.iter().rev().map(|e| &**e).filter(|e| e.notice.is_some()).collect();
        put(folder, "page.css", page::STYLE)?;
        put(folder, "embed.js", embed::module())?;
        put(folder, embed::versioned_name(), embed::module())?;
        for lang in PublicLang::ALL {
            let pages = folder.join(lang.code());
            let around = page::Around {
                site: copy.site,
                lang,
                index: copy.index,
                directory: copy.directory,
            };
            let mut written = BTreeSet::new();
            for entry in &entries {
                let name = format!("{}.html", entry.id);
                put(&pages, &name, page::notice(entry, &around))?;
                written.insert(name);
            }
            let list = shown.iter().copied();
            put(&pages, "index.html", page::list(list.clone(), None, &around))?;
            put(&pages, "frame.html", page::frame(list.clone(), None, &around))?;
            put(&pages, "notices.json", for_the_widget(list, copy.site, lang))?;
            for format in FeedFormat::ALL {
                put(&pages, format.file(), &document(format, &entries, copy.site, lang)?)?;
            }
            remove_others(&pages, |name| !is_notice(name) || written.contains(name))?;
        }
        self.write_photos(folder, &shown)?;
        Ok(shown.len())
    }

    /// Writes the photos of the notices, and takes away those of an earlier copy.
    fn write_photos(&self, folder: &Path, shown: &[&Entry]) -> Result<()> {
        let mut written = BTreeSet::new();
        for entry in shown {
            for size in PhotoSize::ALL {
                if let Some(photo) = self.public_photo(&entry.id, size)? {
                    let name = Site::photo_file(&entry.id, size);
                    put(folder, &name, &photo)?;
                    written.insert(folder.join(name));
                }
            }
        }
        let photos = folder.join("photos");
        match photos.is_dir() {
            true => remove_others(&photos, |name| written.contains(&photos.join(name))),
            false => Ok(()),
        }
    }

    fn whole_feed(&self) -> Result<Vec<Arc<Entry>>> {
        let query = FeedQuery {
            placeholders: true,
            order: FeedOrder::Oldest,
            limit: usize::MAX - 1,
            ..FeedQuery::default()
        };
        Ok(self.feed_page(&query)?.entries)
    }
}

fn document(
    format: FeedFormat,
    entries: &[Arc<Entry>],
    site: &Site,
    lang: PublicLang,
) -> Result<String> {
    let own = site.feed(format.file(), lang);
    let entries_of = || entries.iter().map(|entry| &**entry);
    let written = match format {
        FeedFormat::Pfif => pfif::document(entries_of(), site, lang),
        FeedFormat::Atom => {
            let updated = entries.last().map_or(Timestamp::UNIX_EPOCH, |entry| entry.at);
            let frame = atom::Frame { own: &own, next: None, updated };
            atom::document(entries_of(), &frame, site, lang)
        }
        FeedFormat::JsonFeed => {
            Ok(json_feed::document(entries_of(), &own, None, site, lang).to_string())
        }
    };
    Ok(written.map_err(failed(format.file(), "writing"))?)
}

/// What the widget reads: the same as `/public/v1/notices` gives, in one page.
fn for_the_widget<'a>(
    entries: impl Iterator<Item = &'a Entry>,
    site: &Site,
    lang: PublicLang,
) -> String {
    let notices = entries.filter_map(|entry| {
        let shown = entry.notice.as_ref()?;
        let mut notice = json!(shown);
        notice["page"] = json!(site.page(&entry.id, lang));
        notice["updated"] = json!(timestamp(entry.at));
        let fields = notice.as_object_mut()?;
        fields.remove("photo_tag");
        if let Some(photo) = site.photo(shown, PhotoSize::Small) {
            fields.insert("photo".to_owned(), json!(photo));
        }
        Some(notice)
    });
    json!({"notices": notices.collect::<Vec<_>>()}).to_string()
}

/// Writes a file beside its place and renames it: a page is whole at every time.
fn put(folder: &Path, name: &str, text: impl AsRef<[u8]>) -> Result<()> {
    let part = folder.join(format!("{name}.part"));
    let within = part.parent().unwrap_or(folder);
    let written = fs::create_dir_all(within)
        .and_then(|()| fs::write(&part, text))
        .and_then(|()| fs::rename(&part, folder.join(name)));
    Ok(written.map_err(failed(name, "writing"))?)
}

/// Whether a file is the page of a notice. One that is not of this copy is of a store that was
/// another, for a notice that was published once has a page for ever.
fn is_notice(name: &str) -> bool {
    name.strip_suffix(".html").is_some_and(|id| PublicId::parse(id).is_some())
}

/// Takes away what does not stay.
fn remove_others(folder: &Path, stays: impl Fn(&str) -> bool) -> Result<()> {
    let failed = || failed("the folder of the copy", "tidying");
    for entry in fs::read_dir(folder).map_err(failed())? {
        let entry = entry.map_err(failed())?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !stays(&name) {
            fs::remove_file(entry.path()).map_err(failed())?;
        }
    }
    Ok(())
}

fn failed(file: &str, action: &'static str) -> impl FnOnce(io::Error) -> ExchangeError {
    let file = file.to_owned();
    move |source| ExchangeError::Io { file, action, source }
}

#[cfg(test)]
mod tests {
    use vinculo_public::Paths;
    use vinculo_record::{Cell, Column, Kind, Row};

    use super::*;

    fn put_notice(engine: &Engine, id: &str, changes: &[(Column, &str)]) {
        let mut row = Row::default();
        let whole = [
            (Column::Source, "ORG"),
            (Column::LocalId, id),
            (Column::FullName, "Fulana Canaria <b>"),
            (Column::AgeMin, "30"),
            (Column::AgeMax, "31"),
            (Column::EventDate, "2021-02-03"),
            (Column::Public, "true"),
            (Column::PublicUntil, "2099-01-01"),
            (Column::ConsentBy, "madre"),
            (Column::ConsentDate, "2021-02-04"),
        ];
        for (column, text) in whole.iter().chain(changes) {
            row.insert_text(*column, *text);
        }
        row.insert(Column::PublicFields, Cell::List(vec!["full_name".to_owned()]));
        engine.put(Kind::Notice, &row).unwrap();
    }

    fn files(folder: &Path) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            match path.is_dir() {
                true => found.extend(files(&path).iter().map(|inner| format!("{name}/{inner}"))),
                false => drop(found.insert(name)),
            }
        }
        found
    }

    #[test]
    fn a_copy_over_an_older_one_takes_down_what_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let (store, out) = (folder.path().join("store"), folder.path().join("out"));
        Engine::init(&store).unwrap();
        let engine = Engine::open_writer(&store, "test").unwrap();
        put_notice(&engine, "CASO-1", &[]);
        put_notice(&engine, "CASO-2", &[(Column::FullName, "Otra")]);
        put_notice(&engine, "CASO-3", &[(Column::Public, "false")]);
        let site = Site::new("https://copia.example.org/avisos", Paths::Files).unwrap();
        let directory = Directory::default();
        let copy = StaticCopy { site: &site, index: false, directory: &directory };
        assert_eq!(engine.write_static_copy(&out, &copy).unwrap(), 2);
        let first = files(&out);
        // In five languages: two pages, list, frame, feeds, notices; style and widget twice.
        assert_eq!(first.len(), 5 * (2 + 2 + 3 + 1) + 3, "{first:?}");
        let holding = |word: &str| -> Vec<String> {
            let has = |name: &&String| fs::read_to_string(out.join(name)).unwrap().contains(word);
            first.iter().filter(has).cloned().collect()
        };
        assert_eq!(holding("Canaria").len(), 5 * (1 + 2 + 3 + 1));
        assert!(holding("CASO-").is_empty() && holding("madre:").is_empty());
        assert!(holding("Canaria <b>").iter().all(|name| name.ends_with(".json")));
        put_notice(&engine, "CASO-1", &[(Column::Status, "located")]);
        assert_eq!(engine.write_static_copy(&out, &copy).unwrap(), 1);
        assert_eq!(files(&out), first, "its pages say that it is gone");
        assert!(holding("Canaria").is_empty());
        assert_eq!(holding("no longer published").len(), 1 + 2, "page and feeds in English");
        // A page of another store's copy is taken away.
        let stranger = out.join("es").join(format!("{}.html", "ab".repeat(12)));
        fs::write(&stranger, "Canaria").unwrap();
        engine.write_static_copy(&out, &copy).unwrap();
        assert!(!stranger.exists());
    }
}
