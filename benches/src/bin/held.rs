//! Whether the time of an answer tells a record under protection hold from one that is not there:
//! the program `vinculo` serves a store with both, and a client asks for them in turns.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Result, ensure};
use clap::Parser;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::json;
use vinculo_benches::server::Server;
use vinculo_benches::{load, write_people};
use vinculo_engine::Engine;
use vinculo_record::{Column, Kind, RecordKey};
use vinculo_store::{ListFilter, RecordStore};
use vinculo_synth::{Corruption, SynthOptions};

/// Prints, for each way to ask for one record, how well the time of the answer tells a held one
/// from one that is not there
#[derive(Parser)]
struct Arguments {
    /// The program: a release build
    #[arg(long, default_value = "target/release/vinculo")]
    vinculo: PathBuf,
    /// People in the store
    #[arg(long, default_value_t = 5_000)]
    people: u32,
    /// Held records, and as many ids that nobody has
    #[arg(long, default_value_t = 50)]
    held: usize,
    /// How often each is asked for
    #[arg(long, default_value_t = 20)]
    rounds: usize,
}

const SEED: u64 = 7;
/// Draws of the bootstrap for the interval. More move it by less than its last digit.
const DRAWS: usize = 500;

/// A way to ask for one record.
type Way = (&'static str, fn(&Server, &RecordKey) -> Result<u16>);

const WAYS: [Way; 4] = [
    ("read", |server, key| get(server, &path(key, ""))),
    ("versions", |server, key| get(server, &path(key, "/versions"))),
    ("candidates", |server, key| get(server, &path(key, "/candidates"))),
    ("explain", |server, key| {
        let pair = json!({"left": "notice:NOBODY/0", "right": key.qualified()});
        let request = server.agent().post(server.url("/api/v1/explain"));
        let request = request.header("content-type", "application/json");
        Ok(request.send(pair.to_string())?.status().as_u16())
    }),
];

fn main() -> Result<()> {
    let Arguments { vinculo, people, held, rounds } = Arguments::parse();
    let folder = tempfile::tempdir()?;
    let store = folder.path().join("store");
    let options = SynthOptions { seed: SEED, people, corruption: Corruption::Medium };
    write_people(&folder.path().join("people"), &options)?;
    load(&store, &folder.path().join("people"))?;
    let held = hold(&store, held)?;
    let absent: Vec<RecordKey> = held.iter().map(nobody_s).collect::<Result<_>>()?;
    let server = Server::start(&vinculo, &store)?;
    println!("{} held records and as many ids that nobody has, {rounds} times each\n", held.len());
    println!("| Asked by | Held, median ms | Not there, median ms | Area (0.5: not told apart) |");
    println!("| --- | ---: | ---: | ---: |");
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    for (name, ask) in WAYS {
        let mut turns: Vec<(bool, &RecordKey)> = Vec::new();
        for _ in 0..rounds {
            turns.extend(held.iter().map(|key| (true, key)));
            turns.extend(absent.iter().map(|key| (false, key)));
        }
        turns.shuffle(&mut random);
        let mut times = [Vec::new(), Vec::new()];
        for (is_held, key) in turns {
            let begun = Instant::now();
            let status = ask(&server, key)?;
            times[usize::from(is_held)].push(begun.elapsed().as_secs_f64() * 1e3);
            ensure!(status == 404, "{name}: {status}");
        }
        let [absent, held] = times;
        let (area, low, high) = interval(&held, &absent, &mut random);
        println!(
            "| {name} | {:.2} | {:.2} | {area:.3} ({low:.3}–{high:.3}) |",
            median(&held),
            median(&absent)
        );
    }
    Ok(())
}

/// Puts so many records of shelters under hold.
fn hold(store: &std::path::Path, wanted: usize) -> Result<Vec<RecordKey>> {
    let engine = Engine::open_writer(store, "benches")?;
    let filter = ListFilter { kind: Some(Kind::Shelter), source: None };
    let page = engine.store().list(&filter, None, wanted)?;
    let keys: Vec<RecordKey> = page.records.into_iter().map(|stored| stored.key).collect();
    ensure!(keys.len() == wanted, "only {} records", keys.len());
    for key in &keys {
        // Some of the people are under hold already.
        let Some(found) = engine.get(key)? else { continue };
        let mut row = found.row;
        row.insert_text(Column::Source, &key.source);
        row.insert_text(Column::LocalId, &key.local_id);
        row.insert_text(Column::ProtectionHold, "true");
        row.insert_text(Column::HoldReason, "asylum");
        engine.put(key.kind, &row)?;
    }
    Ok(keys)
}

/// An id of the same organisation and length that nobody has.
fn nobody_s(key: &RecordKey) -> Result<RecordKey> {
    let rest: String = key.local_id.chars().skip(1).collect();
    Ok(RecordKey::new(key.kind, &key.source, format!("x{rest}"))?)
}

fn path(key: &RecordKey, end: &str) -> String {
    format!("/api/v1/records/{}/{}/{}{end}", key.kind, key.source, key.local_id)
}

fn get(server: &Server, path: &str) -> Result<u16> {
    Ok(server.agent().get(server.url(path)).call()?.status().as_u16())
}

/// The chance that an answer for a held record takes longer than one for no record (the area
/// under the ROC curve), with a 95 % interval by bootstrap.
fn interval(held: &[f64], absent: &[f64], random: &mut ChaCha8Rng) -> (f64, f64, f64) {
    let mut draws: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let drawn = |times: &[f64], random: &mut ChaCha8Rng| -> Vec<f64> {
                times.iter().map(|_| times[random.random_range(0..times.len())]).collect()
            };
            area(&drawn(held, random), &drawn(absent, random))
        })
        .collect();
    draws.sort_by(f64::total_cmp);
    (area(held, absent), draws[DRAWS * 25 / 1000], draws[DRAWS * 975 / 1000])
}

fn area(held: &[f64], absent: &[f64]) -> f64 {
    let mut sorted = absent.to_vec();
    sorted.sort_by(f64::total_cmp);
    let below = |time: &f64| {
        let less = sorted.partition_point(|other| other < time) as f64;
        let same = sorted.partition_point(|other| other <= time) as f64;
        f64::midpoint(less, same)
    };
    held.iter().map(below).sum::<f64>() / (held.len() * absent.len()) as f64
}

fn median(times: &[f64]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}
