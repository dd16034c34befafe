//! The Tippett plot: which share of pairs reaches each likelihood ratio.

use plotters::prelude::{BLACK, ChartBuilder, LineSeries, PathElement, SeriesLabelPosition};
use plotters::style::{Color, WHITE};
use vinculo_model::Calibration;
use vinculo_record::Lang;

use crate::Plot;
use crate::chart::{
    DIFFERENT, FONT, PlotError, REFERENCE, SAME, draw, share_from, sorted, steps, title,
};

/// Shares of pairs of one person and of different people whose log10 likelihood
/// ratio is at least so much. Good ratios part the two curves around 0; what the
/// curve of different people shows right of 0 misleads.
pub(crate) fn plot(calibration: &Calibration, lang: Lang) -> Result<Plot, PlotError> {
    let same = sorted(&calibration.pairs.same);
    let different = sorted(&calibration.pairs.different);
    let at: Vec<f64> = steps(&same, &different);
    let curve =
        |values: &[f64]| at.iter().map(|x| (*x, share_from(values, *x))).collect::<Vec<_>>();
    let (of_same, of_different) = (curve(&same), curve(&different));
    let mut csv = String::from("log10_lr,one_person,different_people\n");
    for ((x, one), (_, other)) in of_same.iter().zip(&of_different) {
        csv.push_str(&format!("{x:.4},{one:.6},{other:.6}\n"));
    }
    let range = at[0]..at[at.len() - 1] + 0.01;
    let svg = draw("tippett", |surface| {
        let mut chart = ChartBuilder::on(surface)
            .caption(title("Tippett", calibration, lang), (FONT, 20))
            .margin(16)
            .x_label_area_size(48)
            .y_label_area_size(60)
            .build_cartesian_2d(range, 0.0..1.0)?;
        chart
            .configure_mesh()
            .x_desc(lang.pick("log10 LR de al menos", "log10 LR at least"))
            .y_desc(lang.pick("proporción de pares", "share of pairs"))
            .label_style((FONT, 13))
            .axis_desc_style((FONT, 14))
            .light_line_style(WHITE)
            .draw()?;
        chart.draw_series(LineSeries::new([(0.0, 0.0), (0.0, 1.0)], REFERENCE))?;
        let lines = [
            (of_same, SAME, lang.pick("una persona (H1)", "one person (H1)")),
            (
                of_different,
                DIFFERENT,
                lang.pick("personas distintas (H2)", "different people (H2)"),
            ),
        ];
        for (points, colour, label) in lines {
            chart
                .draw_series(LineSeries::new(points, colour.stroke_width(3)))?
                .label(label)
                .legend(move |(x, y)| {
                    PathElement::new([(x, y), (x + 18, y)], colour.stroke_width(3))
                });
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::UpperRight)
            .label_font((FONT, 14))
            .background_style(WHITE.mix(0.9))
            .border_style(BLACK.mix(0.3))
            .draw()?;
        Ok(())
    })?;
    Ok(Plot { name: "tippett", svg, csv })
}
