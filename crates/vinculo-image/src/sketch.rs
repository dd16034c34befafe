//! A sketch: local descriptors and coarse colour, by which a candidate is verified.

use crate::PictureError;
use crate::colours::{Colours, GRID};
use crate::features::Point;
use crate::quad::Quad;

/// Points kept of one picture at most: 250,000 pictures with their look-up stay within 1 GiB.
pub const SKETCH_POINTS: usize = 64;
/// Bytes of a frame without its points, and of a point.
const FRAME_BYTES: usize = 8 * 2 + 2 * 2 + GRID * GRID * 3 + 1;
const POINT_BYTES: usize = 2 + 2 + 1 + 1 + 32;

/// A part of a picture that shows one photograph: the whole, or a rectangle on a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SketchFrame {
    /// Its corners in shares of the picture.
    pub(crate) region: Quad,
    /// Size in pixels in which its points were found.
    pub(crate) width: u16,
    pub(crate) height: u16,
    pub(crate) colours: Colours,
    pub(crate) points: Vec<Point>,
}

/// Local descriptors and coarse colour of a stored picture: at most 64 points of 38 bytes, and some 450 bytes for
/// each photograph that it shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sketch {
    pub(crate) frames: Vec<SketchFrame>,
}

impl Sketch {
    /// Number of descriptors.
    pub fn points(&self) -> usize {
        self.frames.iter().map(|frame| frame.points.len()).sum()
    }

    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.push(self.frames.len() as u8);
        for frame in &self.frames {
            let corners = frame.region.0.iter().flat_map(|&(x, y)| [share(x), share(y)]);
            for number in corners.chain([frame.width, frame.height]) {
                bytes.extend(number.to_be_bytes());
            }
            bytes.extend(frame.colours.cells.as_flattened());
            bytes.push(frame.points.len() as u8);
            for point in &frame.points {
                bytes.extend(share(point.x).to_be_bytes());
                bytes.extend(share(point.y).to_be_bytes());
                bytes.extend([point.level, point.angle]);
                for word in point.bits {
                    bytes.extend(word.to_be_bytes());
                }
            }
        }
    }

    pub(crate) fn read(bytes: &[u8]) -> Result<Self, PictureError> {
        let damaged = PictureError::Encoding("the sketch is cut off");
        let (&count, mut rest) = bytes.split_first().ok_or(damaged.clone())?;
        let mut frames = Vec::with_capacity(count as usize);
        for _ in 0..count {
            let (head, after) = rest.split_at_checked(FRAME_BYTES).ok_or(damaged.clone())?;
            let points = head[FRAME_BYTES - 1] as usize;
            let (body, after) =
                after.split_at_checked(points * POINT_BYTES).ok_or(damaged.clone())?;
            frames.push(read_frame(head, body));
            rest = after;
        }
        if rest.is_empty() {
            Ok(Self { frames })
        } else {
            Err(PictureError::Encoding("bytes after the sketch"))
        }
    }
}

fn read_frame(head: &[u8], body: &[u8]) -> SketchFrame {
    let number = |at: usize| u16::from_be_bytes([head[2 * at], head[2 * at + 1]]);
    let corner = |at: usize| (of_share(number(2 * at)), of_share(number(2 * at + 1)));
    let cells = head[20..FRAME_BYTES - 1].as_chunks::<3>().0.to_vec();
    let points = body.chunks_exact(POINT_BYTES).map(|bytes| {
        let mut bits = [0; 4];
        for (word, chunk) in bits.iter_mut().zip(bytes[6..].as_chunks::<8>().0) {
            *word = u64::from_be_bytes(*chunk);
        }
        Point {
            x: of_share(u16::from_be_bytes([bytes[0], bytes[1]])),
            y: of_share(u16::from_be_bytes([bytes[2], bytes[3]])),
            level: bytes[4],
            angle: bytes[5],
            bits,
        }
    });
    SketchFrame {
        region: Quad([corner(0), corner(1), corner(2), corner(3)]),
        width: number(8).max(1),
        height: number(9).max(1),
        colours: Colours { side: GRID, cells },
        points: points.collect(),
    }
}

/// A share of a length in 65,535ths.
fn share(value: f32) -> u16 {
    (value * 65_535.0).round().clamp(0.0, 65_535.0) as u16
}

fn of_share(number: u16) -> f32 {
    f32::from(number) / 65_535.0
}

/// Rounds a frame as writing and reading do, so that what is kept in memory is what is kept in the store.
pub(crate) fn rounded(mut frame: SketchFrame) -> SketchFrame {
    frame.region = Quad(frame.region.0.map(|(x, y)| (of_share(share(x)), of_share(share(y)))));
    for point in &mut frame.points {
        point.x = of_share(share(point.x));
        point.y = of_share(share(point.y));
    }
    frame
}
