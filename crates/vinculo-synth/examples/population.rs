//! Writes a population: `population SEED PEOPLE low|medium|high DIR`. The fixtures of
//! `data-fixtures/region` are `population 2026 400 medium data-fixtures/region`.

use std::path::Path;

use vinculo_synth::{SynthOptions, write_population};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [seed, people, corruption, dir] = &arguments[..] else {
        return Err("expected SEED PEOPLE low|medium|high DIR".into());
    };
    let options = SynthOptions {
        seed: seed.parse()?,
        people: people.parse()?,
        corruption: corruption.parse()?,
    };
    let start = std::time::Instant::now();
    let counts = write_population(&options, Path::new(dir))?;
    eprintln!("{counts:?} in {:.2} s", start.elapsed().as_secs_f64());
    Ok(())
}
