//! One pair laid out as evidence, in the same numbers as its score.

use vinculo_model::{LinkModel, Millibits, Prior, Probability, ShownFinding, Waterfall};
use vinculo_record::{Lang, Record};

use crate::{LinkError, PairScore, Suite};

/// Reasons in favour that [`reason_line`] names.
const REASONS_FOR: usize = 3;
/// Bits that a comparison must weigh against for [`reason_line`] to name it.
const AGAINST_FROM: Millibits = Millibits(-1000);

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

/// A scored pair in one line: what speaks most for it, and what speaks most
/// against it, each with its weight in bits.
pub fn reason_line(
    suite: &Suite,
    score: &PairScore,
    left: &Record,
    right: &Record,
    lang: Lang,
) -> String {
    let mut heaviest: Vec<(usize, Millibits)> =
        score.weights.iter().copied().enumerate().filter(|(_, w)| *w > Millibits::ZERO).collect();
    heaviest.sort_by_key(|(i, weight)| (std::cmp::Reverse(*weight), *i));
    heaviest.truncate(REASONS_FOR);
    let against = score.weights.iter().copied().enumerate().min_by_key(|(i, weight)| (*weight, *i));
    let against = against.filter(|(_, weight)| *weight <= AGAINST_FROM);
    let say = |(i, weight): (usize, Millibits)| {
        let comparison = &suite.comparisons()[i];
        let label = comparison_label(comparison.name(), lang);
        let reason = comparison.compare_records(left, right, lang).reason;
        format!("{label}: {reason} ({:+.1})", weight.bits())
    };
    let mut parts: Vec<String> = heaviest.into_iter().map(say).collect();
    if let Some(against) = against {
        parts.push(format!("{} {}", lang.pick("en contra,", "against,"), say(against)));
    }
    if parts.is_empty() {
        return lang.pick("nada comparable a favor", "nothing comparable in favour").to_owned();
    }
    parts.join("; ")
}

/// What a user calls a comparison; its own name where the table lacks it.
pub fn comparison_label(name: &'static str, lang: Lang) -> &'static str {
    const LABELS: &[(&str, &str, &str)] = &[
        ("given_names", "nombres", "given names"),
        ("surnames", "apellidos", "surnames"),
        ("documents", "documentos", "documents"),
        ("sex", "sexo", "sex"),
        ("age", "edad y nacimiento", "age and birth"),
        ("origin", "origen", "origin"),
        ("time", "fechas", "dates"),
        ("place", "lugar y ruta", "place and route"),
        ("stature", "estatura", "stature"),
        ("build", "complexión", "build"),
        ("pigmentation", "cabello, ojos y piel", "hair, eyes and skin"),
        ("blood_group", "grupo sanguíneo", "blood group"),
        ("marks", "señas particulares", "marks"),
        ("dental", "dientes", "teeth"),
        ("effects", "ropa y pertenencias", "clothing and effects"),
    ];
    LABELS.iter().find(|(code, ..)| *code == name).map_or(name, |(_, es, en)| lang.pick(es, en))
}
