//! Loops for the widest instructions of the processor, and the linear scan.

use pulp::Arch;

use crate::Code;

/// Runs a loop for the widest instructions of the processor at hand: without this the compiler may not use the
/// population count that every processor of these years has. Only what is inlined gains. Nothing is reordered or
/// fused, so the same numbers come of it everywhere.
#[inline(always)]
pub(crate) fn widest<R>(work: impl FnOnce() -> R) -> R {
    Arch::new().dispatch(work)
}

/// Calls `found(entry, view, distance)` for every pair within `radius`. One pass over the codes serves all views.
pub(crate) fn scan(
    codes: &[Code],
    views: &[Code],
    radius: u32,
    mut found: impl FnMut(usize, usize, u32),
) {
    widest(
        #[inline(always)]
        || {
            for (entry, code) in codes.iter().enumerate() {
                for (view, wanted) in views.iter().enumerate() {
                    let differ = |word: usize| (code.0[word] ^ wanted.0[word]).count_ones();
                    // Unrelated codes are 96 bits apart in three of four words: the last is hardly ever counted.
                    let most = differ(0) + differ(1) + differ(2);
                    if most > radius {
                        continue;
                    }
                    let distance = most + differ(3);
                    if distance <= radius {
                        found(entry, view, distance);
                    }
                }
            }
        },
    );
}
