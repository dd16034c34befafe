//! The DET curve: the two errors against each other, on normal deviates.

use std::f64::consts::SQRT_2;

use plotters::prelude::{ChartBuilder, LineSeries};
use plotters::style::Color;
use statrs::function::erf::erf_inv;
use vinculo_model::Calibration;
use vinculo_record::Lang;

use crate::Plot;
use crate::chart::{FONT, PlotError, REFERENCE, SAME, draw, share_from, sorted, steps, title};

/// Rates that the axes name.
const TICKS: [(f64, &str); 9] = [
    (1e-6, "0.0001 %"),
    (1e-5, "0.001 %"),
    (1e-4, "0.01 %"),
    (1e-3, "0.1 %"),
    (0.01, "1 %"),
    (0.05, "5 %"),
    (0.2, "20 %"),
    (0.5, "50 %"),
    (0.8, "80 %"),
];
/// The least and greatest rate that the axes show.
const RANGE: (f64, f64) = (5e-7, 0.9);

/// False negatives against false positives as the threshold falls. Straight lines are
/// scores that are normally distributed; nearer to the lower left corner is better
/// (Martin et al., Eurospeech 1997).
pub(crate) fn plot(calibration: &Calibration, lang: Lang) -> Result<Plot, PlotError> {
    let same = sorted(&calibration.pairs.same);
    let different = sorted(&calibration.pairs.different);
    let mut csv = String::from("log10_lr,false_positive,false_negative\n");
    let mut points = Vec::new();
    for at in steps(&same, &different) {
        let (fp, fneg) = (share_from(&different, at), 1.0 - share_from(&same, at));
        csv.push_str(&format!("{at:.4},{fp:.8},{fneg:.8}\n"));
        if (RANGE.0..=RANGE.1).contains(&fp) && (RANGE.0..=RANGE.1).contains(&fneg) {
            points.push((probit(fp), probit(fneg)));
        }
    }
    let axis = probit(RANGE.0)..probit(RANGE.1);
    let svg = draw("det", |surface| {
        let mut chart = ChartBuilder::on(surface)
            .caption(title("DET", calibration, lang), (FONT, 20))
            .margin(16)
            .x_label_area_size(48)
            .y_label_area_size(84)
            .build_cartesian_2d(axis.clone(), axis)?;
        chart
            .configure_mesh()
            .disable_mesh()
            .x_labels(0)
            .y_labels(0)
            .x_desc(lang.pick("falsos positivos", "false positives"))
            .y_desc(lang.pick("falsos negativos", "false negatives"))
            .axis_desc_style((FONT, 14))
            .draw()?;
        let (low, high) = (probit(RANGE.0), probit(RANGE.1));
        for (rate, _) in TICKS {
            let at = probit(rate);
            let style = REFERENCE.mix(0.35);
            chart.draw_series(LineSeries::new([(at, low), (at, high)], style))?;
            chart.draw_series(LineSeries::new([(low, at), (high, at)], style))?;
        }
        for (rate, label) in TICKS {
            let at = chart.backend_coord(&(probit(rate), probit(rate)));
            let corner = chart.backend_coord(&(low, low));
            let text = |x, y, anchor| {
                plotters::element::Text::new(
                    label,
                    (x, y),
                    plotters::style::TextStyle::from((FONT, 12)).pos(anchor),
                )
            };
            use plotters::style::text_anchor::{HPos, Pos, VPos};
            surface.draw(&text(at.0, corner.1 + 6, Pos::new(HPos::Center, VPos::Top)))?;
            surface.draw(&text(corner.0 - 6, at.1, Pos::new(HPos::Right, VPos::Center)))?;
        }
        chart.draw_series(LineSeries::new(points, SAME.stroke_width(3)))?;
        Ok(())
    })?;
    Ok(Plot { name: "det", svg, csv })
}

/// The normal deviate below which this share lies.
fn probit(share: f64) -> f64 {
    SQRT_2 * erf_inv(2.0 * share - 1.0)
}
