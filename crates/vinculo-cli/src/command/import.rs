//! `vinculo import`

use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::Path;

use anyhow::Context;
use vinculo_access::Caller;
use vinculo_engine::store::Outcome;
use vinculo_engine::{Engine, ImportRequest, ImportSummary, Trail};
use vinculo_exchange::{Input, ReportWriter};
use vinculo_record::Lang;

use crate::args::Import;
use crate::command::Done;
use crate::output::progress;

/// Imports sheets, one after the other.
pub fn run(args: &Import, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    let engine = Engine::open_writer(&args.store, "import")?;
    let request = ImportRequest {
        source: args.source.clone(),
        mapping: args.mapping.as_deref().map(read_mapping).transpose()?,
        dry_run: args.dry_run,
        ..ImportRequest::new(args.kind, lang)
    };
    let mut report =
        args.report.as_deref().map(|path| ReportWriter::create(path, lang)).transpose()?;
    let mut rejected = 0;
    let mut failed = None;
    for file in &args.files {
        let bar = progress(estimated_rows(file), lang.pick("filas", "rows"));
        let done = Input::open(file, &request.limits).map_err(Into::into).and_then(|input| {
            let input = input.with_photos_beside();
            engine.import(&input, &request, report.as_mut(), &mut |rows| bar.set_position(rows))
        });
        bar.finish_and_clear();
        match done {
            Ok(summary) => {
                let trail = Trail::default();
                summary.batch.iter().for_each(|batch| trail.batch(*batch));
                engine.record(caller, "import", Outcome::Done, &trail, None)?;
                rejected += summary.counts.rejected;
                eprint!("{}", summary_text(file, &summary, args.dry_run, lang));
            }
            Err(error) => {
                failed = Some(error);
                break;
            }
        }
    }
    // What was found wrong is worth having when a file failed, too.
    if let Some(report) = report {
        report.finish()?;
        if let Some(path) = &args.report {
            eprintln!("{} {}", lang.pick("informe:", "report:"), path.display());
        }
    }
    match failed {
        Some(error) => Err(error.into()),
        None if rejected > 0 => Ok(Done::WithRejectedRows),
        None => Ok(Done::Whole),
    }
}

/// The name of a mapping file and its text.
pub fn read_mapping(path: &Path) -> anyhow::Result<(String, String)> {
    let text = fs::read_to_string(path)
        .with_context(|| format!("could not read the mapping {}", path.display()))?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok((name, text))
}

/// Lines of a text file, for the progress bar alone; `None` for other formats.
fn estimated_rows(path: &Path) -> Option<u64> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    if !matches!(ending.as_str(), "csv" | "tsv" | "txt" | "ndjson" | "jsonl") {
        return None;
    }
    let mut reader = BufReader::new(File::open(path).ok()?);
    let (mut lines, mut buffer) = (0, vec![0; 1 << 16]);
    loop {
        match reader.read(&mut buffer).ok()? {
            0 => return Some(lines),
            n => lines += buffer[..n].iter().filter(|byte| **byte == b'\n').count() as u64,
        }
    }
}

fn summary_text(file: &Path, summary: &ImportSummary, dry_run: bool, lang: Lang) -> String {
    let counts = &summary.counts;
    let mut text = String::new();
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
    let dry = if dry_run {
        lang.pick(" (simulacro: nada se guardó)", " (dry run: nothing stored)")
    } else {
        ""
    };
    text.push_str(&format!("{name}{dry}\n"));
    for note in &summary.notes {
        text.push_str(&format!("  {note}\n"));
    }
    if let Some(row) = summary.resumed_at {
        let said = lang
            .pick("carga interrumpida, reanudada en la fila", "interrupted batch, resumed at row");
        text.push_str(&format!("  {said} {row}\n"));
    }
    let parts = [
        (lang.pick("filas", "rows"), u64::from(counts.rows_seen)),
        (lang.pick("nuevas", "created"), u64::from(counts.created)),
        (lang.pick("actualizadas", "updated"), u64::from(counts.updated)),
        (lang.pick("sin cambio", "unchanged"), u64::from(counts.unchanged)),
        (lang.pick("más antiguas", "older"), u64::from(counts.older)),
        (lang.pick("rechazadas", "rejected"), u64::from(counts.rejected)),
        (lang.pick("con dudas", "with doubts"), u64::from(counts.doubtful)),
        (lang.pick("filtradas", "filtered out"), summary.filtered),
    ];
    let parts: Vec<String> = parts.iter().map(|(label, n)| format!("{label} {n}")).collect();
    text.push_str(&format!("  {}\n", parts.join(", ")));
    for ((code, action), count) in &summary.doubts {
        text.push_str(&format!("  {code} → {action}: {count}\n"));
    }
    if let Some(batch) = summary.batch {
        text.push_str(&format!("  {} {batch}\n", lang.pick("lote", "batch")));
    }
    text
}
