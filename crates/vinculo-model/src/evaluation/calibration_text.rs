//! Calibration and groups as text for a terminal.

use vinculo_record::Lang;

use super::text::{aligned, percent};
use super::{Calibration, GroupFigures, Rate, Threshold};

/// Cllr, the rates of error at each threshold and the groups of a link.
pub fn calibration_text(calibration: &Calibration, groups: &[GroupFigures], lang: Lang) -> String {
    let pairs = &calibration.pairs;
    let of = if pairs.listed_only {
        lang.pick(
            "SOLO sobre pares listados, muestra sesgada; con --store se pesan pares de personas distintas",
            "over listed pairs ONLY, a biased sample; with --store pairs of different people are weighed",
        )
    } else {
        lang.pick("pares verdaderos y pares cruzados entre ellos", "true pairs and crossed ones")
    };
    let mut out = format!(
        "\n{}: {} ({of})\nCllr {:.4}, Cllr_min {:.4} ({} {}, {} {})\n",
        calibration.link,
        lang.pick("calibración", "calibration"),
        calibration.cllr,
        calibration.cllr_min,
        pairs.same.len(),
        lang.pick("pares de una persona", "pairs of one person"),
        pairs.different.len(),
        lang.pick("de personas distintas", "of different people"),
    );
    out.push_str(&thresholds(&calibration.thresholds, lang));
    if !groups.is_empty() {
        out.push_str(&group_table(calibration, groups, lang));
    }
    out
}

fn thresholds(thresholds: &[Threshold], lang: Lang) -> String {
    let header = match lang {
        Lang::Es => [
            "umbral",
            "peso",
            "FP esperada",
            "FP hallada",
            "95 %",
            "FN esperada",
            "FN hallada",
            "95 %",
        ],
        Lang::En => [
            "threshold",
            "weight",
            "FP expected",
            "FP found",
            "95 %",
            "FN expected",
            "FN found",
            "95 %",
        ],
    };
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    rows.extend(thresholds.iter().map(|at| {
        let name = at.posterior.map_or_else(
            || lang.pick("mejor F1", "best F1").to_owned(),
            |posterior| format!("p ≥ {posterior}"),
        );
        let mut row = vec![name, at.weight.to_string()];
        row.extend(cells(&at.false_positive));
        row.extend(cells(&at.false_negative));
        row
    }));
    aligned(&rows)
}

/// Expected, found and its interval. Rates of false positives are tiny, so in powers of ten.
fn cells(rate: &Rate) -> [String; 3] {
    let (low, high) = rate.interval();
    let found =
        format!("{:.1e} ({}/{})", rate.observed.share(), rate.observed.hits, rate.observed.of);
    [format!("{:.1e}", rate.expected), found, format!("{low:.1e}–{high:.1e}")]
}

fn group_table(calibration: &Calibration, groups: &[GroupFigures], lang: Lang) -> String {
    let header = match lang {
        Lang::Es => [
            "grupo",
            "pares",
            "recuerdo@1",
            "@10",
            "rango mediano",
            "90 %",
            "Cllr",
            "brecha@10",
            "p",
        ],
        Lang::En => {
            ["group", "pairs", "recall@1", "@10", "median rank", "90 %", "Cllr", "gap@10", "p"]
        }
    };
    let rank = |rank: Option<u32>| rank.map_or("–".to_owned(), |rank| rank.to_string());
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    rows.extend(groups.iter().map(|g| {
        let mark = if g.exceeds_chance() { " *" } else { "" };
        vec![
            format!("{}: {}", g.dimension, g.group),
            g.recall_10.of.to_string(),
            percent(g.recall_1.share()),
            percent(g.recall_10.share()),
            rank(g.ranks[0]),
            rank(g.ranks[1]),
            g.cllr.map_or("–".to_owned(), |cllr| format!("{cllr:.3}")),
            format!("{:+.1} %", 100.0 * g.gap),
            format!("{:.3}{mark}", g.p_value),
        ]
    }));
    let title = lang.pick(
        "por grupo (* la brecha supera el azar: Fisher exacto, corrección de Holm)",
        "by group (* the gap exceeds chance: Fisher's exact test, Holm's correction)",
    );
    format!("\n{}: {title}\n{}", calibration.link, aligned(&rows))
}
