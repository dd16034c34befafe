//! Biological sex as recorded.

use vinculo_record::vocab::Sex;
use vinculo_record::{Lang, Record};

use crate::{Comparison, Finding, Level};

/// Compares the sex: `same` or `different`. What is undetermined, or neither male
/// nor female, is not compared: remains are sexed with doubt, and papers are not
/// always the person's own.
#[derive(Clone, Copy, Debug, Default)]
pub struct SexComparison;

impl Comparison for SexComparison {
    type Feature = Sex;

    fn name(&self) -> &'static str {
        "sex"
    }

    fn code_version(&self) -> u32 {
        1
    }

    fn levels(&self) -> &'static [Level] {
        const LEVELS: &[Level] = &[
            Level { name: "same", es: "igual", en: "same" },
            Level { name: "different", es: "distinto", en: "different" },
        ];
        LEVELS
    }

    fn compile(&self, record: &Record) -> Option<Sex> {
        record.identity.sex.filter(|sex| matches!(sex, Sex::Male | Sex::Female))
    }

    fn compare(&self, left: &Sex, right: &Sex) -> Option<Finding> {
        Some(Finding::level(u8::from(left != right)))
    }

    fn show(&self, record: &Record, lang: Lang) -> String {
        record.identity.sex.map(|sex| sex.label(lang).to_owned()).unwrap_or_default()
    }

    fn reason(&self, left: &Sex, right: &Sex, _finding: &Finding, lang: Lang) -> String {
        if left == right {
            return left.label(lang).to_owned();
        }
        format!("{} / {}", left.label(lang), right.label(lang))
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
        ] {
            let of = |sex| record(Kind::Notice, &[("sex", sex)]);
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
}
