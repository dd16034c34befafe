//! Why a comparison could not be made.

use vinculo_model::{NotCompared, Row};
use vinculo_record::items::Sample;
use vinculo_record::vocab::SampleStatus;
use vinculo_record::{Kind, Lang, Observed, Record};

use super::case::Case;

/// What a record says of an aspect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Something.
    Known,
    /// Nobody wrote it down.
    Absent,
    /// The remains do not allow to tell.
    NotObservable,
}

/// Why a row has no level.
pub(super) fn not_compared(row: &Row, case: &Case, lang: Lang) -> NotCompared {
    let [left, right] = standings(row, case);
    let (why, text) = why(left, right, case, lang);
    NotCompared {
        comparison: row.comparison.clone(),
        label: row.comparison_label.clone(),
        why,
        text,
    }
}

/// What each record says of a row's aspect.
pub(super) fn standings(row: &Row, case: &Case) -> [Standing; 2] {
    [(0, &row.left), (1, &row.right)].map(|(side, shown)| {
        if not_observable(case.records[side], &row.comparison) {
            Standing::NotObservable
        } else if shown.is_empty() {
            Standing::Absent
        } else {
            Standing::Known
        }
    })
}

fn why(left: Standing, right: Standing, case: &Case, lang: Lang) -> (&'static str, String) {
    use Standing::{Absent, Known, NotObservable};
    let not_in = lang.pick("no consta en", "not recorded in");
    let unseen =
        lang.pick("los restos no permiten observarlo", "the remains do not allow to see it");
    let absent = |side| format!("{not_in} {}", case.name(side, lang));
    match (left, right) {
        (NotObservable, _) => ("not_observable_left", unseen.to_owned()),
        (_, NotObservable) => ("not_observable_right", unseen.to_owned()),
        (Absent, Absent) => (
            "absent_both",
            lang.pick("no consta en ninguno de los dos registros", "recorded on neither side")
                .to_owned(),
        ),
        (Absent, Known) => ("absent_left", absent(0)),
        (Known, Absent) => ("absent_right", absent(1)),
        (Known, Known) => match case.bones {
            true => (
                "condition",
                lang.pick(
                    "consta en ambos, pero el estado de los restos o la forma del dato no permiten confrontarlo",
                    "recorded on both sides, but the remains' condition or the form of the data does not allow to compare it",
                )
                .to_owned(),
            ),
            false => (
                "not_alike",
                lang.pick(
                    "consta en ambos, pero no son datos que se puedan confrontar entre sí",
                    "recorded on both sides, but the data are not of a kind to be compared with each other",
                )
                .to_owned(),
            ),
        },
    }
}

fn not_observable(record: &Record, comparison: &str) -> bool {
    let body = &record.body;
    match comparison {
        "dental" => body.dental.is_not_observable(),
        "marks" => body.marks.is_not_observable(),
        "medical" => body.medical.is_not_observable(),
        "build" => body.build.is_not_observable(),
        "blood_group" => body.blood_group.is_not_observable(),
        "pigmentation" => {
            body.hair_colour.is_not_observable()
                && body.eye_colour.known().is_none()
                && body.skin_tone.known().is_none()
        }
        "effects" => record.clothing.is_not_observable() && record.effects.is_not_observable(),
        _ => false,
    }
}

/// What exists to be confronted in a laboratory: never compared here.
pub(super) fn samples(case: &Case, lang: Lang) -> Vec<NotCompared> {
    let dna = case.records.map(|record| &record.body.dna);
    let prints = case.records.map(|record| &record.body.fingerprints);
    [
        ("dna", lang.pick("ADN", "DNA"), dna),
        ("fingerprints", lang.pick("huellas dactilares", "fingerprints"), prints),
    ]
    .into_iter()
    .filter_map(|(comparison, label, [left, right])| {
        let (why, text) = match (left.known(), right.known()) {
            (Some(a), Some(b)) => {
                let said = lang.pick(
                    "no se compara aquí; hay de ambos lados",
                    "not compared here; both sides have some",
                );
                ("held_by_laboratories", format!("{said}: {}; {}", held(a, lang), held(b, lang)))
            }
            (None, None) => return None,
            (found, other) => {
                let side = usize::from(found.is_none());
                let sample = found.or(other)?;
                let said = lang
                    .pick("no se compara aquí; solo lo tiene", "not compared here; held only by");
                let text = format!("{said} {}: {}", case.name(side, lang), held(sample, lang));
                (if side == 0 { "absent_right" } else { "absent_left" }, text)
            }
        };
        Some(NotCompared { comparison: comparison.to_owned(), label: label.to_owned(), why, text })
    })
    .collect()
}

/// What exists and where, as it is said to an authorised user.
pub(super) fn held(sample: &Sample, lang: Lang) -> String {
    let at = match sample.laboratory.trim() {
        "" => lang.pick("laboratorio no indicado", "laboratory not stated"),
        laboratory => laboratory,
    };
    let number = match sample.number.trim() {
        "" => String::new(),
        number => format!(" ({number})"),
    };
    format!("{}, {at}{number}", sample.status.label(lang))
}

/// Whether a profile or a database entry exists, which can be confronted at once.
pub(super) fn is_typed(sample: &Observed<Sample>) -> bool {
    sample
        .known()
        .is_some_and(|s| matches!(s.status, SampleStatus::Typed | SampleStatus::InDatabase))
}

/// Whether parts that carry teeth or fingers were recovered; unknown counts as yes.
pub(super) fn may_have(record: &Record, parts: &[vinculo_record::vocab::RecoveredPart]) -> bool {
    record.key.kind != Kind::Remains
        || record.remains.inventory.is_empty()
        || record
            .remains
            .inventory
            .iter()
            .any(|part| *part == vinculo_record::vocab::RecoveredPart::All || parts.contains(part))
}
