//! A sketch: local descriptors and coarse colour, by which a candidate is verified.

use crate::PictureError;

/// Points kept of one picture at most.
pub const SKETCH_POINTS: usize = 80;

/// A place in a picture with its descriptor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Point {
    /// Across and down, in pixels of the working copy.
    pub(crate) x: f32,
    pub(crate) y: f32,
    /// Radius of its patch over that of the finest level.
    pub(crate) scale: f32,
    /// Direction in radians.
    pub(crate) angle: f32,
    pub(crate) bits: [u64; 4],
}

/// Local descriptors and coarse colour of a stored picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sketch {
    pub(crate) points: Vec<Point>,
}

impl Sketch {
    /// Number of descriptors.
    pub fn points(&self) -> usize {
        self.points.len()
    }

    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.push(self.points.len() as u8);
    }

    pub(crate) fn read(bytes: &[u8]) -> Result<Self, PictureError> {
        match bytes {
            [0] => Ok(Self::default()),
            _ => Err(PictureError::Encoding("the sketch is cut off")),
        }
    }
}
