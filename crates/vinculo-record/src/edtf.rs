//! Dates as uncertain as they are: Extended Date/Time Format, level 1.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;

/// How far a qualifier widens a date on each side, in days, by the precision of
/// the date. Judgement: "about the 5th" spans weeks, "about 2021" years.
/// Wider values make fewer date disagreements and weaker agreements.
const WIDENING_DAYS: [(Precision, i32); 3] =
    [(Precision::Day, 15), (Precision::Month, 60), (Precision::Year, 730)];

/// The years that a date may lie in; outside them a cell is a typing error.
const YEARS: std::ops::RangeInclusive<i16> = 1850..=2200;

/// Longest text that is read as a date, in bytes: two qualified dates and a `/`.
const MAX_TEXT_BYTES: usize = 32;

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EdtfError {
    /// Not of the form of a date.
    #[error(
        "date must be EDTF level 1, for example 2021-03-05, 2021-03, 2021-03-XX, 2021~ or 2021-03/2021-05"
    )]
    Form,
    /// Of the form of a date, but not in the calendar.
    #[error("no such day in the calendar")]
    Calendar,
    /// An interval that ends before it begins.
    #[error("the interval ends before it begins")]
    Order,
    /// A year outside 1850–2200.
    #[error("the year must lie between 1850 and 2200")]
    Year,
}

/// How precisely a date is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// A day of the calendar.
    Day,
    /// A month (or a season, or a month with unknown day).
    Month,
    /// A year or more.
    Year,
}

/// An EDTF level 1 date or interval of dates: a civil date at the place of the
/// event, as an interval of days with its text form.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Edtf {
    text: String,
    stated: (Date, Date),
    widened: (Date, Date),
    precision: Precision,
    qualified: bool,
}

impl Edtf {
    /// Reads EDTF level 1.
    ///
    /// # Errors
    /// When the text has another form, names no day of the calendar, or lies
    /// outside the years 1850 to 2200.
    ///
    /// ```
    /// use vinculo_record::Edtf;
    /// let date = Edtf::parse("2021-02-XX").unwrap();
    /// assert_eq!(date.latest().to_string(), "2021-02-28");
    /// assert!(Edtf::parse("2021-02-30").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, EdtfError> {
        let text = text.trim();
        if text.len() > MAX_TEXT_BYTES || !text.is_ascii() {
            return Err(EdtfError::Form);
        }
        match text.split_once('/') {
            Some((from, to)) => Self::interval(text, from, to),
            None => {
                let part = Part::parse(text)?;
                Ok(Self {
                    text: text.to_owned(),
                    stated: part.stated,
                    widened: part.widened(),
                    precision: part.precision,
                    qualified: part.qualified,
                })
            }
        }
    }

    /// The date of one known day.
    pub fn day(date: Date) -> Self {
        Self {
            text: date.to_string(),
            stated: (date, date),
            widened: (date, date),
            precision: Precision::Day,
            qualified: false,
        }
    }

    fn interval(text: &str, from: &str, to: &str) -> Result<Self, EdtfError> {
        let open = |text: &str| text.is_empty() || text == "..";
        let from = if open(from) { None } else { Some(Part::parse(from)?) };
        let to = if open(to) { None } else { Some(Part::parse(to)?) };
        let first = |p: &Option<Part>, f: fn(&Part) -> Date| p.as_ref().map_or(Date::MIN, f);
        let last = |p: &Option<Part>, f: fn(&Part) -> Date| p.as_ref().map_or(Date::MAX, f);
        if from.is_none() && to.is_none() {
            return Err(EdtfError::Form);
        }
        let stated = (first(&from, |p| p.stated.0), last(&to, |p| p.stated.1));
        if stated.0 > stated.1 {
            return Err(EdtfError::Order);
        }
        let parts = || from.iter().chain(to.iter());
        Ok(Self {
            text: text.to_owned(),
            stated,
            widened: (first(&from, |p| p.widened().0), last(&to, |p| p.widened().1)),
            precision: parts().map(|p| p.precision).max().unwrap_or(Precision::Year),
            qualified: parts().any(|p| p.qualified),
        })
    }

    /// The first day that the date may mean; [`Date::MIN`] where it is open.
    pub fn earliest(&self) -> Date {
        self.widened.0
    }

    /// The last day that the date may mean; [`Date::MAX`] where it is open.
    pub fn latest(&self) -> Date {
        self.widened.1
    }

    /// First and last day as written, without the widening by `~` and `?`.
    pub fn stated(&self) -> (Date, Date) {
        self.stated
    }

    /// How precisely it is given; of an interval, its coarser end.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// Whether it carries `~`, `?` or `%`.
    pub fn is_qualified(&self) -> bool {
        self.qualified
    }

    /// Whether it is one known day without doubt.
    pub fn is_exact_day(&self) -> bool {
        self.stated.0 == self.stated.1 && !self.qualified
    }

    /// The canonical text, as it parses back.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Edtf(withheld)")
    }
}

struct Part {
    stated: (Date, Date),
    precision: Precision,
    qualified: bool,
}

impl Part {
    fn parse(text: &str) -> Result<Self, EdtfError> {
        let bare = text.strip_suffix(['~', '?', '%']);
        let qualified = bare.is_some();
        let mut fields = bare.unwrap_or(text).split('-');
        let year = fields.next().unwrap_or_default();
        let (month, day) = (fields.next(), fields.next());
        if fields.next().is_some() {
            return Err(EdtfError::Form);
        }
        let years = unspecified_years(year)?;
        let (stated, precision) = match (month, day) {
            (None, None) => (whole_years(years)?, Precision::Year),
            (Some("XX"), None | Some("XX")) => (whole_years(years)?, Precision::Year),
            (Some(month), day) => {
                if years.0 != years.1 {
                    return Err(EdtfError::Form);
                }
                within_year(years.0, number(month)?, day)?
            }
            (None, Some(_)) => return Err(EdtfError::Form),
        };
        Ok(Self { stated, precision, qualified })
    }

    fn widened(&self) -> (Date, Date) {
        if !self.qualified {
            return self.stated;
        }
        let days = WIDENING_DAYS
            .iter()
            .find(|(precision, _)| *precision == self.precision)
            .map_or(0, |(_, days)| *days);
        (self.stated.0.saturating_sub(days.days()), self.stated.1.saturating_add(days.days()))
    }
}

/// `2021`, `202X` or `20XX` as first and last year.
fn unspecified_years(text: &str) -> Result<(i16, i16), EdtfError> {
    if text.len() != 4 {
        return Err(EdtfError::Form);
    }
    let known = text.trim_end_matches('X');
    if known.len() < 2 || !known.bytes().all(|b| b.is_ascii_digit()) {
        return Err(EdtfError::Form);
    }
    let unknown = 4 - known.len();
    let first: i16 = number::<i16>(known)? * 10_i16.pow(unknown as u32);
    let last = first + 10_i16.pow(unknown as u32) - 1;
    if !YEARS.contains(&first) && !YEARS.contains(&last) {
        return Err(EdtfError::Year);
    }
    Ok((first, last))
}

fn whole_years((first, last): (i16, i16)) -> Result<(Date, Date), EdtfError> {
    Ok((date(first, 1, 1)?, date(last, 12, 31)?))
}

fn within_year(
    year: i16,
    month: i8,
    day: Option<&str>,
) -> Result<((Date, Date), Precision), EdtfError> {
    match day {
        // seasons of the northern hemisphere: 21 spring … 24 winter
        None if (21..=24).contains(&month) => {
            let first_month = 3 + 3 * (month - 21);
            let first = date(year, first_month, 1)?;
            Ok((
                (first, first.saturating_add(3.months()).saturating_sub(1.day())),
                Precision::Month,
            ))
        }
        None | Some("XX") => {
            let first = date(year, month, 1)?;
            Ok(((first, first.last_of_month()), Precision::Month))
        }
        Some(day) => {
            let day = date(year, month, number(day)?)?;
            Ok(((day, day), Precision::Day))
        }
    }
}

fn date(year: i16, month: i8, day: i8) -> Result<Date, EdtfError> {
    Date::new(year, month, day).map_err(|_| EdtfError::Calendar)
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, EdtfError> {
    if !(2..=4).contains(&text.len()) || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(EdtfError::Form);
    }
    text.parse().map_err(|_| EdtfError::Form)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: Result<(&str, &str), EdtfError>) {
        let actual = Edtf::parse(text).map(|d| (d.earliest().to_string(), d.latest().to_string()));
        let expected = expected.map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(actual, expected, "{text}");
    }

    #[test]
    fn level_1_forms() {
        check("2021-03-05", Ok(("2021-03-05", "2021-03-05")));
        check("2021-03", Ok(("2021-03-01", "2021-03-31")));
        check("2021-02-XX", Ok(("2021-02-01", "2021-02-28")));
        check("2021", Ok(("2021-01-01", "2021-12-31")));
        check("2021-XX-XX", Ok(("2021-01-01", "2021-12-31")));
        check("202X", Ok(("2020-01-01", "2029-12-31")));
        check("2021~", Ok(("2019-01-02", "2023-12-31")));
        check("2021-03-05?", Ok(("2021-02-18", "2021-03-20")));
        check("2021-03/2021-05", Ok(("2021-03-01", "2021-05-31")));
        check("2021-24", Ok(("2021-12-01", "2022-02-28")));
        check("2021-03-05/..", Ok(("2021-03-05", "9999-12-31")));
    }

    #[test]
    fn broken_dates() {
        check("2021-02-30", Err(EdtfError::Calendar));
        check("2021-13", Err(EdtfError::Calendar));
        check("05/03/2021", Err(EdtfError::Form));
        check("2021-05/2021-03", Err(EdtfError::Order));
        check("1021", Err(EdtfError::Year));
        for text in ["", "ayer", "21-03-05", "2021-3-5", "2021-03-05-01", "/", "XXXX-12-24"] {
            check(text, Err(EdtfError::Form));
        }
    }

    proptest! {
        #[test]
        fn arbitrary_text_never_panics(text in "\\PC{0,40}") {
            let _ = Edtf::parse(&text);
        }

        #[test]
        fn date_like_text_never_panics(text in "[0-9X/~?.-]{0,21}") {
            if let Ok(date) = Edtf::parse(&text) {
                prop_assert!(date.earliest() <= date.latest());
                prop_assert_eq!(Edtf::parse(date.as_str()).unwrap(), date);
            }
        }
    }
}
