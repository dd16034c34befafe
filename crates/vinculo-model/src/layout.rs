//! Columns of text that line up in a terminal, safe against what a cell may hold.

use crate::constants::VALUE_WIDTH;

/// Which side of its column a text keeps to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

/// Lays rows out under each other, two spaces apart, without trailing spaces.
pub(crate) fn table(columns: &[Align], rows: &[Vec<String>]) -> String {
    let widths: Vec<usize> = (0..columns.len())
        .map(|column| {
            rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max().unwrap_or(0)
        })
        .collect();
    let mut out = String::new();
    for row in rows {
        let cells = row.iter().zip(columns.iter().zip(&widths));
        let cells: Vec<String> =
            cells.map(|(cell, (align, width))| padded(cell, *align, *width)).collect();
        out.push_str(cells.join("  ").trim_end());
        out.push('\n');
    }
    out
}

/// A value as one printable line of at most [`VALUE_WIDTH`] characters.
pub(crate) fn value(text: &str) -> String {
    let line = printable(text);
    if width(&line) <= VALUE_WIDTH {
        return line;
    }
    let kept: String = line.chars().take(VALUE_WIDTH - 1).collect();
    format!("{}…", kept.trim_end())
}

/// Control characters and those that turn the direction of writing become
/// spaces: a record's text must not steer the terminal.
pub fn printable(text: &str) -> String {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let spaced: String = text.chars().map(|c| if steers(c) { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn padded(cell: &str, align: Align, column: usize) -> String {
    let space = " ".repeat(column.saturating_sub(width(cell)));
    match align {
        Align::Left => format!("{cell}{space}"),
        Align::Right => format!("{space}{cell}"),
    }
}

/// Characters that take a place: combining accents do not.
fn width(text: &str) -> usize {
    text.chars().filter(|c| !matches!(c, '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}')).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_with_accents_of_either_form() {
        let rows = [["é", "1"], ["e\u{301}e", "10"], ["abc", "100"]];
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|c| (*c).to_owned()).collect()).collect();
        let found = table(&[Align::Left, Align::Right], &rows);
        assert_eq!(found, "é      1\ne\u{301}e    10\nabc  100\n");
    }

    #[test]
    fn values_cannot_steer_the_terminal() {
        assert_eq!(value("a\u{1b}[31mb\r\nc"), "a [31mb c");
        assert_eq!(printable("x\u{202e}y"), "x y");
    }

    #[test]
    fn long_values_are_cut_with_a_mark() {
        let cut = value(&"a".repeat(VALUE_WIDTH + 1));
        assert_eq!(cut.chars().count(), VALUE_WIDTH);
        assert!(cut.ends_with('…'));
        assert_eq!(value(&"a".repeat(VALUE_WIDTH)), "a".repeat(VALUE_WIDTH));
    }
}
