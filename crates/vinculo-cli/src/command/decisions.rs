//! `vinculo decisions …`

use std::path::Path;

use serde_json::{Value, json};
use vinculo_access::Caller;
use vinculo_engine::store::{Decision, Outcome};
use vinculo_engine::{Changed, Conflict, Engine, Told, Trail};
use vinculo_exchange::TableReader;
use vinculo_record::vocab::DecisionState;
use vinculo_record::{Kind, Lang, RecordRef};

use crate::args::DecisionsCommand;
use crate::command::Done;
use crate::command::decide::line;
use crate::output::{format_of, print, print_json};

/// Decisions read at a time.
const STEP: usize = 1_000;

/// Reads, brings in or exports decisions.
pub fn run(command: &DecisionsCommand, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    use DecisionsCommand as C;
    match command {
        C::List { store, state, record, json } => {
            list(store, state, record.as_ref(), *json, caller, lang)
        }
        C::History { store, left, right, json } => {
            history(store, [left, right], *json, caller, lang)
        }
        C::Conflicts { store, json } => conflicts(store, *json, caller, lang),
        C::Import { store, by, file } => import(store, by, file, caller, lang),
        C::Export { store, out } => export(store, out, caller, lang),
    }
}

fn list(
    store: &Path,
    states: &[DecisionState],
    record: Option<&RecordRef>,
    json: bool,
    caller: &Caller,
    lang: Lang,
) -> anyhow::Result<Done> {
    let (engine, trail) = (Engine::open_reader(store)?, Trail::default());
    let desk = engine.desk(caller, &trail);
    let mut decisions = Vec::new();
    if let Some(record) = record {
        decisions = desk.decisions_of(record)?.decisions;
    } else {
        let mut after = Some(0);
        while let Some(from) = after {
            let page = desk.decision_page(states, from, STEP)?;
            decisions.extend(page.decisions);
            after = page.next;
        }
    }
    engine.record(caller, "list_decisions", Outcome::Done, &trail, None)?;
    if json {
        print_json(&Value::Array(decisions.iter().map(as_json).collect()))?;
    } else {
        print(&decisions.iter().map(|decision| line(decision, lang)).collect::<String>())?;
    }
    Ok(Done::Whole)
}

fn history(
    store: &Path,
    [left, right]: [&RecordRef; 2],
    json: bool,
    caller: &Caller,
    lang: Lang,
) -> anyhow::Result<Done> {
    let (engine, trail) = (Engine::open_reader(store)?, Trail::default());
    let history = engine.desk(caller, &trail).pair_history(left, right)?;
    engine.record(caller, "read_pair", Outcome::Done, &trail, None)?;
    let decisions = match &history.told {
        Told::Decisions(decisions) => decisions.as_slice(),
        Told::AskChildProtection => &[],
    };
    let back: Vec<String> = history.back.iter().map(Changed::code).collect();
    if json {
        print_json(&json!({
            "link": history.link.as_str(),
            "left": history.pair.left.qualified(),
            "right": history.pair.right.qualified(),
            "version": history.version,
            "state": decisions.last().map_or("unreviewed", |last| last.state.code()),
            "back": back,
            "decisions": decisions.iter().map(as_json).collect::<Vec<_>>(),
        }))?;
        return Ok(Done::Whole);
    }
    let mut text = String::new();
    for decision in decisions {
        text.push_str(&line(decision, lang));
        if let Some(note) = &decision.note {
            text.push_str(&format!("    {}\n", vinculo_model::printable(&note.0)));
        }
    }
    if decisions.is_empty() {
        text.push_str(lang.pick("sin decisiones\n", "no decisions\n"));
    }
    if !back.is_empty() {
        let why = lang.pick("vuelve a las listas, cambió", "back in the lists, changed");
        text.push_str(&format!("{why}: {}\n", back.join(", ")));
    }
    print(&text)?;
    Ok(Done::Whole)
}

fn conflicts(store: &Path, json: bool, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    let (engine, trail) = (Engine::open_reader(store)?, Trail::default());
    let conflicts = engine.desk(caller, &trail).conflicts()?;
    engine.record(caller, "list_conflicts", Outcome::Done, &trail, None)?;
    if json {
        print_json(&Value::Array(conflicts.iter().map(conflict_json).collect()))?;
        return Ok(Done::Whole);
    }
    let mut text = String::new();
    for conflict in &conflicts {
        let records: Vec<String> = conflict.records.iter().map(|key| key.qualified()).collect();
        text.push_str(&format!("{}: {}\n", conflict.kind.as_str(), records.join(", ")));
        for claim in &conflict.claims {
            text.push_str(&format!("    {} · {}\n", claim.pair, claim.state.label(lang)));
        }
    }
    if conflicts.is_empty() {
        text.push_str(lang.pick("sin conflictos\n", "no conflicts\n"));
    }
    print(&text)?;
    Ok(Done::Whole)
}

fn import(
    store: &Path,
    by: &str,
    file: &Path,
    caller: &Caller,
    lang: Lang,
) -> anyhow::Result<Done> {
    let engine = Engine::open_writer(store, "decisions import")?;
    let (person, trail) = (engine.person_here(by, caller.purpose)?, Trail::default());
    let done = engine.desk(&person, &trail).import_ruled_out(TableReader::open(file)?)?;
    engine.record(&person, "import_ruled_out", Outcome::Done, &trail, None)?;
    eprintln!(
        "{} {}, {} {}, {} {}",
        lang.pick("descartadas", "ruled out"),
        done.imported.len(),
        lang.pick("sin cambio", "unchanged"),
        done.unchanged,
        lang.pick("rechazadas", "rejected"),
        done.rejected.len(),
    );
    for problem in &done.rejected {
        eprintln!("  {} {}: {}", lang.pick("fila", "row"), problem.row, problem.code);
    }
    Ok(if done.rejected.is_empty() { Done::Whole } else { Done::WithRejectedRows })
}

fn export(store: &Path, out: &Path, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    let format = format_of(out, lang)?;
    let engine = Engine::open_reader(store)?;
    // Before the file is there: what leaves is recorded.
    engine.record_kinds(caller, "export_decisions", Kind::ALL)?;
    let written = engine.export_decisions(caller, out, format)?;
    eprintln!("{written} {}", lang.pick("decisiones", "decisions"));
    Ok(Done::Whole)
}

fn as_json(decision: &Decision) -> Value {
    json!({
        "decision_no": decision.no,
        "left": decision.pair.left.qualified(),
        "right": decision.pair.right.qualified(),
        "version": decision.version,
        "state": decision.state.code(),
        "reason": decision.reason.map(|reason| reason.code()),
        "signed_for": decision.signed_for.map(Kind::as_str),
        "left_version": decision.left_version,
        "right_version": decision.right_version,
        "model": decision.model,
        "score_visible": decision.score_visible,
        "by": decision.by.code,
        "organisation": decision.by.organisation,
        "imported": decision.imported,
        "recorded_at": decision.recorded_at.to_string(),
        "note": decision.note.as_ref().map(|note| note.0.as_str()),
        "seen": decision.seen,
    })
}

fn conflict_json(conflict: &Conflict) -> Value {
    let claims = conflict.claims.iter().map(|claim| {
        json!({
            "left": claim.pair.left.qualified(),
            "right": claim.pair.right.qualified(),
            "state": claim.state.code(),
            "version": claim.version,
        })
    });
    json!({
        "kind": conflict.kind.as_str(),
        "records": conflict.records.iter().map(|key| key.qualified()).collect::<Vec<_>>(),
        "claims": claims.collect::<Vec<_>>(),
    })
}
