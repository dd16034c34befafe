//! Where notices are published: addresses and the domain of their ids.

use crate::{Entry, PublicId, PublicLang, PublicNotice};

/// Where notices are published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    base: String,
    domain: String,
    paths: Paths,
}

/// How pages are addressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paths {
    /// As routes of the server under `/public/v1`.
    Routes,
    /// As files of a static copy.
    Files,
}

/// How large a photo is served.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PhotoSize {
    /// Beside a title, in lists.
    Small,
    /// On a page or a poster.
    #[default]
    Large,
}

impl PhotoSize {
    /// Both.
    pub const ALL: [PhotoSize; 2] = [PhotoSize::Small, PhotoSize::Large];

    /// Pixels of the longer side, at most. Judgement: sharp at the size at which pages and
    /// posters show it, and some 5 and 60 kB.
    pub const fn side(self) -> u32 {
        match self {
            PhotoSize::Small => 144,
            PhotoSize::Large => 640,
        }
    }

    /// As addresses write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            PhotoSize::Small => "small",
            PhotoSize::Large => "large",
        }
    }
}

/// A text is no address of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a site's address is http:// or https:// with a host and no query, such as https://notices.example.org"
)]
pub struct BadSite;

/// Longest address of a site, in bytes.
const MAX_BASE_BYTES: usize = 200;

impl Site {
    /// A site at an address such as `https://notices.example.org`; the host names the
    /// authority of its notices in PFIF.
    ///
    /// # Errors
    /// [`BadSite`].
    pub fn new(address: &str, paths: Paths) -> Result<Self, BadSite> {
        let base = address.trim().trim_end_matches('/');
        let rest = base.strip_prefix("https://").or_else(|| base.strip_prefix("http://"));
        let rest = rest.ok_or(BadSite)?;
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b"-._~/:[]".contains(&b);
        if base.len() > MAX_BASE_BYTES || !rest.bytes().all(allowed) {
            return Err(BadSite);
        }
        let authority = rest.split('/').next().unwrap_or_default();
        let host = match authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
            _ => authority,
        };
        if host.is_empty() {
            return Err(BadSite);
        }
        Ok(Self { base: base.to_owned(), domain: host.to_ascii_lowercase(), paths })
    }

    /// The address without a slash at its end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The domain of the notices' ids.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// The same site with ids of another domain: the one it had before it moved.
    ///
    /// # Errors
    /// [`BadSite`] for what is no domain.
    pub fn with_domain(mut self, domain: &str) -> Result<Self, BadSite> {
        if !is_registry(domain) {
            return Err(BadSite);
        }
        self.domain = domain.to_owned();
        Ok(self)
    }

    /// The PFIF id of an entry: another registry's stays as it is.
    pub fn record_id(&self, entry: &Entry) -> String {
        entry.original_id.clone().unwrap_or_else(|| format!("{}/{}", self.domain, entry.id))
    }

    /// The page of a notice.
    pub fn page(&self, id: &PublicId, lang: PublicLang) -> String {
        match self.paths {
            Paths::Routes => format!("{}/public/v1/notices/{id}/page?lang={lang}", self.base),
            Paths::Files => format!("{}/{lang}/{id}.html", self.base),
        }
    }

    /// The list of notices for readers.
    pub fn list(&self, lang: PublicLang) -> String {
        match self.paths {
            Paths::Routes => format!("{}/public/v1/page?lang={lang}", self.base),
            Paths::Files => format!("{}/{lang}/index.html", self.base),
        }
    }

    /// A notice's photo, as feeds name it; `None` where it shows none. Its address moves with
    /// the photo: a feed changes with it within a second too, and nobody is shown the photo
    /// before from a cache.
    pub fn photo(&self, notice: &PublicNotice, size: PhotoSize) -> Option<String> {
        self.photo_under(&self.base, notice, size)
    }

    /// The same, as a page shows it: of its own host, whatever that is called.
    pub fn photo_on_page(&self, notice: &PublicNotice, size: PhotoSize) -> Option<String> {
        let top = match self.paths {
            Paths::Routes => "",
            Paths::Files => "..",
        };
        self.photo_under(top, notice, size)
    }

    fn photo_under(&self, top: &str, notice: &PublicNotice, size: PhotoSize) -> Option<String> {
        let (id, tag) = (&notice.id, notice.photo_tag.as_ref()?);
        Some(match self.paths {
            Paths::Routes => {
                format!("{top}/public/v1/notices/{id}/photo?size={}&v={tag}", size.as_str())
            }
            Paths::Files => format!("{top}/{}?v={tag}", Self::photo_file(id, size)),
        })
    }

    /// Where a static copy has a notice's photo.
    pub fn photo_file(id: &PublicId, size: PhotoSize) -> String {
        format!("photos/{id}-{}.jpg", size.as_str())
    }

    /// The style sheet, as a page links it.
    pub fn style(&self) -> &'static str {
        match self.paths {
            Paths::Routes => "/public/v1/page.css",
            Paths::Files => "../page.css",
        }
    }

    /// A feed by its file name: `feed.pfif`, `feed.atom`, `feed.json`.
    pub fn feed(&self, name: &str, lang: PublicLang) -> String {
        match self.paths {
            Paths::Routes => format!("{}/public/v1/{name}?lang={lang}", self.base),
            Paths::Files => format!("{}/{lang}/{name}", self.base),
        }
    }
}

/// Whether an organisation's code is the domain of another registry, as the import of PFIF
/// writes it: in lower case, with a dot, ending in letters. Codes of organisations that take
/// part in this system are not written so.
pub fn is_registry(source: &str) -> bool {
    let labels: Vec<&str> = source.split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty()
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = labels.last().copied().unwrap_or_default();
    labels.len() >= 2
        && labels.iter().all(is_label)
        && last.len() >= 2
        && last.bytes().all(|b| b.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read() {
        let domain = |text: &str| Site::new(text, Paths::Routes).map(|site| site.domain);
        assert_eq!(domain("https://Avisos.example.org/"), Ok("avisos.example.org".to_owned()));
        assert_eq!(domain("http://127.0.0.1:8080"), Ok("127.0.0.1".to_owned()));
        assert_eq!(domain("http://[::1]:80/a"), Ok("[::1]".to_owned()));
        for bad in [
            "",
            "avisos.example.org",
            "ftp://x",
            "https://",
            "https://a b",
            "https://x\"y",
            "https://:80",
        ] {
            assert_eq!(domain(bad), Err(BadSite), "{bad}");
        }
    }

    #[test]
    fn registries_are_told_from_organisations() {
        for yes in ["example.org", "a-b.gob.gt", "1.example.mx"] {
            assert!(is_registry(yes), "{yes}");
        }
        for no in
            ["", "ORG", "FGE.MX", "a.b1", "a..org", "-a.org", "127.0.0.1", "Example.org", "a_b.org"]
        {
            assert!(!is_registry(no), "{no}");
        }
    }
}
