//! Dates and initials of inscriptions, in the ways they are written.

/// A date, as far as it is written: the day and month in ascending order, as nobody
/// says which of 5/12 is the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Day and month, the lesser first.
    pub day: Option<(u16, u16)>,
    /// The year.
    pub year: Option<u16>,
}

/// Years that tattoos tell of: births of parents to today.
const YEARS: std::ops::RangeInclusive<u16> = 1930..=2035;
/// Two digits up to this are of the 2000s.
const LAST_OF_2000S: u16 = 35;

/// The date with which the words begin, and how many it takes.
pub fn date(words: &[&str]) -> Option<(Written, usize)> {
    numeric(words).or_else(|| named(words)).or_else(|| alone(words))
}

/// `12 05 1998`, `12 05 98`, `1998 05 12`, `12 V 1998`, `XII V MCMXCVIII`.
fn numeric(words: &[&str]) -> Option<(Written, usize)> {
    let [a, b, c, ..] = words else { return None };
    let roman = |word: &str| word.bytes().all(|b| b.is_ascii_alphabetic());
    let parts = [number(a)?, number(b)?, number(c)?];
    // three letters that are Roman numbers are rather initials
    if roman(a) && roman(c) && c.len() < 4 {
        return None;
    }
    let (day, month, year) = match parts {
        [y, m, d] if YEARS.contains(&y) => (d, m, y),
        [d, m, y] if YEARS.contains(&y) => (d, m, y),
        [d, m, y] if c.len() == 2 && y < 100 => (d, m, century(y)),
        _ => return None,
    };
    Some((Written { day: Some(day_of(day, month)?), year: Some(year) }, 3))
}

/// `12 de mayo de 1998`, `mayo 12 98`, `12 de mayo`, `mayo 1998`.
fn named(words: &[&str]) -> Option<(Written, usize)> {
    let mut found = Written { day: None, year: None };
    let (mut at, mut day, mut seen) = (0, None, None);
    let mut taken = 0;
    while let Some(word) = words.get(at) {
        at += 1;
        if seen.is_none()
            && let Some(month) = month(word)
        {
            seen = Some(month);
        } else if matches!(*word, "de" | "del" | "of" | "the") && taken > 0 {
            continue;
        } else if day.is_none()
            && let Some(number) = ordinal(word)
        {
            day = Some(number);
        } else if seen.is_some()
            && let Some(year) = year(word)
        {
            found.year = Some(year);
            taken = at;
            break;
        } else {
            break;
        }
        taken = at;
    }
    let month = seen?;
    if let Some(day) = day {
        found.day = Some(day_of(day, month)?);
    }
    (found.day.is_some() || found.year.is_some()).then_some((found, taken))
}

/// `1998` or `12051998`.
fn alone(words: &[&str]) -> Option<(Written, usize)> {
    let word = words.first().filter(|word| word.bytes().all(|b| b.is_ascii_digit()))?;
    match word.len() {
        4 => {
            let year = word.parse().ok().filter(|year| YEARS.contains(year))?;
            Some((Written { day: None, year: Some(year) }, 1))
        }
        8 => {
            let (day, month, year) = (&word[..2], &word[2..4], &word[4..]);
            numeric(&[day, month, year]).map(|(date, _)| (date, 1))
        }
        _ => None,
    }
}

fn day_of(day: u16, month: u16) -> Option<(u16, u16)> {
    let (least, most) = (day.min(month), day.max(month));
    ((1..=12).contains(&least) && most <= 31).then_some((least, most))
}

fn century(year: u16) -> u16 {
    if year <= LAST_OF_2000S { 2000 + year } else { 1900 + year }
}

fn year(word: &str) -> Option<u16> {
    let number = number(word)?;
    if word.len() == 2 && number < 100 && word.bytes().all(|b| b.is_ascii_digit()) {
        return Some(century(number));
    }
    YEARS.contains(&number).then_some(number)
}

/// A day of the month: `12`, `12th`, `1ro`.
fn ordinal(word: &str) -> Option<u16> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let plain = matches!(&word[digits.len()..], "" | "st" | "nd" | "rd" | "th" | "ro" | "o");
    let day = digits.parse().ok()?;
    (plain && digits.len() <= 2 && (1..=31).contains(&day)).then_some(day)
}

fn month(word: &str) -> Option<u16> {
    const MONTHS: [&[&str]; 12] = [
        &["enero", "ene", "january", "jan"],
        &["febrero", "feb", "february"],
        &["marzo", "mar", "march"],
        &["abril", "abr", "april", "apr"],
        &["mayo", "may"],
        &["junio", "jun", "june"],
        &["julio", "jul", "july"],
        &["agosto", "ago", "august", "aug"],
        &["septiembre", "setiembre", "sep", "sept", "set", "september"],
        &["octubre", "oct", "october"],
        &["noviembre", "nov", "november"],
        &["diciembre", "dic", "december", "dec"],
    ];
    (1..).zip(MONTHS).find(|(_, names)| names.contains(&word)).map(|(month, _)| month)
}

/// A number of up to four digits, or Roman.
fn number(word: &str) -> Option<u16> {
    if word.bytes().all(|b| b.is_ascii_digit()) && word.len() <= 4 {
        return word.parse().ok();
    }
    const MOST_LETTERS: usize = 10;
    if word.is_empty() || word.len() > MOST_LETTERS {
        return None;
    }
    let mut total = 0_u16;
    let mut last = 0;
    for letter in word.bytes().rev() {
        let value = match letter {
            b'i' => 1,
            b'v' => 5,
            b'x' => 10,
            b'l' => 50,
            b'c' => 100,
            b'd' => 500,
            b'm' => 1000,
            _ => return None,
        };
        total = if value < last { total.checked_sub(value)? } else { total + value };
        last = last.max(value);
    }
    Some(total)
}

/// Initials with which the words begin, and how many they take: letters one by one
/// (`J. L.`, `J y L`), two or three without a vowel (`JL`), or after a word that
/// announces them (`iniciales AMO`).
pub fn initials(before: Option<&str>, words: &[&str]) -> Option<(String, usize)> {
    let announced = before.is_some_and(|word| {
        ["inicial", "initial", "letra", "letter", "sigla"].iter().any(|w| word.starts_with(w))
    });
    let letter = |word: &&&str| word.len() == 1 && word.bytes().all(|b| b.is_ascii_lowercase());
    let mut out = String::new();
    let mut taken = 0;
    while let Some(word) = words.get(taken).filter(letter) {
        let connects = matches!(*word, "y") && words.get(taken + 1).filter(letter).is_some();
        if connects && out.is_empty() {
            return None;
        }
        if !connects {
            out.push_str(word);
        }
        taken += 1;
    }
    const MOST: usize = 4;
    let stops = matches!(out.as_str(), "a" | "e" | "o" | "y" | "u");
    if (out.len() >= 2 && out.len() <= MOST) || (announced && out.len() == 1 && !stops) {
        return Some((out, taken));
    }
    let word = words.first().filter(|word| (2..=3).contains(&word.len()))?;
    let letters = word.bytes().all(|b| b.is_ascii_lowercase());
    let vowels = word.bytes().any(|b| b"aeiou".contains(&b));
    (letters && (announced || !vowels)).then(|| ((*word).to_owned(), 1))
}

#[cfg(test)]
mod tests {
    use vinculo_record::fold;

    use super::*;

    #[test]
    fn dates_are_read() {
        for (text, expected) in [
            ("12/05/1998", Some((Some((5, 12)), Some(1998), 3))),
            ("05-12-98", Some((Some((5, 12)), Some(1998), 3))),
            ("1998-05-12", Some((Some((5, 12)), Some(1998), 3))),
            ("XII·V·MCMXCVIII", Some((Some((5, 12)), Some(1998), 3))),
            ("12-V-1998", Some((Some((5, 12)), Some(1998), 3))),
            ("12051998", Some((Some((5, 12)), Some(1998), 1))),
            ("12 de mayo de 1998", Some((Some((5, 12)), Some(1998), 5))),
            ("May 12th, 2004", Some((Some((5, 12)), Some(2004), 3))),
            ("12 de mayo", Some((Some((5, 12)), None, 3))),
            ("mayo 2010", Some((None, Some(2010), 2))),
            ("1998", Some((None, Some(1998), 1))),
            ("31/02/98 rosa", Some((Some((2, 31)), Some(1998), 3))),
            ("45/12/1998", None),
            ("12", None),
            ("I V X", None),
            ("mayo", None),
            ("5 cm de largo", None),
            ("4521", None),
        ] {
            let folded = fold(text);
            let words: Vec<&str> = folded.split(' ').collect();
            let found = date(&words).map(|(date, taken)| (date.day, date.year, taken));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn initials_are_read() {
        for (before, text, expected) in [
            (None, "J.L.", Some(("jl", 2))),
            (None, "J y L", Some(("jl", 3))),
            (None, "JL", Some(("jl", 1))),
            (Some("iniciales"), "AMO", Some(("amo", 1))),
            (Some("letra"), "M en la mano", Some(("m", 1))),
            (None, "amo", None),
            (None, "a su lado", None),
            (None, "y a su lado", None),
            (Some("letras"), "", None),
        ] {
            let folded = fold(text);
            let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
            let found = initials(before, &words);
            let found = found.as_ref().map(|(letters, taken)| (letters.as_str(), *taken));
            assert_eq!(found, expected, "{text}");
        }
    }
}
