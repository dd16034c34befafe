//! What the programs of this crate share: synthetic stores, peak memory and the measures of names.

pub mod names;
pub mod server;

use std::path::Path;

use anyhow::Result;
use vinculo_engine::{Engine, ImportRequest};
use vinculo_exchange::Input;
use vinculo_record::{Kind, Lang};
use vinculo_synth::{SynthOptions, write_population};

/// The files of a synthetic population, with the kind of their records.
pub const FILES: [(Kind, &str); 3] =
    [(Kind::Notice, "notices.csv"), (Kind::Remains, "remains.csv"), (Kind::Shelter, "shelter.csv")];

/// Writes a population into a folder.
///
/// # Errors
/// When the folder cannot be written.
pub fn write_people(dir: &Path, options: &SynthOptions) -> Result<()> {
    write_population(options, dir)?;
    Ok(())
}

/// Makes a store of a population's files; returns the number of rows.
///
/// # Errors
/// When a file cannot be read or the store not be written.
pub fn load(store: &Path, people: &Path) -> Result<u64> {
    Engine::init(store)?;
    let engine = Engine::open_writer(store, "benches")?;
    let mut rows = 0;
    for (kind, file) in FILES {
        let request = ImportRequest::new(kind, Lang::En);
        let input = Input::open(&people.join(file), &request.limits)?;
        let summary = engine.import(&input, &request, None, &mut |_| {})?;
        anyhow::ensure!(summary.counts.rejected == 0, "{file}: rows were rejected");
        rows += u64::from(summary.counts.rows_seen);
    }
    Ok(rows)
}

/// The most memory that this process has had, in MiB; `None` where the system does
/// not tell.
pub fn peak_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024)
}
