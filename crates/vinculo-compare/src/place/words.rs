//! Phrases in folded text.

/// Words after a phrase that make another name of it: the Rio Grande Valley is no river.
const OTHER_NAMES: &[&str] = &["valley", "valle", "city"];

/// Words that say that a person was found in water or drowned, by their beginnings.
const WATER: &[&str] = &["ahog", "drown", "canal", "orilla", "flota", "float", "sumersion"];

/// Whether the folded text has the folded phrase as whole words, and not as the
/// beginning of another name.
pub(super) fn has_phrase(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + phrase.len()..]);
        let whole = (before.is_empty() || before.ends_with(' '))
            && (after.is_empty() || after.starts_with(' '));
        let next = after.split(' ').nth(1).unwrap_or_default();
        whole && !OTHER_NAMES.contains(&next)
    })
}

/// Whether the folded text speaks of a river, a canal or drowning.
pub(super) fn speaks_of_water(text: &str) -> bool {
    text.split(' ').any(|word| match word {
        "rio" | "river" | "riviere" => true,
        _ => WATER.iter().any(|start| word.starts_with(start)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_whole() {
        assert!(has_phrase("a orillas del rio bravo en tamaulipas", "rio bravo"));
        assert!(has_phrase("rio grande", "rio grande"));
        assert!(!has_phrase("rio grande valley texas", "rio grande"));
        assert!(!has_phrase("rio grande city", "rio grande"));
        assert!(!has_phrase("trio bravo", "rio bravo"));
        assert!(!has_phrase("rio bravos", "rio bravo"));
    }

    #[test]
    fn water() {
        for text in
            ["ahogamiento", "drowning", "en el rio", "cuerpo flotando", "all american canal"]
        {
            assert!(speaks_of_water(text), "{text}");
        }
        for text in ["el rioja", "desierto", "", "rivera hernandez"] {
            assert!(!speaks_of_water(text), "{text}");
        }
    }
}
