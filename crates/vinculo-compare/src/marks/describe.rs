//! Marks out of free text: kind, place and side by the words of the vocabularies.

use vinculo_record::fold;
use vinculo_record::items::{ListItem, Mark};
use vinculo_record::vocab::{BodyLocation, MarkType, Side};

/// Longest term of the vocabularies, in words.
const MAX_WORDS: usize = 6;

/// The marks of a text: items `type@location/side:text` or descriptions, separated
/// by `;` or line ends.
pub fn read(text: &str) -> Vec<Mark> {
    text.split([';', '\n'])
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .map(|piece| match Mark::read(piece) {
            Some(mark) => completed(&mark),
            None => describe(piece),
        })
        .collect()
}

/// The mark with place and side from its description, where the item lacks them.
pub fn completed(mark: &Mark) -> Mark {
    let vague = super::kinds::vague(mark.kind);
    let place_said = mark.location.is_some() && (mark.side.is_some() || !says_side(&mark.text));
    if mark.text.is_empty() || (place_said && !vague) {
        return mark.clone();
    }
    let said = describe(&mark.text);
    let one_place = mark.location.is_none() || mark.location == said.location;
    Mark {
        kind: if vague { said.kind } else { mark.kind },
        location: mark.location.or(said.location),
        side: mark.side.or(said.side.filter(|_| one_place)),
        text: mark.text.clone(),
    }
}

/// A cheap look for a word of side.
fn says_side(text: &str) -> bool {
    ["der", "dcho", "izq", "right", "left", "amb", "both"].iter().any(|word| {
        text.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
    })
}

fn describe(text: &str) -> Mark {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let tattooed = words.iter().any(|word| word.starts_with("tatu") || word.starts_with("tatto"));
    let kind = match find(&words, MarkType::parse) {
        Some((MarkType::RemovedTattoo, ..)) => MarkType::RemovedTattoo,
        _ if tattooed => MarkType::Tattoo,
        Some((kind, ..)) => kind,
        None => MarkType::Other,
    };
    // without its tilde "uña" is the commonest article
    let nail = text.contains(['ñ', 'Ñ']);
    let found = find(&words, |term| {
        BodyLocation::parse(term).filter(|_| nail || !matches!(term, "una" | "unas"))
    });
    let rest: Vec<&str> = match found {
        // "dedo medio": the middle finger, on no middle side
        Some((_, at, length)) => [&words[..at], &words[at + length..]].concat(),
        None => words,
    };
    Mark {
        kind,
        location: found.map(|(place, ..)| place),
        side: side_of(&rest),
        text: text.to_owned(),
    }
}

/// The place of the body that folded words name.
pub fn place_of(words: &[&str]) -> Option<BodyLocation> {
    let named = |term: &str| BodyLocation::parse(term).filter(|_| !matches!(term, "una" | "unas"));
    find(words, named).map(|(place, ..)| place)
}

/// Left and right before the middle: "tercio medio del antebrazo izquierdo".
pub fn side_of(words: &[&str]) -> Option<Side> {
    let said = |side| words.iter().any(|word| word.len() > 2 && Side::parse(word) == Some(side));
    match (said(Side::Left), said(Side::Right)) {
        (true, true) => Some(Side::Both),
        (true, false) => Some(Side::Left),
        (false, true) => Some(Side::Right),
        (false, false) if said(Side::Both) => Some(Side::Both),
        (false, false) => said(Side::Midline).then_some(Side::Midline),
    }
}

/// The term of most words, and of those the first: what, at which word, how long.
fn find<T>(words: &[&str], parse: impl Fn(&str) -> Option<T>) -> Option<(T, usize, usize)> {
    for length in (1..=MAX_WORDS.min(words.len())).rev() {
        for (at, window) in words.windows(length).enumerate() {
            let term = parse(&window.join(" ")).or_else(|| parse(&singular(window)));
            if let Some(term) = term {
                return Some((term, at, length));
            }
        }
    }
    None
}

/// The words without a plural ending: *cicatrices*, *lunares*, *brazos*.
fn singular(words: &[&str]) -> String {
    let one = |word: &&str| {
        if let Some(root) = word.strip_suffix("ces") {
            return format!("{root}z");
        }
        if let Some(root) = word.strip_suffix("res") {
            return format!("{root}r");
        }
        word.strip_suffix('s').filter(|root| root.len() > 3).unwrap_or(word).to_owned()
    };
    words.iter().map(one).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let heads: Vec<String> = read(text)
            .into_iter()
            .map(|mark| Mark { text: String::new(), ..mark }.write())
            .collect();
        assert_eq!(heads, expected, "{text}");
    }

    #[test]
    fn descriptions_and_items() {
        check("tatuaje de una rosa en el brazo derecho", &["tattoo@arm/right"]);
        check("Corona tatuada en la espalda", &["tattoo@back"]);
        check("cicatrices en ambas rodillas; lunar", &["scar@knee/both", "mole"]);
        check("tercio medio del antebrazo izquierdo, tatuaje", &["tattoo@forearm/left"]);
        check("cicatriz en dedo medio", &["scar@middle-finger"]);
        check("tatuaje:rosa en el antebrazo izq.", &["tattoo@forearm/left"]);
        check("scar@forehead:3 cm", &["scar@forehead"]);
        check("tattoo@forearm:rosa, lado derecho del pecho", &["tattoo@forearm"]);
        check("other:scar on the left cheek", &["scar@cheek/left"]);
        check("usaba lentes", &["other"]);
        check(" ; ", &[]);
    }
}
