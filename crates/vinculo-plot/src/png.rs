//! An SVG of this crate as a PNG.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb::Database};

use crate::chart::PlotError;

const FONT: &[u8] = include_bytes!("../data/DejaVuSans-subset.ttf");

/// Pixels of the picture for each of the drawing.
const SCALE: f32 = 2.0;

/// Renders a plot with the font of this crate alone: the same bytes on every machine.
///
/// # Errors
/// When the SVG cannot be read or is too large.
pub fn png(svg: &str) -> Result<Vec<u8>, PlotError> {
    let mut fonts = Database::new();
    fonts.load_font_data(FONT.to_vec());
    fonts.set_sans_serif_family("DejaVu Sans");
    let options = Options {
        fontdb: Arc::new(fonts),
        font_family: "DejaVu Sans".to_owned(),
        ..Options::default()
    };
    let fail = |cause: String| PlotError::Render(cause);
    let tree = Tree::from_str(svg, &options).map_err(|error| fail(error.to_string()))?;
    let size =
        tree.size().to_int_size().scale_by(SCALE).ok_or_else(|| fail("no size".to_owned()))?;
    let mut pixels = Pixmap::new(size.width(), size.height())
        .ok_or_else(|| fail("too large a picture".to_owned()))?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| fail(error.to_string()))
}
