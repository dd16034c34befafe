//! Identity documents: the same number, nearly the same, or another of the type.
//!
//! What a number says of its bearer (birth date, sex, state of birth) is compared with
//! the other record by the comparisons of age, sex and origin, where the record does
//! not say it itself; between two numbers it is not, for that is the number again.

mod number;

use vinculo_record::{Lang, Record};

pub(crate) use self::number::facts;
use self::number::{bare, form_of, kind_of};
use crate::{Comparison, Finding, Level};

const SAME: u8 = 0;
const ONE_OFF: u8 = 1;
const DIFFERENT: u8 = 2;

/// Fewest characters of a number whose neighbours are compared: shorter ones are
/// near each other by chance.
const ONE_OFF_CHARS: usize = 7;
/// Fewest characters of a number that counts as one.
const LEAST_CHARS: usize = 4;

/// Compares document numbers.
///
/// | Level | Meaning |
/// | --- | --- |
/// | `same` | a number in common, of one type or a type not known |
/// | `one_off` | two numbers of one type, one character wrong or two swapped, or characters that look alike; never two whose check digits are both right where that rules a slip out |
/// | `different` | numbers of one type, none alike; documents are borrowed and forged |
///
/// Documents of different types are not comparable.
#[derive(Clone, Copy, Debug, Default)]
pub struct DocumentsComparison;

/// The documents of a record, in order.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DocumentsFeature(Box<[Numbered]>);

/// A document, without signs.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Numbered {
    /// The type; empty if unknown.
    kind: Box<str>,
    number: Box<str>,
    /// The number with characters that look alike made one.
    looks: Box<str>,
    /// Whether its check digit rules out that any one character is wrong.
    is_checked: bool,
}

impl Comparison for DocumentsComparison {
    type Feature = DocumentsFeature;

    fn name(&self) -> &'static str {
        "documents"
    }

    fn code_version(&self) -> u32 {
        2
    }

    fn levels(&self) -> &'static [Level] {
        const LEVELS: &[Level] = &[
            Level { name: "same", es: "mismo número", en: "same number" },
            Level {
                name: "one_off",
                es: "número con un carácter distinto",
                en: "number one character off",
            },
            Level {
                name: "different",
                es: "otro número del mismo tipo",
                en: "another number of the type",
            },
        ];
        LEVELS
    }

    fn compile(&self, record: &Record) -> Option<DocumentsFeature> {
        let documents = record.identity.documents.iter();
        let mut documents: Vec<Numbered> = documents
            .map(|document| Numbered::new(kind_of(&document.kind), bare(&document.number)))
            .filter(|document| document.number.len() >= LEAST_CHARS)
            .collect();
        documents.sort();
        documents.dedup();
        (!documents.is_empty()).then_some(DocumentsFeature(documents.into()))
    }

    fn compare(&self, left: &DocumentsFeature, right: &DocumentsFeature) -> Option<Finding> {
        let pairs = left.0.iter().flat_map(|a| right.0.iter().map(move |b| (a, b)));
        pairs.filter_map(|(a, b)| a.level_with(b)).min().map(Finding::level)
    }

    fn show(&self, record: &Record, _lang: Lang) -> String {
        let documents = record.identity.documents.iter();
        documents.map(|d| format!("{} {}", d.kind, d.number)).collect::<Vec<_>>().join(", ")
    }

    fn reason(
        &self,
        left: &DocumentsFeature,
        right: &DocumentsFeature,
        finding: &Finding,
        lang: Lang,
    ) -> String {
        let label = self.levels()[usize::from(finding.level)].label(lang);
        let kind = left
            .0
            .iter()
            .map(|document| &document.kind)
            .find(|kind| !kind.is_empty() && right.0.iter().any(|other| other.kind == **kind));
        kind.map_or_else(|| label.to_owned(), |kind| format!("{kind}: {label}"))
    }
}

impl Numbered {
    fn new(kind: String, number: String) -> Self {
        let form = form_of(&kind, &number);
        let is_checked = form.is_some_and(|form| form.sees_every_slip() && form.is_valid(&number));
        let looks: String = number.chars().map(looks_like).collect();
        Self { kind: kind.into(), number: number.into(), looks: looks.into(), is_checked }
    }

    /// The level of two documents; `None` for those of different types.
    fn level_with(&self, other: &Self) -> Option<u8> {
        if self.number == other.number {
            let comparable =
                self.kind == other.kind || self.kind.is_empty() || other.kind.is_empty();
            return comparable.then_some(SAME);
        }
        if self.kind != other.kind {
            return None;
        }
        let may_be_slip = !(self.is_checked && other.is_checked);
        Some(if may_be_slip && self.is_one_off(other) { ONE_OFF } else { DIFFERENT })
    }

    fn is_one_off(&self, other: &Self) -> bool {
        let (left, right) = (&*self.number, &*other.number);
        self.number.len() >= ONE_OFF_CHARS
            && left.len().abs_diff(right.len()) <= 1
            && (self.looks == other.looks || strsim::osa_distance(left, right) == 1)
    }
}

/// One of the characters that a reader or a scanner takes for each other.
fn looks_like(c: char) -> char {
    match c {
        'O' | 'Q' | 'D' => '0',
        'I' | 'L' => '1',
        'Z' => '2',
        'S' => '5',
        'G' => '6',
        'B' => '8',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vinculo_record::Kind;

    use super::*;
    use crate::testing::{finding, level_name, record};

    fn of(text: &str) -> Record {
        record(Kind::Notice, &[("document_numbers", text)])
    }

    #[test]
    fn documents_compare_as_said() {
        for (left, right, expected) in [
            ("DPI:1234 56789 0101", "DPI:1234567890101", Some("same")),
            ("dpi:1234567890101", "DPI:1234-56789-0101", Some("same")),
            ("CUI:1234567890101", "DPI:1234-56789-0101", Some("same")),
            ("DPI/CUI:1234567890101", "CUI:1234567890101", Some("same")),
            ("C.U.R.P.:HEGG560427MVZRRL04", "curp:hegg560427mvzrrl04", Some("same")),
            ("CURP:HEGG 560427 MVZRRL 04", "CURP:HEGG560427MVZRRL04", Some("same")),
            ("cédula:001-150390-0001A", "CEDULA:0011503900001A", Some("same")),
            ("cédula de identidad:00113918205", "CI:001-1391820-5", Some("same")),
            ("Pasaporte:G1234567", "PASSPORT:g 1234567", Some("same")),
            ("DUI:00016297-5", "DUI:000162975", Some("same")),
            ("carnet de identidad:90031512345", "CARNÉ:90031512345", Some("same")),
            ("DNI:0801-1990-12345", "Tarjeta de identidad:0801199012345", Some("same")),
            // a type that is not known may be any
            ("DOC:1234567890101", "DPI:1234567890101", Some("same")),
            ("ID:G1234567", "PASAPORTE:G1234567", Some("same")),
            ("DOC:G1234567", "DOC:G1234567", Some("same")),
            ("DOC:G1234567", "PASAPORTE:G7654321", None),
            // one of several
            ("DPI:1234567890101;PASAPORTE:G1234567", "PASAPORTE:G1234567", Some("same")),
            (
                "DPI:1234567890101;PASAPORTE:G1234567",
                "PASAPORTE:G7654321;DPI:1234567890101",
                Some("same"),
            ),
            ("DPI:1234567890101;DPI:2340128540101", "DPI:2340128540120", Some("different")),
            // a slip: one of the two fails its check digit, or there is none
            ("DPI:1234567890101", "DPI:1234567890110", Some("one_off")),
            ("DPI:1234567890101", "DPI:1234567880101", Some("one_off")),
            ("DPI:1234567890101", "DPI:123456789101", Some("one_off")),
            ("DPI:1234567890101", "DPI:12345678900101", Some("one_off")),
            ("DPI:1234567890101", "DPI:2134567890101", Some("one_off")),
            ("CURP:XEXX010101HNEXXXA4", "CURP:XEXX010101HNEXXXA8", Some("one_off")),
            ("CURP:GAPA900515HDFRRL08", "CURP:GAPA900515HDFRRL09", Some("one_off")),
            ("CURP:GAPA900515HDFRRL08", "CURP:GAPA900516HDFRRL08", Some("one_off")),
            ("DUI:00016297-5", "DUI:00016297-6", Some("one_off")),
            ("cedula:00113918205", "cedula:00113918204", Some("one_off")),
            ("PASAPORTE:G1234567", "PASAPORTE:G1234568", Some("one_off")),
            ("PASAPORTE:G1234567", "PASAPORTE:61234567", Some("one_off")),
            ("DNI:0801-1990-12345", "DNI:0801-1990-12354", Some("one_off")),
            // characters that look alike, several of them
            ("CURP:GAPA900515HDFRRL08", "CURP:GAPA9OO5I5HDFRRL08", Some("one_off")),
            ("CURP:GAPA900515HDFRRL08", "CURP:6APA900S15HDFRRLO8", Some("one_off")),
            ("PASAPORTE:B0185520", "PASAPORTE:80I8SS20", Some("one_off")),
            // neither can be the other mistyped: both pass a check that sees every slip
            ("cedula:00113918205", "cedula:00113918213", Some("different")),
            ("cedula:1710034065", "cedula:1710034073", Some("different")),
            // these checks do not see all slips
            ("DPI:1234567890101", "DPI:1234567890102", Some("one_off")),
            ("DPI:1234567890101;PASAPORTE:G1234567", "DPI:1234567890102", Some("one_off")),
            ("DPI:1234567890101", "DPI:9876543210101", Some("different")),
            ("DNI:0801199012345", "DNI:0801199054321", Some("different")),
            ("PASAPORTE:G1234567", "PASAPORTE:C7654321", Some("different")),
            // too short to be near each other
            ("DNI:0801", "DNI:0802", Some("different")),
            ("DNI:080112", "DNI:080113", Some("different")),
            ("DNI:08", "DNI:08", None),
            ("DPI:1234567890101", "PASAPORTE:G1234567", None),
            ("CURP:HEGG560427MVZRRL04", "INE:HRGRGL56042730M", None),
            ("", "DPI:1234567890101", None),
        ] {
            assert_eq!(
                level_name(&DocumentsComparison, &of(left), &of(right)),
                expected,
                "{left} / {right}"
            );
            assert_eq!(
                level_name(&DocumentsComparison, &of(right), &of(left)),
                expected,
                "{right} / {left}"
            );
        }
    }

    #[test]
    fn a_reason_holds_no_number() {
        let (left, right) = (of("DPI:1234567890101"), of("DPI:1234567890102"));
        let comparison = DocumentsComparison;
        let (a, b) = (comparison.compile(&left).unwrap(), comparison.compile(&right).unwrap());
        let finding = comparison.compare(&a, &b).unwrap();
        let reason = comparison.reason(&a, &b, &finding, Lang::En);
        assert_eq!(reason, "DPI: number one character off");
    }

    proptest! {
        #[test]
        fn any_text_compares_alike_from_both_sides(a in "[A-C]{0,2}:[0-9]{0,9}", b in "\\PC{0,20}") {
            let (a, b) = (of(&a), of(&b));
            prop_assert_eq!(
                finding(&DocumentsComparison, &a, &b),
                finding(&DocumentsComparison, &b, &a)
            );
        }
    }
}
