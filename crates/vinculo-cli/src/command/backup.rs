//! `vinculo backup`

use std::fs;
use std::path::Path;

use anyhow::Context;
use vinculo_access::Caller;
use vinculo_engine::{Engine, Lock};
use vinculo_record::{Kind, Lang};

use crate::args::{Backup, BackupLock};
use crate::command::Done;

/// Writes an encrypted backup.
pub fn run(args: &Backup, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    let lock = lock(&args.lock)?;
    let engine = Engine::open_reader(&args.store)?;
    engine.record_kinds(caller, "backup", Kind::ALL)?;
    engine.backup(&args.out, &lock)?;
    eprintln!("{} {}", lang.pick("copia escrita en", "backup written to"), args.out.display());
    if matches!(lock, Lock::Open) {
        eprintln!(
            "{}",
            lang.pick(
                "sin cifrar: quien tenga el archivo puede leerlo",
                "not encrypted: whoever has the file can read it",
            )
        );
    }
    Ok(Done::Whole)
}

fn lock(args: &BackupLock) -> anyhow::Result<Lock> {
    Ok(match &args.passphrase_file {
        Some(file) => Lock::passphrase(&read(file)?)?,
        None if args.plaintext => Lock::Open,
        None => Lock::recipients(&args.recipient)?,
    })
}

/// The text of a small file.
pub fn read(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("could not read {}", path.display()))
}
