//! Undivided names cut into given names and surnames, by what is likeliest.

use super::frequencies::reference_shares;

/// Most words of a name that are cut in all ways.
const MAX_WORDS: usize = 7;
/// Most given names before a single surname; a longer name has two.
const CUT_GIVEN: usize = 3;
/// Share of undivided names that begin with the given names, and of those that end
/// with them. Judgement: forms of the region put surnames first in about a quarter;
/// hardly anybody mixes them.
const GIVEN_FIRST: f64 = 0.74;
/// See [`GIVEN_FIRST`].
const GIVEN_LAST: f64 = 0.25;
/// Share of each other arrangement. Judgement.
const MIXED: f64 = 0.002;
/// Share of undivided names with both surnames. Judgement: papers of one country have
/// two, those of the United States one.
const TWO_SURNAMES: f64 = 0.70;
/// Share of undivided names without a surname. Judgement: a few forms have no more.
const NO_SURNAME: f64 = 0.03;

/// One way of cutting a name: which words are surnames, and the logarithm of how likely.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cut {
    pub given: Vec<String>,
    pub surnames: Vec<String>,
    pub likelihood: f64,
}

/// The ways of cutting two words and more into given names and at most two
/// surnames, likeliest first; only those at least this part as likely as the first, and at most
/// so many. Names that no table knows leave it to the usual order.
pub(super) fn cuts(words: &[String], part: f64, most: usize) -> Vec<Cut> {
    let words = &words[..words.len().min(MAX_WORDS)];
    let shares: Vec<(f64, f64)> = words.iter().map(|word| reference_shares(word)).collect();
    let mut cuts: Vec<(f64, u32)> = Vec::new();
    for set in 0_u32..1 << words.len() {
        let count = set.count_ones() as usize;
        let given = words.len() - count;
        if count > 2 || given == 0 || (given > CUT_GIVEN && count < 2) {
            continue;
        }
        let number = [NO_SURNAME, 1.0 - TWO_SURNAMES - NO_SURNAME, TWO_SURNAMES][count];
        let as_words: f64 = shares
            .iter()
            .enumerate()
            .map(|(i, (g, s))| if set & 1 << i == 0 { g.ln() } else { s.ln() })
            .sum();
        cuts.push((as_words + number.ln() + arrangement(set, count, words.len()).ln(), set));
    }
    cuts.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    let least = cuts.first().map_or(0.0, |(best, _)| best + part.ln());
    cuts.retain(|(likelihood, _)| *likelihood >= least);
    cuts.truncate(most);
    let side = |set: u32, is_surname: bool| {
        let words = words.iter().enumerate();
        words.filter(|(i, _)| (set & 1 << i != 0) == is_surname).map(|(_, w)| w.clone()).collect()
    };
    cuts.into_iter()
        .map(|(likelihood, set)| Cut {
            given: side(set, false),
            surnames: side(set, true),
            likelihood,
        })
        .collect()
}

/// Share of names with their surnames in those places.
fn arrangement(set: u32, count: usize, words: usize) -> f64 {
    let block = (1_u32 << count) - 1;
    if count > 0 && set == block << (words - count) {
        GIVEN_FIRST
    } else if count > 0 && set == block {
        GIVEN_LAST
    } else if count == 0 {
        1.0
    } else {
        MIXED
    }
}

/// How much likelier words are given names than surnames, as a logarithm.
pub(super) fn given_rather_than_surnames(words: &[String]) -> f64 {
    words
        .iter()
        .map(|word| reference_shares(word))
        .map(|(given, surname)| (given / surname).ln())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, part: f64) -> Vec<String> {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        let cuts = cuts(&words, part, 4);
        cuts.iter().map(|c| format!("{}|{}", c.given.join(" "), c.surnames.join(" "))).collect()
    }

    #[test]
    fn the_likeliest_cut_stands_first() {
        for (text, expected) in [
            ("juan perez", "juan|perez"),
            ("perez juan", "juan|perez"),
            ("juan carlos", "juan carlos|"),
            ("juan carlos perez lopez", "juan carlos|perez lopez"),
            ("perez lopez juan carlos", "juan carlos|perez lopez"),
            ("perez juan lopez", "juan|perez lopez"),
            ("zzyza zzyzb zzyzc", "zzyza|zzyzb zzyzc"),
            ("pascual pascual", "pascual|pascual"),
            ("ana lucia sofia maria perez lopez", "ana lucia sofia maria|perez lopez"),
        ] {
            assert_eq!(texts(text, 1.0)[0], expected, "{text}");
        }
    }

    #[test]
    fn what_is_in_doubt_has_several_cuts() {
        assert_eq!(texts("juan perez lopez", 0.01).len(), 1);
        assert!(texts("zzyza zzyzb zzyzc", 0.01).len() > 2);
        assert_eq!(texts("zzyza zzyzb zzyzc", 1e-9).len(), 4);
    }
}
