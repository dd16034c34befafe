//! What a cell looks like, without what it says.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::limits::MAX_SHAPE_CHARS;

/// The shape of a cell: every digit is `9`, every letter `a`, control characters
/// are blanks, and what is too long ends in `…`. However it is made, it cannot
/// carry a name or a number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Shape(String);

impl Shape {
    /// The shape of a text. The shape of a shape is itself.
    pub fn of(text: &str) -> Self {
        let mut chars = text.chars().map(blur);
        let mut shape: String = chars.by_ref().take(MAX_SHAPE_CHARS).collect();
        if chars.next().is_some() {
            shape.pop();
            shape.push('…');
        }
        Self(shape)
    }

    /// The shape as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn blur(c: char) -> char {
    match c {
        c if c.is_numeric() => '9',
        c if c.is_alphabetic() => 'a',
        c if c.is_control() => ' ',
        c => c,
    }
}

impl From<String> for Shape {
    fn from(text: String) -> Self {
        Self::of(&text)
    }
}

impl From<Shape> for String {
    fn from(shape: Shape) -> Self {
        shape.0
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shape_keeps_no_letter_and_no_digit() {
        assert_eq!(Shape::of("31-Feb-2021").as_str(), "99-aaa-9999");
        assert_eq!(Shape::of("Ñandú\n½").as_str(), "aaaaa 9");
    }

    #[test]
    fn shape_of_a_shape_is_itself() {
        let long = Shape::of(&"x".repeat(500));
        assert_eq!(long.as_str().chars().count(), MAX_SHAPE_CHARS);
        assert_eq!(Shape::of(long.as_str()), long);
    }
}
