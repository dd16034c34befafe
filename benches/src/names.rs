//! How well names are compared: labelled pairs, peers in Rust, and measures.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};
use vinculo_engine::Comparer;
use vinculo_record::Lang;

/// A pair of the labelled file.
#[derive(Clone)]
pub struct NamePair {
    /// One whole name.
    pub left: String,
    /// The other.
    pub right: String,
    /// Whether it was written for one person.
    pub same: bool,
    /// The rule that made it.
    pub kind: String,
    /// Whether a careful reader can tell from the names alone: measures leave out the others.
    pub clear: bool,
}

/// Reads a file of pairs: columns `left`, `right`, `same`, `kind`, `sure`.
///
/// # Errors
/// When the file cannot be read or a row is not as it must be.
pub fn read_pairs(path: &Path) -> Result<Vec<NamePair>> {
    let mut reader = csv::Reader::from_path(path).with_context(|| format!("{}", path.display()))?;
    let mut pairs = Vec::new();
    for row in reader.records() {
        let row = row?;
        let [left, right, same, kind, sure] = [0, 1, 2, 3, 4].map(|i| row.get(i).unwrap_or(""));
        anyhow::ensure!(matches!(same, "0" | "1"), "row {}: same is 0 or 1", pairs.len() + 1);
        anyhow::ensure!(
            matches!(sure, "sure" | "likely" | "unsure"),
            "row {}: sure is sure, likely or unsure",
            pairs.len() + 1
        );
        pairs.push(NamePair {
            left: left.to_owned(),
            right: right.to_owned(),
            same: same == "1",
            kind: kind.to_owned(),
            clear: sure != "unsure",
        });
    }
    Ok(pairs)
}

/// The score of two whole names: the more alike, the higher.
pub type Score = Box<dyn Fn(&str, &str) -> f64>;

/// A way to compare two whole names.
pub struct Method {
    /// Its name.
    pub name: &'static str,
    /// Its score.
    pub score: Score,
}

/// vínculo first, then the peers in Rust.
///
/// # Errors
/// When the built-in model does not fit, which a test excludes.
pub fn methods() -> Result<Vec<Method>> {
    let comparer = Comparer::new()?;
    // Two names that cannot be compared have no weight for or against.
    let weight = move |left: &str, right: &str| match comparer.names(left, right, Lang::En) {
        Ok(Some(found)) => f64::from(found.weight.0),
        _ => 0.0,
    };
    Ok(vec![
        Method { name: "vínculo", score: Box::new(weight) },
        Method {
            name: "Jaro–Winkler",
            score: Box::new(|a, b| strsim::jaro_winkler(&folded(a), &folded(b))),
        },
        Method {
            name: "Jaro–Winkler, words sorted",
            score: Box::new(|a, b| strsim::jaro_winkler(&sorted(a), &sorted(b))),
        },
        Method { name: "token set ratio", score: Box::new(token_set_ratio) },
    ])
}

/// Lower case without accents, with single spaces for all that is no letter or digit: the same help to every peer.
fn folded(text: &str) -> String {
    let plain: String = text.chars().flat_map(char::to_lowercase).map(without_accent).collect();
    plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The letters with accents of the languages of the file.
fn without_accent(letter: char) -> char {
    match letter {
        'á' | 'à' | 'â' | 'ã' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'õ' | 'ö' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        other => other,
    }
}

fn sorted(text: &str) -> String {
    let folded = folded(text);
    let mut words: Vec<&str> = folded.split(' ').collect();
    words.sort_unstable();
    words.join(" ")
}

/// `fuzz.token_set_ratio` of RapidFuzz over folded words, 0 to 1: the best of the ratios between the shared words, the
/// shared and the left's own, the shared and the right's own.
#[must_use]
pub fn token_set_ratio(left: &str, right: &str) -> f64 {
    let (left, right) = (folded(left), folded(right));
    let words = |text: &'_ str| -> BTreeSet<String> {
        text.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let (left, right) = (words(&left), words(&right));
    if left.is_empty() || right.is_empty() {
        return 0.0;
    }
    let join =
        |words: Vec<&String>| words.into_iter().map(String::as_str).collect::<Vec<_>>().join(" ");
    let shared = join(left.intersection(&right).collect());
    let (only_left, only_right) =
        (join(left.difference(&right).collect()), join(right.difference(&left).collect()));
    if !shared.is_empty() && (only_left.is_empty() || only_right.is_empty()) {
        return 1.0;
    }
    let with =
        |own: &str| if shared.is_empty() { own.to_owned() } else { format!("{shared} {own}") };
    let (with_left, with_right) = (with(&only_left), with(&only_right));
    let of_both = ratio(&with_left, &with_right);
    if shared.is_empty() {
        return of_both;
    }
    of_both.max(ratio(&shared, &with_left)).max(ratio(&shared, &with_right))
}

/// Twice the longest common subsequence over the sum of lengths: RapidFuzz's `fuzz.ratio`.
fn ratio(left: &str, right: &str) -> f64 {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    if left.is_empty() && right.is_empty() {
        return 1.0;
    }
    let mut row = vec![0_usize; right.len() + 1];
    for a in &left {
        let mut diagonal = 0;
        for (i, b) in right.iter().enumerate() {
            let above = row[i + 1];
            row[i + 1] = if a == b { diagonal + 1 } else { above.max(row[i]) };
            diagonal = above;
        }
    }
    2.0 * row[right.len()] as f64 / (left.len() + right.len()) as f64
}

/// How well scores part the pairs of one person from those of two.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parting {
    /// Area under the ROC curve: how often a pair of one person is above one of two, ties half.
    pub area: f64,
    /// Average precision.
    pub average_precision: f64,
    /// The best F1 of any threshold.
    pub f1: f64,
    /// Precision at it.
    pub precision: f64,
    /// Recall at it.
    pub recall: f64,
    /// The lowest score that it takes for one person.
    pub threshold: f64,
}

/// Measures scores with labels; `None` without pairs of both labels.
#[must_use]
pub fn parting(scored: &[(f64, bool)]) -> Option<Parting> {
    let same = scored.iter().filter(|s| s.1).count();
    let other = scored.len() - same;
    if same == 0 || other == 0 {
        return None;
    }
    let mut scored = scored.to_vec();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut best = Parting {
        area: 0.0,
        average_precision: 0.0,
        f1: -1.0,
        precision: 0.0,
        recall: 0.0,
        threshold: f64::INFINITY,
    };
    // Both areas go by thresholds: pairs of equal score are taken together, so their order in the file is nothing.
    let (mut hits, mut misses) = (0_usize, 0_usize);
    for tied in scored.chunk_by(|a, b| a.0 == b.0) {
        let new_hits = tied.iter().filter(|s| s.1).count();
        let new_misses = tied.len() - new_hits;
        best.area += new_misses as f64 * (hits as f64 + new_hits as f64 / 2.0);
        hits += new_hits;
        misses += new_misses;
        let (precision, recall) = (hits as f64 / (hits + misses) as f64, hits as f64 / same as f64);
        best.average_precision += precision * new_hits as f64 / same as f64;
        let f1 = 2.0 * hits as f64 / (hits + misses + same) as f64;
        if f1 > best.f1 {
            best = Parting { f1, precision, recall, threshold: tied[0].0, ..best };
        }
    }
    best.area /= same as f64 * other as f64;
    Some(best)
}

/// The measures of a method's scores, one a pair, on the pairs that a careful reader can tell.
#[must_use]
pub fn parting_of_clear(pairs: &[NamePair], scores: &[f64]) -> Option<Parting> {
    let clear = pairs.iter().zip(scores).filter(|(pair, _)| pair.clear);
    parting(&clear.map(|(pair, score)| (*score, pair.same)).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_those_of_a_worked_example() {
        // By hand: 0.9+ | 0.8- 0.8+ | 0.5- . Pairs won: 2 (0.9) + 0.5 (tie) + 1 of 4.
        let found = parting(&[(0.8, false), (0.9, true), (0.5, false), (0.8, true)]).unwrap();
        assert!((found.area - 3.5 / 4.0).abs() < 1e-12);
        assert!((found.average_precision - (0.5 + 0.5 * 2.0 / 3.0)).abs() < 1e-12);
        assert!((found.f1 - 0.8).abs() < 1e-12);
        assert_eq!((found.threshold, found.recall), (0.8, 1.0));
        assert!(parting(&[(1.0, true)]).is_none());
    }

    #[test]
    fn token_set_ratio_is_as_rapidfuzz_has_it() {
        // Values of rapidfuzz 3.14 `fuzz.token_set_ratio` / 100.
        for (left, right, expected) in [
            ("Juan Pérez", "PEREZ LOPEZ, JUAN", 1.0),
            ("ana lopez", "ana lopes", 0.888_888_888_9),
            ("abc", "xyz", 0.0),
        ] {
            let found = token_set_ratio(left, right);
            assert!((found - expected).abs() < 1e-9, "{left} {right}: {found}");
        }
    }
}
