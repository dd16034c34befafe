//! Blood groups: ABO with Rh where it is known.

use std::fmt;

/// ABO group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Abo {
    /// Group O.
    O,
    /// Group A.
    A,
    /// Group B.
    B,
    /// Group AB.
    Ab,
}

/// ABO group, with the Rh factor where it was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BloodGroup {
    /// The ABO group.
    pub abo: Abo,
    /// Whether Rh positive, if recorded.
    pub rh_positive: Option<bool>,
}

impl BloodGroup {
    /// Reads `O+`, `AB Rh negativo`, `0 pos`, `a` and the like.
    pub fn parse(text: &str) -> Option<BloodGroup> {
        let folded = crate::fold(&text.replace('+', " pos ").replace(['-', '−'], " neg "));
        let mut words = folded.split(' ').filter(|word| !matches!(*word, "rh" | "tipo" | "grupo"));
        let abo = match words.next()? {
            "o" | "0" | "orh" => Abo::O,
            "a" | "arh" => Abo::A,
            "b" | "brh" => Abo::B,
            "ab" | "abrh" => Abo::Ab,
            _ => return None,
        };
        let rh_positive = match words.next() {
            None => None,
            Some("pos" | "positivo" | "positive") => Some(true),
            Some("neg" | "negativo" | "negative") => Some(false),
            Some(_) => return None,
        };
        words.next().is_none().then_some(BloodGroup { abo, rh_positive })
    }
}

impl fmt::Display for BloodGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.abo {
            Abo::O => "O",
            Abo::A => "A",
            Abo::B => "B",
            Abo::Ab => "AB",
        })?;
        f.write_str(match self.rh_positive {
            None => "",
            Some(true) => "+",
            Some(false) => "-",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_parse_back() {
        let check = |text, expected| {
            assert_eq!(BloodGroup::parse(text).map(|g| g.to_string()).as_deref(), expected);
        };
        check("O+", Some("O+"));
        check("0 Rh positivo", Some("O+"));
        check("ab-", Some("AB-"));
        check("A", Some("A"));
        check("tipo B neg", Some("B-"));
        check("C+", None);
        check("O perhaps", None);
    }
}
