//! Which short forms stand for which names.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use super::words::words;

/// `hypocoristic,formal`: own compilation (CC0), see `data/names/README.md`.
const TABLE: &str = include_str!("../../data/names/hypocorisms.csv");

/// Part of the pairs is left out of the table, chosen by digest, so that synthetic
/// data can tell how the comparison does on short forms that it does not know.
const HELD_OUT_BELOW: u8 = 64;

/// For each word, the numbers of the formal names that it may stand for; a formal
/// name stands for itself.
static FORMALS: LazyLock<BTreeMap<String, Vec<u32>>> = LazyLock::new(|| {
    let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
    let pairs: Vec<(String, String)> = reader
        .records()
        .filter_map(Result::ok)
        .map(|row| (words(&row[0]).concat(), words(&row[1]).concat()))
        .filter(|(short, formal)| !is_held_out(short, formal))
        .collect();
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    for (_, formal) in &pairs {
        let next = numbers.len() as u32;
        numbers.entry(formal).or_insert(next);
    }
    let mut formals: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (short, formal) in &pairs {
        let number = numbers[formal.as_str()];
        for word in [short, formal] {
            let known = formals.entry(word.clone()).or_default();
            if !known.contains(&number) {
                known.push(number);
            }
        }
    }
    formals.values_mut().for_each(|known| known.sort_unstable());
    formals
});

/// The formal names that a folded word may stand for, as sorted numbers.
pub(super) fn formals(word: &str) -> &'static [u32] {
    FORMALS.get(word).map_or(&[], Vec::as_slice)
}

fn is_held_out(short: &str, formal: &str) -> bool {
    let item = format!("vinculo-held-out:hypocoristic:{short}:{formal}");
    Sha256::digest(item.as_bytes())[0] < HELD_OUT_BELOW
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_held_out_and_the_rest_is_known() {
        let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
        let (mut held, mut all) = (0, 0);
        for row in reader.records().map(Result::unwrap) {
            let (short, formal) = (words(&row[0]).concat(), words(&row[1]).concat());
            all += 1;
            if is_held_out(&short, &formal) {
                held += 1;
            } else {
                let shared = formals(&short).iter().any(|f| formals(&formal).contains(f));
                assert!(shared, "{short} {formal}");
            }
        }
        let share = f64::from(held) / f64::from(all);
        assert!((0.2..0.3).contains(&share), "{share}");
    }
}
