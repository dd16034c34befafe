//! `vinculo demo`

use comfy_table::{Cell, CellAlignment};
use vinculo_access::Caller;
use vinculo_engine::{CandidateRow, Candidates, Engine, MatchOptions, Summary};
use vinculo_record::{Kind, Lang, Link, RecordKey};
use vinculo_server::{AccessOptions, PublicOptions, ServeOptions};

use crate::args::Demo;
use crate::command::Done;
use crate::command::serve::listen;
use crate::output::{print, table};

/// Candidates shown of each link.
const SHOWN: usize = 5;

/// Loads the bundled region, matches it, prints the best candidates and serves.
pub fn run(args: &Demo, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    if !Engine::exists(&args.store) {
        Engine::init(&args.store)?;
    }
    let engine = Engine::open_writer(&args.store, "demo")?;
    eprintln!("{} {}", lang.pick("almacén", "store"), args.store.display());
    for (kind, summary) in engine.load_region(lang)? {
        let counts = summary.counts;
        eprintln!(
            "  {kind}: {} {}, {} {}",
            counts.created + counts.updated,
            lang.pick("cargados", "loaded"),
            counts.unchanged,
            lang.pick("sin cambio", "unchanged"),
        );
    }
    engine.record_kinds(caller, "demo", Kind::ALL)?;
    for link in Link::ALL {
        let options = MatchOptions { link, top: 1, min_weight: None, batch: None, lang };
        let candidates = engine.match_link(&options)?;
        print(&best_text(&engine, &candidates, lang)?)?;
    }
    let note = lang.pick(
        "Pistas para ordenar el trabajo, no identificaciones. Personas sintéticas.\n",
        "Leads to order the work by, not identifications. Synthetic people.\n",
    );
    print(note)?;
    if args.no_serve {
        return Ok(Done::Whole);
    }
    let options = ServeOptions {
        listen: args.listen,
        lang,
        upload_bytes: None,
        access: AccessOptions::default(),
        public: PublicOptions::default(),
    };
    listen(engine, options, lang)
}

fn best_text(engine: &Engine, candidates: &Candidates, lang: Lang) -> anyhow::Result<String> {
    let mut best: Vec<&CandidateRow> =
        candidates.rows.iter().filter(|row| row.candidate.exclusions.is_empty()).collect();
    best.sort_by_key(|row| std::cmp::Reverse(row.candidate.match_weight));
    best.truncate(SHOWN);
    let header: [&str; 5] = match lang {
        Lang::Es => ["registro", "candidato", "bits", "prob.", "por qué"],
        Lang::En => ["record", "candidate", "bits", "prob.", "why"],
    };
    let mut out = table(&header);
    for row in best {
        out.add_row([
            Cell::new(named(engine, &row.left, lang)?),
            Cell::new(named(engine, &row.right, lang)?),
            Cell::new(format!("{:.1}", row.candidate.match_weight.bits()))
                .set_alignment(CellAlignment::Right),
            Cell::new(format!("{:.3}", row.candidate.probability_set.get()))
                .set_alignment(CellAlignment::Right),
            Cell::new(&row.reason),
        ]);
    }
    Ok(format!("\n{}\n{out}\n", candidates.link))
}

fn named(engine: &Engine, key: &RecordKey, lang: Lang) -> anyhow::Result<String> {
    let Some(found) = engine.get(key)? else { return Ok(key.qualified()) };
    let summary = Summary::of(&found.record, lang);
    let parts = [key.qualified(), summary.name, summary.sex, summary.age, summary.date];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Ok(parts.join("\n"))
}
