//! `vinculo export`

use vinculo_access::Caller;
use vinculo_engine::Engine;
use vinculo_exchange::Format;
use vinculo_record::Lang;

use crate::args::{Export, ExportFormat};
use crate::command::Done;

/// Writes the records of a kind.
pub fn run(args: &Export, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    let format = match args.format {
        ExportFormat::Csv => Format::Csv,
        ExportFormat::Ndjson => Format::Ndjson,
        ExportFormat::Parquet => Format::Parquet,
        ExportFormat::Xlsx => Format::Xlsx,
    };
    let engine = Engine::open_reader(&args.store)?;
    // Before the file is there: what leaves is recorded.
    engine.record_kinds(caller, "export", [args.kind])?;
    let written = engine.export(args.kind, &args.out, format)?;
    eprintln!("{written} {}", lang.pick("registros", "records"));
    Ok(Done::Whole)
}
