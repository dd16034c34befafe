//! The numbers that the comparison of marks rests on, with meaning and source.
//!
//! They are shares of people who are described with marks at all. Led by how many
//! notices of missing people have each kind filled in (Royal Canadian Mounted
//! Police: scars 21 %, tattoos 13 %, other marks 6 %, piercings 3 %, deformities 3 %,
//! fractures and amputations 1 % of 2,321); divided further by judgement.

use vinculo_record::vocab::{BodyLocation, MarkType};

/// Most marks of one record that are compared; the first count. Judgement.
pub const MOST_MARKS: usize = 12;
/// Most shared words of a mark that are kept. Judgement.
pub const MOST_WORDS: usize = 16;
/// Share of tattoo descriptions that have some word which no table has, in millionths:
/// most words are in one of 249 descriptions of Jalisco or in none.
pub const WORD_PPM: u32 = 4_000;
/// The same for descriptions of other marks, which are told in fewer words. Judgement.
pub const MARK_WORD_PPM: u32 = 8_000;
/// The same for a number or a word with digits. Judgement.
pub const DIGITS_PPM: u32 = 4_000;
/// Share of tattoo descriptions that have the name of a person, in millionths: half
/// of those with lettering (a quarter, counted). The half is judgement.
pub const NAME_PPM: u32 = 125_000;
/// The least share of a name or initials: names are passed on in families. Judgement.
pub const LEAST_PPM: u32 = 100;
/// Share of descriptions with initials, in millionths, and of two people's initials
/// the share that are the same letter (closed form over first letters of the given
/// names of the reference). Judgement.
pub const INITIALS_PPM: u32 = 80_000;
/// See [`INITIALS_PPM`].
pub const INITIAL_SHARE: f64 = 0.08;
/// Share of descriptions with one given date, day of the year, or year, in millionths:
/// a tenth have a date, over 366 days and some 40 years. The tenth is judgement.
pub const DATE_PPM: u32 = 100;
/// See [`DATE_PPM`].
pub const DAY_PPM: u32 = 270;
/// See [`DATE_PPM`].
pub const YEAR_PPM: u32 = 2_500;
/// How many times as many words are of one sound, one letter off, or the beginning of
/// a word, as are the word. Judgement.
pub const SOUND_TIMES: u32 = 2;
/// See [`SOUND_TIMES`].
pub const ONE_OFF_TIMES: u32 = 4;
/// See [`SOUND_TIMES`].
pub const CUT_OFF_TIMES: u32 = 8;
/// Fewest letters of words that may be one letter off. Judgement.
pub const ONE_OFF_LETTERS: usize = 5;
/// Fewest legible letters of a word that is cut off. Judgement.
pub const CUT_OFF_LETTERS: usize = 4;
/// Fewest letters of a misspelt motif. Judgement.
pub const MISSPELT_MOTIF_LETTERS: usize = 5;
/// Motifs this frequent or more, in millionths, are no detail: letters, numbers.
/// Judgement.
pub const GENERIC_PPM: u32 = 100_000;
/// Of two people sharing a word of a description, the share who also share the
/// next one. Judgement.
pub const FURTHER_WORD: f32 = 0.3;
/// Further words that count. Judgement.
pub const MOST_FURTHER_WORDS: i32 = 2;
/// Share of marks that are on the same side, where both are known. Closed form.
pub const SAME_SIDE: f32 = 0.5;
/// Share of marks in the neighbouring regions of one. Judgement.
pub const NEARBY: f32 = 0.3;
/// Of marks that two records tell of one person, the share that agree in detail, in
/// words elsewhere, as the same, nearby, on the other side, in kind alone, not at all.
/// Judgement.
pub const SHARE_OF_ONE: [f32; 7] = [0.4, 0.1, 0.25, 0.1, 0.06, 0.08, 0.01];
/// What a further agreeing mark adds of its bits. Judgement: who has tattoos has
/// several, of one style, so that they do not agree independently.
pub const FURTHER_MARK: f32 = 0.7;
/// How much more often by chance than in one person an intact body lacks a further mark
/// that the notice describes, for each up to [`MOST_MISSING`]. Judgement.
pub const MISSING: f32 = 2.5;
/// See [`MISSING`].
pub const MOST_MISSING: u32 = 2;
/// Marks of the loaded data that the tables' shares of kinds are worth. Judgement: a few
/// hundred tell which kinds a region's offices write down.
pub const KIND_WORTH: f64 = 300.0;
/// Marks of one kind that the table's shares of places are worth. Judgement.
pub const PLACE_WORTH: f64 = 60.0;
/// Descriptions of one kind that the tables' shares of words are worth. Judgement.
pub const WORDS_WORTH: f64 = 60.0;
/// Records of one person that have a mark before anybody else's: they do not make it
/// frequent, so as many are left out of every count.
pub const ONE_PERSON: u64 = 2;
/// Shares are kept in millionths.
pub const MILLION: u32 = 1_000_000;
/// The least frequency. Judgement.
pub const MIN_FREQUENCY: f32 = 1e-7;

/// Share of recorded marks that are of this kind.
pub const fn kind_share(kind: MarkType) -> f32 {
    use MarkType as M;
    match kind {
        M::Scar => 0.30,
        M::Tattoo => 0.28,
        M::Mole => 0.10,
        M::SurgicalScar => 0.07,
        M::Piercing => 0.05,
        M::Birthmark => 0.05,
        M::Burn => 0.025,
        M::Deformity | M::MissingTooth | M::FractureHealed => 0.02,
        M::Cesarean | M::Appendectomy | M::Filling | M::Amputation => 0.015,
        M::GoldTooth | M::Crown | M::MetalCrown | M::MedicalCondition | M::Other => 0.015,
        M::BulletWound | M::PlateScrews | M::Prosthesis | M::Denture | M::Freckles => 0.01,
        _ => 0.006,
    }
}

/// Share of tattoos, and of other marks, in the region of a place. Tattoos after the
/// words for places in 249 descriptions of Jalisco; others judgement.
pub const fn place_share(place: BodyLocation) -> (f32, f32) {
    use BodyLocation as L;
    match place {
        L::Forearm => (0.25, 0.08),
        L::Arm | L::UpperArm | L::Elbow => (0.20, 0.10),
        L::Shoulder | L::Clavicle | L::ShoulderBlade => (0.09, 0.04),
        L::Hand | L::Palm | L::HandBack | L::Wrist | L::Knuckle => (0.12, 0.08),
        L::Finger | L::Thumb | L::IndexFinger | L::MiddleFinger | L::RingFinger => (0.03, 0.05),
        L::LittleFinger | L::Fingernail => (0.01, 0.02),
        L::Chest | L::Breast | L::Nipple => (0.08, 0.05),
        L::Abdomen | L::Navel | L::Waist | L::Rib => (0.04, 0.14),
        L::Back | L::UpperBack | L::LowerBack => (0.07, 0.05),
        L::Neck | L::Nape | L::Throat => (0.05, 0.03),
        L::Leg | L::Thigh | L::Knee | L::Calf | L::Shin => (0.12, 0.12),
        L::Ankle | L::Foot | L::Instep | L::Heel | L::Sole | L::Toe | L::BigToe => (0.03, 0.05),
        L::Head | L::Face | L::Scalp => (0.02, 0.15),
        L::Forehead | L::Eyebrow | L::Cheek | L::Chin | L::Nose | L::Lip | L::Mouth => (0.01, 0.09),
        L::Eye | L::Eyelid | L::Ear | L::Earlobe | L::Temple => (0.01, 0.03),
        L::Armpit | L::Hip | L::Groin | L::Pubis | L::Buttock | L::Genitals => (0.01, 0.03),
        L::Trunk | L::WholeBody => (0.3, 0.3),
    }
}
