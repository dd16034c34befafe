//! Dates in local forms, read in a stated order, as EDTF.

use vinculo_record::{Edtf, EdtfError, ProblemCode};

use crate::import::{DoubtCode, ImportCode};
use crate::sheet::serial::serial_to_datetime;
use crate::values::loose;

/// The order of day, month and year where all are numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// 05/03/2021 is the 5th of March.
    DayFirst,
    /// 05/03/2021 is May the 3rd.
    MonthFirst,
    /// Year first only: 2021-03-05.
    Iso,
}

/// How spreadsheet serial numbers are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Serial {
    /// Not at all.
    Refused,
    /// Days since 1900.
    Since1900,
    /// Days since 1904.
    Since1904,
}

/// How the dates of a column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateStyle {
    /// The order of the parts.
    pub order: DateOrder,
    /// Whether numbers are days since an epoch.
    pub serial: Serial,
    /// What a two-digit year is added to: 1900 or 2000.
    pub century: Option<u16>,
    /// Whether every date is about that day only.
    pub approximate: bool,
}

impl DateStyle {
    /// ISO and EDTF dates only.
    pub const ISO: Self =
        Self { order: DateOrder::Iso, serial: Serial::Refused, century: None, approximate: false };
}

/// Without a stated century, `21` is 2021 and `31` 1931. Judgement: files of living
/// memory; every such year is reported.
const TWO_DIGIT_PIVOT: u16 = 30;

/// Numbers in this range are taken for spreadsheet serials: the years 1927 to 2119.
const SERIALS: std::ops::Range<f64> = 10_000.0..80_500.0;

/// A date as EDTF, and what is to be noted about it.
///
/// # Errors
/// When the text is no date of this style.
pub fn read_date(text: &str, style: &DateStyle) -> Result<(String, Option<ImportCode>), DoubtCode> {
    let text = text.trim();
    let (date, note) = match Edtf::parse(text) {
        Ok(_) => (text.to_owned(), None),
        Err(EdtfError::Calendar) => return Err(DoubtCode::Value(ProblemCode::DateImpossible)),
        Err(_) => match text.parse::<f64>() {
            Ok(number) => (from_number(text, number, style)?, None),
            Err(_) => from_words(text, style)?,
        },
    };
    let date = if style.approximate && !date.contains(['~', '?', '%', '/']) {
        format!("{date}~")
    } else {
        date
    };
    match Edtf::parse(&date) {
        Ok(_) => Ok((date, note)),
        Err(error) => Err(DoubtCode::Value(match error {
            EdtfError::Form => ProblemCode::DateForm,
            EdtfError::Calendar => ProblemCode::DateImpossible,
            EdtfError::Order | EdtfError::Year => ProblemCode::DateRange,
        })),
    }
}

const BAD_FORM: DoubtCode = DoubtCode::Value(ProblemCode::DateForm);

fn from_number(text: &str, number: f64, style: &DateStyle) -> Result<String, DoubtCode> {
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]));
    }
    if !SERIALS.contains(&number) {
        return Err(BAD_FORM);
    }
    let epoch_1904 = match style.serial {
        Serial::Refused => return Err(DoubtCode::Import(ImportCode::DateSerial)),
        Serial::Since1900 => false,
        Serial::Since1904 => true,
    };
    serial_to_datetime(number, epoch_1904).map(|d| d.date().to_string()).ok_or(BAD_FORM)
}

type Noted = (String, Option<ImportCode>);

/// A single date or a range of two, with words around it.
fn from_words(text: &str, style: &DateStyle) -> Result<Noted, DoubtCode> {
    let text = loose(text);
    let between = text.strip_prefix("entre ").or_else(|| text.strip_prefix("between "));
    let between =
        between.or_else(|| text.strip_prefix("del ")).or_else(|| text.strip_prefix("from "));
    let body = between.unwrap_or(&text);
    const RANGE_WORDS: [&str; 6] = [" al ", " a ", " to ", " - ", " – ", " hasta "];
    let split = RANGE_WORDS.iter().find_map(|word| body.split_once(word));
    let split = split.or_else(|| {
        between?;
        body.split_once(" y ").or_else(|| body.split_once(" and "))
    });
    if let Some((from, to)) = split {
        // "5 de marzo al 7 de abril": without a year of its own it cannot be read.
        let ((from, a), (to, b)) = (single(from, style)?, single(to, style)?);
        return Ok((format!("{from}/{to}"), a.or(b)));
    }
    single(&text, style)
}

fn single(text: &str, style: &DateStyle) -> Result<Noted, DoubtCode> {
    let (text, qualifier) = without_qualifier(text.trim());
    let text = without_time(text);
    let mut parts = Vec::new();
    for token in text.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()) {
        match part(token) {
            Some(Part::Filler) => {}
            Some(part) => parts.push(part),
            None => return Err(BAD_FORM),
        }
    }
    let (year, month, day) = arrange(&parts, style)?;
    let (year, note) = full_year(year, style);
    let mut date = format!("{year:04}");
    if let Some(month) = month.filter(|month| *month > 0) {
        date.push_str(&format!("-{month:02}"));
        if let Some(day) = day.filter(|day| *day > 0) {
            date.push_str(&format!("-{day:02}"));
        }
    }
    date.push_str(qualifier);
    Ok((date, note))
}

enum Part {
    Number { value: u16, digits: usize },
    Month(u16),
    Unknown,
    Filler,
}

fn part(token: &str) -> Option<Part> {
    if let Ok(value) = token.parse::<u16>() {
        return (token.len() <= 4).then_some(Part::Number { value, digits: token.len() });
    }
    // 1st, 2nd, 3rd, 4th, 1o: a day with its ending.
    let digits = token.trim_end_matches(|c: char| c.is_alphabetic());
    if !digits.is_empty()
        && matches!(&token[digits.len()..], "st" | "nd" | "rd" | "th" | "o" | "ro")
    {
        return digits.parse().ok().map(|value| Part::Number { value, digits: digits.len() });
    }
    match token {
        "de" | "del" | "el" | "the" | "of" | "dia" | "mes" | "ano" | "a" => Some(Part::Filler),
        "lunes" | "martes" | "miercoles" | "jueves" | "viernes" | "sabado" | "domingo" => {
            Some(Part::Filler)
        }
        "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday" => {
            Some(Part::Filler)
        }
        "xx" | "x" | "nd" => Some(Part::Unknown),
        word => month(word).map(Part::Month),
    }
}

/// The number of a month by its Spanish or English name or abbreviation.
pub fn month(word: &str) -> Option<u16> {
    const MONTHS: [(&str, &str); 12] = [
        ("enero", "january"),
        ("febrero", "february"),
        ("marzo", "march"),
        ("abril", "april"),
        ("mayo", "may"),
        ("junio", "june"),
        ("julio", "july"),
        ("agosto", "august"),
        ("septiembre", "september"),
        ("octubre", "october"),
        ("noviembre", "november"),
        ("diciembre", "december"),
    ];
    if word == "setiembre" {
        return Some(9);
    }
    let is =
        |full: &str| full == word || (word.len() >= 3 && word.len() <= 4 && full.starts_with(word));
    let found = MONTHS.iter().position(|(es, en)| is(es) || is(en))?;
    Some(found as u16 + 1)
}

type Arranged = ((u16, usize), Option<u16>, Option<u16>);

/// Year (with its digits), month and day from the parts, in the stated order.
fn arrange(parts: &[Part], style: &DateStyle) -> Result<Arranged, DoubtCode> {
    use Part::{Month, Number, Unknown};
    let wrong_order = DoubtCode::Import(ImportCode::DateOrder);
    let as_small = |part: &Part| match part {
        Number { value, digits } if *digits <= 2 => Ok(Some(*value)),
        Unknown => Ok(None),
        _ => Err(BAD_FORM),
    };
    match parts {
        [Number { value, digits: 4 }] => Ok(((*value, 4), None, None)),
        [Number { value: year, digits: 4 }, month, rest @ ..] if rest.len() <= 1 => {
            let month = if let Month(month) = month { Some(*month) } else { as_small(month)? };
            let day = rest.first().map(as_small).transpose()?.flatten();
            if month.is_some_and(|m| m > 12) && day.is_some_and(|d| d <= 12) {
                return Err(wrong_order);
            }
            Ok(((*year, 4), month, day))
        }
        [day, Month(month), Number { value, digits }]
        | [Month(month), day, Number { value, digits }] => {
            Ok(((*value, *digits), Some(*month), as_small(day)?))
        }
        [Month(month), Number { value, digits }] if matches!(digits, 2 | 4) => {
            Ok(((*value, *digits), Some(*month), None))
        }
        [month, Number { value, digits: 4 }] => Ok(((*value, 4), as_small(month)?, None)),
        [first, second, Number { value, digits }] if matches!(digits, 2 | 4) => {
            let (first, second) = (as_small(first)?, as_small(second)?);
            let (day, month) = match style.order {
                DateOrder::DayFirst => (first, second),
                DateOrder::MonthFirst => (second, first),
                DateOrder::Iso => return Err(wrong_order),
            };
            if month.is_some_and(|m| m > 12) && day.is_some_and(|d| d <= 12) {
                return Err(wrong_order);
            }
            Ok(((*value, *digits), month, day))
        }
        _ => Err(BAD_FORM),
    }
}

fn full_year((year, digits): (u16, usize), style: &DateStyle) -> (u16, Option<ImportCode>) {
    match (digits, style.century) {
        (4, _) => (year, None),
        (_, Some(century)) => (century + year, None),
        _ if year <= TWO_DIGIT_PIVOT => (2000 + year, Some(ImportCode::TwoDigitYear)),
        _ => (1900 + year, Some(ImportCode::TwoDigitYear)),
    }
}

fn without_qualifier(text: &str) -> (&str, &'static str) {
    const ABOUT: [&str; 11] = [
        "aproximadamente",
        "aprox.",
        "aprox",
        "alrededor del",
        "alrededor de",
        "circa",
        "ca.",
        "hacia",
        "about",
        "around",
        "~",
    ];
    for word in ABOUT {
        if let Some(rest) = text.strip_prefix(word).or_else(|| text.strip_suffix(word)) {
            return (rest.trim(), "~");
        }
    }
    match text.strip_suffix('?').or_else(|| text.strip_suffix("(?)")) {
        Some(rest) => (rest.trim(), "?"),
        None => (text, ""),
    }
}

/// The text before a time of day.
fn without_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else { return text };
    text[..colon].rfind([' ', 't', ',']).map_or(text, |start| &text[..start])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn style(order: DateOrder) -> DateStyle {
        DateStyle { order, ..DateStyle::ISO }
    }

    fn check(order: DateOrder, text: &str, expected: Result<&str, &str>) {
        let found = read_date(text, &style(order)).map(|(date, _)| date).map_err(|c| c.code());
        assert_eq!(found.as_deref(), expected.as_ref().map(|t| *t), "{text}");
    }

    #[test]
    fn day_first() {
        let check = |text, expected| check(DateOrder::DayFirst, text, expected);
        check("05/03/2021", Ok("2021-03-05"));
        check("5.3.2021", Ok("2021-03-05"));
        check("5-mar-2021", Ok("2021-03-05"));
        check("5 de marzo de 2021", Ok("2021-03-05"));
        check("Viernes, 5 de Marzo del 2021", Ok("2021-03-05"));
        check("05/03/2021 14:30", Ok("2021-03-05"));
        check("2021-03-05 14:30:00", Ok("2021-03-05"));
        check("2021-03-05", Ok("2021-03-05"));
        check("marzo 2021", Ok("2021-03"));
        check("03/2021", Ok("2021-03"));
        check("2021", Ok("2021"));
        check("aprox. 2021", Ok("2021~"));
        check("marzo de 2021 (?)", Ok("2021-03?"));
        check("00/03/2021", Ok("2021-03"));
        check("XX/XX/2021", Ok("2021"));
        check("01/03/2021 - 05/03/2021", Ok("2021-03-01/2021-03-05"));
        check("entre marzo 2021 y mayo 2021", Ok("2021-03/2021-05"));
        check("20210305", Ok("2021-03-05"));
        check("30/02/2021", Err("date_impossible"));
        check("2021-02-30", Err("date_impossible"));
        check("03/25/2021", Err("date_order"));
        check("05/03/2021 - 01/03/2021", Err("date_range"));
        check("44260", Err("date_serial"));
        check("ayer", Err("date_form"));
        check("1/2", Err("date_form"));
    }

    #[test]
    fn month_first_and_iso() {
        check(DateOrder::MonthFirst, "05/03/2021", Ok("2021-05-03"));
        check(DateOrder::MonthFirst, "25/03/2021", Err("date_order"));
        check(DateOrder::MonthFirst, "March 5th, 2021", Ok("2021-03-05"));
        check(DateOrder::Iso, "05/03/2021", Err("date_order"));
        check(DateOrder::Iso, "2021/03/05", Ok("2021-03-05"));
        check(DateOrder::Iso, "2021~", Ok("2021~"));
    }

    #[test]
    fn two_digit_years_are_reported_unless_the_century_is_stated() {
        let day_first = style(DateOrder::DayFirst);
        let note = Some(ImportCode::TwoDigitYear);
        assert_eq!(read_date("05/03/21", &day_first), Ok(("2021-03-05".to_owned(), note)));
        assert_eq!(read_date("05/03/85", &day_first), Ok(("1985-03-05".to_owned(), note)));
        let stated = DateStyle { century: Some(2000), ..day_first };
        assert_eq!(read_date("05/03/85", &stated), Ok(("2085-03-05".to_owned(), None)));
    }

    #[test]
    fn serials_and_approximate_columns() {
        let serial = DateStyle { serial: Serial::Since1900, ..DateStyle::ISO };
        assert_eq!(read_date("44260", &serial), Ok(("2021-03-05".to_owned(), None)));
        let about = DateStyle { approximate: true, ..DateStyle::ISO };
        assert_eq!(read_date("2020-01-05", &about), Ok(("2020-01-05~".to_owned(), None)));
    }

    proptest! {
        #[test]
        fn arbitrary_text_never_panics(text in ".{0,40}", order in 0..3) {
            let orders = [DateOrder::DayFirst, DateOrder::MonthFirst, DateOrder::Iso];
            let _ = read_date(&text, &style(orders[order as usize]));
        }

        #[test]
        fn date_like_text_never_panics(text in "[0-9/ .:~?xa-]{0,24}") {
            let _ = read_date(&text, &style(DateOrder::DayFirst));
        }
    }
}
