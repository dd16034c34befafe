//! The configuration of `vinculo serve`: flags go before the environment, that before
//! the file, that before what is built in.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::ValueEnum;
use serde::Deserialize;
use vinculo_engine::public::{Paths, Site};
use vinculo_record::Lang;
use vinculo_server::{PublicOptions, RateLimits};

use crate::args::Serve;
use crate::output::Usage;

/// The port where none is named.
const PORT: u16 = 8080;

/// How log lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object in each line, for programs.
    Json,
}

/// A configuration file. Every key may be left out; an unknown one is an error.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Folder of the store, from the file's own folder on.
    store: Option<PathBuf>,
    /// Address to listen on.
    listen: Option<SocketAddr>,
    /// `es` or `en`: of clients that name none of ours.
    lang: Option<String>,
    /// What is logged, as `RUST_LOG` writes it: `info`, `warn,vinculo_server=info`.
    log: Option<String>,
    /// `text` or `json`.
    log_format: Option<LogFormat>,
    /// Most bytes of an uploaded file.
    upload_bytes: Option<u64>,
    /// Whether a proxy in front sets `X-Forwarded-For`.
    #[serde(default)]
    behind_proxy: bool,
    /// What is published.
    #[serde(default)]
    public: PublicFile,
    /// How much a token may ask.
    #[serde(default)]
    limits: LimitsFile,
}

/// The part `[limits]` of a configuration file: what each token may do.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitsFile {
    /// Requests in a second, over time.
    requests_per_second: Option<NonZeroU32>,
    /// Requests at once.
    requests_at_once: Option<NonZeroU32>,
    /// Different records opened in a day.
    case_files_per_day: Option<usize>,
    /// Different records shown in lists in a day, those of a matched batch included.
    records_shown_per_day: Option<usize>,
}

impl LimitsFile {
    /// What the server takes.
    fn limits(&self) -> RateLimits {
        let default = RateLimits::default();
        RateLimits {
            token_per_second: self.requests_per_second.unwrap_or(default.token_per_second),
            token_burst: self.requests_at_once.unwrap_or(default.token_burst),
            case_files: self.case_files_per_day.unwrap_or(default.case_files),
            records_shown: self.records_shown_per_day.unwrap_or(default.records_shown),
        }
    }
}

/// The part `[public]` of a configuration file.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct PublicFile {
    /// Where the public pages are reached: `https://notices.example.org`.
    url: Option<String>,
    /// The domain of the notices' ids in PFIF, if it is not that of `url`.
    domain: Option<String>,
    /// Whether search engines may keep the pages.
    #[serde(default)]
    index: bool,
    /// The origins whose pages may frame ours; empty is any.
    #[serde(default)]
    frame_origins: Vec<String>,
    /// The file of who helps, from the file's own folder on; `directory.csv` in the store's
    /// folder if absent.
    directory: Option<PathBuf>,
}

impl PublicFile {
    /// What the server takes; `url` goes before the file's.
    fn options(self, url: Option<&str>) -> anyhow::Result<PublicOptions> {
        let site = url.or(self.url.as_deref()).map(|url| {
            let site = Site::new(url, Paths::Routes)?;
            self.domain.as_deref().map_or(Ok(site.clone()), |domain| site.with_domain(domain))
        });
        let site = site.transpose().map_err(|error| Usage(error.to_string()))?;
        let Self { index, frame_origins, directory, .. } = self;
        Ok(PublicOptions { site, index, frame_origins, directory })
    }
}

/// What the server runs with.
#[derive(Debug, PartialEq, Eq)]
pub struct Config {
    /// Folder of the store.
    pub store: PathBuf,
    /// Address to listen on.
    pub listen: SocketAddr,
    /// The language of clients that name none of ours.
    pub lang: Option<Lang>,
    /// What is logged; `RUST_LOG` goes before it.
    pub log: String,
    /// How log lines are written.
    pub log_format: LogFormat,
    /// Most bytes of an uploaded file.
    pub upload_bytes: Option<u64>,
    /// A proxy in front sets `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// How public notices are served.
    pub public: PublicOptions,
    /// How much a token may ask.
    pub limits: RateLimits,
}

impl Config {
    /// The configuration that the arguments name.
    ///
    /// # Errors
    /// When the file cannot be read or breaks a rule, or nothing names a store.
    pub fn of(args: &Serve) -> anyhow::Result<Self> {
        let file = match &args.config {
            Some(path) => File::read(path)?,
            None => File::default(),
        };
        let no_store =
            "name the store: --store DIR, VINCULO_STORE, or store in the file of --config";
        let lang = file.lang.map(|lang| lang.parse::<Lang>().map_err(Usage)).transpose()?;
        Ok(Self {
            store: args.store.clone().or(file.store).ok_or_else(|| Usage(no_store.to_owned()))?,
            listen: args
                .listen
                .or(file.listen)
                .unwrap_or_else(|| (Ipv4Addr::LOCALHOST, PORT).into()),
            lang,
            log: file.log.unwrap_or_else(|| "warn,vinculo_server=info".to_owned()),
            log_format: args.log_format.or(file.log_format).unwrap_or_default(),
            upload_bytes: file.upload_bytes,
            behind_proxy: args.behind_proxy || file.behind_proxy,
            limits: file.limits.limits(),
            public: file.public.options(args.public_url.as_deref())?,
        })
    }
}

impl File {
    fn read(path: &Path) -> anyhow::Result<Self> {
        let text = fs::read_to_string(path)
            .with_context(|| format!("could not read the configuration {}", path.display()))?;
        let mut file = Self::parse(&text)
            .map_err(|message| Usage(format!("{}: {message}", path.display())))?;
        if let (Some(store), Some(folder)) = (&file.store, path.parent()) {
            file.store = Some(folder.join(store));
        }
        if let (Some(directory), Some(folder)) = (&file.public.directory, path.parent()) {
            file.public.directory = Some(folder.join(directory));
        }
        Ok(file)
    }

    fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.message().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serve(config: Option<PathBuf>) -> Serve {
        Serve {
            store: None,
            listen: None,
            behind_proxy: false,
            config,
            log_format: None,
            public_url: None,
        }
    }

    #[test]
    fn flags_go_before_the_file_and_its_paths_are_its_folders() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vinculo.toml");
        fs::write(&path, "store = \"store\"\nlisten = \"127.0.0.1:1\"\nlog_format = \"json\"\n")
            .unwrap();
        let config = Config::of(&serve(Some(path.clone()))).unwrap();
        assert_eq!(config.store, folder.path().join("store"));
        assert_eq!((config.listen.port(), config.log_format), (1, LogFormat::Json));
        let args = Serve {
            store: Some("elsewhere".into()),
            listen: Some("127.0.0.1:2".parse().unwrap()),
            behind_proxy: true,
            log_format: Some(LogFormat::Text),
            config: Some(path),
            public_url: None,
        };
        let config = Config::of(&args).unwrap();
        assert_eq!((config.store, config.listen.port()), ("elsewhere".into(), 2));
        assert_eq!(config.log_format, LogFormat::Text);
    }

    #[test]
    fn what_is_unknown_or_missing_is_told() {
        for text in ["stor = \"x\"", "listen = \"everywhere\"", "log_format = \"xml\"", "store ="] {
            assert!(File::parse(text).is_err(), "{text}");
        }
        assert!(Config::of(&serve(None)).unwrap_err().to_string().contains("--store"));
    }

    #[test]
    fn the_public_pages_have_an_address_and_a_domain() {
        let text = "[public]\nurl = \"https://a.example.org\"\ndomain = \"old.example.org\"\n";
        let public = || File::parse(text).unwrap().public;
        let options = public().options(None).unwrap();
        let site = options.site.unwrap();
        assert_eq!((site.base(), site.domain()), ("https://a.example.org", "old.example.org"));
        let site = public().options(Some("http://b.example.org")).unwrap().site.unwrap();
        assert_eq!((site.base(), site.domain()), ("http://b.example.org", "old.example.org"));
        assert!(public().options(Some("b.example.org")).is_err());
        assert!(PublicFile::default().options(None).unwrap().site.is_none());
    }

    #[test]
    fn limits_are_those_of_the_file_or_built_in() {
        let text = "[limits]\nrequests_at_once = 7\nrecords_shown_per_day = 90000\n";
        let limits = File::parse(text).unwrap().limits.limits();
        let default = RateLimits::default();
        assert_eq!((limits.token_burst.get(), limits.records_shown), (7, 90_000));
        assert_eq!(limits.case_files, default.case_files);
        assert_eq!(limits.token_per_second, default.token_per_second);
        assert!(File::parse("[limits]\nrequests_at_once = 0\n").is_err());
    }

    #[test]
    fn the_packaged_example_is_valid() {
        let text = include_str!("../packaging/vinculo.toml");
        let file = File::parse(text).unwrap();
        assert_eq!(file.listen, Some("127.0.0.1:8080".parse().unwrap()));
        assert_eq!(file.limits.limits(), RateLimits::default(), "it shows what is built in");
    }
}
