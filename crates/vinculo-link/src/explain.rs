//! One pair laid out as evidence, in the same numbers as its score.

use vinculo_model::{LinkModel, Prior, Probability, ShownFinding, Waterfall};
use vinculo_record::{Lang, Record};

use crate::{LinkError, Suite};

/// The evidence of a pair: every comparison with both values, its level and its
/// weight; those that could not be made have a row and weigh 0.
///
/// # Errors
/// When the model lacks a comparison or level of the suite.
pub fn explain(
    suite: &Suite,
    model: &LinkModel,
    prior: &Prior,
    left: &Record,
    right: &Record,
    lang: Lang,
) -> Result<Waterfall, LinkError> {
    let findings: Vec<ShownFinding> = suite
        .comparisons()
        .iter()
        .map(|comparison| {
            let compared = comparison.compare_records(left, right, lang);
            let level = compared.finding.map(|f| comparison.levels()[usize::from(f.level)]);
            let frequency = compared.finding.and_then(|f| f.frequency);
            let exclusion = compared.finding.and_then(|f| f.exclusion);
            ShownFinding {
                comparison: comparison.name().to_owned(),
                comparison_label: comparison_label(comparison.name(), lang).to_owned(),
                level: level.map(|level| level.name.to_owned()),
                level_label: level
                    .map_or(lang.pick("no comparable", "not comparable").to_owned(), |level| {
                        level.label(lang).to_owned()
                    }),
                left: compared.left_value,
                right: compared.right_value,
                frequency: frequency.and_then(|f| Probability::new(f64::from(f)).ok()),
                reason: compared.reason,
                exclusion: exclusion.map(|exclusion| exclusion.code().to_owned()),
            }
        })
        .collect();
    Ok(Waterfall::new(model, prior, &findings)?)
}

/// What a user calls a comparison; its own name where the table lacks it.
pub fn comparison_label(name: &'static str, lang: Lang) -> &'static str {
    const LABELS: &[(&str, &str, &str)] = &[
        ("given_names", "nombres", "given names"),
        ("surnames", "apellidos", "surnames"),
        ("documents", "documentos", "documents"),
        ("relatives", "familiares", "relatives"),
        ("sex", "sexo", "sex"),
        ("age", "edad y nacimiento", "age and birth"),
        ("origin", "origen", "origin"),
        ("time", "fechas", "dates"),
        ("place", "lugar y ruta", "place and route"),
        ("stature", "estatura", "stature"),
        ("build", "complexión", "build"),
        ("pigmentation", "cabello, ojos y piel", "hair, eyes and skin"),
        ("blood_group", "grupo sanguíneo", "blood group"),
        ("medical", "datos médicos", "medical facts"),
        ("marks", "señas particulares", "marks"),
        ("dental", "dientes", "teeth"),
        ("effects", "ropa y pertenencias", "clothing and effects"),
        ("picture", "imágenes", "pictures"),
    ];
    LABELS.iter().find(|(code, ..)| *code == name).map_or(name, |(_, es, en)| lang.pick(es, en))
}
