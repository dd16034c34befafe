//! `vinculo reindex`

use vinculo_engine::Engine;
use vinculo_record::Lang;

use crate::args::StoreOnly;
use crate::command::Done;
use crate::output::progress;

/// Rebuilds the search index.
pub fn run(args: &StoreOnly, lang: Lang) -> anyhow::Result<Done> {
    let engine = Engine::open_writer(&args.store, "reindex")?;
    let bar = progress(Some(0), lang.pick("cambios", "changes"));
    let entries = engine.reindex(&mut |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    })?;
    bar.finish_and_clear();
    eprintln!("{entries} {}", lang.pick("entradas del registro indexadas", "log entries indexed"));
    Ok(Done::Whole)
}
