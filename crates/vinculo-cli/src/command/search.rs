//! `vinculo search`

use serde_json::{Value, json};
use vinculo_access::Caller;
use vinculo_engine::{Engine, Found, SearchPage, Summary};
use vinculo_record::Lang;
use vinculo_search::{Hit, Query};

use crate::args::Search;
use crate::command::Done;
use crate::output::{print, print_json, table};

/// Searches.
pub fn run(args: Search, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    let engine = Engine::open_reader(&args.store)?;
    let query = Query {
        text: args.text,
        kind: args.kind,
        country: args.country,
        age: args.age,
        minors: args.minors,
        sex: args.sex,
        from: args.from,
        to: args.to,
        source: None,
        scope: None,
        limit: args.limit,
        offset: 0,
    };
    let page = engine.search(&query)?;
    if page.behind > 0 {
        let said = lang.pick(
            "el índice aún no recoge los últimos cambios:",
            "the index has not taken over the last changes:",
        );
        eprintln!("{said} {}", page.behind);
    }
    engine.record_found(caller, "search", page.hits.iter().map(|(_, found)| found))?;
    if args.json {
        print_json(&page_json(&page, lang))?
    } else {
        print(&page_text(&page, lang))?
    }
    Ok(Done::Whole)
}

fn page_text(page: &SearchPage, lang: Lang) -> String {
    let header: [&str; 7] = match lang {
        Lang::Es => ["registro", "nombre", "sexo", "edad", "fecha", "lugar", "por qué"],
        Lang::En => ["record", "name", "sex", "age", "date", "place", "why"],
    };
    let mut out = table(&header);
    for (hit, found) in &page.hits {
        let summary = Summary::of(&found.record, lang);
        out.add_row([
            found.record.key.qualified(),
            summary.name,
            summary.sex,
            summary.age,
            summary.date,
            summary.place,
            why(hit, lang),
        ]);
    }
    let found = lang.pick("encontrados", "found");
    let whole = lang.pick("con todas las palabras", "with all words");
    format!("{out}\n{} {found}, {} {whole}\n", page.total, page.total_all_words)
}

fn why(hit: &Hit, lang: Lang) -> String {
    let mut parts: Vec<String> = hit
        .matched
        .iter()
        .map(|m| format!("{}: {} ({})", m.field.label(lang), m.found, m.how.label(lang)))
        .collect();
    parts.extend(hit.snippet.as_ref().map(|snippet| format!("«{}»", snippet.text)));
    parts.join("; ")
}

fn page_json(page: &SearchPage, lang: Lang) -> Value {
    json!({
        "total": page.total,
        "total_all_words": page.total_all_words,
        "truncated": page.truncated,
        "hits": page.hits.iter().map(|(hit, found)| hit_json(hit, found, lang)).collect::<Vec<_>>(),
        "facets": page.facets.iter().map(|(name, counts)| {
            let counts = counts.iter().map(|(value, n)| json!({"value": value, "count": n}));
            (name.clone(), counts.collect::<Value>())
        }).collect::<serde_json::Map<_, _>>(),
    })
}

fn hit_json(hit: &Hit, found: &Found, lang: Lang) -> Value {
    let summary = Summary::of(&found.record, lang);
    let key = &found.record.key;
    json!({
        "kind": key.kind.as_str(),
        "source": key.source,
        "local_id": key.local_id,
        "version": found.stored.version,
        "score": hit.score,
        "name": summary.name,
        "sex": found.record.identity.sex.map(|sex| sex.code()),
        "age": summary.age,
        "event_date": summary.date,
        "event_place": summary.place,
        "matched": hit.matched.iter().map(|m| json!({
            "word": m.word, "found": m.found, "field": m.field.as_str(), "how": m.how.as_str(),
        })).collect::<Vec<_>>(),
        "snippet": hit.snippet.as_ref().map(|snippet| snippet.pieces().iter().map(|(text, lit)| {
            json!({"text": text, "highlight": lit})
        }).collect::<Vec<_>>()),
    })
}
