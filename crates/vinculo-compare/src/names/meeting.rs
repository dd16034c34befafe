//! Which names of two columns have a word alike, from comparing each word with each other
//! word once: of the pairs of a large collection's names nearly all have none.

use std::collections::HashMap;

use super::pairing::{Joined, Words};
use super::token::{Alike, Token};
use crate::{Finding, Meetings};

/// The distinct words of a column, with the names in which each occurs, ascending. What
/// two neighbouring words make stands among them as a word of its own.
#[derive(Default)]
struct Vocabulary<'a> {
    words: Vec<&'a Token>,
    joined: Vec<&'a Joined>,
    names_of_word: Vec<Vec<u32>>,
    names_of_joined: Vec<Vec<u32>>,
    /// Of each name: its words, and its joined words.
    of_name: Vec<(Vec<u32>, Vec<u32>)>,
}

impl<'a> Vocabulary<'a> {
    /// Of names, each in all its readings.
    fn of<R: IntoIterator<Item = &'a Words>>(names: impl Iterator<Item = R>) -> Self {
        let mut all = Self::default();
        // looked up by key alone, never walked through: their order cannot show
        let (mut words, mut joined) = (HashMap::new(), HashMap::new());
        for (name, readings) in names.enumerate() {
            all.of_name.push((Vec::new(), Vec::new()));
            for reading in readings {
                for word in &reading.tokens {
                    // all that `Token::alike` looks at, but for what follows from the text
                    let key = (&*word.text, word.frequency.is_known, &*word.formals);
                    let id = *words.entry(key).or_insert_with(|| {
                        all.words.push(word);
                        all.names_of_word.push(Vec::new());
                        all.words.len() as u32 - 1
                    });
                    all.names_of_word[id as usize].push(name as u32);
                    all.of_name[name].0.push(id);
                }
                for two in reading.joined() {
                    let id = *joined.entry(two).or_insert_with(|| {
                        all.joined.push(two);
                        all.names_of_joined.push(Vec::new());
                        all.joined.len() as u32 - 1
                    });
                    all.names_of_joined[id as usize].push(name as u32);
                    all.of_name[name].1.push(id);
                }
            }
        }
        // a word that stands in several readings of a name was noted with each
        all.names_of_word.iter_mut().chain(&mut all.names_of_joined).for_each(Vec::dedup);
        all
    }
}

/// The names that may meet: those with a word of one alike a word of the other, or two of
/// one that are a word of the other. Cost: each distinct word of one column with each of
/// the other.
pub(super) fn meetings<'a, R: IntoIterator<Item = &'a Words>>(
    left: impl Iterator<Item = R>,
    right: impl Iterator<Item = R>,
    apart: Finding,
) -> Meetings {
    let (left, right) = (Vocabulary::of(left), Vocabulary::of(right));
    let first_joined = right.words.len() as u32;
    let words = |is: &dyn Fn(&Token) -> bool| -> Vec<u32> {
        let alike = right.words.iter().enumerate().filter(|(_, word)| is(word));
        alike.map(|(i, _)| i as u32).collect()
    };
    let of_word = |word: &&Token| {
        let mut met = words(&|other| word.alike(other) != Alike::Different);
        let joined = right.joined.iter().enumerate().filter(|(_, two)| two.is(word).is_some());
        met.extend(joined.map(|(i, _)| first_joined + i as u32));
        met
    };
    let of_words: Vec<Vec<u32>> = left.words.iter().map(of_word).collect();
    let of_joined: Vec<Vec<u32>> =
        left.joined.iter().map(|two| words(&|other| two.is(other).is_some())).collect();
    let of_name = |(words, joined): &(Vec<u32>, Vec<u32>)| {
        let of_words = words.iter().flat_map(|word| &of_words[*word as usize]);
        let of_joined = joined.iter().flat_map(|two| &of_joined[*two as usize]);
        let mut met: Vec<u32> = of_words.chain(of_joined).copied().collect();
        met.sort_unstable();
        met.dedup();
        met.into()
    };
    let of_left = left.of_name.iter().map(of_name).collect();
    let mut groups = right.names_of_word;
    groups.extend(right.names_of_joined);
    Meetings::new(apart, of_left, groups)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use vinculo_record::Kind;

    use crate::testing::record;
    use crate::{Comparison, GivenNamesComparison, NameFrequencies, SurnamesComparison};

    /// Names in every form that is alike another one's, and names that are not.
    const SAID: [&str; 20] = [
        "María José",
        "Mario",
        "M. J.",
        "Josué Elías",
        "Josuelías",
        "Chema",
        "Pepe",
        "Guillermo",
        "Gillermo Axel",
        "Memo",
        "William",
        "Gracia",
        "García Pérez",
        "Hernández de León",
        "Hdez",
        "Xol Tzoc",
        "Shol",
        "Castelanes",
        "Castellanos",
        "Jean-Baptiste",
    ];

    /// What does not meet is what has nothing in common.
    fn check<C: Comparison>(comparison: &C, left: &[C::Feature], right: &[C::Feature]) {
        let meetings = comparison.meetings(left, right).expect("names have meetings");
        for (i, a) in left.iter().enumerate() {
            let met: Vec<u32> = meetings.met(i).collect();
            for (j, b) in right.iter().enumerate() {
                let found = comparison.compare(a, b);
                if !met.contains(&(j as u32)) {
                    assert_eq!(found, Some(meetings.apart()), "{i} {j}");
                }
            }
        }
    }

    #[test]
    fn names_meet_where_a_word_is_alike() {
        let given = GivenNamesComparison::new(Arc::new(NameFrequencies::reference()));
        let of = |names: &[&str]| -> Vec<_> {
            let records = names.iter().map(|name| record(Kind::Notice, &[("given_names", name)]));
            records.filter_map(|record| given.compile(&record)).collect()
        };
        let left = of(&["José", "Pedro", "Josuelías"]);
        let right = of(&["Juan José", "Chepe", "Rosa", "Josué Elías"]);
        let meetings = given.meetings(&left, &right).expect("names have meetings");
        let met = |i| meetings.met(i).collect::<Vec<_>>();
        assert_eq!([met(0), met(1), met(2)], [vec![0, 1], vec![], vec![3, 3]]);
    }

    proptest! {
        #[test]
        fn names_that_do_not_meet_have_nothing_in_common(
            said in prop::collection::vec((0..SAID.len(), 0..SAID.len(), 0..4_u8), 2..24),
        ) {
            let frequencies = Arc::new(NameFrequencies::reference());
            let records = said.iter().map(|(one, other, form)| {
                let (one, other) = (SAID[*one], SAID[*other]);
                let cells: &[(&str, &str)] = match form {
                    0 => &[("given_names", one), ("paternal_surname", other)],
                    1 => &[("full_name", &format!("{one} {other}"))],
                    2 => &[("given_names", one), ("aliases", other)],
                    _ => &[("paternal_surname", one), ("maternal_surname", other)],
                };
                record(Kind::Notice, cells)
            });
            let records: Vec<_> = records.collect();
            let given = GivenNamesComparison::new(Arc::clone(&frequencies));
            let features: Vec<_> = records.iter().filter_map(|r| given.compile(r)).collect();
            check(&given, &features, &features[features.len() / 2..]);
            let surnames = SurnamesComparison::new(frequencies);
            let features: Vec<_> = records.iter().filter_map(|r| surnames.compile(r)).collect();
            check(&surnames, &features, &features[features.len() / 2..]);
        }
    }
}
