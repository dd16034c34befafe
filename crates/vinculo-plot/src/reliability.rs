//! The reliability diagram: claimed against found likelihood ratios.

use plotters::prelude::{ChartBuilder, Circle, LineSeries};
use plotters::style::{Color, WHITE};
use vinculo_model::Calibration;
use vinculo_record::Lang;

use crate::Plot;
use crate::chart::{FONT, PlotError, REFERENCE, SAME, draw, title};

/// Smallest and largest radius of a bin's point, in pixels.
const RADIUS: (f64, f64) = (3.0, 11.0);

/// One point for each bin of claimed log10 likelihood ratios that holds pairs of both
/// sorts, larger the more true pairs it holds. On the line, claims are found true;
/// below it they are too bold.
pub(crate) fn plot(calibration: &Calibration, lang: Lang) -> Result<Plot, PlotError> {
    let bins = calibration.reliability();
    let mut csv = String::from("claimed_log10_lr,found_log10_lr,one_person,different_people\n");
    for bin in &bins {
        let found = bin.found.map_or(String::new(), |found| format!("{found:.4}"));
        csv.push_str(&format!("{:.2},{found},{},{}\n", bin.claimed, bin.same, bin.different));
    }
    let points: Vec<(f64, f64, u64)> =
        bins.iter().filter_map(|bin| Some((bin.claimed, bin.found?, bin.same))).collect();
    let ends = points.iter().flat_map(|(x, y, _)| [*x, *y]);
    let low = ends.clone().fold(-1.0, f64::min).floor() - 1.0;
    let high = ends.fold(1.0, f64::max).ceil() + 1.0;
    let most = points.iter().map(|(.., same)| *same).max().unwrap_or(1) as f64;
    let svg = draw("reliability", |surface| {
        let what = lang.pick("Fiabilidad", "Reliability");
        let mut chart = ChartBuilder::on(surface)
            .caption(title(what, calibration, lang), (FONT, 20))
            .margin(16)
            .x_label_area_size(48)
            .y_label_area_size(60)
            .build_cartesian_2d(low..high, low..high)?;
        chart
            .configure_mesh()
            .x_desc(lang.pick("log10 LR afirmado", "log10 LR claimed"))
            .y_desc(lang.pick("log10 LR hallado", "log10 LR found"))
            .label_style((FONT, 13))
            .axis_desc_style((FONT, 14))
            .light_line_style(WHITE)
            .draw()?;
        chart.draw_series(LineSeries::new([(low, low), (high, high)], REFERENCE))?;
        chart.draw_series(points.iter().map(|(x, y, same)| {
            let radius = RADIUS.0 + (RADIUS.1 - RADIUS.0) * (*same as f64 / most).sqrt();
            Circle::new((*x, *y), radius.round() as i32, SAME.mix(0.75).filled())
        }))?;
        Ok(())
    })?;
    Ok(Plot { name: "reliability", svg, csv })
}
