//! What is said of two pictures.

use vinculo_record::Lang;

/// How sure it is that two pictures are the same photograph. It never says that two people are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tier {
    /// Nothing speaks for it, or the picture is blank or a known placeholder.
    None,
    /// The codes are near; not verified. To be looked at, never evidence.
    Candidate,
    /// Verified by geometry and colour: the same points lie in the same places.
    Verified,
    /// The codes differ in at most 30 of 256 bits and nothing contradicts.
    Strong,
}

impl Tier {
    /// Whether this is evidence that the two are the same picture.
    pub fn same_picture(self) -> bool {
        self >= Tier::Verified
    }

    /// The stable name: `none`, `candidate`, `verified`, `strong`.
    pub const fn code(self) -> &'static str {
        match self {
            Tier::None => "none",
            Tier::Candidate => "candidate",
            Tier::Verified => "verified",
            Tier::Strong => "strong",
        }
    }

    /// In the reader's words.
    pub const fn text(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Tier::None, Lang::Es) => "no consta que sea la misma imagen",
            (Tier::None, Lang::En) => "not known to be the same picture",
            (Tier::Candidate, Lang::Es) => "imagen parecida, sin verificar",
            (Tier::Candidate, Lang::En) => "similar picture, not verified",
            (Tier::Verified, Lang::Es) => "la misma imagen, verificada por geometría y color",
            (Tier::Verified, Lang::En) => "the same picture, verified by geometry and colour",
            (Tier::Strong, Lang::Es) => "la misma imagen",
            (Tier::Strong, Lang::En) => "the same picture",
        }
    }
}

/// A rectangle as shares of the upright picture, 0.0..=1.0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Region {
    /// Left edge.
    pub left: f32,
    /// Upper edge.
    pub top: f32,
    /// Right edge.
    pub right: f32,
    /// Lower edge.
    pub bottom: f32,
}

impl Region {
    /// All of a picture.
    pub const WHOLE: Region = Region { left: 0.0, top: 0.0, right: 1.0, bottom: 1.0 };
}

/// What a query and a stored picture have to do with each other, and why.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// How sure it is.
    pub tier: Tier,
    /// The least distance of any two codes in bits, if there were codes that may decide.
    pub distance: Option<u32>,
    /// Points that one projective map takes from one picture to the other.
    pub inliers: u32,
    /// The matched rectangles, in the query and in the stored picture.
    pub regions: Option<(Region, Region)>,
}

impl Verdict {
    /// Nothing in common.
    pub const NONE: Verdict =
        Verdict { tier: Tier::None, distance: None, inliers: 0, regions: None };
}
