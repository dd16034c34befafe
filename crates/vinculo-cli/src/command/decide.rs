//! `vinculo decide`

use vinculo_access::Caller;
use vinculo_engine::store::{Decision, Note, Outcome};
use vinculo_engine::{DecideRequest, Engine, EngineError, Trail};
use vinculo_record::Lang;

use crate::args::Decide;
use crate::command::Done;
use crate::output::print;

/// Takes a decision on a pair.
pub fn run(args: Decide, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    let engine = Engine::open_writer(&args.store, "decide")?;
    let person = engine.person_here(&args.by, caller.purpose)?;
    let request = DecideRequest {
        left: args.left,
        right: args.right,
        state: args.state,
        reason: args.reason,
        note: args.note.map(Note),
        signed_for: args.signed_for,
        score_visible: Some(!args.score_hidden),
        expected: args.expect,
    };
    let trail = Trail::default();
    let decided = engine.desk(&person, &trail).decide(&request);
    let outcome = if decided.is_ok() { Outcome::Done } else { Outcome::Refused };
    engine.record(&person, "decide", outcome, &trail, None)?;
    match decided {
        Ok(decision) => {
            print(&line(&decision, lang))?;
            Ok(Done::Whole)
        }
        Err(EngineError::Refused(refusal)) => anyhow::bail!(refusal.message(lang)),
        Err(error) => Err(error.into()),
    }
}

/// A decision in one line: codes, no note.
pub(super) fn line(decision: &Decision, lang: Lang) -> String {
    let reason = decision.reason.map(|reason| format!(" ({})", reason.label(lang)));
    let signed = decision.signed_for.map(|kind| format!(" [{kind}]"));
    format!(
        "{} {} · v{} {}{}{} · {} {}\n",
        decision.pair.left.qualified(),
        decision.pair.right.qualified(),
        decision.version,
        decision.state.label(lang),
        reason.unwrap_or_default(),
        signed.unwrap_or_default(),
        decision.by.code,
        decision.recorded_at,
    )
}
