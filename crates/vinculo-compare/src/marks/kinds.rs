//! What kinds of marks have in common.

use vinculo_record::vocab::{BodyLocation, MarkType};

/// The general word for a kind, with which it may be described.
pub const fn family(kind: MarkType) -> Option<MarkType> {
    use MarkType as M;
    Some(match kind {
        M::Tattoo | M::RemovedTattoo => M::Tattoo,
        M::Scar
        | M::SurgicalScar
        | M::Cesarean
        | M::Appendectomy
        | M::Burn
        | M::VaccinationScar
        | M::StretchMarks
        | M::BulletWound => M::Scar,
        M::Birthmark | M::Mole | M::Wart | M::Vitiligo | M::Freckles => M::Birthmark,
        M::Amputation | M::Deformity | M::Prosthesis => M::Deformity,
        M::FractureHealed | M::PlateScrews => M::FractureHealed,
        M::GoldTooth | M::MetalCrown | M::Crown | M::WindowCrown | M::Filling => M::Crown,
        M::MissingTooth | M::Bridge | M::Denture => M::MissingTooth,
        M::EyeDisorder | M::Strabismus => M::EyeDisorder,
        _ => return None,
    })
}

/// A kind that says nothing by itself.
pub const fn vague(kind: MarkType) -> bool {
    matches!(kind, MarkType::Other | MarkType::MedicalCondition)
}

/// Where a kind is by its nature.
pub const fn fixed_place(kind: MarkType) -> Option<BodyLocation> {
    use MarkType as M;
    Some(match kind {
        M::Cesarean | M::Appendectomy => BodyLocation::Abdomen,
        M::GoldTooth | M::MetalCrown | M::Filling | M::Crown | M::Bridge | M::Denture => {
            BodyLocation::Mouth
        }
        M::MissingTooth | M::Braces | M::Diastema | M::Crowding | M::Overbite => {
            BodyLocation::Mouth
        }
        M::WindowCrown => BodyLocation::Mouth,
        M::Strabismus => BodyLocation::Eye,
        _ => return None,
    })
}
