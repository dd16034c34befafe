//! Identity documents: the same number, nearly the same, or another of the type.

use vinculo_record::{Lang, Record, fold};

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
/// | `one_off` | two numbers of one type, one character wrong or two swapped |
/// | `different` | numbers of one type, none alike; documents are borrowed and forged |
///
/// Documents of different types are not comparable.
#[derive(Clone, Copy, Debug, Default)]
pub struct DocumentsComparison;

/// The documents of a record: type (empty if unknown) and number, without signs.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DocumentsFeature(Vec<(Box<str>, Box<str>)>);

impl Comparison for DocumentsComparison {
    type Feature = DocumentsFeature;

    fn name(&self) -> &'static str {
        "documents"
    }

    fn code_version(&self) -> u32 {
        1
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
        let bare = |text: &str| fold(text).replace(' ', "").to_uppercase();
        let mut documents: Vec<(Box<str>, Box<str>)> = record
            .identity
            .documents
            .iter()
            .map(|document| (bare(&document.kind).into(), bare(&document.number).into()))
            .filter(|(_, number): &(Box<str>, Box<str>)| number.len() >= LEAST_CHARS)
            .collect();
        documents.sort();
        documents.dedup();
        (!documents.is_empty()).then_some(DocumentsFeature(documents))
    }

    fn compare(&self, left: &DocumentsFeature, right: &DocumentsFeature) -> Option<Finding> {
        let mut best = None;
        for (left_kind, left) in &left.0 {
            for (right_kind, right) in &right.0 {
                let comparable =
                    left_kind == right_kind || left_kind.is_empty() || right_kind.is_empty();
                let level = match () {
                    () if !comparable => continue,
                    () if left == right => SAME,
                    () if left_kind != right_kind => continue,
                    () if one_off(left, right) => ONE_OFF,
                    () => DIFFERENT,
                };
                best = Some(best.map_or(level, |known: u8| known.min(level)));
            }
        }
        best.map(Finding::level)
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
            .map(|(kind, _)| kind)
            .find(|kind| !kind.is_empty() && right.0.iter().any(|(other, _)| other == *kind));
        kind.map_or_else(|| label.to_owned(), |kind| format!("{kind}: {label}"))
    }
}

fn one_off(left: &str, right: &str) -> bool {
    left.len() >= ONE_OFF_CHARS
        && left.len().abs_diff(right.len()) <= 1
        && strsim::osa_distance(left, right) == 1
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
            ("DPI:1234567890101", "DPI:1234567890110", Some("one_off")),
            ("DPI:1234567890101", "DPI:1234567890102", Some("one_off")),
            ("DPI:1234567890101", "DPI:9876543210101", Some("different")),
            ("DPI:1234567890101", "PASAPORTE:G1234567", None),
            ("DPI:1234567890101;PASAPORTE:G1234567", "PASAPORTE:G1234567", Some("same")),
            (
                "DPI:1234567890101;PASAPORTE:G1234567",
                "PASAPORTE:G7654321;DPI:1234567890101",
                Some("same"),
            ),
            ("CURP:XEXX010101HNEXXXA4", "CURP:XEXX010101HNEXXXA8", Some("one_off")),
            ("DNI:0801", "DNI:0802", Some("different")),
            ("DNI:08", "DNI:08", None),
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
