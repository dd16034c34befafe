//! How two pictures were found to be the same, as it is kept.

use serde::{Deserialize, Serialize};
use vinculo_compare::Region;
use vinculo_image::{Tier, Verdict};
use vinculo_store::{PictureNo, PicturePair};

use crate::error::{EngineError, Result};

/// How two pictures were found to be the same: of the first and the second of a pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Likeness {
    /// Confirmed point by point; else by near codes.
    pub verified: bool,
    /// The least distance of two codes, in bits.
    pub distance: Option<u16>,
    /// Points that agree; 0 where none were looked for.
    pub inliers: u16,
    /// Which of the two was looked for among the others.
    pub asked: Side,
    /// The parts that are the same, in thousandths.
    pub regions: [[u16; 4]; 2],
}

/// One of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Side {
    First,
    Second,
}

impl Likeness {
    /// Two records show the very same file or code.
    pub const IDENTICAL: Likeness = Likeness {
        verified: false,
        distance: Some(0),
        inliers: 0,
        asked: Side::First,
        regions: [Region::WHOLE.0; 2],
    };

    /// Of a verdict on the picture `asked` against `stored`, if they are the same.
    pub fn of(verdict: &Verdict, asked: PictureNo, stored: PictureNo) -> Option<Self> {
        if !verdict.tier.same_picture() {
            return None;
        }
        let whole = (vinculo_image::Region::WHOLE, vinculo_image::Region::WHOLE);
        let (of_asked, of_stored) = verdict.regions.unwrap_or(whole);
        let likeness = Self {
            verified: verdict.tier == Tier::Verified,
            distance: verdict.distance.map(small),
            inliers: small(verdict.inliers),
            asked: Side::First,
            regions: [thousandths(of_asked).0, thousandths(of_stored).0],
        };
        Some(if asked < stored { likeness } else { likeness.turned() })
    }

    /// With first and second in each other's place.
    pub fn turned(&self) -> Self {
        let asked = match self.asked {
            Side::First => Side::Second,
            Side::Second => Side::First,
        };
        let [first, second] = self.regions;
        Self { asked, regions: [second, first], ..self.clone() }
    }

    /// As the store keeps it.
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// From the store.
    pub fn read(pair: &PicturePair) -> Result<Self> {
        serde_json::from_str(&pair.finding).map_err(|_| {
            let detail = format!("picture pair {} and {}", pair.first.0, pair.second.0);
            EngineError::Store(vinculo_store::StoreError::Corrupt { detail })
        })
    }
}

pub(crate) fn small(number: u32) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// Shares of a picture in thousandths.
pub(crate) fn thousandths(region: vinculo_image::Region) -> Region {
    let of = |share: f32| (share.clamp(0.0, 1.0) * 1000.0).round() as u16;
    Region([of(region.left), of(region.top), of(region.right), of(region.bottom)])
}
