//! What is nobody else's: numbers of phones and documents, inscriptions.

use vinculo_record::items::Item;
use vinculo_record::{Record, fold};

use super::figures::{LOCAL_DIGITS, ONE_OFF_DIGITS, UNIQUE_CODE, UNIQUE_DIGITS, UNIQUE_WORDS};
use super::words::STOP_WORDS;
use crate::names::hash_of;

/// The unique things of a record, each list ascending.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Unique {
    /// Among clothing and effects.
    found: Marks,
    /// The numbers of the person's documents, as the record states them.
    papers: Marks,
}

#[derive(Clone, Default, PartialEq, Eq, Hash)]
struct Marks {
    /// Last digits of long numbers, with how many there are.
    numbers: Vec<(u32, u8)>,
    /// Hashes of codes with letters and of inscriptions.
    texts: Vec<u64>,
}

/// How two records meet in what is unique.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Meeting {
    Same,
    OneOff,
    None,
}

impl Unique {
    pub fn of(record: &Record, items: &[Item]) -> Unique {
        let mut found = Marks::default();
        for item in items {
            found.add(&format!("{} {} {} {}", item.item, item.colour, item.brand, item.text));
            if let Some(words) = quoted(&item.text).map(fold)
                && words.split(' ').filter(|word| !STOP_WORDS.contains(word)).count()
                    >= UNIQUE_WORDS
            {
                found.texts.push(hash_of(&words));
            }
        }
        let mut papers = Marks::default();
        for document in &record.identity.documents {
            papers.add(&document.number);
        }
        Unique { found: found.sorted(), papers: papers.sorted() }
    }

    pub fn is_empty(&self) -> bool {
        self.found.is_empty() && self.papers.is_empty()
    }

    /// What was found against what was found and against the other's papers; papers
    /// against papers are the comparison of documents.
    pub fn meets(&self, other: &Unique) -> Meeting {
        let meetings = [
            self.found.meets(&other.found),
            self.found.meets(&other.papers),
            self.papers.meets(&other.found),
        ];
        match meetings {
            found if found.contains(&Meeting::Same) => Meeting::Same,
            found if found.contains(&Meeting::OneOff) => Meeting::OneOff,
            _ => Meeting::None,
        }
    }
}

impl Marks {
    /// Numbers are written with blanks, dots and hyphens between their groups; codes
    /// with letters without.
    fn add(&mut self, text: &str) {
        for word in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-') {
            let code: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
            let digits = code.chars().filter(char::is_ascii_digit).count();
            if digits < code.len() && digits >= UNIQUE_DIGITS && code.len() >= UNIQUE_CODE {
                self.texts.push(hash_of(&code.to_ascii_uppercase()));
            }
        }
        let mut digits = String::new();
        let mut in_word = false;
        for c in text.chars().chain(['#']) {
            match c {
                '0'..='9' if !in_word => digits.push(c),
                ' ' | '-' | '.' if !digits.is_empty() => {}
                _ => {
                    if digits.len() >= UNIQUE_DIGITS && !c.is_alphabetic() {
                        self.push(&digits);
                    }
                    digits.clear();
                    in_word = c.is_alphanumeric();
                }
            }
        }
    }

    /// A phone is written with or without its country's code.
    fn push(&mut self, digits: &str) {
        let last = &digits[digits.len().saturating_sub(LOCAL_DIGITS)..];
        if let Ok(number) = last.parse() {
            self.numbers.push((number, last.len() as u8));
        }
    }

    fn sorted(mut self) -> Marks {
        self.numbers.sort_unstable();
        self.numbers.dedup();
        self.texts.sort_unstable();
        self.texts.dedup();
        self
    }

    fn is_empty(&self) -> bool {
        self.numbers.is_empty() && self.texts.is_empty()
    }

    fn meets(&self, other: &Marks) -> Meeting {
        if self.is_empty() || other.is_empty() {
            return Meeting::None;
        }
        if self.texts.iter().any(|text| other.texts.binary_search(text).is_ok())
            || self.numbers.iter().any(|number| other.numbers.binary_search(number).is_ok())
        {
            return Meeting::Same;
        }
        let near = |a: &(u32, u8)| other.numbers.iter().any(|b| one_off(*a, *b));
        if self.numbers.iter().any(near) { Meeting::OneOff } else { Meeting::None }
    }
}

/// Whether one digit, or the order of two neighbours, sets two long numbers apart.
fn one_off((a, length): (u32, u8), (b, other): (u32, u8)) -> bool {
    if length != other || usize::from(length) < ONE_OFF_DIGITS {
        return false;
    }
    let (a, b) = (i64::from(a), i64::from(b));
    (0..u32::from(length)).any(|place| {
        let unit = 10_i64.pow(place);
        let (x, y) = (a / unit % 10, b / unit % 10);
        let next = a / unit / 10 % 10;
        let changed = a + (y - x) * unit;
        let turned = a + (next - x) * unit + (x - next) * unit * 10;
        a != b && (changed == b || (place + 1 < u32::from(length) && turned == b))
    })
}

/// What stands between quotation marks.
fn quoted(text: &str) -> Option<&str> {
    [('"', '"'), ('«', '»'), ('“', '”'), ('\'', '\'')].into_iter().find_map(|(open, close)| {
        let from = text.find(open)? + open.len_utf8();
        let to = from + text[from..].find(close)?;
        Some(&text[from..to])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_digit_wrong() {
        let is = |a: u32, b: u32| one_off((a, 8), (b, 8));
        assert!(is(55_551_234, 55_551_239) && is(55_551_234, 85_551_234));
        assert!(is(55_551_234, 55_551_243) && is(15_551_234, 51_551_234));
        assert!(!is(55_551_234, 55_551_234) && !is(55_551_234, 55_552_244));
        assert!(!one_off((123_456, 6), (123_457, 6)));
    }
}
