//! Two whole names, each typed into one field in whatever order.

use std::sync::Arc;

use vinculo_record::Lang;

use super::frequencies::NameFrequencies;
use super::given::GivenNamesComparison;
use super::surnames::SurnamesComparison;
use super::words::name_words;
use crate::{Comparison, Finding};

/// Most words of a name that are tried in all ways of cutting.
const MAX_WORDS: usize = 6;

/// Compares whole names by the comparisons of given names and surnames, under the
/// way of cutting them that makes them most alike.
#[derive(Clone)]
pub struct FullNames {
    given: GivenNamesComparison,
    surnames: SurnamesComparison,
}

/// What was found on two whole names.
#[derive(Clone, Debug, PartialEq)]
pub struct FullNamesFinding {
    /// On the given names; `None` if one name has none.
    pub given: Option<Finding>,
    /// On the surnames; `None` if one name has none.
    pub surnames: Option<Finding>,
    /// Both in words.
    pub reason: String,
}

impl FullNames {
    /// With the frequencies of names.
    pub fn new(frequencies: Arc<NameFrequencies>) -> Self {
        Self {
            given: GivenNamesComparison::new(Arc::clone(&frequencies)),
            surnames: SurnamesComparison::new(frequencies),
        }
    }

    /// The comparison of given names.
    pub fn given(&self) -> &GivenNamesComparison {
        &self.given
    }

    /// The comparison of surnames.
    pub fn surnames(&self) -> &SurnamesComparison {
        &self.surnames
    }

    /// Compares two whole names. Each is cut into given names and one or two
    /// surnames in every usual way; `weigh` tells how much findings on both parts
    /// weigh, and the heaviest pair of cuts is taken. `None` if a name is empty.
    pub fn compare(
        &self,
        left: &str,
        right: &str,
        lang: Lang,
        weigh: impl Fn(Option<&Finding>, Option<&Finding>) -> i64,
    ) -> Option<FullNamesFinding> {
        let (lefts, rights) = (cuts(left), cuts(right));
        let mut best: Option<(i64, FullNamesFinding)> = None;
        for (left_given, left_surnames) in &lefts {
            for (right_given, right_surnames) in &rights {
                let given = self.given.of_words(left_given).zip(self.given.of_words(right_given));
                let surnames = self
                    .surnames
                    .of_words(left_surnames)
                    .zip(self.surnames.of_words(right_surnames));
                let on_given = given.as_ref().and_then(|(a, b)| self.given.compare(a, b));
                let on_surnames = surnames.as_ref().and_then(|(a, b)| self.surnames.compare(a, b));
                let weight = weigh(on_given.as_ref(), on_surnames.as_ref());
                if best.as_ref().is_some_and(|(known, _)| *known >= weight) {
                    continue;
                }
                let of_given = given
                    .as_ref()
                    .zip(on_given.as_ref())
                    .map(|((a, b), finding)| self.given.reason(a, b, finding, lang));
                let of_surnames = surnames
                    .as_ref()
                    .zip(on_surnames.as_ref())
                    .map(|((a, b), finding)| self.surnames.reason(a, b, finding, lang));
                let reasons: Vec<String> = of_given.into_iter().chain(of_surnames).collect();
                let reason = reasons.join("; ");
                best = Some((
                    weight,
                    FullNamesFinding { given: on_given, surnames: on_surnames, reason },
                ));
            }
        }
        best.map(|(_, finding)| finding)
    }
}

/// Given names and surnames.
type Cut = (Vec<String>, Vec<String>);

/// The usual ways of cutting a name: one or two surnames at the end, or at the
/// beginning; a comma tells where they are.
fn cuts(text: &str) -> Vec<Cut> {
    if let Some((surnames, given)) = text.split_once(',') {
        return vec![(name_words(given), name_words(surnames))];
    }
    let words: Vec<String> = name_words(text).into_iter().take(MAX_WORDS).collect();
    let n = words.len();
    match n {
        0 => return Vec::new(),
        1 => return vec![(words, Vec::new())],
        _ => {}
    }
    let mut cuts = Vec::new();
    for surnames in (1..=2.min(n - 1)).rev() {
        cuts.push((words[..n - surnames].to_vec(), words[n - surnames..].to_vec()));
        cuts.push((words[surnames..].to_vec(), words[..surnames].to_vec()));
    }
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Levels count from the closest; what is missing is between.
    fn weigh(given: Option<&Finding>, surnames: Option<&Finding>) -> i64 {
        let of = |finding: Option<&Finding>| finding.map_or(-5, |f| -i64::from(f.level));
        of(given) + 2 * of(surnames)
    }

    #[test]
    fn whole_names_compare_in_any_order() {
        let names = FullNames::new(Arc::new(NameFrequencies::reference()));
        for (left, right, given, surnames) in [
            ("Juan Pérez López", "Pérez López Juan", "exact", "both"),
            ("Juan Pérez López", "PEREZ LOPEZ, JUAN", "exact", "both"),
            ("Juan Carlos Pérez López", "Juan Pérez", "subset", "one"),
            ("Francisco Caal Xol", "Pancho Ca'al Shol", "nickname", "both_spelling"),
            ("María Ruiz", "Ruiz María", "exact", "one"),
            ("Juan Pérez", "Ana Gómez", "disagree", "disagree"),
        ] {
            let found = names.compare(left, right, Lang::Es, weigh).unwrap();
            let level = |f: Option<Finding>, levels: &[crate::Level]| {
                f.map(|f| levels[f.level as usize].name)
            };
            assert_eq!(level(found.given, names.given().levels()), Some(given), "{left} / {right}");
            assert_eq!(
                level(found.surnames, names.surnames().levels()),
                Some(surnames),
                "{left} / {right}"
            );
        }
        assert!(names.compare("", "Juan", Lang::Es, weigh).is_none());
    }
}
