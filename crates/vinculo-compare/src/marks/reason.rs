//! The finding in words.

use vinculo_record::Lang;
use vinculo_record::vocab::{BodyLocation, Side};

use super::alike::{Likeness, MarkFeature};
use super::token::{Nature, Token};
use super::words::names;
use super::{MarksFeature, NONE_SHARED, Pair, Paired, SEVERAL_MISSING, TYPE_ONLY};
use crate::Finding;

/// Most pairs of marks that are told.
const MOST_TOLD: usize = 3;

/// What agrees, the most alike first, what is missing, and what cannot be.
pub(super) fn reason(
    paired: &Paired,
    records: [&MarksFeature; 2],
    finding: &Finding,
    amputated: Option<&MarkFeature>,
    lang: Lang,
) -> String {
    let mut clauses: Vec<String> = Vec::new();
    if let Some(mark) = amputated.filter(|_| finding.exclusion.is_some()) {
        let text = lang
            .pick("amputación declarada y parte presente", "amputation described, part present");
        clauses.push(format!("{text}: {}", place_text(mark, lang)));
    }
    let told = paired.pairs().iter().take(MOST_TOLD);
    clauses.extend(told.map(|pair| agreement(pair, records, lang)));
    match finding.level {
        TYPE_ONLY => clauses.extend(one_kind(records, lang)),
        NONE_SHARED => clauses.push(
            lang.pick(
                "ninguna seña de una ficha está en la otra",
                "no mark of one record is in the other",
            )
            .to_owned(),
        ),
        ..=SEVERAL_MISSING => clauses.extend(missing(paired, records, lang)),
        _ => {}
    }
    clauses.join("; ")
}

/// Two marks that agree.
fn agreement(pair: &Pair, records: [&MarksFeature; 2], lang: Lang) -> String {
    let [a, b] = [&records[0].marks[usize::from(pair.0)], &records[1].marks[usize::from(pair.1)]];
    let mut out = both(a, b, lang);
    let shared = names(a.kind, &a.text, lang, |token| {
        b.tokens.iter().any(|other| token.agrees(other).is_some())
    });
    if !shared.is_empty() {
        out.push_str(&format!(": {}", shared.join(", ")));
    }
    out
}

/// Two marks of one kind, with the motifs that differ.
fn one_kind(records: [&MarksFeature; 2], lang: Lang) -> Option<String> {
    let [left, right] = records;
    let pairs = left.marks.iter().flat_map(|a| right.marks.iter().map(move |b| (a, b)));
    let of_kind = |pair: &(&MarkFeature, &MarkFeature)| {
        super::alike(pair.0, pair.1).likeness == Likeness::Kind
    };
    let (a, b) = pairs.into_iter().find(of_kind)?;
    let mut out = both(a, b, lang);
    let motifs = |mark: &MarkFeature| {
        names(mark.kind, &mark.text, lang, |token: Token| token.nature == Nature::Motif)
    };
    let (x, y) = (motifs(a), motifs(b));
    if !x.is_empty() && !y.is_empty() {
        let other = lang.pick("otro motivo", "other motif");
        out.push_str(&format!(", {other}: {} / {}", x.join(", "), y.join(", ")));
    }
    Some(out)
}

fn both(a: &MarkFeature, b: &MarkFeature, lang: Lang) -> String {
    let (one, other) = (place_text(a, lang), place_text(b, lang));
    if one == other {
        format!("{one} {}", lang.pick("en ambas fichas", "in both records"))
    } else {
        format!("{one} / {other}")
    }
}

fn missing(paired: &Paired, records: [&MarksFeature; 2], lang: Lang) -> Vec<String> {
    let text = lang
        .pick("no está en el cuerpo, que la mostraría", "is not on the body, which would show it");
    let lacking = |side: usize| {
        let marks = records[side].marks.iter().enumerate();
        marks.filter(move |(i, _)| paired.missing[side] & (1 << i) != 0)
    };
    lacking(0)
        .chain(lacking(1))
        .take(MOST_TOLD)
        .map(|(_, mark)| format!("{} {text}", place_text(mark, lang)))
        .collect()
}

fn place_text(mark: &MarkFeature, lang: Lang) -> String {
    head(mark.kind.label(lang), mark.place, mark.side, lang)
}

/// What it is, at which place, on which side: `tatuaje (antebrazo, derecho)`.
pub fn head(what: &str, place: Option<BodyLocation>, side: Option<Side>, lang: Lang) -> String {
    let place = place.map(|place| place.label(lang));
    let at: Vec<&str> = place.into_iter().chain(side.map(|side| side.label(lang))).collect();
    if at.is_empty() { what.to_owned() } else { format!("{what} ({})", at.join(", ")) }
}
