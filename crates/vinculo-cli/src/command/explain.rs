//! `vinculo explain`

use serde_json::{Value, json};
use vinculo_access::Caller;
use vinculo_engine::{Engine, Found, Summary};
use vinculo_model::{WaterfallDto, render_account, render_text};
use vinculo_record::Lang;

use crate::args::Explain;
use crate::command::match_link::read_model;
use crate::command::{Done, kinship};
use crate::output::{print, print_json};

/// Shows the evidence for and against a pair.
pub fn run(args: &Explain, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    if args.kinship {
        return kinship::run(args, caller, lang);
    }
    let mut engine = Engine::open_reader(&args.store)?;
    if let Some(path) = &args.model {
        engine = engine.with_model(&read_model(path)?)?;
    }
    let explanation = engine.explain(&args.left, &args.right, lang)?;
    engine.record_found(caller, "explain", [&explanation.left, &explanation.right])?;
    if args.json {
        let mut value = serde_json::to_value(WaterfallDto::new(&explanation.waterfall, lang))?;
        if let Value::Object(object) = &mut value {
            object.insert("link".to_owned(), json!(explanation.link.as_str()));
            object.insert("model".to_owned(), json!(explanation.model));
            object.insert("account".to_owned(), serde_json::to_value(&explanation.account)?);
            object.insert("left".to_owned(), record_json(&explanation.left));
            object.insert("right".to_owned(), record_json(&explanation.right));
        }
        print_json(&value)?;
        return Ok(Done::Whole);
    }
    let mut text = format!("{}\n", explanation.link);
    for found in [&explanation.left, &explanation.right] {
        text.push_str(&record_line(found, lang));
    }
    text.push_str(&render_text(&explanation.waterfall, lang));
    text.push_str(&render_account(&explanation.account, lang));
    text.push_str(&format!("\n{} {}\n", lang.pick("modelo", "model"), explanation.model));
    print(&text)?;
    Ok(Done::Whole)
}

/// A record with what it is recognised by.
pub(super) fn record_line(found: &Found, lang: Lang) -> String {
    let summary = Summary::of(&found.record, lang);
    let parts = [summary.name, summary.sex, summary.age, summary.date, summary.place];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let (key, version) = (found.record.key.qualified(), found.stored.version);
    format!("  {key} v{version}: {}\n", parts.join(", "))
}

pub(super) fn record_json(found: &Found) -> Value {
    let key = &found.record.key;
    json!({
        "kind": key.kind.as_str(),
        "source": key.source,
        "local_id": key.local_id,
        "version": found.stored.version,
    })
}
