//! `vinculo export`

use std::fs;
use std::path::Path;

use anyhow::Context;
use vinculo_access::Caller;
use vinculo_engine::public::{Directory, Paths, PublicLang, Site};
use vinculo_engine::{Engine, FeedFormat, StaticCopy};
use vinculo_exchange::Format;
use vinculo_record::{Kind, Lang};

use crate::args::{Export, ExportFormat};
use crate::command::Done;
use crate::output::Usage;

/// Writes the records of a kind, or what of the notices is public.
pub fn run(args: &Export, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    if let Some(folder) = &args.public {
        return static_copy(args, folder, lang);
    }
    let missing = || Usage("--kind, --format and --out are needed".to_owned());
    let kind = args.kind.ok_or_else(missing)?;
    let out = args.out.as_deref().ok_or_else(missing)?;
    let format = match args.format.ok_or_else(missing)? {
        ExportFormat::Csv => Format::Csv,
        ExportFormat::Ndjson => Format::Ndjson,
        ExportFormat::Parquet => Format::Parquet,
        ExportFormat::Xlsx => Format::Xlsx,
        ExportFormat::Pfif => return feed(args, kind, FeedFormat::Pfif, out, lang),
        ExportFormat::Atom => return feed(args, kind, FeedFormat::Atom, out, lang),
        ExportFormat::Jsonfeed => return feed(args, kind, FeedFormat::JsonFeed, out, lang),
    };
    let engine = Engine::open_reader(&args.store)?;
    // Before the file is there: what leaves is recorded.
    engine.record_kinds(caller, "export", [kind])?;
    let written = engine.export(kind, out, format)?;
    eprintln!("{written} {}", lang.pick("registros", "records"));
    Ok(Done::Whole)
}

/// Writes the public feed in one file: what anybody may read, so that nothing is recorded.
fn feed(
    args: &Export,
    kind: Kind,
    format: FeedFormat,
    out: &Path,
    lang: Lang,
) -> anyhow::Result<Done> {
    if kind != Kind::Notice {
        return Err(Usage("only notices are ever public: --kind notice".to_owned()).into());
    }
    let site = site(args, Paths::Routes)?;
    let engine = Engine::open_reader(&args.store)?;
    let (text, entries) = engine.feed_document(format, &site, public_lang(lang))?;
    fs::write(out, text).with_context(|| format!("could not write {}", out.display()))?;
    eprintln!("{entries} {}", lang.pick("avisos y retiros", "notices and withdrawals"));
    Ok(Done::Whole)
}

/// Writes everything that is public as files.
fn static_copy(args: &Export, folder: &Path, lang: Lang) -> anyhow::Result<Done> {
    let site = site(args, Paths::Files)?;
    let engine = Engine::open_reader(&args.store)?;
    let path = engine.store().layout().dir().join("directory.csv");
    let directory = match path.exists() {
        true => {
            let text = fs::read_to_string(&path);
            let text = text.with_context(|| format!("could not read {}", path.display()))?;
            Directory::parse(&text).map_err(|error| Usage(error.to_string()))?
        }
        false => Directory::default(),
    };
    let copy = StaticCopy { site: &site, index: args.index, directory: &directory };
    let shown = engine.write_static_copy(folder, &copy)?;
    eprintln!("{shown} {}", lang.pick("avisos publicados", "published notices"));
    Ok(Done::Whole)
}

fn site(args: &Export, paths: Paths) -> anyhow::Result<Site> {
    Ok(Site::new(&args.public_url, paths).map_err(|error| Usage(error.to_string()))?)
}

fn public_lang(lang: Lang) -> PublicLang {
    match lang {
        Lang::Es => PublicLang::Es,
        Lang::En => PublicLang::En,
    }
}
