//! The linear scan, run for the widest instructions of the processor.

use pulp::Arch;

use crate::Code;

/// Calls `found(entry, view, distance)` for every pair within `radius`. One pass over the codes serves all views.
pub(crate) fn scan(
    codes: &[Code],
    views: &[Code],
    radius: u32,
    mut found: impl FnMut(usize, usize, u32),
) {
    // Without this the compiler may not use the population count that every processor of these years has.
    Arch::new().dispatch(
        #[inline(always)]
        || {
            for (entry, code) in codes.iter().enumerate() {
                for (view, wanted) in views.iter().enumerate() {
                    let distance = code.distance(wanted);
                    if distance <= radius {
                        found(entry, view, distance);
                    }
                }
            }
        },
    );
}
