//! `vinculo synth`

use vinculo_record::Lang;
use vinculo_synth::{Corruption, SynthOptions, write_population};

use crate::args::{self, Synth};
use crate::command::Done;

/// Writes a synthetic population.
pub fn run(args: &Synth, lang: Lang) -> anyhow::Result<Done> {
    let corruption = match args.corruption {
        args::Corruption::Low => Corruption::Low,
        args::Corruption::Medium => Corruption::Medium,
        args::Corruption::High => Corruption::High,
    };
    let options = SynthOptions { seed: args.seed, people: args.people, corruption };
    let counts = write_population(&options, &args.out)?;
    eprintln!(
        "{}: notice {}, remains {}, shelter {}; {} {}",
        args.out.display(),
        counts.notices,
        counts.remains,
        counts.shelter,
        counts.truth,
        lang.pick("pares verdaderos", "true pairs"),
    );
    Ok(Done::Whole)
}
