//! Birth date with ages: both sides become the days on which the person may
//! have been born, so an age is projected between events by itself.
//!
//! | Level | When |
//! | --- | --- |
//! | `birth_exact` | the same known day of birth |
//! | `day_month_swap` | day and month exchanged (US against Latin order) |
//! | `one_digit` | one digit or two neighbouring digits differ, or the year by one |
//! | `birth_close` | partial or conventional dates that agree, or dates within [`CLOSE_DAYS`] |
//! | `age_within` | the windows of birth overlap |
//! | `age_near` | apart by [`NEAR_YEARS`] years, or a tenth of an adult's age |
//! | `age_far` | apart by [`FAR_YEARS`] years |
//! | `age_disagree` | further apart |
//!
//! Remains have their age at death, which lies in their post-mortem interval and
//! after the other side's last proof of life. An overlap weighs by its width: its
//! frequency is the share of people whose window would overlap too.

use jiff::civil::Date;
use vinculo_record::{Edtf, Interval, Kind, Lang, Record};

use crate::death::{last_proof, reference};
use crate::documents::facts;
use crate::figures::age::{
    ADULT_YEARS, BORN_AFTER_DEATH_DAYS, CLOSE_DAYS, CONVENTIONAL_DAY_SHARE, DISTRIBUTION,
    FAR_YEARS, MIN_FREQUENCY, NEAR_SHARE, NEAR_YEARS, NEW_YEAR_SHARE, PARTIAL_DAYS, UNDATED_YEARS,
    YEAR_DAYS,
};
use crate::span::Span;
use crate::{Comparison, Exclusion, Finding, Level};

const EXACT: u8 = 0;
const SWAP: u8 = 1;
const ONE_DIGIT: u8 = 2;
const CLOSE: u8 = 3;
const WITHIN: u8 = 4;
const NEAR: u8 = 5;
const FAR: u8 = 6;
const DISAGREE: u8 = 7;

const LEVELS: &[Level] = &[
    Level { name: "birth_exact", es: "misma fecha de nacimiento", en: "same birth date" },
    Level { name: "day_month_swap", es: "día y mes intercambiados", en: "day and month swapped" },
    Level { name: "one_digit", es: "un dígito distinto", en: "one digit differs" },
    Level { name: "birth_close", es: "fechas compatibles", en: "compatible birth dates" },
    Level { name: "age_within", es: "edad compatible", en: "age compatible" },
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
    /// When the person had that age.
    at: Option<Span>,
    /// Of living people: the last proof of life, its earliest day.
    alive: Option<i32>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Birth {
    span: Span,
    /// The known day.
    day: Option<Ymd>,
    /// `span`, widened to the year or month for which a conventional day stands.
    soft: Span,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Ymd {
    year: i16,
    month: i8,
    day: i8,
}

impl Comparison for AgeComparison {
    type Feature = AgeFeature;

    fn name(&self) -> &'static str {
        "age"
    }

    fn code_version(&self) -> u32 {
        2
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
        let level = days.unwrap_or_else(|| level_of_gap(a, b, left.age_years(right, a, b)));
        let frequency = match (level, &left.birth) {
            (EXACT, Some(birth)) => birth.frequency(left.age_years(right, a, b)),
            (CLOSE | WITHIN, _) => overlap_frequency(a, b, left.age_years(right, a, b)),
            _ => {
                return Some(Finding {
                    exclusion: exclusion(left, right),
                    ..Finding::level(level)
                });
            }
        };
        Some(Finding {
            exclusion: exclusion(left, right),
            ..Finding::with_frequency(level, frequency as f32)
        })
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

impl Birth {
    fn of(date: &Edtf) -> Self {
        let span = Span::of(date);
        let day = date.is_exact_day().then(|| Ymd::of(date.stated().0));
        let soft = match day {
            Some(Ymd { year, month: 1, day: 1 }) => whole_year(year),
            Some(Ymd { year, month, day: 1 | 15 }) => whole_month(year, month),
            _ => None,
        };
        Self { span, day, soft: soft.unwrap_or(span) }
    }

    /// How many people of about that age have this very day in their record.
    fn frequency(&self, age: f64) -> f64 {
        let in_year = share_between(age - 0.5, age + 0.5);
        let share = match self.day {
            Some(Ymd { month: 1, day: 1, .. }) => NEW_YEAR_SHARE,
            Some(Ymd { day: 1 | 15, .. }) => CONVENTIONAL_DAY_SHARE / 12.0,
            _ => 1.0 / YEAR_DAYS,
        };
        (in_year * share).max(MIN_FREQUENCY)
    }
}

impl Ymd {
    fn of(date: Date) -> Self {
        Self { year: date.year(), month: date.month(), day: date.day() }
    }

    fn is_swap_of(self, other: Self) -> bool {
        self.year == other.year && (self.month, self.day) == (other.day, other.month)
    }

    /// Whether a single slip of the hand makes one of the other.
    fn is_one_slip_from(self, other: Self) -> bool {
        let near_year = (self.year - other.year).abs() == 1;
        if near_year && (self.month, self.day) == (other.month, other.day) {
            return true;
        }
        let (a, b) = (self.digits(), other.digits());
        let mut differing = (0..8).filter(|i| a[*i] != b[*i]);
        match (differing.next(), differing.next(), differing.next()) {
            (Some(_), None, _) => true,
            (Some(i), Some(j), None) => j == i + 1 && a[i] == b[j] && a[j] == b[i],
            _ => false,
        }
    }

    fn digits(self) -> [u8; 8] {
        let mut rest = u32::from(self.year.unsigned_abs()) * 10_000
            + self.month as u32 * 100
            + self.day as u32;
        let mut digits = [0; 8];
        for digit in digits.iter_mut().rev() {
            *digit = (rest % 10) as u8;
            rest /= 10;
        }
        digits
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

/// The level of two birth dates; `None` where only ages are left to compare.
fn compare_births(a: &Birth, b: &Birth) -> Option<u8> {
    if let (Some(x), Some(y)) = (a.day, b.day) {
        if x == y {
            return Some(EXACT);
        }
        if x.is_swap_of(y) {
            return Some(SWAP);
        }
        if x.is_one_slip_from(y) {
            return Some(ONE_DIGIT);
        }
        if a.span.gap(b.span) <= CLOSE_DAYS {
            return Some(CLOSE);
        }
    }
    let partial = a.soft.width() <= PARTIAL_DAYS && b.soft.width() <= PARTIAL_DAYS;
    (partial && a.soft.gap(b.soft) == 0).then_some(CLOSE)
}

fn level_of_gap(a: Span, b: Span, age: f64) -> u8 {
    let gap = f64::from(a.gap(b)) / YEAR_DAYS;
    let near = if age >= ADULT_YEARS { NEAR_YEARS.max(age * NEAR_SHARE) } else { NEAR_YEARS };
    match gap {
        gap if gap <= 0.0 => WITHIN,
        gap if gap <= near => NEAR,
        gap if gap <= FAR_YEARS => FAR,
        _ => DISAGREE,
    }
}

/// The share of people whose window, as wide as one of these, would overlap the
/// other.
fn overlap_frequency(a: Span, b: Span, age: f64) -> f64 {
    let reach = (f64::from(a.width()) + f64::from(b.width())) / 2.0 / YEAR_DAYS;
    let reach = reach.max(f64::from(CLOSE_DAYS) / YEAR_DAYS);
    share_between(age - reach, age + reach).max(MIN_FREQUENCY)
}

/// The share of people between two ages in years.
fn share_between(from: f64, to: f64) -> f64 {
    share_below(to) - share_below(from)
}

fn share_below(age: f64) -> f64 {
    let next = DISTRIBUTION.iter().position(|(at, _)| *at >= age);
    match next {
        None => 1.0,
        Some(0) => 0.0,
        Some(i) => {
            let ((x0, y0), (x1, y1)) = (DISTRIBUTION[i - 1], DISTRIBUTION[i]);
            y0 + (y1 - y0) * (age - x0) / (x1 - x0)
        }
    }
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

/// The age in days as stated, else as declared.
fn stated_age(record: &Record) -> Option<Span> {
    let declared = || record.shelter.declared_age.and_then(|years| Interval::new(years, years));
    record.identity.age.or_else(declared).map(age_days)
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

fn whole_year(year: i16) -> Option<Span> {
    Edtf::parse(&format!("{year:04}")).ok().map(|date| Span::of(&date))
}

fn whole_month(year: i16, month: i8) -> Option<Span> {
    Edtf::parse(&format!("{year:04}-{month:02}")).ok().map(|date| Span::of(&date))
}

fn birth_reason(left: &AgeFeature, right: &AgeFeature, level: u8, lang: Lang) -> &'static str {
    let conventional =
        |f: &AgeFeature| f.birth.as_ref().is_some_and(|b| b.day.is_some() && b.soft != b.span);
    let conventional = conventional(left) || conventional(right);
    match (level, conventional) {
        (EXACT, false) => lang.pick("misma fecha de nacimiento", "same birth date"),
        (EXACT, true) => lang.pick(
            "misma fecha de nacimiento, de las que se escriben cuando no se conoce",
            "same birth date, one of those written when it is not known",
        ),
        (SWAP, _) => lang.pick(
            "fechas de nacimiento iguales con día y mes intercambiados",
            "same birth date with day and month swapped",
        ),
        (ONE_DIGIT, _) => lang.pick(
            "fechas de nacimiento que un solo error de escritura distingue",
            "birth dates that one typing error sets apart",
        ),
        (_, false) => lang.pick(
            "fechas de nacimiento parciales o cercanas que concuerdan",
            "partial or close birth dates that agree",
        ),
        (_, true) => lang.pick(
            "fechas de nacimiento que concuerdan si una es convencional",
            "birth dates that agree if one stands for an unknown day",
        ),
    }
}

/// Days between two known days of birth.
fn days_apart(left: &AgeFeature, right: &AgeFeature) -> Option<i32> {
    let (a, b) = (left.birth.as_ref()?, right.birth.as_ref()?);
    (a.day.is_some() && b.day.is_some()).then(|| a.span.gap(b.span))
}

fn age_reason(left: &AgeFeature, right: &AgeFeature, lang: Lang) -> String {
    let (Some(a), Some(b)) = (left.born(right), right.born(left)) else { return String::new() };
    let at = right.at_beside(left).or_else(|| left.at_beside(right)).map(Span::middle);
    let gap = f64::from(a.gap(b)) / YEAR_DAYS;
    let apart = match (gap, lang) {
        (gap, _) if gap <= 0.0 => String::new(),
        (gap, Lang::Es) => format!("; diferencia de {gap:.1} años"),
        (gap, Lang::En) => format!("; {gap:.1} years apart"),
    };
    let Some(at) = at else {
        return match lang {
            Lang::Es => format!("años de nacimiento distintos{apart}"),
            Lang::En => format!("different years of birth{apart}"),
        };
    };
    let years = |days: i32| (f64::from(days) / YEAR_DAYS).max(0.0);
    let projected = |born: Span| years_text(years(at - born.to), years(at - born.from), lang);
    let stated = match right.age.filter(|_| right.birth.is_none()) {
        Some(age) => years_text(years(age.from), years(age.to), lang),
        None => projected(b),
    };
    let projected = projected(a);
    match lang {
        Lang::Es => {
            format!("tendría {projected} en la fecha del otro registro, que indica {stated}{apart}")
        }
        Lang::En => {
            format!("would be {projected} at the other record's date, which says {stated}{apart}")
        }
    }
}

fn years_text(min: f64, max: f64, lang: Lang) -> String {
    let (min, max) = (min.floor() as i64, max.floor() as i64);
    let unit = lang.pick("años", "years");
    if min == max { format!("{min} {unit}") } else { format!("{min}–{max} {unit}") }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{finding, level_name, record};

    fn check(
        left: (Kind, &[(&str, &str)]),
        right: (Kind, &[(&str, &str)]),
        expected: Option<&str>,
    ) {
        let (l, r) = (record(left.0, left.1), record(right.0, right.1));
        assert_eq!(level_name(&AgeComparison, &l, &r), expected, "{left:?} {right:?}");
        assert_eq!(level_name(&AgeComparison, &r, &l), expected, "swapped {left:?} {right:?}");
    }

    #[test]
    fn birth_dates() {
        use Kind::{Notice, Shelter};
        let cases: &[(&str, &str, &str)] = &[
            ("1999-05-03", "1999-05-03", "birth_exact"),
            ("2008-01-01", "2008-01-01", "birth_exact"),
            ("1999-05-03", "1999-03-05", "day_month_swap"),
            ("1999-05-03", "1999-05-08", "one_digit"),
            ("1999-05-03", "1989-05-03", "one_digit"),
            ("1999-05-03", "2000-05-03", "one_digit"),
            ("1978-05-03", "1987-05-03", "one_digit"),
            ("1999-05-03", "1999-05-22", "birth_close"),
            ("1999-05-30", "1999-06-11", "birth_close"),
            ("1999-05-03", "1999", "birth_close"),
            ("1999-05", "1999-05-XX", "birth_close"),
            ("2008-01-01", "2008-09-23", "birth_close"),
            ("2008-06-15", "2008-06-28", "birth_close"),
            ("199X", "1999-05-23", "age_within"),
            ("1999-05-03", "1999-11-21", "age_near"),
            ("1999-05-03", "2002-11-21", "age_far"),
            ("1999-05-03", "2012-11-21", "age_disagree"),
        ];
        for (a, b, expected) in cases {
            check(
                (Notice, &[("birth_date", a), ("event_date", "2020-02-01")]),
                (Shelter, &[("birth_date", b), ("event_date", "2020-08-01")]),
                Some(expected),
            );
        }
    }

    #[test]
    fn ages_are_projected_between_events() {
        use Kind::{Notice, Remains, Shelter};
        let nine: &[(&str, &str)] =
            &[("age_min", "9"), ("age_max", "9"), ("event_date", "2019-06-10")];
        // lost at nine two years ago: an intake as a child of eleven
        check(
            (Notice, nine),
            (Shelter, &[("declared_age", "11"), ("event_date", "2021-06-20")]),
            Some("age_within"),
        );
        check(
            (Notice, nine),
            (Shelter, &[("declared_age", "9"), ("event_date", "2022-12-20")]),
            Some("age_far"),
        );
        // and remains dead for two years as a child of nine
        check(
            (Notice, nine),
            (
                Remains,
                &[
                    ("age_min", "8"),
                    ("age_max", "10"),
                    ("event_date", "2021-06-20"),
                    ("pmi_days_min", "650"),
                    ("pmi_days_max", "760"),
                ],
            ),
            Some("age_within"),
        );
        check(
            (Notice, nine),
            (
                Remains,
                &[
                    ("age_min", "15"),
                    ("age_max", "17"),
                    ("event_date", "2021-06-20"),
                    ("condition", "fresh"),
                ],
            ),
            Some("age_far"),
        );
        // birth date against the bone age of an adult
        let born: &[(&str, &str)] = &[("birth_date", "1985-04-17"), ("event_date", "2018-03-01")];
        check(
            (Notice, born),
            (
                Remains,
                &[
                    ("age_min", "25"),
                    ("age_max", "40"),
                    ("event_date", "2019-07-01"),
                    ("condition", "skeletal-complete"),
                ],
            ),
            Some("age_within"),
        );
        check(
            (Notice, born),
            (
                Remains,
                &[
                    ("age_min", "36"),
                    ("age_max", "45"),
                    ("event_date", "2019-07-01"),
                    ("condition", "fresh"),
                ],
            ),
            Some("age_near"),
        );
        check(
            (Notice, born),
            (
                Remains,
                &[
                    ("age_min", "50"),
                    ("age_max", "65"),
                    ("event_date", "2019-07-01"),
                    ("condition", "fresh"),
                ],
            ),
            Some("age_disagree"),
        );
        check((Notice, born), (Remains, &[("sex", "male")]), None);
        // a decade of birth, narrowed by the age
        let decade: &[(&str, &str)] = &[
            ("birth_date", "198X"),
            ("age_min", "30"),
            ("age_max", "32"),
            ("event_date", "2018-03-01"),
        ];
        check(
            (Notice, decade),
            (Shelter, &[("birth_date", "1982-08-20"), ("event_date", "2018-07-01")]),
            Some("age_near"),
        );
        check(
            (Notice, decade),
            (Shelter, &[("birth_date", "1986-08-20"), ("event_date", "2018-07-01")]),
            Some("age_within"),
        );
    }

    #[test]
    fn missing_event_dates_widen_and_do_not_refuse() {
        use Kind::{Notice, Remains};
        check(
            (Notice, &[("age_min", "30"), ("age_max", "30")]),
            (Remains, &[("age_min", "25"), ("age_max", "35")]),
            Some("age_within"),
        );
        check(
            (Notice, &[("age_min", "30"), ("age_max", "30"), ("event_date", "2019-07-01")]),
            (Remains, &[("age_min", "33"), ("age_max", "38")]),
            Some("age_within"),
        );
        check(
            (Notice, &[("birth_date", "1980-02-11")]),
            (Remains, &[("age_min", "33"), ("age_max", "38")]),
            None,
        );
    }

    #[test]
    fn narrow_windows_are_rarer_than_wide_ones() {
        let notice =
            record(Kind::Notice, &[("birth_date", "1990-05-20"), ("event_date", "2020-01-05")]);
        let remains = |min: &str, max: &str| {
            let r = record(
                Kind::Remains,
                &[
                    ("age_min", min),
                    ("age_max", max),
                    ("event_date", "2020-03-01"),
                    ("condition", "fresh"),
                ],
            );
            finding(&AgeComparison, &notice, &r).and_then(|f| f.frequency).expect("a frequency")
        };
        let (narrow, wide) = (remains("28", "30"), remains("18", "60"));
        assert!(narrow < 0.12 && wide > 0.6, "{narrow} {wide}");
        let old =
            record(Kind::Notice, &[("birth_date", "1950-05-20"), ("event_date", "2020-01-05")]);
        let exact =
            finding(&AgeComparison, &old, &old).and_then(|f| f.frequency).expect("a frequency");
        assert!(exact < 0.0001, "{exact}");
    }

    #[test]
    fn birth_after_death_excludes_beyond_a_year() {
        let remains = record(
            Kind::Remains,
            &[
                ("age_min", "1"),
                ("age_max", "3"),
                ("event_date", "2015-02-01"),
                ("condition", "fresh"),
            ],
        );
        for (birth, excluded) in [("2015-09-03", false), ("2016-09-03", true), ("2016~", false)] {
            let notice =
                record(Kind::Notice, &[("birth_date", birth), ("event_date", "2020-02-01")]);
            for (l, r) in [(&notice, &remains), (&remains, &notice)] {
                let found = finding(&AgeComparison, l, r).expect("comparable");
                assert_eq!(found.exclusion.is_some(), excluded, "{birth}");
            }
        }
    }

    #[test]
    fn reasons_name_ages_at_one_date() {
        let notice =
            record(Kind::Notice, &[("birth_date", "1985-04-17"), ("event_date", "2018-03-01")]);
        let remains = record(
            Kind::Remains,
            &[
                ("age_min", "40"),
                ("age_max", "45"),
                ("event_date", "2019-07-01"),
                ("condition", "fresh"),
            ],
        );
        let (l, r) =
            (AgeComparison.compile(&notice).unwrap(), AgeComparison.compile(&remains).unwrap());
        let found = AgeComparison.compare(&l, &r).unwrap();
        let reason = AgeComparison.reason(&l, &r, &found, Lang::En);
        assert!(
            reason.contains("34 years")
                && reason.contains("40–45 years")
                && reason.contains("apart"),
            "{reason}"
        );
    }

    #[test]
    fn free_texts() {
        let level =
            |a, b| compare_dates(a, b, Lang::Es).map(|(f, _)| LEVELS[f.level as usize].name);
        assert_eq!(level("1999-05-03", "1999-03-05"), Some("day_month_swap"));
        assert_eq!(level("1999", "2015-03-05"), Some("age_disagree"));
        let (_, reason) = compare_dates("1999-05-03", "1999-05-22", Lang::En).expect("dates");
        assert!(reason.ends_with("; 19 days apart"), "{reason}");
        assert_eq!(level("ayer", "2015-03-05"), None);
        assert_eq!(level("31/12/1999", "1999-12-31"), Some("birth_exact"));
        assert_eq!(level("12-31-1999", "05.05.1999"), Some("age_near"));
        assert_eq!(level("03/05/1999", "1999-05-03"), None, "March or May");
        assert_eq!(level("31/31/1999", "1999-05-03"), None);
    }

    #[test]
    fn a_number_says_the_birth_date_beside_a_record_that_states_it() {
        let of = |cells: &[(&str, &str)]| record(Kind::Notice, cells);
        let curp = of(&[("document_numbers", "CURP:GAPA900515HDFRRL08")]);
        let slip = of(&[("document_numbers", "CURP:GAPA900515HDFRRL09")]);
        let both = [("document_numbers", "CURP:GAPA900515HDFRRL08"), ("birth_date", "1981-02-03")];
        let dni = of(&[("document_numbers", "DNI:0801-1990-12345")]);
        let born = |date: &str| of(&[("birth_date", date)]);
        for (left, right, expected) in [
            (&curp, &born("1990-05-15"), Some("birth_exact")),
            (&curp, &born("1990-05-16"), Some("one_digit")),
            (&curp, &born("1990-05"), Some("birth_close")),
            (&curp, &born("1965-01-20"), Some("age_disagree")),
            (&dni, &born("1990-05-15"), Some("birth_close")),
            (&slip, &born("1990-05-15"), None),
            // what the record states counts, not its number
            (&of(&both), &born("1981-02-03"), Some("birth_exact")),
            (&of(&both), &curp, Some("age_disagree")),
            (&curp, &curp, None),
        ] {
            assert_eq!(level_name(&AgeComparison, left, right), expected);
            assert_eq!(level_name(&AgeComparison, right, left), expected);
        }
    }

    proptest! {
        #[test]
        fn symmetric_and_total(a in "(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]", b in "(19|20)[0-9]{2}(-[01][0-9])?[~?]?",
            min in 0u8..120, width in 0u8..60, found in "(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]") {
            let max = (min + width).min(120).to_string();
            let l = record(Kind::Notice, &[("birth_date", &a), ("event_date", &b)]);
            let r = record(Kind::Remains, &[("age_min", &min.to_string()), ("age_max", &max), ("event_date", &found)]);
            for (x, y) in [(&l, &r), (&l, &l), (&r, &r)] {
                prop_assert_eq!(finding(&AgeComparison, x, y), finding(&AgeComparison, y, x));
                if let Some(f) = finding(&AgeComparison, x, y).and_then(|f| f.frequency) {
                    prop_assert!(f > 0.0 && f <= 1.0);
                }
            }
        }

        #[test]
        fn arbitrary_text_never_panics(a in "\\PC{0,24}", b in "\\PC{0,24}") {
            let _ = compare_dates(&a, &b, Lang::Es);
        }
    }
}
