//! Verification of a candidate.

use crate::{Query, Region, Stored, Tier, Verdict};

/// Bits within which two codes are the same picture by themselves. PDQ's guidance is 31, and its distances are even.
pub const STRONG_RADIUS: u32 = 30;
/// Bits within which two codes make a candidate.
pub const CANDIDATE_RADIUS: u32 = 60;

/// Holds a query against one stored picture: codes, then geometry and colour.
pub fn verify(query: &Query, stored: &Stored) -> Verdict {
    if query.blank() || stored.blank() {
        return Verdict::NONE;
    }
    let deciding = stored.codes.iter().filter(|stored| stored.part.decides());
    let distance = deciding
        .flat_map(|stored| query.codes.iter().map(|code| code.distance(&stored.code)))
        .min();
    let tier = match distance {
        Some(..=STRONG_RADIUS) => Tier::Strong,
        Some(..=CANDIDATE_RADIUS) => Tier::Candidate,
        _ => Tier::None,
    };
    Verdict {
        tier,
        distance,
        inliers: 0,
        regions: (tier > Tier::None).then_some((Region::WHOLE, Region::WHOLE)),
    }
}
