//! `vinculo notifications …`

use std::path::Path;

use serde_json::{Value, json};
use vinculo_access::Caller;
use vinculo_engine::store::{Notification, Outcome};
use vinculo_engine::{Engine, Inbox, Trail};
use vinculo_record::Lang;

use crate::args::NotificationsCommand;
use crate::command::Done;
use crate::output::{Usage, print, print_json, progress};

/// Notifications read at a time.
const STEP: usize = 500;

/// Lists, acknowledges or brings about what consulates are told.
pub fn run(command: &NotificationsCommand, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    use NotificationsCommand as C;
    let trail = Trail::default();
    match command {
        C::List { store, country, adults, json } => {
            let engine = Engine::open_reader(store)?;
            let desk = engine.desk(caller, &trail);
            let mut found = all(|after| desk.inbox(!*adults, None, after, STEP))?;
            engine.record(caller, "list_notifications", Outcome::Done, &trail, None)?;
            if let Some(country) = country {
                found.retain(|n| n.to.code().eq_ignore_ascii_case(country));
            }
            show(&found, *json, lang)
        }
        C::Overdue { store, hours, json } => {
            let engine = Engine::open_reader(store)?;
            let desk = engine.desk(caller, &trail);
            let found = all(|after| desk.overdue(*hours, after, STEP))?;
            engine.record(caller, "list_overdue", Outcome::Done, &trail, None)?;
            show(&found, *json, lang)
        }
        C::Acknowledge { store, by, id } => acknowledge(store, by, id, caller, lang),
        C::Match { store, threshold } => examine(store, *threshold, lang),
    }
}

fn all(
    page: impl Fn(i64) -> Result<Inbox, vinculo_engine::EngineError>,
) -> anyhow::Result<Vec<Notification>> {
    let mut found = Vec::new();
    let mut after = Some(0);
    while let Some(from) = after {
        let inbox = page(from)?;
        found.extend(inbox.notifications);
        after = inbox.next;
    }
    Ok(found)
}

fn show(found: &[Notification], json: bool, lang: Lang) -> anyhow::Result<Done> {
    if json {
        print_json(&Value::Array(found.iter().map(as_json).collect()))?;
        return Ok(Done::Whole);
    }
    let line = |n: &Notification| {
        let acknowledged = match &n.acknowledged {
            Some((at, _)) => format!("{} {at}", lang.pick("acusado", "acknowledged")),
            None => lang.pick("sin acuse", "not acknowledged").to_owned(),
        };
        let (id, to, event, case) = (n.id, n.to.code(), n.event, &n.case_no);
        let to = if to.is_empty() { "??" } else { &to };
        format!("{id} {to} {event} {case} {} · {acknowledged}\n", n.created_at)
    };
    print(&found.iter().map(line).collect::<String>())?;
    Ok(Done::Whole)
}

/// The thin notice, with its state; no record.
fn as_json(notification: &Notification) -> Value {
    json!({
        "id": notification.id.to_string(),
        "case": notification.case_no,
        "country": notification.to.code(),
        "event": notification.event.as_str(),
        "child": notification.child,
        "created_at": notification.created_at.to_string(),
        "delivered_at": notification.delivered_at.map(|at| at.to_string()),
        "acknowledged_at": notification.acknowledged.as_ref().map(|(at, _)| at.to_string()),
    })
}

fn acknowledge(
    store: &Path,
    by: &str,
    id: &str,
    caller: &Caller,
    lang: Lang,
) -> anyhow::Result<Done> {
    let id = id.parse().map_err(|_| {
        Usage(lang.pick("no es el id de una notificación", "not a notification's id").to_owned())
    })?;
    let engine = Engine::open_writer(store, "notifications acknowledge")?;
    let (person, trail) = (Caller::system(by, caller.purpose), Trail::default());
    let acknowledged = engine.desk(&person, &trail).acknowledge(id)?;
    engine.record(&person, "acknowledge", Outcome::Done, &trail, None)?;
    match acknowledged {
        Some(found) => show(&[found], false, lang),
        None => {
            anyhow::bail!(lang.pick("no hay tal notificación", "there is no such notification"))
        }
    }
}

fn examine(store: &Path, threshold: f64, lang: Lang) -> anyhow::Result<Done> {
    if !(0.0..=1.0).contains(&threshold) {
        let rule = lang.pick("--threshold va de 0 a 1", "--threshold is from 0 to 1");
        return Err(Usage(rule.to_owned()).into());
    }
    let engine = Engine::open_writer(store, "notifications match")?;
    let bar = progress(None, lang.pick("entradas del registro", "log entries"));
    let mut written = 0;
    loop {
        let examined = engine.examine_matches(threshold)?;
        written += examined.written;
        bar.set_position(examined.seq.unsigned_abs());
        if !examined.more {
            break;
        }
    }
    bar.finish_and_clear();
    eprintln!("{written} {}", lang.pick("notificaciones nuevas", "new notifications"));
    Ok(Done::Whole)
}
