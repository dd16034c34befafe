//! A picture prepared for looking at: its pyramid, its colours, the photographs found on it.

use crate::Code;
use crate::colours::Colours;
use crate::features;
use crate::hash::{self, SIDE};
use crate::picture::{Picture, shrink};
use crate::plane::{Plane, Pyramid, RgbPlanes};
use crate::quad::Quad;
use crate::rectangles::{self, Found};
use crate::sketch::SketchFrame;

/// Longer side of a frame from which descriptors are taken. *Judgement.*
pub(crate) const FRAME_SIDE: usize = 512;
/// Longer side of the copy from which colours are taken. *Judgement.*
const COLOUR_SIDE: u32 = 128;

/// Everything that codes and descriptors are taken from: one decode, one shrink.
pub(crate) struct Sight {
    pyramid: Pyramid,
    colours: RgbPlanes,
    pub(crate) found: Found,
}

impl Sight {
    pub(crate) fn of(picture: &Picture) -> Self {
        let pyramid = Pyramid::new(Plane::luma(&picture.pixels));
        let found = rectangles::find(&pyramid, &picture.pixels);
        Self { colours: RgbPlanes::new(&shrink(&picture.pixels, COLOUR_SIDE)), found, pyramid }
    }

    /// The code of a whole picture, without looking at anything else.
    pub(crate) fn code_of(picture: &Picture) -> Code {
        let pyramid = Pyramid::new(Plane::luma(&picture.pixels));
        let base = pyramid.base();
        let whole = Quad::UNIT.scaled(base.width as f32, base.height as f32);
        hash::code(&pyramid.square::<SIDE>(&whole))
    }

    pub(crate) fn base(&self) -> &Plane {
        self.pyramid.base()
    }

    /// From shares of the picture to its pixels.
    fn pixels(&self, region: &Quad) -> Quad {
        region.scaled(self.base().width as f32, self.base().height as f32)
    }

    /// The code of a region, in shares of the picture.
    pub(crate) fn code(&self, region: &Quad) -> Code {
        hash::code(&self.pyramid.square::<SIDE>(&self.pixels(region)))
    }

    pub(crate) fn quality(&self, region: &Quad) -> u8 {
        hash::quality(&self.pyramid.square::<SIDE>(&self.pixels(region)))
    }

    /// Mean colours of a region in so many cells a side.
    pub(crate) fn colours(&self, region: &Quad, side: usize) -> Colours {
        Colours::sampled(&self.colours, region, side)
    }

    /// The part of the same shape, turned by `degrees` within the region.
    pub(crate) fn turned(&self, region: &Quad, degrees: f32) -> Quad {
        let (width, height) = (self.base().width as f32, self.base().height as f32);
        self.pixels(region).turned(degrees).scaled(1.0 / width, 1.0 / height)
    }

    fn upright(&self, region: &Quad) -> Pyramid {
        let plane = if *region == Quad::UNIT {
            let base = self.base();
            let scale = (FRAME_SIDE as f32 / base.width.max(base.height) as f32).min(1.0);
            let length = |side: usize| ((side as f32 * scale).round() as usize).max(1);
            self.pyramid.resampled(length(base.width), length(base.height))
        } else {
            self.pyramid.warped(&self.pixels(region), FRAME_SIDE)
        };
        Pyramid::new(plane)
    }

    /// Descriptors and colours of a region; the second list as in a mirror, if asked for.
    pub(crate) fn frame(
        &self,
        region: Quad,
        most: usize,
        grid: usize,
        mirrored: bool,
    ) -> (SketchFrame, Vec<features::Point>) {
        let upright = self.upright(&region);
        let (points, mirrored) = features::points(&upright, most, mirrored);
        let frame = SketchFrame {
            region,
            width: upright.base().width as u16,
            height: upright.base().height as u16,
            colours: self.colours(&region, grid),
            points,
        };
        (frame, mirrored)
    }

    /// A frame without descriptors, with colours in so many cells a side.
    pub(crate) fn bare_frame(&self, region: Quad, grid: usize) -> SketchFrame {
        let pixels = self.pixels(&region);
        let scale = FRAME_SIDE as f32 / pixels.longest_side();
        SketchFrame {
            region,
            width: (pixels.side(0) * scale) as u16,
            height: (pixels.side(1) * scale) as u16,
            colours: self.colours(&region, grid),
            points: Vec::new(),
        }
    }
}
