//! Whether two pictures that agree elsewhere show different things in some part, as two pages of one form do where
//! their photographs stand.

use crate::colours::{Colours, GREY, Line, chroma, luma, strength};
use crate::quad::Homography;

/// Samples a side of a stored cell, and by how many of them it is moved to all sides: a map may be off by a little.
/// *Judgement.*
const SAMPLES: usize = 7;
const MOVES: usize = 1;
const AROUND: usize = SAMPLES + 2 * MOVES;
/// The share of the cells by which the common line is not drawn: there the pictures may differ. *Judgement.*
const LEFT_OUT: f32 = 0.4;
/// Fewer cells in common say nothing.
const LEAST_CELLS: usize = 9;
/// From how many levels on a cell shows another luminance, and which share of the cells is more than chance.
/// *Judgement*, as the next ones. Of pairs that fewer points join than leave no doubt they contradict, on seed 71, nearly all
/// of 1,540 pages of one form whose photographs were hidden, and of 313 copies (seeds 71 and 72) 4, under a bar across the
/// picture.
const OTHER_LUMINANCE: f32 = 16.0;
const LUMINANCE_SHARE: f32 = 0.065;
/// The deviation from which on a picture shows something there: what is laid over one of the two, a bar or a caption,
/// is flat. *Judgement.*
const SOMETHING: f32 = 8.0;
/// The same of the differences of red and blue from the luminance; nothing that is laid over is told apart. *Judgement.*
const OTHER_COLOUR: f32 = 16.0;
const COLOUR_SHARE: f32 = 0.03;

/// The share of a photograph's cells that may show something else, by luminance or by colour, in a copy of it: a watermark, a
/// stamp. *Judgement.*
const LEFT_INSIDE: f32 = 0.25;

/// Luminance, and the differences of red and blue from it.
type Channels = [f32; 3];

/// A cell of the stored frame, and what the query shows in its place on average.
struct Cell {
    /// Its middle, in shares of the frame.
    place: (f32, f32),
    stored: Channels,
    mean: Channels,
    /// The least and the most of it, moved a little to all sides.
    least: Channels,
    most: Channels,
}

/// Whether the query shows something else than the stored frame in a part of what both show, `map` taking shares of the
/// stored frame to shares of the query's.
pub(crate) fn shows_other(stored: &Colours, query: &Colours, map: &Homography) -> bool {
    let cells = cells(stored, query, map);
    if cells.len() < LEAST_CELLS {
        return false;
    }
    let enough = |count: usize, share: f32| count as f32 > share * cells.len() as f32;
    let off = off_all(&cells);

    let lit = cells.iter().zip(&off).filter(|(_, off)| off.0 > OTHER_LUMINANCE);
    let lit: Vec<&Cell> = lit.map(|(cell, _)| cell).collect();
    let is_lit = enough(lit.len(), LUMINANCE_SHARE)
        && deviation(lit.iter().map(|cell| cell.stored[0])) > SOMETHING
        && deviation(lit.iter().map(|cell| cell.mean[0])) > SOMETHING;

    let coloured = off.iter().filter(|off| off.1 > OTHER_COLOUR).count();
    let is_coloured = enough(coloured, COLOUR_SHARE)
        && strength(cells.iter().map(|cell| (cell.stored[1], cell.stored[2]))) >= GREY
        && strength(cells.iter().map(|cell| (cell.mean[1], cell.mean[2]))) >= GREY;
    is_lit || is_coloured
}

/// Whether the query shows the same within the bounds (left, top, right, bottom) of a photograph in the stored frame, once
/// contrast and brightness of all that both show are one. Not, where the photograph is smaller than a cell.
pub(crate) fn shows_same_inside(
    stored: &Colours,
    query: &Colours,
    map: &Homography,
    (left, top, right, bottom): (f32, f32, f32, f32),
) -> bool {
    let cells = cells(stored, query, map);
    if cells.len() < LEAST_CELLS {
        return false;
    }
    let lies_inside =
        |(x, y): (f32, f32)| (left..=right).contains(&x) && (top..=bottom).contains(&y);
    let off = off_all(&cells).into_iter().zip(&cells);
    let inside: Vec<_> = off.filter(|(_, cell)| lies_inside(cell.place)).collect();
    let other = inside
        .iter()
        .filter(|((luminance, colour), _)| *luminance > OTHER_LUMINANCE || *colour > OTHER_COLOUR);
    !inside.is_empty() && other.count() as f32 <= LEFT_INSIDE * inside.len() as f32
}

/// The cells that the query shows whole.
fn cells(stored: &Colours, query: &Colours, map: &Homography) -> Vec<Cell> {
    let side = stored.side;
    let cell = |(number, colour): (usize, &[u8; 3])| {
        let shown: [[Option<Channels>; AROUND]; AROUND] = std::array::from_fn(|row| {
            std::array::from_fn(|column| {
                let off = |step: usize| (step as f32 - (AROUND / 2) as f32) / SAMPLES as f32;
                let share = |at: usize, step: usize| (at as f32 + 0.5 + off(step)) / side as f32;
                let (x, y) = map.apply(share(number % side, column), share(number / side, row));
                query.at(x, y).map(channels)
            })
        });
        let mean = mean_from(&shown, MOVES, MOVES)?;
        let (mut least, mut most) = (mean, mean);
        for number in 0..(2 * MOVES + 1).pow(2) {
            let moved = mean_from(&shown, number % (2 * MOVES + 1), number / (2 * MOVES + 1));
            for (channel, value) in moved.into_iter().flatten().enumerate() {
                least[channel] = least[channel].min(value);
                most[channel] = most[channel].max(value);
            }
        }
        let middle = |at: usize| (at as f32 + 0.5) / side as f32;
        let place = (middle(number % side), middle(number / side));
        Some(Cell { place, stored: channels(colour.map(f32::from)), mean, least, most })
    };
    stored.cells.iter().enumerate().filter_map(cell).collect()
}

/// The mean of a cell's samples from a column and a row on, if the query shows all of them.
fn mean_from(
    shown: &[[Option<Channels>; AROUND]; AROUND],
    column: usize,
    row: usize,
) -> Option<Channels> {
    let mut sum = [0.0f32; 3];
    for line in &shown[row..row + SAMPLES] {
        for sample in &line[column..column + SAMPLES] {
            let sample = (*sample)?;
            (0..3).for_each(|channel| sum[channel] += sample[channel]);
        }
    }
    Some(sum.map(|sum| sum / (SAMPLES * SAMPLES) as f32))
}

fn channels(colour: [f32; 3]) -> Channels {
    let (red, blue) = chroma(colour);
    [luma(colour), red, blue]
}

/// How far each cell is off in luminance, and in the farther of the two differences of colour.
fn off_all(cells: &[Cell]) -> Vec<(f32, f32)> {
    let [luminance, red, blue] = [0, 1, 2].map(|channel| off(cells, channel));
    let colour = red.into_iter().zip(blue).map(|(red, blue)| red.max(blue));
    luminance.into_iter().zip(colour).collect()
}

/// How far each cell's stored value lies from what the query shows in its place, wherever it is moved, once contrast and
/// brightness of the two are one.
fn off(cells: &[Cell], channel: usize) -> Vec<f32> {
    let values = cells.iter().map(|cell| (cell.stored[channel], cell.mean[channel])).collect();
    let line = Line::beneath(values, LEFT_OUT);
    let off = |cell: &Cell| {
        let expected = line.at(cell.stored[channel]);
        (cell.least[channel] - expected).max(expected - cell.most[channel]).max(0.0)
    };
    cells.iter().map(off).collect()
}

fn deviation(values: impl ExactSizeIterator<Item = f32> + Clone) -> f32 {
    let count = values.len() as f32;
    let mean = values.clone().sum::<f32>() / count;
    (values.map(|value| (value - mean).powi(2)).sum::<f32>() / count).sqrt()
}
