//! What all plots share: size, colours, frame and titles.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::{IntoDrawingArea, RGBColor, SVGBackend, WHITE};
use vinculo_model::Calibration;
use vinculo_record::Lang;

/// Width and height of a plot, in pixels.
pub(crate) const SIZE: (u32, u32) = (760, 560);
/// The font's family: the one that PNGs are rendered with, else any without serifs.
pub(crate) const FONT: &str = "DejaVu Sans, sans-serif";
/// Pairs of one person. Okabe and Ito's palette, told apart by the colour-blind.
pub(crate) const SAME: RGBColor = RGBColor(0, 114, 178);
/// Pairs of different people.
pub(crate) const DIFFERENT: RGBColor = RGBColor(213, 94, 0);
/// What is only for reference.
pub(crate) const REFERENCE: RGBColor = RGBColor(130, 130, 130);
/// Steps of a curve.
pub(crate) const STEPS: usize = 400;

/// Why a plot could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PlotError {
    /// The drawing library failed.
    #[error("could not draw the {plot} plot: {cause}")]
    Draw {
        /// Which plot.
        plot: &'static str,
        /// What it said.
        cause: String,
    },
    /// The picture could not be rendered.
    #[error("could not render a plot as PNG: {0}")]
    Render(String),
}

/// The surface that plots are drawn on.
pub(crate) type Surface<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Draws on a white surface and gives the SVG.
pub(crate) fn draw(
    plot: &'static str,
    on: impl FnOnce(&Surface<'_>) -> Result<(), Box<dyn std::error::Error>>,
) -> Result<String, PlotError> {
    let mut svg = String::new();
    let drawn = (|| {
        let surface = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        surface.fill(&WHITE)?;
        on(&surface)?;
        surface.present()?;
        Ok(())
    })();
    drawn
        .map_err(|e: Box<dyn std::error::Error>| PlotError::Draw { plot, cause: e.to_string() })?;
    Ok(svg)
}

/// The title, with the link, and whether the sample is a biased one.
pub(crate) fn title(what: &str, calibration: &Calibration, lang: Lang) -> String {
    let listed = if calibration.pairs.listed_only {
        lang.pick(" (solo pares listados)", " (listed pairs only)")
    } else {
        ""
    };
    format!("{what}: {}{listed}", calibration.link)
}

/// log10 likelihood ratios, from the least.
pub(crate) fn sorted(weights: &[vinculo_model::Millibits]) -> Vec<f64> {
    let mut sorted: Vec<f64> = weights.iter().map(|weight| weight.log10_lr()).collect();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// The share of sorted values that are at least this.
pub(crate) fn share_from(sorted: &[f64], least: f64) -> f64 {
    let below = sorted.partition_point(|value| *value < least);
    (sorted.len() - below) as f64 / sorted.len().max(1) as f64
}

/// So many values from the least to the greatest of both lists, evenly spaced.
pub(crate) fn steps(same: &[f64], different: &[f64]) -> Vec<f64> {
    let ends = [same.first(), different.first(), same.last(), different.last()];
    let (mut low, mut high) = (0.0_f64, 0.0_f64);
    for end in ends.into_iter().flatten() {
        (low, high) = (low.min(*end), high.max(*end));
    }
    (0..=STEPS).map(|step| low + (high - low) * step as f64 / STEPS as f64).collect()
}
