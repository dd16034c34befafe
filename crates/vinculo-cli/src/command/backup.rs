//! `vinculo backup`

use vinculo_engine::Engine;
use vinculo_record::Lang;

use crate::args::Backup;
use crate::command::Done;

/// Writes a copy of the database.
pub fn run(args: &Backup, lang: Lang) -> anyhow::Result<Done> {
    Engine::open_reader(&args.store)?.backup(&args.out)?;
    eprintln!("{} {}", lang.pick("copia escrita en", "copy written to"), args.out.display());
    Ok(Done::Whole)
}
