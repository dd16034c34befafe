//! Biological sex as recorded.

use vinculo_record::vocab::Sex;
use vinculo_record::{Lang, Record};

use crate::documents::facts;
use crate::{Comparison, Finding, Level};

/// Compares the sex: `same` or `different`. Where a record does not say it, a document
/// number may (CURP, Cuban *carné*), beside a record that says it itself. What is undetermined, or neither male
/// nor female, is not compared: remains are sexed with doubt, and papers are not
/// always the person's own.
#[derive(Clone, Copy, Debug, Default)]
pub struct SexComparison;

/// Male or female, as a record or a document number says.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SexFeature {
    sex: Sex,
    from_number: bool,
}

impl Comparison for SexComparison {
    type Feature = SexFeature;

    fn name(&self) -> &'static str {
        "sex"
    }

    fn code_version(&self) -> u32 {
        2
    }

    fn levels(&self) -> &'static [Level] {
        const LEVELS: &[Level] = &[
            Level { name: "same", es: "igual", en: "same" },
            Level { name: "different", es: "distinto", en: "different" },
        ];
        LEVELS
    }

    fn compile(&self, record: &Record) -> Option<SexFeature> {
        let by_number = || facts(&record.identity.documents).and_then(|facts| facts.sex);
        let from_number = record.identity.sex.is_none();
        let sex = record.identity.sex.or_else(by_number)?;
        matches!(sex, Sex::Male | Sex::Female).then_some(SexFeature { sex, from_number })
    }

    fn compare(&self, left: &SexFeature, right: &SexFeature) -> Option<Finding> {
        // two numbers are compared as numbers
        let comparable = !(left.from_number && right.from_number);
        comparable.then(|| Finding::level(u8::from(left.sex != right.sex)))
    }

    fn show(&self, record: &Record, lang: Lang) -> String {
        record.identity.sex.map(|sex| sex.label(lang).to_owned()).unwrap_or_default()
    }

    fn reason(
        &self,
        left: &SexFeature,
        right: &SexFeature,
        _finding: &Finding,
        lang: Lang,
    ) -> String {
        let source = match left.from_number || right.from_number {
            true => lang.pick(" (por el número de documento)", " (by the document number)"),
            false => "",
        };
        match left.sex == right.sex {
            true => format!("{}{source}", left.sex.label(lang)),
            false => format!("{} / {}{source}", left.sex.label(lang), right.sex.label(lang)),
        }
    }
}

#[cfg(test)]
mod tests {
    use vinculo_record::Kind;

    use super::*;
    use crate::testing::{level_name, record};

    #[test]
    fn sexes_compare_as_said() {
        for (left, right, expected) in [
            ("male", "male", Some("same")),
            ("mujer", "female", Some("same")),
            ("male", "female", Some("different")),
            ("female", "hombre", Some("different")),
            ("undetermined", "male", None),
            ("other", "female", None),
            ("", "female", None),
            ("masculino", "hombre", Some("same")),
            ("femenino", "mujer", Some("same")),
            ("Masculino", "FEMENINO", Some("different")),
            ("indeterminado", "mujer", None),
            ("undetermined", "undetermined", None),
            ("other", "other", None),
            ("intersex", "female", None),
            ("", "", None),
            // M is mujer or masculino: the mapping says which
            ("M", "male", None),
            ("xyz", "male", None),
        ] {
            let of = |sex: &str| record(Kind::Notice, &[("sex", sex)]);
            assert_eq!(
                level_name(&SexComparison, &of(left), &of(right)),
                expected,
                "{left} {right}"
            );
            assert_eq!(
                level_name(&SexComparison, &of(right), &of(left)),
                expected,
                "{right} {left}"
            );
        }
    }

    #[test]
    fn a_number_says_the_sex_beside_a_record_that_states_it() {
        let of = |cells: &[(&str, &str)]| record(Kind::Notice, cells);
        let woman = of(&[("document_numbers", "CURP:HEGG560427MVZRRL04")]);
        let man = of(&[("document_numbers", "CURP:GAPA900515HDFRRL08")]);
        let wrong = of(&[("document_numbers", "CURP:HEGG560427MVZRRL05")]);
        let stated = of(&[("document_numbers", "CURP:HEGG560427MVZRRL04"), ("sex", "male")]);
        for (left, right, expected) in [
            (&woman, &of(&[("sex", "female")]), Some("same")),
            (&man, &of(&[("sex", "female")]), Some("different")),
            (&wrong, &of(&[("sex", "female")]), None),
            (&woman, &man, None),
            (&woman, &woman, None),
            (&stated, &of(&[("sex", "male")]), Some("same")),
            (&stated, &woman, Some("different")),
        ] {
            assert_eq!(level_name(&SexComparison, left, right), expected);
            assert_eq!(level_name(&SexComparison, right, left), expected);
        }
    }
}
