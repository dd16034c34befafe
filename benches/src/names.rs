//! Labelled pairs of names, and how well scores tell them apart.

use std::collections::{BTreeMap, BTreeSet};

/// The pairs of the benchmark, as committed.
pub const PAIRS: &str = include_str!("../../data-fixtures/names/pairs.csv");

/// A labelled pair of full names.
#[derive(Clone, Debug)]
pub struct Pair {
    /// One name.
    pub left: String,
    /// The other.
    pub right: String,
    /// Whether they are one person's.
    pub same: bool,
    /// What was done to it.
    pub kind: String,
    /// Whether a careful person could tell: `sure` or `likely`, not `unsure`.
    pub counts: bool,
}

/// Reads the committed pairs.
pub fn pairs() -> Vec<Pair> {
    let mut reader = csv::Reader::from_reader(PAIRS.as_bytes());
    let row = |row: csv::StringRecord| Pair {
        left: row[0].to_owned(),
        right: row[1].to_owned(),
        same: &row[2] == "1",
        kind: row[3].to_owned(),
        counts: &row[4] != "unsure",
    };
    reader.records().filter_map(Result::ok).map(row).collect()
}

/// How well a method's scores tell pairs of one person from pairs of two.
#[derive(Clone, Debug)]
pub struct Told {
    /// Area under the curve of true against false positives; ties count half.
    pub area: f64,
    /// Mean precision where each true pair is reached; ties are read together.
    pub average_precision: f64,
    /// The best F1, with its precision, recall and score.
    pub best: (f64, f64, f64, f64),
    /// By kind: pairs, and how many are on their side of the best F1's score.
    pub kinds: BTreeMap<(bool, String), (usize, usize)>,
}

/// Measures scores, one for each pair, over the pairs that count.
pub fn told(pairs: &[Pair], scores: &[f64]) -> Told {
    let mut scored: Vec<(f64, bool)> =
        pairs.iter().zip(scores).filter(|(p, _)| p.counts).map(|(p, s)| (*s, p.same)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let positives = scored.iter().filter(|(_, same)| *same).count() as f64;
    let negatives = scored.len() as f64 - positives;
    let (mut hits, mut misses, mut area, mut precision) = (0.0, 0.0, 0.0, 0.0);
    let mut best = (0.0, 0.0, 0.0, f64::INFINITY);
    for tied in scored.chunk_by(|a, b| a.0 == b.0) {
        let same = tied.iter().filter(|(_, same)| *same).count() as f64;
        let other = tied.len() as f64 - same;
        area += other * (hits + same / 2.0);
        (hits, misses) = (hits + same, misses + other);
        precision += same * hits / (hits + misses);
        let f1 = 2.0 * hits / (hits + misses + positives);
        if f1 > best.0 {
            best = (f1, hits / (hits + misses), hits / positives, tied[0].0);
        }
    }
    let mut kinds: BTreeMap<(bool, String), (usize, usize)> = BTreeMap::new();
    for (pair, score) in pairs.iter().zip(scores) {
        let of = kinds.entry((pair.same, pair.kind.clone())).or_default();
        of.0 += 1;
        of.1 += usize::from((*score >= best.3) == pair.same);
    }
    let average_precision = precision / positives;
    Told { area: area / (positives * negatives), average_precision, best, kinds }
}

/// Lower-case words without accents and punctuation.
pub fn words(name: &str) -> Vec<String> {
    let folded = vinculo_record::fold(name);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// Jaro–Winkler of the whole names.
pub fn jaro_winkler(left: &str, right: &str) -> f64 {
    strsim::jaro_winkler(&words(left).join(" "), &words(right).join(" "))
}

/// Jaro–Winkler of the names with their words sorted.
pub fn token_sorted(left: &str, right: &str) -> f64 {
    let sorted = |name: &str| {
        let mut words = words(name);
        words.sort();
        words.join(" ")
    };
    strsim::jaro_winkler(&sorted(left), &sorted(right))
}

/// The token-set ratio: the best similarity among what is common to both names, and
/// that with the rest of either.
pub fn token_set(left: &str, right: &str) -> f64 {
    let set = |name: &str| words(name).into_iter().collect::<BTreeSet<String>>();
    let (left, right) = (set(left), set(right));
    let join = |words: Vec<&String>| words.into_iter().cloned().collect::<Vec<_>>().join(" ");
    let common = join(left.intersection(&right).collect());
    let with = |rest: String| format!("{common} {rest}").trim().to_owned();
    let one = with(join(left.difference(&right).collect()));
    let two = with(join(right.difference(&left).collect()));
    if !common.is_empty() && (common == one || common == two) {
        return 1.0;
    }
    let ratio = |a: &str, b: &str| {
        let (a_len, b_len) = (a.chars().count(), b.chars().count());
        if a_len + b_len == 0 { 0.0 } else { 2.0 * lcs(a, b) as f64 / (a_len + b_len) as f64 }
    };
    let with_common = |other: &str| if common.is_empty() { 0.0 } else { ratio(&common, other) };
    ratio(&one, &two).max(with_common(&one)).max(with_common(&two))
}

/// Length of the longest common subsequence: the similarity that the ratio rests on.
fn lcs(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row = vec![0; b.len() + 1];
    for c in a.chars() {
        let mut corner = 0;
        for (j, d) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if c == *d { corner + 1 } else { above.max(row[j]) };
            corner = above;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_by_hand() {
        let pair = |same| Pair {
            left: String::new(),
            right: String::new(),
            same,
            kind: "k".into(),
            counts: true,
        };
        let pairs = [pair(true), pair(false), pair(true), pair(false)];
        // 4 > 3 > 2 > 1: of the four comparisons of a true with a false pair three are right
        let found = told(&pairs, &[4.0, 3.0, 2.0, 1.0]);
        assert!((found.area - 0.75).abs() < 1e-12);
        assert!((found.average_precision - (1.0 + 2.0 / 3.0) / 2.0).abs() < 1e-12);
        assert!((found.best.0 - 0.8).abs() < 1e-12);
        assert!((told(&pairs, &[1.0; 4]).area - 0.5).abs() < 1e-12);
    }

    #[test]
    fn ratios_of_words() {
        assert_eq!(token_set("Juan Pérez", "perez juan carlos"), 1.0);
        assert_eq!(token_sorted("Juan Pérez", "PEREZ JUAN"), 1.0);
        assert_eq!(lcs("abcde", "ace"), 3);
        assert!(token_set("Ana Paz", "Luis Coc") < 0.5);
    }

    /// The product's weight of two names orders the pairs better than the others do.
    #[test]
    fn names_are_told_apart_better_than_by_strings() {
        let pairs = pairs();
        let comparer = vinculo_engine::Comparer::new().unwrap();
        let of = |score: &dyn Fn(&str, &str) -> f64| {
            told(&pairs, &pairs.iter().map(|p| score(&p.left, &p.right)).collect::<Vec<_>>())
        };
        let weight = |a: &str, b: &str| {
            comparer
                .names(a, b, vinculo_record::Lang::En)
                .ok()
                .flatten()
                .map_or(0.0, |c| c.weight.bits())
        };
        let ours = of(&weight);
        for peer in [of(&jaro_winkler), of(&token_sorted), of(&token_set)] {
            assert!(ours.area > peer.area, "{} against {}", ours.area, peer.area);
            assert!(ours.average_precision > peer.average_precision);
        }
    }
}
