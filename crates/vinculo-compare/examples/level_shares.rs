//! How often two different people come to each level of the comparisons of names:
//! the u-probabilities of the default model, and what a comparison costs. People are
//! drawn from the reference tables and written down with the mistakes of [`noise`];
//! nothing is taken from the synthetic population that evaluates the model.

mod dice;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use vinculo_compare::{Comparison, GivenNamesComparison, NameFrequencies, SurnamesComparison};
use vinculo_record::{Column, Kind, Record, RecordKey, Row, fold};

use dice::Dice;

/// Pairs drawn.
const PAIRS: u32 = 20_000_000;
/// People drawn, from whom the pairs are.
const PEOPLE: usize = 20_000;

/// How names are written down, in per cent. All judgement: the field reference
/// describes these habits without counting them.
mod noise {
    /// People with two given names.
    pub const SECOND_GIVEN: usize = 55;
    /// Of those, the ones with a usual compound (Juan Carlos); others are independent.
    pub const COMPOUND: usize = 50;
    /// A second given name left out.
    pub const SECOND_DROPPED: usize = 25;
    /// A given name written as a short form.
    pub const SHORT_FORM: usize = 8;
    /// A given name written as an initial.
    pub const INITIAL: usize = 2;
    /// A name written as it sounds, and one with a letter lost; of each word.
    pub const RESPELT: usize = 4;
    /// See [`RESPELT`].
    pub const LETTER_LOST: usize = 3;
    /// A maternal surname that is not recorded.
    pub const NO_MATERNAL: usize = 20;
}

/// The reference tables that people are drawn from.
struct Tables {
    surnames: Vec<(String, usize)>,
    given: Vec<(String, usize)>,
    compounds: Vec<(String, usize)>,
    short_forms: BTreeMap<String, Vec<String>>,
}

fn main() {
    let mut short_forms: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let pairs = include_str!("../data/names/hypocorisms.csv");
    for row in csv::Reader::from_reader(pairs.as_bytes()).records().filter_map(Result::ok) {
        short_forms.entry(fold(&row[1])).or_default().push(row[0].to_owned());
    }
    let tables = Tables {
        surnames: table(include_str!("../data/names/surnames.csv"), 1),
        given: table(include_str!("../data/names/given_names.csv"), 2),
        compounds: table(include_str!("../data/names/given_compounds.csv"), 1),
        short_forms,
    };
    let mut dice = Dice(1);
    let people: Vec<Record> = (0..PEOPLE).map(|_| person(&tables, &mut dice)).collect();
    let frequencies = Arc::new(NameFrequencies::reference());
    shares(&GivenNamesComparison::new(Arc::clone(&frequencies)), &people, &mut dice);
    shares(&SurnamesComparison::new(frequencies), &people, &mut dice);
}

fn person(tables: &Tables, dice: &mut Dice) -> Record {
    let mut given: Vec<String> = vec![draw(&tables.given, dice).to_owned()];
    if dice.percent(noise::SECOND_GIVEN) {
        if dice.percent(noise::COMPOUND) {
            let compound = draw(&tables.compounds, dice);
            given = compound.split(' ').map(str::to_owned).collect();
        } else {
            given.push(draw(&tables.given, dice).to_owned());
        }
        if dice.percent(noise::SECOND_DROPPED) {
            given.truncate(1);
        }
    }
    let mut names: Vec<String> = given.iter().map(|name| written(name, tables, dice)).collect();
    let mut row = Row::new();
    row.insert_text(Column::GivenNames, names.join(" "));
    names = (0..2).map(|_| misspelt(draw(&tables.surnames, dice), dice)).collect();
    row.insert_text(Column::PaternalSurname, names[0].as_str());
    if !dice.percent(noise::NO_MATERNAL) {
        row.insert_text(Column::MaternalSurname, names[1].as_str());
    }
    let key = RecordKey::new(Kind::Notice, "X", "1").expect("a key");
    Record::from_row(key, &row).0
}

/// A given name as it is written down.
fn written(name: &str, tables: &Tables, dice: &mut Dice) -> String {
    if dice.percent(noise::SHORT_FORM)
        && let Some(forms) = tables.short_forms.get(name)
    {
        return forms[dice.below(forms.len())].clone();
    }
    if dice.percent(noise::INITIAL) {
        return name.chars().take(1).collect();
    }
    misspelt(name, dice)
}

/// A word as it is written down.
fn misspelt(word: &str, dice: &mut Dice) -> String {
    const SOUNDS: [(&str, &str); 8] = [
        ("z", "s"),
        ("v", "b"),
        ("b", "v"),
        ("h", ""),
        ("ll", "y"),
        ("ge", "je"),
        ("qu", "k"),
        ("y", "i"),
    ];
    if dice.percent(noise::RESPELT) {
        let usable: Vec<_> = SOUNDS.iter().filter(|(from, _)| word.contains(from)).collect();
        if !usable.is_empty() {
            let (from, to) = usable[dice.below(usable.len())];
            return word.replacen(from, to, 1);
        }
    }
    if dice.percent(noise::LETTER_LOST) {
        let lost = dice.below(word.chars().count());
        return word.chars().enumerate().filter(|(i, _)| *i != lost).map(|(_, c)| c).collect();
    }
    word.to_owned()
}

fn shares<C: Comparison>(comparison: &C, people: &[Record], dice: &mut Dice) {
    let features: Vec<C::Feature> =
        people.iter().filter_map(|person| comparison.compile(person)).collect();
    let mut counts: BTreeMap<u8, u32> = BTreeMap::new();
    let started = Instant::now();
    for _ in 0..PAIRS {
        let (a, b) = (dice.below(features.len()), dice.below(features.len()));
        if a != b
            && let Some(finding) = comparison.compare(&features[a], &features[b])
        {
            *counts.entry(finding.level).or_default() += 1;
        }
    }
    let nanoseconds = started.elapsed().as_nanos() / u128::from(PAIRS);
    println!("{} ({nanoseconds} ns a pair)", comparison.name());
    for (level, count) in counts {
        let share = f64::from(count) / f64::from(PAIRS);
        println!("  {:24} {share:.8}", comparison.levels()[usize::from(level)].name);
    }
}

/// Names with the running total of their counts.
fn table(text: &str, count: usize) -> Vec<(String, usize)> {
    let mut total = 0;
    csv::Reader::from_reader(text.as_bytes())
        .records()
        .filter_map(Result::ok)
        .map(|row| {
            total += row[count].parse::<f64>().unwrap_or(0.0) as usize;
            (row[0].to_owned(), total)
        })
        .collect()
}

fn draw<'a>(table: &'a [(String, usize)], dice: &mut Dice) -> &'a str {
    let total = table.last().map_or(1, |(_, total)| *total);
    let at = dice.below(total);
    &table[table.partition_point(|(_, until)| *until <= at)].0
}
