//! `vinculo evaluate`

use std::path::Path;

use vinculo_model::{EvaluationDto, evaluation_text};
use vinculo_record::Lang;

use crate::args::Evaluate;
use crate::command::Done;
use crate::output::{Usage, print, print_json};

/// Holds candidates against known truth.
pub fn run(args: &Evaluate, lang: Lang) -> anyhow::Result<Done> {
    let files: Vec<&Path> = args.candidates.iter().map(AsRef::as_ref).collect();
    let evaluations = vinculo_engine::evaluate(&files, &args.truth)?;
    if evaluations.is_empty() {
        let said = lang.pick(
            "la verdad no tiene pares de los enlaces de los candidatos",
            "the truth has no pairs of the candidates' links",
        );
        return Err(Usage(said.to_owned()).into());
    }
    if args.json {
        let figures: Vec<EvaluationDto> = evaluations.iter().map(EvaluationDto::from).collect();
        print_json(&serde_json::to_value(figures)?)?;
    } else {
        print(&evaluation_text(&evaluations, lang))?;
    }
    Ok(Done::Whole)
}
