//! Descriptions of marks in free text, as list items.

use vinculo_record::fold;
use vinculo_record::items::{ListItem, Mark};
use vinculo_record::vocab::{BodyLocation, MarkType, Side};

/// Longest term of the vocabularies, in words.
const MAX_WORDS: usize = 6;

/// One described mark as a list item. The kind, place and side are those whose
/// terms stand in the text, the longest first; a text without a known kind is of
/// kind `other`. The text itself is kept whole.
///
/// ```
/// use vinculo_exchange::describe_mark;
/// assert_eq!(
///     describe_mark("Tatuaje de rosa en antebrazo izq."),
///     "tattoo@forearm/left:Tatuaje de rosa en antebrazo izq."
/// );
/// ```
pub fn describe_mark(text: &str) -> String {
    describe(text, None)
}

/// One described mark; `kind` is that of a text which names none.
pub fn describe(text: &str, kind: Option<MarkType>) -> String {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let location = find(&words, BodyLocation::parse);
    // Where the description begins, its kind is named: "cicatriz por corona".
    let kind = find(&words, MarkType::parse).or(kind).unwrap_or(MarkType::Other);
    let side = find(&words, |words| {
        // One letter is a side only on a form of its own.
        (words.len() > 1).then(|| Side::parse(words))?
    });
    let side = side.filter(|_| location.is_some());
    Mark { kind, location, side, text: text.trim().to_owned() }.write()
}

/// Splits a description of several marks: at `;`, line ends and full stops before
/// a new sentence.
pub fn split_marks(text: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    for (i, c) in text.char_indices() {
        let ends = match c {
            ';' | '\n' | '\r' => true,
            '.' => {
                let before = text[..i].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
                text[i + 1..].starts_with(' ')
                    && before.chars().count() > 3
                    && text[i + 1..].trim_start().starts_with(char::is_uppercase)
            }
            _ => false,
        };
        if ends {
            out.push(String::new());
        } else if let Some(last) = out.last_mut() {
            last.push(c);
        }
    }
    out.retain(|piece| !piece.trim().is_empty());
    out.iter().map(|piece| piece.trim().to_owned()).collect()
}

/// The term of the most words, and of those the first.
fn find<T>(words: &[&str], parse: impl Fn(&str) -> Option<T>) -> Option<T> {
    for length in (1..=MAX_WORDS.min(words.len())).rev() {
        for window in words.windows(length) {
            let exact = parse(&window.join(" "));
            if let Some(term) = exact.or_else(|| parse(&singular(window))) {
                return Some(term);
            }
        }
    }
    None
}

/// The words without a plural ending: `cicatrices`, `tatuajes`, `lunares`.
fn singular(words: &[&str]) -> String {
    let bare = |word: &&str| -> String {
        if let Some(stem) = word.strip_suffix("ces") {
            return format!("{stem}z");
        }
        if let Some(stem) = word.strip_suffix("res") {
            return format!("{stem}r");
        }
        word.strip_suffix('s').filter(|stem| stem.len() > 3).unwrap_or(word).to_owned()
    };
    words.iter().map(bare).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_recognised() {
        let check = |text, head: &str| {
            let mark = describe_mark(text);
            assert!(mark.starts_with(&format!("{head}:")), "{text}: {mark}");
            assert!(Mark::read(&mark).is_some());
        };
        check("Cicatriz quirúrgica en el abdomen", "surgical-scar@abdomen");
        check("tatuajes en ambos brazos", "tattoo@arm/both");
        check("lunar en la mejilla derecha", "mole@cheek/right");
        check("TATUAJE: letra A en mano izquierda", "tattoo@hand/left");
        check("usaba lentes", "other");
    }

    #[test]
    fn a_column_of_one_kind_names_it_once() {
        let kind = Some(MarkType::Tattoo);
        assert!(describe("rosa en el hombro", kind).starts_with("tattoo@shoulder:"));
        assert!(describe("cicatriz en el hombro", kind).starts_with("scar@shoulder:"));
    }

    #[test]
    fn descriptions_are_split_at_their_ends() {
        let text = "Tatuaje en brazo izq. con letras. Cicatriz en ceja; lunar";
        assert_eq!(
            split_marks(text),
            ["Tatuaje en brazo izq. con letras", "Cicatriz en ceja", "lunar"]
        );
        assert!(split_marks(" ; ").is_empty());
    }
}
