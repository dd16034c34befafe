//! Caps of groups of dependent comparisons.

use crate::millibits::Millibits;

/// What must be added to the sum of a group's weights so that it stays within
/// ±`cap`: its own row `cap_<group>`, so that the parts still add up.
///
/// ```
/// use vinculo_model::{Millibits, cap_adjustment};
/// assert_eq!(cap_adjustment(Millibits(9000), Millibits(6644)), Millibits(-2356));
/// assert_eq!(cap_adjustment(Millibits(-9000), Millibits(6644)), Millibits(2356));
/// assert_eq!(cap_adjustment(Millibits(500), Millibits(6644)), Millibits::ZERO);
/// ```
pub fn cap_adjustment(group_sum: Millibits, cap: Millibits) -> Millibits {
    group_sum.clamp_to(cap) - group_sum
}
