//! Whether one `updated_at` is certainly older than another.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Whether `incoming` is certainly older than `current`: both are readable and
/// even the last instant of `incoming` lies before the first of `current`.
///
/// Read are years, months, days, civil times (taken as UTC: one source writes
/// all of its times in one zone) and RFC 3339 times. What cannot be read is not
/// older: it never keeps a correction out.
pub(crate) fn is_older(incoming: Option<&str>, current: Option<&str>) -> bool {
    match (incoming.and_then(span), current.and_then(span)) {
        (Some(incoming), Some(current)) => incoming.1 < current.0,
        _ => false,
    }
}

/// The one of the two that keeps more older rows out; `current` if neither does.
pub(crate) fn later<'a>(current: Option<&'a str>, incoming: Option<&'a str>) -> Option<&'a str> {
    match (current.and_then(span), incoming.and_then(span)) {
        (Some(c), Some(i)) if i.0 > c.0 => incoming,
        (None, Some(_)) => incoming,
        _ => current,
    }
}

/// First and last instant, in milliseconds since 1970.
fn span(text: &str) -> Option<(i64, i64)> {
    let text = text.trim();
    if let Ok(instant) = text.parse::<Timestamp>() {
        let ms = instant.as_millisecond();
        return Some((ms, ms));
    }
    let (first, last) = match text.len() {
        4 => {
            let first = date(text, 1)?;
            (first, first.last_of_year())
        }
        7 => {
            let (year, month) = text.split_once('-')?;
            let first = date(year, month.parse().ok()?)?;
            (first, first.last_of_month())
        }
        10 => {
            let day: Date = text.parse().ok()?;
            (day, day)
        }
        _ => {
            let ms = millisecond(text.parse().ok()?)?;
            return Some((ms, ms));
        }
    };
    Some((millisecond(first.at(0, 0, 0, 0))?, millisecond(last.at(23, 59, 59, 999_999_999))?))
}

fn date(year: &str, month: i8) -> Option<Date> {
    Date::new(year.parse().ok()?, month, 1).ok()
}

fn millisecond(time: DateTime) -> Option<i64> {
    Some(TimeZone::UTC.to_timestamp(time).ok()?.as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(incoming: &str, current: &str, older: bool) {
        assert_eq!(is_older(Some(incoming), Some(current)), older, "{incoming} before {current}");
    }

    #[test]
    fn older_only_when_certain() {
        check("2021-03-04", "2021-03-05", true);
        check("2021-03-05", "2021-03-05", false);
        check("2021-03-06", "2021-03-05", false);
        check("2021-03", "2021-03-05", false);
        check("2021-02", "2021-03-05", true);
        check("2020", "2021-03-05", true);
        check("2021", "2021-03-05", false);
        check("2021-03-05T09:00:00Z", "2021-03-05", false);
        check("2021-03-05T09:00:00Z", "2021-03-05T09:00:01Z", true);
        check("2021-03-05T09:00:00Z", "2021-03-05T09:00:00Z", false);
        check("2021-03-05T09:00:00-06:00", "2021-03-05T10:00:00Z", false);
        check("2021-03-05T03:00:00", "2021-03-05T10:00:00", true);
        check("2021-02-30", "2021-03-05", false);
        check("ayer", "2021-03-05", false);
        check("2020", "ayer", false);
        assert!(!is_older(None, Some("2021")));
        assert!(!is_older(Some("2021"), None));
    }

    #[test]
    fn later_keeps_the_one_that_keeps_more_out() {
        assert_eq!(later(Some("2021"), Some("2022")), Some("2022"));
        assert_eq!(later(Some("2022"), Some("2021")), Some("2022"));
        assert_eq!(later(None, Some("2021")), Some("2021"));
        assert_eq!(later(None, Some("ayer")), None);
        assert_eq!(later(Some("2021"), None), Some("2021"));
    }
}
