//! The mistakes that people and machines make with a word or a date.

use crate::dice::Dice;
use crate::journey::{Day, date, day};

/// Shortest word that is misspelt, in letters: *Xol* without a letter says nothing.
const MIN_LETTERS: usize = 4;

/// Sounds and the other ways to write them, applied where they stand. Word-initial
/// ones have a `^` in front. domain.md §8.
const SOUNDS: [(&str, &str); 26] = [
    ("b", "v"),
    ("v", "b"),
    ("z", "s"),
    ("s", "z"),
    ("ce", "se"),
    ("ci", "si"),
    ("se", "ce"),
    ("si", "ci"),
    ("^h", ""),
    ("^hu", "w"),
    ("^gu", "w"),
    ("^e", "he"),
    ("^j", "y"),
    ("^y", "j"),
    ("ll", "y"),
    ("ge", "je"),
    ("gi", "ji"),
    ("je", "ge"),
    ("ji", "gi"),
    ("qu", "k"),
    ("ca", "ka"),
    ("co", "ko"),
    ("tz", "ts"),
    ("x", "j"),
    ("ia", "ya"),
    ("th", "t"),
];

/// What scanners and fingers take for each other.
const GLYPHS: [(&str, &str); 16] = [
    ("rn", "m"),
    ("m", "rn"),
    ("l", "i"),
    ("i", "l"),
    ("n", "m"),
    ("u", "v"),
    ("cl", "d"),
    ("d", "cl"),
    ("h", "b"),
    ("e", "c"),
    ("c", "e"),
    ("a", "s"),
    ("o", "p"),
    ("r", "t"),
    ("g", "q"),
    ("é", "Ã©"),
];

/// A way to get a word wrong; `None` where it does not apply.
pub(crate) type Mistake = fn(&mut Dice, &str) -> Option<String>;

/// One letter changed, lost, doubled, inserted or transposed; `None` if too short.
pub(crate) fn misspell(dice: &mut Dice, word: &str) -> Option<String> {
    let letters: Vec<char> = word.chars().collect();
    if letters.iter().filter(|c| c.is_alphabetic()).count() < MIN_LETTERS {
        return None;
    }
    // The first letter is rarely mistaken.
    let at = 1 + dice.below(letters.len() - 2);
    let random = char::from(b'a' + dice.below(26) as u8);
    let mut out = letters.clone();
    match dice.below(5) {
        0 => out[at] = random,
        1 => drop(out.remove(at)),
        2 => out.insert(at, letters[at]),
        3 => out.insert(at, random),
        _ => out.swap(at, at + 1),
    }
    (out != letters).then(|| out.into_iter().collect())
}

/// Written as it sounds; `None` if no rule applies.
pub(crate) fn respell(dice: &mut Dice, word: &str) -> Option<String> {
    replace_one(dice, word, &SOUNDS)
}

/// Misread by a machine or mistyped; `None` if no rule applies.
pub(crate) fn misread(dice: &mut Dice, word: &str) -> Option<String> {
    replace_one(dice, word, &GLYPHS)
}

fn replace_one(dice: &mut Dice, word: &str, rules: &[(&str, &str)]) -> Option<String> {
    if word.chars().filter(|c| c.is_alphabetic()).count() < MIN_LETTERS {
        return None;
    }
    let lower = word.to_lowercase();
    let choices: Vec<(usize, &str, &str)> = rules
        .iter()
        .filter_map(|(from, to)| match from.strip_prefix('^') {
            Some(from) => lower.starts_with(from).then_some((0, from, *to)),
            None => lower.find(from).map(|at| (at, *from, *to)),
        })
        .collect();
    if choices.is_empty() {
        return None;
    }
    let (at, from, to) = dice.pick(&choices);
    let changed = format!("{}{to}{}", &lower[..at], &lower[at + from.len()..]);
    Some(capitalised(&changed))
}

/// Each word with a capital.
pub(crate) fn capitalised(text: &str) -> String {
    let mut start = true;
    text.chars()
        .flat_map(|c| {
            let upper: Vec<char> =
                if start { c.to_uppercase().collect() } else { c.to_lowercase().collect() };
            start = matches!(c, ' ' | '-');
            upper
        })
        .collect()
}

/// Without accents and tilde.
pub(crate) fn unaccented(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            'á' | 'à' | 'ä' => 'a',
            'é' | 'è' | 'ë' => 'e',
            'í' | 'ï' => 'i',
            'ó' | 'ô' | 'ö' => 'o',
            'ú' | 'ü' => 'u',
            'ñ' => 'n',
            'Á' => 'A',
            'É' => 'E',
            'Í' => 'I',
            'Ó' => 'O',
            'Ú' | 'Ü' => 'U',
            'Ñ' => 'N',
            'ç' => 'c',
            c => c,
        })
        .collect()
}

/// One word of a text changed by `change`; the text itself if it could not be.
pub(crate) fn one_word(dice: &mut Dice, text: &str, change: Mistake) -> Option<String> {
    let words: Vec<&str> = text.split(' ').collect();
    let at = dice.below(words.len());
    let changed = change(dice, words[at])?;
    let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
    words[at] = changed;
    Some(words.join(" "))
}

/// Day and month exchanged, where that is another date.
pub(crate) fn day_month_swapped(birth: Day) -> Option<Day> {
    let born = date(birth);
    let swapped = jiff::civil::Date::new(born.year(), born.day(), born.month()).ok()?;
    (swapped != born).then(|| day(swapped))
}

/// A year, a month or ten days off.
pub(crate) fn digit_off(dice: &mut Dice, birth: Day) -> Day {
    let by = dice.pick(&[365, 366, 30, 31, 10]);
    if dice.chance(0.5) { birth + by } else { birth - by }
}

/// One digit of a number replaced by another.
pub(crate) fn one_digit(dice: &mut Dice, number: &str) -> String {
    let places: Vec<usize> =
        number.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(i, _)| i).collect();
    if places.is_empty() {
        return number.to_owned();
    }
    let at = dice.pick(&places);
    let old = number.as_bytes()[at] - b'0';
    let new = (old + 1 + dice.below(9) as u8) % 10;
    format!("{}{new}{}", &number[..at], &number[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Stream;

    fn all(change: impl Fn(&mut Dice) -> Option<String>) -> std::collections::BTreeSet<String> {
        let mut dice = Dice::new(1, Stream::Person(0));
        (0..500).filter_map(|_| change(&mut dice)).collect()
    }

    #[test]
    fn sounds_are_respelt() {
        let made = all(|dice| respell(dice, "Velásquez"));
        assert!(made.contains("Belásquez"), "{made:?}");
        assert!(made.contains("Velázquez") && made.contains("Veláskez"), "{made:?}");
        assert_eq!(all(|dice| respell(dice, "Hernán")), ["Ernán".to_owned()].into());
        assert!(all(|dice| respell(dice, "Xol")).is_empty());
    }

    #[test]
    fn glyphs_are_misread() {
        let made = all(|dice| misread(dice, "Bernal"));
        assert!(made.contains("Bemal") && made.contains("Bernai"), "{made:?}");
    }

    #[test]
    fn one_letter_is_one_edit() {
        for wrong in all(|dice| misspell(dice, "Morales")) {
            assert_ne!(wrong, "Morales");
            assert!((6..=8).contains(&wrong.chars().count()) && wrong.starts_with('M'), "{wrong}");
        }
        assert_eq!(all(|dice| misspell(dice, "Pu")), [].into());
    }

    #[test]
    fn dates_and_digits() {
        let birth = day(jiff::civil::date(1999, 3, 5));
        assert_eq!(day_month_swapped(birth).map(date), Some(jiff::civil::date(1999, 5, 3)));
        assert_eq!(day_month_swapped(day(jiff::civil::date(1999, 3, 25))), None);
        assert_eq!(day_month_swapped(day(jiff::civil::date(1999, 4, 4))), None);
        for wrong in all(|dice| Some(one_digit(dice, "99-12"))) {
            assert_eq!(wrong.len(), 5);
            assert_ne!(wrong, "99-12");
        }
    }

    #[test]
    fn case_and_accents() {
        assert_eq!(capitalised("jean-baptiste DE LEÓN"), "Jean-Baptiste De León");
        assert_eq!(unaccented("Núñez Güity"), "Nunez Guity");
    }
}
