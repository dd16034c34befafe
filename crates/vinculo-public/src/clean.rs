//! Text of others made fit for any page: one line, no control characters, no marks that
//! turn the direction of what follows, bounded.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Most characters of a name or place: longer ones break every layout. Judgement; the
/// longest name in the reference tables has 40.
pub const MAX_NAME_CHARS: usize = 120;
/// Most characters of a description or contact. Judgement.
pub const MAX_TEXT_CHARS: usize = 300;
/// Most entries of a list (marks, clothing). Judgement.
pub const MAX_ITEMS: usize = 20;
/// Most combining marks on one letter: no writing of the region needs more than two.
const MAX_COMBINING: usize = 2;

/// Cleans a text and cuts it to `max` characters; `None` if nothing visible is left.
///
/// Composed form (NFC); control characters and separators of lines become spaces, runs of
/// spaces one; marks of direction, invisible characters, noncharacters and piled-up
/// combining marks go. What remains is what its author would see, and it cannot move,
/// hide or reverse the text around it. A cut text ends with `…`.
pub fn clean(text: &str, max: usize) -> Option<String> {
    let mut out = String::new();
    let (mut chars, mut combining, mut space) = (0, 0, false);
    // Dropped before composing: what they kept apart must not compose later.
    for c in text.chars().filter(|c| !is_dropped(*c)).nfc() {
        if c.is_control() || c.is_whitespace() {
            space = !out.is_empty();
            combining = 0;
            continue;
        }
        if is_combining_mark(c) {
            combining += 1;
            if combining > MAX_COMBINING || out.is_empty() || space {
                continue;
            }
        } else {
            combining = 0;
        }
        if chars + usize::from(space) >= max {
            out.push('…');
            break;
        }
        if space {
            out.push(' ');
            chars += 1;
            space = false;
        }
        out.push(c);
        chars += 1;
    }
    (!out.is_empty()).then_some(out)
}

/// What is invisible or turns the direction of text (Unicode UAX #9 and #44).
const fn is_dropped(c: char) -> bool {
    matches!(c,
        '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}'
        | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}' | '\u{e000}'..='\u{f8ff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(clean(text, 20).as_deref(), expected, "{text:?}");
    }

    #[test]
    fn what_is_seen_stays_and_the_rest_goes() {
        check("  María   José\t\n", Some("María José"));
        check("Mari\u{200b}\u{301}a", Some("María"));
        check("Ana\u{202e}anA", Some("AnaanA"));
        check("\u{2067}Ana\u{2069}\u{200f}", Some("Ana"));
        check("A\0n\u{7}a\u{85}b", Some("A n a b"));
        check("<script>alert(1)", Some("<script>alert(1)"));
        check("Z\u{301}\u{302}\u{303}\u{304}\u{305}", Some("Ź\u{302}\u{303}"));
        check("\u{200b}\u{feff} \u{ad}", None);
        check("", None);
        check("نورا", Some("نورا"));
        check("Ch'oj Ixchʼumil", Some("Ch'oj Ixchʼumil"));
    }

    #[test]
    fn long_texts_are_cut() {
        let cut = clean(&"x".repeat(10_000), 20).unwrap();
        assert_eq!(cut, format!("{}…", "x".repeat(20)));
        assert_eq!(clean(&"x".repeat(20), 20).unwrap().len(), 20);
        assert_eq!(clean("aaaa bbbb", 4).unwrap(), "aaaa…");
    }

    proptest! {
        #[test]
        fn what_is_cleaned_stays_as_it_is(text in "\\PC{0,40}|[\u{0}-\u{1f}\u{200b}-\u{2069}a-c ]{0,40}") {
            if let Some(once) = clean(&text, 30) {
                prop_assert!(once.chars().count() <= 31);
                prop_assert!(!once.chars().any(|c| c.is_control() || is_dropped(c)));
                prop_assert_eq!(clean(&once, 31), Some(once.clone()));
            }
        }
    }
}
