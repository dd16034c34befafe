//! Even borders: white frames, letterboxes, the bar under a caption.

use crate::plane::Plane;
use crate::quad::Quad;

/// Luminances this far from the line's median still count as the border's colour: noise of a strong JPEG
/// compression. *Judgement.*
const TOLERANCE: f32 = 14.0;
/// Share of a line that must have the border's colour. *Judgement*: a thin caption may stand in the border.
const SHARE: f32 = 0.90;
/// The most that is cut from one side, as a share of the picture. *Judgement.*
const MOST: f32 = 0.40;

/// The part within even borders; nothing when there is none.
pub(crate) fn within_borders(plane: &Plane) -> Option<Quad> {
    let (width, height) = (plane.width, plane.height);
    let row = |y: usize| (0..width).map(move |x| plane.values[y * width + x]);
    let column = |x: usize| (0..height).map(move |y| plane.values[y * width + x]);
    let top = even(height, |line| median_and_share(row(line)));
    let bottom = even(height, |line| median_and_share(row(height - 1 - line)));
    let left = even(width, |line| median_and_share(column(line)));
    let right = even(width, |line| median_and_share(column(width - 1 - line)));
    if top + bottom + left + right == 0 {
        return None;
    }
    let (left, top) = (left as f32, top as f32);
    let (right, bottom) = ((width - right) as f32, (height - bottom) as f32);
    Some(Quad::rectangle(left, top, right, bottom))
}

/// How many lines from the edge are of one colour.
fn even(lines: usize, line: impl Fn(usize) -> (f32, f32)) -> usize {
    let (colour, _) = line(0);
    (0..(lines as f32 * MOST) as usize)
        .take_while(|&number| {
            let (median, share) = line(number);
            share >= SHARE && (median - colour).abs() <= TOLERANCE
        })
        .count()
}

fn median_and_share(values: impl Iterator<Item = f32>) -> (f32, f32) {
    let mut values: Vec<f32> = values.collect();
    let middle = values.len() / 2;
    let median = *values.select_nth_unstable_by(middle, f32::total_cmp).1;
    let near = values.iter().filter(|&&value| (value - median).abs() <= TOLERANCE).count();
    (median, near as f32 / values.len() as f32)
}
