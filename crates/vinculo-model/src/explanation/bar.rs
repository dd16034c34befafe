//! A weight as a bar to the left (against) or the right (in favour) of an axis.

use crate::constants::BAR_WIDTH;
use crate::millibits::Millibits;

/// The bar of a weight where `longest` fills the width. A weight other than 0
/// always shows: at least a half block.
pub(super) fn bar(weight: Millibits, longest: Millibits) -> String {
    let halves = half_blocks(weight, longest);
    let (full, half) = (halves / 2, halves % 2);
    let space = " ".repeat(BAR_WIDTH - full - half);
    let blocks = "█".repeat(full);
    if weight < Millibits::ZERO {
        format!("{space}{}{blocks}│", if half == 1 { "▐" } else { "" })
    } else {
        format!("{}│{blocks}{}", " ".repeat(BAR_WIDTH), if half == 1 { "▌" } else { "" })
    }
}

fn half_blocks(weight: Millibits, longest: Millibits) -> usize {
    let (size, whole) = (u64::from(weight.0.unsigned_abs()), u64::from(longest.0.unsigned_abs()));
    if size == 0 || whole == 0 {
        return 0;
    }
    let most = 2 * BAR_WIDTH as u64;
    ((size * most + whole / 2) / whole).clamp(1, most) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_grow_away_from_the_axis() {
        let check = |weight: i32, expected: &str| {
            assert_eq!(bar(Millibits(weight), Millibits(8000)), expected)
        };
        check(0, "        │");
        check(8000, "        │████████");
        check(-8000, "████████│");
        check(1500, "        │█▌");
        check(-1500, "      ▐█│");
        check(1, "        │▌");
        check(-1, "       ▐│");
    }

    #[test]
    fn nothing_to_draw_is_an_axis_alone() {
        assert_eq!(bar(Millibits(0), Millibits(0)), "        │");
    }
}
