//! Search while a large batch loads: the program `vinculo` serves, people search, a
//! partner uploads, and the time of every answer is measured.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use clap::Parser;
use serde_json::{Value, json};
use vinculo_benches::server::Server;
use vinculo_benches::{load, write_people};
use vinculo_engine::{Engine, display_name};
use vinculo_record::Kind;
use vinculo_store::ListFilter;
use vinculo_synth::{Corruption, SynthOptions};

/// Prints how long a search takes, alone and beside a batch that loads.
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
    println!("{records} records, {} search teams\n", arguments.searchers);
    println!("| While | Searches | Errors | p50 ms | p99 ms | Longest ms | Memory MiB |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    let alone = Duration::from_secs(arguments.alone);
    measure("nothing else runs", &server, &names, arguments.searchers, || {
        sleep(alone);
        Ok(())
    })?;
    let sheet = sheet(&names, arguments.rows);
    let started = Instant::now();
    measure("a batch loads", &server, &names, arguments.searchers, || server.load(&sheet))?;
    let rate = f64::from(arguments.rows) / started.elapsed().as_secs_f64();
    println!("\nbatch: {} rows, {rate:.0} rows/s", arguments.rows);
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

/// People of the batch: names of the store in other places.
fn sheet(names: &[String], rows: u32) -> String {
    let row = |i: u32| {
        let name = &names[i as usize * 7 % names.len()];
        let day = 1 + i % 28;
        json!({"local_id": format!("B{i}"), "full_name": name, "age_min": (i % 60).to_string(),
               "event_date": format!("2023-04-{day:02}"), "event_country": "MX"})
        .to_string()
            + "\n"
    };
    (0..rows).map(row).collect()
}

fn measure(
    what: &str,
    server: &Server,
    names: &[String],
    searchers: usize,
    meanwhile: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let stop = AtomicBool::new(false);
    let (times, errors) = std::thread::scope(|scope| {
        let search = |place| server.search(&names[place % names.len()..], &stop);
        let teams: Vec<_> =
            (0..searchers).map(|team| scope.spawn(move || search(team * 911))).collect();
        let done = meanwhile();
        stop.store(true, Ordering::Relaxed);
        let mut all = (Vec::new(), 0);
        for team in teams {
            if let Ok((times, errors)) = team.join() {
                all.0.extend(times);
                all.1 += errors;
            }
        }
        done.map(|()| all)
    })?;
    let mut times = times;
    times.sort_unstable();
    ensure!(!times.is_empty(), "no search was answered");
    let at = |share: f64| {
        let place = ((times.len() - 1) as f64 * share).round() as usize;
        times[place].as_secs_f64() * 1e3
    };
    println!(
        "| {what} | {} | {errors} | {:.1} | {:.1} | {:.1} | {} |",
        times.len(),
        at(0.5),
        at(0.99),
        at(1.0),
        server.memory_mib()
    );
    Ok(())
}

/// What is asked of the server.
trait Ask {
    fn search(&self, names: &[String], stop: &AtomicBool) -> (Vec<Duration>, u64);
    fn load(&self, sheet: &str) -> Result<()>;
}

impl Ask for Server {
    /// Searches for one name after the other; the time of each, and how many failed.
    fn search(&self, names: &[String], stop: &AtomicBool) -> (Vec<Duration>, u64) {
        let (mut times, mut errors) = (Vec::new(), 0);
        for name in names.iter().cycle() {
            if stop.load(Ordering::Relaxed) {
                break;
            }
            let started = Instant::now();
            let body = json!({"text": name, "limit": 20}).to_string();
            let request = self.agent().post(self.url("/api/v1/search"));
            let answer = request.content_type("application/json").send(body);
            let is_read = answer.is_ok_and(|mut answer| {
                answer.status() == 200 && answer.body_mut().read_to_vec().is_ok()
            });
            times.push(started.elapsed());
            errors += u64::from(!is_read);
            sleep(PAUSE.saturating_sub(started.elapsed()));
        }
        (times, errors)
    }

    /// Uploads a sheet and waits until it is read.
    fn load(&self, sheet: &str) -> Result<()> {
        let request = self.agent().post(self.url("/api/v1/batches?kind=shelter&source=BENCH"));
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
