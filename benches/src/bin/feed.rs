//! The public feed: notices are published as a publisher does it, the program `vinculo` serves
//! them, and a client reads each format to its end, again and again.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use clap::Parser;
use vinculo_benches::server::Server;
use vinculo_benches::{load, write_people};
use vinculo_engine::{Engine, Published};
use vinculo_record::{Kind, Publication};
use vinculo_store::{ListFilter, RecordStore};
use vinculo_synth::{Corruption, SynthOptions};

/// Prints how long the public feed takes: whole, one page of it, and where nothing changed.
#[derive(Parser)]
struct Arguments {
    /// The program: a release build
    #[arg(long, default_value = "target/release/vinculo")]
    vinculo: PathBuf,
    /// Notices in the feed
    #[arg(long, default_value_t = 1_000)]
    notices: usize,
    /// How often each is read
    #[arg(long, default_value_t = 30)]
    rounds: usize,
}

const SEED: u64 = 7;
/// Entries of a page: the most that the server gives.
const PAGE: usize = 200;
const FORMATS: [&str; 4] = ["feed.pfif", "feed.atom", "feed.json", "notices"];

fn main() -> Result<()> {
    let Arguments { vinculo, notices, rounds } = Arguments::parse();
    let folder = tempfile::tempdir()?;
    let store = folder.path().join("store");
    let people = u32::try_from(2 * notices)?;
    let options = SynthOptions { seed: SEED, people, corruption: Corruption::Medium };
    write_people(&folder.path().join("people"), &options)?;
    load(&store, &folder.path().join("people"))?;
    let published = publish(&store, notices)?;
    let server = Server::start(&vinculo, &store)?;
    println!("{published} notices, read {rounds} times each, median\n");
    println!(
        "| Format | Pages | Whole feed ms | First page ms | Unchanged (304) ms | First page KiB, gzip |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    for format in FORMATS {
        let pages = walk(&server, format)?;
        let whole = median(rounds, || walk(&server, format).map(|_| ()))?;
        let first = format!("/public/v1/{format}?limit={PAGE}");
        let page = median(rounds, || read(&server, &first, None).map(|_| ()))?;
        let tag = read(&server, &first, None)?.tag;
        let unchanged = median(rounds, || {
            let answer = read(&server, &first, Some(&tag))?;
            ensure!(answer.status == 304, "{format}: {}", answer.status);
            Ok(())
        })?;
        let packed = packed_bytes(&server, &first)? / 1024;
        println!(
            "| {format} | {pages} | {:.1} | {:.1} | {:.1} | {packed} |",
            ms(whole),
            ms(page),
            ms(unchanged)
        );
    }
    let probe = median(rounds, || read(&server, "/healthz", None).map(|_| ()))?;
    println!("\nan answer of nothing (/healthz): {:.2} ms", ms(probe));
    Ok(())
}

/// Publishes so many notices with every field that a family can release.
fn publish(store: &std::path::Path, notices: usize) -> Result<usize> {
    let engine = Engine::open_writer(store, "benches")?;
    let fields = vinculo_engine::public::PublicNotice::FIELDS;
    let publication = Publication {
        public: true,
        public_fields: fields.map(str::to_owned).to_vec(),
        public_until: Some(jiff::civil::date(2099, 1, 1)),
        consent_by: Some("mother".to_owned()),
        consent_date: Some(jiff::civil::date(2020, 1, 1)),
        consent_authority: Some("PGN".to_owned()),
        contact: Some("Comisión, tel. 1800".to_owned()),
        ..Publication::default()
    };
    let filter = ListFilter { kind: Some(Kind::Notice), source: None };
    let (mut published, mut after) = (0, None);
    while published < notices {
        let page = engine.store().list(&filter, after.as_ref(), PAGE)?;
        for stored in page.records {
            let done = engine.publish(&stored.key, &publication)?;
            published += usize::from(matches!(done, Published::As(_)));
            if published == notices {
                break;
            }
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    ensure!(published == notices, "only {published} notices could be published");
    Ok(published)
}

struct Answer {
    status: u16,
    tag: String,
    body: String,
    /// The next page, as the header names it.
    link: Option<String>,
}

fn read(server: &Server, path: &str, tag: Option<&str>) -> Result<Answer> {
    let mut request = server.agent().get(server.url(path)).header("accept-encoding", "identity");
    if let Some(tag) = tag {
        request = request.header("if-none-match", tag);
    }
    let mut answer = request.call()?;
    let text = |name: &str| {
        let value = answer.headers().get(name).and_then(|value| value.to_str().ok());
        value.map(str::to_owned)
    };
    let (tag, link) = (text("etag").unwrap_or_default(), text("link"));
    let status = answer.status().as_u16();
    let body = answer.body_mut().read_to_string()?;
    Ok(Answer { status, tag, body, link })
}

/// Reads a format to its end, as a copy does; the number of pages.
fn walk(server: &Server, format: &str) -> Result<usize> {
    let mut path = Some(format!("/public/v1/{format}?limit={PAGE}"));
    let mut pages = 0;
    while let Some(now) = path {
        let answer = read(server, &now, None)?;
        ensure!(answer.status == 200, "{format}: {}", answer.status);
        pages += 1;
        path = next(format, &answer)?;
    }
    Ok(pages)
}

/// The path of the next page, wherever the format says it.
fn next(format: &str, answer: &Answer) -> Result<Option<String>> {
    let within = |text: &str, before: &str, after: &str| {
        let rest = text.split(before).nth(1)?;
        rest.split(after).next().map(|found| found.replace("&amp;", "&"))
    };
    let address = match format {
        "feed.pfif" => answer.link.as_deref().and_then(|link| within(link, "<", ">")),
        "feed.atom" => within(&answer.body, "rel=\"next\" href=\"", "\""),
        "feed.json" => within(&answer.body, "\"next_url\":\"", "\""),
        _ => {
            let cursor = within(&answer.body, "\"next\":\"", "\"");
            cursor.map(|cursor| format!("/public/v1/{format}?limit={PAGE}&cursor={cursor}"))
        }
    };
    let Some(address) = address else { return Ok(None) };
    let start = address.find("/public/").context("not an address of the feed")?;
    Ok(Some(address[start..].to_owned()))
}

fn packed_bytes(server: &Server, path: &str) -> Result<usize> {
    let request = server.agent().get(server.url(path)).header("accept-encoding", "gzip");
    Ok(request.call()?.body_mut().read_to_vec()?.len())
}

fn median(rounds: usize, mut act: impl FnMut() -> Result<()>) -> Result<Duration> {
    let mut times = Vec::new();
    for _ in 0..rounds.max(1) {
        let started = Instant::now();
        act()?;
        times.push(started.elapsed());
    }
    times.sort_unstable();
    Ok(times[times.len() / 2])
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
