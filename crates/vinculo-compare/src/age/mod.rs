//! Birth date with ages: both sides become the days on which the person may
//! have been born, so an age is projected between events by itself.
//!
//! | Level | When |
//! | --- | --- |
//! | `birth_exact` | the same known day of birth |
//! | `day_month_swap` | day and month exchanged (US against Latin order) |
//! | `one_digit` | one digit or two neighbouring digits differ, or the year by one |
//! | `birth_close` | partial or conventional dates that agree, or dates within [`CLOSE_DAYS`] |
//! | `age_distinctive` … `age_far` | windows of birth of at least the likelihood ratio of [`LEAST_RATIO`] |
//! | `age_disagree` | less |
//!
//! How far an age errs depends on who tells it: declared ages are rounded to multiples of
//! five and shift across 18 in both directions; adult bones tell ten years either way, a
//! child's teeth two ([`error`]). Remains have their age at death, which lies in their
//! post-mortem interval and after the other side's last proof of life.

mod birth;
mod error;
mod likelihood;
#[cfg(test)]
mod tests;
mod wording;

use jiff::civil::Date;
use vinculo_record::{Edtf, Interval, Kind, Lang, Record};

use self::birth::{Birth, compare_births};
use self::likelihood::{likelihood_ratio, overlap_frequency};
use self::wording::{age_reason, birth_reason, days_apart, years_text};
use crate::comparison::graded;
use crate::death::{last_proof, reference};
use crate::documents::facts;
use crate::figures::age::{
    BIRTH_ERROR_DAYS, BORN_AFTER_DEATH_DAYS, LEAST_RATIO, OTHER_BIRTH_DAYS, OTHER_BIRTH_SHARE,
    PARTIAL_DAYS, UNDATED_YEARS, YEAR_DAYS,
};
use crate::span::Span;
use crate::{Comparison, Exclusion, Finding, Level};

const EXACT: u8 = 0;
const SWAP: u8 = 1;
const ONE_DIGIT: u8 = 2;
const CLOSE: u8 = 3;
const DISTINCTIVE: u8 = 4;

const LEVELS: &[Level] = &[
    Level { name: "birth_exact", es: "misma fecha de nacimiento", en: "same birth date" },
    Level { name: "day_month_swap", es: "día y mes intercambiados", en: "day and month swapped" },
    Level { name: "one_digit", es: "un dígito distinto", en: "one digit differs" },
    Level { name: "birth_close", es: "fechas compatibles", en: "compatible birth dates" },
    Level {
        name: "age_distinctive",
        es: "edad coincidente y poco común",
        en: "age agrees and is distinctive",
    },
    Level { name: "age_close", es: "edad coincidente", en: "age agrees" },
    Level { name: "age_within", es: "edad compatible", en: "age compatible" },
    Level { name: "age_possible", es: "edad posible", en: "age possible" },
    Level { name: "age_near", es: "edad cercana", en: "age near" },
    Level { name: "age_far", es: "edad alejada", en: "age apart" },
    Level { name: "age_disagree", es: "edad incompatible", en: "age disagrees" },
];

/// Compares birth dates and ages.
#[derive(Clone, Copy, Debug, Default)]
pub struct AgeComparison;

/// When a person was born, as far as the record tells.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct AgeFeature {
    kind: Kind,
    birth: Option<Birth>,
    /// Whether the birth date is what a document number says, not the record.
    from_number: bool,
    /// Age in days at `at`.
    age: Option<Span>,
    /// Standard deviation in days by which birth date or age err, beyond their width.
    error: i32,
    /// When the person had that age.
    at: Option<Span>,
    /// Of living people: the last proof of life, its earliest day.
    alive: Option<i32>,
}

impl Comparison for AgeComparison {
    type Feature = AgeFeature;

    fn name(&self) -> &'static str {
        "age"
    }

    fn code_version(&self) -> u32 {
        3
    }

    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn compile(&self, record: &Record) -> Option<AgeFeature> {
        let stated = record.identity.birth_date.as_ref().map(Birth::of);
        let from_number = stated.is_none();
        let birth = stated.or_else(|| {
            let facts = facts(&record.identity.documents)?;
            facts.birth.as_ref().map(Birth::of)
        });
        let from_number = from_number && birth.is_some();
        let vague = birth.as_ref().is_none_or(|birth| birth.soft.width() > PARTIAL_DAYS);
        let age = stated_age(record).filter(|_| vague);
        if birth.is_none() && age.is_none() {
            return None;
        }
        let alive = match record.key.kind {
            Kind::Remains => None,
            Kind::Notice | Kind::Shelter => last_proof(record).map(|span| span.from),
        };
        Some(AgeFeature {
            kind: record.key.kind,
            birth,
            from_number,
            age,
            error: if vague { error::of_age(record) } else { BIRTH_ERROR_DAYS },
            at: reference(record),
            alive,
        })
    }

    fn compare(&self, left: &AgeFeature, right: &AgeFeature) -> Option<Finding> {
        // two numbers are compared as numbers
        if left.from_number && right.from_number {
            return None;
        }
        let days = match (&left.birth, &right.birth) {
            (Some(a), Some(b)) => compare_births(a, b),
            _ => None,
        };
        let (a, b) = (left.born(right)?, right.born(left)?);
        let level = days.unwrap_or_else(|| self::level(left, right, a, b));
        let frequency = match (level, &left.birth) {
            (EXACT, Some(birth)) => Some(birth.frequency(left.age_years(right, a, b))),
            (CLOSE, _) => Some(overlap_frequency(a, b, left.age_years(right, a, b))),
            _ => None,
        };
        let frequency = frequency.map(|share| share as f32);
        Some(Finding { level, frequency, exclusion: exclusion(left, right) })
    }

    fn show(&self, record: &Record, lang: Lang) -> String {
        let birth = record.identity.birth_date.as_ref().map(|date| match lang {
            Lang::Es => format!("nac. {date}"),
            Lang::En => format!("born {date}"),
        });
        let age = record.age_at_event().map(|age| years_text(age.min(), age.max(), lang));
        birth.into_iter().chain(age).collect::<Vec<_>>().join("; ")
    }

    fn reason(
        &self,
        left: &AgeFeature,
        right: &AgeFeature,
        finding: &Finding,
        lang: Lang,
    ) -> String {
        match finding.level {
            EXACT | SWAP | ONE_DIGIT | CLOSE => {
                let mut text = birth_reason(left, right, finding.level, lang).to_owned();
                if left.from_number || right.from_number {
                    text += lang.pick(", por el número de documento", ", by the document number");
                }
                match days_apart(left, right) {
                    Some(days) if finding.level == CLOSE => {
                        format!("{text}; {days} {}", lang.pick("días de diferencia", "days apart"))
                    }
                    _ => text,
                }
            }
            _ => age_reason(left, right, lang),
        }
    }
}

impl AgeFeature {
    /// The days on which the person may have been born, in the light of what the
    /// other record says of time.
    fn born(&self, other: &Self) -> Option<Span> {
        let by_age = || {
            let (age, at) = (self.age?, self.at_beside(other)?);
            Some(Span { from: at.from - age.to, to: at.to - age.from })
        };
        let Some(birth) = &self.birth else { return by_age() };
        // a decade of birth and an age say more together, unless they contradict
        Some(by_age().and_then(|age| birth.soft.common(age)).unwrap_or(birth.soft))
    }

    fn at_beside(&self, other: &Self) -> Option<Span> {
        match (self.at, other.at) {
            (Some(at), _) if self.kind == Kind::Remains => {
                Some(other.alive.map_or(at, |day| at.not_before(day)))
            }
            (Some(at), _) => Some(at),
            (None, Some(at)) => Some(at.widened((UNDATED_YEARS * YEAR_DAYS) as i32)),
            // two ages without any date are compared as they stand
            (None, None) if other.birth.is_none() => Some(Span { from: 0, to: 0 }),
            (None, None) => None,
        }
    }

    /// The age in years at the middle of both events, from both birth windows.
    fn age_years(&self, other: &Self, a: Span, b: Span) -> f64 {
        let day = match (self.at_beside(other), other.at_beside(self)) {
            (Some(a), Some(b)) => i32::midpoint(a.middle(), b.middle()),
            (Some(at), None) | (None, Some(at)) => at.middle(),
            // birth dates alone: no age is known, so an adult of middle age
            (None, None) => return 27.0,
        };
        f64::from(day - i32::midpoint(a.middle(), b.middle())) / YEAR_DAYS
    }
}

/// The level of two windows of birth.
fn level(left: &AgeFeature, right: &AgeFeature, a: Span, b: Span) -> u8 {
    let day = |f: &AgeFeature| f.birth.as_ref().is_some_and(|birth| birth.day.is_some());
    // two birth dates that no slip explains: another date was told, if it is one person
    let (share, error) =
        if day(left) && day(right) { (OTHER_BIRTH_SHARE, OTHER_BIRTH_DAYS) } else { (1.0, 0) };
    let (x, y) = ((a, left.error.max(error)), (b, right.error.max(error)));
    let ratio = share * likelihood_ratio(x, y, || left.age_years(right, a, b));
    DISTINCTIVE + graded(ratio, &LEAST_RATIO)
}

fn exclusion(left: &AgeFeature, right: &AgeFeature) -> Option<Exclusion> {
    let (living, remains) = match (left.kind, right.kind) {
        (Kind::Remains, Kind::Remains) => return None,
        (_, Kind::Remains) => (left, right),
        (Kind::Remains, _) => (right, left),
        _ => return None,
    };
    let (birth, death) = (living.birth.as_ref()?, remains.at?);
    (birth.span.from - death.to > BORN_AFTER_DEATH_DAYS).then_some(Exclusion::BornAfterDeath)
}

/// The age in years as stated, else as declared.
fn told_years(record: &Record) -> Option<Interval> {
    let declared = || record.shelter.declared_age.and_then(|years| Interval::new(years, years));
    record.identity.age.or_else(declared)
}

/// The same in days.
fn stated_age(record: &Record) -> Option<Span> {
    told_years(record).map(age_days)
}

/// The age in days that an interval in years means: someone of 25 has not yet
/// had the 26th birthday.
fn age_days(years: Interval) -> Span {
    let whole = years.max().fract() == 0.0;
    let past_last = if whole { years.max() + 1.0 } else { years.max() };
    let to = (past_last * YEAR_DAYS) as i32 - i32::from(whole);
    Span { from: (years.min() * YEAR_DAYS).ceil() as i32, to }
}

/// The age in days at a time, from the birth date, else as stated for the time
/// to which the record's age refers.
pub(crate) fn age_at(record: &Record, at: Option<Span>) -> Option<Span> {
    if let (Some(birth), Some(at)) = (&record.identity.birth_date, at) {
        let birth = Span::of(birth);
        return Some(Span { from: at.from - birth.to, to: at.to - birth.from });
    }
    let age = stated_age(record)?;
    Some(match (at, reference(record)) {
        (Some(at), Some(stated)) if at != stated => {
            Span { from: age.from + at.from - stated.to, to: age.to + at.to - stated.from }
        }
        _ => age,
    })
}

/// Compares two texts as birth dates: EDTF, or a day as `31/12/1999` where the
/// order cannot be mistaken. `None` when one is no date, or both lie too far
/// apart in precision to compare.
pub fn compare_dates(left: &str, right: &str, lang: Lang) -> Option<(Finding, String)> {
    let feature = |text: &str| {
        let birth = Birth::of(&Edtf::parse(text).ok().or_else(|| local_day(text))?);
        Some(AgeFeature {
            kind: Kind::Notice,
            birth: Some(birth),
            from_number: false,
            age: None,
            error: BIRTH_ERROR_DAYS,
            at: None,
            alive: None,
        })
    };
    let (left, right) = (feature(left)?, feature(right)?);
    let finding = AgeComparison.compare(&left, &right)?;
    let reason = AgeComparison.reason(&left, &right, &finding, lang);
    Some((finding, reason))
}

/// `31/12/1999`, `12-31-1999`: a day whose number cannot be a month's, or is
/// the month's.
fn local_day(text: &str) -> Option<Edtf> {
    let mut parts = text.trim().split(['/', '-', '.']);
    let (a, b, year) = (parts.next()?, parts.next()?, parts.next()?);
    let number = |text: &str| text.parse::<i8>().ok().filter(|_| text.len() <= 2);
    let (a, b) = (number(a)?, number(b)?);
    let (day, month) = match (a, b) {
        (1..=12, 1..=12) if a != b => return None,
        (13.., _) => (a, b),
        _ => (b, a),
    };
    let year = year.parse().ok().filter(|_| year.len() == 4 && parts.next().is_none())?;
    Edtf::parse(&Date::new(year, month, day).ok()?.to_string()).ok()
}
