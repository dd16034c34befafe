//! Every number that the comparisons of age, time, place, body, marks, teeth and
//! effects rest on, with unit, meaning and source.
//!
//! *Judgement*: chosen by reasoning, to be replaced by an estimate from data.
//! *Unverified*: professional background knowledge without a checked source.
//! What moves when a number changes is said where it is not plain.

/// Figures of age and birth dates.
pub(crate) mod age {
    /// Mean days of a Gregorian year.
    pub const YEAR_DAYS: f64 = 365.2425;
    /// Two birth dates this many days apart or less are close: the central class
    /// of declared minus actual birth date, which holds 0.667 of resolved cases
    /// (cuts of the R package mispitools).
    pub const CLOSE_DAYS: i32 = 30;
    /// Widest birth window, in days, that counts as a partial birth date and not
    /// as an age. Judgement: a year and a day.
    pub const PARTIAL_DAYS: i32 = 366;
    /// The least likelihood ratio of the levels of ages, from `age_distinctive` to
    /// `age_far`. Judgement: exact ages of adults lie around 8, of children beyond 24;
    /// an adult's bones around 2.
    pub const LEAST_RATIO: [f64; 6] = [24.0, 6.0, 1.8, 0.5, 0.1, 0.02];
    /// Majority, in years: from here on ages are an adult's.
    pub const ADULT_YEARS: f64 = 18.0;
    /// Standard deviation in days of a birth date against an age. Judgement: a quarter
    /// of a year, for ages told as of today or the last birthday but one.
    pub const BIRTH_ERROR_DAYS: i32 = 90;
    /// Share of one person's pairs of birth dates that differ by more than a slip, and
    /// the standard deviation in days of each. Of resolved cases 0.667 differ by at most
    /// 30 days and 0.18 by 30–360 (cuts of the R package mispitools); judgement.
    pub const OTHER_BIRTH_SHARE: f64 = 0.15;
    /// See [`OTHER_BIRTH_SHARE`].
    pub const OTHER_BIRTH_DAYS: i32 = 500;
    /// Standard deviations in years of declared ages: as a rule; of adults who say a
    /// multiple of [`HEAP_YEARS`], which ages are rounded to; within [`NEAR_MAJORITY`],
    /// where adults say that they are minors and the reverse. Judgement.
    pub const DECLARED_SD: f64 = 0.8;
    /// … of children below [`NEAR_MAJORITY`], whose age is known.
    pub const CHILD_SD: f64 = 0.4;
    /// See [`DECLARED_SD`].
    pub const HEAPED_SD: f64 = 2.0;
    /// See [`DECLARED_SD`].
    pub const HEAP_YEARS: f64 = 5.0;
    /// See [`DECLARED_SD`].
    pub const NEAR_MAJORITY: (f64, f64) = (14.0, 22.0);
    /// See [`DECLARED_SD`].
    pub const NEAR_MAJORITY_SD: f64 = 1.8;
    /// Least standard deviation in years of an adult's age by bones: intervals below
    /// ± 10 years are optimistic (unverified).
    pub const ADULT_BONE_SD: f64 = 5.1;
    /// … by a body that is still whole. Judgement: ± 5 years.
    pub const ADULT_BODY_SD: f64 = 2.6;
    /// … of a child: ± 2 years is the error of dental development charts (London Atlas
    /// SD 0.97 y, AlQahtani 2014).
    pub const CHILD_BODY_SD: f64 = 1.0;
    /// Windows of birth wider than these years are taken as even and not as normal, if
    /// that says more. Judgement.
    pub const WIDE_YEARS: f64 = 5.0;
    /// Years on each side over which the distribution of ages is smoothed. Judgement.
    pub const SPREAD_YEARS: f64 = 2.5;
    /// The least share of people for each year of age. Judgement: among the living,
    /// children are less rare than among border deaths.
    pub const LEAST_DENSITY: f64 = 0.008;
    /// Slack on each side, in years, when a record with an age has no date of
    /// its event. Judgement.
    pub const UNDATED_YEARS: f64 = 3.0;
    /// A birth must follow a death by more than this many days to exclude a
    /// pair: a year written wrongly by one is the commonest typing error.
    /// Judgement.
    pub const BORN_AFTER_DEATH_DAYS: i32 = 365;
    /// Share of recorded birth dates that are 1 January, as the date that stands
    /// for an unknown one. Judgement.
    pub const NEW_YEAR_SHARE: f64 = 0.02;
    /// Share of recorded birth dates, within one month, that are its 1st or its
    /// 15th day. Judgement: half as many again as 1/30.4.
    pub const CONVENTIONAL_DAY_SHARE: f64 = 0.05;
    /// The least frequency of an agreeing age window or birth date. Judgement:
    /// a day of birth is shared by 1 in some 10,000 people of a set.
    pub const MIN_FREQUENCY: f64 = 5e-5;
    /// Cumulative share of people by age in years at the event. Below 19 one in
    /// eight and below 29 43 % (border deaths in Arizona 1990–2012, USA Today
    /// 2013); the other points are judgement, drawn smoothly through those two.
    pub const DISTRIBUTION: [(f64, f64); 13] = [
        (0.0, 0.0),
        (5.0, 0.015),
        (10.0, 0.03),
        (15.0, 0.06),
        (19.0, 0.125),
        (24.0, 0.28),
        (29.0, 0.43),
        (35.0, 0.60),
        (40.0, 0.72),
        (50.0, 0.88),
        (60.0, 0.955),
        (75.0, 0.993),
        (100.0, 1.0),
    ];
}

/// Figures of event dates and post-mortem intervals.
pub(crate) mod time {
    use vinculo_record::vocab::Condition;

    /// An order of events counts as impossible only beyond this many days
    /// (design: civil dates at the place).
    pub const ORDER_SLACK_DAYS: i32 = 1;
    /// Days by which a stated post-mortem interval may contradict the last proof
    /// of life before the pair is excluded, besides [`PMI_SLACK_SHARE`]. Judgement.
    pub const PMI_SLACK_DAYS: i32 = 30;
    /// Share of the shortest post-mortem interval that is added to
    /// [`PMI_SLACK_DAYS`]: the longer the interval, the less sure. Judgement.
    pub const PMI_SLACK_SHARE: f64 = 0.5;
    /// Stands for a post-mortem interval without upper end, in days: 30 years.
    /// Judgement: older remains find no notice in a collection.
    pub const PMI_UNBOUNDED_DAYS: i32 = 10_957;
    /// The period in days over which events of different people spread: ten
    /// years. Judgement; a shorter one makes agreement in time weigh less.
    pub const PERIOD_DAYS: f64 = 3652.0;
    /// The least density ratio of the first four levels. With exact dates an event
    /// follows within 6 days, 54 days, 7 months and 2.4 years; two events of one time
    /// lie 2 days, 27 days, 3.6 months and 15 months apart. Judgement: powers of two
    /// that part those.
    pub const LEAST_DENSITY: [f32; 4] = [64.0, 8.0, 2.0, 0.5];
    /// Where a range of days is cut that has no end: 30 years.
    pub const LONGEST_DAYS: i32 = PMI_UNBOUNDED_DAYS;
    /// Share of intakes that come before the last proof of life, at an earlier stop
    /// of the journey. Judgement.
    pub const EARLIER_STOP_SHARE: f32 = 0.15;
    /// … and the most days by which they do. Judgement: a year.
    pub const EARLIER_STOP_DAYS: i32 = 366;
    /// A last proof of life dated more vaguely, in days, tells no gap. Judgement.
    pub const VAGUE_DAYS: i32 = 366;
    /// Two notices of one disappearance are at best strained beyond these days.
    /// Judgement.
    pub const SAME_EVENT_CONSISTENT_DAYS: i32 = 366;
    /// Two notices whose dates differ by more are incompatible. Judgement.
    pub const SAME_EVENT_STRAINED_DAYS: i32 = 1096;

    /// Post-mortem interval in days where none is stated, by condition. Judgement,
    /// wide on purpose: large parts of the skeleton show usually not before 4–6
    /// months (Galloway 1989), yet skeletons after two summer weeks are reported.
    pub const fn default_pmi(condition: Option<Condition>) -> (i32, i32) {
        match condition {
            Some(Condition::Fresh) => (0, 14),
            Some(Condition::EarlyDecomposition) => (1, 60),
            Some(Condition::AdvancedDecomposition | Condition::Mummified) => (7, 1500),
            Some(Condition::SkeletalComplete | Condition::SkeletalPartial) => {
                (14, PMI_UNBOUNDED_DAYS)
            }
            Some(Condition::Burned | Condition::Traumatic) | None => (0, PMI_UNBOUNDED_DAYS),
        }
    }
}

/// Figures of stature and growth. Lengths in millimetres.
pub(crate) mod stature {
    use vinculo_record::vocab::{Sex, StatureMethod};

    /// What a method of finding a stature adds: how far it lies above the living
    /// stature, and the least half-width of its 95 % interval.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct MethodError {
        /// Mean of stated minus living stature, mm.
        pub bias: i32,
        /// Least half-width of the 95 % interval, mm.
        pub half: i32,
    }

    /// By method; `child` where the person was under 18.
    ///
    /// *Measured*: judgement, technique and time of day. *Remembered*: bias 1 cm,
    /// SD 4 cm, of children 5 cm (judgement; a fifth of parents overestimate by
    /// more than 2.5 cm, Hindawi 2015). *Document*: heights on licences exceed
    /// measured ones (Willey 1991), size judgement. *Bone*: two standard errors
    /// of 3.5 cm (del Ángel & Cisneros 2004; errors unverified); *femur* and *tibia*:
    /// 1.96 standard errors of their formulas for men 3.42 and 2.81, for women 3.82 and
    /// 3.51 cm (Genovés 1967, as cited there; unverified). *Cadaver*: 2–3 cm longer than
    /// in life; half-width judgement. Unknown: judgement.
    pub const fn method_error(
        method: Option<StatureMethod>,
        child: bool,
        sex: Option<Sex>,
    ) -> MethodError {
        let woman = matches!(sex, Some(Sex::Female));
        match method {
            Some(StatureMethod::Measured) => MethodError { bias: 0, half: 20 },
            Some(StatureMethod::Remembered) if child => MethodError { bias: 10, half: 100 },
            Some(StatureMethod::Remembered) => MethodError { bias: 10, half: 80 },
            Some(StatureMethod::Document) => MethodError { bias: 15, half: 60 },
            Some(StatureMethod::Bone) => MethodError { bias: 0, half: 70 },
            Some(StatureMethod::Femur) if woman => MethodError { bias: 0, half: 75 },
            Some(StatureMethod::Femur) => MethodError { bias: 0, half: 67 },
            Some(StatureMethod::Tibia) if woman => MethodError { bias: 0, half: 69 },
            Some(StatureMethod::Tibia) => MethodError { bias: 0, half: 55 },
            Some(StatureMethod::Cadaver) => MethodError { bias: 25, half: 40 },
            None => MethodError { bias: 0, half: 50 },
        }
    }

    /// Where only one bound is stated, the other lies this far from it. Judgement:
    /// three standard deviations of adults.
    pub const ONE_SIDED_MM: i32 = 200;
    /// A bound at or beyond these is one that was not stated (record limits).
    pub const OPEN_MM: (i32, i32) = (200, 2500);
    /// Half-width of a 95 % interval in standard deviations.
    pub const SDS_OF_95: f64 = 1.96;
    /// Age in days at which growth ends: 240 months, the end of the CDC charts.
    pub const GROWN_DAYS: i32 = 7305;
    /// Mean days of a month, the unit of the charts.
    pub const MONTH_DAYS: f64 = 30.436_875;
    /// Time between two measures below which growth is left out, in days.
    /// Judgement: less than 1 cm at any age past infancy.
    pub const NO_GROWTH_DAYS: i32 = 30;
    /// Longest time between two measures of a growing person where a date is
    /// missing, in days. Judgement: two years.
    pub const UNDATED_DAYS: i32 = 731;
    /// When known ages contradict by more than this and one person is growing,
    /// stature is not compared: age has said it. Judgement: two years.
    pub const AGE_CONTRADICTS_DAYS: i32 = 731;
    /// Drift of a child's z-score, standard deviations per root of years.
    /// Judgement: 0.3 in a year.
    pub const DRIFT_PER_YEAR: f64 = 0.3;
    /// Drift across the whole spurt, by its timing. Judgement.
    pub const DRIFT_OF_SPURT: f64 = 0.6;
    /// Ages in days between which the spurt falls: 10 and 15 years. Judgement.
    pub const SPURT_DAYS: (i32, i32) = (3652, 5479);
    /// Mean z-score of the region's children on the CDC charts, and its standard
    /// deviation: between Guatemala (-1.5) and Mexico (-0.7), SD 1.1. Judgement,
    /// after INCAP villages (-1.16 ± 1.16 in 2005–07). Used for frequencies alone.
    pub const REGION_Z: (f64, f64) = (-1.1, 1.1);
    /// Mean and standard deviation of adult stature in the region, men. Judgement:
    /// below the 171.4 ± 8.4 cm reported of Hispanic missing men (California 2014).
    pub const MEN_MM: (f64, f64) = (1670.0, 70.0);
    /// The same of women. Judgement.
    pub const WOMEN_MM: (f64, f64) = (1540.0, 65.0);
    /// Share of men where the sex is unknown: 72.8 % of 409 border deaths
    /// 2002–03 (Sapkota 2006).
    pub const MEN_SHARE: f64 = 0.728;
    /// The least likelihood ratio of the first four levels. Judgement: vague measures
    /// lie around 1, two exact ones of a usual person between 2 and 5.
    pub const LEAST_RATIO: [f64; 4] = [4.0, 1.4, 0.6, 0.1];
    /// Age in days from which adults lose stature: 40 years. Unverified.
    pub const LOSS_FROM_DAYS: i32 = 14_610;
    /// What men lose in a year from then on, mm. Unverified: 3 cm between 30 and 70.
    pub const MEN_LOSS_MM: f64 = 1.0;
    /// What women lose. Unverified: 5 cm between 30 and 70.
    pub const WOMEN_LOSS_MM: f64 = 1.6;
    /// A loss below this is smaller than every error here, mm. Judgement.
    pub const LEAST_LOSS_MM: i32 = 5;
}

/// Figures of places. Distances in kilometres.
pub(crate) mod place {
    /// Kilometres of a degree of latitude (mean radius 6371.0 km).
    pub const KM_PER_DEGREE: f32 = 111.195;
    /// Two places this close are one place. Judgement: a town with its villages.
    pub const SAME_PLACE_KM: f32 = 25.0;
    /// … and near. Judgement: groups walk round the checkpoint at Falfurrias,
    /// some 110 km inside Texas.
    pub const NEAR_KM: f32 = 150.0;
    /// A point less precise than this is an area, which is close only as a whole.
    /// Judgement.
    pub const AREA_KM: u16 = 60;
    /// Precision of a coordinate that states none. Judgement.
    pub const COORDINATE_KM: u16 = 5;
    /// Precision of a town by its inhabitants: up to this many, this radius; the
    /// last row holds for all above. Judgement.
    pub const TOWN_KM: [(i64, u16); 3] = [(100_000, 5), (1_000_000, 10), (i64::MAX, 20)];
    /// Precision of a county of the border states. Judgement: half its width.
    pub const COUNTY_KM: u16 = 40;
    /// A named place further than this from the coordinate, beside its own precision, is
    /// another one of that name. Judgement.
    pub const NAME_APART_KM: f32 = 100.0;
    /// A coordinate without country is given that of the nearest town within
    /// this distance. Judgement.
    pub const COUNTRY_OF_TOWN_KM: f32 = 60.0;
    /// A place this close to a corridor lies on it. Judgement: half the usual distance
    /// between listed towns.
    pub const CORRIDOR_KM: u16 = 75;
    /// Towns further apart are not joined to a corridor. Judgement: Chihuahua and Ciudad
    /// Juárez, the longest stretch without a listed town, are 345 km apart.
    pub const LONGEST_EDGE_KM: f32 = 350.0;
    /// On the way: the way by that place is longer by this factor at most.
    /// Judgement: roads from Tapachula to the border stations by other towns of
    /// the list measure 1.0–1.25 of the straight line.
    pub const DETOUR: f32 = 1.2;
    /// Longer ways are none: corridors apart, over the sea.
    pub const LONGEST_WAY_KM: u16 = 10_000;
    /// Shorter ways have no direction. Judgement.
    pub const SHORTEST_WAY_KM: u16 = 200;
    /// What is ahead within this distance is the next stretch of the way. Judgement: a
    /// day's journey on freight trains or buses, or several on foot.
    pub const NEXT_KM: u16 = 400;
    /// Where a way to the United States ends if no place there is named: any of these.
    pub const GATES: [&str; 8] = [
        "Brownsville",
        "Laredo",
        "Eagle Pass",
        "El Paso",
        "Nogales",
        "San Diego",
        "Miami",
        "Aguadilla",
    ];
    /// … that is not further than this many times the nearest. Judgement: from Tapachula
    /// Tijuana is 2.2 times as far as Matamoros, and many go there.
    pub const FURTHEST_GATE: f32 = 2.5;
    /// A place this close to a river is beside it. Judgement: rivers are drawn through
    /// towns 20–80 km apart, up to 10 km beside their bends.
    pub const RIVER_KM: f32 = 12.0;
    /// A named river is meant if the place lies this close to it. Judgement.
    pub const NAMED_RIVER_KM: f32 = 60.0;
    /// What is known of a river no better than this says nothing. Judgement.
    pub const LONGEST_STRETCH_KM: u16 = 300;
    /// How far a body drifts downstream until it is found. Unverified; judgement: dams
    /// and bends stop most within days, floods carry some further.
    pub const DRIFT_KM: u16 = 150;
    /// How far above the last known place a body is still found: people walk along the
    /// bank before they cross. Judgement.
    pub const UPSTREAM_KM: u16 = 20;
    /// Two living records that far apart along one river may be of one crossing.
    /// Judgement.
    pub const SAME_BANK_KM: u16 = 50;
    /// Of several towns of one name, one is meant without more if it has this
    /// many times the inhabitants of the next. Judgement.
    pub const DOMINANT_TOWN: i64 = 5;
    /// Towns of one name this close are one. Judgement.
    pub const ONE_TOWN_KM: f32 = 30.0;
    /// Shortest name, in letters, in which one wrong letter is forgiven.
    /// Judgement: among shorter names of towns many differ by one letter.
    pub const MIN_MISSPELT: usize = 5;
    /// Incidents added to each place's count before its share is taken, and to
    /// the sum: 1 of 1,040 + 100. Judgement; makes 0.0009 the least frequency.
    pub const PSEUDO_INCIDENTS: (f32, f32) = (1.0, 100.0);
}
