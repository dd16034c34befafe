//! Birth dates: exchanged, mistyped, partial, conventional.

use jiff::civil::Date;
use vinculo_record::Edtf;

use super::likelihood::share_between;
use super::{CLOSE, EXACT, ONE_DIGIT, SWAP};
use crate::figures::age::{
    CLOSE_DAYS, CONVENTIONAL_DAY_SHARE, MIN_FREQUENCY, NEW_YEAR_SHARE, PARTIAL_DAYS, YEAR_DAYS,
};
use crate::span::Span;

/// When a person was born, as a birth date tells.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Birth {
    pub span: Span,
    /// The known day.
    pub day: Option<Ymd>,
    /// `span`, widened to the year or month for which a conventional day stands.
    pub soft: Span,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Ymd {
    year: i16,
    month: i8,
    day: i8,
    /// Of year, month and day.
    digits: [u8; 8],
}

impl Birth {
    pub fn of(date: &Edtf) -> Self {
        let span = Span::of(date);
        let day = date.is_exact_day().then(|| Ymd::of(date.stated().0));
        let soft = match day {
            Some(Ymd { year, month: 1, day: 1, .. }) => whole_year(year),
            Some(Ymd { year, month, day: 1 | 15, .. }) => whole_month(year, month),
            _ => None,
        };
        Self { span, day, soft: soft.unwrap_or(span) }
    }

    /// How many people of about that age have this very day in their record.
    pub fn frequency(&self, age: f64) -> f64 {
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
        let (year, month, day) = (date.year(), date.month(), date.day());
        Self { year, month, day, digits: digits(year, month, day) }
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
        let (a, b) = (self.digits, other.digits);
        let apart = u64::from_le_bytes(a) ^ u64::from_le_bytes(b);
        // nothing differs but the sign of the year, or more than two neighbours do
        if apart == 0 || apart >> (apart.trailing_zeros() / 8 * 8) > 0xFFFF {
            return false;
        }
        let mut differing = (0..8).filter(|i| a[*i] != b[*i]);
        match (differing.next(), differing.next(), differing.next()) {
            (Some(_), None, _) => true,
            (Some(i), Some(j), None) => j == i + 1 && a[i] == b[j] && a[j] == b[i],
            _ => false,
        }
    }
}

fn digits(year: i16, month: i8, day: i8) -> [u8; 8] {
    let mut rest = u32::from(year.unsigned_abs()) * 10_000 + month as u32 * 100 + day as u32;
    let mut digits = [0; 8];
    for digit in digits.iter_mut().rev() {
        *digit = (rest % 10) as u8;
        rest /= 10;
    }
    digits
}

/// The level of two birth dates; `None` where only ages are left to compare.
pub(super) fn compare_births(a: &Birth, b: &Birth) -> Option<u8> {
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

fn whole_year(year: i16) -> Option<Span> {
    Edtf::parse(&format!("{year:04}")).ok().map(|date| Span::of(&date))
}

fn whole_month(year: i16, month: i8) -> Option<Span> {
    Edtf::parse(&format!("{year:04}-{month:02}")).ok().map(|date| Span::of(&date))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two digits that differ are found to be neighbours or not as by looking at each.
    #[test]
    fn one_slip_is_what_looking_at_each_digit_finds() {
        let days = |year: i16| {
            (1..=12).flat_map(move |month| {
                (1..=28).map(move |day| Ymd { year, month, day, digits: digits(year, month, day) })
            })
        };
        let plain = |a: Ymd, b: Ymd| {
            let at: Vec<usize> = (0..8).filter(|i| a.digits[*i] != b.digits[*i]).collect();
            let turned = |i: usize, j: usize| {
                j == i + 1 && (a.digits[i], a.digits[j]) == (b.digits[j], b.digits[i])
            };
            let near_year = (a.year - b.year).abs() == 1 && (a.month, a.day) == (b.month, b.day);
            near_year || at.len() == 1 || (at.len() == 2 && turned(at[0], at[1]))
        };
        for a in days(1989) {
            for b in days(1989).chain(days(1998)).chain(days(1990)).chain(days(1929)) {
                assert_eq!(a.is_one_slip_from(b), plain(a, b), "{:?} {:?}", a.digits, b.digits);
            }
        }
    }
}
