//! `vinculo init`

use vinculo_engine::Engine;
use vinculo_record::Lang;

use crate::args::StoreOnly;
use crate::command::Done;

/// Creates a store.
pub fn run(args: &StoreOnly, lang: Lang) -> anyhow::Result<Done> {
    Engine::init(&args.store)?;
    eprintln!("{} {}", lang.pick("almacén creado en", "store created in"), args.store.display());
    Ok(Done::Whole)
}
