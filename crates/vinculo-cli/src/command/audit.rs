//! `vinculo audit`

use std::fs::File;
use std::io::{BufWriter, Write};

use anyhow::Context;
use vinculo_access::Caller;
use vinculo_engine::store::{Outcome, RecordId};
use vinculo_engine::{AuditedRecord, Engine, Trail};
use vinculo_record::Lang;

use crate::args::Audit;
use crate::command::Done;

/// Events read at a time.
const STEP: usize = 5_000;

/// Exports the audit log: an event with its hash in each line.
pub fn run(args: &Audit, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    let engine = Engine::open_reader(&args.store)?;
    let record = args.record.as_deref().map(|text| audited(&engine, text)).transpose()?;
    engine.record(caller, "read_audit", Outcome::Done, &Trail::default(), None)?;
    let mut out: Box<dyn Write> = match &args.out {
        Some(path) => {
            let file = File::create(path);
            Box::new(BufWriter::new(
                file.with_context(|| format!("could not write {}", path.display()))?,
            ))
        }
        None => Box::new(BufWriter::new(std::io::stdout().lock())),
    };
    let (mut after, mut count) = (args.after, 0);
    loop {
        let events = engine.audit_events(record.as_ref(), after, STEP)?;
        let Some(last) = events.last() else { break };
        after = last.seq;
        count += events.len();
        for event in &events {
            out.write_all(event.to_line().as_bytes())?;
        }
    }
    out.flush()?;
    eprintln!("{count} {}", lang.pick("sucesos", "events"));
    Ok(Done::Whole)
}

/// A record by its number in events, or as records are named elsewhere.
fn audited(engine: &Engine, text: &str) -> anyhow::Result<AuditedRecord> {
    if let Ok(number) = text.parse() {
        return Ok(AuditedRecord::Number(RecordId(number)));
    }
    Ok(AuditedRecord::Key(engine.find(&text.parse()?)?.record.key))
}
