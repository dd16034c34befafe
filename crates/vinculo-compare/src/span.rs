//! Stretches of days, as the compiled features hold dates.

use jiff::civil::Date;
use vinculo_record::{Edtf, days_between};

/// The day that counts as 0.
const EPOCH: Date = Date::constant(1970, 1, 1);

/// Days from `from` to `to`, both included, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Span {
    pub from: i32,
    pub to: i32,
}

impl Span {
    /// The days that a date may mean.
    pub fn of(date: &Edtf) -> Self {
        Self { from: day_number(date.earliest()), to: day_number(date.latest()) }
    }

    /// Days between the ends; 0 for one day.
    pub const fn width(self) -> i32 {
        self.to - self.from
    }

    /// Days between two spans; 0 where they overlap.
    pub fn gap(self, other: Self) -> i32 {
        (self.from - other.to).max(other.from - self.to).max(0)
    }

    /// The days that lie in both; `None` if there are none.
    pub fn common(self, other: Self) -> Option<Self> {
        let both = Self { from: self.from.max(other.from), to: self.to.min(other.to) };
        (both.from <= both.to).then_some(both)
    }

    /// The day in the middle.
    pub const fn middle(self) -> i32 {
        i32::midpoint(self.from, self.to)
    }

    /// Both ends moved apart.
    pub const fn widened(self, days: i32) -> Self {
        Self { from: self.from - days, to: self.to + days }
    }

    /// The span without the days before `day`; at least its last day remains.
    pub fn not_before(self, day: i32) -> Self {
        Self { from: self.from.max(day).min(self.to), to: self.to }
    }
}

/// Days since 1970-01-01.
pub(crate) fn day_number(date: Date) -> i32 {
    days_between(EPOCH, date)
}

/// The day of that number, in ISO 8601; empty outside the calendar.
pub(crate) fn day_text(day: i32) -> String {
    use jiff::ToSpan;
    EPOCH.checked_add(i64::from(day).days()).map_or_else(|_| String::new(), |date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(text: &str) -> Span {
        Span::of(&Edtf::parse(text).expect("a date"))
    }

    #[test]
    fn dates_become_days_and_back() {
        assert_eq!(span("1970-01-02"), Span { from: 1, to: 1 });
        assert_eq!(span("2021-02").width(), 27);
        assert_eq!(day_text(span("2021-03-05").from), "2021-03-05");
        assert_eq!(span("2021-03-05").gap(span("2021-03")), 0);
        assert_eq!(span("2021-03").gap(span("2021-05-02")), 32);
        assert_eq!(span("2021-05-02").gap(span("2021-03")), 32);
    }

    #[test]
    fn open_dates_do_not_overflow() {
        let open = span("../2021-03-05");
        assert_eq!(open.not_before(100).from, 100);
        assert!(open.widened(10_957).from < -4_000_000);
    }
}
