//! Every number that decides what a population looks like, in one place.
//!
//! Shares are of people or records, 0 to 1. "Judgement" marks a number without a
//! published source; none of them is an estimate of the real world, and no weight
//! of the comparisons may be taken from them.

use crate::Corruption;

/// Which collections know of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fate {
    /// A notice was filed.
    pub notice: bool,
    /// Remains were found.
    pub remains: bool,
    /// A shelter received the person.
    pub shelter: bool,
}

const fn fate(notice: bool, remains: bool, shelter: bool) -> Fate {
    Fate { notice, remains, shelter }
}

/// Shares of people by the collections that know them; they sum to 1, so that 60 % have
/// a notice, 15 % are found dead, 35 % are received by a shelter, and most of each are in
/// that collection alone. Judgement.
const FATES: [(Fate, f64); 8] = [
    (fate(true, false, false), 0.400),
    (fate(true, true, false), 0.060),
    (fate(true, false, true), 0.130),
    (fate(true, true, true), 0.010),
    (fate(false, true, false), 0.075),
    (fate(false, true, true), 0.005),
    (fate(false, false, true), 0.205),
    (fate(false, false, false), 0.115),
];

/// The shares of people by the collections that know them.
pub fn fate_shares() -> &'static [(Fate, f64)] {
    &FATES
}

/// Share of persons with a second, and then of those with a third record of the kind.
/// Judgement; duplicates between institutions: domain.md §1 (Veme, FJEDD).
pub(crate) const DUPLICATE_NOTICE: [f64; 2] = [0.12, 0.15];
/// Parts of one body found apart.
pub(crate) const DUPLICATE_REMAINS: [f64; 2] = [0.08, 0.15];
/// Received again, further along the way.
pub(crate) const DUPLICATE_SHELTER: [f64; 2] = [0.15, 0.20];

/// Countries of origin. Judgement, after the mix of the region's cases (Honduras and El
/// Salvador 63 % of families in EAAF's bank; Mexico and Guatemala most border deaths).
pub(crate) const COUNTRIES: [(&str, f64); 10] = [
    ("GT", 0.25),
    ("HN", 0.22),
    ("SV", 0.12),
    ("MX", 0.18),
    ("NI", 0.05),
    ("HT", 0.05),
    ("CU", 0.03),
    ("VE", 0.05),
    ("EC", 0.03),
    ("CO", 0.02),
];

/// Ages at departure: years from, years to (exclusive), share. Judgement; a third are
/// children, more than among border deaths (one in eight, USAToday in domain.md §3.1),
/// because children must be tested well.
pub(crate) const AGES: [((i32, i32), f64); 6] = [
    ((0, 6), 0.06),
    ((6, 12), 0.09),
    ((12, 18), 0.20),
    ((18, 30), 0.38),
    ((30, 45), 0.20),
    ((45, 70), 0.07),
];

/// Share of men among adults: 72.8 % male of border deaths (Sapkota 2006).
pub(crate) const MALE_ADULT: f64 = 0.73;
/// Share of boys among children. Judgement.
pub(crate) const MALE_CHILD: f64 = 0.60;
/// Share of neighbouring pairs in the numbering that are kin and travel together. Judgement.
pub(crate) const KIN: f64 = 0.15;

/// Share of the notices whose family asked for publication, of those whose time ran out,
/// and of minors' notices among them that also have the authority's consent. Judgement.
pub(crate) const PUBLIC_ASKED: f64 = 0.35;
pub(crate) const PUBLIC_EXPIRED: f64 = 0.15;
pub(crate) const PUBLIC_AUTHORITY: f64 = 0.60;
/// Share of unaccompanied children's intakes under protection hold, and of children's
/// notices. Judgement.
pub(crate) const HOLD_SHELTER: f64 = 0.20;
pub(crate) const HOLD_NOTICE: f64 = 0.05;

macro_rules! rates {
    ($($name:ident [$low:literal, $medium:literal, $high:literal] $doc:literal;)*) => {
        /// How often each kind of mistake is made, per record that could have it.
        /// All are judgement: they span what the sources in `domain.md` §6 and §8
        /// describe without counting.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct Rates { $(#[doc = $doc] pub $name: f64,)* }

        /// One row of the table of rates.
        #[derive(Clone, Copy, Debug)]
        pub struct Rate {
            /// The field of [`Rates`].
            pub name: &'static str,
            /// What is spoiled.
            pub meaning: &'static str,
            /// The rate at low, medium and high corruption.
            pub values: [f64; 3],
        }

        impl Rates {
            /// The whole table, for reports.
            pub const TABLE: &'static [Rate] = &[$(Rate {
                name: stringify!($name), meaning: $doc, values: [$low, $medium, $high],
            },)*];
        }

        /// The rates of a level of corruption.
        pub const fn rates(corruption: Corruption) -> Rates {
            let column = corruption as usize;
            Rates { $($name: [$low, $medium, $high][column],)* }
        }
    };
}

rates! {
    nickname [0.04, 0.10, 0.20] "A given name is replaced by a hypocorism.";
    second_given_lost [0.15, 0.30, 0.45] "The second given name is left out.";
    given_swapped [0.01, 0.03, 0.06] "The two given names change places.";
    maternal_lost [0.06, 0.18, 0.35] "The maternal surname is left out.";
    paternal_lost [0.01, 0.03, 0.06] "The paternal surname is left out.";
    surnames_swapped [0.02, 0.05, 0.10] "The surnames change places.";
    misspelt [0.03, 0.07, 0.14] "One letter of a name is changed, lost, doubled or transposed.";
    phonetic [0.04, 0.09, 0.16] "A name is written as it sounds (b/v, s/z/c, silent h, y/ll, k/q).";
    scanned [0.01, 0.03, 0.06] "A name has a recognition or keyboard error (rn/m, l/i, neighbouring key).";
    accents_lost [0.30, 0.55, 0.75] "Accents and ñ are not written.";
    upper_case [0.10, 0.25, 0.35] "The name is in capitals.";
    one_field [0.08, 0.20, 0.30] "The whole name stands in one field.";
    false_name [0.01, 0.03, 0.07] "A shelter is given another name.";
    false_nationality [0.02, 0.05, 0.10] "A shelter is given another nationality.";
    false_adulthood [0.04, 0.10, 0.20] "A minor of 13 or more is declared an adult.";
    day_month_swapped [0.01, 0.03, 0.06] "Day and month of the birth date change places, if both are 12 or less.";
    birth_digit [0.01, 0.03, 0.06] "The birth date is a year, a month or ten days off.";
    birth_truncated [0.08, 0.20, 0.30] "Of the birth date only the year or the month is known.";
    age_only [0.15, 0.35, 0.55] "An age stands instead of the birth date.";
    age_heaped [0.15, 0.30, 0.50] "An adult's stated age is rounded to a multiple of five.";
    age_off [0.08, 0.18, 0.30] "A stated age is one to three years off.";
    event_date_vague [0.08, 0.20, 0.35] "The day of the event is approximate or only its month is known.";
    place_misspelt [0.02, 0.06, 0.12] "A place name is misspelt.";
    place_wrong [0.02, 0.05, 0.10] "The place of the event is a neighbouring one of the way.";
    origin_wrong [0.01, 0.03, 0.06] "The place of origin is another one of the country.";
    sex_missing [0.01, 0.04, 0.10] "The sex is not recorded.";
    sex_wrong [0.001, 0.004, 0.01] "The sex is recorded wrongly.";
    document_digit [0.02, 0.05, 0.10] "One digit of a document number is wrong.";
    side_flipped [0.03, 0.07, 0.12] "The side of a mark is the observer's.";
    mark_forgotten [0.15, 0.30, 0.45] "A mark is not described.";
    chart_error [0.01, 0.02, 0.05] "A dental chart has one tooth in the wrong place.";
    colour_confused [0.08, 0.15, 0.25] "A colour is taken for a neighbouring one.";
    field_missing [0.08, 0.18, 0.32] "A further field is not filled in, each by itself.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_sum_to_one() {
        let check = |sum: f64| assert!((sum - 1.0).abs() < 1e-9, "{sum}");
        check(FATES.iter().map(|(_, share)| share).sum());
        check(COUNTRIES.iter().map(|(_, share)| share).sum());
        check(AGES.iter().map(|(_, share)| share).sum());
    }

    #[test]
    fn marginal_shares_are_the_stated_ones() {
        let share = |has: fn(&Fate) -> bool| -> f64 {
            FATES.iter().filter(|(fate, _)| has(fate)).map(|(_, share)| share).sum()
        };
        assert!((share(|fate| fate.notice) - 0.60).abs() < 1e-9);
        assert!((share(|fate| fate.remains) - 0.15).abs() < 1e-9);
        assert!((share(|fate| fate.shelter) - 0.35).abs() < 1e-9);
    }

    #[test]
    fn more_corruption_is_more_of_each() {
        for row in Rates::TABLE {
            let [low, medium, high] = row.values;
            assert!(0.0 < low && low < medium && medium < high && high < 1.0, "{}", row.name);
        }
    }
}
