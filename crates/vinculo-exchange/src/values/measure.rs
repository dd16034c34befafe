//! Ages, statures, weights and times in words: '25-35 años', '1.65 m', `5'6"`, '>40'.

use crate::import::ImportCode;
use crate::values::loose;

/// What is measured, and so the unit of the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Years.
    Age,
    /// Centimetres.
    Stature,
    /// Kilograms.
    Weight,
    /// Days.
    Time,
    /// A number without unit.
    Plain,
}

/// A unit that a column is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Centimetres.
    Cm,
    /// Metres.
    M,
    /// Metres below 3, else centimetres: no stature is both.
    MOrCm,
    /// Inches.
    In,
    /// Feet and inches: `5'6"`, `5-06`, `506`.
    FtIn,
    /// Kilograms.
    Kg,
    /// Pounds.
    Lb,
    /// Years.
    Years,
    /// Months.
    Months,
    /// Weeks.
    Weeks,
    /// Days.
    Days,
}

impl Unit {
    /// The unit of that name in a mapping file.
    pub fn named(name: &str) -> Option<Unit> {
        Self::NAMES.iter().find(|(_, n)| *n == name).map(|(unit, _)| *unit)
    }

    /// Units and their names in a mapping file.
    pub const NAMES: [(Unit, &'static str); 11] = [
        (Unit::Cm, "cm"),
        (Unit::M, "m"),
        (Unit::MOrCm, "m_or_cm"),
        (Unit::In, "in"),
        (Unit::FtIn, "ft_in"),
        (Unit::Kg, "kg"),
        (Unit::Lb, "lb"),
        (Unit::Years, "years"),
        (Unit::Months, "months"),
        (Unit::Weeks, "weeks"),
        (Unit::Days, "days"),
    ];

    /// Whether the unit measures that quantity.
    pub const fn measures(self, quantity: Quantity) -> bool {
        use Unit as U;
        match quantity {
            Quantity::Stature => matches!(self, U::Cm | U::M | U::MOrCm | U::In | U::FtIn),
            Quantity::Weight => matches!(self, U::Kg | U::Lb),
            Quantity::Age | Quantity::Time => {
                matches!(self, U::Years | U::Months | U::Weeks | U::Days)
            }
            Quantity::Plain => false,
        }
    }
}

/// How the measures of a column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeasureStyle {
    /// What is measured.
    pub quantity: Quantity,
    /// The unit of numbers without one.
    pub unit: Option<Unit>,
    /// Whether what follows `±` is one standard error, not a 95 % interval.
    pub standard_error: bool,
}

/// Standard errors on each side of the mean in a 95 % interval (normal distribution).
const Z_95: f64 = 1.96;
/// Definitions: 1 in = 2.54 cm, 1 ft = 12 in, 1 lb = 0.45359237 kg; mean Gregorian
/// year 365.2425 days.
const CM_PER_INCH: f64 = 2.54;
const KG_PER_POUND: f64 = 0.453_592_37;
const DAYS_PER_YEAR: f64 = 365.242_5;
/// Below this a stature is in metres where both units occur.
const LARGEST_METRES: f64 = 3.0;
/// How far 'about' reaches on each side, by quantity. Judgement.
const ABOUT: [(Quantity, f64); 5] = [
    (Quantity::Age, 3.0),
    (Quantity::Stature, 4.0),
    (Quantity::Weight, 5.0),
    (Quantity::Time, 7.0),
    (Quantity::Plain, 0.0),
];

/// The bounds of a measure in the quantity's unit; a side that the text leaves open
/// is `None`. With it, what is to be noted.
pub type Measured = ((Option<f64>, Option<f64>), Option<ImportCode>);

/// Reads a measure.
///
/// # Errors
/// When a word, a unit or the form is not understood.
pub fn read_measure(text: &str, style: &MeasureStyle) -> Result<Measured, ImportCode> {
    let tokens = tokens(text)?;
    let mut reading = Reading { tokens: &tokens, at: 0, style };
    let (bounds, about) = reading.measure()?;
    let (low, high) = match bounds {
        (Some(low), Some(high)) if about && low == high => {
            let wide = ABOUT.iter().find(|(q, _)| *q == style.quantity).map_or(0.0, |(_, w)| *w);
            (Some((low - wide).max(0.0)), Some(high + wide))
        }
        bounds => bounds,
    };
    let tidy = |value: f64| (value * 100.0).round() / 100.0;
    Ok(((low.map(tidy), high.map(tidy)), about.then_some(ImportCode::Approximate)))
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(f64),
    Unit(Unit),
    Foot,
    Range,
    PlusMinus,
    Above,
    Below,
    OrMore,
    OrLess,
    About,
}

fn tokens(text: &str) -> Result<Vec<Token>, ImportCode> {
    let mut text = loose(text).replace("+/-", "±").replace("+-", "±").replace('−', "-");
    for (phrase, sign) in PHRASES {
        text = text.replace(phrase, sign);
    }
    let mut out = Vec::new();
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        let end = if c.is_ascii_digit() {
            number_end(rest)
        } else if c.is_alphabetic() {
            rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())
        } else {
            c.len_utf8()
        };
        let (piece, after) = rest.split_at(end);
        rest = after;
        if c.is_ascii_digit() {
            let number = piece.replace(',', ".").parse().map_err(|_| ImportCode::Measure)?;
            out.push(Token::Number(number));
        } else if let Some(token) = word(piece)? {
            out.push(token);
        }
    }
    Ok(out)
}

/// Phrases that are one sign.
const PHRASES: [(&str, &str); 12] = [
    ("mas o menos", "~"),
    ("mas/menos", "~"),
    ("o mas", "+"),
    ("y mas", "+"),
    ("or more", "+"),
    ("or older", "+"),
    ("and over", "+"),
    ("o menos", "⌄"),
    ("or less", "⌄"),
    ("or younger", "⌄"),
    ("''", "\""),
    ("de edad", ""),
];

/// The end of a number: digits with one decimal point or comma.
fn number_end(text: &str) -> usize {
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let whole = digits(text);
    let after = &text[whole..];
    if after.starts_with(['.', ',']) {
        let decimals = digits(&after[1..]);
        if decimals > 0 {
            return whole + 1 + decimals;
        }
    }
    whole
}

fn word(word: &str) -> Result<Option<Token>, ImportCode> {
    use Token as T;
    Ok(Some(match word {
        "-" | "–" | "—" | "a" | "to" | "al" | "y" | "and" | "/" => T::Range,
        "±" => T::PlusMinus,
        ">" | "≥" | "mayor" | "mas" | "over" | "above" | "desde" | "minimo" | "min" => T::Above,
        "<" | "≤" | "menor" | "menos" | "under" | "below" | "hasta" | "maximo" | "max" => {
            T::Below
        }
        "+" => T::OrMore,
        "⌄" => T::OrLess,
        "~" | "aprox" | "aproximadamente" | "aproximada" | "aproximado" | "approx"
        | "approximately" | "alrededor" | "about" | "around" | "circa" | "ca" | "cerca"
        | "unos" => T::About,
        "m" | "mt" | "mts" | "mtrs" | "metro" | "metros" | "meter" | "meters" => T::Unit(Unit::M),
        "cm" | "cms" | "centimetro" | "centimetros" | "centimeters" => T::Unit(Unit::Cm),
        "\"" | "”" | "″" | "in" | "inch" | "inches" | "pulgada" | "pulgadas" | "plg" => {
            T::Unit(Unit::In)
        }
        "'" | "’" | "′" | "ft" | "foot" | "feet" | "pie" | "pies" => T::Foot,
        "kg" | "kgs" | "kilo" | "kilos" | "kilogramos" => T::Unit(Unit::Kg),
        "lb" | "lbs" | "libra" | "libras" | "pounds" | "pound" => T::Unit(Unit::Lb),
        "anos" | "ano" | "years" | "year" | "yrs" | "yr" | "yo" => T::Unit(Unit::Years),
        "meses" | "mes" | "months" | "month" | "mos" => T::Unit(Unit::Months),
        "semanas" | "semana" | "weeks" | "week" => T::Unit(Unit::Weeks),
        "dias" | "dia" | "days" | "day" => T::Unit(Unit::Days),
        "entre" | "between" | "from" | "de" | "los" | "old" | "of" | "age" | "edad"
        | "estatura" | "talla" | "peso" | "igual" | "que" | "than" | "o" | "or" | " " | "."
        | "," | "=" | ":" | "(" | ")" => return Ok(None),
        _ => return Err(ImportCode::Measure),
    }))
}

struct Reading<'a> {
    tokens: &'a [Token],
    at: usize,
    style: &'a MeasureStyle,
}

type Bounds = (Option<f64>, Option<f64>);

impl Reading<'_> {
    fn take(&mut self, token: &Token) -> bool {
        let there = self.tokens.get(self.at) == Some(token);
        self.at += usize::from(there);
        there
    }

    /// The whole text: bounds, and whether they are approximate.
    fn measure(&mut self) -> Result<(Bounds, bool), ImportCode> {
        let mut about = self.take(&Token::About);
        let (above, below) = (self.take(&Token::Above), self.take(&Token::Below));
        about |= self.take(&Token::About);
        let mut first = self.value()?;
        let bounds = if self.take(&Token::PlusMinus) {
            let spread = self.value()?;
            let unit = spread.unit.or(first.unit);
            let (middle, spread) =
                (first.convert(unit, self.style)?, spread.convert(unit, self.style)?);
            let half = if self.style.standard_error { Z_95 * spread } else { spread };
            (Some((middle - half).max(0.0)), Some(middle + half))
        } else if self.at + 1 < self.tokens.len() && self.take(&Token::Range) {
            let second = self.value()?;
            first.unit = first.unit.or(second.unit);
            let unit = second.unit.or(first.unit);
            (Some(first.convert(first.unit, self.style)?), Some(second.convert(unit, self.style)?))
        } else {
            let value = Some(first.convert(first.unit, self.style)?);
            if above || self.take(&Token::OrMore) {
                (value, None)
            } else if below || self.take(&Token::OrLess) {
                (None, value)
            } else {
                (value, value)
            }
        };
        about |= self.take(&Token::About);
        let plain_bounds = above || below || bounds.0.is_none() || bounds.1.is_none();
        if self.at != self.tokens.len()
            || (plain_bounds && bounds.0.is_some() && bounds.1.is_some())
        {
            return Err(ImportCode::Measure);
        }
        Ok((bounds, about))
    }

    /// A number with its unit, or several that add up: 5 ft 6 in, 1 m 65, 2 años 3 meses.
    fn value(&mut self) -> Result<Value, ImportCode> {
        let Some(Token::Number(number)) = self.tokens.get(self.at) else {
            return Err(ImportCode::Measure);
        };
        self.at += 1;
        let number = *number;
        let next_number = |at: usize| match self.tokens.get(at) {
            Some(Token::Number(number)) => Some(*number),
            _ => None,
        };
        if self.tokens.get(self.at) == Some(&Token::Foot) {
            self.at += 1;
            let Some(inches) = next_number(self.at) else {
                return Ok(Value { number: number * 12.0, unit: Some(Unit::In) });
            };
            self.at += 1;
            self.take(&Token::Unit(Unit::In));
            return Ok(Value { number: number * 12.0 + inches, unit: Some(Unit::In) });
        }
        let Some(Token::Unit(unit)) = self.tokens.get(self.at) else {
            return self.bare(number);
        };
        let unit = *unit;
        self.at += 1;
        let rest = match (unit, next_number(self.at)) {
            (Unit::M, Some(cm)) => Some((Unit::Cm, cm / 100.0)),
            (Unit::Years, Some(months)) => Some((Unit::Months, months / 12.0)),
            _ => None,
        };
        if let Some((small, part)) = rest {
            let stated = self.tokens.get(self.at + 1) == Some(&Token::Unit(small));
            if stated || unit == Unit::M {
                self.at += 1 + usize::from(stated);
                return Ok(Value { number: number + part, unit: Some(unit) });
            }
        }
        Ok(Value { number, unit: Some(unit) })
    }

    /// A number without unit. In a column of feet, `5-06` is one value and not a
    /// range, and `506` is five feet and six.
    fn bare(&mut self, number: f64) -> Result<Value, ImportCode> {
        if self.style.unit != Some(Unit::FtIn) {
            return Ok(Value { number, unit: None });
        }
        let inches =
            |feet: f64, inches: f64| Value { number: feet * 12.0 + inches, unit: Some(Unit::In) };
        if let [Token::Range, Token::Number(rest), ..] = &self.tokens[self.at..]
            && *rest < 12.0
            && number < 9.0
        {
            self.at += 2;
            return Ok(inches(number, *rest));
        }
        if let [Token::Number(rest), ..] = &self.tokens[self.at..] {
            self.at += 1;
            return Ok(inches(number, *rest));
        }
        if number >= 100.0 && number.fract() == 0.0 && number % 100.0 < 12.0 {
            return Ok(inches((number / 100.0).floor(), number % 100.0));
        }
        if number < 9.0 && number.fract() == 0.0 {
            return Ok(inches(number, 0.0));
        }
        // 5.6 may be five and a half feet or five feet and six inches.
        Err(ImportCode::Measure)
    }
}

struct Value {
    number: f64,
    unit: Option<Unit>,
}

impl Value {
    /// The value in the quantity's own unit.
    fn convert(&self, unit: Option<Unit>, style: &MeasureStyle) -> Result<f64, ImportCode> {
        let quantity = style.quantity;
        let Some(unit) = unit.or(style.unit) else { return Ok(self.number) };
        if quantity == Quantity::Plain || !unit.measures(quantity) {
            return Err(ImportCode::Measure);
        }
        let days =
            |factor: f64| if quantity == Quantity::Age { factor / DAYS_PER_YEAR } else { factor };
        let factor = match unit {
            Unit::Cm | Unit::Kg => 1.0,
            Unit::M => 100.0,
            Unit::MOrCm if self.number < LARGEST_METRES => 100.0,
            Unit::MOrCm => 1.0,
            Unit::In | Unit::FtIn => CM_PER_INCH,
            Unit::Lb => KG_PER_POUND,
            Unit::Years => days(DAYS_PER_YEAR),
            Unit::Months => days(DAYS_PER_YEAR / 12.0),
            Unit::Weeks => days(7.0),
            Unit::Days => days(1.0),
        };
        Ok(self.number * factor)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(
        text: &str,
        quantity: Quantity,
        unit: Option<Unit>,
        se: bool,
    ) -> Result<Bounds, ImportCode> {
        let style = MeasureStyle { quantity, unit, standard_error: se };
        read_measure(text, &style).map(|(bounds, _)| bounds)
    }

    #[test]
    fn ages() {
        let check = |text, low, high| {
            assert_eq!(read(text, Quantity::Age, None, false), Ok((low, high)), "{text}");
        };
        let both = |a, b| (Some(a), Some(b));
        for text in [
            "25-35 años",
            "25 a 35",
            "entre 25 y 35 años",
            "25 – 35",
            "25 to 35 years old",
            "De 25 a 35 años de edad",
            "25 años a 35 años",
            "25/35",
        ] {
            let (low, high) = both(25.0, 35.0);
            check(text, low, high);
        }
        check("30", Some(30.0), Some(30.0));
        check("30 ± 5", Some(25.0), Some(35.0));
        check("30 +/- 5 años", Some(25.0), Some(35.0));
        check(">40", Some(40.0), None);
        check("mayor de 40 años", Some(40.0), None);
        check("40+", Some(40.0), None);
        check("40 o más", Some(40.0), None);
        check("<15", None, Some(15.0));
        check("menor de 15 años", None, Some(15.0));
        check("aprox. 30 años", Some(27.0), Some(33.0));
        check("30 más o menos", Some(27.0), Some(33.0));
        check("aprox. 25-35", Some(25.0), Some(35.0));
        check("6 meses", Some(0.5), Some(0.5));
        check("2 años 6 meses", Some(2.5), Some(2.5));
        check("17.5", Some(17.5), Some(17.5));
    }

    #[test]
    fn statures_and_weights() {
        let check = |text, unit, low, high| {
            assert_eq!(
                read(text, Quantity::Stature, unit, false),
                Ok((Some(low), Some(high))),
                "{text}"
            );
        };
        check("1.65 m", None, 165.0, 165.0);
        check("1,65 mts.", None, 165.0, 165.0);
        check("1 m 65 cm", None, 165.0, 165.0);
        check("1.60-1.65", Some(Unit::M), 160.0, 165.0);
        check("1.60 a 1.65 m", None, 160.0, 165.0);
        check("165", None, 165.0, 165.0);
        check("1.65", Some(Unit::MOrCm), 165.0, 165.0);
        check("165", Some(Unit::MOrCm), 165.0, 165.0);
        check("5'6\"", None, 167.64, 167.64);
        check("5 ft 6 in", None, 167.64, 167.64);
        check("506", Some(Unit::FtIn), 167.64, 167.64);
        check("5-06", Some(Unit::FtIn), 167.64, 167.64);
        check("66", Some(Unit::In), 167.64, 167.64);
        check("66 pulgadas", None, 167.64, 167.64);
        check("165 ± 4 cm", None, 161.0, 169.0);
        let weight = read("150 lb", Quantity::Weight, None, false);
        assert_eq!(weight, Ok((Some(68.04), Some(68.04))));
        let pmi = read("2-3 semanas", Quantity::Time, None, false);
        assert_eq!(pmi, Ok((Some(14.0), Some(21.0))));
    }

    #[test]
    fn standard_errors_become_95_percent_intervals() {
        let bounds = read("165 ± 4", Quantity::Stature, Some(Unit::Cm), true);
        assert_eq!(bounds, Ok((Some(157.16), Some(172.84))));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for text in
            ["", "alto", "25-", "25 35", "-", "1.65 kg", "> 20 - 30", "25 - 30 - 35", "adulto 30"]
        {
            assert!(read(text, Quantity::Stature, None, false).is_err(), "{text}");
        }
        assert!(read("5.6", Quantity::Stature, Some(Unit::FtIn), false).is_err());
    }

    proptest! {
        #[test]
        fn arbitrary_text_never_panics(text in ".{0,30}|[0-9a-z ±<>'\"+.,/-]{0,20}") {
            for quantity in [Quantity::Age, Quantity::Stature, Quantity::Weight, Quantity::Plain] {
                let _ = read(&text, quantity, Some(Unit::FtIn), true);
                let _ = read(&text, quantity, None, true);
            }
        }
    }
}
