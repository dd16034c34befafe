//! Whether two pictures that agree elsewhere show different things in some part, as two pages of one form do where
//! their photographs stand.

use crate::colours::{Colours, GREY, Line, chroma, luma};
use crate::quad::Homography;

/// Samples a side of a stored cell, and how far from its middle they reach, in cells: a map may be off by a little.
/// *Judgement.*
const SAMPLES: usize = 7;
const REACH: f32 = 0.55;
/// The share of the cells by which the common line is not drawn: there the pictures may differ. *Judgement.*
const LEFT_OUT: f32 = 0.4;
/// Fewer cells in common say nothing.
const LEAST_CELLS: usize = 9;
/// From how many levels on a cell shows another luminance, and which share of the cells is more than chance.
/// *Judgement*, as the next ones: on seed 71 they contradict 95 in 100 of the pairs of pages of one form that points join
/// while their photographs are hidden, and 3 in 291 copies that only points join.
const OTHER_LUMINANCE: f32 = 10.0;
const LUMINANCE_SHARE: f32 = 0.02;
/// The deviation from which on a picture shows something there: what is laid over one of the two, a bar or a caption,
/// is flat. *Judgement.*
const SOMETHING: f32 = 8.0;
/// The same of the differences of red and blue from the luminance; nothing that is laid over is told apart. *Judgement.*
const OTHER_COLOUR: f32 = 6.0;
const COLOUR_SHARE: f32 = 0.03;

/// Luminance, and the differences of red and blue from it.
type Channels = [f32; 3];

/// A cell of the stored frame, and what the query shows in its place.
struct Cell {
    stored: Channels,
    mean: Channels,
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
    let off: [Vec<f32>; 3] = [0, 1, 2].map(|channel| off(&cells, channel));
    let other = |channel: usize, cell: usize, limit: f32| off[channel][cell] > limit;

    let lit: Vec<&Cell> = (0..cells.len())
        .filter(|&cell| other(0, cell, OTHER_LUMINANCE))
        .map(|cell| &cells[cell])
        .collect();
    let is_lit = enough(lit.len(), LUMINANCE_SHARE)
        && deviation(lit.iter().map(|cell| cell.stored[0])) > SOMETHING
        && deviation(lit.iter().map(|cell| cell.mean[0])) > SOMETHING;

    let is_grey = |of: fn(&Cell) -> Channels| {
        let strength = |cell: &Cell| of(cell)[1].hypot(of(cell)[2]);
        cells.iter().map(strength).sum::<f32>() < GREY * cells.len() as f32
    };
    let coloured = (0..cells.len())
        .filter(|&cell| other(1, cell, OTHER_COLOUR) || other(2, cell, OTHER_COLOUR))
        .count();
    let is_coloured = enough(coloured, COLOUR_SHARE)
        && !is_grey(|cell| cell.stored)
        && !is_grey(|cell| cell.mean);
    is_lit || is_coloured
}

/// The cells that the query shows whole.
fn cells(stored: &Colours, query: &Colours, map: &Homography) -> Vec<Cell> {
    let side = stored.side;
    let numbered = stored.cells.iter().enumerate();
    let cell = |(number, colour): (usize, &[u8; 3])| {
        let (mut sum, mut count) = ([0.0f32; 3], 0.0f32);
        let (mut least, mut most) = ([f32::MAX; 3], [f32::MIN; 3]);
        for sample in 0..SAMPLES * SAMPLES {
            let off = |step: usize| (2.0 * step as f32 / (SAMPLES - 1) as f32 - 1.0) * REACH;
            let (across, down) = (off(sample % SAMPLES), off(sample / SAMPLES));
            let share = |at: usize, off: f32| (at as f32 + 0.5 + off) / side as f32;
            let (x, y) = map.apply(share(number % side, across), share(number / side, down));
            let is_inner = across.abs() <= 0.5 && down.abs() <= 0.5;
            let Some(shown) = query.at(x, y) else {
                if is_inner {
                    return None;
                }
                continue;
            };
            let shown = channels(shown);
            for channel in 0..3 {
                least[channel] = least[channel].min(shown[channel]);
                most[channel] = most[channel].max(shown[channel]);
                sum[channel] += if is_inner { shown[channel] } else { 0.0 };
            }
            count += f32::from(is_inner);
        }
        let stored = channels(colour.map(f32::from));
        Some(Cell { stored, mean: sum.map(|sum| sum / count), least, most })
    };
    numbered.filter_map(cell).collect()
}

fn channels(colour: [f32; 3]) -> Channels {
    let (red, blue) = chroma(colour);
    [luma(colour), red, blue]
}

/// How far each cell's stored value lies from everything that the query shows in its place, once contrast and brightness
/// of the two are one.
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
