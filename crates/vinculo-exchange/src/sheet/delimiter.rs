//! Which delimiter a text file uses.

use crate::Limits;
use crate::sheet::csv::CsvRows;

/// The delimiters that are tried, the more usual first.
pub const DELIMITERS: [u8; 4] = *b",;\t|";

/// Bytes at the start of a file that are looked at.
pub const SAMPLE_BYTES: u64 = 64 * 1024;

/// The delimiter that gives the most rows of one width, and then the widest.
/// A text without any is one column, which `,` reads as well as others.
pub fn sniff(sample: &str) -> u8 {
    let mut best = (0, 0, b',');
    for delimiter in DELIMITERS {
        let (rows, width) = usual_width(sample, delimiter);
        if width > 1 && rows * width > best.0 * best.1.max(1) {
            best = (rows, width, delimiter);
        }
    }
    best.2
}

/// The most frequent number of cells above one, and the number of rows that have it.
fn usual_width(sample: &str, delimiter: u8) -> (usize, usize) {
    let rows = CsvRows::new(sample.as_bytes(), "sample", delimiter, &Limits::default());
    let mut counts = std::collections::BTreeMap::<usize, usize>::new();
    for row in rows.map_while(Result::ok).filter(|row| row.cells.len() > 1) {
        *counts.entry(row.cells.len()).or_default() += 1;
    }
    counts.into_iter().map(|(width, rows)| (rows, width)).max().unwrap_or((0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_are_told_apart() {
        let check = |text, expected| assert_eq!(sniff(text), expected, "{text}");
        check("a,b\n1,2\n", b',');
        check("a;b\n1,5;2,5\n", b';');
        check("a\tb\n1, 2\t3\n", b'\t');
        check("a|b|c\n1|2|3\n", b'|');
        check("título\nfecha;lugar\n\"x;y, z\";Veracruz, Ver.\n1;2\n", b';');
        check("one\ntwo\n", b',');
        check("", b',');
    }
}
