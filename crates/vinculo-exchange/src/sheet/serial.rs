//! Dates that a spreadsheet counts as days.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, date};

/// The calendar date of a spreadsheet serial number.
///
/// In the usual system day 1 is 1900-01-01 and day 60 the 29 February 1900 that
/// never was (kept for compatibility with Lotus 1-2-3); in the other, of old
/// Macintosh files, day 0 is 1904-01-01.
///
/// ```
/// use vinculo_exchange::serial_to_datetime;
/// assert_eq!(serial_to_datetime(44260.0, false).unwrap().to_string(), "2021-03-05T00:00:00");
/// assert_eq!(serial_to_datetime(44260.75, false).unwrap().to_string(), "2021-03-05T18:00:00");
/// assert_eq!(serial_to_datetime(1.0, false).unwrap().date().to_string(), "1900-01-01");
/// assert_eq!(serial_to_datetime(0.0, true).unwrap().date().to_string(), "1904-01-01");
/// assert_eq!(serial_to_datetime(-1.0, false), None);
/// ```
pub fn serial_to_datetime(serial: f64, epoch_1904: bool) -> Option<DateTime> {
    /// Beyond the year 9999 there is no date.
    const MAX_SERIAL: f64 = 2_958_466.0;
    if !(0.0..MAX_SERIAL).contains(&serial) {
        return None;
    }
    let epoch: Date = match (epoch_1904, serial < 60.0) {
        (true, _) => date(1904, 1, 1),
        (false, true) => date(1899, 12, 31),
        (false, false) => date(1899, 12, 30),
    };
    /// Seconds are as fine as a cell is shown.
    const SECONDS_PER_DAY: f64 = 86_400.0;
    let seconds = (serial.fract() * SECONDS_PER_DAY).round() as i64;
    epoch
        .to_datetime(jiff::civil::Time::midnight())
        .checked_add((serial.trunc() as i64).days().seconds(seconds))
        .ok()
}
