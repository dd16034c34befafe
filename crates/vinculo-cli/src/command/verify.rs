//! `vinculo verify`

use vinculo_engine::Engine;
use vinculo_record::Lang;

use crate::args::Verify;
use crate::command::Done;
use crate::output::print;

/// Checks store, log and projections.
pub fn run(args: &Verify, lang: Lang) -> anyhow::Result<Done> {
    let engine = Engine::open_reader(&args.store)?;
    let found = engine.verify()?;
    let audit = engine.verify_audit(args.audit_head)?;
    let store = &found.store;
    let mut text = format!(
        "{} {}, {} {}, log {}, {} {}, {} {}, blobs {}, {} {}, {} {}\n",
        lang.pick("registros", "records"),
        store.records,
        lang.pick("versiones", "versions"),
        store.versions,
        store.log_entries,
        lang.pick("lotes", "batches"),
        store.batches,
        lang.pick("imágenes", "pictures"),
        store.pictures,
        store.blobs,
        lang.pick("en el índice", "in the index"),
        found.indexed,
        lang.pick("en los perfiles", "in the profiles"),
        found.profiles,
    );
    for finding in &store.findings {
        text.push_str(&format!("  {}: {}\n", finding.code.as_str(), finding.subject));
    }
    for finding in &found.findings {
        text.push_str(&format!("  {finding}\n"));
    }
    text.push_str(&format!(
        "{} {}, {} {}\n",
        lang.pick("sucesos de auditoría", "audit events"),
        audit.events,
        lang.pick("fin", "head"),
        audit.head,
    ));
    if let Some((seq, why)) = audit.broken {
        text.push_str(&format!("  audit_broken: {seq} ({why})\n"));
    }
    let sound = found.is_sound() && audit.broken.is_none();
    text.push_str(match sound {
        true => lang.pick("todo concuerda\n", "everything agrees\n"),
        false => lang.pick("hay diferencias\n", "there are differences\n"),
    });
    print(&text)?;
    Ok(if sound { Done::Whole } else { Done::Unsound })
}
