//! Numbers of identity documents: their type, whether they can be one, and what they
//! say of their bearer.
//!
//! | Type | Form | Check | Says |
//! | --- | --- | --- | --- |
//! | CURP (MX) | 18: `AAAA` yymmdd `H`/`M` state `AAA` + 1 + check | mod 10 over weights 18…2 | birth date, sex, state of birth |
//! | CUI/DPI (GT) | 13: number, check, department, municipality | mod 11 over weights 2…9 | department of registration |
//! | DUI (SV) | 9 | mod 10 over weights 9…2 | — |
//! | DNI (HN) | 13: department, municipality, year, sequence | none | department of registration, birth year |
//! | cédula (NI) | 14: municipality, ddmmyy, sequence, letter | not applied: its alphabet is unverified | birth date |
//! | cédula (DO) | 11 | Luhn | — |
//! | cédula (EC) | 10: province … | Luhn | — |
//! | carné (CU) | 11: yymmdd, century, …, sex | none | birth date, sex |
//!
//! Sources: the Mexican *Instructivo normativo para la asignación de la CURP*; the
//! descriptions of `mx.curp`, `gt.cui`, `sv.nit`, `do.cedula`, `ec.ci`, `cu.ni` in the
//! documentation of python-stdnum; Honduran and Nicaraguan forms from public
//! descriptions of both cards (unverified).

use jiff::civil::Date;
use vinculo_record::items::Document;
use vinculo_record::vocab::{Country, Sex};
use vinculo_record::{Edtf, fold};

/// The characters of a CURP in the order of their values.
const CURP_CHARS: &str = "0123456789ABCDEFGHIJKLMN\u{d1}OPQRSTUVWXYZ";
/// Departments of Guatemala and of Honduras, as both number them.
const GT_DEPARTMENTS: u32 = 22;
const HN_DEPARTMENTS: u32 = 18;
/// Provinces of Ecuador; 30 is for those registered abroad.
const EC_PROVINCES: u32 = 24;
/// Two digits of a year above this are of the last century, where nothing else tells:
/// a document is issued to somebody alive. Judgement.
const LAST_CENTURY_FROM: i16 = 30;

/// CURP's states of birth, with their names; `NE` is born abroad.
const CURP_STATES: &[(&str, &str)] = &[
    ("AS", "Aguascalientes"),
    ("BC", "Baja California"),
    ("BS", "Baja California Sur"),
    ("CC", "Campeche"),
    ("CL", "Coahuila"),
    ("CM", "Colima"),
    ("CS", "Chiapas"),
    ("CH", "Chihuahua"),
    ("DF", "Ciudad de México"),
    ("DG", "Durango"),
    ("GT", "Guanajuato"),
    ("GR", "Guerrero"),
    ("HG", "Hidalgo"),
    ("JC", "Jalisco"),
    ("MC", "Estado de México"),
    ("MN", "Michoacán"),
    ("MS", "Morelos"),
    ("NT", "Nayarit"),
    ("NL", "Nuevo León"),
    ("OC", "Oaxaca"),
    ("PL", "Puebla"),
    ("QT", "Querétaro"),
    ("QR", "Quintana Roo"),
    ("SP", "San Luis Potosí"),
    ("SL", "Sinaloa"),
    ("SR", "Sonora"),
    ("TC", "Tabasco"),
    ("TS", "Tamaulipas"),
    ("TL", "Tlaxcala"),
    ("VZ", "Veracruz"),
    ("YN", "Yucatán"),
    ("ZS", "Zacatecas"),
];

/// A type of document whose form is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Curp,
    Cui,
    Dui,
    HondurasDni,
    NicaraguaCedula,
    DominicanCedula,
    EcuadorCedula,
    CubaCarne,
}

/// What a number says of its bearer.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct DocumentFacts {
    /// Birth date; a year alone where the number has no more.
    pub birth: Option<Edtf>,
    /// Sex, as registered.
    pub sex: Option<Sex>,
    /// Country that issued it, which for a CURP is not the country of birth.
    pub country: Option<Country>,
    /// State of birth.
    pub state: Option<&'static str>,
}

/// The type as one code however it is written: *C.U.R.P.*, *cédula*, *CUI*.
pub(super) fn kind_of(text: &str) -> String {
    let bare = fold(text).replace(' ', "").to_uppercase();
    let code = match bare.as_str() {
        "CUI" | "DPI" | "DPICUI" | "CUIDPI" => "DPI",
        "CURP" | "CLAVEUNICA" => "CURP",
        "PASAPORTE" | "PASSPORT" | "PASSEPORT" | "PASS" | "PAS" => "PASSPORT",
        "CEDULA" | "CEDULADEIDENTIDAD" | "CI" | "CEDULADECIUDADANIA" | "CC" => "CEDULA",
        "CARNE" | "CARNET" | "CARNEDEIDENTIDAD" | "CARNETDEIDENTIDAD" => "CARNE",
        "DUI" | "DOCUMENTOUNICODEIDENTIDAD" => "DUI",
        "DNI" | "TARJETADEIDENTIDAD" | "IDENTIDAD" => "DNI",
        "DOC" | "DOCUMENTO" | "DOCUMENT" | "ID" | "IDCARD" => "",
        other => other,
    };
    code.to_owned()
}

/// The form of a number of that type, where the type and its length tell it.
pub(super) fn form_of(kind: &str, number: &str) -> Option<Form> {
    let digits = number.bytes().all(|b| b.is_ascii_digit());
    match (kind, number.chars().count(), digits) {
        ("CURP" | "", 18, false) => Some(Form::Curp),
        ("DPI", 13, true) => Some(Form::Cui),
        ("DUI", 9, true) => Some(Form::Dui),
        ("DNI", 13, true) => Some(Form::HondurasDni),
        ("CEDULA", 14, false) => Some(Form::NicaraguaCedula),
        ("CEDULA", 11, true) => Some(Form::DominicanCedula),
        ("CEDULA", 10, true) => Some(Form::EcuadorCedula),
        ("CARNE", 11, true) => Some(Form::CubaCarne),
        _ => None,
    }
}

impl Form {
    /// Whether any single wrong digit is seen: Luhn's sum takes every digit by a weight
    /// that keeps its value apart. The sums of CURP and DUI miss some (weights that share
    /// a factor with 10), CUI's leaves out the place.
    pub const fn sees_every_slip(self) -> bool {
        matches!(self, Form::DominicanCedula | Form::EcuadorCedula)
    }

    /// Whether the number can be one: its check digit, its codes and its date.
    pub fn is_valid(self, number: &str) -> bool {
        match self {
            Form::Curp => is_valid_curp(number),
            Form::Cui => {
                let sum = weighted(&number[..8], |i| i as u32 + 2);
                digit(number, 8) == Some(sum % 11)
                    && (1..=GT_DEPARTMENTS).contains(&two(number, 9))
                    && two(number, 11) > 0
            }
            Form::Dui => {
                let sum = weighted(&number[..8], |i| 9 - i as u32);
                digit(number, 8) == Some((10 - sum % 10) % 10)
            }
            Form::DominicanCedula => is_luhn(number),
            Form::EcuadorCedula => {
                let province = two(number, 0);
                is_luhn(number) && ((1..=EC_PROVINCES).contains(&province) || province == 30)
            }
            Form::HondurasDni => {
                (1..=HN_DEPARTMENTS).contains(&two(number, 0)) && birth(self, number).is_some()
            }
            Form::NicaraguaCedula => {
                let (head, last) = number.split_at(number.len() - 1);
                head.bytes().all(|b| b.is_ascii_digit())
                    && last.bytes().all(|b| b.is_ascii_uppercase())
                    && birth(self, number).is_some()
            }
            Form::CubaCarne => birth(self, number).is_some(),
        }
    }

    fn country(self) -> Option<Country> {
        Country::parse(match self {
            Form::Curp => "MX",
            Form::Cui => "GT",
            Form::Dui => "SV",
            Form::HondurasDni => "HN",
            Form::NicaraguaCedula => "NI",
            Form::DominicanCedula => "DO",
            Form::EcuadorCedula => "EC",
            Form::CubaCarne => "CU",
        })
    }
}

/// What the first valid number of a record says of its bearer.
pub(crate) fn facts(documents: &[Document]) -> Option<DocumentFacts> {
    documents.iter().find_map(|document| {
        let (kind, number) = (kind_of(&document.kind), bare(&document.number));
        let form = form_of(&kind, &number).filter(|form| form.is_valid(&number))?;
        let state = (form == Form::Curp).then(|| curp_state(&number)).flatten();
        // Foreigners who reside in Mexico have a CURP too.
        let is_foreign = form == Form::Curp && state.is_none();
        Some(DocumentFacts {
            birth: birth(form, &number),
            sex: sex(form, &number),
            country: form.country().filter(|_| !is_foreign),
            state,
        })
    })
}

/// A number without signs, in upper case.
pub(super) fn bare(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase);
    kept.collect()
}

fn is_valid_curp(number: &str) -> bool {
    let is_shaped = number.chars().enumerate().all(|(i, c)| match i {
        0..=3 | 11..=15 => c.is_ascii_uppercase() || c == '\u{d1}',
        4..=9 | 17 => c.is_ascii_digit(),
        10 => matches!(c, 'H' | 'M' | 'X'),
        _ => c.is_ascii_alphanumeric(),
    });
    let value = |c: char| CURP_CHARS.chars().position(|known| known == c).map(|i| i as u32);
    let sum = number.chars().take(17).zip((2..=18).rev());
    let sum = sum.map(|(c, weight)| value(c).map(|v| v * weight)).sum::<Option<u32>>();
    is_shaped
        && sum.is_some_and(|sum| number.ends_with(char::from(b'0' + ((10 - sum % 10) % 10) as u8)))
        && (curp_state(number).is_some() || &letters(number, 11, 2) == "NE")
        && birth(Form::Curp, number).is_some()
}

fn curp_state(number: &str) -> Option<&'static str> {
    let code = letters(number, 11, 2);
    CURP_STATES.iter().find(|(known, _)| *known == code).map(|(_, name)| *name)
}

fn sex(form: Form, number: &str) -> Option<Sex> {
    match (form, number.chars().nth(if form == Form::Curp { 10 } else { 9 })?) {
        (Form::Curp, 'H') => Some(Sex::Male),
        (Form::Curp, 'M') => Some(Sex::Female),
        // The last digit but one: even for men, odd for women.
        (Form::CubaCarne, c) => {
            c.to_digit(10).map(|d| if d % 2 == 0 { Sex::Male } else { Sex::Female })
        }
        _ => None,
    }
}

fn birth(form: Form, number: &str) -> Option<Edtf> {
    let at = |i: usize| i16::try_from(two(number, i)).ok();
    let by_guess = |year: i16| if year > LAST_CENTURY_FROM { 1900 + year } else { 2000 + year };
    let (year, month, day) = match form {
        Form::Curp => {
            let yy = digits_at(number, 4)?;
            // The 17th is a digit for those born before 2000, a letter after.
            let is_old = number.chars().nth(16)?.is_ascii_digit();
            (yy + if is_old { 1900 } else { 2000 }, digits_at(number, 6)?, digits_at(number, 8)?)
        }
        Form::NicaraguaCedula => (by_guess(at(7)?), at(5)?, at(3)?),
        Form::CubaCarne => {
            let century = match digit(number, 6)? {
                9 => 1800,
                0..=5 => 1900,
                _ => 2000,
            };
            (century + at(0)?, at(2)?, at(4)?)
        }
        Form::HondurasDni => {
            let year = number.get(4..8)?;
            let is_year = (1900..2100).contains(&year.parse::<i16>().ok()?);
            return is_year.then(|| Edtf::parse(year).ok()).flatten();
        }
        _ => return None,
    };
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Edtf::parse(&date.to_string()).ok()
}

/// Two digits from a character on, of a number that may hold letters.
fn digits_at(number: &str, from: usize) -> Option<i16> {
    letters(number, from, 2).parse().ok()
}

fn letters(number: &str, from: usize, count: usize) -> String {
    number.chars().skip(from).take(count).collect()
}

/// Two digits of a number of digits; 0 where there are none.
fn two(number: &str, from: usize) -> u32 {
    number.get(from..from + 2).and_then(|text| text.parse().ok()).unwrap_or(0)
}

fn digit(number: &str, at: usize) -> Option<u32> {
    number.chars().nth(at)?.to_digit(10)
}

fn weighted(digits: &str, weight: impl Fn(usize) -> u32) -> u32 {
    digits.chars().enumerate().filter_map(|(i, c)| Some(c.to_digit(10)? * weight(i))).sum()
}

/// Every second digit from the last but one counts double, its own digits summed.
fn is_luhn(number: &str) -> bool {
    let doubled = |(i, c): (usize, char)| {
        let value = c.to_digit(10).unwrap_or(0) * (1 + i as u32 % 2);
        value / 10 + value % 10
    };
    number.chars().rev().enumerate().map(doubled).sum::<u32>() % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers made for this table by the published rules; none is anybody's.
    #[test]
    fn numbers_are_held_to_their_forms() {
        for (kind, number, valid) in [
            ("CURP", "HEGG560427MVZRRL04", true),
            ("CURP", "BOXW310820HNERXN09", true),
            ("CURP", "GAPA900515HDFRRL08", true),
            ("CURP", "GAPA900515HDFRRL09", false),
            ("CURP", "GAPA901515HDFRRL08", false),
            ("CURP", "GAPA900515HZZRRL08", false),
            ("CURP", "GAPA900515ZDFRRL08", false),
            ("C.U.R.P.", "hegg 560427 mvzrrl 04", true),
            ("DPI", "1234 56789 0101", true),
            ("CUI", "1234567890101", true),
            ("DPI", "1234567880101", false),
            ("DPI", "1234567892301", false),
            ("DUI", "00016297-5", true),
            ("DUI", "00016297-6", false),
            ("DNI", "0801-1990-12345", true),
            ("DNI", "1901-1990-12345", false),
            ("DNI", "0801-3990-12345", false),
            ("c\u{e9}dula", "001-150390-0001A", true),
            ("c\u{e9}dula", "001-321390-0001A", false),
            ("cedula", "00113918205", true),
            ("cedula", "00113918204", false),
            ("cedula", "1710034065", true),
            ("cedula", "1710034066", false),
            ("cedula", "9910034065", false),
            ("carn\u{e9}", "90031512345", true),
            ("carn\u{e9}", "90131512345", false),
        ] {
            let (kind, number) = (kind_of(kind), bare(number));
            let form = form_of(&kind, &number).unwrap_or_else(|| panic!("{kind} {number}"));
            assert_eq!(form.is_valid(&number), valid, "{kind} {number}");
        }
        assert_eq!(form_of("PASSPORT", "G12345678"), None);
    }

    #[test]
    fn numbers_say_who_bears_them() {
        let said = |kind: &str, number: &str| {
            let document = Document { kind: kind.to_owned(), number: number.to_owned() };
            facts(&[document]).map(|facts| {
                let birth = facts.birth.map_or(String::new(), |date| date.to_string());
                let sex = facts.sex.map_or("", |sex| sex.code());
                let country = facts.country.map_or(String::new(), |c| c.code().to_owned());
                format!("{birth} {sex} {country} {}", facts.state.unwrap_or(""))
            })
        };
        for (kind, number, expected) in [
            ("CURP", "HEGG560427MVZRRL04", Some("1956-04-27 female MX Veracruz")),
            ("CURP", "BOXW310820HNERXN09", Some("1931-08-20 male  ")),
            ("CURP", "GAPA900515HDFRRL08", Some("1990-05-15 male MX Ciudad de M\u{e9}xico")),
            ("CURP", "GAPA900515HDFRRL09", None),
            ("DNI", "0801199012345", Some("1990  HN ")),
            ("cedula", "0011503900001A", Some("1990-03-15  NI ")),
            ("cedula", "0011503100001A", Some("2010-03-15  NI ")),
            ("carne", "90031512345", Some("1990-03-15 male CU ")),
            ("carne", "10031572355", Some("2010-03-15 female CU ")),
            ("DUI", "000162975", Some("  SV ")),
            ("PASSPORT", "G12345678", None),
        ] {
            assert_eq!(said(kind, number).as_deref(), expected, "{kind} {number}");
        }
    }
}
