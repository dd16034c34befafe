//! How often two different people come to each level of the comparisons of names:
//! the u-probabilities of the default model. People are drawn from the reference
//! tables: one or two given names, two surnames, of which one in five has one.

use std::collections::BTreeMap;
use std::sync::Arc;

use vinculo_compare::{Comparison, GivenNamesComparison, NameFrequencies, SurnamesComparison};
use vinculo_record::{Column, Kind, Record, RecordKey, Row};

/// Pairs drawn.
const PAIRS: u32 = 2_000_000;
/// People drawn, from whom the pairs are.
const PEOPLE: usize = 20_000;

fn main() {
    let surnames = table(include_str!("../data/names/surnames.csv"), 1);
    let given = table(include_str!("../data/names/given_names.csv"), 2);
    let mut dice = Dice(1);
    let people: Vec<Record> = (0..PEOPLE)
        .map(|_| {
            let mut row = Row::new();
            let first = draw(&given, &mut dice);
            let second = if dice.below(100) < 55 { draw(&given, &mut dice) } else { "" };
            row.insert_text(Column::GivenNames, format!("{first} {second}").trim());
            row.insert_text(Column::PaternalSurname, draw(&surnames, &mut dice));
            if dice.below(100) < 80 {
                row.insert_text(Column::MaternalSurname, draw(&surnames, &mut dice));
            }
            let key = RecordKey::new(Kind::Notice, "X", "1").expect("a key");
            Record::from_row(key, &row).0
        })
        .collect();
    let frequencies = Arc::new(NameFrequencies::reference());
    shares(&GivenNamesComparison::new(Arc::clone(&frequencies)), &people, &mut dice);
    shares(&SurnamesComparison::new(frequencies), &people, &mut dice);
}

fn shares<C: Comparison>(comparison: &C, people: &[Record], dice: &mut Dice) {
    let features: Vec<C::Feature> =
        people.iter().filter_map(|person| comparison.compile(person)).collect();
    let mut counts: BTreeMap<u8, u32> = BTreeMap::new();
    for _ in 0..PAIRS {
        let (a, b) = (dice.below(features.len()), dice.below(features.len()));
        if a != b
            && let Some(finding) = comparison.compare(&features[a], &features[b])
        {
            *counts.entry(finding.level).or_default() += 1;
        }
    }
    println!("{}", comparison.name());
    for (level, count) in counts {
        let share = f64::from(count) / f64::from(PAIRS);
        println!("  {:24} {share:.7}", comparison.levels()[usize::from(level)].name);
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

/// SplitMix64: enough for drawing names, the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }
}
