//! `vinculo erase`

use vinculo_access::Caller;
use vinculo_engine::store::{ErasureOrder, ErasureReason, Outcome, RecordStore, Residue};
use vinculo_engine::{Engine, Trail};
use vinculo_record::{Lang, RecordKey, RecordRef};

use crate::args::Erase;
use crate::command::Done;

/// Erases records, and what they left in files.
pub fn run(args: &Erase, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    let order = ErasureOrder::new(&args.by, args.reason.unwrap_or(ErasureReason::RetentionEnded))?;
    let engine = Engine::open_writer(&args.store, "erase")?;
    let (keys, residue) = match args.expired {
        true => engine.erase_expired(order.by())?,
        false => erase(&engine, caller, &args.records, &order)?,
    };
    for key in &keys {
        eprintln!("{} {}", lang.pick("borrado", "erased"), key.qualified());
    }
    for left in &residue {
        eprintln!("  {}", words(left, lang));
    }
    let end = match (residue.is_empty(), keys.is_empty()) {
        (true, true) => lang.pick("nada que borrar", "nothing to erase"),
        (true, false) => lang.pick("nada queda en los archivos", "nothing is left in the files"),
        (false, _) => lang.pick(
            "se terminará en la próxima apertura del almacén",
            "it will be finished when the store is next opened for writing",
        ),
    };
    eprintln!("{end}");
    Ok(if residue.is_empty() { Done::Whole } else { Done::Unfinished })
}

/// Erases the records that were named; all are looked for before the first goes.
fn erase(
    engine: &Engine,
    caller: &Caller,
    records: &[RecordRef],
    order: &ErasureOrder,
) -> anyhow::Result<(Vec<RecordKey>, Vec<Residue>)> {
    let find = |reference| Ok(engine.store().find(reference)?);
    let found = records.iter().map(find).collect::<anyhow::Result<Vec<_>>>()?;
    let trail = Trail::default();
    found.iter().for_each(|stored| trail.written(stored.id, stored.version));
    // Recorded before the first goes: none is gone without its event.
    engine.record(caller, "erase", Outcome::Done, &trail, None)?;
    let keys: Vec<RecordKey> = found.into_iter().map(|stored| stored.key).collect();
    for key in &keys {
        engine.erase(key, order)?;
    }
    Ok((keys, engine.finish_erasures()?))
}

fn words(residue: &Residue, lang: Lang) -> String {
    match residue {
        Residue::WriteAheadLog => lang
            .pick(
                "alguien lee un estado anterior de la base de datos",
                "somebody reads an older state of the database",
            )
            .to_owned(),
        Residue::Snapshot => lang
            .pick("se está escribiendo una copia de seguridad", "a backup is being written")
            .to_owned(),
        Residue::Uploads(n) => {
            let waiting =
                lang.pick("archivos recibidos por leer", "uploaded files wait to be read");
            format!("{n} {waiting}")
        }
        Residue::Blobs => lang
            .pick(
                "se está importando un archivo que puede traer las mismas fotos",
                "a file is being imported that may bring the same photos",
            )
            .to_owned(),
        Residue::BackupFolder(folder) => {
            let not_noted = lang.pick(
                "no se pudo anotar el borrado junto a las copias en",
                "the erasure could not be noted beside the backups in",
            );
            format!("{not_noted} {}", folder.display())
        }
        _ => String::new(),
    }
}
