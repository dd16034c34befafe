//! What a calibration looks like: Tippett plot, reliability diagram, DET curve.
//!
//! Each is drawn as SVG; a PNG is rendered from it with the font of this crate, so
//! both are the same on every machine. Beside each stands its data as CSV. Nothing
//! here reads or writes files, and nothing shows a record.

mod chart;
mod det;
mod png;
mod reliability;
mod tippett;

use vinculo_model::Calibration;
use vinculo_record::Lang;

pub use chart::PlotError;
pub use png::png;

/// A drawing and what it shows.
pub struct Plot {
    /// Its name: `tippett`, `reliability`, `det`.
    pub name: &'static str,
    /// The drawing.
    pub svg: String,
    /// The same as a table, with a header.
    pub csv: String,
}

/// The plots of a link's calibration.
///
/// # Errors
/// When the drawing library fails.
pub fn plots(calibration: &Calibration, lang: Lang) -> Result<Vec<Plot>, PlotError> {
    Ok(vec![
        tippett::plot(calibration, lang)?,
        reliability::plot(calibration, lang)?,
        det::plot(calibration, lang)?,
    ])
}

#[cfg(test)]
mod tests {
    use vinculo_model::{Millibits, Prior, Probability, RatioPairs, calibration};
    use vinculo_record::Link;

    use super::*;

    fn measured(listed_only: bool) -> Calibration {
        let pairs = RatioPairs {
            same: (0..400).map(|i| Millibits((i % 97) * 250 - 2_000)).collect(),
            different: (0..4_000).map(|i| Millibits((i % 89) * 200 - 14_000)).collect(),
            listed_only,
        };
        let prior = Prior::new(Probability::new(0.2).unwrap(), 100).unwrap();
        calibration(Link::NoticeShelter, pairs, &prior, None).unwrap()
    }

    #[test]
    fn drawings_are_the_same_every_time_and_in_either_language() {
        let names = |plots: &[Plot]| plots.iter().map(|plot| plot.name).collect::<Vec<_>>();
        let spanish = plots(&measured(false), Lang::Es).unwrap();
        assert_eq!(names(&spanish), ["tippett", "reliability", "det"]);
        let again = plots(&measured(false), Lang::Es).unwrap();
        for (plot, again) in spanish.iter().zip(&again) {
            assert!(plot.svg == again.svg && plot.csv == again.csv);
            assert!(
                plot.svg.contains("<polyline") || plot.svg.contains("<circle"),
                "{}",
                plot.name
            );
        }
        let english = plots(&measured(false), Lang::En).unwrap();
        assert!(english[0].svg.contains("one person") && spanish[0].svg.contains("una persona"));
    }

    #[test]
    fn a_biased_sample_is_said_in_the_drawing() {
        let listed = plots(&measured(true), Lang::En).unwrap();
        assert!(listed.iter().all(|plot| plot.svg.contains("listed pairs only")));
        let crossed = plots(&measured(false), Lang::En).unwrap();
        assert!(crossed.iter().all(|plot| !plot.svg.contains("listed pairs only")));
    }

    #[test]
    fn curves_go_where_they_must() {
        let tippett = &plots(&measured(false), Lang::En).unwrap()[0].csv;
        let rows: Vec<Vec<f64>> = tippett
            .lines()
            .skip(1)
            .map(|row| row.split(',').map(|cell| cell.parse().unwrap()).collect())
            .collect();
        assert_eq!((rows[0][1], rows[0][2]), (1.0, 1.0), "everything is above the least");
        assert!(rows.windows(2).all(|w| w[1][1] <= w[0][1] && w[1][2] <= w[0][2]));
    }

    #[test]
    fn a_png_has_ink_in_it() {
        let svg = &plots(&measured(false), Lang::Es).unwrap()[2].svg;
        let picture = png(svg).unwrap();
        assert_eq!(&picture[1..4], b"PNG");
        assert_eq!(picture, png(svg).unwrap());
        assert!(picture.len() > 5_000, "{} bytes", picture.len());
    }
}
