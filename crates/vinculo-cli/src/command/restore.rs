//! `vinculo restore`

use vinculo_access::Caller;
use vinculo_engine::{Engine, Erasures, Unlock, restore};
use vinculo_record::{Kind, Lang};

use crate::args::Restore;
use crate::command::Done;
use crate::command::backup::read;

/// Makes a store of a backup.
pub fn run(args: &Restore, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    let unlock = match (&args.identity, &args.passphrase_file) {
        (Some(file), _) => Unlock::identities(&read(file)?)?,
        (None, Some(file)) => Unlock::passphrase(&read(file)?)?,
        (None, None) => Unlock::Nothing,
    };
    let erasures = match &args.erasures {
        Some(file) => Erasures::In(file.clone()),
        None if args.without_erasures => Erasures::None,
        None => Erasures::Beside,
    };
    let restored = restore(&args.store, &args.file, &unlock, &erasures)?;
    Engine::open_reader(&args.store)?.record_kinds(caller, "restore", Kind::ALL)?;
    eprintln!(
        "{} {}: {} {}, {} {}",
        lang.pick("restaurado en", "restored to"),
        args.store.display(),
        lang.pick("registros", "records"),
        restored.records,
        lang.pick("borrados otra vez", "erased again"),
        restored.erased_again,
    );
    Ok(Done::Whole)
}
