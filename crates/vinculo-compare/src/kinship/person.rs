//! What is looked at of one person, read once.

use vinculo_record::{Interval, Record, fold};

use crate::relatives::{Likeness, Named, Names};

/// One side of an examination.
pub(super) struct Person<'a> {
    pub record: &'a Record,
    /// The own name, and the aliases.
    pub names: Vec<Named>,
    /// Surnames in order, one by one.
    pub surnames: Vec<Surname>,
    /// Document numbers, letters and digits alone.
    pub numbers: Vec<String>,
    /// Everything in which another person may be named, letters and digits alone.
    pub text: String,
}

/// One surname.
pub(super) struct Surname {
    pub text: String,
    pub name: Named,
}

impl<'a> Person<'a> {
    pub fn of(names: &Names, record: &'a Record) -> Self {
        let identity = &record.identity;
        let own = names.of_record(record);
        let surnames = surnames(names, record, &own);
        let aliases = identity.aliases.iter().map(|alias| names.of_text(alias));
        let numbers = identity.documents.iter().map(|document| bare(&document.number)).collect();
        let relatives = identity.relatives.iter().flat_map(|r| [&r.name, &r.place]);
        let event = &record.event;
        let texts = relatives.chain(&event.travelling_with).chain(&event.circumstances);
        let text = texts.map(|text| bare(text)).collect::<Vec<_>>().join(" ");
        Self { record, names: [own].into_iter().chain(aliases).collect(), surnames, numbers, text }
    }

    /// The paternal surname where it stands in its own column, or of two.
    pub fn paternal(&self) -> Option<&Surname> {
        let alone = self.surnames.len() < 2 && self.record.identity.paternal_surname.is_none();
        self.surnames
            .first()
            .filter(|_| !(alone && self.record.identity.maternal_surname.is_some()))
    }

    /// The maternal surname, where both are known or it stands in its column.
    pub fn maternal(&self) -> Option<&Surname> {
        match self.surnames.as_slice() {
            [_, second, ..] => Some(second),
            [one]
                if self.record.identity.paternal_surname.is_none()
                    && self.record.identity.maternal_surname.is_some() =>
            {
                Some(one)
            }
            _ => None,
        }
    }

    /// Years of age on the day of the last event, with slack where no date is known.
    pub fn born_before(&self, day: jiff::civil::Date, slack: f64) -> Option<Interval> {
        let age = self.record.age_on(day)?;
        let dated = self.record.identity.birth_date.is_some() || self.record.event.date.is_some();
        let slack = if dated { 0.0 } else { slack };
        Interval::new(age.min() - slack, age.max() + slack)
    }
}

/// Letters and digits alone, in capitals.
pub(super) fn bare(text: &str) -> String {
    fold(text).replace(' ', "").to_uppercase()
}

/// From the columns, else the words of the undivided name that are surnames.
fn surnames(names: &Names, record: &Record, own: &Named) -> Vec<Surname> {
    let identity = &record.identity;
    let columns: Vec<&String> =
        [&identity.paternal_surname, &identity.maternal_surname].into_iter().flatten().collect();
    let mut words: Vec<&str> = Vec::new();
    match columns.as_slice() {
        // Both surnames in one column.
        [one] => words.extend(name_words(one)),
        [] => words.extend(identity.full_name.iter().flat_map(|full| name_words(full))),
        both => words.extend(both.iter().map(|text| text.as_str())),
    }
    let found = words.into_iter().filter_map(|word| {
        let name = names.of_surname(word);
        let likeness = names.surnames(&name, own).map(|(likeness, _)| likeness);
        let is_own = columns.len() == 2 || likeness == Some(Likeness::Agree);
        (is_own && name.surnames.is_some()).then(|| Surname { text: word.to_owned(), name })
    });
    found.take(2).collect()
}

fn name_words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', ',', '-']).filter(|word| !word.is_empty())
}
