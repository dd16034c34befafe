//! The waterfall as text for a terminal: a table, then what it means.

use std::fmt::Write;

use vinculo_record::Lang;

use super::bar::bar;
use super::waterfall::{CapRow, Row, Waterfall};
use crate::layout::{Align, table, value};
use crate::millibits::Millibits;
use crate::probability::Probability;
use crate::verbal::lr_sentence;

const COLUMNS: [Align; 10] = [
    Align::Left,
    Align::Left,
    Align::Left,
    Align::Left,
    Align::Right,
    Align::Right,
    Align::Right,
    Align::Right,
    Align::Right,
    Align::Left,
];

/// The evidence of a pair for a person: every row, the totals, the sentence and the
/// prior used; in words it is [`render_account`](super::render_account). Readable
/// without colour. Shows personal values.
pub fn render_text(waterfall: &Waterfall, lang: Lang) -> String {
    let mut out = table(&COLUMNS, &table_rows(waterfall, lang));
    out.push('\n');
    totals(&mut out, waterfall, lang);
    exclusions(&mut out, waterfall, lang);
    out
}

fn table_rows(waterfall: &Waterfall, lang: Lang) -> Vec<Vec<String>> {
    let longest = longest(waterfall);
    let mut rows = vec![header(lang), prior_row(waterfall, longest, lang)];
    rows.extend(waterfall.rows.iter().map(|row| comparison_row(row, longest, lang)));
    let caps = waterfall.cap_rows.iter().filter(|cap| cap.adjustment != Millibits::ZERO);
    rows.extend(caps.map(|cap| cap_row(cap, longest, lang)));
    rows
}

fn longest(waterfall: &Waterfall) -> Millibits {
    let rows = waterfall.rows.iter().map(Row::total);
    let caps = waterfall.cap_rows.iter().map(|cap| cap.adjustment);
    let all = rows.chain(caps).chain([waterfall.prior.weight()]);
    Millibits(all.map(|weight| weight.0.saturating_abs()).max().unwrap_or(0))
}

fn header(lang: Lang) -> Vec<String> {
    let es = [
        "comparación",
        "nivel",
        "izquierda",
        "derecha",
        "m",
        "u",
        "peso",
        "frecuencia",
        "acumulado",
    ];
    let en = ["comparison", "level", "left", "right", "m", "u", "weight", "frequency", "total"];
    let words = match lang {
        Lang::Es => es,
        Lang::En => en,
    };
    let bits = lang.pick("en contra │ a favor", " against │ in favour");
    words.into_iter().chain([bits]).map(str::to_owned).collect()
}

fn prior_row(waterfall: &Waterfall, longest: Millibits, lang: Lang) -> Vec<String> {
    let weight = waterfall.prior.weight();
    let label = lang.pick("(antes de comparar)", "(before comparing)");
    plain_row(label.to_owned(), weight, weight, longest)
}

fn cap_row(cap: &CapRow, longest: Millibits, lang: Lang) -> Vec<String> {
    let label = format!("{} {} (±{:.3})", lang.pick("tope", "cap"), cap.group, cap.cap.bits());
    plain_row(label, cap.adjustment, cap.running_total, longest)
}

fn plain_row(
    label: String,
    weight: Millibits,
    running_total: Millibits,
    longest: Millibits,
) -> Vec<String> {
    let empty = String::new;
    vec![
        label,
        empty(),
        empty(),
        empty(),
        empty(),
        empty(),
        weight.to_string(),
        empty(),
        running_total.to_string(),
        bar(weight, longest),
    ]
}

fn comparison_row(row: &Row, longest: Millibits, lang: Lang) -> Vec<String> {
    let null_level = lang.pick("no comparable", "not comparable");
    let level = if row.level_label.is_empty() && row.level.is_none() {
        null_level
    } else {
        &row.level_label
    };
    let frequency = if row.tf_adjustment == Millibits::ZERO {
        String::new()
    } else {
        row.tf_adjustment.to_string()
    };
    let mark = if row.exclusion.is_some() { " ✗" } else { "" };
    vec![
        value(&row.comparison_label),
        format!("{}{mark}", value(level)),
        value(&row.left),
        value(&row.right),
        row.m.map_or(String::new(), share),
        row.u.map_or(String::new(), share),
        row.weight.to_string(),
        frequency,
        row.running_total.to_string(),
        bar(row.total(), longest),
    ]
}

fn totals(out: &mut String, waterfall: &Waterfall, lang: Lang) {
    let weight = lang.pick("peso de la pareja", "match weight");
    line(out, format_args!("{weight}: {} bits", waterfall.match_weight));
    line(
        out,
        format_args!("log10 LR: {:+.2}, {}", waterfall.log10_lr, waterfall.verbal.text(lang)),
    );
    line(out, format_args!("{}", lr_sentence(waterfall.log10_lr, lang)));
    let probability = lang.pick("probabilidad", "probability");
    line(
        out,
        format_args!(
            "{probability}: {} {}",
            posterior(waterfall.probability),
            prior_used(waterfall, lang)
        ),
    );
    let caution =
        lang.pick("ordena pistas; no identifica a nadie", "this ranks leads; it identifies no one");
    line(out, format_args!("{caution}"));
}

fn prior_used(waterfall: &Waterfall, lang: Lang) -> String {
    let (share, size) = (waterfall.prior.share().get() * 100.0, waterfall.prior.set_size());
    match lang {
        Lang::Es => format!(
            "(se supone que {share:.0} % de las personas está entre los {size} registros comparados)"
        ),
        Lang::En => format!(
            "(assuming that {share:.0} % of the people are among the {size} records compared)"
        ),
    }
}

fn exclusions(out: &mut String, waterfall: &Waterfall, lang: Lang) {
    let codes: Vec<&str> = waterfall.exclusions().collect();
    if !codes.is_empty() {
        let warning = lang.pick(
            "✗ imposibilidad física, si los datos no tienen un error",
            "✗ physically impossible, unless the data have an error",
        );
        line(out, format_args!("\n{warning}: {}", codes.join(", ")));
    }
}

/// Three decimals, more for small shares.
fn share(probability: Probability) -> String {
    match probability.get() {
        p if p >= 0.01 => format!("{p:.3}"),
        p if p >= 0.0001 => format!("{p:.5}"),
        p => format!("{p:.1e}"),
    }
}

/// Never rounded to certainty, in either direction.
fn posterior(probability: Probability) -> String {
    match probability.get() {
        p if p > 0.999 => "> 0.999".to_owned(),
        p if p < 0.001 => "< 0.001".to_owned(),
        p => format!("{p:.3}"),
    }
}

fn line(out: &mut String, text: std::fmt::Arguments) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{text}");
}
