//! Borders of what is white on a black and white plane. `imageproc` follows them the same way, but turns a list of
//! neighbours at every point: that was most of the time of looking for photographs. A test holds this to it.

use image::GrayImage;
use imageproc::point::Point;

/// What is known of a pixel while borders are followed.
const BLACK: i8 = 0;
const WHITE: i8 = 1;
const ON_BORDER: i8 = 2;
/// On a border whose right neighbour is black.
const RIGHTMOST: i8 = -1;

/// The neighbours of a pixel, clockwise from the left: across and down.
const AROUND: [(i32, i32); 8] =
    [(-1, 0), (-1, -1), (0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1)];
const LEFT: usize = 0;
const RIGHT: usize = 4;

/// The points of every border, outer ones and those of holes, in the order in which rows meet them (Suzuki and Abe 1985,
/// algorithm 1, without its hierarchy). Pixels that touch by a corner are one.
pub(crate) fn borders(mask: &GrayImage) -> Vec<Vec<Point<i32>>> {
    let (width, height) = (mask.width() as usize, mask.height() as usize);
    // A black frame spares asking what lies within.
    let wide = width + 2;
    let mut pixels = vec![BLACK; wide * (height + 2)];
    let rows = pixels.chunks_exact_mut(wide).skip(1).zip(mask.chunks_exact(width));
    for (row, source) in rows {
        let marked = source.iter().map(|&value| if value > 0 { WHITE } else { BLACK });
        row[1..=width].iter_mut().zip(marked).for_each(|(pixel, value)| *pixel = value);
    }
    let mut follower = Follower { pixels, wide };
    let mut borders = Vec::new();
    for y in 1..=height {
        for x in 1..=width {
            let at = y * wide + x;
            let [before, here, after] = [at - 1, at, at + 1].map(|at| follower.pixels[at]);
            if here == WHITE && before == BLACK && x > 1 {
                borders.push(follower.follow(at, LEFT));
            } else if here > BLACK && after == BLACK && x < width {
                borders.push(follower.follow(at, RIGHT));
            }
        }
    }
    borders
}

struct Follower {
    /// Within a frame of one black pixel.
    pixels: Vec<i8>,
    wide: usize,
}

impl Follower {
    fn beside(&self, at: usize, direction: usize) -> usize {
        let (across, down) = AROUND[direction];
        at.wrapping_add_signed(down as isize * self.wide as isize + across as isize)
    }

    fn is_white(&self, at: usize, direction: usize) -> bool {
        self.pixels[self.beside(at, direction)] != BLACK
    }

    fn point(&self, at: usize) -> Point<i32> {
        Point::new((at % self.wide) as i32 - 1, (at / self.wide) as i32 - 1)
    }

    /// The border that starts at a pixel, whose neighbour in a direction is black, or beyond the edge.
    fn follow(&mut self, start: usize, black: usize) -> Vec<Point<i32>> {
        let Some(first) =
            (0..8).map(|turn| (black + turn) % 8).find(|&to| self.is_white(start, to))
        else {
            self.pixels[start] = RIGHTMOST;
            return vec![self.point(start)];
        };
        let last = self.beside(start, first);
        let mut points = Vec::new();
        let (mut here, mut back) = (start, first);
        loop {
            points.push(self.point(here));
            // Against the clock from where we came, which is white: one is found.
            let mut passes_right = false;
            let mut next = (back + 7) % 8;
            while next != back && !self.is_white(here, next) {
                passes_right |= next == RIGHT;
                next = (next + 7) % 8;
            }
            if passes_right || here % self.wide == self.wide - 2 {
                self.pixels[here] = RIGHTMOST;
            } else if self.pixels[here] == WHITE {
                self.pixels[here] = ON_BORDER;
            }
            let onto = self.beside(here, next);
            if onto == start && here == last {
                return points;
            }
            (here, back) = (onto, (next + 4) % 8);
        }
    }
}

#[cfg(test)]
mod tests {
    use image::Luma;
    use imageproc::contours::find_contours;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn the_same_as_by_imageproc(
            (width, height) in (1u32..20, 1u32..20),
            white in 0.05f64..0.95,
            dice in proptest::collection::vec(0.0f64..1.0, 20 * 20),
        ) {
            let mask = GrayImage::from_fn(width, height, |x, y| {
                Luma([if dice[(y * 20 + x) as usize] < white { 255 } else { 0 }])
            });
            let expected: Vec<Vec<Point<i32>>> =
                find_contours(&mask).into_iter().map(|border| border.points).collect();
            prop_assert_eq!(borders(&mask), expected);
        }
    }
}
