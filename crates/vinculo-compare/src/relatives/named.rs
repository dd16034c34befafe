//! A whole name in one field, compiled by the comparisons of names.

use std::sync::Arc;

use vinculo_record::{Identity, Kind, Record, RecordKey};

use super::figures::KNOWN_GIVEN_NAME;
use crate::{
    Comparison, Finding, GivenNamesComparison, GivenNamesFeature, Level, NameFrequencies,
    SurnamesComparison, SurnamesFeature,
};

/// The comparisons of names, with what each of their levels means for a relative.
#[derive(Clone)]
pub(crate) struct Names {
    given: GivenNamesComparison,
    surnames: SurnamesComparison,
    of_given: Box<[Likeness]>,
    of_surnames: Box<[Likeness]>,
}

/// A name, compiled.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Named {
    pub given: Option<GivenNamesFeature>,
    pub surnames: Option<SurnamesFeature>,
}

/// How alike two names are, closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    /// The same, or one of its usual forms.
    Agree,
    /// In part, or similar.
    Part,
    /// Nothing alike.
    Differ,
}

/// Levels under which names of two people are the same name. What is not here and
/// not *disagree* agrees in part.
const AGREEING: &[&str] = &[
    "exact",
    "reordered",
    "spelling",
    "subset",
    "nickname",
    "subset_spelling",
    "both",
    "swapped",
    "both_spelling",
    "one",
    "one_spelling",
];

impl Names {
    pub fn new(frequencies: Arc<NameFrequencies>) -> Self {
        let given = GivenNamesComparison::new(Arc::clone(&frequencies));
        let surnames = SurnamesComparison::new(frequencies);
        let likeness = |levels: &[Level]| levels.iter().map(|l| likeness(l.name)).collect();
        let (of_given, of_surnames) = (likeness(given.levels()), likeness(surnames.levels()));
        Self { given, surnames, of_given, of_surnames }
    }

    /// A name as it stands in one field. A single word is a given name, for families
    /// name each other by it; so are two of which the second is rather a given name
    /// than a surname (*María Elena*).
    pub fn of_text(&self, text: &str) -> Named {
        let words: Vec<&str> = text.split_whitespace().collect();
        let is_given = match words.as_slice() {
            [_] => true,
            [_, second] => self.is_given_name(second),
            _ => false,
        };
        self.of_column(text, is_given)
    }

    /// Whether a word is a known given name, and rather that than a surname.
    fn is_given_name(&self, word: &str) -> bool {
        let name = self.of_column(word, false);
        let known = self.given(&name, &name).and_then(|(_, frequency)| frequency);
        known.is_some_and(|share| share > KNOWN_GIVEN_NAME)
    }

    fn of_column(&self, text: &str, is_given: bool) -> Named {
        self.of(|identity| {
            let column = if is_given { &mut identity.given_names } else { &mut identity.full_name };
            *column = Some(text.to_owned());
        })
    }

    fn of(&self, fill: impl FnOnce(&mut Identity)) -> Named {
        let Ok(key) = RecordKey::new(Kind::Notice, "-".to_owned(), "-".to_owned()) else {
            return Named { given: None, surnames: None };
        };
        let mut record = Record::empty(key);
        fill(&mut record.identity);
        self.of_record(&record)
    }

    /// A word that is a surname.
    pub fn of_surname(&self, text: &str) -> Named {
        self.of(|identity| identity.paternal_surname = Some(text.to_owned()))
    }

    /// The name of a record's own person.
    pub fn of_record(&self, record: &Record) -> Named {
        Named { given: self.given.compile(record), surnames: self.surnames.compile(record) }
    }

    /// How alike given names are, and how frequent such an agreement is.
    pub fn given(&self, a: &Named, b: &Named) -> Option<(Likeness, Option<f32>)> {
        let finding = self.given.compare(a.given.as_ref()?, b.given.as_ref()?)?;
        Some(read(&self.of_given, &finding))
    }

    /// The same of surnames.
    pub fn surnames(&self, a: &Named, b: &Named) -> Option<(Likeness, Option<f32>)> {
        let finding = self.surnames.compare(a.surnames.as_ref()?, b.surnames.as_ref()?)?;
        Some(read(&self.of_surnames, &finding))
    }
}

fn read(of_level: &[Likeness], finding: &Finding) -> (Likeness, Option<f32>) {
    let likeness = of_level.get(usize::from(finding.level)).copied();
    (likeness.unwrap_or(Likeness::Differ), finding.frequency)
}

fn likeness(level: &str) -> Likeness {
    match level {
        "disagree" => Likeness::Differ,
        name if AGREEING.contains(&name) => Likeness::Agree,
        _ => Likeness::Part,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_levels_of_names_are_known() {
        let names = Names::new(Arc::new(NameFrequencies::reference()));
        let levels = || names.given.levels().iter().chain(names.surnames.levels());
        for name in AGREEING {
            assert!(levels().any(|l| l.name == *name), "{name} is no level of names any more");
        }
        assert!(levels().filter(|l| l.name == "disagree").count() == 2);
    }
}
