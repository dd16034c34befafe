//! `vinculo explain --kinship`

use serde_json::{Value, json};
use vinculo_access::Caller;
use vinculo_engine::{Engine, KinshipReport};
use vinculo_model::printable;
use vinculo_record::Lang;

use crate::args::Explain;
use crate::command::Done;
use crate::command::explain::{record_json, record_line};
use crate::output::{print, print_json};

/// Shows what two records say of a kinship between their persons.
pub fn run(args: &Explain, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    let engine = Engine::open_reader(&args.store)?;
    let found = engine.kinship(&args.left, &args.right, lang)?;
    engine.record_found(caller, "explain", [&found.left, &found.right])?;
    if args.json {
        let reports: Vec<Value> = found.reports.iter().map(|it| report_json(it, lang)).collect();
        print_json(&json!({
            "left": record_json(&found.left),
            "right": record_json(&found.right),
            "kinship": reports,
        }))?;
        return Ok(Done::Whole);
    }
    let title = lang.pick("parentesco que se examina", "kinship examined");
    let mut text = format!("{title}\n");
    for record in [&found.left, &found.right] {
        text.push_str(&record_line(record, lang));
    }
    for report in &found.reports {
        text.push_str(&report_text(report, lang));
    }
    text.push_str(lang.pick(
        "\nlo que consta orienta la verificación; no prueba parentesco\n",
        "\nwhat is recorded guides verification; it proves no kinship\n",
    ));
    print(&text)?;
    Ok(Done::Whole)
}

fn report_text(report: &KinshipReport, lang: Lang) -> String {
    let claimed = match report.claimed {
        true => "",
        false => lang.pick(", que nadie declara", ", which nobody declares"),
    };
    let relation = report.relation.label(lang);
    let mut text = format!("\n{relation}{claimed}: {}\n", report.verdict.label(lang));
    for finding in &report.findings {
        text.push_str(&format!(
            "  - {}: {}\n",
            finding.effect.label(lang),
            printable(&finding.text)
        ));
    }
    text.push_str(&format!("{}:\n", lang.pick("qué verificar", "what to verify")));
    for (number, step) in (1..).zip(&report.next) {
        text.push_str(&format!("  {number}. {}\n", step.text));
    }
    text
}

fn report_json(report: &KinshipReport, lang: Lang) -> Value {
    let findings = report.findings.iter().map(|finding| {
        json!({
            "aspect": finding.aspect,
            "effect": finding.effect.code(),
            "effect_label": finding.effect.label(lang),
            "text": finding.text,
        })
    });
    let next = report.next.iter().map(|step| json!({"code": step.code, "text": step.text}));
    json!({
        "relation": report.relation.code(),
        "relation_label": report.relation.label(lang),
        "claimed": report.claimed,
        "verdict": report.verdict.code(),
        "verdict_label": report.verdict.label(lang),
        "findings": findings.collect::<Vec<_>>(),
        "next": next.collect::<Vec<_>>(),
    })
}
