//! The rules of a model, all broken ones reported at once.

use std::collections::BTreeSet;

use super::path;
use super::spec::{ComparisonSpec, FrequencySpec, LevelSpec, LinkSpec, ModelSpec};
use crate::constants::{ORDER_TOLERANCE, SUM_TOLERANCE, WEIGHT_CAP_BITS};
use crate::error::Problems;

/// Adds the rules that `spec` breaks.
pub(super) fn check(spec: &ModelSpec, problems: &mut Problems) {
    said(&spec.name, "name", problems);
    if spec.links.is_empty() {
        problems.push(
            "links".to_owned(),
            "no link",
            "add a section such as [links.notice-remains]",
        );
    }
    for (name, link) in &spec.links {
        check_link(link, &path::link(name.as_str()), problems);
    }
}

fn check_link(link: &LinkSpec, path: &str, problems: &mut Problems) {
    open_unit(link.prior.share, &format!("{path}.prior.share"), problems);
    said(&link.prior.source, &format!("{path}.prior.source"), problems);
    for (name, group) in &link.groups {
        let path = path::item(path, "groups", name, 0);
        snake_case(name, &path, problems);
        within_cap(group.cap_bits, &format!("{path}.cap_bits"), problems);
        said(&group.source, &format!("{path}.source"), problems);
        if !link.comparisons.iter().any(|c| c.group.as_deref() == Some(name)) {
            problems.push(
                path,
                "no comparison is in this group",
                "name it in a comparison or remove it",
            );
        }
    }
    if let Some(frequencies) = &link.frequencies {
        check_frequencies(frequencies, &format!("{path}.frequencies"), problems);
    } else if link.comparisons.iter().flat_map(|c| &c.levels).any(|level| level.tf_factor > 0.0) {
        let remedy = "add floor, shrinkage, tf_cap_bits and source, or remove every tf_factor";
        problems.push(
            format!("{path}.frequencies"),
            "missing, but a level has a tf_factor",
            remedy,
        );
    }
    check_comparisons(link, path, problems);
}

fn check_frequencies(frequencies: &FrequencySpec, path: &str, problems: &mut Problems) {
    let digest = &frequencies.digest;
    let hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let readable = digest.is_empty() || (digest.len() == 64 && digest.bytes().all(hex));
    if !readable {
        let cause = "must be empty or the 64 hex digits, in lower case, of a SHA-256";
        problems.push(format!("{path}.digest"), cause, "copy the digest that training printed");
    }
    open_unit(frequencies.floor, &format!("{path}.floor"), problems);
    not_negative(frequencies.shrinkage, &format!("{path}.shrinkage"), problems);
    within_cap(frequencies.tf_cap_bits, &format!("{path}.tf_cap_bits"), problems);
    said(&frequencies.source, &format!("{path}.source"), problems);
}

fn check_comparisons(link: &LinkSpec, path: &str, problems: &mut Problems) {
    if link.comparisons.is_empty() {
        problems.push(format!("{path}.comparisons"), "no comparison", "add at least one");
    }
    let mut names = BTreeSet::new();
    for (index, comparison) in link.comparisons.iter().enumerate() {
        let path = path::item(path, "comparisons", &comparison.name, index);
        if !names.insert(&comparison.name) && !comparison.name.is_empty() {
            problems.push(
                format!("{path}.name"),
                "this comparison stands twice",
                "keep one of them",
            );
        }
        check_comparison(comparison, &path, problems);
        if let Some(group) = &comparison.group
            && !link.groups.contains_key(group)
        {
            let cause = format!("group `{group}` has no cap");
            problems.push(
                format!("{path}.group"),
                cause,
                "add [links.….groups.…] with cap_bits and source",
            );
        }
    }
}

fn check_comparison(comparison: &ComparisonSpec, path: &str, problems: &mut Problems) {
    snake_case(&comparison.name, &format!("{path}.name"), problems);
    said(&comparison.source, &format!("{path}.source"), problems);
    if comparison.code_version == 0 {
        problems.push(
            format!("{path}.code_version"),
            "must be a whole number from 1",
            "write the version of the comparison's code",
        );
    }
    let mut names = BTreeSet::new();
    for (index, level) in comparison.levels.iter().enumerate() {
        let path = path::item(path, "levels", &level.level, index);
        if !names.insert(&level.level) && !level.level.is_empty() {
            problems.push(format!("{path}.level"), "this level stands twice", "keep one of them");
        }
        check_level(level, &path, problems);
    }
    if comparison.levels.len() < 2 {
        let remedy = "add the others: those of one comparison cover every outcome";
        problems.push(format!("{path}.levels"), "fewer than two levels", remedy);
        return;
    }
    check_sums(comparison, path, problems);
    check_order(comparison, path, problems);
}

fn check_level(level: &LevelSpec, path: &str, problems: &mut Problems) {
    said(&level.level, &format!("{path}.level"), problems);
    if level.level.chars().any(char::is_control) {
        problems.push(format!("{path}.level"), "has a control character", "remove it");
    }
    open_unit(level.m, &format!("{path}.m"), problems);
    open_unit(level.u, &format!("{path}.u"), problems);
    said(&level.source, &format!("{path}.source"), problems);
    not_negative(level.pseudo_count, &format!("{path}.pseudo_count"), problems);
    if !(0.0..=1.0).contains(&level.tf_factor) {
        let cause = format!("must be from 0 to 1, not {}", level.tf_factor);
        problems.push(
            format!("{path}.tf_factor"),
            cause,
            "write 1 for exact agreement, 0 for none of the adjustment",
        );
    }
}

fn check_sums(comparison: &ComparisonSpec, path: &str, problems: &mut Problems) {
    let mut check = |key: &str, sum: f64| {
        if (sum - 1.0).abs() > SUM_TOLERANCE + 1e-12 {
            let cause =
                format!("Σ{key} over its levels must be 1 within {SUM_TOLERANCE}, not {sum:.4}");
            problems.push(
                format!("{path}.levels.Σ{key}"),
                cause,
                "correct the levels: those not comparable are not counted",
            );
        }
    };
    check("m", comparison.levels.iter().map(|level| level.m).sum());
    check("u", comparison.levels.iter().map(|level| level.u).sum());
}

fn check_order(comparison: &ComparisonSpec, path: &str, problems: &mut Problems) {
    if comparison.unordered {
        return;
    }
    for (index, pair) in comparison.levels.windows(2).enumerate() {
        let ratio = |level: &LevelSpec| level.m / level.u;
        if ratio(&pair[1]) > ratio(&pair[0]) * (1.0 + ORDER_TOLERANCE) {
            let path = path::item(path, "levels", &pair[1].level, index + 1);
            let (here, before) = (ratio(&pair[1]), ratio(&pair[0]));
            let cause =
                format!("m/u is {here:.4}, more than the {before:.4} of the level before it");
            problems.push(path, cause, "order the levels from strongest to weakest, correct m and u, or write unordered = true");
        }
    }
}

fn open_unit(value: f64, path: &str, problems: &mut Problems) {
    if !(value > 0.0 && value < 1.0) {
        let cause = format!("must be more than 0 and less than 1, not {value}");
        problems.push(
            path.to_owned(),
            cause,
            "write a share, not a count or a percentage; use a small number where nothing was seen",
        );
    }
}

fn not_negative(value: f64, path: &str, problems: &mut Problems) {
    if !(value >= 0.0 && value.is_finite()) {
        problems.push(
            path.to_owned(),
            format!("must be a finite number from 0, not {value}"),
            "write a number of observations",
        );
    }
}

fn within_cap(value: f64, path: &str, problems: &mut Problems) {
    if !(value > 0.0 && value <= f64::from(WEIGHT_CAP_BITS)) {
        let cause = format!("must be more than 0 and at most {WEIGHT_CAP_BITS} bits, not {value}");
        problems.push(path.to_owned(), cause, "write bits: log10 LR × 3.32");
    }
}

fn said(text: &str, path: &str, problems: &mut Problems) {
    if text.trim().is_empty() {
        problems.push(path.to_owned(), "empty", "write a text that says it");
    }
}

fn snake_case(name: &str, path: &str, problems: &mut Problems) {
    let starts = name.starts_with(|c: char| c.is_ascii_lowercase());
    let goes_on = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !(starts && goes_on) {
        let cause = "must be lower-case letters, digits and _, a letter first";
        problems.push(path.to_owned(), cause, "rename it: it names a column");
    }
}
