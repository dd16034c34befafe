//! `vinculo publish` and `vinculo withdraw`

use std::path::Path;

use anyhow::{bail, ensure};
use vinculo_access::{Caller, Deed};
use vinculo_engine::store::Outcome;
use vinculo_engine::{Desk, Engine, Published, Trail};
use vinculo_record::{Kind, Lang, Publication, RecordKey, RecordRef};

use crate::args::{Publish, Withdraw};
use crate::command::Done;
use crate::output::print;

/// Publishes a notice.
pub fn publish(args: Publish, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    let publication = Publication {
        public: true,
        public_fields: args.fields,
        public_until: Some(args.until),
        searcher_only: args.searcher_only,
        consent_by: Some(args.consent_by),
        consent_date: Some(args.consent_date),
        consent_authority: args.authority,
        contact: args.contact,
    };
    let key = notice(args.record, lang)?;
    at_desk(&args.store, &args.by, caller, "publish", |desk| {
        match desk.publish(&key, &publication)? {
            Published::As(entry) => {
                let word = lang.pick("publicado", "published");
                Ok(format!("{word}: {}\n", entry.id))
            }
            Published::Refused(obstacle) => bail!(obstacle.text(lang)),
            Published::NotFound => bail!(missing(lang)),
        }
    })
}

/// Takes a notice down.
pub fn withdraw(args: &Withdraw, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    let key = notice(args.record.clone(), lang)?;
    at_desk(&args.store, &args.by, caller, "withdraw", |desk| {
        ensure!(desk.withdraw(&key)?, missing(lang));
        Ok(format!("{}\n", lang.pick("ya no se publica", "no longer published")))
    })
}

/// Does something in a person's name, and records it before it is told.
fn at_desk(
    store: &Path,
    by: &str,
    caller: &Caller,
    action: &'static str,
    act: impl FnOnce(&Desk<'_>) -> anyhow::Result<String>,
) -> anyhow::Result<Done> {
    let engine = Engine::open_writer(store, action)?;
    let person = engine.person_here(by, caller.purpose)?;
    let trail = Trail::default();
    let done = match person.may(Deed::Publish) {
        true => act(&engine.desk(&person, &trail)),
        false => Err(anyhow::anyhow!("{by}: the role does not allow it")),
    };
    let outcome = if done.is_ok() { Outcome::Done } else { Outcome::Refused };
    engine.record(&person, action, outcome, &trail, None)?;
    print(&done?)?;
    Ok(Done::Whole)
}

fn notice(record: RecordRef, lang: Lang) -> anyhow::Result<RecordKey> {
    let RecordRef { kind, source, local_id } = record;
    let is_notice = kind.is_none_or(|kind| kind == Kind::Notice);
    ensure!(is_notice, lang.pick("solo los avisos se publican", "only notices are published"));
    Ok(RecordKey { kind: Kind::Notice, source, local_id })
}

fn missing(lang: Lang) -> &'static str {
    lang.pick("su organización no tiene ese aviso", "your organisation has no such notice")
}
