//! `vinculo match`

use anyhow::Context;
use vinculo_access::Caller;
use vinculo_engine::{Engine, MatchOptions, RuledOut, Shown};
use vinculo_record::Lang;

use crate::args::Match;
use crate::command::Done;
use crate::output::{Usage, format_of};

/// Compares all pairs of a link and writes the candidates.
pub fn run(args: &Match, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    let format = format_of(&args.out, lang)?;
    let batch = args.batch.as_deref().map(str::parse).transpose();
    let batch = batch.map_err(|_| Usage("--batch must be the id of a batch".to_owned()))?;
    let mut engine = Engine::open_reader(&args.store)?;
    if let Some(path) = &args.model {
        engine = engine.with_model(&read_model(path)?)?;
    }
    if let Some(threads) = args.threads {
        engine = engine.with_threads(threads)?;
    }
    let options =
        MatchOptions { link: args.link, top: args.top, min_weight: args.min_weight, batch, lang };
    let ruled_out = if args.include_ruled_out { RuledOut::Listed } else { RuledOut::LeftOut };
    let candidates = engine.match_link_with(&options, ruled_out)?;
    engine.record_kinds(caller, "match", [args.link.left(), args.link.right()])?;
    let shown = if args.evidence_first { Shown::WithoutScores } else { Shown::All };
    let written = candidates.write(&args.out, format, shown)?;
    let excluded = candidates.rows.iter().filter(|r| !r.candidate.exclusions.is_empty()).count();
    eprintln!(
        "{}: {written} {} ({excluded} {}), {} {}",
        args.link,
        lang.pick("candidatos", "candidates"),
        lang.pick("excluidos, en lista aparte", "excluded, in a list of their own"),
        lang.pick("modelo", "model"),
        candidates.model,
    );
    Ok(Done::Whole)
}

/// The text of a model file.
pub fn read_model(path: &std::path::Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path)
        .with_context(|| format!("could not read the model {}", path.display()))
}
