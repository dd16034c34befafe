//! `vinculo train`

use anyhow::Context;
use vinculo_access::Caller;
use vinculo_engine::{Engine, Trained};
use vinculo_record::Lang;

use crate::args::Train;
use crate::command::{Done, match_link};

/// Learns a link's model from the store and writes it.
pub fn run(args: &Train, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    let mut engine = Engine::open_reader(&args.store)?;
    if let Some(path) = &args.model {
        engine = engine.with_model(&match_link::read_model(path)?)?;
    }
    if let Some(threads) = args.threads {
        engine = engine.with_threads(threads)?;
    }
    let trained = engine.train(args.link, args.seed)?;
    engine.record_kinds(caller, "train", [args.link.left(), args.link.right()])?;
    std::fs::write(&args.out, trained.model.to_toml())
        .with_context(|| format!("could not write the model {}", args.out.display()))?;
    eprint!("{}", report(&trained, lang));
    eprintln!("{} {}", lang.pick("modelo", "model"), trained.model.digest());
    eprintln!(
        "{}",
        lang.pick(
            "las decisiones de personas no se usan para entrenar: cubren solo lo que alguien revisó",
            "people's decisions are not trained on: they cover only what somebody reviewed",
        )
    );
    Ok(Done::Whole)
}

/// What each round did, and what was learnt of each comparison in the last.
fn report(trained: &Trained, lang: Lang) -> String {
    let mut text = String::new();
    for (round, report) in trained.rounds.iter().enumerate() {
        text.push_str(&format!(
            "{} {}: {:.0} {} ({} {:.2}), {} {}, {} {:.4} bits{}\n",
            lang.pick("ronda", "round"),
            round + 1,
            report.expected_matches,
            lang.pick("coincidencias esperadas", "expected matches"),
            lang.pick("claridad", "clarity"),
            report.clarity,
            report.iterations,
            lang.pick("iteraciones", "iterations"),
            lang.pick("último cambio", "last change"),
            report.last_change_bits,
            if report.converged() { "" } else { lang.pick(", sin converger", ", not converged") },
        ));
    }
    for comparison in trained.rounds.last().iter().flat_map(|report| &report.comparisons) {
        let learnt = if comparison.m_learnt {
            lang.pick("m y u aprendidas", "m and u learnt")
        } else {
            lang.pick("publicadas (muy pocos pares claros)", "published (too few clear pairs)")
        };
        text.push_str(&format!(
            "  {:<16} {:>9.1} {}  {learnt}\n",
            comparison.name,
            comparison.clear_matches,
            lang.pick("pares claros", "clear pairs"),
        ));
    }
    text
}
