//! Sizes of clothes and shoes, of the systems in use from Central America to the USA.

use super::figures::{SHOE_MM, US_MEN_MM, WAIST};

/// A size as it can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Size {
    /// Millimetres of foot, and whether the system is in doubt.
    Shoe(i32, bool),
    /// Inches of waist.
    Waist(i32),
    /// From XS to XXXL.
    Letter(i32),
}

/// Words of letters, from small to large.
const LETTERS: &[&[&str]] = &[
    &["xs", "xch", "extra chica"],
    &["s", "ch", "chica", "small", "pequena"],
    &["m", "med", "mediana", "mediano", "medium"],
    &["l", "g", "gde", "grande", "large"],
    &["xl", "eg", "xg", "extragrande"],
    &["xxl", "xxg", "2xl"],
    &["xxxl", "3xl"],
];

/// Words after which a size stands.
const BEFORE: &[&str] = &["talla", "size", "numero", "num", "no", "t", "medida", "us", "eu", "mx"];

impl Size {
    /// In the folded words of a thing, a shoe or not.
    pub fn read(words: &[&str], shoe: bool) -> Option<Size> {
        words.windows(2).find(|pair| BEFORE.contains(&pair[0])).and_then(|pair| {
            let half = words
                .iter()
                .skip_while(|word| **word != pair[1])
                .nth(1)
                .is_some_and(|next| *next == "5" || *next == "1");
            match pair[1].parse::<i32>() {
                Ok(number) if shoe => Size::shoe(pair[0], number, half),
                Ok(number @ 24..=54) => Some(Size::Waist(number)),
                Ok(_) => None,
                Err(_) => {
                    let at = LETTERS.iter().position(|names| names.contains(&pair[1]))?;
                    (!shoe).then_some(Size::Letter(at as i32))
                }
            }
        })
    }

    /// EU 34–48 by Paris points, MX 15–32 centimetres, US 4–14.
    fn shoe(system: &str, number: i32, half: bool) -> Option<Size> {
        let tenths = number * 10 + if half { 5 } else { 0 };
        match number {
            34..=48 => Some(Size::Shoe(tenths * 2 / 3 - 15, false)),
            15..=32 => Some(Size::Shoe(tenths, false)),
            4..=14 => Some(Size::Shoe(tenths + US_MEN_MM, system != "us")),
            _ => None,
        }
    }

    /// Whether one is the other, as far as sizes tell; `None` for two kinds of size.
    pub fn agrees(self, other: Size) -> Option<bool> {
        match (self, other) {
            (Size::Shoe(a, x), Size::Shoe(b, y)) => {
                let slack = if x || y { 2 * SHOE_MM } else { SHOE_MM };
                Some((a - b).abs() <= slack)
            }
            (Size::Waist(a), Size::Waist(b)) => Some((a - b).abs() <= WAIST),
            (Size::Letter(a), Size::Letter(b)) => Some((a - b).abs() <= 1),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_meet() {
        let read =
            |text: &str, shoe| Size::read(&text.split(' ').collect::<Vec<_>>(), shoe).expect(text);
        for (a, b, shoe, same) in [
            ("talla 27", "eu 42", true, true),
            ("mx 27", "us 9", true, true),
            ("numero 25 5", "eu 40", true, true),
            ("size 6", "talla 24", true, true),
            ("mx 24", "us 11", true, false),
            ("talla 32", "size 33", false, true),
            ("talla 28", "size 38", false, false),
            ("talla m", "size medium", false, true),
            ("talla ch", "size xl", false, false),
        ] {
            assert_eq!(read(a, shoe).agrees(read(b, shoe)), Some(same), "{a} {b}");
        }
        assert_eq!(read("talla m", false).agrees(read("talla 30", false)), None);
        assert_eq!(Size::read(&["manga", "larga"], false), None);
    }
}
