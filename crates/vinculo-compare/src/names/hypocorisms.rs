//! Which short forms stand for which names.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};
use vinculo_record::fold;

use super::words::words;

/// `hypocoristic,formal`, with sources and licences in `data/names/README.md`:
/// Spanish short forms; names that have one form in another language or in another
/// spelling of the same language; English short forms.
pub(super) const TABLES: [&str; 3] = [
    include_str!("../../data/names/hypocorisms.csv"),
    include_str!("../../data/names/equivalents.csv"),
    include_str!("../../data/names/nicknames_en.csv"),
];

/// Part of the pairs is left out of the table, chosen by digest, so that synthetic
/// data can tell how the comparison does on short forms that it does not know.
const HELD_OUT_BELOW: u8 = 64;

/// For each word, the numbers of the formal names that it may stand for; a formal
/// name stands for itself. Names of several words are one word here.
static FORMALS: LazyLock<BTreeMap<String, Vec<u32>>> = LazyLock::new(|| {
    let known = pairs().filter(|(short, formal)| !is_held_out(short, formal));
    let known: Vec<(String, String)> =
        known.map(|(short, formal)| (words(&short).concat(), words(&formal).concat())).collect();
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    for (_, formal) in &known {
        let next = numbers.len() as u32;
        numbers.entry(formal).or_insert(next);
    }
    let mut formals: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (short, formal) in &known {
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

/// The formal names that a folded word may stand for, as sorted numbers. Of a name
/// of several words, ask for them written as one: *Chema* is *José María*.
pub(super) fn formals(word: &str) -> &'static [u32] {
    FORMALS.get(word).map_or(&[], Vec::as_slice)
}

/// Short form and formal name of all tables, as written there.
fn pairs() -> impl Iterator<Item = (String, String)> {
    TABLES.into_iter().flat_map(|table| {
        let reader = csv::Reader::from_reader(table.as_bytes());
        let rows = reader.into_records().filter_map(Result::ok);
        rows.filter(|row| row.len() == 2).map(|row| (row[0].to_owned(), row[1].to_owned()))
    })
}

/// The rule that whoever makes test data follows too: the digest of both forms,
/// folded, words apart.
fn is_held_out(short: &str, formal: &str) -> bool {
    let item = format!("vinculo-held-out:hypocoristic:{}:{}", fold(short), fold(formal));
    Sha256::digest(item.as_bytes())[0] < HELD_OUT_BELOW
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_held_out_and_the_rest_is_known() {
        let (mut held, mut all) = (0, 0);
        for (short, formal) in pairs() {
            all += 1;
            if is_held_out(&short, &formal) {
                held += 1;
                continue;
            }
            let (short, formal) = (words(&short).concat(), words(&formal).concat());
            let shared = formals(&short).iter().any(|f| formals(&formal).contains(f));
            assert!(shared, "{short} {formal}");
        }
        let share = f64::from(held) / f64::from(all);
        assert!((0.2..0.3).contains(&share), "{share}");
    }

    #[test]
    fn what_is_held_out_is_told_by_the_folded_pair() {
        // First bytes of sha256("vinculo-held-out:hypocoristic:…"), with sha256sum.
        for (short, formal, held) in HELD {
            assert_eq!(is_held_out(short, formal), held, "{short} {formal}");
        }
    }

    /// Short form, formal name, whether held out, and the byte. In the first three
    /// the words written as one would fall on the other side.
    const HELD: [(&str, &str, bool); 5] = [
        ("Anita", "Ana María", true),     // 57
        ("Chemita", "José María", true),  // 4
        ("Anamaría", "Ana María", false), // 194
        ("Chepe", "José", false),         // 89
        ("Ñoño", "Antonio", false),       // 76
    ];
}
