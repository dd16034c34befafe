//! What the public pages are served with: their address, who may frame them, who helps.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

use vinculo_engine::public::{Directory, Paths, Site};

/// How public notices are served.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicOptions {
    /// Where the pages are reached, for the addresses and ids in feeds; where none is named,
    /// the address that is listened on.
    pub site: Option<Site>,
    /// Whether search engines may keep the pages. A found child must not stay in their
    /// copies: only on request.
    pub index: bool,
    /// The origins (`https://…`) whose pages may frame ours; empty is any.
    pub frame_origins: Vec<String>,
    /// The file of who helps; where none is named, `directory.csv` in the store's folder.
    pub directory: Option<PathBuf>,
}

/// The same, as requests use it.
pub(crate) struct Publishing {
    site: OnceLock<Site>,
    pub(crate) index: bool,
    frame_ancestors: String,
    directory: DirectoryFile,
}

/// The file, read again when it has changed.
struct DirectoryFile {
    path: PathBuf,
    read: Mutex<(Option<SystemTime>, Arc<Directory>)>,
}

impl Publishing {
    pub(crate) fn new(options: PublicOptions, store: &Path) -> Self {
        let origins: Vec<&str> =
            options.frame_origins.iter().map(String::as_str).filter(|o| is_origin(o)).collect();
        let frame_ancestors = match options.frame_origins.is_empty() {
            true => "*".to_owned(),
            // Where none of them is an origin, nobody may.
            false if origins.is_empty() => "'none'".to_owned(),
            false => origins.join(" "),
        };
        let path = options.directory.unwrap_or_else(|| store.join("directory.csv"));
        Self {
            site: options.site.map_or_else(OnceLock::new, OnceLock::from),
            index: options.index,
            frame_ancestors,
            directory: DirectoryFile { path, read: Mutex::default() },
        }
    }

    /// The address, if none was configured.
    pub(crate) fn listens_at(&self, address: &str) {
        if let Ok(site) = Site::new(&format!("http://{address}"), Paths::Routes) {
            let _ = self.site.set(site);
        }
    }

    /// Where the pages are reached.
    pub(crate) fn site(&self) -> &Site {
        self.site.get_or_init(|| {
            Site::new("http://localhost", Paths::Routes).expect("an address of a site")
        })
    }

    /// Who may frame the pages, as a content security policy names them.
    pub(crate) fn frame_ancestors(&self) -> &str {
        &self.frame_ancestors
    }

    /// Who helps, as the file says now. One that breaks a rule is told in the log, and the
    /// last good one stays.
    pub(crate) fn directory(&self) -> Arc<Directory> {
        let DirectoryFile { path, read } = &self.directory;
        let changed = std::fs::metadata(path).and_then(|meta| meta.modified()).ok();
        let mut read = read.lock().unwrap_or_else(PoisonError::into_inner);
        if changed != read.0 {
            read.0 = changed;
            let text = match changed {
                Some(_) => std::fs::read_to_string(path).ok(),
                None => Some(format!("{}\n", Directory::COLUMNS.join(","))),
            };
            match text.map(|text| Directory::parse(&text)) {
                Some(Ok(directory)) => read.1 = Arc::new(directory),
                Some(Err(error)) => tracing::error!(%error, "the directory of help was not taken"),
                None => tracing::error!("the directory of help could not be read"),
            }
        }
        Arc::clone(&read.1)
    }
}

/// `https://host[:port]`, and plain http on the loopback.
fn is_origin(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://").filter(|rest| is_loopback(rest)));
    rest.is_some_and(|rest| {
        !rest.is_empty()
            && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]*".contains(&b))
    })
}

fn is_loopback(authority: &str) -> bool {
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_frame_is_what_was_named() {
        let ancestors = |origins: &[&str]| {
            let frame_origins = origins.iter().map(|o| (*o).to_owned()).collect();
            let options = PublicOptions { frame_origins, ..PublicOptions::default() };
            Publishing::new(options, Path::new("/")).frame_ancestors
        };
        assert_eq!(ancestors(&[]), "*");
        assert_eq!(
            ancestors(&["https://a.gob.gt", "http://127.0.0.1:1"]),
            "https://a.gob.gt http://127.0.0.1:1"
        );
        assert_eq!(ancestors(&["https://a; script-src *", "http://a.gob.gt"]), "'none'");
    }

    #[test]
    fn the_directory_follows_its_file_and_survives_a_bad_one() {
        let folder = tempfile::tempdir().unwrap();
        let publishing = Publishing::new(PublicOptions::default(), folder.path());
        assert!(publishing.directory().is_empty());
        let path = folder.path().join("directory.csv");
        let write = |text: &str, second: u64| {
            std::fs::write(&path, text).unwrap();
            let time = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(second);
            std::fs::File::options().append(true).open(&path).unwrap().set_modified(time).unwrap();
        };
        let header = Directory::COLUMNS.join(",");
        write(&format!("{header}\nGT,consulate,C,,1,2026-01-01\n"), 100);
        assert_eq!(publishing.directory().len(), 1);
        write("not,a,directory\n", 200);
        assert_eq!(publishing.directory().len(), 1);
        std::fs::remove_file(&path).unwrap();
        assert!(publishing.directory().is_empty());
    }
}
