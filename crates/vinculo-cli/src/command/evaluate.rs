//! `vinculo evaluate`

use std::fs;
use std::path::Path;

use anyhow::Context;
use serde_json::Value;
use vinculo_access::Caller;
use vinculo_engine::{Calibrated, Engine, calibrate_listed};
use vinculo_model::{CalibrationDto, Evaluation, EvaluationDto, calibration_text, evaluation_text};
use vinculo_plot::{plots, png};
use vinculo_record::{Kind, Lang};

use crate::args::Evaluate;
use crate::command::{Done, match_link};
use crate::output::{Usage, print, print_json};

/// Holds candidates against known truth.
pub fn run(args: &Evaluate, caller: &Caller, lang: Lang) -> anyhow::Result<Done> {
    let files: Vec<&Path> = args.candidates.iter().map(AsRef::as_ref).collect();
    let evaluations = vinculo_engine::evaluate(&files, &args.truth)?;
    if evaluations.is_empty() {
        let said = lang.pick(
            "la verdad no tiene pares de los enlaces de los candidatos",
            "the truth has no pairs of the candidates' links",
        );
        return Err(Usage(said.to_owned()).into());
    }
    let calibrated = calibrated(args, &files, caller)?;
    if let Some(folder) = &args.plots {
        calibrated.iter().try_for_each(|of_link| write_plots(folder, of_link, lang))?;
    }
    if args.json {
        print_json(&json(&evaluations, &calibrated)?)?;
    } else {
        let mut text = evaluation_text(&evaluations, lang);
        for of_link in &calibrated {
            text.push_str(&calibration_text(&of_link.calibration, &of_link.groups, lang));
        }
        print(&text)?;
    }
    Ok(Done::Whole)
}

fn calibrated(
    args: &Evaluate,
    files: &[&Path],
    caller: &Caller,
) -> anyhow::Result<Vec<Calibrated>> {
    let Some(store) = &args.store else { return Ok(calibrate_listed(files, &args.truth)?) };
    let mut engine = Engine::open_reader(store)?;
    if let Some(path) = &args.model {
        engine = engine.with_model(&match_link::read_model(path)?)?;
    }
    engine.record_kinds(caller, "evaluate", Kind::ALL)?;
    Ok(engine.calibrate(files, &args.truth)?)
}

/// `LINK-PLOT.svg`, `.png` and `.csv`.
fn write_plots(folder: &Path, of_link: &Calibrated, lang: Lang) -> anyhow::Result<()> {
    fs::create_dir_all(folder)
        .with_context(|| format!("could not make the folder {}", folder.display()))?;
    for plot in plots(&of_link.calibration, lang)? {
        let stem = format!("{}-{}", of_link.calibration.link, plot.name);
        let picture = png(&plot.svg)?;
        let contents =
            [("svg", plot.svg.as_bytes()), ("png", &picture), ("csv", plot.csv.as_bytes())];
        for (ending, bytes) in contents {
            let path = folder.join(format!("{stem}.{ending}"));
            fs::write(&path, bytes)
                .with_context(|| format!("could not write {}", path.display()))?;
        }
    }
    Ok(())
}

/// The evaluations, each with the calibration of its link under `calibration`.
fn json(evaluations: &[Evaluation], calibrated: &[Calibrated]) -> anyhow::Result<Value> {
    let mut figures =
        serde_json::to_value(evaluations.iter().map(EvaluationDto::from).collect::<Vec<_>>())?;
    for of_link in calibrated {
        let dto = CalibrationDto::new(&of_link.calibration, &of_link.groups);
        let place = evaluations.iter().position(|e| e.link == of_link.calibration.link);
        if let Some(figures) = place.and_then(|place| figures.get_mut(place)) {
            figures["calibration"] = serde_json::to_value(dto)?;
        }
    }
    Ok(figures)
}
