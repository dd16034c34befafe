//! Search while large batches load: the program `vinculo` serves, people search and compare,
//! partners upload, and the time of every answer is measured.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use clap::Parser;
use serde_json::{Value, json};
use vinculo_benches::server::Server;
use vinculo_benches::{load, write_people};
use vinculo_engine::{Engine, display_name};
use vinculo_record::Kind;
use vinculo_store::ListFilter;
use vinculo_synth::{Corruption, SynthOptions};

/// Prints how long a search takes, alone and beside batches that load.
#[derive(Parser)]
struct Arguments {
    /// The program: a release build
    #[arg(long, default_value = "target/release/vinculo")]
    vinculo: PathBuf,
    /// People behind the store that is searched (80,000 are some 100,000 records)
    #[arg(long, default_value_t = 80_000)]
    people: u32,
    /// Rows of the batch
    #[arg(long, default_value_t = 100_000)]
    rows: u32,
    /// Search teams, each asking ten times a second at most
    #[arg(long, default_value_t = 4)]
    searchers: usize,
    /// Seconds of search alone
    #[arg(long, default_value_t = 20)]
    alone: u64,
}

const SEED: u64 = 7;
/// Between two searches of a team.
const PAUSE: Duration = Duration::from_millis(100);

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let folder = tempfile::tempdir()?;
    let store = folder.path().join("store");
    let options =
        SynthOptions { seed: SEED, people: arguments.people, corruption: Corruption::Medium };
    write_people(&folder.path().join("people"), &options)?;
    let records = load(&store, &folder.path().join("people"))?;
    let names = names(&store)?;
    let server = Server::start(&arguments.vinculo, &store)?;
    let load = Load { server: &server, names: &names, searchers: arguments.searchers };
    println!("{records} records, {} search teams, one that compares\n", arguments.searchers);
    println!("| While | Asked | Answers | Errors | p50 ms | p99 ms | Longest ms | Memory MiB |");
    println!("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    load.measure("nothing else runs", false, || {
        sleep(Duration::from_secs(arguments.alone));
        Ok(())
    })?;
    let sheets = ["A", "B"].map(|partner| sheet(&names, arguments.rows, partner));
    let started = Instant::now();
    let mut alone = 0.0;
    load.measure("a batch loads, a team compares", true, || {
        server.load(&sheets[0], "BENCH-A")?;
        alone = f64::from(arguments.rows) / started.elapsed().as_secs_f64();
        server.wait_until_ready()
    })?;
    let started = Instant::now();
    let mut both = 0.0;
    load.measure("two batches load, a team compares", true, || {
        std::thread::scope(|scope| {
            let other = scope.spawn(|| server.load(&sheets[1], "BENCH-B"));
            let again = server.load(&sheets[0], "BENCH-C");
            again.and(other.join().unwrap_or_else(|_| bail!("an upload panicked")))
        })?;
        both = 2.0 * f64::from(arguments.rows) / started.elapsed().as_secs_f64();
        server.wait_until_ready()
    })?;
    println!("\n{} rows a batch; one: {alone:.0} rows/s, two at once: {both:.0}", arguments.rows);
    Ok(())
}

/// Names to search for, spread over the notices.
fn names(store: &Path) -> Result<Vec<String>> {
    let engine = Engine::open_reader(store)?;
    let filter = ListFilter { kind: Some(Kind::Notice), source: None };
    let page = engine.list(&filter, None, 5_000)?;
    let names = page.records.iter().map(|found| display_name(&found.record));
    Ok(names.filter(|name| !name.is_empty()).collect())
}

/// People of a partner's batch: names of the store in other places.
fn sheet(names: &[String], rows: u32, partner: &str) -> String {
    let row = |i: u32| {
        let name = &names[i as usize * 7 % names.len()];
        let day = 1 + i % 28;
        json!({"local_id": format!("{partner}{i}"), "full_name": name, "age_min": (i % 60).to_string(),
               "event_date": format!("2023-04-{day:02}"), "event_country": "MX"})
        .to_string()
            + "\n"
    };
    (0..rows).map(row).collect()
}

/// Who asks what while something else goes on.
struct Load<'a> {
    server: &'a Server,
    names: &'a [String],
    searchers: usize,
}

/// How long answers took, and how many failed.
type Told = (Vec<Duration>, u64);

impl Load<'_> {
    fn measure(
        &self,
        what: &str,
        compares: bool,
        meanwhile: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        let stop = AtomicBool::new(false);
        let Self { server, names, searchers } = *self;
        let (searches, matches) = std::thread::scope(|scope| {
            let stop = &stop;
            let from = |team: usize| &names[team * 911 % names.len()..];
            let search = |team| scope.spawn(move || server.ask(from(team), stop, search_of));
            let teams: Vec<_> = (0..searchers).map(search).collect();
            let matcher = scope.spawn(move || match compares {
                true => server.ask(names, stop, match_of),
                false => Told::default(),
            });
            let done = meanwhile();
            stop.store(true, Ordering::Relaxed);
            let mut all = Told::default();
            for team in teams {
                let (times, errors) = team.join().unwrap_or_else(|_| (Vec::new(), 1));
                all.0.extend(times);
                all.1 += errors;
            }
            let matches = matcher.join().unwrap_or_else(|_| (Vec::new(), 1));
            done.map(|()| (all, matches))
        })?;
        self.print(what, "search", searches)?;
        if compares { self.print(what, "match", matches) } else { Ok(()) }
    }

    fn print(&self, what: &str, asked: &str, (mut times, errors): Told) -> Result<()> {
        times.sort_unstable();
        ensure!(!times.is_empty(), "no {asked} was answered");
        let at = |share: f64| {
            let place = ((times.len() - 1) as f64 * share).round() as usize;
            times[place].as_secs_f64() * 1e3
        };
        println!(
            "| {what} | {asked} | {} | {errors} | {:.1} | {:.1} | {:.1} | {} |",
            times.len(),
            at(0.5),
            at(0.99),
            at(1.0),
            self.server.memory_mib()
        );
        Ok(())
    }
}

/// A search for a name: the path and the body.
fn search_of(name: &str) -> (&'static str, Value) {
    ("/api/v1/search", json!({"text": name, "limit": 20}))
}

/// Whom a description could be.
fn match_of(name: &str) -> (&'static str, Value) {
    let description = json!({"name": "a", "kind": "shelter", "source": "BENCH", "local_id": "x",
        "full_name": name, "age_min": 20, "age_max": 25, "sex": "male",
        "event_date": "2023-04-01", "event_country": "MX"});
    ("/api/v1/match", json!({"link": "notice-shelter", "descriptions": [description]}))
}

/// What is asked of the server.
trait Ask {
    /// Asks for one name after the other; the time of each, and how many failed.
    fn ask(
        &self,
        names: &[String],
        stop: &AtomicBool,
        request: fn(&str) -> (&'static str, Value),
    ) -> Told;

    /// Uploads a sheet and waits until it is read.
    fn load(&self, sheet: &str, source: &str) -> Result<()>;
}

impl Ask for Server {
    fn ask(
        &self,
        names: &[String],
        stop: &AtomicBool,
        request: fn(&str) -> (&'static str, Value),
    ) -> Told {
        let (mut times, mut errors) = (Vec::new(), 0);
        for name in names.iter().cycle() {
            if stop.load(Ordering::Relaxed) {
                break;
            }
            let started = Instant::now();
            let (path, body) = request(name);
            let request = self.agent().post(self.url(path));
            let answer = request.content_type("application/json").send(body.to_string());
            let is_read = answer.is_ok_and(|mut answer| {
                answer.status() == 200 && answer.body_mut().read_to_vec().is_ok()
            });
            times.push(started.elapsed());
            errors += u64::from(!is_read);
            sleep(PAUSE.saturating_sub(started.elapsed()));
        }
        (times, errors)
    }

    fn load(&self, sheet: &str, source: &str) -> Result<()> {
        let path = format!("/api/v1/batches?kind=shelter&source={source}");
        let request = self.agent().post(self.url(&path));
        let answer = request.content_type("application/x-ndjson").send(sheet)?;
        ensure!(answer.status() == 202, "the upload was answered {}", answer.status());
        let address = answer.headers().get("location").context("no batch")?.to_str()?.to_owned();
        loop {
            let mut answer = self.agent().get(self.url(&address)).call()?;
            let batch: Value = serde_json::from_slice(&answer.body_mut().read_to_vec()?)?;
            if batch["finished"] == true {
                ensure!(batch["state"] == "succeeded", "{batch}");
                return Ok(());
            }
            sleep(PAUSE);
        }
    }
}
