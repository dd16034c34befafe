//! How far an age errs, beyond the years that it states.

use vinculo_record::vocab::Condition;
use vinculo_record::{Interval, Kind, Record};

use super::told_years;
use crate::figures::age::{
    ADULT_BODY_SD, ADULT_BONE_SD, ADULT_YEARS, CHILD_BODY_SD, CHILD_SD, DECLARED_SD, HEAP_YEARS,
    HEAPED_SD, NEAR_MAJORITY, NEAR_MAJORITY_SD, YEAR_DAYS,
};

/// Standard deviation in days of the record's age; what its own width says is left out.
pub(super) fn of_age(record: &Record) -> i32 {
    let Some(age) = told_years(record) else { return 0 };
    let years = match record.key.kind {
        Kind::Remains => {
            let stated = (age.max() - age.min()) / 12.0_f64.sqrt();
            let least = of_body(record, f64::midpoint(age.min(), age.max()));
            (least * least - stated * stated).max(0.0).sqrt()
        }
        Kind::Notice | Kind::Shelter => of_the_living(age),
    };
    (years * YEAR_DAYS) as i32
}

/// The least standard deviation of an age by examination, in years.
fn of_body(record: &Record, age: f64) -> f64 {
    let fleshed =
        matches!(record.remains.condition, Some(Condition::Fresh | Condition::EarlyDecomposition));
    match fleshed {
        _ if age < ADULT_YEARS => CHILD_BODY_SD,
        true => ADULT_BODY_SD,
        false => ADULT_BONE_SD,
    }
}

/// That of an age as it is declared or told, in years.
fn of_the_living(age: Interval) -> f64 {
    let heaped = age.min() >= ADULT_YEARS && age.min() % HEAP_YEARS == 0.0;
    if age.max() < NEAR_MAJORITY.0 {
        CHILD_SD
    } else if age.max() > age.min() {
        DECLARED_SD
    } else if age.min() >= NEAR_MAJORITY.0 && age.min() <= NEAR_MAJORITY.1 {
        NEAR_MAJORITY_SD
    } else if heaped {
        HEAPED_SD
    } else {
        DECLARED_SD
    }
}
