//! `vinculo backup`

use vinculo_access::Caller;
use vinculo_engine::Engine;
use vinculo_record::{Kind, Lang};

use crate::args::Backup;
use crate::command::Done;

/// Writes a copy of the database.
pub fn run(args: &Backup, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    let engine = Engine::open_reader(&args.store)?;
    engine.record_kinds(caller, "backup", Kind::ALL)?;
    engine.backup(&args.out)?;
    eprintln!("{} {}", lang.pick("copia escrita en", "copy written to"), args.out.display());
    Ok(Done::Whole)
}
