//! Letters that a wrong encoding, a scanner or a keyboard broke, mended.

/// The text with broken letters mended: UTF-8 that was read as Latin-1 or as Windows
/// 1252 (*MuÃ±oz*), a sign for a letter that could not be shown (*Mu?oz*: where a vowel
/// is on both sides, an ñ), and figures inside words (*R0jas*).
pub(super) fn mended(text: &str) -> String {
    let letters: Vec<char> = decoded(text);
    let is_word =
        |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|c| c.is_alphabetic());
    let is_vowel = |at: Option<usize>| {
        at.and_then(|at| letters.get(at)).is_some_and(|c| "aeiouáéíóúAEIOUÁÉÍÓÚ".contains(*c))
    };
    let mut out = String::with_capacity(text.len());
    for (at, c) in letters.iter().copied().enumerate() {
        let (before, after) = (at.checked_sub(1), Some(at + 1));
        match c {
            '?' | '\u{fffd}' | '¤' | '#' | '±' if is_word(before) && is_word(after) => {
                if is_vowel(before) && is_vowel(after) {
                    out.push('n');
                }
            }
            '0'..='9' if is_word(before) || is_word(after) => {
                let is_between = is_vowel(before) || is_vowel(after);
                out.push(letter_of(c, is_between));
            }
            _ => out.push(c),
        }
    }
    out
}

/// The letter that a figure looks like; 1 is an l beside a vowel and an i elsewhere.
const fn letter_of(figure: char, beside_vowel: bool) -> char {
    match figure {
        '0' => 'o',
        '1' if beside_vowel => 'l',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '6' | '9' => 'g',
        '7' => 't',
        '8' => 'b',
        _ => 'z',
    }
}

/// The text with each two-byte letter that was read as two letters made one again.
fn decoded(text: &str) -> Vec<char> {
    let letters: Vec<char> = text.chars().collect();
    let mut out = Vec::with_capacity(letters.len());
    let mut at = 0;
    while at < letters.len() {
        let lead = letters[at];
        let next = letters.get(at + 1).copied().and_then(trail_byte);
        match next {
            Some(byte) if matches!(lead, 'Ã' | 'Â') => {
                let high = if lead == 'Ã' { 0x40 } else { 0 };
                out.push(char::from(byte + high));
                at += 2;
            }
            _ => {
                out.push(lead);
                at += 1;
            }
        }
    }
    out
}

/// The second byte of a letter, as Latin-1 or Windows 1252 shows it.
fn trail_byte(c: char) -> Option<u8> {
    const FROM_0X80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    if let Some(at) = FROM_0X80.iter().position(|known| *known == c) {
        return Some(0x80 + at as u8);
    }
    u8::try_from(u32::from(c)).ok().filter(|byte| (0x80..=0xbf).contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_letters_are_mended() {
        for (text, expected) in [
            ("MuÃ±oz", "Muñoz"),
            ("MUÃ‘OZ", "MUÑOZ"),
            ("JosÃ©", "José"),
            ("GarcÃ\u{ad}a", "García"),
            ("LÃ³pez", "López"),
            ("Mu?oz", "Munoz"),
            ("Pe\u{fffd}a", "Pena"),
            ("MU#OZ", "MUnOZ"),
            ("Garc?a", "Garca"),
            ("R0jas", "Rojas"),
            ("Ju1io", "Julio"),
            ("Mart1n", "Martin"),
            ("João", "João"),
            ("Ñáñez", "Ñáñez"),
            ("Juan 2", "Juan 2"),
            ("¿Juan?", "¿Juan?"),
            ("", ""),
        ] {
            assert_eq!(mended(text), expected, "{text}");
        }
    }
}
