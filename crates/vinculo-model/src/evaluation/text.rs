//! Evaluations as text for a terminal.

use std::fmt::Write;

use vinculo_record::Lang;

use super::{CurvePoint, Evaluation, F1, Figures};
use crate::constants::{CURVE_RECALLS, RECALL_AT};
use crate::layout::{Align, printable, table};

/// One row per link, then precision against recall and the strata of each link.
pub fn evaluation_text(evaluations: &[Evaluation], lang: Lang) -> String {
    let mut rows = vec![figures_header(lang.pick("enlace", "link"), lang)];
    rows[0].extend([
        lang.pick("precisión media", "average precision").to_owned(),
        lang.pick("mejor F1 (desde)", "best F1 (from)").to_owned(),
        lang.pick("F1 con p ≥ 0.99", "F1 at p ≥ 0.99").to_owned(),
    ]);
    rows.extend(evaluations.iter().map(link_row));
    let mut out = aligned(&rows);
    for evaluation in evaluations {
        out.push_str(&curve_text(evaluation, lang));
        out.push_str(&strata_text(evaluation, lang));
    }
    out
}

fn figures_header(what: &str, lang: Lang) -> Vec<String> {
    let mut header = vec![what.to_owned(), lang.pick("pares verdaderos", "true pairs").to_owned()];
    header.extend(RECALL_AT.iter().map(|k| format!("{}@{k}", lang.pick("recuerdo", "recall"))));
    header.push(lang.pick("perdidos", "lost").to_owned());
    header.push(lang.pick("excluidos", "excluded").to_owned());
    header
}

fn figures_row(name: &str, figures: &Figures) -> Vec<String> {
    let mut row = vec![printable(name), figures.true_pairs.to_string()];
    row.extend(figures.recall.iter().map(|(_, ratio)| percent(ratio.share())));
    row.push(percent(figures.lost.share()));
    row.push(percent(figures.excluded.share()));
    row
}

fn link_row(evaluation: &Evaluation) -> Vec<String> {
    let mut row = figures_row(evaluation.link.as_str(), &evaluation.all);
    row.push(format!("{:.3}", evaluation.average_precision));
    row.push(evaluation.best_f1.map_or("–".to_owned(), best_f1));
    row.push(
        evaluation
            .f1_at_high_probability
            .map_or("–".to_owned(), |f1| format!("{:.3}", f1.value())),
    );
    row
}

fn best_f1(f1: F1) -> String {
    let from = f1.weight.map_or(String::new(), |weight| format!(" ({weight})"));
    format!("{:.3}{from}", f1.value())
}

fn curve_text(evaluation: &Evaluation, lang: Lang) -> String {
    let words = ["recuerdo", "precisión", "peso desde"];
    let header = match lang {
        Lang::Es => words,
        Lang::En => ["recall", "precision", "weight from"],
    };
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    rows.extend(CURVE_RECALLS.iter().map_while(|recall| {
        let point = first_reaching(&evaluation.curve, *recall)?;
        let mark = if point.excluded { " ✗" } else { "" };
        Some(vec![
            percent(*recall),
            percent(point.precision.share()),
            format!("{}{mark}", point.weight),
        ])
    }));
    if rows.len() == 1 {
        return String::new();
    }
    titled(evaluation, lang.pick("precisión según el recuerdo", "precision against recall"), &rows)
}

fn first_reaching(curve: &[CurvePoint], recall: f64) -> Option<&CurvePoint> {
    curve.iter().find(|point| point.recall.share() >= recall - 1e-12)
}

fn strata_text(evaluation: &Evaluation, lang: Lang) -> String {
    if evaluation.strata.is_empty() {
        return String::new();
    }
    let mut rows = vec![figures_header(lang.pick("estrato", "stratum"), lang)];
    rows.extend(
        evaluation.strata.iter().map(|stratum| figures_row(&stratum.label, &stratum.figures)),
    );
    titled(evaluation, lang.pick("por estrato", "by stratum"), &rows)
}

fn titled(evaluation: &Evaluation, title: &str, rows: &[Vec<String>]) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write!(out, "\n{}: {title}\n{}", evaluation.link, aligned(rows));
    out
}

/// The first column to the left, numbers to the right.
pub(super) fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let mut sides = vec![Align::Right; columns];
    sides.iter_mut().take(1).for_each(|side| *side = Align::Left);
    table(&sides, rows)
}

pub(super) fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}
