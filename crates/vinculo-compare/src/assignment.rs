//! Things of one record paired with those of another, each at most once, so that the
//! sum of what the pairs gain is greatest.

/// Most things on a side.
pub(crate) const MOST: usize = 12;

/// What pairing each left thing with each right one gains; not above 0: better apart.
pub(crate) type Gains = [[i32; MOST]; MOST];

/// For each left thing the right one it is paired with. Of equal sums the same one is
/// taken every time; what is gained does not depend on which side is left.
pub(crate) fn assign(gains: &Gains, left: usize, right: usize) -> [Option<u8>; MOST] {
    let (left, right) = (left.min(MOST), right.min(MOST));
    each_its_best(gains, left, right).unwrap_or_else(|| hungarian(gains, left, right))
}

/// Where no two left things want one right thing, all get what they want.
fn each_its_best(gains: &Gains, left: usize, right: usize) -> Option<[Option<u8>; MOST]> {
    let (mut out, mut taken) = ([None; MOST], 0_u32);
    for (row, place) in gains[..left].iter().zip(&mut out) {
        let mut most = 0;
        for (j, gain) in (0_u8..).zip(&row[..right]) {
            if *gain > most {
                (most, *place) = (*gain, Some(j));
            }
        }
        if let Some(j) = *place {
            if taken & (1 << j) != 0 {
                return None;
            }
            taken |= 1 << j;
        }
    }
    Some(out)
}

/// The Hungarian method with potentials (Kuhn 1955, Munkres 1957) on a square of costs
/// in which every left thing may also stay alone, at no gain.
fn hungarian(gains: &Gains, left: usize, right: usize) -> [Option<u8>; MOST] {
    const COLUMNS: usize = 2 * MOST;
    let columns = right + left;
    let cost = |i: usize, j: usize| if j < right { -gains[i][j].max(0) } else { 0 };
    let (mut u, mut v) = ([0_i32; MOST + 1], [0_i32; COLUMNS + 1]);
    let (mut row_of, mut way) = ([0_usize; COLUMNS + 1], [0_usize; COLUMNS + 1]);
    for i in 1..=left {
        row_of[0] = i;
        let mut at = 0;
        let (mut least, mut used) = ([i32::MAX; COLUMNS + 1], [false; COLUMNS + 1]);
        loop {
            used[at] = true;
            let (row, mut delta, mut next) = (row_of[at], i32::MAX, 0);
            for j in 1..=columns {
                if used[j] {
                    continue;
                }
                let reduced = cost(row - 1, j - 1) - u[row] - v[j];
                if reduced < least[j] {
                    (least[j], way[j]) = (reduced, at);
                }
                if least[j] < delta {
                    (delta, next) = (least[j], j);
                }
            }
            for j in 0..=columns {
                if used[j] {
                    u[row_of[j]] += delta;
                    v[j] -= delta;
                } else if j > 0 {
                    least[j] -= delta;
                }
            }
            at = next;
            if row_of[at] == 0 {
                break;
            }
        }
        while at != 0 {
            (row_of[at], at) = (row_of[way[at]], way[at]);
        }
    }
    let mut out = [None; MOST];
    for (j, column) in (0_u8..).zip(1..=right) {
        if row_of[column] > 0 && gains[row_of[column] - 1][usize::from(j)] > 0 {
            out[row_of[column] - 1] = Some(j);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sum(gains: &Gains, pairs: &[Option<u8>; MOST]) -> i32 {
        pairs.iter().zip(gains).filter_map(|(j, row)| j.map(|j| row[usize::from(j)])).sum()
    }

    /// The greatest sum by trying all.
    fn greatest(gains: &Gains, i: usize, left: usize, right: usize, taken: u32) -> i32 {
        if i == left {
            return 0;
        }
        let free = (0..right).filter(|j| taken & (1 << j) == 0);
        let with =
            free.map(|j| gains[i][j] + greatest(gains, i + 1, left, right, taken | 1 << j)).max();
        greatest(gains, i + 1, left, right, taken).max(with.unwrap_or(i32::MIN))
    }

    proptest! {
        #[test]
        fn as_good_as_trying_all(cells in prop::collection::vec(-3_i32..9, 36), left in 0_usize..6, right in 0_usize..6) {
            let (mut gains, mut turned) = ([[0; MOST]; MOST], [[0; MOST]; MOST]);
            for (at, cell) in cells.into_iter().enumerate() {
                gains[at / 6][at % 6] = cell;
                turned[at % 6][at / 6] = cell;
            }
            let best = greatest(&gains, 0, left, right, 0);
            let pairs = assign(&gains, left, right);
            prop_assert_eq!(sum(&gains, &pairs), best);
            prop_assert_eq!(sum(&turned, &assign(&turned, right, left)), best);
            let mut seen = 0_u32;
            for j in pairs.into_iter().flatten() {
                prop_assert!(seen & (1 << j) == 0 && usize::from(j) < right);
                seen |= 1 << j;
            }
        }
    }
}
