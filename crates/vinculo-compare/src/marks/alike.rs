//! How alike two marks are.

use std::sync::LazyLock;

use vinculo_record::vocab::{BodyLocation, MarkType, Side};

use super::figures::{
    FURTHER_WORD, MILLION, MIN_FREQUENCY, MOST_FURTHER_WORDS, NEARBY, SAME_SIDE, SHARE_OF_ONE,
};
use super::kinds::{family, vague};
use super::token::{Nature, Token};
use super::visible::Needs;

/// How alike two marks are; the less the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Kind, place, side and words.
    Detailed,
    /// Kind and words, on the other side, elsewhere, or at a place that is not told.
    Moved,
    /// Kind, place and side.
    Same,
    /// Kind, and a place nearby; or two kinds that are mistaken for each other.
    Nearby,
    /// Kind and place, on the other side.
    OtherSide,
    /// Kind alone.
    Kind,
    /// Nothing.
    None,
}

impl Likeness {
    /// Of marks that two records tell of one person, the share that are as alike: the
    /// weight of agreement in choosing which mark is which.
    const fn share_of_one(self) -> f32 {
        SHARE_OF_ONE[self as usize]
    }
}

/// A mark, compiled.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MarkFeature {
    pub kind: MarkType,
    pub place: Option<BodyLocation>,
    pub side: Option<Side>,
    /// Ascending by id.
    pub tokens: Box<[Token]>,
    /// Share of recorded marks that are of the kind, in millionths.
    pub kind_ppm: u32,
    /// Share of marks of the kind that are at the place, in millionths.
    pub place_ppm: u32,
    /// Share of descriptions of the kind with just these words, in millionths, as far as
    /// the data tells.
    pub whole_ppm: u32,
    /// What a body must still have to show it.
    pub needs: Needs,
    /// The description, for the reason.
    pub text: Box<str>,
}

/// What two marks have in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alike {
    pub likeness: Likeness,
    /// Share of other people's marks that would be as alike.
    pub frequency: f32,
    /// Kind, but clearly another mark: apart, or with another motif.
    pub is_other: bool,
}

impl Alike {
    /// Nothing in common.
    pub const NONE: Alike = Alike { likeness: Likeness::None, frequency: 1.0, is_other: true };

    /// How well one mark explains the other, in thousandths of a bit; below 0 better
    /// none of the two.
    pub fn gain(&self) -> i32 {
        match self.likeness {
            Likeness::None => 0,
            likeness => ((likeness.share_of_one() / self.frequency).log2() * 1_000.0) as i32,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kinds {
    /// One kind, or one kind and the general word for it.
    Same,
    /// Two kinds that are mistaken for each other.
    Related,
    Other,
}

/// How two places lie to each other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Places {
    Same,
    Nearby,
    Unknown,
    Apart,
}

/// What two marks have in common.
pub fn alike(a: &MarkFeature, b: &MarkFeature) -> Alike {
    let kinds = kinds(a.kind, b.kind);
    if kinds == Kinds::Other {
        return Alike::NONE;
    }
    let shared = Shared::of(&a.tokens, &b.tokens);
    let places = places(a.place, b.place);
    let likeness = likeness(a, b, kinds, places, shared);
    if likeness == Likeness::None {
        return Alike::NONE;
    }
    let is_other = likeness == Likeness::Kind && (places == Places::Apart || shared.contradicts);
    Alike { likeness, frequency: frequency(a, b, likeness, places, shared), is_other }
}

fn likeness(
    a: &MarkFeature,
    b: &MarkFeature,
    kinds: Kinds,
    places: Places,
    shared: Shared,
) -> Likeness {
    let words = shared.specific > 0;
    // words alone say what a kind that means nothing is
    if (vague(a.kind) || vague(b.kind)) && !words {
        return Likeness::None;
    }
    let flipped = other_side(a.side, b.side);
    match (kinds, places) {
        (Kinds::Other, _) => Likeness::None,
        (Kinds::Same, Places::Same) if words && !flipped => Likeness::Detailed,
        (Kinds::Same, _) if words => Likeness::Moved,
        (Kinds::Same, _) if shared.contradicts => Likeness::Kind,
        (Kinds::Same, Places::Same) if !flipped => Likeness::Same,
        (Kinds::Same, Places::Same) => Likeness::OtherSide,
        (Kinds::Same, Places::Nearby) if !flipped => Likeness::Nearby,
        (Kinds::Same, _) => Likeness::Kind,
        (Kinds::Related, Places::Same | Places::Nearby) if words => Likeness::Moved,
        (Kinds::Related, Places::Same) if !flipped => Likeness::Nearby,
        (Kinds::Related, _) => Likeness::Kind,
    }
}

/// Whether one is told of the left and the other of the right.
pub fn other_side(a: Option<Side>, b: Option<Side>) -> bool {
    both_sided(a, b) && a != b
}

/// Whether both are told of left or right.
pub fn both_sided(a: Option<Side>, b: Option<Side>) -> bool {
    [a, b].iter().all(|side| matches!(side, Some(Side::Left | Side::Right)))
}

/// What two descriptions share.
#[derive(Clone, Copy)]
struct Shared {
    /// Share of descriptions with the rarest shared word.
    rarest: f32,
    /// Shared words that tell one mark from another.
    specific: i32,
    /// Both name motifs, or both names or dates, and nothing is shared.
    contradicts: bool,
    /// Words of either that were found in the other.
    found: usize,
}

impl Shared {
    fn of(a: &[Token], b: &[Token]) -> Shared {
        if a.is_empty() || b.is_empty() {
            return Shared { rarest: share(MILLION), specific: 0, contradicts: false, found: 0 };
        }
        // each word is taken once, and from both sides alike
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        let (mut rarest, mut own, mut parents, mut shared) = (MILLION, 0, 0, 0);
        let mut free = u32::MAX;
        for x in a {
            let found = (0_u32..).zip(b).filter(|(j, _)| free & (1 << j) != 0);
            let found = found.filter_map(|(j, y)| Some((x.agrees(y)?, j, y)));
            let Some((ppm, j, y)) = found.min_by_key(|(ppm, ..)| *ppm) else { continue };
            free &= !(1 << j);
            rarest = rarest.min(ppm);
            shared += 1;
            if x.is_specific() && y.is_specific() {
                // what a shared motif is a kind of is no further word
                let of_others = x.parent && y.parent;
                own += i32::from(!of_others);
                parents |= i32::from(of_others);
            }
        }
        let specific = if own > 0 { own } else { parents };
        let drawn = |tokens: &[Token]| tokens.iter().fold(0, |all, t| all | class(*t));
        let contradicts = specific == 0 && drawn(a) & drawn(b) != 0;
        Shared { rarest: share(rarest), specific, contradicts, found: shared }
    }
}

/// What one tattoo has one of: a bit each for motifs and inscriptions.
fn class(token: Token) -> u8 {
    match token.nature {
        _ if !token.is_specific() => 0,
        Nature::Motif => 1,
        Nature::Name | Nature::Date | Nature::Initials => 2,
        Nature::Concept | Nature::Word | Nature::Digits => 0,
    }
}

fn frequency(
    a: &MarkFeature,
    b: &MarkFeature,
    likeness: Likeness,
    places: Places,
    shared: Shared,
) -> f32 {
    let kind = (share(a.kind_ppm) + share(b.kind_ppm)) / 2.0;
    let place = match places {
        Places::Same => (share(a.place_ppm) + share(b.place_ppm)) / 2.0,
        Places::Nearby => NEARBY,
        _ => 1.0,
    };
    let side = if both_sided(a.side, b.side) { SAME_SIDE } else { 1.0 };
    let words = if shared.specific > 0 {
        let further = (shared.specific - 1).min(MOST_FURTHER_WORDS);
        // words that are told together as often as alone are one word
        let whole = |mark: &MarkFeature| match mark.tokens.len() == shared.found {
            true => share(mark.whole_ppm),
            false => 0.0,
        };
        (shared.rarest * FURTHER_WORD.powi(further)).max(whole(a)).max(whole(b))
    } else {
        1.0
    };
    let share = match likeness {
        Likeness::Detailed => kind * place * side * words,
        Likeness::Moved => kind * words,
        Likeness::Same | Likeness::OtherSide => kind * place * side,
        Likeness::Nearby => kind * place.max(NEARBY) * side,
        Likeness::Kind => kind,
        Likeness::None => 1.0,
    };
    share.clamp(MIN_FREQUENCY, 1.0)
}

/// A share in millionths as one.
fn share(ppm: u32) -> f32 {
    ppm as f32 / MILLION as f32
}

/// The kinds whose marks may have something in common with those of a kind, as a set.
pub fn alike_kinds(kind: MarkType) -> u128 {
    ALIKE_KINDS[kind as usize]
}

const ALL_KINDS: usize = MarkType::ALL.len();
const _: () = assert!(ALL_KINDS <= u128::BITS as usize);

static ALIKE_KINDS: LazyLock<[u128; ALL_KINDS]> = LazyLock::new(|| {
    std::array::from_fn(|a| {
        let alike = MarkType::ALL.iter().filter(|b| kinds(MarkType::ALL[a], **b) != Kinds::Other);
        alike.fold(0, |set, b| set | 1 << *b as u32)
    })
});

fn kinds(a: MarkType, b: MarkType) -> Kinds {
    if a == b {
        return Kinds::Same;
    }
    match (family(a), family(b)) {
        (Some(x), Some(y)) if x == y => {
            // the family's own name is the general word
            if a == x || b == x { Kinds::Same } else { Kinds::Related }
        }
        _ if vague(a) || vague(b) => Kinds::Related,
        _ => Kinds::Other,
    }
}

/// One place, or one that lies in the other, is the same; neighbours and parts of
/// one region are nearby.
pub fn places(a: Option<BodyLocation>, b: Option<BodyLocation>) -> Places {
    match (a, b) {
        (Some(a), Some(b)) => PLACES[a as usize][b as usize],
        _ => Places::Unknown,
    }
}

const ALL_PLACES: usize = BodyLocation::ALL.len();

static PLACES: LazyLock<[[Places; ALL_PLACES]; ALL_PLACES]> = LazyLock::new(|| {
    std::array::from_fn(|a| {
        std::array::from_fn(|b| relation(BodyLocation::ALL[a], BodyLocation::ALL[b]))
    })
});

fn relation(a: BodyLocation, b: BodyLocation) -> Places {
    use BodyLocation as L;
    let wide = |l| matches!(l, L::Trunk | L::WholeBody | L::Head);
    if a == b {
        return if wide(a) && a != L::Head { Places::Unknown } else { Places::Same };
    }
    if a == L::WholeBody || b == L::WholeBody {
        return Places::Unknown;
    }
    if within(a, b) || within(b, a) {
        return if wide(a) || wide(b) { Places::Nearby } else { Places::Same };
    }
    if NEIGHBOURS.contains(&(a, b)) || NEIGHBOURS.contains(&(b, a)) {
        return Places::Nearby;
    }
    match (a.parent(), b.parent()) {
        (Some(x), Some(y)) if x == y && !matches!(x, L::Trunk | L::Arm | L::Leg | L::Head) => {
            Places::Nearby
        }
        _ => Places::Apart,
    }
}

fn within(part: BodyLocation, whole: BodyLocation) -> bool {
    let mut at = part.parent();
    while let Some(place) = at {
        if place == whole {
            return true;
        }
        at = place.parent();
    }
    false
}

/// Places that touch and are not parts of one small region.
const NEIGHBOURS: &[(BodyLocation, BodyLocation)] = {
    use BodyLocation as L;
    &[
        (L::Forearm, L::Wrist),
        (L::Forearm, L::Elbow),
        (L::Forearm, L::Hand),
        (L::Wrist, L::Hand),
        (L::Wrist, L::HandBack),
        (L::UpperArm, L::Elbow),
        (L::UpperArm, L::Shoulder),
        (L::UpperArm, L::Forearm),
        (L::Shoulder, L::Clavicle),
        (L::Shoulder, L::ShoulderBlade),
        (L::Shoulder, L::UpperBack),
        (L::Shoulder, L::Chest),
        (L::Shoulder, L::Back),
        (L::Shoulder, L::Armpit),
        (L::Chest, L::Rib),
        (L::Chest, L::Armpit),
        (L::Chest, L::Abdomen),
        (L::Rib, L::Abdomen),
        (L::Rib, L::Back),
        (L::Abdomen, L::Waist),
        (L::Abdomen, L::Hip),
        (L::Abdomen, L::Groin),
        (L::Abdomen, L::Pubis),
        (L::Waist, L::Hip),
        (L::Waist, L::LowerBack),
        (L::Hip, L::Buttock),
        (L::Hip, L::Thigh),
        (L::Groin, L::Pubis),
        (L::Groin, L::Thigh),
        (L::Buttock, L::LowerBack),
        (L::Neck, L::Clavicle),
        (L::Neck, L::Shoulder),
        (L::Nape, L::UpperBack),
        (L::Neck, L::Ear),
        (L::Neck, L::Chin),
        (L::Temple, L::Forehead),
        (L::Temple, L::Eyebrow),
        (L::Temple, L::Scalp),
        (L::Scalp, L::Forehead),
        (L::Ear, L::Cheek),
        (L::Ear, L::Temple),
        (L::Thigh, L::Knee),
        (L::Knee, L::Calf),
        (L::Knee, L::Shin),
        (L::Calf, L::Shin),
        (L::Calf, L::Ankle),
        (L::Shin, L::Ankle),
        (L::Ankle, L::Foot),
    ]
};
