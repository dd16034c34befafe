//! Maps by least squares.

use crate::quad::Homography;

/// A place and the place it is taken to.
pub(crate) type Pair = ((f32, f32), (f32, f32));

/// The affine map nearest to the pairs; nothing if they lie on a line.
pub(crate) fn affine(pairs: &[Pair]) -> Option<Homography> {
    let across =
        pairs.iter().map(|&((x, y), (u, _))| ([f64::from(x), f64::from(y), 1.0], f64::from(u)));
    let down =
        pairs.iter().map(|&((x, y), (_, v))| ([f64::from(x), f64::from(y), 1.0], f64::from(v)));
    let [a, b, c] = least_squares(across)?;
    let [d, e, f] = least_squares(down)?;
    Some(Homography([a, b, c, d, e, f, 0.0, 0.0, 1.0].map(|value| value as f32)))
}

/// The projective map nearest to the pairs, by the linear equations; places are scaled first.
pub(crate) fn projective(pairs: &[Pair]) -> Option<Homography> {
    const SCALE: f64 = 1.0 / 256.0;
    let rows = pairs.iter().flat_map(|&((x, y), (u, v))| {
        let [x, y, u, v] = [x, y, u, v].map(|value| f64::from(value) * SCALE - 1.0);
        [
            ([x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y], u),
            ([0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y], v),
        ]
    });
    let [a, b, c, d, e, f, g, h] = least_squares(rows)?.map(|value| value as f32);
    let shrink = Homography([SCALE as f32, 0.0, -1.0, 0.0, SCALE as f32, -1.0, 0.0, 0.0, 1.0]);
    let map = shrink.inverse().after(&Homography([a, b, c, d, e, f, g, h, 1.0])).after(&shrink);
    let last = map.0[8];
    (last.abs() > 1e-6).then(|| Homography(map.0.map(|value| value / last)))
}

/// Solves the normal equations by elimination with pivots.
fn least_squares<const N: usize>(rows: impl Iterator<Item = ([f64; N], f64)>) -> Option<[f64; N]> {
    let mut left = [[0.0; N]; N];
    let mut right = [0.0; N];
    for (row, value) in rows {
        for i in 0..N {
            for j in 0..N {
                left[i][j] += row[i] * row[j];
            }
            right[i] += row[i] * value;
        }
    }
    for pivot in 0..N {
        let best =
            (pivot..N).max_by(|&a, &b| left[a][pivot].abs().total_cmp(&left[b][pivot].abs()))?;
        left.swap(pivot, best);
        right.swap(pivot, best);
        if left[pivot][pivot].abs() < 1e-9 {
            return None;
        }
        let (lead, value) = (left[pivot], right[pivot]);
        for row in (0..N).filter(|&row| row != pivot) {
            let factor = left[row][pivot] / lead[pivot];
            for column in pivot..N {
                left[row][column] -= factor * lead[column];
            }
            right[row] -= factor * value;
        }
    }
    let mut solution = [0.0; N];
    for (index, value) in solution.iter_mut().enumerate() {
        *value = right[index] / left[index][index];
    }
    Some(solution)
}
