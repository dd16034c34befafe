//! What a body must still have to show a mark, and what it has.

use vinculo_record::vocab::{BodyLocation, Condition, MarkType, RecoveredPart};
use vinculo_record::{Kind, Record};

use super::kinds::family;

/// What a body must have to show a mark.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Needs {
    parts: u8,
    layer: Layer,
    /// Whether it neither heals nor is overlooked where it can be seen.
    lasts: bool,
}

/// What a body shows.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Shows {
    parts: u8,
    layer: Layer,
    examined: bool,
}

/// How deep a body was still there; the later has the earlier (domain reference on
/// condition: soft marks in early decomposition are weak, of which tattoos stay).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Layer {
    Unknown,
    Bone,
    Tattoos,
    Skin,
}

/// Parts of a body as a set.
mod part {
    pub const HEAD: u8 = 1;
    pub const TORSO: u8 = 2;
    pub const ARMS: u8 = 4;
    pub const HANDS: u8 = 8;
    pub const LEGS: u8 = 16;
    pub const FEET: u8 = 32;
    pub const JAWS: u8 = 64;
    pub const ALL: u8 = 127;
}

impl Needs {
    /// What it takes to show a mark of that kind at that place.
    pub fn of(kind: MarkType, place: Option<BodyLocation>) -> Needs {
        use MarkType as M;
        let dental = matches!(family(kind), Some(M::Crown | M::MissingTooth));
        let layer = match kind {
            M::Tattoo => Layer::Tattoos,
            M::Amputation | M::Deformity | M::FractureHealed | M::Prosthesis => Layer::Bone,
            M::PlateScrews | M::Implant => Layer::Bone,
            _ if dental => Layer::Bone,
            _ => Layer::Skin,
        };
        let lasts = matches!(
            kind,
            M::Tattoo
                | M::SurgicalScar
                | M::Scar
                | M::Cesarean
                | M::Appendectomy
                | M::Burn
                | M::Birthmark
                | M::Amputation
                | M::BulletWound
                | M::Deformity
                | M::Vitiligo
                | M::GoldTooth
                | M::MetalCrown
                | M::WindowCrown
        );
        let parts = if dental { part::JAWS } else { place.map_or(part::ALL, part_of) };
        Needs { parts, layer, lasts }
    }
}

impl Needs {
    /// What it takes to show a condition of bones at that place.
    pub fn of_bone(place: Option<BodyLocation>) -> Needs {
        Needs { parts: place.map_or(part::ALL, part_of), layer: Layer::Bone, lasts: true }
    }

    /// What it takes to show one of soft tissue.
    pub fn of_flesh(place: Option<BodyLocation>) -> Needs {
        Needs { layer: Layer::Skin, ..Needs::of_bone(place) }
    }
}

impl Shows {
    /// A living person shows everything, and is not examined.
    pub const fn living() -> Shows {
        Shows { parts: part::ALL, layer: Layer::Skin, examined: false }
    }

    /// What the record's body shows.
    pub fn of(record: &Record, examined: bool) -> Shows {
        if record.key.kind != Kind::Remains {
            return Shows::living();
        }
        use Condition as C;
        let (layer, whole) = match record.remains.condition {
            Some(C::Fresh) => (Layer::Skin, true),
            Some(C::EarlyDecomposition) => (Layer::Tattoos, true),
            Some(C::AdvancedDecomposition | C::Mummified | C::SkeletalComplete) => {
                (Layer::Bone, true)
            }
            Some(C::SkeletalPartial | C::Burned) => (Layer::Bone, false),
            Some(C::Traumatic) => (Layer::Tattoos, false),
            None => (Layer::Unknown, false),
        };
        let inventory = &record.remains.inventory;
        let parts = if inventory.is_empty() && whole {
            part::ALL
        } else {
            inventory.iter().fold(0, |parts, found| parts | recovered(*found))
        };
        Shows { parts, layer, examined }
    }

    /// Whether a mark would show, if it were there.
    pub fn has(self, needs: Needs) -> bool {
        self.parts & needs.parts == needs.parts && self.layer >= needs.layer
    }

    /// Whether its lack tells against: examined, and the mark would show and lasts.
    pub fn should_have(self, needs: Needs) -> bool {
        self.examined && needs.lasts && self.has(needs)
    }
}

fn recovered(found: RecoveredPart) -> u8 {
    use RecoveredPart as R;
    match found {
        R::All => part::ALL,
        R::Head => part::HEAD | part::JAWS,
        R::Mandible | R::Maxilla | R::Teeth => part::JAWS,
        R::Torso => part::TORSO,
        R::Arms => part::ARMS,
        R::Hands => part::HANDS,
        R::Legs => part::LEGS,
        R::Feet => part::FEET,
        R::Pelvis | R::LongBone => 0,
    }
}

fn part_of(place: BodyLocation) -> u8 {
    use BodyLocation as L;
    let mut at = Some(place);
    while let Some(here) = at {
        match here {
            L::Head => return part::HEAD,
            L::Hand => return part::HANDS,
            L::Foot => return part::FEET,
            L::Arm => return part::ARMS,
            L::Leg => return part::LEGS,
            L::Trunk | L::Neck => return part::TORSO,
            _ => at = here.parent(),
        }
    }
    part::ALL
}
