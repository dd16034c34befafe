//! From options to records and truth, person by person.

use vinculo_record::{Column, Kind, Link, RecordKey, Row};

use crate::person::Person;
use crate::rates::{DUPLICATE_NOTICE, DUPLICATE_REMAINS, DUPLICATE_SHELTER, Rates, rates};
use crate::record::{Numbering, Part, Scribe, notice, remains, shelter};
use crate::truth::{Spoiled, age_group};
use crate::{MAX_PEOPLE, SynthError, SynthOptions, TruthPair};

/// A population in memory.
#[derive(Clone, PartialEq, Eq)]
pub struct Population {
    /// Notices, in the order of the people.
    pub notices: Vec<(RecordKey, Row)>,
    /// Remains.
    pub remains: Vec<(RecordKey, Row)>,
    /// Intakes.
    pub shelter: Vec<(RecordKey, Row)>,
    /// All pairs of records that are one person, but for records under protection
    /// hold, which are in no list.
    pub truth: Vec<TruthPair>,
}

/// The records of one person and the pairs among them.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Made {
    /// Keys and rows, of all kinds.
    pub records: Vec<(RecordKey, Row)>,
    /// The pairs.
    pub truth: Vec<TruthPair>,
    spoiled: Vec<Spoiled>,
}

/// Generates a population in memory: about 5 KB for each person. For files alone,
/// [`crate::write_population`] keeps one person in memory at a time.
///
/// # Errors
/// When the number of people is out of range.
///
/// ```
/// use vinculo_synth::{SynthOptions, generate};
/// let options = SynthOptions { seed: 7, people: 50, corruption: Default::default() };
/// let population = generate(&options)?;
/// assert!(population.notices.len() > 20);
/// assert!(generate(&SynthOptions { people: 0, ..options }).is_err());
/// # Ok::<(), vinculo_synth::SynthError>(())
/// ```
pub fn generate(options: &SynthOptions) -> Result<Population, SynthError> {
    let mut population =
        Population { notices: vec![], remains: vec![], shelter: vec![], truth: vec![] };
    for made in people(options)? {
        let made = made?;
        for (key, row) in made.records {
            let collection = match key.kind {
                Kind::Notice => &mut population.notices,
                Kind::Remains => &mut population.remains,
                Kind::Shelter => &mut population.shelter,
            };
            collection.push((key, row));
        }
        population.truth.extend(made.truth);
    }
    Ok(population)
}

/// The people of a population one by one, in an order that does not depend on how many
/// there are: the first N of M are the N of a smaller population.
///
/// # Errors
/// When the number of people is out of range.
pub fn people(options: &SynthOptions) -> Result<People, SynthError> {
    if !(1..=MAX_PEOPLE).contains(&options.people) {
        return Err(SynthError::People);
    }
    Ok(People { options: *options, rates: rates(options.corruption), next: 0 })
}

/// See [`people`].
pub struct People {
    options: SynthOptions,
    rates: Rates,
    next: u32,
}

impl Iterator for People {
    type Item = Result<Made, SynthError>;

    fn next(&mut self) -> Option<Self::Item> {
        let index = self.next;
        (index < self.options.people).then(|| {
            self.next += 1;
            make(self.options.seed, index, &self.rates)
        })
    }
}

fn make(seed: u64, index: u32, rates: &Rates) -> Result<Made, SynthError> {
    let (person, mut dice) = Person::draw(seed, index);
    let numbering = Numbering::new(seed);
    let mut made = Made::default();
    let mut used: Vec<String> = Vec::new();
    for kind in Kind::ALL {
        let count = match kind {
            Kind::Notice if person.fate.notice => copies(&mut dice, DUPLICATE_NOTICE),
            Kind::Remains if person.fate.remains => copies(&mut dice, DUPLICATE_REMAINS),
            Kind::Shelter if person.fate.shelter => copies(&mut dice, DUPLICATE_SHELTER),
            _ => 0,
        };
        for nth in 0..count {
            let mut scribe = Scribe::new(&mut dice, rates, &person);
            let source = match kind {
                Kind::Notice => notice(&mut scribe, &used),
                Kind::Remains => remains(&mut scribe, part(nth, count)),
                Kind::Shelter => shelter(&mut scribe, intake(&person, nth)),
            };
            let (mut row, spoiled) = (scribe.row, scribe.spoiled);
            let key = numbering.key(kind, source, index, nth)?;
            row.insert_text(Column::LocalId, key.local_id.as_str());
            row.insert_text(Column::Source, source);
            if kind == Kind::Notice {
                used.push(source.to_owned());
            }
            made.records.push((key, row));
            made.spoiled.push(spoiled);
        }
    }
    made.truth = pairs(&person, &made);
    Ok(made)
}

/// One record, with the first probability a second, of these with the second a third.
fn copies(dice: &mut crate::dice::Dice, [second, third]: [f64; 2]) -> u32 {
    match (dice.chance(second), dice.chance(third)) {
        (false, _) => 1,
        (true, false) => 2,
        (true, true) => 3,
    }
}

fn part(nth: u32, count: u32) -> Part {
    match (nth, count) {
        (0, 1) => Part::Body,
        (0, _) => Part::Torso,
        _ => Part::Limb,
    }
}

fn intake(person: &Person, nth: u32) -> crate::journey::Stop {
    match nth {
        0 => person.journey.shelter,
        1 => person.journey.later_shelters[0],
        _ => person.journey.later_shelters[1],
    }
}

/// All linked pairs of a person's records that may be found: a record under
/// protection hold is in no list, so a pair with one is nobody's to find.
fn pairs(person: &Person, made: &Made) -> Vec<TruthPair> {
    let mut pairs = Vec::new();
    let open = |row: &Row| !row.contains(Column::ProtectionHold);
    let records = || made.records.iter().enumerate().filter(|(_, (_, row))| open(row));
    for (i, (a, _)) in records() {
        for (j, (b, _)) in records().filter(|(j, _)| *j > i) {
            let Some((link, swapped)) = Link::between(a.kind, b.kind) else { continue };
            let swapped = swapped || (link.is_same_kind() && b < a);
            let (left, right) = if swapped { (b, a) } else { (a, b) };
            pairs.push(TruthPair {
                left: left.clone(),
                right: right.clone(),
                link,
                stratum: made.spoiled[i].pair(&made.spoiled[j]),
                country: person.origin.country,
                sex: if person.male { "male" } else { "female" },
                age_group: age_group(person.age(person.journey.departure)),
                surname_group: crate::origin::surname_group(person.origin.group),
            });
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use vinculo_record::{Column as C, fold};

    use super::*;
    use crate::{Corruption, Stratum, is_held_out, nicknames};

    const PEOPLE: u32 = 5_000;

    /// How often something was done, of the records that could have it.
    #[derive(Default)]
    struct Tally(BTreeMap<&'static str, (u32, u32)>);

    impl Tally {
        fn add(&mut self, what: &'static str, done: bool) {
            let (yes, all) = self.0.entry(what).or_default();
            *yes += u32::from(done);
            *all += 1;
        }

        /// The share is the rate within four standard deviations.
        fn check(&self, what: &'static str, rate: f64) {
            let (yes, all) = self.0[what];
            let share = f64::from(yes) / f64::from(all);
            let bound = 4.0 * (rate * (1.0 - rate) / f64::from(all)).sqrt();
            assert!((share - rate).abs() <= bound, "{what}: {share} of {all}, not {rate}");
        }
    }

    fn count(
        tally: &mut Tally,
        person: &Person,
        (kind, day): (Kind, i32),
        row: &Row,
        spoiled: &Spoiled,
    ) {
        match kind {
            Kind::Notice => count_notice(tally, person, row),
            Kind::Shelter => {
                let nationality = row.get(C::Nationality).map(|cell| cell.items()[0].as_str());
                let other = nationality != Some(person.origin.country);
                tally.add("nationality", other);
                let minor = (13..18).contains(&person.age(day));
                let stated = row.text(C::DeclaredAge).and_then(|age| age.parse::<i32>().ok());
                let adult = stated.is_some_and(|age| age >= 18);
                if minor {
                    tally.add("minor", adult);
                }
                let lied = other || minor && adult;
                assert!(!lied || spoiled.has(Stratum::FalseDeclaration));
            }
            Kind::Remains => {}
        }
    }

    fn count_notice(tally: &mut Tally, person: &Person, row: &Row) {
        let one_field = row.contains(C::FullName);
        tally.add("one_field", one_field);
        tally.add("sex_missing", !row.contains(C::Sex));
        tally.add("age_only", !row.contains(C::BirthDate));
        if let (false, true) = (one_field, person.maternal.is_some()) {
            tally.add("maternal_lost", !row.contains(C::MaternalSurname));
        }
        if let (Some(written), true) = (row.text(C::PaternalSurname), person.paternal.len() > 3) {
            tally.add("upper_case", written == written.to_uppercase());
        }
        if let Some(birth) = row.text(C::BirthDate) {
            tally.add("birth_truncated", birth.len() < 10);
        }
    }

    #[test]
    fn mistakes_are_made_at_the_stated_rates() {
        for corruption in Corruption::ALL {
            let rates = rates(corruption);
            let mut tally = Tally::default();
            for index in 0..PEOPLE {
                let made = make(3, index, &rates).unwrap();
                let (person, _) = Person::draw(3, index);
                let mut intakes = 0;
                for ((key, row), spoiled) in made.records.iter().zip(&made.spoiled) {
                    let day = intake(&person, intakes).day;
                    intakes += u32::from(key.kind == Kind::Shelter);
                    count(&mut tally, &person, (key.kind, day), row, spoiled);
                }
            }
            tally.check("one_field", rates.one_field);
            tally.check("sex_missing", rates.sex_missing);
            tally.check("age_only", rates.age_only);
            tally.check("maternal_lost", rates.maternal_lost);
            tally.check("upper_case", rates.upper_case);
            tally.check("birth_truncated", rates.birth_truncated);
            tally.check("nationality", rates.false_nationality);
            tally.check("minor", rates.false_adulthood);
        }
    }

    #[test]
    fn nicknames_are_of_both_sides_of_the_partition_and_told_apart() {
        let rates = rates(Corruption::High);
        let mut seen = [0, 0];
        for index in 0..PEOPLE {
            let (person, _) = Person::draw(3, index);
            let made = make(3, index, &rates).unwrap();
            for ((_, row), spoiled) in made.records.iter().zip(&made.spoiled) {
                let held = spoiled.has(Stratum::UnknownNickname);
                let known = spoiled.has(Stratum::KnownNickname);
                // A single name, not misspelt, that was written instead of the whole.
                let misspelt = spoiled.has(Stratum::Spelling)
                    || spoiled.has(Stratum::FalseDeclaration)
                    || row.contains(C::FullName);
                if misspelt || !(held || known) || spoiled.given.contains(' ') {
                    continue;
                }
                seen[usize::from(held)] += 1;
                let formal = [person.given.join(" ")];
                let formals = formal.iter().map(String::as_str).chain(person.given.clone());
                let items: Vec<String> = formals
                    .map(|formal| format!("hypocoristic:{}:{}", spoiled.given, fold(formal)))
                    .collect();
                let of_table = nicknames().filter(|nickname| {
                    let item =
                        format!("hypocoristic:{}:{}", fold(nickname.short), fold(nickname.formal));
                    items.contains(&item)
                });
                let sides: Vec<bool> = of_table.map(|nickname| nickname.held_out).collect();
                assert!(sides.contains(&held), "{items:?} {sides:?}");
                assert!(items.iter().any(|item| is_held_out(item) == held));
            }
        }
        let share = f64::from(seen[1]) / f64::from(seen[0] + seen[1]);
        assert!(seen[1] > 50 && (0.05..0.5).contains(&share), "{seen:?}");
    }
}
