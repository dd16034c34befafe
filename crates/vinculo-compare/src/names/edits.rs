//! How many letters two words differ in, and whether by a slip of finger or eye.

/// Letters of a word that are compared; longer words differ by what follows.
const MAX_LETTERS: usize = 24;

/// The least edits between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edits {
    /// Letters left out, added, changed, or turned with their neighbour; letters that
    /// scanners confuse (*rn*, *m*) do not count.
    pub letters: u8,
    /// How many of them are slips: keys beside each other, and neighbours turned.
    pub slips: u8,
}

/// An edit in eighths; a slip is one that counts a little less, so that it is told apart.
const EDIT: u8 = 8;
const SLIP: u8 = 7;
const LOOKALIKE: u8 = 0;

/// The edits between two folded words.
pub(super) fn edits(a: &str, b: &str) -> Edits {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let (a, b) = (&a[..a.len().min(MAX_LETTERS)], &b[..b.len().min(MAX_LETTERS)]);
    let mut rows = [[0_u8; MAX_LETTERS + 1]; 3];
    for (j, cell) in (0_u8..).zip(rows[0].iter_mut()) {
        *cell = j * EDIT;
    }
    for i in 1..=a.len() {
        let (now, last, before) = (i % 3, (i + 2) % 3, (i + 1) % 3);
        rows[now][0] = i as u8 * EDIT;
        for j in 1..=b.len() {
            let same = changed(a[i - 1], b[j - 1]);
            let mut cost =
                (rows[last][j - 1] + same).min(rows[last][j] + EDIT).min(rows[now][j - 1] + EDIT);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(rows[before][j - 2] + SLIP);
            }
            if i > 1 && looks_like(&a[i - 2..i], b[j - 1]) {
                cost = cost.min(rows[before][j - 1] + LOOKALIKE);
            }
            if j > 1 && looks_like(&b[j - 2..j], a[i - 1]) {
                cost = cost.min(rows[last][j - 2] + LOOKALIKE);
            }
            rows[now][j] = cost;
        }
    }
    let cost = rows[a.len() % 3][b.len()];
    let letters = cost.div_ceil(EDIT);
    Edits { letters, slips: letters * EDIT - cost }
}

/// What it costs that one letter stands for another.
fn changed(a: u8, b: u8) -> u8 {
    if a == b {
        0
    } else if are_neighbours(a, b) {
        SLIP
    } else {
        EDIT
    }
}

/// Two letters that scanners and readers of handwriting take for one.
fn looks_like(two: &[u8], one: u8) -> bool {
    matches!(
        (two, one),
        (b"rn", b'm') | (b"vv", b'w') | (b"cl", b'd') | (b"ii", b'u') | (b"ni", b'm')
    )
}

/// The keys to the right and below of each key of a Spanish and English keyboard, and
/// letters of one shape (i, l).
const fn neighbours(key: u8) -> &'static [u8] {
    match key {
        b'q' => b"wa",
        b'w' => b"qeas",
        b'e' => b"wrsd",
        b'r' => b"etdf",
        b't' => b"ryfgl",
        b'y' => b"tugh",
        b'u' => b"yihjv",
        b'i' => b"uojkl",
        b'o' => b"ipkl",
        b'p' => b"ol",
        b'a' => b"qwsz",
        b's' => b"awedxz",
        b'd' => b"serfcx",
        b'f' => b"drtgvc",
        b'g' => b"ftyhbvq",
        b'h' => b"gyujnb",
        b'j' => b"huikmn",
        b'k' => b"jiolm",
        b'l' => b"kopit",
        b'z' => b"asx",
        b'x' => b"zsdc",
        b'c' => b"xdfve",
        b'v' => b"cfgbu",
        b'b' => b"vghn",
        b'n' => b"bhjmr",
        b'm' => b"njk",
        _ => b"",
    }
}

fn are_neighbours(a: u8, b: u8) -> bool {
    neighbours(a).contains(&b) || neighbours(b).contains(&a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        for (a, b, letters, slips) in [
            ("juan", "juan", 0, 0),
            ("juan", "jaun", 1, 1),
            ("perez", "oerez", 1, 1),
            ("perez", "xerez", 1, 0),
            ("ramirez", "rarnirez", 0, 0),
            ("wilson", "vvilson", 0, 0),
            ("perez", "peres", 1, 1),
            ("perez", "pere", 1, 0),
            ("castellanos", "castelanes", 2, 0),
            ("ana", "", 3, 0),
            ("", "", 0, 0),
        ] {
            let expected = Edits { letters, slips };
            assert_eq!(edits(a, b), expected, "{a} {b}");
            assert_eq!(edits(b, a), expected, "{b} {a}");
        }
    }

    #[test]
    fn long_words_are_cut() {
        let long = "a".repeat(300);
        assert_eq!(edits(&long, &long).letters, 0);
        assert_eq!(edits(&long, "").letters, 24);
    }
}
